//! The text of a sheet: the same sheet always gives the same text.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use toml_edit::{Array, ArrayOfTables, Datetime, DocumentMut, Item, Table, value};
use whatif_pricing::{Change, ExchangeRate, Percent, Period, Places, Workload, written};

use super::{Chosen, FORMAT, Moment, Sheet, merge};
use crate::scenario::Budget;
use crate::scenario::record::Record;

/// What a reader of the file should know first.
const HEAD: &str =
    "# A scenario of whatif: open it with `whatif FILE`. It may be edited; comments stay.\n";

impl Sheet {
    /// The whole text, as it is written where there was none before.
    #[must_use]
    pub fn text(&self) -> String {
        let mut document = self.document();
        // A sheet always has a first key.
        if let Some((mut key, _)) = document.as_table_mut().iter_mut().next() {
            key.leaf_decor_mut().set_prefix(HEAD);
        }
        document.to_string()
    }

    /// A former text with what is different now: all else in it, comments too, stays as it is. A text that
    /// is no sheet gives way as a whole.
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
        let mut document = DocumentMut::new();
        document["format"] = value(i64::from(FORMAT));
        if !self.notes.is_empty() {
            document["notes"] = value(&*self.notes);
        }
        document["selected"] = value(&*self.selected);
        document["marked"] = value(Array::from_iter(&self.marked));
        if let Some(budget) = &self.budget {
            document["budget"] = value(budget_text(budget));
        }
        document["seed"] = value(self.seed.to_string());
        put_moment(document.as_table_mut(), &self.now);
        if let Some(baseline) = &self.baseline {
            let mut table = Table::new();
            put_moment(&mut table, baseline);
            put_records(&mut table, baseline);
            document["baseline"] = Item::Table(table);
        }
        put_records(document.as_table_mut(), &self.now);
        document
    }
}

/// All lines of a text end in the same way: as on Windows where every line of the former text does.
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

fn put_moment(table: &mut Table, moment: &Moment) {
    table["currency"] = value(moment.display.code());
    let (period, start) = period(&moment.period);
    table["period"] = value(period);
    if let Some(start) = start {
        table["start"] = value(date(start));
    }
    if let Some(day) = moment.as_of {
        table["as-of"] = value(date(day));
    }
    if let Some(tax) = moment.tax {
        table["tax"] = value(percent(tax));
    }
    let workload = workload(&moment.workload);
    if !workload.is_empty() {
        table["workload"] = Item::Table(workload);
    }
    put_list(table, "change", changes(&moment.changes));
    put_list(table, "rate", moment.rates.all().iter().map(rate).collect());
    let cards = moment.cards.iter().map(|(id, chosen)| (&**id, chosen_table(chosen)));
    put_tables(table, "card", cards);
}

fn put_records(table: &mut Table, moment: &Moment) {
    let priced = moment.priced.iter().map(|(id, record)| (&**id, record_table(record)));
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

/// The drivers that were set; the others are at their defaults.
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
    let drivers = whatif_pricing::Vocabulary::standard();
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

fn chosen_table(chosen: &Chosen) -> Table {
    let mut table = Table::new();
    let texts = |pairs: &[(String, String)]| pairs.to_vec();
    put_dotted(&mut table, "option", texts(&chosen.options));
    put_dotted(&mut table, "reading", texts(&chosen.readings));
    let prices = chosen.prices.iter().map(|(id, it)| (id.clone(), it.normalize().to_string()));
    put_dotted(&mut table, "price", prices.collect());
    let adjust = chosen.adjustments.iter().map(|(id, it)| (id.clone(), percent(*it)));
    put_dotted(&mut table, "adjust", adjust.collect());
    if let Some(adjustment) = chosen.adjustment {
        table["adjust-card"] = value(percent(adjustment));
    }
    if !chosen.companions.is_empty() {
        table["with"] = value(Array::from_iter(&chosen.companions));
    }
    table
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

/// How a period is written, and its first day where that is written apart.
fn period(period: &Period) -> (String, Option<NaiveDate>) {
    match *period {
        Period::StandardMonth { start } => ("month".to_owned(), Some(start)),
        Period::Days { start, days } => (format!("{days} d"), Some(start)),
        Period::Month { first } => (first.format("%Y-%m").to_string(), None),
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
