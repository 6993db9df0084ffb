//! Sweep: what offers cost against one driver, who is cheapest where, and what is not known and why.
//!
//! Steps are those of the [`Axis`]. Totals at points are for reading and drawing. Everything else is found
//! exactly, wherever it is.

mod points;
mod search;

use std::cell::RefCell;
use std::sync::Arc;

use rust_decimal::Decimal;
use whatif_pricing::sweep::{Axis, AxisError, Effort, Run, Verdict};
use whatif_pricing::{Currency, DriverId, RateCard, Ratio, SliderScale, Total};

pub use whatif_pricing::sweep::Dip;

use super::board::Board;
use super::instrument::{Contender, Idle, NoOffer, Reason, Unranked, Unsteady, idle};
use crate::scenario::OfferId;
use search::Search;

/// A question about one driver.
#[derive(Clone, Debug)]
pub struct SweepQuestion {
    /// The driver that takes all values of a range. The others stay as they are.
    pub driver: DriverId,
    /// The offers.
    pub offers: Vec<OfferId>,
    /// The currency of all totals.
    pub currency: Currency,
    /// The first and the last value. Those of the driver's slider if `None`.
    pub ends: [Option<Decimal>; 2],
    /// The values at which totals are listed.
    pub points: Points,
    /// The comparisons that are wanted.
    pub scope: Scope,
    /// The offers among which the cheapest is sought. All of them if `None`.
    pub rivals: Option<Vec<OfferId>>,
    /// The rivals without which the cheapest is sought once more: a total of theirs is a doubtful zero.
    pub doubtful: Vec<OfferId>,
    /// The amount that totals are held against, in the currency of the answer.
    pub budget: Option<Ratio>,
    /// The limit of each search. All of them together have [`Effort::for_many`].
    pub effort: Effort,
}

/// The values at which totals are listed.
#[derive(Clone, Debug)]
pub enum Points {
    /// Spread over the whole range.
    Spread {
        /// Their spread. As on the driver's slider if `None`.
        scale: Option<Scale>,
        /// The largest number of points.
        count: u32,
    },
    /// These values.
    At(Vec<Decimal>),
}

/// The spread of points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// In equal steps.
    Linear,
    /// In equal ratios.
    Log,
}

/// The comparisons that are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Each offer with each, the cheapest of all, and the edges, dips and budget of each.
    All,
    /// One offer with each other, and its edges, dips and budget.
    Of(OfferId),
}

/// A reason for no answer.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum SweepError {
    /// The workload changes within the period.
    #[error(transparent)]
    Unsteady(#[from] Unsteady),
    /// An offer is not there.
    #[error(transparent)]
    NoOffer(#[from] NoOffer),
    /// The driver has no such values.
    #[error(transparent)]
    Axis(#[from] AxisError),
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// The driver and its values.
    pub axis: Axis,
    /// The spread of the points.
    pub scale: Scale,
    /// The currency of all totals.
    pub currency: Currency,
    /// The steps at which totals are listed.
    pub steps: Vec<u64>,
    /// The offers, as they were asked for.
    pub offers: Vec<SweptOffer>,
    /// The offers among which the cheapest is sought.
    pub rivals: Vec<OfferId>,
    /// The cheapest offers, stretch by stretch. Neighbours differ. `None` if they change in more places
    /// than can be followed.
    pub cheapest: Option<Vec<CheapestRun>>,
    /// The same without the doubtful rivals. `None` if there are none, and if fewer than two others are left.
    pub without: Option<Without>,
    /// Two offers each that are both known somewhere, with who is cheaper where.
    pub pairs: Vec<Pair>,
    /// The amount that totals are held against.
    pub budget: Option<Ratio>,
    /// The reason why no total changes. `None` if one does.
    pub idle: Option<Idle>,
    /// True if other drivers are set to ranges, of which the likely values count.
    pub has_ranges: bool,
}

/// The cheapest offers without some of the rivals.
#[derive(Clone, Debug)]
pub struct Without {
    /// The rivals that are left out.
    pub offers: Vec<OfferId>,
    /// The cheapest of the others, as in [`Sweep::cheapest`].
    pub cheapest: Option<Vec<CheapestRun>>,
}

/// One offer along the axis.
#[derive(Clone, Debug)]
pub struct SweptOffer {
    /// The offer.
    pub id: OfferId,
    /// Its card.
    pub card: Arc<RateCard>,
    /// Provider, service and plan.
    pub title: String,
    /// At each of the listed steps. `None` if it has no exact total in the currency.
    pub totals: Vec<Option<Total>>,
    /// True if its total depends on the driver.
    pub reads_driver: bool,
    /// The reasons to compare it with no other. Empty if it is ranked.
    pub unranked: Vec<Unranked>,
    /// The stretches with an incomplete total, and why. Empty for one without any total.
    pub unknown: Vec<UnknownRun>,
    /// The stretches in which it cannot carry the workload as it is chosen, and why: it is not ranked there.
    pub uncarried: Vec<UnknownRun>,
    /// Its edges, dips and budget. `None` if they were not asked for or it has no total in the currency.
    pub detail: Option<Detail>,
}

/// A stretch in which a total is not known as a whole, or not ranked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRun {
    /// Its first step.
    pub from: u64,
    /// Its last step.
    pub to: u64,
    /// The reasons at the first step.
    pub why: Vec<Reason>,
}

/// A place where one step more costs less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SweptDip {
    /// The stretch that costs more, and the lowest step beyond it.
    pub dip: Dip,
    /// The difference between the last step of the stretch and the next one. What the lowest step saves is
    /// in the dip.
    pub saves_next: Ratio,
}

/// The findings about one offer alone.
#[derive(Clone, Debug)]
pub struct Detail {
    /// After which steps its price per unit changes. `None` if there are too many to follow.
    pub edges: Option<Vec<u64>>,
    /// The places where one step more costs less.
    pub dips: Vec<SweptDip>,
    /// The stretches within the budget and over it, as far as known. `None` without a budget, or if that
    /// changes too often to follow.
    pub budget: Option<Vec<Run<Option<bool>>>>,
}

/// A stretch with the same cheapest offers, in which the same others are not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheapestRun {
    /// Its first step.
    pub from: u64,
    /// Its last step.
    pub to: u64,
    /// The cheapest offers: several if they cost the same, none if no total is known as a whole.
    pub offers: Vec<OfferId>,
    /// Their total at the first step. `None` without one.
    pub total: Option<Ratio>,
    /// The rivals whose totals are not known here, so that one of them may be cheaper.
    pub unknown: Vec<OfferId>,
}

/// Two offers, and who is cheaper where.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The offer that the verdicts are about.
    pub first: OfferId,
    /// The other.
    pub second: OfferId,
    /// Stretch by stretch. `None` if that changes in more places than can be followed.
    pub runs: Option<Vec<Run<Verdict>>>,
    /// The places where the cheaper of the two changes, in order.
    pub crossings: Vec<Crossing>,
}

/// A place where the cheaper of two offers changes, or where they are equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// The last step before it. `None` if nothing is known before it.
    pub before: Option<Totals>,
    /// The first and the last step at which they cost the same. `None` if they never do.
    pub equal: Option<(Totals, Totals)>,
    /// The first step after it. `None` if nothing is known after it.
    pub after: Option<Totals>,
}

/// The totals of both offers of a pair at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    /// The step.
    pub step: u64,
    /// The first's total, then the second's.
    pub totals: [Option<Total>; 2],
}

/// The offers that a sweep of a scenario is about: the selected one and the marked ones that can do a job
/// of it, in order.
#[must_use]
pub fn swept_offers(board: &Board) -> Vec<OfferId> {
    let selected = board.selected();
    let rivals: Vec<&OfferId> = board.rivals().map(|offer| &offer.id).collect();
    let is_swept = |id: &&OfferId| **id == selected.id || rivals.contains(id);
    board.offers().iter().map(|offer| &offer.id).filter(is_swept).cloned().collect()
}

/// Sweeps offers along the values of a driver.
pub fn sweep(board: &Board, question: &SweepQuestion) -> Result<Sweep, SweepError> {
    sweep_watched(board, question, &mut |_, _| {})
}

/// The same. Calls `progress` with the searches that are done and with all of them.
pub fn sweep_watched(
    board: &Board,
    question: &SweepQuestion,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Sweep, SweepError> {
    Unsteady::check(board, "sweep")?;
    let (axis, scale) = axis(board, question)?;
    let contender = |id| Contender::new(board, id, question.currency);
    let contenders = question.offers.iter().map(contender).collect::<Result<Vec<_>, _>>()?;
    let steps = match &question.points {
        Points::Spread { count, .. } => points::steps(&axis, scale, *count),
        Points::At(values) => {
            let mut steps: Vec<u64> = values.iter().map(|value| axis.step_at(*value)).collect();
            steps.dedup();
            steps
        }
    };
    let effort = RefCell::new(question.effort.for_many());
    let (of, at) = (&contenders, &steps);
    let search = Search { board, question, axis: &axis, contenders: of, steps: at, effort };
    let paired = search.paired();
    let all = contenders.len() + 1 + paired.len();
    let mut done = 0;
    let mut step = || {
        done += 1;
        progress(done, all);
    };
    let offer = |it| {
        let offer = search.offer(it);
        step();
        offer
    };
    let offers: Vec<SweptOffer> = contenders.iter().map(offer).collect();
    let rivals = search.rivals();
    let cheapest = search.cheapest(&rivals, &offers);
    let without = search.without(&rivals, &offers);
    step();
    let pairs = paired.into_iter().filter_map(|(first, second)| {
        let pair = search.pair(first, second);
        step();
        pair
    });
    let pairs = pairs.collect();
    Ok(Sweep {
        scale,
        currency: question.currency,
        rivals: rivals.into_iter().map(|place| offers[place].id.clone()).collect(),
        cheapest,
        without,
        pairs,
        budget: question.budget,
        idle: idle(&contenders, &axis),
        has_ranges: axis.workload().has_ranges(),
        offers,
        steps,
        axis,
    })
}

/// The driver's values, and how points are spread over them.
fn axis(board: &Board, question: &SweepQuestion) -> Result<(Axis, Scale), AxisError> {
    let inputs = board.inputs();
    let entry = &inputs.workload.vocabulary()[question.driver];
    let slider = match entry.scale {
        SliderScale::Linear => Scale::Linear,
        SliderScale::Logarithmic => Scale::Log,
    };
    let scale = match question.points {
        Points::Spread { scale, .. } => scale.unwrap_or(slider),
        Points::At(_) => slider,
    };
    let smallest = match scale {
        Scale::Linear => entry.smallest,
        // Ratios from zero have no end.
        Scale::Log => entry.smallest.max(Decimal::ONE),
    };
    let [from, to] = question.ends;
    let (from, to) = (from.unwrap_or(smallest), to.unwrap_or(entry.largest));
    let terms = inputs.period.terms();
    Ok((Axis::new(&inputs.workload, question.driver, terms, from, to)?, scale))
}

impl Crossing {
    /// The steps whose totals show it, with these totals, in order.
    #[must_use]
    pub fn sides(&self) -> Vec<Totals> {
        let equal = self.equal.into_iter().flat_map(|(first, last)| [first, last]);
        let mut sides: Vec<Totals> =
            self.before.into_iter().chain(equal).chain(self.after).collect();
        sides.dedup();
        sides
    }
}

impl Sweep {
    /// The offer of this id.
    #[must_use]
    pub fn offer(&self, id: &OfferId) -> Option<&SweptOffer> {
        self.offers.iter().find(|offer| offer.id == *id)
    }
}

impl SweptOffer {
    /// Returns true if its total is complete at a step.
    #[must_use]
    pub fn is_known(&self, step: u64) -> bool {
        let within = |run: &UnknownRun| (run.from..=run.to).contains(&step);
        !self.unknown.iter().any(within) && !self.has_no_total()
    }

    /// Returns true if it has no total anywhere in the currency of the answer.
    #[must_use]
    pub fn has_no_total(&self) -> bool {
        let lacks = |why: &Unranked| matches!(why, Unranked::Unpriced(_) | Unranked::NoRate(_));
        self.unranked.iter().any(lacks)
    }

    /// Returns true if it takes part in the ranking, even if its total is not known.
    #[must_use]
    pub fn is_rival(&self) -> bool {
        let is_out = |why: &Unranked| matches!(why, Unranked::Ended | Unranked::CannotDo(_));
        !self.unranked.iter().any(is_out)
    }

    /// The reasons to compare it with no other at a step. Empty if it is known and ranked.
    #[must_use]
    pub fn why_unknown(&self, step: u64) -> Vec<Reason> {
        let runs = self.unknown.iter().chain(&self.uncarried);
        let at = runs.filter(|run| (run.from..=run.to).contains(&step));
        let mut reasons: Vec<Reason> = at.flat_map(|run| run.why.clone()).collect();
        reasons.extend(self.unranked.iter().cloned().map(Reason::Unranked));
        reasons
    }
}
