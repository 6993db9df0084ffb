//! Reads the price lists that are no longer in force.

use std::ops::Range;

use chrono::NaiveDate;

use super::assumption::{Parts, Placed as PlacedAssumption, patches};
use super::context::named_source;
use crate::card::charge::AxesPatch;
use crate::card::rate_card::{Assumption, FormerList, FormerReading};
use crate::card::text::{Item, Table};

/// A list and its place in the text.
pub(super) type Placed = (FormerList, Range<usize>);

/// Reads one list; the assumptions are there already, so that it can name their readings.
pub(super) fn former(
    table: &Table<'_>,
    parts: &Parts<'_>,
    assumptions: &[PlacedAssumption],
) -> Option<Placed> {
    let from = table.may("effective-from", Item::date);
    let says = table.need("says", Item::text);
    let source = table.may("source", |item| named_source(&item, parts.context)).unwrap_or(0);
    let charges = table.need("set", |item| patches(&item.table()?, parts));
    let readings = table.may("when", |item| readings(&item.table()?, parts, assumptions));
    table.finish();
    let readings = readings.unwrap_or_default();
    let list = FormerList { from, says: says?, source, charges: charges?, readings };
    tell_conflicts(&list, table, parts, assumptions);
    Some((list, table.place().clone()))
}

/// `when.ASSUMPTION.READING.CHARGE.AXIS`
fn readings(
    table: &Table<'_>,
    parts: &Parts<'_>,
    assumptions: &[PlacedAssumption],
) -> Option<Vec<FormerReading>> {
    let mut found = Vec::new();
    for (name, at, item) in table.others() {
        let ids = assumptions.iter().map(|(asked, _)| asked.id.as_str());
        let assumption = table.find(name, at, "assumption", ids)?;
        let inner = item.table()?;
        for (name, at, item) in inner.others() {
            let readings = assumptions[assumption].0.readings.iter();
            let ids = readings.map(|reading| reading.named.id.as_str());
            let reading = inner.find(name, at, "reading", ids)?;
            let charges = patches(&item.table()?, parts)?;
            found.push(FormerReading { assumption, reading, charges });
        }
    }
    Some(found)
}

/// A reading that changes what the list changes would silently undo the list: the list has to say what
/// holds then.
fn tell_conflicts(
    list: &FormerList,
    table: &Table<'_>,
    parts: &Parts<'_>,
    assumptions: &[PlacedAssumption],
) {
    let each = assumptions.iter().enumerate();
    let each = each.flat_map(|(place, (asked, _))| {
        asked.readings.iter().enumerate().map(move |(reading, _)| (place, asked, reading))
    });
    for (place, asked, reading) in each {
        let Assumption { id, readings, .. } = asked;
        for (charge, patch) in &readings[reading].charges {
            let of_list = list.charges.iter().filter(|(to, _)| to == charge);
            let said =
                list.readings.iter().filter(|it| (it.assumption, it.reading) == (place, reading));
            let said = said.flat_map(|it| &it.charges).filter(|(to, _)| to == charge);
            let said: Vec<&str> =
                said.flat_map(|(_, patch): &(usize, AxesPatch)| patch.names()).collect();
            let both = of_list.flat_map(|(_, patch)| patch.names());
            let both = both.filter(|axis| patch.names().contains(axis) && !said.contains(axis));
            for axis in both {
                let (name, charge) = (&readings[reading].named.id, &parts.charge_ids[*charge]);
                let message = format!(
                    "this list and the reading {id} = {name} both set {axis} of '{charge}'"
                );
                table.complain(
                    message,
                    format!("say what holds then: when.{id}.{name}.{charge}.{axis} = …"),
                );
            }
        }
    }
}

/// From the newest to the oldest, each with its day; only the oldest may lack it.
pub(super) fn check_order(table: &Table<'_>, newest: Option<NaiveDate>, former: &[Placed]) {
    let mut later = newest;
    for (list, at) in former {
        match (later, list.from) {
            (None, _) => table.complain_at(
                at.clone(),
                "the list after this one has no effective-from",
                "write on which day it came into force: without it nobody knows when this one ended",
            ),
            (Some(later), Some(from)) if from >= later => table.complain_at(
                at.clone(),
                format!("this list begins on {from}, not before the one after it on {later}"),
                "order them from the newest to the oldest",
            ),
            _ => {}
        }
        later = list.from;
    }
}
