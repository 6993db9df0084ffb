//! The best offer of each provider, with figures that can be worked out by hand.

use serde_json::{Value, json};

use crate::run::{complaint, json, output, text};

const JOB: &str = "best --start 2026-06-01 --set secrets=100 --set keys=12";
const LOGS: &str = "best --start 2026-06-01 --set log_gb=2100";

/// Polled each five minutes, and from the middle of the month each minute; more keys from the tenth on.
const CHANGING: &str = "best --start 2026-06-01 --set secrets=5000 --set clients=1 --set refresh_seconds=300 \
    --set keys=1 --event \"2026-06-16T00:00:00Z refresh_seconds=60\" --event \"2026-06-11T00:00:00Z keys=4\"";

/// What a provider answers.
fn provider<'a>(answer: &'a Value, name: &str) -> &'a Value {
    let all = answer["providers"].as_array().unwrap();
    all.iter().find(|it| it["provider"] == name).unwrap()
}

fn left_out<'a>(provider: &'a Value, card: &str) -> &'a Value {
    let all = provider["left_out"].as_array().unwrap();
    all.iter().find(|it| it["card"] == card).unwrap_or_else(|| panic!("{card} in {all:?}"))
}

#[test]
fn a_whole_job_is_priced_over_the_services_of_each_provider() {
    let answer = json(JOB);
    assert_eq!(answer["jobs"], json!(["secrets", "keys"]));
    let google = &provider(&answer, "Google Cloud")["best"];
    assert_eq!(google["cards"], json!(["gcp-secret-manager", "gcp-kms"]));
    // (100 − 6) × 0.06 + 5 × 0.03, and 12 × 0.06 + 0.03
    assert_eq!(google["total"], "6.54");
    let doppler = provider(&answer, "Doppler");
    assert_eq!(doppler["best"], Value::Null);
    assert_eq!(left_out(doppler, "doppler")["says"], "it cannot do keys");
    // Card payments are no answer to a dozen keys.
    let aws = provider(&answer, "AWS");
    assert_eq!(left_out(aws, "aws-payment-cryptography")["why"], "only-for");
    let text = text(JOB);
    assert!(text.contains("is cheapest of"), "{text}");
    assert!(text.contains("Secret Manager + Cloud KMS"), "{text}");
}

#[test]
fn a_commitment_is_chosen_with_the_value_at_which_it_changes() {
    let answer = json(LOGS);
    let microsoft = provider(&answer, "Microsoft");
    let best = &microsoft["best"];
    // 30 × 296, where 2,100 × 4.30 would be 9,030.
    assert_eq!(
        (&best["offer"], &best["total"]),
        (&json!("microsoft-sentinel~100-gb"), &json!("8880"))
    );
    let chosen = &best["chosen"][0];
    assert_eq!(
        (&chosen["choice"], &chosen["why"], &chosen["by"]),
        (&json!("gb-100"), &json!("lower"), &json!("150"))
    );
    // 30 × 296 ÷ 4.30 = 2,065.1: up to 2,065 GB pay as you go is the best.
    let below = &microsoft["changes"][0];
    assert_eq!(
        (&below["driver"], &below["at"], &below["above"]),
        (&json!("log_gb"), &json!("2065"), &json!(false))
    );
    // A choice of the user's stays.
    let kept = json(&format!("{LOGS} --option commitment=none"));
    let kept = &provider(&kept, "Microsoft")["best"];
    assert_eq!((&kept["total"], &kept["chosen"]), (&json!("9030"), &json!([])));
}

#[test]
fn a_closed_plan_counts_for_those_who_say_that_they_have_it() {
    let line = "best --start 2026-06-01 --set secrets=100 --set calls=60000";
    let answer = json(line);
    let tencent = provider(&answer, "Tencent Cloud");
    assert_eq!(tencent["best"]["total"], "366");
    assert_eq!(left_out(tencent, "tencent-ssm-payg")["why"], "closed");
    let owned = json(&format!("{line} --consider tencent-ssm-payg"));
    // 100 × 0.4 and 6 packs of 10,000 calls at 0.05
    assert_eq!(provider(&owned, "Tencent Cloud")["best"]["total"], "40.3");
}

#[test]
fn a_limit_is_the_reason_for_a_choice() {
    // 5,000 secrets polled each 60 s are 83 calls a second. Standard throughput carries 40.
    let line =
        "best --start 2026-06-01 --set secrets=5000 --set clients=1 --set refresh_seconds=60";
    let answer = json(line);
    let aws = &provider(&answer, "AWS")["best"];
    // 216,000,000 ÷ 10,000 × 0.05
    assert_eq!(aws["total"], "1080");
    let throughput = aws["chosen"].as_array().unwrap();
    let throughput = throughput.iter().find(|it| it["option"] == "throughput").unwrap();
    assert_eq!((&throughput["choice"], &throughput["why"]), (&json!("higher"), &json!("only")));
    let because = throughput["because"].as_str().unwrap();
    assert!(because.contains("exceeds the quota of 40"), "{because}");
}

#[test]
fn every_best_offer_costs_what_a_quote_of_it_says() {
    // Hardware modules hold keys, and keep no secrets.
    let modules = "best --start 2026-06-01 --set secrets=5 --set keys=2000 \
        --option azure-key-vault:key-type=hsm-rsa-2048";
    for job in [JOB, LOGS, CHANGING, modules] {
        let answer = json(job);
        let flags = job.strip_prefix("best").unwrap();
        let flags = flags.split(" --option ").next().unwrap();
        let found = answer["providers"].as_array().unwrap().iter();
        for best in found.flat_map(|provider| [&provider["best"], &provider["runner_up"]]) {
            let Some(cards) = best["cards"].as_array() else { continue };
            let cards: Vec<&str> = cards.iter().map(|it| it.as_str().unwrap()).collect();
            let mut line = format!("quote {}{flags}", cards[0]);
            for card in &cards[1..] {
                line.extend([" --with ", *card]);
            }
            for chosen in best["chosen"].as_array().unwrap() {
                let text = |key: &str| chosen[key].as_str().unwrap().to_owned();
                let [card, option, choice] = ["card", "option", "choice"].map(text);
                line.extend([" --option ", &card, ":", &option, "=", &choice]);
                let is_dearer = chosen["by"].as_str().is_some_and(|by| by.starts_with('-'));
                assert!(!is_dearer, "{line}: {chosen}");
            }
            for said in best["requirements"].as_array().unwrap() {
                let text = |key: &str| said[key].as_str().unwrap().to_owned();
                let [card, option, choice] = ["card", "option", "choice"].map(text);
                line.extend([" --option ", &card, ":", &option, "=", &choice]);
            }
            let quote = json(&line);
            let total =
                if cards.len() > 1 { &quote["total_with_companions"] } else { &quote["total"] };
            assert_eq!(total, &best["total"], "{line}");
            assert_eq!(quote["doubt"]["says"], best["doubt"], "{line}");
        }
    }
}

#[test]
fn what_carries_more_is_priced_with_the_rest_of_the_job() {
    let job = "best --start 2026-06-01 --set keys=12 --set secrets=350 --set clients=60 --set refresh_seconds=60";
    let answer = json(job);
    let ibm = left_out(provider(&answer, "IBM Cloud"), "ibm-secrets-manager");
    let says = ibm["says"].as_str().unwrap();
    // 18 × 324 + 350 × 0.217 for the secrets, 12 × 1.08711 for the keys
    assert!(says.contains("18 instances carry it, for USD 5,921.00 in all"), "{says}");
}

#[test]
fn a_next_best_offer_has_its_doubt_and_what_costs_less_than_it() {
    let answer = json("best --start 2026-06-01 --set log_gb=3000");
    let next = &provider(&answer, "Microsoft")["runner_up"];
    let chosen = &next["chosen"][0];
    // 3,000 × 4.30 in place of 30 × 296
    assert_eq!(
        (&chosen["choice"], &chosen["why"], &chosen["other"], &chosen["by"]),
        (&json!("none"), &json!("higher"), &json!("100 GB"), &json!("4020"))
    );
    assert!(next["doubt"].is_string(), "{next}");
}

#[test]
fn regions_that_no_charge_counts_are_said() {
    let job = "--option azure-key-vault:key-type=hsm-rsa-2048 --set keys=12 --set regions=2";
    let best = text(&format!("best --start 2026-06-01 {job}"));
    assert!(best.contains("Key Vault does not read regions"), "{best}");
    let quote = "quote azure-key-vault --set regions=2 --start 2026-06-01";
    let warns = |set: &str| json(&format!("{quote} {set}"))["warnings"].to_string();
    // 12 × 1.00 for keys in one region; a limit of calls alone reads the regions
    let keys = warns("--option key-type=hsm-rsa-2048 --set keys=12");
    assert!(keys.contains("does not read regions: its total is that of one, not of 2"), "{keys}");
    // Of secrets only the calls cost anything, and they are spread over the regions.
    let secrets = warns("--set secrets=12 --set calls=1M --set key_ops=0");
    assert!(!secrets.contains("does not read regions"), "{secrets}");
}

#[test]
fn an_offer_does_the_whole_job_before_and_after_a_change() {
    let keys = "best --start 2026-06-01 --set keys=12 --event \"2026-06-16T00:00:00Z keys=24\"";
    let answer = json(keys);
    // Fifteen days of 12 keys and fifteen of 24, at 1.00 and at 0.06, and 10,000 operations.
    assert_eq!(provider(&answer, "AWS")["best"]["total"], "18");
    assert_eq!(provider(&answer, "Google Cloud")["best"]["total"], "1.11");
    // Keys are asked for by a change alone.
    let later = "best --start 2026-06-01 --set secrets=100 --event \"2026-06-16T00:00:00Z keys=5\"";
    let answer = json(later);
    assert_eq!(answer["jobs"], json!(["secrets", "keys"]));
    assert_eq!(left_out(provider(&answer, "Doppler"), "doppler")["says"], "it cannot do keys");
    // From the middle of the month on 83 calls a second, where 40 are carried at no charge.
    let answer = json(CHANGING);
    let aws = &provider(&answer, "AWS")["best"];
    assert_eq!(aws["chosen"][1]["choice"], "higher", "{aws}");
    // An instant outside the period on a card's clock is that card's alone.
    let outside = "best --month 2026-06 --set keys=12 --event \"2026-06-30T20:00:00Z keys=24\"";
    let answer = json(outside);
    assert_eq!(provider(&answer, "AWS")["best"]["cards"], json!(["aws-kms"]));
    let huawei = left_out(provider(&answer, "Huawei Cloud"), "huawei-kms");
    assert_eq!(huawei["why"], "failed", "{huawei}");
    assert!(huawei["says"].as_str().unwrap().contains("lies after the period"), "{huawei}");
}

#[test]
fn a_doubt_is_of_the_prices_that_a_total_uses_with_its_share() {
    let line = "quote tencent-ssm-payg --with tencent-kms-payg --start 2026-06-01";
    let doubt = json(line)["doubt"].clone();
    assert_eq!(doubt["kind"], "old");
    // 40.30 of 45.70: the price of the keys is recent.
    assert_eq!(doubt["says"], "88.2 % of it is at prices of 2025-03-26 and later");
    // A price of the user's own is beyond doubt: 40.00 of 40.30 is left.
    let own = json(&format!("{line} --price api=0.05"))["doubt"].clone();
    assert_ne!(own["share"], doubt["share"], "{own}");
    let compared = "compare tencent-ssm-payg oci-vault --set secrets=100 --start 2026-06-01";
    let answer = json(compared);
    assert_eq!(answer["cards"][1]["doubt"]["kind"], "third-party");
    let verdict = answer["verdict"].as_str().unwrap();
    assert!(
        verdict.starts_with("Oracle OCI Vault is cheapest of 2 marked at USD 0.00"),
        "{verdict}"
    );
    assert!(text(compared).contains("Verdict"));
}

#[test]
fn what_cannot_be_asked_is_refused_with_the_remedy() {
    let refused = complaint("best --job kees");
    assert!(refused.contains("unknown job 'kees'") && refused.contains("keys"), "{refused}");
    let refused = complaint("best --consider tencent-ssm-pay");
    assert!(refused.contains("tencent-ssm-payg"), "{refused}");
    let refused = complaint("best --set keys=12 --option region=nowhere");
    assert!(refused.contains("CARD:region="), "{refused}");
    let help = String::from_utf8(output("best --help").stdout).unwrap();
    assert!(help.contains("--consider"), "{help}");
}
