//! A reader of rows that stops within one that is too long: a quote that never ends must not take all of a file.

use std::io::{self, Read};

/// The longest row, in bytes.
pub const ROW_BYTES_MAX: usize = 1024 * 1024;

/// A row is longer than the limit.
#[derive(Debug, thiserror::Error)]
#[error(
    "a row has more than {ROW_BYTES_MAX} bytes, and at most that is read: look for a quote that does not end"
)]
pub struct RowTooLong;

/// A reader that stops within a row that is too long.
#[derive(Debug)]
pub struct Limited<R> {
    reader: R,
    left: usize,
}

impl<R> Limited<R> {
    /// A reader at the beginning of a row.
    pub const fn new(reader: R) -> Self {
        Self { reader, left: ROW_BYTES_MAX }
    }

    /// Begins the next row.
    pub const fn begin_row(&mut self) {
        self.left = ROW_BYTES_MAX;
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        let Some(left) = self.left.checked_sub(count) else {
            return Err(io::Error::other(RowTooLong));
        };
        self.left = left;
        Ok(count)
    }
}
