//! One row of a bill: its class, its meter, its quantity and its amounts.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use chrono::FixedOffset;
use rust_decimal::Decimal;
use whatif_pricing::Ratio;

use super::cell::{BadCell, cell_text, credits, decimal};
use super::clock::Pacific;
use super::dates::Dates;
use super::fold::{Bills, OtherKey, Stretch, UsageKey, UsageRow};
use super::format::Columns;
use super::meters::{self, MeterIx, ServiceIx};
use super::quantity;
use crate::import::data::BilledClass;
use crate::import::draft::Draft;
use crate::import::error::ImportError;
use crate::import::table::Table;
use crate::import::{instant, interval};

/// The longest names of services and meters that are kept.
const NAME_BYTES_MAX: usize = 200;
/// The longest time of a row, in days. Usage is billed by the month, or by the year.
const DAYS_MAX: i64 = 1_200;
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
    pacific: Pacific,
    dates: Dates,
    /// The time that was covered last, which most rows share.
    covered: Option<Stretch>,
}

/// The class of a row.
enum Class {
    Usage,
    Other(BilledClass),
}

impl<'a> Rows<'a> {
    /// A reader of rows with these columns.
    pub fn new(file: &'a str, columns: &'a Columns, dates: Dates) -> Self {
        let zone = FixedOffset::east_opt(0).expect("zero is an offset");
        let times = [(Vec::new(), 0), (Vec::new(), 0)];
        let (known, key, services) = (HashMap::new(), Vec::new(), HashMap::new());
        let class = (Vec::new(), None);
        let pacific = Pacific::default();
        Self {
            file,
            columns,
            known,
            key,
            zone,
            times,
            services,
            class,
            pacific,
            dates,
            covered: None,
        }
    }

    /// States what a reader should know about the times of all rows.
    pub fn finish(&self, draft: &mut Draft) {
        if let Some(note) = self.dates.note() {
            draft.notes.insert(format!("{}: {note}", self.file));
        }
    }

    /// Adds the present row.
    pub fn take(
        &mut self,
        table: &mut Table<'_, '_>,
        bills: &mut Bills,
        draft: &mut Draft,
    ) -> Result<(), ImportError> {
        if let Some(row) = table.misfit()? {
            draft.bad_row(row);
            return Ok(());
        }
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
        let Some(from) = self.time(table, 0, columns.start)? else {
            return Ok(Err(BadCell { column: columns.start, expected: instant::EXPECTED }));
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
        let is_usage = matches!(class, None | Some(BilledClass::OtherUsage));
        let time = match self.stretch(table, from, is_usage)? {
            Ok(time) => time,
            Err(cell) => return Ok(Err(cell)),
        };
        let service = name_of(table, &columns.service);
        if let Some(credits) = credits {
            let key = OtherKey { class: BilledClass::Credit, service, currency };
            bills.add_other(self.file, line, time, key, credits)?;
        }
        // A row of a month for another service says nothing of the days that the bill covers: hosted zones have one
        // from the first day on.
        let is_long = class.is_some() && time.to - time.from > interval::DAY;
        if is_usage && !is_long && self.covered != Some(time) {
            bills.cover(self.file, time)?;
            self.covered = Some(time);
        }
        let Some(class) = class else {
            return self.usage(table, known, time, billed, bills);
        };
        let key = OtherKey { class, service, currency };
        bills.add_other(self.file, line, time, key, billed)?;
        Ok(Ok(()))
    }

    fn usage(
        &self,
        table: &Table<'_, '_>,
        known: Known,
        time: Stretch,
        billed: Decimal,
        bills: &mut Bills,
    ) -> Result<Result<(), BadCell>, ImportError> {
        let columns = self.columns;
        let (service, meter) = match known {
            Known::Meter(meter) => (None, Some(meter)),
            Known::Unmodelled(service) => (Some(service), None),
            Known::Other => return Ok(Ok(())),
        };
        let list = match quantity::list(self.file, columns, table, billed)? {
            Ok(list) => list,
            Err(cell) => return Ok(Err(cell)),
        };
        let quantity = match quantity::of(self.file, columns, table, meter, list)? {
            Ok(quantity) => quantity,
            Err(cell) => return Ok(Err(cell)),
        };
        let currency = columns.currency.map_or("", |column| table.text(column));
        // Money that is given back for usage that was not taken back corrects the bill.
        if billed.is_sign_negative() && !billed.is_zero() && !quantity.is_negative() {
            let (class, service) = (BilledClass::Correction, name_of(table, &columns.service));
            let key = OtherKey { class, service, currency };
            bills.add_other(self.file, table.line(), time, key, billed)?;
            return Ok(Ok(()));
        }
        let resource = columns.resource.map_or("", |column| table.text(column));
        let resource = (!resource.is_empty()).then(|| {
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
            time,
            quantity,
            billed: Ratio::whole(billed),
            list,
            region: meters::region(stated, name),
            account: cell_text(table, account),
            currency,
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
        let format = self.columns.format;
        let is_one_of = |known: &[String]| known.iter().any(|it| is_class(it, text));
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
        put_key(table, &self.columns.service, &mut self.key);
        if let Some(known) = self.services.get(&self.key) {
            return *known;
        }
        let mut names = self.columns.service.iter().map(|column| table.text(*column));
        let found = names.find_map(meters::service);
        if self.services.len() < KNOWN_MAX {
            self.services.insert(self.key.clone(), found);
        }
        found
    }

    /// Finds what a row's service and meter are. The same texts are looked up once.
    fn known(&mut self, table: &Table<'_, '_>) -> Known {
        let Some(service) = self.service(table) else { return Known::Other };
        put_key(table, self.columns.service.iter().chain(&self.columns.meter), &mut self.key);
        if let Some(known) = self.known.get(&self.key) {
            return *known;
        }
        let texts = self.columns.meter.iter().map(|column| table.text(*column));
        let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
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

    /// The time of a row, on the clock of its bill.
    fn stretch(
        &mut self,
        table: &Table<'_, '_>,
        from: i64,
        is_usage: bool,
    ) -> Result<Result<Stretch, BadCell>, ImportError> {
        let day = if self.columns.format.days { interval::DAY } else { 3_600 };
        let column = self.columns.end.filter(|it| !table.text(*it).is_empty());
        let Some(column) = column else {
            return Ok(Ok(Stretch { from, to: from + day, is_open: true }));
        };
        let bad = |expected| Ok(Err(BadCell { column, expected }));
        let Some(to) = self.time(table, 1, column)? else { return bad(instant::EXPECTED) };
        if to < from {
            return bad("a time that is not before the start");
        }
        if is_usage && to - from > DAYS_MAX * interval::DAY {
            return bad("a time at most 1200 days after the start");
        }
        let (mut from, mut to) = (from, to);
        if self.columns.format.pacific {
            (from, to) = self.pacific.row((from, to), cell_text(table, self.columns.invoice_month));
        }
        Ok(Ok(Stretch { from, to: to.max(from), is_open: false }))
    }

    /// The seconds of a time. Most rows have the one of the row before.
    fn time(
        &mut self,
        table: &Table<'_, '_>,
        which: usize,
        column: usize,
    ) -> Result<Option<i64>, ImportError> {
        let bytes = table.bytes(column);
        let (known, at) = &self.times[which];
        if known == bytes && !bytes.is_empty() {
            return Ok(Some(*at));
        }
        let text = table.text(column);
        let found = match self.dates.read(self.file, table.line(), text)? {
            Some(second) => Some(second),
            None => instant::read(text, self.zone).map(|it| it.milliseconds.div_euclid(1_000)),
        };
        if let Some(found) = found {
            self.times[which] = (bytes.to_vec(), found);
        }
        Ok(found)
    }
}

/// Makes a key of all that a row has in some columns.
fn put_key<'c>(
    table: &Table<'_, '_>,
    columns: impl IntoIterator<Item = &'c usize>,
    key: &mut Vec<u8>,
) {
    key.clear();
    for column in columns {
        key.extend_from_slice(table.bytes(*column));
        key.push(0);
    }
}

/// Returns whether a text is that of a class. A `*` at its beginning takes every beginning.
fn is_class(pattern: &str, text: &str) -> bool {
    match pattern.strip_prefix('*') {
        Some(end) => {
            let cut = text.len().saturating_sub(end.len());
            text.get(cut..).is_some_and(|rest| rest.eq_ignore_ascii_case(end))
        }
        None => pattern.eq_ignore_ascii_case(text),
    }
}

/// The first of some columns that has a text.
fn name_of<'t>(table: &'t Table<'_, '_>, columns: &[usize]) -> &'t str {
    let texts = columns.iter().map(|column| table.text(*column));
    let text = texts.into_iter().find(|text| !text.is_empty()).unwrap_or("");
    let mut end = text.len().min(NAME_BYTES_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
