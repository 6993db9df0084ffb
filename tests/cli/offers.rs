//! Offers beside each other, and companions with choices of their own: figures that can be worked out by
//! hand.

use serde_json::{Value, json};

use crate::run::{complaint, json, text};

const SENTINEL: &str = "compare microsoft-sentinel microsoft-sentinel:commitment=gb-100 \
                        --set log_gb=3000 --start 2026-06-01";
const AWS: &str = "quote aws-secrets-manager --with aws-kms --set key_ops=30000 --start 2026-06-01";

fn totals(answer: &Value) -> Vec<(&str, &str)> {
    let cards = answer["cards"].as_array().unwrap().iter();
    cards.map(|it| (it["card"].as_str().unwrap(), it["total"].as_str().unwrap())).collect()
}

/// The total with companions, and that of the companion alone.
fn both(line: &str) -> (String, String) {
    let quote = json(line);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&quote["total_with_companions"]), text(&quote["companions"][0]["total"]))
}

#[test]
fn a_card_stands_beside_itself_with_another_choice() {
    // 3,000 GB at 4.30, and 30 days at 296 that include 100 GB each.
    let answer = json(SENTINEL);
    let copy = "microsoft-sentinel~gb-100";
    assert_eq!(totals(&answer), [("microsoft-sentinel", "12900"), (copy, "8880")]);
    let [first, second] = [0, 1].map(|place| &answer["cards"][place]);
    assert_eq!((&first["cheapest"], &second["cheapest"]), (&json!(false), &json!(true)));
    assert_eq!(first["to_cheapest"]["amount"], "4020");
    let page = text(SENTINEL);
    for part in ["Microsoft Sentinel · 100 GB", "To the cheapest", "12,900.00", "8,880.00"] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[test]
fn the_command_prices_an_offer_with_its_choices_alone() {
    let line = "quote microsoft-sentinel:commitment=gb-100 --set log_gb=3000 --start 2026-06-01";
    let quote = json(line);
    assert_eq!(
        (&quote["card"], &quote["total"]),
        (&json!("microsoft-sentinel~gb-100"), &json!("8880"))
    );
    let flag = line.replacen(":commitment=gb-100", "", 1) + " --option commitment=gb-100";
    assert_eq!(json(&flag)["total"], "8880");
    let plans = "compare tencent-ssm-enterprise tencent-ssm-enterprise:region=region-2,term=year \
                 --days 360 --start 2026-01-01";
    // Twelve months at 366, and a year at 529 a month.
    let copy = "tencent-ssm-enterprise~region-2-year";
    assert_eq!(totals(&json(plans)), [("tencent-ssm-enterprise", "4392"), (copy, "6348")]);
}

#[test]
fn a_choice_is_for_every_offer_that_does_not_make_it_itself() {
    let regions = "compare tencent-ssm-enterprise:region=region-1 tencent-ssm-enterprise \
                   --start 2026-06-01 --option region=region-2";
    let copy = "tencent-ssm-enterprise~region-1";
    assert_eq!(totals(&json(regions)), [(copy, "366"), ("tencent-ssm-enterprise", "529")]);
    // A discount can be for the copy alone, and the id of the card is its default offer.
    let alone = json(&format!("{SENTINEL} --discount microsoft-sentinel~gb-100:50"));
    assert_eq!(totals(&alone)[1].1, "4440");
    assert_eq!(totals(&alone)[0].1, "12900");
    let other = json(&format!("{SENTINEL} --discount microsoft-sentinel:50 --discount 10"));
    assert_eq!((totals(&other)[0].1, totals(&other)[1].1), ("6450", "7992"));
    // Without the default offer, the id of the card is for its copies.
    let copies = "compare microsoft-sentinel:commitment=gb-100 microsoft-sentinel:commitment=none \
                  --set log_gb=3000 --start 2026-06-01 --discount microsoft-sentinel:50";
    let copies = json(copies);
    assert_eq!((totals(&copies)[0].1, totals(&copies)[1].1), ("4440", "6450"));
}

#[test]
fn the_baseline_can_be_a_copy() {
    for baseline in ["microsoft-sentinel~gb-100", "microsoft-sentinel:commitment=gb-100"] {
        let answer = json(&format!("{SENTINEL} --baseline {baseline}"));
        assert_eq!(answer["baseline"], "microsoft-sentinel~gb-100");
        assert_eq!(answer["cards"][0]["to_baseline"]["amount"], "4020");
    }
}

#[test]
fn companions_take_options_prices_and_discounts_of_their_own() {
    // 40.3 and three keys at 1.00; 10,000 of the 30,000 requests are beyond the free ones, at 0.03.
    assert_eq!(both(AWS), ("43.33".to_owned(), "3.03".to_owned()));
    for option in ["aws-kms:free-tier=used", "free-tier=used"] {
        let line = format!("{AWS} --option {option}");
        assert_eq!(both(&line), ("43.39".to_owned(), "3.09".to_owned()), "{option}");
    }
    let price = format!("{AWS} --price aws-kms:keys=2");
    assert_eq!(both(&price), ("46.33".to_owned(), "6.03".to_owned()));
    let discount = format!("{AWS} --discount aws-kms:50");
    assert_eq!(both(&discount), ("41.815".to_owned(), "1.515".to_owned()));
    let keys = format!("{AWS} --discount aws-kms:keys=50 --mark-up aws-secrets-manager:10");
    assert_eq!(both(&keys), ("45.86".to_owned(), "1.53".to_owned()));
    let reading = format!("{AWS} --assume aws-kms:part-hours=exact");
    assert_eq!(both(&reading), ("43.33".to_owned(), "3.03".to_owned()));
}

#[test]
fn what_is_said_of_all_is_of_the_offers_and_a_companion_keeps_its_defaults() {
    // 10 % off the offer alone.
    assert_eq!(both(&format!("{AWS} --discount 10")), ("39.3".to_owned(), "3.03".to_owned()));
    // Both cards have the charge: it is of the offer.
    let shared = "quote tencent-ssm-payg --with tencent-kms-payg --start 2026-06-01 --price api=0";
    assert_eq!(json(shared)["total"], "40");
    // A companion does not follow the offer of its card that stands beside it.
    let beside =
        "compare aws-secrets-manager aws-kms --with aws-kms --discount 50 --start 2026-06-01";
    let both = json(beside);
    assert_eq!(totals(&both), [("aws-secrets-manager", "23.15"), ("aws-kms", "1.5")]);
}

#[test]
fn offers_that_cannot_be_named_are_refused_with_the_remedy() {
    let lines = [
        "quote microsoft-sentinel:commitment=gb-10",
        "quote microsoft-sentinel:comitment=gb-100",
        "quote microsoft-sentinel:gb-100",
        "quote microsoft-sentinl:commitment=gb-100",
        "compare microsoft-sentinel:commitment=gb-100 microsoft-sentinel:commitment=gb-100",
        "quote aws-secrets-manager --with aws-kms --option aws-kms:free=used",
        "quote aws-secrets-manager --option aws-kms:free-tier=used",
        "quote aws-secrets-manager --with aws-kms --price aws-kms:key=2",
    ];
    let says = lines.map(|line| {
        let says = complaint(line);
        format!("$ whatif {line}\n{says}\n")
    });
    insta::assert_snapshot!(says.join("\n"));
}
