//! Pricing: a card with its choices made, for one period, becomes a [`Tariff`], which prices workloads.
//!
//! One function computes an amount, [`Rated::amount`]; the closed form for a steady workload
//! ([`Tariff::quote`]), the billing records ([`Tariff::records`]) and explanations all read it. The
//! order of the steps is fixed and stated there, once.

mod adjust;
mod amount;
mod fingerprint;
mod lists;
mod records;
mod resolve;
mod steady;
mod sum;
mod trace;

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use thiserror::Error;

use crate::card::{RateCard, Selection};
use crate::charge::{Clamp, Quantize, RoundMoney};
use crate::cycle::{Clock, Cycle};
use crate::formula::{EvaluateError, Formula};
use crate::invoice::{Adjustment, Invoice, Line, Warning};
use crate::lifecycle::DatedBill;
use crate::percent::Percent;
use crate::period::{Period, Window};
use crate::ratio::{Exact, OutOfRange, Ratio, Word};
use crate::terms::Terms;
use crate::tiers::ResolvedTier;
use crate::total::Total;
use crate::unit::TimeUnit;
use crate::usage::{Inputs, PeriodTerms, Usage};
use amount::{Priced, Timed};
pub use lists::PriceList;
use lists::{Part, Stretch};
use resolve::Span;
use steady::Unmetered;
pub(crate) use sum::{Sum, Touched};
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
/// let tariff = Tariff::new(&card, &Selection::standard(&card), Period::standard_month(start)).unwrap();
/// let workload = Workload::standard(Vocabulary::standard());
/// let mut invoice = Invoice::default();
/// tariff.quote(&workload.usage(tariff.period_terms()).unwrap(), &mut invoice).unwrap();
/// // 100 credentials × 0.40 + 60,000 calls ÷ 10,000 × 0.05
/// assert_eq!(invoice.total, Ratio::parse("40.3").unwrap());
/// ```
#[derive(Clone, Debug)]
pub struct Tariff {
    card: Arc<RateCard>,
    terms: Terms,
    clock: Clock,
    /// One for each price list in force in the period, in order of time.
    parts: Vec<Part>,
    quotas: Vec<(Formula, Ratio)>,
    /// Discounts, mark-ups and the tax, in the order in which they apply.
    adjustments: Vec<(Adjustment, Percent)>,
    /// What is to be said whatever the workload.
    standing: Vec<Warning>,
    /// All that a total is made of.
    everything: Touched,
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
    /// Without groups, allowance, quantizing and bounds: the quantity is rated as it is.
    bare: bool,
    rate: ResolvedRate,
    of: Ratio,
    per: Option<TimeUnit>,
    month_seconds: i64,
    clamp: Clamp,
    round: Option<RoundMoney>,
    steady: Vec<Share>,
    /// How much a level under this list counts in the mean of several: seconds held, or cycles.
    weight: Ratio,
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
    /// How many, in fractions where the price list changes within one; none for one.
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
        terms: impl Into<Terms>,
    ) -> Result<Self, RateError> {
        let terms: Terms = terms.into();
        let clock = Clock::new(&terms.period, card.offset);
        let stretches = lists::stretches(card, clock, terms.as_of);
        let resolve = |stretch: &Stretch| {
            let Stretch { window, former } = *stretch;
            let charges = lists::charges(card, former);
            let resolve = |place: usize| {
                Rated::resolve(
                    card,
                    &charges[place].axes,
                    place,
                    selection,
                    Span { terms: &terms, clock, part: window, former },
                )
                .map_err(|error| failed(card, place, error.into()))
            };
            let rated = (0..charges.len()).map(resolve).collect::<Result<_, _>>()?;
            Ok::<_, RateError>(Part { window, former, rated })
        };
        let quotas = card.quotas.iter().map(|quota| {
            (quota.quantity.clone(), Ratio::whole(*quota.limit.pick(&selection.options)))
        });
        let mut tariff = Self {
            quotas: quotas.collect(),
            parts: stretches.iter().map(resolve).collect::<Result<_, _>>()?,
            adjustments: adjust::adjustments(selection, terms.tax),
            standing: lists::warnings(card, &stretches, terms.as_of),
            everything: Touched::default(),
            card: Arc::clone(card),
            terms,
            clock,
        };
        tariff.everything = tariff.touched_by_all();
        Ok(tariff)
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
        &self.terms.period
    }

    /// The terms under which it prices.
    #[must_use]
    pub const fn terms(&self) -> &Terms {
        &self.terms
    }

    /// `days`, `hours` and `months` for the workload's formulas.
    #[must_use]
    pub fn period_terms(&self) -> PeriodTerms {
        self.terms.period.terms()
    }

    /// Prices a steady workload, without building billing records and without allocating once the
    /// buffer has held this card.
    pub fn quote(&self, usage: &Usage, invoice: &mut Invoice) -> Result<(), RateError> {
        // Lines are written where they stay: moving them costs more than computing them.
        let rated = self.newest();
        invoice.lines.resize(rated.len(), Line::empty(0));
        invoice.warnings.clear();
        invoice.warnings.extend_from_slice(&self.standing);
        if self.is_split() {
            self.quote_parts(usage, invoice)?;
            self.check_quotas(usage, invoice)?;
            return self.finish(invoice);
        }
        for (rated, line) in rated.iter().zip(&mut invoice.lines) {
            let unmetered = match rated.steady::<Word>(usage, &mut Quiet) {
                Ok(steady) => {
                    steady.write(rated.charge, line);
                    steady.unmetered
                }
                Err(_) => self.exact_line(rated, usage, line)?,
            };
            if let Some(reason) = unmetered {
                invoice.warnings.push(reason.warning(rated.charge));
            }
        }
        self.check_quotas(usage, invoice)?;
        self.finish(invoice)
    }

    /// What a steady workload comes to, without its lines.
    pub fn total(&self, usage: &Usage) -> Result<Total, RateError> {
        let all = &self.everything;
        let total = self.total_in::<Word>(all, usage).map(|sum| (sum.amount.ratio(), sum.complete));
        let total = total
            .or_else(|_| self.total_in::<Ratio>(all, usage).map(|sum| (sum.amount, sum.complete)));
        match total {
            Ok((amount, complete)) => Ok(Total { amount, complete }),
            Err(_) => self.quoted_total(usage),
        }
    }

    fn total_in<N: Exact>(
        &self,
        of: &Touched,
        inputs: &impl Inputs<N>,
    ) -> Result<Sum<N>, EvaluateError> {
        let sum = self.sum(of, inputs)?;
        Ok(Sum { amount: self.adjusted(sum.amount)?, ..sum })
    }

    /// The same from a whole invoice, which knows what to say where there is no total.
    #[cold]
    fn quoted_total(&self, usage: &Usage) -> Result<Total, RateError> {
        let mut invoice = Invoice::default();
        self.quote(usage, &mut invoice)?;
        Ok(Total { amount: invoice.total, complete: invoice.complete })
    }

    /// Does the service no longer exist in the period, or in a part of it?
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.standing.iter().any(|warning| matches!(warning, Warning::Ended { .. }))
    }

    /// The charges under the newest price list of the period.
    fn newest(&self) -> &[Rated] {
        &self.parts.last().expect("a period has a list in force").rated
    }

    /// A line that does not fit machine words.
    #[cold]
    fn exact_line(
        &self,
        rated: &Rated,
        usage: &Usage,
        line: &mut Line,
    ) -> Result<Option<Unmetered>, RateError> {
        let steady = rated.steady::<Ratio>(usage, &mut Quiet);
        let steady = steady.map_err(|error| self.failed(rated.charge, error))?;
        steady.write(rated.charge, line);
        Ok(steady.unmetered)
    }

    /// The quantity of a charge at an instant, and why it counts as zero.
    fn metered(
        &self,
        rated: &Rated,
        usage: &Usage,
    ) -> Result<(Ratio, Option<Unmetered>), RateError> {
        rated.metered(usage).map_err(|error| self.failed(rated.charge, error))
    }

    #[inline]
    fn check_quotas(&self, usage: &Usage, invoice: &mut Invoice) -> Result<(), RateError> {
        for (quota, (quantity, limit)) in self.quotas.iter().enumerate() {
            if let Ok(true) = within::<Word>(quantity, limit, usage) {
                continue;
            }
            let value = quantity.evaluate(usage);
            let value = value.map_err(|error| failed_quota(quantity, error))?;
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
        if self.is_split() {
            return self.split_line(charge, usage, trace);
        }
        let steady = self.rated(charge).steady::<Ratio>(usage, trace);
        let mut line = Line::empty(charge);
        steady.map_err(|error| self.failed(charge, error))?.write(charge, &mut line);
        Ok(line)
    }

    /// When the bills of the period exist, in order; for a prepaid plan with the term that was chosen.
    ///
    /// ```
    /// use whatif_pricing::{Catalog, Period, Selection, Tariff};
    /// let card = Catalog::shipped().card("tencent-ssm-enterprise").unwrap();
    /// let mut selection = Selection::standard(&card);
    /// let year = Period::days("2026-01-01".parse().unwrap(), 360).unwrap();
    /// let bills = |selection: &Selection| Tariff::new(&card, selection, year).unwrap().bills().len();
    /// assert_eq!(bills(&selection), 12);
    /// selection.choose(&card, "term", "year").unwrap();
    /// assert_eq!(bills(&selection), 1);
    /// ```
    #[must_use]
    pub fn bills(&self) -> Vec<DatedBill> {
        let Some(bill) = &self.card.bill else { return Vec::new() };
        let terms = self.newest().iter().find_map(|rated| match rated.sampling {
            Sampling::Highest(cycle @ Cycle::Term { .. }) => Some(cycle),
            _ => None,
        });
        let cycle = match bill.of {
            Cycle::Term { .. } => terms.unwrap_or(bill.of),
            cycle => cycle,
        };
        bill.dated_each(cycle, &self.terms.period, self.card.offset).collect()
    }

    /// The unit price in force, in place of the card's where the user set one; none where unpublished or
    /// in tiers.
    #[must_use]
    pub fn unit_price(&self, charge: usize) -> Option<Decimal> {
        match &self.rated(charge).rate {
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
        let rated = self.rated(charge);
        let unit = &self.card.charges[charge].unit;
        let count = crate::unit::counted(rated.of, unit);
        let count = if rated.of == Ratio::ONE { unit.clone() } else { count };
        rated.per.map_or_else(|| count.clone(), |per| format!("{count} / {per}"))
    }

    pub(crate) fn rated(&self, charge: usize) -> &Rated {
        &self.newest()[charge]
    }

    /// A charge under the list of one part of the period; under the newest where the parts are one.
    pub(crate) fn rated_in(&self, part: Option<usize>, charge: usize) -> &Rated {
        part.map_or_else(|| self.rated(charge), |part| &self.parts[part].rated[charge])
    }

    /// The day from which a former list was in force, and what was different.
    pub(crate) fn list(&self, former: Option<usize>) -> (Option<NaiveDate>, &str) {
        former.map_or((self.card.effective_from, ""), |former| {
            let list = &self.card.former[former];
            (list.from, &list.says)
        })
    }
}

#[cold]
fn failed(card: &RateCard, charge: usize, error: EvaluateError) -> RateError {
    RateError::Charge { charge: card.charges[charge].id.clone(), error }
}

/// Is the quantity within its limit?
#[inline]
fn within<N: Exact>(
    quantity: &Formula,
    limit: &Ratio,
    inputs: &impl Inputs<N>,
) -> Result<bool, EvaluateError> {
    Ok(quantity.calculate(inputs)?.compare(N::of(limit)?)?.is_le())
}

#[cold]
fn failed_quota(quantity: &Formula, error: EvaluateError) -> RateError {
    RateError::Charge { charge: format!("the quota of {}", quantity.text()), error }
}

impl Tariff {
    /// Adds the lines up, adjusts the sum and says what is missing.
    fn finish(&self, invoice: &mut Invoice) -> Result<(), RateError> {
        invoice.subtotal = match total::<Word>(&invoice.lines) {
            Ok(total) => total.ratio(),
            Err(OutOfRange) => total::<Ratio>(&invoice.lines)?,
        };
        invoice.total = invoice.subtotal;
        invoice.adjustments.clear();
        self.adjust(invoice)?;
        let unknown = invoice.lines.iter().filter(|line| line.amount.is_none());
        invoice.warnings.extend(unknown.map(|line| Warning::Unpublished { charge: line.charge }));
        let missing = |warning: &Warning| match warning {
            Warning::Quota { quota, .. } => self.card.quotas[*quota].incomplete,
            Warning::Unpublished { .. } => true,
            _ => false,
        };
        invoice.complete = !invoice.warnings.iter().any(missing);
        Ok(())
    }
}

fn total<N: Exact>(lines: &[Line]) -> Result<N, OutOfRange> {
    let mut amounts = lines.iter().filter_map(|line| line.amount.as_ref());
    amounts.try_fold(N::ZERO, |sum, amount| sum.plus(N::of(amount)?))
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
}
