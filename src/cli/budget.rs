//! `--budget`: an amount that a total is to stay within, for scripts.
//!
//! A total above it exits with 3, also where a price is missing and what is known is above it already.
//! Where what is known is within, but not the whole, nobody can say: that exits with 4.

use anyhow::anyhow;
use clap::Args;
use serde::Serialize;
use whatif_pricing::{Currency, Places, Ratio, Spend, Total, number, plain, written};

use super::output::{Failure, Verdict};

/// The flag.
#[derive(Debug, Args)]
pub struct BudgetArgs {
    /// Exit with 3 where the total exceeds this amount, with 4 where a missing price leaves that open
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true, help_heading = "Answer")]
    budget: Option<String>,
}

/// A budget in a currency.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// The amount.
    pub amount: Ratio,
    /// Its currency: that of the answer.
    pub currency: Currency,
}

/// A budget and how a total stands to it.
#[derive(Clone, Copy, Debug)]
pub struct Budgeted {
    /// The budget.
    pub budget: Budget,
    /// How the total stands; unknown too where no rate leads to the budget's currency.
    pub spend: Spend,
}

/// In JSON.
#[derive(Debug, Serialize)]
pub struct BudgetJson {
    amount: String,
    currency: String,
    /// `within`, `exceeded` or `unknown`.
    verdict: &'static str,
    left: Option<String>,
    exceeded_by: Option<String>,
}

impl BudgetArgs {
    /// The budget in the currency of the answer, where one is given.
    pub fn read(&self, currency: Currency) -> Result<Option<Budget>, Failure> {
        let read = |text: &String| Ok(Budget { amount: amount("--budget", text)?, currency });
        self.budget.as_ref().map(read).transpose()
    }
}

/// Reads an amount of money that a flag gives.
pub fn amount(flag: &str, text: &str) -> Result<Ratio, Failure> {
    let amount = number::price(text).map_err(|error| Failure::Input(anyhow!("{flag}: {error}")));
    amount.map(Ratio::from)
}

impl Budget {
    /// How a total in its currency stands to it; none where no rate leads to that currency.
    pub fn hold(self, total: Option<Total>) -> Result<Budgeted, Failure> {
        let spend = total.map(|total| total.against(self.amount)).transpose();
        let spend = spend.map_err(Failure::input)?.unwrap_or(Spend::Unknown);
        Ok(Budgeted { budget: self, spend })
    }
}

impl Budgeted {
    /// In words, after the budget's own amount.
    pub fn says(&self) -> String {
        let amount = |amount| written(amount, Places::AMOUNT);
        match self.spend {
            Spend::Within { left } => format!("within the budget, {} left", amount(left)),
            Spend::Exceeded { by } => format!("over the budget by {}", amount(by)),
            Spend::Unknown => {
                "not known to stay within the budget: a price or an exchange rate is missing"
                    .to_owned()
            }
        }
    }

    /// The budget's own amount with its currency.
    pub fn of(&self) -> String {
        format!("{} {}", self.budget.currency, written(self.budget.amount, Places::AMOUNT))
    }

    /// For programs.
    pub fn json(&self) -> BudgetJson {
        let (verdict, left, by) = match self.spend {
            Spend::Within { left } => ("within", Some(left), None),
            Spend::Exceeded { by } => ("exceeded", None, Some(by)),
            Spend::Unknown => ("unknown", None, None),
        };
        BudgetJson {
            amount: plain(self.budget.amount),
            currency: self.budget.currency.to_string(),
            verdict,
            left: left.map(plain),
            exceeded_by: by.map(plain),
        }
    }
}

/// The exit code of totals that were held against a budget: one above it decides, then one not known.
pub fn verdict<'a>(all: impl IntoIterator<Item = &'a Budgeted>) -> Verdict {
    let verdict = all.into_iter().map(|budgeted| match budgeted.spend {
        Spend::Within { .. } => Verdict::Answered,
        Spend::Unknown => Verdict::BudgetUnknown,
        Spend::Exceeded { .. } => Verdict::OverBudget,
    });
    verdict.max().unwrap_or(Verdict::Answered)
}
