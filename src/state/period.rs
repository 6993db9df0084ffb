//! Typing the period.

use chrono::{DateTime, FixedOffset, NaiveDate};
use whatif_pricing::{Period, PeriodError};

use super::State;

/// So many days are the standard month.
const STANDARD_MONTH_DAYS: i64 = 30;

/// What the field for the period takes.
pub const PERIOD_FORMS: &str =
    "30 d, 2026-11, 2026-01-15..2026-03-01 (the last day not included), or two instants with ..";

impl State {
    /// The present period as it can be typed.
    pub(super) fn period_text(&self) -> String {
        match self.scenario.period {
            Period::StandardMonth { .. } => format!("{STANDARD_MONTH_DAYS} d"),
            Period::Days { days, .. } => format!("{days} d"),
            Period::Month { first } => first.format("%Y-%m").to_string(),
            Period::Span { from, to } => {
                let offset = self.selected().card.offset;
                format!("{}..{}", date_or_instant(from, offset), date_or_instant(to, offset))
            }
        }
    }

    pub(super) fn set_period(&mut self, text: &str) -> Result<(), String> {
        let period = read(text, self.today, self.selected().card.offset)?;
        self.change(|scenario| {
            scenario.period = period;
            Ok(())
        })
    }
}

/// Reads `month`, `45 d`, `2026-11`, `2026-01-15..2026-03-01` or two RFC 3339 instants with `..`.
fn read(text: &str, today: NaiveDate, offset: FixedOffset) -> Result<Period, String> {
    let told = |error: PeriodError| error.to_string();
    let text = text.trim();
    if text.eq_ignore_ascii_case("month") || text.is_empty() {
        return Ok(Period::standard_month(today));
    }
    if let Some((from, to)) = text.split_once("..") {
        return Period::span(instant(from, offset)?, instant(to, offset)?).map_err(told);
    }
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).trim_end();
    let unit = text[digits.len()..].trim();
    if matches!(unit, "" | "d" | "day" | "days")
        && !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
    {
        let days = digits.parse().unwrap_or(i64::MAX);
        if days == STANDARD_MONTH_DAYS {
            return Ok(Period::standard_month(today));
        }
        return Period::days(today, days).map_err(told);
    }
    Period::month(text).map_err(|error| match text.split_once('-') {
        Some(_) => error.to_string(),
        None => format!("'{text}' is not a period: write {PERIOD_FORMS}"),
    })
}

/// A date on the card's clock, or an instant.
pub(super) fn instant(text: &str, offset: FixedOffset) -> Result<DateTime<FixedOffset>, String> {
    let text = text.trim();
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Ok(instant);
    }
    let date = text.parse::<NaiveDate>().ok();
    let midnight = date
        .and_then(|date| date.and_hms_opt(0, 0, 0))
        .and_then(|at| at.and_local_timezone(offset).single());
    midnight.ok_or_else(|| {
        format!("'{text}' is not a date: write 2026-01-15 or 2026-01-15T09:30:00+08:00")
    })
}

/// A date where the instant is a midnight on the card's clock.
fn date_or_instant(instant: DateTime<FixedOffset>, offset: FixedOffset) -> String {
    let local = instant.with_timezone(&offset);
    if local.time() == chrono::NaiveTime::MIN {
        local.date_naive().to_string()
    } else {
        instant.to_rfc3339()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Result<Period, String> {
        read(text, "2026-06-01".parse().unwrap(), FixedOffset::east_opt(8 * 3600).unwrap())
    }

    #[test]
    fn every_form_is_read() {
        let today = "2026-06-01".parse().unwrap();
        assert_eq!(period("30 d"), Ok(Period::standard_month(today)));
        assert_eq!(period("45 days"), Ok(Period::days(today, 45).unwrap()));
        assert_eq!(period("2026-02"), Ok(Period::month("2026-02").unwrap()));
        assert_eq!(period("2026-01-15..2026-03-01").map(|p| p.seconds()), Ok(45 * 86_400));
    }

    #[test]
    fn what_is_no_period_says_what_is() {
        for text in ["soon", "0 d", "2026-13", "2026-03-01..2026-01-15", "999999999999999999999 d"]
        {
            assert!(period(text).is_err(), "{text}");
        }
    }
}
