//! Where the totals reach the budget.

use std::io;

use whatif_pricing::sweep::{Run, Verdict, with_unit};
use whatif_pricing::{Places, written};

use super::super::{Answer, Budget};
use super::{LISTED_MAX, number};
use crate::cli::page::Page;

pub fn write(answer: &Answer, budget: &Budget, page: &mut Page<'_>) -> io::Result<()> {
    let of = written(budget.amount, Places::AMOUNT);
    page.heading(&format!("Budget {} {of}", answer.currency))?;
    let entries = budget.runs.iter().enumerate().map(|(place, runs)| {
        let says = match runs {
            None => "not known".to_owned(),
            Some(runs) => words(answer, runs),
        };
        (answer.id(place).to_owned(), says)
    });
    page.definitions(&entries.collect::<Vec<_>>())
}

/// Where a total stays within the budget: `within up to 1,250 secrets, over it from 1,251`.
fn words(answer: &Answer, runs: &[Run<Verdict>]) -> String {
    // A total that meets the budget is within it.
    let mut kinds: Vec<(&str, u64, u64)> = Vec::new();
    for run in runs {
        let kind = match run.what {
            Verdict::Cheaper | Verdict::Equal => "within",
            Verdict::Dearer => "over it",
            Verdict::Unknown => "not known",
        };
        match kinds.last_mut() {
            Some((last, _, to)) if *last == kind => *to = run.to,
            _ => kinds.push((kind, run.from, run.to)),
        }
    }
    if let [(only, ..)] = kinds[..] {
        return format!("{only} everywhere");
    }
    let count = kinds.len();
    let says = |(place, (kind, from, to)): (usize, &(&str, u64, u64))| {
        let (first, last) = (number(answer, *from), with_unit(&answer.axis, *to));
        match place {
            0 => format!("{kind} up to {last}"),
            _ if place + 1 == count => format!("{kind} from {first}"),
            _ if from == to => format!("{kind} at {first}"),
            _ => format!("{kind} from {first} to {}", number(answer, *to)),
        }
    };
    let listed: Vec<String> = kinds.iter().enumerate().take(LISTED_MAX).map(says).collect();
    let rest = count - listed.len();
    let more = if rest == 0 { String::new() } else { format!(" and {rest} more changes") };
    format!("{}{more}", listed.join(", "))
}
