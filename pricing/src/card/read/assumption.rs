//! Reads assumptions: the readings of an ambiguous source and what each changes.

use std::ops::Range;

use super::charge::axes;
use super::context::{Context, rule_id};
use crate::card::charge::AxesPatch;
use crate::card::lifecycle::Stage;
use crate::card::rate_card::{Assumption, Named, Reading};
use crate::card::text::{Item, Table};

/// The parts of a card that a reading can change.
pub(super) struct Parts<'a> {
    pub context: &'a Context<'a>,
    pub charge_ids: &'a [String],
    pub stages: &'a [Stage],
}

/// An assumption and its place in the text.
pub(super) type Placed = (Assumption, Range<usize>);

/// Reads one assumption.
pub(super) fn assumption(table: &Table<'_>, parts: &Parts<'_>) -> Option<Placed> {
    let id = table.need("id", Item::id);
    let rule = table.need("rule", |item| rule_id(item, parts.context));
    let asks = table.need("asks", Item::text);
    let mut readings = Vec::new();
    let mut defaults = Vec::new();
    for (place, (id, _, item)) in table.others().into_iter().enumerate() {
        let (reading, default) = reading(id, &item.table()?, parts)?;
        readings.push(reading);
        defaults.extend(default.then_some(place));
    }
    let id = id?;
    let name = format!("the assumption '{id}'");
    if readings.len() < 2 {
        let message = format!("{name} has {} reading", readings.len());
        table.complain(message, "give it two readings or more, or take it out");
    }
    if defaults.len() != 1 {
        let message = format!("{name} has {} readings that are the default", defaults.len());
        table.complain(message, "write default = true in one of them");
    }
    let default = *defaults.first()?;
    let assumption = Assumption { id, rule: rule?, asks: asks?, readings, default };
    Some((assumption, table.place().clone()))
}

fn reading(id: &str, table: &Table<'_>, parts: &Parts<'_>) -> Option<(Reading, bool)> {
    let label = table.need("label", Item::text);
    let default = table.may("default", Item::flag).unwrap_or(false);
    let charges = table.may("set", |item| patches(&item.table()?, parts));
    let accrues = table.may("lifecycle", |item| {
        let read = |(name, at, item): (&str, Range<usize>, Item<'_>)| {
            let place =
                table.find(name, at, "stage", parts.stages.iter().map(|stage| &*stage.id))?;
            let table = item.table()?;
            let accrues = table.need("accrues", Item::flag);
            table.finish();
            Some((place, accrues?))
        };
        item.table()?.others().into_iter().map(read).collect::<Option<Vec<_>>>()
    });
    table.finish();
    let named = Named { id: id.to_owned(), label: label? };
    let (charges, accrues) = (charges.unwrap_or_default(), accrues.unwrap_or_default());
    Some((Reading { named, charges, accrues }, default))
}

/// Axes of charges, by the charge's name.
pub(super) fn patches(table: &Table<'_>, parts: &Parts<'_>) -> Option<Vec<(usize, AxesPatch)>> {
    let read = |(name, at, item): (&str, Range<usize>, Item<'_>)| {
        let names = parts.charge_ids.iter().map(String::as_str);
        let place = table.find(name, at, "charge", names)?;
        let table = item.table()?;
        let patch = axes(&table, parts.context);
        table.finish();
        Some((place, patch))
    };
    table.others().into_iter().map(read).collect()
}
