//! The table: a column for each card, a row for each thing that is paid for.

use std::io;

use whatif_pricing::compare::{Cell, Difference, Standing};
use whatif_pricing::{Places, Total, written};

use super::Answer;
use crate::cli::page::{Page, Side, point_aligned};
use crate::widget::text::{cells, fit};

/// Cells of a column; a total of millions with its bound fits.
pub const COLUMN_CELLS: usize = 13;
/// Cells of the names of the rows.
const NAME_CELLS: usize = 20;
/// Percent are shown to a tenth.
const PERCENT: Places = Places { least: 1, most: 1 };

/// Writes the cards in groups that fit the page.
pub fn write(answer: &Answer, page: &mut Page<'_>) -> io::Result<()> {
    let fitting = (page.width.saturating_sub(2 + NAME_CELLS) / (COLUMN_CELLS + 2)).max(1);
    let places: Vec<usize> = (0..answer.requests.len()).collect();
    for group in places.chunks(fitting) {
        page.gap()?;
        let sides: Vec<Side> =
            std::iter::once(Side::Left).chain(group.iter().map(|_| Side::Right)).collect();
        page.table(&sides, &rows(answer, group, page))?;
    }
    legend(answer, page)
}

/// The rows of one group of cards.
fn rows(answer: &Answer, group: &[usize], page: &Page<'_>) -> Vec<Vec<String>> {
    let comparison = &answer.comparison;
    let heads: Vec<Vec<String>> =
        group.iter().map(|place| head(&answer.requests[*place].card.id, page)).collect();
    let height = heads.iter().map(Vec::len).max().unwrap_or(0);
    let columns = group.iter().zip(&heads).map(|(place, head)| {
        let mut column = vec![String::new(); height - head.len()];
        column.extend(head.iter().cloned());
        column.push(comparison.columns[*place].currency.to_string());
        column.extend(body(answer, *place, page));
        column
    });
    let columns: Vec<Vec<String>> = columns.collect();
    let mut names = vec![String::new(); height + 1];
    names.extend(comparison.items.iter().map(|item| item.label().into_owned()));
    names.extend(sums(answer));
    // What no card of this group has is left out of it.
    let is_idle =
        |place: usize| group.iter().all(|it| comparison.columns[*it].cells[place].is_none());
    let items = height + 1..height + 1 + comparison.items.len();
    let is_left_out = |row: usize| items.contains(&row) && is_idle(row - items.start);
    let names = names.iter().map(|name| fit(name, NAME_CELLS, page.glyphs.ellipsis));
    let row = |(place, name): (usize, String)| {
        let of_columns = columns.iter().map(|column| column[place].clone());
        std::iter::once(name).chain(of_columns).collect()
    };
    names.enumerate().filter(|(place, _)| !is_left_out(*place)).map(row).collect()
}

/// The names of the rows below the items.
fn sums(answer: &Answer) -> Vec<String> {
    let mut names = vec![String::new(), "Total".to_owned()];
    names.extend(["To the cheapest", ""].map(str::to_owned));
    if answer.baseline.is_some() {
        names.extend(["To the baseline", ""].map(str::to_owned));
    }
    names
}

/// A card's amounts, a rule, its total, and the differences; points in one column.
fn body(answer: &Answer, place: usize, page: &Page<'_>) -> Vec<String> {
    let column = &answer.comparison.columns[place];
    let mut amounts: Vec<String> = column.cells.iter().map(|it| cell(it.as_ref(), page)).collect();
    amounts.push(total(column.total));
    amounts.extend(difference(column.to_cheapest.filter(|it| !it.is_zero())));
    if answer.baseline.is_some() {
        amounts.extend(difference(answer.to_baseline[place]));
    }
    let mut amounts = point_aligned(&amounts);
    let width = amounts.iter().map(|text| cells(text)).max().unwrap_or(0);
    let sum = column.cells.len();
    amounts.insert(sum, page.glyphs.rule.repeat(width.min(COLUMN_CELLS)));
    if column.is_cheapest {
        amounts[sum + 2] = format!("cheapest {}", page.glyphs.star);
    } else if column.standing != Standing::Ranked {
        "not ranked".clone_into(&mut amounts[sum + 2]);
    }
    amounts
}

/// An amount; none where the card has no such item.
fn cell(cell: Option<&Cell>, page: &Page<'_>) -> String {
    let Some(cell) = cell else { return page.glyphs.unknown.to_owned() };
    match cell.amount {
        None => "unpublished".to_owned(),
        Some(amount) => total(Total { amount, complete: cell.complete }),
    }
}

fn total(total: Total) -> String {
    let bound = if total.complete { "" } else { "≥ " };
    format!("{bound}{}", written(total.amount, Places::AMOUNT))
}

/// The two rows of a difference: money, and percent.
fn difference(difference: Option<Difference>) -> [String; 2] {
    let Some(difference) = difference else { return [String::new(), String::new()] };
    let signed =
        |text: String| if text.starts_with(['-', '−']) { text } else { format!("+{text}") };
    if difference.is_zero() {
        return ["the same".to_owned(), String::new()];
    }
    let percent = difference.percent.map(|it| format!("{} %", signed(written(it, PERCENT))));
    [signed(written(difference.amount, Places::AMOUNT)), percent.unwrap_or_default()]
}

/// A card's id in lines of the width of a column, broken at its dashes.
pub fn head(id: &str, page: &Page<'_>) -> Vec<String> {
    let mut lines = vec![String::new()];
    for part in id.split_inclusive('-') {
        let line = lines.last_mut().expect("there is a first line");
        if line.is_empty() || cells(line) + cells(part) <= COLUMN_CELLS {
            line.push_str(part);
        } else {
            lines.push(part.to_owned());
        }
    }
    lines.iter().map(|line| fit(line, COLUMN_CELLS, page.glyphs.ellipsis)).collect()
}

/// What the signs mean, as far as there are any.
fn legend(answer: &Answer, page: &mut Page<'_>) -> io::Result<()> {
    let columns = &answer.comparison.columns;
    let mut signs = Vec::new();
    if columns.iter().any(|column| column.cells.iter().any(Option::is_none)) {
        signs.push(format!("{} no such item", page.glyphs.unknown));
    }
    if columns.iter().any(|column| !column.total.complete) {
        signs.push("≥ at least: a price is not published".to_owned());
    }
    if let Some(baseline) = answer.baseline {
        signs.push(format!("the baseline is {}", answer.requests[baseline].card.id));
    }
    if signs.is_empty() { Ok(()) } else { page.paragraph("  ", &signs.join(" · ")) }
}
