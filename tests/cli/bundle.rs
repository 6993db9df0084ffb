//! One bundle of flags goes with every command that answers.

use crate::run::{arguments, output, whatif};

/// What a reader keeps in a variable and passes to each command.
const BUNDLE: &str = "--preset kubernetes-operator --set secrets=250 --set hosts=4 \
     --budget 500 --seed 7 --samples 100 --tax 19 --in EUR --rate \"EUR/USD=1.08 2026-11-20 ECB\" --discount 10 \
     --from 2026-06-01 --to 2026-06-16 --event \"2026-06-10T00:00:00+08:00 secrets=300\"";

/// Each command that answers, with the flags of the bundle that have no effect on it.
const COMMANDS: [(&str, &[&str]); 7] = [
    ("quote tencent-ssm-payg", &[]),
    ("compare tencent-ssm-payg aws-secrets-manager", &[]),
    ("best", &["--budget", "--seed", "--samples"]),
    (
        "sweep secrets tencent-ssm-payg",
        &["--event", "--seed", "--samples", "--set secrets", "--set hosts"],
    ),
    (
        "solve tencent-ssm-payg --total 500 --for secrets",
        &["--event", "--budget", "--seed", "--samples", "--set secrets", "--set hosts"],
    ),
    ("levers tencent-ssm-payg", &["--event", "--budget", "--seed", "--samples", "--set hosts"]),
    ("explain tencent-ssm-payg storage", &["--budget", "--seed", "--samples", "--set hosts"]),
];

#[test]
fn every_command_takes_the_bundle_and_notes_what_has_no_effect() {
    for (command, unused) in COMMANDS {
        let output = output(&format!("{command} {BUNDLE} --json"));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(matches!(output.status.code(), Some(0 | 3 | 4)), "{command}: {said}");
        let notes: Vec<&str> = said.lines().collect();
        assert_eq!(notes.len(), unused.len(), "{command}: {said}");
        let name = command.split(' ').next().unwrap_or_default();
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        for (flag, note) in unused.iter().zip(&notes) {
            let begins = format!("note: {flag} has no effect on {name}: ");
            assert!(note.starts_with(&begins), "{command}: {note}");
            let in_json = answer["notes"].as_array().expect("the answer has notes");
            assert!(in_json.iter().any(|it| format!("note: {}", it.as_str().unwrap()) == **note));
        }
        assert_eq!(unused.is_empty(), answer.get("notes").is_none(), "{command}");
    }
}

#[test]
fn a_table_of_workloads_takes_the_bundle() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let rows = folder.path().join("rows.csv");
    std::fs::write(&rows, "team,secrets\na,10\n").expect("the table can be written");
    let mut command = whatif();
    command.args(["price", &rows.display().to_string(), "--card", "tencent-ssm-payg"]);
    let output = command.args(arguments(BUNDLE)).output().expect("the binary runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.starts_with("note: --event has no effect on price: "), "{said}");
}

#[test]
fn the_same_period_is_asked_of_a_sweep_and_a_quote() {
    let sweep = output("sweep secrets tencent-ssm-payg --from 2026-06-01 --to 2026-06-16 --json");
    let sweep: serde_json::Value = serde_json::from_slice(&sweep.stdout).expect("JSON");
    let quote = output("quote tencent-ssm-payg --from 2026-06-01 --to 2026-06-16 --json");
    let quote: serde_json::Value = serde_json::from_slice(&quote.stdout).expect("JSON");
    assert_eq!(sweep["period"], quote["period"]);
}
