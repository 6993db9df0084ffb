//! A card whose prices are in a currency by option quotes as a plain card of that currency does.

use std::sync::Arc;

use proptest::prelude::*;
use whatif_pricing::best::{Candidate, Question};
use whatif_pricing::levers::{LeverError, LeverRange, Levers, Subject};
use whatif_pricing::{
    Catalog, Currency, ExchangeRate, ExchangeRates, Invoice, InvoiceOf, Offer, Period, RateCard,
    Ratio, Selection, Tariff, Terms, Total, Vocabulary, Workload,
};

/// A card with two lists; each amount stands for the list that the card is chosen with.
const CARD: &str = r#"
id = "two-lists"
provider = "Somebody"
service = "Vault"
plan = "Standard"
needs = ["secrets"]
currency = { by = "list", us = "USD", eu = "EUR" }
offset = "+00:00"
effective-from = 2026-03-01

[[source]]
id = "page"
title = "Prices"
url = "https://example.com/prices"
dated = 2026-03-01
read = 2026-11-30

[rules]
R1 = "A secret costs 0.40 USD or 0.37 EUR a month, calls 0.05 USD or 0.06 EUR for 10,000."

[option.list]
label = "Price list"
choose = "price"
us = "US dollars"
eu = "Euros"

[[charge]]
id = "storage"
label = "Storage"
pays-for = "storage"
unit = "secret"
rules = ["R1"]
confidence = "official"
meter.held = { quantity = "secrets" }
price.per-unit = { amount = { by = "list", us = "0.40", eu = "0.37" }, per = "month" }

[[charge]]
id = "calls"
label = "Calls"
pays-for = "calls"
unit = "call"
rules = ["R1"]
confidence = "official"
meter.used = { quantity = "calls", every = "month" }
quantize = { minimum = "10000" }
price.graduated = { of = "10000", tier = [{ up-to = "100000", amount = { by = "list", us = "0.05", eu = "0.06" } }, { amount = "0.04" }] }

[[former]]
says = "A secret cost 0.50 USD or 0.45 EUR."
set.storage.price.per-unit = { amount = { by = "list", us = "0.50", eu = "0.45" }, per = "month" }

[[example]]
says = "100 secrets at the list in euros"
published = false
period = "2026-04"
option = { list = "eu" }
set = { secrets = "100", calls = "0" }
total = "37"

[[example]]
says = "A price of one's own is in the currency as it is chosen"
published = false
period = "2026-04"
option = { list = "eu" }
set = { secrets = "100", calls = "0" }
price = { storage = "0.30" }
total = "30"
"#;

const LISTS: [(&str, &str); 2] = [("us", "USD"), ("eu", "EUR")];

fn read(text: &str) -> Arc<RateCard> {
    let card = RateCard::read(text, Vocabulary::standard());
    Arc::new(card.unwrap_or_else(|problems| panic!("{problems}")))
}

fn card() -> Arc<RateCard> {
    read(CARD)
}

/// The card with the amounts of one list, and no other.
fn plain(list: &str, currency: &str) -> Arc<RateCard> {
    let mut text = CARD.split("\n[[example]]").next().unwrap().to_owned();
    for (us, eu) in [("0.40", "0.37"), ("0.05", "0.06"), ("0.50", "0.45")] {
        let both = format!("{{ by = \"list\", us = \"{us}\", eu = \"{eu}\" }}");
        assert!(text.contains(&both), "{both}");
        let one = if list == "us" { us } else { eu };
        text = text.replace(&both, &format!("\"{one}\""));
    }
    let both = "{ by = \"list\", us = \"USD\", eu = \"EUR\" }";
    read(&text.replace(both, &format!("\"{currency}\"")))
}

fn currency(code: &str) -> Currency {
    Currency::parse(code).unwrap()
}

fn ratio(text: &str) -> Ratio {
    Ratio::parse(text).unwrap()
}

fn april() -> Period {
    Period::month("2026-04").unwrap()
}

fn chosen(list: &str) -> Selection {
    let mut selection = Selection::standard(&card());
    selection.choose(&card(), "list", list).unwrap();
    selection
}

fn tariff(selection: &Selection) -> Tariff {
    Tariff::new(&card(), selection, april()).unwrap()
}

fn workload(secrets: &str, calls: &str) -> Workload {
    let mut workload = Workload::standard(Vocabulary::standard());
    workload.set_text("secrets", secrets).unwrap();
    workload.set_text("calls", calls).unwrap();
    workload
}

fn quoted(tariff: &Tariff, workload: &Workload) -> Invoice {
    let mut invoice = Invoice::default();
    tariff.quote(&workload.usage(tariff.period_terms()).unwrap(), &mut invoice).unwrap();
    invoice
}

/// One euro is two dollars.
fn rates() -> ExchangeRates {
    let mut rates = ExchangeRates::default();
    let day = "2026-04-01".parse().unwrap();
    rates.set(ExchangeRate::read(currency("EUR"), currency("USD"), "2", day).unwrap()).unwrap();
    rates
}

fn offer(list: &str, into: &str, rates: &ExchangeRates) -> Offer {
    Offer::new(tariff(&chosen(list)), vec![], currency(into), rates).unwrap()
}

proptest! {
    #[test]
    fn a_card_set_to_a_list_quotes_as_a_plain_card_of_its_currency_does(
        secrets in 0..5_000_u32, calls in 0..2_000_000_u32, days in 1..90_i64, start in 0..120_i64,
        own in prop::option::of(1..900_u32),
    ) {
        let first: chrono::NaiveDate = "2026-01-01".parse().unwrap();
        let period = Period::days(first + chrono::TimeDelta::days(start), days).unwrap();
        let workload = workload(&secrets.to_string(), &calls.to_string());
        for (list, code) in LISTS {
            let (card, plain) = (card(), plain(list, code));
            let (mut selection, mut standard) = (chosen(list), Selection::standard(&plain));
            if let Some(own) = own {
                selection.price(&card, "storage", own.into()).unwrap();
                standard.price(&plain, "storage", own.into()).unwrap();
            }
            let by_list = Tariff::new(&card, &selection, period).unwrap();
            let alone = Tariff::new(&plain, &standard, period).unwrap();
            prop_assert_eq!(by_list.currency(), plain.default_currency());
            prop_assert_eq!(by_list.currency(), alone.currency());
            prop_assert_eq!(quoted(&by_list, &workload), quoted(&alone, &workload));
            let usage = workload.usage(by_list.period_terms()).unwrap();
            prop_assert_eq!(by_list.total(&usage).unwrap(), alone.total(&usage).unwrap());
            for charge in 0..card.charges.len() {
                let explained = |tariff: &Tariff, selection: &Selection| {
                    let steps = tariff.explain(charge, &workload, selection).unwrap().steps;
                    steps.into_iter().map(|step| (step.says, step.result)).collect::<Vec<_>>()
                };
                prop_assert_eq!(explained(&by_list, &selection), explained(&alone, &standard));
            }
        }
    }
}

#[test]
fn the_default_is_the_first_choice_and_the_examples_are_in_the_currency_as_chosen() {
    let card = card();
    assert_eq!(card.default_currency(), currency("USD"));
    assert_eq!(card.currencies(), LISTS.map(|(_, code)| currency(code)));
    assert_eq!(card.failing_examples(Vocabulary::standard()), []);
}

#[test]
fn a_compiled_card_keeps_its_currencies() {
    let compiled = postcard::to_allocvec(&*card()).unwrap();
    let card: RateCard = postcard::from_bytes(&compiled).unwrap();
    let chosen = LISTS.map(|(list, _)| card.currency_of(&chosen(list).options));
    assert_eq!(chosen, LISTS.map(|(_, code)| currency(code)));
}

#[test]
fn a_price_of_the_users_own_waits_while_a_list_in_another_currency_is_chosen() {
    let (card, workload) = (card(), workload("100", "10000"));
    let mut selection = chosen("eu");
    selection.price(&card, "storage", "0.3".parse().unwrap()).unwrap();
    let total = |selection: &Selection| quoted(&tariff(selection), &workload).total;
    assert_eq!(total(&selection), ratio("30.06"));
    selection.choose(&card, "list", "us").unwrap();
    assert_eq!(selection.own_price(&card, 0), None);
    assert_eq!(total(&selection), ratio("40.05"));
    selection.choose(&card, "list", "eu").unwrap();
    assert_eq!(total(&selection), ratio("30.06"));
}

#[test]
fn two_lists_of_one_card_have_no_total_together_without_a_rate() {
    let (card, workload) = (card(), workload("100", "10000"));
    let selections = LISTS.map(|(list, _)| chosen(list));
    let invoices = selections.each_ref().map(|selection| quoted(&tariff(selection), &workload));
    let of = |place: usize| {
        let (selection, invoice) = (&selections[place], &invoices[place]);
        InvoiceOf { card: &card, selection, invoice }
    };
    // 40.05 USD and, by the rate, 2 × 37.06 EUR
    let sum = |rates: &ExchangeRates| Total::of(of(0), [of(1)], rates).unwrap();
    let total = |amount: &str, complete| Total { amount: ratio(amount), complete };
    assert_eq!(sum(&ExchangeRates::default()), total("40.05", false));
    assert_eq!(sum(&rates()), total("114.17", true));
    let usage = workload.usage(april().terms()).unwrap();
    let in_dollars = |rates: &ExchangeRates| offer("eu", "USD", rates).total(&usage).unwrap();
    assert_eq!(in_dollars(&ExchangeRates::default()), None);
    assert_eq!(in_dollars(&rates()), Some(total("74.12", true)));
}

#[test]
fn a_lever_to_a_list_in_another_currency_has_no_total_without_a_rate() {
    let workload = workload("100", "10000");
    let to_euros = |rates: &ExchangeRates| {
        let (offer, selection) = (offer("us", "USD", rates), chosen("us"));
        let subject = Subject { offer: &offer, selection: &selection, workload: &workload, rates };
        let levers = Levers::of(subject, &[], LeverRange::default()).unwrap();
        levers.options[0].alternatives[1].outcome.clone()
    };
    let (from, to) = (currency("EUR"), currency("USD"));
    let without = to_euros(&ExchangeRates::default());
    assert_eq!(without.total, Err(LeverError::Currency { from, to }));
    assert_eq!(to_euros(&rates()).difference, Some(ratio("34.07")));
}

#[test]
fn the_best_offer_is_in_the_currency_of_the_question_until_a_rate_compares_the_lists() {
    let (workload, candidates) = (workload("100", "10000"), [Candidate::standard(&card())]);
    let best = |code: &str, rates: &ExchangeRates| {
        let question = Question {
            candidates: &candidates,
            workload: &workload,
            changes: &[],
            jobs: &[],
            terms: Terms::from(april()),
            currency: currency(code),
            rates,
        };
        let mut providers = question.best().unwrap().providers;
        let best = providers.remove(0).best.unwrap();
        (best.currency.code().to_owned(), best.total, best.chosen.len())
    };
    let without = ExchangeRates::default();
    assert_eq!(best("USD", &without), ("USD".to_owned(), ratio("40.05"), 0));
    assert_eq!(best("EUR", &without), ("EUR".to_owned(), ratio("37.06"), 0));
    // Of 40.05 USD and 37.06 EUR the dollars are fewer by the rate: 20.025 EUR.
    assert_eq!(best("EUR", &rates()), ("EUR".to_owned(), ratio("20.025"), 1));
}

#[test]
fn a_table_of_prices_may_have_a_column_of_currencies() {
    let table = "[prices]\nby = \"list\"\ncolumns = [\"currency\", \"secret\"]\n\
        us = [\"USD\", \"0.40\"]\neu = [\"EUR\", \"0.37\"]\n\n[[charge]]\nid = \"storage\"";
    let text = CARD
        .replace("{ by = \"list\", us = \"USD\", eu = \"EUR\" }", "{ column = \"currency\" }")
        .replace("{ by = \"list\", us = \"0.40\", eu = \"0.37\" }", "{ column = \"secret\" }")
        .replace("[[charge]]\nid = \"storage\"", table);
    assert_eq!(read(&text).currency, card().currency);
}

#[test]
fn the_lists_of_the_shipped_card_are_in_their_own_currencies() {
    let card = Catalog::shipped().card("alibaba-kms-shared").unwrap();
    let mut selection = Selection::standard(&card);
    assert_eq!(card.currency_of(&selection.options), currency("USD"));
    selection.choose(&card, "site", "china").unwrap();
    assert_eq!(card.currency_of(&selection.options), currency("CNY"));
}
