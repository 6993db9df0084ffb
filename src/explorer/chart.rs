//! The chart of the sweep screen: cost against the slider under the cursor, ready to be drawn.
//!
//! [`crate::answer::sweep`] finds everything and [`crate::report`] phrases it. The totals at many places are
//! for drawing alone.

mod window;

use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use whatif_pricing::sweep::{Axis, Effort};
use whatif_pricing::{
    DriverId, Offer, Places, Ratio, Samples, SliderScale, Spread, Total, bands, written,
};

use crate::answer::sweep::{
    CheapestRun, Points, Scope, Sweep, SweepError, SweepQuestion, sweep, swept_offers,
};
use crate::answer::{Board, PricedOffer, Verdict};
use crate::report::instrument::Voice;
use crate::report::sweep::SweepWords;
use crate::report::words;
use crate::scenario::OfferId;

pub use window::{Window, Zoom};

/// Places along the chart at which totals are drawn.
const POINTS: u32 = 181;

/// The ranges of other drivers are sampled at one in so many places.
const POINTS_PER_BAND: usize = 10;
/// The most offers of a tie that are drawn although nobody marked them.
const LEADERS_MAX: usize = 3;

/// The samples that are drawn at each.
const BAND_SAMPLES: u32 = 200;

/// The scales of the axes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Axes {
    /// The driver's axis is linear although its slider is logarithmic, or the other way round.
    pub turned: bool,
    /// Amounts are on a linear axis.
    pub linear_amounts: bool,
}

/// One offer's line.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The offer.
    pub offer: OfferId,
    /// The shortest name that differs from the others.
    pub name: String,
    /// At each of the chart's steps.
    pub totals: Vec<Option<Total>>,
    /// The same totals, for drawing.
    pub heights: Vec<Option<f64>>,
}

/// A place where another offer becomes the cheapest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// The first step at which it is, or at which they are equal.
    pub step: u64,
    /// The total there.
    pub total: Ratio,
    /// The driver's value, for the label.
    pub label: String,
}

/// Cost against one driver.
#[derive(Clone, Debug)]
pub struct Chart {
    /// The answer that is drawn.
    pub sweep: Sweep,
    /// The driver, from end to end of its slider.
    pub axis: Axis,
    /// True if the driver's axis is logarithmic.
    pub is_log: bool,
    /// The steps at which there are totals, even on the axis as it is drawn.
    pub steps: Vec<u64>,
    /// The places of these steps along the axis, from 0 to 1.
    pub places: Vec<f64>,
    /// The selected offer and its marked rivals, if a rate leads to the currency of the comparison.
    pub lines: Vec<Drawn>,
    /// The places where another offer becomes the cheapest.
    pub crossings: Vec<Crossing>,
    /// The steps after which the price per unit of the selected offer changes.
    pub edges: Vec<u64>,
    /// The findings in sentences.
    pub words: Vec<String>,
    /// The totals of the selected offer over the ranges of other drivers, at some steps.
    pub bands: Vec<(u64, Spread)>,
    /// The first step at which the selected offer is over the budget.
    pub over_budget: Option<u64>,
}

impl Chart {
    /// The chart of a driver. `None` if the workload changes within the period or the driver has no axis.
    #[must_use]
    pub fn of(
        (board, verdict): (&Board, &Verdict),
        driver: DriverId,
        window: Window,
        drawn: Axes,
    ) -> Option<Self> {
        let entry = &board.inputs().workload.vocabulary()[driver];
        let is_log = (entry.scale == SliderScale::Logarithmic) != drawn.turned;
        let sweep = find((board, verdict), driver, (window, is_log)).ok()?;
        let words = SweepWords::new(board, &sweep, Voice::Screen);
        let lines = sweep.offers.iter().filter(|offer| !offer.has_no_total());
        let lines = lines.map(|offer| Drawn {
            offer: offer.id.clone(),
            name: words.name(offer),
            totals: offer.totals.clone(),
            heights: offer.totals.iter().map(|total| Some(height((*total)?))).collect(),
        });
        let lines: Vec<Drawn> = lines.collect();
        let bands = spread(board, &sweep);
        let band_words = (!bands.is_empty()).then(|| BAND_WORDS.to_owned());
        let words = band_words.into_iter().chain(words.sentences()).collect();
        let selected = &board.selected().id;
        let detail = sweep.offer(selected).and_then(|offer| offer.detail.as_ref());
        let budget = detail.and_then(|detail| detail.budget.as_ref());
        let over = budget.and_then(|runs| runs.iter().find(|run| run.what == Some(false)));
        let mut chart = Self {
            axis: sweep.axis.clone(),
            is_log,
            places: Vec::new(),
            steps: sweep.steps.clone(),
            lines,
            crossings: crossings(&sweep),
            edges: detail.and_then(|detail| detail.edges.clone()).unwrap_or_default(),
            words,
            bands,
            over_budget: over.map(|run| run.from),
            sweep,
        };
        chart.places = chart.steps.iter().map(|step| chart.share(*step)).collect();
        Some(chart)
    }

    /// The place of a step along the axis, from 0 to 1.
    #[must_use]
    pub fn share(&self, step: u64) -> f64 {
        let [low, high, value] =
            [0, self.axis.last(), step].map(|step| float(self.axis.value(step)));
        if !self.is_log {
            return (value - low) / (high - low).max(f64::MIN_POSITIVE);
        }
        let (first, zero) = self.log_start();
        if value < first {
            return 0.0;
        }
        zero + (1.0 - zero) * (value / first).ln() / (high / first).ln().max(f64::MIN_POSITIVE)
    }

    /// The first value above zero, and the share of the axis that zero has for itself.
    fn log_start(&self) -> (f64, f64) {
        let is_zero = self.axis.value(0).is_zero();
        (float(self.axis.value(u64::from(is_zero))), if is_zero { ZERO_SHARE } else { 0.0 })
    }

    /// The cost of each offer at one of the listed steps, the cheapest first: `Azure Key Vault 544.35`.
    #[must_use]
    pub fn readout(&self, at: usize) -> Vec<String> {
        let total = |line: &&Drawn| line.totals.get(at).copied().flatten();
        let mut lines: Vec<&Drawn> =
            self.lines.iter().filter(|line| total(line).is_some()).collect();
        lines.sort_by_key(|line| total(line).map(|total| (!total.complete, total.amount)));
        let text = |line: &Drawn| {
            let total =
                total(&line).map_or_else(String::new, |it| words::total_in(it, Places::AMOUNT));
            format!("{} {total}", line.name)
        };
        lines.into_iter().map(text).collect()
    }

    /// The place among the listed steps that is nearest to a value.
    #[must_use]
    pub fn nearest(&self, value: Decimal) -> usize {
        let step = self.axis.step_at(value);
        let after = self.steps.partition_point(|known| *known < step);
        let before = after.saturating_sub(1);
        let distance = |at: usize| self.steps.get(at).map_or(u64::MAX, |it| it.abs_diff(step));
        if distance(after) <= distance(before) { after } else { before }
    }
}

/// The part of a logarithmic axis that zero has for itself.
const ZERO_SHARE: f64 = 0.02;

fn height(total: Total) -> f64 {
    float(total.amount.to_decimal())
}

fn float(value: Decimal) -> f64 {
    value.to_f64().unwrap_or_default()
}

/// The meaning of the lines of a band.
const BAND_WORDS: &str =
    "thin lines: P5 and P95 of the selected offer over the ranges of the other drivers";

/// Sweeps the offers along the shown values, as long as that is quick.
fn find(
    (board, verdict): (&Board, &Verdict),
    driver: DriverId,
    (window, is_log): (Window, bool),
) -> Result<Sweep, SweepError> {
    // The cheapest offers of the verdict are here too, although nobody marked them.
    let sound = verdict.sound.iter().map(|sound| &sound.offer);
    let sound: Vec<&OfferId> = sound.chain(verdict.cheapest().iter().take(LEADERS_MAX)).collect();
    let swept = swept_offers(board);
    let is_rival = |offer: &&PricedOffer| {
        offer.is_marked && swept.contains(&offer.id) || sound.contains(&&offer.id)
    };
    let rivals = board.offers().iter().filter(is_rival).map(|offer| offer.id.clone());
    let rivals: Vec<OfferId> = rivals.collect();
    let ids = board.offers().iter().map(|offer| &offer.id);
    let question = SweepQuestion {
        driver,
        offers: ids.filter(|id| swept.contains(id) || rivals.contains(id)).cloned().collect(),
        currency: board.inputs().display,
        ends: [Some(window.from), Some(window.to)],
        points: Points::At(values(board, driver, window, is_log)),
        scope: Scope::Of(board.selected().id.clone()),
        rivals: Some(rivals),
        doubtful: verdict.doubtful.clone(),
        budget: board.budget(),
        effort: Effort::QUICK,
    };
    sweep(board, &question)
}

/// Values that are even on the axis, and the present one.
fn values(board: &Board, driver: DriverId, window: Window, is_log: bool) -> Vec<Decimal> {
    let Window { from, to } = window;
    let gaps = POINTS - 1;
    let even = |at: u32| from + (to - from) * Decimal::from(at) / Decimal::from(gaps);
    let step = board.inputs().workload.vocabulary()[driver].step;
    let first = if from.is_zero() { step.min(to) } else { from };
    let in_ratios = |at: u32| {
        let value = float(first) * (float(to) / float(first)).powf(f64::from(at) / f64::from(gaps));
        Decimal::try_from(value).unwrap_or(to)
    };
    let value = |at: u32| match at {
        0 => from,
        at if at == gaps => to,
        at if is_log => in_ratios(at),
        at => even(at),
    };
    let now = board.usage().value(driver).to_decimal();
    let mut values: Vec<Decimal> = (0..=gaps).map(value).collect();
    values.extend(window.holds(now).then_some(now));
    values.sort_unstable();
    values
}

/// The spread of the selected offer's line over the ranges of the other drivers. Empty without ranges.
fn spread(board: &Board, sweep: &Sweep) -> Vec<(u64, Spread)> {
    let (inputs, driver) = (board.inputs(), sweep.axis.driver());
    let has_others = inputs.workload.ranges().any(|(ranged, _)| ranged != driver);
    let figures = board.selected().figures().filter(|_| has_others);
    let offer = figures.and_then(|it| it.offer_in(inputs.display, &inputs.rates).ok());
    let Some(offer) = offer else { return Vec::new() };
    let steps: Vec<u64> = sweep.steps.iter().copied().step_by(POINTS_PER_BAND).collect();
    let values: Vec<_> = steps.iter().map(|step| sweep.axis.value(*step)).collect();
    let samples = Samples { seed: board.scenario().seed, count: BAND_SAMPLES };
    let offers: Arc<[Offer]> = [offer].into();
    // The ranges' own screen says why something cannot be sampled.
    let Ok(found) = bands(&offers, &inputs.workload, (driver, &values), samples) else {
        return Vec::new();
    };
    let spreads = found.into_iter().map(|offers| offers.into_iter().next().flatten());
    steps.into_iter().zip(spreads).filter_map(|(at, it)| Some((at, it?))).collect()
}

/// The places where another offer becomes the cheapest of the rivals, or of those without a doubtful zero.
fn crossings(sweep: &Sweep) -> Vec<Crossing> {
    let runs = sweep.cheapest.as_deref().unwrap_or_default();
    let runs = if sweep.rivals.len() > 1 { runs } else { &[] };
    let without = sweep.without.as_ref().and_then(|without| without.cheapest.as_deref());
    let pairs = runs.windows(2).chain(without.unwrap_or_default().windows(2));
    let mut all: Vec<Crossing> =
        pairs.filter_map(|pair| crossing(sweep, &pair[0], &pair[1])).collect();
    all.sort_by_key(|crossing| crossing.step);
    all.dedup();
    all
}

fn crossing(sweep: &Sweep, before: &CheapestRun, after: &CheapestRun) -> Option<Crossing> {
    // Two that are equal at one value cross there and not a step later. At zero use nobody crosses.
    let at_one = before.from == before.to && (before.offers.len() > 1 || before.from == 0);
    // If the former is not known any more, nobody has crossed it.
    let is_known = |id: &OfferId| !after.unknown.contains(id);
    let is_other = before.offers != after.offers;
    let is_crossed = is_other && !at_one && before.offers.iter().any(is_known);
    let total = after.total.filter(|_| is_crossed)?;
    let value = Ratio::whole(sweep.axis.value(after.from));
    Some(Crossing { step: after.from, total, label: written(value, Places::QUANTITY) })
}
