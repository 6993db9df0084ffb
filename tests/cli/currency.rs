//! A card with lists in several currencies: each offer is in the currency of the list that it is chosen with.

use serde_json::{Value, json as value};

use crate::run::{complaint, json, text};

const LISTS: &str = "compare alibaba-kms-shared alibaba-kms-shared:site=china \
    --option protection=hardware --set keys=100 --set key_ops=0 --start 2026-06-01";

/// Total and currency of a quote for one key and so many calls.
fn quoted(offer: &str, flags: &str) -> (String, String) {
    let line = format!("quote {offer} --set keys=1 --option protection=hardware {flags}");
    let quote = json(&format!("{line} --start 2026-06-01"));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&quote["total"]), text(&quote["currency"]))
}

fn pair(total: &str, currency: &str) -> (String, String) {
    (total.to_owned(), currency.to_owned())
}

#[test]
fn an_offer_is_in_the_currency_of_the_list_it_is_chosen_with() {
    // 30 × 0.237 and 750 calls at 0.214 for 10,000; 30 × 0.033 and 750 calls at 0.03.
    let china = "alibaba-kms-shared:site=china";
    assert_eq!(quoted(china, "--set key_ops=750"), pair("7.12605", "CNY"));
    assert_eq!(quoted("alibaba-kms-shared", "--set key_ops=750"), pair("0.99225", "USD"));
    let page = text(&format!("quote {china} --set keys=1 --set key_ops=750"));
    assert!(page.contains("Total in CNY") && !page.contains("USD"), "{page}");
    let explained = json(&format!("explain {china} keys --set keys=1 --start 2026-06-01"));
    assert_eq!(explained["currency"], "CNY");
    assert!(text("card alibaba-kms-shared").contains("prices in USD, CNY"));
    let rated = format!("quote {china} --in USD --rate \"1 CNY = 0.125 USD\" --set keys=1");
    assert!(text(&rated).contains("Total in USD"));
}

#[test]
fn two_lists_are_ranked_together_once_a_rate_compares_them() {
    // 100 × 30 × 0.033 in dollars, and 100 × 30 × 0.237 in yuan.
    let column = |answer: &Value, place: usize| {
        let card = &answer["cards"][place];
        let [total, currency] = ["total", "currency"].map(|key| card[key].as_str().unwrap());
        (total.to_owned(), currency.to_owned())
    };
    let apart = json(LISTS);
    assert_eq!(column(&apart, 0), pair("99", "USD"));
    assert_eq!(column(&apart, 1), pair("711", "CNY"));
    assert!(apart["cards"][1]["to_cheapest"].is_null(), "{apart}");
    let together = json(&format!("{LISTS} --rate \"1 CNY = 0.125 USD\""));
    assert_eq!(column(&together, 1), pair("88.875", "USD"));
    assert_eq!(together["cards"][1]["cheapest"], true);
}

#[test]
fn a_price_says_its_currency_or_is_in_that_of_the_list() {
    let china = "alibaba-kms-shared:site=china";
    let with = |price: &str| quoted(china, &format!("--set key_ops=10000 --price {price}"));
    assert_eq!(with("\"api=0.3 CNY\""), pair("7.41", "CNY"));
    assert_eq!(with("\"api=0.3 CNY\""), with("api=0.3"));
    let each = format!("{LISTS} --price alibaba-kms-shared:keys=0.02");
    let alone = format!("{each} --price \"alibaba-kms-shared~china:keys=0.1 CNY\"");
    assert_eq!(json(&alone)["cards"][1]["total"], "300");
}

#[test]
fn prices_in_a_currency_that_the_card_lacks_are_a_list_of_their_own() {
    let quote = "quote azure-key-vault:key-type=hsm-rsa-2048 --set keys=1 --set key_ops=10000 --set calls=0";
    let list = "--price \"keys=1.28 CAD\" --price \"key-operations=0.039 CAD\"";
    let answer = json(&format!("{quote} {list}"));
    assert_eq!((&answer["total"], &answer["currency"]), (&value!("1.319"), &value!("CAD")));
    assert_eq!(answer["complete"], true);
    // What has no price in that list is not known, and no price of the vendor's is taken for one.
    let more = json(&format!("{quote} {list} --set calls=10000"));
    assert_eq!((&more["total"], &more["complete"]), (&value!("1.319"), &value!(false)));
    let euros = json(&format!("{quote} {list} --in EUR --rate \"1 EUR = 1.60 CAD\""));
    assert_eq!(euros["in_currency"]["currency"], "EUR");
    // A bare 0.039 and one in the card's currency are of another list than 1.28, in either order.
    let (keys, bare) = ("--price \"keys=1.28 CAD\"", "--price key-operations=0.039");
    for flags in [[keys, bare], [bare, keys]] {
        let refused = complaint(&format!("{quote} {}", flags.join(" ")));
        assert!(
            refused.contains("in one currency, such as key-operations=\"0.039 CAD\""),
            "{refused}"
        );
    }
    let mixed = format!("{quote} --price \"keys=1.28 CAD\" --price \"key-operations=0.039 USD\"");
    let refused = complaint(&mixed);
    assert!(refused.contains("write a price in CAD"), "{refused}");
}
