//! Texts to begin with: what is shipped, and what a person would write.

use std::fs;
use std::path::Path;

use whatif::scenario::{Scenario, ScenarioFile, code};
use whatif_pricing::{Catalog, Period, Presets};

fn texts(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "toml"));
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

pub fn cards() -> Vec<String> {
    let mut cards = texts("pricing/cards");
    cards.push(include_str!("../../src/cli/card/new.toml").to_owned());
    cards
}

pub fn scenarios() -> Vec<String> {
    let cards = Catalog::shipped().cards();
    let period = Period::standard_month("2026-11-22".parse().unwrap());
    let file = |scenario| ScenarioFile {
        scenario,
        records: std::collections::BTreeMap::default(),
        baseline_records: std::collections::BTreeMap::default(),
    };
    let mut scenarios = vec![file(Scenario::opening(cards, period)).text()];
    for preset in Presets::shipped().all() {
        let mut scenario = Scenario::opening(cards, period);
        scenario.inputs.workload = preset.workload(whatif_pricing::Vocabulary::standard());
        scenarios.push(file(scenario).text());
    }
    scenarios.push(PLAN.to_owned());
    scenarios
}

const PLAN: &str = r#"# ours
format = 1
notes = "Next year"
selected = "tencent-ssm-payg"
marked = ["tencent-ssm-payg", "aws-kms", "aws-kms~mine"]
currency = "EUR"
period = "2026-06-01T08:30:00+08:00..2026-06-20T00:00:01-05:00"
as-of = 2026-05-01
tax = "19"
budget = "500 EUR"

[workload]
secrets = "50..100..400"
calls = "=secrets*20*days"
keys = "3"

[[change]]
at = "2026-06-10T00:00:00+08:00"
keys = "5"

[[rate]]
from = "CNY"
to = "EUR"
rate = "0.13"
dated = 2026-05-30
source = "bank"

[card.tencent-ssm-payg]
with = ["aws-kms"]
price.secrets = "0.3"
adjust.api = "-5"

[card."aws-kms~mine"]
label = "Mine"
"#;

pub fn codes() -> Vec<String> {
    let mut codes: Vec<String> = scenarios().iter().map(|text| code::encode(text)).collect();
    codes.extend(scenarios());
    codes.extend(owned(&["", "a", "whatif:1", "whatif:2abc", "> whatif:1AAAA\n> bbb"]));
    codes
}

pub fn formulas() -> Vec<String> {
    owned(&[
        "secrets * reads_per_secret_per_day * days",
        "min(secrets, 100) + max(1.5k, keys) / clients",
        "ceil(calls / 10000) - floor(hours)",
        "((1 + 2) * (3 - 4)) ÷ 5 × 6",
        "-(secrets)",
        "1/(secrets-100)",
        "999999999999*999999999999*999999999999*999999999999",
    ])
}

pub fn values() -> Vec<String> {
    let mut values = formulas().iter().map(|it| format!("={it}")).collect::<Vec<_>>();
    values.extend(owned(&[
        "100",
        "1.5k",
        "2M",
        "0.25",
        "15min",
        "1 GB",
        "10/s",
        "1M/day",
        "1M total",
        "50..400",
        "50..100..400",
        "1k..9k~2k",
        "0..1000000000000",
        "30 s",
        "10 qps",
    ]));
    values
}

pub fn periods() -> Vec<String> {
    owned(&[
        "2026-06",
        "2026",
        "Q3 2026",
        "30 d",
        "10 days",
        "1 y",
        "6 months",
        "2026-06-01",
        "2026-06-01..2026-07-01",
        "2026-06-01T08:30:00+08:00..2026-06-20T00:00:01-05:00",
        "next month",
        "this year",
        "last quarter",
        "month",
        "today",
        "9899-12-31",
        "1970-01-01",
    ])
}

pub fn rates() -> Vec<String> {
    owned(&[
        "CNY=0.14",
        "CNY/USD=0.14 2026-11-20 our \"treasury\"",
        "EUR/USD=1.08 2026-11-20 ECB",
        "JPY=0.0065 bank",
        "CNY/USD=0.14 2026-13-45 bank",
    ])
}

pub fn tours() -> Vec<String> {
    texts("assets/tours")
}

pub fn settings() -> Vec<String> {
    owned(&[
        "# mine\nsort = \"age\" # newest first\nother = 1\nfavourites = [\"aws-kms\"]\n",
        "stale-after-days = 90\ndisplay = \"USD\"\nreduced-motion = true\n\n[[rate]]\nfrom = \"CNY\"\n\
         to = \"USD\"\nrate = \"0.14\"\ndated = \"2026-11-20\"\nsource = \"our \\\"treasury\\\"\"\n",
        "sort = 'provider'\r\n[table]\r\nkey = {a = 1}\r\n[[rate]]\r\nfrom='EUR'\r\nto='USD'\r\n\
         rate='1.08'\r\ndated='2026-11-20'\r\nsource='ECB'\r\n",
        "",
    ])
}

pub fn presets() -> Vec<String> {
    vec![include_str!("../../pricing/presets.toml").to_owned()]
}

pub fn command_lines() -> Vec<String> {
    owned(&[
        "quote tencent-ssm-payg --set secrets=500..900..1000 --json",
        "compare tencent-ssm-payg tencent-ssm-enterprise --set calls=0 --in USD --rate CNY=0.14",
        "sweep secrets --from 1 --to 2000 tencent-ssm-payg tencent-ssm-enterprise --csv",
        "solve tencent-ssm-payg --total 500 --for secrets",
        "levers aws-kms --json",
        "explain tencent-ssm-payg api",
        "cards --stale-after 90",
        "card aws-kms",
        "presets",
        "code /nonexistent/plan.toml",
        "arrears huawei-secmaster-payg --overdue-at 2026-03-05T00:00:00+08:00",
        "quote aws-kms --days 10 --start 2026-06-01 --tax 19 --discount 5 --mark-up api=2 --records",
        "quote huawei-kms --from 2026-06-01T09:30:00+08:00 --to 2026-06-02T00:00:00+08:00",
        "quote tencent-ssm-payg --month 2026-06 --event 2026-06-16T00:00:00+08:00",
        "--help",
    ])
}
