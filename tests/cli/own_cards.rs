//! Cards of the user's own: a folder that adds to the shipped cards and replaces them.

use std::fs;
use std::process::Output;

use crate::check::{Folder, shipped};
use crate::run::whatif;

/// The exit code, the answer and the warnings of a command with the cards of a folder.
fn with(folder: &Folder, line: &str) -> (i32, String, String) {
    let mut command = whatif();
    command.arg("--cards").arg(&folder.0).args(line.split_whitespace());
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

/// A card like the shipped one of this id, under another.
fn under_the_id(id: &str, other: &str) -> String {
    shipped(id).replacen(&format!("id = \"{id}\""), &format!("id = \"{other}\""), 1)
}

#[test]
fn a_file_in_the_folder_adds_a_card_for_every_command() {
    let folder = Folder::new("adds");
    folder.put("mine.toml", under_the_id("tencent-ssm-payg", "mine"));
    for line in [
        "quote mine",
        "explain mine api",
        "card mine",
        "cards",
        "arrears mine --overdue-at 2026-03-05T00:00:00+08:00",
        "check",
        "",
    ] {
        let (code, answer, told) = with(&folder, line);
        assert_eq!((code, told.as_str()), (0, ""), "{line}");
        let named = ["Tencent", "mine", "cards read, no problems"];
        let named = named.iter().any(|name| answer.contains(name));
        assert!(named, "{line}: {answer}");
    }
    let (_, listed, _) = with(&folder, "cards");
    assert_eq!(listed.lines().filter(|line| line.trim_end().ends_with("own")).count(), 1);
    assert!(with(&folder, "card mine").1.contains("your own, from"));
}

#[test]
fn a_card_of_the_same_id_takes_the_place_of_the_shipped_one() {
    let folder = Folder::new("replaces");
    folder
        .put("x.toml", shipped("tencent-ssm-payg").replace("amount = \"0.4\"", "amount = \"0.5\""));
    let (_, quote, _) = with(&folder, "quote tencent-ssm-payg --json");
    assert!(quote.contains("\"total\": \"50.3\""), "{quote}");
    let (_, cards, _) = with(&folder, "cards --json");
    let cards: serde_json::Value = serde_json::from_str(&cards).unwrap();
    let ids: Vec<_> = cards.as_array().unwrap().iter().map(|card| &card["id"]).collect();
    assert_eq!(ids.iter().filter(|id| **id == "tencent-ssm-payg").count(), 1);
    let own = cards.as_array().unwrap().iter().find(|card| card["own"] == true).unwrap();
    assert_eq!(own["id"], "tencent-ssm-payg");
    assert!(own["file"].as_str().unwrap().ends_with("x.toml"));
    // It need not be another card for the check either.
    let (code, checked, _) = with(&folder, "check");
    assert_eq!(code, 1, "the worked examples are those of the other price: {checked}");
    assert!(!checked.contains("is that of the card"), "{checked}");
}

#[test]
fn a_broken_card_is_a_warning_and_an_error_only_for_who_asks_for_it() {
    let folder = Folder::new("broken_own");
    folder.put("mine.toml", under_the_id("tencent-ssm-payg", "mine").replace("plan =", "plam ="));
    let (code, answer, told) = with(&folder, "quote tencent-ssm-payg");
    assert_eq!(code, 0);
    assert!(answer.contains("40.30"));
    assert!(told.starts_with("warning: ") && told.contains("mine.toml has 1 problem"), "{told}");
    assert_eq!(told.lines().count(), 1);

    let (code, answer, told) = with(&folder, "quote mine");
    assert_eq!((code, answer.as_str()), (2, ""));
    for part in ["unknown key 'plam'", "^^^^", "did you mean 'plan'?", "the card 'mine' has"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    // Its file says what it was meant to be, even where the shipped card could stand in.
    folder.put("y.toml", shipped("alibaba-kms-payg").replace("plan =", "plam ="));
    assert_eq!(with(&folder, "quote alibaba-kms-payg").0, 2);
    // Without an id that can be read it is the file's name.
    folder.put("third.toml", "= 1");
    assert!(with(&folder, "card third").2.contains("the card 'third' has"));
    let (code, checked, _) = with(&folder, "check");
    assert_eq!(code, 1);
    assert!(checked.contains("unknown key 'plam'"), "{checked}");
}

#[test]
fn two_files_with_one_id_are_told_by_both_names() {
    let folder = Folder::new("twice");
    folder.put("a.toml", under_the_id("tencent-ssm-payg", "mine"));
    folder.put("b.toml", under_the_id("alibaba-kms-payg", "mine"));
    let (code, _, told) = with(&folder, "quote mine");
    assert_eq!(code, 2);
    assert!(told.contains("the id 'mine' is that of the card in"), "{told}");
    assert!(told.contains("a.toml too") && told.contains("b.toml:"), "{told}");
    assert_eq!(with(&folder, "quote tencent-ssm-payg").0, 0);
}

#[test]
fn a_card_that_cannot_price_the_starting_workload_is_told_and_hides_no_other() {
    let folder = Folder::new("unpriceable");
    let card = under_the_id("tencent-ssm-payg", "mine")
        .replace("quantity = \"secrets\"", "quantity = \"1 / (secrets - 100)\"");
    folder.put("mine.toml", card);
    let (code, answer, told) = with(&folder, "");
    assert_eq!(code, 0, "{told}");
    assert!(answer.contains("40.30") && told.contains("mine.toml has"), "{answer}{told}");
    let (_, _, told) = with(&folder, "quote mine");
    assert!(told.contains("the starting workload cannot be priced"), "{told}");
}

#[test]
fn the_folder_that_was_named_must_be_there() {
    let output = whatif().args(["--cards", "/nonexistent/cards", "cards"]).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        told.trim_end(),
        "error: --cards /nonexistent/cards: there is no such folder: create it, or name another"
    );
}

#[cfg(unix)]
#[test]
fn without_the_flag_it_is_the_platforms_folder_which_need_not_be_there() {
    let folder = Folder::new("platform");
    let run = |line: &str| {
        let mut command = whatif();
        command.env("XDG_CONFIG_HOME", &folder.0).args(line.split_whitespace());
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    };
    assert_eq!(run("quote tencent-ssm-payg").2, "");
    assert_eq!(run("quote mine").0, 2);
    // Where nothing is, the folder is made for the first card.
    let path = folder.0.join("whatif/cards/mine.toml");
    let made = run(&format!("card new mine --to {}", path.display()));
    assert_eq!((made.0, made.2.as_str()), (0, ""), "{}", made.1);
    assert_eq!(run("quote mine").0, 0);
    // A folder that cannot be listed is told, and the shipped cards are there.
    fs::remove_dir_all(folder.0.join("whatif/cards")).unwrap();
    fs::write(folder.0.join("whatif/cards"), "").unwrap();
    let (code, _, told) = run("quote tencent-ssm-payg");
    assert_eq!(code, 0);
    assert!(told.starts_with("warning: ") && told.contains("whatif/cards"), "{told}");
}

#[test]
fn every_line_of_the_list_fits_and_keeps_the_ids_whole() {
    let folder = Folder::new("fits");
    let long = "a-card-whose-id-is-quite-long-for-a-name";
    let card = under_the_id("tencent-ssm-payg", long)
        .replace("\"Pay-as-you-go\"", "\"Pay as you go, billed by the hour in every region\"")
        .replace("\"SSM\"", "\"秘密管理服务 with a long name\"");
    folder.put("long.toml", card);
    let (_, listed, _) = with(&folder, "cards");
    for line in listed.lines() {
        assert!(whatif::report::cells::cells(line) <= 100, "{line}");
    }
    assert!(listed.contains("…"), "{listed}");
    assert!(listed.contains("tencent-ssm-enterprise "), "{listed}");
}

#[test]
fn files_that_are_not_read_are_counted_and_not_called_one_problem() {
    let folder = Folder::new("many");
    for number in 0..2_012 {
        folder.put(&format!("{number:04}.toml"), String::new());
    }
    let (_, _, says) = with(&folder, "cards");
    let first = ["0000.toml", "0001.toml", "0002.toml"]
        .map(|name| folder.0.join(name).display().to_string());
    let expected = format!(
        "warning: 2,012 files of your cards cannot be used; the first three: {}; `whatif check` lists all\n",
        first.join(", ")
    );
    assert_eq!(says, expected);
    let (_, all, _) = with(&folder, "check");
    let all = all.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(all.contains("12 files beyond the first 2000 are not read"), "{}", all.len());
}
