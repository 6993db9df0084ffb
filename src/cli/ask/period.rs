//! The stretch of time that is asked about, and how instants and days are read.

use anyhow::anyhow;
use chrono::{DateTime, FixedOffset, NaiveDate, Timelike};
use clap::Args;
use whatif_pricing::{Period, PeriodError};

use crate::cli::output::Failure;

/// A period in days or a calendar month; by default a standard month of 30 days.
#[derive(Debug, Args)]
#[command(next_help_heading = "Period")]
pub struct PeriodArgs {
    /// A number of whole days on the card's clock
    #[arg(long, value_name = "N", allow_negative_numbers = true, conflicts_with = "month")]
    days: Option<String>,

    /// A calendar month, such as 2026-11; also 2027, "Q3 2026", "1 year", "90 days", "next month"
    #[arg(long, value_name = "PERIOD")]
    month: Option<String>,

    /// The first day of the period [default: today]
    #[arg(long, value_name = "DATE", conflicts_with = "month")]
    start: Option<String>,
}

/// A period from one instant to another, for commands in which `--from` and `--to` mean nothing else.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Period")]
pub struct SpanArgs {
    /// From a date on each card's own clock, or an instant to the second: 2026-06-01T09:30:00+08:00
    #[arg(long, value_name = "TIME", requires = "to", conflicts_with_all = ["days", "month", "start"])]
    from: Option<String>,

    /// Up to, and not including, a date or an instant
    #[arg(long, value_name = "TIME", requires = "from")]
    to: Option<String>,
}

impl SpanArgs {
    /// The period from one text to another, if both are dates or instants and not numbers.
    pub fn of_times(from: Option<&str>, to: Option<&str>) -> Option<Self> {
        let is_time = |text: &&str| {
            let text = text.trim();
            text.parse::<NaiveDate>().is_ok() || DateTime::parse_from_rfc3339(text).is_ok()
        };
        let owned = |text: Option<&str>| text.filter(is_time).map(str::to_owned);
        let (from, to) = (owned(from)?, owned(to)?);
        Some(Self { from: Some(from), to: Some(to) })
    }
}

impl PeriodArgs {
    /// The period that is meant.
    pub fn read(&self, span: &SpanArgs, today: NaiveDate) -> Result<Period, Failure> {
        if let Some(month) = &self.month {
            let period = match month.trim() {
                "" => Period::month(month),
                _ => Period::parse(month, today),
            };
            return period.map_err(Failure::input);
        }
        if let (Some(from), Some(to)) = (&span.from, &span.to) {
            for (flag, text) in [("--from", from), ("--to", to)] {
                // A day is not an instant: `Period::parse` reads it on each card's own clock.
                if DateTime::parse_from_rfc3339(text.trim()).is_ok() {
                    // A period ends where its length says, whatever the year.
                    let about = if flag == "--from" { Years::OfBeginnings } else { Years::Any };
                    time_of(flag, text, about)?;
                }
            }
            return Period::parse(&format!("{from}..{to}"), today).map_err(Failure::input);
        }
        let start =
            self.start.as_deref().map(|text| date("--start", text)).transpose()?.unwrap_or(today);
        let days = self.days.as_deref().map(days).transpose()?;
        let period = Period::days(start, days.unwrap_or(30)).map_err(Failure::input)?;
        Ok(if days.is_some() { period } else { Period::standard_month(start) })
    }
}

/// The years that an instant may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Years {
    /// Those in which a period begins.
    OfBeginnings,
    /// Any.
    Any,
}

/// Reads an instant in whole seconds.
pub fn time(flag: &str, text: &str) -> Result<DateTime<FixedOffset>, Failure> {
    time_of(flag, text, Years::OfBeginnings)
}

fn time_of(flag: &str, text: &str, years: Years) -> Result<DateTime<FixedOffset>, Failure> {
    let text = text.trim();
    let remedy = "write a date, a time in whole seconds and the distance from UTC, such as 2026-06-01T09:30:00+08:00";
    let at = DateTime::parse_from_rfc3339(text).map_err(|error| {
        Failure::Input(anyhow!("{flag} '{text}' is not an instant ({error}): {remedy}"))
    })?;
    if years == Years::OfBeginnings {
        checked_year(flag, at.date_naive())?;
    }
    // A leap second has more than a second's nanoseconds.
    if at.nanosecond() >= 1_000_000_000 {
        return Err(Failure::Input(anyhow!(
            "{flag} '{text}' is a leap second, which no bill counts: write the second before or after it"
        )));
    }
    if at.nanosecond() != 0 {
        return Err(Failure::Input(anyhow!(
            "{flag} '{text}' has a fraction of a second: {remedy}"
        )));
    }
    Ok(at)
}

/// Reads a date.
pub fn date(flag: &str, text: &str) -> Result<NaiveDate, Failure> {
    let date = text.trim().parse().map_err(|error| {
        Failure::Input(anyhow!(
            "{flag} '{text}' is not a date ({error}): write year, month and day, such as 2026-06-01"
        ))
    })?;
    checked_year(flag, date)?;
    Ok(date)
}

/// Refuses a date that no period can have.
fn checked_year(flag: &str, date: NaiveDate) -> Result<(), Failure> {
    if whatif_pricing::is_writable(&date) {
        return Ok(());
    }
    let error = anyhow::Error::new(PeriodError::Year(date));
    Err(Failure::Input(error.context(flag.to_owned())))
}

fn days(text: &str) -> Result<i64, Failure> {
    let max = whatif_pricing::PERIOD_DAYS_MAX;
    text.trim().parse().map_err(|_| {
        Failure::Input(anyhow!(
            "--days '{text}' is not a whole number: the range is 1 to {max} days; use --from and --to for parts of a day"
        ))
    })
}
