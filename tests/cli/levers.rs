//! Levers of a total, and starting workloads: figures by hand.

use serde_json::Value;

use crate::run::{complaint, json, text, total};

/// The driver of this name in an answer of `levers`.
fn driver<'a>(answer: &'a Value, name: &str) -> &'a Value {
    let drivers = answer["drivers"].as_array().unwrap();
    drivers.iter().find(|driver| driver["driver"] == name).unwrap()
}

#[test]
fn the_levers_of_the_worked_example_read_as_a_tornado() {
    insta::assert_snapshot!(text("levers tencent-ssm-payg --start 2026-06-01"));
}

#[test]
fn options_readings_and_plans_say_what_they_are_worth() {
    insta::assert_snapshot!(text(
        "levers alibaba-kms-payg --start 2026-06-01 --set secrets=50 --set hosts=3 --by 20"
    ));
}

#[test]
fn an_incomplete_total_has_lower_bounds_and_no_differences() {
    insta::assert_snapshot!(text("levers huawei-secmaster-payg --start 2026-06-01"));
}

#[test]
fn the_json_of_levers_has_exact_differences() {
    let answer = json("levers tencent-ssm-payg --start 2026-06-01");
    let secrets = driver(&answer, "secrets");
    assert_eq!(answer["drivers"][0]["driver"], "secrets");
    assert_eq!(secrets["swing"], "40.3");
    assert_eq!(secrets["down"]["total"], "20.15");
    assert_eq!(secrets["down"]["difference"], "-20.15");
    assert_eq!(secrets["up"]["value"], "200");
    assert_eq!(secrets["up"]["total"], "80.6");
    assert_eq!(secrets["one_step_more"]["difference"], "0.403");
    assert_eq!(driver(&answer, "calls")["formula"], true);
    assert_eq!(driver(&answer, "regions")["down"]["bound"], "smallest");
    assert_eq!(answer["plans"][0]["card"], "tencent-ssm-enterprise");
    assert_eq!(answer["plans"][0]["difference"], "325.7");
}

#[test]
fn the_levers_of_an_incomplete_total_have_no_difference_in_json() {
    let answer = json("levers huawei-secmaster-payg --start 2026-06-01");
    assert_eq!(answer["complete"], false);
    assert!(answer["drivers"][0]["up"]["difference"].is_null());
    assert_eq!(answer["drivers"][0]["up"]["complete"], false);
    // The user's own prices complete it: one host's hours at 0.20, ten hosts, 720 hours
    let priced = json(
        "levers huawei-secmaster-payg --start 2026-06-01 --price edition=0.2 --price large-screen=0 --price analysis=0 --price orchestration=0",
    );
    assert_eq!(driver(&priced, "hosts")["up"]["difference"], "1440");
}

#[test]
fn the_range_is_as_told() {
    let answer = json("levers tencent-ssm-payg --start 2026-06-01 --by -10,+20 --set calls=0");
    assert_eq!(driver(&answer, "secrets")["down"]["total"], "36"); // 90 × 0.40
    assert_eq!(driver(&answer, "secrets")["up"]["total"], "48"); // 120 × 0.40
    assert_eq!(answer["by"]["down"], "-10");
    assert_eq!(
        complaint("levers tencent-ssm-payg --by +20,-10"),
        "error: --by: '+20,-10' is not a range: write how far down and how far up in percent, such as -50,+100, or one number for both"
    );
    assert!(complaint("levers tencent-ssm-payg --by -150,+20").contains("150 % is too much"));
}

#[test]
fn levers_are_in_the_currency_asked_for_where_a_rate_leads_there() {
    let line = "levers tencent-ssm-payg --start 2026-06-01 --set calls=0 --in CNY";
    let converted = json(&format!("{line} --rate \"USD/CNY=7 2026-11-20 treasury\""));
    assert_eq!(converted["currency"], "CNY");
    assert_eq!(driver(&converted, "secrets")["one_step_more"]["difference"], "2.8"); // 0.40 × 7
    let without = json(line);
    assert_eq!(without["currency"], "USD");
    let warning = without["warnings"][0].as_str().unwrap();
    assert!(warning.starts_with("the totals are not in CNY, for no rate leads"), "{warning}");
}

#[test]
fn presets_are_listed_with_their_sentences() {
    insta::assert_snapshot!(text("presets"));
    let presets = json("presets");
    assert_eq!(presets[0]["id"], "kubernetes-operator");
    assert_eq!(presets[0]["set"][2]["driver"], "refresh_seconds");
}

#[test]
fn a_preset_is_where_a_workload_starts() {
    // 100 secrets × 0.40, 25,920,000 calls ÷ 10,000 × 0.05
    assert_eq!(total("tencent-ssm-payg --preset kubernetes-operator").0, "169.6");
    // what is set comes on top: 2 secrets × 8,640 × 30 calls
    let set = "tencent-ssm-payg --preset kubernetes-operator --set secrets=2";
    assert_eq!(total(set).0, "3.392");
    let quote = json("quote tencent-ssm-payg --preset kubernetes-operator");
    assert_eq!(quote["preset"], "kubernetes-operator");
    assert!(
        text("quote tencent-ssm-payg --preset ci").contains("Preset      ci: 2,000 jobs a day")
    );
    let levers = json("levers tencent-ssm-payg --preset ci");
    assert_eq!(levers["preset"], "ci");
}

#[test]
fn an_unknown_preset_is_told_with_the_nearest() {
    let told = complaint("quote tencent-ssm-payg --preset kubernetes");
    assert!(
        told.starts_with("error: unknown preset 'kubernetes': did you mean 'kubernetes-operator'?"),
        "{told}"
    );
}
