//! The outcomes of all files of metrics together: calls in 30 days of each driver, and the busiest minute of each card.
//!
//! Files of other series, such as of another region, add up. Files of other times go on from one another. Both
//! follow from the requests of all of them over the time that any of them covers.

use std::collections::{BTreeMap, BTreeSet};

use whatif_pricing::{DriverId, OutOfRange, Places, Ratio, Vocabulary, written};

use super::MetricUnit;
use super::known::Counted;
use super::series::{Group, near_sum};
use super::span::{Span, Total};
use crate::import::cards::driver;
use crate::import::data::Origin;
use crate::import::draft::{Draft, Place};
use crate::import::error::ImportError;
use crate::import::interval;

/// Seconds of 30 days.
const MONTH: i64 = 30 * interval::DAY;
/// The driver that the busiest minute sets.
const PEAK: &str = "peak_qps";

/// The samples of one file that count for one driver, as requests.
#[derive(Debug)]
pub struct Outcome {
    pub file: String,
    pub unit: MetricUnit,
    pub counted: Counted,
    pub group: Group,
    pub total: Total,
    pub span: Span,
}

/// The outcomes of all files so far.
#[derive(Debug, Default)]
pub struct Metrics {
    pub outcomes: Vec<Outcome>,
}

impl Metrics {
    /// Adds calls and peaks to the draft.
    pub fn settle(self, draft: &mut Draft) -> Result<(), ImportError> {
        let mut by_card: BTreeMap<Option<String>, Vec<Outcome>> = BTreeMap::new();
        for outcome in self.outcomes {
            by_card.entry(outcome.counted.card.clone()).or_default().push(outcome);
        }
        for (card, outcomes) in by_card {
            let place = Place { card, ..Place::default() };
            let file = outcomes[0].file.clone();
            let settled = settle_card(&place, outcomes, draft);
            settled.map_err(|source| crate::import::draft::digits(&file, source))?;
        }
        Ok(())
    }
}

fn settle_card(place: &Place, outcomes: Vec<Outcome>, draft: &mut Draft) -> Result<(), OutOfRange> {
    let drivers: BTreeSet<DriverId> = outcomes.iter().map(|it| it.counted.driver).collect();
    for driver in drivers {
        let own: Vec<&Outcome> = outcomes.iter().filter(|it| it.counted.driver == driver).collect();
        settle_calls(place, driver, &own, draft)?;
    }
    settle_peak(place, outcomes, draft)
}

/// Adds one driver's calls.
fn settle_calls(
    place: &Place,
    driver: DriverId,
    outcomes: &[&Outcome],
    draft: &mut Draft,
) -> Result<(), OutOfRange> {
    let (mut of_none, mut of_mean, mut origin) = (Ratio::ZERO, Ratio::ZERO, Origin::default());
    for outcome in outcomes {
        of_none = near_sum(of_none, outcome.total.of_none)?;
        of_mean = near_sum(of_mean, outcome.total.of_mean)?;
        origin.join(&outcome.group.origin);
    }
    let in_month = |total: Ratio| {
        let whole = total.times(Ratio::from(MONTH))?;
        whole.over(Ratio::from(covered(outcomes)))
    };
    // Without a sample nothing happened, or nothing is known of it.
    let (of_none, of_mean) = (in_month(of_none)?, in_month(of_mean)?);
    let is_counter = |outcome: &&Outcome| outcome.unit == MetricUnit::Counter;
    let is_zero_between = outcomes.iter().all(|it| it.counted.is_sparse || is_counter(it));
    let (value, other) = if is_zero_between { (of_none, of_mean) } else { (of_mean, of_none) };
    draft.put(place, driver, value, origin);
    let missing = outcomes.iter().filter(|it| !is_counter(it)).map(|it| it.span.missing);
    let missing = missing.fold(0, i64::saturating_add);
    if missing > 0 {
        let other = written(other, Places::QUANTITY);
        let read = if is_zero_between {
            "read as no calls; if they are unknown"
        } else {
            "read as unknown; if there were no calls"
        };
        let note = format!("{missing} samples are missing, which is {read}, it is {other}");
        draft.say(place, driver, note);
    }
    for outcome in outcomes.iter().filter(|it| it.span.shorter > 0 && !it.counted.is_sparse) {
        let note = "series begin later or end earlier than others: they count as none in the rest";
        draft.notes.insert(format!("{}: {} {note}", outcome.file, outcome.span.shorter));
    }
    say_of_files(outcomes, draft);
    Ok(())
}

/// The seconds that any of them covers.
fn covered(outcomes: &[&Outcome]) -> i64 {
    let mut spans: Vec<(i64, i64)> = outcomes.iter().map(|it| (it.span.from, it.span.to)).collect();
    spans.sort_unstable();
    let (mut seconds, mut until) = (0, i64::MIN);
    for (from, to) in spans {
        seconds += (to - from.max(until)).max(0);
        until = until.max(to);
    }
    seconds
}

/// States how the times of several files lie.
fn say_of_files(outcomes: &[&Outcome], draft: &mut Draft) {
    for (place, outcome) in outcomes.iter().enumerate() {
        for other in &outcomes[place + 1..] {
            let (one, two) = (&outcome.span, &other.span);
            if outcome.file != other.file && one.from < two.to && two.from < one.to {
                let note = "cover some of the same time, and both count: leave one out if they are of the same calls";
                draft.notes.insert(format!("{} and {} {note}", outcome.file, other.file));
            }
        }
    }
}

/// Adds the busiest minute of all that counts as a request, if samples are close enough to show it.
fn settle_peak(place: &Place, outcomes: Vec<Outcome>, draft: &mut Draft) -> Result<(), OutOfRange> {
    let requests = outcomes.into_iter().filter(|it| is_request(it.counted.driver));
    let (close, far): (Vec<Outcome>, Vec<Outcome>) =
        requests.partition(|it| it.span.step.is_some_and(|step| step <= 60));
    for outcome in &far {
        say_too_far(outcome, draft)?;
    }
    let mut all = Group::default();
    let (mut missing, mut is_counter, mut uneven) = (0_i64, false, None);
    for Outcome { file, unit, group, span, .. } in close {
        if unit == MetricUnit::Counter && span.missing > 0 {
            let note = "samples of a counter are missing: what it counted in between is spread evenly over the minutes, so the peak may be higher";
            draft.notes.insert(format!("{file}: {} {note}", span.missing));
        }
        is_counter |= unit == MetricUnit::Counter;
        missing = missing.saturating_add(span.missing);
        uneven = uneven.or(span.step.filter(|step| *step > 0 && 60 % step != 0));
        all.join(group)?;
    }
    if all.series.is_empty() {
        return Ok(());
    }
    let peak = all.busiest()?.over(Ratio::from(60))?;
    draft.put(place, driver(PEAK), peak, all.origin);
    let least = match (missing > 0, is_counter) {
        (true, true) => Some("at least: samples are missing, and a gap counts as its mean"),
        (true, false) => Some("at least: samples are missing, and none of them counts"),
        (false, _) if !far.is_empty() => {
            Some("at least: other samples are more than a minute apart")
        }
        (false, _) => None,
    };
    if let Some(note) = least {
        draft.say(place, driver(PEAK), note.to_owned());
    }
    if let Some(step) = uneven {
        let note =
            format!("samples are {step} s apart, which does not divide a minute: the peak is near");
        draft.say(place, driver(PEAK), note);
    }
    Ok(())
}

/// Returns whether a driver is part of the mean that a peak follows.
fn is_request(of: DriverId) -> bool {
    let vocabulary = Vocabulary::standard();
    let mean = vocabulary[driver(PEAK)].mean.as_ref();
    let name = &vocabulary[of].name;
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    mean.is_some_and(|mean| mean.text.split(|letter| !is_word(letter)).any(|word| word == name))
}

fn say_too_far(outcome: &Outcome, draft: &mut Draft) -> Result<(), OutOfRange> {
    let step = outcome.span.step.unwrap_or(0);
    let seconds = if outcome.unit == MetricUnit::Counter { 60 } else { step.max(1) };
    let busiest = outcome.group.busiest()?.over(Ratio::from(seconds))?;
    let busiest = written(busiest, Places::QUANTITY);
    draft.notes.insert(format!(
        "{}: samples are {step} s apart, so peak_qps is not known; the busiest of them has a mean of {busiest} per second",
        outcome.file
    ));
    Ok(())
}
