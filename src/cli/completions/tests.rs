//! The candidates for a line, as the shells ask for them.

use clap::CommandFactory as _;

use super::values::Subject;
use super::{Candidate, candidates};
use crate::cli::Cli;

/// The words that fit at the end of a line.
fn words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
    let typed = words.pop().unwrap_or_default();
    let today = "2026-11-22".parse().unwrap();
    let found = candidates(Cli::command(), &words, &typed, today);
    let shown = found.into_iter().map(|it| it.line().trim_end().replace('\t', " · "));
    shown.collect()
}

/// The same without the meanings.
fn bare(line: &str) -> Vec<String> {
    words(line).iter().map(|it| it.split(" · ").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn every_value_of_every_command_has_candidates_or_is_free() {
    fn check(command: &clap::Command) {
        for arg in command.get_arguments().filter(|arg| arg.get_action().takes_values()) {
            let (command, arg_id) = (command.get_name(), arg.get_id());
            assert!(Subject::of(arg).is_some(), "nobody decided about {arg_id} of {command}");
        }
        command.get_subcommands().for_each(check);
    }
    let mut command = Cli::command();
    command.build();
    check(&command);
}

#[test]
fn a_line_begins_with_a_command_or_a_file() {
    assert_eq!(bare("qu"), ["quote", ":files"]);
    assert!(bare("").contains(&"completions".to_owned()));
    assert!(!bare("").iter().any(|it| it.starts_with("__")), "what is hidden is no candidate");
    assert_eq!(words("sol")[0].split(" · ").next(), Some("solve"));
}

#[test]
fn cards_come_with_their_names_and_after_a_colon_with_their_choices() {
    assert_eq!(
        words("quote tencent-ssm-p"),
        ["tencent-ssm-payg · Tencent Cloud SSM · Pay-as-you-go"]
    );
    assert!(bare("compare aws-kms gcp-").contains(&"gcp-kms".to_owned()), "any number of cards");
    let choices = bare("compare tencent-ssm-payg:");
    assert!(choices.iter().all(|it| it.starts_with("tencent-ssm-payg:")), "{choices:?}");
    let choices = bare("compare microsoft-sentinel:commitment=gb-1");
    assert!(choices.contains(&"microsoft-sentinel:commitment=gb-100".to_owned()), "{choices:?}");
}

#[test]
fn a_flag_is_offered_until_it_is_given_and_again_if_it_can_be() {
    assert_eq!(bare("quote aws-kms --mon"), ["--month"]);
    assert_eq!(bare("quote aws-kms --month 2026-11 --mon"), Vec::<String>::new());
    assert_eq!(bare("quote aws-kms --set keys=1 --se"), ["--set", "--seed"]);
    assert_eq!(bare("quote aws-kms --colo"), ["--color"], "also those of every command");
}

#[test]
fn a_setting_begins_with_a_driver() {
    assert_eq!(words("quote aws-kms --set ho"), ["hosts= · Hosts (quota)"]);
    assert_eq!(bare("quote aws-kms --set=ho"), ["--set=hosts="]);
    assert_eq!(bare("quote aws-kms --set hosts=1"), Vec::<String>::new());
    assert_eq!(bare("sweep ho"), ["hosts"]);
}

#[test]
fn options_are_those_of_the_cards_on_the_line() {
    assert_eq!(bare("quote tencent-ssm-enterprise --option reg"), ["region="]);
    let regions = bare("quote tencent-ssm-enterprise --option region=");
    assert_eq!(regions, ["region=region-1", "region=region-2"]);
    assert_eq!(bare("quote aws-kms --option edition="), Vec::<String>::new());
    let of_one = bare("compare aws-kms tencent-ssm-enterprise --option tencent-ssm-enterprise:reg");
    assert_eq!(of_one, ["tencent-ssm-enterprise:region="]);
    assert!(
        bare("best --option commitm").contains(&"commitment=".to_owned()),
        "best asks all cards"
    );
}

#[test]
fn charges_readings_presets_and_currencies_are_offered() {
    assert_eq!(bare("explain tencent-ssm-payg st"), ["storage"]);
    assert_eq!(bare("quote tencent-ssm-payg --price st"), ["storage="]);
    assert_eq!(bare("solve tencent-ssm-payg --for price:st"), ["price:storage"]);
    assert_eq!(bare("quote aws-kms --preset kubernetes-o"), ["kubernetes-operator"]);
    assert!(bare("quote aws-kms --in ").contains(&"CNY".to_owned()));
    assert_eq!(bare("best --theme l"), ["light"]);
    assert_eq!(bare("best --color ne"), ["never"]);
}

#[test]
fn files_and_folders_are_left_to_the_shell() {
    assert_eq!(bare("export pl"), [":files"]);
    assert_eq!(bare("cards --cards "), [":folders"]);
    assert_eq!(bare("cards --cards=a"), [":folders"]);
}

#[test]
fn after_two_hyphens_no_word_is_a_flag() {
    assert_eq!(bare("quote -- --se"), Vec::<String>::new());
    assert_eq!(bare("quote -- aws-k"), ["aws-kms"]);
}

#[test]
fn a_candidate_is_one_line() {
    let candidate = Candidate::word("a", "b\n  c\td");
    assert_eq!(candidate.line(), "a\tb c d\n");
}
