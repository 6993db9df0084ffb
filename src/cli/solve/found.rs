//! What was found, for a reader and for programs alike.

use rust_decimal::Decimal;
use whatif_pricing::Total;

/// How far the goal is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// At some of the values.
    Within,
    /// At all of them.
    Always,
    /// At none.
    Never,
    /// A price is missing.
    Unknown,
}

impl Outcome {
    /// Its name for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Within => "within",
            Self::Always => "always",
            Self::Never => "never",
            Self::Unknown => "unknown",
        }
    }
}

/// A value and what the cards cost there.
#[derive(Clone, Debug)]
pub struct At {
    /// The value.
    pub value: Decimal,
    /// By card; none where it has no exact total.
    pub totals: Vec<Option<Total>>,
}

/// Values from one to another, at which the goal is reached, or not, or nobody knows.
#[derive(Clone, Debug)]
pub struct Stretch {
    /// The first value.
    pub from: Decimal,
    /// The last value.
    pub to: Decimal,
    /// Reached; none where it is not known.
    pub reached: Option<bool>,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Found {
    /// How far the goal is reached.
    pub outcome: Outcome,
    /// The answer in a sentence.
    pub says: String,
    /// The largest value that reaches the goal.
    pub largest: Option<At>,
    /// The one after it.
    pub next: Option<At>,
    /// The smallest value that reaches the goal, where there are smaller ones.
    pub smallest: Option<At>,
    /// The one before it.
    pub before: Option<At>,
    /// Where the goal is never reached, the value that comes nearest to it.
    pub least: Option<At>,
    /// The stretches of values, of a driver.
    pub stretches: Vec<Stretch>,
    /// Of a price or a discount: do the totals meet exactly there?
    pub exact: Option<bool>,
    /// Why the goal is never reached, or not known to be.
    pub why: Vec<String>,
    /// What to know of the largest value, or of the nearest one.
    pub warnings: Vec<String>,
}

impl Found {
    /// Without values yet.
    pub fn new(outcome: Outcome, says: String) -> Self {
        Self {
            outcome,
            says,
            largest: None,
            next: None,
            smallest: None,
            before: None,
            least: None,
            stretches: Vec::new(),
            exact: None,
            why: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// The values with their totals, from the smallest to the largest.
    pub fn rows(&self) -> Vec<&At> {
        let all = [&self.before, &self.smallest, &self.least, &self.largest, &self.next];
        let mut rows: Vec<&At> = all.into_iter().flatten().collect();
        rows.sort_by_key(|row| row.value);
        rows.dedup_by_key(|row| row.value);
        rows
    }
}
