//! Rows of comma-separated values, found by their separators, without looking at every byte.
//!
//! A bill of 5 GB is read with it. A property test holds it to the csv crate, field by field.

use std::io::{self, Read};

use memchr::{memchr, memchr_iter, memchr2};

use super::limited::{ROW_BYTES_MAX, RowTooLong};

/// The bytes read at once.
const BLOCK_BYTES: usize = 256 * 1024;

/// A field of the present row, by its place in the buffer.
#[derive(Clone, Copy, Debug)]
struct Field {
    from: usize,
    to: usize,
    /// True if two quotes in it stand for one.
    has_pairs: bool,
}

/// The rows of a reader, one at a time.
#[derive(Debug)]
pub struct Scanner<R> {
    reader: R,
    delimiter: u8,
    buffer: Vec<u8>,
    /// The first byte of the next row, and the byte after the last that was read.
    start: usize,
    end: usize,
    is_done: bool,
    fields: Vec<Field>,
    line: u64,
    next_line: u64,
}

/// The end of a row.
enum Found {
    /// At this byte the next one begins.
    Row(usize),
    /// The buffer ended before it.
    NeedsMore,
    /// There is none.
    Nothing,
}

impl<R: Read> Scanner<R> {
    /// The rows of a reader whose fields this byte separates.
    pub fn new(reader: R, delimiter: u8) -> Self {
        Self {
            reader,
            delimiter,
            buffer: vec![0; BLOCK_BYTES],
            start: 0,
            end: 0,
            is_done: false,
            fields: Vec::new(),
            line: 1,
            next_line: 1,
        }
    }

    /// Reads the next row. False at the end. Empty lines are passed over.
    pub fn next(&mut self) -> io::Result<bool> {
        loop {
            match self.find() {
                Found::Row(next) => {
                    self.settle(next);
                    return Ok(true);
                }
                Found::Nothing if self.is_done => return Ok(false),
                Found::Nothing | Found::NeedsMore => self.fill()?,
            }
        }
    }

    /// The line at which the present row begins.
    pub const fn line(&self) -> u64 {
        self.line
    }

    /// The sign between two fields.
    pub const fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// The number of fields of the present row.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// A field of the present row.
    pub fn get(&self, field: usize) -> Option<&[u8]> {
        self.fields.get(field).map(|field| &self.buffer[field.from..field.to])
    }

    /// Finds the fields of the next row in what was read.
    fn find(&mut self) -> Found {
        self.fields.clear();
        while let Some(b'\n' | b'\r') = self.byte(self.start) {
            self.next_line += u64::from(self.buffer[self.start] == b'\n');
            self.start += 1;
        }
        let mut at = self.start;
        if at == self.end {
            return Found::Nothing;
        }
        loop {
            let found = match self.byte(at) {
                Some(b'"') => self.quoted(at + 1),
                _ => self.bare(at, at, false),
            };
            let Some((field, next)) = found else { return Found::NeedsMore };
            self.fields.push(field);
            match self.byte(next) {
                Some(sign) if sign == self.delimiter => at = next + 1,
                Some(_) => return Found::Row(next + 1),
                None => return Found::Row(next),
            }
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        (at < self.end).then(|| self.buffer[at])
    }

    /// A field up to the next separator, which is looked for from a place on. Returns the field and the
    /// place of what ends it. `None` if the buffer ends before it.
    fn bare(&self, from: usize, look: usize, has_pairs: bool) -> Option<(Field, usize)> {
        let rest = &self.buffer[look..self.end];
        match memchr2(self.delimiter, b'\n', rest) {
            Some(length) => {
                let end = look + length;
                let is_line = self.buffer[end] == b'\n';
                let has_return = is_line && end > from && self.buffer[end - 1] == b'\r';
                let to = if has_return { end - 1 } else { end };
                Some((Field { from, to, has_pairs }, end))
            }
            None if self.is_done => {
                let has_return = self.end > from && self.buffer[self.end - 1] == b'\r';
                let to = if has_return { self.end - 1 } else { self.end };
                Some((Field { from, to, has_pairs }, self.end))
            }
            None => None,
        }
    }

    /// A field in quotes, which begins after the first of them.
    fn quoted(&self, from: usize) -> Option<(Field, usize)> {
        let (mut look, mut has_pairs) = (from, false);
        loop {
            let Some(length) = memchr(b'"', &self.buffer[look..self.end]) else {
                // A quote that never ends takes the rest.
                let field = Field { from, to: self.end, has_pairs };
                return self.is_done.then_some((field, self.end));
            };
            let quote = look + length;
            match self.byte(quote + 1) {
                Some(b'"') => (look, has_pairs) = (quote + 2, true),
                Some(sign) if sign == self.delimiter || sign == b'\n' => {
                    return Some((Field { from, to: quote, has_pairs }, quote + 1));
                }
                Some(b'\r') if self.byte(quote + 2).is_none_or(|it| it == b'\n') => {
                    let is_known = self.is_done || quote + 2 < self.end;
                    let field = Field { from, to: quote, has_pairs };
                    return is_known.then_some((field, (quote + 2).min(self.end)));
                }
                // Text behind the closing quote belongs to the field.
                Some(_) => return self.bare(from, quote + 1, has_pairs),
                None if self.is_done => {
                    return Some((Field { from, to: quote, has_pairs }, quote + 1));
                }
                None => return None,
            }
        }
    }

    /// Takes the row that ends before a place.
    fn settle(&mut self, next: usize) {
        let Self { buffer, fields, .. } = self;
        self.line = self.next_line;
        let row = &buffer[self.start..next.min(self.end)];
        self.next_line += memchr_iter(b'\n', row).count() as u64;
        self.start = next.min(self.end);
        for field in fields.iter_mut().filter(|field| field.has_pairs) {
            field.to = without_pairs(buffer, *field);
        }
    }

    /// Reads more behind what there is of the next row.
    fn fill(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.end > ROW_BYTES_MAX {
            return Err(io::Error::other(RowTooLong));
        }
        if self.end == self.buffer.len() {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        let count = self.reader.read(&mut self.buffer[self.end..])?;
        self.end += count;
        self.is_done = count == 0;
        Ok(())
    }
}

/// Makes one quote of each two, in place. Returns the new end.
fn without_pairs(buffer: &mut [u8], field: Field) -> usize {
    let (mut to, mut at) = (field.from, field.from);
    while at < field.to {
        buffer[to] = buffer[at];
        let is_pair = buffer[at] == b'"' && at + 1 < field.to && buffer[at + 1] == b'"';
        at += if is_pair { 2 } else { 1 };
        to += 1;
    }
    to
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A reader that gives a few bytes at a time.
    struct Slow<'a>(&'a [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(buffer.len());
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn scanned(text: &[u8], step: usize) -> Vec<(u64, Vec<Vec<u8>>)> {
        let mut scanner = Scanner::new(Slow(text, step), b',');
        let mut rows = Vec::new();
        while scanner.next().unwrap() {
            let fields = (0..scanner.len()).map(|at| scanner.get(at).unwrap().to_vec());
            rows.push((scanner.line(), fields.collect()));
        }
        rows
    }

    fn by_csv(text: &[u8]) -> Vec<Vec<Vec<u8>>> {
        let mut reader = csv::ReaderBuilder::new();
        let mut reader = reader.has_headers(false).flexible(true).from_reader(text);
        let rows =
            reader.byte_records().map(|row| row.unwrap().iter().map(<[u8]>::to_vec).collect());
        rows.collect()
    }

    #[test]
    fn quotes_pairs_and_line_ends_are_read() {
        let text = b"a,\"b, c\",\"d \"\"e\"\"\"\r\n\n\"two\nlines\",,x\nlast,\"\"";
        let rows = scanned(text, 3);
        let texts: Vec<Vec<&str>> = rows
            .iter()
            .map(|(_, row)| row.iter().map(|it| std::str::from_utf8(it).unwrap()).collect())
            .collect();
        let expected: [&[&str]; 3] =
            [&["a", "b, c", "d \"e\""], &["two\nlines", "", "x"], &["last", ""]];
        assert_eq!(texts, expected);
        assert_eq!(rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 3, 5]);
    }

    #[test]
    fn a_quote_that_does_not_end_is_too_long() {
        let text = [&b"a,\""[..], &vec![b'x'; 3 * ROW_BYTES_MAX]].concat();
        let error = Scanner::new(&text[..], b',').next().unwrap_err();
        assert!(error.get_ref().unwrap().is::<RowTooLong>());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_csv_crate_reads_the_same(
            rows in prop::collection::vec(prop::collection::vec("[a-z ,\"\r\n0-9.]{0,8}", 1..5), 0..6),
            step in 1..40_usize,
        ) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let text = writer.into_inner().unwrap();
            let found: Vec<_> = scanned(&text, step).into_iter().map(|(_, row)| row).collect();
            prop_assert_eq!(found, by_csv(&text));
        }

        /// Whatever the bytes, however they arrive, the rows are the same.
        #[test]
        fn blocks_do_not_matter(text in "[ab,\"\r\n]{0,60}", step in 1..20_usize) {
            prop_assert_eq!(scanned(text.as_bytes(), step), scanned(text.as_bytes(), 1_000));
        }
    }
}
