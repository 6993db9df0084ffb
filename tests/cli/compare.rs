//! Cards side by side, and totals held against a budget: figures that can be worked out by hand.

use serde_json::{Value, json};

use crate::run::{coded, complaint, json, text};

const BOTH: &str = "compare tencent-ssm-payg tencent-ssm-enterprise --start 2026-06-01";

/// The cell of a row in the column of a card.
fn cell<'a>(answer: &'a Value, item: &str, column: usize) -> &'a Value {
    let rows = answer["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["item"] == item).expect("there is such a row");
    &row["cells"][column]
}

fn totals(answer: &Value) -> Vec<&str> {
    answer["cards"].as_array().unwrap().iter().map(|it| it["total"].as_str().unwrap()).collect()
}

#[test]
fn lines_stand_side_by_side_by_what_they_pay_for() {
    let answer = json(BOTH);
    assert_eq!(totals(&answer), ["40.3", "366"]);
    assert_eq!(cell(&answer, "storage", 0)["amount"], "40");
    assert_eq!(cell(&answer, "calls", 0)["amount"], "0.3");
    let charge = json!([{ "card": "tencent-ssm-payg", "charge": "storage" }]);
    assert_eq!(cell(&answer, "storage", 0)["charges"], charge);
    assert!(cell(&answer, "instance", 0).is_null(), "no such item");
    assert_eq!(cell(&answer, "instance", 1)["amount"], "366");
    // 366 − 40.3 = 325.7; of 40.3 that is 32,570 ÷ 40.3 percent
    let [first, second] = [0, 1].map(|place| &answer["cards"][place]);
    assert_eq!((&first["cheapest"], &second["cheapest"]), (&json!(true), &json!(false)));
    assert_eq!(first["to_cheapest"], json!({ "amount": "0", "percent": "0" }));
    assert_eq!(second["to_cheapest"]["amount"], "325.7");
    assert!(second["to_cheapest"]["percent"].as_str().unwrap().starts_with("808.188585607940446"));
}

#[test]
fn a_comparison_has_the_totals_that_each_card_has_alone() {
    let flags = "--set secrets=250 --tax 19 --event \"2026-06-16T00:00:00+08:00 secrets=300\" \
                 --start 2026-06-01";
    let cards = ["tencent-ssm-payg", "aws-secrets-manager", "alibaba-kms-payg"];
    let together = json(&format!("compare {} {flags}", cards.join(" ")));
    for (card, total) in cards.iter().zip(totals(&together)) {
        assert_eq!(json(&format!("quote {card} {flags}"))["total"], total, "{card}");
    }
}

#[test]
fn a_choice_is_for_every_card_that_has_it_unless_it_names_one() {
    // The Enterprise Edition is 529 in the second group of regions.
    let regions = json(&format!("{BOTH} --option region=region-2"));
    assert_eq!(totals(&regions), ["40.3", "529"]);
    let bound = json(&format!("{BOTH} --option tencent-ssm-enterprise:region=region-2"));
    assert_eq!(totals(&bound), ["40.3", "529"]);
    // 10 % off both; off storage of the first alone; off both, but half of the first.
    assert_eq!(totals(&json(&format!("{BOTH} --discount 10"))), ["36.27", "329.4"]);
    let storage = json(&format!("{BOTH} --discount tencent-ssm-payg:storage=10"));
    assert_eq!(totals(&storage), ["36.3", "366"]);
    assert_eq!(cell(&storage, "discounts", 0)["amount"], "-4");
    assert!(cell(&storage, "discounts", 1).is_null());
    for order in [
        "--discount 10 --discount tencent-ssm-payg:50",
        "--discount tencent-ssm-payg:50 --discount 10",
    ] {
        assert_eq!(totals(&json(&format!("{BOTH} {order}"))), ["20.15", "329.4"], "{order}");
    }
    // A mark-up of one card alone stands in for the discount of all.
    let other = json(&format!("{BOTH} --discount 10 --mark-up tencent-ssm-payg:100"));
    assert_eq!(totals(&other), ["80.6", "329.4"]);
    assert_eq!(totals(&json(&format!("{BOTH} --price storage=1"))), ["100.3", "366"]);
}

#[test]
fn what_no_card_has_is_refused_with_what_is_near() {
    let gallery = [
        format!("{BOTH} --option regoin=region-2"),
        format!("{BOTH} --option region=region-3"),
        format!("{BOTH} --price tencent-ssm-enterprise:storage=1"),
        format!("{BOTH} --discount aws-kms:keys=10"),
        format!("{BOTH} --with aws-kms"),
        format!("{BOTH} --baseline aws-kms"),
        format!("{BOTH} --budget much"),
        "compare tencent-ssm-payg tencent-ssm-payg".to_owned(),
        "compare tencent-ssm-payg tencent-ssm-enterprize".to_owned(),
    ];
    let told = gallery.map(|line| {
        let told = complaint(&line);
        format!("$ whatif {line}\n{told}\n")
    });
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn the_baseline_is_one_of_the_cards() {
    let answer = json(&format!("{BOTH} --baseline tencent-ssm-enterprise --set calls=0"));
    assert_eq!(answer["baseline"], "tencent-ssm-enterprise");
    let cards = &answer["cards"];
    assert_eq!(cards[0]["to_baseline"]["amount"], "-326");
    assert_eq!(cards[1]["to_baseline"], json!({ "amount": "0", "percent": "0" }));
}

#[test]
fn a_card_without_a_rate_is_in_its_own_currency_and_not_ranked() {
    let pair = "compare tencent-kms-payg huawei-kms --start 2026-06-01";
    let without = json(pair);
    let other = &without["cards"][1];
    assert_eq!((&other["currency"], &other["ranked"]), (&json!("CNY"), &json!(false)));
    assert_eq!(other["not_ranked"], "no exchange rate");
    assert!(other["to_cheapest"].is_null());
    let with = json(&format!("{pair} --rate CNY=0.125"));
    assert_eq!((&with["currency"], &with["cards"][1]["currency"]), (&json!("USD"), &json!("USD")));
    assert_eq!(with["cards"][1]["ranked"], true);
    assert_eq!(with["rates"][0]["rate"], "0.125");
    let in_yuan = json(&format!("{pair} --in CNY --rate USD=8"));
    assert_eq!(in_yuan["currency"], "CNY");
    assert_eq!(in_yuan["cards"][1]["total"], other["total"]);
}

#[test]
fn a_budget_decides_about_the_exit_code() {
    let quote = "quote tencent-ssm-payg --start 2026-06-01";
    for (budget, code, says) in [
        ("40.30", 0, "within the budget, 0.00 left"),
        ("40.29", 3, "over the budget by 0.01"),
        ("500", 0, "within the budget, 459.70 left"),
        ("0", 3, "over the budget by 40.30"),
    ] {
        let (exit, answer) = coded(&format!("{quote} --budget {budget}"));
        assert_eq!(exit, code, "{budget}");
        assert!(answer.contains(says), "{budget}: {answer}");
    }
    // In the currency that is asked for: 40.3 ÷ 1.25 = 32.24
    assert_eq!(coded(&format!("{quote} --in EUR --rate EUR=1.25 --budget 32.24")).0, 0);
    assert_eq!(coded(&format!("{quote} --in EUR --rate EUR=1.25 --budget 32.23")).0, 3);
    assert_eq!(coded(&format!("{quote} --in EUR --budget 100")).0, 4, "no rate");
    let (exit, answer) = coded(&format!("{quote} --budget 40 --json"));
    let answer: Value = serde_json::from_str(&answer).unwrap();
    let budget = json!({ "amount": "40", "currency": "USD", "verdict": "exceeded", "left": null, "exceeded_by": "0.3" });
    assert_eq!((exit, &answer["budget"]), (3, &budget));
}

#[test]
fn a_missing_price_leaves_the_budget_open_unless_the_rest_is_above_it() {
    let open = "quote huawei-secmaster-payg --set hosts=2 --start 2026-06-01";
    let (exit, answer) = coded(&format!("{open} --budget 1M"));
    assert_eq!(exit, 4, "{answer}");
    assert!(answer.contains("unknown: a price or an exchange rate is missing"), "{answer}");
    // Two hosts at 0.5 an hour for 720 hours, and prices that are missing beside them.
    assert_eq!(coded(&format!("{open} --price edition=0.5 --budget 719")).0, 3);
    // Of several cards one above it decides.
    assert_eq!(coded(&format!("{BOTH} --budget 366")).0, 0);
    assert_eq!(coded(&format!("{BOTH} --budget 365")).0, 3);
    assert_eq!(coded("compare tencent-ssm-payg huawei-secmaster-payg --budget 40").0, 3);
    assert_eq!(coded("compare tencent-ssm-payg huawei-secmaster-payg --budget 400").0, 4);
}

#[test]
fn a_comparison_reads_as_a_table() {
    let line = "compare tencent-ssm-payg tencent-ssm-enterprise alibaba-kms-payg aws-secrets-manager \
                huawei-kms --start 2026-06-01 --set keys=3 --tax 10 --baseline alibaba-kms-payg --budget 300";
    let (exit, answer) = coded(line);
    assert_eq!(exit, 3);
    insta::assert_snapshot!(answer);
}

#[test]
fn compare_json() {
    let line = "compare tencent-ssm-payg huawei-kms --start 2026-06-01 --set keys=3 --rate CNY=0.125 \
                --discount tencent-ssm-payg:10 --baseline tencent-ssm-payg --budget 40 --json";
    insta::assert_snapshot!(coded(line).1);
}

#[test]
fn help_of_compare_says_how_a_choice_is_bound_to_one_card() {
    assert!(text("compare --help").contains("CARD: before it makes it one card's alone"));
}
