//! The chart of the sweep screen: what the marked cards cost against the slider under the cursor.
//!
//! Totals at many places are for drawing. What is said in words, and the marks on the chart, are exact:
//! crossovers, edges and the budget are sought where they are, as long as that is quick.

use std::sync::Arc;

use rust_decimal::prelude::ToPrimitive;
use whatif_pricing::sweep::{
    Axis, Curve, Dip, Effort, Run, Verdict, cheapest, crossing_words, crossovers, dips, edges,
    with_unit, within,
};
use whatif_pricing::{
    DriverId, Offer, Places, Ratio, Samples, SliderScale, Spread, Total, bands, written,
};

use crate::board::Board;
use crate::ribbon::{self, steps};
use crate::scale;
use crate::scenario::Scenario;
use crate::widget::FULL;

/// Places along the chart at which totals are drawn.
const POINTS: usize = 181;

/// At every so many of them the ranges of other drivers are sampled, so many times.
const POINTS_PER_BAND: usize = 10;
const BAND_SAMPLES: u32 = 200;

/// How the axes are divided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Axes {
    /// The driver's axis is linear although its slider is logarithmic, or the other way round.
    pub turned: bool,
    /// Amounts are on a linear axis.
    pub linear_amounts: bool,
}

/// One card's line.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The card's place.
    pub card: usize,
    /// Its name, as short as tells it apart.
    pub name: String,
    /// At each of the chart's steps.
    pub totals: Vec<Option<Total>>,
}

/// Where another card becomes the cheapest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// The step from which it is, or at which they are equal.
    pub step: u64,
    /// The total there.
    pub total: Ratio,
    /// The driver's value, for the label.
    pub label: String,
}

/// The places of the cards that are drawn: the marked rivals of the selected card, and itself.
#[must_use]
pub fn swept_cards(scenario: &Scenario, board: &Board) -> Vec<usize> {
    let mut cards = scenario.rivals(&board.cards);
    if !cards.contains(&scenario.selected) {
        cards.push(scenario.selected);
    }
    cards
}

/// Cost against one driver.
#[derive(Clone, Debug)]
pub struct Chart {
    /// The driver, from end to end of its slider.
    pub axis: Axis,
    /// Is the driver's axis logarithmic?
    pub is_log: bool,
    /// The steps at which there are totals, evenly over the axis as it is drawn.
    pub steps: Vec<u64>,
    /// The selected card and its marked rivals, as far as they can be converted into the currency of the
    /// comparison.
    pub lines: Vec<Drawn>,
    /// Where another card becomes the cheapest.
    pub crossings: Vec<Crossing>,
    /// Where the price per unit of the selected card changes.
    pub edges: Vec<u64>,
    /// Who is the cheapest where, then how the selected card compares with each other one, in words.
    pub words: Vec<String>,
    /// Where other drivers have ranges: what the selected card comes to at some steps.
    pub bands: Vec<(u64, Spread)>,
    /// Where the selected card goes over the budget.
    pub over_budget: Option<u64>,
}

impl Chart {
    /// The chart of a driver for a scenario that is priced; none where the driver has no axis.
    #[must_use]
    pub fn of(scenario: &Scenario, board: &Board, driver: DriverId, drawn: Axes) -> Option<Self> {
        let axis = ribbon::axis(scenario, driver).filter(|_| scenario.is_steady())?;
        let slider_is_log =
            scenario.workload.vocabulary()[driver].scale == SliderScale::Logarithmic;
        let is_log = slider_is_log != drawn.turned;
        let mut chart = Self {
            steps: if is_log { steps(&axis, POINTS) } else { even(axis.last()) },
            is_log,
            lines: Vec::new(),
            crossings: Vec::new(),
            edges: Vec::new(),
            words: Vec::new(),
            bands: Vec::new(),
            over_budget: None,
            axis,
        };
        chart.steps.dedup();
        let cards = swept_cards(scenario, board).into_iter();
        let offer = |card: usize| board.offer(card, scenario.display, &scenario.rates).ok();
        let offers = cards.filter_map(|card| Some((card, offer(card)?)));
        let offers: Vec<(usize, Offer)> = offers.collect();
        let along = chart.axis.clone();
        let curves =
            offers.iter().filter_map(|(card, offer)| Some((*card, Curve::new(offer, &along)?)));
        let mut curves: Vec<(usize, Curve<'_>)> = curves.collect();
        let names = Names::of(board, &curves);
        for (at, (card, curve)) in curves.iter_mut().enumerate() {
            let totals = chart.steps.iter().map(|step| curve.at(*step)).collect();
            chart.lines.push(Drawn { card: *card, name: names.of_card(at), totals });
        }
        let selected = offers.iter().find(|(card, _)| *card == scenario.selected);
        if let Some((_, offer)) = selected {
            chart.spread(scenario, offer);
        }
        chart.say_cheapest(&mut curves, &names, scenario);
        chart.say_selected(&mut curves, &names, scenario.selected, board.budget);
        Some(chart)
    }

    /// What the ranges of the other drivers make of the selected card's line.
    fn spread(&mut self, scenario: &Scenario, offer: &Offer) {
        let driver = self.axis.driver();
        if !scenario.workload.ranges().any(|(ranged, _)| ranged != driver) {
            return;
        }
        let steps: Vec<u64> = self.steps.iter().copied().step_by(POINTS_PER_BAND).collect();
        let values: Vec<_> = steps.iter().map(|step| self.axis.value(*step)).collect();
        let samples = Samples { seed: scenario.seed, count: BAND_SAMPLES };
        let offers: Arc<[Offer]> = [offer.clone()].into();
        // What cannot be sampled is told where the samples are.
        let Ok(found) = bands(&offers, &scenario.workload, (driver, &values), samples) else {
            return;
        };
        let spreads = found.into_iter().map(|offers| offers.into_iter().next().flatten());
        self.bands =
            steps.into_iter().zip(spreads).filter_map(|(at, it)| Some((at, it?))).collect();
        self.words.push(
            "the thin lines are P5 and P95 of the selected card, for the ranges of the other drivers"
                .to_owned(),
        );
    }

    /// Who is the cheapest of the marked cards where, and the places where that changes.
    fn say_cheapest(
        &mut self,
        curves: &mut [(usize, Curve<'_>)],
        names: &Names,
        scenario: &Scenario,
    ) {
        let marked: Vec<usize> =
            (0..curves.len()).filter(|at| scenario.marked[curves[*at].0]).collect();
        let mut rivals: Vec<Curve<'_>> = marked.iter().map(|at| curves[*at].1.clone()).collect();
        if rivals.len() < 2 {
            self.words.push("mark at least two cards to see which is cheaper where".to_owned());
            return;
        }
        let Ok(runs) = cheapest(&mut rivals, &mut Effort::QUICK.clone()) else {
            self.words
                .push("prices change in too many places to say who is cheapest where".to_owned());
            return;
        };
        for pair in runs.windows(2) {
            let [before, after] = pair else { continue };
            // Of two that are equal at one value, the crossing is there and not a step later; and where
            // nothing is used, nobody has crossed.
            let at_one = before.from == before.to;
            if at_one && (before.what.len() > 1 || before.from == 0) {
                continue;
            }
            // Where the former is not known any more, nobody has crossed it.
            let mut known = |at: &usize| rivals[*at].ranked_at(after.from).is_some();
            if !before.what.iter().any(&mut known) {
                continue;
            }
            let total = after.what.first().and_then(|at| rivals[*at].ranked_at(after.from));
            self.crossings.extend(total.map(|total| Crossing {
                step: after.from,
                total,
                label: written(Ratio::whole(self.axis.value(after.from)), Places::QUANTITY),
            }));
        }
        self.words.push(cheapest_words(&runs, |at| names.of_card(marked[at]), &self.axis));
    }

    /// How the selected card compares with the others, its edges, its dips and its budget.
    fn say_selected(
        &mut self,
        curves: &mut [(usize, Curve<'_>)],
        names: &Names,
        selected: usize,
        budget: Option<Ratio>,
    ) {
        let Some(own) = curves.iter().position(|(card, _)| *card == selected) else { return };
        let mut curve = curves[own].1.clone();
        self.edges = edges(&mut curve, &mut Effort::QUICK.clone()).unwrap_or_default();
        let found = dips(&mut curve, &self.edges, &mut Effort::QUICK.clone());
        for dip in found.unwrap_or_default() {
            self.words.push(self.dip_words(&names.of_card(own), dip));
        }
        if let Some(budget) = budget {
            self.say_budget(&mut curve, &names.of_card(own), budget);
        }
        for other in (0..curves.len()).filter(|at| *at != own) {
            let runs = crossovers(&mut curve, &mut curves[other].1, &mut Effort::QUICK.clone());
            let known = |runs: &Vec<Run<Verdict>>| {
                runs.iter().any(|run| run.what != Verdict::Unknown) && runs.len() > 1
            };
            let (own, other) = (names.of_card(own), names.of_card(other));
            self.words.extend(
                runs.ok()
                    .filter(known)
                    .map(|runs| crossing_words([&own, &other], &runs, &self.axis)),
            );
        }
    }

    fn say_budget(&mut self, curve: &mut Curve<'_>, name: &str, budget: Ratio) {
        let Ok(runs) = within(curve, budget, &mut Effort::QUICK.clone()) else { return };
        let over = runs.iter().find(|run| run.what == Verdict::Dearer);
        self.over_budget = over.map(|run| run.from);
        self.words.extend(over.map(|run| match run.from.checked_sub(1) {
            Some(last) => {
                format!("{name} stays within the budget up to {}", with_unit(&self.axis, last))
            }
            None => format!("{name} is over the budget at {}", with_unit(&self.axis, 0)),
        }));
    }

    fn dip_words(&self, name: &str, dip: Dip) -> String {
        let number = |step| written(Ratio::whole(self.axis.value(step)), Places::QUANTITY);
        format!(
            "{name}: {} cost {} less than {}",
            with_unit(&self.axis, dip.to + 1),
            written(dip.saves, Places::AMOUNT),
            number(dip.to)
        )
    }

    /// How far along the axis a step is, from 0 to 1.
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

/// The names of the cards on a chart, as short as tells them apart.
struct Names(Vec<String>);

impl Names {
    fn of(board: &Board, curves: &[(usize, Curve<'_>)]) -> Self {
        let card = |place: usize| &board.cards[place].card;
        let alone = |place: usize| {
            curves.iter().filter(|(other, _)| card(*other).name() == card(place).name()).count() < 2
        };
        let name = |(place, _): &(usize, Curve<'_>)| {
            let name = card(*place).name();
            if alone(*place) { name } else { format!("{name} {}", card(*place).plan) }
        };
        Self(curves.iter().map(name).collect())
    }

    fn of_card(&self, at: usize) -> String {
        self.0[at].clone()
    }
}

/// Steps that are even on a linear axis.
fn even(last: u64) -> Vec<u64> {
    let points = POINTS as u128 - 1;
    let step = |at: u128| u64::try_from(u128::from(last) * at / points).unwrap_or(last);
    (0..=points).map(step).collect()
}

/// Who is the cheapest where, in one sentence.
fn cheapest_words(runs: &[Run<Vec<usize>>], name: impl Fn(usize) -> String, axis: &Axis) -> String {
    let who = |run: &Run<Vec<usize>>| match &run.what[..] {
        [] => "not known".to_owned(),
        [only] => name(*only),
        several => format!(
            "{} cost the same",
            several.iter().map(|at| name(*at)).collect::<Vec<_>>().join(" and ")
        ),
    };
    let number = |step: u64| written(Ratio::whole(axis.value(step)), Places::QUANTITY);
    let part = |(place, run): (usize, &Run<Vec<usize>>)| match (place, place + 1 == runs.len()) {
        (0, true) => format!("{} at every value", who(run)),
        (0, false) if run.from == run.to => format!("{} at {}", who(run), with_unit(axis, run.to)),
        (0, false) => format!("{} up to {}", who(run), with_unit(axis, run.to)),
        _ if run.from == run.to => format!("{} at {}", who(run), number(run.from)),
        (_, true) => format!("{} from {}", who(run), number(run.from)),
        _ => format!("{} from {} to {}", who(run), number(run.from), number(run.to)),
    };
    let parts: Vec<String> = runs.iter().enumerate().map(part).collect();
    format!("cheapest of the marked: {}", parts.join(", "))
}
