//! The facts beside the figures of a report: period, workload, choices, sources.

use chrono::{FixedOffset, NaiveDate};
use whatif_pricing::{Period, Places, RateCard, Window, counted, instant, written};

use super::layout::{Entry, Section};
use super::words;
use crate::answer::quote::{Chosen, OwnPrice, QuotedList, QuotedPart};
use crate::answer::workload::{ChangeRead, DriverRead, DriverValue, ImportRead, WorkloadRead};

/// The user's notes on the scenario.
#[must_use]
pub fn notes(text: &str) -> Option<Section> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    Section::new("Notes", lines.map(Entry::text).collect())
}

/// The period with its dates and, if one was chosen, the day of the price lists.
#[must_use]
pub fn period(
    period: &Period,
    window: Window,
    offset: FixedOffset,
    as_of: Option<NaiveDate>,
) -> Vec<Entry> {
    let mut entries = vec![Entry::new("Period", &words::period(period, window, offset))];
    let day = as_of.map(|day| Entry::new("Price list", &format!("in force on {day}")));
    entries.extend(day);
    entries
}

/// The same for cards that may have clocks of their own.
#[must_use]
pub fn period_of_all<'a>(
    period: &Period,
    cards: impl IntoIterator<Item = &'a RateCard>,
    as_of: Option<NaiveDate>,
) -> Vec<Entry> {
    let mut offsets: Vec<FixedOffset> = cards.into_iter().map(|card| card.offset).collect();
    offsets.dedup();
    let Some(first) = offsets.first().copied() else { return Vec::new() };
    let window = period.window(first);
    let mut entries = self::period(period, window, first, as_of);
    // Two instants are the same on every clock.
    let is_by_date = !matches!(period, Period::Span { .. });
    if is_by_date && offsets.len() > 1 {
        entries[0] = Entry::new("Period", &words::period_on_own_clocks(period, window, first));
    }
    entries
}

/// The price list of a card, or each with its days if it changes within the period.
#[must_use]
pub fn price_lists(part: &QuotedPart) -> Vec<Entry> {
    let day = |seconds: i64| instant(seconds, part.card.offset).date_naive();
    let entry = |list: &QuotedList| {
        let since = match list.effective_from {
            Some(day) => format!("in force from {day}"),
            None => "in force, first day not known".to_owned(),
        };
        let days = format!(", for {} to {}", day(list.window.from), day(list.window.to - 1));
        Entry::new("Price list", &if part.lists.len() > 1 { since + &days } else { since })
    };
    part.lists.iter().map(entry).collect()
}

/// The workload, then its changes within the period.
#[must_use]
pub fn workload(read: &WorkloadRead) -> Option<Section> {
    let drivers = read.drivers.iter().map(driver);
    Section::new("Workload", drivers.chain(read.changes.iter().map(change)).collect())
}

fn driver(driver: &DriverRead) -> Entry {
    let counted = |value| counted(value, &driver.unit);
    let text = match &driver.value {
        DriverValue::Number(value) => counted(*value),
        DriverValue::Formula(value, formula) => format!("{} = {formula}", counted(*value)),
        DriverValue::Moving(formula) => format!("= {formula}"),
        DriverValue::Range(value, range) => format!("{}, in the range {range}", counted(*value)),
    };
    let imported = driver.imported.as_ref().map(imported);
    let text = imported.map_or(text.clone(), |imported| format!("{text} ({imported})"));
    Entry::new(&driver.label, &text)
}

/// The rows that a driver is from, and whether it was edited since.
#[must_use]
pub fn imported(read: &ImportRead) -> String {
    match &read.edited_from {
        None => words::imported(&read.from),
        Some(value) => words::imported_and_edited(&read.from, value),
    }
}

fn change(change: &ChangeRead) -> Entry {
    let value = match &change.value {
        Ok(number) => counted(*number, &change.unit),
        Err(formula) => formula.clone(),
    };
    let from = format!("From {}", words::time(change.at));
    Entry::new(&from, &format!("{}: {value}", change.label))
}

/// The choices on a card: options, readings, prices in place of the card's.
#[must_use]
pub fn choices(part: &QuotedPart) -> Vec<Entry> {
    let chosen = |chosen: &Chosen| {
        let name = match &chosen.rule {
            Some(rule) => format!("{} ({rule})", chosen.asks),
            None => chosen.asks.clone(),
        };
        Entry::new(&name, &chosen.answer)
    };
    let own = part.own_prices.iter().map(|price| Entry::text(&own_price(part, price)));
    part.options.iter().chain(&part.readings).map(chosen).chain(own).collect()
}

/// A price of the user's own.
#[must_use]
pub fn own_price(part: &QuotedPart, own: &OwnPrice) -> String {
    let price = own.price.map_or_else(String::new, |price| written(price, Places::PRICE));
    format!("{}: your own, {} {price} per {}", own.label, part.currency, own.unit)
}

/// The sources of a card's prices: their dates, the days on which they were read and, on a day of use, their ages.
#[must_use]
pub fn sources(part: &QuotedPart, today: Option<NaiveDate>) -> Vec<Entry> {
    let source = |source: &whatif_pricing::card::Source| {
        let text = match today {
            Some(today) => words::source(source, today),
            None => words::cited(source),
        };
        Entry::text(&text).from(&source.url)
    };
    part.sources.iter().map(source).collect()
}
