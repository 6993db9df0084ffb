//! The doubts about a total: the worst of the prices that it is made of, each with its share.

use std::sync::Arc;

use proptest::prelude::*;
use whatif_pricing::{
    AgeLimit, Catalog, Currency, Doubt, Doubted, ExchangeRate, ExchangeRates, Invoice, InvoiceOf,
    Percent, Period, RateCard, Ratio, Selection, Tariff, Vocabulary, Workload, doubts,
};

/// Ten a month for a secret: 6 official and dated, 3 third-party, 1 transcribed from an undated page.
const CARD: &str = r#"
id = "mine"
provider = "Mine"
service = "Service"
plan = "Plan"
needs = ["secrets"]
currency = "USD"
offset = "+00:00"

[[source]]
id = "page"
title = "A page"
url = "https://example.com"
dated = 2026-01-01
read = 2026-10-01

[[source]]
id = "undated"
title = "A page without a date"
url = "https://example.com/undated"
read = 2026-10-01

[rules]
R1 = "A rule."

[[charge]]
id = "six"
label = "Six"
pays-for = "secrets"
unit = "secret"
rules = ["R1"]
confidence = "official"
meter.held = { quantity = "secrets" }
price.per-unit = { amount = "6", per = "month" }

[[charge]]
id = "three"
label = "Three"
pays-for = "secrets"
unit = "secret"
rules = ["R1"]
confidence = "third-party"
meter.held = { quantity = "secrets" }
price.per-unit = { amount = "3", per = "month" }

[[charge]]
id = "one"
label = "One"
pays-for = "secrets"
unit = "secret"
rules = ["R1"]
confidence = "transcribed"
source = "undated"
meter.held = { quantity = "secrets" }
price.per-unit = { amount = "1", per = "month" }
"#;

const GUARD_DUTY: &str = include_str!("cards/aws-guardduty-2026-10.toml");

fn read(text: &str) -> Arc<RateCard> {
    Arc::new(RateCard::read(text, Vocabulary::standard()).unwrap())
}

fn amount(text: &str) -> Ratio {
    Ratio::parse(text).unwrap()
}

fn percent(text: &str) -> Percent {
    Percent::parse(text).unwrap()
}

/// 180 days, asked for on a day.
fn on(day: &str) -> AgeLimit {
    AgeLimit { on: day.parse().unwrap(), days_max: 180 }
}

fn quoted(card: &Arc<RateCard>, selection: &Selection, set: &[(&str, &str)]) -> Invoice {
    let period = Period::standard_month("2026-06-01".parse().unwrap());
    quoted_in(card, selection, set, period)
}

fn quoted_in(
    card: &Arc<RateCard>,
    selection: &Selection,
    set: &[(&str, &str)],
    period: Period,
) -> Invoice {
    let mut workload = Workload::standard(Vocabulary::standard());
    for (driver, value) in set {
        workload.set_text(driver, value).unwrap();
    }
    let tariff = Tariff::new(card, selection, period).unwrap();
    let mut invoice = Invoice::default();
    tariff.quote(&workload.usage(tariff.period_terms()).unwrap(), &mut invoice).unwrap();
    invoice
}

/// The doubts about the card alone with two secrets.
fn alone(selection: &Selection, limit: AgeLimit) -> Vec<Doubted> {
    let card = read(CARD);
    let invoice = quoted(&card, selection, &[("secrets", "2")]);
    let own = InvoiceOf { card: &card, selection, invoice: &invoice };
    doubts(own, &[], &ExchangeRates::default(), limit).unwrap()
}

fn standard() -> Selection {
    Selection::standard(&read(CARD))
}

fn doubted(doubt: Doubt, share: &str) -> Doubted {
    Doubted { doubt, share: Some(amount(share)) }
}

fn undated() -> Doubt {
    Doubt::Undated { read: "2026-10-01".parse().unwrap() }
}

#[test]
fn each_doubt_has_its_share_the_worst_first() {
    let found = alone(&standard(), on("2026-05-01"));
    // The page without a date was transcribed too: a price has one doubt, its worst.
    assert_eq!(found, [doubted(Doubt::ThirdParty, "0.3"), doubted(undated(), "0.1")]);
}

#[test]
fn a_source_is_old_by_its_own_date_and_never_by_the_day_it_was_read() {
    let old = Doubt::Old { dated: "2026-01-01".parse().unwrap() };
    let all = [doubted(Doubt::ThirdParty, "0.3"), doubted(old, "0.6"), doubted(undated(), "0.1")];
    // 180 days after 1 January is 30 June.
    assert_eq!(alone(&standard(), on("2026-06-30")), [all[0], all[2]]);
    assert_eq!(alone(&standard(), on("2026-07-01")), all);
    assert_eq!(alone(&standard(), on("2040-01-01")), all);
}

#[test]
fn the_users_own_price_is_beyond_doubt() {
    let (card, mut selection) = (read(CARD), standard());
    selection.price(&card, "three", 3.into()).unwrap();
    assert_eq!(alone(&selection, on("2026-05-01")), [doubted(undated(), "0.1")]);
}

#[test]
fn a_doubt_follows_its_amount() {
    let (card, mut selection) = (read(CARD), standard());
    selection.adjust(&card, "three", percent("100").negated().unwrap()).unwrap();
    // 6 + 0 + 1
    let seventh = Ratio::ONE.over(Ratio::from(7)).unwrap();
    let one = Doubted { doubt: undated(), share: Some(seventh) };
    assert_eq!(alone(&selection, on("2026-05-01")), [one]);
    selection.adjustment = Some(percent("50"));
    assert_eq!(alone(&selection, on("2026-05-01")), [one]);
}

#[test]
fn prices_that_add_up_to_nothing_are_in_doubt_without_a_share() {
    let text = CARD.replace("amount = \"6\"", "amount = \"0\"");
    let text = text.replace("amount = \"3\"", "amount = \"0\"");
    let card = read(&text.replace("amount = \"1\"", "amount = \"0\""));
    let selection = Selection::standard(&card);
    let invoice = quoted(&card, &selection, &[("secrets", "2")]);
    let own = InvoiceOf { card: &card, selection: &selection, invoice: &invoice };
    let found = doubts(own, &[], &ExchangeRates::default(), on("2026-05-01")).unwrap();
    let kinds: Vec<Doubt> = found.iter().map(|it| it.doubt).collect();
    assert_eq!(kinds, [Doubt::ThirdParty, undated()]);
    assert!(found.iter().all(|it| it.share.is_none()));
}

#[test]
fn what_is_not_used_casts_no_doubt() {
    let card = read(CARD);
    let selection = standard();
    let invoice = quoted(&card, &selection, &[("secrets", "0")]);
    let own = InvoiceOf { card: &card, selection: &selection, invoice: &invoice };
    assert_eq!(doubts(own, &[], &ExchangeRates::default(), on("2040-01-01")), Ok(vec![]));
}

#[test]
fn a_price_is_unpublished_only_for_a_total_that_needs_it() {
    let card = read(GUARD_DUTY);
    let selection = Selection::standard(&card);
    let found = |vcpus: &str| {
        let invoice = quoted(
            &card,
            &selection,
            &[("vcpus", vcpus), ("log_gb", "500"), ("audit_events", "0")],
        );
        let own = InvoiceOf { card: &card, selection: &selection, invoice: &invoice };
        doubts(own, &[], &ExchangeRates::default(), on("2026-11-30")).unwrap()
    };
    assert_eq!(found("5000"), [doubted(Doubt::Transcribed, "1")]);
    // 500 of the 4,625 that are known are of the other line.
    let rest = amount("500").over(amount("4625")).unwrap();
    assert_eq!(
        found("6000"),
        [
            Doubted { doubt: Doubt::Unpublished, share: None },
            Doubted { doubt: Doubt::Transcribed, share: Some(rest) },
        ]
    );
}

#[test]
fn companions_count_with_their_part_of_the_total() {
    let card = read(CARD);
    let other = read(&CARD.replace("\"mine\"", "\"other\"").replace("\"USD\"", "\"EUR\""));
    let (mut own_choices, mut other_choices) = (standard(), Selection::standard(&other));
    own_choices.price(&card, "three", 3.into()).unwrap();
    other_choices.adjustment = Some(percent("50").negated().unwrap());
    let set = [("secrets", "1")];
    let (own, companion) =
        (quoted(&card, &own_choices, &set), quoted(&other, &other_choices, &set));
    let own = InvoiceOf { card: &card, selection: &own_choices, invoice: &own };
    let companion = InvoiceOf { card: &other, selection: &other_choices, invoice: &companion };
    let mut rates = ExchangeRates::default();
    let [euro, dollar] = ["EUR", "USD"].map(|code| Currency::parse(code).unwrap());
    let day = "2026-06-01".parse().unwrap();
    // 10 USD, and half of 10 EUR at 2 USD: of the 20, the companion's third-party price makes 3.
    rates.set(ExchangeRate::read(euro, dollar, "2", day).unwrap()).unwrap();
    let found = doubts(own, &[companion], &rates, on("2026-05-01")).unwrap();
    assert_eq!(found, [doubted(Doubt::ThirdParty, "0.15"), doubted(undated(), "0.1")]);
    // Without a rate the companion is not in the total.
    let found = doubts(own, &[companion], &ExchangeRates::default(), on("2026-05-01")).unwrap();
    assert_eq!(found, [doubted(undated(), "0.1")]);
}

#[test]
fn a_list_that_was_in_force_in_the_period_is_not_old() {
    let card = Catalog::shipped().card("scaleway-key-manager").unwrap();
    let selection = Selection::standard(&card);
    let found = |month: &str| {
        let period = Period::month(month).unwrap();
        let invoice = quoted_in(&card, &selection, &[("keys", "3")], period);
        let own = InvoiceOf { card: &card, selection: &selection, invoice: &invoice };
        let found = doubts(own, &[], &ExchangeRates::default(), on("2040-01-01")).unwrap();
        found.iter().any(|it| matches!(it.doubt, Doubt::Old { .. } | Doubt::Undated { .. }))
    };
    assert!(found("2026-06"));
    assert!(!found("2025-06"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, ..ProptestConfig::default() })]

    /// Of every shipped card the shares are parts of one whole, each kind once, the worst first.
    #[test]
    fn shares_are_parts_of_one_whole(place in 0_usize..1_000, secrets in 0_u32..5_000, keys in 0_u32..90) {
        let cards = Catalog::shipped().cards();
        let card = &cards[place % cards.len()];
        let selection = Selection::standard(card);
        let (secrets, keys) = (secrets.to_string(), keys.to_string());
        let invoice = quoted(card, &selection, &[("secrets", &secrets), ("keys", &keys)]);
        let own = InvoiceOf { card, selection: &selection, invoice: &invoice };
        let found = doubts(own, &[], &ExchangeRates::default(), on("2026-11-30")).unwrap();
        let shares = found.iter().filter_map(|it| it.share);
        let sum = shares.fold(Ratio::ZERO, |sum, share| sum.plus(share).unwrap());
        prop_assert!(sum <= Ratio::ONE);
        let kinds: Vec<_> = found.iter().map(|it| std::mem::discriminant(&it.doubt)).collect();
        let mut once = kinds.clone();
        once.dedup();
        prop_assert_eq!(kinds, once);
        let misses = invoice.lines.iter().any(|line| line.amount.is_none());
        let first = found.first().map(|it| it.doubt);
        prop_assert_eq!(misses, first == Some(Doubt::Unpublished));
    }
}
