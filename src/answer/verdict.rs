//! The verdict: who is cheapest, by how much, who fits the budget, and how sure that is.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use whatif_pricing::{Currency, Doubted, DriverId, InvoiceOf, Ratio, Spend, Warning, doubts};

use super::board::{Board, OfferFigures, Part, PricedOffer};
use super::doubt::Staleness;
use crate::scenario::OfferId;

/// The answer to "who is cheapest".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The currency of all amounts.
    pub currency: Currency,
    /// The outcome of the comparison.
    pub outcome: Outcome,
    /// The kind of offers that were compared.
    pub among: Among,
    /// The offers that were compared, those that cannot be ranked included.
    pub compared: Vec<OfferId>,
    /// The offers that cannot be ranked.
    pub unranked: Vec<OfferId>,
    /// The number of ranked offers that stay within the budget. `None` without a budget.
    pub fitting: Option<Fitting>,
    /// The drivers that were set and that the total of a cheapest offer does not count.
    pub uncounted: Vec<DriverId>,
    /// The ranked offers at a total of zero whose prices are in doubt: they hide who is cheapest of the others.
    pub doubtful: Vec<OfferId>,
    /// The two cheapest of the others, the cheaper one first.
    pub sound: Vec<Sound>,
}

/// An offer whose total is no doubtful zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sound {
    /// The offer.
    pub offer: OfferId,
    /// Its total.
    pub total: Ratio,
}

/// The offers to compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contest {
    /// The marked offers.
    Marked,
    /// The marked offers and the best offer of each provider, on a board that proposes them.
    ShortList,
}

/// The kind of offers that a verdict compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// The marked offers.
    Marked,
    /// The best offer of each provider.
    Providers,
    /// The best offer of each provider, and the marked ones.
    Listed,
}

/// The outcome of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No offer can be ranked.
    Unknown,
    /// Only one offer can be ranked.
    Alone(Leader),
    /// Several offers share the lowest total.
    Tie {
        /// The offers that share the lowest total.
        offers: Vec<OfferId>,
        /// Their total.
        total: Ratio,
        /// The worst doubt about any of them.
        doubt: Option<Doubted>,
    },
    /// One offer is cheapest.
    Cheapest {
        /// The cheapest offer.
        leader: Leader,
        /// The next one.
        next: OfferId,
        /// The total of the next one.
        next_total: Ratio,
    },
}

/// The cheapest offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leader {
    /// The offer.
    pub offer: OfferId,
    /// Its total.
    pub total: Ratio,
    /// The worst doubt about it.
    pub doubt: Option<Doubted>,
}

/// Offers within a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fitting {
    /// The budget.
    pub budget: Ratio,
    /// Number of offers that are known to stay within it.
    pub within: usize,
    /// Number of offers that were held against it.
    pub of: usize,
}

/// The number of sound offers that a verdict names.
const SOUND_COUNT: usize = 2;

/// Compares offers that can do a job of the selected one. If there are none, the selected offer alone, unless the
/// best offers are asked for.
#[must_use]
pub fn verdict(board: &Board, contest: Contest, staleness: Staleness) -> Verdict {
    let is_short = contest == Contest::ShortList && board.proposals().is_some();
    let mut offers: Vec<&PricedOffer> =
        if is_short { board.competing().collect() } else { board.rivals().collect() };
    let among = match is_short {
        false => Among::Marked,
        true if offers.iter().all(|offer| offer.is_best) => Among::Providers,
        true => Among::Listed,
    };
    // Of the best offers alone none need be selected.
    let has_selected = board.proposals().is_none_or(|found| found.question.with_selected);
    if offers.is_empty() && (!is_short || has_selected) {
        offers.push(board.selected());
    }
    let mut ranked: Vec<(Ratio, &PricedOffer)> =
        offers.iter().filter_map(|offer| Some((offer.ranked()?, *offer))).collect();
    ranked.sort_by_key(|(total, _)| *total);
    let unranked = offers.iter().filter(|offer| offer.ranked().is_none());
    let fitting = board.budget().filter(|_| !ranked.is_empty()).map(|budget| Fitting {
        budget,
        within: ranked.iter().filter(|(_, offer)| is_within(offer)).count(),
        of: ranked.len(),
    });
    let least = ranked.first().map(|(total, _)| *total);
    let first = ranked.iter().take_while(|(total, _)| Some(*total) == least);
    let uncounted: BTreeSet<DriverId> =
        first.flat_map(|(_, offer)| uncounted(board, offer)).collect();
    let is_doubtful = |(total, offer): &&(Ratio, &PricedOffer)| {
        total.is_zero() && doubt(board, offer, staleness).is_some()
    };
    let sound = ranked.iter().filter(|it| !is_doubtful(it)).take(SOUND_COUNT);
    let sound = sound.map(|(total, offer)| Sound { offer: offer.id.clone(), total: *total });
    let doubtful = ranked.iter().filter(is_doubtful).map(|(_, offer)| offer.id.clone());
    Verdict {
        doubtful: doubtful.collect(),
        sound: sound.collect(),
        uncounted: uncounted.into_iter().collect(),
        currency: board.inputs().display,
        outcome: outcome(board, &ranked, staleness),
        among,
        compared: offers.iter().map(|offer| offer.id.clone()).collect(),
        unranked: unranked.map(|offer| offer.id.clone()).collect(),
        fitting,
    }
}

impl Verdict {
    /// The cheapest offers: several if they cost the same, none without a rival.
    #[must_use]
    pub fn cheapest(&self) -> &[OfferId] {
        match &self.outcome {
            Outcome::Unknown | Outcome::Alone(_) => &[],
            Outcome::Tie { offers, .. } => offers,
            Outcome::Cheapest { leader, .. } => std::slice::from_ref(&leader.offer),
        }
    }
}

fn is_within(offer: &PricedOffer) -> bool {
    matches!(offer.spend, Some(Spend::Within { .. }))
}

fn outcome(board: &Board, ranked: &[(Ratio, &PricedOffer)], staleness: Staleness) -> Outcome {
    let Some((total, first)) = ranked.first().copied() else { return Outcome::Unknown };
    let leader = Leader { offer: first.id.clone(), total, doubt: doubt(board, first, staleness) };
    let ties = ranked.iter().take_while(|(other, _)| *other == total);
    let ties: Vec<&PricedOffer> = ties.map(|(_, offer)| *offer).collect();
    match (ranked.get(ties.len()), &ties[..]) {
        (None, [_]) => Outcome::Alone(leader),
        (Some((next_total, next)), [_]) => {
            Outcome::Cheapest { leader, next: next.id.clone(), next_total: *next_total }
        }
        _ => Outcome::Tie {
            offers: ties.iter().map(|offer| offer.id.clone()).collect(),
            total,
            doubt: {
                let doubts = ties.iter().filter_map(|offer| doubt(board, offer, staleness));
                doubts.max_by_key(|doubted| doubted.doubt.weight())
            },
        },
    }
}

/// Lists the drivers that were set and that an offer's total does not count, although its service may: the places that
/// multiply all, such as regions, and those of a family of services that count different things.
#[must_use]
pub fn uncounted(board: &Board, offer: &PricedOffer) -> Vec<DriverId> {
    let vocabulary = board.inputs().workload.vocabulary();
    let is_family = |job: &str| !job.is_empty() && vocabulary.find(job).is_none();
    let warnings = offer.figures().into_iter().flat_map(|figures| &figures.own.invoice.warnings);
    let unread = warnings.filter_map(|warning| {
        let Warning::NotRead { driver, .. } = warning else { return None };
        Some(*driver)
    });
    let counts = |driver: &DriverId| {
        let entry = &vocabulary[*driver];
        entry.multiplies() || is_family(&entry.job)
    };
    unread.filter(counts).collect()
}

/// The worst doubt about the prices that an offer's total uses, with its share of the total. `None` if they
/// are the vendor's own, dated and recent, and if the offer cannot be priced.
#[must_use]
pub fn doubt(board: &Board, offer: &PricedOffer, staleness: Staleness) -> Option<Doubted> {
    let figures = offer.figures()?;
    let companions: Vec<InvoiceOf<'_>> = figures.companions.iter().map(Part::invoice_of).collect();
    let found =
        doubts(figures.own.invoice_of(), &companions, &board.inputs().rates, staleness.limit());
    found.ok()?.first().copied()
}

/// The date of the oldest price that an offer's total uses. `None` if none of them is dated. If nothing is
/// used, the date of the card.
#[must_use]
pub fn oldest_price(offer: &PricedOffer) -> Option<NaiveDate> {
    let parts = offer.figures().into_iter().flat_map(OfferFigures::parts);
    let used = parts.flat_map(|part| {
        let lines = part.invoice.lines.iter().filter(|line| !line.billed_quantity.is_zero());
        lines.flat_map(|line| part.invoice_of().sources(line.charge))
    });
    let mut used = used.peekable();
    if used.peek().is_none() {
        return offer.card.is_dated().then(|| offer.card.dated());
    }
    used.filter_map(|source| source.dated).min()
}
