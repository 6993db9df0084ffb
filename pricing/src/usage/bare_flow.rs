//! Flows that were typed without a unit into a period that is not a month.

use crate::number::ratio::Ratio;
use crate::usage::driver::{Driver, DriverId, DriverKind};
use crate::usage::inputs::Usage;
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
