//! The time that samples cover, and the requests in it.

use chrono::DateTime;
use whatif_pricing::{OutOfRange, Ratio};

use super::MetricUnit;
use super::series::{Series, near_sum};

/// The time that samples cover.
#[derive(Debug)]
pub struct Span {
    /// The first second.
    pub from: i64,
    /// The second after the last.
    pub to: i64,
    /// The seconds between samples.
    pub step: Option<i64>,
    /// Samples that should be there and are not, of all series.
    pub missing: i64,
    /// The series that begin later or end earlier than another.
    pub shorter: usize,
}

/// The requests of all series over the whole span.
#[derive(Debug)]
pub struct Total {
    /// If nothing happened where a sample is missing.
    pub of_none: Ratio,
    /// If each series went on as it was where a sample is missing.
    pub of_mean: Ratio,
}

impl Span {
    /// `None` if there is no length of time.
    pub fn of(series: &[&Series], step: Option<i64>, unit: MetricUnit) -> Option<Self> {
        let spans = || series.iter().filter(|it| it.count > 0).filter_map(|it| it.span);
        let from = spans().map(|(from, _)| from).min()? / 1_000;
        let last = spans().map(|(_, to)| to).max()? / 1_000;
        let is_shorter = |(own_from, own_last): &(i64, i64)| {
            let slack = step.unwrap_or(0);
            own_from / 1_000 > from + slack || own_last / 1_000 < last - slack
        };
        let shorter = spans().filter(is_shorter).count();
        let sum = |missing: &dyn Fn(&Series) -> i64| {
            series.iter().map(|it| missing(it)).fold(0, i64::saturating_add)
        };
        if unit == MetricUnit::Counter {
            let missing = sum(&|it| step.map_or(0, |step| it.missing(step)));
            return (last > from).then_some(Self { from, to: last, step, missing, shorter });
        }
        let step = step?;
        let missing = sum(&|it| (it.seconds(step) - it.covered(step)).max(0) / step);
        Some(Self { from, to: last + step, step: Some(step), missing, shorter })
    }

    pub fn total(&self, series: &[&Series], unit: MetricUnit) -> Result<Total, OutOfRange> {
        let mut total = Total { of_none: Ratio::ZERO, of_mean: Ratio::ZERO };
        for own in series {
            let step = self.step.unwrap_or(1);
            let covered = own.covered(step);
            total.of_none = total.of_none.plus(own.total)?;
            let of_mean = if unit == MetricUnit::Counter || covered == 0 {
                own.total
            } else {
                own.total.times(Ratio::of(own.seconds(step), covered)?)?
            };
            total.of_mean = near_sum(total.of_mean, of_mean)?;
        }
        let factor = self.factor(unit);
        total.of_none = total.of_none.times(factor)?;
        total.of_mean = total.of_mean.times(factor)?;
        Ok(total)
    }

    /// The requests of one of a sample.
    pub fn factor(&self, unit: MetricUnit) -> Ratio {
        Ratio::from(if unit == MetricUnit::PerSecond { self.step.unwrap_or(0) } else { 1 })
    }

    pub fn words(&self) -> String {
        let at = |seconds: i64| {
            let known = DateTime::from_timestamp(seconds, 0);
            known.map_or_else(String::new, |it| it.format("%Y-%m-%dT%H:%M:%SZ").to_string())
        };
        format!("{} to {}", at(self.from), at(self.to))
    }
}
