//! A table of prices by region says what a table of choices for each amount says.

use whatif_pricing::{RateCard, Vocabulary};

const CARD: &str = r#"
id = "regional"
provider = "Somebody"
service = "Logs"
plan = "Standard"
needs = ["security"]
currency = "USD"
offset = "+00:00"

[[source]]
id = "page"
title = "Prices"
url = "https://example.com/prices"
read = 2026-11-30

[rules]
R1 = "A GB costs less beyond 500 of them."

[option.region]
label = "Region"
virginia = "Virginia"
tokyo = "Tokyo"
moon = "Moon"

[prices]
by = "region"
columns = ["first", "next"]
virginia = ["1.00", "0.50"]
tokyo = ["1.18", "0.59"]
moon = ["2", "unpublished"]

[[charge]]
id = "logs"
label = "Logs"
pays-for = "logs"
unit = "GB"
rules = ["R1"]
confidence = "official"
meter.used = { quantity = "log_gb", every = "month" }
price.graduated = { tier = [{ up-to = "500", amount = { column = "first" } }, { amount = { column = "next" } }] }
"#;

const TABLE: &str = r#"
[prices]
by = "region"
columns = ["first", "next"]
virginia = ["1.00", "0.50"]
tokyo = ["1.18", "0.59"]
moon = ["2", "unpublished"]
"#;

fn read(text: &str) -> RateCard {
    RateCard::read(text, Vocabulary::standard()).unwrap_or_else(|problems| panic!("{problems}"))
}

fn problems(sound: &str, mistake: &str) -> String {
    let text = CARD.replacen(sound, mistake, 1);
    assert_ne!(text, CARD, "{sound}");
    RateCard::read(&text, Vocabulary::standard()).unwrap_err().to_string()
}

#[test]
fn a_column_is_a_value_for_each_choice() {
    let first = r#"{ by = "region", virginia = "1.00", tokyo = "1.18", moon = "2" }"#;
    let next = r#"{ by = "region", virginia = "0.50", tokyo = "0.59", moon = "unpublished" }"#;
    let by_choice = CARD
        .replace(TABLE, "")
        .replace(r#"{ column = "first" }"#, first)
        .replace(r#"{ column = "next" }"#, next);
    let charges = |text: &str| format!("{:?}", read(text).charges);
    assert_eq!(charges(CARD), charges(&by_choice));
}

#[test]
fn a_column_of_another_name_is_answered_with_the_nearest() {
    let told = problems(r#"{ column = "next" }"#, r#"{ column = "nxet" }"#);
    assert!(told.contains("unknown column 'nxet': did you mean 'next'?"), "{told}");
    assert!(told.contains("no amount names the column 'next'"), "{told}");
}

#[test]
fn a_choice_of_another_name_and_a_second_column_of_one_name_are_problems() {
    let told = problems("moon = [", "mooon = [");
    assert!(told.contains("unknown choice 'mooon': did you mean 'moon'?"), "{told}");
    let told = problems(r#"["first", "next"]"#, r#"["first", "first"]"#);
    assert!(told.contains("there are two columns 'first'"), "{told}");
}

#[test]
fn a_price_in_a_row_is_a_price_and_no_table() {
    let told = problems(r#"["1.18", "0.59"]"#, r#"["1.18", 0.59]"#);
    assert!(told.contains("'prices.tokyo[2]' is a float, which loses digits"), "{told}");
    let told = problems(r#"["1.18", "0.59"]"#, r#"["1.18", { column = "next" }]"#);
    assert!(told.contains("write a number in quotes"), "{told}");
}
