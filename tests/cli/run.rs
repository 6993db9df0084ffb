//! Runs the binary and reads what it answers.

use std::process::{Command, Output};

use serde_json::Value;

/// The binary, with a fixed day of use, without cards of the user's own, and without a wish for colours
/// from outside.
pub fn whatif() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whatif"));
    command.env("XDG_CONFIG_HOME", "/nonexistent").env("APPDATA", "/nonexistent");
    command.env("XDG_STATE_HOME", "/dev/null/none");
    command.env_remove("NO_COLOR").env_remove("FORCE_COLOR").env_remove("CLICOLOR_FORCE");
    command.args(["--today", "2026-11-22"]);
    command
}

/// Splits a line as a shell would, with double quotes only.
pub fn arguments(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate().flat_map(|(place, part)| match place % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    parts.collect()
}

pub fn output(line: &str) -> Output {
    whatif().args(arguments(line)).output().expect("the binary runs")
}

/// Returns what a command that has an answer prints. Notes on flags without effect may stand beside it.
pub fn text(line: &str) -> String {
    let output = output(line);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let said: Vec<&str> = said.lines().filter(|line| !line.starts_with("note: ")).collect();
    assert_eq!((output.status.code(), &said[..]), (Some(0), &[][..]), "{line}");
    String::from_utf8(output.stdout).expect("answers are text")
}

/// The JSON that a command answers.
pub fn json(line: &str) -> Value {
    serde_json::from_str(&text(&format!("{line} --json"))).expect("the answer is JSON")
}

/// Returns what a command says that cannot use its input: on standard error alone, with exit code
/// 2.
pub fn complaint(line: &str) -> String {
    let output = output(line);
    let answer = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!((output.status.code(), answer.as_str()), (Some(2), ""), "{line}");
    String::from_utf8(output.stderr).expect("complaints are text").trim_end().to_owned()
}

/// The total of a quote, and whether it is complete.
pub fn total(line: &str) -> (String, bool) {
    let answer = json(&format!("quote {line} --start 2026-06-01"));
    total_of(&answer)
}

pub fn total_of(answer: &Value) -> (String, bool) {
    (answer["total"].as_str().unwrap().to_owned(), answer["complete"].as_bool().unwrap())
}

/// The amount of one line of a quote.
pub fn amount(answer: &Value, charge: &str) -> Option<String> {
    let lines = answer["lines"].as_array().unwrap();
    let line = lines.iter().find(|line| line["id"] == charge).expect("the charge has a line");
    line["amount"].as_str().map(str::to_owned)
}

/// The records of one charge: from, to, seconds, quantity.
pub fn records(answer: &Value, charge: &str) -> Vec<(String, String, i64, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let records = answer["records"].as_array().unwrap().iter();
    let of_charge = records.filter(|record| record["charge"] == charge);
    let read = of_charge.map(|record| {
        let seconds = record["seconds"].as_i64().expect("seconds are a whole number");
        (text(&record["from"]), text(&record["to"]), seconds, text(&record["quantity"]))
    });
    read.collect()
}

pub fn warnings(answer: &Value) -> Vec<String> {
    let warnings = answer["warnings"].as_array().unwrap().iter();
    warnings.map(|warning| warning.as_str().unwrap().to_owned()).collect()
}

/// The exit code and the answer of a command that says nothing else.
pub fn coded(line: &str) -> (i32, String) {
    let output = output(line);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(told, "", "{line}");
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}
