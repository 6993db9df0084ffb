//! The spread along one driver, for the sweep.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::ask::offer::Offer;
use crate::usage::driver::DriverId;
use crate::usage::value::Value;
use crate::usage::workload::Workload;

use super::{SampleError, Sampler, Samples, Spread};

/// At each of some values of a driver, each in its range, the spread of each offer's totals: by value, then
/// by offer; none for an offer without a total. Where the driver has a range or a formula itself, the value
/// takes its place. Every value sees the same samples of the other drivers, so that a band is as smooth as
/// its prices.
///
/// A few hundred samples make a band: there are as many as `samples` asks for at each of the values.
///
/// # Panics
/// Never: a number needs no other driver.
pub fn bands(
    offers: &Arc<[Offer]>,
    workload: &Workload,
    (driver, values): (DriverId, &[Decimal]),
    samples: Samples,
) -> Result<Vec<Vec<Option<Spread>>>, SampleError> {
    let band = |value: &Decimal| {
        let mut workload = workload.clone();
        workload.set(driver, Value::Number(*value)).expect("a number needs no other driver");
        let outcomes = Sampler::new(Arc::clone(offers), &workload, samples).finish()?;
        Ok(outcomes.into_iter().map(|outcome| outcome.spread).collect())
    };
    values.iter().map(band).collect()
}
