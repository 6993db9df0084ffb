//! Reads charges and the axes that a reading of the source changes.
#![expect(
    clippy::needless_pass_by_value,
    reason = "every reader takes its item, as `Table::need` does"
)]

use std::ops::Range;

use super::agree::{Disagreement, disagreements, is_held_exactly};
use super::context::{
    Context, bound, choice, choice_of_tables, formula, named_source, only_one, rule_id,
};
use super::meter::meter;
use super::named::{CYCLES, cycle};
use super::price::price;
use crate::card::charge::{
    Allow, Axes, AxesPatch, Charge, Clamp, Confidence, MonthLength, PartMonth, Prorate,
    QuantizeChoice, RoundMoney, Scope, Trial,
};
use crate::card::choice::Choice;
use crate::card::text::{Item, Table};
use crate::number::unit::Length;
use crate::time::cycle::Cycle;
use crate::usage::driver::DriverKind;

fn rule_ids(item: Item<'_>, context: &Context<'_>) -> Option<Vec<String>> {
    item.list()?.into_iter().map(|item| rule_id(item, context)).collect()
}

/// A charge with its place in the text.
pub(super) fn charge(table: &Table<'_>, context: &Context<'_>) -> Option<(Charge, Range<usize>)> {
    let id = table.need("id", Item::id);
    let label = table.need("label", Item::text);
    let pays_for = table.need("pays-for", Item::id);
    let unit = table.need("unit", Item::text);
    let rules = table.need("rules", |item| rule_ids(item, context));
    let sure = |item: Item<'_>| item.word(Confidence::parse, &Confidence::NAMES, "confidence");
    let confidence = table.need("confidence", |item| choice(item, context, &sure));
    let named = |item: Item<'_>| named_source(&item, context);
    let source = table.may("source", |item| choice(item, context, &named));
    let source = source.unwrap_or(Choice::Same(0));
    let patch = axes(table, context);
    if !table.has("meter") {
        table.complain(
            "the charge has no meter",
            "add for instance meter.held = { quantity = \"secrets\" }",
        );
    }
    if !table.has("price") {
        table.complain(
            "the charge has no price",
            "add for instance price.per-unit = { amount = \"0.40\", per = \"month\" }",
        );
    }
    table.finish();
    let id = id?;
    let axes = complete(patch, &id, table)?;
    let charge = Charge {
        id,
        label: label?,
        pays_for: pays_for?,
        unit: unit?,
        rules: rules?,
        confidence: confidence?,
        source,
        axes,
    };
    Some((charge, table.place().clone()))
}

/// The axes a charge has, the rest at their defaults; complains of those that do not go together.
fn complete(patch: AxesPatch, id: &str, table: &Table<'_>) -> Option<Axes> {
    let meter = patch.meter?;
    let price = patch.price?;
    let axes = Axes {
        while_above_zero: patch.while_above_zero,
        meter,
        scope: patch.scope,
        quantize: patch.quantize.unwrap_or_default(),
        allow: patch.allow,
        trial: patch.trial,
        price,
        prorate: patch.prorate.unwrap_or(Choice::Same(Prorate::Exact)),
        month: patch.month.unwrap_or(MonthLength::Period),
        part_month: patch.part_month.unwrap_or_default(),
        clamp: patch.clamp.unwrap_or_default(),
        round: patch.round,
        settle: patch.settle.unwrap_or(Cycle::Period),
    };
    let told = |key, message: &str, remedy: &str| {
        let message = format!("the charge '{id}': {message}");
        table.complain_at(table.place_of(key), message, remedy);
    };
    for Disagreement { key, message, remedy } in disagreements(&axes) {
        told(key, message, remedy);
    }
    if axes.settle != Cycle::Period && !is_held_exactly(&axes) {
        let remedy = "take settle out: the cycle is named by the meter or by prorate";
        told("settle", "settle is for a quantity held to the second", remedy);
    }
    Some(axes)
}

/// The axes that stand in a table; asked for whole charges and for what a reading sets.
pub(super) fn axes(table: &Table<'_>, context: &Context<'_>) -> AxesPatch {
    AxesPatch {
        while_above_zero: table.may("while", |item| formula(&item, context, DriverKind::Level)),
        meter: table.may("meter", |item| meter(&item.table()?, context)),
        scope: table.may("scope", |item| scope(item, context)),
        quantize: table.may("quantize", |item| Some(quantize(&item.table()?, context))),
        allow: table.may("allow", |item| allow(&item.table()?, context)),
        trial: table.may("trial", |item| trial(&item.table()?, context)),
        price: table.may("price", |item| price(&item.table()?, context)),
        prorate: table
            .may("prorate", |item| choice_of_tables(item, context, &|item| prorate(item, context))),
        month: table.may("month", month),
        part_month: table.may("part-month", |item| {
            let read = |word: &str| match word {
                "whole" => Some(PartMonth::Whole),
                "share" => Some(PartMonth::Share),
                _ => None,
            };
            item.word(read, &["whole", "share"], "way to count a part of a month")
        }),
        clamp: table.may("clamp", |item| Some(clamp(&item.table()?))),
        round: table.may("round", |item| round(&item.table()?)),
        settle: table.may("settle", |item| item.word(cycle, &CYCLES, "cycle")),
    }
}

fn scope(item: Item<'_>, context: &Context<'_>) -> Option<Scope> {
    if !item.is_table() {
        return Some(Scope { groups: formula(&item, context, DriverKind::Level)?, whole: true });
    }
    let table = item.table()?;
    let groups = table.need("groups", |item| formula(&item, context, DriverKind::Level));
    let whole = table.may("whole", Item::flag).unwrap_or(true);
    table.finish();
    Some(Scope { groups: groups?, whole })
}

fn quantize(table: &Table<'_>, context: &Context<'_>) -> QuantizeChoice {
    let number = |key| table.may(key, |item| bound(item, context)).unwrap_or(Choice::Same(None));
    let (minimum, step) = (number("minimum"), number("step"));
    table.finish();
    QuantizeChoice { minimum, step }
}

fn allow(table: &Table<'_>, context: &Context<'_>) -> Option<Allow> {
    let read = |item: Item<'_>| formula(&item, context, DriverKind::Level);
    let quantity = table.need("quantity", |item| choice(item, context, &read));
    let account = table.may("scope", |item| {
        item.word(|word| (word == "account").then_some(()), &["account"], "scope")
    });
    let after_quantize = table.may("after-quantize", Item::flag).unwrap_or(false);
    table.finish();
    Some(Allow { quantity: quantity?, account: account.is_some(), after_quantize })
}

fn trial(table: &Table<'_>, context: &Context<'_>) -> Option<Trial> {
    let read = |item: Item<'_>| {
        if item.is_text("none") {
            return Some(None);
        }
        trial_days(item).map(Some)
    };
    let days = table.need("days", |item| choice(item, context, &read));
    let quantity = |item: Item<'_>| formula(&item, context, DriverKind::Level);
    let allow = table.may("allow", |item| choice(item, context, &quantity));
    table.finish();
    Some(Trial { days: days?, allow })
}

fn prorate(item: Item<'_>, context: &Context<'_>) -> Option<Prorate> {
    const WORDS: [&str; 10] = [
        "exact",
        "started-minute",
        "started-hour",
        "started-day",
        "started-month",
        "completed-hour",
        "completed-day",
        "minutes-since-creation",
        "hours-since-creation",
        "days-since-creation",
    ];
    if !item.is_table() {
        let read = |word: &str| match word {
            "exact" => Some(Prorate::Exact),
            "started-minute" => Some(Prorate::Started(Cycle::Minute)),
            "started-hour" => Some(Prorate::Started(Cycle::Hour)),
            "started-day" => Some(Prorate::Started(Cycle::Day)),
            "started-month" => Some(Prorate::Started(Cycle::Month)),
            "completed-hour" => Some(Prorate::Completed(Cycle::Hour)),
            "completed-day" => Some(Prorate::Completed(Cycle::Day)),
            "minutes-since-creation" => Some(Prorate::SinceCreation(Length::MINUTE)),
            "hours-since-creation" => Some(Prorate::SinceCreation(Length::HOUR)),
            "days-since-creation" => Some(Prorate::SinceCreation(Length::DAY)),
            _ => None,
        };
        return item.word(read, &WORDS, "way to pro-rate");
    }
    let table = item.table()?;
    let cycles = table.may("whole-cycles", length);
    let months = table.may("whole-months", |item| choice(item, context, &whole_months));
    let first = table.may("first", |item| choice(item, context, &whole_months));
    table.finish();
    if first.is_some() && months.is_none() {
        table.complain("a first term without terms", "write whole-months beside it");
    }
    let months = months.map(|months| Prorate::WholeMonths { months, first });
    let kinds = [months, cycles.map(Prorate::WholeCycles)];
    only_one(&table, "way to pro-rate", kinds, "whole-months, whole-cycles")
}

fn trial_days(item: Item<'_>) -> Option<u32> {
    let days = item.clone().whole()?;
    if (1..=3_660).contains(&days) {
        return Some(days);
    }
    item.complain(format!("a trial of {days} days"), "write 1 to 3,660 days, or \"none\"");
    None
}

pub(super) fn whole_days(item: Item<'_>) -> Option<u32> {
    let days = item.clone().whole()?;
    if (1..=3_660).contains(&days) {
        return Some(days);
    }
    item.complain(format!("a term of {days} days"), "write 1 to 3,660 days");
    None
}

pub(super) fn whole_months(item: Item<'_>) -> Option<u32> {
    let months = item.clone().whole()?;
    if (1..=120).contains(&months) {
        return Some(months);
    }
    item.complain(format!("a term of {months} months"), "write 1 to 120 months");
    None
}

fn month(item: Item<'_>) -> Option<MonthLength> {
    if item.is_text("period") {
        return Some(MonthLength::Period);
    }
    length(item).map(|length| MonthLength::Seconds(length.seconds()))
}

/// The length of a month or of a cycle.
fn length(item: Item<'_>) -> Option<Length> {
    let length = item.clone().length()?;
    if length.seconds() == 0 {
        item.complain(
            "the month has no length",
            "write for instance \"30 d\", \"730 h\" or \"period\"",
        );
        return None;
    }
    Some(length)
}

fn clamp(table: &Table<'_>) -> Clamp {
    let minimum = table.may("minimum", Item::price);
    let maximum = table.may("maximum", Item::price);
    table.finish();
    Clamp { minimum, maximum }
}

fn round(table: &Table<'_>) -> Option<RoundMoney> {
    let places = table.need("places", Item::whole);
    let up = table.need("direction", |item| {
        let read = |word: &str| match word {
            "up" => Some(true),
            "half" => Some(false),
            _ => None,
        };
        item.word(read, &["up", "half"], "direction")
    });
    table.finish();
    let places = places?;
    if places > crate::number::decimal::PRICE_PLACES_MAX {
        table.complain(format!("rounding to {places} places"), "write at most 12");
        return None;
    }
    Some(RoundMoney { places, up: up? })
}
