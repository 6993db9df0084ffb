//! Reads prices: flat, per unit, in graduated tiers or in volume tiers.

use rust_decimal::Decimal;

use super::context::{Context, choice, only_one};
use crate::charge::{Price, Rate};
use crate::text::{Item, Table};
use crate::tiers::Tier;
use crate::unit::TimeUnit;

/// Reads the price of a charge.
pub(super) fn price(table: &Table<'_>, context: &Context<'_>) -> Option<Price> {
    let single = |item: Item<'_>, flat: bool| single_price(&item.table()?, context, flat);
    let tiered = |item: Item<'_>, graduated: bool| tiered_price(&item.table()?, context, graduated);
    let flat = table.may("flat", |item| single(item, true));
    let per_unit = table.may("per-unit", |item| single(item, false));
    let graduated = table.may("graduated", |item| tiered(item, true));
    let volume = table.may("volume", |item| tiered(item, false));
    table.finish();
    only_one(
        table,
        "price",
        [flat, per_unit, graduated, volume],
        "flat, per-unit, graduated, volume",
    )
}

/// None where there is a time that cannot be read.
fn basis(table: &Table<'_>) -> Option<(Decimal, Option<TimeUnit>)> {
    let of = table.may("of", Item::positive).unwrap_or(Decimal::ONE);
    let per = table.may("per", |item| item.word(TimeUnit::parse, &TimeUnit::NAMES, "unit of time"));
    (per.is_some() || !table.has("per")).then_some((of, per))
}

fn single_price(table: &Table<'_>, context: &Context<'_>, flat: bool) -> Option<Price> {
    let unpublished = table.may("unpublished", Item::text);
    let basis = basis(table);
    let rate = if let Some(reason) = unpublished {
        Some(Rate::Unpublished(reason))
    } else {
        let amount = table.need("amount", |item| choice(item, context, &amount));
        amount.map(if flat { Rate::Flat } else { Rate::PerUnit })
    };
    table.finish();
    let (of, per) = basis?;
    Some(Price { rate: rate?, of, per })
}

/// A price, or the word `unpublished`.
#[expect(
    clippy::option_option,
    reason = "outside: was it readable, as for every reader; inside: is it published"
)]
fn amount(item: Item<'_>) -> Option<Option<Decimal>> {
    if item.is_text("unpublished") { Some(None) } else { item.price().map(Some) }
}

fn tiered_price(table: &Table<'_>, context: &Context<'_>, graduated: bool) -> Option<Price> {
    let basis = basis(table);
    let tiers = table.need("tier", |item| {
        let tables = item.tables()?;
        tables.iter().map(|table| tier(table, context)).collect::<Option<Vec<_>>>()
    });
    table.finish();
    let tiers = tiers?;
    check_tiers(&tiers, table);
    let (of, per) = basis?;
    Some(Price {
        rate: if graduated { Rate::Graduated(tiers) } else { Rate::Volume(tiers) },
        of,
        per,
    })
}

fn tier(table: &Table<'_>, context: &Context<'_>) -> Option<Tier> {
    let up_to = table.may("up-to", Item::positive);
    let amount = table.need("amount", |item| choice(item, context, &amount));
    table.finish();
    Some(Tier { up_to, amount: amount? })
}

/// Tiers rise, and the last one, and only it, is open.
fn check_tiers(tiers: &[Tier], table: &Table<'_>) {
    let open = tiers.iter().filter(|tier| tier.up_to.is_none()).count();
    if open > 1 {
        table.complain(
            format!("{open} tiers are open-ended"),
            "give every tier but the last an up-to",
        );
    }
    if tiers.last().is_none_or(|tier| tier.up_to.is_some()) {
        table.complain(
            "the last tier is not open-ended",
            "take up-to out of the last tier: larger quantities need a price, or \"unpublished\"",
        );
    }
    let ends: Vec<Decimal> = tiers.iter().filter_map(|tier| tier.up_to).collect();
    if ends.windows(2).any(|pair| pair[0] >= pair[1]) {
        table.complain(
            "the tiers do not rise",
            "order them by up-to, each larger than the one before",
        );
    }
}
