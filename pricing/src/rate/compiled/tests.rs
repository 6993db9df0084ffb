//! The fast form of every charge, held to the amount function.

use std::sync::Arc;

use proptest::prelude::*;

use crate::card::catalog::Catalog;
use crate::card::rate_card::{RateCard, Selection};
use crate::number::money::Money;
use crate::number::ratio::{Exact, Ratio};
use crate::rate::tariff::Tariff;
use crate::rate::trace::Quiet;
use crate::time::period::Period;
use crate::usage::driver::Vocabulary;
use crate::usage::inputs::Usage;
use crate::usage::workload::Workload;

/// Values of every driver: usual ones, zeros, fractions, formulas, and some at the limits of 10¹² and six places.
fn workload() -> impl Strategy<Value = Workload> {
    let values = prop::sample::select(vec![
        "0",
        "1",
        "2",
        "3",
        "7.5",
        "20.25",
        "100",
        "250",
        "10000",
        "60000",
        "1234567",
        "0.000001",
        "123456789012.345678",
        "1000000000000",
        "=1 / 3",
        "=secrets * 0.000000000001",
        "1..5",
        "5/day",
    ]);
    let drivers = Vocabulary::standard();
    let count = drivers.len();
    prop::collection::vec(prop::option::weighted(0.6, values), count).prop_map(move |values| {
        let mut workload = Workload::standard(drivers);
        for ((_, driver), value) in drivers.iter().zip(values) {
            if let Some(value) = value {
                // Cycles, units that a driver has not, and values below its smallest are refused.
                let _refused = workload.set_text(&driver.name, value);
            }
        }
        workload
    })
}

fn period() -> impl Strategy<Value = Period> {
    let day = |text: &str| text.parse().unwrap();
    prop::sample::select(vec![
        Period::standard_month(day("2026-06-01")),
        Period::days(day("2026-06-01"), 1).unwrap(),
        Period::days(day("2026-06-01"), 45).unwrap(),
        Period::month("2026-02").unwrap(),
        Period::month("2026-12").unwrap(),
        Period::dates(day("2026-05-17"), day("2027-08-02")).unwrap(),
        Period::days(day("1970-01-01"), 36_525).unwrap(),
    ])
}

/// A card with every choice and reading drawn from a seed, and for some charges a price of the user's.
fn selection(card: &RateCard, seed: u64) -> Selection {
    let mut rest = seed;
    let mut draw = |count: usize| {
        rest = rest.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((rest >> 33) % u64::try_from(count).unwrap()).unwrap()
    };
    let mut selection = Selection::standard(card);
    for (choice, option) in selection.options.iter_mut().zip(&card.options) {
        *choice = draw(option.choices.len());
    }
    for (reading, assumption) in selection.readings.iter_mut().zip(&card.assumptions) {
        *reading = draw(assumption.readings.len());
    }
    let currency = card.currency_of(&selection.options);
    for price in &mut selection.prices {
        let own = ["0", "0.0007", "12.34", "0.123456789012", "999999999999.999999999999"];
        let own = own.get(draw(12)).map(|text| text.parse().unwrap());
        *price = own.map(|amount| Money { amount, currency });
    }
    selection
}

/// Each charge's fast form says what the amount function says. Returns how many have one.
fn held_to_the_amount_function(tariff: &Tariff, usage: &Usage) -> usize {
    let words = usage.numbers.words().unwrap_or(&[]);
    let mut answers = 0;
    for part in &tariff.parts {
        for (rated, compiled) in part.rated.iter().zip(part.compiled.charges()) {
            let Some(fast) = compiled.as_ref().and_then(|it| it.line(words)) else { continue };
            let exact = rated.steady::<Ratio>(usage, &mut Quiet).unwrap();
            let ours = [fast.quantity, fast.billed, fast.amount].map(Exact::ratio);
            let amount = exact.priced.amount.expect("a fast form has a price");
            let theirs = [exact.quantity, exact.priced.billed, amount];
            assert_eq!(ours, theirs, "{} {}", tariff.card.id, tariff.card.charges[rated.charge].id);
            assert_eq!(exact.unmetered, None, "{}", tariff.card.id);
            answers += 1;
        }
    }
    answers
}

fn tariff(card: &Arc<RateCard>, selection: &Selection, period: Period) -> Tariff {
    Tariff::new(card, selection, period).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_fast_form_of_every_card_says_what_the_amount_function_says(
        workload in workload(), period in period(), seed: u64,
    ) {
        for card in Catalog::shipped().cards() {
            let Ok(tariff) = Tariff::new(card, &selection(card, seed), period) else { continue };
            let Ok(usage) = workload.usage(tariff.period_terms()) else { continue };
            held_to_the_amount_function(&tariff, &usage);
        }
    }
}

#[test]
fn nearly_every_charge_has_a_fast_form_in_a_standard_month() {
    let month = Period::standard_month("2026-06-01".parse().unwrap());
    let usage = Workload::standard(Vocabulary::standard()).usage(month.terms()).unwrap();
    let (mut fast, mut all) = (0, 0);
    for card in Catalog::shipped().cards() {
        let tariff = tariff(card, &Selection::standard(card), month);
        fast += held_to_the_amount_function(&tariff, &usage);
        all += tariff.parts.iter().map(|part| part.rated.len()).sum::<usize>();
    }
    assert!(fast * 10 >= all * 8, "{fast} of {all}");
}

/// 3 keys × 0.03 × 30 days, and of 20.5 queries a second the 21 that are billed × 0.5 × 30 days.
#[test]
fn the_six_lines_of_alibaba_have_fast_forms() {
    let card = Catalog::shipped().card("alibaba-kms-payg").unwrap();
    let month = Period::standard_month("2026-06-01".parse().unwrap());
    let tariff = tariff(&card, &Selection::standard(&card), month);
    let mut workload = Workload::standard(Vocabulary::standard());
    workload.set_text("peak_qps", "20.5").unwrap();
    let usage = workload.usage(month.terms()).unwrap();
    assert_eq!(held_to_the_amount_function(&tariff, &usage), 6);
    let words = usage.numbers.words().unwrap();
    let line = |id: &str| {
        let compiled = &tariff.parts[0].compiled.charges()[card.charge(id).unwrap()];
        compiled.as_ref().unwrap().line(words).unwrap()
    };
    assert_eq!(line("keys").amount.ratio(), Ratio::parse("2.7").unwrap());
    assert_eq!(line("qps").amount.ratio(), Ratio::from(315));
}
