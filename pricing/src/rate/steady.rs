//! The closed form: a steady workload priced without billing records.

use super::amount::Priced;
use super::trace::{Step, Trace};
use super::{Rated, Sampling, Share};
use crate::formula::EvaluateError;
use crate::invoice::{Line, Warning};
use crate::ratio::{Exact, Ratio};
use crate::usage::Inputs;

/// Why a quantity counts as zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unmetered {
    Idle,
    Negative,
}

impl Unmetered {
    pub(super) const fn warning(self, charge: usize) -> Warning {
        match self {
            Self::Idle => Warning::Idle { charge },
            Self::Negative => Warning::Negative { charge },
        }
    }
}

/// A line in the numbers in which it was calculated.
#[derive(Clone, Copy, Debug)]
pub(super) struct Steady<N> {
    pub quantity: N,
    pub priced: Priced<N>,
    pub unmetered: Option<Unmetered>,
}

impl<N: Exact> Steady<N> {
    #[inline]
    pub(super) fn write(self, charge: usize, line: &mut Line) {
        line.charge = charge;
        line.quantity = self.quantity.ratio();
        line.billed_quantity = self.priced.billed.ratio();
        line.amount = self.priced.amount.map(N::ratio);
    }
}

impl Rated {
    /// The quantity at an instant, and why it counts as zero.
    #[inline]
    pub(super) fn metered<N: Exact>(
        &self,
        inputs: &impl Inputs<N>,
    ) -> Result<(N, Option<Unmetered>), EvaluateError> {
        let quantity: N = self.quantity.calculate(inputs)?;
        if quantity.sign()?.is_lt() {
            return Ok((N::ZERO, Some(Unmetered::Negative)));
        }
        if let Some(needed) = &self.while_above_zero
            && needed.calculate(inputs)?.sign()?.is_le()
        {
            return Ok((N::ZERO, (!quantity.is_zero()?).then_some(Unmetered::Idle)));
        }
        Ok((quantity, None))
    }

    /// The line of a steady workload: cycles that cost the same are priced once and multiplied.
    #[inline]
    pub(super) fn steady<N: Exact>(
        &self,
        inputs: &impl Inputs<N>,
        trace: &mut impl Trace,
    ) -> Result<Steady<N>, EvaluateError> {
        let (quantity, unmetered) = self.metered(inputs)?;
        trace.step(|| Step::Metered { quantity: quantity.ratio() });
        let (quantity, priced) = match &self.steady[..] {
            [share @ Share { count: None, .. }] => self.share(share, quantity, inputs, trace)?,
            _ => self.shares(quantity, inputs, trace)?,
        };
        Ok(Steady { quantity, priced, unmetered })
    }

    /// One cycle: what falls in it, and what that comes to.
    #[inline]
    fn share<N: Exact>(
        &self,
        share: &Share,
        quantity: N,
        inputs: &impl Inputs<N>,
        trace: &mut impl Trace,
    ) -> Result<(N, Priced<N>), EvaluateError> {
        let sums = matches!(self.sampling, Sampling::Sum(_));
        let quantity = if sums { quantity.times(N::of(&share.part)?)? } else { quantity };
        if sums && (share.part != Ratio::ONE || self.steady.len() > 1) {
            trace.step(|| Step::Share { part: share.part, quantity: quantity.ratio() });
        }
        Ok((quantity, self.amount(quantity, &share.time, inputs, trace)?))
    }

    /// Several cycles: flows add up, levels stay what they are.
    fn shares<N: Exact>(
        &self,
        quantity: N,
        inputs: &impl Inputs<N>,
        trace: &mut impl Trace,
    ) -> Result<(N, Priced<N>), EvaluateError> {
        let sums = matches!(self.sampling, Sampling::Sum(_));
        let (mut sum, mut all) = (N::ZERO, Priced::ZERO);
        for share in &self.steady {
            let (quantity, one) = self.share(share, quantity, inputs, trace)?;
            let count = share.count.unwrap_or(Ratio::ONE);
            if share.count.is_some() {
                trace.step(|| Step::Cycles { count });
            }
            let (count, times) = (N::of(&count)?, if sums { count } else { Ratio::ONE });
            let times = N::of(&times)?;
            sum = sum.plus(quantity.times(times)?)?;
            let amount = one.amount.map(|amount| amount.times(count)).transpose()?;
            all = all.plus(Priced { billed: one.billed.times(times)?, amount })?;
        }
        trace.step(|| Step::Sum { amount: all.amount.map(N::ratio) });
        Ok((sum, all))
    }
}
