//! Sweep: what offers cost against one driver, with the others as they stand.
//!
//! The totals at chosen steps are for drawing. Crossovers, edges and dips are not read off them: they
//! are found where they are, at the last value before the answer changes.

mod axis;
mod band;
mod cheapest;
mod crossover;
mod curve;
mod edge;
mod words;

pub use axis::{Axis, AxisError};
pub use cheapest::cheapest;
pub use crossover::{Effort, Run, TooManyChanges, Verdict, crossovers, within};
pub use curve::Curve;
pub use edge::{Dip, dips, edges};
pub use words::{crossing_words, with_unit};

pub(crate) use crossover::lowest;

use crate::offer::Offer;
use crate::total::Total;

/// What several offers cost along an axis.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// The steps at which the totals are.
    pub steps: Vec<u64>,
    /// The offers, in their order; none where no rate leads to the currency of the sweep.
    pub offers: Vec<Option<Swept>>,
    /// Which are the cheapest, by place, along the whole axis; none where that has too many changes.
    pub cheapest: Option<Vec<Run<Vec<usize>>>>,
    /// Each pair of offers that can be compared, with who is cheaper where.
    pub pairs: Vec<Pair>,
}

/// One offer along the axis.
#[derive(Clone, Debug)]
pub struct Swept {
    /// At each of the sweep's steps; none where it has no exact total.
    pub totals: Vec<Option<Total>>,
    /// Can it be compared with others?
    pub ranked: bool,
    /// The last steps before its price per unit changes; none where there are too many.
    pub edges: Option<Vec<u64>>,
    /// Where one step more is cheaper.
    pub dips: Vec<Dip>,
}

/// Two offers, and who is cheaper where.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The place of the one that the verdicts are about.
    pub first: usize,
    /// The place of the other.
    pub second: usize,
    /// Along the whole axis; none where that has too many changes.
    pub runs: Option<Vec<Run<Verdict>>>,
}

impl Sweep {
    /// Sweeps offers along an axis, with totals at so many points; `effort` is for each question.
    ///
    /// Two offers that are never both known have no pair.
    #[must_use]
    pub fn of(offers: &[Offer], axis: &Axis, steps: Vec<u64>, effort: Effort) -> Self {
        let curves: Vec<Option<Curve<'_>>> =
            offers.iter().map(|offer| Curve::new(offer, axis)).collect();
        let mut known: Vec<(usize, Curve<'_>)> =
            curves.into_iter().enumerate().filter_map(|(at, it)| Some((at, it?))).collect();
        let mut swept: Vec<Option<Swept>> = vec![None; offers.len()];
        for (place, curve) in &mut known {
            swept[*place] = Some(Swept::of(curve, &steps, effort));
        }
        let places: Vec<usize> = known.iter().map(|(place, _)| *place).collect();
        let pairs = pairs(&mut known, effort);
        let mut curves: Vec<Curve<'_>> = known.into_iter().map(|(_, curve)| curve).collect();
        let runs = cheapest(&mut curves, &mut effort.clone()).ok();
        let named = |run: Run<Vec<usize>>| Run {
            from: run.from,
            to: run.to,
            what: run.what.into_iter().map(|at| places[at]).collect(),
        };
        let cheapest = runs.map(|runs| runs.into_iter().map(named).collect());
        Self { steps, offers: swept, cheapest, pairs }
    }
}

impl Swept {
    fn of(curve: &mut Curve<'_>, steps: &[u64], effort: Effort) -> Self {
        let totals = steps.iter().map(|step| curve.at(*step)).collect();
        let edges = edges(curve, &mut effort.clone()).ok();
        let found = edges.as_deref().unwrap_or_default();
        let dips = dips(curve, found, &mut effort.clone()).unwrap_or_default();
        Self { totals, ranked: curve.is_ranked(), edges, dips }
    }
}

fn pairs(curves: &mut [(usize, Curve<'_>)], effort: Effort) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for second in 1..curves.len() {
        let (before, rest) = curves.split_at_mut(second);
        let (second, other) = &mut rest[0];
        for (first, one) in before {
            let runs = crossovers(one, other, &mut effort.clone()).ok();
            let known = runs
                .as_ref()
                .is_none_or(|runs| runs.iter().any(|run| run.what != Verdict::Unknown));
            if known {
                pairs.push(Pair { first: *first, second: *second, runs });
            }
        }
    }
    pairs
}
