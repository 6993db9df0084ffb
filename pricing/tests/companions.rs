//! Companions whose use follows the main service's: figures of real bills.

use std::sync::Arc;

use proptest::prelude::*;
use whatif_pricing::sweep::{Axis, Curve};
use whatif_pricing::{
    Catalog, Change, ExchangeRates, Invoice, Offer, Period, RateCard, Ratio, Selection, Tariff,
    Timeline, Vocabulary, Workload,
};

fn month() -> Period {
    Period::month("2026-06").unwrap()
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

fn tariff(id: &str, choices: &[(&str, &str)]) -> Tariff {
    let card = card(id);
    let mut selection = Selection::standard(&card);
    for (option, choice) in choices {
        selection.choose(&card, option, choice).unwrap();
    }
    Tariff::new(&card, &selection, month()).unwrap()
}

fn with_kms(id: &str, choices: &[(&str, &str)], kms: &[(&str, &str)]) -> Offer {
    let main = tariff(id, choices);
    let currency = main.currency();
    Offer::new(main, vec![tariff("aws-kms", kms)], currency, &ExchangeRates::default()).unwrap()
}

fn total(offer: &Offer, workload: &Workload) -> Ratio {
    let total = offer.total(&workload.usage(month().terms()).unwrap()).unwrap().unwrap();
    assert!(total.complete);
    total.amount
}

fn number(text: &str) -> Ratio {
    Ratio::parse(text).unwrap()
}

/// 100 encrypted parameters, each read every 10 seconds by one client: 25,920,000 reads in June.
const POLLED: [(&str, &str); 4] =
    [("secrets", "100"), ("clients", "1"), ("refresh_seconds", "10"), ("keys", "1")];

#[test]
fn each_read_of_an_encrypted_parameter_is_a_request_to_kms() {
    let offer = with_kms("aws-parameter-store", &[], &[]);
    // 0 for the parameters, 1.00 for the key, (25,920,000 − 20,000) ÷ 10,000 × 0.03
    assert_eq!(total(&offer, &workload(&POLLED)), number("78.7"));
    // Without encryption by one's own key there is nothing to follow.
    let alone = tariff("aws-parameter-store", &[]);
    let alone = Offer::new(alone, vec![], offer.currency(), &ExchangeRates::default()).unwrap();
    assert_eq!(total(&alone, &workload(&POLLED)), Ratio::ZERO);
}

#[test]
fn what_follows_comes_on_top_of_what_somebody_set() {
    let offer = with_kms("aws-parameter-store", &[], &[]);
    let mut workload = workload(&POLLED);
    for (set, expected) in [("0", "78.7"), ("10000", "78.73"), ("1M", "81.7")] {
        workload.set_text("key_ops", set).unwrap();
        assert_eq!(total(&offer, &workload), number(expected), "{set}");
    }
}

#[test]
fn a_companion_that_follows_nothing_is_priced_as_before() {
    let offer = with_kms("aws-secrets-manager", &[], &[("free-tier", "used")]);
    let workload = workload(&[("secrets", "3"), ("calls", "0"), ("keys", "12"), ("key_ops", "1M")]);
    // 3 × 0.40 + 12 × 1.00 + 100 × 0.03
    assert_eq!(total(&offer, &workload), number("16.2"));
}

#[test]
fn invoices_records_and_explanations_of_a_companion_follow_too() {
    let kms = tariff("aws-kms", &[]).following(&card("aws-parameter-store"));
    let workload = workload(&POLLED);
    let usage = workload.usage(month().terms()).unwrap();
    let mut invoice = Invoice::default();
    kms.quote(&usage, &mut invoice).unwrap();
    assert_eq!(invoice.total, number("78.7"));
    let requests = kms.card().charge("requests").unwrap();
    assert_eq!(invoice.lines[requests].quantity, Ratio::from(25_920_000));
    // Reads stop in the middle of the month: half of the requests, of which 20,000 are free.
    let calls = workload.vocabulary().find("calls").unwrap();
    let change = Change {
        at: chrono::DateTime::parse_from_rfc3339("2026-06-16T00:00:00Z").unwrap(),
        driver: calls,
        value: workload.read(calls, "0").unwrap(),
    };
    let timeline = Timeline { workload, changes: vec![change] };
    let segments = timeline.segments(&month(), kms.card().offset).unwrap();
    kms.quote_timeline(&segments, &mut invoice).unwrap();
    assert_eq!(invoice.total, number("39.82"));
    let records = kms.records(&segments).unwrap();
    let sum = records.iter().try_fold(Ratio::ZERO, |sum, it| sum.plus(it.amount.unwrap()));
    assert_eq!(sum.unwrap(), number("39.82"));
}

#[test]
fn an_offer_reads_what_its_companion_follows() {
    let offer = with_kms("aws-parameter-store", &[("throughput", "higher")], &[]);
    let workload = workload(&[]);
    let reads = offer.reads(&workload);
    for driver in ["refresh_seconds", "clients", "key_ops", "keys", "calls"] {
        assert!(reads[workload.vocabulary().find(driver).unwrap().index()], "{driver}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// A sweep says of every step what an offer says of that workload.
    #[test]
    fn a_sweep_follows_as_an_offer_does(
        from in 0_u32..2_000_000,
        length in 1_u64..300,
        keys in 0_u32..20,
        set in prop::option::of(0_u32..50_000),
        driver in prop::sample::select(vec!["calls", "key_ops", "secrets", "keys"]),
    ) {
        let offer = with_kms("aws-parameter-store", &[("throughput", "higher")], &[]);
        let mut workload = workload(&[("keys", &keys.to_string())]);
        if let Some(key_ops) = set {
            workload.set_text("key_ops", &key_ops.to_string()).unwrap();
        }
        let driver = workload.vocabulary().find(driver).unwrap();
        let to = rust_decimal::Decimal::from(u64::from(from) + length);
        let axis = Axis::new(&workload, driver, month().terms(), from.into(), to).unwrap();
        let mut curve = Curve::new(&offer, &axis).unwrap();
        for step in [0, length / 2, length] {
            let mut at = workload.clone();
            at.set(driver, whatif_pricing::Value::Number(axis.value(step))).unwrap();
            let usage = at.usage(month().terms()).unwrap();
            prop_assert_eq!(curve.at(step), offer.total(&usage).unwrap(), "step {}", step);
            let derived = offer.companions()[0].derived(&usage).unwrap();
            let mut kms = Invoice::default();
            tariff("aws-kms", &[]).quote(&derived, &mut kms).unwrap();
            let mut main = Invoice::default();
            offer.tariff().quote(&usage, &mut main).unwrap();
            prop_assert_eq!(
                curve.at(step).unwrap().amount, kms.total.plus(main.total).unwrap(), "step {}", step
            );
        }
    }
}
