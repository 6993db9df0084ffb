//! Levers: what changes the total of one offer most, by driver, option, reading and plan.
//!
//! The pricing library moves the drivers. Here its places become ids.

use std::sync::Arc;

use whatif_pricing::card::Named;
use whatif_pricing::levers as ask;
use whatif_pricing::levers::{LeverRange, Of, Subject};
use whatif_pricing::{Currency, Offer as PricingOffer, OutOfRange, RateCard, Total, Warning};

pub use whatif_pricing::levers::{DriverLever, End, LeverError, Limit, More, Next, Outcome};

use super::board::{Board, Fault, OfferFigures, PricedOffer};
use super::instrument::{NoOffer, NoRate, Reason, Unsteady};
use crate::scenario::OfferId;

/// A question about one offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeversQuestion {
    /// The offer.
    pub offer: OfferId,
    /// The currency of all totals. The card's own if no rate leads there.
    pub currency: Currency,
    /// The move of each driver.
    pub range: LeverRange,
}

/// A reason for no answer.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum LeversError {
    /// The workload changes within the period.
    #[error(transparent)]
    Unsteady(#[from] Unsteady),
    /// The offer is not there.
    #[error(transparent)]
    NoOffer(#[from] NoOffer),
    /// The offer cannot be priced.
    #[error("{offer} cannot be priced: {fault}")]
    Unpriced {
        /// The offer.
        offer: OfferId,
        /// The reason.
        fault: Fault,
    },
    /// There is no total as it stands.
    #[error(transparent)]
    Lever(#[from] LeverError),
}

/// The levers of one offer.
#[derive(Clone, Debug)]
pub struct Levers {
    /// The offer.
    pub offer: OfferId,
    /// Its card.
    pub card: Arc<RateCard>,
    /// The currency of all totals.
    pub currency: Currency,
    /// The currencies without a rate, if the totals are not in the currency that was asked for.
    pub not_in: Option<NoRate>,
    /// The present total.
    pub present: Total,
    /// The vendors' limits that the workload exceeds as it stands.
    pub over_limit: Vec<Reason>,
    /// The move of the drivers.
    pub range: LeverRange,
    /// The drivers that the total depends on: the largest difference first, unknown ones last.
    pub drivers: Vec<DriverLever>,
    /// The card's options, in its order.
    pub options: Vec<ChoiceLever>,
    /// The card's assumptions, in its order.
    pub readings: Vec<ChoiceLever>,
    /// Other plans of the provider that do the same jobs, in the board's order.
    pub plans: Vec<PlanLever>,
}

/// The totals under the choices of one option, or the readings of one assumption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceLever {
    /// The id of the option or assumption.
    pub of: String,
    /// The subject, in the card's words.
    pub asks: String,
    /// The rule that leaves it open. `None` for an option.
    pub rule: Option<String>,
    /// The id of the present choice.
    pub chosen: String,
    /// All choices, in the card's order.
    pub alternatives: Vec<Alternative>,
}

/// One choice or reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// Its id.
    pub choice: String,
    /// Its label.
    pub label: String,
    /// The offer's total with it.
    pub outcome: Outcome,
}

/// Another plan and its total. Plans are not ranked: one may leave out a part that another charges for.
#[derive(Clone, Debug)]
pub struct PlanLever {
    /// The offer.
    pub offer: OfferId,
    /// Its card.
    pub card: Arc<RateCard>,
    /// Its service and plan.
    pub label: String,
    /// Its total.
    pub outcome: Outcome,
    /// The parts of the workload that its price does not include.
    pub leaves_out: Vec<Warning>,
    /// True if the service no longer exists in the period, or in a part of it.
    pub has_ended: bool,
}

/// Finds the levers of an offer.
pub fn levers(board: &Board, question: &LeversQuestion) -> Result<Levers, LeversError> {
    Unsteady::check(board, "levers")?;
    let priced = NoOffer::check(board, &question.offer)?;
    let figures = priced.figures.as_ref().map_err(|fault| LeversError::Unpriced {
        offer: priced.id.clone(),
        fault: fault.clone(),
    })?;
    let (from, to) = (priced.currency, question.currency);
    let not_in = board.inputs().rates.between(from, to).is_none().then_some(NoRate { from, to });
    let currency = if not_in.is_some() { from } else { to };
    let plans = plans(board, priced, currency)?;
    let found = find(board, figures, &plans, (currency, question.range))?;
    Ok(Levers {
        offer: priced.id.clone(),
        card: Arc::clone(&priced.card),
        currency: found.currency,
        not_in,
        present: found.present,
        over_limit: over_limit(figures),
        range: found.range,
        drivers: found.drivers,
        options: found.options.iter().map(|lever| choices(&priced.card, lever)).collect(),
        readings: found.readings.iter().map(|lever| choices(&priced.card, lever)).collect(),
        plans: found.plans.into_iter().map(|lever| plan(plans[lever.place].0, lever)).collect(),
    })
}

impl Levers {
    /// The options and the readings.
    pub fn choices(&self) -> impl Iterator<Item = &ChoiceLever> {
        self.options.iter().chain(&self.readings)
    }

    /// The lever of an option or assumption.
    #[must_use]
    pub fn choice(&self, of: &str) -> Option<&ChoiceLever> {
        self.choices().find(|lever| lever.of == of)
    }

    /// Returns true for the id of an assumption, and false for that of an option.
    #[must_use]
    pub fn is_reading(&self, of: &str) -> bool {
        self.readings.iter().any(|lever| lever.of == of)
    }
}

impl ChoiceLever {
    /// Returns true if every choice costs the same, and all totals are known.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        let same =
            |it: &Alternative| it.outcome.difference.is_some_and(whatif_pricing::Ratio::is_zero);
        self.alternatives.iter().all(same)
    }

    /// The choices that are not the present one.
    pub fn others(&self) -> impl Iterator<Item = &Alternative> {
        self.alternatives.iter().filter(|it| it.choice != self.chosen)
    }

    /// A choice by its id.
    #[must_use]
    pub fn alternative(&self, choice: &str) -> Option<&Alternative> {
        self.alternatives.iter().find(|it| it.choice == choice)
    }
}

/// The limits in an offer's invoices that cost it its rank.
fn over_limit(figures: &OfferFigures) -> Vec<Reason> {
    let parts = figures.parts().enumerate();
    let exceeded = parts.flat_map(|(place, part)| {
        part.over_limits().map(move |warning| Reason::Warning {
            card: part.card.id.clone(),
            is_companion: place > 0,
            warning: *warning,
        })
    });
    exceeded.collect()
}

/// An offer of the provider with its totals.
type Plan<'b> = (&'b PricedOffer, PricingOffer);

/// The other offers of the provider.
fn plans<'b>(
    board: &'b Board,
    own: &PricedOffer,
    currency: Currency,
) -> Result<Vec<Plan<'b>>, LeverError> {
    let offers = board.offers().iter();
    let others = offers.filter(|it| it.card.provider == own.card.provider && it.id != own.id);
    let plan = |it: &'b PricedOffer| {
        let figures = it.figures()?;
        Some(figures.offer_in(currency, &board.inputs().rates).map(|offer| (it, offer)))
    };
    let plans = others.filter_map(plan).collect::<Result<Vec<_>, OutOfRange>>();
    Ok(plans?)
}

fn find(
    board: &Board,
    figures: &OfferFigures,
    plans: &[Plan<'_>],
    (currency, range): (Currency, LeverRange),
) -> Result<ask::Levers, LeverError> {
    let inputs = board.inputs();
    let subject = Subject {
        offer: &figures.offer_in(currency, &inputs.rates)?,
        selection: &figures.own.selection,
        workload: &inputs.workload,
        rates: &inputs.rates,
    };
    let others: Vec<&PricingOffer> = plans.iter().map(|(_, offer)| offer).collect();
    ask::Levers::of(subject, &others, range)
}

fn choices(card: &RateCard, lever: &ask::ChoiceLever) -> ChoiceLever {
    let (of, asks, rule) = match lever.of {
        Of::Option(place) => (&card.options[place].id, &card.options[place].label, None),
        Of::Assumption(place) => {
            let asked = &card.assumptions[place];
            (&asked.id, &asked.asks, Some(asked.rule.clone()))
        }
    };
    let named: Vec<&Named> = lever.of.named(card);
    let alternative = |it: &ask::Alternative| Alternative {
        choice: named[it.place].id.clone(),
        label: named[it.place].label.clone(),
        outcome: it.outcome.clone(),
    };
    ChoiceLever {
        of: of.clone(),
        asks: asks.clone(),
        rule,
        chosen: named[lever.chosen].id.clone(),
        alternatives: lever.alternatives.iter().map(alternative).collect(),
    }
}

fn plan(priced: &PricedOffer, lever: ask::PlanLever) -> PlanLever {
    let label = [&priced.card.service, " · ", priced.plan()].concat();
    PlanLever {
        offer: priced.id.clone(),
        card: Arc::clone(&priced.card),
        label,
        outcome: lever.outcome,
        leaves_out: lever.leaves_out,
        has_ended: lever.has_ended,
    }
}
