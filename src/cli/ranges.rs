//! Ranges in a request's workload: what samples of them come to.

mod json;
mod text;

use std::sync::Arc;

use anyhow::anyhow;
use clap::Args;
use whatif_pricing::{
    Currency, Offer, Outcome, SAMPLES_MAX, Sampler, Samples, Spread, Workload, number,
};

use super::compare::Answer;
use super::output::Failure;
use super::request::Request;
pub use json::{RangesJson, SpreadJson};

/// Which samples are drawn of the ranges in the workload.
#[derive(Debug, Args)]
#[command(
    next_help_heading = "Ranges, such as --set secrets=50..400 or --set secrets=50..100..400"
)]
pub struct SampleArgs {
    /// Draw other samples: any whole number; 1 where it is not given
    #[arg(long, value_name = "N")]
    seed: Option<String>,

    /// Draw so many samples, up to 100,000; 10,000 where it is not given
    #[arg(long, value_name = "N")]
    samples: Option<String>,
}

/// What the samples come to, request by request, each in its card's own currency.
pub struct Sampled {
    /// Which samples.
    pub samples: Samples,
    /// The ranges, as `secrets=50..400`.
    pub ranges: Vec<String>,
    /// For each request.
    pub outcomes: Vec<Outcome>,
}

impl SampleArgs {
    /// The samples that are asked for.
    fn read(&self) -> Result<Samples, Failure> {
        let usual = Samples::default();
        let seed = self.seed.as_deref().map(|text| {
            text.trim().replace('_', "").parse().map_err(|_| {
                Failure::Input(anyhow!(
                    "--seed '{text}' is not a whole number: the range is 0 to {}",
                    u64::MAX
                ))
            })
        });
        let count = self.samples.as_deref().map(count).transpose()?;
        Ok(Samples {
            seed: seed.transpose()?.unwrap_or(usual.seed),
            count: count.unwrap_or(usual.count),
        })
    }

    /// Samples what several requests ask for alike, and compares them in a currency; none without ranges.
    pub fn sampled(
        &self,
        requests: &[Request],
        currency: Currency,
    ) -> Result<Option<Sampled>, Failure> {
        Sampled::of(requests, self.read()?, currency)
    }
}

impl Sampled {
    /// What samples of the ranges come to; none without ranges.
    pub fn of(
        requests: &[Request],
        samples: Samples,
        currency: Currency,
    ) -> Result<Option<Self>, Failure> {
        let first = &requests[0];
        let workload = first.workload_at_start()?;
        if !workload.has_ranges() {
            return Ok(None);
        }
        if !first.is_steady() {
            return Err(Failure::Input(anyhow!(
                "{}: ranges hold for the whole period and do not go with --event: leave one of the two out",
                ranges(&workload).join(", ")
            )));
        }
        let offers = requests.iter().map(offer).collect::<Result<Arc<[Offer]>, Failure>>()?;
        let begun = Sampler::new(offers, &workload, samples)
            .compared_in(currency, &first.exchange.rates, |_| true)
            .map_err(Failure::input)?;
        let outcomes = begun.finish().map_err(Failure::input)?;
        Ok(Some(Self { samples, ranges: ranges(&workload), outcomes }))
    }
}

/// A number of samples, as people type numbers.
fn count(text: &str) -> Result<u32, Failure> {
    let count = number::quantity(text).ok().and_then(|count| u32::try_from(count).ok());
    let whole = |count: &u32| number::quantity(text).is_ok_and(|typed| typed == (*count).into());
    count.filter(|count| (1..=SAMPLES_MAX).contains(count)).filter(whole).ok_or_else(|| {
        Failure::Input(anyhow!(
            "--samples '{text}' cannot be drawn: write a whole number from 1 to 100,000, such as 10k"
        ))
    })
}

fn ranges(workload: &Workload) -> Vec<String> {
    let vocabulary = workload.vocabulary();
    let ranges = workload.ranges();
    ranges.map(|(driver, range)| format!("{}={range}", vocabulary[driver].name)).collect()
}

fn offer(request: &Request) -> Result<Offer, Failure> {
    let companions = request.companions.iter().map(|it| it.tariff.clone()).collect();
    let (own, rates) = (request.card.currency, &request.exchange.rates);
    Offer::new(request.tariff.clone(), companions, own, rates).map_err(Failure::input)
}

impl Sampled {
    /// A card's percentiles in the currency of its column.
    fn spread_of(
        &self,
        answer: &Answer,
        place: usize,
    ) -> Result<(Currency, Option<Spread>), Failure> {
        let request = &answer.requests[place];
        let own = request.card.currency;
        let Some(spread) = self.outcomes[place].spread else { return Ok((own, None)) };
        Ok(match converted(request, &spread)? {
            Some((currency, converted)) => (currency, Some(converted)),
            None => (own, Some(spread)),
        })
    }
}

/// In the currency asked for, where that is another one and a rate leads there.
fn converted(request: &Request, spread: &Spread) -> Result<Option<(Currency, Spread)>, Failure> {
    let (own, exchange) = (request.card.currency, &request.exchange);
    let Some(into) = exchange.into.filter(|into| *into != own) else { return Ok(None) };
    let converted = spread.in_currency(own, into, &exchange.rates).map_err(Failure::input)?;
    Ok(converted.map(|converted| (into, converted)))
}
