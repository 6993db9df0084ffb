//! Terms that are agreed beside the card's prices: figures that can be worked out by hand.

use serde_json::{Value, json};

use crate::check::{Folder, shipped};
use crate::run::{amount, complaint, json, text, total_of, warnings, whatif};

/// Tencent's worked example: 100 secrets at 0.40 and 60,000 calls at 0.05 for 10,000.
const TENCENT: &str = "quote tencent-ssm-payg --start 2026-06-01";

fn complete(total: &str) -> (String, bool) {
    (total.to_owned(), true)
}

/// The answer with a settings file: exit code, text, warnings.
fn with_settings(name: &str, settings: &str, line: &str) -> (i32, String, String) {
    let folder = Folder::new(name);
    std::fs::create_dir(folder.0.join("whatif")).unwrap();
    folder.put("whatif/settings.toml", settings);
    let mut command = whatif();
    command.env("XDG_CONFIG_HOME", &folder.0).env("APPDATA", &folder.0);
    let output = command.args(line.split_whitespace()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn json_with_settings(name: &str, settings: &str, line: &str) -> Value {
    let (code, answer, told) = with_settings(name, settings, &format!("{line} --json"));
    assert_eq!((code, told.as_str()), (0, ""));
    serde_json::from_str(&answer).unwrap()
}

#[test]
fn a_discount_comes_before_the_mark_up_on_the_whole_and_the_tax_comes_last() {
    // 40.3 − 4 = 36.3; + 5 % = 38.115; + 19 % = 45.35685
    let quote = json(&format!("{TENCENT} --discount storage=10 --mark-up 5 --tax 19"));
    assert_eq!(total_of(&quote), complete("45.35685"));
    assert_eq!(
        (&quote["subtotal"], &quote["total_with_companions"]),
        (&json!("40.3"), &json!("45.35685"))
    );
    let expected = json!([
        { "of": "charge", "charge": "storage", "percent": "-10", "base": "40", "amount": "-4" },
        { "of": "card", "charge": null, "percent": "5", "base": "36.3", "amount": "1.815" },
        { "of": "tax", "charge": null, "percent": "19", "base": "38.115", "amount": "7.24185" },
    ]);
    assert_eq!(quote["adjustments"], expected);
    // The line is the card's own still.
    assert_eq!(amount(&quote, "storage").unwrap(), "40");
}

#[test]
fn discounts_and_mark_ups_can_be_on_several_charges_and_zero_is_none() {
    // 40 − 50 % + 0.3 + 10 % of 0.3
    let both = json(&format!("{TENCENT} --discount storage=50% --mark-up api=10"));
    assert_eq!(total_of(&both), complete("20.33"));
    let none = json(&format!("{TENCENT} --discount 0 --mark-up api=0 --tax 0"));
    assert_eq!((total_of(&none), &none["adjustments"]), (complete("40.3"), &json!([])));
    assert_eq!(total_of(&json(&format!("{TENCENT} --discount 100"))), complete("0"));
}

#[test]
fn the_lists_of_another_day_price_the_same_workload() {
    let keys = "quote aws-kms --set versions_per_key=10 --set keys=1 --set key_ops=0";
    let before = json(&format!("{keys} --as-of 2024-04-01"));
    assert_eq!(total_of(&before), complete("10"), "without the cap on rotations");
    assert_eq!(before["as_of"], "2024-04-01");
    assert!(before["price_list"][0]["effective_from"].is_null());
    assert!(warnings(&before)[0].contains("in force until 2024-05-01"));
    let now = json(keys);
    assert_eq!(total_of(&now), complete("3"), "with it");
    assert!(now["as_of"].is_null());
    assert_eq!(now["price_list"][0]["effective_from"], "2024-05-01");
    // The period alone has the same effect.
    assert_eq!(total_of(&json(&format!("{keys} --month 2024-04"))), complete("10"));
    let page = text(&format!("{keys} --as-of 2024-04-01"));
    assert!(page.contains("Price list  in force on 2024-04-01"), "{page}");
}

#[test]
fn a_month_in_which_the_list_changes_says_so_and_names_both_lists() {
    // 3 × 0.04 × 18 of 31 days and 3 × 0.06 × 13 of 31 days, and 10,000 requests.
    let month = "quote scaleway-key-manager --month 2025-12 --set keys=3 --set versions_per_key=1";
    let quote = json(month);
    let change = "the price list changes on 2025-12-19";
    assert!(warnings(&quote).iter().any(|warning| warning.starts_with(change)), "{quote}");
    let lists = json!([
        { "effective_from": null, "from": "2025-12-01T00:00:00+00:00", "to": "2025-12-19T00:00:00+00:00" },
        { "effective_from": "2025-12-19", "from": "2025-12-19T00:00:00+00:00", "to": "2026-01-01T00:00:00+00:00" },
    ]);
    assert_eq!(quote["price_list"], lists);
    let explained = text("explain scaleway-key-manager versions --month 2025-12");
    for part in
        ["the oldest list, for 18 d", "the list of 2025-12-19, for 13 d", "of the price lists"]
    {
        assert!(explained.contains(part), "{part}: {explained}");
    }
}

#[test]
fn a_companion_is_a_second_invoice_and_its_job_is_left_out_no_more() {
    // Three keys at 0.06 a day for 30 days beside the 40.3.
    let both = json(&format!("{TENCENT} --with tencent-kms-payg --set keys=3 --set key_ops=0"));
    assert_eq!(total_of(&both), complete("40.3"), "the card's own total stays");
    assert_eq!(both["total_with_companions"], "45.7");
    assert_eq!(both["complete_with_companions"], true);
    let companion = &both["companions"][0];
    assert_eq!(
        (&companion["card"], &companion["currency"]),
        (&json!("tencent-kms-payg"), &json!("USD"))
    );
    assert_eq!((&companion["total"], &companion["complete"]), (&json!("5.4"), &json!(true)));
    assert_eq!(amount(companion, "keys").unwrap(), "5.4");
    let lacks = |quote: &Value| warnings(quote).iter().any(|it| it.contains("cannot do this"));
    assert!(!lacks(&both), "{both}");
    assert!(lacks(&json(&format!("{TENCENT} --set keys=3"))));
    // Both with the tax, and the discount on the card that was asked for.
    let taxed = json(&format!("{TENCENT} --with tencent-kms-payg --tax 10 --discount 50"));
    assert_eq!(taxed["companions"][0]["total"], "5.94");
    assert_eq!(taxed["total_with_companions"], "28.105", "20.15 + 10 % and 5.4 + 10 %");
}

#[test]
fn a_charge_of_a_companion_can_be_explained_beside_the_card() {
    let keys = json("explain tencent-ssm-payg keys --with tencent-kms-payg --start 2026-06-01");
    assert_eq!((&keys["card"], &keys["amount"]), (&json!("tencent-kms-payg"), &json!("5.4")));
}

#[test]
fn a_total_is_shown_in_a_currency_by_the_rate_given_whichever_way_it_is_written() {
    // 40.3 ÷ 1.25 = 32.24
    for rates in [
        "--rate EUR/USD=1.25",
        "--rate EUR=1.25",
        "--rate USD=0.8",
        "--rate USD/CNY=8 --rate EUR/CNY=10",
        "--rate EUR=2 --rate EUR=1.25",
        "--rate \"1 EUR = 1.25 USD\"",
        "--rate \"1 USD = 0.8 EUR\"",
        "--rate \"EUR/USD 1.25\"",
        "--rate \"1.25 USD per EUR\"",
        "--rate \"1 EUR = 1.25\"",
    ] {
        let quote = json(&format!("{TENCENT} --in EUR {rates}"));
        assert_eq!(quote["in_currency"]["total"], "32.24", "{rates}");
        assert_eq!(quote["in_currency"]["currency"], "EUR");
        assert_eq!((&quote["currency"], total_of(&quote)), (&json!("USD"), complete("40.3")));
    }
    let quote =
        json(&format!("{TENCENT} --in EUR --rate \"EUR/USD=1.25 2026-11-20 our treasury\""));
    let rate = json!([{ "from": "EUR", "to": "USD", "rate": "1.25", "dated": "2026-11-20", "source": "our treasury" }]);
    assert_eq!(quote["in_currency"]["rates"], rate);
    let own = json(&format!("{TENCENT} --in USD"));
    assert_eq!(own["in_currency"], json!({ "currency": "USD", "total": "40.3", "rates": [] }));
    let line = json("explain tencent-ssm-payg storage --in EUR --rate EUR=1.25");
    assert_eq!(line["in_currency"]["total"], "32");
}

#[test]
fn a_rate_that_can_be_read_in_two_ways_asks_which_is_meant() {
    let said = complaint(&format!("{TENCENT} --in EUR --rate \"1.08 EUR/USD\""));
    assert!(said.ends_with("write 1 EUR = 1.08 USD or 1 USD = 1.08 EUR"), "{said}");
}

#[test]
fn without_a_rate_nothing_is_converted_and_the_remedy_is_told() {
    let quote = json(&format!("{TENCENT} --in EUR"));
    assert!(quote["in_currency"].is_null());
    assert_eq!(total_of(&quote), complete("40.3"));
    let told = warnings(&quote).join("\n");
    assert!(told.contains("no rate leads from USD to EUR: give one with --rate"), "{told}");
    let page = text(&format!("{TENCENT} --in EUR"));
    assert!(page.contains("no rate leads from USD to EUR") && !page.contains("= EUR"), "{page}");
    let line = text("explain tencent-ssm-payg api --in EUR");
    assert!(line.contains("no rate leads from USD to EUR"), "{line}");
    assert!(quote["adjustments"].as_array().unwrap().is_empty());
}

#[test]
fn a_companion_in_another_currency_is_in_the_total_together_only_by_a_rate() {
    let folder = Folder::new("abroad");
    let card = shipped("tencent-ssm-payg")
        .replacen("id = \"tencent-ssm-payg\"", "id = \"mine\"", 1)
        .replace("card = \"tencent-kms-payg\"", "card = \"baidu-kms\"");
    folder.put("mine.toml", card);
    let asked = |more: &str| {
        let mut command = whatif();
        command.arg("--cards").arg(&folder.0);
        command.args("quote mine --start 2026-06-01 --with baidu-kms --json".split_whitespace());
        let output = command.args(more.split_whitespace()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    };
    let apart = asked("");
    assert_eq!(
        (&apart["total_with_companions"], &apart["complete_with_companions"]),
        (&json!("40.3"), &json!(false))
    );
    let told = warnings(&apart).join("\n");
    assert!(
        told.contains(
            "Baidu Cloud KMS is not in the total together, for no rate leads from CNY to USD"
        ),
        "{told}"
    );
    // 622.2 at 0.1 beside the 40.3.
    assert_eq!(apart["companions"][0]["total"], "622.2");
    let together = asked("--rate CNY=0.1");
    assert_eq!(
        (&together["total_with_companions"], &together["complete_with_companions"]),
        (&json!("102.52"), &json!(true))
    );
}

const RATE: &str = "[[rate]]\nfrom = \"EUR\"\nto = \"USD\"\nrate = \"1.25\"\ndated = \"2026-11-20\"\nsource = \"our treasury\"\n";

#[test]
fn rates_of_the_settings_hold_and_a_flag_wins() {
    let kept = json_with_settings("rates_kept", RATE, &format!("{TENCENT} --in EUR"));
    assert_eq!(kept["in_currency"]["total"], "32.24");
    assert_eq!(kept["in_currency"]["rates"][0]["source"], "our treasury");
    let given = format!("{TENCENT} --in EUR --rate USD=0.5");
    let given = json_with_settings("rates_given", RATE, &given);
    assert_eq!(given["in_currency"]["total"], "20.15");
}

#[test]
fn what_is_stale_is_set_in_the_settings_and_the_flag_wins() {
    let stale = |name: &str, settings: &str, line: &str| {
        let cards = json_with_settings(name, settings, line);
        let cards = cards.as_array().unwrap().clone();
        let tencent = cards.into_iter().find(|card| card["id"] == "tencent-ssm-payg").unwrap();
        tencent["stale"].as_bool().unwrap()
    };
    // Its prices are 606 days old.
    assert!(stale("stale_usual", "", "cards"));
    assert!(!stale("stale_kept", "stale-after-days = 606\n", "cards"));
    assert!(!stale("stale_card", "stale-after-days = 606\n", "card"));
    assert!(stale("stale_flag", "stale-after-days = 606\n", "cards --stale-after 605"));
    let old = "prices of 2025-03-26 are 606 days old: check the source";
    assert!(text(TENCENT).contains(old));
    let (_, fresh, _) = with_settings("stale_quote", "stale-after-days = 606\n", TENCENT);
    assert!(!fresh.contains("check the source"), "{fresh}");
}

#[test]
fn settings_that_cannot_be_used_are_told_and_the_answer_is_given() {
    let (code, answer, told) = with_settings("settings_bad", "sort = \"price\"\n", TENCENT);
    assert_eq!(code, 0);
    assert!(answer.contains("40.30"), "{answer}");
    assert!(told.starts_with("warning: ") && told.contains("unknown order 'price'"), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
}

#[test]
fn a_third_partys_prices_and_an_ended_service_are_marked() {
    let page = text("quote hcp-vault-secrets");
    for part in [
        "the service ended on 2026-07-01: these were its last prices",
        "Secrets: priced by a third party, not by the vendor",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let own = text("quote hcp-vault-secrets --price secrets=1");
    assert!(!own.contains("third party, not by"), "{own}");
    let then = text("quote hcp-vault-secrets --month 2026-06");
    assert!(!then.contains("ended on"), "{then}");
}

#[test]
fn an_explanation_says_that_its_line_is_before_the_discount() {
    let line = "explain tencent-ssm-payg storage --start 2026-06-01 --discount storage=10 --tax 19";
    let explained = json(line);
    assert_eq!(explained["amount"], "40");
    assert_eq!(explained["adjustments"][0]["amount"], "-4");
    let page = text(line);
    for part in
        ["The line excludes", "Discount 10 % on Credential storage", "10 % of 40.00", "Tax 19 %"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!text("explain tencent-ssm-payg storage").contains("The line excludes"));
}

#[test]
fn terms_that_cannot_be_used_are_told_with_the_remedy() {
    let lines = [
        "--discount storge=10",
        "--discount storage",
        "--discount 101",
        "--discount storage=10 --mark-up storage=5",
        "--discount 5 --mark-up 5",
        "--discount 5 --discount 6",
        "--mark-up 1001",
        "--tax much",
        "--as-of yesterday",
        "--with tencent-kms",
        "--with aws-kms",
        "--in euro",
        "--rate EUR",
        "--rate EUR=0",
        "--rate USD=2",
        "--rate EUR/EUR=2",
    ];
    let told = lines.map(|flags| {
        format!("$ … {flags}\n{}\n", complaint(&format!("quote tencent-ssm-payg {flags}")))
    });
    insta::assert_snapshot!(told.join("\n"));
    let alone = complaint("quote aws-kms --with gcp-kms");
    assert_eq!(alone, "error: unknown companion 'gcp-kms': there is no companion here");
}

#[test]
fn each_term_has_its_line_on_the_page() {
    insta::assert_snapshot!(text(&format!(
        "{TENCENT} --discount storage=10 --mark-up 5 --tax 19 --with tencent-kms-payg --in EUR --rate \"EUR/USD=1.25 2026-11-20 our treasury\""
    )));
}

#[test]
fn two_rates_between_the_same_currencies_are_refused() {
    let line = "quote baidu-kms --in EUR --rate EUR=8 --rate CNY/EUR=0.14";
    let told = complaint(line);
    assert!(told.contains("there are two rates between EUR and CNY: keep one"), "{told}");
}

#[test]
fn numbers_have_the_style_of_the_settings_in_texts_and_never_for_programs() {
    let settings = "number-style = \"1.234,50\"\n";
    let line = "quote tencent-ssm-payg --start 2026-06-01 --set secrets=5000";
    let (code, text, told) = with_settings("numbers-text", settings, line);
    assert_eq!((code, told.as_str()), (0, ""));
    assert!(text.contains("2.000,00") && text.contains("5.000 × 0,40 / month"), "{text}");
    assert!(text.contains("2026-06-01") && text.contains("/document/product/1078/"), "{text}");
    let (_, markdown, _) = with_settings("numbers-md", settings, &format!("{line} --md"));
    assert!(markdown.contains("2.000,00"), "{markdown}");
    let (_, csv, _) = with_settings("numbers-csv", settings, &format!("{line} --csv"));
    assert!(csv.contains("2000") && !csv.contains("2.000"), "{csv}");
    let quote = json_with_settings("numbers-json", settings, line);
    assert_eq!(total_of(&quote).0, "2015");
    let wrong = "number-style = \"1_234\"\n";
    let (_, _, told) = with_settings("numbers-wrong", wrong, line);
    assert!(told.contains("settings.toml:1:16: number-style is '1_234': write one of"), "{told}");
}

#[test]
fn a_fee_by_the_month_is_owed_for_each_calendar_month_that_is_touched() {
    let keys = "quote azure-key-vault --option key-type=hsm-rsa-2048 --set keys=3 --set secrets=0 --set key_ops=0";
    for window in ["--from 2026-01-15 --to 2026-02-15", "--from 2026-01-31 --to 2026-02-02"] {
        // three keys on the bills of January and February
        assert_eq!(total_of(&json(&format!("{keys} {window}"))), complete("6"), "{window}");
    }
    let gcp = "quote gcp-kms --assume part-months=whole --set keys=3 --set key_ops=0";
    assert_eq!(
        total_of(&json(&format!("{gcp} --from 2026-01-31 --to 2026-02-02"))),
        complete("0.36")
    );
    let regions = "quote ibm-key-protect --option plan=cross-region --price regions=10 --set keys=1 --from 2026-01-31 --to 2026-02-02";
    assert_eq!(amount(&json(regions), "regions").as_deref(), Some("20"));
    // What is bought for a month ahead runs from the purchase.
    let prepaid = "quote tencent-ssm-enterprise --from 2026-01-15 --to 2026-02-15 --set calls=0";
    assert_eq!(total_of(&json(prepaid)), complete("366"));
}

#[test]
fn a_cycle_paid_in_full_charges_what_is_bought_within_it_for_the_days_left() {
    let locker = "quote locker --assume part-cycles=whole";
    // (3 × 1 + 0.1 × 50) ÷ 30 × 18, in a cycle that the period does not cut
    let bought = format!(
        "{locker} --set projects=1 --set secrets=0 --days 30 --start 2026-01-01 \
         --event \"2026-01-13T00:00:00Z secrets=50\" --event \"2026-01-13T00:00:00Z projects=2\""
    );
    assert_eq!(total_of(&json(&bought)), complete("4.8"));
    // 10 × 0.1 × 15 ÷ 30, 20 × 0.1 × 15 ÷ 30, and the second cycle, of which a day lies in January
    let begun = format!(
        "{locker} --month 2026-01 --set projects=1 --set secrets=10 --event \"2026-01-16T00:00:00Z secrets=20\""
    );
    assert_eq!(amount(&json(&begun), "secrets").as_deref(), Some("3.5"));
}
