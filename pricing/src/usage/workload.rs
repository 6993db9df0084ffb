//! A workload: a value, a range, or a formula over other drivers, for each driver.

use std::sync::Arc;

use rust_decimal::Decimal;
use thiserror::Error;

use crate::number::money::{Places, written};
use crate::number::ratio::{Exact, Ratio, Word};
use crate::time::period_terms::PeriodTerms;
use crate::usage::driver::{DriverId, Vocabulary};
use crate::usage::formula::{EvaluateError, Formula};
use crate::usage::inputs::{DriverSet, Inputs, Numbers, Recalculate, Usage};
use crate::usage::order;
use crate::usage::peak::Peak;
use crate::usage::range::Range;
use crate::usage::value::{SetError, SetTextError, Value};

/// The reason why a workload has no values: which driver's formula fails, and how.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum UsageError {
    /// The formula has no value.
    #[error("{driver}: the formula {formula} {error}")]
    Evaluate {
        /// The driver's label.
        driver: String,
        /// Its formula.
        formula: String,
        /// The error in the formula.
        error: EvaluateError,
    },
    /// The formula's value is out of range.
    #[error(
        "{driver}: the formula {formula} gives {value}: the range is {smallest} to 1,000,000,000,000"
    )]
    OutOfRange {
        /// The driver's label.
        driver: String,
        /// Its formula.
        formula: String,
        /// The value that it gives.
        value: String,
        /// The driver's smallest value.
        smallest: Decimal,
    },
}

/// One value for every driver of the vocabulary.
///
/// ```
/// use whatif_pricing::{Period, Ratio, Vocabulary, Workload};
/// let drivers = Vocabulary::standard();
/// let mut workload = Workload::standard(drivers);
/// workload.set_text("secrets", "1.5k").unwrap();
/// workload.set_text("calls", "= secrets * 2").unwrap();
/// let usage = workload.usage(Period::standard_month_terms()).unwrap();
/// assert_eq!(usage.value(drivers.find("calls").unwrap()), Ratio::from(3000_u32));
/// // A cycle is refused and the workload stays as it was.
/// let error = workload.set_text("secrets", "calls / 2").unwrap_err();
/// assert!(error.to_string().ends_with("Secrets → API calls/month → Secrets"));
/// ```
#[derive(Clone, Debug)]
pub struct Workload {
    vocabulary: &'static Vocabulary,
    values: Vec<Value>,
    /// The numbers among the values, ready to be copied; zero for a formula.
    pub(super) numbers: Numbers,
    chosen: DriverSet,
    /// The drivers with formulas, each after those it reads.
    pub(super) order: Vec<DriverId>,
    /// The same drivers.
    pub(super) calculated: DriverSet,
    /// The drivers whose formulas count days or hours, themselves or through what they read.
    pub(super) by_time: DriverSet,
    peaks: Arc<[Peak]>,
}

/// Equal where every driver is set to the same; whether somebody chose that does not count.
impl PartialEq for Workload {
    fn eq(&self, other: &Self) -> bool {
        self.values == other.values
    }
}

impl Workload {
    /// Every driver at its default.
    ///
    /// # Panics
    /// If the vocabulary's defaults cannot be read or form a cycle, which a test rules out.
    #[must_use]
    pub fn standard(vocabulary: &'static Vocabulary) -> Self {
        let zero = Value::Number(Decimal::ZERO);
        let count = vocabulary.len();
        let mut workload = Self {
            vocabulary,
            values: vec![zero; count],
            numbers: Numbers::zeros(count),
            chosen: DriverSet::default(),
            order: Vec::new(),
            calculated: DriverSet::default(),
            by_time: DriverSet::default(),
            peaks: Peak::all(vocabulary),
        };
        for (id, driver) in vocabulary.iter() {
            let default = workload.read(id, &driver.default);
            let default =
                default.unwrap_or_else(|error| panic!("a default of the vocabulary: {error}"));
            workload.numbers.set(id.index(), default.number());
            workload.values[id.index()] = default;
        }
        let order = order::sorted(&workload.values);
        workload.calculate_in(order.expect("the defaults of the vocabulary form no cycle"));
        workload
    }

    /// The vocabulary it is over.
    #[must_use]
    pub const fn vocabulary(&self) -> &'static Vocabulary {
        self.vocabulary
    }

    /// The value that a driver is set to.
    #[must_use]
    pub fn value(&self, driver: DriverId) -> &Value {
        &self.values[driver.index()]
    }

    /// Was it set, rather than left at its default?
    #[must_use]
    pub fn is_chosen(&self, driver: DriverId) -> bool {
        self.chosen.has(driver)
    }

    /// The drivers that were set.
    pub(crate) const fn chosen(&self) -> DriverSet {
        self.chosen
    }

    /// The drivers that follow a mean by default.
    pub(crate) fn peaks(&self) -> &[Peak] {
        &self.peaks
    }

    /// Is the driver a peak that nobody set, so that it is the larger of its mean and an assumption?
    pub(crate) fn follows_mean(&self, driver: DriverId) -> bool {
        !self.is_chosen(driver) && self.peaks.iter().any(|peak| peak.driver == driver)
    }

    /// The drivers that are set to a range.
    pub fn ranges(&self) -> impl Iterator<Item = (DriverId, &Range)> {
        let drivers = self.vocabulary.iter();
        drivers.filter_map(|(driver, _)| Some((driver, self.value(driver).range()?)))
    }

    /// Is any driver set to a range?
    #[must_use]
    pub fn has_ranges(&self) -> bool {
        self.ranges().next().is_some()
    }

    /// Reads what a person typed for a driver, see [`Value::read`]. Does not set it.
    pub fn read(&self, driver: DriverId, text: &str) -> Result<Value, SetError> {
        Value::read(self.vocabulary, driver, text)
    }

    /// Sets a driver; on a cycle nothing changes.
    ///
    /// A formula may read a peak that was not set although the peak's mean needs that very driver: the peak
    /// then no longer follows the mean and stays at its assumed value.
    pub fn set(&mut self, driver: DriverId, value: Value) -> Result<(), SetError> {
        self.change(driver, value, true)
    }

    fn change(&mut self, driver: DriverId, value: Value, chosen: bool) -> Result<(), SetError> {
        if !value.is_calculated() && !self.value(driver).is_calculated() {
            self.put(driver, value);
            self.chosen.set(driver, chosen);
            return Ok(());
        }
        let former = self.clone();
        self.put(driver, value);
        self.chosen.set(driver, chosen);
        self.reorder().map_err(|cycle| {
            let error = self.cycle_error(&cycle, driver);
            *self = former;
            error
        })
    }

    fn put(&mut self, driver: DriverId, value: Value) {
        self.numbers.set(driver.index(), value.number());
        self.values[driver.index()] = value;
    }

    /// Orders the formulas. A peak that was not set follows its mean, unless that would be a cycle.
    fn reorder(&mut self) -> Result<(), Vec<DriverId>> {
        self.set_peaks(|peak| Value::Formula(Arc::clone(&peak.default)));
        let order = order::sorted(&self.values).or_else(|_| {
            self.set_peaks(|peak| Value::Number(peak.assumed));
            order::sorted(&self.values)
        });
        self.calculate_in(order?);
        Ok(())
    }

    fn calculate_in(&mut self, order: Vec<DriverId>) {
        self.calculated = order.iter().copied().collect();
        self.order = order;
        self.by_time = self.counting_time();
    }

    /// Sets every peak that nobody chose.
    fn set_peaks(&mut self, value: impl Fn(&Peak) -> Value) {
        let peaks = Arc::clone(&self.peaks);
        for peak in peaks.iter() {
            if !self.is_chosen(peak.driver) {
                self.put(peak.driver, value(peak));
            }
        }
    }

    /// Sets several drivers at once: of two settings of one driver the last holds, and otherwise their
    /// order does not matter, as a formula meets the other settings and never what they replace. On a
    /// cycle nothing changes.
    ///
    /// ```
    /// use whatif_pricing::{Value, Vocabulary, Workload};
    /// let drivers = Vocabulary::standard();
    /// let mut workload = Workload::standard(drivers);
    /// let read = |name: &str, text: &str| {
    ///     let driver = drivers.find(name).unwrap();
    ///     (driver, Value::read(drivers, driver, text).unwrap())
    /// };
    /// // one after the other this would be a cycle: calls is a formula over secrets by default
    /// workload.set_all(&[read("secrets", "calls / 10"), read("calls", "5000")]).unwrap();
    /// ```
    pub fn set_all(&mut self, settings: &[(DriverId, Value)]) -> Result<(), SetError> {
        let mut changed = self.clone();
        for (driver, _) in settings {
            changed.set(*driver, Value::Number(Decimal::ZERO))?;
        }
        let is_last = |(place, (driver, _)): &(usize, &(DriverId, Value))| {
            settings[place + 1..].iter().all(|(later, _)| later != driver)
        };
        for (_, (driver, value)) in settings.iter().enumerate().filter(is_last) {
            changed.set(*driver, value.clone())?;
        }
        *self = changed;
        Ok(())
    }

    /// Back to the default.
    pub fn reset(&mut self, driver: DriverId) -> Result<(), SetError> {
        let default = self.read(driver, &self.vocabulary[driver].default)?;
        self.change(driver, default, false)
    }

    /// Sets the driver of this name to what a person typed.
    pub fn set_text(&mut self, name: &str, text: &str) -> Result<(), SetTextError> {
        let driver = self.vocabulary.named(name)?;
        let value = self.read(driver, text)?;
        Ok(self.set(driver, value)?)
    }

    /// Evaluates every driver for a period.
    pub fn usage(&self, terms: PeriodTerms) -> Result<Usage, UsageError> {
        let mut usage = Usage::new(self.values.len(), terms);
        self.usage_into(&mut usage)?;
        Ok(usage)
    }

    /// Evaluates every driver into a buffer made by [`Self::usage`]; allocates nothing.
    pub fn usage_into(&self, usage: &mut Usage) -> Result<(), UsageError> {
        self.usage_with(&[], usage)
    }

    /// The same with other numbers for some drivers, none of which has a formula.
    pub(crate) fn usage_with(
        &self,
        numbers: &[(DriverId, Ratio)],
        usage: &mut Usage,
    ) -> Result<(), UsageError> {
        usage.numbers.copy(&self.numbers);
        usage.by_time = self.by_time;
        usage.chosen = self.chosen;
        for (driver, number) in numbers {
            usage.numbers.set(driver.index(), *number);
        }
        for &driver in &self.order {
            for formula in self.value(driver).formulas() {
                self.calculate(driver, formula, usage)?;
            }
        }
        usage.formulas = self.for_other_clocks(usage.terms);
        Ok(())
    }

    /// The formulas in the order in which they are calculated, each with the driver that has the result.
    pub(crate) fn formulas(&self) -> impl Iterator<Item = (DriverId, &Formula)> {
        let of = |driver: &DriverId| (*driver, self.value(*driver));
        let values = self.order.iter().map(of);
        values.flat_map(|(driver, value)| value.formulas().map(move |formula| (driver, formula)))
    }

    /// Evaluates every driver but those for which `moves` is true.
    pub(crate) fn usage_of_rest(
        &self,
        terms: PeriodTerms,
        moves: &[bool],
    ) -> Result<Usage, UsageError> {
        let mut usage = Usage::new(self.values.len(), terms);
        usage.numbers.copy(&self.numbers);
        usage.chosen = self.chosen;
        usage.formulas = self.for_other_clocks(terms);
        for (driver, formula) in self.formulas().filter(|(driver, _)| !moves[driver.index()]) {
            self.calculate(driver, formula, &mut usage)?;
        }
        Ok(usage)
    }

    /// The formulas, if the period has other months on another clock.
    fn for_other_clocks(&self, terms: PeriodTerms) -> Option<Arc<dyn Recalculate>> {
        terms.is_of_instants.then(|| Arc::new(self.clone()) as Arc<dyn Recalculate>)
    }

    /// Evaluates the formula of one driver; those it reads have their values.
    #[inline]
    pub(crate) fn calculate(
        &self,
        driver: DriverId,
        formula: &Formula,
        usage: &mut Usage,
    ) -> Result<(), UsageError> {
        if let Some(value) = self.calculated::<Word>(driver, formula, usage) {
            usage.numbers.set_word(driver.index(), value);
            return Ok(());
        }
        match self.calculated::<Ratio>(driver, formula, usage) {
            Some(value) => usage.numbers.set(driver.index(), value),
            None => return Err(self.failed(driver, formula, formula.evaluate(usage))),
        }
        Ok(())
    }

    /// The value of a formula, where it has one in the range of its driver and these numbers hold it.
    #[inline]
    pub(crate) fn calculated<N: Exact>(
        &self,
        driver: DriverId,
        formula: &Formula,
        inputs: &impl Inputs<N>,
    ) -> Option<N> {
        let value = formula.calculate::<N>(inputs).ok()?;
        self.vocabulary[driver].has_in_range(value, self.is_chosen(driver)).ok()?.then_some(value)
    }

    #[cold]
    fn failed(
        &self,
        driver: DriverId,
        formula: &Formula,
        result: Result<Ratio, EvaluateError>,
    ) -> UsageError {
        let value = match result {
            Err(error) => return self.has_no_value(driver, formula, error),
            Ok(value) => written(value, Places::QUANTITY),
        };
        let (entry, formula) = (&self.vocabulary[driver], self.said(driver, formula));
        let driver = entry.label.clone();
        UsageError::OutOfRange { driver, formula, value, smallest: entry.smallest }
    }

    /// The error of a formula of a driver.
    #[cold]
    pub(crate) fn has_no_value(
        &self,
        driver: DriverId,
        formula: &Formula,
        error: EvaluateError,
    ) -> UsageError {
        let formula = self.said(driver, formula);
        UsageError::Evaluate { driver: self.vocabulary[driver].label.clone(), formula, error }
    }

    /// The formula of a driver as somebody wrote it, with its unit.
    fn said(&self, driver: DriverId, formula: &Formula) -> String {
        let value = self.value(driver);
        let is_own = value.formulas().any(|own| own.text() == formula.text());
        let text = if is_own { value.text() } else { formula.text().to_owned() };
        text.strip_prefix('=').unwrap_or(&text).to_owned()
    }

    /// The drivers with formulas that count days or hours, and those that read them. The order of formulas
    /// puts each after those it reads, so one pass finds all.
    fn counting_time(&self) -> DriverSet {
        let mut found = DriverSet::default();
        for (driver, formula) in self.formulas() {
            if formula.counts_time() || formula.drivers().any(|read| found.has(read)) {
                found.set(driver, true);
            }
        }
        found
    }

    /// Every driver that the value of `driver` depends on, itself included.
    pub fn feeds(&self, driver: DriverId, reached: &mut [bool]) {
        if std::mem::replace(&mut reached[driver.index()], true) {
            return;
        }
        if let Some(formula) = self.value(driver).formula() {
            for fed_by in formula.drivers() {
                self.feeds(fed_by, reached);
            }
        }
    }

    /// Names the cycle, beginning at the driver that was being set where it lies on it.
    fn cycle_error(&self, cycle: &[DriverId], set: DriverId) -> SetError {
        let start = cycle.iter().position(|driver| *driver == set).unwrap_or(0);
        let turned = cycle[start..].iter().chain(&cycle[..start]).chain([&cycle[start]]);
        let path = turned.map(|driver| self.vocabulary[*driver].label.clone()).collect();
        SetError::Cycle { path }
    }
}

#[cfg(test)]
mod tests;
