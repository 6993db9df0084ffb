//! The closed form: a steady workload priced without billing records.

use crate::number::ratio::{Exact, Ratio};
use crate::rate::amount::Priced;
use crate::rate::error::RateError;
use crate::rate::known::Known;
use crate::rate::line::Line;
use crate::rate::rated::{Rated, Sampling, Share};
use crate::rate::tariff::Tariff;
use crate::rate::trace::{Filled, Quiet, Step, Trace};
use crate::rate::warning::Warning;
use crate::usage::formula::EvaluateError;
use crate::usage::inputs::{Inputs, Usage};

/// The reason why a quantity counts as zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unmetered {
    Idle,
    Negative,
}

impl Unmetered {
    pub(crate) const fn warning(self, charge: usize) -> Warning {
        match self {
            Self::Idle => Warning::Idle { charge },
            Self::Negative => Warning::Negative { charge },
        }
    }
}

/// A line in the numbers in which it was calculated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Steady<N> {
    pub quantity: N,
    pub priced: Priced<N>,
    pub unmetered: Option<Unmetered>,
}

impl<N: Exact> Steady<N> {
    #[inline]
    pub(crate) fn write(self, charge: usize, line: &mut Line) {
        line.charge = charge;
        self.quantity.write(&mut line.quantity);
        self.priced.billed.write(&mut line.billed_quantity);
        match self.priced.amount {
            Some(amount) => amount.write(line.amount.insert(Ratio::ZERO)),
            None => line.amount = None,
        }
        line.part = None;
    }
}

impl Rated {
    /// The quantity at an instant, and why it counts as zero.
    #[expect(
        clippy::inline_always,
        reason = "a call costs more than its work, see benches/quote.rs"
    )]
    #[inline(always)]
    pub(crate) fn metered<N: Exact>(
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

    /// Is its flow a total of the period that is spread over its time?
    #[cold]
    pub(super) fn is_by_time<N: Exact>(&self, inputs: &impl Inputs<N>) -> bool {
        self.quantity.drivers().any(|driver| inputs.is_by_time(driver))
    }

    /// The line of a steady workload.
    #[inline]
    pub(crate) fn steady<N: Exact>(
        &self,
        inputs: &impl Inputs<N>,
        trace: &mut impl Trace,
    ) -> Result<Steady<N>, EvaluateError> {
        match &self.shared {
            None => self.steady_own(inputs, trace),
            Some(shared) => self.steady_shared(shared, inputs, trace),
        }
    }

    /// The same without other lines: cycles that cost the same are priced once and multiplied.
    #[inline]
    pub(super) fn steady_own<N: Exact>(
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

    /// The known part of the amount, where a price is missing.
    #[cold]
    pub(crate) fn known<N: Exact>(&self, inputs: &impl Inputs<N>) -> Result<N, EvaluateError> {
        let steady = self.steady::<N>(inputs, &mut Filled)?;
        Ok(steady.priced.amount.unwrap_or(N::ZERO))
    }

    /// Prices a steady workload into a line.
    pub(crate) fn write_line(
        &self,
        usage: &Usage,
        line: &mut Line,
    ) -> Result<Option<Unmetered>, EvaluateError> {
        let steady = self.steady::<Ratio>(usage, &mut Quiet)?;
        steady.write(self.charge, line);
        if line.amount.is_none() {
            let amount = self.known::<Ratio>(usage)?;
            line.set_amount(Known { amount, complete: false });
        }
        Ok(steady.unmetered)
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
        if let Some(stock) = &self.stock {
            return self.kept(stock, (quantity, &share.time), inputs, trace);
        }
        let sums = matches!(self.sampling, Sampling::Sum(_));
        let part = match &share.by_time {
            Some(by_time) if self.is_by_time(inputs) => by_time,
            _ => &share.part,
        };
        let quantity = if sums { quantity.times(N::of(part)?)? } else { quantity };
        if sums && (*part != Ratio::ONE || self.steady.len() > 1) {
            trace.step(|| Step::Share { part: *part, quantity: quantity.ratio() });
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
        let sums = self.sampling.adds();
        let (mut sum, mut all) = (N::ZERO, Priced::ZERO);
        for share in &self.steady {
            let (quantity, one) = self.share(share, quantity, inputs, trace)?;
            let count = share.count.unwrap_or(Ratio::ONE);
            if share.count.is_some() {
                trace.step(|| Step::Cycles { count });
            }
            let count = N::of(&count)?;
            let amount = one.amount.map(|amount| amount.times(count)).transpose()?;
            if sums {
                sum = sum.plus(quantity.times(count)?)?;
                all = all.plus(Priced { billed: one.billed.times(count)?, amount })?;
            } else {
                sum = quantity;
                let amount = all.plus(Priced { billed: N::ZERO, amount })?.amount;
                all = Priced { billed: one.billed, amount };
            }
        }
        trace.step(|| Step::Sum { amount: all.amount.map_or(Ratio::ZERO, N::ratio) });
        Ok((sum, all))
    }
}

impl Tariff {
    /// The quantity of a charge at an instant, and why it counts as zero.
    pub(crate) fn metered(
        &self,
        rated: &Rated,
        usage: &Usage,
    ) -> Result<(Ratio, Option<Unmetered>), RateError> {
        rated.metered(usage).map_err(|error| self.failed(rated.charge, error))
    }
}
