//! Units of time, as prices and cycles use them, and lengths of time as cards write them (`15 d`).
//!
//! A month has no fixed length: the charge says which (see [`crate::card::charge::MonthLength`]).

use serde::{Deserialize, Serialize};

use std::fmt;

use crate::number::money::{Places, written};
use crate::number::ratio::Ratio;

/// Seconds in a minute.
pub const MINUTE_SECONDS: i64 = 60;
/// Seconds in an hour.
pub const HOUR_SECONDS: i64 = 3_600;
/// Seconds in a day; every clock here has a fixed offset, so no day is longer or shorter.
pub const DAY_SECONDS: i64 = 86_400;
/// Days in the standard month.
pub const STANDARD_MONTH_DAYS: i64 = 30;

/// The unit of time in which a price is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TimeUnit {
    /// 1 second.
    Second,
    /// 3,600 seconds.
    Hour,
    /// 24 hours.
    Day,
    /// A month of the length that the charge names.
    Month,
}

impl TimeUnit {
    /// The spellings a card may use.
    pub const NAMES: [&str; 4] = ["second", "hour", "day", "month"];

    /// Reads `second`, `hour`, `day` or `month`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Second, Self::Hour, Self::Day, Self::Month].into_iter().find(|u| u.name() == text)
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Month => "month",
        }
    }
}

impl fmt::Display for TimeUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A length of time in whole seconds, written `15 d`, `24 h`, `30 min` or `0 s`.
///
/// ```
/// use whatif_pricing::Length;
/// assert_eq!(Length::parse("7 d").unwrap().seconds(), 604_800);
/// assert_eq!(Length::parse("24 h").unwrap().to_string(), "24 h");
/// assert!(Length::parse("a week").is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Length {
    count: i64,
    unit_seconds: i64,
}

impl Length {
    const UNITS: [(&str, i64); 4] =
        [("d", DAY_SECONDS), ("h", HOUR_SECONDS), ("min", MINUTE_SECONDS), ("s", 1)];
    /// A hundred years; longer is a slip of the keyboard.
    const SECONDS_MAX: i64 = 36_525 * DAY_SECONDS;

    /// Reads a whole number and a unit, with or without a space between them; at most a hundred years.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text.find(|c: char| !c.is_ascii_digit())?;
        let (count, unit) = text.split_at(digits);
        let count: i64 = count.parse().ok()?;
        let unit_seconds = Self::UNITS.iter().find(|(name, _)| *name == unit.trim())?.1;
        let seconds = count.checked_mul(unit_seconds)?;
        (seconds <= Self::SECONDS_MAX).then_some(Self { count, unit_seconds })
    }

    /// 60 seconds.
    pub const MINUTE: Self = Self { count: 1, unit_seconds: MINUTE_SECONDS };
    /// 60 minutes.
    pub const HOUR: Self = Self { count: 1, unit_seconds: HOUR_SECONDS };
    /// 24 hours.
    pub const DAY: Self = Self { count: 1, unit_seconds: DAY_SECONDS };

    /// The whole length in seconds.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.count * self.unit_seconds
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = Self::UNITS.iter().find(|(_, seconds)| *seconds == self.unit_seconds);
        write!(f, "{} {}", self.count, unit.map_or("s", |(name, _)| name))
    }
}

/// A count and its unit, in the plural where it is not one.
#[must_use]
pub fn counted(count: Ratio, unit: &str) -> String {
    let unit = if count == Ratio::ONE { unit.to_owned() } else { plural(unit) };
    format!("{} {unit}", written(count, Places::QUANTITY))
}

/// A unit in the plural: `keys`, `queries`, and `QPS` as it is.
#[must_use]
pub fn plural(unit: &str) -> String {
    let is_abbreviation = unit.chars().all(|c| c.is_ascii_uppercase()) && unit != "VPC";
    match unit.strip_suffix('y') {
        _ if is_abbreviation => unit.to_owned(),
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{unit}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_read_well() {
        for (unit, many) in [
            ("key", "keys"),
            ("query", "queries"),
            ("day", "days"),
            ("QPS", "QPS"),
            ("VPC", "VPCs"),
        ] {
            assert_eq!(plural(unit), many);
        }
    }
}
