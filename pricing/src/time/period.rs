//! Periods: the stretch of time that is priced.
//!
//! A period given in days, dates or months lies on whole days of each card's own clock. One given as two
//! instants is taken to the second. Clocks have fixed offsets: no vendor here bills by a clock with summer
//! time.
//!
//! Days count months of 30 days: a price per month costs a thirtieth each day. Months, dates and instants
//! count months of the calendar, as bills do: each day or hour is its share of its own month, so that May
//! costs one month whether it is given as a month, as two dates or as two instants.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeDelta, Timelike};
use thiserror::Error;

use crate::number::unit::{DAY_SECONDS, STANDARD_MONTH_DAYS};

/// The longest period: a hundred years.
pub const PERIOD_DAYS_MAX: i64 = 36_525;

/// The last year in which a period may begin or end: a hundred years more can still be written down.
const YEAR_MAX: i32 = 9_899;

/// The stretch of time priced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// 30 days from a date on: one standard month.
    StandardMonth {
        /// Its first day.
        start: NaiveDate,
    },
    /// So many whole days from a date on.
    Days {
        /// Its first day.
        start: NaiveDate,
        /// 1 to 36,525.
        days: u32,
    },
    /// A calendar month.
    Month {
        /// Its first day.
        first: NaiveDate,
    },
    /// From a date up to, and not including, another: in months of the calendar.
    Dates {
        /// The first day.
        from: NaiveDate,
        /// The day after the last.
        to: NaiveDate,
    },
    /// From an instant up to, and not including, another.
    Span {
        /// The first second.
        from: DateTime<FixedOffset>,
        /// The second after the last.
        to: DateTime<FixedOffset>,
    },
}

/// Why a period cannot be priced.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum PeriodError {
    /// No days, or too many.
    #[error("{0} days cannot be priced: the range is 1 to {PERIOD_DAYS_MAX} days")]
    Days(i64),
    /// Not a month of the calendar.
    #[error(
        "'{0}' is not a month: write year and month, such as 2026-11, with a month from 01 to 12"
    )]
    Month(String),
    /// Not a quarter of a year.
    #[error("'{0}' is not a quarter: write Q1 to Q4 and a year, such as Q3 2026")]
    Quarter(String),
    /// Four digits that are no year.
    #[error(
        "'{0}' is taken for a year, and years go from 1970 to {YEAR_MAX}: for days write {0} d"
    )]
    YearNumber(String),
    /// No months or years, or too many.
    #[error("'{0}' cannot be priced: the range is 1 month to 100 years")]
    Length(String),
    /// Not a date, nor an instant.
    #[error(
        "'{0}' is not a date: write 2026-01-15, or an instant such as 2026-01-15T09:30:00+08:00"
    )]
    Date(String),
    /// A date and a time of day, and no clock.
    #[error(
        "'{0}' has no distance from UTC: write it behind, such as 2026-01-15T09:30:00+08:00, or write the date alone"
    )]
    NoOffset(String),
    /// Nothing that is read as a period.
    #[error("'{0}' is not a period: write {forms}", forms = Period::FORMS)]
    Unknown(String),
    /// Begins when it has ended.
    #[error(
        "the period is empty: from {from} is not before to {to}: swap them or choose a later end"
    )]
    Empty {
        /// As given.
        from: DateTime<FixedOffset>,
        /// As given.
        to: DateTime<FixedOffset>,
    },
    /// Ends on the day on which it begins, or before.
    #[error(
        "the period is empty: from {from} is not before to {to}: swap them or choose a later end"
    )]
    NoDays {
        /// The first day.
        from: NaiveDate,
        /// The day after the last.
        to: NaiveDate,
    },
    /// Over a hundred years of dates.
    #[error(
        "the period from {from} to {to} is too long: at most {PERIOD_DAYS_MAX} days can be priced"
    )]
    TooManyDays {
        /// The first day.
        from: NaiveDate,
        /// The day after the last.
        to: NaiveDate,
    },
    /// Over a hundred years.
    #[error(
        "the period from {from} to {to} is too long: at most {PERIOD_DAYS_MAX} days can be priced"
    )]
    TooLong {
        /// As given.
        from: DateTime<FixedOffset>,
        /// As given.
        to: DateTime<FixedOffset>,
    },
    /// Dates outside the calendar that can be calculated with.
    #[error("{0} is too far from today: choose a year from 1970 to {YEAR_MAX}")]
    Year(NaiveDate),
}

/// A period on one card's clock, in seconds since 1970 UTC: from, and not including to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first second.
    pub from: i64,
    /// The second after the last.
    pub to: i64,
}

impl Window {
    /// Its length in seconds.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.to - self.from
    }

    /// Returns the part that lies in another window too. `None` if there is none.
    pub(crate) fn within(self, other: Self) -> Option<Self> {
        let window = Self { from: self.from.max(other.from), to: self.to.min(other.to) };
        (window.from < window.to).then_some(window)
    }
}

impl Period {
    /// A standard month of 30 days.
    #[must_use]
    pub const fn standard_month(start: NaiveDate) -> Self {
        Self::StandardMonth { start }
    }

    /// So many whole days.
    pub fn days(start: NaiveDate, days: i64) -> Result<Self, PeriodError> {
        if !(1..=PERIOD_DAYS_MAX).contains(&days) {
            return Err(PeriodError::Days(days));
        }
        in_range(start)?;
        let days = u32::try_from(days).map_err(|_| PeriodError::Days(days))?;
        Ok(Self::Days { start, days })
    }

    /// A calendar month, written `2026-11`.
    ///
    /// ```
    /// use whatif_pricing::Period;
    /// assert!(Period::month("2026-11").is_ok());
    /// let error = Period::month("2026-13").unwrap_err();
    /// assert!(error.to_string().starts_with("'2026-13' is not a month"));
    /// ```
    pub fn month(text: &str) -> Result<Self, PeriodError> {
        let error =
            || PeriodError::Month(text.chars().filter(|c| !c.is_control()).take(40).collect());
        let (year, month) = text.trim().split_once('-').ok_or_else(error)?;
        let digits =
            |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(error());
        }
        let parsed = (year.parse().ok()).zip(month.parse().ok());
        let first = parsed.and_then(|(year, month)| NaiveDate::from_ymd_opt(year, month, 1));
        let first = first.ok_or_else(error)?;
        in_range(first)?;
        Ok(Self::Month { first })
    }

    /// From an instant up to another, which may be beyond the years in which a period begins. A fraction of a second does not count.
    pub fn span(
        from: DateTime<FixedOffset>,
        to: DateTime<FixedOffset>,
    ) -> Result<Self, PeriodError> {
        let [from, to] = [from, to].map(|at| at.with_nanosecond(0).unwrap_or(at));
        if from.timestamp() >= to.timestamp() {
            return Err(PeriodError::Empty { from, to });
        }
        in_range(from.date_naive())?;
        if to.timestamp() - from.timestamp() > PERIOD_DAYS_MAX * DAY_SECONDS {
            return Err(PeriodError::TooLong { from, to });
        }
        Ok(Self::Span { from, to })
    }

    /// From a date up to, and not including, another, on each card's own clock. The other may be beyond the years in
    /// which a period begins, as with [`Self::days`].
    ///
    /// ```
    /// use whatif_pricing::Period;
    /// let (from, to) = ("2026-01-15".parse().unwrap(), "2026-02-15".parse().unwrap());
    /// assert_eq!(Period::dates(from, to).unwrap().seconds(), 31 * 86_400);
    /// let error = Period::dates(to, from).unwrap_err();
    /// assert!(error.to_string().starts_with("the period is empty: from 2026-02-15"));
    /// ```
    pub fn dates(from: NaiveDate, to: NaiveDate) -> Result<Self, PeriodError> {
        if from >= to {
            return Err(PeriodError::NoDays { from, to });
        }
        in_range(from)?;
        if (to - from).num_days() > PERIOD_DAYS_MAX {
            return Err(PeriodError::TooManyDays { from, to });
        }
        Ok(Self::Dates { from, to })
    }

    /// The window of it on a clock with this offset.
    #[must_use]
    pub fn window(&self, offset: FixedOffset) -> Window {
        match *self {
            Self::StandardMonth { start } => whole_days(start, STANDARD_MONTH_DAYS, offset),
            Self::Days { start, days } => whole_days(start, days.into(), offset),
            Self::Month { first } => whole_days(first, month_days(first), offset),
            Self::Dates { from, to } => whole_days(from, (to - from).num_days(), offset),
            Self::Span { from, to } => Window { from: from.timestamp(), to: to.timestamp() },
        }
    }

    /// Its length in seconds, the same on every clock.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        self.window(utc()).seconds()
    }

    /// The months of the calendar in it, if it is so many whole ones between two dates.
    ///
    /// ```
    /// use whatif_pricing::Period;
    /// let today = "2026-01-15".parse().unwrap();
    /// assert_eq!(Period::parse("1 quarter", today).unwrap().calendar_months(), Some(3));
    /// assert_eq!(Period::parse("45 d", today).unwrap().calendar_months(), None);
    /// ```
    #[must_use]
    pub fn calendar_months(&self) -> Option<u32> {
        let Self::Dates { from, to } = *self else { return None };
        let years = u32::try_from(to.year() - from.year()).ok()?;
        let months = (years * 12 + to.month()).checked_sub(from.month())?;
        let whole = from.checked_add_months(chrono::Months::new(months)) == Some(to);
        Some(months).filter(|months| whole && *months > 0)
    }

    /// Do its months follow the calendar? Days and standard months count months of 30 days instead.
    pub(crate) const fn follows_calendar(&self) -> bool {
        match self {
            Self::StandardMonth { .. } | Self::Days { .. } => false,
            Self::Month { .. } | Self::Dates { .. } | Self::Span { .. } => true,
        }
    }
}

pub(crate) fn utc() -> FixedOffset {
    FixedOffset::east_opt(0).expect("zero is an offset")
}

/// Is it a day that can be priced, and written with four digits for its year?
#[must_use]
pub fn is_writable(date: &NaiveDate) -> bool {
    (1970..=YEAR_MAX).contains(&date.year())
}

fn in_range(date: NaiveDate) -> Result<(), PeriodError> {
    if is_writable(&date) { Ok(()) } else { Err(PeriodError::Year(date)) }
}

/// The days of the month that begins on `first`.
fn month_days(first: NaiveDate) -> i64 {
    let next = first + chrono::Months::new(1);
    (next - first).num_days()
}

fn whole_days(start: NaiveDate, days: i64, offset: FixedOffset) -> Window {
    let from = midnight(start, offset);
    Window { from, to: from + days * DAY_SECONDS }
}

/// The instant at which a date begins on a clock.
pub(crate) fn midnight(date: NaiveDate, offset: FixedOffset) -> i64 {
    let start = date.and_hms_opt(0, 0, 0).expect("midnight exists on every fixed clock");
    (start - TimeDelta::seconds(offset.local_minus_utc().into())).and_utc().timestamp()
}

/// An instant on a clock, to be shown.
///
/// # Panics
/// If the second lies outside the calendar; every instant of a checked period lies inside.
#[must_use]
pub fn instant(seconds: i64, offset: FixedOffset) -> DateTime<FixedOffset> {
    DateTime::from_timestamp(seconds, 0).expect("periods are bounded").with_timezone(&offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn thirty_days_are_thirty_of_the_cards_own_days() {
        let east = FixedOffset::east_opt(8 * 3600).unwrap();
        let window = Period::days(date("2026-06-01"), 30).unwrap().window(east);
        assert_eq!(instant(window.from, east).to_rfc3339(), "2026-06-01T00:00:00+08:00");
        assert_eq!(instant(window.to, east).to_rfc3339(), "2026-07-01T00:00:00+08:00");
    }

    #[test]
    fn a_fraction_of_a_second_is_no_part_of_a_period() {
        let instant = |text: &str| DateTime::parse_from_rfc3339(text).unwrap();
        let span = |from: &str, to: &str| Period::span(instant(from), instant(to)).unwrap();
        let given = span("2016-12-31T23:59:60Z", "2017-01-02T12:00:00.75Z");
        assert_eq!(given, span("2016-12-31T23:59:59Z", "2017-01-02T12:00:00Z"));
    }

    #[test]
    fn periods_without_length_are_refused() {
        let instant = |text: &str| DateTime::parse_from_rfc3339(text).unwrap();
        let noon = instant("2026-06-01T12:00:00Z");
        assert!(matches!(Period::span(noon, noon), Err(PeriodError::Empty { .. })));
        let within_a_second = instant("2026-06-01T12:00:00.9Z");
        assert!(matches!(Period::span(noon, within_a_second), Err(PeriodError::Empty { .. })));
        assert!(matches!(Period::days(date("2026-06-01"), 0), Err(PeriodError::Days(0))));
        assert!(matches!(Period::days(date("9999-12-31"), 1), Err(PeriodError::Year(_))));
        for text in ["2026-13", "2026-00", "2026", "26-11", "2026-1", "x", "+026-11"] {
            assert!(matches!(Period::month(text), Err(PeriodError::Month(_))), "{text}");
        }
    }
}
