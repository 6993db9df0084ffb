//! Reads prices: flat, per unit, in graduated tiers or in volume tiers.

use rust_decimal::Decimal;

use super::context::{Context, bound, choice, only_one};
use crate::card::charge::{Price, Rate};
use crate::card::choice::{Choice, each_choice};
use crate::card::text::{Item, Table};
use crate::card::tiers::Tier;
use crate::number::unit::TimeUnit;

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

/// The number of units and the unit of time of a price. `None` if the time cannot be read.
fn basis(table: &Table<'_>, context: &Context<'_>) -> Option<(Choice<Decimal>, Option<TimeUnit>)> {
    let of = table.may("of", |item| choice(item, context, &|item: Item<'_>| item.positive()));
    let of = of.unwrap_or(Choice::Same(Decimal::ONE));
    let per = table.may("per", |item| item.word(TimeUnit::parse, &TimeUnit::NAMES, "unit of time"));
    (per.is_some() || !table.has("per")).then_some((of, per))
}

fn single_price(table: &Table<'_>, context: &Context<'_>, flat: bool) -> Option<Price> {
    let unpublished = table.may("unpublished", Item::text);
    let basis = basis(table, context);
    let (rate, applies) = if let Some(reason) = unpublished {
        (Some(Rate::Unpublished(reason)), Choice::Same(true))
    } else {
        let amount = table.need("amount", |item| choice(item, context, &amount))?;
        let rate = if flat { Rate::Flat } else { Rate::PerUnit };
        let applies = amount.map(&|amount| *amount != Amount::NotCharged);
        (Some(rate(amount.map(&|amount| amount.published()))), applies)
    };
    table.finish();
    let (of, per) = basis?;
    Some(Price { rate: rate?, of, per, applies })
}

/// A card's statement of one price.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Amount {
    Published(Decimal),
    Unpublished,
    /// The choice does not have this item.
    NotCharged,
}

impl Amount {
    /// The amount, or `None` if it is unpublished. What is not charged costs nothing.
    const fn published(self) -> Option<Decimal> {
        match self {
            Self::Published(amount) => Some(amount),
            Self::Unpublished => None,
            Self::NotCharged => Some(Decimal::ZERO),
        }
    }
}

/// A price, or the word `unpublished` or `not-charged`.
fn amount(item: Item<'_>) -> Option<Amount> {
    if item.is_text("unpublished") {
        return Some(Amount::Unpublished);
    }
    if item.is_text("not-charged") {
        return Some(Amount::NotCharged);
    }
    item.price().map(Amount::Published)
}

fn tiered_price(table: &Table<'_>, context: &Context<'_>, graduated: bool) -> Option<Price> {
    let basis = basis(table, context);
    let tiers = table.need("tier", |item| {
        let tables = item.tables()?;
        tables.iter().map(|table| tier(table, context)).collect::<Option<Vec<_>>>()
    });
    table.finish();
    let (tiers, applies): (Vec<Tier>, Vec<Choice<bool>>) = tiers?.into_iter().unzip();
    check_tiers(&tiers, table);
    let (of, per) = basis?;
    Some(Price {
        rate: if graduated { Rate::Graduated(tiers) } else { Rate::Volume(tiers) },
        of,
        per,
        // A choice without the item is without its first tier.
        applies: applies.into_iter().next().unwrap_or(Choice::Same(true)),
    })
}

/// A tier, and whether the choice made has it.
fn tier(table: &Table<'_>, context: &Context<'_>) -> Option<(Tier, Choice<bool>)> {
    let up_to = table.may("up-to", |item| bound(item, context)).unwrap_or(Choice::Same(None));
    let amount = table.need("amount", |item| choice(item, context, &amount));
    table.finish();
    let amount = amount?;
    let applies = amount.map(&|amount| *amount != Amount::NotCharged);
    Some((Tier { up_to, amount: amount.map(&|amount| amount.published()) }, applies))
}

/// Tiers rise, and the last one, and only it, is open whatever is chosen.
fn check_tiers(tiers: &[Tier], table: &Table<'_>) {
    let is_open = |tier: &&Tier| tier.up_to == Choice::Same(None);
    let open = tiers.iter().filter(is_open).count();
    if open > 1 {
        table.complain(
            format!("{open} tiers are open-ended"),
            "give every tier but the last an up-to",
        );
    }
    if !tiers.last().as_ref().is_some_and(is_open) {
        table.complain(
            "the last tier is not open-ended",
            "take up-to out of the last tier: larger quantities need a price, or \"unpublished\"",
        );
    }
    let options = tiers.iter().flat_map(|tier| tier.up_to.options()).collect();
    let mut falls = false;
    each_choice(options, |chosen| {
        let ends = tiers.iter().filter_map(|tier| *tier.up_to.pick(chosen));
        let ends: Vec<Decimal> = ends.collect();
        falls |= ends.windows(2).any(|pair| pair[0] >= pair[1]);
    });
    if falls {
        table.complain(
            "the tiers do not rise",
            "order them by up-to, each larger than the one before",
        );
    }
}
