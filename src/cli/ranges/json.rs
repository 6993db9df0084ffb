//! What samples come to, for programs.

use serde::Serialize;
use whatif_pricing::{Currency, Samples, Spread, plain};

use super::{Sampled, converted};
use crate::cli::compare::Answer;
use crate::cli::output::Failure;
use crate::cli::request::Request;

/// Which samples were drawn, and of a quote what they come to.
#[derive(Debug, Serialize)]
pub struct RangesJson {
    seed: u64,
    samples: u32,
    ranges: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spread: Option<SpreadJson>,
    /// In the currency that was asked for, where a rate leads there.
    #[serde(skip_serializing_if = "Option::is_none")]
    in_currency: Option<SpreadJson>,
}

/// Percentiles of the totals, in the currency named.
#[derive(Debug, Serialize)]
pub struct SpreadJson {
    currency: String,
    p5: String,
    p50: String,
    p95: String,
    /// Otherwise these are lower bounds.
    complete: bool,
}

impl Sampled {
    /// Which samples were drawn.
    pub fn json(&self) -> RangesJson {
        let Samples { seed, count } = self.samples;
        let ranges = self.ranges.clone();
        RangesJson { seed, samples: count, ranges, spread: None, in_currency: None }
    }

    /// The same with what the one request comes to.
    pub fn json_one(&self, request: &Request) -> Result<RangesJson, Failure> {
        let Some(spread) = self.outcomes[0].spread else { return Ok(self.json()) };
        let converted = converted(request, &spread)?;
        let in_currency = converted.map(|(currency, spread)| SpreadJson::new(currency, spread));
        let spread = Some(SpreadJson::new(request.card.currency, spread));
        Ok(RangesJson { spread, in_currency, ..self.json() })
    }

    /// A compared card's percentiles, and in which part of the samples it is the cheapest, from 0 to 1.
    pub fn json_of(
        &self,
        answer: &Answer,
        place: usize,
    ) -> Result<(Option<SpreadJson>, Option<String>), Failure> {
        let (currency, spread) = self.spread_of(answer, place)?;
        let spread = spread.map(|spread| SpreadJson::new(currency, spread));
        Ok((spread, self.outcomes[place].share.map(plain)))
    }
}

impl SpreadJson {
    fn new(currency: Currency, spread: Spread) -> Self {
        let [p5, p50, p95] = [spread.p5, spread.p50, spread.p95].map(plain);
        Self { currency: currency.to_string(), p5, p50, p95, complete: spread.complete }
    }
}
