//! The import that is under way.

use std::sync::Arc;
use std::time::Duration;

use crate::import::{Import, Progress};
use crate::report::import as words;

/// The import that is under way.
#[derive(Debug, Default)]
pub struct Importing {
    /// Counts imports, so that news of one that was stopped is known as such.
    pub(in crate::explorer::state) number: u64,
    pub(in crate::explorer::state) stage: Stage,
}

/// The stages of an import.
#[derive(Debug, Default)]
pub(in crate::explorer::state) enum Stage {
    /// There is none.
    #[default]
    Idle,
    /// The files are being read.
    Reading(Progress, Duration),
    /// The files are read, and nothing is taken yet.
    Read(Arc<Import>),
}

impl Importing {
    /// A line about it. `None` if there is none.
    #[must_use]
    pub fn says(&self) -> Option<String> {
        match &self.stage {
            Stage::Idle => None,
            Stage::Reading(progress, elapsed) => {
                let so_far = words::progress(*progress, *elapsed);
                Some(format!("reading files: {so_far}; esc stops it, and nothing is changed"))
            }
            Stage::Read(_) => Some(READY.to_owned()),
        }
    }
}

/// The words for files that are read.
pub(in crate::explorer::state) const READY: &str =
    "the files are read: <import> shows what they would change";
