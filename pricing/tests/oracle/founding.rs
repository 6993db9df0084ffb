//! The four founding cards, by the rules of their documents.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use crate::case::{Case, HOUR, Stretch, at, region_count, within};
use crate::engine::{Answer, answer, known};
use crate::number::{Q, at_least_zero, decimal, whole};
use crate::random::{BEIJING, Kind, calls, count, number};

/// All four cards bill by the clock of UTC+8.
const EAST: i64 = BEIJING;

/// T4 to T8.
fn tencent_payg(case: &Case) -> Answer {
    let stretches = case.stretches();
    let thirtieth = case.chose("day-share", "30-days");
    let day_price = |(from, to): (i64, i64)| {
        let share = if thirtieth { Q::new(1.into(), 30.into()) } else { case.months_in(from, to) };
        decimal("0.4") * share
    };
    let days = case.days_ended().into_iter();
    let storage = days.map(|day| at(&stretches, day.1 - 1).get("secrets") * day_price(day)).sum();
    let months = case.months();
    let api = months.iter().map(|(from, to)| api_month(case, &stretches, *from, *to));
    known([("storage", storage), ("api", api.sum())], true)
}

/// The calls of a month, region by region: a region has its share of the calls of the times in which it
/// exists, and the times with as many regions are spread together.
fn api_month(case: &Case, stretches: &[Stretch], from: i64, to: i64) -> Q {
    let counts: BTreeSet<i64> = within(stretches, from, to).map(region_count).collect();
    let mut calls_of_region: BTreeMap<usize, Q> = BTreeMap::new();
    for count in counts {
        let calls = case.calls(stretches, (from, to), count);
        for (region, calls) in spread(calls, count).enumerate() {
            *calls_of_region.entry(region).or_default() += calls;
        }
    }
    calls_of_region.values().map(|calls| api_price(case, calls)).sum()
}

/// Evenly, in whole calls; the remainder one each to the first regions, a last part of a call to the next.
fn spread(calls: Q, regions: i64) -> impl Iterator<Item = Q> {
    let base = (&calls / whole(regions)).floor();
    let remainder = calls - &base * whole(regions);
    (0..regions).map(move |region| {
        let more = at_least_zero(&remainder - whole(region));
        &base + if more > whole(1) { whole(1) } else { more }
    })
}

fn api_price(case: &Case, calls: &Q) -> Q {
    if *calls == whole(0) {
        return whole(0);
    }
    let tens_of_thousands = calls / whole(10_000);
    let billed = if case.chose("api-rounding", "package") {
        tens_of_thousands.ceil()
    } else {
        tens_of_thousands.max(whole(1))
    };
    billed * decimal("0.05")
}

/// T1 and T2.
fn tencent_enterprise(case: &Case) -> Answer {
    let stretches = case.stretches();
    let months = if case.chose("term", "year") { 12 } else { 1 };
    let (edition, pack) = if case.chose("region", "region-2") { (529, 139) } else { (366, 92) };
    let terms = case.terms(months);
    let packs = terms.iter().map(|(from, to)| {
        let highest = within(&stretches, *from, *to).map(|stretch| stretch.get("peak_qps")).max();
        (at_least_zero(highest.unwrap() - whole(500)) / whole(500)).ceil()
    });
    let packs = packs.sum::<Q>() * whole(pack) * whole(months.into());
    let paid_months = whole(i64::try_from(terms.len()).unwrap() * i64::from(months));
    let complete = stretches.iter().all(|stretch| stretch.get("secrets") <= whole(1_000));
    known([("edition", paid_months * whole(edition)), ("qps-packs", packs)], complete)
}

/// A1 to A9.
fn alibaba(case: &Case) -> Answer {
    let stretches = case.stretches();
    let instance_price = if case.chose("instance", "hardware") { "9" } else { "4.5" };
    let instance = if case.chose("release-day", "charged") {
        let days = case.days();
        let instances = |(from, to): &(i64, i64)| {
            let all = within(&stretches, *from, *to);
            all.map(|stretch| stretch.get("kms_instances")).max().unwrap()
        };
        days.iter().map(instances).sum::<Q>() * decimal(instance_price)
    } else {
        counted(case, &stretches, instance_price, |stretch| stretch.get("kms_instances"))
    };
    let keys = |stretch: &Stretch| {
        let pending = case.chose("restored-keys", "as-if-never");
        let pending = if pending { stretch.get("keys_pending_deletion") } else { whole(0) };
        (stretch.get("keys") + pending) * stretch.get("versions_per_key")
    };
    let networks =
        |stretch: &Stretch| at_least_zero(stretch.get("vpcs") - stretch.get("kms_instances"));
    let of = |name: &'static str| move |stretch: &Stretch| stretch.get(name);
    known(
        [
            ("instance", instance),
            ("keys", counted(case, &stretches, "0.03", keys)),
            ("secrets", counted(case, &stretches, "0.013", of("secrets"))),
            ("qps", alibaba_qps(case, &stretches)),
            ("accounts", counted(case, &stretches, "3", of("shared_accounts"))),
            ("vpcs", counted(case, &stretches, "3", networks)),
        ],
        true,
    )
}

fn has_instance(stretch: &Stretch) -> bool {
    stretch.get("kms_instances") > whole(0)
}

/// A7: counted at 24:00 of each day.
fn counted(case: &Case, stretches: &[Stretch], price: &str, of: impl Fn(&Stretch) -> Q) -> Q {
    let days = case.days_ended().into_iter().map(|(_, end)| at(stretches, end - 1));
    days.filter(|stretch| has_instance(stretch)).map(of).sum::<Q>() * decimal(price)
}

/// A4: the day's highest rate of each instance on its own, rounded up, whenever in the day it existed.
fn alibaba_qps(case: &Case, stretches: &[Stretch]) -> Q {
    let billed = |(from, to): (i64, i64)| {
        let mut highest: BTreeMap<i64, Q> = BTreeMap::new();
        for stretch in within(stretches, from, to).filter(|stretch| has_instance(stretch)) {
            let instances = stretch.get("kms_instances");
            let each = stretch.get("peak_qps") / &instances;
            for instance in 0..i64::try_from(instances.to_integer()).unwrap() {
                let known = highest.entry(instance).or_default();
                *known = known.clone().max(each.clone());
            }
        }
        highest.values().map(Q::ceil).sum::<Q>()
    };
    case.days().into_iter().map(billed).sum::<Q>() * decimal("0.5")
}

/// H1 to H6.
fn huawei(case: &Case) -> Answer {
    let stretches = case.stretches();
    let in_use = |stretch: &Stretch| stretch.get("hosts") > whole(0);
    let held = |name: &str| {
        let used = stretches.iter().filter(|stretch| in_use(stretch));
        used.map(|stretch| stretch.get(name) * whole(stretch.to - stretch.from)).sum::<Q>()
    };
    let (start, end) = case.window();
    let flow = |of: &dyn Fn(&Stretch) -> Q| {
        let of = |stretch: &Stretch| if in_use(stretch) { of(stretch) } else { whole(0) };
        case.flow(&stretches, start, end, of)
    };
    let nodes = |stretch: &Stretch| {
        let nodes = stretch.get("nodes_per_run") - stretch.get("judgement_nodes_per_run");
        let jobs = case.chose("orchestration-unit", "jobs");
        stretch.get("playbook_runs") * if jobs { whole(1) } else { at_least_zero(nodes) }
    };
    let quantities = [
        ("edition", held("hosts") / whole(HOUR)),
        ("large-screen", held("large_screens") / whole(HOUR)),
        ("analysis", flow(&|stretch| stretch.get("log_gb"))),
        ("orchestration", flow(&nodes)),
    ];
    let amount = |(id, quantity): (&str, Q)| match case.prices.get(id) {
        _ if quantity == whole(0) => (id.to_owned(), Some(whole(0))),
        price => (id.to_owned(), price.map(|price| quantity * decimal(price))),
    };
    let lines: Vec<_> = quantities.into_iter().map(amount).collect();
    let complete = lines.iter().all(|(_, amount)| amount.is_some());
    Answer { lines, complete }
}

fn of_tencent_payg() -> Kind {
    Kind {
        drivers: vec![("secrets", number(2_000)), ("calls", calls()), ("regions", count(1..12))],
        choices: vec![
            ("api-rounding", vec!["minimum", "package"]),
            ("day-share", vec!["calendar-month", "30-days"]),
        ],
        priced: vec![],
        days_max: 200,
        constants: vec![],
        offset: EAST,
        year: 1994,
    }
}

fn of_tencent_enterprise() -> Kind {
    Kind {
        drivers: vec![("secrets", number(1_100)), ("peak_qps", number(4_000))],
        choices: vec![("region", vec!["region-1", "region-2"]), ("term", vec!["month", "year"])],
        priced: vec![],
        days_max: 2_000,
        constants: vec![],
        offset: EAST,
        year: 1994,
    }
}

fn of_alibaba() -> Kind {
    Kind {
        drivers: vec![
            ("kms_instances", count(0..5)),
            ("keys", number(500)),
            ("versions_per_key", count(1..6)),
            ("keys_pending_deletion", number(50)),
            ("secrets", number(2_000)),
            ("peak_qps", number(3_000)),
            ("shared_accounts", count(0..9)),
            ("vpcs", count(0..9)),
        ],
        choices: vec![
            ("instance", vec!["software", "hardware"]),
            ("release-day", vec!["snapshot", "charged"]),
            ("restored-keys", vec!["from-restore", "as-if-never"]),
        ],
        priced: vec![],
        days_max: 120,
        constants: vec![],
        offset: EAST,
        year: 1994,
    }
}

fn of_huawei() -> Kind {
    Kind {
        drivers: vec![
            ("hosts", prop_oneof![count(0..3), number(200)].boxed()),
            ("large_screens", number(3)),
            ("log_gb", number(5_000)),
            ("playbook_runs", number(9_000)),
            ("nodes_per_run", number(20)),
            ("judgement_nodes_per_run", number(20)),
        ],
        choices: vec![("orchestration-unit", vec!["nodes", "jobs"])],
        priced: vec!["edition", "large-screen", "analysis", "orchestration"],
        days_max: 20,
        constants: vec![],
        offset: EAST,
        year: 1994,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn tencent_pay_as_you_go_agrees_with_its_rules(case in of_tencent_payg().case()) {
        let Some(found) = answer("tencent-ssm-payg", &case) else { return Ok(()) };
        prop_assert_eq!(found, tencent_payg(&case));
    }

    #[test]
    fn tencent_enterprise_agrees_with_its_rules(case in of_tencent_enterprise().case()) {
        let Some(found) = answer("tencent-ssm-enterprise", &case) else { return Ok(()) };
        prop_assert_eq!(found, tencent_enterprise(&case));
    }

    #[test]
    fn alibaba_agrees_with_its_rules(case in of_alibaba().case()) {
        let Some(found) = answer("alibaba-kms-payg", &case) else { return Ok(()) };
        prop_assert_eq!(found, alibaba(&case));
    }

    #[test]
    fn huawei_agrees_with_its_rules(case in of_huawei().case()) {
        let Some(found) = answer("huawei-secmaster-payg", &case) else { return Ok(()) };
        prop_assert_eq!(found, huawei(&case));
    }
}
