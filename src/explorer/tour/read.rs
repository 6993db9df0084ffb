//! Reads a tour from its text and reports every problem at once.

#![expect(clippy::needless_pass_by_value, reason = "a table hands its items over")]

use whatif_pricing::text::{self, Item, Kind, Table};
use whatif_pricing::{DriverId, Problems, Unknown, Value, Vocabulary, number};

use super::{Caption, DRAG_MS, Drag, FORMAT, Step, Tour, screen_name};
use crate::explorer::action::Screen;
use crate::scenario::{OfferId, OfferIdError};

const TOURS: Kind = Kind { name: "a tour", bytes_max: 256 * 1024 };
/// The longest that a step stands or drags.
const SECONDS_MAX: u32 = 600;

impl Tour {
    /// Reads a text.
    pub fn read(text: &str) -> Result<Self, Problems> {
        text::read(text, &TOURS, tour)
    }
}

fn tour(table: &Table<'_>) -> Option<Tour> {
    table.need("format", format)?;
    let title = table.need("title", Item::text);
    let scenario = table.may("scenario", Item::any_text);
    let by_key = table.may("by-key", Item::flag).unwrap_or(false);
    let steps = table.need("step", |item| {
        let place = item.clone();
        let steps: Vec<Step> = item.tables()?.iter().map(step).collect();
        if steps.is_empty() {
            place.complain("the tour has no step", "add a table [[step]]");
        }
        Some(steps)
    });
    table.finish();
    Some(Tour { title: title?, scenario, by_key, steps: steps? })
}

fn format(item: Item<'_>) -> Option<()> {
    let format = item.number()?;
    match format.parse::<u32>() {
        Ok(FORMAT) => return Some(()),
        Ok(newer) if newer > FORMAT => {
            let message = format!("the tour has format {newer}, and this whatif reads {FORMAT}");
            item.complain(message, "open it with a newer whatif");
        }
        _ => item.complain(format!("'{format}' is no format"), format!("write format = {FORMAT}")),
    }
    None
}

fn step(table: &Table<'_>) -> Step {
    let ids = |key| table.may(key, ids);
    let step = Step {
        caption: table.may("caption", caption).unwrap_or_default(),
        scenario: table.may("scenario", Item::any_text),
        screen: table.may("screen", screen),
        select: table.may("select", offer),
        marked: ids("marked"),
        mark: ids("mark").unwrap_or_default(),
        unmark: ids("unmark").unwrap_or_default(),
        set: table.may("set", |item| Some(settings(&item.table()?))).unwrap_or_default(),
        drag: table.may("drag", |item| drag(&item.table()?)),
        point: table.may("point", Item::id),
        explain: table.may("explain", Item::id),
        stay_ms: table.may("seconds", millis),
        waits: table.may("waits", Item::flag).unwrap_or(false),
    };
    table.finish();
    step
}

fn caption(item: Item<'_>) -> Option<Caption> {
    let caption = Caption::read(&item.clone().any_text()?);
    caption.map_err(|error| item.complain_of(&error.to_string(), "change the caption")).ok()
}

fn ids(item: Item<'_>) -> Option<Vec<OfferId>> {
    item.list()?.into_iter().map(offer).collect()
}

fn offer(item: Item<'_>) -> Option<OfferId> {
    let id = item.str()?.parse();
    let complain = |error: OfferIdError| item.complain_of(&error.to_string(), "write CARD");
    id.map_err(complain).ok()
}

fn screen(item: Item<'_>) -> Option<Screen> {
    let names: Vec<String> = Screen::ALL.iter().map(|screen| screen_name(*screen)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let known = |text: &str| Screen::ALL.into_iter().find(|it| screen_name(*it) == text);
    item.word(known, &names, "screen")
}

fn settings(table: &Table<'_>) -> Vec<(DriverId, String)> {
    let setting = |(name, _, item): (&str, _, Item<'_>)| {
        let driver = driver(name, &item)?;
        Some((driver, setting(driver, &item)?))
    };
    table.others().into_iter().filter_map(setting).collect()
}

/// A driver by its name.
fn driver(name: &str, item: &Item<'_>) -> Option<DriverId> {
    let vocabulary = Vocabulary::standard();
    let driver = vocabulary.find(name);
    if driver.is_none() {
        let names = vocabulary.iter().map(|(_, driver)| &driver.name);
        item.unknown(&Unknown::new("driver", name, names));
    }
    driver
}

/// Reads the value of a driver, as it would be typed.
fn setting(driver: DriverId, item: &Item<'_>) -> Option<String> {
    let text = item.number()?;
    match Value::read(Vocabulary::standard(), driver, &text) {
        Ok(_) => Some(text),
        Err(error) => {
            item.complain_of(&error.to_string(), "write a number, a range or a formula");
            None
        }
    }
}

fn drag(table: &Table<'_>) -> Option<Drag> {
    let driver = table.need("driver", |item| driver(item.str()?, &item));
    let to = table.need("to", |item| setting(driver?, &item));
    let takes_ms = table.may("seconds", millis).unwrap_or(DRAG_MS);
    table.finish();
    Some(Drag { driver: driver?, to: to?, takes_ms })
}

/// Seconds, to the thousandth.
fn millis(item: Item<'_>) -> Option<u32> {
    let text = item.number()?;
    let thousand = rust_decimal::Decimal::ONE_THOUSAND;
    let seconds = number::quantity(&text).ok().filter(|it| *it <= SECONDS_MAX.into());
    let millis = seconds.and_then(|it| u32::try_from((it * thousand).trunc()).ok());
    if millis.is_none() {
        let remedy = format!("write seconds from 0 to {SECONDS_MAX}, such as \"2.5\"");
        item.complain(format!("'{text}' is no length of time"), remedy);
    }
    millis
}
