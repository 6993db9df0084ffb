//! Flows that were typed without a unit into a period that is not a month, and flows that change within it.

use chrono::{DateTime, FixedOffset};

use crate::number::ratio::{OutOfRange, Ratio};
use crate::time::period::Window;
use crate::usage::driver::{Driver, DriverId, DriverKind, Vocabulary};
use crate::usage::inputs::Usage;
use crate::usage::measure::ValueUnit;
use crate::usage::timeline::Change;
use crate::usage::value::Value;
use crate::usage::workload::Workload;

/// A flow that was typed without a unit, in a period that is not a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BareFlow {
    /// The driver.
    pub driver: DriverId,
    /// The number that was typed, which is for a month.
    pub per_month: Ratio,
    /// The number that it comes to in the period. `None` if it has no exact value.
    pub in_period: Option<Ratio>,
}

impl Workload {
    /// The flows that were typed without a unit, and what they come to in the period. Empty if the period is
    /// a month long: there a flow is what was typed.
    ///
    /// ```
    /// use whatif_pricing::{Period, Ratio, Vocabulary, Workload};
    /// let mut workload = Workload::standard(Vocabulary::standard());
    /// let day = Period::days("2026-06-01".parse().unwrap(), 1).unwrap();
    /// workload.set_text("log_gb", "1").unwrap();
    /// let bare = workload.bare_flows(&workload.usage(day.terms()).unwrap());
    /// assert_eq!(bare[0].in_period, Some(Ratio::of(1, 30).unwrap()));
    /// workload.set_text("log_gb", "1 total").unwrap();
    /// assert!(workload.bare_flows(&workload.usage(day.terms()).unwrap()).is_empty());
    /// ```
    #[must_use]
    pub fn bare_flows(&self, usage: &Usage) -> Vec<BareFlow> {
        let months = usage.months();
        if months == Ratio::ONE {
            return Vec::new();
        }
        let is_bare = |(id, driver): &(DriverId, &Driver)| {
            let typed = matches!(self.value(*id), Value::Number(_) | Value::Range(_));
            driver.kind == DriverKind::Flow && self.is_chosen(*id) && typed
        };
        let flow = |(driver, _): (DriverId, &Driver)| {
            let per_month = usage.value(driver);
            BareFlow { driver, per_month, in_period: per_month.times(months).ok() }
        };
        let bare = self.vocabulary().iter().filter(is_bare).map(flow);
        bare.filter(|flow| !flow.per_month.is_zero()).collect()
    }
}

/// A flow that a change within the period sets for a length of time that the change does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangedFlow {
    /// The driver.
    pub driver: DriverId,
    /// The instant of the change.
    pub at: DateTime<FixedOffset>,
    /// The number that was typed.
    pub typed: Ratio,
    /// True if it was typed as a total of the period, false if it is for a month.
    pub is_total: bool,
    /// The number that it comes to until the driver changes again or the period ends. `None` if it has no exact
    /// value.
    pub counts: Option<Ratio>,
}

impl ChangedFlow {
    /// The flows among the changes that are typed as totals of the period and, in a period that is not a month,
    /// those without a unit.
    ///
    /// ```
    /// use whatif_pricing::{Change, ChangedFlow, Period, Ratio, Value, Vocabulary};
    /// let start = "2026-06-01".parse().unwrap();
    /// let (period, clock) = (Period::days(start, 10).unwrap(), chrono::FixedOffset::east_opt(0).unwrap());
    /// let drivers = Vocabulary::standard();
    /// let calls = drivers.find("calls").unwrap();
    /// let counts = |text: &str| {
    ///     let at = "2026-06-06T00:00:00Z".parse().unwrap();
    ///     let change = Change { at, driver: calls, value: Value::read(drivers, calls, text).unwrap() };
    ///     let months = Ratio::of(1, 3).unwrap();
    ///     let found = ChangedFlow::all(drivers, &[change], period.window(clock), months);
    ///     found.first().and_then(|flow| flow.counts)
    /// };
    /// // 5 days of a month of 30, and half of the period
    /// assert_eq!(counts("30k"), Some(Ratio::from(5_000)));
    /// assert_eq!(counts("30k total"), Some(Ratio::from(15_000)));
    /// assert_eq!(counts("1k/day"), None);
    /// ```
    #[must_use]
    pub fn all(
        vocabulary: &Vocabulary,
        changes: &[Change],
        window: Window,
        months: Ratio,
    ) -> Vec<Self> {
        let flow = |(place, change): (usize, &Change)| {
            let kind = vocabulary[change.driver].kind;
            let is_total = change.value.unit() == Some(ValueUnit::Total);
            let is_bare = change.value.unit().is_none() && months != Ratio::ONE;
            let is_typed = kind == DriverKind::Flow && !change.value.is_formula();
            let typed = change.value.number();
            if !is_typed || !(is_total || is_bare) || typed.is_zero() {
                return None;
            }
            let until = until(changes, place, window)?;
            let seconds = until - change.at.timestamp();
            let in_period = if is_total { Ok(typed) } else { typed.times(months) };
            let counts = in_period.and_then(|all| share(all, seconds, window)).ok();
            let (driver, at) = (change.driver, change.at);
            Some(Self { driver, at, typed, is_total, counts })
        };
        changes.iter().enumerate().filter_map(flow).collect()
    }
}

/// The instant up to which a change holds. `None` if another of the driver takes its place at once.
fn until(changes: &[Change], place: usize, window: Window) -> Option<i64> {
    let (driver, at) = (changes[place].driver, changes[place].at.timestamp());
    let of_driver = |it: &(usize, &Change)| it.0 != place && it.1.driver == driver;
    let others = changes.iter().enumerate().filter(of_driver);
    let mut others = others.map(|(place, change)| (change.at.timestamp(), place));
    if others.clone().any(|other| other.0 == at && other.1 > place) {
        return None;
    }
    let next = others.by_ref().filter(|other| other.0 > at).map(|other| other.0).min();
    Some(next.unwrap_or(window.to).min(window.to))
}

fn share(amount: Ratio, seconds: i64, window: Window) -> Result<Ratio, OutOfRange> {
    amount.times(Ratio::of(seconds, window.to - window.from)?)
}
