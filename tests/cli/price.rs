//! `whatif price`: tables of workloads on standard input and in files.

use std::io::Write as _;
use std::process::{Output, Stdio};

use crate::run::whatif;

/// Prices a text on standard input.
fn priced(flags: &str, text: &str) -> Output {
    let mut child = whatif()
        .args(["price", "-"])
        .args(flags.split_whitespace())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    // What it refuses it does not read to the end.
    let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
    child.wait_with_output().unwrap()
}

fn answer(flags: &str, text: &str) -> String {
    let output = priced(flags, text);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n")
}

#[test]
fn each_row_has_its_total_and_other_columns_are_passed_through() {
    let text = "team,secrets,calls\nshop,100,60000\n\"a, b\",250,\n";
    let expected = "\
team,secrets,calls,total,currency,complete,doubt,warnings,error
shop,100,60000,40.3,USD,true,transcribed,,
\"a, b\",250,,100.75,USD,true,transcribed,,
";
    assert_eq!(answer("--card aws-secrets-manager --days 30", text), expected);
}

#[test]
fn several_cards_and_lines_have_columns_of_their_own() {
    let text = "secrets,calls\n1,10000\n";
    let expected = "\
secrets,calls,total:aws-secrets-manager,currency:aws-secrets-manager,complete:aws-secrets-manager,\
total:tencent-ssm-payg,currency:tencent-ssm-payg,complete:tencent-ssm-payg,\
line:secrets:aws-secrets-manager,line:calls:aws-secrets-manager,\
line:storage:tencent-ssm-payg,line:api:tencent-ssm-payg,doubt:aws-secrets-manager,warnings:aws-secrets-manager,\
doubt:tencent-ssm-payg,warnings:tencent-ssm-payg,error
1,10000,0.45,USD,true,0.45,USD,true,0.4,0.05,0.4,0.05,transcribed,,of 2025-03-26,,
";
    let flags = "--card aws-secrets-manager --card tencent-ssm-payg --lines --days 30";
    assert_eq!(answer(flags, text), expected);
}

#[test]
fn a_row_that_cannot_be_priced_says_why_and_the_others_go_on() {
    let output =
        priced("--card aws-kms --month 2026-09", "keys,key_ops\nmany,1\n-1,1\n3,1000000\n");
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[1].starts_with("many,1,,USD,,,,\"Keys: 'many' is not a number"), "{}", lines[1]);
    assert!(lines[2].starts_with("-1,1,,USD,,,,\"Keys: -1 is negative"), "{}", lines[2]);
    assert_eq!(lines[3], "3,1000000,5.94,USD,true,of 2025-08-28,,");
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said, "warning: 2 of 3 rows have no total: the column error says why\n");
}

#[test]
fn each_row_is_priced_on_the_best_offer_for_it() {
    let text = "team,secrets,keys,calls\nshop,100,12,60000\nlabs,1,,\nbad,many,,\n";
    let output = priced("--best --days 30 --in USD", text);
    assert_eq!(output.status.code(), Some(1));
    let found = String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n");
    let lines: Vec<&str> = found.lines().collect();
    assert_eq!(
        lines[0],
        "team,secrets,keys,calls,provider,offer,total,currency,doubt,warnings,error"
    );
    assert!(lines[3].starts_with("bad,many,,,,,,,,,\"Secrets: 'many' is not a number"), "{found}");
    // The same question as `whatif best`.
    let flags = ["best", "--set", "secrets=100", "--set", "keys=12", "--set", "calls=60000"];
    let best =
        whatif().args(flags).args(["--days", "30", "--in", "USD", "--json"]).output().unwrap();
    let best: serde_json::Value = serde_json::from_slice(&best.stdout).unwrap();
    let first = &best["providers"][0];
    let cells: Vec<&str> = lines[1].split(',').collect();
    assert_eq!(cells[4], first["provider"].as_str().unwrap(), "{best}");
    assert_eq!(cells[6], first["best"]["total"].as_str().unwrap(), "{best}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.ends_with("warning: 1 of 3 rows have no total: the column error says why\n"),
        "{said}"
    );
}

#[test]
fn nothing_in_a_row_is_passed_over_in_silence() {
    let text = "team,secrets,calls\nshop,1\nshop,1,0,9\n\"a\nb\",1,0\nshop,1..3,0\n";
    let output = priced("--card aws-secrets-manager --days 30", text);
    let found = String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n");
    let expected = "\
team,secrets,calls,total,currency,complete,doubt,warnings,error
shop,1,,,USD,,,,\"the row has 2 cells, and the header has 3\"
shop,1,0,,USD,,,,\"the row has 4 cells, and the header has 3\"
a b,1,0,0.4,USD,true,transcribed,,note: team had line ends or control characters
shop,1..3,0,0.8,USD,true,transcribed,,note: secrets is a range: its likely value is priced
";
    assert_eq!(found, expected);
    let output = priced("--card aws-secrets-manager", "secrets,total\n1,2\n");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("a column is named total, as one of the answer is: rename it"), "{said}");
}

#[test]
fn texts_of_the_table_steer_no_terminal_and_no_spreadsheet() {
    let text = "team,secrets\n=HYPERLINK(1),1\n\u{1b}[31mred,1\n-5,1\n";
    let answer = answer("--card aws-secrets-manager --set calls=0 --days 30", text);
    let cells: Vec<&str> = answer.lines().skip(1).map(|it| it.split(',').next().unwrap()).collect();
    assert_eq!(cells, ["'=HYPERLINK(1)", "red", "-5"]);
}

#[test]
fn a_table_without_drivers_or_with_one_twice_is_refused() {
    for (text, expected) in [
        ("team,size\na,1\n", "no column is named as a driver"),
        ("secrets,secrets\n1,2\n", "two columns are named secrets"),
    ] {
        let output = priced("--card aws-kms", text);
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(expected), "{said}");
    }
    let endless = format!("secrets\n\"{}", "x".repeat(3 * 1024 * 1024));
    let said = String::from_utf8(priced("--card aws-kms", &endless).stderr).unwrap();
    assert!(said.contains("a quote that does not end"), "{said}");
}

#[test]
fn a_row_says_why_it_has_no_rank_and_how_sure_its_prices_are() {
    let text = "secrets,clients,refresh_seconds\n5000,1,60\n5,1,3600\n";
    let answer = answer("--card aws-parameter-store --days 30", text);
    let lines: Vec<&str> = answer.lines().collect();
    let heads = "secrets,clients,refresh_seconds,total,currency,complete,doubt,warnings,error";
    assert_eq!(lines[0], heads);
    assert!(lines[1].starts_with("5000,1,60,0,USD,true,"), "{}", lines[1]);
    assert!(lines[1].contains("the offer cannot do this, so it has no rank"), "{}", lines[1]);
    assert!(!lines[2].contains("no rank"), "{}", lines[2]);
    // The same words as those of a quote.
    let flags = ["--set", "secrets=5000", "--set", "clients=1", "--set", "refresh_seconds=60"];
    let quote = ["quote", "aws-parameter-store", "--days", "30", "--json"];
    let quote = whatif().args(quote).args(flags).output().unwrap();
    let quote: serde_json::Value = serde_json::from_slice(&quote.stdout).unwrap();
    let warning = quote["warnings"][0].as_str().unwrap();
    assert!(lines[1].contains(warning), "{warning}: {}", lines[1]);
}

#[test]
fn a_peak_below_the_mean_and_one_that_is_assumed_are_named_in_the_row() {
    let text = "calls,peak_qps\n25920000,5\n25920000,\n25920000,500\n";
    let answer = answer("--card tencent-ssm-enterprise --days 30", text);
    let lines: Vec<&str> = answer.lines().collect();
    assert!(lines[1].contains("Peak QPS 5 is below the mean of the requests, 10"), "{}", lines[1]);
    assert!(!lines[3].contains("mean of the requests"), "{}", lines[3]);
    assert!(lines[0].ends_with(",doubt,warnings,error"), "{}", lines[0]);
}

#[test]
fn what_a_service_cannot_do_is_named_in_each_row_with_its_value() {
    let text = "secrets,keys\n1,0\n1,7\n1,9\n";
    let answer = answer("--card tencent-ssm-payg --card aws-kms --days 30", text);
    let lines: Vec<&str> = answer.lines().collect();
    assert!(!lines[1].contains("keys"), "{}", lines[1]);
    for (line, keys) in [(lines[2], 7), (lines[3], 9)] {
        assert!(line.contains(&format!("keys {keys}: ")), "{line}");
        assert!(line.contains("secrets 1: KMS cannot do this"), "{line}");
    }
}

#[test]
fn an_assumed_peak_is_named_again_after_a_row_with_one_that_is_typed() {
    let text = "keys,peak_qps\n1,\n1,5\n1,\n1,\n";
    let answer = answer("--card alibaba-kms-payg --days 30", text);
    let lines: Vec<&str> = answer.lines().collect();
    assert!(lines[1].contains("Peak QPS"), "{}", lines[1]);
    assert!(!lines[2].contains("Peak QPS"), "{}", lines[2]);
    assert_eq!(lines[3], lines[1]);
    assert_eq!(lines[4], lines[1]);
}

#[test]
fn a_table_may_have_another_separator() {
    let expected = answer("--card aws-secrets-manager --days 30", "team,secrets\na,5\n");
    for sign in [";", "\t"] {
        let text = "team,secrets\na,5\n".replace(',', sign);
        assert_eq!(answer("--card aws-secrets-manager --days 30", &text), expected, "{sign:?}");
    }
}

#[test]
fn columns_that_mean_a_driver_are_read_and_near_ones_are_noted() {
    let of = |header: &str| {
        let output =
            priced("--card aws-secrets-manager --days 30", &format!("{header}\n100,60000\n"));
        let text = String::from_utf8(output.stdout).unwrap();
        let row = text.lines().nth(1).unwrap_or_default().to_owned();
        (row, String::from_utf8(output.stderr).unwrap())
    };
    for header in ["secrets,calls", "Secrets,CALLS", "SECRETS, Calls"] {
        let (row, said) = of(header);
        assert!(row.starts_with("100,60000,40.3,USD,true,"), "{header}: {row}");
        assert_eq!(said, "", "{header}");
    }
    let output = priced("--card aws-kms --month 2026-09", "keys,Key-Ops\n3,1000000\n");
    assert!(String::from_utf8(output.stdout).unwrap().contains("3,1000000,5.94,USD"));
    let (_, said) = of("secrets,Secrets");
    let both = "two columns mean secrets: 'secrets' and 'Secrets': rename one of them";
    assert!(said.contains(both), "{said}");
    let (row, said) = of("secrets,cals");
    assert!(row.starts_with("100,60000,"), "{row}");
    assert_eq!(said, "note: column 'cals' is passed through: did you mean calls?\n");
    let (_, said) = of("secret,cals");
    assert!(said.contains("no column is named as a driver"), "{said}");
    assert!(said.contains("for 'secret', did you mean 'secrets'?"), "{said}");
    let (_, said) = of("secrets,TOTAL");
    assert!(said.contains("a column is named TOTAL, as one of the answer is: rename it"), "{said}");
    let said = String::from_utf8(priced("", "secrets\n1\n").stderr).unwrap();
    assert!(said.contains("--card") && said.contains("--best"), "{said}");
}

#[test]
fn columns_may_be_named_as_the_screen_names_drivers() {
    // 10 × 0.40 and 100 × 0.05
    for header in ["secrets,calls", "Secrets,API calls/month"] {
        let answer =
            answer("--card aws-secrets-manager --days 30", &format!("{header}\n10,1000000\n"));
        assert!(answer.contains("\n10,1000000,9,USD,"), "{answer}");
    }
}
