//! Other plans of the same provider.

use super::{Moving, Outcome, reached};
use crate::ask::offer::Offer;
use crate::card::rate_card::RateCard;
use crate::rate::tariff::Tariff;
use crate::rate::warning::Warning;

/// The outcome of another plan. Plans are not ranked: what one leaves out, another may charge for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanLever {
    /// Its place among the offers that were given.
    pub place: usize,
    /// The card's id.
    pub card: String,
    /// The outcome of it, as it is chosen.
    pub outcome: Outcome,
    /// The parts that were asked for and are not in its price.
    pub leaves_out: Vec<Warning>,
    /// The service no longer exists in the period, or in a part of it.
    pub has_ended: bool,
}

/// Plans of the same provider that do all of the card's jobs.
pub(super) fn levers(moving: &Moving<'_>, others: &[&Offer]) -> Vec<PlanLever> {
    let card = moving.card();
    let serves = |other: &RateCard| card.jobs.iter().all(|job| other.jobs.contains(job));
    let is_plan =
        |other: &RateCard| other.provider == card.provider && other.id != card.id && serves(other);
    let plans = others.iter().enumerate().filter(|(_, offer)| is_plan(offer.card()));
    plans.map(|(place, offer)| lever(moving, place, offer)).collect()
}

fn lever(moving: &Moving<'_>, place: usize, offer: &Offer) -> PlanLever {
    let workload = moving.subject.workload;
    let companions: Vec<&Tariff> = offer.companions().iter().collect();
    let leaves_out = offer.tariff().leaves_out(&companions, workload, &moving.usage).collect();
    PlanLever {
        place,
        card: offer.card().id.clone(),
        outcome: moving.outcome(reached(offer, &moving.usage)),
        leaves_out,
        has_ended: offer.has_ended(),
    }
}
