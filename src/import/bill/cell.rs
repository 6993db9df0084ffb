//! The cells of a bill: texts, numbers and credits.

use rust_decimal::Decimal;

use crate::import::number;
use crate::import::table::Table;

/// A cell that cannot be read.
pub struct BadCell {
    pub column: usize,
    pub expected: &'static str,
}

/// The text of a cell. Empty if there is none.
pub fn cell_text<'t>(table: &'t Table<'_, '_>, column: Option<usize>) -> &'t str {
    column.map_or("", |column| table.text(column))
}

/// The number of a cell. `None` if it is empty.
pub fn decimal(table: &Table<'_, '_>, column: Option<usize>) -> Result<Option<Decimal>, BadCell> {
    let Some(column) = column else { return Ok(None) };
    let text = table.text(column);
    if text.is_empty() {
        return Ok(None);
    }
    let expected = "a number of at most 28 digits";
    table.number(column).map(Some).ok_or(BadCell { column, expected })
}

/// One of the credits on a row of usage.
#[derive(serde::Deserialize)]
struct Credit<'a> {
    /// As it is written: a float would change its digits.
    #[serde(borrow)]
    amount: &'a serde_json::value::RawValue,
}

/// The sum of the credits on a row. `None` if there are none.
pub fn credits(table: &Table<'_, '_>, column: Option<usize>) -> Result<Option<Decimal>, BadCell> {
    let text = cell_text(table, column);
    let Some(column) = column.filter(|_| !text.is_empty() && text != "[]") else {
        return Ok(None);
    };
    let read = || {
        let all: Vec<Credit<'_>> = serde_json::from_str(text).ok()?;
        let amounts = all.iter().map(|it| number::decimal(it.amount.get().trim_matches('"')));
        amounts.into_iter().try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(amount?))
    };
    let expected = "a list of credits as JSON, each with an amount";
    read().map(Some).ok_or(BadCell { column, expected })
}
