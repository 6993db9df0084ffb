//! Limits that the vendors set, peaks, and who is ranked: real questions, with figures worked out by hand.

use std::sync::Arc;

use whatif_pricing::card::{Beyond, Carrier};
use whatif_pricing::sweep::{Axis, Curve, Effort, cheapest};
use whatif_pricing::{
    Catalog, ExchangeRates, Invoice, Offer, Period, RateCard, Ratio, Selection, Tariff, Unranked,
    Vocabulary, Warning, Workload,
};

fn month() -> Period {
    Period::standard_month("2026-06-01".parse().unwrap())
}

fn workload(settings: &[(&str, &str)]) -> Workload {
    let mut workload = Workload::standard(Vocabulary::standard());
    for (driver, value) in settings {
        workload.set_text(driver, value).unwrap();
    }
    workload
}

fn card(id: &str) -> Arc<RateCard> {
    Catalog::shipped().card(id).unwrap()
}

fn offer(id: &str, choices: &[(&str, &str)]) -> Offer {
    let card = card(id);
    let mut selection = Selection::standard(&card);
    for (option, choice) in choices {
        selection.choose(&card, option, choice).unwrap();
    }
    let tariff = Tariff::new(&card, &selection, month()).unwrap();
    Offer::new(tariff, vec![], card.default_currency(), &ExchangeRates::default()).unwrap()
}

fn total(offer: &Offer, workload: &Workload) -> Ratio {
    offer.total(&workload.usage(month().terms()).unwrap()).unwrap().unwrap().amount
}

fn ranked(offer: &Offer, workload: &Workload) -> Option<Ratio> {
    offer.ranked(workload, &workload.usage(month().terms()).unwrap()).unwrap()
}

fn unranked(offer: &Offer, workload: &Workload) -> Vec<Unranked> {
    offer.unranked(workload, &workload.usage(month().terms()).unwrap()).unwrap()
}

fn number(text: &str) -> Ratio {
    Ratio::parse(text).unwrap()
}

/// 5,000 secrets ÷ 60 s = 83⅓ calls a second.
const EXTERNAL_SECRETS: [(&str, &str); 3] =
    [("secrets", "5000"), ("clients", "1"), ("refresh_seconds", "60")];

#[test]
fn parameter_store_at_standard_throughput_does_not_carry_83_calls_a_second() {
    let workload = workload(&EXTERNAL_SECRETS);
    let standard = offer("aws-parameter-store", &[]);
    assert_eq!(total(&standard, &workload), Ratio::ZERO);
    assert_eq!(ranked(&standard, &workload), None);
    let [Unranked::Quota { tariff: 0, quota, value, limit }] = unranked(&standard, &workload)[..]
    else {
        panic!("{:?}", unranked(&standard, &workload));
    };
    assert_eq!((value, limit), (Ratio::of(250, 3).unwrap(), Ratio::from(40)));
    let card = card("aws-parameter-store");
    let [Carrier::Choice { option, choice }] = card.quotas[quota].carried_by[..] else { panic!() };
    assert_eq!(card.options[option].id, "throughput");
    assert_eq!(card.options[option].choices[choice].id, "higher");
    // 216,000,000 interactions ÷ 10,000 × 0.05
    let higher = offer("aws-parameter-store", &[("throughput", "higher")]);
    assert_eq!(ranked(&higher, &workload), Some(Ratio::from(1_080)));
}

#[test]
fn a_limit_spreads_over_regions_and_follows_a_peak_that_was_set() {
    let mut workload = workload(&EXTERNAL_SECRETS);
    let standard = offer("aws-parameter-store", &[]);
    // 83⅓ ÷ 3 = 27.8 a second in each of three regions
    workload.set_text("regions", "3").unwrap();
    assert_eq!(ranked(&standard, &workload), Some(Ratio::ZERO));
    // 40 × 3 = 120
    for (peak, carried) in [("120", true), ("121", false)] {
        workload.set_text("peak_qps", peak).unwrap();
        assert_eq!(ranked(&standard, &workload).is_some(), carried, "{peak}");
    }
}

#[test]
fn nobody_s_assumption_is_held_against_a_limit() {
    let assumed = workload(&[("secrets", "10"), ("clients", "1"), ("refresh_seconds", "60")]);
    // The assumed 20 QPS are 1,200 a minute, but 10 secrets once a minute are 10.
    let infisical = offer("infisical", &[("plan", "free"), ("term", "year")]);
    assert!(!unranked(&infisical, &assumed).iter().any(|it| matches!(it, Unranked::Quota { .. })));
    let set = workload(&[("secrets", "10"), ("clients", "1"), ("peak_qps", "20")]);
    let beyond = unranked(&infisical, &set);
    let exceeded =
        |it: &Unranked| matches!(it, Unranked::Quota { value, .. } if *value == Ratio::from(1_200));
    assert!(beyond.iter().any(exceeded), "{beyond:?}");
}

#[test]
fn a_quota_that_only_warns_leaves_the_rank() {
    // 500 a second are beyond the 400 of one Azure vault, and more vaults cost nothing.
    let workload = workload(&[("calls", "1296000000"), ("key_ops", "0")]);
    let azure = offer("azure-key-vault", &[]);
    assert!(ranked(&azure, &workload).is_some());
    let usage = workload.usage(month().terms()).unwrap();
    let mut invoice = whatif_pricing::Invoice::default();
    azure.tariff().quote(&usage, &mut invoice).unwrap();
    let warned =
        |it: &Warning| matches!(it, Warning::Quota { value, .. } if *value == Ratio::from(500));
    assert!(invoice.warnings.iter().any(warned));
    let card = azure.card();
    assert!(card.quotas.iter().all(|quota| quota.beyond == Beyond::Warn));
}

/// 350 secrets × 60 clients ÷ 30 s = 700 calls a second.
const POLLED: [(&str, &str); 6] = [
    ("secrets", "350"),
    ("clients", "60"),
    ("refresh_seconds", "30"),
    ("regions", "2"),
    ("keys", "12"),
    ("key_ops", "0"),
];

#[test]
fn who_charges_by_the_peak_charges_by_the_mean_at_least() {
    let alibaba = offer("alibaba-kms-payg", &[]);
    let mut workload = workload(&POLLED);
    // 30 × (4.5 + 12 × 0.03 + 350 × 0.013 + 700 × 0.5)
    assert_eq!(ranked(&alibaba, &workload), Some(number("10782.3")));
    workload.set_text("peak_qps", "700").unwrap();
    assert_eq!(ranked(&alibaba, &workload), Some(number("10782.3")));
}

#[test]
fn a_peak_below_the_mean_costs_the_rank_of_those_who_charge_by_it() {
    let mut workload = workload(&POLLED);
    workload.set_text("peak_qps", "20").unwrap();
    let alibaba = offer("alibaba-kms-payg", &[]);
    // 30 × (4.5 + 12 × 0.03 + 350 × 0.013 + 20 × 0.5)
    assert_eq!(total(&alibaba, &workload), number("582.3"));
    assert_eq!(ranked(&alibaba, &workload), None);
    let [Unranked::PeakBelowMean { value, mean, .. }] = unranked(&alibaba, &workload)[..] else {
        panic!("{:?}", unranked(&alibaba, &workload));
    };
    assert_eq!((value, mean), (Ratio::from(20), Ratio::from(700)));
    let usage = workload.usage(month().terms()).unwrap();
    let warnings: Vec<Warning> = alibaba.tariff().leaves_out(&[], &workload, &usage).collect();
    assert!(warnings.iter().any(|it| matches!(it, Warning::PeakBelowMean { .. })), "{warnings:?}");
    // A service that does not charge by it keeps its rank: 2 × 350 × 0.40 + 181,440 × 0.05
    workload.set_text("keys", "0").unwrap();
    let secrets_manager = offer("aws-secrets-manager", &[]);
    assert_eq!(ranked(&secrets_manager, &workload), Some(number("9352")));
}

#[test]
fn a_sweep_drops_an_offer_where_it_no_longer_carries_the_calls() {
    let workload = workload(&[("secrets", "100"), ("key_ops", "0"), ("keys", "0")]);
    let offers = [offer("aws-parameter-store", &[]), offer("aws-secrets-manager", &[])];
    let calls = workload.vocabulary().find("calls").unwrap();
    let axis = Axis::new(&workload, calls, month().terms(), 100_000_000.into(), 110_000_000.into())
        .unwrap();
    let mut curves: Vec<Curve<'_>> =
        offers.iter().map(|offer| Curve::new(offer, &axis).unwrap()).collect();
    let runs = cheapest(&mut curves, &mut Effort::THOROUGH.clone()).unwrap();
    let runs: Vec<_> = runs.iter().map(|run| (axis.value(run.to), run.what.clone())).collect();
    // 40 a second for 30 days
    assert_eq!(runs, [(103_680_000.into(), vec![0]), (110_000_000.into(), vec![1])]);
}

#[test]
fn there_is_no_total_where_a_limit_has_no_value_and_so_no_quote() {
    let text = include_str!("../../src/cli/card/new.toml");
    for beyond in ["warn", "unranked", "incomplete"] {
        let quota = format!(
            "[[quota]]\nquantity = \"1000 / (clients - 1)\"\nlimit = \"200\"\nrule = \"R1\"\n\
             says = \"ask sales\"\nbeyond = \"{beyond}\"\n[[assumption]]"
        );
        let text = text.replacen("[[assumption]]", &quota, 1);
        let card = Arc::new(RateCard::read(&text, Vocabulary::standard()).unwrap());
        let tariff = Tariff::new(&card, &Selection::standard(&card), month()).unwrap();
        let offer =
            Offer::new(tariff, vec![], card.default_currency(), &ExchangeRates::default()).unwrap();
        for (clients, has_total) in [("1", false), ("2", true)] {
            let workload = workload(&[("clients", clients)]);
            let usage = workload.usage(month().terms()).unwrap();
            let quoted = offer.tariff().quote(&usage, &mut Invoice::default());
            assert_eq!(quoted.is_ok(), has_total, "{beyond}");
            assert_eq!(offer.total(&usage).is_ok(), has_total, "{beyond}");
            assert_eq!(offer.tariff().total(&usage).is_ok(), has_total, "{beyond}");
        }
        // The goal is within reach from two clients on.
        let workload = workload(&[]);
        let clients = workload.vocabulary().find("clients").unwrap();
        let axis = Axis::new(&workload, clients, month().terms(), 1.into(), 9.into()).unwrap();
        let mut curve = Curve::new(&offer, &axis).unwrap();
        assert_eq!(curve.at(0), None, "{beyond}");
        assert!(curve.at(1).is_some(), "{beyond}");
    }
}
