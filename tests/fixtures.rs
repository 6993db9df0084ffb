//! Scenario files and codes that earlier versions wrote still open, and come to what they came to then.
//!
//! `tests/fixtures/scenarios/VERSION/` has for each `NAME.toml` the code that this version made of it,
//! `NAME.code`, and what it said of the scenario, `NAME.json`. Nobody rewrites them: where one fails, the
//! reader has to be mended, not the file. Only a price of a shipped card that was wrong changes a figure.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

/// The least number of fixtures: a folder that nobody finds passes nothing.
const FIXTURES_MIN: usize = 30;

/// One scenario of an earlier version.
struct Fixture {
    name: String,
    folder: PathBuf,
    expected: Value,
}

impl Fixture {
    fn read(path: &Path) -> Self {
        let folder = path.parent().expect("a file is in a folder").to_owned();
        let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(folder.join(format!("{name}.json"))).expect("its answers");
        Self { name, folder, expected: serde_json::from_str(&text).expect("answers are JSON") }
    }

    fn file(&self) -> PathBuf {
        self.folder.join(format!("{}.toml", self.name))
    }

    fn code(&self) -> String {
        let path = self.folder.join(format!("{}.code", self.name));
        fs::read_to_string(path).expect("its code").trim().to_owned()
    }

    /// Runs the binary without any settings, and with the user's own cards that the scenario had.
    fn run(&self, arguments: &[&str]) -> Output {
        let home = TempDir::new().expect("a folder of its own");
        let mut command = Command::new(env!("CARGO_BIN_EXE_whatif"));
        for variable in ["HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "APPDATA"] {
            command.env(variable, home.path());
        }
        if self.expected["with_cards"] == true {
            command.arg("--cards").arg(self.folder.join("cards"));
        }
        command.args(arguments).output().expect("the binary runs")
    }

    /// Returns what a command prints that succeeds.
    fn text(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{}: {arguments:?}: {error}", self.name);
        String::from_utf8(output.stdout).expect("answers are text")
    }

    fn json(&self, file: &Path, what: &str) -> Value {
        let file = file.to_str().expect("the path is UTF-8");
        let text = self.text(&["export", file, what, "--as", "json"]);
        serde_json::from_str(&text).expect("the answer is JSON")
    }

    /// Compares what the binary says of a file with what was said of the scenario.
    fn check(&self, file: &Path, of: &str) {
        let expected = &self.expected;
        if expected["invoice"].is_null() {
            self.check_refused(file);
        } else {
            let invoice = without_new_zeros(&self.json(file, "invoice"), &expected["invoice"]);
            assert_eq!(invoice, expected["invoice"], "{} ({of}): invoice", self.name);
        }
        let comparison = self.json(file, "comparison");
        assert_eq!(comparison["currency"], expected["currency"], "{} ({of})", self.name);
        let facts = comparison_facts(&comparison);
        let known = by_card(expected["comparison"].as_array().expect("a list of cards"));
        assert_eq!(by_card(&facts), known, "{} ({of}): comparison", self.name);
    }

    /// The card that the scenario shows is not here, and no other takes its place.
    fn check_refused(&self, file: &Path) {
        let file = file.to_str().expect("the path is UTF-8");
        let output = self.run(&["export", file, "invoice", "--as", "json"]);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{}", self.name);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(error.contains("my-vault"), "{}: {error}", self.name);
    }

    /// Unpacks a code into a file.
    fn unpacked(&self, code: &str, folder: &TempDir) -> PathBuf {
        let file = folder.path().join("unpacked.toml");
        let text = self.text(&["open", code, "--to", "-"]);
        fs::write(&file, text).expect("the folder is writable");
        file
    }
}

/// The figures of an invoice.
fn invoice_facts(invoice: &Value) -> Value {
    let list = |key: &str| invoice[key].as_array().cloned().unwrap_or_default();
    let lines = list("lines").into_iter();
    let lines = lines.map(|line| (line["id"].as_str().unwrap().to_owned(), line["amount"].clone()));
    let lines: serde_json::Map<String, Value> = lines.collect();
    let amounts: Vec<Value> = list("adjustments").iter().map(|it| it["amount"].clone()).collect();
    let companions: Vec<Value> = list("companions").iter().map(total_facts).collect();
    let mut facts = total_facts(invoice);
    facts["subtotal"] = invoice["subtotal"].clone();
    facts["adjustments"] = amounts.into();
    facts["period"] = invoice["period"].clone();
    facts["lines"] = lines.into();
    facts["companions"] = companions.into();
    facts["total_with_companions"] = invoice["total_with_companions"].clone();
    facts["in_currency"] = invoice["in_currency"].clone();
    facts["budget"] = invoice["budget"]["verdict"].clone();
    facts
}

/// The figures of an invoice, but for lines that cost nothing and were not there then: a card may have more
/// charges now.
fn without_new_zeros(invoice: &Value, then: &Value) -> Value {
    let mut facts = invoice_facts(invoice);
    let lines = facts["lines"].as_object_mut().expect("lines by charge");
    lines.retain(|charge, amount| *amount != "0" || !then["lines"][charge].is_null());
    facts
}

/// The figures of each card of a comparison.
fn comparison_facts(comparison: &Value) -> Vec<Value> {
    let cards = comparison["cards"].as_array().expect("a list of cards").iter();
    let facts = cards.map(|card| {
        let mut facts = total_facts(card);
        facts["to_baseline"] = card["to_baseline"]["amount"].clone();
        facts["budget"] = card["budget"]["verdict"].clone();
        facts["spread"] = card["spread"].clone();
        facts
    });
    facts.collect()
}

fn total_facts(of: &Value) -> Value {
    json!({
        "card": of["card"],
        "currency": of["currency"],
        "total": of["total"],
        "complete": of["complete"],
    })
}

/// The order of cards is no fact of the scenario.
fn by_card(cards: &[Value]) -> Vec<&Value> {
    let mut cards: Vec<&Value> = cards.iter().collect();
    cards.sort_by_key(|card| card["card"].as_str().expect("a card has an id"));
    cards
}

fn fixtures() -> Vec<Fixture> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/scenarios");
    let entries = |folder: &Path| -> BTreeSet<PathBuf> {
        let entries = fs::read_dir(folder).expect("the folder is there");
        entries.map(|entry| entry.expect("an entry").path()).collect()
    };
    let files = entries(&root).into_iter().filter(|it| it.is_dir()).flat_map(|it| entries(&it));
    let scenarios = files.filter(|path| path.extension().is_some_and(|it| it == "toml"));
    let fixtures: Vec<Fixture> = scenarios.map(|path| Fixture::read(&path)).collect();
    assert!(fixtures.len() >= FIXTURES_MIN, "only {} scenarios are there", fixtures.len());
    fixtures
}

#[test]
fn every_file_comes_to_what_it_came_to() {
    for fixture in fixtures() {
        fixture.check(&fixture.file(), "file");
    }
}

#[test]
fn every_code_comes_to_what_its_file_came_to() {
    for fixture in fixtures() {
        let folder = TempDir::new().expect("a folder of its own");
        let file = fixture.unpacked(&fixture.code(), &folder);
        fixture.check(&file, "code");
    }
}

#[test]
fn a_code_made_today_says_all_that_the_file_says() {
    for fixture in fixtures() {
        let folder = TempDir::new().expect("a folder of its own");
        let code = fixture.text(&["code", fixture.file().to_str().expect("the path is UTF-8")]);
        let file = fixture.unpacked(code.trim(), &folder);
        fixture.check(&file, "code made today");
        let text = fs::read_to_string(&file).expect("it was written");
        for kept in fixture.expected["kept"].as_array().expect("a list of texts") {
            let kept = kept.as_str().expect("a text");
            assert!(text.contains(kept), "{}: {kept} is lost in\n{text}", fixture.name);
        }
    }
}
