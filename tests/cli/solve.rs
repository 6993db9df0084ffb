//! Goal seek: figures that can be worked out by hand.

use serde_json::{Value, json};

use crate::run::{complaint, json, text, warnings};

const PAYG: &str = "solve tencent-ssm-payg --start 2026-06-01";

fn says(answer: &Value) -> &str {
    answer["says"].as_str().unwrap()
}

fn why(answer: &Value) -> Vec<&str> {
    answer["why"].as_array().unwrap().iter().map(|why| why.as_str().unwrap()).collect()
}

fn at<'a>(answer: &'a Value, role: &str) -> (&'a str, &'a str) {
    let at = &answer[role];
    (at["value"].as_str().unwrap(), at["totals"][0]["amount"].as_str().unwrap())
}

#[test]
fn an_instance_fee_above_the_amount_is_never_within_it_and_is_named() {
    let answer = json("solve alibaba-kms-payg --total 100 --for secrets --start 2026-06-01");
    assert_eq!(answer["answer"], "never");
    assert_eq!(says(&answer), "never within USD 100.00: the lowest total is 437.70 (at 0 secrets)");
    // 4.5 × 30 days. Three keys at 0.03 × 30 days are less than 100, and the queries follow the secrets.
    assert_eq!(why(&answer), ["Instance alone is 135.00, whatever the value of secrets"]);
    assert_eq!(at(&answer, "least"), ("0", "437.7"));
}

#[test]
fn the_largest_value_within_an_amount_warns_of_the_quota() {
    // 500 ÷ 0.40
    let answer = json(&format!("{PAYG} --total 500 --for secrets --set calls=0"));
    assert_eq!(says(&answer), "within USD 500.00 up to 1,250 secrets");
    assert_eq!(at(&answer, "largest"), ("1250", "500"));
    assert_eq!(at(&answer, "next"), ("1251", "500.4"));
    assert!(answer["smallest"].is_null(), "the smallest value of the range is no answer");
    let told = warnings(&answer);
    assert!(told[0].starts_with("secrets 1,250 exceeds the quota of 1,000"), "{told:?}");
}

#[test]
fn one_card_beats_another_up_to_the_value_before_they_are_equal() {
    let line = format!("{PAYG} --beats tencent-ssm-enterprise --for secrets --set calls=0");
    let answer = json(&line);
    assert_eq!(
        says(&answer),
        "cheaper than tencent-ssm-enterprise up to 914 secrets; equal at 915"
    );
    assert_eq!(at(&answer, "largest"), ("914", "365.6"));
    assert_eq!(answer["largest"]["totals"][1]["amount"], "366");
    let other =
        json("solve tencent-ssm-enterprise --beats tencent-ssm-payg --for secrets --set calls=0");
    assert_eq!(
        says(&other),
        "cheaper than tencent-ssm-payg from 916 to 1,000 secrets; not known beyond it"
    );
    assert_eq!(at(&other, "before"), ("915", "366"));
    assert_eq!(at(&other, "smallest"), ("916", "366"));
    assert!(why(&other)[0].contains("exceeds the quota of 1,000"));
}

#[test]
fn a_plan_beats_itself_with_another_choice() {
    // Hardware instances cost 135 more, whatever the keys.
    let line = "solve alibaba-kms-payg --beats alibaba-kms-payg:instance=hardware --for keys --start 2026-06-01";
    let answer = json(line);
    assert_eq!(answer["answer"], "always");
    assert_eq!(answer["goal"]["beats"], "alibaba-kms-payg~hardware");
    let totals = &answer["smallest"]["totals"];
    assert_eq!(totals[1]["card"], "alibaba-kms-payg~hardware");
    assert_eq!((&totals[0]["amount"], &totals[1]["amount"]), (&json!("474"), &json!("609")));
    let turned = json(
        "solve alibaba-kms-payg:instance=hardware --beats alibaba-kms-payg --for keys --start 2026-06-01",
    );
    assert_eq!(
        says(&turned),
        "never cheaper than alibaba-kms-payg: it costs more wherever both are known"
    );
    // No value reaches the goal, so none is the smallest that does.
    assert!(turned["smallest"].is_null() && turned["largest"].is_null(), "{turned}");
}

#[test]
fn formulas_that_follow_the_driver_are_followed() {
    // 0.40 + 600 calls ÷ 10,000 × 0.05 = 0.403 a secret: 500 ÷ 0.403 = 1,240.69
    let answer = json(&format!("{PAYG} --total 500 --for secrets"));
    assert_eq!(at(&answer, "largest"), ("1240", "499.72"));
    // A formula of one's own ends where it is above what can be typed; that is beyond the answer.
    let own = json(&format!("{PAYG} --total 500 --for secrets --set calls=secrets*2"));
    assert_eq!(at(&own, "largest").0, "1249");
}

#[test]
fn a_driver_that_lowers_the_total_has_a_smallest_value() {
    // 100 secrets × 4 clients × 86,400 ÷ refresh × 30 calls are 60,000 at 17,280 seconds.
    let answer = json(&format!("{PAYG} --total 40.3 --for refresh_seconds --to 86400"));
    assert_eq!(says(&answer), "within USD 40.30 from 17,280 seconds on");
    assert_eq!(at(&answer, "smallest"), ("17280", "40.3"));
    assert_eq!(answer["before"]["value"], "17279.999");
}

#[test]
fn an_amount_that_nothing_exceeds_is_always_kept() {
    let answer = json(&format!("{PAYG} --total 500 --for secrets --set calls=0 --to 1000"));
    assert_eq!(says(&answer), "within USD 500.00, always: from 0 to 1,000 secrets");
    assert_eq!(answer["answer"], "always");
}

#[test]
fn what_is_not_published_is_not_known() {
    let hosts = "solve huawei-secmaster-payg --total 500 --for hosts --start 2026-06-01";
    let answer = json(&format!("{hosts} --from 1"));
    assert_eq!(
        (&answer["answer"], says(&answer)),
        (&json!("unknown"), "not known: no total is known")
    );
    assert!(why(&answer)[0].contains("Professional edition + ECS quota: price unpublished"));
    // One's own price makes it known: 0.5 an hour × 720 hours = 360 a host.
    let own = json(&format!("{hosts} --price edition=0.5"));
    assert_eq!(at(&own, "largest"), ("1", "360"));
}

#[test]
fn a_price_is_found_to_its_last_decimal_place() {
    // (30 − 0.30) ÷ 100 = 0.297
    let answer = json(&format!("{PAYG} --total 30 --for price:storage"));
    assert_eq!(at(&answer, "largest"), ("0.297", "30"));
    assert_eq!(answer["exact"], true);
    // 366 ÷ 100 secrets
    let beats =
        json(&format!("{PAYG} --beats tencent-ssm-enterprise --for price:storage --set calls=0"));
    assert_eq!(at(&beats, "largest"), ("3.66", "366"));
    // 500 ÷ 10 hosts ÷ 720 hours does not end
    let open =
        json("solve huawei-secmaster-payg --total 500 --for price:edition --start 2026-06-01");
    assert_eq!(open["largest"]["value"], "0.069444444444");
    assert_eq!((&open["exact"], &open["next"]["value"]), (&json!(false), &json!("0.069444444445")));
    assert_eq!(warnings(&open), Vec::<String>::new(), "the price that is sought is not missing");
}

#[test]
fn a_discount_is_found_to_its_last_decimal_place() {
    // 40 × (1 − d) + 0.30 = 30
    let answer = json(&format!("{PAYG} --total 30 --for discount:storage"));
    assert_eq!(at(&answer, "smallest"), ("25.75", "30"));
    assert_eq!(
        says(&answer),
        "within USD 30.00 from a discount of 25.75 %, where the total is 30.00 exactly"
    );
    // 1 − 100 ÷ 366 = 72.677595628… %
    let whole = json("solve tencent-ssm-enterprise --total 100 --for discount --start 2026-06-01");
    assert_eq!(
        (&whole["smallest"]["value"], &whole["exact"]),
        (&json!("72.677596"), &json!(false))
    );
    assert_eq!(
        says(&json(&format!("{PAYG} --total 41 --for discount"))),
        "within USD 41.00 without a discount"
    );
    // Without the storage 0.30 remains.
    let never = json(&format!("{PAYG} --total 0.20 --for discount:storage"));
    assert_eq!(says(&never), "never within USD 0.20: at 100 % the total is still 0.30");
    // A price of nothing leaves the calls.
    let never = json(&format!("{PAYG} --total 0.20 --for price:storage"));
    assert_eq!(says(&never), "never within USD 0.20: at 0.00 the total is still 0.30");
}

#[test]
fn a_goal_is_in_the_currency_that_is_asked_for() {
    // 500 ÷ 7 ÷ 0.40 = 178.57
    let answer =
        json(&format!("{PAYG} --total 500 --for secrets --set calls=0 --in CNY --rate USD/CNY=7"));
    assert_eq!(at(&answer, "largest"), ("178", "498.4"));
    assert_eq!(answer["currency"], "CNY");
}

#[test]
fn gaps_between_the_values_that_reach_a_goal_are_told() {
    // 5 each up to 100 seats, 4 each for all from 101: 450 is 90 seats, or 101 to 112.
    let cards = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/cards");
    let answer = json(&format!("--cards {cards} solve volume --total 450 --for users"));
    assert_eq!(says(&answer), "within USD 450.00 up to 112 users, but not at 91 to 100");
    let stretch =
        |from: &str, to: &str, reached: bool| json!({ "from": from, "to": to, "reached": reached });
    let stretches = [
        stretch("0", "90", true),
        stretch("91", "100", false),
        stretch("101", "112", true),
        stretch("113", "1000000000000", false),
    ];
    assert_eq!(answer["stretches"], json!(stretches));
}

#[test]
fn ranges_count_as_their_likely_values_and_the_answer_says_so() {
    let answer = json(&format!("{PAYG} --total 500 --for secrets --set calls=0..20k..40k"));
    // 0.10 for 20,000 calls: 499.90 ÷ 0.40 = 1,249.75
    assert_eq!(at(&answer, "largest").0, "1249");
    assert!(warnings(&answer).iter().any(|told| told.contains("counts as its likely value")));
}

#[test]
fn answers_read_as_a_sentence_with_the_totals_that_decide() {
    let lines = [
        "solve alibaba-kms-payg --total 100 --for secrets --start 2026-06-01".to_owned(),
        format!("{PAYG} --total 500 --for secrets --set calls=0"),
        format!("{PAYG} --beats tencent-ssm-enterprise --for secrets --set calls=0"),
        format!("{PAYG} --total 30 --for price:storage"),
        format!("{PAYG} --beats gcp-secret-manager --for discount"),
    ];
    let answers = lines.map(|line| format!("$ whatif {line}\n{}", text(&line)));
    insta::assert_snapshot!(answers.join("\n"));
}

#[test]
fn what_cannot_be_sought_is_refused_with_the_remedy() {
    let gallery = [
        format!("{PAYG} --total 500 --for hosts"),
        format!("{PAYG} --total 500 --for price:storge"),
        format!("{PAYG} --total 500 --for discount:storage --discount storage=5"),
        format!("{PAYG} --total 500 --for price:storage --price storage=5"),
        format!("{PAYG} --total 500 --for price:storage --from 3"),
        format!("{PAYG} --total 39 --for price:api --set calls=0"),
        format!("{PAYG} --total much --for secrets"),
        format!("{PAYG} --beats tencent-ssm-payg --for secrets"),
        format!("{PAYG} --for secrets"),
        format!("{PAYG} --total 5 --beats aws-kms --for secrets"),
        "solve gcp-kms --total 5 --for price:versions".to_owned(),
        "solve huawei-kms --total 5 --in USD --for keys".to_owned(),
    ];
    let told = gallery.map(|line| format!("$ whatif {line}\n{}\n", complaint(&line)));
    insta::assert_snapshot!(told.join("\n"));
    assert!(
        complaint(&format!("{PAYG} --total 5 --for secrest")).contains("did you mean 'secrets'?")
    );
}

#[test]
fn help_of_solve_explains_each_flag() {
    insta::assert_snapshot!(text("solve --help"));
}

#[test]
fn what_is_known_above_the_amount_does_not_reach_it() {
    // 23 × 23 = 529.00, less 5 per cent, at a peak that is below the mean: the offer is not ranked.
    let peak = "solve tencent-ssm-enterprise:region=region-2 --for secrets --set peak_qps=0 --discount 5 \
        --month 2026-11";
    let never = json(&format!("{peak} --total 123.45"));
    assert_eq!((&never["answer"], at(&never, "least").1), (&json!("never"), "502.55"));
    // Within the amount nothing is known of an offer that cannot carry the workload.
    let unknown = json(&format!("{peak} --total 600"));
    assert_eq!(unknown["answer"], "unknown");
    // The instances alone, without the price of what is beyond them.
    let known = json("solve alibaba-kms-subscription --total 50 --for peak_qps --start 2026-06-01");
    assert_eq!(known["answer"], "never");
    // Beyond the quota of 200 keys more than 50.00 is known.
    let beyond = "solve alibaba-kms-shared:protection=hardware,region=elsewhere --total 50 --for keys \
        --month 2026-11";
    let stretches = json(beyond)["stretches"].clone();
    let last = stretches.as_array().unwrap().last().unwrap();
    assert_eq!((&last["from"], &last["reached"]), (&json!("51"), &json!(false)), "{stretches}");
}

#[test]
fn a_budget_of_a_sweep_is_exceeded_by_what_is_known() {
    let offer = "alibaba-kms-shared:protection=hardware,region=elsewhere";
    let sweep = json(&format!("sweep keys {offer} --budget 50 --month 2026-11 --to 300"));
    let runs = sweep["cards"][0]["budget"]["runs"].clone();
    let runs: Vec<&Value> = runs.as_array().unwrap().iter().map(|run| &run["verdict"]).collect();
    assert_eq!(runs, [&json!("within"), &json!("exceeded")], "{sweep}");
}
