//! An axis: one driver along its values, with the others as they stand.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use thiserror::Error;

use super::band::{Band, steps};
use crate::number::ratio::{Exact, OutOfRange, Ratio};
use crate::time::period_terms::{PeriodTerm, PeriodTerms};
use crate::usage::driver::{DriverId, DriverKind};
use crate::usage::inputs::{Inputs, Usage};
use crate::usage::value::{SetError, Value};
use crate::usage::workload::{UsageError, Workload};

/// The reason why a driver has no axis from one value to another.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum AxisError {
    /// An end is not a value of the driver.
    #[error(transparent)]
    Set(#[from] SetError),
    /// Nothing between the ends.
    #[error("{driver}: from {from} to {to} there is nothing: the second must be larger")]
    Empty {
        /// The driver's label.
        driver: String,
        /// The first value.
        from: Decimal,
        /// The last value.
        to: Decimal,
    },
    /// The drivers that stand have no values.
    #[error(transparent)]
    Usage(#[from] UsageError),
}

/// One driver along its values, in steps of one unit, or of the last decimal place of its ends where
/// they have some. A formula of the driver gives way to the value; those that read it follow.
///
/// ```
/// use whatif_pricing::{Period, Vocabulary, Workload};
/// use whatif_pricing::sweep::{Axis};
/// let workload = Workload::standard(Vocabulary::standard());
/// let secrets = workload.vocabulary().find("secrets").unwrap();
/// let terms = Period::standard_month_terms();
/// let axis = Axis::new(&workload, secrets, terms, 1.into(), 2000.into()).unwrap();
/// assert_eq!((axis.last(), axis.value(914)), (1999, 915.into()));
/// ```
#[derive(Clone, Debug)]
pub struct Axis {
    workload: Workload,
    driver: DriverId,
    from: Decimal,
    unit: Decimal,
    last: u64,
    /// The values: what does not move has its value; what moves is written at each step.
    usage: Usage,
    /// By driver: does it move with the axis?
    moves: Vec<bool>,
    /// The drivers with formulas that move, each after those it reads.
    formulas: Vec<DriverId>,
}

impl Axis {
    /// The axis of a driver from one value to another.
    pub fn new(
        workload: &Workload,
        driver: DriverId,
        terms: PeriodTerms,
        from: Decimal,
        to: Decimal,
    ) -> Result<Self, AxisError> {
        let mut workload = workload.clone();
        for end in [from, to] {
            let value = workload.read(driver, &end.normalize().to_string())?;
            workload.set(driver, value)?;
        }
        workload.set(driver, Value::Number(from))?;
        let places = from.normalize().scale().max(to.normalize().scale());
        let unit = Decimal::new(1, places);
        let count = ((to - from) / unit).to_u64().filter(|count| *count > 0);
        let last = count.ok_or_else(|| AxisError::Empty {
            driver: workload.vocabulary()[driver].label.clone(),
            from,
            to,
        })?;
        let moves = moving(&workload, driver);
        let mut usage = workload.usage_of_rest(terms, &moves)?;
        usage.numbers.set(driver.index(), Ratio::whole(from));
        let formulas = workload.formulas().map(|(driver, _)| driver);
        let mut formulas: Vec<DriverId> = formulas.filter(|driver| moves[driver.index()]).collect();
        formulas.dedup();
        Ok(Self { workload, driver, from, unit, last, usage, moves, formulas })
    }

    /// The same axis on a clock with these months. `None` if it is that already, or has no values there.
    pub(crate) fn on(&self, terms: PeriodTerms) -> Option<Self> {
        if self.usage.is_on_any_clock() || self.usage.terms == terms {
            return None;
        }
        let mut usage = self.workload.usage_of_rest(terms, &self.moves).ok()?;
        usage.numbers.set(self.driver.index(), Ratio::whole(self.from));
        Some(Self { usage, ..self.clone() })
    }

    /// The driver.
    #[must_use]
    pub const fn driver(&self) -> DriverId {
        self.driver
    }

    /// The workload at the beginning of the axis.
    #[must_use]
    pub const fn workload(&self) -> &Workload {
        &self.workload
    }

    /// The last step; the first is 0.
    #[must_use]
    pub const fn last(&self) -> u64 {
        self.last
    }

    /// The driver's value at a step.
    #[must_use]
    pub fn value(&self, step: u64) -> Decimal {
        self.from + self.unit * Decimal::from(step.min(self.last))
    }

    /// The step at a value or, between two, the one below it; the ends for values beyond them.
    #[must_use]
    pub fn step_at(&self, value: Decimal) -> u64 {
        let steps = ((value - self.from) / self.unit).floor();
        steps.to_u64().unwrap_or(0).min(self.last)
    }

    /// By driver: does it move with the axis?
    #[must_use]
    pub fn moves(&self) -> &[bool] {
        &self.moves
    }

    /// The drivers that do not move.
    pub(crate) const fn rest(&self) -> &Usage {
        &self.usage
    }

    /// A buffer for [`Self::usage_at`].
    #[must_use]
    pub fn usage(&self) -> Usage {
        self.usage.clone()
    }

    /// Writes the values of the drivers at a step into a buffer made by [`Self::usage`].
    pub fn usage_at(&self, step: u64, usage: &mut Usage) -> Result<(), UsageError> {
        usage.numbers.set(self.driver.index(), Ratio::whole(self.value(step)));
        for driver in &self.formulas {
            for formula in self.workload.value(*driver).formulas() {
                self.workload.calculate(*driver, formula, usage)?;
            }
        }
        Ok(())
    }

    /// The values of the drivers over the steps from one to another. `None` for a driver if its
    /// formula has different answers within them.
    pub(crate) fn over(&self, from: u64, to: u64) -> Result<Bands<'_>, OutOfRange> {
        let unit = Ratio::whole(self.unit);
        let start = Ratio::whole(self.from).plus(unit.times(steps(from)?)?)?;
        let moved = Vec::with_capacity(1 + self.formulas.len());
        let mut bands = Bands { axis: self, from, to, moved };
        bands.moved.push((self.driver, Some(Band::rising(start, unit, to - from))));
        for driver in &self.formulas {
            for formula in self.workload.value(*driver).formulas() {
                let band = self.workload.calculated::<Band>(*driver, formula, &bands);
                if band.is_none() && !self.workload.follows_mean(*driver) {
                    return Err(OutOfRange);
                }
                bands.moved.push((*driver, band));
            }
        }
        Ok(bands)
    }
}

/// The drivers that a driver feeds, itself included.
fn moving(workload: &Workload, driver: DriverId) -> Vec<bool> {
    let mut moves = vec![false; workload.vocabulary().len()];
    moves[driver.index()] = true;
    // In the order in which formulas are evaluated, so one pass finds all.
    for (fed, formula) in workload.formulas() {
        if formula.drivers().any(|reads| moves[reads.index()]) {
            moves[fed.index()] = true;
        }
    }
    moves
}

/// The values of the drivers over a stretch of an axis.
pub(crate) struct Bands<'a> {
    axis: &'a Axis,
    /// The first step.
    pub from: u64,
    /// The last step.
    pub to: u64,
    /// None for a peak that has different answers within the stretch: few cards read one.
    moved: Vec<(DriverId, Option<Band>)>,
}

impl Inputs<Band> for Bands<'_> {
    fn driver(&self, driver: DriverId) -> Result<Band, OutOfRange> {
        if !self.axis.moves[driver.index()] {
            return Ok(Band::level(self.axis.usage.value(driver)));
        }
        // A value in a unit is calculated in two steps, of which the second reads the first.
        let moved = self.moved.iter().rfind(|(moved, _)| *moved == driver);
        moved.and_then(|(_, band)| *band).ok_or(OutOfRange)
    }

    fn is_chosen(&self, driver: DriverId) -> bool {
        self.axis.usage.chosen.has(driver)
    }

    fn term(&self, term: PeriodTerm, kind: DriverKind) -> Result<Band, OutOfRange> {
        let term: Ratio = self.axis.usage.term(term, kind)?;
        Band::of(&term)
    }

    fn is_by_time(&self, driver: DriverId) -> bool {
        self.axis.usage.by_time.has(driver)
    }
}
