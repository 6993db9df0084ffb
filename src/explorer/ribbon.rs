//! Ribbons: along each slider the cheapest marked offer, with ticks where the price per unit of the selected
//! offer changes, its budget is reached, or another offer becomes the cheapest.
//!
//! A ribbon has as many samples as a wide slider has cells: it is for the eye. The sweep has the exact
//! values.

use rust_decimal::Decimal;
use whatif_pricing::sweep::{Axis, Curve};
use whatif_pricing::{DriverId, Offer, Ratio};

use crate::answer::{Board, PricedOffer};
use crate::explorer::scale;
use crate::explorer::widget::FULL;
use crate::scenario::Inputs;

/// Samples along a slider, both ends among them.
pub const SAMPLES: usize = 64;

/// A mark between a sample and the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tick {
    /// The price per unit of the selected offer changes: a tier, an allowance, a minimum.
    Edge,
    /// Another offer becomes the cheapest.
    Crossover,
    /// The total of the selected offer goes over the budget, or comes back within it.
    Budget,
}

/// One place of a ribbon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// The place among the marked offers of the cheapest. `None` if it has no rival.
    pub cheapest: Option<usize>,
    /// The tick between here and the next place.
    pub tick: Option<Tick>,
}

/// One slider's ribbon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ribbon {
    samples: Vec<Sample>,
}

impl Ribbon {
    /// The sample that a cell shows which covers the positions between two, both of [`FULL`].
    #[must_use]
    pub fn at(&self, from: u32, to: u32) -> Sample {
        let sample = |position: u32| {
            let full = usize::try_from(FULL).unwrap_or(1);
            let position = usize::try_from(position.min(FULL)).unwrap_or(0);
            (position * (self.samples.len() - 1) + full / 2) / full
        };
        let (first, last) = (sample(from), sample(to));
        let within = &self.samples[first..=last.max(first)];
        let middle = within[within.len() / 2];
        let tick = within.iter().rev().skip(usize::from(within.len() > 1)).filter_map(|it| it.tick);
        Sample { cheapest: middle.cheapest, tick: tick.max() }
    }
}

/// The ribbons of all sliders that the offers on the screen read.
#[derive(Clone, Debug, Default)]
pub struct Ribbons {
    /// By driver.
    ribbons: Vec<Option<Ribbon>>,
}

impl Ribbons {
    /// The ribbons of a board.
    #[must_use]
    pub fn of(board: &Board) -> Self {
        let inputs = board.inputs();
        if !inputs.is_steady() {
            return Self::default();
        }
        let offer = |offer: &PricedOffer| {
            let figures = offer.figures()?;
            Some((offer.series, figures.offer_in(inputs.display, &inputs.rates).ok()?))
        };
        let rivals: Vec<(Option<usize>, Offer)> = board.rivals().filter_map(offer).collect();
        let Some((_, selected)) = offer(board.selected()) else { return Self::default() };
        let (series, offers): (Vec<_>, Vec<_>) = rivals.into_iter().unzip();
        let read = board.read();
        let drivers = inputs.workload.vocabulary().iter();
        let ribbon = |driver: DriverId| {
            let axis = axis(inputs, driver).filter(|_| read[driver.index()])?;
            let mut samples = samples(board.budget(), &axis, &offers, &selected);
            for sample in &mut samples {
                sample.cheapest = sample.cheapest.and_then(|at| series[at]);
            }
            Some(Ribbon { samples })
        };
        Self { ribbons: drivers.map(|(driver, _)| ribbon(driver)).collect() }
    }

    /// The ribbon of a slider. `None` if no offer on the screen reads it.
    #[must_use]
    pub fn get(&self, driver: DriverId) -> Option<&Ribbon> {
        self.ribbons.get(driver.index())?.as_ref()
    }
}

/// A slider from end to end.
fn axis(inputs: &Inputs, driver: DriverId) -> Option<Axis> {
    let entry = &inputs.workload.vocabulary()[driver];
    let terms = inputs.period.terms();
    Axis::new(&inputs.workload, driver, terms, entry.smallest, entry.largest).ok()
}

/// The step of an axis at each of so many even places of its slider.
fn steps(axis: &Axis, count: usize) -> Vec<u64> {
    let entry = &axis.workload().vocabulary()[axis.driver()];
    let value = |place: usize| -> Decimal {
        let position = place * usize::try_from(FULL).unwrap_or(0) / (count - 1).max(1);
        scale::value_at(entry, u32::try_from(position).unwrap_or(FULL))
    };
    (0..count).map(|place| axis.step_at(value(place))).collect()
}

fn samples(budget: Option<Ratio>, axis: &Axis, offers: &[Offer], selected: &Offer) -> Vec<Sample> {
    let steps = steps(axis, SAMPLES);
    let mut samples = vec![Sample::default(); steps.len()];
    let mut curves: Vec<Curve<'_>> =
        offers.iter().filter_map(|offer| Curve::new(offer, axis)).collect();
    // An offer without a rate to the currency of the comparison has no curve, and no place here.
    if curves.len() == offers.len() {
        let mut former = None;
        for (sample, step) in samples.iter_mut().zip(&steps) {
            sample.cheapest = cheapest(&mut curves, *step, former);
            former = sample.cheapest.or(former);
        }
        mark(&mut samples, Tick::Crossover, |here, next| {
            let pair = here.cheapest.zip(next.cheapest);
            pair.is_some_and(|(here, next)| here != next)
        });
    }
    if let Some(mut curve) = Curve::new(selected, axis) {
        for place in curve.edges_between(&steps) {
            samples[place].tick = samples[place].tick.max(Some(Tick::Edge));
        }
        if let Some(budget) = budget {
            let over = |step: &u64| curve.at(*step).map(|total| total.amount > budget);
            let over: Vec<Option<bool>> = steps.iter().map(over).collect();
            for (sample, pair) in samples.iter_mut().zip(over.windows(2)) {
                if pair[0].zip(pair[1]).is_some_and(|(here, next)| here != next) {
                    sample.tick = Some(Tick::Budget);
                }
            }
        }
    }
    samples
}

fn mark(samples: &mut [Sample], tick: Tick, between: impl Fn(Sample, Sample) -> bool) {
    for place in 1..samples.len() {
        if between(samples[place - 1], samples[place]) {
            samples[place - 1].tick = Some(tick);
        }
    }
}

/// The cheapest at a step, among at least two that can be compared. Of equals the one that was before.
fn cheapest(curves: &mut [Curve<'_>], step: u64, former: Option<usize>) -> Option<usize> {
    let mut least: Option<(usize, Ratio)> = None;
    let mut rivals = 0;
    for (place, curve) in curves.iter_mut().enumerate() {
        let Some(total) = curve.ranked_at(step) else { continue };
        rivals += 1;
        let wins = least
            .is_none_or(|(_, known)| total < known || (total == known && former == Some(place)));
        if wins {
            least = Some((place, total));
        }
    }
    least.filter(|_| rivals > 1).map(|(place, _)| place)
}
