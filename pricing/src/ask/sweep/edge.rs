//! The edges of a curve: where its price per unit changes, at a tier, an allowance or a minimum; and
//! the places where one unit more costs less.

use super::band::{Band, Line};
use super::crossover::{Effort, Run, TooManyChanges, Verdict, within};
use super::curve::Curve;
use crate::number::ratio::Ratio;
use crate::usage::measure::Measure;

/// A stretch in which more costs less, as at the edge of a volume tier, or where a further region has
/// something free of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dip {
    /// The first step that costs more than the lowest one.
    pub from: u64,
    /// The last step before the cost falls, which costs the most.
    pub to: u64,
    /// The step at which it has fallen: the next one, or a later one where it falls step by step.
    pub lowest: u64,
    /// The difference between the step before the fall and the lowest one.
    pub saves: Ratio,
}

/// The most steps of an axis that are looked at one by one for falls.
const SCANNED_MAX: u64 = 2_000;

/// The steps after which the price per unit changes: the last step of each stretch that is priced in one
/// way. Equal steps, such as each started 10,000 calls, are one way of pricing and have no edges.
///
/// ```
/// use whatif_pricing::{Catalog, ExchangeRates, Offer, Period, Selection, Tariff, Vocabulary, Workload};
/// use whatif_pricing::sweep::{Axis, Curve, Effort, edges};
/// let period = Period::standard_month("2026-06-01".parse().unwrap());
/// let card = Catalog::shipped().card("tencent-ssm-payg").unwrap();
/// let tariff = Tariff::new(&card, &Selection::standard(&card), period).unwrap();
/// let offer = Offer::new(tariff, vec![], card.default_currency(), &ExchangeRates::default()).unwrap();
/// let workload = Workload::standard(Vocabulary::standard());
/// let calls = workload.vocabulary().find("calls").unwrap();
/// let axis = Axis::new(&workload, calls, period.terms(), 1.into(), 50_000.into()).unwrap();
/// let mut curve = Curve::new(&offer, &axis).unwrap();
/// // up to 10,000 calls cost what 10,000 cost
/// let edges = edges(&mut curve, &mut Effort::THOROUGH.clone()).unwrap();
/// assert_eq!(edges.iter().map(|edge| axis.value(*edge)).collect::<Vec<_>>(), [10_000.into()]);
/// ```
pub fn edges(curve: &mut Curve<'_>, effort: &mut Effort) -> Result<Vec<u64>, TooManyChanges> {
    let last = curve.axis().last();
    let (mut edges, mut from) = (Vec::new(), 0);
    let mut before: Option<Piece> = None;
    loop {
        let piece = Piece::longest(curve, from, last, effort)?;
        from = piece.to + 1;
        before = Some(match before {
            None => piece,
            Some(before) => before.joined(&piece).unwrap_or_else(|| {
                edges.push(before.to);
                piece
            }),
        });
        if from > last {
            return Ok(edges);
        }
    }
}

/// Finds the stretches in which more costs less. A fall begins at an edge or, where the cost is no straight line,
/// at any step: there an axis of up to 2,000 steps is looked at step by step. A cost that falls from the first step to the last has no dip if the
/// driver is a time between reads: more of that is less use.
pub fn dips(
    curve: &mut Curve<'_>,
    edges: &[u64],
    effort: &mut Effort,
) -> Result<Vec<Dip>, TooManyChanges> {
    let last = curve.axis().last();
    let driver = &curve.axis().workload().vocabulary()[curve.axis().driver()];
    let is_interval = driver.measure == Measure::Seconds;
    let mut starts = starts(curve, edges).into_iter();
    let mut dips: Vec<Dip> = Vec::new();
    while let Some(step) = starts.find(|step| dips.last().is_none_or(|dip| dip.lowest <= *step)) {
        effort.take()?;
        let Some(before) = curve.ranked_at(step) else { continue };
        let former = step.checked_sub(1).and_then(|step| curve.ranked_at(step));
        if former.is_some_and(|former| former > before) {
            continue;
        }
        let Some((lowest, after)) = fallen(curve, step, before, edges, effort)? else { continue };
        if is_interval && step == 0 && lowest == last {
            continue;
        }
        let Ok(saves) = before.minus(after) else { continue };
        let runs = within(curve, after, effort)?;
        let higher = |run: &&Run<Verdict>| (run.from..=run.to).contains(&step);
        let from = runs.iter().find(higher).map_or(step, |run| run.from);
        dips.push(Dip { from, to: step, lowest, saves });
    }
    Ok(dips)
}

/// The steps at which a fall may begin, in order.
fn starts(curve: &Curve<'_>, edges: &[u64]) -> Vec<u64> {
    let (axis, last) = (curve.axis(), curve.axis().last());
    let rises = |from: u64, to: u64| {
        let totals = axis.over(from, to).and_then(|inputs| curve.over(&inputs));
        let line = totals.ok().filter(|totals| totals.complete).and_then(|it| it.amount.line());
        line.is_some_and(|line| !line.slope.is_negative())
    };
    let (mut starts, mut from) = (Vec::new(), 0);
    for to in edges.iter().copied().chain([last]) {
        if last <= SCANNED_MAX && !rises(from, to) {
            starts.extend(from..to);
        }
        starts.extend((to < last).then_some(to));
        from = to + 1;
    }
    starts
}

/// Follows the cost as it falls from a step on, to the lowest step and its cost. `None` if the next step does
/// not cost less. A straight fall is followed to the next edge at once.
fn fallen(
    curve: &mut Curve<'_>,
    step: u64,
    before: Ratio,
    edges: &[u64],
    effort: &mut Effort,
) -> Result<Option<(u64, Ratio)>, TooManyChanges> {
    let end = curve.axis().last();
    let (mut lowest, mut amount) = (step, before);
    while lowest < end {
        effort.take()?;
        let Some(next) = curve.ranked_at(lowest + 1).filter(|next| *next < amount) else { break };
        (lowest, amount) = (lowest + 1, next);
        let next_edge = edges.iter().copied().find(|edge| *edge >= lowest).unwrap_or(end);
        let inputs = curve.axis().over(lowest, next_edge);
        let enclosed = inputs.and_then(|inputs| curve.over(&inputs));
        let falls = |band: Band| band.line().is_some_and(|line| line.slope < Ratio::ZERO);
        if enclosed.is_ok_and(|it| it.complete && falls(it.amount))
            && let Some(total) = curve.ranked_at(next_edge)
        {
            (lowest, amount) = (next_edge, total);
        }
    }
    Ok((lowest > step).then_some((lowest, amount)))
}

/// A stretch that is priced in one way.
#[derive(Clone, Copy, Debug)]
struct Piece {
    from: u64,
    to: u64,
    /// The total; `None` if not a single step has one.
    total: Option<Band>,
    complete: bool,
}

impl Piece {
    /// The longest stretch from a step on that answers as a whole. Part of one that does answers too, so
    /// it is found by doubling and halving.
    fn longest(
        curve: &Curve<'_>,
        from: u64,
        last: u64,
        effort: &mut Effort,
    ) -> Result<Self, TooManyChanges> {
        let mut found = Self { from, to: from, total: None, complete: false };
        let mut ask = |to: u64, found: &mut Self| {
            effort.take()?;
            let asked = curve.axis().over(from, to).and_then(|inputs| curve.over(&inputs));
            if let Ok(enclosed) = asked {
                let (total, complete) = (Some(enclosed.amount), enclosed.complete);
                *found = Self { from, to, total, complete };
            }
            Ok(asked.is_ok())
        };
        if !ask(from, &mut found)? || ask(last, &mut found)? {
            return Ok(found);
        }
        let (mut good, mut bad, mut stride) = (from, last, 1);
        while bad - good > 1 {
            let to = if stride > 0 {
                good.saturating_add(stride).min(bad - 1)
            } else {
                good + (bad - good) / 2
            };
            if ask(to, &mut found)? {
                good = to;
                stride *= 2;
            } else {
                bad = to;
                stride = 0;
            }
        }
        Ok(found)
    }

    /// Both as one, where the next goes on as this one: the question that divides them has no price.
    fn joined(&self, next: &Self) -> Option<Self> {
        let (here, there) = match (self.total, next.total) {
            // Where there are no totals nothing changes.
            (None, None) => return Some(Self { to: next.to, ..*self }),
            (here, there) => (here?, there?),
        };
        let total = match (here.line(), there.line()) {
            (Some(line), Some(next_line)) => {
                let slope = match (self.from == self.to, next.from == next.to) {
                    // Of two single steps any line goes through both.
                    (true, true) => next_line.at.minus(line.at).ok()?,
                    (true, false) => next_line.slope,
                    (false, _) => line.slope,
                };
                let line = Line { at: line.at, slope };
                let goes_on = line.value(next.from - self.from).ok()? == next_line.at;
                let straight = next.from == next.to || next_line.slope == slope;
                (goes_on && straight).then(|| Band::rising(line.at, slope, next.to - self.from))?
            }
            // Where the driver divides, the total bends everywhere: it is one way of pricing.
            (None, None) if here.is_bent() && there.is_bent() => here,
            (None, None) => {
                let same = here.low.slope == there.low.slope && here.high.slope == there.high.slope;
                same.then_some(here)?
            }
            _ => return None,
        };
        let alike = self.complete == next.complete;
        alike.then_some(Self { from: self.from, to: next.to, total: Some(total), ..*self })
    }
}
