//! Scenarios on the command line: files, codes, tours, and what is said of them.

use std::fs;

use tempfile::TempDir;

use crate::run::{complaint, output, text};

const PLAN: &str = "format = 1\nselected = \"tencent-ssm-payg\"\n\
    marked = [\"aws-secrets-manager\", \"tencent-ssm-payg\"]\ncurrency = \"USD\"\n\
    period = \"month\"\nstart = 2026-11-27\n[workload]\nsecrets = \"250\"\n";

fn file(text: &str) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.toml");
    fs::write(&path, text).unwrap();
    let name = path.display().to_string();
    (folder, name)
}

#[test]
fn a_file_on_a_pipe_is_its_comparison() {
    let (_folder, plan) = file(PLAN);
    let answer = text(&plan);
    assert!(answer.contains("100.75"), "{answer}");
    assert_eq!(answer, text(&format!("export {plan} comparison")));
    assert_eq!(answer, text(&format!("present {plan}")));
}

#[test]
fn a_code_is_printed_opened_and_written_as_a_file_again() {
    let (folder, plan) = file(PLAN);
    let code = text(&format!("code {plan}"));
    assert!(code.starts_with("whatif:1") && code.lines().count() == 1, "{code}");
    let other = folder.path().join("other.toml").display().to_string();
    text(&format!("open {} --to {other}", code.trim()));
    assert_eq!(text(&format!("code {other}")), code);
    assert_eq!(text(&format!("open {}", code.trim())), text(&plan));
    assert_eq!(text(&format!("open {} --to -", code.trim())), fs::read_to_string(&other).unwrap());
    assert_eq!(text(&format!("export {plan} --to -")), text(&plan));
    assert!(!std::path::Path::new("-").exists());
    let told = complaint(&format!("open {} --to {other}", code.trim()));
    assert!(told.contains("exists: name another file"), "{told}");
    let cut = complaint(&format!("open {}", &code[..60]));
    assert!(cut.contains("the code is cut off: it has 60 letters of"), "{cut}");
    let damaged = complaint(&format!("open {}", code.trim().replacen('A', "B", 1)));
    assert!(damaged.contains("the code is damaged"), "{damaged}");
    assert!(complaint("open hello").contains("this is no code of a scenario"));
}

#[test]
fn what_cannot_be_opened_is_told_with_place_and_remedy() {
    let (_folder, plan) = file(&PLAN.replace("secrets", "secretz"));
    let told = complaint(&format!("export {plan}"));
    assert!(told.contains("plan.toml:8:1") && told.contains("did you mean 'secrets'?"), "{told}");
    assert_eq!(told, complaint(&plan));
    assert!(complaint("none.toml").contains("there is no such file"));
    let mistyped = complaint("qoute");
    assert!(mistyped.contains("did you mean 'quote'?"), "{mistyped}");
    let (_folder, plan) = file(PLAN);
    assert!(complaint(&format!("{plan} cards")).contains("put it after the command"));
}

#[test]
fn a_card_that_changed_is_told_with_both_prices_and_totals() {
    let (folder, plan) = file(PLAN);
    let code = text(&format!("code {plan}"));
    let saved = folder.path().join("saved.toml").display().to_string();
    text(&format!("open {} --to {saved}", code.trim()));
    let cards = folder.path().join("cards");
    fs::create_dir(&cards).unwrap();
    let shipped = format!("{}/pricing/cards/tencent-ssm-payg.toml", env!("CARGO_MANIFEST_DIR"));
    let card = fs::read_to_string(shipped).unwrap();
    assert!(card.contains("amount = \"0.4\""));
    fs::write(cards.join("own.toml"), card.replace("amount = \"0.4\"", "amount = \"0.5\""))
        .unwrap();
    let answered = output(&format!("--cards {} export {saved} invoice", cards.display()));
    assert_eq!(answered.status.code(), Some(0));
    let told = String::from_utf8(answered.stderr).unwrap();
    for said in [
        "it differs from what was saved",
        "total 100.75 USD → 125.75 USD",
        "storage: price 0.4 / month → 0.5 / month, amount 100.00 → 125.00",
    ] {
        assert!(told.contains(said), "{told}");
    }
    assert!(String::from_utf8(answered.stdout).unwrap().contains("125.75"));
}

#[test]
fn tours_are_listed_and_told_in_words() {
    let list = text("tour");
    assert!(list.contains("which-one   Which one for 1,000 secrets?"), "{list}");
    let told = text("tour old-or-new");
    assert!(told.contains("1/7  The old plan is paid by use: USD 40.30"), "{told}");
    assert!(complaint("tour none.toml").contains("there is no such file"));
    assert!(complaint("tour poling").contains("unknown tour 'poling': did you mean 'polling'?"));
    assert!(complaint("tour xyz").contains("there are: which-one, polling, old-or-new"));
    let (_folder, plan) = file("format = 1\ntitle = \"x\"\n[[step]]\nscreen = \"compar\"\n");
    assert!(complaint(&format!("tour {plan}")).contains("did you mean 'compare'?"));
}

/// Returns the answer of a command that says something beside it.
fn told_text(line: &str) -> String {
    let answered = output(line);
    assert_eq!(answered.status.code(), Some(0), "{line}");
    assert!(String::from_utf8(answered.stderr).unwrap().starts_with("warning: "), "{line}");
    String::from_utf8(answered.stdout).unwrap()
}

#[test]
fn no_other_card_is_put_in_the_place_of_one_that_is_not_there() {
    let (_folder, plan) = file(&PLAN.replace("selected = \"tencent", "selected = \"my-tencent"));
    for line in ["invoice", "sweep", "screen"] {
        let told = complaint(&format!("export {plan} {line}"));
        for said in
            ["there is no card my-tencent-ssm-payg here", "shows my-tencent-ssm-payg", "--card ID"]
        {
            assert!(told.contains(said), "{line}: {told}");
        }
        let named = output(&format!("export {plan} {line} --card aws-secrets-manager"));
        assert_eq!(named.status.code(), Some(0), "{line}");
    }
    // What is marked is all there.
    assert!(told_text(&format!("export {plan} comparison")).contains("100.75"));
    let (_folder, alone) = file(
        &PLAN.replace("\"tencent-ssm-payg\"", "\"gone\"").replace("\"aws-secrets-manager\", ", ""),
    );
    for line in [alone.clone(), format!("present {alone}")] {
        assert!(complaint(&line).contains("the scenario shows gone"), "{line}");
    }
}

#[test]
fn a_code_has_the_cards_that_are_not_here_too() {
    let own = "[card.my-vault]\nprice.seat = \"3\"\n";
    let plan = PLAN.replace("marked = [", "marked = [\"my-vault\", ");
    let (folder, plan) =
        file(&format!("{plan}{own}").replace("\"tencent-ssm-payg\"\n", "\"my-vault\"\n"));
    let code = told_text(&format!("code {plan}"));
    let other = folder.path().join("other.toml").display().to_string();
    told_text(&format!("open {} --to {other}", code.trim()));
    let written = fs::read_to_string(&other).unwrap();
    for kept in [own, "selected = \"my-vault\"", "marked = [\"aws-secrets-manager\", \"my-vault\""]
    {
        assert!(written.contains(kept), "{written}");
    }
}

#[test]
fn a_tour_whose_steps_fail_says_which_and_is_no_success() {
    let (_folder, tour) = file(
        "format = 1\ntitle = \"x\"\n[[step]]\ncaption = \"one\"\nselect = \"gone\"\n[[step]]\ncaption = \"{secrets}\"\nexplain = \"storag\"\n",
    );
    let answered = output(&format!("tour {tour}"));
    assert_eq!(answered.status.code(), Some(1));
    let told = String::from_utf8(answered.stderr).unwrap();
    for said in [
        "error: step 1: the tour names gone, which is not an offer here",
        "error: step 2: unknown charge 'storag': did you mean 'storage'?",
    ] {
        assert!(told.contains(said), "{told}");
    }
    assert!(String::from_utf8(answered.stdout).unwrap().contains("2/2  100"));
    let (_folder, tour) = file("format = 1\ntitle = \"x\"\n[[step]]\ncaption = \"{secretz}\"\n");
    assert!(complaint(&format!("tour {tour}")).contains("did you mean 'secrets'?"));
    let (_folder, tour) = file("format = 1\ntitle = \"x\"\nscenario = \"whatif:1AAA\"\n[[step]]\n");
    let told = complaint(&format!("tour {tour}"));
    assert!(told.contains("the tour cannot begin: the code is cut off"), "{told}");
}

#[test]
fn a_card_that_cannot_be_priced_says_why_and_refuses_nothing_else() {
    let (folder, plan) = file(&PLAN.replace("secrets = \"250\"", "keys = \"0\""));
    let cards = folder.path().join("cards");
    fs::create_dir(&cards).unwrap();
    let template = include_str!("../../src/cli/card/new.toml");
    let card = template.replace("quantity = \"secrets\" }   #", "quantity = \"1 / keys\" } #");
    assert_ne!(card, template);
    fs::write(cards.join("my-card.toml"), card).unwrap();
    // One that the scenario does not show is in nobody's way.
    let with_card = |line: &str| output(&format!("--cards {} {line}", cards.display()));
    for line in [format!("export {plan}"), plan.clone(), format!("code {plan}")] {
        let answered = with_card(&line);
        assert_eq!((answered.status.code(), answered.stderr.is_empty()), (Some(0), true), "{line}");
        assert!(!String::from_utf8(answered.stdout).unwrap().contains("my-card"), "{line}");
    }
    // One that it shows has a column that says why, and the others have their totals.
    let text = fs::read_to_string(&plan).unwrap();
    let marked = text.replace("marked = [", "marked = [\"my-card\", ");
    fs::write(&plan, &marked).unwrap();
    let answered = with_card(&format!("export {plan}"));
    assert_eq!(answered.status.code(), Some(0));
    let answer = String::from_utf8(answered.stdout).unwrap();
    assert!(answer.contains("cannot be priced: secrets: divides by zero"), "{answer}");
    assert!(answer.contains("40.30"), "{answer}");
    fs::write(&plan, marked.replace("selected = \"tencent-ssm-payg\"", "selected = \"my-card\""))
        .unwrap();
    let told = with_card(&format!("export {plan} invoice"));
    assert_eq!(told.status.code(), Some(2));
    let told = String::from_utf8(told.stderr).unwrap();
    assert!(told.contains("my-card: secrets: divides by zero"), "{told}");
}
