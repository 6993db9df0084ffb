//! What an answer takes for granted, what it cannot carry, and what it does not know.

use serde_json::{Value, json};

use crate::run::{coded, complaint, json, text, warnings};

fn column<'a>(answer: &'a Value, card: &str) -> &'a Value {
    let cards = answer["cards"].as_array().unwrap();
    cards.iter().find(|it| it["card"] == card).unwrap()
}

fn notes(answer: &Value) -> String {
    let notes = answer["notes"].as_array().map(Vec::as_slice).unwrap_or_default();
    notes.iter().map(|note| note.as_str().unwrap()).collect::<Vec<_>>().join("\n")
}

fn provider<'a>(answer: &'a Value, name: &str) -> &'a Value {
    let all = answer["providers"].as_array().unwrap();
    all.iter().find(|it| it["provider"] == name).unwrap()
}

/// The text of an answer, however its lines are broken.
fn in_one_line(line: &str) -> String {
    text(line).split_whitespace().collect::<Vec<_>>().join(" ")
}

const POLLED: &str = "--set secrets=5000 --set clients=1 --set refresh_seconds=60";

#[test]
fn beyond_a_limit_the_answer_says_what_carries_the_workload_and_what_that_costs() {
    let answer = json(&format!("compare aws-parameter-store aws-secrets-manager {POLLED}"));
    let store = column(&answer, "aws-parameter-store");
    assert_eq!((&store["ranked"], &store["total"]), (&json!(false), &json!("0")));
    // 5,000 × 43,200 calls ÷ 10,000 × 0.05
    let said = store["warnings"].to_string();
    assert!(said.contains("Throughput: Higher carries it, for USD 1,080.00 in all"), "{said}");
    assert!(said.contains("--option aws-parameter-store:throughput=higher"), "{said}");
    // 500 calls a second of one vault, which costs nothing to raise.
    let best = json("best --set secrets=100 --set calls=500/s");
    let said = provider(&best, "Azure")["best"]["warnings"].to_string();
    assert!(said.contains("spread them over more vaults") && !said.contains("no charge"), "{said}");
    // With more than the higher throughput carries, nothing on the card does.
    let higher = "--set calls=4000/s --option throughput=higher";
    let said = warnings(&json(&format!("quote aws-parameter-store {higher}"))).join("\n");
    assert!(said.contains("no choice on this card carries more"), "{said}");
    assert!(!said.contains("switch to") && !said.contains("carries it"), "{said}");
    // 30 calls a second need two instances of 20.
    let ibm = "quote ibm-secrets-manager --set secrets=100 --set calls=30/s";
    let said = warnings(&json(ibm)).join("\n");
    assert!(
        said.contains("2 instances carry it, for USD") && said.contains("kms_instances=2"),
        "{said}"
    );
}

#[test]
fn a_total_beyond_a_limit_is_no_answer_to_a_budget() {
    // 5,000 × 43,200 calls: 83 a second, where 40 are carried at no charge.
    for offer in [
        format!("aws-parameter-store {POLLED}"),
        "tencent-ssm-payg --with tencent-kms-payg --set keys=201".to_owned(),
    ] {
        let (exit, said) = coded(&format!("quote {offer} --budget 10000"));
        assert_eq!(exit, 4, "{said}");
        assert!(said.contains("not known: the workload exceeds a vendor's limit"), "{said}");
    }
    // The known part alone is above it.
    assert_eq!(coded(&format!("quote aws-secrets-manager {POLLED} --budget 10")).0, 3);
    let higher = format!("quote aws-parameter-store {POLLED} --option throughput=higher --budget");
    assert_eq!((coded(&format!("{higher} 1080")).0, coded(&format!("{higher} 1079.99")).0), (0, 3));
    let (_, alone) = coded(&format!("compare aws-parameter-store {POLLED} --budget 10"));
    assert!(!alone.contains("0 of 0"), "{alone}");
}

#[test]
fn levers_say_what_exceeds_a_limit() {
    let levers = format!("levers aws-parameter-store {POLLED}");
    let answer = json(&levers);
    let said = answer["warnings"].to_string();
    assert!(said.contains("83.333333 exceeds the quota of 40"), "{said}");
    let throughput = |choice: usize| &answer["options"][1]["choices"][choice];
    assert_eq!(throughput(0)["over_limit"], json!(true));
    assert_eq!(throughput(1)["total"], json!("1080"));
    assert_eq!(throughput(1).get("over_limit"), None);
    let said = in_one_line(&levers);
    assert!(said.contains("83.333333 exceeds the quota of 40"), "{said}");
}

#[test]
fn a_limit_of_a_companion_costs_the_rank_in_a_comparison_too() {
    let line = "compare tencent-ssm-payg azure-key-vault --with tencent-kms-payg --set keys";
    for (keys, not_ranked) in [(200, Value::Null), (201, json!("over a limit"))] {
        let answer = json(&format!("{line}={keys}"));
        assert_eq!(column(&answer, "tencent-ssm-payg")["not_ranked"], not_ranked, "{keys}");
    }
}

#[test]
fn what_has_no_room_for_the_secrets_is_not_ranked() {
    for (card, within, beyond) in [
        ("oci-vault", "secrets=5000", "secrets=5001"),
        ("scaleway-secret-manager", "secrets=250", "secrets=251"),
        ("tencent-kms-payg", "keys=200", "keys=201"),
        ("azure-managed-hsm", "key_ops=1800/s", "key_ops=1801/s"),
    ] {
        for (set, ranked) in [(within, true), (beyond, false)] {
            let answer = json(&format!("compare {card} aws-kms --set {set}"));
            let standing = &column(&answer, card)["not_ranked"];
            let over = json!("over a limit");
            assert_eq!(*standing == over, !ranked, "{card} {set}: {standing}");
        }
    }
}

#[test]
fn a_service_counts_for_what_it_charges_by_as_it_is_chosen() {
    let line = "compare microsoft-sentinel tencent-cwpp --set hosts=100";
    let without = json(line);
    assert_eq!(column(&without, "microsoft-sentinel")["ranked"], json!(false));
    let with = json(&format!("{line} --option microsoft-sentinel:grant=servers"));
    assert_eq!(column(&with, "microsoft-sentinel")["ranked"], json!(true));
    let best = json("best --set hosts=100 --job security");
    let services = provider(&best, "Microsoft")["best"]["cards"].to_string();
    assert!(!services.contains("microsoft-sentinel"), "{services}");
}

#[test]
fn a_peak_below_the_mean_costs_the_rank_of_those_alone_that_charge_by_it() {
    // 50 a second.
    let line = "compare aws-kms alibaba-kms-payg --set keys=3 --set key_ops=50/s --set peak_qps=1";
    let answer = json(line);
    assert_eq!(column(&answer, "aws-kms")["ranked"], json!(true));
    let alibaba = &column(&answer, "alibaba-kms-payg")["not_ranked"];
    assert_eq!(*alibaba, json!("peak below the mean"));
    // Limits hold the mean: 50 a second are more than 20.
    let huawei = json("quote huawei-kms --set keys=3 --set key_ops=50/s --set peak_qps=1");
    assert!(warnings(&huawei).join("\n").contains("exceeds the quota of 20"));
}

#[test]
fn keys_are_those_of_each_account_and_region_and_who_does_not_read_accounts_says_so() {
    let keys = "--set keys=1 --set key_ops=0 --set accounts=120 --set regions=4";
    let quote = json(&format!("quote aws-kms {keys}"));
    assert_eq!(quote["total"], "480");
    let hsm = json("quote azure-managed-hsm --set keys=1 --set accounts=5");
    let said = warnings(&hsm).join("\n");
    assert!(said.contains("Managed HSM does not read accounts"), "{said}");
}

#[test]
fn without_a_rate_offers_are_ranked_in_the_currency_that_they_share() {
    let line = "compare aws-kms tencent-kms-payg --set keys=12 --in EUR";
    let answer = json(line);
    assert_eq!(answer["currency"], "USD");
    assert_eq!(column(&answer, "aws-kms")["cheapest"], json!(true));
    assert!(notes(&answer).contains("totals are in USD, for no rate leads from USD to EUR"));
    assert!(text(line).contains("AWS KMS is cheapest of 2"), "{}", text(line));
    let sweep = json("sweep keys aws-kms tencent-kms-payg --in EUR");
    assert_eq!(sweep["currency"], "USD");
    assert_eq!(sweep["cheapest"][0]["cards"].as_array().unwrap().len(), 1);
    assert!(notes(&sweep).contains("totals are in USD"));
    let best = json("best --set keys=12 --in EUR");
    assert_eq!(best["currency"], "USD");
    assert!(notes(&best).contains("totals are in USD"));
    let levers = json("levers aws-kms --in EUR");
    assert_eq!(levers["currency"], "USD");
    assert!(levers["warnings"][0].as_str().unwrap().contains("no rate leads from USD to EUR"));
    let with = json(&format!("{line} --rate \"1 EUR = 1.25 USD\""));
    assert_eq!((&with["currency"], &with["notes"]), (&json!("EUR"), &Value::Null));
}

#[test]
fn a_bare_flow_in_another_period_than_a_month_says_what_it_comes_to() {
    let line = "quote huawei-secmaster-payg --days 3 --set log_gb=1";
    let said = notes(&json(line));
    assert!(said.contains("is for a month: 0.1 GB in this period"), "{said}");
    assert!(said.contains("for 1 GB in all, write log_gb=1 total"), "{said}");
    assert!(text(line).contains("is for a month: 0.1 GB in this period"));
    for same in ["--set log_gb=1 --month 2026-06", "--days 3 --set \"log_gb=1 total\""] {
        let said = notes(&json(&format!("quote huawei-secmaster-payg {same}")));
        assert!(!said.contains("is for a month"), "{said}");
    }
}

#[test]
fn an_assumed_peak_is_said_to_be_one_wherever_it_is_charged() {
    let assumed = "Peak QPS 20 is an assumption, by which alibaba-kms-payg is charged";
    let line = "alibaba-kms-payg --set keys=12";
    for command in ["quote", "compare", "levers"] {
        assert!(notes(&json(&format!("{command} {line}"))).contains(assumed), "{command}");
        let text = in_one_line(&format!("{command} {line}"));
        assert!(text.contains(assumed), "{command}: {text}");
    }
    let explained = json("explain alibaba-kms-payg qps --set keys=12");
    assert!(notes(&explained).contains(assumed));
    assert_eq!(json("explain alibaba-kms-payg keys --set keys=12")["notes"], Value::Null);
    assert!(!notes(&json(&format!("quote {line} --set peak_qps=20"))).contains("assumption"));
    assert!(!notes(&json("quote aws-kms --set keys=12")).contains("assumption"));
}

#[test]
fn the_worst_doubt_is_in_every_answer() {
    let sweep = json("sweep keys aws-kms gcp-kms");
    assert_eq!(sweep["cards"][0]["doubt"]["kind"], "old");
    for line in [
        "solve aws-kms --total 500 --for keys",
        "levers aws-kms --set keys=12",
        "explain aws-kms keys",
        "quote aws-kms",
    ] {
        let doubt = &json(line)["doubt"];
        assert_eq!((&doubt["kind"], &doubt["share"]), (&json!("old"), &json!("1")), "{line}");
    }
    for line in [
        "sweep keys aws-kms gcp-kms",
        "solve aws-kms --total 500 --for keys",
        "levers aws-kms --set keys=12",
        "quote aws-kms",
    ] {
        let text = in_one_line(line);
        assert!(text.contains("of 2025-08-28"), "{line}: {text}");
    }
}

#[test]
fn a_line_and_a_total_have_a_known_part() {
    let cards = concat!(env!("CARGO_MANIFEST_DIR"), "/pricing/tests/cards");
    let line = format!("--cards {cards} quote aws-guardduty --month 2026-10 --set vcpus=6000");
    let answer = json(&line);
    assert_eq!((&answer["known"], &answer["complete"]), (&json!("4125"), &json!(false)));
    let lines = answer["lines"].as_array().unwrap();
    let runtime = lines.iter().find(|line| line["amount"].is_null()).unwrap();
    assert_eq!(runtime["known"], "4125");
    // Once for the line, once for the total.
    assert_eq!(text(&line).matches("≥ 4,125.00").count(), 2, "{}", text(&line));
    // 1,000 are exceeded where the known part is: the rest does not matter.
    let solve = format!("--cards {cards} solve aws-guardduty --month 2026-10 --for vcpus");
    let solved = json(&format!("{solve} --total 4000"));
    assert_eq!(solved["answer"], "within");
    assert!(!solved["says"].as_str().unwrap().contains("not known"), "{}", solved["says"]);
    let events = format!("--cards {cards} solve aws-guardduty --month 2026-10 --for audit_events");
    let solved = json(&format!("{events} --set vcpus=6000 --total 4200"));
    // 4,125 + 18,750,000 × 4.00 ÷ 1,000,000
    let says = "not known within USD 4,200.00 up to 18,750,000 events: from 18,750,001 on the known part alone is more";
    assert_eq!(solved["says"], says);
}

#[test]
fn periods_are_typed_as_people_say_them() {
    let total = |month: &str| {
        json(&format!("quote aws-kms --set keys=1 --set key_ops=0 --month \"{month}\""))["total"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    for (month, expected) in [
        ("2027", "12"),
        ("Q3 2026", "3"),
        ("2026-05", "1"),
        ("next month", "1"),
        ("1 year", "12"),
        ("90 days", "3"),
        ("30-day month", "1"),
    ] {
        assert_eq!(total(month), expected, "{month}");
    }
    let said = complaint("quote aws-kms --month soon");
    assert!(said.contains("'soon' is not a period"), "{said}");
    let page = text("quote aws-kms --month 2027");
    assert!(page.contains("2027, 2027-01-01 to 2027-12-31"), "{page}");
}

#[test]
fn the_explanation_of_many_records_begins_with_the_amount_of_the_bill() {
    let event = "--days 89 --start 2026-11-30 --event \"2026-12-15T00:00:00Z clients=9\"";
    let quote = json(&format!("quote hcp-vault-dedicated {event}"));
    let lines = quote["lines"].as_array().unwrap();
    let clients = lines.iter().find(|line| line["id"] == "clients").unwrap();
    let explained = json(&format!("explain hcp-vault-dedicated clients {event}"));
    assert_eq!(explained["timeline"]["amount"], clients["amount"]);
    assert_eq!(explained["timeline"]["records"], Value::Null);
    let page = in_one_line(&format!("explain hcp-vault-dedicated clients {event}"));
    assert!(
        page.contains("Amount Clients: USD 1,968.84, the sum of its billing records"),
        "{page}"
    );
}

#[test]
fn a_place_where_more_costs_less_names_the_difference_of_its_two_values() {
    let line = "sweep regions aws-security-hub --from 1 --to 5 --set findings=30000 --set security_checks=0";
    let dip = &json(line)["cards"][0]["dips"][0];
    // 0.60, 0.30 and 0 in three regions.
    assert_eq!((&dip["cheaper_at"], &dip["saves"]), (&json!("2"), &json!("0.3")));
    assert_eq!((&dip["lowest_at"], &dip["saves_most"]), (&json!("3"), &json!("0.6")));
    let says = "2 regions cost USD 0.30 less than 1, and 3 cost USD 0.60 less";
    assert_eq!(dip["says"], says);
}

#[test]
fn of_offers_that_cost_the_same_the_best_binds_for_the_shortest_time() {
    let best = json("best --set log_gb=2100 --job security");
    let datadog = &provider(&best, "Datadog")["best"];
    // Without events both cost the same.
    assert_eq!(datadog["chosen"][0]["choice"], "on-demand");
    assert_eq!(datadog["commitments"], json!([]));
    let sentinel = &provider(&best, "Microsoft")["best"];
    let region = sentinel["requirements"].as_array().unwrap();
    let region = region.iter().find(|it| it["option"] == "region").unwrap();
    assert_eq!((&region["choice"], &region["default"]), (&json!("us"), &json!(true)));
    // 10 × 5.00 for 30 days of a year: 12 × 50 are owed.
    let events = json("best --set audit_events=10M --set log_gb=100 --job security");
    let datadog = &provider(&events, "Datadog")["best"];
    let owed = json!([{ "charge": "siem", "months": 12, "in_full": "600", "currency": "USD" }]);
    assert_eq!(datadog["commitments"], owed);
}

#[test]
fn a_peak_below_the_mean_is_said_where_a_line_is_explained() {
    let explain = "explain alibaba-kms-payg qps --set calls=600/s --set peak_qps=50";
    let said = json(explain)["warnings"].to_string();
    assert!(said.contains("below the mean of the requests"), "{said}");
    assert!(in_one_line(explain).contains("below the mean of the requests"));
    assert_eq!(
        json("explain alibaba-kms-payg keys --set calls=600/s --set peak_qps=50").get("warnings"),
        None
    );
}

#[test]
fn a_driver_on_which_a_rank_depends_has_an_effect() {
    let sweep =
        "sweep secrets alibaba-kms-payg tencent-ssm-enterprise --from 10 --to 200 --set keys=0";
    let notes = json(&format!("{sweep} --set calls=600/s --set peak_qps=50"))["notes"].to_string();
    assert!(!notes.contains("--set calls has no effect"), "{notes}");
    let notes = json(&format!("{sweep} --set hosts=5"))["notes"].to_string();
    assert!(notes.contains("--set hosts has no effect"), "{notes}");
}

#[test]
fn the_ends_of_a_sweep_have_the_units_of_the_driver() {
    let sweep = "sweep refresh_seconds aws-secrets-manager --set secrets=10 --set clients=1";
    let [units, seconds] = ["--from 30s --to 1h30m", "--from 30 --to 5400"]
        .map(|ends| json(&format!("{sweep} {ends}")));
    assert_eq!(units["points"], seconds["points"]);
    let calls = "sweep calls aws-secrets-manager --set secrets=10 --from 1/day --to 1/s";
    let last = json(calls)["points"].as_array().unwrap().last().cloned().unwrap();
    assert_eq!(last["value"], "2592000", "{last}");
    let refused = complaint("sweep calls aws-secrets-manager --from 1 --to \"secrets * 2\"");
    assert!(refused.contains("--to: 'secrets * 2' is not one value"), "{refused}");
}

#[test]
fn where_only_one_offer_can_do_the_job_it_has_the_sample() {
    let line =
        "compare aws-parameter-store aws-secrets-manager --set secrets=10 --set calls=1/s..100/s";
    let answer = json(line);
    let share = |card: &str| {
        column(&answer, card)["cheapest_share"].as_str().unwrap().parse::<f64>().unwrap()
    };
    // Beyond 40 a second Secrets Manager alone carries them.
    assert!((share("aws-parameter-store") + share("aws-secrets-manager") - 1.0).abs() < 1e-9);
    assert!(share("aws-secrets-manager") > 0.5);
}

#[test]
fn more_accounts_that_cost_less_are_a_dip() {
    let sweep = "sweep accounts aws-kms --from 1 --to 10 --set key_ops=500000 --set keys=0";
    let answer = json(sweep);
    let dip = &answer["cards"][0]["dips"][0];
    assert!(dip.is_object(), "{answer}");
    // A longer interval is less use: that it costs less is no surprise.
    let interval =
        json("sweep refresh_seconds aws-secrets-manager --from 30 --to 300 --set clients=1");
    assert_eq!(interval["cards"][0]["dips"], json!([]));
}

#[test]
fn without_a_complete_offer_no_provider_is_named() {
    let answer = json("best --set keys=5 --job certificates");
    assert_eq!(answer["verdict"], "No provider has a complete offer.");
    assert!(
        in_one_line("best --set keys=5 --job certificates")
            .contains("No provider has a complete offer.")
    );
}

#[test]
fn a_commitment_says_its_term_if_that_is_longer_than_the_period() {
    let days = "best --set log_gb=500/day --from 2026-06-01 --to 2026-06-03";
    let answer = json(days);
    let best = &provider(&answer, "Microsoft")["best"];
    // 500 GB a day for 31 days.
    let owed = json!([
        { "charge": "commitment", "days": 31, "in_full": "39215", "currency": "USD" }
    ]);
    assert_eq!(best["commitments"], owed);
    // Two years are bought for eighteen months.
    let years = "best --set users=10 --set machines=60 --set secrets=50 --set calls=1000";
    let answer = json(&format!("{years} --month \"18 months\""));
    let best = &provider(&answer, "Bitwarden")["best"];
    assert_eq!(best["commitments"][0]["months"], 12, "{best}");
}

#[test]
fn a_flow_that_changes_says_what_it_counts() {
    let quote = "quote tencent-ssm-payg --start 2026-06-01 --set secrets=1";
    let notes = |line: &str| json(&format!("{quote} {line}"))["notes"].to_string();
    let monthly = notes("--days 10 --event \"2026-06-06 calls=30k\"");
    // 5 days of 30
    let says = "API calls/month 30,000 from 2026-06-06 00:00:00 on is for a month: 5,000 calls count from then on";
    assert!(monthly.contains(says), "{monthly}");
    let total = notes("--days 10 --event \"2026-06-06 calls=30k total\"");
    assert!(total.contains("is for the whole period: 15,000 calls count from then on"), "{total}");
    // A second change ends the first after a day.
    let again = "--days 10 --event \"2026-06-06 calls=30k\" --event \"2026-06-07 calls=1k/day\"";
    assert!(notes(again).contains("1,000 calls count from then on"), "{}", notes(again));
    let daily = notes("--days 10 --event \"2026-06-06 calls=1k/day\"");
    assert!(!daily.contains("from then on"), "{daily}");
}

#[test]
fn a_change_on_a_day_is_at_midnight_on_the_cards_clock() {
    let quote = "quote tencent-ssm-payg --month 2026-02 --event";
    let day = json(&format!("{quote} \"2026-02-15 secrets=200\""));
    let instant = json(&format!("{quote} \"2026-02-15T00:00:00+08:00 secrets=200\""));
    assert_eq!(day["total"], instant["total"]);
    let never = complaint(&format!("{quote} \"2026-02-30 secrets=200\""));
    assert!(never.contains("'2026-02-30' is not an instant"), "{never}");
}

#[test]
fn a_price_of_ones_own_is_for_the_same_units_under_every_commitment() {
    let quote =
        "quote microsoft-sentinel --set log_gb=4500 --start 2026-06-01 --price ingestion=2.99";
    assert_eq!(json(quote)["total"], "13455");
    // 30 × 296, and 1,500 × 2.99 beyond the commitment
    assert_eq!(json(&format!("{quote} --option commitment=gb-100"))["total"], "13365");
}

#[test]
fn a_period_of_former_lists_is_in_no_doubt_over_their_age() {
    let quote = "quote ibm-key-protect --set keys=3";
    let former = json(&format!("{quote} --from 2024-12-15 --to 2025-01-15"));
    assert_eq!(former["doubt"]["says"], "All of it is at transcribed prices");
    // The present list prices the days from 2026-02-19 on.
    let both = json(&format!("{quote} --from 2026-02-10 --to 2026-02-28"));
    assert_eq!(both["doubt"]["says"], "All of it is at prices of 2026-02-19 and later");
}

#[test]
fn what_is_used_beyond_a_commitment_obliges_to_nothing() {
    // 100 GB a day are committed, of 150: 31 × 296 are owed.
    let owed = json!([
        { "charge": "commitment", "days": 31, "in_full": "9176", "currency": "USD" }
    ]);
    let windows = [
        (
            "--set log_gb=4500 --days 7",
            "Commitment runs 31 days and obliges to USD 9,176.00 in full",
        ),
        ("--set log_gb=2900 --from 2026-02-10 --to 2026-02-20", ""),
    ];
    for (window, says) in windows {
        let line =
            format!("best --job security --option microsoft-sentinel:commitment=gb-100 {window}");
        let best = provider(&json(&line), "Microsoft")["best"].clone();
        assert_eq!(best["commitments"], owed, "{window}");
        let said = in_one_line(&line);
        assert!(said.contains(says) && !said.contains("beyond the commitment runs"), "{said}");
    }
}

#[test]
fn an_old_price_is_warned_of_only_where_the_total_uses_it() {
    // The prices of playbooks are of 2024, and nothing runs.
    let said = in_one_line("quote microsoft-sentinel --set log_gb=100");
    assert!(!said.contains("prices of 2024-07-01 are"), "{said}");
    let said = in_one_line("quote microsoft-sentinel --set log_gb=100 --set playbook_runs=100000");
    assert!(said.contains("prices of 2024-07-01 are"), "{said}");
}
