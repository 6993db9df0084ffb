//! A timeline: a workload that changes at instants within the period.

use chrono::{DateTime, FixedOffset};
use thiserror::Error;

use crate::time::period::{Period, Window, instant};
use crate::usage::driver::DriverId;
use crate::usage::inputs::Usage;
use crate::usage::value::{SetError, Value};
use crate::usage::workload::{UsageError, Workload};

/// The most changes in one timeline.
pub const CHANGES_MAX: usize = 10_000;

/// From an instant on, a driver has another value. The instant itself has the new value.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The instant of the change.
    pub at: DateTime<FixedOffset>,
    /// The driver that changes.
    pub driver: DriverId,
    /// The value from then on.
    pub value: Value,
}

/// A workload and its changes. Of changes of one driver at the same instant the last one given holds;
/// changes of several drivers at the same instant happen together.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// The workload at the start.
    pub workload: Workload,
    /// The changes, in any order.
    pub changes: Vec<Change>,
}

/// The reason why a timeline cannot be priced.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum TimelineError {
    /// A change lies outside.
    #[error(
        "the event at {at} lies {where_} the period, which is from {from} up to but not including {to}: move the event or the period"
    )]
    Outside {
        /// The event's instant.
        at: DateTime<FixedOffset>,
        /// Before or after.
        where_: &'static str,
        /// The period's start on the card's clock.
        from: DateTime<FixedOffset>,
        /// The period's end on the card's clock.
        to: DateTime<FixedOffset>,
    },
    /// More changes than the limit.
    #[error("{0} events are too many: at most {CHANGES_MAX} can be priced")]
    TooMany(usize),
    /// A change that cannot be made.
    #[error("the event at {at}: {error}")]
    Set {
        /// The event's instant.
        at: DateTime<FixedOffset>,
        /// The error in the change.
        error: SetError,
    },
    /// A change to a range.
    #[error(
        "the event at {at}: {range} is a range, and a driver has one from the start or not at all: set it to a number or a formula"
    )]
    Range {
        /// The event's instant.
        at: DateTime<FixedOffset>,
        /// The range.
        range: String,
    },
    /// The workload has no values.
    #[error(transparent)]
    Usage(#[from] UsageError),
}

/// A stretch of the period in which the workload is steady.
#[derive(Clone, Debug)]
pub struct Segment {
    /// From and, not included, to.
    pub window: Window,
    /// The values of all drivers.
    pub usage: Usage,
}

impl Timeline {
    /// A workload that does not change.
    #[must_use]
    pub const fn steady(workload: Workload) -> Self {
        Self { workload, changes: Vec::new() }
    }

    /// The steady stretches of the period on a clock, in order; together they are the whole period.
    pub fn segments(
        &self,
        period: &Period,
        offset: FixedOffset,
    ) -> Result<Vec<Segment>, TimelineError> {
        let mut segments = Vec::with_capacity(self.changes.len() + 1);
        self.walk(period, offset, |window, _, usage| segments.push(Segment { window, usage }))?;
        Ok(segments)
    }

    /// Visits the steady stretches in order, each with the workload as it is then.
    pub(crate) fn walk(
        &self,
        period: &Period,
        offset: FixedOffset,
        mut visit: impl FnMut(Window, &Workload, Usage),
    ) -> Result<(), TimelineError> {
        if self.changes.len() > CHANGES_MAX {
            return Err(TimelineError::TooMany(self.changes.len()));
        }
        let ranged = |change: &&Change| change.value.range().is_some();
        if let Some(Change { at, value, .. }) = self.changes.iter().find(ranged) {
            return Err(TimelineError::Range { at: *at, range: value.text() });
        }
        let (window, terms) = (period.window(offset), period.terms_on(offset));
        let mut changes: Vec<&Change> = self.changes.iter().collect();
        // Stable: changes at the same instant keep their order.
        changes.sort_by_key(|change| change.at.timestamp());
        let mut workload = self.workload.clone();
        let mut from = window.from;
        for together in changes.chunk_by(|a, b| a.at.timestamp() == b.at.timestamp()) {
            let at = inside(together[0], window, offset)?;
            if at > from {
                let usage = workload.usage(terms)?;
                visit(Window { from, to: at }, &workload, usage);
                from = at;
            }
            let settings: Vec<(DriverId, Value)> =
                together.iter().map(|change| (change.driver, change.value.clone())).collect();
            let error = |error| TimelineError::Set { at: together[0].at, error };
            workload.set_all(&settings).map_err(error)?;
        }
        let usage = workload.usage(terms)?;
        visit(Window { from, to: window.to }, &workload, usage);
        Ok(())
    }
}

fn inside(change: &Change, window: Window, offset: FixedOffset) -> Result<i64, TimelineError> {
    let at = change.at.timestamp();
    let where_ = match at {
        at if at < window.from => "before",
        at if at >= window.to => "after",
        _ => return Ok(at),
    };
    let (from, to) = (instant(window.from, offset), instant(window.to, offset));
    Err(TimelineError::Outside { at: change.at, where_, from, to })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Ratio, Vocabulary};

    fn timeline(changes: &[(&str, &str)]) -> Timeline {
        let workload = Workload::standard(Vocabulary::standard());
        let secrets = workload.vocabulary().find("secrets").unwrap();
        let changes = changes.iter().map(|(at, value)| Change {
            at: DateTime::parse_from_rfc3339(at).unwrap(),
            driver: secrets,
            value: workload.read(secrets, value).unwrap(),
        });
        Timeline { changes: changes.collect(), workload }
    }

    fn segments(timeline: &Timeline) -> Result<Vec<(i64, Ratio)>, TimelineError> {
        let period = Period::month("2026-06").unwrap();
        let secrets = timeline.workload.vocabulary().find("secrets").unwrap();
        let segments = timeline.segments(&period, FixedOffset::east_opt(0).unwrap())?;
        Ok(segments.iter().map(|s| (s.window.seconds(), s.usage.value(secrets))).collect())
    }

    #[test]
    fn the_last_of_the_changes_at_one_instant_holds() {
        let timeline = timeline(&[("2026-06-02T00:00:00Z", "7"), ("2026-06-02T00:00:00Z", "8")]);
        let expected = [(86_400, Ratio::from(100_u32)), (29 * 86_400, Ratio::from(8_u32))];
        assert_eq!(segments(&timeline).unwrap(), expected);
    }

    #[test]
    fn changes_at_one_instant_happen_together_in_either_order() {
        let workload = Workload::standard(Vocabulary::standard());
        let change = |name: &str, text: &str| {
            let driver = workload.vocabulary().find(name).unwrap();
            let at = DateTime::parse_from_rfc3339("2026-06-02T00:00:00Z").unwrap();
            Change { at, driver, value: workload.read(driver, text).unwrap() }
        };
        let (secrets, calls) = (change("secrets", "calls / 10"), change("calls", "5000"));
        for changes in [vec![secrets.clone(), calls.clone()], vec![calls, secrets]] {
            let timeline = Timeline { workload: workload.clone(), changes };
            assert_eq!(segments(&timeline).unwrap()[1].1, Ratio::from(500_u32));
        }
    }

    #[test]
    fn a_change_at_the_end_is_outside_and_one_at_the_start_inside() {
        assert!(segments(&timeline(&[("2026-06-01T00:00:00Z", "7")])).is_ok());
        let error = segments(&timeline(&[("2026-07-01T00:00:00Z", "7")])).unwrap_err();
        assert!(error.to_string().contains("lies after the period"), "{error}");
    }
}
