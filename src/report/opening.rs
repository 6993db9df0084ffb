//! Differences from the figures that a scenario was saved with, in words.

use whatif_pricing::{Places, Ratio, written};

use crate::answer::opening::{Difference, Opening, Side};
use crate::scenario::{ChargeRecord, Missing, PartKind, Record, RecordChange};

/// The comparison with the saved figures in one line.
#[must_use]
pub fn summary(opening: &Opening) -> String {
    if !opening.differences.is_empty() {
        return "it differs from what was saved".to_owned();
    }
    if opening.file.records.is_empty() {
        return "the file has no saved amounts to compare with".to_owned();
    }
    let names = |ids: &[crate::scenario::OfferId]| {
        ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    };
    let revised = match &*opening.revised {
        [] => String::new(),
        ids => {
            // Samples of a range and sweeps go beyond the values that were saved.
            let has_ranges = opening.file.scenario.inputs.workload.has_ranges();
            let samples = if has_ranges { ": samples of the ranges may differ" } else { "" };
            format!(", though the price list of {} was revised{samples}", names(ids))
        }
    };
    let unrecorded = match &*opening.unrecorded {
        [] => String::new(),
        ids => format!(", and no amount was saved for {}", names(ids)),
    };
    format!("every amount is as it was saved{revised}{unrecorded}")
}

/// Every difference, one a line. An indented line belongs to the one above it.
#[must_use]
pub fn differences(opening: &Opening) -> Vec<String> {
    let lines = |(side, difference): &(Side, Difference)| {
        let side = match side {
            Side::Now => "",
            Side::Baseline => "baseline: ",
        };
        let [first, others @ ..] = &lines_of(difference)[..] else { return Vec::new() };
        let mut lines = vec![format!("{side}{first}")];
        lines.extend(others.iter().map(|line| format!("  {line}")));
        lines
    };
    opening.differences.iter().flat_map(lines).collect()
}

fn lines_of(difference: &Difference) -> Vec<String> {
    match difference {
        Difference::NoOffer { offer, record } => {
            let what = if offer.is_copy() { "offer" } else { "card" };
            let was = record.as_ref().map_or_else(String::new, |record| {
                format!(": when saved, it cost {}", total(record))
            });
            vec![format!("there is no {what} {offer} here{was}")]
        }
        Difference::NoPart { offer, part } => vec![format!("{offer}: {}", missing(part))],
        Difference::Figures { offer, title, was, is } => {
            let changes = was.changes_to(is);
            let mut lines = vec![format!("{offer}: {title}")];
            lines.extend(changes.iter().map(change));
            lines
        }
        Difference::Unpriced { offer, fault } => {
            vec![format!("{offer} cannot be priced: {fault}")]
        }
        Difference::NoBaseline(error) => vec![format!("cannot be priced: {error}")],
    }
}

/// A choice that a card does not have any more.
#[must_use]
pub fn missing(part: &Missing) -> String {
    let value = part.value.as_ref().map_or_else(String::new, |value| format!(" = {value}"));
    let kind = match part.kind {
        PartKind::OtherCurrency { list } => {
            let (id, card) = (&part.id, &part.card);
            return format!(
                "own price of {id}{value} does not count: the list of {card} is in {list}"
            );
        }
        PartKind::Option => "option",
        PartKind::Reading => "assumption",
        PartKind::Price => "own price of",
        PartKind::Adjustment => "discount or mark-up on",
        PartKind::Companion => "companion",
    };
    format!("{kind} {}{value} no longer exists on {}", part.id, part.card)
}

fn change(change: &RecordChange<'_>) -> String {
    match *change {
        RecordChange::Total { was, is } => format!("total {} → {}", total(was), total(is)),
        RecordChange::Currency { was, is } => {
            format!(
                "the currency was {was} and is {is}: prices of your own that name no currency count in {is} too"
            )
        }
        RecordChange::Charge { was, is } => charge(was, is),
        RecordChange::NoPrice => {
            "no price differs: a rule, a discount or a companion does".to_owned()
        }
        RecordChange::Lists { was, is } => {
            format!("price list {} → {}", was.join(", then "), is.join(", then "))
        }
    }
}

fn charge(was: Option<&ChargeRecord>, is: Option<&ChargeRecord>) -> String {
    match (was, is) {
        (Some(was), Some(is)) => {
            let price = if was.price == is.price {
                format!("still {}", is.price)
            } else {
                format!("{} → {}", was.price, is.price)
            };
            format!("{}: price {price}, amount {} → {}", is.id, amount(was), amount(is))
        }
        (None, Some(is)) => format!("{}: new, price {}, amount {}", is.id, is.price, amount(is)),
        (Some(was), None) => {
            format!("{}: removed, the price was {}, the amount {}", was.id, was.price, amount(was))
        }
        (None, None) => String::new(),
    }
}

/// The total of a record: `40.30 USD`, `≥ 12.00 EUR`.
fn total(record: &Record) -> String {
    let bound = if record.complete { "" } else { "≥ " };
    format!("{bound}{} {}", shown(&record.total), record.currency)
}

fn amount(charge: &ChargeRecord) -> String {
    charge.amount.as_deref().map_or_else(|| "unknown".to_owned(), shown)
}

/// An exact figure for a reader.
fn shown(figure: &str) -> String {
    Ratio::parse(figure).map_or_else(|| figure.to_owned(), |it| written(it, Places::AMOUNT))
}
