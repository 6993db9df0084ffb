//! Derived use: drivers of a companion that follow what the main service is used for.

use serde::{Deserialize, Serialize};

use crate::number::ratio::{Exact, OutOfRange, Ratio};
use crate::time::period_terms::PeriodTerm;
use crate::usage::driver::{DriverId, DriverKind};
use crate::usage::formula::{EvaluateError, Formula};
use crate::usage::inputs::{Inputs, Usage};

/// A driver of a companion that follows the main service's use.
///
/// What follows takes the place of the driver's default, which is nobody's figure. It comes on top of a value
/// that somebody set: that is what the companion is used for besides.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Follow {
    /// The driver of the companion.
    pub driver: DriverId,
    /// The formula of its value, over the drivers of the main service.
    pub formula: Formula,
}

impl Follow {
    /// Returns the usage of a companion whose drivers follow as these say.
    ///
    /// # Errors
    /// If a formula has no exact value.
    pub(crate) fn derived(follows: &[Self], usage: &Usage) -> Result<Usage, EvaluateError> {
        let mut derived = usage.clone();
        let inputs = Following { inputs: usage, follows };
        for follow in follows {
            let value: Ratio = inputs.followed(follow)?;
            derived.numbers.set(follow.driver.index(), value);
            let by_time = Inputs::<Ratio>::is_by_time(&inputs, follow.driver);
            derived.by_time.set(follow.driver, by_time);
        }
        Ok(derived)
    }
}

/// The inputs of a companion: those of the main service, but for the drivers that follow them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Following<'a, I> {
    pub inputs: &'a I,
    pub follows: &'a [Follow],
}

impl<I> Following<'_, I> {
    fn followed<N: Exact>(&self, follow: &Follow) -> Result<N, EvaluateError>
    where
        I: Inputs<N>,
    {
        let value = follow.formula.calculate::<N>(self.inputs)?;
        if !self.inputs.is_chosen(follow.driver) {
            return Ok(value);
        }
        Ok(value.plus(self.inputs.driver(follow.driver)?)?)
    }
}

impl<N: Exact, I: Inputs<N>> Inputs<N> for Following<'_, I> {
    fn driver(&self, driver: DriverId) -> Result<N, OutOfRange> {
        match self.follows.iter().find(|follow| follow.driver == driver) {
            // A second try in wider numbers reports what is wrong.
            Some(follow) => self.followed(follow).map_err(|_| OutOfRange),
            None => self.inputs.driver(driver),
        }
    }

    fn is_chosen(&self, driver: DriverId) -> bool {
        self.inputs.is_chosen(driver)
    }

    fn term(&self, term: PeriodTerm, kind: DriverKind) -> Result<N, OutOfRange> {
        self.inputs.term(term, kind)
    }

    fn is_by_time(&self, driver: DriverId) -> bool {
        match self.follows.iter().find(|follow| follow.driver == driver) {
            Some(Follow { formula, .. }) => {
                formula.counts_time() || formula.drivers().any(|read| self.inputs.is_by_time(read))
            }
            None => self.inputs.is_by_time(driver),
        }
    }
}
