//! The clock by which a bill counts its months: UTC, or for Google that of its Pacific coast.
//!
//! Google bills by calendar months of US Pacific time and writes the times of its rows at UTC. Rows become times of
//! the clock of their bill, so that a month of the bill is a calendar month.

use chrono::{DateTime, Datelike as _, NaiveDate, Weekday};

use crate::import::interval::DAY;

/// Seconds by which Pacific time is behind UTC, in summer and in winter.
const SUMMER: i64 = 7 * 3_600;
const WINTER: i64 = 8 * 3_600;

/// The clock of Google's bills. It remembers how far it is behind UTC in the year of the row before.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pacific {
    year: (i64, i64),
    summer: (i64, i64),
}

impl Pacific {
    /// The start and the end of a row on the clock of its bill. `invoice` is its month there, such as `202609`:
    /// a row that only the calendar of UTC puts into it stays at UTC. So does one of whole days at UTC, and one
    /// without such a month that is not of whole days here.
    pub fn row(&mut self, (from, to): (i64, i64), invoice: &str) -> (i64, i64) {
        let here = (from - self.behind(from), to - self.behind(to));
        let is_of_days = |(from, to): (i64, i64)| from % DAY == 0 && to % DAY == 0 && from < to;
        if is_of_days((from, to)) || (invoice.is_empty() && !is_of_days(here)) {
            return (from, to);
        }
        let is_of = |(from, _)| month(from).is_some_and(|known| known == invoice);
        if !invoice.is_empty() && !is_of(here) && is_of((from, to)) { (from, to) } else { here }
    }

    /// The seconds by which the clock is behind UTC.
    fn behind(&mut self, second: i64) -> i64 {
        if !(self.year.0..self.year.1).contains(&second) {
            self.settle(second);
        }
        if (self.summer.0..self.summer.1).contains(&second) { SUMMER } else { WINTER }
    }

    /// Finds the summer of a year: from two o'clock of the second Sunday in March to that of the first in November.
    fn settle(&mut self, second: i64) {
        let Some(at) = DateTime::from_timestamp(second, 0) else { return };
        let start = |date: Option<NaiveDate>| {
            date.map_or(0, |date| date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp())
        };
        let day = |year, month| start(NaiveDate::from_ymd_opt(year, month, 1));
        let sunday = |month, which| {
            start(NaiveDate::from_weekday_of_month_opt(at.year(), month, Weekday::Sun, which))
        };
        self.year = (day(at.year(), 1), day(at.year() + 1, 1));
        self.summer = (sunday(3, 2) + 2 * 3_600 + WINTER, sunday(11, 1) + 2 * 3_600 + SUMMER);
    }
}

/// The month of a second as Google writes it.
fn month(second: i64) -> Option<String> {
    Some(DateTime::from_timestamp(second, 0)?.format("%Y%m").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_google_are_on_the_clock_of_its_invoices() {
        let at = |text: &str| text.parse::<DateTime<chrono::Utc>>().unwrap().timestamp();
        for (from, to, invoice, expected_from, expected_to) in [
            // A day and a month of the Pacific coast, in summer, in winter and over the change between them.
            ("09-01T07:00", "09-02T07:00", "202609", "09-01T00:00", "09-02T00:00"),
            ("11-30T08:00", "12-01T08:00", "202611", "11-30T00:00", "12-01T00:00"),
            ("11-01T07:00", "11-02T08:00", "202611", "11-01T00:00", "11-02T00:00"),
            ("03-08T08:00", "03-09T07:00", "202603", "03-08T00:00", "03-09T00:00"),
            ("09-01T07:00", "10-01T07:00", "", "09-01T00:00", "10-01T00:00"),
            // An hour of the last evening of September there.
            ("10-01T05:00", "10-01T06:00", "202609", "09-30T22:00", "09-30T23:00"),
            // Days and hours at UTC.
            ("09-01T00:00", "10-01T00:00", "202609", "09-01T00:00", "10-01T00:00"),
            ("09-01T01:00", "09-01T02:00", "202609", "09-01T01:00", "09-01T02:00"),
            ("09-05T01:00", "09-05T02:00", "", "09-05T01:00", "09-05T02:00"),
        ] {
            let at = |text: &str| at(&format!("2026-{text}:00Z"));
            let found = Pacific::default().row((at(from), at(to)), invoice);
            assert_eq!(found, (at(expected_from), at(expected_to)), "{from} {to} {invoice}");
        }
    }
}
