//! A saved scenario as a file to mail or load.

use std::fs;

use serde_json::Value;

use crate::run::{complaint, json, text};

/// Tencent's worked example beside AWS, with 200 secrets in place of 100.
const PLAN: &str = r#"
format = 1
notes = "for the budget of June"
selected = "tencent-ssm-payg"
marked = ["aws-secrets-manager", "tencent-ssm-payg"]
seed = "1"
currency = "USD"
period = "month"
start = 2026-06-01

[workload]
secrets = "200"
"#;

/// A folder with the plan in it, and how its file is named.
fn plan() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plan.toml");
    fs::write(&file, PLAN).unwrap();
    let name = file.display().to_string();
    (folder, name)
}

#[test]
fn the_json_of_an_export_is_that_of_the_command_with_the_same_flags() {
    let (_folder, plan) = plan();
    let exported = |what: &str| -> Value {
        serde_json::from_str(&text(&format!("export {plan} {what} --as json"))).unwrap()
    };
    let flags = "--set secrets=200 --start 2026-06-01";
    // The verdict and the doubts depend on the day of use, and an export does not: no price is old in it.
    let undated = |mut answer: Value| {
        let object = answer.as_object_mut().unwrap();
        object.retain(|key, _| !matches!(key.as_str(), "doubt" | "verdict"));
        let cards = answer.get_mut("cards").and_then(Value::as_array_mut);
        for card in cards.into_iter().flatten() {
            card.as_object_mut().unwrap().remove("doubt");
        }
        answer
    };
    let alike = |what: &str, line: &str| {
        assert_eq!(undated(exported(what)), undated(json(line)), "{what}");
    };
    alike("invoice", &format!("quote tencent-ssm-payg {flags}"));
    let cards = "aws-secrets-manager tencent-ssm-payg";
    alike("comparison", &format!("compare {cards} {flags}"));
    let comparison = exported("comparison");
    assert_eq!(comparison["cards"][0]["doubt"]["kind"], "transcribed");
    assert!(comparison["verdict"].is_string());
    let flags = "--start 2026-06-01";
    alike("sweep --driver secrets", &format!("sweep secrets {cards} {flags}"));
    let csv = text(&format!("export {plan} sweep --driver secrets --as csv"));
    assert_eq!(csv, text(&format!("sweep secrets {cards} {flags} --csv")));
}

#[test]
fn a_file_is_written_in_the_form_of_its_ending() {
    let (folder, plan) = plan();
    let to = folder.path().join("for-the-boss.md").display().to_string();
    assert_eq!(text(&format!("export {plan} --to {to}")), format!("{to} has the comparison.\n"));
    let written = fs::read_to_string(&to).unwrap();
    assert!(written.starts_with("# Comparison in USD\n"), "{written}");
    assert!(written.contains("- for the budget of June\n"), "{written}");
    let refused = complaint(&format!("export {plan} --to {to}"));
    assert!(refused.ends_with("or replace it with --force"), "{refused}");
    let picture = folder.path().join("explore.svg");
    text(&format!("export {plan} --to {}", picture.display()));
    assert!(fs::read_to_string(picture).unwrap().starts_with("<svg"));
}
