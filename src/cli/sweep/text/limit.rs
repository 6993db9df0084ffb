//! Where the totals reach the budget.

use std::io;

use whatif_pricing::sweep::{Run, with_unit};
use whatif_pricing::{Places, written};

use super::super::{Answer, Budget};
use super::{LISTED_MAX, number};
use crate::cli::page::Page;

pub fn write(answer: &Answer, budget: &Budget, page: &mut Page<'_>) -> io::Result<()> {
    page.heading(&format!("Budget {}", of(answer, budget)))?;
    page.definitions(&says(answer, budget))
}

/// The budget's own amount with its currency.
pub fn of(answer: &Answer, budget: &Budget) -> String {
    format!("{} {}", answer.currency, written(budget.amount, Places::AMOUNT))
}

/// Where each total stays within it.
pub fn says(answer: &Answer, budget: &Budget) -> Vec<(String, String)> {
    let entries = budget.runs.iter().enumerate().map(|(place, runs)| {
        let says = match runs {
            None => "not known".to_owned(),
            Some(runs) => words(answer, runs),
        };
        (answer.id(place).to_owned(), says)
    });
    entries.collect()
}

/// Where a total stays within the budget: `within up to 1,250 secrets, over it from 1,251`.
fn words(answer: &Answer, runs: &[Run<Option<bool>>]) -> String {
    let kind = |run: &Run<Option<bool>>| match run.what {
        Some(true) => "within",
        Some(false) => "over it",
        None => "not known",
    };
    if let [only] = runs {
        return format!("{} everywhere", kind(only));
    }
    let says = |(place, run): (usize, &Run<Option<bool>>)| {
        let (kind, first) = (kind(run), number(answer, run.from));
        match place {
            0 => format!("{kind} up to {}", with_unit(&answer.axis, run.to)),
            _ if place + 1 == runs.len() => format!("{kind} from {first}"),
            _ if run.from == run.to => format!("{kind} at {first}"),
            _ => format!("{kind} from {first} to {}", number(answer, run.to)),
        }
    };
    let listed: Vec<String> = runs.iter().enumerate().take(LISTED_MAX).map(says).collect();
    let rest = runs.len() - listed.len();
    let more = if rest == 0 { String::new() } else { format!(" and {rest} more changes") };
    format!("{}{more}", listed.join(", "))
}
