//! Reads the price table of a card: a row of prices for each choice of an option, such as a region. An
//! amount names one of its columns.

use std::cell::Cell;

use super::named::named_option;
use crate::card::rate_card::CardOption;
use crate::card::text::{Item, Table};
use crate::usage::suggest::Unknown;

/// The table `[prices]`.
pub(super) struct PriceTable<'a> {
    /// The place of the option whose choices are the rows.
    pub option: usize,
    columns: Vec<Column<'a>>,
}

struct Column<'a> {
    id: String,
    at: Item<'a>,
    /// One price for each choice, in the choices' order.
    cells: Vec<Item<'a>>,
    is_read: Cell<bool>,
}

/// Reads `[prices]`: `by`, `columns` and a list of prices for each choice.
pub(super) fn price_table<'a>(item: Item<'a>, options: &[CardOption]) -> Option<PriceTable<'a>> {
    let table = item.table()?;
    let option = table.need("by", |item| named_option(&item, options));
    let columns = table.need("columns", columns);
    let (option, columns) = (option?, columns?);
    let choices: Vec<&str> =
        options[option].choices.iter().map(|choice| choice.id.as_str()).collect();
    let rows = rows(&table, &choices, columns.len())?;
    let column = |(place, (id, at)): (usize, (String, Item<'a>))| Column {
        id,
        at,
        cells: rows.iter().map(|row| row[place].clone()).collect(),
        is_read: Cell::new(false),
    };
    Some(PriceTable { option, columns: columns.into_iter().enumerate().map(column).collect() })
}

/// The names of the columns, no two of them alike.
fn columns(item: Item<'_>) -> Option<Vec<(String, Item<'_>)>> {
    let mut columns: Vec<(String, Item<'_>)> = Vec::new();
    for item in item.list()? {
        let id = item.clone().id()?;
        if columns.iter().any(|(known, _)| *known == id) {
            item.complain(format!("there are two columns '{id}'"), "give each a name of its own");
        }
        columns.push((id, item));
    }
    Some(columns)
}

/// One row for each choice, in the choices' order.
fn rows<'a>(table: &Table<'a>, choices: &[&str], width: usize) -> Option<Vec<Vec<Item<'a>>>> {
    let mut found: Vec<Option<Vec<Item<'a>>>> = vec![None; choices.len()];
    let mut given = vec![false; choices.len()];
    for (name, at, item) in table.others() {
        if let Some(place) = table.find(name, at, "choice", choices.iter().copied()) {
            given[place] = true;
            found[place] = row(&item, width);
        }
    }
    for (choice, _) in choices.iter().zip(given).filter(|(_, given)| !given) {
        let message = format!("the choice '{choice}' has no row of prices");
        table.complain(message, format!("add {choice} = [\"…\"], a price for each column"));
    }
    found.into_iter().collect()
}

fn row<'a>(item: &Item<'a>, width: usize) -> Option<Vec<Item<'a>>> {
    let cells = item.clone().list()?;
    if cells.len() == width {
        return Some(cells);
    }
    let message = format!("the row has {} prices for {width} columns", cells.len());
    item.complain(message, "write one price for each column, or \"unpublished\"");
    None
}

impl<'a> PriceTable<'a> {
    /// The prices of the column that an amount names, or a complaint.
    pub fn column(&self, item: &Item<'_>) -> Option<&[Item<'a>]> {
        let name = item.str()?;
        let Some(column) = self.columns.iter().find(|column| column.id == name) else {
            let columns = self.columns.iter().map(|column| &column.id);
            item.unknown(&Unknown::new("column", name, columns));
            return None;
        };
        column.is_read.set(true);
        Some(&column.cells)
    }
}

/// Complains of columns that no amount names.
pub(super) fn check_read(prices: Option<&PriceTable<'_>>) {
    let columns = prices.map_or(&[][..], |prices| &prices.columns);
    for column in columns.iter().filter(|column| !column.is_read.get()) {
        let message = format!("no amount names the column '{}'", column.id);
        let remedy = format!("write amount = {{ column = \"{}\" }}, or take it out", column.id);
        column.at.complain(message, remedy);
    }
}
