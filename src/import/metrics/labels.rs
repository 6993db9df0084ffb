//! Labels: the columns that tell the series of a table apart.
//!
//! A column of other figures, such as a latency, is none, and neither is one of notes that most rows lack. They
//! would make a series of each row. The first rows of a file show which columns are needed.

use std::collections::HashSet;

use super::known;
use crate::import::number;
use crate::import::scan::Scanner;
use crate::import::source::HEAD_BYTES;
use crate::import::table::{Table, is_nothing, named_delimiter};

/// The contents of a column in the first rows.
#[derive(Default)]
struct Contents<'h> {
    distinct: HashSet<&'h [u8]>,
    has_blanks: bool,
    has_texts: bool,
}

/// The cells of a row.
type Cells = Vec<Vec<u8>>;

/// The labels among some columns.
pub fn of(head: &[u8], table: &Table<'_, '_>, time: usize, columns: &[usize]) -> Vec<usize> {
    let rows = rows(head, table.delimiter());
    let contents: Vec<Contents<'_>> = columns.iter().map(|at| Contents::of(&rows, *at)).collect();
    let all = || columns.iter().copied().zip(&contents);
    let is_fixed =
        |at: usize, it: &Contents<'_>| it.is_text() || known::is_label(&table.header[at]);
    let mut labels: Vec<usize> =
        all().filter(|(at, it)| is_fixed(*at, it)).map(|(at, _)| at).collect();
    let mut apart = distinct_samples(&rows, time, &labels);
    for (at, _) in all().filter(|(at, it)| !is_fixed(*at, it) && it.may_be_label(rows.len())) {
        labels.push(at);
        let more = distinct_samples(&rows, time, &labels);
        // A repeated sample with another figure beside it is no series of its own.
        let is_needed = apart * 10 <= more * 9;
        if is_needed {
            apart = more;
        } else {
            labels.pop();
        }
    }
    labels.sort_unstable();
    labels
}

/// Returns whether one of the first rows has a text in a column, in any case.
pub fn has_text(head: &[u8], table: &Table<'_, '_>, at: usize, text: &str) -> bool {
    let rows = rows(head, table.delimiter());
    rows.iter().any(|row| cell(row, at).eq_ignore_ascii_case(text.as_bytes()))
}

/// The first rows that are whole, without the header.
fn rows(head: &[u8], delimiter: u8) -> Vec<Cells> {
    let mut scanner = Scanner::new(head, delimiter);
    let mut rows: Vec<Cells> = Vec::new();
    // Reading from memory gives no error.
    while scanner.next().is_ok_and(|it| it) {
        let cells = (0..scanner.len()).map(|at| scanner.get(at).unwrap_or_default().to_vec());
        rows.push(cells.collect());
    }
    if head.len() as u64 >= HEAD_BYTES {
        rows.pop();
    }
    let headers = 1 + usize::from(named_delimiter(head).is_some());
    rows.drain(..rows.len().min(headers));
    rows
}

fn cell(row: &Cells, at: usize) -> &[u8] {
    let cell = row.get(at).map_or(&[][..], Vec::as_slice).trim_ascii();
    if is_nothing(cell) { &[] } else { cell }
}

/// The number of samples that differ in their time or in some columns.
fn distinct_samples(rows: &[Cells], time: usize, columns: &[usize]) -> usize {
    let key = |row| columns.iter().chain([&time]).map(|at| cell(row, *at)).collect::<Vec<_>>();
    rows.iter().map(key).collect::<HashSet<_>>().len()
}

impl<'h> Contents<'h> {
    fn of(rows: &'h [Cells], at: usize) -> Self {
        let mut contents = Self::default();
        for cell in rows.iter().map(|row| cell(row, at)) {
            contents.has_blanks |= cell.is_empty();
            if contents.distinct.insert(cell) && !cell.is_empty() {
                let text = std::str::from_utf8(cell).unwrap_or_default();
                let number = number::decimal(text).or_else(|| number::grouped(text));
                contents.has_texts |= number.is_none();
            }
        }
        contents
    }

    /// Returns whether every row has a text.
    const fn is_text(&self) -> bool {
        self.has_texts && !self.has_blanks
    }

    /// Returns whether it may name something, such as an account: then its values come again.
    fn may_be_label(&self, rows: usize) -> bool {
        let is_whole = |cell: &&[u8]| cell.iter().all(u8::is_ascii_digit);
        self.has_texts || (self.distinct.len() * 2 <= rows && self.distinct.iter().all(is_whole))
    }
}
