//! Reads a companion: another card, and which of its drivers follow this one's use.

use super::context::{Context, formula};
use crate::card::rate_card::Companion;
use crate::card::text::{Item, Table};
use crate::usage::follow::Follow;

pub(super) fn companion(table: &Table<'_>, context: &Context<'_>) -> Option<Companion> {
    let card = table.need("card", Item::id);
    let says = table.need("says", Item::text);
    let follows = table.may("follows", |item| follows(&item.table()?, context));
    table.finish();
    Some(Companion { card: card?, says: says?, follows: follows.unwrap_or_default() })
}

fn follows(table: &Table<'_>, context: &Context<'_>) -> Option<Vec<Follow>> {
    let vocabulary = context.vocabulary;
    let names: Vec<&str> = vocabulary.iter().map(|(_, driver)| &*driver.name).collect();
    let follow = |(name, at, item): (&str, _, Item<'_>)| {
        table.find(name, at, "driver", names.iter().copied())?;
        let driver = vocabulary.find(name)?;
        let formula = formula(&item, context, vocabulary[driver].kind)?;
        Some(Follow { driver, formula })
    };
    table.others().into_iter().map(follow).collect()
}
