//! Cycles in which something changes, with figures by hand: what is included, the groups, the levels and
//! the price list; cycles of a source's own; and what each unit owes from its creation on.

use crate::ask::{Ask, ask, rounded};

// A price list that changes within a cycle.

#[test]
fn an_allowance_is_used_up_by_what_is_used_when_the_list_changes_in_the_month() {
    let kms = |per_month: &str, then: &str| {
        let kms = ask("aws-kms").days("2024-04-11", 30).set("keys=0").set(per_month);
        kms.event("2024-05-01T00:00:00Z", then).line("requests")
    };
    // 20 of 30 days at 40,000 a month are 26,666.67 requests, 20,000 of them free.
    assert_eq!(kms("key_ops=40000", "key_ops=0"), "0.02");
    // 20 of 30 days at 90,000: 60,000, of which 40,000 cost 0.12.
    assert_eq!(kms("key_ops=90000", "key_ops=0"), "0.12");
    // Ten days under the later list at 120,000: 40,000, of which 20,000 cost 0.06.
    assert_eq!(kms("key_ops=0", "key_ops=120000"), "0.06");
    // 10,000 before and 10,000 after are all free, though neither part has half of the days.
    assert_eq!(kms("key_ops=15000", "key_ops=30000"), "0");
}

// Cycles of a source's own.

#[test]
fn a_cycle_of_30_days_that_is_begun_twice_in_january_is_paid_twice() {
    let locker = |period| {
        let locker = ask("locker").assume("part-cycles", "whole").over(period);
        locker.set("projects=2 secrets=10")
    };
    // One of two projects is free: 3 for each cycle; ten secrets are 1.
    assert_eq!(locker("2026-01").line("projects"), "6");
    assert_eq!(locker("2026-01").line("secrets"), "2");
    assert_eq!(locker("2026-02").line("projects"), "3");
    // 61 days begin a third cycle, 365 a thirteenth.
    assert_eq!(locker("2026-01-01..2026-03-03").line("projects"), "9");
    assert_eq!(locker("2026-01-01..2027-01-01").line("projects"), "39");
    assert_eq!(locker("2026-01").records("projects").len(), 2);
}

#[test]
fn a_bill_of_a_cycle_of_30_days_opens_with_each_cycle() {
    let bills = ask("locker").over("2026-01-01..2026-03-03").tariff().bills();
    let opens: Vec<_> = bills.iter().map(|bill| bill.opens.date_naive().to_string()).collect();
    assert_eq!(opens, ["2026-01-01", "2026-01-31", "2026-03-02"]);
}

#[test]
fn a_commitment_is_owed_for_each_day_that_is_begun() {
    let sentinel = |tier, period: &str| {
        ask("microsoft-sentinel").option("commitment", tier).set("log_gb=3000").over(period)
    };
    let day = "2026-06-01T00:00:00Z..2026-06-01T23:59:59Z";
    assert_eq!(sentinel("gb-100", day).total(), "296");
    // From noon to noon two days are begun; an hour begins one.
    let noon = "2026-06-01T12:00:00Z..2026-06-02T12:00:00Z";
    assert_eq!(sentinel("gb-100", noon).line("commitment"), "592");
    let hour = "2026-06-01T12:00:00Z..2026-06-01T13:00:00Z";
    assert_eq!(sentinel("gb-1000", hour).line("commitment"), "2480");
    assert_eq!(sentinel("gb-100", "2026-07").line("commitment"), "9176");
}

// Charges that a plan does not have.

#[test]
fn a_typed_price_counts_only_in_the_plan_that_has_the_charge() {
    let ibm = |plan| ask("ibm-key-protect").set("keys=0").option("plan", plan);
    assert_eq!(ibm("standard").price("crypto-units", "2").total(), "0");
    assert_eq!(ibm("cross-region").price("crypto-units", "2").total(), "0");
    assert_eq!(ibm("dedicated").price("crypto-units", "2").total(), "1440");
    let tcss = |billing| ask("tencent-tcss").set("vcpus=100").option("billing", billing);
    assert_eq!(tcss("postpaid").price("prepaid", "5").total(), "750");
    assert_eq!(tcss("prepaid").price("postpaid", "5").total(), "675");
    assert_eq!(tcss("prepaid").price("prepaid", "5").total(), "500");
    let doppler = |add_ons| ask("doppler").set("users=5").option("add-ons", add_ons);
    assert_eq!(doppler("none").price("add-ons", "7").total(), "105");
    assert_eq!(doppler("one").price("add-ons", "7").total(), "140");
    // A price of zero is a price: a price of one's own takes its place.
    let vault = ask("azure-key-vault").set("secrets=100").price("stored-secrets", "0.10");
    assert_eq!(vault.line("stored-secrets"), "10");
}

#[test]
fn the_tariff_says_which_charges_the_choices_have() {
    let standard = ask("ibm-key-protect").tariff();
    assert_eq!([0, 1, 2].map(|charge| standard.applies(charge)), [true, false, false]);
    let pack = ask("one-password").option("plan", "teams-starter").tariff();
    assert_eq!([0, 1].map(|charge| pack.applies(charge)), [false, true]);
}

// Groups that change.

#[test]
fn each_region_has_what_fell_in_it_while_it_was_used() {
    let hub = |settings, at, then| {
        let hub = ask("aws-security-hub").over("2026-06").set("security_checks=0");
        hub.set(settings).event(at, then).line("findings")
    };
    // 29 days of 1,000 findings in three regions, one day in the first: 9,666.67 + 1,000 in it.
    assert_eq!(hub("findings=30000 regions=3", "2026-06-30T00:00:00Z", "regions=1"), "0.02");
    // Half a month each: 7,500 and 15,000 in the first region, 7,500 in the second: 12,500 are charged.
    assert_eq!(hub("findings=30000 regions=2", "2026-06-16T00:00:00Z", "regions=1"), "0.375");
    // In either order.
    assert_eq!(hub("findings=30000 regions=1", "2026-06-16T00:00:00Z", "regions=2"), "0.375");
    // A change of what the charge does not read spreads nothing anew.
    assert_eq!(hub("findings=30000 regions=3", "2026-06-16T00:00:00Z", "keys=9"), "0");
    let ssm = |settings, at, then| {
        let ssm = ask("tencent-ssm-payg").over("2026-06").set("secrets=0");
        ssm.set(settings).event(at, then).line("api")
    };
    // 9,667 + 1,000 calls in the first region; 9,667 and 9,666 count as 10,000 each.
    let moved = ssm("calls=30000 regions=3", "2026-06-30T00:00:00+08:00", "regions=1");
    assert_eq!(moved, "0.153335");
    // 10,000 in each of two regions for half a month, 20,000 in the first for the other half.
    let moved = ssm("calls=40000 regions=2", "2026-06-16T00:00:00+08:00", "regions=1");
    assert_eq!(moved, "0.2");
}

#[test]
fn the_tiers_of_a_region_count_all_that_fell_in_it() {
    // 50,000 checks in each of two regions, then 100,000 in the first: 150,000 and 50,000.
    let hub = ask("aws-security-hub").over("2026-06").set("findings=0 security_checks=200000");
    let hub = hub.set("regions=2").event("2026-06-16T00:00:00Z", "regions=1");
    // 100 + 40 and 50
    assert_eq!(hub.line("checks"), "190");
}

#[test]
fn each_instance_has_a_highest_rate_of_its_own_in_the_day() {
    let qps = |settings, then| {
        let kms = ask("alibaba-kms-payg").days("2026-06-01", 1).set(settings);
        kms.event("2026-06-01T12:00:00+08:00", then).line("qps")
    };
    // One instance with 10 QPS, then two with 5 each: 10 + 5.
    assert_eq!(qps("peak_qps=10", "kms_instances=2"), "7.5");
    // Two with 5 each, then one with 10: the same.
    assert_eq!(qps("peak_qps=10 kms_instances=2", "kms_instances=1"), "7.5");
    // Three with 4 each, then two with 10.5 each: 11 + 11 + 4.
    assert_eq!(qps("peak_qps=12 kms_instances=3", "kms_instances=2 peak_qps=21"), "13");
    // Two with 5.5 each, then none: 6 + 6.
    assert_eq!(qps("peak_qps=11 kms_instances=2", "kms_instances=0"), "6");
}

#[test]
fn an_allowance_for_each_key_counts_the_keys_of_the_month() {
    let kms = |settings, at, then| {
        let kms = ask("huawei-kms").over("2026-06").set(settings);
        rounded(&kms.event(at, then).line("requests"), 4)
    };
    let gone = "2026-06-29T16:14:00+08:00";
    // 95,588.43 requests, 2 × 20,000 free
    assert_eq!(kms("keys=2 key_ops=100000", gone, "keys=0 key_ops=0"), "3.3353");
    // Three keys and then one have 60,000 free; so have one and then three.
    let middle = "2026-06-16T00:00:00+08:00";
    assert_eq!(kms("keys=3 key_ops=100000", middle, "keys=1"), "2.4");
    assert_eq!(kms("keys=1 key_ops=100000", middle, "keys=3"), "2.4");
}

// Records.

#[test]
fn a_change_of_what_a_charge_does_not_read_ends_no_record() {
    let master =
        ask("huawei-secmaster-payg").over("2026-06-01T00:00:00+08:00..2026-06-01T02:00:00+08:00");
    let master =
        master.set("hosts=2 large_screens=1").price("edition", "1").price("large-screen", "1");
    let other = master.event("2026-06-01T00:30:00+08:00", "log_gb=9 keys=4");
    let seconds = |ask: &Ask, charge| {
        let records = ask.records(charge);
        records.iter().map(|record| record.window.seconds()).collect::<Vec<_>>()
    };
    assert_eq!(seconds(&other, "edition"), [3_600, 3_600]);
    // A change of the quota ends the record of the edition, and not the one of the large screen (H6).
    let quota = other.event("2026-06-01T01:15:00+08:00", "hosts=3");
    assert_eq!(seconds(&quota, "edition"), [3_600, 900, 2_700]);
    // 1.25 hours of two and 0.75 hours of three
    assert_eq!(quota.line("edition"), "4.75");
    let kms = ask("aws-kms").over("2026-06").assume("part-hours", "exact");
    let kms = kms.event("2026-06-11T00:00:00Z", "key_ops=7");
    assert_eq!(seconds(&kms, "keys"), [30 * 86_400]);
}

// Hours counted from a unit's creation.

#[test]
fn begun_hours_are_counted_from_the_creation() {
    let kept = |from, to| {
        let secrets = ask("aws-secrets-manager").days("2025-01-01", 30).set("calls=0 secrets=0");
        secrets.event(from, "secrets=1").event(to, "secrets=0")
    };
    // 44.5 hours are 45 of the month's 720, whenever they begin.
    assert_eq!(kept("2025-01-01T00:45:00Z", "2025-01-02T21:15:00Z").total(), "0.025");
    assert_eq!(kept("2025-01-01T00:00:00Z", "2025-01-02T20:30:00Z").total(), "0.025");
    let clock = kept("2025-01-01T00:45:00Z", "2025-01-02T21:15:00Z").assume("part-hours", "clock");
    assert_eq!(rounded(&clock.total(), 6), "0.025556"); // 46 hours
    // A second is an hour, an hour and a second are two.
    assert_eq!(
        rounded(&kept("2025-01-01T07:59:59Z", "2025-01-01T08:00:00Z").total(), 6),
        "0.000556"
    );
    assert_eq!(
        rounded(&kept("2025-01-01T07:30:00Z", "2025-01-01T08:30:01Z").total(), 6),
        "0.001111"
    );
}

#[test]
fn where_the_source_is_silent_hours_are_those_of_the_clock() {
    let kept = |card: &str, settings: &str, other: &str| {
        let kept = ask(card).days("2025-01-01", 30).set(&format!("{settings}=0 {other}=0"));
        let kept = kept.event("2025-01-01T00:45:00Z", &format!("{settings}=720"));
        kept.event("2025-01-02T21:15:00Z", &format!("{settings}=0"))
    };
    // 44.5 hours touch 46 of the clock and are 45 from their creation, of 720 at 1.00 a month.
    assert_eq!(kept("aws-kms", "keys", "key_ops").total(), "46");
    let created = kept("aws-kms", "keys", "key_ops").assume("part-hours", "creation");
    assert_eq!(created.total(), "45");
    let advanced = || kept("aws-parameter-store", "secrets", "calls").option("tier", "advanced");
    assert_eq!(advanced().total(), "2.3");
    assert_eq!(advanced().assume("part-hours", "creation").total(), "2.25");
}

#[test]
fn units_that_are_created_later_count_from_their_own_creation() {
    let vault = ask("hcp-vault-secrets").days("2025-01-01", 30).set("calls=0 secrets=72");
    // 72 secrets for all 720 hours; 72 more from 1:30 to 3:15, two hours each: 36 + 0.1
    let vault = vault.event("2025-01-01T01:30:00Z", "secrets=144");
    let vault = vault.event("2025-01-01T03:15:00Z", "secrets=72");
    assert_eq!(vault.line("secrets"), "36.1");
    let records = vault.records("secrets");
    let seconds: Vec<i64> = records.iter().map(|record| record.window.seconds()).collect();
    assert_eq!(seconds, [30 * 86_400, 6_300]);
    // The month's mean is of what there was.
    let mean = vault.invoice().lines[0].quantity;
    assert_eq!(rounded(&whatif_pricing::plain(mean), 4), "72.175");
}
