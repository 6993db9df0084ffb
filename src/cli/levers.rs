//! `whatif levers`: what moves the total of a card most.

mod choices;
mod json;
mod text;

use std::sync::Arc;

use anyhow::anyhow;
use clap::Args;
use whatif_pricing::levers::{LeverError, Levers, Subject, Swing};
use whatif_pricing::{Currency, ExchangeRates, Offer, RateCard, Selection, Tariff};

use super::output::{Failure, Verdict};
use super::page::Page;
use super::request::{Asked, EventArgs, Request, RequestFlags, SpanArgs};
use crate::library::Library;
use crate::profile::Profile;

/// Arguments of `whatif levers`.
#[derive(Debug, Args)]
pub struct LeversArgs {
    /// The rate card's id; `whatif cards` lists them
    #[arg(value_name = "CARD")]
    card: String,

    #[command(flatten)]
    flags: RequestFlags,

    #[command(flatten)]
    span: SpanArgs,

    /// How far each driver is moved down and up, in percent
    #[arg(
        long,
        value_name = "DOWN,UP",
        default_value = "-50,+100",
        allow_hyphen_values = true,
        help_heading = "Answer"
    )]
    by: String,

    /// Answer in JSON, with exact decimals as strings
    #[arg(long, help_heading = "Answer")]
    json: bool,
}

/// What is answered: the levers of a request, and the cards that its plans are.
struct Answer {
    request: Request,
    levers: Levers,
    plans: Vec<Arc<RateCard>>,
    /// Why the totals are not in the currency that was asked for.
    not_in: Option<String>,
}

pub fn run(
    args: &LeversArgs,
    library: &Library,
    profile: &Profile,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    let swing = Swing::parse(&args.by).map_err(|error| Failure::Input(anyhow!("--by: {error}")))?;
    let asked = Asked {
        library,
        kept: &profile.rates,
        today: page.today,
        events: &EventArgs::default(),
        span: &args.span,
    };
    let request = args.flags.requests(&[library.card(&args.card)?], &asked)?.remove(0);
    let answer = answer(request, library, swing)?;
    if args.json {
        page.json(&json::LeversJson::new(&answer))?;
    } else {
        text::write(&answer, page)?;
    }
    Ok(Verdict::Answered)
}

fn answer(request: Request, library: &Library, swing: Swing) -> Result<Answer, Failure> {
    let own = request.card.currency;
    let wanted = request.exchange.into.unwrap_or(own);
    let cards = library.catalog().cards();
    match levers(&request, cards, wanted, swing) {
        Err(LeverError::Currency { from, to }) => {
            let levers = levers(&request, cards, own, swing).map_err(Failure::input)?;
            let not_in =
                format!("the totals are not in {to}, for {}", super::terms::no_rate(from, to));
            Ok(Answer { plans: plans(&levers, cards), request, levers, not_in: Some(not_in) })
        }
        Err(error) => Err(Failure::input(error)),
        Ok(levers) => Ok(Answer { plans: plans(&levers, cards), request, levers, not_in: None }),
    }
}

/// The levers in a currency, beside the other cards of the provider as they are without choices.
fn levers(
    request: &Request,
    cards: &[Arc<RateCard>],
    currency: Currency,
    swing: Swing,
) -> Result<Levers, LeverError> {
    let rates = &request.exchange.rates;
    let companions = request.companions.iter().map(|it| it.tariff.clone()).collect();
    let offer = Offer::new(request.tariff.clone(), companions, currency, rates)?;
    let others = cards.iter().filter(|card| card.provider == request.card.provider);
    let others = others.map(|card| plan(request, card, currency, rates));
    let others = others.collect::<Result<Vec<Offer>, LeverError>>()?;
    let subject = Subject {
        offer: &offer,
        selection: &request.selection,
        workload: &request.timeline.workload,
        rates,
    };
    Levers::of(subject, &others.iter().collect::<Vec<_>>(), swing)
}

fn plan(
    request: &Request,
    card: &Arc<RateCard>,
    currency: Currency,
    rates: &ExchangeRates,
) -> Result<Offer, LeverError> {
    let tariff = Tariff::new(card, &Selection::standard(card), *request.tariff.terms())?;
    Ok(Offer::new(tariff, Vec::new(), currency, rates)?)
}

fn plans(levers: &Levers, cards: &[Arc<RateCard>]) -> Vec<Arc<RateCard>> {
    let card = |id: &String| cards.iter().find(|card| card.id == *id).map(Arc::clone);
    levers.plans.iter().filter_map(|plan| card(&plan.card)).collect()
}
