//! The totals as bars, with what there is to say of each.

use std::io;

use whatif_pricing::compare::{Column, Standing};
use whatif_pricing::{Places, written};

use super::Answer;
use crate::cli::page::{Page, Side, point_aligned};
use crate::scale::bar_cells;

/// The longest bar.
const BAR_CELLS: u32 = 24;

pub fn write(answer: &Answer, page: &mut Page<'_>) -> io::Result<()> {
    page.heading("Totals")?;
    let columns = &answer.comparison.columns;
    let totals: Vec<String> = columns.iter().map(total).collect();
    let mut rows = Vec::with_capacity(columns.len());
    for (place, total) in point_aligned(&totals).into_iter().enumerate() {
        let column = &columns[place];
        rows.push(vec![
            answer.requests[place].card.id.clone(),
            bar(answer, column, page),
            total,
            remark(answer, place, page),
        ]);
    }
    let sides = [Side::Left, Side::Left, Side::Right, Side::Left];
    page.table(&sides, &page.fitted(&rows, &[3, 0]))?;
    let Some(budgeted) = &answer.budgeted else { return Ok(()) };
    page.gap()?;
    page.line(&format!("Budget {}", budgeted[0].of()))?;
    let each = answer.requests.iter().zip(budgeted);
    let each = each.map(|(request, budgeted)| (request.card.id.clone(), budgeted.says()));
    page.definitions(&each.collect::<Vec<_>>())
}

fn total(column: &Column) -> String {
    let bound = if column.total.complete { "" } else { "≥ " };
    format!("{bound}{} {}", column.currency, written(column.total.amount, Places::AMOUNT))
}

/// A bar beside the largest total; none in another currency.
fn bar(answer: &Answer, column: &Column, page: &Page<'_>) -> String {
    let comparison = &answer.comparison;
    let largest = comparison.largest().filter(|largest| !largest.is_zero());
    let (Some(largest), true) = (largest, column.currency == comparison.currency) else {
        return String::new();
    };
    let cells = bar_cells(column.total.amount, largest, BAR_CELLS);
    page.glyphs.bar.repeat(cells)
}

/// Cheapest, or why it is not ranked.
fn remark(answer: &Answer, place: usize, page: &Page<'_>) -> String {
    let column = &answer.comparison.columns[place];
    match column.standing {
        Standing::Ranked if column.is_cheapest => format!("{} cheapest", page.glyphs.star),
        Standing::Ranked if column.to_cheapest.is_none() => {
            "no other is ranked for its job".to_owned()
        }
        Standing::Ranked => String::new(),
        standing => format!("not ranked: {}", standing.reason()),
    }
}
