//! Samples, folded as they come: sums by minute for each driver, whatever the number of samples.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_decimal::Decimal;
use whatif_pricing::Ratio;

use super::join::{Metrics, Outcome};
use super::known::Counted;
use super::series::{Group, MINUTE, Series};
use super::span::Span;
use super::{Labels, MetricUnit};
use crate::import::draft::{Draft, Row, digits};
use crate::import::error::{ImportError, quoted};

/// The most series.
const SERIES_MAX: usize = 100_000;
/// The most minutes with samples, and blocks of sample times, that are held.
const HELD_MAX: usize = 4_000_000;
/// A month of samples that a row does not name.
const UNIT: &str = "samples";

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
        if !self.is_new(series, at)? {
            return Ok(Taken::Repeated);
        }
        let (requests, before) = self.requests(series, at, value)?;
        let failed = |source| digits(self.file, source);
        let own = &mut self.series[series];
        own.total = own.total.plus(requests).map_err(failed)?;
        let group = &mut self.groups[self.group_of[series]].1;
        group.origin.count += 1;
        if let Some(before) = before.filter(|before| at - before > MINUTE) {
            self.held += group.spread_over(requests, before, at).map_err(failed)?;
            return Ok(Taken::Counted);
        }
        // What a counter rose by belongs to the minute in which its interval began.
        let minute = before.unwrap_or(at).div_euclid(MINUTE);
        if group.minute.0 != minute {
            group.settle_minute().map_err(failed)?;
            group.minute = (minute, Ratio::ZERO);
            self.held += 1;
        }
        group.minute.1 = group.minute.1.plus(requests).map_err(failed)?;
        Ok(Taken::Counted)
    }

    /// Notes that a series has no value at a time at which there is a row for it.
    pub fn lack(&mut self, series: usize, at: i64) {
        let own = &mut self.series[series];
        own.lacking += 1;
        own.pass(at);
    }

    /// Returns whether a series has no sample of a time yet, and remembers that it has.
    fn is_new(&mut self, series: usize, at: i64) -> Result<bool, ImportError> {
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
            return Ok(false);
        }
        *seen |= mask;
        if self.held > HELD_MAX {
            return Err(self.beyond("more times", HELD_MAX));
        }
        Ok(true)
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
        own.pass(at);
        let mut requests = Ratio::whole(value);
        if let Some((before, former)) = own.last {
            if at < before {
                self.disordered += 1;
                own.is_disordered = true;
                if self.unit == MetricUnit::Counter {
                    let (what, limit) = ("samples of a counter out of order".to_owned(), 0);
                    return Err(self.beyond(&what, limit));
                }
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

    /// Returns whether no series counts for a driver.
    pub const fn is_empty(&self) -> bool {
        self.series.is_empty()
    }

    /// Adds what counts for drivers to the outcomes of all files.
    pub fn settle(mut self, all: &mut Metrics, draft: &mut Draft) -> Result<(), ImportError> {
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
        if self.disordered > 0 {
            self.series.iter_mut().filter(|it| it.is_disordered).for_each(Series::sort);
        }
        for (counted, mut group) in std::mem::take(&mut self.groups) {
            let failed = |source| digits(self.file, source);
            group.settle_minute().map_err(failed)?;
            let own: Vec<&Series> = group.series.iter().map(|at| &self.series[*at]).collect();
            let step = self.step.or_else(|| usual_step(&own));
            let Some(span) = Span::of(&own, step, self.unit) else {
                let row = Row { file: self.file, unit: UNIT, name: "" };
                let (what, why) = self.too_few(&group.series);
                draft.leave_out(&what, &why, row);
                continue;
            };
            group.origin.files = vec![self.file.to_owned()];
            group.origin.unit = UNIT;
            group.origin.first = vec![span.words()];
            let total = span.total(&own, self.unit).map_err(failed)?;
            group.scale(span.factor(self.unit)).map_err(failed)?;
            let (file, unit) = (self.file.to_owned(), self.unit);
            all.outcomes.push(Outcome { file, unit, counted, group, total, span });
        }
        Ok(())
    }
}

impl Fold<'_> {
    /// Some series of one sample each, and why they set no driver.
    fn too_few(&self, series: &[usize]) -> (String, String) {
        let why = "one sample does not say over which time it was taken";
        if series.len() < 2 {
            return ("a series".to_owned(), why.to_owned());
        }
        let mut texts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let labels = self.names.iter().filter(|(_, at)| series.contains(at));
        for (name, text) in labels.flat_map(|(labels, _)| labels) {
            texts.entry(name).or_default().insert(text);
        }
        let most = texts.into_iter().max_by_key(|(_, texts)| texts.len());
        let column = quoted(most.map_or("", |(name, _)| name));
        let remedy = "leave the column out";
        let why = format!("{why}: the column '{column}' makes a series of each row: {remedy}");
        (format!("{} series", series.len()), why)
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
