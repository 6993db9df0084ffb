//! The reasons why files cannot be imported, and the rows that were passed over.

use std::io;

use thiserror::Error;
use whatif_pricing::OutOfRange;

/// The reasons why files cannot be imported. Nothing is imported then.
#[derive(Debug, Error)]
pub enum ImportError {
    /// Its contents are of no known kind.
    #[error("{file}: its kind is not recognised: name it with --as, which takes {kinds}")]
    UnknownKind {
        /// The file.
        file: String,
        /// The kinds, in words.
        kinds: String,
    },
    /// It is of another kind than was named.
    #[error("{file}: it cannot be read as {kind}: {found}: leave out --as, or name another kind")]
    OtherKind {
        /// The file.
        file: String,
        /// The kind that was named.
        kind: &'static str,
        /// The first thing that is not as expected.
        found: String,
    },
    /// A format of a version that is not known.
    #[error("{file}: its {what} is '{version}', and {known} are read: convert it first")]
    Version {
        /// The file.
        file: String,
        /// The name of the format.
        what: &'static str,
        /// The version of the file.
        version: String,
        /// The versions that are read.
        known: &'static str,
    },
    /// It is not what its format allows.
    #[error("{file}, line {line}, column {column}: {says}: mend it, or export it again")]
    Syntax {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// The column, from 1.
        column: u64,
        /// The problem.
        says: String,
    },
    /// It has nothing that can be read as it is.
    #[error("{file}: {why}: {remedy}")]
    Unusable {
        /// The file.
        file: String,
        /// The reason.
        why: String,
        /// The way out.
        remedy: &'static str,
    },
    /// It is beyond a limit that bounds memory.
    #[error("{file}: {what} has {found}, and at most {limit} are read: {remedy}")]
    Limit {
        /// The file.
        file: String,
        /// The thing.
        what: &'static str,
        /// Its size.
        found: String,
        /// The limit.
        limit: String,
        /// The way out.
        remedy: &'static str,
    },
    /// A column is missing.
    #[error("{file}: there is no column for {what}: {}: {remedy}", columns(names))]
    NoColumn {
        /// The file.
        file: String,
        /// The content of the column.
        what: &'static str,
        /// The columns that there are.
        names: String,
        /// The way out.
        remedy: String,
    },
    /// Two columns have the name of one that is read.
    #[error("{file}: two columns are named '{name}': rename or leave out one of them")]
    TwoColumns {
        /// The file.
        file: String,
        /// The name.
        name: String,
    },
    /// Dates whose order is not the same in all rows.
    #[error(
        "{file}, line {line}: '{found}' has {order} first, and rows before were read the other way: write dates as 2026-11-13"
    )]
    MixedDates {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// The date.
        found: String,
        /// The part that comes first.
        order: &'static str,
    },
    /// Too many rows are malformed.
    #[error(
        "{file}: {bad} of the first {rows} rows cannot be read, and above {limit} nothing is imported; the first is line {line}, column {column}: '{found}', where {expected} is expected: mend the file, or name its kind with --as"
    )]
    BadRows {
        /// The file.
        file: String,
        /// The malformed rows.
        bad: u64,
        /// All rows up to there.
        rows: u64,
        /// The most that are passed over.
        limit: u64,
        /// The line of the first.
        line: u64,
        /// Its column.
        column: String,
        /// Its content.
        found: String,
        /// The expected content.
        expected: &'static str,
    },
    /// The system cannot read it.
    #[error("{file}: {error}")]
    Io {
        /// The file.
        file: String,
        /// The reason.
        error: io::Error,
    },
    /// A sum has more digits than are exact.
    #[error("{file}: {error}")]
    Digits {
        /// The file.
        file: String,
        /// The error.
        error: OutOfRange,
    },
    /// The user stopped it.
    #[error("interrupted: nothing was imported")]
    Interrupted,
}

/// A row that was passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// The name of the column.
    pub column: String,
    /// The content, cut short.
    pub found: String,
    /// The expected content.
    pub expected: &'static str,
}

/// The longest piece of a file that a message quotes, in characters.
const QUOTED_MAX: usize = 40;

/// A piece of a file for a message: cut short, without control characters.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut letters = text.chars().filter(|letter| !letter.is_control());
    let piece: String = letters.by_ref().take(QUOTED_MAX).collect();
    if letters.next().is_some() { format!("{piece}…") } else { piece }
}

/// The columns that a file has, in words.
fn columns(names: &str) -> String {
    if names.is_empty() { "it names none".to_owned() } else { format!("its columns are {names}") }
}
