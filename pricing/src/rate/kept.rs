//! The amount of a stock that grows from a flow, steady and over a timeline.

use crate::number::ratio::{Exact, Ratio};
use crate::rate::amount::Priced;
use crate::rate::rated::{Rated, Timed};
use crate::rate::reading::{Charged, Reading, Stretch};
use crate::rate::stock::{Stock, months_until};
use crate::rate::trace::{Filled, Quiet, Step, Trace};
use crate::time::cycle::Clock;
use crate::time::period::Window;
use crate::usage::formula::EvaluateError;
use crate::usage::inputs::Inputs;

impl Rated {
    /// The stock of a steady flow.
    pub(super) fn kept<N: Exact>(
        &self,
        stock: &Stock,
        (flow, timed): (N, &Timed),
        inputs: &impl Inputs<N>,
        trace: &mut impl Trace,
    ) -> Result<(N, Priced<N>), EvaluateError> {
        let months = stock.unit_months((Ratio::ZERO, stock.months), inputs)?;
        let quantity = flow.times(months)?;
        trace.step(|| Step::Kept { months: months.ratio(), quantity: quantity.ratio() });
        Ok((quantity, self.amount(quantity, timed, inputs, trace)?))
    }

    /// The stock that each stretch of the timeline adds, as far as it is there under one price list.
    pub(super) fn stocks(
        &self,
        stock: &Stock,
        stretches: &[Stretch<'_>],
        (clock, part): (Clock, Window),
    ) -> Result<Vec<Reading>, EvaluateError> {
        let timed = self.over_time(Ratio::ONE)?;
        let reading = |stretch: &Stretch<'_>| {
            let Window { from, to } = stretch.window;
            let taken_in = (months_until(clock, from)?, months_until(clock, to)?);
            let months = stock.unit_months::<Ratio>(taken_in, stretch.usage)?;
            let quantity = stretch.quantity.times(months)?;
            let priced = self.amount(quantity, &timed, stretch.usage, &mut Quiet)?;
            let known = || self.amount(quantity, &timed, stretch.usage, &mut Filled);
            Ok(Reading {
                window: stretch.window.within(part).unwrap_or(part),
                quantity,
                charged: Charged::new(priced, known)?,
                weight: Ratio::ONE,
            })
        };
        stretches.iter().map(reading).collect()
    }
}
