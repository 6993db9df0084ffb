use std::sync::Arc;

use whatif_pricing::{Catalog, Change, Period, RateCard};

use super::*;
use crate::scenario::FILE_BYTES_MAX;

mod missing;

fn cards() -> Vec<Arc<RateCard>> {
    Catalog::shipped().cards().to_vec()
}

fn opening() -> Scenario {
    Scenario::opening(&cards(), Period::standard_month("2026-11-27".parse().unwrap()))
}

/// The file of a scenario over cards.
fn file_over(cards: &[Arc<RateCard>], scenario: &Scenario) -> ScenarioFile {
    let board = Board::new(cards, scenario).unwrap();
    let baseline = scenario.baseline.as_ref().map(|inputs| board.at(inputs).unwrap());
    file(&board, baseline.as_ref(), None)
}

fn text_of(scenario: &Scenario) -> String {
    file_over(&cards(), scenario).text()
}

fn opened(text: &str) -> Scenario {
    let opening = open(text, &cards()).unwrap_or_else(|error| panic!("{error}\n{text}"));
    // Figures differ from the records where a test edits a text by hand.
    let other = |difference: &Difference| !matches!(difference, Difference::Figures { .. });
    let others = opening.differences.iter().filter(|(_, it)| other(it));
    assert_eq!(others.collect::<Vec<_>>(), Vec::<&(Side, Difference)>::new());
    opening.file.scenario
}

/// The scenario as it is once it was saved: every option and reading is written out.
fn written_out(scenario: &Scenario) -> Scenario {
    file_over(&cards(), scenario).scenario
}

/// Changes a text by hand.
fn edited(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from} is not in\n{text}");
    text.replacen(from, to, 1)
}

/// Saves a scenario into a text.
fn saved(scenario: &Scenario, former: &str) -> String {
    file_over(&cards(), scenario).written_into(former)
}

fn problems(text: &str) -> String {
    ScenarioFile::read(text).unwrap_err().to_string()
}

#[test]
fn the_opening_scenario_reads_as_it_was_written() {
    let text = text_of(&opening());
    insta::assert_snapshot!("opening", text);
    assert_eq!(opened(&text), written_out(&opening()));
    assert_eq!(text_of(&opened(&text)), text);
}

#[test]
fn what_a_person_wrote_stays_when_nothing_is_different() {
    let text = text_of(&opening());
    let text = edited(&text, "seed = \"1\"\n", "# of last spring\n\nseed = 1   # any will do\n");
    let text =
        edited(&text, "[card.alibaba", "[workload]\nsecrets = \"1.5k\" # CMDB\n\n[card.alibaba");
    let text = format!("{text}\n# the end");
    assert_eq!(saved(&opened(&text), &text), saved(&opened(&text), &saved(&opened(&text), &text)));
    let again = saved(&opened(&text), &text);
    for kept in
        ["# of last spring\n\nseed = 1   # any will do\n", "secrets = \"1.5k\" # CMDB", "# the end"]
    {
        assert!(again.contains(kept), "{kept}\n{again}");
    }
}

#[test]
fn comments_survive_every_change_and_removal() {
    let mut text = text_of(&opening());
    text = edited(
        &text,
        "[card.alibaba",
        "# how much\n[workload] # of all\n# why so many\nsecrets = \"300\" # CMDB\n# the keys\nkeys = \"7\"\n\n# later\n[[change]] # in December\nat = \"2026-12-05T00:00:00+00:00\"\n# even more\nsecrets = \"400\"\n\n[card.alibaba",
    );
    let comments = [
        "# how much",
        "# of all",
        "# why so many",
        "# CMDB",
        "# the keys",
        "# later",
        "# in December",
        "# even more",
    ];
    let drivers = opening().inputs.workload.vocabulary();
    let [secrets, keys] = ["secrets", "keys"].map(|name| drivers.find(name).unwrap());
    let mut scenario = opened(&text);
    let changes: [&dyn Fn(&mut Scenario); 4] = [
        &|it| it.inputs.workload.set_text("secrets", "=keys*3").unwrap(),
        &|it| it.inputs.workload.reset(secrets).unwrap(),
        &|it| it.inputs.changes.clear(),
        &|it| it.inputs.workload.reset(keys).unwrap(),
    ];
    for change in changes {
        change(&mut scenario);
        text = saved(&scenario, &text);
        for comment in comments {
            assert_eq!(text.matches(comment).count(), 1, "{comment}\n{text}");
        }
        assert_eq!(opened(&text), written_out(&scenario));
        assert_eq!(saved(&opened(&text), &text), text);
    }
    assert!(!text.contains("workload]") || !text.contains("secrets = "), "{text}");
}

#[test]
fn a_comment_above_a_value_that_goes_stands_above_the_next() {
    let text = edited(
        &text_of(&opening()),
        "[card.alibaba",
        "[workload]\n# why so many\nsecrets = \"300\"\nkeys = \"7\"\n\n[card.alibaba",
    );
    let mut scenario = opened(&text);
    scenario
        .inputs
        .workload
        .reset(scenario.inputs.workload.vocabulary().find("secrets").unwrap())
        .unwrap();
    let text = saved(&scenario, &text);
    assert!(text.contains("[workload]\n# why so many\nkeys = \"7\"\n"), "{text}");
}

#[test]
fn a_newer_format_is_refused_with_a_clear_line() {
    let text = edited(&text_of(&opening()), "format = 1", "format = 2\nnew-thing = true");
    assert_eq!(
        problems(&text),
        "2:10: the scenario has format 2, and this whatif reads 1: open it with a newer whatif\n"
    );
}

#[test]
fn every_mistake_is_told_with_its_place_and_a_remedy() {
    let text = "format = 1\nselected = \"tencent-ssm-payg\"\nmarkd = []\ncurrency = \"dollar\"\n\
        period = \"soon\"\nseed = \"x\"\nbudget = \"500\"\ntax = \"2000\"\nas-of = \"yesterday\"\n\
        [workload]\nsecretz = \"1\"\nkeys = 1.5\ncalls = \"=secrets*\"\n\
        [[change]]\nsecrets = \"1\"\n[[rate]]\nfrom = \"CNY\"\nto = \"CNY\"\nrate = \"0.1\"\ndated = 2026-11-27\n\
        [card.x]\noption = 3\nprice.storage = \"-1\"\nadjust.storage = \"lots\"\n\
        [priced.x]\nlist = []\nfingerprint = \"zz\"\ntotal = \"40\"\n";
    insta::assert_snapshot!("mistakes", problems(text));
    let cycle = edited(
        &text_of(&opening()),
        "[card.alibaba",
        "[workload]\nsecrets = \"=calls\"\n\n[card.alibaba",
    );
    assert!(
        problems(&cycle).contains("Secrets → API calls/month → Secrets"),
        "{}",
        problems(&cycle)
    );
}

#[test]
fn texts_that_are_no_scenario_are_refused_without_a_panic() {
    for text in [
        "",
        "\0",
        "format = 1",
        "format = [1]",
        "[format]",
        "format = 1\n[[workload]]",
        "a.b.c.d = 1",
        "format = 1\n[card]\nx = 1",
        "format = 1\nselected = \"\u{202e}\"",
    ] {
        assert!(!problems(text).is_empty(), "{text}");
    }
    let deep = format!("format = 1\n{}x = 1", "a.".repeat(100_000));
    assert!(problems(&deep).contains("more than 15 dots"));
    let long = format!("format = 1\nnotes = \"{}\"", "x".repeat(FILE_BYTES_MAX));
    assert!(problems(&long).contains("at most"));
}

#[test]
fn comments_inside_a_list_stay_when_marks_change() {
    let text = text_of(&opening());
    let start = text.find("marked = [").unwrap();
    let end = start + text[start..].find(']').unwrap() + 1;
    let list = "marked = [ # open\n  # first\n  \"tencent-ssm-payg\", # tsp\n  # second\n  \"aws-secrets-manager\", # aws\n  # last\n] # tail";
    let mut text = format!("{}{list}{}", &text[..start], &text[end..]);
    for id in ["tencent-ssm-payg", "gcp-kms", "aws-secrets-manager", "gcp-kms", "tencent-ssm-payg"]
    {
        let mut scenario = opened(&text);
        let id = OfferId::of_card(id);
        if !scenario.marked.remove(&id) {
            scenario.marked.insert(id.clone());
        }
        text = saved(&scenario, &text);
        for comment in ["# open", "# first", "# tsp", "# second", "# aws", "# last", "# tail"] {
            assert_eq!(text.matches(comment).count(), 1, "{id} {comment}\n{text}");
        }
        assert_eq!(opened(&text), written_out(&scenario), "{id}\n{text}");
        assert_eq!(saved(&opened(&text), &text), text);
    }
}

#[test]
fn a_file_with_the_line_ends_of_windows_keeps_them() {
    let mut scenario = opening();
    scenario.notes = "one\ntwo".to_owned();
    let text = text_of(&scenario).replace('\n', "\r\n");
    assert_eq!(opened(&text), written_out(&scenario));
    assert_eq!(saved(&scenario, &text), text);
    scenario.inputs.workload.set_text("secrets", "7").unwrap();
    scenario.notes = "three\n\nfour\n".to_owned();
    let text = saved(&scenario, &text);
    assert_eq!(text.matches("\r\n").count(), text.matches('\n').count(), "{text:?}");
    assert_eq!(opened(&text), written_out(&scenario));
    assert_eq!(saved(&scenario, &text), text);
    // Of ends of both kinds one is left.
    let mixed = text.replacen("\r\n", "\n", 1);
    assert_eq!(saved(&scenario, &mixed), text.replace("\r\n", "\n"));
}

#[test]
fn what_is_new_stands_where_a_reader_looks_for_it() {
    let text = text_of(&opening()).replace("[card.alibaba", "# mine\n[card.alibaba");
    let mut scenario = opened(&text);
    scenario.baseline = Some(Arc::new(scenario.inputs.clone()));
    scenario.inputs.workload.set_text("secrets", "300").unwrap();
    let with_workload = saved(&scenario, &text);
    scenario.inputs.changes = vec![Change {
        at: "2026-12-05T00:00:00+08:00".parse().unwrap(),
        driver: scenario.inputs.workload.vocabulary().find("secrets").unwrap(),
        value: whatif_pricing::Value::Number(400.into()),
    }];
    let text = saved(&scenario, &with_workload);
    let headers = |text: &str| -> Vec<String> {
        let headers = text.lines().filter(|line| line.starts_with('['));
        headers.map(|line| line.split('.').next().unwrap().to_owned()).collect()
    };
    let mut order = headers(&text);
    order.dedup();
    assert_eq!(
        order,
        ["[workload]", "[[change]]", "[card", "[baseline]", "[baseline", "[priced"],
        "{text}"
    );
    assert!(text.contains("# mine\n[card.alibaba"), "{text}");
    assert_eq!(opened(&text), written_out(&scenario));
    assert_eq!(saved(&opened(&text), &text), text);
}

#[test]
fn comments_inside_tables_in_one_line_stay_when_these_go() {
    let text = edited(
        &text_of(&opening()),
        "[card.alibaba",
        "[workload]\nsecrets = \"300\"\n\n[card.alibaba",
    );
    let inline = "baseline = { currency = \"USD\", period = \"month\", start = 2026-11-27, card = { tencent-ssm-payg = { with = [ # one\n \"tencent-kms-payg\" # two\n ] } }, change = [ { at = \"2026-12-15T00:00:00+08:00\", secrets = \"9\" }, # three\n ] } # four\nselected";
    let text = edited(&text, "selected", inline);
    let mut scenario = opened(&text);
    assert_eq!(scenario.baseline.as_ref().unwrap().changes.len(), 1);
    scenario.baseline = None;
    let text = saved(&scenario, &text);
    for comment in ["# one", "# two", "# three", "# four"] {
        assert_eq!(text.matches(comment).count(), 1, "{comment}\n{text}");
    }
    assert_eq!(opened(&text), written_out(&scenario));
}
