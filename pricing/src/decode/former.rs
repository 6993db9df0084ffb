//! Reads the price lists that are no longer in force.

use std::ops::Range;

use chrono::NaiveDate;

use super::assumption::{Parts, patches};
use super::context::named_source;
use super::item::Item;
use super::table::Table;
use crate::card::FormerList;

/// A list and its place in the text.
pub(super) type Placed = (FormerList, Range<usize>);

/// Reads one list.
pub(super) fn former(table: &Table<'_>, parts: &Parts<'_>) -> Option<Placed> {
    let from = table.may("effective-from", Item::date);
    let says = table.need("says", Item::text);
    let source = table.may("source", |item| named_source(&item, parts.context)).unwrap_or(0);
    let charges = table.need("set", |item| patches(&item.table()?, parts));
    table.finish();
    let list = FormerList { from, says: says?, source, charges: charges? };
    Some((list, table.place().clone()))
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
