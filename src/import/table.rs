//! Tables: comma-separated rows under a header, one at a time.

use std::cell::RefCell;
use std::io::{self, Read};

use rust_decimal::Decimal;

use super::error::{BadRow, ImportError, quoted};
use super::limited::{ROW_BYTES_MAX, RowTooLong};
use super::number;
use super::scan::Scanner;
use super::source::{Input, Meter, failed};

/// The most columns of a table.
const COLUMNS_MAX: usize = 2_000;
/// The most malformed rows that are passed over.
const BAD_ROWS_MAX: u64 = 1_000;
/// Texts for a cell without a value, as exports of databases write them.
const NOTHING: [&[u8]; 3] = [b"NULL", b"null", b"None"];
/// Fewer rows are not judged by their share of malformed ones before the end.
const JUDGED_FROM: u64 = 200;

/// A table whose rows are read one by one.
pub struct Table<'m, 'p> {
    file: String,
    scanner: Scanner<Box<dyn Read + 'm>>,
    meter: &'m RefCell<Meter<'p>>,
    /// The names of the columns.
    pub header: Vec<String>,
    rows: u64,
    bad: u64,
    first_bad: Option<BadRow>,
}

/// The columns of a line of text, for recognising a table.
#[must_use]
pub fn columns(head: &[u8]) -> Vec<String> {
    let mut lines = head.split_inclusive(|byte| *byte == b'\n');
    let line = lines.nth(usize::from(named_delimiter(head).is_some())).unwrap_or_default();
    let mut scanner = Scanner::new(line, delimiter(head));
    // Reading from memory gives no error.
    let is_row = scanner.next().is_ok_and(|it| it);
    if is_row { named(&scanner) } else { Vec::new() }
}

fn named<R: Read>(scanner: &Scanner<R>) -> Vec<String> {
    let names = (0..scanner.len()).filter_map(|at| scanner.get(at)).map(|name| {
        let name = String::from_utf8_lossy(name);
        name.trim_start_matches('\u{feff}').trim().trim_matches('"').to_owned()
    });
    names.collect()
}

/// A text without blanks around it, which most texts have not.
#[must_use]
pub fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// The separator that a first line such as `sep=;` names, as Excel writes it. That line is no header.
#[must_use]
pub fn named_delimiter(head: &[u8]) -> Option<u8> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let head = head.strip_prefix(b"\"").unwrap_or(head);
    match head {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', sign, b'\r' | b'\n' | b'"', ..] => {
            Some(*sign)
        }
        _ => None,
    }
}

/// The separator that the first line of a table names, or has most of.
#[must_use]
pub fn delimiter(head: &[u8]) -> u8 {
    if let Some(named) = named_delimiter(head) {
        return named;
    }
    let line = head.split(|it| *it == b'\n').next().unwrap_or_default();
    let count = |sign: u8| line.split(|byte| *byte == sign).count();
    let signs = [b'\t', b';', b','];
    signs.into_iter().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}

impl<'m, 'p> Table<'m, 'p> {
    /// Reads the header.
    pub fn open(
        file: &str,
        input: Input<'m>,
        meter: &'m RefCell<Meter<'p>>,
    ) -> Result<Self, ImportError> {
        let delimiter = delimiter(&input.head);
        let is_named = named_delimiter(&input.head).is_some();
        let mut scanner = Scanner::new(input.whole(), delimiter);
        if is_named {
            scanner.next().map_err(|error| refused(file, 1, error))?;
        }
        scanner.next().map_err(|error| refused(file, 1, error))?;
        let header = named(&scanner);
        if header.len() > COLUMNS_MAX {
            return Err(ImportError::Limit {
                file: file.to_owned(),
                what: "the header",
                found: format!("{} columns", header.len()),
                limit: COLUMNS_MAX.to_string(),
                remedy: "export fewer columns",
            });
        }
        let (file, rows, bad) = (file.to_owned(), 0, 0);
        Ok(Self { file, scanner, meter, header, rows, bad, first_bad: None })
    }

    /// Reads the next row. False at the end.
    pub fn next(&mut self) -> Result<bool, ImportError> {
        let is_row =
            self.scanner.next().map_err(|error| refused(&self.file, self.rows + 2, error))?;
        if is_row {
            self.rows += 1;
            self.meter.borrow_mut().row();
        }
        Ok(is_row)
    }

    /// The line at which the present row begins.
    #[must_use]
    pub const fn line(&self) -> u64 {
        self.scanner.line()
    }

    /// The sign between two cells.
    #[must_use]
    pub const fn delimiter(&self) -> u8 {
        self.scanner.delimiter()
    }

    /// The number of rows so far.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// The present row's text in a column. Empty if the row is too short, it is no text or says that there is none.
    #[must_use]
    pub fn text(&self, column: usize) -> &str {
        let text = trimmed(std::str::from_utf8(self.bytes(column)).unwrap_or_default());
        if is_nothing(text.as_bytes()) { "" } else { text }
    }

    /// The present row's number in a column. `None` if it is none. Where cells with a comma are quoted, `1,000` has
    /// its thousands apart; elsewhere its comma may be a point.
    #[must_use]
    pub fn number(&self, column: usize) -> Option<Decimal> {
        let text = self.text(column);
        let grouped = || number::grouped(text).filter(|_| self.delimiter() == b',');
        number::decimal(text).or_else(grouped)
    }

    /// The present row's bytes in a column. None if the row is too short, or they say that there is nothing.
    #[must_use]
    pub fn bytes(&self, column: usize) -> &[u8] {
        let bytes = self.scanner.get(column).unwrap_or_default();
        if is_nothing(bytes) { b"" } else { bytes }
    }

    /// The column of a name, whatever its case.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|known| known.eq_ignore_ascii_case(name))
    }

    /// A malformed row if the present row has too few cells, or a text in one beyond the header.
    pub fn misfit(&mut self) -> Result<Option<BadRow>, ImportError> {
        let (found, expected) = (self.scanner.len(), self.header.len());
        if found == expected {
            return Ok(None);
        }
        let is_named = |name: &String| !name.is_empty();
        let needed = self.header.iter().rposition(is_named).map_or(0, |last| last + 1);
        let beyond = (expected..found).find(|at| !self.text(*at).is_empty());
        let (column, text) = match beyond {
            Some(at) => (format!("column {}", at + 1), self.text(at).to_owned()),
            None if found < needed => (self.header[found].clone(), String::new()),
            None => return Ok(None),
        };
        self.bad(&column, &text, "as many cells as the header has").map(Some)
    }

    /// The column of a name of which there are two, if one of these columns is it.
    #[must_use]
    pub fn twice(&self, columns: impl IntoIterator<Item = usize>) -> Option<&str> {
        let is_twice = |at: &usize| {
            let name = &self.header[*at];
            self.header.iter().filter(|known| known.eq_ignore_ascii_case(name)).count() > 1
        };
        columns.into_iter().find(is_twice).map(|at| &*self.header[at])
    }

    /// A malformed row. Too many end the import.
    pub fn bad(
        &mut self,
        column: &str,
        found: &str,
        expected: &'static str,
    ) -> Result<BadRow, ImportError> {
        let (line, column) = (self.line(), quoted(column));
        let row = BadRow { file: self.file.clone(), line, column, found: quoted(found), expected };
        self.bad += 1;
        self.first_bad.get_or_insert_with(|| row.clone());
        let is_most = self.rows >= JUDGED_FROM && self.bad * 2 > self.rows;
        if self.bad > BAD_ROWS_MAX || is_most {
            return Err(self.refusal(&row));
        }
        Ok(row)
    }

    /// Ends the table. A file of which most is malformed is refused.
    pub fn finish(&self) -> Result<(), ImportError> {
        match &self.first_bad {
            Some(row) if self.bad * 2 > self.rows => Err(self.refusal(row)),
            _ => Ok(()),
        }
    }

    fn refusal(&self, row: &BadRow) -> ImportError {
        let first = self.first_bad.as_ref().unwrap_or(row);
        ImportError::BadRows {
            file: self.file.clone(),
            bad: self.bad,
            rows: self.rows,
            limit: BAD_ROWS_MAX.min(self.rows / 2),
            line: first.line,
            column: first.column.clone(),
            found: first.found.clone(),
            expected: first.expected,
        }
    }
}

/// Returns whether a cell says that there is nothing in it.
#[must_use]
pub fn is_nothing(bytes: &[u8]) -> bool {
    bytes.len() == 4 && NOTHING.contains(&bytes)
}

fn is_too_long(error: &io::Error) -> bool {
    error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<RowTooLong>)
}

fn refused(file: &str, row: u64, error: io::Error) -> ImportError {
    if !is_too_long(&error) {
        return failed(file, error);
    }
    ImportError::Limit {
        file: file.to_owned(),
        what: "a row",
        found: format!("more bytes (row {row})"),
        limit: ROW_BYTES_MAX.to_string(),
        remedy: "look for a quote that does not end",
    }
}
