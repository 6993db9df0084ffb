//! Lists of what there is: cards, drivers, presets. Each is a table of one kind of row.

use super::layout::{Cell, Column, Report, Row, Table, Weight};

/// A list with its title. CSV has the rows alone, under the names of the columns.
#[must_use]
pub fn listing(title: &str, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Report {
    let row = |cells| Row { kind: "entry", weight: Weight::Plain, cells };
    let rows = rows.into_iter().map(row).collect();
    let table = Table { columns, rows, is_series: true };
    Report { title: title.to_owned(), about: Vec::new(), table, sections: Vec::new() }
}
