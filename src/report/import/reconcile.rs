//! A bill beside its quotes, in words.

use std::io;

use whatif_pricing::{Places, Ratio, written};

use crate::answer::polling::PollingCost;
use crate::answer::reconcile::{ReconciledCard, ReconciledMonth, Split};
use crate::import::BilledClass;
use crate::report::page::{Page, Side, point_aligned};
use crate::report::words;

use super::interval;

/// The most other services that are named.
const OTHERS_MAX: usize = 12;

/// Writes the months of a bill beside their quotes.
pub fn write(months: &[ReconciledMonth], page: &mut Page<'_>) -> io::Result<()> {
    for month in months {
        let name = month.first.format("%Y-%m");
        let part = if month.is_whole { "" } else { ", the part that the bill covers" };
        if !month.cards.is_empty() {
            page.heading(&format!("Bill against quote, {name}{part}"))?;
            table(&month.cards, page)?;
            for (at, card) in month.cards.iter().enumerate() {
                // What keeps a service in several currencies from a quote is the same for each.
                let is_again = at > 0 && month.cards[at - 1].card == card.card;
                if !is_again {
                    about(card, page)?;
                }
            }
        }
        others(month, page)?;
    }
    Ok(())
}

fn table(cards: &[ReconciledCard], page: &mut Page<'_>) -> io::Result<()> {
    let head = ["", "billed", "quote", "not modelled", "price", "free tier", "unexplained"];
    let mut columns: Vec<Vec<String>> = vec![Vec::new(); head.len()];
    for card in cards {
        let cells = match &card.split {
            Ok(split) => {
                let Split { quote, unmodelled, price, free, rest, .. } = *split;
                [quote, unmodelled, price, free, rest].map(amount)
            }
            Err(_) => ["?", "", "", "", ""].map(str::to_owned),
        };
        // The bill of a service in several currencies is one row for each.
        let is_one = cards.iter().filter(|it| it.card == card.card).count() == 1;
        let currencies = card.currencies.join(", ");
        let name = if is_one { card.card.clone() } else { format!("{} ({currencies})", card.card) };
        let all = [name, amount(card.billed)].into_iter().chain(cells);
        columns.iter_mut().zip(all).for_each(|(column, cell)| column.push(cell));
    }
    let aligned = columns
        .iter()
        .enumerate()
        .map(|(at, cells)| if at == 0 { cells.clone() } else { point_aligned(cells) });
    let aligned: Vec<Vec<String>> = aligned.collect();
    let rows = (0..cards.len()).map(|row| aligned.iter().map(|it| it[row].clone()).collect());
    let rows: Vec<Vec<String>> =
        std::iter::once(head.map(str::to_owned).to_vec()).chain(rows).collect();
    let rows = page.fitted(&rows, &[0]);
    page.table(
        &[Side::Left, Side::Right, Side::Right, Side::Right, Side::Right, Side::Right, Side::Right],
        &rows,
    )
}

/// An amount of the bill. Nothing is empty.
fn amount(amount: Ratio) -> String {
    written(amount, Places { least: 2, most: 10 })
}

fn about(card: &ReconciledCard, page: &mut Page<'_>) -> io::Result<()> {
    if let Err(why) = &card.split {
        return page.paragraph("  - ", &format!("{}: no quote: {why}", card.card));
    }
    for line in &card.lines {
        let quoted = words_of(line.quoted);
        if line.quoted != Some(line.billed) {
            let text = format!(
                "{}: {}: billed {}, quoted {quoted}",
                card.card,
                line.label,
                amount(line.billed)
            );
            page.paragraph("  - ", &text)?;
        }
    }
    for line in &card.unmodelled {
        let text =
            format!("{}: {}: {} is not modelled", card.card, line.meter, amount(line.billed));
        page.paragraph("  - ", &text)?;
    }
    if let Ok(Split { discount: Some(discount), .. }) = &card.split {
        let (what, percent) = if discount.is_negative() {
            ("mark-up", Ratio::ZERO.minus(*discount).unwrap_or(*discount))
        } else {
            ("discount", *discount)
        };
        let percent = written(percent, Places::QUANTITY);
        let text = format!(
            "{}: the bill has a {what} of {percent} % on its list prices: --to PLAN.toml --with-discount takes it",
            card.card
        );
        page.paragraph("  - ", &text)?;
    }
    Ok(())
}

fn words_of(quoted: Option<Ratio>) -> String {
    quoted.map_or_else(|| words::UNPUBLISHED.to_owned(), amount)
}

fn others(month: &ReconciledMonth, page: &mut Page<'_>) -> io::Result<()> {
    if month.others.is_empty() {
        return Ok(());
    }
    page.heading(&format!("Beside it, {}", month.first.format("%Y-%m")))?;
    let row = |it: &crate::import::BilledOther| {
        let service = if it.service.is_empty() { "no service" } else { &it.service };
        vec![
            class(it.class).to_owned(),
            service.to_owned(),
            format!("{} {}", it.currency, amount(it.billed)),
        ]
    };
    let rows: Vec<Vec<String>> = month.others.iter().take(OTHERS_MAX).map(row).collect();
    let rows = page.fitted(&rows, &[1]);
    page.table(&[Side::Left, Side::Left, Side::Right], &rows)?;
    if month.others.len() > OTHERS_MAX {
        page.line(&format!("  and {} more", month.others.len() - OTHERS_MAX))?;
    }
    Ok(())
}

/// The name of a class.
#[must_use]
pub const fn class(class: BilledClass) -> &'static str {
    match class {
        BilledClass::OtherUsage => "other usage",
        BilledClass::Purchase => "purchase",
        BilledClass::Credit => "credit",
        BilledClass::Correction => "correction",
        BilledClass::Tax => "tax",
    }
}

/// Writes the objects that cost most, and what a longer interval saves.
pub fn write_polling(costs: &[PollingCost], page: &mut Page<'_>) -> io::Result<()> {
    if costs.is_empty() {
        return Ok(());
    }
    page.heading("What polling costs in 30 days")?;
    for cost in costs {
        page.paragraph("  - ", &sentence(cost))?;
    }
    Ok(())
}

/// `shop/web each 10 s: 259,200 calls, USD 1.296; each 5 min: USD 0.0432`.
#[must_use]
pub fn sentence(cost: &PollingCost) -> String {
    let currency = cost.currency;
    let object = &cost.object;
    let calls = written(object.calls, Places { least: 0, most: 0 });
    let of = words::amount(Some(cost.cost));
    let now = format!(
        "{} each {}: {calls} calls, {currency} {of}",
        object.name,
        interval(object.interval)
    );
    match &cost.longer {
        Some((longer, _, cheaper)) => {
            let cheaper = words::amount(Some(*cheaper));
            format!("{now}; each {}: {currency} {cheaper}", interval(*longer))
        }
        None => now,
    }
}
