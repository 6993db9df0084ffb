//! Colours of text: where they may be, and what they stand around.

use crate::run::{arguments, text, whatif};

/// Text without its colours.
fn stripped(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').expect("a colour ends in m").1)
}

#[test]
fn colours_that_are_asked_for_stand_around_headings_the_cheapest_and_doubts() {
    let line = "compare tencent-ssm-payg tencent-ssm-enterprise huawei-secmaster-payg";
    let coloured = text(&format!("{line} --color always"));
    assert!(coloured.starts_with("\u{1b}[1mComparison in USD\u{1b}[22m\n"), "{coloured}");
    assert!(coloured.contains("\u{1b}[32mcheapest\u{1b}[39m"), "{coloured}");
    assert!(coloured.contains("\u{1b}[33mprice unknown\u{1b}[39m"), "{coloured}");
    assert_eq!(stripped(&coloured), text(line), "the words are the same");
    let best = text("best --set keys=12 --color always");
    assert!(best.contains("\u{1b}[32mOracle Cloud"), "{best}");
    assert_eq!(stripped(&best), text("best --set keys=12"));
}

#[test]
fn on_a_pipe_there_are_no_colours_unless_they_are_asked_for() {
    for line in ["quote tencent-ssm-payg", "cards", "quote tencent-ssm-payg --color never"] {
        assert!(!text(line).contains('\u{1b}'), "{line}");
    }
    let mut command = whatif();
    command.env("FORCE_COLOR", "1").args(arguments("quote tencent-ssm-payg"));
    let output = command.output().expect("the binary runs");
    assert!(!output.stdout.contains(&0x1b), "auto colours a terminal only");
}

#[test]
fn what_is_loaded_by_programs_has_no_colours() {
    for form in ["--json", "--csv", "--md"] {
        let answer = text(&format!("compare tencent-ssm-payg aws-kms --color always {form}"));
        assert!(!answer.contains('\u{1b}'), "{form}");
    }
}
