//! An import as plain data: values with their rows, and what was left out.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use whatif_pricing::{DriverId, Ratio};

use super::error::BadRow;
use super::kind::Kind;

/// The part of the files that was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read, of a packed file as they are packed.
    pub bytes: u64,
    /// Bytes of all files, if they are known.
    pub bytes_of: Option<u64>,
    /// Rows read.
    pub rows: u64,
}

/// The contents of files, as values of drivers.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The files that were read.
    pub files: Vec<ImportedFile>,
    /// The values.
    pub drivers: Vec<ImportedDriver>,
    /// The choices of options that the files show.
    pub choices: Vec<ImportedChoice>,
    /// The things that set no driver.
    pub left_out: Vec<LeftOut>,
    /// The malformed rows that were passed over.
    pub bad_rows: BadRows,
    /// Facts that a reader needs to judge the values.
    pub notes: Vec<String>,
    /// The objects that poll a service, the most calls first.
    pub objects: Vec<PollingObject>,
}

/// An object that polls a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PollingObject {
    /// The card of the service.
    pub card: String,
    /// The file.
    pub file: String,
    /// Its kind.
    pub kind: String,
    /// Its namespace and name.
    pub name: String,
    /// The seconds between two refreshes.
    pub interval: Ratio,
    /// The calls of one refresh, over all pods or namespaces.
    pub calls_each: u64,
    /// The calls in 30 days.
    pub calls: Ratio,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedFile {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// The number of rows, resources, objects or samples in it.
    pub count: u64,
}

/// The value of one driver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedDriver {
    /// The card of the service it was found at. `None` if the file does not say.
    pub card: Option<String>,
    /// The choices that set it apart from other values of the same driver on the same card.
    pub variant: BTreeMap<String, String>,
    /// The driver.
    pub driver: DriverId,
    /// The exact value.
    pub value: Ratio,
    /// The time it holds for.
    pub period: ImportPeriod,
    /// The rows it is from.
    pub origin: Origin,
    /// A fact about the value.
    pub note: Option<String>,
}

/// The choice of an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedChoice {
    /// The card.
    pub card: String,
    /// The choices that set it apart from another on the same card.
    pub variant: BTreeMap<String, String>,
    /// The option.
    pub option: String,
    /// The choice.
    pub choice: String,
    /// The rows it is from.
    pub origin: Origin,
}

/// The time that a value holds for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ImportPeriod {
    /// What exists, and rates over 30 days.
    Standing,
    /// A calendar month, of which the rows cover so many seconds.
    Month {
        /// Its first day.
        first: NaiveDate,
        /// The first second covered, since 1970.
        from: i64,
        /// The second after the last.
        to: i64,
    },
}

/// The rows that a value is from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The files.
    pub files: Vec<String>,
    /// The number of rows.
    pub count: u64,
    /// The word for a row.
    pub unit: &'static str,
    /// The first of them, by line or by name.
    pub first: Vec<String>,
}

/// Things that set no driver, for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The things.
    pub what: String,
    /// The reason.
    pub why: String,
    /// The rows.
    pub origin: Origin,
}

/// The malformed rows that were passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BadRows {
    /// The number of them.
    pub count: u64,
    /// The first of them.
    pub first: Vec<BadRow>,
}

/// The seconds since 1970 at which a month begins and ends, at UTC.
pub fn month_window(first: NaiveDate) -> (i64, i64) {
    let at = |day: NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
    (at(first), at(first + Months::new(1)))
}
