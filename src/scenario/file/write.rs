//! The text of a file: the same file always gives the same text.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use toml_edit::{Array, ArrayOfTables, Datetime, DocumentMut, Item, Table, value};
use whatif_pricing::{
    Change, ExchangeRate, Percent, Period, Places, Vocabulary, Workload, written,
};

use super::{FORMAT, Records, ScenarioFile, merge};
use crate::scenario::letters;
use crate::scenario::{Budget, Choices, CompanionChoices, Inputs, Offer, OfferId, Record};

/// The first line of a new file.
const HEAD: &str =
    "# A scenario of whatif: open it with `whatif FILE`. It may be edited; comments stay.\n";

impl ScenarioFile {
    /// The whole text of a new file.
    #[must_use]
    pub fn text(&self) -> String {
        let mut document = self.document();
        // The first key is always there.
        if let Some((mut key, _)) = document.as_table_mut().iter_mut().next() {
            key.leaf_decor_mut().set_prefix(HEAD);
        }
        document.to_string()
    }

    /// A former text with what differs now. Everything else in it stays, comments included. A text that is
    /// no scenario is replaced.
    #[must_use]
    pub fn written_into(&self, former: &str) -> String {
        match (Self::read(former), former.parse::<DocumentMut>()) {
            (Ok(known), Ok(mut document)) => {
                merge::merge(&mut document, &known.document(), &self.document());
                with_line_ends_of(former, document.to_string())
            }
            _ => self.text(),
        }
    }

    fn document(&self) -> DocumentMut {
        let scenario = &self.scenario;
        let mut document = DocumentMut::new();
        document["format"] = value(i64::from(FORMAT));
        if !scenario.notes.is_empty() {
            document["notes"] = value(&*scenario.notes);
        }
        document["selected"] = value(scenario.selected.as_str());
        document["marked"] = value(scenario.marked.iter().map(OfferId::as_str).collect::<Array>());
        if let Some(budget) = &scenario.budget {
            document["budget"] = value(budget_text(budget));
        }
        document["seed"] = value(scenario.seed.to_string());
        put_inputs(document.as_table_mut(), &scenario.inputs);
        let letters = scenario.letters.iter().filter(|(id, _)| scenario.marked.contains(id));
        let mut letters: Vec<(&OfferId, usize)> =
            letters.map(|(id, number)| (id, *number)).collect();
        letters.sort_by_key(|(_, number)| *number);
        if !letters.is_empty() {
            let mut table = Table::new();
            for (id, number) in letters {
                table[id.as_str()] = value(letters::written(number));
            }
            document["letters"] = Item::Table(table);
        }
        let imported = scenario.imported.iter().map(|(driver, imported)| {
            let mut table = Table::new();
            table["from"] = value(&*imported.from);
            table["value"] = value(&*imported.value);
            (&**driver, table)
        });
        put_tables(document.as_table_mut(), "imported", imported);
        if let Some(baseline) = &scenario.baseline {
            let mut table = Table::new();
            put_inputs(&mut table, baseline);
            put_records(&mut table, &self.baseline_records);
            document["baseline"] = Item::Table(table);
        }
        put_records(document.as_table_mut(), &self.records);
        document
    }
}

/// Ends all lines in one way: as on Windows if every line of the former text does.
fn with_line_ends_of(former: &str, text: String) -> String {
    if !former.contains('\r') {
        return text;
    }
    let text = text.replace("\r\n", "\n");
    let all = former.matches("\r\n").count() == former.matches('\n').count();
    if all { text.replace('\n', "\r\n") } else { text }
}

/// `500 USD`.
fn budget_text(budget: &Budget) -> String {
    let amount = written(budget.amount, Places { least: 0, ..Places::PRICE });
    format!("{amount} {}", budget.currency)
}

fn put_inputs(table: &mut Table, inputs: &Inputs) {
    table["currency"] = value(inputs.display.code());
    let (period, start) = period(&inputs.period);
    table["period"] = value(period);
    if let Some(start) = start {
        table["start"] = value(date(start));
    }
    if let Some(day) = inputs.as_of {
        table["as-of"] = value(date(day));
    }
    if let Some(tax) = inputs.tax {
        table["tax"] = value(percent(tax));
    }
    let workload = workload(&inputs.workload);
    if !workload.is_empty() {
        table["workload"] = Item::Table(workload);
    }
    put_list(table, "change", changes(&inputs.changes));
    put_list(table, "rate", inputs.rates.all().iter().map(rate).collect());
    let offers = inputs.offers.iter().map(|(id, offer)| (id.as_str(), offer_table(offer)));
    put_tables(table, "card", offers.filter(|(_, table)| !table.is_empty()));
}

fn put_records(table: &mut Table, records: &Records) {
    let priced = records.iter().map(|(id, record)| (id.as_str(), record_table(record)));
    put_tables(table, "priced", priced);
}

/// Tables under one key that needs no header of its own.
fn put_tables<'a>(table: &mut Table, key: &str, tables: impl Iterator<Item = (&'a str, Table)>) {
    let mut all = Table::new();
    all.set_implicit(true);
    for (id, table) in tables {
        all[id] = Item::Table(table);
    }
    if !all.is_empty() {
        table[key] = Item::Table(all);
    }
}

fn put_list(table: &mut Table, key: &str, tables: Vec<Table>) {
    if !tables.is_empty() {
        table[key] = Item::ArrayOfTables(ArrayOfTables::from_iter(tables));
    }
}

/// The drivers that were set. The others are at their defaults.
fn workload(workload: &Workload) -> Table {
    let mut table = Table::new();
    for (id, driver) in workload.vocabulary().iter() {
        if workload.is_chosen(id) {
            table[&*driver.name] = value(workload.value(id).text());
        }
    }
    table
}

/// One table for changes that come together, one after the other, each of another driver.
fn changes(changes: &[Change]) -> Vec<Table> {
    let drivers = Vocabulary::standard();
    let mut tables: Vec<Table> = Vec::new();
    for change in changes {
        let (at, name) = (change.at.to_rfc3339(), &*drivers[change.driver].name);
        let same =
            |table: &&mut Table| table["at"].as_str() == Some(&at) && !table.contains_key(name);
        if let Some(table) = tables.last_mut().filter(same) {
            table[name] = value(change.value.text());
            continue;
        }
        let mut table = Table::new();
        table["at"] = value(at);
        table[name] = value(change.value.text());
        tables.push(table);
    }
    tables
}

fn rate(rate: &ExchangeRate) -> Table {
    let mut table = Table::new();
    table["from"] = value(rate.from.code());
    table["to"] = value(rate.to.code());
    table["rate"] = value(rate.rate.normalize().to_string());
    table["dated"] = value(date(rate.dated));
    table["source"] = value(&*rate.source);
    table
}

fn offer_table(offer: &Offer) -> Table {
    let mut table = Table::new();
    if let Some(label) = &offer.label {
        table["label"] = value(&**label);
    }
    if offer.is_considered {
        table["consider"] = value(true);
    }
    put_choices(&mut table, &offer.choices);
    if !offer.companions.is_empty() {
        table["with"] = value(offer.companions.keys().collect::<Array>());
    }
    let own = offer.companions.iter().filter_map(|(card, how)| match how {
        CompanionChoices::AsItsOffer => None,
        CompanionChoices::Own(choices) => {
            let mut table = Table::new();
            put_choices(&mut table, choices);
            Some((&**card, table))
        }
    });
    put_tables(&mut table, "companion", own);
    table
}

fn put_choices(table: &mut Table, choices: &Choices) {
    let texts = |pairs: &BTreeMap<String, String>| pairs.clone().into_iter().collect();
    put_dotted(table, "option", texts(&choices.options));
    put_dotted(table, "reading", texts(&choices.readings));
    let prices = choices.prices.iter().map(|(id, it)| (id.clone(), it.to_string()));
    put_dotted(table, "price", prices.collect());
    if let Some(currency) = choices.currency {
        table["currency"] = value(currency.to_string());
    }
    let adjust = choices.adjustments.iter().map(|(id, it)| (id.clone(), percent(*it)));
    put_dotted(table, "adjust", adjust.collect());
    if let Some(adjustment) = choices.adjustment {
        table["adjust-card"] = value(percent(adjustment));
    }
}

fn record_table(record: &Record) -> Table {
    let mut table = Table::new();
    table["list"] = value(Array::from_iter(&record.lists));
    table["fingerprint"] = value(format!("{:016x}", record.fingerprint));
    table["total"] = value(format!("{} {}", record.total, record.currency));
    if !record.complete {
        table["complete"] = value(false);
    }
    let prices = record.charges.iter().map(|it| (it.id.clone(), it.price.clone()));
    put_dotted(&mut table, "price", prices.collect());
    let amounts = record.charges.iter().map(|it| Some((it.id.clone(), it.amount.clone()?)));
    put_dotted(&mut table, "amount", amounts.flatten().collect());
    table
}

/// Values as `key.id = "value"`.
fn put_dotted(table: &mut Table, key: &str, values: Vec<(String, String)>) {
    if values.is_empty() {
        return;
    }
    let mut dotted = Table::new();
    dotted.set_dotted(true);
    for (id, text) in values {
        dotted[&*id] = value(text);
    }
    table[key] = Item::Table(dotted);
}

/// `-10` takes off, `5` adds.
fn percent(percent: Percent) -> String {
    let sign = if percent.is_negative() { "-" } else { "" };
    format!("{sign}{}", percent.magnitude())
}

/// The text of a period, and its first day if that has a key of its own.
fn period(period: &Period) -> (String, Option<NaiveDate>) {
    match *period {
        Period::StandardMonth { start } => ("month".to_owned(), Some(start)),
        Period::Days { start, days } => (format!("{days} d"), Some(start)),
        Period::Month { first } => (first.format("%Y-%m").to_string(), None),
        Period::Dates { from, to } => (format!("{from}..{to}"), None),
        Period::Span { from, to } => (format!("{}..{}", instant(from), instant(to)), None),
    }
}

fn instant(instant: DateTime<FixedOffset>) -> String {
    instant.to_rfc3339()
}

fn date(date: NaiveDate) -> Datetime {
    let part = |number: u32| u8::try_from(number).unwrap_or(u8::MAX);
    let year = u16::try_from(date.year()).unwrap_or(u16::MAX);
    let (month, day) = (part(date.month()), part(date.day()));
    Datetime { date: Some(toml_edit::Date { year, month, day }), time: None, offset: None }
}
