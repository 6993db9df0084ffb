//! Periods as people type them: `2027`, `Q3 2026`, `next month`, `90 days`, `2026-01-15..2026-02-15`.

use chrono::{DateTime, Datelike, FixedOffset, Months, NaiveDate, NaiveDateTime};

use crate::number::unit::STANDARD_MONTH_DAYS;
use crate::time::period::{Period, PeriodError, instant, is_writable, midnight};

/// Months in a quarter.
const QUARTER: u32 = 3;
/// Months in a year.
const YEAR: u32 = 12;
/// More months than any period has.
const MONTHS_MAX: u32 = 1_200;

const MONTH_NAMES: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

impl Period {
    /// The forms that [`Self::parse`] reads, for a hint beside the field.
    pub const FORMS: &str = "30 d, 2026-11, Q3 2026, 2027, 1 year, next month, \
        2026-01-15..2026-03-01 (the last day not included), or two instants with ..";

    /// Reads a period as people type it. What is relative begins today.
    ///
    /// - `2026-05`, `May 2026`, `Q3 2026` and `2027` are a month, a quarter and a year of the calendar;
    ///   `this`, `next` and `last` before `month`, `quarter` or `year` are those around today.
    /// - `1 year`, `2 quarters` and `3 months` are months of the calendar, from today on.
    /// - `90 days`, `45 d`, `2 weeks`, and a number that is no year, are days from today on, of which a
    ///   month has 30. `30 d`, `month` and an empty text are the standard month.
    /// - `2026-01-15..2026-02-15` are two dates on each card's own clock, the last not included. Two instants
    ///   with `..` are taken to the second. A date beside an instant is on the instant's clock.
    ///
    /// ```
    /// use whatif_pricing::Period;
    /// let today = "2026-11-30".parse().unwrap();
    /// let period = |text: &str| Period::parse(text, today).unwrap();
    /// assert_eq!(period("2027").seconds(), 365 * 86_400);
    /// assert_eq!(period("next month"), period("2026-12"));
    /// assert_eq!(period("Q3 2026"), period("2026-07-01..2026-10-01"));
    /// let error = Period::parse("Q5 2026", today).unwrap_err();
    /// assert!(error.to_string().starts_with("'Q5 2026' is not a quarter"));
    /// ```
    pub fn parse(text: &str, today: NaiveDate) -> Result<Self, PeriodError> {
        let text = text.trim();
        if let Some((from, to)) = text.split_once("..") {
            return between(from.trim(), to.trim());
        }
        let lower = text.to_ascii_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        match words[..] {
            [] | ["month"] | ["30-day", "month"] => Ok(Self::standard_month(today)),
            [one] => single(one, text, today),
            ["this", unit] => around(unit, 0, text, today),
            ["next", unit] => around(unit, 1, text, today),
            ["last", unit] => around(unit, -1, text, today),
            [one, other] => pair(one, other, text, today),
            _ => Err(unknown(text)),
        }
    }

    /// The period as it can be typed. A number of days does not say its first day.
    ///
    /// ```
    /// use whatif_pricing::Period;
    /// let today = "2026-11-30".parse().unwrap();
    /// for text in ["30 d", "45 d", "2026-05", "Q3 2026", "2027", "2026-01-15..2026-02-15"] {
    ///     assert_eq!(Period::parse(text, today).unwrap().text(), text);
    /// }
    /// ```
    #[must_use]
    pub fn text(&self) -> String {
        match *self {
            Self::StandardMonth { .. } => format!("{STANDARD_MONTH_DAYS} d"),
            Self::Days { days, .. } => format!("{days} d"),
            Self::Month { first } => first.format("%Y-%m").to_string(),
            Self::Dates { from, to } => dates_text(from, to),
            Self::Span { from, to } => format!("{}..{}", from.to_rfc3339(), to.to_rfc3339()),
        }
    }
}

fn dates_text(from: NaiveDate, to: NaiveDate) -> String {
    let lasts =
        |months| from.day() == 1 && from.checked_add_months(Months::new(months)) == Some(to);
    if lasts(YEAR) && from.month() == 1 {
        return from.year().to_string();
    }
    if lasts(QUARTER) && from.month() % QUARTER == 1 {
        return format!("Q{} {}", from.month() / QUARTER + 1, from.year());
    }
    format!("{from}..{to}")
}

/// A year, a month, a quarter with a hyphen, a number of days, or a length without a space.
fn single(word: &str, text: &str, today: NaiveDate) -> Result<Period, PeriodError> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = word.split_at(digits);
    match unit {
        _ if number.is_empty() => Err(unknown(text)),
        "" if digits == 4 => year(number, text),
        "" => length(number, "d", text, today),
        _ if digits == 4 && unit.starts_with("-q") => quarter(&unit[1..], number, text),
        _ if unit.starts_with('-') => Period::month(text),
        _ => length(number, unit, text, today),
    }
}

/// Two words: a length, a quarter or a month with its year.
fn pair(one: &str, other: &str, text: &str, today: NaiveDate) -> Result<Period, PeriodError> {
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let (name, number) = if is_number(other) { (one, other) } else { (other, one) };
    if !is_number(number) {
        return Err(unknown(text));
    }
    if name.strip_prefix('q').is_some_and(is_number) {
        return quarter(name, number, text);
    }
    if let Some(month) = MONTH_NAMES.iter().position(|known| is_month(name, known)) {
        return Period::month(&format!("{number}-{:02}", month + 1))
            .map_err(|_| PeriodError::Month(shown(text)));
    }
    if name == other { length(number, name, text, today) } else { Err(unknown(text)) }
}

/// `may`, `sept` and `september`, not `mayor`.
fn is_month(word: &str, short: &str) -> bool {
    const LONG: &str =
        "january february march april may june july august september october november december";
    word.len() >= 3 && word.starts_with(short) && LONG.split(' ').any(|long| long.starts_with(word))
}

fn year(number: &str, text: &str) -> Result<Period, PeriodError> {
    let first = number.parse().ok().and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
    let first = first.filter(is_writable).ok_or_else(|| PeriodError::YearNumber(shown(text)))?;
    months_from(first, YEAR)
}

/// `q3` and its year.
fn quarter(name: &str, year: &str, text: &str) -> Result<Period, PeriodError> {
    let error = || PeriodError::Quarter(shown(text));
    let place: u32 = name[1..].parse().map_err(|_| error())?;
    if !(1..=4).contains(&place) || year.len() != 4 {
        return Err(error());
    }
    let month = (place - 1) * QUARTER + 1;
    let first = year.parse().ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, 1));
    months_from(first.ok_or_else(error)?, QUARTER)
}

/// So many days, weeks, months, quarters or years from today on.
fn length(number: &str, unit: &str, text: &str, today: NaiveDate) -> Result<Period, PeriodError> {
    let count: i64 = number.parse().unwrap_or(i64::MAX);
    let days = |count: i64| match count {
        STANDARD_MONTH_DAYS => Ok(Period::standard_month(today)),
        count => Period::days(today, count),
    };
    let months = |each: u32| {
        let count = u32::try_from(count).ok().and_then(|count| count.checked_mul(each));
        let count = count.filter(|count| (1..=MONTHS_MAX).contains(count));
        months_from(today, count.ok_or_else(|| PeriodError::Length(shown(text)))?)
    };
    match unit {
        "d" | "day" | "days" => days(count),
        "w" | "week" | "weeks" => days(count.saturating_mul(7)),
        "mo" | "month" | "months" => months(1),
        "quarter" | "quarters" => months(QUARTER),
        "y" | "yr" | "year" | "years" => months(YEAR),
        _ => Err(unknown(text)),
    }
}

/// The month, quarter or year so many after the one in which today lies.
fn around(unit: &str, after: i32, text: &str, today: NaiveDate) -> Result<Period, PeriodError> {
    let months = match unit {
        "month" => 1,
        "quarter" => QUARTER,
        "year" => YEAR,
        _ => return Err(unknown(text)),
    };
    let into = today.month0() % months;
    let first = today.with_day(1).and_then(|first| first.checked_sub_months(Months::new(into)));
    let first = first.and_then(|first| match after {
        0.. => first.checked_add_months(Months::new(months * after.unsigned_abs())),
        _ => first.checked_sub_months(Months::new(months * after.unsigned_abs())),
    });
    let first = first.ok_or(PeriodError::Year(today))?;
    if months == 1 {
        Period::month(&first.format("%Y-%m").to_string())
    } else {
        months_from(first, months)
    }
}

/// So many months of the calendar.
fn months_from(first: NaiveDate, months: u32) -> Result<Period, PeriodError> {
    let to = first.checked_add_months(Months::new(months)).ok_or(PeriodError::Year(first))?;
    Period::dates(first, to)
}

/// Two dates or two instants. A date beside an instant is on the instant's clock.
fn between(from: &str, to: &str) -> Result<Period, PeriodError> {
    match (end(from)?, end(to)?) {
        (End::Date(from), End::Date(to)) => Period::dates(from, to),
        (End::Instant(from), End::Instant(to)) => Period::span(from, to),
        (End::Instant(from), End::Date(to)) => Period::span(from, on_clock(to, *from.offset())?),
        (End::Date(from), End::Instant(to)) => Period::span(on_clock(from, *to.offset())?, to),
    }
}

/// One end of a period.
enum End {
    Date(NaiveDate),
    Instant(DateTime<FixedOffset>),
}

/// A date, or an instant with or without seconds.
fn end(text: &str) -> Result<End, PeriodError> {
    const LOCAL: [&str; 4] =
        ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"];
    if let Ok(date) = text.parse() {
        return Ok(End::Date(date));
    }
    let in_utc = text.strip_suffix(['Z', 'z']).map(|local| format!("{local}+00:00"));
    let written = in_utc.as_deref().unwrap_or(text);
    let instant = LOCAL
        .iter()
        .find_map(|local| DateTime::parse_from_str(written, &format!("{local}%:z")).ok());
    if let Some(instant) = instant.or_else(|| DateTime::parse_from_rfc3339(text).ok()) {
        return Ok(End::Instant(instant));
    }
    if LOCAL.iter().any(|local| NaiveDateTime::parse_from_str(text, local).is_ok()) {
        return Err(PeriodError::NoOffset(shown(text)));
    }
    Err(PeriodError::Date(shown(text)))
}

/// The start of a date on a clock.
fn on_clock(date: NaiveDate, offset: FixedOffset) -> Result<DateTime<FixedOffset>, PeriodError> {
    if (1970..=9999).contains(&date.year()) {
        Ok(instant(midnight(date, offset), offset))
    } else {
        Err(PeriodError::Year(date))
    }
}

fn unknown(text: &str) -> PeriodError {
    PeriodError::Unknown(shown(text))
}

/// The typed text, fit for an error.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-11-30".parse().unwrap()
    }

    /// First and last day, with what a month is.
    fn read(text: &str) -> String {
        match Period::parse(text, today()) {
            Ok(Period::StandardMonth { start }) => format!("standard month from {start}"),
            Ok(Period::Days { start, days }) => format!("{days} days from {start}"),
            Ok(Period::Month { first }) => format!("month {first}"),
            Ok(Period::Dates { from, to }) => format!("{from} to {to}"),
            Ok(Period::Span { from, to }) => {
                format!("{} to {}", from.to_rfc3339(), to.to_rfc3339())
            }
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn every_form_is_read() {
        for (text, expected) in [
            ("", "standard month from 2026-11-30"),
            ("month", "standard month from 2026-11-30"),
            ("30-day month", "standard month from 2026-11-30"),
            ("30 d", "standard month from 2026-11-30"),
            ("30 days", "standard month from 2026-11-30"),
            ("90 days", "90 days from 2026-11-30"),
            ("45d", "45 days from 2026-11-30"),
            ("1 day", "1 days from 2026-11-30"),
            ("365", "365 days from 2026-11-30"),
            ("2 weeks", "14 days from 2026-11-30"),
            ("2027", "2027-01-01 to 2028-01-01"),
            ("2026-05", "month 2026-05-01"),
            ("May 2026", "month 2026-05-01"),
            ("sept 2026", "month 2026-09-01"),
            ("2026 December", "month 2026-12-01"),
            ("Q3 2026", "2026-07-01 to 2026-10-01"),
            ("2026 q4", "2026-10-01 to 2027-01-01"),
            ("2026-Q1", "2026-01-01 to 2026-04-01"),
            ("1 year", "2026-11-30 to 2027-11-30"),
            ("2 years", "2026-11-30 to 2028-11-30"),
            ("3 months", "2026-11-30 to 2027-02-28"),
            ("1 month", "2026-11-30 to 2026-12-30"),
            ("1 quarter", "2026-11-30 to 2027-02-28"),
            ("this month", "month 2026-11-01"),
            ("next month", "month 2026-12-01"),
            ("last month", "month 2026-10-01"),
            ("Next Quarter", "2027-01-01 to 2027-04-01"),
            ("last quarter", "2026-07-01 to 2026-10-01"),
            ("this year", "2026-01-01 to 2027-01-01"),
            ("next year", "2027-01-01 to 2028-01-01"),
            ("2026-01-15..2026-02-15", "2026-01-15 to 2026-02-15"),
            (" 2026-01-15 .. 2026-02-15 ", "2026-01-15 to 2026-02-15"),
            (
                "2026-01-15T09:30:00+08:00..2026-01-15T10:00:00Z",
                "2026-01-15T09:30:00+08:00 to 2026-01-15T10:00:00+00:00",
            ),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn an_instant_needs_no_seconds_and_lends_its_clock_to_a_date() {
        let may = "2025-05-01T04:00:00+00:00 to 2025-06-01T00:00:00+00:00";
        for text in [
            "2025-05-01T04:00Z..2025-06-01",
            "2025-05-01 04:00Z..2025-06-01T00:00z",
            "2025-05-01T04:00:00+00:00..2025-06-01 00:00+00:00",
        ] {
            assert_eq!(read(text), may, "{text}");
        }
        let east = "2025-05-01T00:00:00+08:00 to 2025-05-02T09:30:00+08:00";
        assert_eq!(read("2025-05-01..2025-05-02T09:30+08:00"), east);
    }

    #[test]
    fn what_is_no_period_is_answered_with_the_value_and_the_remedy() {
        for (text, expected) in [
            ("soon", "'soon' is not a period: write 30 d, 2026-11"),
            ("next week", "'next week' is not a period: write"),
            ("5 fortnights", "'5 fortnights' is not a period: write"),
            ("mayor 2026", "'mayor 2026' is not a period: write"),
            ("days 45", "'days 45' is not a period: write"),
            ("2026-13", "'2026-13' is not a month: write year and month"),
            ("may 26", "'may 26' is not a month: write year and month"),
            ("Q5 2026", "'Q5 2026' is not a quarter: write Q1 to Q4 and a year, such as Q3 2026"),
            (
                "1000",
                "'1000' is taken for a year, and years go from 1970 to 9899: for days write 1000 d",
            ),
            ("0 d", "0 days cannot be priced: the range is 1 to 36525 days"),
            ("40000 d", "40000 days cannot be priced"),
            ("0 years", "'0 years' cannot be priced: the range is 1 month to 100 years"),
            ("101 years", "'101 years' cannot be priced: the range is 1 month to 100 years"),
            ("2026-02-30..2026-03-01", "'2026-02-30' is not a date: write 2026-01-15"),
            ("2026-03-01..2026-03-01", "the period is empty: from 2026-03-01 is not before to"),
            ("1900-01-01..1901-01-01", "1900-01-01 is too far from today"),
            (
                "2026-01-15T09:30..2026-01-16T00:00:00Z",
                "'2026-01-15T09:30' has no distance from UTC: write it behind, such as",
            ),
            ("\u{1b}[2J 9", "'[2J 9' is not a period"),
        ] {
            let error = read(text);
            assert!(error.starts_with(expected), "{text:?}: {error}");
        }
    }

    #[test]
    fn what_is_written_can_be_typed_back() {
        for text in [
            "2024",
            "Q1 2027",
            "2026-05",
            "7 d",
            "30 d",
            "2026-01-15..2026-02-15",
            "2026-02-01..2026-05-01",
            "2026-02-01..2027-02-01",
            "2026-01-15T09:30:00+08:00..2026-01-15T10:00:00+00:00",
        ] {
            let period = Period::parse(text, today()).unwrap();
            assert_eq!(period.text(), text);
        }
    }
}
