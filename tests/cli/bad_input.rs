//! Input that cannot be used: each message names the item, the value, the limit and the remedy.

use crate::run::complaint;

/// One gallery of messages for a reader: `$ command`, then what it says.
fn gallery(lines: &[&str]) -> String {
    let entries = lines.iter().map(|line| format!("$ whatif {line}\n{}\n", complaint(line)));
    entries.collect::<Vec<_>>().join("\n")
}

#[test]
fn unknown_names_are_told_with_what_is_near_and_what_exists() {
    insta::assert_snapshot!(gallery(&[
        "quote tencent-ssm-pay",
        "quote xyz",
        "quote aws",
        "quote tencent-ssm-payg --set secrest=1",
        "quote tencent-ssm-payg --set xyz=1",
        "quote tencent-ssm-payg --preset xyz",
        "quote tencent-ssm-payg --set secrets=secretz*2",
        "quote tencent-ssm-enterprise --option regoin=region-2",
        "quote tencent-ssm-enterprise --option region=region-3",
        "quote huawei-secmaster-payg --option region=x",
        "quote tencent-ssm-payg --assume api-runding=package",
        "quote tencent-ssm-payg --assume api-rounding=packge",
        "quote tencent-ssm-payg --price apis=1",
        "quote tencent-ssm-payg --event \"2026-06-16T00:00:00+08:00 secrts=1\"",
        "explain tencent-ssm-payg apis",
        "card tencent-ssm-pay",
        "arrears tencent-ssm-payg --overdue-at 2026-03-05T00:00:00+08:00 --wait release=3d",
    ]));
}

#[test]
fn values_that_are_no_numbers_are_told_with_their_range() {
    insta::assert_snapshot!(gallery(&[
        "quote tencent-ssm-payg --set secrets",
        "quote tencent-ssm-payg --set secrets=",
        "quote tencent-ssm-payg --set secrets=many",
        "quote tencent-ssm-payg --set secrets=NaN",
        "quote tencent-ssm-payg --set secrets=inf",
        "quote tencent-ssm-payg --set secrets=1e5",
        "quote tencent-ssm-payg --set secrets=-1",
        "quote tencent-ssm-payg --set secrets=1000000000001",
        "quote tencent-ssm-payg --set secrets=0.1234567",
        "quote tencent-ssm-payg --set regions=0",
        "quote tencent-ssm-payg --price api=-1",
        "quote tencent-ssm-payg --price api=0.0000000000001",
        "quote tencent-ssm-payg --price \"api=0.5 euro\"",
        "quote tencent-ssm-payg --price storage=0.3 --price \"api=0.5 EUR\"",
        "quote alibaba-kms-shared:site=china --price \"api=0.5 USD\"",
        "quote tencent-ssm-payg --event \"2026-06-16T00:00:00+08:00 secrets=-5\"",
    ]));
}

#[test]
fn formulas_without_a_value_name_the_driver_and_the_reason() {
    insta::assert_snapshot!(gallery(&[
        "quote tencent-ssm-payg --set secrets=calls/2",
        "quote tencent-ssm-payg --set calls=secrets*2 --set secrets=keys --set keys=calls",
        "quote tencent-ssm-payg --set secrets=1/0",
        "quote tencent-ssm-payg --set secrets=1-5",
        "quote tencent-ssm-payg --set secrets=keys*",
    ]));
}

#[test]
fn periods_that_cannot_be_are_told_with_the_reason() {
    insta::assert_snapshot!(gallery(&[
        "quote tencent-ssm-payg --days 0",
        "quote tencent-ssm-payg --days -3",
        "quote tencent-ssm-payg --days 1.5",
        "quote tencent-ssm-payg --days 40000",
        "quote tencent-ssm-payg --month 2026-13",
        "quote tencent-ssm-payg --start 2026-02-30",
        "quote tencent-ssm-payg --from 2026-06-01T00:00:00Z --to 2026-06-01T08:00:00+08:00",
        "quote tencent-ssm-payg --from 2026-06-02T00:00:00Z --to 2026-06-01T00:00:00Z",
        "quote tencent-ssm-payg --from 2026-06-01T00:00:00 --to 2026-06-02T00:00:00Z",
        "quote tencent-ssm-payg --from 2026-06-01T00:00:00.5Z --to 2026-06-02T00:00:00Z",
        "quote tencent-ssm-payg --month 2026-06 --event \"2026-07-01T00:00:00+08:00 secrets=3\"",
        "quote tencent-ssm-payg --month 2026-06 --event \"2026-05-31T23:59:59+08:00 secrets=3\"",
        "quote tencent-ssm-payg --month 2026-06 --event secrets=3",
        "quote tencent-ssm-payg --month 2026-06 --event \"2026-06-16T00:00:00+08:00\"",
        "arrears tencent-ssm-payg --overdue-at yesterday",
        "arrears tencent-ssm-payg --overdue-at 2026-03-05T00:00:00+08:00 --wait \"released=a week\"",
        "quote huawei-secmaster-payg --start 2026-06-01 --days 36525 --records",
    ]));
}

#[test]
fn flags_that_do_not_go_together_are_usage_errors() {
    for line in [
        "quote",
        "quote tencent-ssm-payg --days 3 --month 2026-06",
        "quote tencent-ssm-payg --from 2026-06-01T00:00:00Z",
        "quote tencent-ssm-payg --month 2026-06 --start 2026-06-01",
        "quote tencent-ssm-payg --nope",
        "arrears tencent-ssm-payg",
        "--theme drak",
        "qoute",
    ] {
        assert!(complaint(line).starts_with("error: "), "{line}");
    }
}

#[test]
fn no_message_passes_an_escape_sequence_on() {
    for line in ["\x1b[31mquote", "quote \x1b[31m", "quote tencent-ssm-payg --set \x1b]0;x\x07=1"] {
        assert!(!complaint(line).contains(['\x1b', '\x07']), "{line:?}");
    }
}

#[test]
fn dates_and_numbers_are_refused_by_what_is_wrong_with_them() {
    let years = "choose a year from 1970 to 9899";
    for (line, says) in [
        ("quote tencent-ssm-payg --as-of 9999-12-31", years),
        ("quote tencent-ssm-payg --start 1969-12-31", years),
        ("arrears huawei-secmaster-payg --overdue-at 1900-03-05T00:00:00+08:00", years),
        ("arrears huawei-secmaster-payg --overdue-at 2016-12-31T23:59:60Z", "is a leap second"),
        ("quote tencent-ssm-payg --tax -5", "the tax: '-5' is not a percentage"),
        ("quote tencent-ssm-payg --days -5", "-5 days cannot be priced"),
        ("cards --stale-after 0", "0 is not in 1..=36525"),
        ("cards --stale-after -1", "invalid value '-1'"),
        (
            "quote tencent-ssm-payg --in USD --rate \"CNY/USD=0.14 2026-13-45 bank\"",
            "'2026-13-45' is no day of the calendar",
        ),
        ("quote aws-\u{200b}kms", "unknown card 'aws-\\u{200b}kms': did you mean 'aws-kms'?"),
    ] {
        let complaint = complaint(line);
        assert!(complaint.contains(says), "{line}: {complaint}");
    }
}

#[test]
fn no_message_lists_more_than_a_few_names() {
    for line in [
        "quote xyz",
        "quote tencent-ssm-payg --set xyz=1",
        "quote tencent-ssm-payg --set secrets=xyz*2",
        "quote tencent-ssm-payg --preset xyz",
        "quote microsoft-sentinel:commitment=xyz",
        "quote microsoft-sentinel --option commitment=xyz",
        "sweep xyz tencent-ssm-payg",
        "solve tencent-ssm-payg --total 5 --for xyz",
        "import --as xyz Cargo.toml",
        "import --unit xyz Cargo.toml",
        "sweep hosts aws-kms",
        "quote aws-kms --theme xyz",
        "quote aws-kms --color xyz",
        "best --job xyz",
        "best --consider xyz",
        "help xyz",
        "export --driver xyz tests/fixtures/scenarios/0.1.0/budget.toml sweep",
    ] {
        let said = complaint(line);
        assert!(said.matches(", ").count() <= 9, "{line}: {said}");
    }
}

#[test]
fn a_command_that_is_none_is_asked_about_whatever_follows_it() {
    for (typed, meant) in [
        ("qoute aws-kms", "quote"),
        ("sweeep secrets aws-kms", "sweep"),
        ("drivres x", "drivers"),
        ("besst --set secrets=5", "best"),
    ] {
        let first = typed.split(' ').next().unwrap();
        let expected =
            format!("there is no command and no file '{first}': did you mean '{meant}'?");
        assert!(complaint(typed).contains(&expected), "{}", complaint(typed));
    }
}

#[test]
fn a_period_begins_in_the_same_years_however_it_is_given() {
    for (given, first) in [
        ("--start 9899-12-31 --days 3", "9899-12-31 to 9900-01-02"),
        ("--from 9899-12-31 --to 9900-01-03", "9899-12-31 to 9900-01-02"),
        ("--month 9899-12", "9899-12-01 to 9899-12-31"),
        ("--from 9899-12-31T00:00:00Z --to 9900-01-03T00:00:00Z", "9899-12-31"),
    ] {
        let answer = crate::run::text(&format!("quote aws-kms {given}"));
        assert!(answer.contains(first), "{given}: {answer}");
    }
    for given in [
        "--start 9900-01-01 --days 3",
        "--from 9900-01-01 --to 9900-01-04",
        "--month 9900-01",
        "--from 1969-12-31 --to 1970-01-03",
        "--from 9900-01-01T00:00:00Z --to 9900-01-04T00:00:00Z",
    ] {
        let says = complaint(&format!("quote aws-kms {given}"));
        assert!(says.contains("choose a year from 1970 to 9899"), "{given}: {says}");
    }
}
