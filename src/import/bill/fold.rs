//! The sums of a bill, by month and meter.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Datelike as _, NaiveDate};
use rust_decimal::Decimal;
use whatif_pricing::{OutOfRange, Ratio};

use super::cover::Cover;
use super::meters::{MeterIx, ServiceIx};
use super::share::{self, Spread};
use crate::import::data::{BilledClass, Origin, month_window};
use crate::import::draft::{Row, digits};
use crate::import::error::ImportError;

/// The word for a row.
const UNIT: &str = "rows";
/// The most distinct resources that are counted.
const RESOURCES_MAX: usize = 1_000_000;
/// The most names of services and of meters that are not modelled, by month.
const NAMES_MAX: usize = 20_000;
/// The most accounts in regions, by meter and month.
const CELLS_MAX: usize = 500_000;
/// The most regions with prices of their own.
const REGIONS_MAX: usize = 1_000;
/// The most months.
const MONTHS_MAX: usize = 600;
/// The most currencies.
const CURRENCIES_MAX: usize = 1_000;

/// The meter of usage.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UsageKey {
    /// A meter that the data knows, in a region whose prices are its own.
    Meter(MeterIx, Option<RegionIx>),
    /// Another meter of a service, by its name.
    Unmodelled(ServiceIx, String),
}

/// The subject of another amount.
#[derive(Clone, Copy, Debug)]
pub struct OtherKey<'a> {
    pub class: BilledClass,
    pub service: &'a str,
    pub currency: &'a str,
}

/// One row of usage.
#[derive(Clone, Copy, Debug)]
pub struct UsageRow<'a> {
    pub file: &'a str,
    pub line: u64,
    pub time: Stretch,
    pub quantity: Ratio,
    pub billed: Ratio,
    pub list: Option<Ratio>,
    pub region: &'a str,
    /// Empty if the card does not count accounts.
    pub account: &'a str,
    pub currency: &'a str,
    /// The hash of the resource's name.
    pub resource: Option<u64>,
}

/// The time of a row, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub from: i64,
    pub to: i64,
    /// True if the row does not say its end.
    pub is_open: bool,
}

/// An account in a region, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    pub account: u32,
    pub region: u32,
}

/// The numbers of names, of which most rows have those of the row before.
#[derive(Debug, Default)]
struct Numbers {
    known: HashMap<String, u32>,
    last: (String, u32),
}

impl Numbers {
    /// The number of a name. `None` if there are too many.
    fn of(&mut self, name: &str) -> Option<u32> {
        if self.last.0 == name && !self.known.is_empty() {
            return Some(self.last.1);
        }
        let number = if let Some(known) = self.known.get(name) {
            *known
        } else {
            let next = u32::try_from(self.known.len()).ok()?;
            if self.known.len() == CELLS_MAX {
                return None;
            }
            self.known.insert(name.to_owned(), next);
            next
        };
        self.last = (name.to_owned(), number);
        Some(number)
    }
}

/// The sums of one meter in one month.
#[derive(Debug, Default)]
pub struct Usage {
    /// The meter as the bill names it.
    pub name: String,
    pub quantity: Ratio,
    /// The part of it that cost nothing.
    pub free: Ratio,
    pub billed: Ratio,
    /// At list prices. `None` if a row does not say.
    pub list: Option<Ratio>,
    pub cells: BTreeMap<Cell, Ratio>,
    pub resources: HashSet<u64>,
    pub origin: Origin,
}

/// An amount, and its rows.
#[derive(Debug, Default)]
pub struct Amount {
    pub billed: Ratio,
    pub origin: Origin,
}

/// The sums of one month.
#[derive(Debug, Default)]
pub struct Month {
    pub usage: BTreeMap<(UsageKey, CurrencyIx), Usage>,
    pub others: BTreeMap<NameIx, Amount>,
    /// The time that usage rows cover.
    pub cover: Cover,
}

/// The sums of all bills.
#[derive(Debug, Default)]
pub struct Bills {
    pub months: BTreeMap<NaiveDate, Month>,
    /// The month that most rows are of, with its first second and the one after its last.
    last: Option<(NaiveDate, i64, i64)>,
    resources: usize,
    accounts: Numbers,
    places: Numbers,
    cells: usize,
    /// The choices of regions that have prices of their own.
    pub regions: Vec<String>,
    /// The currencies. Empty is that of rows that do not say theirs.
    pub currencies: Vec<String>,
    /// Class, service and currency of other amounts.
    pub names: Vec<(BilledClass, String, String)>,
    /// The same by their bytes.
    numbers: HashMap<Vec<u8>, NameIx>,
    key: Vec<u8>,
}

/// The parts of a row's time, of which each is in one month.
struct Parts {
    next: Option<Stretch>,
    rest: std::vec::IntoIter<Stretch>,
}

impl Parts {
    /// Returns whether there is one part, all in one month.
    fn is_one(&self) -> bool {
        self.rest.len() == 0
    }
}

impl Iterator for Parts {
    type Item = Stretch;

    fn next(&mut self) -> Option<Stretch> {
        std::mem::replace(&mut self.next, self.rest.next())
    }
}

/// The number of a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RegionIx(usize);

impl RegionIx {
    /// Its place among the regions.
    #[must_use]
    pub const fn get(self) -> usize {
        self.0
    }
}

/// The number of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CurrencyIx(usize);

impl CurrencyIx {
    /// Its place among the currencies.
    #[must_use]
    pub const fn get(self) -> usize {
        self.0
    }
}

/// The number of a name of other amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NameIx(usize);

impl NameIx {
    /// Its place among the names.
    #[must_use]
    pub const fn get(self) -> usize {
        self.0
    }
}

/// The first day of the month of a second.
fn first_of(second: i64) -> Option<NaiveDate> {
    let day = DateTime::from_timestamp(second, 0)?.date_naive();
    whatif_pricing::is_writable(&day).then(|| day.with_day(1))?
}

impl Bills {
    /// The month of a second, and its window.
    fn month(&mut self, file: &str, second: i64) -> Result<(&mut Month, i64, i64), ImportError> {
        let (first, from, to) = match self.last {
            Some((first, from, to)) if (from..to).contains(&second) => (first, from, to),
            _ => {
                let first = first_of(second)
                    .ok_or_else(|| beyond(file, "times beyond the years 1970 to 9899", 0))?;
                let (from, to) = month_window(first);
                self.last = Some((first, from, to));
                (first, from, to)
            }
        };
        if self.months.len() == MONTHS_MAX && !self.months.contains_key(&first) {
            return Err(beyond(file, "more months", MONTHS_MAX));
        }
        Ok((self.months.entry(first).or_default(), from, to))
    }

    /// The parts of a row's time by month. Most rows have one.
    fn parts(&mut self, file: &str, time: Stretch) -> Result<Parts, ImportError> {
        // Most rows are in the month of the row before.
        let known = self.last.filter(|(_, from, to)| (*from..*to).contains(&time.from));
        let end = match known {
            Some((.., end)) => end,
            None => self.month(file, time.from)?.2,
        };
        if time.to <= end {
            return Ok(Parts { next: Some(time), rest: Vec::new().into_iter() });
        }
        let first = Stretch { to: end, ..time };
        let (mut rest, mut from) = (Vec::new(), end);
        while from < time.to {
            let (_, _, end) = self.month(file, from)?;
            let to = end.min(time.to);
            rest.push(Stretch { from, to, ..time });
            from = to;
        }
        Ok(Parts { next: Some(first), rest: rest.into_iter() })
    }

    /// Widens the time that usage covers, in each month that it touches.
    pub fn cover(&mut self, file: &str, time: Stretch) -> Result<(), ImportError> {
        for part in self.parts(file, time)? {
            let (month, start, _) = self.month(file, part.from)?;
            if part.is_open {
                month.cover.add_open(part.from - start, part.to - start);
            } else {
                month.cover.add(part.from - start, part.to - start);
            }
        }
        Ok(())
    }

    /// The number of a currency. There are few.
    pub fn currency(&mut self, file: &str, name: &str) -> Result<CurrencyIx, ImportError> {
        if let Some(at) = self.currencies.iter().position(|known| known == name) {
            return Ok(CurrencyIx(at));
        }
        if self.currencies.len() == CURRENCIES_MAX {
            return Err(beyond(file, "more currencies", CURRENCIES_MAX));
        }
        self.currencies.push(name.to_owned());
        Ok(CurrencyIx(self.currencies.len() - 1))
    }

    /// The number of a region's choice. There are few.
    pub fn region(&mut self, file: &str, choice: &str) -> Result<RegionIx, ImportError> {
        if let Some(at) = self.regions.iter().position(|known| known == choice) {
            return Ok(RegionIx(at));
        }
        if self.regions.len() == REGIONS_MAX {
            return Err(beyond(file, "more regions", REGIONS_MAX));
        }
        self.regions.push(choice.to_owned());
        Ok(RegionIx(self.regions.len() - 1))
    }

    /// Adds a row of usage: to each month of its time the share of it.
    pub fn add_usage(
        &mut self,
        key: UsageKey,
        name: &str,
        row: UsageRow<'_>,
    ) -> Result<(), ImportError> {
        let currency = self.currency(row.file, row.currency)?;
        let mut parts = self.parts(row.file, row.time)?;
        if parts.is_one() {
            return self.add_part((key, currency), name, row);
        }
        let seconds = row.time.to - row.time.from;
        let (mut quantity, mut billed) = (Spread::of(row.quantity), Spread::of(row.billed));
        let mut list = row.list.map(Spread::of);
        while let Some(time) = parts.next() {
            let own = time.to - time.from;
            let is_last = parts.next.is_none();
            let share = |spread: &mut Spread| {
                if is_last { Ok(spread.rest()) } else { spread.next(own, seconds) }
            };
            let read = |source| digits(row.file, source);
            let part = UsageRow {
                time,
                quantity: share(&mut quantity).map_err(read)?,
                billed: share(&mut billed).map_err(read)?,
                list: list.as_mut().map(share).transpose().map_err(read)?,
                ..row
            };
            self.add_part((key.clone(), currency), name, part)?;
        }
        Ok(())
    }

    /// Adds a row of usage whose time is in one month.
    fn add_part(
        &mut self,
        key: (UsageKey, CurrencyIx),
        name: &str,
        row: UsageRow<'_>,
    ) -> Result<(), ImportError> {
        let room = RESOURCES_MAX - self.resources;
        let numbers = self.accounts.of(row.account).zip(self.places.of(row.region));
        let cell = numbers.map(|(account, region)| Cell { account, region });
        let cell = cell.filter(|_| self.cells < CELLS_MAX);
        let cell = cell.ok_or_else(|| beyond(row.file, "more accounts and regions", CELLS_MAX))?;
        let (month, ..) = self.month(row.file, row.time.from)?;
        if month.usage.len() == NAMES_MAX && !month.usage.contains_key(&key) {
            return Err(beyond(row.file, "more kinds of usage in a month", NAMES_MAX));
        }
        let counts_resources = match &key.0 {
            UsageKey::Meter(meter, _) => meter.get().each.is_some(),
            UsageKey::Unmodelled(..) => false,
        };
        let usage = month.usage.entry(key).or_default();
        if usage.origin.count == 0 {
            name.clone_into(&mut usage.name);
            usage.list = Some(Ratio::ZERO);
        }
        let cells = usage.cells.len();
        usage.add(&row, cell).map_err(|source| digits(row.file, source))?;
        let is_new = usage.cells.len() > cells;
        if counts_resources
            && let Some(resource) = row.resource
            && usage.resources.insert(resource)
        {
            if room == 0 {
                return Err(beyond(row.file, "more distinct resources", RESOURCES_MAX));
            }
            self.resources += 1;
        }
        self.cells += usize::from(is_new);
        Ok(())
    }

    /// Adds another amount. That of usage is spread over the months of its time, all others are of their first.
    pub fn add_other(
        &mut self,
        file: &str,
        line: u64,
        time: Stretch,
        key: OtherKey<'_>,
        billed: Decimal,
    ) -> Result<(), ImportError> {
        let name = self.name(file, key)?;
        let is_usage = key.class == BilledClass::OtherUsage;
        let time = if is_usage { time } else { Stretch { to: time.from, ..time } };
        let mut parts = self.parts(file, time)?;
        let mut spread = Spread::of(Ratio::whole(billed));
        while let Some(part) = parts.next() {
            let share = if parts.next.is_none() {
                spread.rest()
            } else {
                let share = spread.next(part.to - part.from, time.to - time.from);
                share.map_err(|source| digits(file, source))?
            };
            let amount = self.month(file, part.from)?.0.others.entry(name).or_default();
            let sum = share::sum(amount.billed, share);
            amount.billed = sum.map_err(|source| digits(file, source))?;
            add_row(&mut amount.origin, file, line);
        }
        Ok(())
    }

    /// The number of a name. Few names are of many rows: they are looked up without a copy.
    fn name(&mut self, file: &str, key: OtherKey<'_>) -> Result<NameIx, ImportError> {
        self.key.clear();
        self.key.push(key.class as u8);
        self.key.extend_from_slice(key.currency.as_bytes());
        self.key.push(0);
        self.key.extend_from_slice(key.service.as_bytes());
        if let Some(known) = self.numbers.get(&self.key) {
            return Ok(*known);
        }
        if self.names.len() == NAMES_MAX {
            return Err(beyond(file, "more services", NAMES_MAX));
        }
        let name = NameIx(self.names.len());
        self.names.push((key.class, key.service.to_owned(), key.currency.to_owned()));
        self.numbers.insert(self.key.clone(), name);
        Ok(name)
    }
}

/// Adds a row to an origin. Its line becomes a text only if it is kept.
fn add_row(origin: &mut Origin, file: &str, line: u64) {
    if origin.count < 10 {
        origin.add(Row { file, unit: UNIT, name: &format!("line {line}") });
        return;
    }
    origin.count += 1;
    if origin.files.last().map(String::as_str) != Some(file)
        && !origin.files.iter().any(|known| known == file)
    {
        origin.files.push(file.to_owned());
    }
}

impl Usage {
    /// Returns whether each account in each region has as much of it.
    pub fn is_even(&self) -> bool {
        let mut all = self.cells.values();
        let first = all.next();
        all.all(|it| Some(it) == first)
    }

    fn add(&mut self, row: &UsageRow<'_>, cell: Cell) -> Result<(), OutOfRange> {
        self.quantity = share::sum(self.quantity, row.quantity)?;
        self.billed = share::sum(self.billed, row.billed)?;
        let costs_nothing = row.billed.is_zero() && row.list.is_none_or(Ratio::is_zero);
        if costs_nothing {
            self.free = share::sum(self.free, row.quantity)?;
        }
        self.list = match (self.list, row.list) {
            (Some(sum), Some(list)) => Some(share::sum(sum, list)?),
            _ => None,
        };
        let sum = self.cells.entry(cell).or_default();
        *sum = share::sum(*sum, row.quantity)?;
        add_row(&mut self.origin, row.file, row.line);
        Ok(())
    }
}

fn beyond(file: &str, found: &str, limit: usize) -> ImportError {
    ImportError::Limit {
        file: file.to_owned(),
        what: "the bill",
        found: found.to_owned(),
        limit: limit.to_string(),
        remedy: "fold it first with a query of assets/sql",
    }
}
