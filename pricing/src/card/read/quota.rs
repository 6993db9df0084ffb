//! Reads a quota: what is limited, what follows beyond the limit, and what carries more.

use rust_decimal::Decimal;

use super::context::{Context, choice, formula, named_driver, named_source, rule_id};
use super::named::named_option;
use crate::card::choice::Choice;
use crate::card::quota::{Beyond, Carrier, LimitedRate, Quota, RateUnit};
use crate::card::text::{Item, Table};
use crate::usage::driver::{DriverId, DriverKind};
use crate::usage::formula::Formula;
use crate::usage::suggest::Unknown;

pub(super) fn quota(table: &Table<'_>, context: &Context<'_>) -> Option<Quota> {
    let subject = subject(table, context);
    let limit = table.need("limit", |item| limit(item, context));
    let beyond =
        table.need("beyond", |item| item.word(Beyond::parse, &Beyond::NAMES, "consequence"));
    let carried_by = table.may("carried-by", |item| item.each(|table| carrier(table, context)));
    let says = table.need("says", Item::text);
    let rule = table.need("rule", |item| rule_id(item, context));
    let source = table.may("source", |item| named_source(&item, context)).unwrap_or(0);
    table.finish();
    let (quantity, rate) = subject?;
    Some(Quota {
        quantity,
        rate,
        limit: limit?,
        beyond: beyond?,
        carried_by: carried_by.unwrap_or_default(),
        says: says?,
        rule: rule?,
        source,
    })
}

/// The most there can be, or `"none"` for a choice without a limit.
fn limit(item: Item<'_>, context: &Context<'_>) -> Option<Choice<Option<Decimal>>> {
    let by_option = item.is_table();
    let read = |item: Item<'_>| {
        if by_option && item.is_text("none") {
            return Some(None);
        }
        item.quantity().map(Some)
    };
    choice(item, context, &read)
}

/// Reads the subject of the limit: a quantity, or a rate in each of some groups.
fn subject(table: &Table<'_>, context: &Context<'_>) -> Option<(Formula, Option<LimitedRate>)> {
    let level = |item| formula(&item, context, DriverKind::Level);
    let has_rate = table.has("rate");
    let (rate, scope) = (table.may("rate", level), table.may("scope", level));
    let per = table.may("per", |item| item.word(RateUnit::parse, &RateUnit::NAMES, "unit"));
    let per = per.unwrap_or(RateUnit::Second);
    if has_rate && table.has("quantity") {
        table.complain("the quota limits a rate and a quantity", "write one of the two");
    }
    if !has_rate {
        if scope.is_some() || table.has("per") {
            table.complain("'scope' and 'per' are of a rate, and there is none", "write rate");
        }
        return table.need("quantity", level).map(|quantity| (quantity, None));
    }
    let (of, (peak, name)) = (rate?, peak(table, context)?);
    let groups = scope.as_ref().map_or_else(String::new, |scope| format!(" / ({})", scope.text()));
    let mut each: Vec<DriverId> = Vec::new();
    for driver in scope.iter().flat_map(Formula::drivers) {
        if !each.contains(&driver) {
            each.push(driver);
        }
    }
    // Flows are for a month, and months over hours of the period is the part of a month in an hour.
    let of_hours = |per: &str| format!("({}) * months / hours / {per}", of.text());
    let (mean, with_peak) = match per {
        RateUnit::Second => (of_hours("3600"), format!("max({}, {name})", of_hours("3600"))),
        RateUnit::Minute => (of_hours("60"), format!("max({}, {name} * 60)", of_hours("60"))),
        RateUnit::Day => {
            let mean = format!("({}) * months / days", of.text());
            (mean.clone(), mean)
        }
    };
    let quantity = composed(table, context, &format!("{mean}{groups}"))?;
    let with_peak = composed(table, context, &format!("{with_peak}{groups}"))?;
    Some((quantity, Some(LimitedRate { of, per, each, peak, with_peak })))
}

/// The driver that may say how high a rate is at most.
fn peak<'a>(table: &Table<'_>, context: &Context<'a>) -> Option<(DriverId, &'a str)> {
    let found = context.vocabulary.iter().find(|(_, driver)| driver.mean.is_some());
    if found.is_none() {
        table.complain("no driver has a mean to be held against the rate", "limit a quantity");
    }
    found.map(|(id, driver)| (id, driver.name.as_str()))
}

/// A formula that is put together from formulas that were read.
fn composed(table: &Table<'_>, context: &Context<'_>, text: &str) -> Option<Formula> {
    let formula = Formula::parse(text, context.vocabulary, DriverKind::Level);
    if let Err(error) = &formula {
        table.complain(format!("the rate cannot be held against the limit: {error}"), "shorten it");
    }
    formula.ok()
}

fn carrier(table: &Table<'_>, context: &Context<'_>) -> Option<Carrier> {
    let named = ["card", "driver", "option"].into_iter().filter(|key| table.has(key)).count();
    let card = table.may("card", Item::id);
    let driver = table.may("driver", |item| named_driver(&item, context));
    let option = table.may("option", |item| named_option(&item, context.options));
    let choice = table.may("choice", |item| named_choice(&item, context, option?));
    let is_whole = table.has("option") == table.has("choice");
    table.finish();
    if named != 1 || !is_whole {
        table.complain(
            "it is not said what carries more",
            "write option and choice, or card, or driver",
        );
        return None;
    }
    let chosen = option.zip(choice).map(|(option, choice)| Carrier::Choice { option, choice });
    card.map(Carrier::Card).or(driver.map(Carrier::More)).or(chosen)
}

/// The place of a choice of an option that the card names.
fn named_choice(item: &Item<'_>, context: &Context<'_>, option: usize) -> Option<usize> {
    let choices = &context.options[option].choices;
    let name = item.str()?;
    let place = choices.iter().position(|choice| choice.id == name);
    if place.is_none() {
        item.unknown(&Unknown::new("choice", name, choices.iter().map(|choice| &choice.id)));
    }
    place
}
