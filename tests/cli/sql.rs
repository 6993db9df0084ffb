//! The queries of `assets/sql`: they know the same meters as `whatif import`, and `DuckDB` folds the sample of two
//! months into rows that cost what its bill says.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::run::whatif;

const DIALECTS: [&str; 4] = ["athena", "bigquery", "duckdb", "spark"];

fn query(dialect: &str) -> String {
    fs::read_to_string(format!("assets/sql/{dialect}.sql")).unwrap()
}

/// Service, meter, card and driver of each meter of a query.
fn meters(query: &str) -> Vec<Vec<String>> {
    let rows = query.lines().filter(|line| line.trim_start().starts_with(['(', 's']));
    let texts = rows.map(|line| line.split('\'').skip(1).step_by(2).map(str::to_owned).collect());
    texts.filter(|texts: &Vec<String>| texts.len() == 4).collect()
}

fn output_of(arguments: &[&str], input: &str) -> String {
    let mut child = whatif()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

#[test]
fn every_query_knows_the_same_meters_as_the_import() {
    let known = meters(&query("duckdb"));
    assert!(known.len() > 20, "{known:?}");
    for dialect in DIALECTS {
        assert_eq!(meters(&query(dialect)), known, "{dialect}");
    }
    let mut bill = "ServiceName,SkuMeter,ChargeCategory,ConsumedQuantity,BilledCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,RegionId\n".to_owned();
    for texts in &known {
        let (service, meter) = (&texts[0], &texts[1]);
        let times = "2026-09-01T00:00:00Z,2026-10-01T00:00:00Z";
        bill.push_str(&[service, ",", meter, ",Usage,1,1,USD,", times, ",r\n"].concat());
    }
    let answer: Value =
        serde_json::from_str(&output_of(&["import", "-", "--json"], &bill)).unwrap();
    let text = |it: &Value, key: &str| it[key].as_str().unwrap().to_owned();
    let drivers = answer["drivers"].as_array().unwrap().iter();
    let found: BTreeSet<_> = drivers.map(|it| (text(it, "card"), text(it, "driver"))).collect();
    for texts in known {
        assert!(found.contains(&(texts[2].clone(), texts[3].clone())), "{texts:?}: {found:?}");
    }
}

/// The rows that `DuckDB` makes of the sample for one card. `None` without its Python package.
fn folded(card: &str) -> Option<String> {
    let script = format!(
        "import sys, duckdb\n\
         db = duckdb.connect()\n\
         db.execute(\"create view bill as from read_csv('tests/import/focus-two-months.csv', all_varchar = true)\")\n\
         query = open('assets/sql/duckdb.sql').read().replace('order by month', \"having card = '{card}' order by month\")\n\
         rows = db.execute(query)\n\
         print(','.join(it[0] for it in rows.description))\n\
         for row in rows.fetchall(): print(','.join(str(it) for it in row))\n"
    );
    let is_there = Command::new("python3").args(["-c", "import duckdb"]).output();
    if !is_there.is_ok_and(|it| it.status.success()) {
        return None;
    }
    let output = Command::new("python3").args(["-c", &script]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn duckdb_folds_the_sample_into_rows_that_cost_what_its_bill_says() {
    for (card, choice, expected) in [
        ("aws-secrets-manager", "", ["39.5", "44.25"]),
        ("aws-kms", "", ["8.94", "9.24"]),
        ("aws-security-hub", "", ["116.15", "124.18"]),
        ("aws-guardduty", "", ["130", "160.4"]),
        ("azure-key-vault", ":key-type=hsm-rsa-2048", ["12.26", "6.395"]),
        ("gcp-secret-manager", "", ["1.92", "2.19"]),
        ("gcp-kms", "", ["0.99", "1.005"]),
    ] {
        let Some(rows) = folded(card) else {
            // Past the capture of the test's output, so that everybody sees it.
            let said = "SKIPPED: assets/sql/duckdb.sql was NOT run: python3 has no package duckdb";
            let _ = writeln!(std::io::stderr(), "{said}");
            return;
        };
        let offer = format!("{card}{choice}");
        let priced = output_of(&["price", "-", "--card", &offer, "--month", "2026-09"], &rows);
        let mut reader = csv::Reader::from_reader(priced.as_bytes());
        let total = reader.headers().unwrap().iter().position(|it| it == "total").unwrap();
        let totals: Vec<String> =
            reader.records().map(|it| it.unwrap()[total].to_owned()).collect();
        assert_eq!(totals, expected, "{card}: {priced}");
    }
}
