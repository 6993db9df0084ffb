//! `--budget`: an amount that a total is to stay within, for scripts.
//!
//! A total above it exits with 3, even if a price is missing. If the known part is within it and a price is
//! missing, or the workload exceeds a vendor's limit, the answer is not known: that exits with 4.

use anyhow::anyhow;
use clap::Args;
use whatif_pricing::{Ratio, Spend, number};

use super::output::{Failure, Verdict};

/// The flag.
#[derive(Debug, Args)]
pub struct BudgetArgs {
    /// Exit with 3 if the total exceeds this amount, with 4 if a missing price or a vendor's limit leaves that open
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true, help_heading = "Answer")]
    budget: Option<String>,
}

impl BudgetArgs {
    /// The amount, in the currency of the answer.
    pub fn read(&self) -> Result<Option<Ratio>, Failure> {
        self.budget.as_deref().map(|text| amount("--budget", text)).transpose()
    }
}

/// Reads an amount of money that a flag gives.
pub fn amount(flag: &str, text: &str) -> Result<Ratio, Failure> {
    let amount = number::price(text).map_err(|error| Failure::Input(anyhow!("{flag}: {error}")));
    amount.map(Ratio::from)
}

/// The exit code of totals that are held against a budget: one above it decides, then one that is not known.
pub fn verdict(all: impl IntoIterator<Item = Spend>) -> Verdict {
    let verdict = all.into_iter().map(|spend| match spend {
        Spend::Within { .. } => Verdict::Answered,
        Spend::Unknown | Spend::Barred => Verdict::BudgetUnknown,
        Spend::Exceeded { .. } => Verdict::OverBudget,
    });
    verdict.max().unwrap_or(Verdict::Answered)
}
