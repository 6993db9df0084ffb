//! Reads pools, and checks the charges that read other lines of the card.

use std::ops::Range;

use super::assumption::Placed as PlacedAssumption;
use super::context::{Context, choice, formula, rule_id};
use super::former::Placed as PlacedList;
use super::meter::named_lines;
use crate::card::charge::{AxesPatch, Charge, Meter, OtherLines, Prorate};
use crate::card::choice::Choice;
use crate::card::pool::Pool;
use crate::card::text::{Item, Table};
use crate::time::cycle::Cycle;
use crate::usage::driver::DriverKind;

/// A pool and its place in the text.
pub(super) type Placed = (Pool, Range<usize>);

/// Reads a pool.
pub(super) fn pool(table: &Table<'_>, context: &Context<'_>) -> Option<Placed> {
    let id = table.need("id", Item::id);
    let label = table.need("label", Item::text);
    let read = |item: Item<'_>| formula(&item, context, DriverKind::Level);
    let amount = table.need("amount", |item| choice(item, context, &read));
    let of = named_lines(table, context);
    let rule = table.need("rule", |item| rule_id(item, context));
    table.finish();
    let pool = Pool { id: id?, label: label?, amount: amount?, of: of?, rule: rule? };
    Some((pool, table.place().clone()))
}

/// The charges that other charges or pools read can be divided by month, and nobody reads one twice.
pub(super) fn check_shared(
    table: &Table<'_>,
    (charges, pools): (&[Charge], &[Placed]),
    assumptions: &[PlacedAssumption],
    former: &[PlacedList],
) {
    let mut taken = vec![false; charges.len()];
    let lines = charges.iter().filter_map(|charge| match &charge.axes.meter {
        Meter::Lines(_, of) => Some((of, 0..0)),
        Meter::Held(_)
        | Meter::Used(..)
        | Meter::Peak(..)
        | Meter::Snapshot(..)
        | Meter::Percentile(..)
        | Meter::Kept(..) => None,
    });
    let pools = pools.iter().map(|(pool, at)| (&pool.of, at.clone()));
    for (of, at) in pools.chain(lines) {
        for charge in &of.charges {
            let Some(member) = charges.get(*charge) else { continue };
            if std::mem::replace(&mut taken[*charge], true) {
                let message = format!("the charge '{}' is shared twice", member.id);
                table.complain_at(at.clone(), message, "take it out of one pool or of lines");
            }
            if is_hindered((member, *charge), of, assumptions, former) {
                let message = format!("the charge '{}' cannot be divided by month", member.id);
                let remedy = "write every = \"period\", or share charges that are not paid ahead, kept or counted from their creation";
                table.complain_at(at.clone(), message, remedy);
            }
        }
    }
}

/// Is there a price list or a reading under which a charge has no amount of a month?
fn is_hindered(
    (charge, place): (&Charge, usize),
    of: &OtherLines,
    assumptions: &[PlacedAssumption],
    former: &[PlacedList],
) -> bool {
    let axes = &charge.axes;
    let readings = assumptions.iter().flat_map(|(asked, _)| &asked.readings);
    let patches = readings.flat_map(|reading| &reading.charges);
    let lists = former.iter().flat_map(|(list, _)| {
        list.charges.iter().chain(list.readings.iter().flat_map(|it| &it.charges))
    });
    let mut patches = patches.chain(lists).filter(|(to, _)| *to == place);
    hinders(Some(&axes.meter), Some(&axes.prorate), of.every)
        || patches.any(|(_, AxesPatch { meter, prorate, .. })| {
            hinders(meter.as_ref(), prorate.as_ref(), of.every)
        })
}

fn hinders(meter: Option<&Meter>, prorate: Option<&Choice<Prorate>>, every: Cycle) -> bool {
    if matches!(meter, Some(Meter::Lines(..))) {
        return true;
    }
    let ahead = |prorate: &&Prorate| match prorate {
        Prorate::WholeMonths { .. } | Prorate::WholeCycles(_) | Prorate::SinceCreation(_) => true,
        Prorate::Exact | Prorate::Started(_) | Prorate::Completed(_) => false,
    };
    let ahead = prorate.is_some_and(|prorate| prorate.all().iter().any(ahead));
    let whole = matches!(meter, Some(Meter::Kept(..) | Meter::Used(_, Cycle::Period)));
    every == Cycle::Month && (ahead || whole)
}
