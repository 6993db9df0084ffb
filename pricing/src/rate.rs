//! Pricing: a card with its choices made, for one period, becomes a [`Tariff`], which prices workloads.
//!
//! One function computes an amount, [`Rated::amount`]; the closed form for a steady workload
//! ([`Tariff::quote`]), the billing records ([`Tariff::records`]) and explanations all read it. The
//! order of the steps is fixed and stated there, once.

mod amount;
mod records;
mod resolve;
mod trace;

use std::sync::Arc;

use rust_decimal::Decimal;
use thiserror::Error;

use crate::card::{RateCard, Selection};
use crate::charge::{Clamp, Quantize, RoundMoney};
use crate::cycle::{Clock, Cycle};
use crate::formula::{EvaluateError, Formula, PeriodTerms, Usage};
use crate::invoice::{Invoice, Line, Warning};
use crate::period::{Period, Window};
use crate::ratio::{OutOfRange, Ratio};
use crate::tiers::ResolvedTier;
use crate::unit::TimeUnit;
use amount::{Priced, Timed};
pub(crate) use trace::Step;
use trace::{Quiet, Trace};

/// Why a workload cannot be priced.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum RateError {
    /// The calculation of a charge or of a quota has no exact result.
    #[error("{charge}: {error}")]
    Charge {
        /// The charge's id, or which quota.
        charge: String,
        /// What is wrong.
        error: EvaluateError,
    },
    /// The total has no exact result.
    #[error("the total: {0}")]
    Total(#[from] OutOfRange),
    /// More billing records than the limit.
    #[error("more than {0} billing records: choose a shorter period")]
    TooManyRecords(usize),
}

/// A card with its choices made, for one period: ready to price workloads.
///
/// ```
/// use whatif_pricing::{Catalog, Invoice, Period, Ratio, Selection, Tariff, Vocabulary, Workload};
/// let card = Catalog::shipped().card("tencent-ssm-payg").unwrap();
/// let start = "2026-06-01".parse().unwrap();
/// let tariff = Tariff::new(&card, &Selection::standard(&card), &Period::standard_month(start)).unwrap();
/// let workload = Workload::standard(Vocabulary::standard());
/// let mut invoice = Invoice::default();
/// tariff.quote(&workload.usage(tariff.terms()).unwrap(), &mut invoice).unwrap();
/// // 100 credentials × 0.40 + 60,000 calls ÷ 10,000 × 0.05
/// assert_eq!(invoice.total, Ratio::parse("40.3").unwrap());
/// ```
#[derive(Clone, Debug)]
pub struct Tariff {
    card: Arc<RateCard>,
    period: Period,
    clock: Clock,
    rated: Vec<Rated>,
    quotas: Vec<(Formula, Ratio)>,
}

/// A charge with its choices made.
#[derive(Clone, Debug)]
pub(crate) struct Rated {
    charge: usize,
    quantity: Formula,
    while_above_zero: Option<Formula>,
    sampling: Sampling,
    groups: Option<Groups>,
    quantize: Quantize,
    allow: Option<Allowed>,
    rate: ResolvedRate,
    of: Ratio,
    per: Option<TimeUnit>,
    month_seconds: i64,
    clamp: Clamp,
    round: Option<RoundMoney>,
    steady: Vec<Share>,
}

/// How the quantity is read over time: what meter and pro-rating come to together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sampling {
    /// For as long as it is held; settled in cycles.
    Held(Cycle),
    /// The sum over each cycle.
    Sum(Cycle),
    /// The highest in each cycle.
    Highest(Cycle),
    /// The level at the end of each cycle.
    AtEnd(Cycle),
}

impl Sampling {
    /// The cycle in which it is read and settled.
    pub(crate) const fn cycle(self) -> Cycle {
        let (Self::Held(cycle) | Self::Sum(cycle) | Self::Highest(cycle) | Self::AtEnd(cycle)) =
            self;
        cycle
    }
}

#[derive(Clone, Debug)]
struct Groups {
    count: Formula,
    whole: bool,
}

#[derive(Clone, Debug)]
struct Allowed {
    quantity: Formula,
    account: bool,
    after_quantize: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum ResolvedRate {
    Unpublished,
    Flat(Ratio),
    PerUnit(Ratio),
    Graduated(Vec<ResolvedTier>),
    Volume(Vec<ResolvedTier>),
}

/// Cycles of a steady workload that cost the same.
#[derive(Clone, Debug)]
struct Share {
    /// How many; none for one.
    count: Option<Ratio>,
    /// The part of a month's flow that falls in each; 1 for a level.
    part: Ratio,
    /// The time that each is charged for.
    time: Timed,
}

impl Tariff {
    /// Makes the choices. This allocates; pricing with the result does not.
    pub fn new(
        card: &Arc<RateCard>,
        selection: &Selection,
        period: &Period,
    ) -> Result<Self, RateError> {
        let clock = Clock::new(period, card.offset);
        let resolve = |charge| {
            Rated::resolve(card, charge, selection, period, clock)
                .map_err(|error| failed(card, charge, error.into()))
        };
        let rated = (0..card.charges.len()).map(resolve).collect::<Result<_, _>>()?;
        let quotas = card.quotas.iter().map(|quota| {
            (quota.quantity.clone(), Ratio::whole(*quota.limit.pick(&selection.options)))
        });
        Ok(Self { quotas: quotas.collect(), rated, card: Arc::clone(card), period: *period, clock })
    }

    /// The card.
    #[must_use]
    pub const fn card(&self) -> &Arc<RateCard> {
        &self.card
    }

    /// The period on the card's clock.
    #[must_use]
    pub const fn window(&self) -> Window {
        self.clock.window
    }

    /// The period.
    #[must_use]
    pub const fn period(&self) -> &Period {
        &self.period
    }

    /// `days`, `hours` and `months` for the workload's formulas.
    #[must_use]
    pub fn terms(&self) -> PeriodTerms {
        self.period.terms()
    }

    /// Prices a steady workload, without building billing records and without allocating once the
    /// buffer has held this card.
    pub fn quote(&self, usage: &Usage, invoice: &mut Invoice) -> Result<(), RateError> {
        invoice.lines.clear();
        invoice.warnings.clear();
        for rated in &self.rated {
            let (quantity, unmetered) = self.metered(rated, usage)?;
            if let Some(reason) = unmetered {
                invoice.warnings.push(reason.warning(rated.charge));
            }
            let line = rated.steady(quantity, usage, &mut Quiet);
            invoice.lines.push(line.map_err(|error| self.failed(rated.charge, error))?);
        }
        self.check_quotas(usage, invoice)?;
        finish(invoice, &self.card)
    }

    /// The quantity of a charge at an instant, and what to say about it.
    #[inline]
    fn metered(
        &self,
        rated: &Rated,
        usage: &Usage,
    ) -> Result<(Ratio, Option<Unmetered>), RateError> {
        let read = |formula: &Formula| {
            formula.evaluate(usage).map_err(|error| self.failed(rated.charge, error))
        };
        let quantity = read(&rated.quantity)?;
        if quantity.is_negative() {
            return Ok((Ratio::ZERO, Some(Unmetered::Negative)));
        }
        match &rated.while_above_zero {
            Some(needed) if !read(needed)?.is_positive() => {
                Ok((Ratio::ZERO, (!quantity.is_zero()).then_some(Unmetered::Idle)))
            }
            _ => Ok((quantity, None)),
        }
    }

    #[inline]
    fn check_quotas(&self, usage: &Usage, invoice: &mut Invoice) -> Result<(), RateError> {
        for (quota, (quantity, limit)) in self.quotas.iter().enumerate() {
            let value = quantity.evaluate(usage).map_err(|error| failed_quota(quantity, error))?;
            if value > *limit {
                invoice.warnings.push(Warning::Quota { quota, value, limit: *limit });
            }
        }
        Ok(())
    }

    fn failed(&self, charge: usize, error: EvaluateError) -> RateError {
        failed(&self.card, charge, error)
    }

    /// Walks one charge of a steady workload through its steps.
    pub(crate) fn trace(
        &self,
        charge: usize,
        usage: &Usage,
        trace: &mut impl Trace,
    ) -> Result<Line, RateError> {
        let rated = &self.rated[charge];
        let (quantity, _) = self.metered(rated, usage)?;
        trace.step(|| Step::Metered { quantity });
        rated.steady(quantity, usage, trace).map_err(|error| self.failed(charge, error))
    }

    /// The unit price in force, in place of the card's where the user set one; none where unpublished or
    /// in tiers.
    #[must_use]
    pub fn unit_price(&self, charge: usize) -> Option<Decimal> {
        match &self.rated[charge].rate {
            ResolvedRate::PerUnit(amount) | ResolvedRate::Flat(amount) => amount.as_decimal(),
            ResolvedRate::Graduated(tiers) | ResolvedRate::Volume(tiers) => {
                tiers.first().and_then(|tier| tier.amount)
            }
            ResolvedRate::Unpublished => None,
        }
    }

    /// What the unit price is for: `10,000 calls`, `key / day`.
    #[must_use]
    pub fn unit(&self, charge: usize) -> String {
        let rated = &self.rated[charge];
        let unit = &self.card.charges[charge].unit;
        let count = crate::unit::counted(rated.of, unit);
        let count = if rated.of == Ratio::ONE { unit.clone() } else { count };
        rated.per.map_or_else(|| count.clone(), |per| format!("{count} / {per}"))
    }

    pub(crate) fn rated(&self, charge: usize) -> &Rated {
        &self.rated[charge]
    }
}

/// Why a quantity counts as zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unmetered {
    Idle,
    Negative,
}

impl Unmetered {
    const fn warning(self, charge: usize) -> Warning {
        match self {
            Self::Idle => Warning::Idle { charge },
            Self::Negative => Warning::Negative { charge },
        }
    }
}

#[cold]
fn failed(card: &RateCard, charge: usize, error: EvaluateError) -> RateError {
    RateError::Charge { charge: card.charges[charge].id.clone(), error }
}

#[cold]
fn failed_quota(quantity: &Formula, error: EvaluateError) -> RateError {
    RateError::Charge { charge: format!("the quota of {}", quantity.text()), error }
}

/// Adds the lines up and says what is missing.
fn finish(invoice: &mut Invoice, card: &RateCard) -> Result<(), RateError> {
    let mut total = Ratio::ZERO;
    invoice.complete = true;
    for line in &invoice.lines {
        if let Some(amount) = line.amount {
            total = total.plus(amount)?;
        } else {
            invoice.complete = false;
            invoice.warnings.push(Warning::Unpublished { charge: line.charge });
        }
    }
    let beyond = |warning: &Warning| match warning {
        Warning::Quota { quota, .. } => card.quotas[*quota].incomplete,
        _ => false,
    };
    invoice.complete &= !invoice.warnings.iter().any(beyond);
    invoice.total = total;
    Ok(())
}

impl Rated {
    pub(crate) const fn sampling(&self) -> Sampling {
        self.sampling
    }

    pub(crate) const fn quantity(&self) -> &Formula {
        &self.quantity
    }

    /// Seconds in the price's unit of time; 1 where it has none.
    pub(crate) const fn per_seconds(&self) -> i64 {
        match self.per {
            Some(per) => self.unit_seconds(per),
            None => 1,
        }
    }

    /// The closed form: cycles that cost the same are priced once and multiplied.
    #[inline]
    fn steady(
        &self,
        quantity: Ratio,
        usage: &Usage,
        trace: &mut impl Trace,
    ) -> Result<Line, EvaluateError> {
        if let [share @ Share { count: None, .. }] = &self.steady[..] {
            return self.share(share, quantity, usage, trace);
        }
        self.shares(quantity, usage, trace)
    }

    /// One cycle.
    #[inline]
    fn share(
        &self,
        share: &Share,
        quantity: Ratio,
        usage: &Usage,
        trace: &mut impl Trace,
    ) -> Result<Line, EvaluateError> {
        let sums = matches!(self.sampling, Sampling::Sum(_));
        let quantity = if sums { quantity.times(share.part)? } else { quantity };
        let Priced { billed, amount } = self.amount(quantity, &share.time, usage, trace)?;
        Ok(Line { charge: self.charge, quantity, billed_quantity: billed, amount })
    }

    /// Several cycles: flows add up, levels stay what they are.
    #[cold]
    fn shares(
        &self,
        quantity: Ratio,
        usage: &Usage,
        trace: &mut impl Trace,
    ) -> Result<Line, EvaluateError> {
        let sums = matches!(self.sampling, Sampling::Sum(_));
        let mut sum = Line {
            charge: self.charge,
            quantity: Ratio::ZERO,
            billed_quantity: Ratio::ZERO,
            amount: Some(Ratio::ZERO),
        };
        for share in &self.steady {
            let line = self.share(share, quantity, usage, trace)?;
            let count = share.count.unwrap_or(Ratio::ONE);
            if share.count.is_some() {
                trace.step(|| Step::Cycles { count });
            }
            let times = if sums { count } else { Ratio::ONE };
            sum.quantity = sum.quantity.plus(line.quantity.times(times)?)?;
            sum.billed_quantity = sum.billed_quantity.plus(line.billed_quantity.times(times)?)?;
            let amount = line.amount.map(|amount| amount.times(count)).transpose()?;
            sum.amount = sum.amount.zip(amount).map(|(sum, more)| sum.plus(more)).transpose()?;
        }
        Ok(sum)
    }
}
