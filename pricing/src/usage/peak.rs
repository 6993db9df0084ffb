//! The formulas of the drivers that follow a mean by default.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::usage::driver::{Driver, DriverId, Vocabulary};
use crate::usage::formula::Formula;

/// A driver that follows a mean by default, with its formulas.
#[derive(Debug)]
pub(crate) struct Peak {
    pub driver: DriverId,
    /// The value that is assumed while the mean is below it.
    pub assumed: Decimal,
    pub mean: Formula,
    /// Above zero if a value of the driver is below the mean by more than what rounding to a step explains.
    pub below: Formula,
    /// The larger of the assumed value and the mean.
    pub default: Arc<Formula>,
}

impl Peak {
    /// Every peak of a vocabulary.
    ///
    /// # Panics
    /// If a formula of the vocabulary cannot be read, which a test rules out.
    pub fn all(vocabulary: &Vocabulary) -> Arc<[Self]> {
        let formula = |driver: &Driver, text: &str| {
            Formula::parse(text, vocabulary, driver.kind)
                .unwrap_or_else(|error| panic!("the mean of {}: {error}", driver.name))
        };
        let peak = |(id, driver): (DriverId, &Driver)| {
            let mean = driver.mean.as_ref()?;
            Some(Self {
                driver: id,
                assumed: mean.assumed,
                mean: formula(driver, &mean.text),
                below: formula(driver, &mean.below_text(driver)),
                default: Arc::new(formula(driver, driver.default.trim_start_matches('='))),
            })
        };
        vocabulary.iter().filter_map(peak).collect()
    }
}
