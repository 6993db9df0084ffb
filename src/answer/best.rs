//! The best offer of each provider: its cheapest complete offer for the job that the workload states.
//!
//! The pricing library tries every combination. Here each of its finds becomes an offer of the scenario, by
//! id, and a board prices those offers like any others. So a best offer can be marked, opened and saved.

mod change;
mod find;

use std::collections::BTreeSet;

use whatif_pricing::best::{LeftOut, Part, ProviderBest, stated_jobs};
use whatif_pricing::card::{Bound, Choosing};
use whatif_pricing::{Currency, Doubted, DriverId, RateCard, Ratio, Unranked};

use super::board::{Adjusted, Board, Fault};
use super::doubt::Staleness;
use super::error::AnswerError;
use super::instrument::{NoRate, Reason, Unranked as Hindrance, uncarried};
use super::proposals::{BestQuestion, Proposals};
use super::verdict::{Contest, Verdict, verdict};
use super::workload::leave_out_other_jobs;
use crate::scenario::{OfferId, Scenario};
use change::changes;

/// The best offer of each provider.
#[derive(Clone, Debug)]
pub struct Best {
    /// The jobs to be done.
    pub jobs: Vec<String>,
    /// The currency of the comparison.
    pub currency: Currency,
    /// The best offers, marked on a board of their own, with the others of their cards.
    pub board: Board,
    /// A board with the next best offers, and with those that cannot be ranked.
    pub beside: Board,
    /// The cheapest of the best offers.
    pub verdict: Verdict,
    /// The providers: the lower total first, those without an offer last.
    pub providers: Vec<Provider>,
}

/// The answer of one provider.
#[derive(Clone, Debug)]
pub struct Provider {
    /// The name.
    pub name: String,
    /// The cheapest complete offer. `None` if there is none.
    pub best: Option<Found>,
    /// The next one: with another card, or at a higher total. `None` if there is no other.
    pub runner_up: Option<Found>,
    /// Number of combinations that were priced.
    pub tried: usize,
    /// The cards that make no offer, and why.
    pub left_out: Vec<Excluded>,
    /// The values at which another offer becomes the best, nearest first.
    pub changes: Vec<Change>,
}

/// A complete offer.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its id: the card's, or that of a copy with these choices.
    pub id: OfferId,
    /// The ids of its cards, the main one first.
    pub cards: Vec<String>,
    /// The services of its cards, with what was chosen.
    pub services: Vec<Service>,
    /// Its total.
    pub total: Ratio,
    /// The currency of the total.
    pub currency: Currency,
    /// The discount or mark-up in the total. `None` without one.
    pub adjusted: Option<Adjusted>,
    /// The options that were a matter of price.
    pub chosen: Vec<Choice>,
    /// The commitments that go beyond the period.
    pub commitments: Vec<Commitment>,
    /// The worst doubt about its prices.
    pub doubt: Option<Doubted>,
    /// The options that only the user can decide, with what they are set to.
    pub requirements: Vec<Requirement>,
}

/// An option that only the user can decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The card's id.
    pub card: String,
    /// The option's id.
    pub option: String,
    /// The option's label.
    pub asks: String,
    /// The id of what it is set to.
    pub choice: String,
    /// Its label.
    pub answer: String,
    /// True if that is the card's default.
    pub is_default: bool,
}

/// A choice that was made by price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The card's id.
    pub card: String,
    /// The option's id.
    pub option: String,
    /// The option's label.
    pub asks: String,
    /// The id of what was chosen.
    pub choice: String,
    /// Its label.
    pub answer: String,
    /// The reason.
    pub why: ChoiceReason,
}

/// The reason for a choice. Other choices are named by their labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChoiceReason {
    /// The next best choice makes the offer cost more.
    Lower {
        /// The label of that choice.
        next: String,
        /// By how much.
        by: Ratio,
    },
    /// Another choice costs the same.
    Same {
        /// The label of that choice.
        other: String,
    },
    /// The offer costs less with another choice: it is not the best of its cards.
    Higher {
        /// The other choice's label.
        next: String,
        /// By how much.
        by: Ratio,
    },
    /// No other choice makes an offer that can be ranked.
    Only {
        /// The first of the others.
        other: String,
        /// The reasons against it.
        because: Vec<Reason>,
    },
}

/// A commitment that is longer than the period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// The charge's id.
    pub charge: String,
    /// Its label.
    pub label: String,
    /// The term.
    pub term: Bound,
    /// The amount that it obliges to in full, in the card's currency.
    pub in_full: Ratio,
    /// The card's currency.
    pub currency: Currency,
    /// True if the total has all of it already.
    pub is_paid_ahead: bool,
}

/// A card that makes no offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excluded {
    /// The card's id.
    pub card: String,
    /// The offer with the companions that the job needs. The card alone if it was not tried.
    pub offer: OfferId,
    /// Provider, service and plan.
    pub title: String,
    /// The reason.
    pub why: Exclusion,
}

/// The reason why a card makes no offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exclusion {
    /// It cannot be bought any more: why.
    Closed(String),
    /// The service ends or has ended.
    Ended,
    /// It serves a special need: which.
    OnlyFor(String),
    /// It charges only by things of which there are none.
    AboutOther,
    /// No combination can be ranked, for these reasons.
    Unranked(Vec<Reason>),
    /// It has more combinations than are tried: how many.
    TooMany(usize),
    /// It cannot be priced: why.
    Failed(Fault),
}

/// A value of a driver at which another offer becomes the best.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The driver.
    pub driver: DriverId,
    /// The value. At it and beyond, seen from the present value, the other offer is the best.
    pub at: Ratio,
    /// True if that is above the present value.
    pub is_above: bool,
    /// The services of the offer that is the best from there. Empty if there is none.
    pub then: Vec<Service>,
}

/// A service of an offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its name, without the provider's.
    pub name: String,
    /// The labels of the choices that differ from the card's defaults.
    pub choices: Vec<String>,
}

impl Service {
    /// The services of an offer's parts. Only options that are a matter of price count.
    fn all(parts: &[Part]) -> Vec<Self> {
        Self::beside(parts, &[])
    }

    /// The same, with the defaults that another offer chooses otherwise.
    fn beside(parts: &[Part], others: &[Part]) -> Vec<Self> {
        let service = |part: &Part| {
            let other = others.iter().find(|other| other.card.id == part.card.id);
            let is_named = |option: usize, choice: usize| {
                let of_other = other.map(|other| other.selection.options[option]);
                choice != 0 || of_other.is_some_and(|other| other != choice)
            };
            let chosen = part.card.options.iter().zip(&part.selection.options).enumerate();
            let chosen = chosen.filter(|(place, (option, choice))| {
                option.choose == Choosing::Price && is_named(*place, **choice)
            });
            let choices = chosen.map(|(_, (option, choice))| option.choices[*choice].label.clone());
            Self { name: part.card.service.clone(), choices: choices.collect() }
        };
        parts.iter().map(service).collect()
    }
}

/// Finds the best offer of each provider. A board with all cards makes the answer complete.
///
/// # Errors
/// If the workload has no values.
///
/// # Panics
/// Never: a board of a workload with values has the best offers that it was asked for.
pub fn best(
    board: &Board,
    asked: &BestQuestion,
    staleness: Staleness,
) -> Result<Best, AnswerError> {
    let mut scenario =
        Scenario { marked: BTreeSet::new(), baseline: None, ..board.scenario().clone() };
    let inputs = board.inputs();
    let jobs = stated_jobs(&asked.jobs, &inputs.workload, board.usage(), &inputs.changes);
    leave_out_other_jobs(&mut scenario.inputs.workload, &jobs);
    let own = Board::proposing(board.cards(), &scenario, asked.clone())?;
    let proposals = own.proposals().expect("the workload has values");
    let beside = beside(&own, proposals)?;
    let answered = |provider| answered((&own, &beside), proposals, provider, staleness);
    let providers: Vec<Provider> = proposals.found.providers.iter().map(answered).collect();
    let verdict = verdict(&own, Contest::ShortList, staleness);
    let (jobs, currency) = (proposals.found.jobs.clone(), own.inputs().display);
    Ok(Best { jobs, currency, verdict, providers, board: own, beside })
}

/// A board with the next best offers, and with those that cannot be ranked as their companions are.
fn beside(own: &Board, proposals: &Proposals) -> Result<Board, AnswerError> {
    let mut scenario = own.scenario().clone();
    for provider in &proposals.found.providers {
        let next = provider.runner_up.iter().map(|find| proposals.offer_of(find));
        let unranked = provider.left_out.iter().filter_map(|it| proposals.unranked(it));
        for (id, offer) in next.chain(unranked) {
            scenario.inputs.offers.put(id, offer);
        }
    }
    Ok(Board::new(own.cards(), &scenario)?)
}

fn answered(
    (board, beside): (&Board, &Board),
    proposals: &Proposals,
    of: &ProviderBest,
    staleness: Staleness,
) -> Provider {
    let found = |board, best: &Option<_>| {
        best.as_ref().map(|best| find::find(board, proposals, best, staleness))
    };
    let left_out = of.left_out.iter().map(|left_out| {
        let offer = proposals.unranked(left_out).map(|(id, _)| id);
        let offer = offer.unwrap_or_else(|| OfferId::of_card(left_out.card()));
        Excluded { offer, ..excluded(board, left_out) }
    });
    let with_changes = proposals.question.with_changes && of.best.is_some();
    Provider {
        name: of.provider.clone(),
        best: found(board, &of.best),
        runner_up: found(beside, &of.runner_up),
        tried: of.tried,
        left_out: left_out.collect(),
        changes: match &of.best {
            Some(best) if with_changes => changes(board, proposals, &of.provider, &best.parts),
            Some(_) | None => Vec::new(),
        },
    }
}

fn excluded(board: &Board, left_out: &LeftOut) -> Excluded {
    let closed = |card: &RateCard| card.closed.clone().unwrap_or_default();
    let only_for = |card: &RateCard| card.only_for.clone().unwrap_or_default();
    let said = |id: &str, of: &dyn Fn(&RateCard) -> String| board.card(id).map(|card| of(card));
    let (id, why) = match left_out {
        LeftOut::Closed { card } => {
            (card, Exclusion::Closed(said(card, &closed).unwrap_or_default()))
        }
        LeftOut::OnlyFor { card } => {
            (card, Exclusion::OnlyFor(said(card, &only_for).unwrap_or_default()))
        }
        LeftOut::Ended { card } => (card, Exclusion::Ended),
        LeftOut::AboutOther { card } => (card, Exclusion::AboutOther),
        LeftOut::Unranked { card, companions, because } => {
            let cards: Vec<&str> =
                std::iter::once(card).chain(companions).map(String::as_str).collect();
            let because = because.iter().map(|it| against(board, &cards, *it));
            (card, Exclusion::Unranked(because.collect()))
        }
        LeftOut::TooMany { card, combinations } => (card, Exclusion::TooMany(*combinations)),
        LeftOut::Failed { card, error } => {
            let (id, error) = (card.clone(), error.clone());
            (card, Exclusion::Failed(Fault::Rate { card: id, error }))
        }
        LeftOut::Untimed { card, error } => {
            let (id, error) = (card.clone(), error.clone());
            (card, Exclusion::Failed(Fault::Timeline { card: id, error }))
        }
    };
    let title = said(id, &RateCard::title).unwrap_or_default();
    Excluded { card: id.clone(), offer: OfferId::of_card(id), title, why }
}

/// The reason against a rank, with the card that it is about. `cards` are the ids of an offer's own card and
/// its companions.
fn against(board: &Board, cards: &[&str], against: Unranked) -> Reason {
    let from = board.card(cards[0]).map(|card| card.default_currency());
    let to = board.inputs().display;
    match against {
        Unranked::Ended => Reason::Unranked(Hindrance::Ended),
        Unranked::CannotDo { driver, .. } => Reason::Unranked(Hindrance::CannotDo(vec![driver])),
        Unranked::NoRate => {
            let from = from.unwrap_or(to);
            Reason::Unranked(Hindrance::NoRate(NoRate { from, to }))
        }
        Unranked::Incomplete | Unranked::Quota { .. } | Unranked::PeakBelowMean { .. } => {
            uncarried(against, cards).unwrap_or(Reason::Unpublished)
        }
    }
}
