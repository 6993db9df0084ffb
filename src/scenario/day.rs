//! A day that is typed where an instant is wanted.

use chrono::{DateTime, FixedOffset, NaiveDate};

/// The first instant of a day that was typed, on a card's clock. `None` if the text is no date.
///
/// ```
/// use whatif::scenario::start_of_day;
/// let clock = chrono::FixedOffset::east_opt(8 * 3600).unwrap();
/// let start = start_of_day("2026-02-15", clock).unwrap();
/// assert_eq!(start.to_rfc3339(), "2026-02-15T00:00:00+08:00");
/// assert_eq!(start_of_day("2026-02-30", clock), None);
/// ```
#[must_use]
pub fn start_of_day(text: &str, clock: FixedOffset) -> Option<DateTime<FixedOffset>> {
    let day: NaiveDate = text.trim().parse().ok()?;
    day.and_hms_opt(0, 0, 0)?.and_local_timezone(clock).single()
}
