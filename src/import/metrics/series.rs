//! Samples, folded as they come: sums by minute for each driver, whatever the number of samples.

use std::collections::{BTreeMap, HashMap};

use chrono::DateTime;
use rust_decimal::Decimal;
use whatif_pricing::{OutOfRange, Places, Ratio, written};

use super::known::Counted;
use super::{Labels, MetricUnit};
use crate::import::cards::driver;
use crate::import::data::Origin;
use crate::import::draft::{Draft, Place, digits};
use crate::import::error::ImportError;
use crate::import::interval;

/// Seconds of 30 days.
const MONTH: i64 = 30 * interval::DAY;
/// The most series.
const SERIES_MAX: usize = 100_000;
/// The most minutes with samples, and blocks of sample times, that are held.
const HELD_MAX: usize = 4_000_000;
/// Milliseconds of a minute.
const MINUTE: i64 = 60_000;
/// A month of samples that a row does not name.
const UNIT: &str = "samples";

/// One series of samples.
#[derive(Debug, Default)]
struct Series {
    /// The blocks of 64 times that were seen, by the time of the first.
    seen: HashMap<i64, u64>,
    last: Option<(i64, Decimal)>,
    first_at: i64,
    last_at: i64,
    count: u64,
    /// The distances between samples, in milliseconds, and how often each came.
    steps: BTreeMap<i64, u64>,
}

/// The samples that count for one driver.
#[derive(Debug, Default)]
struct Group {
    series: Vec<usize>,
    minutes: HashMap<i64, Ratio>,
    /// The change, at a minute, of the requests a minute of which only the sum over several is known.
    spread: BTreeMap<i64, Ratio>,
    /// The minute that is being summed.
    minute: (i64, Ratio),
    total: Ratio,
    origin: Origin,
}

/// Everything folded so far, of one file.
#[derive(Debug)]
pub struct Fold<'a> {
    file: &'a str,
    unit: MetricUnit,
    /// The distance between samples in seconds, if the file says it.
    pub step: Option<i64>,
    series: Vec<Series>,
    /// By series: its group.
    group_of: Vec<usize>,
    groups: Vec<(Counted, Group)>,
    names: HashMap<Labels, usize>,
    held: usize,
    repeated: u64,
    disordered: u64,
    resets: u64,
}

/// The outcome of a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is counted.
    Counted,
    /// There is one of this time already.
    Repeated,
}

impl<'a> Fold<'a> {
    /// A fold of samples with this meaning.
    pub fn new(file: &'a str, unit: MetricUnit) -> Self {
        Self {
            file,
            unit,
            step: None,
            series: Vec::new(),
            group_of: Vec::new(),
            groups: Vec::new(),
            names: HashMap::new(),
            held: 0,
            repeated: 0,
            disordered: 0,
            resets: 0,
        }
    }

    /// The place of the series with these labels.
    pub fn series(&mut self, labels: Labels, counted: &Counted) -> Result<usize, ImportError> {
        if let Some(known) = self.names.get(&labels) {
            return Ok(*known);
        }
        if self.series.len() == SERIES_MAX {
            return Err(self.beyond("more series", SERIES_MAX));
        }
        let at = self.series.len();
        self.names.insert(labels, at);
        self.series.push(Series::default());
        let known = self.groups.iter().position(|(known, _)| known == counted);
        let group = known.unwrap_or_else(|| {
            self.groups.push((counted.clone(), Group::default()));
            self.groups.len() - 1
        });
        self.groups[group].1.series.push(at);
        self.group_of.push(group);
        Ok(at)
    }

    /// Adds a sample of a series at a time in milliseconds.
    pub fn add(&mut self, series: usize, at: i64, value: Decimal) -> Result<Taken, ImportError> {
        let own = &mut self.series[series];
        let (block, bit) =
            (at.div_euclid(1_000).div_euclid(64), at.div_euclid(1_000).rem_euclid(64));
        // Times with parts of a second have blocks of their own.
        let block = if at.rem_euclid(1_000) == 0 { block } else { i64::MIN / 2 + at };
        let seen = own.seen.entry(block).or_insert_with(|| {
            self.held += 1;
            0
        });
        let mask = 1_u64 << bit;
        if *seen & mask != 0 {
            self.repeated += 1;
            return Ok(Taken::Repeated);
        }
        *seen |= mask;
        if self.held > HELD_MAX {
            return Err(self.beyond("more times", HELD_MAX));
        }
        let (requests, before) = self.requests(series, at, value)?;
        let group = &mut self.groups[self.group_of[series]].1;
        group.origin.count += 1;
        let failed = |source| digits(self.file, source);
        group.total = group.total.plus(requests).map_err(failed)?;
        if let Some(before) = before.filter(|before| at - before > MINUTE) {
            self.held += group.spread_over(requests, before, at).map_err(failed)?;
            return Ok(Taken::Counted);
        }
        let minute = at.div_euclid(MINUTE);
        if group.minute.0 != minute {
            group.settle_minute().map_err(failed)?;
            group.minute = (minute, Ratio::ZERO);
            self.held += 1;
        }
        group.minute.1 = group.minute.1.plus(requests).map_err(failed)?;
        Ok(Taken::Counted)
    }

    /// The requests that a sample adds. Of a counter it is the difference to the sample before, whose time is
    /// returned too; a counter that fell was reset.
    fn requests(
        &mut self,
        series: usize,
        at: i64,
        value: Decimal,
    ) -> Result<(Ratio, Option<i64>), ImportError> {
        let own = &mut self.series[series];
        own.count += 1;
        if own.count == 1 {
            (own.first_at, own.last_at) = (at, at);
        }
        let mut requests = Ratio::whole(value);
        if let Some((before, former)) = own.last {
            if at < before {
                self.disordered += 1;
                if self.unit == MetricUnit::Counter {
                    let (what, limit) = ("samples of a counter out of order".to_owned(), 0);
                    return Err(self.beyond(&what, limit));
                }
            } else if own.steps.len() < 1_000 || own.steps.contains_key(&(at - before)) {
                *own.steps.entry(at - before).or_default() += 1;
            }
            if self.unit == MetricUnit::Counter && value >= former {
                let former = Ratio::whole(former);
                requests = requests.minus(former).map_err(|source| digits(self.file, source))?;
            } else if self.unit == MetricUnit::Counter {
                self.resets += 1;
            }
        } else if self.unit == MetricUnit::Counter {
            requests = Ratio::ZERO;
        }
        let before = own.last.map(|(before, _)| before);
        own.last = Some((at, value));
        (own.first_at, own.last_at) = (own.first_at.min(at), own.last_at.max(at));
        Ok((requests, before.filter(|_| self.unit == MetricUnit::Counter)))
    }

    fn beyond(&self, found: &str, limit: usize) -> ImportError {
        ImportError::Limit {
            file: self.file.to_owned(),
            what: "the file",
            found: found.to_owned(),
            limit: limit.to_string(),
            remedy: "sort it by time, or sum the series before the export",
        }
    }

    /// Adds calls and peaks to the draft.
    pub fn settle(mut self, draft: &mut Draft) -> Result<(), ImportError> {
        if self.repeated > 0 {
            let note = "samples have the time of one before them: the first of each counts";
            draft.notes.insert(format!("{}: {} {note}", self.file, self.repeated));
        }
        if self.disordered > 0 {
            let note = "samples stand before an earlier one: their order does not matter";
            draft.notes.insert(format!("{}: {} {note}", self.file, self.disordered));
        }
        if self.resets > 0 {
            let note = "times a counter began again at zero: what it lost was added";
            draft.notes.insert(format!("{}: {} {note}", self.file, self.resets));
        }
        for (counted, mut group) in std::mem::take(&mut self.groups) {
            let failed = |source| digits(self.file, source);
            group.settle_minute().map_err(failed)?;
            let own: Vec<&Series> = group.series.iter().map(|at| &self.series[*at]).collect();
            let step = self.step.or_else(|| usual_step(&own));
            let Some(span) = Span::of(&own, step, self.unit) else {
                let row = crate::import::draft::Row { file: self.file, unit: UNIT, name: "" };
                let why = "one sample does not say over which time it was taken";
                draft.leave_out("a series", why, row);
                continue;
            };
            group.origin.files = vec![self.file.to_owned()];
            group.origin.unit = UNIT;
            group.origin.first = vec![span.words()];
            settle(self.file, self.unit, &counted, group, &span, draft).map_err(failed)?;
        }
        Ok(())
    }
}

/// The most common distance between samples, in seconds.
fn usual_step(series: &[&Series]) -> Option<i64> {
    let mut steps: BTreeMap<i64, u64> = BTreeMap::new();
    for (step, count) in series.iter().flat_map(|it| &it.steps) {
        *steps.entry(*step).or_default() += count;
    }
    let usual = steps.into_iter().filter(|(step, _)| *step > 0);
    let usual = usual.max_by_key(|(step, count)| (*count, -step));
    usual.map(|(step, _)| (step / 1_000).max(1))
}

impl Series {
    /// The samples that lack between those that there are.
    fn missing(&self, step: i64) -> i64 {
        let step = step * 1_000;
        let lacking = self.steps.iter().map(|(distance, count)| {
            let lacking = ((distance + step / 2) / step - 1).max(0);
            lacking.saturating_mul(i64::try_from(*count).unwrap_or(i64::MAX))
        });
        lacking.fold(0, i64::saturating_add)
    }
}

impl Group {
    fn settle_minute(&mut self) -> Result<(), OutOfRange> {
        let (minute, sum) = self.minute;
        let known = self.minutes.entry(minute).or_default();
        *known = known.plus(sum)?;
        self.minute.1 = Ratio::ZERO;
        Ok(())
    }

    /// Adds requests between two times that are minutes apart: nothing says in which minute, so each has as
    /// many. Returns the number of new entries.
    fn spread_over(&mut self, requests: Ratio, before: i64, at: i64) -> Result<usize, OutOfRange> {
        let each = requests.times(Ratio::from(MINUTE))?.over(Ratio::from(at - before))?;
        let former = self.spread.len();
        let less = Ratio::ZERO.minus(each)?;
        for (minute, change) in [(before.div_euclid(MINUTE), each), (at.div_euclid(MINUTE), less)] {
            let known = self.spread.entry(minute + 1).or_default();
            *known = near_sum(*known, change)?;
        }
        Ok(self.spread.len() - former)
    }

    /// The requests of the busiest minute.
    fn busiest(&self) -> Result<Ratio, OutOfRange> {
        let mut most = self.minutes.values().max().copied().unwrap_or_default();
        let mut minutes: Vec<(i64, Ratio)> = self
            .minutes
            .iter()
            .filter(|_| !self.spread.is_empty())
            .map(|(at, it)| (*at, *it))
            .collect();
        minutes.sort_unstable_by_key(|(at, _)| *at);
        let (mut minutes, mut each) = (minutes.into_iter().peekable(), Ratio::ZERO);
        for (at, change) in &self.spread {
            while let Some((_, own)) = minutes.next_if(|(minute, _)| minute < at) {
                most = most.max(near_sum(each, own)?);
            }
            each = near_sum(each, *change)?;
            most = most.max(each);
        }
        Ok(most)
    }
}

/// The sum, of which digits beyond nine places are dropped if it cannot be calculated exactly.
fn near_sum(one: Ratio, other: Ratio) -> Result<Ratio, OutOfRange> {
    let near = |number: Ratio| Ratio::from(number.to_decimal().round_dp(9));
    one.plus(other).or_else(|_| near(one).plus(near(other)))
}

/// The time that samples cover.
struct Span {
    from: i64,
    to: i64,
    step: Option<i64>,
    /// Samples that should be there and are not, of the fullest series.
    missing: i64,
    /// Seconds with samples, of the fullest series.
    covered: i64,
}

impl Span {
    /// `None` if there is no length of time.
    fn of(series: &[&Series], step: Option<i64>, unit: MetricUnit) -> Option<Self> {
        let from = series.iter().map(|it| it.first_at).min()? / 1_000;
        let last = series.iter().map(|it| it.last_at).max()? / 1_000;
        let count = series.iter().map(|it| it.count).max()?;
        let count = i64::try_from(count).ok()?;
        if unit == MetricUnit::Counter {
            let missing = series.iter().map(|it| step.map_or(0, |step| it.missing(step)));
            let missing = missing.max().unwrap_or_default();
            let covered = last - from;
            return (covered > 0).then_some(Self { from, to: last, step, missing, covered });
        }
        let step = step?;
        let missing = ((last - from) / step + 1 - count).max(0);
        Some(Self { from, to: last + step, step: Some(step), missing, covered: count * step })
    }

    fn words(&self) -> String {
        let at = |seconds: i64| {
            let known = DateTime::from_timestamp(seconds, 0);
            known.map_or_else(String::new, |it| it.format("%Y-%m-%dT%H:%M:%SZ").to_string())
        };
        format!("{} to {}", at(self.from), at(self.to))
    }
}

/// Adds one driver's calls and peak.
fn settle(
    file: &str,
    unit: MetricUnit,
    counted: &Counted,
    group: Group,
    span: &Span,
    draft: &mut Draft,
) -> Result<(), OutOfRange> {
    let step = span.step.unwrap_or(0);
    let factor = Ratio::from(if unit == MetricUnit::PerSecond { step } else { 1 });
    let place = Place { card: counted.card.clone(), ..Place::default() };
    let total = group.total.times(factor)?;
    let in_month = |seconds: i64| total.times(Ratio::from(MONTH))?.over(Ratio::from(seconds));
    let whole = in_month(span.to - span.from)?;
    // Without a sample nothing happened, or nothing is known of it.
    let of_covered = in_month(span.covered)?;
    let is_zero_between = counted.is_sparse || unit == MetricUnit::Counter;
    let (value, other) = if is_zero_between { (whole, of_covered) } else { (of_covered, whole) };
    draft.put(&place, counted.driver, value, group.origin.clone());
    if span.missing > 0 && unit != MetricUnit::Counter {
        let other = written(other, Places::QUANTITY);
        let missing = span.missing;
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
    draft.put(&place, driver("peak_qps"), peak, group.origin);
    if is_counter && span.missing > 0 {
        let note = "at least: samples are missing, and a gap counts as its mean";
        draft.say(&place, driver("peak_qps"), note.to_owned());
    }
    if step > 0 && 60 % step != 0 {
        let note =
            format!("samples are {step} s apart, which does not divide a minute: the peak is near");
        draft.say(&place, driver("peak_qps"), note);
    }
    Ok(())
}
