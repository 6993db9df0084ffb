//! Ranking: the offers that can do the job of the marked ones, cheapest first, then those that cannot be
//! ranked with the reason, then those of other jobs.

use std::collections::BTreeMap;

use whatif_pricing::{Ratio, Warning};

use super::board::{Board, Fault, PricedOffer};
use crate::scenario::OfferId;

/// Every offer of a board in the order of its total.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranking {
    /// The offers that can be ranked, cheapest first.
    pub ranked: Vec<Ranked>,
    /// The offers of the same job that cannot be ranked, by name.
    pub unranked: Vec<NotRanked>,
    /// The offers of other jobs, cheapest first.
    pub others: Vec<OfferId>,
}

/// An offer with its total in the currency of the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// The offer.
    pub offer: OfferId,
    /// Its total.
    pub total: Ratio,
}

/// An offer that cannot be ranked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotRanked {
    /// The offer.
    pub offer: OfferId,
    /// The reason.
    pub why: Obstacle,
}

/// The reasons why an offer cannot be ranked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// It cannot be priced.
    Unpriced(Fault),
    /// No rate leads from its currency to that of the comparison.
    NoRate,
    /// The service no longer exists in the period, or in a part of it.
    Ended,
    /// Neither the service nor a companion can do these drivers, by their labels.
    CannotDo(Vec<String>),
    /// A vendor's limit is exceeded.
    OverQuota,
    /// A peak that it is charged by was set below the mean rate of the requests.
    PeakBelowMean,
    /// A price is missing: the total is a lower bound.
    Incomplete,
}

impl Ranking {
    /// The order of the offers: the number of each in the list, from 0.
    #[must_use]
    pub fn order(&self) -> BTreeMap<&OfferId, usize> {
        let ranked = self.ranked.iter().map(|ranked| &ranked.offer);
        let unranked = self.unranked.iter().map(|unranked| &unranked.offer);
        let all = ranked.chain(unranked).chain(&self.others);
        all.enumerate().map(|(place, offer)| (offer, place)).collect()
    }

    /// The reason why an offer of the job cannot be ranked. `None` if it can, and for offers of
    /// other jobs.
    #[must_use]
    pub fn obstacle(&self, offer: &OfferId) -> Option<&Obstacle> {
        self.unranked.iter().find(|known| known.offer == *offer).map(|known| &known.why)
    }

    /// Returns whether an offer does a job that the others do.
    #[must_use]
    pub fn is_of_the_job(&self, offer: &OfferId) -> bool {
        !self.others.contains(offer)
    }

    /// The largest total among the ranked offers.
    #[must_use]
    pub fn largest(&self) -> Option<Ratio> {
        self.ranked.last().map(|ranked| ranked.total)
    }
}

/// Ranks all offers of a board.
#[must_use]
pub fn rank(board: &Board) -> Ranking {
    let mut ranking = Ranking::default();
    let jobs = shared_jobs(board);
    let does_a_job = |offer: &PricedOffer| offer.card.jobs.iter().any(|job| jobs.contains(&&**job));
    for offer in board.offers() {
        if !does_a_job(offer) {
            ranking.others.push(offer.id.clone());
        } else if let Some(total) = offer.ranked() {
            ranking.ranked.push(Ranked { offer: offer.id.clone(), total });
        } else {
            ranking
                .unranked
                .push(NotRanked { offer: offer.id.clone(), why: weightiest(board, offer) });
        }
    }
    ranking.ranked.sort_by_key(|ranked| ranked.total);
    let total = |id: &OfferId| board.offer(id).and_then(PricedOffer::ranked);
    ranking.others.sort_by_key(|id| (total(id).is_none(), total(id)));
    ranking
}

/// The jobs of the best offers on a board that proposes them. Otherwise the jobs that all marked offers can do,
/// or the selected one's if none is marked or they share none.
fn shared_jobs(board: &Board) -> Vec<&str> {
    if let Some(proposals) = board.proposals() {
        return proposals.found.jobs.iter().map(String::as_str).collect();
    }
    let selected = &board.selected().card.jobs;
    let is_shared = |job: &&String| board.marked().all(|offer| offer.card.jobs.contains(job));
    let Some(first) = board.marked().next() else {
        return selected.iter().map(String::as_str).collect();
    };
    let shared: Vec<&str> = first.card.jobs.iter().filter(is_shared).map(String::as_str).collect();
    if shared.is_empty() { selected.iter().map(String::as_str).collect() } else { shared }
}

/// Finds the reason why an offer cannot be ranked. `None` if it can.
#[must_use]
pub fn obstacle(board: &Board, offer: &PricedOffer) -> Option<Obstacle> {
    offer.ranked().is_none().then(|| weightiest(board, offer))
}

/// Finds the weightiest reason why an offer cannot be ranked.
fn weightiest(board: &Board, offer: &PricedOffer) -> Obstacle {
    let figures = match &offer.figures {
        Ok(figures) => figures,
        Err(fault) => return Obstacle::Unpriced(fault.clone()),
    };
    let warnings = &figures.own.invoice.warnings;
    if warnings.iter().any(|warning| matches!(warning, Warning::Ended { .. })) {
        return Obstacle::Ended;
    }
    let vocabulary = board.inputs().workload.vocabulary();
    let lacking = warnings.iter().filter_map(|warning| {
        let Warning::CannotDo { driver, .. } = warning else { return None };
        Some(vocabulary[*driver].label.clone())
    });
    let lacking: Vec<String> = lacking.collect();
    if !lacking.is_empty() {
        return Obstacle::CannotDo(lacking);
    }
    if figures.shown.is_none() {
        return Obstacle::NoRate;
    }
    if warnings.iter().any(|warning| matches!(warning, Warning::PeakBelowMean { .. })) {
        return Obstacle::PeakBelowMean;
    }
    if offer.is_over_limit() { Obstacle::OverQuota } else { Obstacle::Incomplete }
}
