//! The values that a chart shows: a tenth to ten times the present one, or nearer or farther.

use rust_decimal::{Decimal, RoundingStrategy};
use whatif_pricing::{Driver, number};

/// The reach of a chart from the present value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zoom(usize);

/// The factors by which the ends differ from the present value. Beyond them the whole slider is shown.
const FACTORS: [i64; 5] = [2, 4, 10, 100, 1_000];

impl Default for Zoom {
    /// A tenth to ten times.
    fn default() -> Self {
        Self(2)
    }
}

impl Zoom {
    /// One level nearer.
    #[must_use]
    pub const fn nearer(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    /// One level farther, at last the whole slider.
    #[must_use]
    pub fn farther(self) -> Self {
        Self((self.0 + 1).min(FACTORS.len()))
    }

    fn factor(self) -> Option<Decimal> {
        FACTORS.get(self.0).copied().map(Decimal::from)
    }
}

/// The first and the last value of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first value.
    pub from: Decimal,
    /// The last value, larger than the first.
    pub to: Decimal,
}

impl Window {
    /// The values about the present one, with round ends.
    #[must_use]
    pub fn around(driver: &Driver, now: Decimal, zoom: Zoom) -> Self {
        let largest = driver.largest.max(now);
        let whole = Self { from: driver.smallest, to: largest };
        let Some(factor) = zoom.factor() else { return whole };
        let base = now.max(driver.step);
        let low = two_digits(base / factor, RoundingStrategy::ToZero);
        let high = base.checked_mul(factor).unwrap_or(largest);
        let high = two_digits(high, RoundingStrategy::AwayFromZero);
        let low = (low / driver.step).floor() * driver.step;
        let from = if now <= driver.smallest { driver.smallest } else { low.max(driver.smallest) };
        let to = high.min(largest).min(Decimal::from(number::MAGNITUDE_MAX)).normalize();
        if from < to { Self { from: from.normalize(), to } } else { whole }
    }

    /// Returns whether a value is shown.
    #[must_use]
    pub fn holds(&self, value: Decimal) -> bool {
        (self.from..=self.to).contains(&value)
    }
}

fn two_digits(value: Decimal, strategy: RoundingStrategy) -> Decimal {
    value.round_sf_with_strategy(2, strategy).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use whatif_pricing::Vocabulary;

    use super::*;

    fn ends(driver: &str, now: &str, zoom: Zoom) -> (String, String) {
        let vocabulary = Vocabulary::standard();
        let entry = &vocabulary[vocabulary.find(driver).unwrap()];
        let Window { from, to } = Window::around(entry, now.parse().unwrap(), zoom);
        (from.to_string(), to.to_string())
    }

    #[test]
    fn a_chart_opens_on_a_tenth_to_ten_times_the_value() {
        assert_eq!(ends("secrets", "350", Zoom::default()), ("35".into(), "3500".into()));
        assert_eq!(ends("secrets", "357", Zoom::default()), ("35".into(), "3600".into()));
        assert_eq!(ends("refresh_seconds", "30", Zoom::default()), ("3".into(), "300".into()));
    }

    #[test]
    fn the_ends_stay_within_what_the_slider_and_the_value_have() {
        assert_eq!(ends("secrets", "0", Zoom::default()), ("0".into(), "10".into()));
        assert_eq!(ends("regions", "1", Zoom::default()), ("1".into(), "10".into()));
        assert_eq!(ends("secrets", "9000", Zoom::default()), ("900".into(), "10000".into()));
        assert_eq!(ends("secrets", "50000", Zoom::default()), ("5000".into(), "50000".into()));
    }

    #[test]
    fn zooming_out_ends_with_the_whole_slider() {
        let mut zoom = Zoom::default();
        for _ in 0..9 {
            zoom = zoom.farther();
        }
        assert_eq!(ends("secrets", "350", zoom), ("0".into(), "10000".into()));
        assert_eq!(
            ends("secrets", "350", Zoom::default().nearer().nearer().nearer()),
            ("170".into(), "700".into())
        );
    }
}
