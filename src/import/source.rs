//! Input: a reader with its name, unpacked if it is packed, whose progress is metered.

use std::cell::RefCell;
use std::io::{self, BufReader, Cursor, ErrorKind, Read};
use std::ops::ControlFlow;

use flate2::bufread::MultiGzDecoder;

use super::data::Progress;
use super::error::ImportError;

/// The bytes read at once.
const BLOCK_BYTES: usize = 256 * 1024;
/// The bytes by which the kind of a file is recognised.
pub const HEAD_BYTES: u64 = 64 * 1024;
/// The bytes between two reports of progress.
const REPORT_BYTES: u64 = 4 * 1024 * 1024;
/// The most bytes that one packed byte may become, beyond the first millions. No bill packs so well.
const UNPACKED_MAX: u64 = 300;
/// The bytes that a packed file may become in any case.
const UNPACKED_FREE: u64 = 16 * 1024 * 1024;
/// The largest file that is held whole, in bytes.
const DOCUMENT_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// The first bytes of a file that gzip packed.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// A file to be read.
pub struct Source<'a> {
    /// Its name in messages.
    pub name: String,
    /// Its size in bytes, if it is known.
    pub size: Option<u64>,
    /// Its content.
    pub reader: Box<dyn Read + 'a>,
}

/// Counts what is read and reports it.
pub struct Meter<'p> {
    now: Progress,
    reported: u64,
    /// The bytes of the present file, and a sum over them.
    content: (u64, crc32fast::Hasher),
    report: &'p mut dyn FnMut(Progress) -> ControlFlow<()>,
}

impl<'p> Meter<'p> {
    /// A meter over so many bytes.
    pub fn new(
        bytes_of: Option<u64>,
        report: &'p mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Self {
        let now = Progress { bytes_of, ..Progress::default() };
        Self { now, reported: 0, content: (0, crc32fast::Hasher::new()), report }
    }

    /// Counts a row.
    pub const fn row(&mut self) {
        self.now.rows += 1;
    }

    /// Ends a file. Returns its size and a sum over its bytes, which files of the same content share.
    pub fn end_file(&mut self) -> (u64, u32) {
        let (size, sum) = std::mem::replace(&mut self.content, (0, crc32fast::Hasher::new()));
        (size, sum.finalize())
    }

    fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.content.0 += bytes.len() as u64;
        self.content.1.update(bytes);
        self.now.bytes += bytes.len() as u64;
        if self.now.bytes - self.reported < REPORT_BYTES {
            return Ok(());
        }
        self.reported = self.now.bytes;
        match (self.report)(self.now) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(io::Error::other(Stopped)),
        }
    }
}

/// The user stopped the import.
#[derive(Debug, thiserror::Error)]
#[error("interrupted")]
struct Stopped;

/// A packed file becomes too large.
#[derive(Debug, thiserror::Error)]
#[error(
    "its packed bytes become more than {UNPACKED_MAX} times as many, and at most that is read: unpack it first"
)]
struct PackedTooWell;

/// The packed bytes of a file are not what gzip writes.
#[derive(Debug, thiserror::Error)]
#[error(
    "it is packed with gzip, and its bytes are damaged or end too early: pack it again, or copy it whole"
)]
struct Damaged;

fn damaged(error: io::Error) -> io::Error {
    match error.kind() {
        ErrorKind::InvalidInput | ErrorKind::InvalidData | ErrorKind::UnexpectedEof => {
            io::Error::other(Damaged)
        }
        _ => error,
    }
}

/// A reader that is metered.
struct Metered<'m, 'p> {
    reader: Box<dyn Read + 'm>,
    meter: &'m RefCell<Meter<'p>>,
}

impl Read for Metered<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.meter.borrow_mut().add(&buffer[..count])?;
        Ok(count)
    }
}

/// A packed file, unpacked as far as it does not become too large.
struct Unpacked<R> {
    decoder: MultiGzDecoder<BufReader<Counted<R>>>,
    unpacked: u64,
}

/// A reader that counts its bytes.
struct Counted<R> {
    reader: R,
    bytes: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.bytes += count as u64;
        Ok(count)
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.decoder.read(buffer).map_err(damaged)?;
        self.unpacked += count as u64;
        let packed = self.decoder.get_ref().get_ref().bytes;
        let allowed = UNPACKED_FREE.saturating_add(packed.saturating_mul(UNPACKED_MAX));
        if self.unpacked > allowed { Err(io::Error::other(PackedTooWell)) } else { Ok(count) }
    }
}

/// The unpacked content of a file.
pub struct Input<'m> {
    /// The first bytes, which are read again.
    pub head: Vec<u8>,
    reader: Box<dyn Read + 'm>,
}

impl<'m> Source<'m> {
    /// Reads the beginning.
    pub fn open<'p: 'm>(self, meter: &'m RefCell<Meter<'p>>) -> Result<Input<'m>, ImportError> {
        let file = self.name.clone();
        let failed = |error| failed(&file, error);
        let mut reader = Metered { reader: self.reader, meter };
        let mut magic = Vec::new();
        reader.by_ref().take(2).read_to_end(&mut magic).map_err(&failed)?;
        let is_packed = magic == GZIP;
        let whole = Cursor::new(magic).chain(reader);
        let mut reader: Box<dyn Read + 'm> = if is_packed {
            let counted = Counted { reader: whole, bytes: 0 };
            let decoder = MultiGzDecoder::new(BufReader::with_capacity(BLOCK_BYTES, counted));
            Box::new(Unpacked { decoder, unpacked: 0 })
        } else {
            Box::new(whole)
        };
        let mut head = Vec::new();
        reader.by_ref().take(HEAD_BYTES).read_to_end(&mut head).map_err(&failed)?;
        if is_utf_16(&head) {
            let (file, why) = (self.name, "it is text in UTF-16".to_owned());
            let remedy = "save it as UTF-8, or convert it: iconv -f UTF-16 -t UTF-8";
            return Err(ImportError::Unusable { file, why, remedy });
        }
        Ok(Input { head, reader })
    }
}

/// Returns whether a text has its mark, or every other byte of its first letters is zero.
fn is_utf_16(head: &[u8]) -> bool {
    match head {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => true,
        [one, 0, other, 0, ..] | [0, one, 0, other, ..] => *one != 0 && *other != 0,
        _ => false,
    }
}

impl<'m> Input<'m> {
    /// All of it, as it comes.
    pub fn whole(self) -> Box<dyn Read + 'm> {
        Box::new(Cursor::new(self.head).chain(self.reader))
    }

    /// All of it, in large blocks.
    pub fn stream(self) -> BufReader<Box<dyn Read + 'm>> {
        BufReader::with_capacity(BLOCK_BYTES, self.whole())
    }

    /// All of it as a text, without a mark of its encoding.
    pub fn text(self, file: &str) -> Result<String, ImportError> {
        let mut bytes = Vec::new();
        let mut reader = self.stream().take(DOCUMENT_BYTES_MAX + 1);
        reader.read_to_end(&mut bytes).map_err(|error| failed(file, error))?;
        if bytes.len() as u64 > DOCUMENT_BYTES_MAX {
            return Err(ImportError::Limit {
                file: file.to_owned(),
                what: "the document",
                found: "more bytes".to_owned(),
                limit: DOCUMENT_BYTES_MAX.to_string(),
                remedy: "split it",
            });
        }
        if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
            bytes.drain(..3);
        }
        String::from_utf8(bytes).map_err(|error| {
            let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = before.split(|byte| *byte == b'\n').count() as u64;
            let says = "it is not text in UTF-8".to_owned();
            ImportError::Syntax { file: file.to_owned(), line, column: 1, says }
        })
    }
}

/// The error of a reader: the user's stop, or the system's reason.
pub fn failed(file: &str, error: io::Error) -> ImportError {
    if error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Stopped>) {
        return ImportError::Interrupted;
    }
    ImportError::Io { file: file.to_owned(), error }
}
