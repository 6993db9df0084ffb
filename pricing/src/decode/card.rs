//! Reads a whole card.
#![expect(
    clippy::needless_pass_by_value,
    reason = "every reader takes its item, as `Table::need` does"
)]

use chrono::{FixedOffset, NaiveDate};

use super::charge::{Context, axes, charge, choice, formula};
use super::item::{Item, Table, is_id};
use crate::card::{
    Assumption, CardOption, Example, ExampleEvent, Named, Quota, RateCard, Reading, Rule,
    Selection, Source,
};
use crate::charge::Charge;
use crate::cycle::Cycle;
use crate::driver::{DriverId, DriverKind, Vocabulary};
use crate::lifecycle::{Bill, Stage};
use crate::money::Currency;
use crate::period::Period;
use crate::suggest::Unknown;
use crate::workload::Workload;

const JOBS: [&str; 3] = ["secrets", "keys", "security"];

/// Reads a card; what is missing or wrong is reported on the way.
pub(super) fn card(table: &Table<'_>, vocabulary: &'static Vocabulary) -> Option<RateCard> {
    let id = table.need("id", Item::id);
    let provider = table.need("provider", Item::text);
    let service = table.need("service", Item::text);
    let plan = table.need("plan", Item::text);
    let jobs = table.need("needs", jobs);
    let currency = table.need("currency", currency);
    let offset = table.need("offset", offset);
    let closed = table.may("closed", Item::text);
    let companions = table.may("companions", Item::texts).unwrap_or_default();
    let notes = table.may("notes", Item::texts).unwrap_or_default();
    let sources = table.need("source", |item| each(item, source)).unwrap_or_default();
    let options = table.may("option", |item| options(&item.table()?)).unwrap_or_default();
    let context = Context { vocabulary, options: &options, sources: &sources };
    let charges = table.need("charge", |item| each(item, |table| charge(table, &context)));
    let charges = distinct(table, charges.unwrap_or_default());
    let rules = table.need("rules", |item| rules(&item.table()?)).unwrap_or_default();
    let lifecycle = table.may("lifecycle", |item| each(item, stage)).unwrap_or_default();
    let bill = table.may("bill", |item| bill(&item.table()?));
    let quotas = table.may("quota", |item| each(item, |table| quota(table, &context)));
    let parts = Parts { context: &context, charges: &charges, stages: &lifecycle };
    let assumptions = table.may("assumption", |item| each(item, |table| assumption(table, &parts)));
    table.has("example"); // read last, once there is a card to run it on
    table.finish();
    let mut card = RateCard {
        id: id?,
        provider: provider?,
        service: service?,
        plan: plan?,
        jobs: jobs?,
        currency: currency?,
        offset: offset?,
        closed,
        companions,
        notes,
        assumptions: assumptions.unwrap_or_default(),
        quotas: quotas.unwrap_or_default(),
        examples: Vec::new(),
        options,
        sources,
        charges,
        lifecycle,
        bill,
        rules,
    };
    let examples =
        table.may("example", |item| each(item, |table| example(table, &card, vocabulary)));
    check_rules(table, &card);
    card.examples = examples.unwrap_or_default();
    (!card.sources.is_empty() && !card.charges.is_empty()).then_some(card)
}

/// Every table of a list; each is read even when another fails.
fn each<T>(item: Item<'_>, read: impl Fn(&Table<'_>) -> Option<T>) -> Option<Vec<T>> {
    let all: Vec<Option<T>> = item.tables()?.iter().map(read).collect();
    all.into_iter().collect()
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
    let url = table.need("url", Item::text);
    let dated = table.may("dated", Item::date);
    let read = table.need("read", Item::date);
    table.finish();
    Some(Source { id: id?, title: title?, url: url?, dated, read: read? })
}

fn options(table: &Table<'_>) -> Option<Vec<CardOption>> {
    let read = |(id, at, item): (&str, _, Item<'_>)| {
        if !is_id(id) {
            table.complain_at(at, format!("'{id}' is not a name"), "use letters, digits, - and _");
        }
        let table = item.table()?;
        let label = table.need("label", Item::text);
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
        Some(CardOption { id: id.to_owned(), label: label?, choices: choices? })
    };
    table.others().into_iter().map(read).collect()
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

/// Every rule that is named is told.
fn check_rules(table: &Table<'_>, card: &RateCard) {
    let of_charges = card.charges.iter().flat_map(|charge| &charge.rules);
    let of_assumptions = card.assumptions.iter().map(|assumption| &assumption.rule);
    let of_quotas = card.quotas.iter().map(|quota| &quota.rule);
    let of_stages = card.lifecycle.iter().map(|stage| &stage.rule);
    let of_bill = card.bill.iter().map(|bill| &bill.rule);
    let named = of_charges.chain(of_assumptions).chain(of_quotas).chain(of_stages).chain(of_bill);
    for id in named {
        if card.rule(id).is_none() {
            let unknown = Unknown::new("rule", id, card.rules.iter().map(|rule| &rule.id));
            table.complain(unknown.to_string(), format!("add {id} = \"…\" to [rules]"));
        }
    }
}

fn stage(table: &Table<'_>) -> Option<Stage> {
    let id = table.need("id", Item::id);
    let after = table.need("after", Item::length);
    let accrues = table.need("accrues", Item::flag);
    let says = table.need("says", Item::text);
    let lost = table.may("lost", Item::text);
    let rule = table.need("rule", Item::text);
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

fn bill(table: &Table<'_>) -> Option<Bill> {
    let read = |word: &str| match word {
        "hour" => Some(Cycle::Hour),
        "day" => Some(Cycle::Day),
        "month" => Some(Cycle::Month),
        "term" => Some(Cycle::Term { months: 1 }),
        _ => None,
    };
    let of = table.need("of", |item| item.word(read, &["hour", "day", "month", "term"], "cycle"));
    let prepaid = table.may("prepaid", Item::flag).unwrap_or(false);
    let opens = table.need("opens", Item::length);
    let closes = table.need("closes", Item::length);
    let says = table.need("says", Item::text);
    let rule = table.need("rule", Item::text);
    table.finish();
    Some(Bill { of: of?, prepaid, opens: opens?, closes: closes?, says: says?, rule: rule? })
}

fn quota(table: &Table<'_>, context: &Context<'_>) -> Option<Quota> {
    let quantity = table.need("quantity", |item| formula(&item, context, DriverKind::Level));
    let limit = table.need("limit", |item| choice(item, context, Item::quantity));
    let read = |word: &str| match word {
        "warn" => Some(false),
        "incomplete" => Some(true),
        _ => None,
    };
    let incomplete =
        table.need("beyond", |item| item.word(read, &["warn", "incomplete"], "consequence"));
    let says = table.need("says", Item::text);
    let rule = table.need("rule", Item::text);
    table.finish();
    Some(Quota {
        quantity: quantity?,
        limit: limit?,
        incomplete: incomplete?,
        says: says?,
        rule: rule?,
    })
}

/// What a reading can change.
struct Parts<'a> {
    context: &'a Context<'a>,
    charges: &'a [Charge],
    stages: &'a [Stage],
}

fn assumption(table: &Table<'_>, parts: &Parts<'_>) -> Option<Assumption> {
    let id = table.need("id", Item::id);
    let rule = table.need("rule", Item::text);
    let asks = table.need("asks", Item::text);
    let mut readings = Vec::new();
    let mut defaults = Vec::new();
    for (place, (id, _, item)) in table.others().into_iter().enumerate() {
        let (reading, default) = reading(id, &item.table()?, parts)?;
        readings.push(reading);
        defaults.extend(default.then_some(place));
    }
    if readings.len() < 2 {
        table.complain(
            "an assumption with one reading",
            "give it two readings or more, or take it out",
        );
    }
    if defaults.len() != 1 {
        let message = format!("{} readings are the default", defaults.len());
        table.complain(message, "write default = true in one of them");
    }
    Some(Assumption { id: id?, rule: rule?, asks: asks?, readings, default: *defaults.first()? })
}

fn reading(id: &str, table: &Table<'_>, parts: &Parts<'_>) -> Option<(Reading, bool)> {
    let label = table.need("label", Item::text);
    let default = table.may("default", Item::flag).unwrap_or(false);
    let charges = table.may("set", |item| {
        let read = |(name, at, item): (&str, std::ops::Range<usize>, Item<'_>)| {
            let names = parts.charges.iter().map(|charge| &*charge.id);
            let place = place(table, name, at, "charge", names)?;
            let table = item.table()?;
            let patch = axes(&table, parts.context);
            table.finish();
            Some((place, patch))
        };
        item.table()?.others().into_iter().map(read).collect::<Option<Vec<_>>>()
    });
    let accrues = table.may("lifecycle", |item| {
        let read = |(name, at, item): (&str, std::ops::Range<usize>, Item<'_>)| {
            let place =
                place(table, name, at, "stage", parts.stages.iter().map(|stage| &*stage.id))?;
            let table = item.table()?;
            let accrues = table.need("accrues", Item::flag);
            table.finish();
            Some((place, accrues?))
        };
        item.table()?.others().into_iter().map(read).collect::<Option<Vec<_>>>()
    });
    table.finish();
    let named = Named { id: id.to_owned(), label: label? };
    let (charges, accrues) = (charges.unwrap_or_default(), accrues.unwrap_or_default());
    Some((Reading { named, charges, accrues }, default))
}

/// The place of a name among names, or a complaint.
fn place<'a>(
    table: &Table<'_>,
    name: &str,
    at: std::ops::Range<usize>,
    kind: &'static str,
    names: impl Iterator<Item = &'a str> + Clone,
) -> Option<usize> {
    let place = names.clone().position(|known| known == name);
    if place.is_none() {
        let unknown = Unknown::new(kind, name, names);
        let near = unknown.near.as_ref().map(|near| format!("did you mean '{near}'?"));
        let remedy = near.unwrap_or_else(|| format!("there are: {}", unknown.exists.join(", ")));
        table.complain_at(at, format!("unknown {kind} '{name}'"), remedy);
    }
    place
}

fn example(table: &Table<'_>, card: &RateCard, vocabulary: &'static Vocabulary) -> Option<Example> {
    let says = table.need("says", Item::text);
    let published = table.may("published", Item::flag).unwrap_or(true);
    let period = table.need("period", period);
    let set = table.may("set", |item| settings(&item.table()?, vocabulary));
    let selection = selection(table, card);
    let events = table.may("event", |item| each(item, |table| event(table, vocabulary)));
    let ids = || card.charges.iter().map(|charge| &*charge.id);
    let lines = table.may("lines", |item| by_charge(&item.table()?, ids(), Item::price));
    let total = table.may("total", Item::price);
    let seconds = table.may("seconds", |item| {
        let whole = |item: Item<'_>| item.whole().map(i64::from);
        by_charge(&item.table()?, ids(), |item| item.list()?.into_iter().map(whole).collect())
    });
    let source_prints = table.may("source-prints", Item::text);
    if lines.is_none() && total.is_none() && seconds.is_none() {
        table.complain("the example expects nothing", "add total, lines or seconds");
    }
    table.finish();
    Some(Example {
        says: says?,
        published,
        period: period?,
        set: set.unwrap_or_default(),
        selection,
        events: events.unwrap_or_default(),
        lines: lines.unwrap_or_default(),
        total,
        seconds: seconds.unwrap_or_default(),
        source_prints,
        place: table.place().clone(),
    })
}

/// `30 d`, `2026-04`, or `{ from, to }`.
fn period(item: Item<'_>) -> Option<Period> {
    let complain = |item: &Item<'_>, message: String| {
        item.complain(message, "write \"30 d\", \"2026-04\", or { from = \"…\", to = \"…\" }");
    };
    if item.is_table() {
        let table = item.clone().table()?;
        let from = table.need("from", Item::instant);
        let to = table.need("to", Item::instant);
        table.finish();
        return Period::span(from?, to?).map_err(|error| complain(&item, error.to_string())).ok();
    }
    let text = item.str()?;
    let start = NaiveDate::from_ymd_opt(2025, 1, 1).expect("a date of the calendar");
    let days = crate::unit::Length::parse(text).filter(|_| text.ends_with('d'));
    let period = match days {
        Some(length) => Period::days(start, length.seconds() / crate::unit::DAY_SECONDS),
        None => Period::month(text),
    };
    period.map_err(|error| complain(&item, error.to_string())).ok()
}

fn settings(table: &Table<'_>, vocabulary: &'static Vocabulary) -> Option<Vec<(DriverId, String)>> {
    let read = |(name, at, item): (&str, std::ops::Range<usize>, Item<'_>)| {
        let driver = driver(table, name, at, vocabulary)?;
        let text = item.str()?;
        readable(&item, driver, text, vocabulary)?;
        Some((driver, text.to_owned()))
    };
    table.others().into_iter().map(read).collect()
}

fn driver(
    table: &Table<'_>,
    name: &str,
    at: std::ops::Range<usize>,
    vocabulary: &Vocabulary,
) -> Option<DriverId> {
    let names = vocabulary.iter().map(|(_, driver)| &*driver.name);
    let names: Vec<&str> = names.collect();
    place(table, name, at, "driver", names.iter().copied())?;
    vocabulary.find(name)
}

/// Complains of a text that the driver cannot be set to.
fn readable(
    item: &Item<'_>,
    driver: DriverId,
    text: &str,
    vocabulary: &'static Vocabulary,
) -> Option<()> {
    match Workload::standard(vocabulary).read(driver, text) {
        Ok(_) => Some(()),
        Err(error) => {
            item.complain(error.to_string(), "write a number or a formula in quotes");
            None
        }
    }
}

fn event(table: &Table<'_>, vocabulary: &'static Vocabulary) -> Option<ExampleEvent> {
    let at = table.need("at", Item::instant);
    let driver = table.need("driver", |item| {
        let name = item.str()?;
        let driver = vocabulary.find(name);
        if driver.is_none() {
            item.unknown(&Unknown::new(
                "driver",
                name,
                vocabulary.iter().map(|(_, driver)| &driver.name),
            ));
        }
        driver
    });
    let value = table.need("value", |item| {
        let text = item.str()?;
        readable(&item, driver?, text, vocabulary)?;
        Some(text.to_owned())
    });
    table.finish();
    Some(ExampleEvent { at: at?, driver: driver?, value: value? })
}

/// Options, readings and prices of an example.
fn selection(table: &Table<'_>, card: &RateCard) -> Selection {
    let mut selection = Selection::standard(card);
    let pairs = |item: Item<'_>| {
        let others = item.table()?.others().into_iter();
        let pair = others.filter_map(|(name, _, item)| {
            Some((name.to_owned(), item.str()?.to_owned(), item.place().clone()))
        });
        Some(pair.collect::<Vec<_>>())
    };
    for (name, choice, at) in table.may("option", pairs).unwrap_or_default() {
        if let Err(error) = selection.choose(card, &name, &choice) {
            table.complain_at(at, error.to_string(), "choose what the card offers");
        }
    }
    for (name, reading, at) in table.may("assume", pairs).unwrap_or_default() {
        if let Err(error) = selection.assume(card, &name, &reading) {
            table.complain_at(at, error.to_string(), "take a reading that the card has");
        }
    }
    let prices = table.may("price", |item| {
        by_charge(&item.table()?, card.charges.iter().map(|charge| &*charge.id), Item::price)
    });
    for (charge, price) in prices.unwrap_or_default() {
        selection.prices[charge] = Some(price);
    }
    selection
}

/// Values by the charge's name.
fn by_charge<'a, 'b, T>(
    table: &Table<'a>,
    ids: impl Iterator<Item = &'b str> + Clone,
    read: impl Fn(Item<'a>) -> Option<T>,
) -> Option<Vec<(usize, T)>> {
    let read = |(name, at, item): (&str, std::ops::Range<usize>, Item<'a>)| {
        let place = place(table, name, at, "charge", ids.clone())?;
        Some((place, read(item)?))
    };
    table.others().into_iter().map(read).collect()
}
