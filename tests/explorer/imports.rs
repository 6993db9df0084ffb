//! Imports on the screen: files are read outside, shown first, and taken as one change.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use whatif::explorer::state::{Effect, Message};
use whatif::import::{self, Hints, Import, Progress, Request, Source};

use crate::support::Explorer;

/// Reads a sample as the explorer's hands do.
pub fn read(name: &str) -> Result<Import, String> {
    let path = format!("{}/tests/import/{name}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    read_bytes(name, &bytes)
}

fn read_bytes(name: &str, bytes: &[u8]) -> Result<Import, String> {
    let source = Source { name: name.to_owned(), size: None, reader: Box::new(bytes) };
    let mut progress = |_| ControlFlow::Continue(());
    let mut request = Request { kind: None, metrics: Hints::default(), progress: &mut progress };
    import::read(vec![source], &mut request).map_err(|error| error.to_string())
}

/// The news of an import.
pub fn news(number: u64, read: Result<Import, String>) -> Message {
    match read {
        Ok(import) => Message::ImportRead { number, import: Arc::new(import) },
        Err(why) => Message::ImportFailed { number, why },
    }
}

/// Types a path, and returns the number of the import.
fn begun(explorer: &mut Explorer, path: &str) -> u64 {
    let Effect::Import { paths, number } = explorer.keys(&format!("I{path}<enter>")) else {
        panic!("nothing is read:\n{}", explorer.text())
    };
    assert_eq!(paths, [PathBuf::from(path)]);
    number
}

/// An explorer to which a sample was read.
fn with(name: &str) -> Explorer {
    let mut explorer = Explorer::whole(120, 40);
    let number = begun(&mut explorer, name);
    explorer.send(news(number, read(name)));
    explorer
}

#[track_caller]
fn shows(explorer: &Explorer, texts: &[&str]) {
    let screen = explorer.text();
    for text in texts {
        assert!(screen.contains(text), "'{text}' is not on the screen:\n{screen}");
    }
}

#[test]
fn an_import_is_shown_first_then_taken_as_one_change_that_undo_takes_back() {
    let mut explorer = with("kubernetes.yaml");
    let before = explorer.state.scenario().clone();
    shows(&explorer, &["the files have several values", "gcp-secret-manager · Secrets 2"]);
    explorer.keys("gcp<enter>");
    let object = "imported: 1 object in kubernetes.yaml";
    shows(&explorer, &["Import: what it would change", &format!("becomes 2, {object}")]);
    shows(&explorer, &["shop/d-google each 10 min: 17,280 calls", "⏎ take it"]);
    assert_eq!(*explorer.state.scenario(), before, "nothing is changed before it is taken");
    explorer.keys("<enter>");
    assert_eq!([explorer.value("secrets"), explorer.value("calls")], ["2", "17280"]);
    assert_eq!(explorer.state.selected().id.as_str(), "gcp-secret-manager");
    shows(&explorer, &["3 drivers imported (u undoes) · shop/d-google each 10 min: 17,280 calls"]);
    explorer.keys("u");
    // The selection is no change, so undo leaves it.
    let after = explorer.state.scenario();
    assert_eq!((&after.imported, &after.marked), (&before.imported, &before.marked));
    assert_eq!(after.inputs, before.inputs, "it is one change");
    explorer.keys("u");
    shows(&explorer, &["nothing to undo"]);
}

#[test]
fn why_says_from_which_rows_a_driver_is_and_that_it_was_edited() {
    let mut explorer = with("kubernetes.yaml");
    explorer.keys("aws-secrets<enter><enter>");
    explorer.go_to("aws-secrets-manager");
    explorer.keys("<tab><tab><enter>");
    shows(&explorer, &["Why: ", "Usage from files", "Secrets: imported: "]);
    explorer.keys("<esc>:secrets=9<enter>");
    explorer.keys("<enter>");
    shows(&explorer, &["Secrets: edited, imported as 8: "]);
}

#[test]
fn esc_leaves_the_scenario_as_it_was() {
    let mut explorer = with("kubernetes.yaml");
    let before = explorer.state.scenario().clone();
    explorer.keys("gcp<enter><esc>");
    shows(&explorer, &["the files have several values"]);
    explorer.keys("<esc>");
    shows(&explorer, &["nothing was imported"]);
    assert_eq!(*explorer.state.scenario(), before);
    explorer.keys("u");
    shows(&explorer, &["nothing to undo"]);
}

#[test]
fn months_of_a_bill_are_kept_apart_by_a_menu() {
    let mut explorer = with("focus-two-months.csv");
    shows(&explorer, &["2026-10 · ", "2026-09 · "]);
    explorer.keys("2026-09<enter>");
    shows(&explorer, &["Import: what it would change", "2026-09"]);
    explorer.keys("<enter>");
    shows(&explorer, &["imported (u undoes)"]);
    let period = explorer.state.scenario().inputs.period;
    assert_eq!(period, whatif_pricing::Period::month("2026-09").unwrap());
}

#[test]
fn while_files_are_read_the_screen_goes_on_and_esc_stops_it() {
    let mut explorer = Explorer::whole(120, 40);
    let number = begun(&mut explorer, "bill.csv.gz");
    let progress =
        Progress { bytes: 1_000_000_000, bytes_of: Some(5_000_000_000), rows: 2_000_000 };
    explorer.send(Message::ImportProgress { number, progress, elapsed: Duration::from_secs(3) });
    shows(
        &explorer,
        &["reading files: 2,000,000 rows, 1,000 of 5,000 MB, 12 s left; esc stops it"],
    );
    let secrets = explorer.value("secrets");
    explorer.keys("<right>");
    assert_ne!(explorer.value("secrets"), secrets, "the sliders go on");
    explorer.keys("I");
    shows(&explorer, &["other files are still being read"]);
    assert_eq!(explorer.keys("<esc>"), Effect::StopImport);
    shows(&explorer, &["the import was stopped: nothing is changed"]);
    let before = explorer.state.scenario().clone();
    explorer.send(news(number, read("prometheus-range.json")));
    assert!(explorer.state.cursor.overlays.is_empty(), "news of a stopped import is none");
    assert_eq!(*explorer.state.scenario(), before);
}

#[test]
fn an_import_never_opens_over_a_field() {
    let mut explorer = Explorer::whole(120, 40);
    let number = begun(&mut explorer, "cluster.yaml");
    explorer.keys("B5");
    explorer.send(news(number, read("kubernetes.yaml")));
    explorer.keys("00<enter>");
    assert_eq!(explorer.state.scenario().budget.unwrap().amount, 500.into());
    explorer.keys("<esc>");
    shows(&explorer, &["the files are read: I shows what they would change"]);
    explorer.keys("I");
    shows(&explorer, &["the files have several values"]);
}

#[test]
fn files_that_cannot_be_read_and_files_that_set_nothing_say_why() {
    let mut explorer = Explorer::whole(120, 40);
    let number = begun(&mut explorer, "no.yaml");
    explorer.send(news(number, Err("no.yaml: there is no such file".to_owned())));
    shows(&explorer, &["no.yaml: there is no such file"]);
    let number = begun(&mut explorer, "map.yaml");
    let text = b"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";
    explorer.send(news(number, read_bytes("map.yaml", text)));
    shows(&explorer, &["nothing in the files sets a driver"]);
    explorer.keys("<esc>I<enter>");
    shows(&explorer, &["cluster.yaml"]);
}
