//! Ribbons: along each slider the cheapest marked offer, with ticks where the price per unit of the selected
//! offer changes, its budget is reached, or another offer becomes the cheapest.
//!
//! A ribbon has as many samples as a wide slider has cells: it is for the eye. The sweep has the exact
//! values.

use rust_decimal::Decimal;
use whatif_pricing::sweep::{Axis, Curve};
use whatif_pricing::{DriverId, Offer, Ratio, Usage};

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

/// The ribbons of the sliders that are shown, as far as an offer on the screen reads them.
#[derive(Clone, Debug, Default)]
pub struct Ribbons {
    /// The sliders for which they were made.
    sliders: Vec<DriverId>,
    /// The ribbon of each driver that has one.
    made: Vec<Option<Ribbon>>,
    /// By driver: the steps of its samples. They depend on its scale alone.
    steps: Vec<Vec<u64>>,
}

impl Ribbons {
    /// Returns whether they were made for these sliders.
    #[must_use]
    pub fn are_of(&self, sliders: &[DriverId]) -> bool {
        self.sliders == sliders
    }

    /// Makes the ribbons of these sliders for a board.
    pub fn redraw(&mut self, board: &Board, sliders: Vec<DriverId>) {
        let inputs = board.inputs();
        let count = inputs.workload.vocabulary().len();
        self.sliders = sliders;
        self.made = vec![None; count];
        self.steps.resize(count, Vec::new());
        let offer = |offer: &PricedOffer| {
            let figures = offer.figures()?;
            Some((offer.series, figures.offer_in(inputs.display, &inputs.rates).ok()?))
        };
        let selected = offer(board.selected()).filter(|_| inputs.is_steady());
        let Some((_, selected)) = selected else { return };
        let rivals: Vec<(Option<usize>, Offer)> = board.rivals().filter_map(offer).collect();
        let (series, offers): (Vec<_>, Vec<_>) = rivals.into_iter().unzip();
        for driver in self.sliders.iter().copied().filter(|driver| board.is_read(*driver)) {
            let Some(axis) = axis(inputs, driver) else { continue };
            let steps = &mut self.steps[driver.index()];
            if steps.is_empty() {
                *steps = steps_along(&axis, SAMPLES);
            }
            let mut samples = samples(board.budget(), (&axis, steps), &offers, &selected);
            for sample in &mut samples {
                sample.cheapest = sample.cheapest.and_then(|at| series[at]);
            }
            self.made[driver.index()] = Some(Ribbon { samples });
        }
    }

    /// The ribbon of a slider. `None` if it is not shown or no offer on the screen reads it.
    #[must_use]
    pub fn get(&self, driver: DriverId) -> Option<&Ribbon> {
        self.made.get(driver.index())?.as_ref()
    }
}

/// A slider from end to end.
fn axis(inputs: &Inputs, driver: DriverId) -> Option<Axis> {
    let entry = &inputs.workload.vocabulary()[driver];
    let terms = inputs.period.terms();
    Axis::new(&inputs.workload, driver, terms, entry.smallest, entry.largest).ok()
}

/// The step of an axis at each of so many even places of its slider.
fn steps_along(axis: &Axis, count: usize) -> Vec<u64> {
    let entry = &axis.workload().vocabulary()[axis.driver()];
    let value = |place: usize| -> Decimal {
        let position = place * usize::try_from(FULL).unwrap_or(0) / (count - 1).max(1);
        scale::value_at(entry, u32::try_from(position).unwrap_or(FULL))
    };
    (0..count).map(|place| axis.step_at(value(place))).collect()
}

fn samples(
    budget: Option<Ratio>,
    (axis, steps): (&Axis, &[u64]),
    offers: &[Offer],
    selected: &Offer,
) -> Vec<Sample> {
    let mut samples = vec![Sample::default(); steps.len()];
    let curves: Vec<Curve<'_>> =
        offers.iter().filter_map(|offer| Curve::new(offer, axis)).collect();
    // An offer without a rate to the currency of the comparison has no curve, and no place here.
    let are_comparable = curves.len() == offers.len();
    let own = Curve::new(selected, axis);
    let mut over: Vec<Option<bool>> = vec![None; steps.len()];
    let mut former = None;
    // The curves share the values of the drivers, which are evaluated once for each place.
    let mut usage = axis.usage();
    for (place, step) in steps.iter().enumerate() {
        if axis.usage_at(*step, &mut usage).is_err() {
            continue;
        }
        if are_comparable {
            samples[place].cheapest = cheapest(&curves, &usage, former);
            former = samples[place].cheapest.or(former);
        }
        over[place] = own
            .as_ref()
            .zip(budget)
            .and_then(|(own, budget)| own.total(&usage).map(|total| total.amount > budget));
    }
    mark(&mut samples, Tick::Crossover, |here, next| {
        let pair = here.cheapest.zip(next.cheapest);
        pair.is_some_and(|(here, next)| here != next)
    });
    if let Some(mut own) = own {
        for place in own.edges_between(steps) {
            samples[place].tick = samples[place].tick.max(Some(Tick::Edge));
        }
    }
    for (sample, pair) in samples.iter_mut().zip(over.windows(2)) {
        if pair[0].zip(pair[1]).is_some_and(|(here, next)| here != next) {
            sample.tick = Some(Tick::Budget);
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

/// The cheapest among at least two that can be compared. Of equals the one that was before.
fn cheapest(curves: &[Curve<'_>], usage: &Usage, former: Option<usize>) -> Option<usize> {
    let mut least: Option<(usize, Ratio)> = None;
    let mut rivals = 0;
    for (place, curve) in curves.iter().enumerate() {
        let Some(total) = curve.ranked(usage) else { continue };
        rivals += 1;
        let wins = least
            .is_none_or(|(_, known)| total < known || (total == known && former == Some(place)));
        if wins {
            least = Some((place, total));
        }
    }
    least.filter(|_| rivals > 1).map(|(place, _)| place)
}
