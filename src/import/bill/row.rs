//! One row of a bill: its class, its meter, its quantity and its amounts.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use chrono::FixedOffset;
use rust_decimal::Decimal;
use whatif_pricing::Ratio;

use super::fold::{Bills, OtherKey, UsageKey, UsageRow};
use super::format::Columns;
use super::meters::{self, MeterIx, ServiceIx};
use crate::import::data::BilledClass;
use crate::import::draft::{Draft, digits};
use crate::import::error::ImportError;
use crate::import::table::Table;
use crate::import::{instant, interval, number};

/// Texts for a cell without a value.
const NOTHING: [&str; 4] = ["", "NULL", "null", "None"];
/// The longest names of services and meters that are kept.
const NAME_BYTES_MAX: usize = 200;
/// The most distinct texts of services and meters that are remembered.
const KNOWN_MAX: usize = 100_000;

/// The place of a service and a meter among the cards.
#[derive(Clone, Copy, Debug)]
enum Known {
    /// A meter of a card.
    Meter(MeterIx),
    /// A meter of a card's service that no driver stands for.
    Unmodelled(ServiceIx),
    /// Something that no card prices.
    Other,
}

/// Reads the rows of a bill.
pub struct Rows<'a> {
    file: &'a str,
    columns: &'a Columns,
    /// By the bytes of service and meter.
    known: HashMap<Vec<u8>, Known>,
    key: Vec<u8>,
    zone: FixedOffset,
    /// The last start and end that were read, which most rows share.
    times: [(Vec<u8>, i64); 2],
    /// The services by their bytes. `None` if no card prices it.
    services: HashMap<Vec<u8>, Option<ServiceIx>>,
    /// The class that most rows have.
    class: (Vec<u8>, Option<BilledClass>),
}

/// A cell that cannot be read.
struct BadCell {
    column: usize,
    expected: &'static str,
}

/// The class of a row.
enum Class {
    Usage,
    Other(BilledClass),
}

impl<'a> Rows<'a> {
    /// A reader of rows with these columns.
    pub fn new(file: &'a str, columns: &'a Columns) -> Self {
        let zone = FixedOffset::east_opt(0).expect("zero is an offset");
        let times = [(Vec::new(), 0), (Vec::new(), 0)];
        let (known, key, services) = (HashMap::new(), Vec::new(), HashMap::new());
        let class = (Vec::new(), None);
        Self { file, columns, known, key, zone, times, services, class }
    }

    /// Adds the present row.
    pub fn take(
        &mut self,
        table: &mut Table<'_, '_>,
        bills: &mut Bills,
        draft: &mut Draft,
    ) -> Result<(), ImportError> {
        if let Err(cell) = self.add(table, bills)? {
            let (name, found) =
                (table.header[cell.column].clone(), table.text(cell.column).to_owned());
            draft.bad_row(table.bad(&name, &found, cell.expected)?);
        }
        Ok(())
    }

    fn add(
        &mut self,
        table: &Table<'_, '_>,
        bills: &mut Bills,
    ) -> Result<Result<(), BadCell>, ImportError> {
        let columns = self.columns;
        let Some(from) = self.time(table, 0, columns.start) else {
            return Ok(Err(BadCell { column: columns.start, expected: "a time" }));
        };
        let billed = match decimal(table, Some(columns.billed)) {
            Ok(billed) => billed.unwrap_or_default(),
            Err(cell) => return Ok(Err(cell)),
        };
        let class = match self.class(table) {
            Ok(class) => class,
            Err(cell) => return Ok(Err(cell)),
        };
        let credits = match credits(table, columns.credits) {
            Ok(credits) => credits,
            Err(cell) => return Ok(Err(cell)),
        };
        let known = self.known(table);
        let line = table.line();
        let currency = columns.currency.map_or("", |column| table.text(column));
        let class = match (class, known) {
            (None, Known::Meter(_) | Known::Unmodelled(_)) => None,
            (None, Known::Other) => Some(BilledClass::OtherUsage),
            (Some(class), _) => Some(class),
        };
        let to = match self.end(table, from) {
            Ok(to) => to,
            Err(cell) => return Ok(Err(cell)),
        };
        if matches!(class, None | Some(BilledClass::OtherUsage)) {
            bills.cover(from, to);
        }
        let service = name_of(table, &columns.service);
        if let Some(credits) = credits {
            let key = OtherKey { class: BilledClass::Credit, service, currency };
            bills.add_other(self.file, line, from, key, credits)?;
        }
        let Some(class) = class else {
            return self.usage(table, known, from, billed, bills);
        };
        let key = OtherKey { class, service, currency };
        bills.add_other(self.file, line, from, key, billed)?;
        Ok(Ok(()))
    }

    fn usage(
        &self,
        table: &Table<'_, '_>,
        known: Known,
        from: i64,
        billed: Decimal,
        bills: &mut Bills,
    ) -> Result<Result<(), BadCell>, ImportError> {
        let columns = self.columns;
        let (service, meter) = match known {
            Known::Meter(meter) => (None, Some(meter)),
            Known::Unmodelled(service) => (Some(service), None),
            Known::Other => return Ok(Ok(())),
        };
        let list = match decimal(table, columns.list) {
            Ok(list) => list,
            Err(cell) => return Ok(Err(cell)),
        };
        let quantity = match self.quantity(table, meter, list)? {
            Ok(quantity) => quantity,
            Err(cell) => return Ok(Err(cell)),
        };
        let resource = columns.resource.map_or("", |column| table.text(column));
        let resource = (!NOTHING.contains(&resource)).then(|| {
            let mut hasher = DefaultHasher::new();
            resource.hash(&mut hasher);
            hasher.finish()
        });
        let name = name_of(table, &columns.meter);
        let stated = cell_text(table, columns.region);
        let of = meter.map(MeterIx::service).or_else(|| service.map(ServiceIx::get));
        let counts_accounts = of.is_some_and(|it| it.accounts);
        let account = columns.account.filter(|_| counts_accounts);
        let row = UsageRow {
            file: self.file,
            line: table.line(),
            from,
            quantity,
            billed,
            list,
            region: meters::region(stated, name),
            account: cell_text(table, account),
            currency: columns.currency.map_or("", |column| table.text(column)),
            resource,
        };
        let key = match (meter, service) {
            (Some(meter), _) => {
                let choice = meters::region_choice(meter, stated, name);
                let choice = choice.map(|choice| bills.region(self.file, choice)).transpose()?;
                UsageKey::Meter(meter, choice)
            }
            (None, Some(service)) => UsageKey::Unmodelled(service, name.to_owned()),
            (None, None) => return Ok(Ok(())),
        };
        bills.add_usage(key, name, row)?;
        Ok(Ok(()))
    }

    /// The quantity in the unit of the driver. Where price × priced quantity is not the list cost, the
    /// quantity was divided twice, and the cost says what it was.
    fn quantity(
        &self,
        table: &Table<'_, '_>,
        meter: Option<MeterIx>,
        list: Option<Decimal>,
    ) -> Result<Result<Ratio, BadCell>, ImportError> {
        let columns = self.columns;
        let read = || {
            let consumed = decimal(table, columns.quantity)?;
            let priced = decimal(table, columns.priced_quantity)?;
            Ok((consumed, priced, decimal(table, columns.price)?))
        };
        let (consumed, priced, price) = match read() {
            Ok(all) => all,
            Err(cell) => return Ok(Err(cell)),
        };
        let failed = |source| digits(self.file, source);
        let block = self.block(table, meter);
        if let (Some(price), Some(priced), Some(list)) = (price, priced, list)
            && !price.is_zero()
        {
            let (price, list) = (Ratio::whole(price), Ratio::whole(list));
            let whole = price.times(Ratio::whole(priced)).map_err(failed)?;
            if whole != list {
                let units = list.over(price).map_err(failed)?;
                return units.times(block).map(Ok).map_err(failed);
            }
        }
        let quantity = match (consumed, priced) {
            (Some(consumed), _) if columns.format.in_blocks => {
                Ratio::whole(consumed).times(block).map_err(failed)?
            }
            (Some(consumed), _) => Ratio::whole(consumed),
            (None, Some(priced)) => Ratio::whole(priced).times(block).map_err(failed)?,
            (None, None) => Ratio::ZERO,
        };
        if quantity.is_negative() {
            let column = columns.quantity.or(columns.priced_quantity).unwrap_or_default();
            let expected = "a quantity that is not negative";
            return Ok(Err(BadCell { column, expected }));
        }
        Ok(Ok(quantity))
    }

    /// So many to a priced unit: as the bill says, its unit says, or the meter is known for.
    fn block(&self, table: &Table<'_, '_>, meter: Option<MeterIx>) -> Ratio {
        let stated = self.columns.block.and_then(|column| number::decimal(table.text(column)));
        if let Some(stated) = stated.filter(|it| !it.is_zero()) {
            return Ratio::whole(stated);
        }
        let unit = self.columns.unit.map_or("", |column| table.text(column));
        if let Some(block) = of_unit(unit) {
            return block;
        }
        let known = meter.and_then(|meter| meter.get().block.as_deref()).and_then(Ratio::parse);
        known.unwrap_or(Ratio::ONE)
    }

    /// The class of a row. Most have that of the row before.
    fn class(&mut self, table: &Table<'_, '_>) -> Result<Option<BilledClass>, BadCell> {
        let cell = |column: Option<usize>| column.map(|it| table.bytes(it)).unwrap_or_default();
        let is_same = !cell(self.columns.class).is_empty()
            && self.class.0 == cell(self.columns.class)
            && cell(self.columns.correction_class).is_empty();
        if is_same {
            return Ok(self.class.1);
        }
        let class = match self.new_class(table)? {
            Class::Usage => None,
            Class::Other(class) => Some(class),
        };
        if cell(self.columns.correction_class).is_empty() {
            self.class = (cell(self.columns.class).to_vec(), class);
        }
        Ok(class)
    }

    fn new_class(&self, table: &Table<'_, '_>) -> Result<Class, BadCell> {
        let Some(column) = self.columns.class else { return Ok(Class::Usage) };
        let is_correction = self
            .columns
            .correction_class
            .is_some_and(|column| table.text(column).eq_ignore_ascii_case("Correction"));
        if is_correction {
            return Ok(Class::Other(BilledClass::Correction));
        }
        let text = table.text(column);
        let text = if NOTHING.contains(&text) { "" } else { text };
        let format = self.columns.format;
        let is_one_of = |known: &[String]| known.iter().any(|it| it.eq_ignore_ascii_case(text));
        if is_one_of(&format.usage) {
            return Ok(Class::Usage);
        }
        let classes = [
            (&format.purchase, BilledClass::Purchase),
            (&format.credit, BilledClass::Credit),
            (&format.tax, BilledClass::Tax),
            (&format.correction, BilledClass::Correction),
        ];
        let found = classes.into_iter().find(|(known, _)| is_one_of(known));
        let (_, class) = found.ok_or(BadCell { column, expected: "a class of charge" })?;
        Ok(Class::Other(class))
    }

    /// The service of a row. `None` if no card prices it.
    fn service(&mut self, table: &Table<'_, '_>) -> Option<ServiceIx> {
        let first = table.bytes(self.columns.service[0]);
        let is_enough = !first.is_empty();
        if is_enough && let Some(known) = self.services.get(first) {
            return *known;
        }
        let mut names = self.columns.service.iter().map(|column| table.text(*column));
        let found = names.find_map(meters::service);
        if is_enough && self.services.len() < KNOWN_MAX {
            self.services.insert(first.to_vec(), found);
        }
        found
    }

    /// Finds what a row's service and meter are. The same texts are looked up once.
    fn known(&mut self, table: &Table<'_, '_>) -> Known {
        let Some(service) = self.service(table) else { return Known::Other };
        self.key.clear();
        for column in self.columns.service.iter().chain(&self.columns.meter) {
            self.key.extend_from_slice(table.bytes(*column));
            self.key.push(0);
        }
        if let Some(known) = self.known.get(&self.key) {
            return *known;
        }
        let texts = self.columns.meter.iter().map(|column| table.text(*column));
        let texts: Vec<&str> = texts.filter(|text| !NOTHING.contains(text)).collect();
        let known = match meters::meter(service, &texts) {
            Some(meter) => Known::Meter(meter),
            None if service.get().only_known => Known::Other,
            None => Known::Unmodelled(service),
        };
        if self.known.len() < KNOWN_MAX {
            self.known.insert(self.key.clone(), known);
        }
        known
    }

    fn end(&mut self, table: &Table<'_, '_>, from: i64) -> Result<i64, BadCell> {
        let day = if self.columns.format.days { interval::DAY } else { 3_600 };
        let Some(column) = self.columns.end else { return Ok(from + day) };
        let cell = BadCell { column, expected: "a time that is not before the start" };
        if NOTHING.contains(&table.text(column)) {
            return Ok(from + day);
        }
        self.time(table, 1, column).filter(|to| *to >= from).ok_or(cell)
    }

    /// The seconds of a time. Most rows have the one of the row before.
    fn time(&mut self, table: &Table<'_, '_>, which: usize, column: usize) -> Option<i64> {
        let bytes = table.bytes(column);
        let (known, at) = &mut self.times[which];
        if known == bytes && !bytes.is_empty() {
            return Some(*at);
        }
        let found = instant::read(table.text(column), self.zone)?.milliseconds.div_euclid(1_000);
        (*known, *at) = (bytes.to_vec(), found);
        Some(found)
    }
}

/// The text of a cell. Empty if there is none.
fn cell_text<'t>(table: &'t Table<'_, '_>, column: Option<usize>) -> &'t str {
    let text = column.map_or("", |column| table.text(column));
    if NOTHING.contains(&text) { "" } else { text }
}

/// The first of some columns that has a text.
fn name_of<'t>(table: &'t Table<'_, '_>, columns: &[usize]) -> &'t str {
    let texts = columns.iter().map(|column| table.text(*column));
    let text = texts.into_iter().find(|text| !NOTHING.contains(text)).unwrap_or("");
    let mut end = text.len().min(NAME_BYTES_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The number of a cell. `None` if it is empty.
fn decimal(table: &Table<'_, '_>, column: Option<usize>) -> Result<Option<Decimal>, BadCell> {
    let Some(column) = column else { return Ok(None) };
    let text = table.text(column);
    if NOTHING.contains(&text) {
        return Ok(None);
    }
    let expected = "a number of at most 28 digits";
    number::decimal(text).map(Some).ok_or(BadCell { column, expected })
}

/// One of the credits on a row of usage.
#[derive(serde::Deserialize)]
struct Credit<'a> {
    /// As it is written: a float would change its digits.
    #[serde(borrow)]
    amount: &'a serde_json::value::RawValue,
}

/// The sum of the credits on a row. `None` if there are none.
fn credits(table: &Table<'_, '_>, column: Option<usize>) -> Result<Option<Decimal>, BadCell> {
    let text = cell_text(table, column);
    let Some(column) = column.filter(|_| !text.is_empty() && text != "[]") else {
        return Ok(None);
    };
    let read = || {
        let all: Vec<Credit<'_>> = serde_json::from_str(text).ok()?;
        let amounts = all.iter().map(|it| number::decimal(it.amount.get().trim_matches('"')));
        amounts.into_iter().try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(amount?))
    };
    let expected = "a list of credits as JSON, each with an amount";
    read().map(Some).ok_or(BadCell { column, expected })
}

/// The number at the beginning of a unit: `10K`, `10,000 Transactions`, `1/Month`, `1 GB`.
fn of_unit(unit: &str) -> Option<Ratio> {
    let digits: String =
        unit.chars().take_while(|it| it.is_ascii_digit() || *it == ',' || *it == '.').collect();
    let number = Ratio::parse(&digits.replace(',', ""))?;
    let rest = unit[digits.len()..].trim_start();
    let factor = match rest.chars().next() {
        Some('K') if !rest.starts_with("KB") => 1_000,
        Some('M') if rest.len() == 1 || rest.starts_with("M ") => 1_000_000,
        _ => 1,
    };
    number.times(Ratio::from(factor)).ok().filter(|it| !it.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_say_how_many_they_are() {
        for (unit, expected) in [
            ("10K", Some(10_000)),
            ("10,000 Transactions", Some(10_000)),
            ("1/Month", Some(1)),
            ("1 GB", Some(1)),
            ("1 Rotation", Some(1)),
            ("1M", Some(1_000_000)),
            ("Units", None),
            ("", None),
        ] {
            assert_eq!(of_unit(unit), expected.map(Ratio::from), "{unit}");
        }
    }
}
