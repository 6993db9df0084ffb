//! Reads the worked examples of a card.
#![expect(
    clippy::needless_pass_by_value,
    reason = "every reader takes its item, as `Table::need` does"
)]

use std::ops::Range;

use chrono::NaiveDate;

use crate::card::rate_card::{Example, ExampleEvent, RateCard, Selection};
use crate::card::text::{Item, Table};
use crate::time::period::Period;
use crate::usage::driver::{DriverId, Vocabulary};
use crate::usage::suggest::Unknown;
use crate::usage::value::Value;

/// Reads one example; the card is there already, so that its names can be distinguished from
/// mistakes.
pub(super) fn example(
    table: &Table<'_>,
    card: &RateCard,
    charge_ids: &[String],
    vocabulary: &'static Vocabulary,
) -> Option<Example> {
    let says = table.need("says", Item::text);
    let published = table.may("published", Item::flag).unwrap_or(true);
    let period = table.need("period", period);
    let set = table.may("set", |item| settings(&item.table()?, vocabulary));
    let selection = selection(table, card, charge_ids);
    let events = table.may("event", |item| item.each(|table| event(table, vocabulary)));
    let ids = || charge_ids.iter().map(String::as_str);
    let lines = table.may("lines", |item| by_charge(&item.table()?, ids(), Item::price));
    let total = table.may("total", Item::price);
    let seconds = table.may("seconds", |item| {
        let whole = |item: Item<'_>| item.whole().map(i64::from);
        by_charge(&item.table()?, ids(), |item| item.list()?.into_iter().map(whole).collect())
    });
    let source_prints = table.may("source-prints", Item::text);
    if lines.is_none() && total.is_none() && seconds.is_none() {
        table.complain("the example expects nothing", "add total, lines or seconds");
    }
    table.finish();
    Some(Example {
        says: says?,
        published,
        period: period?,
        set: set.unwrap_or_default(),
        selection,
        events: events.unwrap_or_default(),
        lines: lines.unwrap_or_default(),
        total,
        seconds: seconds.unwrap_or_default(),
        source_prints,
        place: table.place().clone(),
    })
}

/// `30 d`, `2026-04`, or `{ from, to }`.
fn period(item: Item<'_>) -> Option<Period> {
    const FORMS: &str = "write \"30 d\", \"2026-04\", or { from = \"…\", to = \"…\" }";
    if item.is_table() {
        let table = item.clone().table()?;
        let from = table.need("from", Item::instant);
        let to = table.need("to", Item::instant);
        table.finish();
        let period = Period::span(from?, to?);
        return period.map_err(|error| item.complain_of(&error.to_string(), FORMS)).ok();
    }
    let text = item.str()?;
    let start = NaiveDate::from_ymd_opt(2025, 1, 1).expect("a date of the calendar");
    let days = crate::number::unit::Length::parse(text).filter(|_| text.ends_with('d'));
    match days {
        Some(length) => Period::days(start, length.seconds() / crate::number::unit::DAY_SECONDS)
            .map_err(|error| item.complain_of(&error.to_string(), FORMS))
            .ok(),
        None => Period::month(text)
            .map_err(|_| item.complain(format!("'{text}' is not a period"), FORMS))
            .ok(),
    }
}

/// Drivers by name, and the text that each is set to.
pub(super) fn settings(
    table: &Table<'_>,
    vocabulary: &'static Vocabulary,
) -> Option<Vec<(DriverId, String)>> {
    let read = |(name, at, item): (&str, Range<usize>, Item<'_>)| {
        let driver = driver(table, name, at, vocabulary)?;
        let text = item.str()?;
        readable(&item, driver, text, vocabulary)?;
        Some((driver, text.to_owned()))
    };
    table.others().into_iter().map(read).collect()
}

fn driver(
    table: &Table<'_>,
    name: &str,
    at: Range<usize>,
    vocabulary: &Vocabulary,
) -> Option<DriverId> {
    let names = vocabulary.iter().map(|(_, driver)| &*driver.name);
    let names: Vec<&str> = names.collect();
    table.find(name, at, "driver", names.iter().copied())?;
    vocabulary.find(name)
}

/// Complains of a text that the driver cannot be set to.
fn readable(
    item: &Item<'_>,
    driver: DriverId,
    text: &str,
    vocabulary: &'static Vocabulary,
) -> Option<()> {
    match Value::read(vocabulary, driver, text) {
        Ok(value) if value.range().is_some() => {
            let label = &vocabulary[driver].label;
            let what = format!("{label}: {text} is a range, and an example has one outcome");
            item.complain_of(&what, "write a number or a formula in quotes");
            None
        }
        Ok(_) => Some(()),
        Err(error) => {
            item.complain_of(&error.to_string(), "write a number or a formula in quotes");
            None
        }
    }
}

fn event(table: &Table<'_>, vocabulary: &'static Vocabulary) -> Option<ExampleEvent> {
    let at = table.need("at", Item::instant);
    let driver = table.need("driver", |item| {
        let name = item.str()?;
        let driver = vocabulary.find(name);
        if driver.is_none() {
            item.unknown(&Unknown::new(
                "driver",
                name,
                vocabulary.iter().map(|(_, driver)| &driver.name),
            ));
        }
        driver
    });
    let value = table.need("value", |item| {
        let text = item.str()?;
        readable(&item, driver?, text, vocabulary)?;
        Some(text.to_owned())
    });
    table.finish();
    Some(ExampleEvent { at: at?, driver: driver?, value: value? })
}

/// Options, readings and prices of an example.
fn selection(table: &Table<'_>, card: &RateCard, charge_ids: &[String]) -> Selection {
    let mut selection = Selection::standard(card);
    let pairs = |item: Item<'_>| {
        let others = item.table()?.others().into_iter();
        let pair = others.filter_map(|(name, _, item)| {
            Some((name.to_owned(), item.str()?.to_owned(), item.place().clone()))
        });
        Some(pair.collect::<Vec<_>>())
    };
    for (name, choice, at) in table.may("option", pairs).unwrap_or_default() {
        if let Err(error) = selection.choose(card, &name, &choice) {
            table.complain_split(at, &error.to_string(), "choose what the card offers");
        }
    }
    for (name, reading, at) in table.may("assume", pairs).unwrap_or_default() {
        if let Err(error) = selection.assume(card, &name, &reading) {
            table.complain_split(at, &error.to_string(), "take a reading that the card has");
        }
    }
    let prices = table.may("price", |item| {
        by_charge(&item.table()?, charge_ids.iter().map(String::as_str), Item::price)
    });
    for (charge, price) in prices.unwrap_or_default() {
        // A charge that could not be read has no place.
        let _ = selection.price(card, &charge_ids[charge], price);
    }
    selection
}

/// Values by the charge's name.
fn by_charge<'a, 'b, T>(
    table: &Table<'a>,
    ids: impl Iterator<Item = &'b str> + Clone,
    read: impl Fn(Item<'a>) -> Option<T>,
) -> Option<Vec<(usize, T)>> {
    let read = |(name, at, item): (&str, Range<usize>, Item<'a>)| {
        let place = table.find(name, at, "charge", ids.clone())?;
        Some((place, read(item)?))
    };
    table.others().into_iter().map(read).collect()
}
