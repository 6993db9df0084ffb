//! Reads a file from its text and reports every problem at once, each with its place and its remedy. The
//! cards at hand do not matter here.

#![expect(clippy::needless_pass_by_value, reason = "a table hands its items over")]

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};
use whatif_pricing::text::{self, Item, Kind, Table};
use whatif_pricing::{
    Change, Currency, DriverId, ExchangeRate, ExchangeRates, Percent, Period, Problems, Samples,
    Unknown, Value, Vocabulary, Workload, number,
};

use super::{FORMAT, Records, ScenarioFile};
use crate::scenario::letters;
use crate::scenario::{
    Budget, ChargeRecord, Choices, CompanionChoices, Imported, Inputs, Letters, Offer, OfferId,
    Offers, Record, Scenario, TypedPrice,
};

/// The largest file, in bytes.
pub const FILE_BYTES_MAX: usize = 1024 * 1024;

const SCENARIOS: Kind = Kind { name: "a scenario", bytes_max: FILE_BYTES_MAX };

/// The periods that can be written.
const PERIOD_FORMS: &str = "write \"month\" or \"45 d\" with start = 2026-11-27, \"2026-11\", \"Q3 2026\", \"2027\", or two instants with .. between";

impl ScenarioFile {
    /// Reads a text.
    pub fn read(text: &str) -> Result<Self, Problems> {
        text::read(text, &SCENARIOS, file)
    }
}

fn file(table: &Table<'_>) -> Option<ScenarioFile> {
    // The meaning of keys in a newer format is unknown.
    table.need("format", format)?;
    // Lines end in one way here, whatever the file uses.
    let notes = table.may("notes", Item::any_text).unwrap_or_default().replace("\r\n", "\n");
    let selected = table.need("selected", offer_id);
    let marked = table.need("marked", |item| item.list()?.into_iter().map(offer_id).collect());
    let letters = table.may("letters", |item| Some(letters(&item.table()?))).unwrap_or_default();
    let budget = table.may("budget", budget);
    let seed = table.may("seed", seed).unwrap_or(Samples::default().seed);
    let baseline = table.may("baseline", |item| {
        let table = item.table()?;
        let inputs = inputs(&table);
        table.finish();
        inputs
    });
    let imported = table.may("imported", |item| Some(imported(&item.table()?))).unwrap_or_default();
    let now = inputs(table);
    table.finish();
    let (selected, marked, (inputs, records)) = (selected?, marked?, now?);
    let (baseline, baseline_records) = baseline.unzip();
    let baseline = baseline.map(Arc::new);
    let scenario =
        Scenario { notes, inputs, selected, marked, letters, budget, seed, baseline, imported };
    let baseline_records = baseline_records.unwrap_or_default();
    Some(ScenarioFile { scenario, records, baseline_records })
}

/// The letters of marked offers.
fn letters(table: &Table<'_>) -> Letters {
    let mut all = Letters::new();
    for (id, at, item) in table.others() {
        let remedy = "write CARD = \"A\": a marked offer and its letter";
        let Ok(id) = id.parse::<OfferId>() else {
            table.complain_at(at, format!("'{id}' is no offer"), remedy);
            continue;
        };
        let Some(text) = item.str() else { continue };
        match letters::read(text) {
            Some(number) => drop(all.insert(id, number)),
            None => item.complain(format!("'{text}' is no letter"), remedy),
        }
    }
    all
}

/// The origins of imported drivers.
fn imported(table: &Table<'_>) -> BTreeMap<String, Imported> {
    let mut all = BTreeMap::new();
    for (name, at, item) in table.others() {
        let (Some(_), Some(origin)) = (driver(name, at, table), item.table()) else { continue };
        let from = origin.need("from", Item::any_text);
        let value = origin.need("value", Item::any_text);
        origin.finish();
        if let (Some(from), Some(value)) = (from, value) {
            all.insert(name.to_owned(), Imported { from, value });
        }
    }
    all
}

fn offer_id(item: Item<'_>) -> Option<OfferId> {
    let text = item.str()?;
    complained(&item, text.parse(), "write CARD, or CARD~NAME for a copy")
}

fn format(item: Item<'_>) -> Option<()> {
    let format = item.number()?;
    match format.parse::<u32>() {
        Ok(FORMAT) => Some(()),
        Ok(newer) if newer > FORMAT => {
            let message =
                format!("the scenario has format {newer}, and this whatif reads {FORMAT}");
            item.complain(message, "open it with a newer whatif");
            None
        }
        _ => {
            item.complain(format!("'{format}' is no format"), format!("write format = {FORMAT}"));
            None
        }
    }
}

/// An amount and its currency.
fn budget(item: Item<'_>) -> Option<Budget> {
    let text = item.str()?;
    let (amount, code) = text.trim().rsplit_once(' ').unwrap_or((text, ""));
    let Some(currency) = Currency::parse(code) else {
        item.complain(format!("'{text}' is no budget"), "write amount and currency: \"500 USD\"");
        return None;
    };
    let amount = complained(&item, number::price(amount.trim()), "write an amount: \"500 USD\"")?;
    Some(Budget { amount: amount.into(), currency })
}

fn seed(item: Item<'_>) -> Option<u64> {
    let text = item.number()?;
    let seed = text.parse().ok();
    if seed.is_none() {
        let message = format!("'{text}' is no seed");
        item.complain(message, "write a whole number in quotes, such as \"1\"");
    }
    seed
}

fn inputs(table: &Table<'_>) -> Option<(Inputs, Records)> {
    let vocabulary = Vocabulary::standard();
    let display = table.need("currency", currency);
    let start = table.may("start", date);
    let period = table.need("period", |item| period(&item, start));
    let as_of = table.may("as-of", date);
    let tax = table.may("tax", percent).filter(|tax| !tax.is_zero());
    let rates = table.may("rate", rates).unwrap_or_default();
    let changes = table.may("change", |item| changes(item, vocabulary)).unwrap_or_default();
    let workload = if table.has("workload") {
        table.may("workload", |item| workload(item, vocabulary))
    } else {
        Some(Workload::standard(vocabulary))
    };
    let offers = table.may("card", |item| Some(offers(&item.table()?))).unwrap_or_default();
    let records = table.may("priced", |item| Some(records(&item.table()?))).unwrap_or_default();
    let (display, period, workload) = (display?, period?, workload?);
    let inputs = Inputs { workload, changes, period, as_of, tax, display, rates, offers };
    Some((inputs, records))
}

fn currency(item: Item<'_>) -> Option<Currency> {
    let text = item.str()?;
    let currency = Currency::parse(text);
    if currency.is_none() {
        let remedy = "write three capital letters, such as \"USD\"";
        item.complain(format!("'{text}' is no currency"), remedy);
    }
    currency
}

/// A date, with or without quotes.
fn date(item: Item<'_>) -> Option<NaiveDate> {
    let Some(text) = item.peek() else { return item.date() };
    let date = text.trim().parse().ok().filter(whatif_pricing::is_writable);
    if date.is_none() {
        item.complain(format!("'{text}' is no date"), "write 2026-11-27");
    }
    date
}

fn period(item: &Item<'_>, start: Option<NaiveDate>) -> Option<Period> {
    let text = item.str()?.trim();
    let needs_start = || {
        if start.is_none() {
            item.complain(format!("'{text}' has no first day"), "add a line start = 2026-11-27");
        }
        start
    };
    if text == "month" {
        return Some(Period::standard_month(needs_start()?));
    }
    if let Some(days) = text.strip_suffix('d').and_then(|days| days.trim().parse().ok()) {
        return complained(item, Period::days(needs_start()?, days), PERIOD_FORMS);
    }
    if let Some((from, to)) = text.split_once("..") {
        if let (Ok(from), Ok(to)) = (from.trim().parse(), to.trim().parse()) {
            return complained(item, Period::dates(from, to), PERIOD_FORMS);
        }
        let (from, to) = (instant(item, from)?, instant(item, to)?);
        return complained(item, Period::span(from, to), PERIOD_FORMS);
    }
    // What is the same whatever the day needs no first day.
    let [one, other] = [(2000, 1), (2001, 7)].map(|(year, month)| {
        let today = NaiveDate::from_ymd_opt(year, month, 15).unwrap_or_default();
        Period::parse(text, today)
    });
    if one == other {
        return complained(item, one, PERIOD_FORMS);
    }
    complained(item, Period::parse(text, needs_start()?), PERIOD_FORMS)
}

fn instant(item: &Item<'_>, text: &str) -> Option<DateTime<FixedOffset>> {
    let instant = DateTime::parse_from_rfc3339(text.trim()).ok();
    if instant.is_none() {
        item.complain(format!("'{text}' is no instant"), "write 2026-11-27T09:30:00+08:00");
    }
    instant
}

/// A percentage; one with a sign of minus takes off.
fn percent(item: Item<'_>) -> Option<Percent> {
    let text = item.str()?.trim();
    let parsed = match text.strip_prefix('-') {
        Some(digits) => Percent::parse(digits).and_then(Percent::negated),
        None => Percent::parse(text.strip_prefix('+').unwrap_or(text)),
    };
    complained(&item, parsed, "write -10 for 10 % off, 5 for 5 % on top")
}

fn rates(item: Item<'_>) -> Option<ExchangeRates> {
    let mut rates = ExchangeRates::default();
    for table in item.tables()? {
        let from = table.need("from", currency);
        let to = table.need("to", currency);
        let amount = table.need("rate", Item::any_text);
        let dated = table.need("dated", date);
        let source = table.may("source", Item::any_text).unwrap_or_default();
        table.finish();
        let (Some(from), Some(to), Some(amount), Some(dated)) = (from, to, amount, dated) else {
            continue;
        };
        let given = format!("{amount} {dated} {source}");
        let set =
            ExchangeRate::read_between(from, to, &given, dated).and_then(|rate| rates.set(rate));
        if let Err(error) = set {
            table.complain(error.to_string(), "change or remove the rate");
        }
    }
    Some(rates)
}

/// A driver by its name.
fn driver(name: &str, at: Range<usize>, table: &Table<'_>) -> Option<DriverId> {
    let vocabulary = Vocabulary::standard();
    let driver = vocabulary.find(name);
    if driver.is_none() {
        let names = vocabulary.iter().map(|(_, driver)| &driver.name);
        let unknown = Unknown::new("driver", name, names);
        table.complain_at(at, format!("unknown driver '{name}'"), unknown.remedy());
    }
    driver
}

/// Reads the value that a driver is set to.
fn setting(item: &Item<'_>, driver: DriverId, vocabulary: &Vocabulary) -> Option<Value> {
    let text = item.number()?;
    complained(item, Value::read(vocabulary, driver, &text), "write a number, a range or a formula")
}

fn workload(item: Item<'_>, vocabulary: &'static Vocabulary) -> Option<Workload> {
    let table = item.table()?;
    let mut workload = Workload::standard(vocabulary);
    let settings = table.others().into_iter().map(|(name, at, item)| {
        let driver = driver(name, at, &table)?;
        Some((driver, setting(&item, driver, vocabulary)?))
    });
    // All are read, so that every problem is told.
    let settings: Vec<Option<(DriverId, Value)>> = settings.collect();
    let settings: Vec<(DriverId, Value)> = settings.into_iter().collect::<Option<_>>()?;
    if let Err(error) = workload.set_all(&settings) {
        table.complain_split(table.place().clone(), &error.to_string(), "change a formula");
        return None;
    }
    Some(workload)
}

fn changes(item: Item<'_>, vocabulary: &Vocabulary) -> Option<Vec<Change>> {
    let mut changes = Vec::new();
    for table in item.tables()? {
        let at = table.need("at", Item::instant);
        for (name, place, item) in table.others() {
            let Some(driver) = driver(name, place, &table) else { continue };
            let value = setting(&item, driver, vocabulary);
            changes.extend(at.zip(value).map(|(at, value)| Change { at, driver, value }));
        }
    }
    Some(changes)
}

/// Entries whose keys are ids of offers.
fn by_offer<T>(table: &Table<'_>, read: impl Fn(&Table<'_>) -> T) -> Vec<(OfferId, T)> {
    let mut found = Vec::new();
    for (id, at, item) in table.others() {
        match id.parse::<OfferId>() {
            Ok(id) => found.extend(item.table().map(|table| (id, read(&table)))),
            Err(error) => {
                table.complain_at(at, error.to_string(), "write CARD, or CARD~NAME for a copy");
            }
        }
    }
    found
}

fn offers(table: &Table<'_>) -> Offers {
    by_offer(table, |table| {
        let label = table.may("label", Item::any_text);
        let consider = table.may("consider", Item::flag);
        let choices = choices(table);
        let with: Vec<String> = table.may("with", Item::texts).unwrap_or_default();
        let mut companions: BTreeMap<String, CompanionChoices> =
            with.into_iter().map(|card| (card, CompanionChoices::AsItsOffer)).collect();
        let own = table.may("companion", |item| {
            let table = item.table()?;
            let cards = table.others().into_iter();
            let own = cards.filter_map(|(card, _, item)| Some((card.to_owned(), item.table()?)));
            Some(own.map(|(card, table)| (card, finished(&table))).collect::<Vec<_>>())
        });
        for (card, choices) in own.unwrap_or_default() {
            companions.insert(card, CompanionChoices::Own(choices));
        }
        table.finish();
        let is_considered = consider.unwrap_or_default();
        Offer { label, choices, companions, is_considered }
    })
    .into_iter()
    .map(|(id, offer)| {
        let label = offer.label.clone().or_else(|| id.is_copy().then(|| id.to_string()));
        let label = label.filter(|_| id.is_copy());
        (id, Offer { label, ..offer })
    })
    .collect()
}

fn finished(table: &Table<'_>) -> Choices {
    let choices = choices(table);
    table.finish();
    choices
}

fn choices(table: &Table<'_>) -> Choices {
    let ids = |key| table.may(key, |item| by_id(item, Item::id)).unwrap_or_default();
    let (options, readings) = (ids("option"), ids("reading"));
    let prices = table.may("price", |item| by_id(item, own_price)).unwrap_or_default();
    let adjustments = table.may("adjust", |item| by_id(item, percent)).unwrap_or_default();
    let adjustment = table.may("adjust-card", percent).filter(|by| !by.is_zero());
    let adjustments = adjustments.into_iter().filter(|(_, by)| !by.is_zero()).collect();
    let currency = table.may("currency", |item| {
        let currency = Currency::parse(item.str()?);
        if currency.is_none() {
            item.complain("not a currency", "write its code, such as CAD");
        }
        currency
    });
    Choices { options, readings, prices, currency, adjustments, adjustment }
}

/// A unit price of the user's own and, if it was said, its currency.
fn own_price(item: Item<'_>) -> Option<TypedPrice> {
    let price = item.number()?.parse::<TypedPrice>();
    let price = price.map_err(|error| format!("'{}': {error}", item.path()));
    complained(&item, price, "write an amount: \"0.5\", or \"0.5 EUR\"")
}

/// A value for each of some ids.
fn by_id<'a, T>(
    item: Item<'a>,
    read: impl Fn(Item<'a>) -> Option<T>,
) -> Option<BTreeMap<String, T>> {
    let table = item.table()?;
    let value = |(id, _, item): (&str, _, Item<'a>)| Some((id.to_owned(), read(item)?));
    Some(table.others().into_iter().filter_map(value).collect())
}

fn records(table: &Table<'_>) -> Records {
    let all = by_offer(table, record);
    all.into_iter().filter_map(|(id, record)| Some((id, record?))).collect()
}

fn record(table: &Table<'_>) -> Option<Record> {
    let lists = table.need("list", |item| item.list()?.into_iter().map(Item::any_text).collect());
    let fingerprint = table.need("fingerprint", fingerprint);
    let total = table.need("total", total);
    let complete = table.may("complete", Item::flag).unwrap_or(true);
    let prices = table.may("price", |item| by_id(item, Item::any_text)).unwrap_or_default();
    let amounts = table.may("amount", |item| by_id(item, exact)).unwrap_or_default();
    table.finish();
    let charge = |(id, price): (String, String)| ChargeRecord {
        amount: amounts.get(&id).cloned(),
        id,
        price,
    };
    let charges = prices.into_iter().map(charge).collect();
    let (total, currency) = total?;
    Some(Record { lists: lists?, fingerprint: fingerprint?, currency, total, complete, charges })
}

fn fingerprint(item: Item<'_>) -> Option<u64> {
    let text = item.str()?;
    let number = u64::from_str_radix(text, 16).ok().filter(|_| text.len() == 16);
    if number.is_none() {
        let remedy = "take the line out, with all of this card's table: it is written anew";
        item.complain(format!("'{text}' is no fingerprint"), remedy);
    }
    number
}

/// An exact amount and its currency.
fn total(item: Item<'_>) -> Option<(String, Currency)> {
    let text = item.str()?;
    let (amount, code) = text.rsplit_once(' ').unwrap_or((text, ""));
    let total = Currency::parse(code).filter(|_| is_exact(amount));
    if total.is_none() {
        item.complain(format!("'{text}' is no total"), "write amount and currency: \"40.3 USD\"");
    }
    Some((amount.to_owned(), total?))
}

fn exact(item: Item<'_>) -> Option<String> {
    let text = item.str()?;
    if !is_exact(text) {
        item.complain(format!("'{text}' is no amount"), "write a plain decimal: \"40.3\"");
        return None;
    }
    Some(text.to_owned())
}

/// A plain decimal of as many digits as an exact amount may have.
fn is_exact(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    text.len() <= 80 && all_digits(whole) && all_digits(rest)
}

/// The value. Reports the error, whose text ends in its remedy, if there is none.
fn complained<T, E: std::fmt::Display>(
    item: &Item<'_>,
    result: Result<T, E>,
    otherwise: &str,
) -> Option<T> {
    result.map_err(|error| item.complain_of(&error.to_string(), otherwise)).ok()
}
