//! Reads what is named before anything else is read: options and cycles.

use crate::card::rate_card::CardOption;
use crate::card::text::Item;
use crate::time::cycle::Cycle;
use crate::usage::suggest::Unknown;

/// The place of the option that an item names, or a complaint.
pub(super) fn named_option(item: &Item<'_>, options: &[CardOption]) -> Option<usize> {
    let name = item.str()?;
    let place = options.iter().position(|option| option.id == name);
    if place.is_none() {
        item.unknown(&Unknown::new("option", name, options.iter().map(|option| &option.id)));
    }
    place
}

/// The words for the cycles of a bill.
pub(super) const CYCLES: [&str; 3] = ["hour", "day", "month"];

/// The cycle of a word. `None` if it is none.
pub(super) fn cycle(word: &str) -> Option<Cycle> {
    match word {
        "hour" => Some(Cycle::Hour),
        "day" => Some(Cycle::Day),
        "month" => Some(Cycle::Month),
        _ => None,
    }
}
