//! The chart of the sweep screen: cost against the slider under the cursor, ready to be drawn.
//!
//! [`crate::answer::sweep`] finds everything and [`crate::report`] phrases it. The totals at many places are
//! for drawing alone.

use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use whatif_pricing::sweep::{Axis, Effort};
use whatif_pricing::{
    Driver, DriverId, Offer, Places, Ratio, Samples, SliderScale, Spread, Total, bands, written,
};

use crate::answer::Board;
use crate::answer::sweep::{
    CheapestRun, Points, Scope, Sweep, SweepError, SweepQuestion, sweep, swept_offers,
};
use crate::explorer::scale;
use crate::explorer::widget::FULL;
use crate::report::instrument::Voice;
use crate::report::sweep::SweepWords;
use crate::scenario::OfferId;

/// Places along the chart at which totals are drawn.
const POINTS: u32 = 181;

/// The ranges of other drivers are sampled at one in so many places.
const POINTS_PER_BAND: usize = 10;
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
    pub fn of(board: &Board, driver: DriverId, drawn: Axes) -> Option<Self> {
        let entry = &board.inputs().workload.vocabulary()[driver];
        let is_log = (entry.scale == SliderScale::Logarithmic) != drawn.turned;
        let sweep = find(board, entry, driver, is_log).ok()?;
        let words = SweepWords::new(board, &sweep, Voice::Screen);
        let lines = sweep.offers.iter().filter(|offer| !offer.has_no_total());
        let lines = lines.map(|offer| Drawn {
            offer: offer.id.clone(),
            name: words.name(offer),
            totals: offer.totals.clone(),
        });
        let lines: Vec<Drawn> = lines.collect();
        let bands = spread(board, &sweep);
        let band_words = (!bands.is_empty()).then(|| BAND_WORDS.to_owned());
        let words = band_words.into_iter().chain(words.sentences()).collect();
        let selected = &board.selected().id;
        let detail = sweep.offer(selected).and_then(|offer| offer.detail.as_ref());
        let budget = detail.and_then(|detail| detail.budget.as_ref());
        let over = budget.and_then(|runs| runs.iter().find(|run| run.what == Some(false)));
        Some(Self {
            axis: sweep.axis.clone(),
            is_log,
            steps: sweep.steps.clone(),
            lines,
            crossings: crossings(&sweep),
            edges: detail.and_then(|detail| detail.edges.clone()).unwrap_or_default(),
            words,
            bands,
            over_budget: over.map(|run| run.from),
            sweep,
        })
    }

    /// The place of a step along the axis, from 0 to 1.
    #[must_use]
    pub fn share(&self, step: u64) -> f64 {
        let entry = &self.axis.workload().vocabulary()[self.axis.driver()];
        if self.is_log && entry.scale == SliderScale::Logarithmic {
            return f64::from(scale::position(entry, self.axis.value(step))) / f64::from(FULL);
        }
        let part = |step: u64| step.to_f64().unwrap_or_default();
        if self.is_log {
            return (1.0 + part(step)).ln() / (1.0 + part(self.axis.last())).ln();
        }
        part(step) / part(self.axis.last()).max(1.0)
    }
}

/// The meaning of the lines of a band.
const BAND_WORDS: &str =
    "thin lines: P5 and P95 of the selected card over the ranges of the other drivers";

/// Sweeps the offers along the slider, as long as that is quick.
fn find(
    board: &Board,
    entry: &Driver,
    driver: DriverId,
    is_log: bool,
) -> Result<Sweep, SweepError> {
    let question = SweepQuestion {
        driver,
        offers: swept_offers(board),
        currency: board.inputs().display,
        ends: [Some(entry.smallest), Some(entry.largest)],
        points: Points::At(values(entry, is_log)),
        scope: Scope::Of(board.selected().id.clone()),
        budget: board.budget(),
        effort: Effort::QUICK,
    };
    sweep(board, &question)
}

/// The values of a driver that are even on its slider, or on a linear axis.
fn values(entry: &Driver, is_log: bool) -> Vec<Decimal> {
    let gaps = POINTS - 1;
    let on_slider = |at: u32| scale::value_at(entry, at * FULL / gaps);
    let span = entry.largest - entry.smallest;
    let even = |at: u32| entry.smallest + span * Decimal::from(at) / Decimal::from(gaps);
    let value = |at: u32| match at {
        0 => entry.smallest,
        at if at == gaps => entry.largest,
        at if is_log => on_slider(at),
        at => even(at),
    };
    (0..=gaps).map(value).collect()
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

/// The places where another offer becomes the cheapest of the marked ones.
fn crossings(sweep: &Sweep) -> Vec<Crossing> {
    let runs = sweep.cheapest.as_deref().unwrap_or_default();
    let runs = if sweep.rivals.len() > 1 { runs } else { &[] };
    runs.windows(2).filter_map(|pair| crossing(sweep, &pair[0], &pair[1])).collect()
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
