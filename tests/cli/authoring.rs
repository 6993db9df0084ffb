//! `whatif card new` and `whatif card schema`: what helps to write a card.

use std::fs;

use crate::check::Folder;
use crate::run::{complaint, text, whatif};

#[test]
fn a_new_card_passes_the_check_as_it_is() {
    let folder = Folder::new("new");
    let to = |name: &str| {
        let mut command = whatif();
        command.current_dir(&folder.0).args(["card", "new", "my-vault", "--to", name]);
        command.output().unwrap()
    };
    assert!(to("my-vault.toml").status.success());
    let written = fs::read_to_string(folder.0.join("my-vault.toml")).unwrap();
    assert_eq!(written, text("card new my-vault"));
    assert!(written.contains("\nid = \"my-vault\""), "{written}");
    let checked = whatif().current_dir(&folder.0).args(["check", "."]).output().unwrap();
    let report = String::from_utf8(checked.stdout).unwrap();
    assert!(checked.status.success() && report.contains("1 card read, no problems"), "{report}");

    // What is there stays.
    fs::write(folder.0.join("my-vault.toml"), "mine").unwrap();
    let again = to("my-vault.toml");
    let told = String::from_utf8(again.stderr).unwrap();
    assert_eq!(again.status.code(), Some(2));
    assert!(told.contains("my-vault.toml exists: name another file"), "{told}");
    assert_eq!(fs::read_to_string(folder.0.join("my-vault.toml")).unwrap(), "mine");
    let told = String::from_utf8(to("no/folder.toml").stderr).unwrap();
    assert!(told.contains("--to no/folder.toml: there is no folder no: make it first"), "{told}");
}

#[test]
fn an_id_that_is_no_name_is_refused() {
    for id in ["\"a b\"", "\"\"", "-x=1", "ключ", &"x".repeat(61)] {
        let told = complaint(&format!("card new {id}"));
        assert!(told.starts_with("error: "), "{told}");
    }
}

#[test]
fn the_schema_is_json_and_names_its_draft() {
    let schema: serde_json::Value = serde_json::from_str(&text("card schema")).unwrap();
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
}

#[test]
fn a_card_can_still_be_shown_and_listed() {
    assert!(text("card tencent-ssm-payg").starts_with("Tencent Cloud SSM"));
    assert_eq!(text("card"), text("cards"));
}
