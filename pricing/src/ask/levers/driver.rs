//! Moving one driver.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{LeverError, LeverRange, Moving, Outcome, Subject};
use crate::ask::sweep::{Axis, Curve, Effort, Verdict, within};
use crate::number::decimal;
use crate::number::percent::Percent;
use crate::number::ratio::Ratio;
use crate::usage::driver::{Driver, DriverId};
use crate::usage::value::Value;

/// The effect of one driver on the total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriverLever {
    /// The driver.
    pub driver: DriverId,
    /// Its value as it stands, in its unit; a flow's per month. Zero for a default that gives way to what
    /// follows the main service's use: the total contains nothing of it.
    pub value: Ratio,
    /// A formula sets it: it is moved as if the number had been typed in the formula's place.
    pub is_formula: bool,
    /// Moved down.
    pub down: End,
    /// Moved up.
    pub up: End,
    /// One step more; none at the largest number that can be priced.
    pub more: Option<More>,
}

/// One end of a driver's move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The value that was priced.
    pub value: Decimal,
    /// The bound at which the move ended early.
    pub limit: Option<Limit>,
    /// The outcome of the move.
    pub outcome: Outcome,
}

/// A bound of a driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Its smallest value.
    Smallest,
    /// The largest number that can be priced, 10¹².
    Largest,
}

/// One step more of a driver: what it costs at the margin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct More {
    /// The driver's step: how much more.
    pub step: Decimal,
    /// The value that was priced.
    pub value: Decimal,
    /// The outcome of it. No difference within a step of the price, an allowance or a flat fee.
    pub outcome: Outcome,
    /// The place where the total changes next, if one step more changes nothing. `None` if it does
    /// not change up to the slider's end, or if that takes long to find.
    pub next: Option<Next>,
}

/// The first value beyond the present one at which the total is another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    /// The value.
    pub value: Decimal,
    /// The total there less the present one.
    pub difference: Ratio,
}

impl DriverLever {
    /// The distance that the total moves: the larger of the two differences, without its sign.
    /// `None` if the differences are not known.
    #[must_use]
    pub fn spread(&self) -> Option<Ratio> {
        let size = |end: &End| end.outcome.difference.and_then(magnitude);
        match (size(&self.down), size(&self.up)) {
            (Some(down), Some(up)) => Some(down.max(up)),
            (one, other) => one.or(other),
        }
    }

    /// The two ends, that of the lower total first; as they were moved where that is not known.
    #[must_use]
    pub fn ends(&self) -> [&End; 2] {
        let known = |end: &End| end.outcome.difference;
        match (known(&self.down), known(&self.up)) {
            (Some(down), Some(up)) if up < down => [&self.up, &self.down],
            _ => [&self.down, &self.up],
        }
    }

    /// Returns whether neither end, nor any more of it that can be seen, changes the total: nothing
    /// depends on it here.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        let same = |outcome: &Outcome| outcome.difference.is_some_and(Ratio::is_zero);
        let more = self.more.as_ref();
        let more = more.is_none_or(|more| same(&more.outcome) && more.next.is_none());
        same(&self.down.outcome) && same(&self.up.outcome) && more
    }
}

fn magnitude(amount: Ratio) -> Option<Ratio> {
    if amount.is_negative() { Ratio::ZERO.minus(amount).ok() } else { Some(amount) }
}

/// Every driver that the total depends on; the larger spread first, then in the vocabulary's order.
pub(super) fn levers(
    moving: &Moving<'_>,
    range: LeverRange,
) -> Result<Vec<DriverLever>, LeverError> {
    let workload = moving.subject.workload;
    let reads = moving.subject.offer.reads(workload);
    let read = workload.vocabulary().iter().filter(|(id, _)| reads[id.index()]);
    let levers = read.map(|(id, entry)| lever(moving, (id, entry), range));
    let mut levers = levers.collect::<Result<Vec<_>, _>>()?;
    levers.sort_by_key(|lever| std::cmp::Reverse(lever.spread()));
    Ok(levers)
}

fn lever(
    moving: &Moving<'_>,
    (driver, entry): (DriverId, &Driver),
    range: LeverRange,
) -> Result<DriverLever, LeverError> {
    let Subject { offer, workload, .. } = moving.subject;
    let value = offer.own_value(driver, workload, &moving.usage);
    let end = |by: Percent| {
        let (to, limit) = moved(entry, value, by)?;
        Ok::<_, LeverError>(End { value: to, limit, outcome: at(moving, (driver, value), to) })
    };
    let is_whole = value == moving.usage.value(driver);
    Ok(DriverLever {
        driver,
        value,
        is_formula: is_whole && workload.value(driver).is_formula(),
        down: end(range.down())?,
        up: end(range.up())?,
        more: more(moving, (driver, entry), value),
    })
}

fn more(moving: &Moving<'_>, (driver, entry): (DriverId, &Driver), now: Ratio) -> Option<More> {
    let value = priceable(now).checked_add(entry.step)?;
    if value > Decimal::from(decimal::MAGNITUDE_MAX) {
        return None;
    }
    let outcome = at(moving, (driver, now), value);
    let same = outcome.difference.is_some_and(Ratio::is_zero);
    let next = if same { next(moving, (driver, entry), now) } else { None };
    Some(More { step: entry.step, value, outcome, next })
}

/// Finds where the total changes next, up to the slider's end.
fn next(moving: &Moving<'_>, (driver, entry): (DriverId, &Driver), now: Ratio) -> Option<Next> {
    let Subject { offer, workload, .. } = moving.subject;
    let terms = offer.tariff().period_terms();
    let axis = Axis::new(workload, driver, terms, priceable(now), entry.largest).ok()?;
    let mut curve = Curve::new(offer, &axis)?;
    let present = moving.present.total.amount;
    let runs = within(&mut curve, present, &mut Effort::QUICK.clone()).ok()?;
    let first = runs.first().filter(|run| run.what == Verdict::Equal && run.to < axis.last())?;
    let total = curve.at(first.to + 1).filter(|total| total.complete)?;
    let difference = total.amount.minus(present).ok()?;
    Some(Next { value: axis.value(first.to + 1).normalize(), difference })
}

/// Returns the outcome with one driver at a number. Where it stands already nothing changes.
fn at(moving: &Moving<'_>, (driver, now): (DriverId, Ratio), value: Decimal) -> Outcome {
    if Ratio::whole(value) == now {
        return moving.outcome(Ok(moving.present));
    }
    let mut workload = moving.subject.workload.clone();
    let set = workload.set(driver, Value::Number(value));
    set.expect("a number needs no other driver, so there is no cycle");
    moving.outcome(moving.with_workload(&workload))
}

/// The value so many percent on. Whole things stay whole, half a thing counting as one; what has a
/// fraction keeps up to six places. It ends at the driver's bounds.
fn moved(entry: &Driver, now: Ratio, by: Percent) -> Result<(Decimal, Option<Limit>), LeverError> {
    let largest = Decimal::from(decimal::MAGNITUDE_MAX);
    let exact = now.plus(by.of(now)?)?;
    if exact < Ratio::whole(entry.smallest) {
        return Ok((entry.smallest, Some(Limit::Smallest)));
    }
    if exact > Ratio::whole(largest) {
        return Ok((largest, Some(Limit::Largest)));
    }
    let now = priceable(now);
    let places = if now.fract().is_zero() && entry.smallest.fract().is_zero() {
        0
    } else {
        decimal::QUANTITY_PLACES_MAX
    };
    let rounded =
        exact.to_decimal().round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    Ok((rounded.normalize().max(entry.smallest), None))
}

/// A value as it can be typed: with six places at most.
fn priceable(value: Ratio) -> Decimal {
    let places = decimal::QUANTITY_PLACES_MAX;
    let rounding = RoundingStrategy::MidpointAwayFromZero;
    value.to_decimal().round_dp_with_strategy(places, rounding).normalize()
}
