//! Reads a whole card.
#![expect(
    clippy::needless_pass_by_value,
    reason = "every reader takes its item, as `Table::need` does"
)]

use std::sync::OnceLock;

use chrono::{FixedOffset, NaiveDate, Offset};

use super::assumption::{Parts, assumption};
use super::charge::{charge, whole_days, whole_months};
use super::combined::check_readings;
use super::companion::companion;
use super::context::{Context, choice, only_one, rule_id};
use super::example::example;
use super::former::{check_order, former};
use super::price_table::{check_read, price_table};
use super::quota::quota;
use super::shared::{Placed as PlacedPool, check_shared, pool};
use crate::card::bound::Bound;
use crate::card::charge::Charge;
use crate::card::choice::Choice;
use crate::card::lifecycle::{Bill, Stage};
use crate::card::rate_card::{
    Assumption, CardOption, Choosing, FormerList, Named, RateCard, Rule, Source,
};
use crate::card::text::{Item, Table, is_id};
use crate::number::money::Currency;
use crate::number::unit::Length;
use crate::time::cycle::Cycle;
use crate::usage::driver::Vocabulary;

const JOBS: [&str; 4] = ["secrets", "keys", "certificates", "security"];

/// Reads a card; what is missing or wrong is reported on the way.
pub(super) fn card(table: &Table<'_>, vocabulary: &'static Vocabulary) -> RateCard {
    let id = table.need("id", Item::id);
    let provider = table.need("provider", Item::text);
    let service = table.need("service", Item::text);
    let plan = table.need("plan", Item::text);
    let jobs = table.need("needs", jobs);
    let offset = table.need("offset", offset);
    let closed = table.may("closed", Item::text);
    let only_for = table.may("only-for", Item::text);
    let effective_from = table.may("effective-from", Item::date);
    let ended = table.may("ended", Item::date);
    let notes = table.may("notes", Item::texts).unwrap_or_default();
    let sources = table.need("source", |item| item.each(source)).unwrap_or_default();
    let options = table.may("option", |item| options(&item.table()?)).unwrap_or_default();
    let rules = table.need("rules", |item| rules(&item.table()?)).unwrap_or_default();
    let prices = table.may("prices", |item| price_table(item, &options));
    let prices = prices.as_ref();
    let charge_ids = table.may("charge", ids).unwrap_or_default();
    let names = (options.as_slice(), sources.as_slice(), rules.as_slice());
    let context = Context::new(vocabulary, names, &charge_ids, prices);
    let currency = table.need("currency", |item| choice(item, &context, &currency));
    let companions = table.may("companion", |item| item.each(|table| companion(table, &context)));
    let charges = charges(table, &context);
    let lifecycle = stages(table, &context);
    let bill = table.may("bill", |item| bill(&item.table()?, &context));
    let quotas = table.may("quota", |item| item.each(|table| quota(table, &context)));
    let pools =
        table.may("pool", |item| item.each(|table| pool(table, &context))).unwrap_or_default();
    let parts = Parts { context: &context, charge_ids: &charge_ids, stages: &lifecycle };
    let (assumptions, former) = lists(table, (&charges, &pools), effective_from, &parts);
    check_read(prices);
    table.has("example"); // read last, once there is a card to run it on
    table.finish();
    // What could not be read has been reported, so that a card with stand-ins never leaves this module.
    let mut card = RateCard {
        id: id.unwrap_or_default(),
        provider: provider.unwrap_or_default(),
        service: service.unwrap_or_default(),
        plan: plan.unwrap_or_default(),
        jobs: jobs.unwrap_or_default(),
        currency: currency.unwrap_or(Choice::Same(Currency::NONE)),
        offset: offset.unwrap_or(chrono::Utc.fix()),
        closed,
        only_for,
        effective_from,
        ended,
        former,
        companions: companions.unwrap_or_default(),
        notes,
        assumptions,
        quotas: quotas.unwrap_or_default(),
        pools: pools.into_iter().map(|(pool, _)| pool).collect(),
        examples: OnceLock::new(),
        unread: None,
        options,
        sources,
        charges,
        lifecycle,
        bill,
        rules,
    };
    let examples = table
        .may("example", |item| item.each(|table| example(table, &card, &charge_ids, vocabulary)));
    card.examples = OnceLock::from(examples.unwrap_or_default());
    check_lists(table);
    card
}

fn charges(table: &Table<'_>, context: &Context<'_>) -> Vec<Charge> {
    let charges = table.need("charge", |item| item.each(|table| charge(table, context)));
    distinct(table, charges.unwrap_or_default())
}

fn stages(table: &Table<'_>, context: &Context<'_>) -> Vec<Stage> {
    let stages = table.may("lifecycle", |item| item.each(|table| stage(table, context)));
    stages.unwrap_or_default()
}

/// The readings and the price lists that are no longer in force, each held against the charges.
fn lists(
    table: &Table<'_>,
    (charges, pools): (&[Charge], &[PlacedPool]),
    effective_from: Option<NaiveDate>,
    parts: &Parts<'_>,
) -> (Vec<Assumption>, Vec<FormerList>) {
    let assumptions = table.may("assumption", |item| item.each(|table| assumption(table, parts)));
    let assumptions = assumptions.unwrap_or_default();
    let former = table.may("former", |item| item.each(|table| former(table, parts, &assumptions)));
    let former = former.unwrap_or_default();
    check_order(table, effective_from, &former);
    check_readings(table, charges, &former, &assumptions);
    check_shared(table, (charges, pools), &assumptions, &former);
    let former = former.into_iter().map(|(former, _)| former).collect();
    (assumptions.into_iter().map(|(assumption, _)| assumption).collect(), former)
}

/// Complains of a list that is there and has no entry.
fn check_lists(table: &Table<'_>) {
    for key in ["source", "charge"].into_iter().filter(|key| table.is_empty_list(key)) {
        let message = format!("the card has no {key}");
        table.complain_at(table.place_of(key), message, format!("add a table [[{key}]]"));
    }
}

/// The ids of all charges, those that cannot be read included, so that no other place is blamed.
fn ids(item: Item<'_>) -> Option<Vec<String>> {
    Some(item.tables()?.iter().filter_map(|table| table.text_of("id")).collect())
}

fn jobs(item: Item<'_>) -> Option<Vec<String>> {
    let job = |item: Item<'_>| {
        item.word(|word| JOBS.contains(&word).then(|| word.to_owned()), &JOBS, "need")
    };
    item.list()?.into_iter().map(job).collect()
}

fn currency(item: Item<'_>) -> Option<Currency> {
    let code = item.str()?;
    let currency = Currency::parse(code);
    if currency.is_none() {
        item.complain(
            format!("'{code}' is not a currency"),
            "write the three capital letters of ISO 4217, such as USD",
        );
    }
    currency
}

fn offset(item: Item<'_>) -> Option<FixedOffset> {
    let text = item.str()?;
    let offset = text.parse::<FixedOffset>().ok().filter(|_| text.len() == 6);
    if offset.is_none() {
        item.complain(format!("'{text}' is not an offset from UTC"), "write \"+08:00\"");
    }
    offset
}

fn source(table: &Table<'_>) -> Option<Source> {
    let id = table.need("id", Item::id);
    let title = table.need("title", Item::text);
    let url = table.need("url", address);
    let read = table.need("read", Item::date);
    let dated = table.may("dated", |item| {
        let dated = item.clone().date()?;
        if let Some(read) = read.filter(|read| dated > *read) {
            item.complain(
                format!("{dated} is after the day on which the text was read, {read}"),
                "write the day that the text has, or leave it out",
            );
        }
        Some(dated)
    });
    table.finish();
    Some(Source { id: id?, title: title?, url: url?, dated, read: read? })
}

/// An address that a browser may open: of a page, and of nothing that acts.
fn address(item: Item<'_>) -> Option<String> {
    let address = item.str()?.trim();
    let after = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme));
    let has_host = after.is_some_and(|after| after.starts_with(|it: char| it.is_alphanumeric()));
    if !has_host || address.contains(char::is_whitespace) {
        item.complain(
            format!("'{address}' is no address of a page"),
            "write one such as https://example.com/prices",
        );
        return None;
    }
    Some(address.to_owned())
}

fn options(table: &Table<'_>) -> Option<Vec<CardOption>> {
    let read = |(id, at, item): (&str, _, Item<'_>)| {
        if !is_id(id) {
            table.complain_at(at, format!("'{id}' is not a name"), "use letters, digits, - and _");
        }
        let table = item.table()?;
        let label = table.need("label", Item::text);
        let choose = table
            .may("choose", |item| item.word(Choosing::parse, &Choosing::NAMES, "kind of choice"));
        let months = table.may("binds-months", whole_months).map(Bound::Months);
        let days = table.may("binds-days", whole_days).map(Bound::Days);
        let binds = only_one(&table, "time that binds", [months, days], "binds-months, binds-days");
        let named = |(id, _, item): (&str, _, Item<'_>)| {
            Some(Named { id: id.to_owned(), label: item.text()? })
        };
        let choices: Option<Vec<Named>> = table.others().into_iter().map(named).collect();
        if choices.as_ref().is_some_and(|choices| choices.len() < 2) {
            table.complain(
                format!("the option '{id}' has nothing to choose"),
                "give it two choices or more",
            );
        }
        let (choose, choices) = (choose.unwrap_or_default(), choices?);
        let bound = |(place, choice): (usize, &Named)| match binds {
            Some(bound) => (place > 0).then_some(bound),
            None => bound_by_id(&choice.id),
        };
        let terms = choices.iter().enumerate().map(bound).collect();
        Some(CardOption { id: id.to_owned(), label: label?, choose, choices, terms })
    };
    table.others().into_iter().map(read).collect()
}

/// The time for which a choice binds, by its id: `year` and `month` are bought for that long.
fn bound_by_id(choice: &str) -> Option<Bound> {
    match choice {
        "year" => Some(Bound::Months(12)),
        "month" => Some(Bound::Months(1)),
        _ => None,
    }
}

fn rules(table: &Table<'_>) -> Option<Vec<Rule>> {
    let read =
        |(id, _, item): (&str, _, Item<'_>)| Some(Rule { id: id.to_owned(), says: item.text()? });
    table.others().into_iter().map(read).collect()
}

/// Charges without their places; complains of names that stand twice.
fn distinct(table: &Table<'_>, charges: Vec<(Charge, std::ops::Range<usize>)>) -> Vec<Charge> {
    let mut kept: Vec<Charge> = Vec::with_capacity(charges.len());
    for (charge, at) in charges {
        if kept.iter().any(|known| known.id == charge.id) {
            table.complain_at(
                at,
                format!("the charge '{}' stands twice", charge.id),
                "rename one of them",
            );
        }
        kept.push(charge);
    }
    kept
}

fn stage(table: &Table<'_>, context: &Context<'_>) -> Option<Stage> {
    let id = table.need("id", Item::id);
    let after = table.need("after", Item::length);
    let accrues = table.need("accrues", Item::flag);
    let says = table.need("says", Item::text);
    let lost = table.may("lost", Item::text);
    let rule = table.need("rule", |item| rule_id(item, context));
    let varies = table.may("varies", Item::flag).unwrap_or(false);
    table.finish();
    Some(Stage {
        id: id?,
        after: after?,
        accrues: accrues?,
        says: says?,
        lost,
        rule: rule?,
        varies,
    })
}

fn bill(table: &Table<'_>, context: &Context<'_>) -> Option<Bill> {
    let read = |word: &str| match word {
        "hour" => Some(Cycle::Hour),
        "day" => Some(Cycle::Day),
        "month" => Some(Cycle::Month),
        "term" => Some(Cycle::Term { months: 1, first: 1 }),
        own => {
            let seconds = Length::parse(own).map(Length::seconds).filter(|seconds| *seconds > 0);
            seconds.map(|seconds| Cycle::Every { seconds })
        }
    };
    let cycles = ["hour", "day", "month", "term", "30 d"];
    let of = table.need("of", |item| item.word(read, &cycles, "cycle"));
    let prepaid = table.may("prepaid", Item::flag).unwrap_or(false);
    let opens = table.need("opens", Item::length);
    let closes = table.need("closes", Item::length);
    let says = table.need("says", Item::text);
    let rule = table.need("rule", |item| rule_id(item, context));
    table.finish();
    Some(Bill { of: of?, prepaid, opens: opens?, closes: closes?, says: says?, rule: rule? })
}
