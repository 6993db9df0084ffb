//! The file of a scenario: the scenario and what its offers cost when it was saved.
//!
//! [`read`] makes it from a text and reports every problem at once. [`write`] makes the text. [`merge`]
//! writes what changed into a text that a person has edited, and keeps everything else as it was.

mod merge;
mod read;
mod write;

use std::collections::BTreeMap;

use super::{OfferId, Record, Scenario};

pub use read::FILE_BYTES_MAX;

/// The format that is written. A newer one is refused.
pub const FORMAT: u32 = 1;

/// The costs of offers when a scenario was saved.
pub type Records = BTreeMap<OfferId, Record>;

/// A scenario as it stands in its file.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioFile {
    /// The scenario.
    pub scenario: Scenario,
    /// The costs of its offers when it was saved.
    pub records: Records,
    /// The costs of its offers at its baseline.
    pub baseline_records: Records,
}
