//! Levers: what moves the total of one card most.
//!
//! Each driver that the total depends on is moved down and up while the others stand as they are; a
//! driver that a formula sets is moved as if the number had been typed in its place, and the formulas
//! that read a driver follow it; a range is moved from its likely value. Beside that: what one more step of each driver costs, what each choice of
//! an option and each reading of the source comes to, and what other plans of the provider do.
//!
//! Every total is an [`Offer`]'s: nothing is added up here. Two drivers moved together are not modelled,
//! nor is a workload that changes within the period.

mod choice;
mod driver;
mod plan;
mod range;

use thiserror::Error;

use crate::ask::offer::Offer;
use crate::card::rate_card::{RateCard, Selection};
use crate::invoice::exchange::ExchangeRates;
use crate::invoice::total::Total;
use crate::number::money::Currency;
use crate::number::ratio::{OutOfRange, Ratio};
use crate::rate::error::RateError;
use crate::rate::tariff::Tariff;
use crate::usage::inputs::Usage;
use crate::usage::workload::{UsageError, Workload};

pub use choice::{Alternative, ChoiceLever, Of};
pub use driver::{DriverLever, End, Limit, More, Next};
pub use plan::PlanLever;
pub use range::{LeverRange, LeverRangeError};

/// One card as it is chosen, and all that its total depends on.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The card with its companions.
    pub offer: &'a Offer,
    /// The selection on the card.
    pub selection: &'a Selection,
    /// The workload.
    pub workload: &'a Workload,
    /// The exchange rates of the offer.
    pub rates: &'a ExchangeRates,
}

/// The outcome that a change would have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The total, or why there is none.
    pub total: Result<Total, LeverError>,
    /// The total less the present one. `None` if either is not the whole.
    pub difference: Option<Ratio>,
    /// The workload exceeds a vendor's limit then, so that the offer has no rank.
    pub is_over_limit: bool,
}

/// A total, and whether the workload exceeds a vendor's limit there.
#[derive(Clone, Copy, Debug)]
struct Reached {
    total: Total,
    is_over_limit: bool,
}

/// The reason why something has no total.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum LeverError {
    /// A formula of the workload has no value then.
    #[error(transparent)]
    Usage(#[from] UsageError),
    /// The card cannot price it.
    #[error(transparent)]
    Rate(#[from] RateError),
    /// The total cannot be written.
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
    /// No rate leads to the currency.
    #[error("no exchange rate leads from {from} to {to}")]
    Currency {
        /// The card's currency.
        from: Currency,
        /// The currency of the totals.
        to: Currency,
    },
}

/// The levers that move the total of one card.
///
/// ```
/// use whatif_pricing::levers::{Levers, Subject, LeverRange};
/// use whatif_pricing::{
///     Catalog, ExchangeRates, Offer, Period, Ratio, Selection, Tariff, Vocabulary, Workload,
/// };
/// let card = Catalog::shipped().card("tencent-ssm-payg").unwrap();
/// let period = Period::standard_month("2026-06-01".parse().unwrap());
/// let (selection, rates) = (Selection::standard(&card), ExchangeRates::default());
/// let tariff = Tariff::new(&card, &selection, period).unwrap();
/// let offer = Offer::new(tariff, vec![], card.default_currency(), &rates).unwrap();
/// let workload = Workload::standard(Vocabulary::standard());
/// let subject =
///     Subject { offer: &offer, selection: &selection, workload: &workload, rates: &rates };
/// let levers = Levers::of(subject, &[], LeverRange::default()).unwrap();
/// // 200 secrets × 0.40 + 120,000 calls ÷ 10,000 × 0.05 = 80.60, beside 40.30 now
/// let secrets = &levers.drivers[0];
/// assert_eq!(secrets.up.outcome.difference, Some(Ratio::parse("40.3").unwrap()));
/// // one secret more: 0.40, and 600 calls ÷ 10,000 × 0.05
/// let more = secrets.more.as_ref().unwrap();
/// assert_eq!(more.outcome.difference, Some(Ratio::parse("0.403").unwrap()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Levers {
    /// The currency of all totals.
    pub currency: Currency,
    /// The total as it stands.
    pub present: Total,
    /// The workload exceeds a vendor's limit as it stands.
    pub is_over_limit: bool,
    /// The percentages by which the drivers are moved.
    pub range: LeverRange,
    /// The drivers that the total depends on: the larger spread first, those without a known one last.
    pub drivers: Vec<DriverLever>,
    /// The card's options, in its order.
    pub options: Vec<ChoiceLever>,
    /// The card's assumptions, in its order.
    pub readings: Vec<ChoiceLever>,
    /// Other plans of the provider that do the same jobs, as they were given.
    pub plans: Vec<PlanLever>,
}

impl Levers {
    /// Moves everything there is to move. `others` are further offers in the same currency, of which the
    /// plans of the same provider that do all of the card's jobs are taken.
    ///
    /// # Errors
    /// Fails if there is no total as it stands; a move that has none says so itself.
    pub fn of(
        subject: Subject<'_>,
        others: &[&Offer],
        range: LeverRange,
    ) -> Result<Self, LeverError> {
        let usage = subject.workload.usage(subject.offer.tariff().period_terms())?;
        let present = reached(subject.offer, &usage)?;
        let moving = Moving { subject, usage, present };
        Ok(Self {
            currency: subject.offer.currency(),
            present: present.total,
            is_over_limit: present.is_over_limit,
            range,
            drivers: driver::levers(&moving, range)?,
            options: choice::options(&moving),
            readings: choice::readings(&moving),
            plans: plan::levers(&moving, others),
        })
    }
}

/// A subject with its values and its total as they stand.
struct Moving<'a> {
    subject: Subject<'a>,
    usage: Usage,
    present: Reached,
}

impl Moving<'_> {
    fn card(&self) -> &RateCard {
        self.subject.offer.card()
    }

    /// Returns the outcome of another total beside the present one.
    fn outcome(&self, reached: Result<Reached, LeverError>) -> Outcome {
        let is_over_limit = reached.as_ref().is_ok_and(|reached| reached.is_over_limit);
        let present = self.present.total;
        let total = reached.map(|reached| reached.total);
        let known = total.as_ref().ok().filter(|total| total.complete && present.complete);
        let difference = known.map(|total| total.amount.minus(present.amount));
        match difference.transpose() {
            Ok(difference) => Outcome { total, difference, is_over_limit },
            Err(error) => Outcome { total: Err(error.into()), difference: None, is_over_limit },
        }
    }

    /// Returns the total of another workload.
    fn with_workload(&self, workload: &Workload) -> Result<Reached, LeverError> {
        let offer = self.subject.offer;
        reached(offer, &workload.usage(offer.tariff().period_terms())?)
    }

    /// Returns the total with other choices on the card and the same companions.
    fn with_selection(&self, selection: &Selection) -> Result<Reached, LeverError> {
        let Subject { offer, rates, .. } = self.subject;
        let tariff = Tariff::new(offer.tariff().card(), selection, *offer.tariff().terms())?;
        let other = Offer::new(tariff, offer.companions().to_vec(), offer.currency(), rates)?;
        reached(&other, &self.usage)
    }
}

fn reached(offer: &Offer, usage: &Usage) -> Result<Reached, LeverError> {
    let (from, to) = (offer.tariff().currency(), offer.currency());
    let total = offer.total(usage)?.ok_or(LeverError::Currency { from, to })?;
    Ok(Reached { total, is_over_limit: offer.is_over_limit(usage)? })
}
