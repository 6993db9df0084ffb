//! Comma-separated values (RFC 4180): a header, then the rows.
//!
//! Figures are exact plain decimals. A figure that is not known as a whole is no number: it says so in
//! words or, where the rows are to be drawn, leaves its cell empty.

use whatif_pricing::plain;

use super::report::{Cell, Entry, Row, Table, Weight};

/// The table. One whose rows are of several kinds names them in a first column, and has what is said
/// beside the figures in rows of its own.
#[must_use]
pub fn write(table: &Table, said: &[(&'static str, Entry)]) -> String {
    let heads = table.columns.iter().map(|column| text(&column.head));
    let rows = table.rows.iter().filter(|row| row.weight != Weight::Heading);
    if table.is_series {
        return row(heads) + &rows.map(|it| row(it.cells.iter().map(point))).collect::<String>();
    }
    let mut written = row(std::iter::once("Row".to_owned()).chain(heads));
    for it in rows {
        written.push_str(&row(std::iter::once(text(it.kind)).chain(figures(it))));
    }
    for (kind, entry) in said {
        let says = match &*entry.name {
            "" => text(&entry.text),
            name => text(&format!("{name}: {}", entry.text)),
        };
        let rest = std::iter::repeat_n(String::new(), table.columns.len() - 1);
        written.push_str(&row([text(kind), says].into_iter().chain(rest)));
    }
    written
}

fn figures(row: &Row) -> impl Iterator<Item = String> + '_ {
    row.cells.iter().map(|cell| match cell {
        Cell::Text(words) => text(words),
        Cell::Number(number) => plain(number.value),
        Cell::AtLeast(number) => text(&format!("at least {}", plain(number.value))),
        Cell::Missing(why) => text(why),
        Cell::None | Cell::Blank => String::new(),
    })
}

/// A cell of rows that are to be drawn.
fn point(cell: &Cell) -> String {
    match cell {
        Cell::Number(number) => plain(number.value),
        Cell::Text(words) => text(words),
        Cell::AtLeast(_) | Cell::Missing(_) | Cell::None | Cell::Blank => String::new(),
    }
}

fn row(cells: impl Iterator<Item = String>) -> String {
    let mut row = cells.collect::<Vec<_>>().join(",");
    row.push_str("\r\n");
    row
}

/// A text as a cell. A spreadsheet takes what begins with one of these signs for a formula, some also the
/// wide ones of Chinese and Japanese keyboards: an apostrophe before it keeps it a text.
fn text(text: &str) -> String {
    let signs = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    let is_formula = text.starts_with(signs);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\r', '\n']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_cannot_be_formulas() {
        assert_eq!(text("aws-kms USD"), "aws-kms USD");
        assert_eq!(text("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(text("=HYPERLINK(\"x\",1)"), "\"'=HYPERLINK(\"\"x\"\",1)\"");
        for sign in ["=1", "+1", "-1", "@a", "\tx", "＝1"] {
            assert!(text(sign).starts_with('\''), "{sign}");
        }
    }
}
