//! An import as plain data: values with their rows, and what was left out.

use std::collections::BTreeMap;
use std::sync::Arc;

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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// The bills, by month.
    pub billed: Vec<BilledMonth>,
}

/// An object that polls a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PollingObject {
    /// The card of the service.
    pub card: Arc<str>,
    /// The file.
    pub file: Arc<str>,
    /// Its kind.
    pub kind: Arc<str>,
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
    /// The month that it is of. `None` if it is the same in all.
    pub month: Option<NaiveDate>,
    /// The rows it is from.
    pub origin: Origin,
}

/// The time that a value holds for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ImportPeriod {
    /// The present, with rates over 30 days.
    Standing,
    /// A calendar month, of which the rows cover so many seconds.
    Month {
        /// Its first day.
        first: NaiveDate,
        /// The first second covered, since 1970.
        from: i64,
        /// The second after the last.
        to: i64,
        /// The seconds between them that rows cover: fewer if there are gaps.
        covered: i64,
    },
}

impl ImportPeriod {
    /// The first day of its month. `None` if it is of none.
    #[must_use]
    pub const fn month(self) -> Option<NaiveDate> {
        match self {
            Self::Standing => None,
            Self::Month { first, .. } => Some(first),
        }
    }

    /// Returns whether the rows cover all of a month.
    #[must_use]
    pub fn is_whole(self) -> bool {
        match self {
            Self::Standing => false,
            Self::Month { first, from, to, .. } => {
                let month = month_window(first);
                from <= month.0 && to >= month.1
            }
        }
    }
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

/// The bill for the usage of one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BilledMonth {
    /// The first day.
    pub first: NaiveDate,
    /// The first second that usage rows cover, and the second after the last.
    pub from: i64,
    /// The second after the last.
    pub to: i64,
    /// The seconds between them that usage rows cover: fewer if there are gaps.
    pub covered: i64,
    /// The services that cards price.
    pub cards: Vec<BilledCard>,
    /// Everything else: other services, credits, taxes, corrections.
    pub others: Vec<BilledOther>,
}

impl BilledMonth {
    /// Returns whether usage rows cover all of the month.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let Self { first, from, to, covered, .. } = *self;
        ImportPeriod::Month { first, from, to, covered }.is_whole()
    }
}

/// The bill for the usage of one service in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BilledCard {
    /// The card that prices it.
    pub card: String,
    /// The currency of its rows. None if the bill does not say.
    pub currencies: Vec<String>,
    /// By charge, and what no charge stands for.
    pub lines: Vec<BilledLine>,
}

/// The bill for one meter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BilledLine {
    /// The charge that it pays for. `None` if it is not modelled.
    pub charge: Option<String>,
    /// The meter as the bill names it.
    pub meter: String,
    /// The driver that it sets.
    pub driver: Option<DriverId>,
    /// True if it counts how many there are, so that the driver is a mean over the covered time.
    pub is_level: bool,
    /// The choices that set its usage apart from other usage of the card in the month.
    pub variant: BTreeMap<String, String>,
    /// The quantity.
    pub quantity: Ratio,
    /// The part of the quantity that was free.
    pub free: Ratio,
    /// True if each account in each region has as much of it.
    pub is_even: bool,
    /// The amount.
    pub billed: Ratio,
    /// The amount at list prices. `None` if the bill does not say.
    pub list: Option<Ratio>,
    /// The rows.
    pub origin: Origin,
}

/// The class of an amount that is not for the usage of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BilledClass {
    /// Usage of a service that no card prices.
    OtherUsage,
    /// Purchases and fees.
    Purchase,
    /// Credits, refunds and discounts in rows of their own.
    Credit,
    /// Corrections and adjustments.
    Correction,
    /// Taxes.
    Tax,
}

/// An amount that is not for the usage of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BilledOther {
    /// Its class.
    pub class: BilledClass,
    /// The service as the bill names it.
    pub service: String,
    /// The currency.
    pub currency: String,
    /// The amount.
    pub billed: Ratio,
    /// The rows.
    pub origin: Origin,
}

/// The seconds since 1970 at which a month begins and ends, at UTC.
pub fn month_window(first: NaiveDate) -> (i64, i64) {
    let at = |day: NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
    (at(first), at(first + Months::new(1)))
}
