//! The basis of a peak's value: nobody's measurement, the mean, or what somebody typed.

use crate::number::ratio::Ratio;
use crate::usage::driver::DriverId;
use crate::usage::formula::Formula;
use crate::usage::inputs::Usage;
use crate::usage::workload::{UsageError, Workload};

/// The basis of a peak's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Footing {
    /// The vocabulary's own assumption: the mean is not above it, and nobody measured the peak.
    Assumed,
    /// The mean, which is above the assumption: the real peak is at least this.
    Mean,
    /// A value that somebody set, which is not below the mean.
    Set,
    /// A value that cannot be: the highest rate is never below the mean.
    BelowMean {
        /// The value.
        value: Ratio,
        /// The mean of what the workload asks for.
        mean: Ratio,
    },
}

impl Workload {
    /// Returns what the value of a driver rests on. None if the driver follows no mean.
    ///
    /// A value counts as below the mean if rounding the mean to a step of the driver does not explain it.
    ///
    /// ```
    /// use whatif_pricing::{Footing, Period, Ratio, Vocabulary, Workload};
    /// let mut workload = Workload::standard(Vocabulary::standard());
    /// let peak = workload.vocabulary().find("peak_qps").unwrap();
    /// let footing = |workload: &Workload| {
    ///     let usage = workload.usage(Period::standard_month_terms()).unwrap();
    ///     workload.footing(peak, &usage).unwrap()
    /// };
    /// assert_eq!(footing(&workload), Some(Footing::Assumed));
    /// // 60 × 2,592,000 seconds, and no key operations
    /// workload.set_text("calls", "155520000").unwrap();
    /// workload.set_text("key_ops", "0").unwrap();
    /// assert_eq!(footing(&workload), Some(Footing::Mean));
    /// workload.set_text("peak_qps", "50").unwrap();
    /// let [value, mean] = [50, 60].map(Ratio::from);
    /// assert_eq!(footing(&workload), Some(Footing::BelowMean { value, mean }));
    /// ```
    ///
    /// # Errors
    /// If the mean has no exact value.
    pub fn footing(&self, driver: DriverId, usage: &Usage) -> Result<Option<Footing>, UsageError> {
        let Some(peak) = self.peaks().iter().find(|peak| peak.driver == driver) else {
            return Ok(None);
        };
        let value = usage.value(driver);
        let number = |formula: &Formula| {
            formula.evaluate(usage).map_err(|error| self.has_no_value(driver, formula, error))
        };
        let mean = number(&peak.mean)?;
        let follows = self.value(driver).is_formula() && value <= mean;
        Ok(Some(match self.is_chosen(driver) {
            // The longer formula matters only for a value below the mean: rows of a table ask for each of theirs.
            _ if mean > value && number(&peak.below)? > Ratio::ZERO => {
                Footing::BelowMean { value, mean }
            }
            true => Footing::Set,
            false if follows => Footing::Mean,
            false => Footing::Assumed,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Period, Vocabulary};

    fn workload(settings: &[(&str, &str)]) -> Workload {
        let mut workload = Workload::standard(Vocabulary::standard());
        for (driver, value) in settings {
            workload.set_text(driver, value).unwrap();
        }
        workload
    }

    fn peak(workload: &Workload) -> (Ratio, Option<Footing>) {
        let usage = workload.usage(Period::standard_month_terms()).unwrap();
        let peak = workload.vocabulary().find("peak_qps").unwrap();
        (usage.value(peak), workload.footing(peak, &usage).unwrap())
    }

    /// 350 secrets × 60 clients ÷ 30 s = 700 calls a second
    const POLLED: [(&str, &str); 5] = [
        ("secrets", "350"),
        ("clients", "60"),
        ("refresh_seconds", "30"),
        ("regions", "2"),
        ("keys", "12"),
    ];

    #[test]
    fn the_peak_is_the_mean_of_all_requests_once_that_is_above_20() {
        assert_eq!(peak(&workload(&[])), (Ratio::from(20), Some(Footing::Assumed)));
        let mut polled = workload(&POLLED);
        // 10,000 key operations in 2,592,000 s
        let key_ops = Ratio::of(10_000, 2_592_000).unwrap();
        let mean = Ratio::from(700).plus(key_ops).unwrap();
        assert_eq!(peak(&polled), (mean, Some(Footing::Mean)));
        polled.set_text("key_ops", "0").unwrap();
        assert_eq!(peak(&polled), (Ratio::from(700), Some(Footing::Mean)));
    }

    #[test]
    fn a_month_of_31_days_has_a_lower_mean_for_the_same_calls() {
        let workload = workload(&[("calls", "267840000"), ("key_ops", "0")]);
        let usage = workload.usage(Period::month("2026-07").unwrap().terms()).unwrap();
        let peak = workload.vocabulary().find("peak_qps").unwrap();
        // 267,840,000 ÷ (31 × 86,400 s)
        assert_eq!(usage.value(peak), Ratio::from(100));
        // The rate of a part of a month is that of the month.
        let days = Period::days("2026-07-01".parse().unwrap(), 10).unwrap();
        let usage = workload.usage(days.terms()).unwrap();
        assert_eq!(usage.value(peak), Ratio::of(267_840_000, 30 * 86_400).unwrap());
    }

    #[test]
    fn a_typed_peak_below_a_small_mean_is_seen() {
        // 2,400,000 calls in 2,592,000 s are 0.93 a second, a million 0.39.
        for (calls, typed, is_below) in [
            ("2400000", "0", true),
            ("2400000", "0.9", true),
            ("2400000", "1", false),
            ("1000000", "0", true),
            ("1000000", "0.5", false),
            ("3800000", "1", false), // 1.47
            ("4000000", "1", true),  // 1.54
        ] {
            let workload = workload(&[("calls", calls), ("key_ops", "0"), ("peak_qps", typed)]);
            let found = peak(&workload).1;
            assert_eq!(
                matches!(found, Some(Footing::BelowMean { .. })),
                is_below,
                "{calls} {typed}"
            );
        }
    }

    #[test]
    fn a_typed_peak_is_below_the_mean_unless_it_is_the_mean_rounded() {
        let mut polled = workload(&POLLED);
        for (typed, is_below) in [("20", true), ("699", true), ("700", false), ("900", false)] {
            polled.set_text("peak_qps", typed).unwrap();
            let (value, footing) = peak(&polled);
            assert_eq!(matches!(footing, Some(Footing::BelowMean { .. })), is_below, "{typed}");
            assert_eq!(value, Ratio::parse(typed).unwrap());
        }
        let id = polled.vocabulary().find("peak_qps").unwrap();
        polled.reset(id).unwrap();
        assert_eq!(peak(&polled).1, Some(Footing::Mean));
    }

    #[test]
    fn calls_may_be_a_formula_over_the_peak_which_then_is_assumed() {
        let mut workload = workload(&[("calls", "peak_qps * 86400 * days")]);
        assert_eq!(peak(&workload), (Ratio::from(20), Some(Footing::Assumed)));
        // Without that formula the peak follows the mean again.
        workload.set_text("calls", "77760000").unwrap();
        workload.set_text("key_ops", "0").unwrap();
        assert_eq!(peak(&workload), (Ratio::from(30), Some(Footing::Mean)));
        let error = workload.set_text("keys", "keys + 1").unwrap_err().to_string();
        assert!(error.contains("need each other"), "{error}");
    }

    #[test]
    fn only_a_peak_has_a_footing() {
        let workload = workload(&[]);
        let usage = workload.usage(Period::standard_month_terms()).unwrap();
        let secrets = workload.vocabulary().find("secrets").unwrap();
        assert_eq!(workload.footing(secrets, &usage), Ok(None));
    }
}
