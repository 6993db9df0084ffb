//! A charge in a period in which the price list changes: the sum of the parts, levels as means.

use crate::number::ratio::{OutOfRange, Ratio};
use crate::rate::error::RateError;
use crate::rate::line::Line;
use crate::rate::rated::Rated;
use crate::rate::tariff::Tariff;
use crate::rate::trace::{Step, Trace};
use crate::usage::formula::EvaluateError;
use crate::usage::inputs::Usage;

impl Tariff {
    /// Walks one charge of a steady workload through its steps.
    pub(crate) fn trace(
        &self,
        charge: usize,
        usage: &Usage,
        trace: &mut impl Trace,
    ) -> Result<Line, RateError> {
        if self.is_split() {
            return self.split_line(charge, usage, trace);
        }
        let rated = self.rated(charge);
        let mut line = Line::empty(charge);
        (rated.steady::<Ratio>(usage, trace))
            .and_then(|_| rated.write_line(usage, &mut line))
            .map_err(|error| self.failed(charge, error))?;
        Ok(line)
    }

    /// One line, part by part.
    pub(crate) fn split_line<T: Trace>(
        &self,
        charge: usize,
        usage: &Usage,
        trace: &mut T,
    ) -> Result<Line, RateError> {
        let failed = |error: EvaluateError| self.failed(charge, error);
        let mut sum = Line::empty(charge);
        let weights = self.weights(charge).map_err(|error| failed(error.into()))?;
        for part in &self.parts {
            let rated = &part.rated[charge];
            let (former, seconds) = (part.former, part.window.seconds());
            trace.step(|| Step::List { former, seconds, trial: rated.trial });
            if T::LISTENS {
                rated.steady::<Ratio>(usage, trace).map_err(failed)?;
            }
            let mut line = Line::empty(charge);
            rated.write_line(usage, &mut line).map_err(failed)?;
            let added = rated.add_to(&mut sum, weights, line);
            added.map_err(|error| failed(error.into()))?;
        }
        trace.step(|| Step::Lists { amount: sum.known() });
        Ok(sum)
    }

    /// The weights of all parts of a charge together: levels are means, and flows add up.
    fn weights(&self, charge: usize) -> Result<Ratio, OutOfRange> {
        if self.rated(charge).sampling.adds() {
            return Ok(Ratio::ONE);
        }
        let weights = self.parts.iter().map(|part| part.rated[charge].weight);
        let sum = weights.into_iter().try_fold(Ratio::ZERO, Ratio::plus)?;
        Ok(if sum.is_zero() { Ratio::ONE } else { sum })
    }
}

impl Rated {
    /// Adds a part's line: flows and amounts add up, levels count by their share of all weights.
    fn add_to(&self, sum: &mut Line, weights: Ratio, line: Line) -> Result<(), OutOfRange> {
        let share = self.weight.over(weights)?;
        let billed = sum.billed_quantity.plus(line.billed_quantity.times(share)?)?;
        let quantity = sum.quantity.plus(line.quantity.times(share)?)?;
        let known = sum.known_amount().plus(line.known_amount())?;
        *sum = Line { quantity, billed_quantity: billed, ..line };
        sum.set_amount(known);
        Ok(())
    }
}
