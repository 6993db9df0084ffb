//! The time for which a choice binds.

use serde::{Deserialize, Serialize};

use crate::number::ratio::{OutOfRange, Ratio};
use crate::usage::inputs::Usage;

/// The time for which a choice binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bound {
    /// So many months.
    Months(u32),
    /// So many days.
    Days(u32),
}

impl Bound {
    /// The hours of it, for comparison only: a month counts as 730.
    pub(crate) const fn hours(self) -> u32 {
        match self {
            Self::Months(months) => months * 730,
            Self::Days(days) => days * 24,
        }
    }

    /// The period goes into it so many times.
    pub(crate) fn periods(self, usage: &Usage) -> Result<Ratio, OutOfRange> {
        match self {
            Self::Months(months) => Ratio::from(months).over(usage.months()),
            Self::Days(days) => Ratio::from(days).over(usage.days()),
        }
    }
}
