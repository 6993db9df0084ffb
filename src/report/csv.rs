//! Comma-separated values (RFC 4180): a header, then the rows.
//!
//! Figures are exact plain decimals. A figure that is not known as a whole is no number: it says so in
//! words or, where the rows are to be drawn, leaves its cell empty.

use std::borrow::Cow;

use whatif_pricing::plain;

use super::layout::{Cell, Entry, Table, Weight};
use crate::library::sanitize::{sanitize, without_invisible};

/// The table. One whose rows are of several kinds names them in a first column, and has what is said
/// beside the figures in rows of its own.
#[must_use]
pub fn write(table: &Table, said: &[(&'static str, Entry)]) -> String {
    let columns = || (0..table.columns.len()).filter(|at| table.columns[*at].forms.has_csv());
    let heads = columns().map(|at| text(&table.columns[at].head()));
    let rows = table.rows.iter().filter(|row| row.weight != Weight::Heading);
    if table.is_series {
        let points = rows.map(|it| row(columns().map(|at| point(&it.cells[at]))));
        return row(heads) + &points.collect::<String>();
    }
    let mut written = row(std::iter::once("Row".to_owned()).chain(heads));
    for it in rows {
        written.push_str(&row(
            std::iter::once(text(it.kind)).chain(columns().map(|at| figure(&it.cells[at])))
        ));
    }
    for (kind, entry) in said {
        let says = match &*entry.name {
            "" => text(&entry.whole()),
            name => text(&format!("{name}: {}", entry.whole())),
        };
        let rest = std::iter::repeat_n(String::new(), columns().count() - 1);
        written.push_str(&row([text(kind), says].into_iter().chain(rest)));
    }
    written
}

fn figure(cell: &Cell) -> String {
    match cell {
        Cell::Text(words) | Cell::Best(words) | Cell::Doubt(words) => text(words),
        Cell::Number(number) => plain(number.value),
        Cell::AtLeast(number) => text(&format!("at least {}", plain(number.value))),
        Cell::Missing(why) => text(why),
        Cell::None | Cell::Blank | Cell::Bar(_) => String::new(),
    }
}

/// A cell of rows that are to be drawn.
fn point(cell: &Cell) -> String {
    match cell {
        Cell::Number(number) => plain(number.value),
        Cell::Text(words) | Cell::Best(words) | Cell::Doubt(words) => text(words),
        Cell::AtLeast(_) | Cell::Missing(_) | Cell::None | Cell::Blank | Cell::Bar(_) => {
            String::new()
        }
    }
}

fn row(cells: impl Iterator<Item = String>) -> String {
    let mut row = cells.collect::<Vec<_>>().join(",");
    row.push_str("\r\n");
    row
}

/// A text as a cell. A spreadsheet takes what begins with one of these signs for a formula, some also the
/// wide ones of Chinese and Japanese keyboards: an apostrophe before it keeps it a text. In many countries
/// a semicolon separates, and a cell begins after it.
fn text(text: &str) -> String {
    let signs = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    let clean = without_invisible(text);
    let mut text = String::with_capacity(clean.len());
    let mut begins = true;
    for letter in clean.chars() {
        if begins && signs.contains(&letter) {
            text.push('\'');
        }
        let goes_on = begins && matches!(letter, ' ' | '"');
        begins = goes_on || matches!(letter, ';' | '\t' | '|');
        text.push(letter);
    }
    if text.contains([',', '"', '\r', '\n']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

/// A text of the user's as a cell: without escape sequences, and no formula.
#[must_use]
pub fn cell(words: &str) -> Cow<'_, str> {
    let is_plain = words.bytes().all(|it| it.is_ascii_alphanumeric() || b" ._:/".contains(&it));
    if is_plain { Cow::Borrowed(words) } else { Cow::Owned(text(&sanitize(words))) }
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

    #[test]
    fn no_cell_is_a_formula_where_another_sign_separates() {
        assert_eq!(text("a;=1+1"), "a;'=1+1");
        assert_eq!(text("a; \"=1\"; b"), "\"a; \"\"'=1\"\"; b\"");
        assert_eq!(text("a\t@b"), "a\t'@b");
        assert_eq!(text("\u{200b}=1"), "'=1", "what hides is not there");
        assert_eq!(text("1 - 1; 2"), "1 - 1; 2");
    }
}
