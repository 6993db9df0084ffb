//! The closed form: a steady workload priced without billing records.

use super::amount::Priced;
use super::trace::{Step, Trace};
use super::{Rated, Sampling, Share};
use crate::formula::{EvaluateError, Usage};
use crate::invoice::{Line, Warning};
use crate::ratio::{Exact, Ratio};

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

impl Rated {
    /// The quantity at an instant, and why it counts as zero.
    #[inline]
    pub(super) fn metered<N: Exact>(
        &self,
        usage: &Usage,
    ) -> Result<(N, Option<Unmetered>), EvaluateError> {
        let quantity: N = self.quantity.calculate(usage)?;
        if quantity.sign()?.is_lt() {
            return Ok((N::ZERO, Some(Unmetered::Negative)));
        }
        if let Some(needed) = &self.while_above_zero
            && needed.calculate::<N>(usage)?.sign()?.is_le()
        {
            return Ok((N::ZERO, (!quantity.is_zero()).then_some(Unmetered::Idle)));
        }
        Ok((quantity, None))
    }

    /// The line of a steady workload: cycles that cost the same are priced once and multiplied.
    #[inline]
    pub(super) fn line<N: Exact>(
        &self,
        usage: &Usage,
        line: &mut Line,
        trace: &mut impl Trace,
    ) -> Result<Option<Unmetered>, EvaluateError> {
        let (quantity, unmetered) = self.metered::<N>(usage)?;
        trace.step(|| Step::Metered { quantity: quantity.ratio() });
        if let [share @ Share { count: None, .. }] = &self.steady[..] {
            self.share(share, quantity, usage, line, trace)?;
        } else {
            self.shares(quantity.ratio(), usage, line, trace)?;
        }
        Ok(unmetered)
    }

    /// One cycle.
    #[inline]
    fn share<N: Exact>(
        &self,
        share: &Share,
        quantity: N,
        usage: &Usage,
        line: &mut Line,
        trace: &mut impl Trace,
    ) -> Result<(), EvaluateError> {
        let sums = matches!(self.sampling, Sampling::Sum(_));
        let quantity = if sums { quantity.times(N::of(&share.part)?)? } else { quantity };
        if sums && (share.part != Ratio::ONE || self.steady.len() > 1) {
            trace.step(|| Step::Share { part: share.part, quantity: quantity.ratio() });
        }
        let Priced { billed, amount } = self.amount(quantity, &share.time, usage, trace)?;
        line.charge = self.charge;
        line.quantity = quantity.ratio();
        line.billed_quantity = billed.ratio();
        line.amount = amount.map(N::ratio);
        Ok(())
    }

    /// Several cycles: flows add up, levels stay what they are.
    fn shares(
        &self,
        quantity: Ratio,
        usage: &Usage,
        line: &mut Line,
        trace: &mut impl Trace,
    ) -> Result<(), EvaluateError> {
        let sums = matches!(self.sampling, Sampling::Sum(_));
        *line = Line::empty(self.charge);
        for share in &self.steady {
            let mut one = *line;
            self.share(share, quantity, usage, &mut one, trace)?;
            let count = share.count.unwrap_or(Ratio::ONE);
            if share.count.is_some() {
                trace.step(|| Step::Cycles { count });
            }
            let times = if sums { count } else { Ratio::ONE };
            line.quantity = line.quantity.plus(one.quantity.times(times)?)?;
            line.billed_quantity = line.billed_quantity.plus(one.billed_quantity.times(times)?)?;
            let amount = one.amount.map(|amount| amount.times(count)).transpose()?;
            let sum = line.amount.zip(amount).map(|(sum, more)| sum.plus(more));
            line.amount = sum.transpose()?;
        }
        trace.step(|| Step::Sum { amount: line.amount });
        Ok(())
    }
}
