//! The answer for a reader: a sentence, the totals at the values that decide, why, and what to know.

use rust_decimal::Decimal;
use whatif_pricing::{Places, Ratio, counted, written};

use super::found::Found;
use super::{Question, Sought};
use crate::cli::along;
use crate::cli::output::Failure;
use crate::cli::page::{Page, Side, point_aligned};
use crate::cli::quote::write_head;

pub fn write(question: &Question, found: &Found, page: &mut Page<'_>) -> Result<(), Failure> {
    write_head(&question.request, page)?;
    page.gap()?;
    page.paragraph("", &capital(&found.says))?;
    write_rows(question, found, page)?;
    for why in &found.why {
        page.paragraph("  ", why)?;
    }
    if found.warnings.is_empty() {
        return Ok(());
    }
    let of = found.largest.as_ref().or(found.least.as_ref()).or(found.smallest.as_ref());
    let at = of.map_or_else(String::new, |at| format!(", at {}", value(question, at.value)));
    page.heading(&format!("Take care{at}"))?;
    let lead = format!("  {} ", page.glyphs.warning);
    for text in &found.warnings {
        page.paragraph(&lead, text)?;
    }
    Ok(())
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}

/// A value of what is sought.
pub fn value(question: &Question, value: Decimal) -> String {
    let number = Ratio::whole(value);
    match question.sought {
        Sought::Driver(driver) => {
            let vocabulary = question.request.timeline.workload.vocabulary();
            counted(number, &vocabulary[driver].unit)
        }
        Sought::Price(_) => written(number, Places::PRICE),
        Sought::Discount(_) => format!("{} %", written(number, Places::QUANTITY)),
    }
}

/// The totals at the values that decide, cards in columns.
fn write_rows(question: &Question, found: &Found, page: &mut Page<'_>) -> Result<(), Failure> {
    let rows = found.rows();
    if rows.is_empty() {
        return Ok(());
    }
    let requests = question.requests();
    let mut head = vec![String::new()];
    if let [_] = requests[..] {
        head.push(question.currency.to_string());
    } else {
        let named = |id: &str| format!("{id} {}", question.currency);
        head.extend(requests.iter().map(|request| named(&request.card.id)));
    }
    let places = along::places(rows.iter().flat_map(|row| row.totals.iter().copied()));
    let unknown = page.glyphs.unknown;
    let column = |card: usize| {
        let totals = rows.iter().map(|row| along::total(row.totals[card], places, unknown));
        point_aligned(&totals.collect::<Vec<_>>())
    };
    let columns: Vec<Vec<String>> = (0..requests.len()).map(column).collect();
    let mut table = vec![head];
    for (place, row) in rows.iter().enumerate() {
        let totals = columns.iter().map(|column| column[place].clone());
        table.push(std::iter::once(value(question, row.value)).chain(totals).collect());
    }
    page.table(&vec![Side::Right; requests.len() + 1], &table)?;
    Ok(())
}
