//! Totals against a budget, in words.

use whatif_pricing::{Places, Spend, written};

use crate::answer::quote::Held;
use crate::scenario::Budget;

/// The budget's own amount with its currency.
#[must_use]
pub fn budget(budget: &Budget) -> String {
    format!("{} {}", budget.currency, written(budget.amount, Places::AMOUNT))
}

/// The part of the budget that a total takes, in words.
#[must_use]
pub fn held(spend: Spend) -> String {
    match spend {
        Spend::Within { left } => {
            format!("within the budget, {} left", written(left, Places::AMOUNT))
        }
        Spend::Exceeded { by } => format!("over the budget by {}", written(by, Places::AMOUNT)),
        Spend::Unknown => "unknown: a price or an exchange rate is missing".to_owned(),
        Spend::Barred => "not known: the workload exceeds a vendor's limit".to_owned(),
    }
}

/// The budget with how a total stands to it.
#[must_use]
pub fn held_amount(held: &Held) -> String {
    format!("{}: {}", budget(&held.budget), self::held(held.spend))
}
