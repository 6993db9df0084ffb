//! The common part of the instruments (sweep, solve and levers): their offers in one currency, and why a total is
//! not known or not ranked.

use rust_decimal::Decimal;
use whatif_pricing::Unranked as Against;
use whatif_pricing::sweep::{Axis, Curve, Run};
use whatif_pricing::{
    Currency, DriverId, Invoice, Offer as PricingOffer, RateError, Usage, UsageError, Value,
    Warning, Workload,
};

use super::board::{Board, Fault, OfferFigures, Part, PricedOffer};
use crate::scenario::OfferId;

/// A question that needs a steady workload, asked of one that changes within the period.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "{instrument} needs a steady workload, and this one has {changes} {} within the period: remove {} first (v on the screen)",
    if *changes == 1 { "change" } else { "changes" },
    if *changes == 1 { "it" } else { "them" }
)]
pub struct Unsteady {
    /// The instrument, in one word.
    pub instrument: &'static str,
    /// The number of changes.
    pub changes: usize,
}

impl Unsteady {
    /// Refuses a board whose workload changes.
    pub fn check(board: &Board, instrument: &'static str) -> Result<(), Self> {
        let changes = board.inputs().changes.len();
        if changes == 0 { Ok(()) } else { Err(Self { instrument, changes }) }
    }
}

/// An offer that is not on the board.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("'{offer}' is not an offer of this list: choose one of it")]
pub struct NoOffer {
    /// The offer.
    pub offer: OfferId,
}

impl NoOffer {
    /// The offer of this id.
    pub fn check<'b>(board: &'b Board, offer: &OfferId) -> Result<&'b PricedOffer, Self> {
        board.offer(offer).ok_or_else(|| Self { offer: offer.clone() })
    }
}

/// A driver on which no total depends.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "{driver} changes nothing here: {} with this workload; {} {}",
    match &offers[..] { [only] => [only.as_str(), " does not read it"].concat(), _ => "none of the cards reads it".to_owned() },
    if offers.len() == 1 { "it reads" } else { "they read" },
    few(reads)
)]
pub struct Idle {
    /// The driver's name.
    pub driver: String,
    /// The offers.
    pub offers: Vec<OfferId>,
    /// The names of the drivers that any of them reads.
    pub reads: Vec<String>,
}

/// More names than this are counted.
const NAMES_MAX: usize = 8;

/// The first of some names, and how many there are besides.
fn few(names: &[String]) -> String {
    match names.len().checked_sub(NAMES_MAX) {
        None | Some(0) => names.join(", "),
        Some(rest) => {
            let first = names[..NAMES_MAX].join(", ");
            [&first, " and ", &rest.to_string(), " others"].concat()
        }
    }
}

/// Two currencies without an exchange rate between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoRate {
    /// The currency of a card.
    pub from: Currency,
    /// The currency wanted.
    pub to: Currency,
}

/// A reason to compare an offer with no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unranked {
    /// It cannot be priced.
    Unpriced(Fault),
    /// Its total cannot be converted.
    NoRate(NoRate),
    /// The service no longer exists in the period, or in a part of it.
    Ended,
    /// Neither the service nor a companion can do these drivers of the workload.
    CannotDo(Vec<DriverId>),
}

/// A reason for an incomplete total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A card warns of it: a price is missing, or the offer cannot carry the workload.
    Warning {
        /// The id of the offer's own card or a companion's.
        card: String,
        /// True for a companion's card.
        is_companion: bool,
        /// The warning.
        warning: Warning,
    },
    /// A companion's total cannot be converted into the currency of the offer's card.
    CompanionRate {
        /// The id of the companion's card.
        card: String,
        /// The currencies.
        rate: NoRate,
    },
    /// It is compared with no other.
    Unranked(Unranked),
    /// A price is not published.
    Unpublished,
    /// The workload has no values there.
    Usage(UsageError),
    /// A card cannot price the workload.
    Rate(RateError),
}

/// An offer as the instruments take it.
#[derive(Clone, Debug)]
pub struct Contender<'b> {
    /// The offer on the board.
    pub priced: &'b PricedOffer,
    /// The same with totals in the currency of the answer, or why it cannot be priced.
    pub offer: Result<PricingOffer, Fault>,
    /// The currencies without a rate, if the total cannot be converted.
    pub no_rate: Option<NoRate>,
}

impl<'b> Contender<'b> {
    /// An offer with totals in a currency.
    pub fn new(
        board: &'b Board,
        id: &OfferId,
        currency: Currency,
    ) -> Result<Contender<'b>, NoOffer> {
        let priced = NoOffer::check(board, id)?;
        let rates = &board.inputs().rates;
        let offer = match &priced.figures {
            Err(fault) => Err(fault.clone()),
            Ok(figures) => figures.offer_in(currency, rates).map_err(Fault::OutOfRange),
        };
        let from = priced.currency;
        let has_rate = rates.between(from, currency).is_some();
        let no_rate = (!has_rate).then_some(NoRate { from, to: currency });
        Ok(Self { priced, offer, no_rate })
    }

    /// Its cost along an axis. `None` if it has no total in the currency of the answer.
    #[must_use]
    pub fn curve<'a>(&'a self, axis: &'a Axis) -> Option<Curve<'a>> {
        Curve::new(self.offer.as_ref().ok()?, axis)
    }

    /// Returns true if its total depends on the driver of an axis.
    #[must_use]
    pub fn reads(&self, axis: &Axis) -> bool {
        let reads = self.offer.as_ref().map(|offer| offer.reads(axis.workload()));
        reads.is_ok_and(|reads| reads[axis.driver().index()])
    }

    /// The reasons to compare it with no other along an axis. Empty if it is ranked.
    #[must_use]
    pub fn unranked(&self, axis: &Axis) -> Vec<Unranked> {
        // Whatever is asked at the far end is asked along the axis.
        let mut usage = axis.usage();
        let is_known = axis.usage_at(axis.last(), &mut usage).is_ok();
        self.unranked_by(axis.workload(), is_known.then_some(&usage))
    }

    /// The reasons to compare it with no other at the board's workload. Empty if it is ranked.
    #[must_use]
    pub fn unranked_at(&self, board: &Board) -> Vec<Unranked> {
        self.unranked_by(&board.inputs().workload, Some(board.usage()))
    }

    fn unranked_by(&self, workload: &Workload, usage: Option<&Usage>) -> Vec<Unranked> {
        let mut why: Vec<Unranked> = self.no_rate.map(Unranked::NoRate).into_iter().collect();
        match &self.offer {
            Err(fault) => why.push(Unranked::Unpriced(fault.clone())),
            Ok(offer) if offer.has_ended() => why.push(Unranked::Ended),
            Ok(offer) => {
                if let Some(usage) = usage.filter(|usage| offer.lacks(workload, usage)) {
                    let mut drivers = offer.cannot_do(workload);
                    drivers.retain(|driver| !usage.value(*driver).is_zero());
                    why.push(Unranked::CannotDo(drivers));
                }
            }
        }
        why
    }

    /// The reasons for an incomplete total with a driver at a value. Empty if it is complete.
    #[must_use]
    pub fn why_unknown(&self, board: &Board, driver: DriverId, value: Decimal) -> Vec<Reason> {
        let Some(figures) = self.priced.figures() else { return Vec::new() };
        match usage_with(board, driver, value) {
            Ok((_, usage)) => why_incomplete(board, figures, &usage),
            Err(error) => vec![Reason::Usage(error)],
        }
    }

    /// The reasons for no rank with a driver at a value, although the service can do the job.
    #[must_use]
    pub fn why_uncarried(&self, board: &Board, driver: DriverId, value: Decimal) -> Vec<Reason> {
        let (Some(figures), Ok(offer)) = (self.priced.figures(), &self.offer) else {
            return Vec::new();
        };
        match usage_with(board, driver, value) {
            Ok((workload, usage)) => why_uncarried(figures, offer, (&workload, &usage)),
            Err(error) => vec![Reason::Usage(error)],
        }
    }
}

/// The reasons for no rank at these values of the drivers, although the service can do the job: a vendor's
/// limit, or a peak below the mean.
#[must_use]
pub fn why_uncarried(
    figures: &OfferFigures,
    offer: &PricingOffer,
    (workload, usage): (&Workload, &Usage),
) -> Vec<Reason> {
    let against = match offer.unranked(workload, usage) {
        Ok(against) => against,
        Err(error) => return vec![Reason::Rate(error)],
    };
    let cards: Vec<&str> = figures.parts().map(|part| &*part.card.id).collect();
    against.into_iter().filter_map(|against| uncarried(against, &cards)).collect()
}

/// A limit or a peak that stands against a rank, with the card that it is about. `None` for other reasons.
/// `cards` are the ids of the offer's own card and its companions.
#[must_use]
pub fn uncarried(against: Against, cards: &[&str]) -> Option<Reason> {
    let (tariff, warning) = match against {
        Against::Quota { tariff, quota, value, limit } => {
            (tariff, Warning::Quota { quota, value, limit })
        }
        Against::PeakBelowMean { driver, value, mean } => {
            (0, Warning::PeakBelowMean { driver, value, mean })
        }
        Against::Ended | Against::CannotDo { .. } | Against::Incomplete | Against::NoRate => {
            return None;
        }
    };
    let card = (*cards.get(tariff)?).to_owned();
    Some(Reason::Warning { card, is_companion: tariff > 0, warning })
}

/// The drivers on which any total depends, if none depends on that of the axis.
#[must_use]
pub fn idle(contenders: &[Contender<'_>], axis: &Axis) -> Option<Idle> {
    if contenders.iter().any(|contender| contender.reads(axis)) {
        return None;
    }
    let workload = axis.workload();
    let offers = contenders.iter().filter_map(|contender| contender.offer.as_ref().ok());
    let reads: Vec<Vec<bool>> = offers.map(|offer| offer.reads(workload)).collect();
    let is_read = |id: DriverId| reads.iter().any(|reads| reads[id.index()]);
    let drivers = workload.vocabulary().iter().filter(|(id, _)| is_read(*id));
    Some(Idle {
        driver: workload.vocabulary()[axis.driver()].name.clone(),
        offers: contenders.iter().map(|contender| contender.priced.id.clone()).collect(),
        reads: drivers.map(|(_, driver)| driver.name.clone()).collect(),
    })
}

/// The reasons for an incomplete total at these values of the drivers.
#[must_use]
pub fn why_incomplete(board: &Board, figures: &OfferFigures, usage: &Usage) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let own = figures.own.currency();
    for (place, part) in figures.parts().enumerate() {
        let is_companion = place > 0;
        match missing(part, usage) {
            Err(error) => return vec![Reason::Rate(error)],
            Ok(warnings) => reasons.extend(warnings.into_iter().map(|warning| {
                let card = part.card.id.clone();
                Reason::Warning { card, is_companion, warning }
            })),
        }
        let (from, card) = (part.currency(), part.card.id.clone());
        if board.inputs().rates.between(from, own).is_none() {
            let rate = NoRate { from, to: own };
            reasons.push(Reason::CompanionRate { card, rate });
        }
    }
    reasons
}

/// The workload with one driver at a number, and the values of all drivers.
fn usage_with(
    board: &Board,
    driver: DriverId,
    value: Decimal,
) -> Result<(Workload, Usage), UsageError> {
    let inputs = board.inputs();
    let mut workload = inputs.workload.clone();
    let set = workload.set(driver, Value::Number(value));
    set.expect("a number needs no other driver, so there is no cycle");
    let usage = workload.usage(inputs.period.terms())?;
    Ok((workload, usage))
}

/// Neighbouring runs that are alike after a change of their answers become one.
pub fn joined<T: Copy, U: PartialEq>(runs: &[Run<T>], what: impl Fn(T) -> U) -> Vec<Run<U>> {
    let mut all: Vec<Run<U>> = Vec::with_capacity(runs.len());
    for run in runs {
        let what = what(run.what);
        match all.last_mut() {
            Some(last) if last.what == what => last.to = run.to,
            _ => all.push(Run { from: run.from, to: run.to, what }),
        }
    }
    all
}

/// The prices that a part lacks.
fn missing(part: &Part, usage: &Usage) -> Result<Vec<Warning>, RateError> {
    let mut invoice = Invoice::default();
    part.tariff.quote(usage, &mut invoice)?;
    let is_missing = |warning: &Warning| {
        let beyond = |quota: usize| part.card.quotas[quota].ends_prices();
        matches!(warning, Warning::Unpublished { .. })
            || matches!(warning, Warning::Quota { quota, .. } if beyond(*quota))
    };
    invoice.warnings.retain(is_missing);
    Ok(invoice.warnings)
}
