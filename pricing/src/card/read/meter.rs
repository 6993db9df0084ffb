//! Reads meters: what is measured, and how it is read over time.
#![expect(
    clippy::needless_pass_by_value,
    reason = "every reader takes its item, as `Table::need` does"
)]

use rust_decimal::Decimal;

use super::context::{Context, choice, formula, only_one};
use super::named::{CYCLES, cycle};
use crate::card::charge::{Meter, OtherLines, Retention};
use crate::card::choice::Choice;
use crate::card::text::{Item, Table};
use crate::time::cycle::Cycle;
use crate::usage::driver::DriverKind;
use crate::usage::formula::Formula;
use crate::usage::suggest::Unknown;

/// Reads the meter of a charge.
pub(super) fn meter(table: &Table<'_>, context: &Context<'_>) -> Option<Meter> {
    let level = DriverKind::Level;
    let held = table.may("held", |item| held(&item.table()?, context));
    let used = table
        .may("used", |item| cyclic(&item.table()?, context, DriverKind::Flow))
        .map(|(q, c)| Meter::Used(q, c));
    let peak = table
        .may("peak", |item| cyclic(&item.table()?, context, level))
        .map(|(q, c)| Meter::Peak(q, c));
    let snapshot = table
        .may("snapshot", |item| cyclic(&item.table()?, context, level))
        .map(|(q, c)| Meter::Snapshot(q, c));
    let percentile = table.may("percentile", |item| percentile(&item.table()?, context));
    let kept = table.may("kept", |item| kept(&item.table()?, context));
    let lines = table.may("lines", |item| {
        let of = other_lines(&item.table()?, context);
        of.map(|of| Meter::Lines(Choice::Same(Formula::nothing()), of))
    });
    table.finish();
    let kinds = [held, used, peak, snapshot, percentile, kept, lines];
    only_one(table, "meter", kinds, "held, used, peak, snapshot, percentile, kept, lines")
}

/// Other charges, and the cycle in which they are added up.
fn other_lines(table: &Table<'_>, context: &Context<'_>) -> Option<OtherLines> {
    let of = named_lines(table, context);
    table.finish();
    of
}

/// The same of a table that has more keys.
pub(super) fn named_lines(table: &Table<'_>, context: &Context<'_>) -> Option<OtherLines> {
    let place = |item: Item<'_>| {
        let name = item.str()?;
        let place = context.charge_ids.iter().position(|id| id == name);
        if place.is_none() {
            item.unknown(&Unknown::new("charge", name, context.charge_ids.iter()));
        }
        place
    };
    let charges = table.need("charges", |item| {
        let mut places: Vec<usize> = item.list()?.into_iter().map(place).collect::<Option<_>>()?;
        places.sort_unstable();
        places.dedup();
        Some(places)
    });
    let every = table.need("every", |item| {
        let read = |word: &str| match word {
            "month" => Some(Cycle::Month),
            "period" => Some(Cycle::Period),
            _ => None,
        };
        item.word(read, &["month", "period"], "cycle")
    });
    Some(OtherLines { charges: charges?, every: every? })
}

fn quantity(table: &Table<'_>, context: &Context<'_>, kind: DriverKind) -> Option<Choice<Formula>> {
    let read = |item: Item<'_>| formula(&item, context, kind);
    table.need("quantity", |item| choice(item, context, &read))
}

fn held(table: &Table<'_>, context: &Context<'_>) -> Option<Meter> {
    let quantity = quantity(table, context, DriverKind::Level);
    table.finish();
    quantity.map(Meter::Held)
}

/// A quantity and the cycle in which it is read. A flow may also be added up over the whole period.
fn cyclic(
    table: &Table<'_>,
    context: &Context<'_>,
    kind: DriverKind,
) -> Option<(Choice<Formula>, Cycle)> {
    let quantity = quantity(table, context, kind);
    let every = table.need("every", |item| {
        if kind == DriverKind::Flow && item.is_text("period") {
            return Some(Cycle::Period);
        }
        item.word(cycle, &CYCLES, "cycle")
    });
    table.finish();
    Some((quantity?, every?))
}

fn percentile(table: &Table<'_>, context: &Context<'_>) -> Option<Meter> {
    let quantity = quantity(table, context, DriverKind::Level);
    let every = table.need("every", |item| {
        item.word(|word| cycle(word).filter(|it| *it != Cycle::Hour), &["day", "month"], "cycle")
    });
    let rank = table.need("rank", rank);
    table.finish();
    Some(Meter::Percentile(quantity?, every?, rank?))
}

/// Per cent, up to 100: the highest hour.
fn rank(item: Item<'_>) -> Option<Decimal> {
    let rank = item.clone().positive()?;
    if rank <= Decimal::ONE_HUNDRED {
        return Some(rank);
    }
    item.complain(format!("the percentile {rank}"), "write at most 100");
    None
}

fn kept(table: &Table<'_>, context: &Context<'_>) -> Option<Meter> {
    let quantity = quantity(table, context, DriverKind::Flow);
    let length = |item: Item<'_>| formula(&item, context, DriverKind::Level);
    let months = table.need("months", length);
    let free = table.may("free", length);
    let full = table.may("full", Item::flag).unwrap_or(false);
    table.finish();
    Some(Meter::Kept(quantity?, Retention { months: months?, free, full }))
}
