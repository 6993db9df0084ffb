//! The moves of a total: figures by hand, and every move held against pricing the moved workload.

use std::sync::Arc;

use whatif_pricing::levers::{
    ChoiceLever, DriverLever, End, LeverError, LeverRange, Levers, Limit, Of, Subject,
};
use whatif_pricing::{
    Catalog, ExchangeRates, Invoice, Offer, Period, RateCard, Ratio, Selection, Tariff, Total,
    Vocabulary, Warning, Workload, plain,
};

fn period() -> Period {
    Period::standard_month("2026-06-01".parse().unwrap())
}

fn card(id: &str) -> Arc<RateCard> {
    Catalog::shipped().card(id).unwrap()
}

fn offer(card: &Arc<RateCard>, selection: &Selection) -> Offer {
    let tariff = Tariff::new(card, selection, period()).unwrap();
    Offer::new(tariff, vec![], card.default_currency(), &ExchangeRates::default()).unwrap()
}

/// A workload with these settings.
fn workload(set: &[(&str, &str)]) -> Workload {
    let mut workload = Workload::standard(Vocabulary::standard());
    for (driver, value) in set {
        workload.set_text(driver, value).unwrap();
    }
    workload
}

fn levers_of(id: &str, workload: &Workload, range: LeverRange, plans: &[&str]) -> Levers {
    let card = card(id);
    let selection = Selection::standard(&card);
    let plans: Vec<Offer> = plans
        .iter()
        .map(|id| self::card(id))
        .map(|it| offer(&it, &Selection::standard(&it)))
        .collect();
    let subject = Subject {
        offer: &offer(&card, &selection),
        selection: &selection,
        workload,
        rates: &ExchangeRates::default(),
    };
    Levers::of(subject, &plans.iter().collect::<Vec<_>>(), range).unwrap()
}

fn opening(id: &str) -> Levers {
    levers_of(id, &workload(&[]), LeverRange::default(), &[])
}

fn named<'a>(levers: &'a Levers, driver: &str) -> &'a DriverLever {
    let id = Vocabulary::standard().find(driver).unwrap();
    levers.drivers.iter().find(|lever| lever.driver == id).unwrap()
}

fn total(end: &End) -> Total {
    *end.outcome.total.as_ref().unwrap()
}

fn amount(text: &str) -> Ratio {
    Ratio::parse(text).unwrap()
}

fn order(levers: &Levers) -> Vec<&str> {
    let drivers = Vocabulary::standard();
    levers.drivers.iter().map(|lever| &*drivers[lever.driver].name).collect()
}

#[test]
fn the_levers_of_tencents_worked_example_are_as_by_hand() {
    let levers = opening("tencent-ssm-payg");
    assert_eq!(levers.present, Total { amount: amount("40.3"), complete: true });
    // driver, value, total at −50 %, total at +100 %, one step more
    let by_hand = [
        // 50 × 0.40 + 30,000 ÷ 10,000 × 0.05; 200 × 0.40 + 12 × 0.05; 0.40 + 600 ÷ 10,000 × 0.05
        ("secrets", "100", "20.15", "80.6", "0.403"),
        // the calls alone: 40 + 3 × 0.05; 40 + 12 × 0.05; 1,000 ÷ 10,000 × 0.05
        ("calls", "60000", "40.15", "40.6", "0.005"),
        // the same through the formulas; one client more is 15,000 calls, one read a day 3,000
        ("clients", "4", "40.15", "40.6", "0.075"),
        ("reads_per_secret_per_day", "20", "40.15", "40.6", "0.015"),
    ];
    for (driver, value, down, up, more) in by_hand {
        let lever = named(&levers, driver);
        assert_eq!(lever.value, amount(value), "{driver}");
        assert_eq!(total(&lever.down).amount, amount(down), "{driver} down");
        assert_eq!(total(&lever.up).amount, amount(up), "{driver} up");
        let one_more = lever.more.as_ref().unwrap();
        assert_eq!(one_more.outcome.difference, Some(amount(more)), "one more of {driver}");
    }
    // Twice the time between two reads is half the calls.
    assert_eq!(total(&named(&levers, "refresh_seconds").up).amount, amount("40.15"));
    assert_eq!(total(&named(&levers, "refresh_seconds").down).amount, amount("40.6"));
    assert_eq!(order(&levers)[0], "secrets");
}

#[test]
fn a_driver_set_by_a_formula_is_moved_as_if_typed_and_says_so() {
    let levers = opening("tencent-ssm-payg");
    assert!(named(&levers, "calls").is_formula);
    assert!(named(&levers, "reads_per_secret_per_day").is_formula);
    assert!(!named(&levers, "secrets").is_formula);
}

#[test]
fn whole_things_stay_whole_and_bounds_are_told() {
    let workload = workload(&[("secrets", "7"), ("refresh_seconds", "0.001")]);
    let levers = levers_of("tencent-ssm-payg", &workload, LeverRange::default(), &[]);
    let secrets = named(&levers, "secrets");
    // half of 7 is 3.5, and half a secret counts as one
    assert_eq!((secrets.down.value, secrets.down.limit), (4.into(), None));
    let regions = named(&levers, "regions");
    assert_eq!((regions.down.value, regions.down.limit), (1.into(), Some(Limit::Smallest)));
    assert_eq!(regions.down.outcome.difference, Some(Ratio::ZERO));
    let refresh = named(&levers, "refresh_seconds");
    assert_eq!(refresh.down.limit, Some(Limit::Smallest));
    assert_eq!(plain(Ratio::whole(refresh.up.value)), "0.002");
}

#[test]
fn the_largest_number_is_a_bound_and_has_no_step_beyond_it() {
    let workload = workload(&[("calls", "1000G"), ("secrets", "600G")]);
    let levers = levers_of("tencent-ssm-payg", &workload, LeverRange::default(), &[]);
    let calls = named(&levers, "calls");
    assert_eq!(
        (calls.up.value, calls.up.limit),
        (1_000_000_000_000_u64.into(), Some(Limit::Largest))
    );
    assert_eq!(calls.more, None);
}

#[test]
fn the_range_can_be_set() {
    let range = LeverRange::parse("-10,+20").unwrap();
    let levers = levers_of("tencent-ssm-payg", &workload(&[("calls", "0")]), range, &[]);
    let secrets = named(&levers, "secrets");
    assert_eq!(total(&secrets.down).amount, amount("36")); // 90 × 0.40
    assert_eq!(total(&secrets.up).amount, amount("48")); // 120 × 0.40
    assert_eq!(secrets.spread(), Some(amount("8")));
}

#[test]
fn one_more_inside_an_allowance_costs_nothing() {
    // The Enterprise Edition includes 1,000 secrets.
    let levers = opening("tencent-ssm-enterprise");
    let more = named(&levers, "secrets").more.as_ref().unwrap();
    assert_eq!((more.value, more.outcome.difference), (101.into(), Some(Ratio::ZERO)));
    assert_eq!(more.next.map(|next| next.value), None);
}

#[test]
fn readings_say_what_they_are_worth() {
    // 15,000 calls: in proportion 1.5 × 0.05, in packages of 10,000 two of them
    let workload = workload(&[("calls", "15k")]);
    let levers = levers_of("tencent-ssm-payg", &workload, LeverRange::default(), &[]);
    let card = card("tencent-ssm-payg");
    let place = card.assumptions.iter().position(|it| it.id == "api-rounding").unwrap();
    let lever = levers.readings.iter().find(|it| it.of == Of::Assumption(place)).unwrap();
    let reading = |id: &str| {
        let named = lever.of.named(&card);
        let place = named.iter().position(|named| named.id == id).unwrap();
        lever.alternatives[place].outcome.difference
    };
    assert_eq!(reading("package"), Some(amount("0.025")));
    assert_eq!(lever.alternatives[lever.chosen].outcome.difference, Some(Ratio::ZERO));
}

#[test]
fn options_come_to_what_choosing_them_comes_to() {
    for card in Catalog::shipped().cards() {
        let levers = opening(&card.id);
        for ChoiceLever { of, alternatives, .. } in &levers.options {
            let Of::Option(option) = *of else { panic!("{}", card.id) };
            for alternative in alternatives {
                let mut selection = Selection::standard(card);
                selection.options[option] = alternative.place;
                let (from, to) = (card.currency_of(&selection.options), levers.currency);
                let total = quoted(card, &selection, &workload(&[]));
                let expected =
                    if from == to { Ok(total) } else { Err(LeverError::Currency { from, to }) };
                assert_eq!(alternative.outcome.total, expected, "{}", card.id);
            }
        }
    }
}

#[test]
fn plans_of_the_provider_that_do_the_same_are_found_and_not_ranked() {
    let plans = ["tencent-ssm-enterprise", "tencent-kms-payg", "aws-secrets-manager"];
    let workload = workload(&[("calls", "0"), ("hosts", "3")]);
    let levers = levers_of("tencent-ssm-payg", &workload, LeverRange::default(), &plans);
    let found: Vec<&str> = levers.plans.iter().map(|plan| &*plan.card).collect();
    assert_eq!(found, ["tencent-ssm-enterprise"]);
    // 366 for the Enterprise Edition, 40 here
    assert_eq!(levers.plans[0].outcome.difference, Some(amount("326")));
    let lacks = |it: &Warning| matches!(it, Warning::CannotDo { .. });
    assert!(levers.plans[0].leaves_out.iter().any(lacks));
}

#[test]
fn an_unpublished_price_leaves_every_difference_unknown() {
    let levers = opening("huawei-secmaster-payg");
    assert!(!levers.present.complete);
    let all = levers.drivers.iter().flat_map(|lever| [&lever.down, &lever.up]);
    for end in all {
        assert_eq!(end.outcome.difference, None);
    }
    assert!(levers.drivers.iter().all(|lever| lever.spread().is_none()));
}

#[test]
fn a_move_that_a_formula_does_not_survive_is_told_and_the_others_stand() {
    let workload = workload(&[("clients", "1"), ("rotations", "=10 / (clients - 2)")]);
    let error = workload.usage(period().terms()).unwrap_err().to_string();
    assert!(error.contains("-10"), "{error}");
    let mut workload = workload;
    workload.set_text("clients", "4").unwrap();
    let levers = levers_of("gcp-secret-manager", &workload, LeverRange::default(), &[]);
    let clients = named(&levers, "clients");
    let told = clients.down.outcome.total.as_ref().unwrap_err().to_string();
    assert_eq!(told, "Rotations/month: the formula 10 / (clients - 2) divides by zero");
    assert!(clients.up.outcome.difference.is_some());
}

#[test]
fn where_one_more_changes_nothing_the_next_change_is_the_first_of_a_scan() {
    let drivers = Vocabulary::standard();
    let base = workload(&[("calls", "2000"), ("key_ops", "9000"), ("secrets", "4")]);
    let mut found = 0;
    for card in Catalog::shipped().cards() {
        let levers = levers_of(&card.id, &base, LeverRange::default(), &[]);
        for lever in &levers.drivers {
            let Some(next) = lever.more.as_ref().and_then(|more| more.next) else { continue };
            let selection = Selection::standard(card);
            let at = |value: rust_decimal::Decimal| {
                let mut moved = base.clone();
                moved.set_text(&drivers[lever.driver].name, &value.to_string()).unwrap();
                quoted(card, &selection, &moved).amount
            };
            let present = levers.present.amount;
            assert_eq!(at(next.value).minus(present), Ok(next.difference), "{}", card.id);
            assert_ne!(next.difference, Ratio::ZERO, "{}", card.id);
            // a whole value before it, and some on the way
            let now = lever.value.to_decimal();
            let way = next.value - rust_decimal::Decimal::ONE - now;
            for part in 0..=20 {
                let value = now + (way * rust_decimal::Decimal::new(part * 5, 2)).floor();
                assert_eq!(at(value), present, "{} at {value}", card.id);
            }
            found += 1;
        }
    }
    assert!(found > 5, "{found}");
}

#[test]
fn inside_the_first_ten_thousand_calls_the_next_change_is_just_past_them() {
    let levers =
        levers_of("tencent-ssm-payg", &workload(&[("calls", "2000")]), LeverRange::default(), &[]);
    let more = named(&levers, "calls").more.as_ref().unwrap();
    let next = more.next.unwrap();
    // one call past 10,000 in proportion: 0.05 ÷ 10,000
    assert_eq!((next.value, next.difference), (10_001.into(), amount("0.000005")));
}

/// Prices a workload without the instrument.
fn quoted(card: &Arc<RateCard>, selection: &Selection, workload: &Workload) -> Total {
    let tariff = Tariff::new(card, selection, period()).unwrap();
    let mut invoice = Invoice::default();
    tariff.quote(&workload.usage(tariff.period_terms()).unwrap(), &mut invoice).unwrap();
    Total { amount: invoice.total, complete: invoice.complete }
}

#[test]
fn every_end_of_every_card_is_the_quote_of_the_moved_workload() {
    let settings: [&[(&str, &str)]; 3] = [
        &[],
        &[("secrets", "1333"), ("clients", "77"), ("keys", "9"), ("hosts", "31")],
        &[("secrets", "=keys * 3"), ("refresh_seconds", "7.5"), ("log_gb", "12.25")],
    ];
    let drivers = Vocabulary::standard();
    for set in settings {
        let base = workload(set);
        for card in Catalog::shipped().cards() {
            let levers = levers_of(&card.id, &base, LeverRange::default(), &[]);
            for lever in &levers.drivers {
                for end in [&lever.down, &lever.up] {
                    let mut moved = base.clone();
                    let name = &drivers[lever.driver].name;
                    if Ratio::whole(end.value) != lever.value {
                        moved.set_text(name, &end.value.to_string()).unwrap();
                    }
                    let expected = quoted(card, &Selection::standard(card), &moved);
                    assert_eq!(total(end), expected, "{} at {} on {}", name, end.value, card.id);
                }
            }
        }
    }
}

#[test]
fn the_largest_spread_comes_first_on_every_card() {
    for card in Catalog::shipped().cards() {
        let levers = opening(&card.id);
        let spreads: Vec<Option<Ratio>> = levers.drivers.iter().map(DriverLever::spread).collect();
        assert!(spreads.is_sorted_by(|a, b| a >= b), "{}", card.id);
    }
}

#[test]
fn a_default_that_gives_way_to_what_follows_is_not_moved() {
    let [store, kms] = ["aws-parameter-store", "aws-kms"].map(card);
    let tariff =
        |card: &Arc<RateCard>| Tariff::new(card, &Selection::standard(card), period()).unwrap();
    let (currency, rates) = (store.default_currency(), ExchangeRates::default());
    let offer = Offer::new(tariff(&store), vec![tariff(&kms)], currency, &rates).unwrap();
    let polling = [("secrets", "100"), ("clients", "1"), ("refresh_seconds", "10"), ("keys", "1")];
    let lever = |workload: &Workload| {
        let selection = Selection::standard(&store);
        let subject = Subject { offer: &offer, selection: &selection, workload, rates: &rates };
        let levers = Levers::of(subject, &[], LeverRange::default()).unwrap();
        (levers.present.amount, named(&levers, "key_ops").clone())
    };
    let (present, key_ops) = lever(&workload(&polling));
    // 25,920,000 reads, 20,000 of them free: 0.03 × 2,590, and a key
    assert_eq!(present, amount("78.7"));
    assert_eq!((key_ops.value, key_ops.is_formula), (Ratio::ZERO, false));
    assert_eq!(key_ops.down.outcome.difference, Some(Ratio::ZERO));
    assert_eq!(key_ops.up.outcome.difference, Some(Ratio::ZERO));
    let more = key_ops.more.unwrap();
    // 0.03 for 10,000
    assert_eq!((more.value, more.outcome.difference), (1000.into(), Some(amount("0.003"))));
    let set = [&polling[..], &[("key_ops", "10000")]].concat();
    let (present, key_ops) = lever(&workload(&set));
    assert_eq!((present, key_ops.value), (amount("78.73"), Ratio::from(10_000)));
    assert_eq!(key_ops.down.outcome.difference, Some(amount("-0.015")));
}
