//! Amounts and records that can be worked out by hand from the vendors' rules.

use crate::run::{amount, json, records, text, total, total_of, warnings};

fn complete(total: &str) -> (String, bool) {
    (total.to_owned(), true)
}

#[test]
fn a_hundred_credentials_read_twenty_times_a_day_cost_40_3() {
    let quote = json(
        "quote tencent-ssm-payg --set secrets=100 --set reads_per_secret_per_day=20 --start 2026-06-01",
    );
    assert_eq!(total_of(&quote), complete("40.3"));
    assert_eq!(amount(&quote, "storage").unwrap(), "40");
    assert_eq!(amount(&quote, "api").unwrap(), "0.3");
}

#[test]
fn a_day_of_an_instance_with_keys_secrets_and_qps_costs_14_616() {
    let enabled = "alibaba-kms-payg --days 1 --set keys=3 --set secrets=2 --set peak_qps=20 --set shared_accounts=0 --set vpcs=1";
    assert_eq!(total(enabled), complete("14.616"));
    let not_enabled =
        "alibaba-kms-payg --days 1 --set keys=0 --set secrets=0 --set peak_qps=0 --set vpcs=0";
    assert_eq!(total(not_enabled), complete("4.5"));
}

#[test]
fn the_json_of_a_quote_has_the_promised_keys_in_the_promised_order() {
    let quote = "quote huawei-secmaster-payg --from 2023-06-08T09:59:30+08:00 --to 2023-06-08T10:00:00+08:00 --set hosts=1 --records --json";
    insta::assert_snapshot!("quote_json", text(quote));
    assert!(!text("quote tencent-ssm-payg --json").contains("\"records\""));
}

#[test]
fn a_use_over_two_clock_hours_has_a_record_of_30_s_and_one_of_2746_s() {
    let use_ = "quote huawei-secmaster-payg --from 2023-06-08T09:59:30+08:00 --to 2023-06-08T10:45:46+08:00 --set hosts=1 --records";
    let expected = [
        ("2023-06-08T09:59:30+08:00", "2023-06-08T10:00:00+08:00", 30, "1"),
        ("2023-06-08T10:00:00+08:00", "2023-06-08T10:45:46+08:00", 2746, "1"),
    ];
    assert_eq!(records(&json(use_), "edition"), expected.map(owned));
    // 3.6 an hour are 0.001 a second.
    let priced = json(&format!("{use_} --price edition=3.6"));
    assert_eq!(total_of(&priced), complete("2.776"));
}

#[test]
fn a_change_of_the_quota_splits_the_hour() {
    let quote = json(
        "quote huawei-secmaster-payg --from 2023-06-08T09:00:00+08:00 --to 2023-06-08T10:00:00+08:00 --set hosts=1 --event \"2023-06-08T09:30:00+08:00 hosts=2\" --price edition=0.2 --records",
    );
    let expected = [
        ("2023-06-08T09:00:00+08:00", "2023-06-08T09:30:00+08:00", 1800, "1"),
        ("2023-06-08T09:30:00+08:00", "2023-06-08T10:00:00+08:00", 1800, "2"),
    ];
    assert_eq!(records(&quote, "edition"), expected.map(owned));
    assert_eq!(total_of(&quote), complete("0.3"));
}

fn owned(record: (&str, &str, i64, &str)) -> (String, String, i64, String) {
    (record.0.to_owned(), record.1.to_owned(), record.2, record.3.to_owned())
}

#[test]
fn unpublished_prices_are_null_and_leave_the_total_incomplete() {
    let quote = json("quote huawei-secmaster-payg --set log_gb=1 --start 2026-06-01");
    assert_eq!(total_of(&quote), ("0".to_owned(), false));
    assert_eq!(amount(&quote, "edition"), None);
    assert!(quote["lines"][0]["unit_price"].is_null());
    let warnings = warnings(&quote);
    assert!(warnings.iter().any(|warning| warning.contains("--price edition=AMOUNT")));
    assert!(warnings.iter().any(|warning| warning.contains("--price analysis=AMOUNT")));
}

#[test]
fn nodes_are_runs_times_nodes_without_judgement_nodes() {
    let runs = "huawei-secmaster-payg --set hosts=0.000001 --set playbook_runs=100 --set nodes_per_run=6 --set judgement_nodes_per_run=1 --price edition=0 --price orchestration=0.01";
    assert_eq!(total(runs), complete("5"));
    assert_eq!(total(&format!("{runs} --assume orchestration-unit=jobs")), complete("1"));
}

#[test]
fn thirty_days_are_thirty_of_the_cards_own_days() {
    let days = json("quote alibaba-kms-payg --days 30 --start 2026-06-01 --records");
    assert_eq!(records(&days, "qps").len(), 30);
    assert_eq!(days["period"]["from"], "2026-06-01T00:00:00+08:00");
    assert_eq!(days["period"]["to"], "2026-07-01T00:00:00+08:00");
}

#[test]
fn what_is_there_at_24_00_counts_for_the_day_and_the_peak_counts_from_any_second() {
    let day = "quote alibaba-kms-payg --days 1 --start 2026-06-01 --set secrets=0 --set keys=3 --set peak_qps=1";
    let late = json(&format!("{day} --event \"2026-06-01T23:59:59+08:00 keys=10\""));
    assert_eq!(amount(&late, "keys").unwrap(), "0.3");
    let burst = json(&format!(
        "{day} --event \"2026-06-01T00:00:00+08:00 peak_qps=30\" --event \"2026-06-01T00:00:01+08:00 peak_qps=1\""
    ));
    assert_eq!(amount(&burst, "qps").unwrap(), "15");
}

#[test]
fn a_calendar_month_is_one_month_whatever_its_length() {
    for month in ["2026-02", "2026-06", "2026-07"] {
        let quote = json(&format!("quote tencent-ssm-payg --month {month} --set calls=0"));
        assert_eq!(total_of(&quote), complete("40"), "{month}");
    }
    let thirtieths =
        "quote tencent-ssm-payg --month 2026-06 --set calls=0 --assume day-share=30-days";
    assert_eq!(total_of(&json(thirtieths)), complete("40"));
}

#[test]
fn each_day_is_charged_by_its_own_count_of_credentials() {
    let june = "quote tencent-ssm-payg --month 2026-06 --event \"2026-06-16T00:00:00+08:00 secrets=200\" --records";
    let quote = json(june);
    // 15 days of 100 and 15 of 200 at 0.4 ÷ 30.
    assert_eq!(amount(&quote, "storage").unwrap(), "60");
    assert_eq!(records(&quote, "storage").len(), 30);
}

#[test]
fn calls_have_their_minimum_in_each_region() {
    let calls = |more: &str| total(&format!("tencent-ssm-payg --set secrets=0 {more}"));
    assert_eq!(calls("--set calls=60000 --set regions=7"), complete("0.35"));
    assert_eq!(calls("--set calls=60000"), complete("0.3"));
    assert_eq!(calls("--set calls=1"), complete("0.05"));
    assert_eq!(calls("--set calls=0"), complete("0"));
    assert_eq!(calls("--set calls=12k"), complete("0.06"));
    assert_eq!(calls("--set calls=12k --assume api-rounding=package"), complete("0.1"));
}

#[test]
fn a_quota_warns_and_leaves_the_price_alone() {
    let quote = json("quote tencent-ssm-payg --set secrets=1001 --set calls=0 --start 2026-06-01");
    assert_eq!(total_of(&quote), complete("400.4"));
    assert!(warnings(&quote)[0].starts_with("secrets 1,001 exceeds the quota of 1,000"));
    let within = json("quote tencent-ssm-payg --set secrets=1000 --set calls=0 --start 2026-06-01");
    assert!(warnings(&within).iter().all(|warning| !warning.contains("quota")));
}

#[test]
fn packs_cover_what_exceeds_500_qps() {
    let packs = |qps: &str| total(&format!("tencent-ssm-enterprise --set peak_qps={qps}"));
    assert_eq!(packs("500"), complete("366"));
    assert_eq!(packs("500.000001"), complete("458"));
    assert_eq!(packs("1000"), complete("458"));
    assert_eq!(packs("1001"), complete("550"));
    let region = "tencent-ssm-enterprise --set peak_qps=1000 --option region=region-2";
    assert_eq!(total(region), complete("668"));
}

#[test]
fn beyond_the_editions_credentials_no_price_is_published() {
    assert_eq!(total("tencent-ssm-enterprise --set secrets=1000"), complete("366"));
    let beyond = total("tencent-ssm-enterprise --set secrets=1001");
    assert_eq!(beyond, ("366".to_owned(), false));
}

#[test]
fn prepaid_months_are_whole() {
    assert_eq!(total("tencent-ssm-enterprise --days 30"), complete("366"));
    assert_eq!(total("tencent-ssm-enterprise --days 31"), complete("732"));
    assert_eq!(total("tencent-ssm-enterprise --option term=year"), complete("4392"));
}

#[test]
fn the_plan_that_is_closed_says_so() {
    let warnings = warnings(&json("quote tencent-ssm-payg"));
    assert!(warnings.iter().any(|warning| warning.contains("closed to new purchasers")));
}

#[test]
fn what_the_service_cannot_do_is_named_with_the_most_that_was_asked() {
    let quote = json(
        "quote tencent-ssm-payg --month 2026-06 --set keys=2 --event \"2026-06-10T00:00:00+08:00 hosts=5\" --event \"2026-06-11T00:00:00+08:00 hosts=7\" --event \"2026-06-12T00:00:00+08:00 hosts=0\"",
    );
    let warnings = warnings(&quote);
    assert!(warnings.contains(&"keys 2: SSM cannot do this, so it is not in the price".to_owned()));
    assert!(
        warnings.contains(&"hosts 7: SSM cannot do this, so it is not in the price".to_owned())
    );
    let nothing_asked = json("quote tencent-ssm-payg --set hosts=0 --set keys=0");
    assert!(nothing_asked["warnings"].as_array().unwrap().len() == 1);
}

#[test]
fn settings_can_come_in_any_order_and_formulas_with_or_without_their_sign() {
    let orders = [
        "--set secrets=calls/100 --set calls=5000",
        "--set calls=5000 --set secrets=calls/100",
        "--set calls=5k --set secrets==calls/100",
        "--set secrets=3 --set calls==2500*2 --set secrets=calls/100",
    ];
    for order in orders {
        // 50 secrets × 0.4, and the minimum of calls.
        assert_eq!(total(&format!("tencent-ssm-payg {order}")), complete("20.05"), "{order}");
    }
}

#[test]
fn stages_of_an_overdue_account_are_dated() {
    let tencent = json("arrears tencent-ssm-payg --overdue-at 2026-03-05T00:00:00+08:00");
    let stages = tencent["stages"].as_array().unwrap();
    let dates: Vec<_> = stages.iter().map(|stage| stage["at"].as_str().unwrap()).collect();
    assert_eq!(
        dates,
        ["2026-03-05T00:00:00+08:00", "2026-03-06T00:00:00+08:00", "2026-03-13T00:00:00+08:00"]
    );
    assert_eq!(stages[1]["fees_accrue"], false);
    let stop =
        "arrears alibaba-kms-payg --overdue-at 2026-03-04T16:00:00Z --assume suspended-fees=stop";
    let alibaba = json(stop);
    assert_eq!(alibaba["stages"][1]["at"], "2026-03-20T00:00:00+08:00");
    assert_eq!(alibaba["stages"][1]["fees_accrue"], false);
}

#[test]
fn a_wait_of_ones_own_moves_its_stage_and_those_after_it() {
    let huawei = json(
        "arrears huawei-secmaster-payg --overdue-at 2026-03-05T00:00:00+08:00 --wait retention=7d --wait \"released=24 h\"",
    );
    assert_eq!(huawei["stages"][1]["at"], "2026-03-12T00:00:00+08:00");
    assert_eq!(huawei["stages"][2]["at"], "2026-03-13T00:00:00+08:00");
    assert_eq!(huawei["stages"][1]["length_varies"], true);
}

#[test]
fn the_list_of_cards_tells_their_age_in_days() {
    let cards = json("cards");
    assert_eq!(cards, json("card"));
    let cards = cards.as_array().unwrap();
    let tencent = cards.iter().find(|card| card["id"] == "tencent-ssm-payg").unwrap();
    assert_eq!(tencent["dated"], "2025-03-26");
    assert_eq!(tencent["age_days"], 606);
    assert_eq!((&tencent["stale"], &tencent["own"]), (&true.into(), &false.into()));
    assert_eq!(tencent["needs"], serde_json::json!(["secrets"]));
    let address = tencent["sources"][0].as_str().unwrap();
    assert!(address.starts_with("https://www.tencentcloud.com/"), "{address}");
    let later = json("cards --stale-after 606");
    let tencent = later.as_array().unwrap().iter().find(|card| card["id"] == "tencent-ssm-payg");
    assert_eq!(tencent.unwrap()["stale"], false, "stale only when older than that");
}

#[test]
fn an_explanation_adds_the_records_where_the_workload_changes() {
    let steady = json("explain tencent-ssm-payg api --start 2026-06-01");
    assert_eq!(steady["amount"], "0.3");
    assert!(steady["timeline"].is_null());
    let changing = json(
        "explain tencent-ssm-payg storage --month 2026-06 --event \"2026-06-16T00:00:00+08:00 secrets=200\"",
    );
    assert_eq!(changing["amount"], "40");
    assert_eq!(changing["timeline"]["amount"], "60");
    assert_eq!(changing["timeline"]["records"], 30);
}

#[test]
fn what_was_charged_for_a_part_of_the_period_is_not_said_to_be_uncharged() {
    let period = "--from 2026-06-01T00:00:00+08:00 --to 2026-06-03T00:00:00+08:00";
    let released = format!(
        "quote alibaba-kms-payg {period} --event \"2026-06-02T15:00:00+08:00 kms_instances=0\""
    );
    let never = format!("quote alibaba-kms-payg {period} --set kms_instances=0");
    assert_eq!(warnings(&json(&released)), Vec::<String>::new());
    assert!(
        warnings(&json(&never)).contains(&"Keys: not charged while kms_instances is 0".to_owned())
    );
}

#[test]
fn an_explanation_of_ten_days_tells_their_share_of_the_month() {
    let explained = text("explain tencent-ssm-payg api --days 10 --start 2026-06-01");
    assert!(explained.contains("10 of 30 d of a month"), "{explained}");
    let thirty_one = text("explain tencent-ssm-payg api --days 31 --start 2026-06-01");
    assert!(thirty_one.contains("sum        of these cycles"), "{thirty_one}");
}
