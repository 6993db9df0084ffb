//! Cost against one driver: crossovers, edges, dips and budgets that can be worked out by hand.

use serde_json::{Value, json};

use crate::run::{complaint, json, output, text};

/// 0.40 a secret against 366 for up to 1,000 of them.
const BOTH: &str = "sweep secrets --from 1 --to 2000 tencent-ssm-payg tencent-ssm-enterprise --set calls=0 --start 2026-06-01";

fn total(card: &str, amount: &str) -> Value {
    json!({ "card": card, "amount": amount, "complete": true })
}

#[test]
fn a_crossover_is_told_with_who_is_cheaper_on_either_side_and_the_amounts() {
    let answer = json(BOTH);
    let pair = &answer["crossovers"][0];
    assert_eq!(
        (&pair["first"], &pair["second"]),
        (&json!("tencent-ssm-payg"), &json!("tencent-ssm-enterprise"))
    );
    let run = |from: &str, to: &str, cheaper: &str| json!({ "from": from, "to": to, "verdict": "cheaper", "cheaper": cheaper, "equal": false });
    // 366 ÷ 0.4 = 915
    assert_eq!(pair["runs"][0], run("1", "914", "tencent-ssm-payg"));
    let equal =
        json!({ "from": "915", "to": "915", "verdict": "equal", "cheaper": null, "equal": true });
    assert_eq!(pair["runs"][1], equal);
    assert_eq!(pair["runs"][2], run("916", "1000", "tencent-ssm-enterprise"));
    let change = &pair["changes"][0];
    assert_eq!(change["before"]["cheaper"], "tencent-ssm-payg");
    assert_eq!(change["before"]["totals"][0], total("tencent-ssm-payg", "365.6"));
    assert_eq!(change["equal"]["totals"][0], total("tencent-ssm-payg", "366"));
    assert_eq!(change["equal"]["totals"][1], total("tencent-ssm-enterprise", "366"));
    assert_eq!(change["after"]["value"], "916");
    assert_eq!(change["after"]["cheaper"], "tencent-ssm-enterprise");
    assert_eq!(change["after"]["totals"][0], total("tencent-ssm-payg", "366.4"));
    assert_eq!(
        pair["says"],
        "tencent-ssm-payg against tencent-ssm-enterprise: tencent-ssm-payg is cheaper up to 914 secrets, equal at 915, tencent-ssm-enterprise from 916 to 1,000, not known from 1,001"
    );
}

#[test]
fn beyond_the_quota_of_a_card_the_answer_is_not_known_and_says_why() {
    let answer = json(BOTH);
    let run = &answer["crossovers"][0]["runs"][3];
    assert_eq!((&run["from"], &run["to"]), (&json!("1001"), &json!("2000")));
    assert_eq!((&run["verdict"], &run["cheaper"]), (&json!("unknown"), &Value::Null));
    let why = run["why"][0].as_str().unwrap();
    assert!(
        why.starts_with("tencent-ssm-enterprise: secrets 1,001 exceeds the quota of 1,000"),
        "{why}"
    );
    let last = answer["points"].as_array().unwrap().last().unwrap();
    assert_eq!(last["value"], "2000");
    assert_eq!(last["totals"][1]["complete"], false);
    assert_eq!(answer["cards"][1]["edges"], json!(["1000"]));
}

#[test]
fn a_rival_whose_total_is_not_known_is_named_beside_the_cheapest() {
    let cheapest = json(BOTH)["cheapest"].clone();
    let run = |from: &str, to: &str, cards: &[&str], unknown: &[&str]| json!({ "from": from, "to": to, "cards": cards, "unknown": unknown });
    let (payg, enterprise) = ("tencent-ssm-payg", "tencent-ssm-enterprise");
    assert_eq!(
        cheapest,
        json!([
            run("1", "914", &[payg], &[]),
            run("915", "915", &[payg, enterprise], &[]),
            run("916", "1000", &[enterprise], &[]),
            run("1001", "2000", &[payg], &[enterprise]),
        ])
    );
    assert!(
        text(BOTH)
            .contains("1,001 to 2,000  tencent-ssm-payg (not known here: tencent-ssm-enterprise)")
    );
    // A known part that alone costs more decides: nothing is left open.
    let line = "sweep secrets azure-key-vault tencent-ssm-enterprise --from 1 --to 2000 --start 2026-06-01";
    assert_eq!(json(line)["cheapest"], json!([run("1", "2000", &["azure-key-vault"], &[])]));
}

#[test]
fn driver_cards_and_flags_may_come_in_any_order() {
    let orders = [
        "sweep --set calls=0 secrets tencent-ssm-payg --to 2000 tencent-ssm-enterprise --from 1 --start 2026-06-01",
        "sweep secrets tencent-ssm-payg tencent-ssm-enterprise --start 2026-06-01 --from 1 --to 2k --set calls=0",
    ];
    for order in orders {
        assert_eq!(json(order), json(BOTH), "{order}");
    }
}

#[test]
fn a_sweep_has_the_totals_that_each_card_has_alone() {
    let flags = "--tax 19 --discount 10 --start 2026-06-01";
    let answer =
        json(&format!("sweep keys alibaba-kms-payg aws-kms {flags} --from 0 --to 40 --points 5"));
    for point in answer["points"].as_array().unwrap() {
        let value = point["value"].as_str().unwrap();
        for total in point["totals"].as_array().unwrap() {
            let card = total["card"].as_str().unwrap();
            let quote = json(&format!("quote {card} {flags} --set keys={value}"));
            assert_eq!(total["amount"], quote["total"], "{card} at {value}");
        }
    }
}

#[test]
fn edges_and_the_budget_are_found_where_they_are() {
    let line = "sweep calls tencent-ssm-payg --from 1 --to 50000 --budget 40.10 --start 2026-06-01 --assume api-rounding=package";
    let answer = json(line);
    let card = &answer["cards"][0];
    // 40 for the secrets, 0.05 for each started 10,000 calls: 40.10 up to 20,000.
    let runs = json!([
        { "from": "1", "to": "20000", "verdict": "within" },
        { "from": "20001", "to": "50000", "verdict": "exceeded" }
    ]);
    assert_eq!(card["budget"], json!({ "amount": "40.1", "runs": runs }));
    assert!(text(line).contains("within the budget up to 20,000 calls, over it from 20,001"));
    // Up to 10,000 calls cost what 10,000 cost, and then each its own.
    let plain = json("sweep calls tencent-ssm-payg --from 1 --to 50000 --start 2026-06-01");
    assert_eq!(plain["cards"][0]["edges"], json!(["10000"]));
}

#[test]
fn a_known_part_above_the_budget_is_over_it() {
    // 366 for up to 1,000 secrets. Beyond them a price is missing, and 366 are over 151 anyway.
    let flags = "tencent-ssm-enterprise --budget 151 --start 2026-06-01";
    let answer = json(&format!("sweep secrets {flags} --from 1000 --to 1002"));
    let runs = json!([{ "from": "1000", "to": "1002", "verdict": "exceeded" }]);
    assert_eq!(answer["cards"][0]["budget"]["runs"], runs);
    assert_eq!(output(&format!("quote {flags} --set secrets=1001")).status.code(), Some(3));
}

#[test]
fn a_sweep_reads_as_a_table_with_its_findings() {
    insta::assert_snapshot!(text(&format!("{BOTH} --points 8 --budget 400")));
}

#[test]
fn many_cards_wrap_into_groups_and_pairs_without_a_crossover_are_one_line() {
    let answer = text(
        "sweep secrets tencent-ssm-payg tencent-ssm-enterprise alibaba-kms-payg aws-secrets-manager huawei-kms azure-key-vault infisical --points 4 --start 2026-06-01",
    );
    assert!(answer.lines().all(|line| whatif::report::cells::cells(line) <= 100), "{answer}");
    insta::assert_snapshot!(answer);
}

#[test]
fn an_offer_that_cannot_carry_the_workload_is_not_ranked_there() {
    // 25 secrets × 100 clients ÷ 60 s are 41.7 calls a second, and 40 are carried.
    let line = "sweep secrets aws-parameter-store aws-secrets-manager --set clients=100 --set refresh_seconds=60 --from 1 --to 1000 --start 2026-06-01";
    let answer = json(line);
    let run = &answer["cards"][0]["not_ranked"][0];
    assert_eq!((&run["from"], &run["to"]), (&json!("25"), &json!("1000")));
    let why = run["why"][0].as_str().unwrap();
    assert!(why.starts_with("calls a second: 41.666667 exceeds the quota of 40"), "{why}");
    // Its total is known, so it is no rival that may be cheaper.
    assert_eq!(answer["cards"][0]["unknown"], json!([]));
    assert_eq!(answer["cheapest"][1]["cards"], json!(["aws-secrets-manager"]));
    assert_eq!(answer["cheapest"][1]["unknown"], json!([]));
    assert!(text(line).contains("from 25  aws-parameter-store: calls a second"), "{}", text(line));
}

#[test]
fn a_place_where_more_costs_less_is_pointed_out() {
    let cards = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/cards");
    let line = format!("--cards {cards} sweep users volume --from 1 --to 200 --start 2026-06-01");
    let answer = json(&line);
    // 5 each up to 100, 4 each for all from 101: 404 against 500, and against 405 at 81.
    let dip = json!({
        "from": "81", "to": "100", "cheaper_at": "101", "saves": "96",
        "says": "101 users cost less than 81 to 100: USD 96.00 less than 100"
    });
    assert_eq!(answer["cards"][0]["dips"], json!([dip]));
    assert_eq!(answer["cards"][0]["edges"], json!(["100"]));
    assert!(text(&line).contains("volume  101 users cost less than 81 to 100"));
}

#[test]
fn comma_separated_values_are_plain_and_empty_where_a_total_is_not_known() {
    let answer = text(
        "sweep secrets --from 0 --to 1500 --points 4 --scale linear tencent-ssm-payg tencent-ssm-enterprise --set calls=0 --csv",
    );
    let lines = [
        "secrets,tencent-ssm-payg USD,tencent-ssm-enterprise USD",
        "0,0,366",
        "500,200,366",
        "1000,400,366",
        "1500,600,",
    ];
    assert_eq!(answer, lines.map(|line| format!("{line}\r\n")).concat());
}

#[test]
fn points_are_spread_as_told_and_have_both_ends() {
    let values = |flags: &str| -> Vec<String> {
        let answer = json(&format!("sweep secrets tencent-ssm-payg {flags}"));
        let points = answer["points"].as_array().unwrap().iter();
        points.map(|point| point["value"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(values("--points 5"), ["1", "10", "100", "1000", "10000"]);
    assert_eq!(values("--points 5 --scale linear"), ["0", "2500", "5000", "7500", "10000"]);
    assert_eq!(values("--from 1.5 --to 2.5 --points 3 --scale linear"), ["1.5", "2", "2.5"]);
    // Of 25 two are the same number of secrets.
    assert_eq!(values("").len(), 24);
    assert_eq!(values("--scale linear").len(), 25);
}

#[test]
fn a_card_without_a_rate_has_no_totals_and_says_so() {
    let answer = json("sweep keys aws-kms huawei-kms --points 2");
    assert_eq!(
        answer["points"][0]["totals"][1],
        json!({ "card": "huawei-kms", "amount": null, "complete": false })
    );
    assert!(
        answer["warnings"][0]
            .as_str()
            .unwrap()
            .starts_with("huawei-kms is not in USD, for no rate leads")
    );
    let rated = json("sweep keys aws-kms huawei-kms --points 2 --rate CNY=0.125");
    assert_eq!(rated["points"][0]["totals"][1]["complete"], true);
    // A sweep has values within the budget and above it: it decides about no exit code.
    assert_eq!(output("sweep keys aws-kms --budget 1").status.code(), Some(0));
}

#[test]
fn a_card_that_cannot_do_what_is_asked_is_not_ranked() {
    let line = "sweep secrets tencent-ssm-payg aws-kms --set hosts=3 --set keys=2 --points 2";
    let answer = json(line);
    assert_eq!(answer["cards"][1]["ranked"], false);
    assert_eq!(answer["crossovers"], json!([]));
    let warnings = answer["warnings"].as_array().unwrap();
    let is_told = |told: &Value| told == "aws-kms cannot do secrets, hosts, so it is not ranked";
    assert!(warnings.iter().any(is_told), "{warnings:?}");
}

#[test]
fn cards_that_meet_at_every_step_are_counted_and_listed_for_programs() {
    // 0.05 for each started 10,000 calls against 0.000005 a call: equal at every 10,000.
    let line = "sweep calls tencent-ssm-payg aws-secrets-manager --from 0 --to 1M --points 2 --assume tencent-ssm-payg:api-rounding=package";
    let answer = json(line);
    let pair = &answer["crossovers"][0];
    assert_eq!(pair["changes"].as_array().unwrap().len(), 101);
    assert_eq!(pair["changes"][1]["equal"]["from"], "10000");
    assert_eq!(
        pair["changes"][1]["before"]["totals"][1],
        total("aws-secrets-manager", "40.049995")
    );
    assert!(
        pair["says"].as_str().unwrap().contains("are equal or change places 101 times, first at 0")
    );
}

#[test]
fn what_cannot_be_swept_is_refused_with_the_remedy() {
    let gallery = [
        "sweep hosts aws-kms gcp-kms",
        "sweep reads_per_secret_per_day tencent-ssm-payg --set calls=0",
        "sweep secrets tencent-ssm-payg --from 10 --to 10",
        "sweep secrets tencent-ssm-payg --from many",
        "sweep regions tencent-ssm-payg --from 0",
        "sweep secrets tencent-ssm-payg --to -5",
        "sweep secrets tencent-ssm-payg --budget much",
        "sweep secrets tencent-ssm-payg --points 1",
        "sweep secrets tencent-ssm-payg --json --csv",
        "sweep secrets",
        "sweep secrets tencent-ssm-payg tencent-ssm-payg",
    ];
    let told = gallery.map(|line| format!("$ whatif {line}\n{}\n", complaint(line)));
    insta::assert_snapshot!(told.join("\n"));
    assert!(
        complaint("sweep secrest aws-kms")
            .starts_with("error: unknown driver 'secrest': did you mean 'secrets'?")
    );
}

#[test]
fn help_of_sweep_explains_each_flag() {
    insta::assert_snapshot!(text("sweep --help"));
}

#[test]
fn two_values_of_a_driver_stand_side_by_side() {
    // One secret read each 10 s is 259,200 calls, of which 10,000 are free: 24.92 × 0.03. Each 120 s it is 21,600.
    let asked = "sweep refresh_seconds gcp-secret-manager --from 10 --to 120 --points 2 --set secrets=1 --set clients=1 --start 2026-06-01";
    let answer = json(asked);
    let at = |place: usize| &answer["points"][place]["totals"][0]["amount"];
    assert_eq!((at(0), at(1)), (&json!("0.7476"), &json!("0.0348")));
    let said = complaint("compare gcp-secret-manager:refresh_seconds=10 gcp-secret-manager");
    assert!(said.contains("refresh_seconds is a driver"), "{said}");
    assert!(said.contains("whatif sweep refresh_seconds gcp-secret-manager"), "{said}");
}

/// What a driver divides bends everywhere, over fifteen orders of magnitude too.
#[test]
fn a_driver_that_divides_is_followed_as_far_as_it_can_be_typed() {
    let answer = text(
        "sweep refresh_seconds aws-secrets-manager azure-key-vault gcp-secret-manager tencent-ssm-enterprise --from 0.001 --to 1000000000000 --set secrets=350 --set clients=60",
    );
    assert!(!answer.contains("more often than can be followed"), "{answer}");
    // 0.03 for 10,000 of 350 × 60 × 2,592,000 ÷ x reads: 200 at 816.48 seconds
    let solved = text(
        "solve azure-key-vault --total 200 --for refresh_seconds --set secrets=350 --set clients=60 --set keys=0 --set key_ops=0",
    );
    assert!(solved.contains("Within USD 200.00 from 816.48 seconds on\n"), "{solved}");
}
