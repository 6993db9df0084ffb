//! The forms of answers: each that has a text has CSV and Markdown too.

use crate::run::{complaint, text};

/// Every command that answers, with its subject.
const ANSWERS: [&str; 11] = [
    "quote tencent-ssm-payg --set secrets=250",
    "compare tencent-ssm-payg tencent-ssm-enterprise",
    "best --set keys=12",
    "sweep secrets tencent-ssm-payg --to 2000",
    "solve tencent-ssm-payg --total 500 --for secrets --set calls=0",
    "levers tencent-ssm-payg",
    "explain tencent-ssm-payg api",
    "cards",
    "drivers",
    "presets",
    "arrears alibaba-kms-payg --overdue-at 2026-03-05T09:30:00Z",
];

#[test]
fn every_answer_has_csv_of_one_width_in_which_no_cell_is_a_formula() {
    for line in ANSWERS {
        let csv = text(&format!("{line} --csv"));
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
        let rows: Vec<csv::StringRecord> =
            reader.records().collect::<Result<_, _>>().unwrap_or_else(|it| panic!("{line}: {it}"));
        assert!(rows.len() > 2, "{line}: {csv}");
        for cell in rows.iter().flatten() {
            let is_number = cell.parse::<rust_decimal::Decimal>().is_ok();
            assert!(is_number || !cell.starts_with(['=', '+', '-', '@']), "{line}: {cell}");
        }
        assert!(!csv.contains("Verdict"), "{line}: a table of figures has no verdict");
    }
}

#[test]
fn every_answer_has_markdown_with_a_title_and_a_table() {
    for line in ANSWERS {
        let md = text(&format!("{line} --md"));
        assert!(md.starts_with("# "), "{line}: {md}");
        assert!(md.contains("\n| --- |") || md.contains("\n| ---: |"), "{line}: {md}");
    }
    assert!(text("best --set keys=12 --md").contains("**Verdict**"), "readers have the verdict");
}

#[test]
fn an_answer_has_one_form() {
    for line in ANSWERS {
        assert!(
            complaint(&format!("{line} --json --csv")).contains("cannot be used with"),
            "{line}"
        );
        assert!(complaint(&format!("{line} --csv --md")).contains("cannot be used with"), "{line}");
    }
}

#[test]
fn levers_and_arrears_read_as_tables() {
    insta::assert_snapshot!(text("levers tencent-ssm-payg --start 2026-06-01 --md"));
    insta::assert_snapshot!(text("levers tencent-ssm-payg --start 2026-06-01 --csv"));
    insta::assert_snapshot!(text(
        "arrears alibaba-kms-payg --overdue-at 2026-03-05T09:30:00Z --csv"
    ));
}
