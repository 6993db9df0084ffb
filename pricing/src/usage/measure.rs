//! Units that people think in: `30s` and `5 min` for a time, `700/s` and `2M/day` for a flow, `1 total` for
//! what falls in the period.
//!
//! A driver has one measure of its own, and every value is calculated in it. This module says which units can
//! be typed for which measure and what they come to. It reads no numbers.

use crate::number::decimal::{quantity, suffix_factor};
use crate::number::unit::{DAY_SECONDS, HOUR_SECONDS, MINUTE_SECONDS};

/// The kind of number that a driver has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// A plain count: secrets, users.
    #[default]
    Count,
    /// A length of time in seconds.
    Seconds,
    /// A level that is a rate: so many a second.
    PerSecond,
    /// A level that is a rate: so many a day.
    PerDay,
    /// A flow: so many a month.
    PerMonth,
}

impl Measure {
    /// The spellings in the vocabulary. A flow needs none.
    pub(crate) const NAMES: [&str; 3] = ["seconds", "per-second", "per-day"];

    pub(crate) fn parse(word: &str) -> Option<Self> {
        let all = [Self::Seconds, Self::PerSecond, Self::PerDay];
        all.into_iter().zip(Self::NAMES).find(|(_, name)| *name == word).map(|(it, _)| it)
    }

    /// The advice on what to write where a unit is wrong.
    #[must_use]
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::Count => "write a number without a unit, such as 100 or 1.5k",
            Self::Seconds => "write s, min, h or d, such as 30s, 5 min or 1h30m",
            Self::PerSecond | Self::PerDay => "write /s, /min, /h or /day, such as 50/s",
            Self::PerMonth => "write /s, /min, /h, /day, /month or total, such as 700/s or 1 total",
        }
    }
}

/// A unit that can be typed after a number, a range or a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueUnit {
    /// `s`
    Second,
    /// `min`
    Minute,
    /// `h`
    Hour,
    /// `d`
    Day,
    /// `/s`
    PerSecond,
    /// `/min`
    PerMinute,
    /// `/h`
    PerHour,
    /// `/day`
    PerDay,
    /// `/month`: the month in which flows are stated.
    PerMonth,
    /// `total`: in the period, whatever its length.
    Total,
}

/// The way in which a number in a unit becomes the number of the driver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Scale {
    /// By a whole factor.
    Times(i64),
    /// By what follows the number in a formula: the length of the period decides, or the factor is a fraction.
    Formula(String),
}

pub(crate) const TIMES: [(&[&str], ValueUnit); 4] = [
    (&["s", "sec", "second", "seconds"], ValueUnit::Second),
    (&["min", "minute", "minutes"], ValueUnit::Minute),
    (&["h", "hour", "hours"], ValueUnit::Hour),
    (&["d", "day", "days"], ValueUnit::Day),
];

const RATES: [(&[&str], ValueUnit); 5] = [
    (&["s", "sec", "second"], ValueUnit::PerSecond),
    (&["min", "minute"], ValueUnit::PerMinute),
    (&["h", "hour"], ValueUnit::PerHour),
    (&["d", "day"], ValueUnit::PerDay),
    (&["mo", "month"], ValueUnit::PerMonth),
];

const TOTAL: &str = "total";

impl ValueUnit {
    /// The spelling after a number.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Second => " s",
            Self::Minute => " min",
            Self::Hour => " h",
            Self::Day => " d",
            Self::PerSecond => "/s",
            Self::PerMinute => "/min",
            Self::PerHour => "/h",
            Self::PerDay => "/day",
            Self::PerMonth => "/month",
            Self::Total => " total",
        }
    }

    /// Finds the scale from this unit to a measure. `None` if the measure has no such unit.
    pub(crate) fn scale(self, measure: Measure) -> Option<Scale> {
        match measure {
            Measure::Count => None,
            Measure::Seconds => self.length_seconds().map(Scale::Times),
            Measure::PerSecond => self.rate_seconds().map(|seconds| match seconds {
                1 => Scale::Times(1),
                seconds => Scale::Formula(format!(" / {seconds}")),
            }),
            Measure::PerDay => {
                self.rate_seconds().map(|seconds| Scale::Times(DAY_SECONDS / seconds))
            }
            Measure::PerMonth => self.of_flow().map(Scale::Formula),
        }
    }

    /// Seconds in a unit of time.
    const fn length_seconds(self) -> Option<i64> {
        match self {
            Self::Second => Some(1),
            Self::Minute => Some(MINUTE_SECONDS),
            Self::Hour => Some(HOUR_SECONDS),
            Self::Day => Some(DAY_SECONDS),
            Self::PerSecond
            | Self::PerMinute
            | Self::PerHour
            | Self::PerDay
            | Self::PerMonth
            | Self::Total => None,
        }
    }

    /// Seconds in the unit of a rate, if that has a fixed length.
    pub(crate) const fn rate_seconds(self) -> Option<i64> {
        match self {
            Self::PerSecond => Some(1),
            Self::PerMinute => Some(MINUTE_SECONDS),
            Self::PerHour => Some(HOUR_SECONDS),
            Self::PerDay => Some(DAY_SECONDS),
            Self::Second | Self::Minute | Self::Hour | Self::Day | Self::PerMonth | Self::Total => {
                None
            }
        }
    }

    /// The text after a number in this unit in the formula of a flow. A level's hours and months
    /// are those of the period, and their quotient is the month in which the flow is stated.
    fn of_flow(self) -> Option<String> {
        match self {
            Self::PerMonth => Some(String::new()),
            Self::Total => Some(" / months".to_owned()),
            Self::PerSecond | Self::PerMinute | Self::PerHour | Self::PerDay => {
                let per_hour = HOUR_SECONDS.checked_div(self.rate_seconds()?)?;
                Some(match per_hour {
                    0 => " * days / months".to_owned(),
                    1 => " * hours / months".to_owned(),
                    times => format!(" * {times} * hours / months"),
                })
            }
            Self::Second | Self::Minute | Self::Hour | Self::Day => None,
        }
    }
}

/// The word that follows a number and is no unit, at most 40 letters of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NoUnit {
    pub word: String,
}

/// Splits a text into what stands before the unit at its end, and the unit.
pub(crate) fn split(text: &str) -> Result<(&str, Option<ValueUnit>), NoUnit> {
    let text = text.trim_end();
    let letters = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if letters.ends_with('_') {
        return Ok((text, None)); // the end of a driver's name
    }
    let (body, word) = (letters.trim_end(), &text[letters.len()..]);
    let before_slash = body.strip_suffix('/').map(str::trim_end);
    let known = |units: &[(&[&str], ValueUnit)]| {
        units.iter().find(|(names, _)| is_among(names, word)).map(|(_, unit)| *unit)
    };
    let (value, unit) = match before_slash {
        Some(value) => (value, known(&RATES)),
        None if word.eq_ignore_ascii_case(TOTAL) => (body, Some(ValueUnit::Total)),
        None => (body, known(&TIMES)),
    };
    // After an operator the word is a name, and a unit needs something before it.
    let is_value = value.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, ')' | '_'));
    match unit {
        Some(unit) if is_value => Ok((value, Some(unit))),
        _ if is_number(value) && !word.is_empty() && !is_suffix(word) => {
            Err(NoUnit { word: text[value.len()..].trim().chars().take(40).collect() })
        }
        _ => Ok((text, None)),
    }
}

fn is_among(names: &[&str], word: &str) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(word))
}

/// Is it a number, with or without a suffix, and nothing else?
fn is_number(text: &str) -> bool {
    quantity(text).is_ok()
}

fn is_suffix(word: &str) -> bool {
    let mut letters = word.chars();
    let first = letters.next();
    letters.next().is_none() && first.is_some_and(|it| suffix_factor(it).is_some())
}
