//! Ranges on the command line: what a sample costs at most, and how often each card is the cheapest.

use serde_json::{Value, json};

use crate::run::{complaint, json, text, total_of};

/// One in twenty, half, and all but one in twenty cost no more.
fn spread(answer: &Value) -> [&str; 3] {
    ["p5", "p50", "p95"].map(|percentile| answer[percentile].as_str().unwrap())
}

#[test]
fn a_quote_of_a_range_is_that_of_its_likely_value_with_percentiles_beside_it() {
    let quote = json("quote tencent-ssm-payg --set secrets=50..100..400 --start 2026-06-01");
    assert_eq!(total_of(&quote), ("40.3".to_owned(), true));
    let sampled = &quote["sampled"];
    assert_eq!((&sampled["seed"], &sampled["samples"]), (&json!(1), &json!(10_000)));
    assert_eq!(sampled["ranges"], json!(["secrets=50..100..400"]));
    // 78, 171 and 328 secrets at 0.40 and 600 calls each
    assert_eq!(spread(&sampled["spread"]), ["31.434", "68.913", "132.184"]);
    assert_eq!(sampled["spread"]["complete"], json!(true));
}

#[test]
fn without_a_range_nothing_is_sampled() {
    let plain = text("quote tencent-ssm-payg --json");
    assert!(!plain.contains("sampled"), "{plain}");
    assert_eq!(plain, text("quote tencent-ssm-payg --seed 7 --samples 10 --json"));
    assert!(!text("compare tencent-ssm-payg aws-secrets-manager").contains("P50"));
}

#[test]
fn a_seed_and_a_number_of_samples_can_be_chosen() {
    let line = |flags: &str| format!("quote tencent-ssm-payg --set secrets=50..400 {flags} --json");
    let first = text(&line("--seed 1"));
    assert_eq!(first, text(&line("--samples 10k")));
    assert_ne!(first, text(&line("--seed 2")));
    let one = json("quote tencent-ssm-payg --set secrets=50..400 --samples 1");
    let [p5, p50, p95] = spread(&one["sampled"]["spread"]);
    assert!(p5 == p50 && p50 == p95);
}

#[test]
fn a_range_of_one_value_costs_its_quote() {
    let quote = json("quote alibaba-kms-payg --set secrets=7..7 --set keys=2..2..2");
    let (total, complete) = total_of(&quote);
    assert!(complete);
    assert_eq!(spread(&quote["sampled"]["spread"]), [&*total; 3]);
}

#[test]
fn what_is_not_published_leaves_lower_bounds() {
    let line = "quote huawei-secmaster-payg --set hosts=1..9";
    assert_eq!(json(line)["sampled"]["spread"]["complete"], json!(false));
    assert!(text(line).contains("P5 ≥ CNY ") || text(line).contains("P5 ≥ USD "), "{}", text(line));
}

#[test]
fn percentiles_are_in_the_other_currency_too() {
    let quote = json(
        "quote tencent-ssm-payg --set secrets=100..100 --in EUR --rate EUR/USD=1.25 --start 2026-06-01",
    );
    assert_eq!(spread(&quote["sampled"]["spread"]), ["40.3"; 3]);
    // 40.3 ÷ 1.25
    assert_eq!(spread(&quote["sampled"]["in_currency"]), ["32.24"; 3]);
}

#[test]
fn companions_are_in_the_samples() {
    let quote = json("quote tencent-ssm-payg --with tencent-kms-payg --set keys=3..3");
    let together = quote["total_with_companions"].as_str().unwrap();
    assert_eq!(spread(&quote["sampled"]["spread"]), [together; 3]);
}

#[test]
fn compared_cards_say_how_often_each_is_the_cheapest() {
    // 366 against 0.40 a secret without calls: equal at 915.
    let line = |secrets: &str| {
        format!(
            "compare tencent-ssm-payg tencent-ssm-enterprise --set calls=0 --set secrets={secrets}"
        )
    };
    let shares = |secrets: &str| {
        let answer = json(&line(secrets));
        [0, 1].map(|card| answer["cards"][card]["cheapest_share"].as_str().unwrap().to_owned())
    };
    assert_eq!(shares("100..914"), ["1", "0"]);
    assert_eq!(shares("916..1000"), ["0", "1"]);
    assert_eq!(shares("915..915"), ["0.5", "0.5"]);
    let answer = json(&line("100..914"));
    assert_eq!(answer["sampled"]["ranges"], json!(["secrets=100..914"]));
    assert_eq!(spread(&answer["cards"][1]["spread"]), ["366"; 3]);
    let page = text(&line("100..914"));
    assert!(page.contains("100 %") && page.contains("P95"), "{page}");
}

#[test]
fn a_quote_with_ranges_looks_like_this() {
    let page = text(
        "quote tencent-ssm-payg --set secrets=50..100..400 --set keys=1..9 --start 2026-06-01",
    );
    let ranges = page.find("Ranges").expect("there is a part about ranges");
    let block: Vec<&str> = page[ranges..].lines().take(6).collect();
    insta::assert_snapshot!("quote_ranges", block.join("\n"));
    let page = text(
        "compare tencent-ssm-payg tencent-ssm-enterprise alibaba-kms-payg huawei-secmaster-payg --set secrets=500..900..1000 --start 2026-06-01",
    );
    let ranges = page.find("Ranges").expect("there is a part about ranges");
    let block: Vec<&str> = page[ranges..].lines().take(8).collect();
    insta::assert_snapshot!("compare_ranges", block.join("\n"));
}

#[test]
fn what_cannot_be_sampled_is_refused_with_the_remedy() {
    for (line, expected) in [
        (
            "quote tencent-ssm-payg --set secrets=400..50",
            "error: Secrets: 400..50 runs backwards: write the lower number first, 50..400",
        ),
        (
            "quote tencent-ssm-payg --set regions=0..4",
            "error: Regions: 0 is too small: the range is 1 to 1,000,000,000,000",
        ),
        (
            "quote tencent-ssm-payg --set secrets=1..9 --samples 0",
            "error: --samples '0' cannot be drawn: write a whole number from 1 to 100,000, such as 10k",
        ),
        (
            "quote tencent-ssm-payg --set secrets=1..9 --samples 100001",
            "error: --samples '100001' cannot be drawn: write a whole number from 1 to 100,000, such as 10k",
        ),
        (
            "quote tencent-ssm-payg --set secrets=1..9 --seed x",
            "error: --seed 'x' is not a whole number: the range is 0 to 18446744073709551615",
        ),
        (
            "quote tencent-ssm-payg --set keys=0..1 --set calls=1k/keys",
            "error: with keys=0, which the ranges allow, API calls/month: the formula 1k/keys divides by zero: narrow the range",
        ),
        (
            "quote tencent-ssm-payg --start 2026-06-01 --set secrets=1..9 --event \"2026-06-16T00:00:00+08:00 keys=2\"",
            "error: secrets: a range is for the whole period and does not go with a change within it: remove one of the two",
        ),
        (
            "quote tencent-ssm-payg --start 2026-06-01 --event \"2026-06-16T00:00:00+08:00 secrets=1..9\"",
            "error: the event at 2026-06-16 00:00:00 +08:00: 1..9 is a range, and a driver has one from the start or not at all: set it to a number or a formula",
        ),
    ] {
        assert_eq!(complaint(line), expected, "{line}");
    }
}
