//! The time that samples cover, and the calls and the peak that they become.

use chrono::DateTime;
use whatif_pricing::{OutOfRange, Places, Ratio, written};

use super::MetricUnit;
use super::known::Counted;
use super::series::{Group, Series, near_sum};
use crate::import::cards::driver;
use crate::import::draft::{Draft, Place};
use crate::import::interval;

/// Seconds of 30 days.
const MONTH: i64 = 30 * interval::DAY;

/// The time that samples cover.
pub struct Span {
    from: i64,
    to: i64,
    step: Option<i64>,
    /// Samples that should be there and are not, of all series.
    missing: i64,
    /// The series that begin later or end earlier than another.
    shorter: usize,
}

/// The requests of all series over the whole span.
pub struct Total {
    /// If nothing happened where a sample is missing.
    of_none: Ratio,
    /// If each series went on as it was where a sample is missing.
    of_mean: Ratio,
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
        Ok(total)
    }

    pub fn words(&self) -> String {
        let at = |seconds: i64| {
            let known = DateTime::from_timestamp(seconds, 0);
            known.map_or_else(String::new, |it| it.format("%Y-%m-%dT%H:%M:%SZ").to_string())
        };
        format!("{} to {}", at(self.from), at(self.to))
    }
}

/// Adds one driver's calls and peak.
pub fn settle(
    file: &str,
    unit: MetricUnit,
    counted: &Counted,
    (group, total): (Group, Total),
    span: &Span,
    draft: &mut Draft,
) -> Result<(), OutOfRange> {
    let place = Place { card: counted.card.clone(), ..Place::default() };
    let factor =
        Ratio::from(if unit == MetricUnit::PerSecond { span.step.unwrap_or(0) } else { 1 });
    let in_month = |total: Ratio| {
        let whole = total.times(factor)?.times(Ratio::from(MONTH))?;
        whole.over(Ratio::from(span.to - span.from))
    };
    // Without a sample nothing happened, or nothing is known of it.
    let (of_none, of_mean) = (in_month(total.of_none)?, in_month(total.of_mean)?);
    let is_zero_between = counted.is_sparse || unit == MetricUnit::Counter;
    let (value, other) = if is_zero_between { (of_none, of_mean) } else { (of_mean, of_none) };
    draft.put(&place, counted.driver, value, group.origin.clone());
    let missing = span.missing;
    if missing > 0 && unit != MetricUnit::Counter {
        let other = written(other, Places::QUANTITY);
        let note = if is_zero_between {
            format!(
                "{missing} samples are missing, which is read as no calls; if they are unknown, it is {other}"
            )
        } else {
            format!(
                "{missing} samples are missing, which is read as unknown; if there were no calls, it is {other}"
            )
        };
        draft.say(&place, counted.driver, note);
    }
    if span.shorter > 0 && !counted.is_sparse {
        let note = "series begin later or end earlier than others: they count as none in the rest";
        draft.notes.insert(format!("{file}: {} {note}", span.shorter));
    }
    settle_peak(file, unit, &place, group, span, draft)
}

/// Adds the busiest minute, if samples are close enough to show it.
fn settle_peak(
    file: &str,
    unit: MetricUnit,
    place: &Place,
    group: Group,
    span: &Span,
    draft: &mut Draft,
) -> Result<(), OutOfRange> {
    let step = span.step.unwrap_or(0);
    let factor = Ratio::from(if unit == MetricUnit::PerSecond { step } else { 1 });
    let peak = group.busiest()?;
    let is_counter = unit == MetricUnit::Counter;
    if is_counter && span.missing > 0 {
        let note = "samples of a counter are missing: what it counted in between is spread evenly over the minutes, so the peak may be higher";
        draft.notes.insert(format!("{file}: {} {note}", span.missing));
    }
    if step > 60 || span.step.is_none() {
        let seconds = if is_counter { 60 } else { step.max(1) };
        let busiest = peak.times(factor)?.over(Ratio::from(seconds))?;
        let busiest = written(busiest, Places::QUANTITY);
        draft.notes.insert(format!(
            "{file}: samples are {step} s apart, so peak_qps is not known; the busiest of them has a mean of {busiest} per second"
        ));
        return Ok(());
    }
    let peak = peak.times(factor)?.over(Ratio::from(60))?;
    draft.put(place, driver("peak_qps"), peak, group.origin);
    if is_counter && span.missing > 0 {
        let note = "at least: samples are missing, and a gap counts as its mean";
        draft.say(place, driver("peak_qps"), note.to_owned());
    } else if span.missing > 0 {
        let note = "at least: samples are missing, and none of them counts";
        draft.say(place, driver("peak_qps"), note.to_owned());
    }
    if step > 0 && 60 % step != 0 {
        let note =
            format!("samples are {step} s apart, which does not divide a minute: the peak is near");
        draft.say(place, driver("peak_qps"), note);
    }
    Ok(())
}
