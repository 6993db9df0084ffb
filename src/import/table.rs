//! Tables: comma-separated rows under a header, one at a time.

use std::cell::RefCell;
use std::io::{self, Read};

use csv::{ByteRecord, ReaderBuilder};

use super::error::{BadRow, ImportError, quoted};
use super::limited::{Limited, ROW_BYTES_MAX, RowTooLong};
use super::source::{Input, Meter, failed};

/// The most columns of a table.
const COLUMNS_MAX: usize = 2_000;
/// The bytes read at once.
const BLOCK_BYTES: usize = 64 * 1024;
/// The most malformed rows that are passed over.
const BAD_ROWS_MAX: u64 = 1_000;
/// Fewer rows are not judged by their share of malformed ones before the end.
const JUDGED_FROM: u64 = 200;

/// A table whose rows are read one by one.
pub struct Table<'m, 'p> {
    file: String,
    reader: csv::Reader<Limited<Box<dyn Read + 'm>>>,
    meter: &'m RefCell<Meter<'p>>,
    /// The names of the columns.
    pub header: Vec<String>,
    /// The present row.
    pub row: ByteRecord,
    rows: u64,
    bad: u64,
    first_bad: Option<BadRow>,
}

/// The columns of a line of text, for recognising a table.
#[must_use]
pub fn columns(head: &[u8]) -> Vec<String> {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let mut reader = ReaderBuilder::new();
    reader.has_headers(false).delimiter(delimiter(line));
    let mut record = ByteRecord::new();
    // Reading from memory gives no error.
    let _ = reader.from_reader(line).read_byte_record(&mut record);
    named(&record)
}

fn named(record: &ByteRecord) -> Vec<String> {
    let names = record.iter().map(|name| {
        let name = String::from_utf8_lossy(name);
        name.trim_start_matches('\u{feff}').trim().to_owned()
    });
    names.collect()
}

/// The separator that a header has most of.
fn delimiter(line: &[u8]) -> u8 {
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
        let delimiter = delimiter(input.head.split(|it| *it == b'\n').next().unwrap_or_default());
        let reader: Box<dyn Read + 'm> = Box::new(input.stream());
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .buffer_capacity(BLOCK_BYTES)
            .from_reader(Limited::new(reader));
        let mut row = ByteRecord::new();
        let read = reader.read_byte_record(&mut row);
        read.map_err(|error| refused(file, 1, error))?;
        let header = named(&row);
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
        Ok(Self { file, reader, meter, header, row, rows, bad, first_bad: None })
    }

    /// Reads the next row. False at the end.
    pub fn next(&mut self) -> Result<bool, ImportError> {
        self.reader.get_mut().begin_row();
        let read = self.reader.read_byte_record(&mut self.row);
        let is_row = read.map_err(|error| refused(&self.file, self.rows + 2, error))?;
        if is_row {
            self.rows += 1;
            self.meter.borrow_mut().row();
        }
        Ok(is_row)
    }

    /// The line at which the present row begins.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.row.position().map_or(0, csv::Position::line)
    }

    /// The number of rows so far.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// The present row's text in a column. Empty if the row is too short or it is no text.
    #[must_use]
    pub fn text(&self, column: usize) -> &str {
        let bytes = self.row.get(column).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default().trim()
    }

    /// The column of a name, whatever its case.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|known| known.eq_ignore_ascii_case(name))
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

fn is_too_long(error: &io::Error) -> bool {
    error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<RowTooLong>)
}

fn refused(file: &str, line: u64, error: csv::Error) -> ImportError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) if is_too_long(&error) => ImportError::Limit {
            file: file.to_owned(),
            what: "a row",
            found: format!("more bytes (row {line})"),
            limit: ROW_BYTES_MAX.to_string(),
            remedy: "look for a quote that does not end",
        },
        csv::ErrorKind::Io(error) => failed(file, error),
        other => {
            let says = format!("{other:?}");
            ImportError::Syntax { file: file.to_owned(), line, column: 1, says }
        }
    }
}
