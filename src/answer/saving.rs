//! Saving: what a longer polling interval takes off the bill of the selected offer.

use rust_decimal::Decimal;
use whatif_pricing::sweep::{Axis, Curve};
use whatif_pricing::{Currency, Driver, DriverId, Ratio};

use super::board::Board;
use super::composition::Contribution;

/// A longer interval is this many times the present one, or the longest round one.
const TIMES: Decimal = Decimal::TEN;

/// A longer interval, and what it saves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saving {
    /// The driver that is an interval.
    pub driver: DriverId,
    /// Its present value.
    pub now: Ratio,
    /// The longer one.
    pub longer: Decimal,
    /// The present total less the total at the longer interval. Above zero.
    pub saves: Ratio,
    /// The currency of the amount.
    pub currency: Currency,
    /// The largest part of the present total.
    pub largest: Option<Contribution>,
}

/// Finds what a longer interval saves on the selected offer. `None` if its total depends on no interval or a
/// longer one saves nothing, if the total is incomplete, and if the workload changes within the period.
#[must_use]
pub fn saving(board: &Board, composition: &[Contribution]) -> Option<Saving> {
    let inputs = board.inputs();
    let figures = board.selected().figures().filter(|_| inputs.is_steady())?;
    let offer = figures.offer_in(inputs.display, &inputs.rates).ok()?;
    let drivers = inputs.workload.vocabulary().iter();
    let mut intervals =
        drivers.filter(|(id, it)| !it.stops.is_empty() && figures.reads[id.index()]);
    intervals.find_map(|(driver, entry)| {
        let now = board.usage().value(driver);
        let longer = longer(entry, now.to_decimal())?;
        let terms = inputs.period.terms();
        let axis =
            Axis::new(&inputs.workload, driver, terms, entry.smallest, entry.largest).ok()?;
        let mut curve = Curve::new(&offer, &axis)?;
        let total = figures.shown.filter(|total| total.complete)?;
        let then = curve.at(axis.step_at(longer)).filter(|total| total.complete)?;
        let saves = total.amount.minus(then.amount).ok()?;
        let is_saved = !saves.is_zero() && !saves.is_negative();
        let largest = composition.first().cloned();
        is_saved.then_some(Saving { driver, now, longer, saves, currency: inputs.display, largest })
    })
}

/// The first round value that is ten times as long, or the last one.
fn longer(driver: &Driver, now: Decimal) -> Option<Decimal> {
    let least = now.checked_mul(TIMES)?;
    let found = driver.stops.iter().find(|stop| **stop >= least).or(driver.stops.last())?;
    (*found > now).then_some(*found)
}
