//! Charges that read other lines of the card: a percentage of them, and an amount that they share.
//!
//! Each cycle has the lines of its own, priced for its time alone. A pool is used up in the card's order:
//! a line pays what it and those before it come to beyond the included amount, less what those before it
//! come to beyond it.

use crate::number::ratio::{Exact, OutOfRange, Ratio};
use crate::rate::amount::Priced;
use crate::rate::known::Known;
use crate::rate::rated::{CycleOfLines, Rated, Shared};
use crate::rate::reading::{Charged, Reading};
use crate::rate::steady::Steady;
use crate::rate::trace::{Filled, Quiet, Step, Trace};
use crate::time::period::Window;
use crate::usage::formula::{EvaluateError, Formula};
use crate::usage::inputs::{Inputs, Usage};

/// The sum that one line or several come to; `None` if a price is missing.
type Sum<N> = Result<Option<N>, EvaluateError>;

/// A line over a cycle of a timeline.
pub(super) struct LineOfCycle {
    pub quantity: Ratio,
    pub billed: Ratio,
    pub weight: Ratio,
    pub amount: Known<Ratio>,
}

impl Rated {
    /// Every formula of the lines that it reads.
    pub(super) fn shared_formulas(&self) -> Box<dyn Iterator<Item = &Formula> + '_> {
        match &self.shared {
            None | Some(Shared::Elsewhere) => Box::new(std::iter::empty()),
            Some(Shared::Lines(cycles)) => Box::new(formulas(cycles)),
            Some(Shared::Pool(included, cycles)) => {
                Box::new(std::iter::once(included).chain(formulas(cycles)))
            }
        }
    }

    /// The line of a steady workload.
    pub(super) fn steady_shared<N: Exact, T: Trace>(
        &self,
        shared: &Shared,
        inputs: &impl Inputs<N>,
        trace: &mut T,
    ) -> Result<Steady<N>, EvaluateError> {
        match shared {
            Shared::Lines(cycles) => self.steady_lines(cycles, inputs, trace),
            Shared::Pool(included, cycles) => {
                let own = self.steady_own(inputs, trace)?;
                let included = included.calculate::<N>(inputs)?.at_least(N::ZERO)?;
                let amount = steady_pool::<N, T>(included, cycles, inputs)?;
                trace.step(|| Step::Pool { amount: amount.map_or(Ratio::ZERO, N::ratio) });
                Ok(Steady { priced: Priced { amount, ..own.priced }, ..own })
            }
            Shared::Elsewhere => {
                let own = self.steady_own(inputs, &mut Quiet)?;
                Ok(Steady { priced: Priced { amount: Some(N::ZERO), ..own.priced }, ..own })
            }
        }
    }

    fn steady_lines<N: Exact, T: Trace>(
        &self,
        cycles: &[CycleOfLines],
        inputs: &impl Inputs<N>,
        trace: &mut T,
    ) -> Result<Steady<N>, EvaluateError> {
        let timed = self.over_time(Ratio::ONE)?;
        let (mut quantity, mut priced, mut complete) = (N::ZERO, Priced::ZERO, true);
        for cycle in cycles {
            let sum = if let Some(sum) = come_to::<N, T>(&cycle.lines, inputs)? {
                sum
            } else {
                complete = false;
                come_to::<N, Filled>(&cycle.lines, inputs)?.unwrap_or(N::ZERO)
            };
            trace.step(|| Step::Lines { quantity: sum.ratio() });
            quantity = quantity.plus(sum)?;
            priced = priced.plus(self.amount(sum, &timed, inputs, trace)?)?;
        }
        priced.amount = priced.amount.filter(|_| complete);
        Ok(Steady { quantity, priced, unmetered: None })
    }

    /// The reading of a cycle in a workload that changes.
    pub(super) fn shared_reading(
        &self,
        shared: &Shared,
        window: Window,
        lines: &[LineOfCycle],
        usages: &[&Usage],
    ) -> Result<Reading, EvaluateError> {
        let sum = |lines: &[LineOfCycle]| {
            lines.iter().try_fold(Known::ZERO, |sum, line| sum.plus(line.amount))
        };
        let all = sum(lines)?;
        let included = match shared {
            Shared::Lines(_) => return self.lines_reading(window, all, usages),
            Shared::Pool(included, _) => included,
            Shared::Elsewhere => unreachable!("a timeline reads the newest list"),
        };
        let mut most = Ratio::ZERO;
        for usage in usages {
            most = most.max(included.calculate::<Ratio>(*usage)?);
        }
        let [before @ .., own] = lines else { unreachable!("a line is one of those of its pool") };
        let amount = beyond(all.amount, most)?.minus(beyond(sum(before)?.amount, most)?)?;
        let amount = Known { amount, complete: all.complete };
        let charged = Charged { billed: own.billed, amount };
        Ok(Reading { window, quantity: own.quantity, charged, weight: own.weight })
    }

    fn lines_reading(
        &self,
        window: Window,
        sum: Known<Ratio>,
        usages: &[&Usage],
    ) -> Result<Reading, EvaluateError> {
        let timed = self.over_time(Ratio::ONE)?;
        // An allowance that depends on a driver is the largest of the cycle.
        let mut flows: Vec<(Ratio, &Usage)> =
            usages.iter().map(|usage| (Ratio::ZERO, *usage)).collect();
        if let Some(first) = flows.first_mut() {
            first.0 = sum.amount;
        }
        let priced = self.flow_amount(&flows, sum.amount, &timed, &mut Quiet)?;
        let known = || self.flow_amount(&flows, sum.amount, &timed, &mut Filled);
        let mut charged = Charged::new(priced, known)?;
        charged.amount.complete &= sum.complete;
        Ok(Reading { window, quantity: sum.amount, charged, weight: Ratio::ONE })
    }
}

fn formulas(cycles: &[CycleOfLines]) -> impl Iterator<Item = &Formula> {
    let lines = cycles.iter().flat_map(|cycle| cycle.lines.iter().flatten());
    lines.flat_map(|(_, rated)| rated.formulas())
}

/// Adds up what lines of a steady workload come to. Nobody listens to their steps.
fn come_to<N: Exact, T: Trace>(lines: &[Vec<(Window, Rated)>], inputs: &impl Inputs<N>) -> Sum<N> {
    let mut sum = Some(N::ZERO);
    for (_, rated) in lines.iter().flatten() {
        let steady = if T::FILLS {
            rated.steady_own(inputs, &mut Filled)?
        } else {
            rated.steady_own(inputs, &mut Quiet)?
        };
        sum = match (sum, steady.priced.amount) {
            (Some(sum), Some(amount)) => Some(sum.plus(amount)?),
            _ => None,
        };
    }
    Ok(sum)
}

/// Adds up what the last line has to pay in each cycle.
fn steady_pool<N: Exact, T: Trace>(
    included: N,
    cycles: &[CycleOfLines],
    inputs: &impl Inputs<N>,
) -> Sum<N> {
    let mut sum = Some(N::ZERO);
    for CycleOfLines { lines, .. } in cycles {
        let before = come_to::<N, T>(&lines[..lines.len() - 1], inputs)?;
        let own = come_to::<N, T>(&lines[lines.len() - 1..], inputs)?;
        sum = match (sum, before, own) {
            (Some(sum), Some(before), Some(own)) => {
                let all = beyond(before.plus(own)?, included)?;
                Some(sum.plus(all.minus(beyond(before, included)?)?)?)
            }
            _ => None,
        };
    }
    Ok(sum)
}

fn beyond<N: Exact>(amount: N, included: N) -> Result<N, OutOfRange> {
    amount.minus(included)?.at_least(N::ZERO)
}
