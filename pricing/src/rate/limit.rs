//! A quota with its choices made: is a workload within it?

use crate::card::quota::{Beyond, Quota};
use crate::number::ratio::{Exact, Ratio};
use crate::rate::error::{RateError, failed_quota};
use crate::usage::driver::DriverId;
use crate::usage::formula::{EvaluateError, Formula};
use crate::usage::inputs::{Inputs, Usage};

/// A quota with its choices made.
#[derive(Clone, Debug)]
pub(crate) struct Limit {
    quantity: Formula,
    /// The formula that takes the place of the quantity once this driver was set.
    with_peak: Option<(DriverId, Formula)>,
    /// The most there can be. `None` if the choices made have no limit.
    most: Option<Ratio>,
    pub beyond: Beyond,
}

impl Limit {
    pub fn of(quota: &Quota, chosen: &[usize]) -> Self {
        Self {
            quantity: quota.quantity.clone(),
            with_peak: quota.rate.as_ref().map(|rate| (rate.peak, rate.with_peak.clone())),
            most: quota.limit.pick(chosen).map(Ratio::whole),
            beyond: quota.beyond,
        }
    }

    /// The formula of the quantity that is held against the limit.
    #[inline]
    pub fn quantity<N: Exact>(&self, inputs: &impl Inputs<N>) -> &Formula {
        match &self.with_peak {
            Some((peak, formula)) if inputs.is_chosen(*peak) => formula,
            _ => &self.quantity,
        }
    }

    /// Is the quantity within the limit?
    #[inline]
    pub fn holds<N: Exact>(&self, inputs: &impl Inputs<N>) -> Result<bool, EvaluateError> {
        let Some(most) = &self.most else { return Ok(true) };
        let value = self.quantity(inputs).calculate::<N>(inputs)?;
        Ok(value.compare(N::of(most)?)?.is_le())
    }

    /// The number that is held against the limit, and the limit. `None` if it is within.
    #[cold]
    pub fn exceeded(&self, usage: &Usage) -> Result<Option<(Ratio, Ratio)>, RateError> {
        let Some(most) = self.most else { return Ok(None) };
        let quantity = self.quantity::<Ratio>(usage);
        let value = quantity.evaluate(usage).map_err(|error| failed_quota(quantity, error))?;
        Ok((value > most).then_some((value, most)))
    }

    /// Every formula that it may evaluate.
    pub fn formulas(&self) -> impl Iterator<Item = &Formula> {
        std::iter::once(&self.quantity).chain(self.with_peak.iter().map(|(_, formula)| formula))
    }
}
