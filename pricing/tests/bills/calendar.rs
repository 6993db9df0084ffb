//! Months as bills count them, with figures by hand: windows, calendar months and years, and the standard
//! month and days beside them, which stay thirtieths.

use crate::ask::{Ask, ask, rounded};

fn keys(count: u32) -> Ask {
    ask("aws-kms").set("key_ops=0").set(&format!("keys={count}"))
}

#[test]
fn a_window_of_a_month_is_one_month_and_a_year_is_twelve() {
    for may in [
        "2025-05",
        "2025-05-01..2025-06-01",
        "2025-05-01T00:00:00Z..2025-06-01T00:00:00Z",
        "2025-05-01T08:00:00+08:00..2025-06-01T08:00:00+08:00",
    ] {
        assert_eq!(keys(1).over(may).total(), "1", "{may}");
    }
    assert_eq!(keys(1).over("2025-01-01..2026-01-01").total(), "12");
    assert_eq!(keys(1).over("2024-03-01..2025-03-01").total(), "12");
    assert_eq!(keys(1).over("2025-01-01T00:00:00Z..2035-01-01T00:00:00Z").total(), "120");
    // The standard month and days keep their thirtieths.
    assert_eq!(keys(1).total(), "1");
    assert_eq!(rounded(&keys(1).days("2025-05-01", 31).total(), 4), "1.0333");
    assert_eq!(rounded(&keys(1).days("2025-01-01", 365).total(), 4), "12.1667");
}

#[test]
fn a_part_of_a_month_is_its_share_of_that_month() {
    // 740 of May's 744 hours
    let may = keys(1).over("2025-05-01T04:00:00Z..2025-06-01T00:00:00Z");
    assert_eq!(rounded(&may.total(), 4), "0.9946");
    // Six keys for 29 of January's 31 days
    let january = keys(6).over("2022-01-01..2022-01-30");
    assert_eq!(rounded(&january.total(), 4), "5.6129");
    // 1.6 × 24 ÷ 696 hours, 1.6 × 24 ÷ 672 the year after
    let day = |window: &str| ask("aws-secrets-manager").set("secrets=4 calls=0").over(window);
    assert_eq!(rounded(&day("2024-02-10..2024-02-11").total(), 7), "0.0551724");
    assert_eq!(rounded(&day("2025-02-10..2025-02-11").total(), 7), "0.0571429");
    // 17 of 31 days and 14 of 28
    assert_eq!(rounded(&keys(1).over("2026-01-15..2026-02-15").total(), 6), "1.048387");
}

#[test]
fn a_source_that_says_how_long_its_month_is_is_followed() {
    let august = || ask("gcp-kms").set("keys=1 key_ops=0").over("2026-08");
    assert_eq!(august().total(), "0.06");
    let by_hour = august().assume("month-length", "hours-730");
    assert_eq!(rounded(&by_hour.total(), 5), "0.06115"); // 744 × 0.06 ÷ 730
    let whole = august().assume("month-length", "hours-730").assume("part-months", "whole");
    assert_eq!(whole.total(), "0.06");
    // Locker's month has 30 days, also in a month of 31.
    let locker = ask("locker").set("projects=2 secrets=0").over("2026-01-01..2026-02-01");
    assert_eq!(locker.total(), "3.1");
}

#[test]
fn a_prepaid_month_runs_from_the_purchase() {
    let enterprise = |period| ask("tencent-ssm-enterprise").over(period).set("peak_qps=20").total();
    assert_eq!(enterprise("2026-01-15..2026-02-15"), "366");
    assert_eq!(enterprise("2026-01-15..2026-02-16"), "732");
    assert_eq!(enterprise("2026-01-31..2026-02-28"), "366");
    assert_eq!(enterprise("2026-02-15..2026-03-15"), "366");
}

#[test]
fn a_flow_counts_each_months_share_and_one_with_days_is_the_periods_total() {
    let calls = |calls: &str, period| {
        let secrets = ask("aws-secrets-manager").set("secrets=0").set(calls).over(period);
        rounded(&secrets.line("calls"), 6)
    };
    // 310,000 a month: ten days of May are 100,000, of February 110,714.
    assert_eq!(calls("calls=310000", "2026-05-01..2026-05-11"), "0.5");
    assert_eq!(calls("calls=310000", "2026-02-01..2026-02-11"), "0.553571");
    assert_eq!(calls("calls=310000", "2026-05-01..2026-08-01"), "4.65");
    // 1,000 a day: 365,000 in the year, 20,000 in 20 days over a month's end.
    assert_eq!(calls("calls==1000*days", "2026-01-01..2027-01-01"), "1.825");
    assert_eq!(calls("calls==1000*days", "2026-01-22..2026-02-11"), "0.1");
}

#[test]
fn so_much_a_day_falls_by_the_day_and_so_much_a_month_by_the_months_share() {
    let access = |calls: &str| {
        let secrets = ask("gcp-secret-manager").set("secrets=0").set(calls);
        secrets.over("2026-01-31..2026-03-02").line("access")
    };
    // 1,000 on each of 30 days: 28,000 of them in February, of which 10,000 are free.
    assert_eq!(access("calls==1000*days"), "0.054");
    assert_eq!(access("calls==1000/24*hours"), "0.054");
    // 31,000 a month: 1,000 on the last of January and the first of March, 31,000 in February.
    assert_eq!(access("calls=31000"), "0.063");
}

#[test]
fn what_a_month_includes_is_given_once_in_each_month_that_is_touched() {
    let kms = |period| ask("aws-kms").set("keys=0 key_ops=310000").over(period).line("requests");
    // 100,000 in ten days of May, of which 20,000 are free; 200,000 over two months, with 40,000.
    assert_eq!(kms("2026-05-01..2026-05-11"), "0.24");
    assert_eq!(kms("2026-05-22..2026-06-01"), "0.24");
    assert_eq!(rounded(&kms("2026-05-22..2026-06-11"), 6), "0.49");
    // Tiers begin anew in each month: 100,000 checks at 0.001 and 55,000 at 0.0008, twice.
    let hub = ask("aws-security-hub").set("findings=0 security_checks=310000");
    assert_eq!(hub.over("2026-07-16T12:00:00Z..2026-08-16T12:00:00Z").line("checks"), "288");
    // Seats of a month are owed whole in both, or by their share.
    let doppler = || ask("doppler").set("users=5").over("2026-06-16..2026-07-01");
    assert_eq!(doppler().total(), "105");
    assert_eq!(doppler().assume("part-months", "share").total(), "52.5");
}

#[test]
fn days_of_a_monthly_price_are_shares_of_their_own_month() {
    let ssm =
        |period: &str| ask("tencent-ssm-payg").set("secrets=100 calls=0").over(period).total();
    assert_eq!(ssm("2026-02-01..2026-02-08"), "10"); // 40 × 7 ÷ 28
    assert_eq!(ssm("2026-01-01..2027-01-01"), "480");
    // 40 ÷ 31 and 40 × 14 ÷ 28
    assert_eq!(rounded(&ssm("2026-01-31..2026-02-15"), 6), "21.290323");
}

#[test]
fn by_its_share_a_part_of_a_month_costs_that_part_of_the_month() {
    let kms = |period| {
        let kms = ask("aws-kms").set("keys=0 key_ops=310000").over(period);
        kms.assume("part-month-allowance", "share").line("requests")
    };
    // A whole May is (310,000 − 20,000) × 0.03 ÷ 10,000 = 0.87; ten days are 10 ÷ 31 of it.
    assert_eq!(kms("2026-05"), "0.87");
    assert_eq!(rounded(&kms("2026-05-01..2026-05-11"), 6), "0.280645");
    // Two halves of two months are one month, and split where they meet they cost the same.
    assert_eq!(kms("2026-07-16T12:00:00Z..2026-08-16T12:00:00Z"), "0.87");
    let hub = |period| {
        let hub = ask("aws-security-hub").set("findings=0 security_checks=310000").over(period);
        hub.assume("part-month-tiers", "share").line("checks")
    };
    // 100 + 168 for all of July, whenever its half lies.
    assert_eq!(hub("2026-07"), "268");
    assert_eq!(hub("2026-07-01T00:00:00Z..2026-07-16T12:00:00Z"), "134");
    let ibm = |reading| {
        let ibm = ask("ibm-secrets-manager").set("secrets=100 kms_instances=1");
        let ibm = ibm.over("2026-06-16..2026-07-01").event("2026-06-20T00:00:00Z", "secrets=1000");
        ibm.assume("part-month-peak", reading).line("secrets")
    };
    assert_eq!([ibm("whole"), ibm("share")], ["217", "108.5"]);
}

#[test]
fn a_year_of_the_default_workload_costs_its_twelve_months() {
    let cards = whatif_pricing::Catalog::shipped().cards();
    for card in cards {
        let invoice = |period: &str| ask(&card.id).over(period).invoice();
        let year = invoice("2027-01-01..2028-01-01");
        let months = (1..=12).map(|month| invoice(&format!("2027-{month:02}")));
        let sum = months.fold(whatif_pricing::Ratio::ZERO, |sum, month| {
            assert_eq!(month.complete, year.complete, "{}", card.id);
            sum.plus(month.total).unwrap()
        });
        assert_eq!(year.total, sum, "{}", card.id);
    }
}
