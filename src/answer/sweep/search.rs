//! The search behind a sweep. Places of offers stay in here.

use std::cell::RefCell;
use std::sync::Arc;

use whatif_pricing::sweep::{
    Axis, Curve, Effort, Run, Verdict, affordable, carried, cheapest, crossovers, dips, edges,
    known,
};

use super::{
    CheapestRun, Crossing, Detail, Dip, Pair, Scope, SweepQuestion, SweptDip, SweptOffer, Totals,
    UnknownRun, Without,
};
use crate::answer::board::Board;
use crate::answer::instrument::{Contender, joined};
use crate::scenario::OfferId;

/// A question with its axis, its offers and its steps.
pub(super) struct Search<'s, 'b> {
    pub board: &'b Board,
    pub question: &'s SweepQuestion,
    pub axis: &'s Axis,
    pub contenders: &'s [Contender<'b>],
    pub steps: &'s [u64],
    /// The effort that is left for all searches together.
    pub effort: RefCell<Effort>,
}

impl<'s> Search<'s, '_> {
    fn curve(&self, contender_ix: usize) -> Option<Curve<'s>> {
        self.contenders[contender_ix].curve(self.axis)
    }

    /// Makes a search with its part of the effort for the whole question.
    fn spend<T>(&self, search: impl FnOnce(&mut Effort) -> T) -> T {
        self.effort.borrow_mut().share(self.question.effort, search)
    }

    pub fn offer(&self, contender: &'s Contender<'_>) -> SweptOffer {
        let priced = contender.priced;
        let mut curve = contender.curve(self.axis);
        let mut total = |step: &u64| curve.as_mut().and_then(|curve| curve.at(*step));
        let totals = self.steps.iter().map(&mut total).collect();
        let is_asked = match &self.question.scope {
            Scope::All => true,
            Scope::Of(id) => priced.id == *id,
        };
        let unknown = curve.as_mut().map(|curve| self.unknown(contender, curve));
        let unknown = unknown.unwrap_or_default();
        let uncarried = curve.as_mut().map(|curve| self.uncarried(contender, curve, &unknown));
        let uncarried = uncarried.unwrap_or_default();
        let detail = curve.as_mut().filter(|_| is_asked).map(|curve| self.detail(curve));
        SweptOffer {
            id: priced.id.clone(),
            card: Arc::clone(&priced.card),
            title: priced.title(),
            totals,
            reads_driver: contender.reads(self.axis),
            unranked: contender.unranked(self.axis),
            unknown,
            uncarried,
            detail,
        }
    }

    /// The stretches in which a total is not known as a whole.
    fn unknown(&self, contender: &Contender<'_>, curve: &mut Curve<'_>) -> Vec<UnknownRun> {
        let runs = self.spend(|effort| known(curve, effort));
        let unknown = runs.unwrap_or_default().into_iter().filter(|run| !run.what);
        let why =
            |step| contender.why_unknown(self.board, self.axis.driver(), self.axis.value(step));
        unknown.map(|run| UnknownRun { from: run.from, to: run.to, why: why(run.from) }).collect()
    }

    /// The stretches in which an offer is not ranked, although its total is known and it can do the job.
    fn uncarried(
        &self,
        contender: &Contender<'_>,
        curve: &mut Curve<'_>,
        unknown: &[UnknownRun],
    ) -> Vec<UnknownRun> {
        if !curve.is_ranked() {
            return Vec::new();
        }
        let runs = self.spend(|effort| carried(curve, effort)).unwrap_or_default();
        let beyond = runs.iter().filter(|run| !run.what).map(|run| (run.from, run.to));
        let driver = self.axis.driver();
        let run = |(from, to): Stretch| {
            let why = contender.why_uncarried(self.board, driver, self.axis.value(from));
            UnknownRun { from, to, why }
        };
        without(beyond.collect(), unknown).into_iter().map(run).collect()
    }

    fn detail(&self, curve: &mut Curve<'_>) -> Detail {
        let edges = self.spend(|effort| edges(curve, effort)).ok();
        let found = edges.as_deref().unwrap_or_default();
        let dips = self.spend(|effort| dips(curve, found, effort)).unwrap_or_default();
        let saves_next = |curve: &mut Curve<'_>, dip: Dip| {
            let (last, next) = (curve.ranked_at(dip.to)?, curve.ranked_at(dip.to + 1)?);
            Some(SweptDip { dip, saves_next: last.minus(next).ok()? })
        };
        let dips = dips.into_iter().filter_map(|dip| saves_next(curve, dip)).collect();
        let budget = self.question.budget.and_then(|amount| {
            let runs = self.spend(|effort| affordable(curve, amount, effort)).ok()?;
            Some(joined(&runs, is_within))
        });
        Detail { edges, dips, budget }
    }

    /// The places of the offers among which the cheapest is sought.
    pub fn rivals(&self) -> Vec<usize> {
        let competes = |place: &usize| match &self.question.rivals {
            None => true,
            Some(rivals) => rivals.contains(&self.contenders[*place].priced.id),
        };
        (0..self.contenders.len()).filter(competes).collect()
    }

    /// The cheapest of the rivals, stretch by stretch. `None` if they change in too many places.
    pub fn cheapest(&self, rivals: &[usize], offers: &[SweptOffer]) -> Option<Vec<CheapestRun>> {
        let known = rivals.iter().filter_map(|place| Some((*place, self.curve(*place)?)));
        let (places, mut curves): (Vec<usize>, Vec<Curve<'_>>) = known.unzip();
        let runs = self.spend(|effort| cheapest(&mut curves, effort)).ok()?;
        let whole = Run { from: 0, to: self.axis.last(), what: Vec::new() };
        let runs = if runs.is_empty() { vec![whole] } else { runs };
        let mut all = Vec::new();
        for run in runs {
            let ids = run.what.iter().map(|at| offers[places[*at]].id.clone());
            let cheapest: Vec<OfferId> = ids.collect();
            let first = run.what.first().copied();
            let open = rivals.iter().map(|rival| {
                let stretches = self.open(first.map(|at| places[at]), *rival, &offers[*rival]);
                (&offers[*rival].id, stretches)
            });
            let open: Vec<(&OfferId, Vec<Stretch>)> = open.collect();
            for (from, to) in divided(&open, run.from, run.to) {
                let is_open = |stretch: &Stretch| (stretch.0..=stretch.1).contains(&from);
                let unknown = open.iter().filter(|(_, stretches)| stretches.iter().any(is_open));
                let unknown = unknown.map(|(id, _)| (*id).clone()).collect();
                let total = first.and_then(|at| curves[at].ranked_at(from));
                all.push(CheapestRun { from, to, offers: cheapest.clone(), total, unknown });
            }
        }
        Some(all)
    }

    /// The cheapest of the rivals that are not doubtful.
    pub fn without(&self, rivals: &[usize], offers: &[SweptOffer]) -> Option<Without> {
        let is_doubtful = |place: &&usize| self.question.doubtful.contains(&offers[**place].id);
        let (left_out, others): (Vec<&usize>, Vec<&usize>) = rivals.iter().partition(is_doubtful);
        if left_out.is_empty() || others.len() < 2 {
            return None;
        }
        let others: Vec<usize> = others.into_iter().copied().collect();
        let ids = left_out.into_iter().map(|place| offers[*place].id.clone());
        Some(Without { offers: ids.collect(), cheapest: self.cheapest(&others, offers) })
    }

    /// The stretches in which a rival may be cheaper than the cheapest, because its total is not known. A
    /// known part that alone costs more decides.
    fn open(&self, cheapest: Option<usize>, rival: usize, offer: &SweptOffer) -> Vec<Stretch> {
        if !offer.is_rival() {
            return Vec::new();
        }
        if offer.has_no_total() {
            return vec![(0, self.axis.last())];
        }
        let unknown = || offer.unknown.iter().map(|run| (run.from, run.to)).collect();
        let Some(cheapest) = cheapest.filter(|_| !offer.unknown.is_empty()) else {
            return unknown();
        };
        let both = self.curve(cheapest).zip(self.curve(rival));
        let runs = both.map(|(mut one, mut other)| {
            self.spend(|effort| crossovers(&mut one, &mut other, effort))
        });
        let Some(Ok(runs)) = runs else { return unknown() };
        // An offer that cannot carry the workload is no rival there.
        without(unknown_in(&runs), &offer.uncarried)
    }

    /// The places of the offers that are compared with each other.
    pub fn paired(&self) -> Vec<(usize, usize)> {
        let of = match &self.question.scope {
            Scope::All => None,
            Scope::Of(id) => self.contenders.iter().position(|it| it.priced.id == *id),
        };
        let count = self.contenders.len();
        match of {
            Some(own) => (0..count).filter(|at| *at != own).map(|other| (own, other)).collect(),
            None => (1..count).flat_map(|second| (0..second).map(move |it| (it, second))).collect(),
        }
    }

    /// Two offers against each other. `None` if they are never both known.
    pub fn pair(&self, first: usize, second: usize) -> Option<Pair> {
        let (mut one, mut other) = (self.curve(first)?, self.curve(second)?);
        let runs = self.spend(|effort| crossovers(&mut one, &mut other, effort)).ok();
        let is_known = |run: &Run<Verdict>| run.what != Verdict::Unknown;
        if runs.as_ref().is_some_and(|runs| !runs.iter().any(is_known)) {
            return None;
        }
        let mut totals = |step| Totals { step, totals: [one.at(step), other.at(step)] };
        let crossings = Crossing::all(runs.as_deref().unwrap_or_default(), &mut totals);
        let id = |place: usize| self.contenders[place].priced.id.clone();
        Some(Pair { first: id(first), second: id(second), runs, crossings })
    }
}

const fn is_within(standing: Verdict) -> Option<bool> {
    match standing {
        Verdict::Cheaper | Verdict::Equal => Some(true),
        Verdict::Higher => Some(false),
        Verdict::Unknown => None,
    }
}

/// The first and the last step.
type Stretch = (u64, u64);

/// The stretches in which nothing can be said.
fn unknown_in(runs: &[Run<Verdict>]) -> Vec<Stretch> {
    let unknown = runs.iter().filter(|run| run.what == Verdict::Unknown);
    unknown.map(|run| (run.from, run.to)).collect()
}

/// Stretches without those of these runs.
fn without(stretches: Vec<Stretch>, runs: &[UnknownRun]) -> Vec<Stretch> {
    runs.iter().fold(stretches, |stretches, run| {
        let parts = stretches.into_iter().flat_map(|(from, to)| {
            let before = run.from.checked_sub(1).map(|end| (from, to.min(end)));
            let after = (from.max(run.to.saturating_add(1)), to);
            before.into_iter().chain([after])
        });
        parts.filter(|(from, to)| from <= to).collect()
    })
}

/// The steps from one to another, divided at the ends of these stretches.
fn divided(open: &[(&OfferId, Vec<Stretch>)], from: u64, to: u64) -> Vec<Stretch> {
    let stretches = open.iter().flat_map(|(_, stretches)| stretches);
    let starts = stretches.flat_map(|stretch| [stretch.0, stretch.1.saturating_add(1)]);
    let mut starts: Vec<u64> = starts.filter(|start| (from + 1..=to).contains(start)).collect();
    starts.push(from);
    starts.sort_unstable();
    starts.dedup();
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([to]);
    starts.iter().copied().zip(ends).collect()
}

impl Crossing {
    fn all(runs: &[Run<Verdict>], totals: &mut impl FnMut(u64) -> Totals) -> Vec<Self> {
        let known = |run: &&Run<Verdict>| run.what != Verdict::Unknown;
        let mut crossings = Vec::new();
        for (place, run) in runs.iter().enumerate() {
            let before = place.checked_sub(1).and_then(|place| runs.get(place)).filter(known);
            let after = runs.get(place + 1).filter(known);
            let is_leap = after.is_some_and(|after| after.what != Verdict::Equal);
            match run.what {
                Verdict::Equal if before.is_some() || after.is_some() => crossings.push(Self {
                    before: before.map(|before| totals(before.to)),
                    equal: Some((totals(run.from), totals(run.to))),
                    after: after.map(|after| totals(after.from)),
                }),
                // From one that is cheaper to the other, without a value between at which they are equal.
                Verdict::Cheaper | Verdict::Higher if is_leap => crossings.push(Self {
                    before: Some(totals(run.to)),
                    equal: None,
                    after: after.map(|after| totals(after.from)),
                }),
                Verdict::Equal | Verdict::Unknown | Verdict::Cheaper | Verdict::Higher => {}
            }
        }
        crossings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(from: u64, to: u64, what: Verdict) -> Run<Verdict> {
        Run { from, to, what }
    }

    fn crossings(runs: &[Run<Verdict>]) -> Vec<Vec<u64>> {
        let all = Crossing::all(runs, &mut |step| Totals { step, totals: [None; 2] });
        all.iter().map(|it| it.sides().iter().map(|side| side.step).collect()).collect()
    }

    #[test]
    fn a_crossing_has_the_values_on_either_side() {
        use Verdict::{Cheaper, Equal, Higher, Unknown};
        let equal = [run(0, 913, Cheaper), run(914, 914, Equal), run(915, 999, Higher)];
        assert_eq!(crossings(&equal), [vec![913, 914, 915]]);
        let leap = [run(0, 4, Cheaper), run(5, 9, Higher), run(10, 12, Unknown)];
        assert_eq!(crossings(&leap), [vec![4, 5]]);
        let alone = [run(0, 4, Unknown), run(5, 5, Equal), run(6, 7, Unknown)];
        assert_eq!(crossings(&alone), Vec::<Vec<u64>>::new());
    }
}
