//! The values of a driver at which a goal is reached, each of them looked at.

use std::fmt::Write as _;

use anyhow::anyhow;
use rust_decimal::Decimal;
use whatif_pricing::number::MAGNITUDE_MAX;
use whatif_pricing::solve;
use whatif_pricing::sweep::{
    Axis, Curve, Effort, Run, TooManyChanges, Verdict, crossovers, with_unit, within,
};
use whatif_pricing::{DriverId, Offer, Places, Ratio, Vocabulary, written};

use super::found::{At, Found, Outcome, Stretch};
use super::{Goal, Question};
use crate::cli::along;
use crate::cli::output::Failure;

mod why;

/// More stretches than this are not listed one by one.
const LISTED_MAX: usize = 6;

/// The question along its axis.
struct Search<'a> {
    question: &'a Question,
    axis: &'a Axis,
    offers: &'a [Offer],
    runs: Vec<Run<Verdict>>,
}

/// Seeks along all values that can be typed, or between the ends that were given. Where prices change in
/// too many places for that, as with a driver that divides, along the driver's slider.
pub fn seek(
    question: &Question,
    driver: DriverId,
    [from, to]: [Option<Decimal>; 2],
) -> Result<Found, Failure> {
    let entry = &Vocabulary::standard()[driver];
    let from = from.unwrap_or(entry.smallest);
    let end = to.unwrap_or_else(|| Decimal::from(MAGNITUDE_MAX));
    let offers = question.requests().into_iter().map(|it| it.offer(question.currency));
    let offers: Vec<Offer> = offers.collect::<Result<_, _>>()?;
    let axis = along::axis(&question.request, driver, [from, end])?;
    along::reads(&offers, &axis)?;
    let axis = match last_priced(&offers, &axis) {
        Some(last) if last < axis.last() && last > 0 => {
            along::axis(&question.request, driver, [from, axis.value(last)])?
        }
        _ => axis,
    };
    match runs(question, &offers, &axis) {
        Ok(runs) => Search { question, axis: &axis, offers: &offers, runs }.found(end),
        Err(_) if to.is_none() && from < entry.largest => {
            let axis = along::axis(&question.request, driver, [from, entry.largest])?;
            let runs = runs(question, &offers, &axis).map_err(|error| far(&axis, error))?;
            Search { question, axis: &axis, offers: &offers, runs }.found(end)
        }
        Err(error) => Err(far(&axis, error)),
    }
}

/// The last step with totals, where those after it are beyond what can be priced or what a formula of the
/// workload may give; none where there is none at the first.
fn last_priced(offers: &[Offer], axis: &Axis) -> Option<u64> {
    let mut curves: Vec<Curve<'_>> =
        offers.iter().filter_map(|offer| Curve::new(offer, axis)).collect();
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

/// How the card stands to the goal along the axis.
fn runs(
    question: &Question,
    offers: &[Offer],
    axis: &Axis,
) -> Result<Vec<Run<Verdict>>, TooManyChanges> {
    let curves = offers.iter().filter_map(|offer| Curve::new(offer, axis));
    let mut curves: Vec<Curve<'_>> = curves.collect();
    let effort = &mut Effort::THOROUGH.clone();
    match (&question.goal, &mut curves[..]) {
        (Goal::Total(amount), [curve, ..]) => within(curve, *amount, effort),
        (Goal::Beats(_), [first, second]) => crossovers(first, second, effort),
        _ => Err(TooManyChanges),
    }
}

fn far(axis: &Axis, _: TooManyChanges) -> Failure {
    let (from, to) = (axis.value(0).normalize(), with_unit(axis, axis.last()));
    Failure::Input(anyhow!(
        "prices change in more places from {from} to {to} than can be followed: choose a shorter range with --from and --to"
    ))
}

impl Search<'_> {
    /// Does a stretch reach the goal? A total that meets the amount does; one that is equal to another
    /// card's does not beat it.
    fn reaches(&self, what: Verdict) -> Option<bool> {
        match (what, &self.question.goal) {
            (Verdict::Unknown, _) => None,
            (Verdict::Equal, Goal::Total(_)) | (Verdict::Cheaper, _) => Some(true),
            _ => Some(false),
        }
    }

    fn found(&self, end: Decimal) -> Result<Found, Failure> {
        let reached = |run: &&Run<Verdict>| self.reaches(run.what) == Some(true);
        let first = self.runs.iter().find(reached).map(|run| run.from);
        let last = self.runs.iter().rfind(reached).map(|run| run.to);
        let mut found = match first.zip(last) {
            Some(_) if self.runs.iter().all(|run| reached(&run)) => self.always(),
            Some((first, last)) => self.within(first, last)?,
            None => self.never()?,
        };
        found.stretches = self.stretches();
        let last = self.axis.last();
        if self.axis.value(last) < end {
            let _ = write!(found.says, "; values above {} were not looked at", self.number(last));
        }
        Ok(found)
    }

    fn always(&self) -> Found {
        let (from, to) = (self.number(0), self.with_unit(self.axis.last()));
        let says = format!("{}, always: from {from} to {to}", self.goal());
        let mut found = Found::new(Outcome::Always, says);
        found.smallest = Some(self.at(0));
        found.largest = Some(self.at(self.axis.last()));
        found
    }

    fn within(&self, first: u64, last: u64) -> Result<Found, Failure> {
        let mut found = Found::new(Outcome::Within, self.says_within(first, last));
        found.largest = Some(self.at(last));
        found.next = (last < self.axis.last()).then(|| self.at(last + 1));
        if first > 0 {
            found.smallest = Some(self.at(first));
            found.before = Some(self.at(first - 1));
        }
        let unknown = self.runs.iter().filter(|run| run.what == Verdict::Unknown);
        found.why = unknown.take(LISTED_MAX).flat_map(|run| self.why_unknown(run.from)).collect();
        found.warnings = self.warnings(last)?;
        Ok(found)
    }

    /// `within USD 500.00 up to 1,250 secrets`, with the gaps and what is not known beyond.
    fn says_within(&self, first: u64, last: u64) -> String {
        let mut says = match (first, last == self.axis.last()) {
            (0, _) => format!("{} up to {}", self.goal(), self.with_unit(last)),
            (_, true) => format!("{} from {} on", self.goal(), self.with_unit(first)),
            _ => format!("{} from {} to {}", self.goal(), self.number(first), self.with_unit(last)),
        };
        let is_gap = |run: &&Run<Verdict>| run.from > first && run.to < last;
        let gaps = self.runs.iter().filter(is_gap);
        let gaps = gaps.filter(|run| self.reaches(run.what) != Some(true));
        let gaps: Vec<String> = gaps.map(|run| self.stretch(run)).collect();
        if !gaps.is_empty() {
            let listed = gaps.len().min(LISTED_MAX);
            let _ = write!(says, ", but not at {}", gaps[..listed].join(", "));
            if gaps.len() > listed {
                let _ = write!(says, " and in {} more places", gaps.len() - listed);
            }
        }
        match self.runs.iter().find(|run| run.from == last + 1).map(|run| run.what) {
            Some(Verdict::Unknown) => says.push_str("; not known beyond it"),
            Some(Verdict::Equal) => {
                let _ = write!(says, "; equal at {}", self.number(last + 1));
            }
            _ => {}
        }
        says
    }

    fn never(&self) -> Result<Found, Failure> {
        let amount = match self.question.goal {
            Goal::Total(amount) => Some(amount),
            Goal::Beats(_) => None,
        };
        if self.runs.iter().all(|run| run.what == Verdict::Unknown) {
            let mut found = Found::new(Outcome::Unknown, "not known: no total is known".to_owned());
            found.why = self.why_unknown(0);
            return Ok(found);
        }
        match amount {
            Some(amount) => self.never_within(amount),
            None => Ok(self.never_cheaper()),
        }
    }

    fn never_within(&self, amount: Ratio) -> Result<Found, Failure> {
        let mut curve = self.curve(0);
        let goal = solve::Goal::seek(&mut curve, amount, Effort::THOROUGH);
        let goal = goal.map_err(|error| far(self.axis, error))?;
        let solve::Goal::Never { at, least } = goal else {
            return Ok(Found::new(Outcome::Unknown, "not known: no total is known".to_owned()));
        };
        let written = |amount| written(amount, Places::AMOUNT);
        let says = format!(
            "never {}: at {} the total is {}, and no other value makes it less",
            self.goal(),
            self.with_unit(at),
            written(least)
        );
        let mut found = Found::new(Outcome::Never, says);
        found.least = Some(self.at(at));
        found.why = solve::why_never(&curve, at, amount).into_iter().collect();
        let unknown = self.runs.iter().find(|run| run.what == Verdict::Unknown);
        found.why.extend(unknown.into_iter().flat_map(|run| self.why_unknown(run.from)));
        found.warnings = self.warnings(at)?;
        Ok(found)
    }

    fn never_cheaper(&self) -> Found {
        let mut says = format!("never {}", self.goal());
        let equal = self.runs.iter().find(|run| run.what == Verdict::Equal);
        match equal {
            Some(run) => {
                let _ = write!(says, ": equal at {} at best", self.stretch(run));
            }
            None => says.push_str(": it costs more wherever both are known"),
        }
        let mut found = Found::new(Outcome::Never, says);
        let known = self.runs.iter().find(|run| run.what != Verdict::Unknown);
        found.smallest = known.map(|run| self.at(run.from));
        found.least = equal.map(|run| self.at(run.from));
        let unknown = self.runs.iter().find(|run| run.what == Verdict::Unknown);
        found.why = unknown.map_or_else(Vec::new, |run| self.why_unknown(run.from));
        found
    }

    fn stretches(&self) -> Vec<Stretch> {
        let stretch = |run: Run<Option<bool>>| Stretch {
            from: self.axis.value(run.from),
            to: self.axis.value(run.to),
            reached: run.what,
        };
        let runs = along::joined(&self.runs, |what| self.reaches(what));
        runs.into_iter().map(stretch).collect()
    }

    fn curve(&self, place: usize) -> Curve<'_> {
        let curve = Curve::new(&self.offers[place], self.axis);
        curve.expect("a card without a rate into the currency was refused")
    }

    fn at(&self, step: u64) -> At {
        let totals = (0..self.offers.len()).map(|place| self.curve(place).at(step));
        At { value: self.axis.value(step), totals: totals.collect() }
    }

    /// `within USD 500.00`, or `cheaper than aws-kms`.
    fn goal(&self) -> String {
        match &self.question.goal {
            Goal::Total(amount) => {
                let amount = written(*amount, Places::AMOUNT);
                format!("within {} {amount}", self.question.currency)
            }
            Goal::Beats(other) => format!("cheaper than {}", other.card.id),
        }
    }

    fn with_unit(&self, step: u64) -> String {
        with_unit(self.axis, step)
    }

    fn number(&self, step: u64) -> String {
        written(Ratio::whole(self.axis.value(step)), Places::QUANTITY)
    }

    fn stretch(&self, run: &Run<Verdict>) -> String {
        if run.from == run.to {
            return self.number(run.from);
        }
        format!("{} to {}", self.number(run.from), self.number(run.to))
    }
}
