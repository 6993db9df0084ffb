//! The values of a driver at which a goal is reached.

use rust_decimal::Decimal;
use whatif_pricing::number::MAGNITUDE_MAX;
use whatif_pricing::solve;
use whatif_pricing::sweep::{Axis, Curve, Run, TooManyChanges, Verdict, affordable, crossovers};
use whatif_pricing::{DriverId, Ratio};

use super::{At, Beyond, Goal, Outcome, Search, SolveError, Solved, Stretch, Why};
use crate::answer::instrument::{Reason, idle, joined};

/// So many stretches without a total give their reasons.
const REASONS_MAX: usize = 6;

/// The question along its axis.
struct Along<'s, 'b> {
    search: &'s Search<'b>,
    axis: &'s Axis,
    runs: Vec<Run<Verdict>>,
}

/// Seeks along all values that can be typed, or between the ends that were given. If prices change in too
/// many places for that, as with a driver that divides, it seeks along the driver's slider.
pub(super) fn seek(
    search: &Search<'_>,
    driver: DriverId,
    [from, to]: [Option<Decimal>; 2],
) -> Result<Solved, SolveError> {
    let entry = &search.board.inputs().workload.vocabulary()[driver];
    let from = from.unwrap_or(entry.smallest);
    let end = to.unwrap_or_else(|| Decimal::from(MAGNITUDE_MAX));
    let axis = axis(search, driver, [from, end])?;
    if let Some(idle) = idle(&search.contenders, &axis) {
        return Err(idle.into());
    }
    let axis = match last_priced(search, &axis) {
        Some(last) if last < axis.last() && last > 0 => {
            self::axis(search, driver, [from, axis.value(last)])?
        }
        Some(_) | None => axis,
    };
    match runs(search, &axis) {
        Ok(runs) => Along { search, axis: &axis, runs }.found(end),
        Err(TooManyChanges) if to.is_none() && from < entry.largest => {
            let axis = self::axis(search, driver, [from, entry.largest])?;
            let runs = runs(search, &axis).map_err(|error| too_many(&axis, error))?;
            Along { search, axis: &axis, runs }.found(end)
        }
        Err(error) => Err(too_many(&axis, error)),
    }
}

fn axis(
    search: &Search<'_>,
    driver: DriverId,
    [from, to]: [Decimal; 2],
) -> Result<Axis, SolveError> {
    let inputs = search.board.inputs();
    Ok(Axis::new(&inputs.workload, driver, inputs.period.terms(), from, to)?)
}

fn curves<'a>(search: &'a Search<'_>, axis: &'a Axis) -> Vec<Curve<'a>> {
    search.contenders.iter().filter_map(|contender| contender.curve(axis)).collect()
}

/// The last step with totals, if those after it are beyond what can be priced or what a formula of the
/// workload may give. `None` if there is none at the first.
fn last_priced(search: &Search<'_>, axis: &Axis) -> Option<u64> {
    let mut curves = curves(search, axis);
    let mut is_priced = |step: u64| curves.iter_mut().all(|curve| curve.at(step).is_some());
    if is_priced(axis.last()) {
        return Some(axis.last());
    }
    let (mut good, mut bad) = (0, axis.last());
    if !is_priced(good) {
        return None;
    }
    while bad - good > 1 {
        let middle = good + (bad - good) / 2;
        if is_priced(middle) {
            good = middle;
        } else {
            bad = middle;
        }
    }
    Some(good)
}

/// The offer against the goal, along the axis.
fn runs(search: &Search<'_>, axis: &Axis) -> Result<Vec<Run<Verdict>>, TooManyChanges> {
    let effort = &mut { search.question.effort };
    let mut curves = curves(search, axis);
    match (&search.question.goal, &mut curves[..]) {
        (Goal::Total(amount), [curve, ..]) => affordable(curve, *amount, effort),
        (Goal::Beats(_), [first, second]) => crossovers(first, second, effort),
        (Goal::Total(_) | Goal::Beats(_), _) => {
            unreachable!("an offer without totals was refused")
        }
    }
}

fn too_many(axis: &Axis, _: TooManyChanges) -> SolveError {
    SolveError::TooManyChanges {
        driver: axis.workload().vocabulary()[axis.driver()].name.clone(),
        from: axis.value(0).normalize(),
        to: axis.value(axis.last()).normalize(),
    }
}

impl Along<'_, '_> {
    /// Returns true if a stretch reaches the goal. A total that meets the amount does. One that is equal
    /// to another offer's does not beat it.
    fn reaches(&self, what: Verdict) -> Option<bool> {
        match (what, &self.search.question.goal) {
            (Verdict::Unknown, _) => None,
            (Verdict::Equal, Goal::Total(_)) | (Verdict::Cheaper, _) => Some(true),
            (Verdict::Equal, Goal::Beats(_)) | (Verdict::Higher, _) => Some(false),
        }
    }

    fn found(&self, end: Decimal) -> Result<Solved, SolveError> {
        let reached = |run: &&Run<Verdict>| self.reaches(run.what) == Some(true);
        let first = self.runs.iter().find(reached).map(|run| run.from);
        let last = self.runs.iter().rfind(reached).map(|run| run.to);
        let mut solved = match first.zip(last) {
            Some(_) if self.runs.iter().all(|run| reached(&run)) => self.always(),
            Some((first, last)) => self.within(first, last)?,
            None => self.never()?,
        };
        solved.stretches = self.stretches();
        let last = self.axis.value(self.axis.last());
        solved.stopped_at = (last < end).then_some(last);
        solved.has_ranges = self.axis.workload().has_ranges();
        Ok(solved)
    }

    fn solved(&self, outcome: Outcome) -> Solved {
        Solved::new(self.search.question, outcome)
    }

    fn always(&self) -> Solved {
        let mut solved = self.solved(Outcome::Always);
        solved.smallest = Some(self.at(0));
        solved.largest = Some(self.at(self.axis.last()));
        solved
    }

    fn within(&self, first: u64, last: u64) -> Result<Solved, SolveError> {
        let mut solved = self.solved(Outcome::Within);
        solved.largest = Some(self.at(last));
        solved.next = (last < self.axis.last()).then(|| self.at(last + 1));
        if first > 0 {
            solved.smallest = Some(self.at(first));
            solved.before = Some(self.at(first - 1));
        }
        let beyond = self.runs.iter().find(|run| run.from == last + 1);
        solved.beyond = match beyond.map(|run| run.what) {
            None => Beyond::End,
            Some(Verdict::Unknown) => Beyond::Unknown,
            Some(Verdict::Equal) => Beyond::Equal(self.axis.value(last + 1)),
            Some(Verdict::Cheaper | Verdict::Higher) => Beyond::Missed,
        };
        let unknown = self.runs.iter().filter(|run| run.what == Verdict::Unknown);
        let unknown = unknown.take(REASONS_MAX);
        solved.why = unknown.flat_map(|run| self.why_unknown(run.from)).collect();
        solved.board = Some(self.search.board_at(self.axis.value(last))?);
        Ok(solved)
    }

    fn never(&self) -> Result<Solved, SolveError> {
        if self.runs.iter().all(|run| run.what == Verdict::Unknown) {
            return Ok(self.unknown());
        }
        match self.search.question.goal {
            Goal::Total(amount) => self.never_within(amount),
            Goal::Beats(_) => Ok(self.never_cheaper()),
        }
    }

    fn unknown(&self) -> Solved {
        let mut solved = self.solved(Outcome::Unknown);
        let first = self.runs.iter().find(|run| run.what == Verdict::Unknown);
        solved.why = self.why_unknown(first.map_or(0, |run| run.from));
        solved
    }

    fn never_within(&self, amount: Ratio) -> Result<Solved, SolveError> {
        let mut curves = curves(self.search, self.axis);
        let curve = &mut curves[0];
        let goal = solve::Goal::seek(curve, amount, self.search.question.effort);
        let goal = goal.map_err(|error| too_many(self.axis, error))?;
        let solve::Goal::Never { at, .. } = goal else { return Ok(self.unknown()) };
        let mut solved = self.solved(Outcome::Never);
        solved.least = Some(self.at(at));
        solved.why = solve::fixed_costs(curve, at, amount).map(Why::Fixed).into_iter().collect();
        let unknown = self.runs.iter().find(|run| run.what == Verdict::Unknown);
        solved.why.extend(unknown.into_iter().flat_map(|run| self.why_unknown(run.from)));
        solved.board = Some(self.search.board_at(self.axis.value(at))?);
        Ok(solved)
    }

    fn never_cheaper(&self) -> Solved {
        let mut solved = self.solved(Outcome::Never);
        let equal = self.runs.iter().find(|run| run.what == Verdict::Equal);
        solved.equal = equal.map(|run| (self.axis.value(run.from), self.axis.value(run.to)));
        let known = self.runs.iter().find(|run| run.what != Verdict::Unknown);
        solved.least = equal.or(known).map(|run| self.at(run.from));
        let unknown = self.runs.iter().find(|run| run.what == Verdict::Unknown);
        solved.why = unknown.map_or_else(Vec::new, |run| self.why_unknown(run.from));
        solved
    }

    fn stretches(&self) -> Vec<Stretch> {
        let stretch = |run: Run<Option<bool>>| Stretch {
            from: self.axis.value(run.from),
            to: self.axis.value(run.to),
            reached: run.what,
        };
        let runs = joined(&self.runs, |what| self.reaches(what));
        runs.into_iter().map(stretch).collect()
    }

    fn at(&self, step: u64) -> At {
        let mut curves = curves(self.search, self.axis);
        let totals = curves.iter_mut().map(|curve| curve.at(step)).collect();
        At { value: self.axis.value(step), totals }
    }

    /// The reasons for no totals to compare at a step.
    fn why_unknown(&self, step: u64) -> Vec<Why> {
        let (driver, value) = (self.axis.driver(), self.axis.value(step));
        let contenders = &self.search.contenders;
        let mut why = Vec::new();
        for contender in contenders {
            let mut reasons = contender.why_unknown(self.search.board, driver, value);
            reasons.extend(contender.why_uncarried(self.search.board, driver, value));
            if contenders.len() > 1 {
                let unranked = contender.unranked(self.axis).into_iter();
                reasons.extend(unranked.map(Reason::Unranked));
            }
            let offer = &contender.priced.id;
            why.extend(reasons.into_iter().map(|reason| Why::Offer {
                offer: offer.clone(),
                at: Some(value),
                reason,
            }));
        }
        why
    }
}
