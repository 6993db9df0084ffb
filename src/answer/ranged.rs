//! The drivers that have a range.

use whatif_pricing::{Range, Workload};

/// A driver and its range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RangedDriver {
    /// The driver's name.
    pub driver: String,
    /// Its range.
    pub range: Range,
}

/// The drivers of a workload that have a range.
pub(super) fn ranged(workload: &Workload) -> Vec<RangedDriver> {
    let driver = |(id, range): (_, &Range)| RangedDriver {
        driver: workload.vocabulary()[id].name.clone(),
        range: *range,
    };
    workload.ranges().map(driver).collect()
}
