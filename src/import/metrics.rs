//! Metrics: samples of requests become calls in 30 days and the busiest minute.
//!
//! Gaps, repeated samples, disorder and missing time zones are counted and said. Which metric counts for
//! which driver is data, in `assets/import/metrics.toml`.

mod fold;
mod join;
mod known;
mod labels;
mod prometheus;
mod rows;
mod series;
mod span;

use std::collections::BTreeMap;

use chrono::FixedOffset;

pub use join::Metrics;
pub use prometheus::read as read_prometheus;
pub use rows::{is_table, read as read_table};

/// The facts about metrics that their files lack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// The column of the time.
    pub time: Option<String>,
    /// The columns of values.
    pub values: Vec<String>,
    /// The meaning of a value.
    pub unit: Option<MetricUnit>,
    /// The driver that they count.
    pub driver: Option<whatif_pricing::DriverId>,
    /// The clock of times that do not say theirs. UTC if `None`.
    pub zone: Option<FixedOffset>,
}

impl Hints {
    /// Returns whether they name one of these columns.
    pub(super) fn name_one_of(&self, columns: &[String]) -> bool {
        let mut named = self.time.iter().chain(&self.values);
        named.any(|name| columns.iter().any(|known| known.eq_ignore_ascii_case(name)))
    }
}

/// The meaning of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricUnit {
    /// Requests since the sample before.
    Requests,
    /// Requests per second since the sample before.
    PerSecond,
    /// Requests since the process began.
    Counter,
}

impl MetricUnit {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Requests, Self::PerSecond, Self::Counter];

    /// The name that `--unit` takes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::PerSecond => "per-second",
            Self::Counter => "counter",
        }
    }
}

/// The labels of a series.
type Labels = BTreeMap<String, String>;

/// A clock at UTC.
fn utc() -> FixedOffset {
    FixedOffset::east_opt(0).expect("zero is an offset")
}
