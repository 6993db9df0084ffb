//! Figures, dates and lengths of time as a reader of the text wants them.

use chrono::{DateTime, FixedOffset, NaiveDate, Timelike};
use whatif_pricing::card::Source;
use whatif_pricing::counted;
use whatif_pricing::{Currency, ExchangeRate, Period, Places, Ratio, Window, instant, written};

/// An amount in cents and, where the figures have them, up to four places.
pub fn amount(amount: Option<Ratio>) -> String {
    amount.map_or_else(|| "unpublished".to_owned(), |amount| written(amount, Places::AMOUNT))
}

/// A total with its currency; one that lacks a price is a lower bound.
pub fn total(currency: Currency, total: Ratio, complete: bool) -> String {
    let bound = if complete { "" } else { "≥ " };
    format!("{bound}{currency} {}", written(total, Places::AMOUNT))
}

/// Exchange rates with their days and sources.
pub fn rates(rates: &[&ExchangeRate]) -> String {
    rates.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// A quantity with thousands separated.
pub fn quantity(quantity: Ratio) -> String {
    written(quantity, Places::QUANTITY)
}

/// So many things that were counted here: `1 file`, `30 billing records`.
pub fn count(count: usize, unit: &str) -> String {
    counted(Ratio::from(i64::try_from(count).unwrap_or(i64::MAX)), unit)
}

/// A clock's distance from UTC: `UTC+8`.
pub fn clock(offset: FixedOffset) -> String {
    let seconds = offset.local_minus_utc();
    let sign = if seconds < 0 { '-' } else { '+' };
    match (seconds.abs() / 3_600, seconds.abs() / 60 % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

/// A date and a time, with seconds only where there are some.
pub fn time(at: DateTime<FixedOffset>) -> String {
    let format = if at.second() == 0 { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S" };
    at.format(format).to_string()
}

/// A date and a time with its seconds, for columns.
pub fn second(at: DateTime<FixedOffset>) -> String {
    at.format("%Y-%m-%d %H:%M:%S").to_string()
}

/// What is priced, on the card's clock.
pub fn period(period: &Period, window: Window, offset: FixedOffset) -> String {
    let (from, to) = (instant(window.from, offset), instant(window.to, offset));
    let last = instant(window.to - 1, offset).date_naive();
    let days = |days: u32| counted(Ratio::from(days), "day");
    let said = match *period {
        Period::StandardMonth { start } => format!("30-day standard month, {start} to {last}"),
        Period::Days { start, days: 1 } => format!("1 day, {start}"),
        Period::Days { start, days: many } => format!("{}, {start} to {last}", days(many)),
        Period::Month { first } => {
            format!("calendar month {}, {first} to {last}", first.format("%Y-%m"))
        }
        Period::Span { .. } => format!("{} to {}", time(from), time(to)),
    };
    format!("{said} ({})", clock(offset))
}

/// How old a date is on the day of use.
pub fn age(date: NaiveDate, today: NaiveDate) -> String {
    match (today - date).num_days() {
        0 => "of the same day".to_owned(),
        days if days < 0 => "after the day of use".to_owned(),
        days => format!("{} old", counted(Ratio::from(days), "day")),
    }
}

/// A source in one sentence: title, date, age, the day it was read.
pub fn source(source: &Source, today: NaiveDate) -> String {
    let dated = match source.dated {
        Some(date) => format!("dated {date} ({})", age(date, today)),
        None => "without a date".to_owned(),
    };
    format!("{}, {dated}, read {}", source.title, source.read)
}

/// A source with its address, whenever it is read.
pub fn cited(source: &Source) -> String {
    let dated = source.dated.map_or_else(String::new, |date| format!("dated {date}, "));
    format!("{}, {dated}read {}, {}", source.title, source.read, source.url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_are_named_by_their_distance_from_utc() {
        let named = |minutes: i32| clock(FixedOffset::east_opt(minutes * 60).unwrap());
        assert_eq!(named(0), "UTC");
        assert_eq!(named(480), "UTC+8");
        assert_eq!(named(-210), "UTC-3:30");
    }

    #[test]
    fn ages_count_days_up_to_the_day_of_use() {
        let date = |text: &str| text.parse().unwrap();
        assert_eq!(age(date("2026-11-21"), date("2026-11-22")), "1 day old");
        assert_eq!(age(date("2025-03-26"), date("2026-11-22")), "606 days old");
        assert_eq!(age(date("2026-11-22"), date("2025-03-26")), "after the day of use");
    }
}
