//! The whole catalogue on the screen: many cards, several currencies, terms, companions.

use crate::support::Explorer;
use whatif::explorer::state::Effect;
use whatif::store::profile::Sort;

fn wide() -> Explorer {
    Explorer::whole(120, 40)
}

/// The explorer with a card selected through the palette.
fn on(card: &str) -> Explorer {
    let mut explorer = wide();
    explorer.keys(&format!(":{card}<enter>"));
    assert_eq!(explorer.state.selected().card.id, card);
    explorer
}

fn row<'a>(screen: &'a str, part: &str) -> &'a str {
    screen.lines().find(|line| line.contains(part)).unwrap_or_else(|| panic!("{part}:\n{screen}"))
}

#[test]
fn the_whole_catalogue_at_four_sizes() {
    for (width, height) in [(120, 40), (80, 24), (48, 16), (20, 5)] {
        let explorer = Explorer::whole(width, height);
        insta::assert_snapshot!(format!("whole-{width}x{height}"), explorer.text());
    }
}

#[test]
fn cards_are_grouped_and_the_groups_stay_when_the_list_is_long() {
    let mut explorer = wide();
    explorer.keys("<backtab>");
    while explorer.state.settings.profile.sort != Sort::Provider {
        explorer.keys("s");
    }
    let screen = explorer.text();
    for heading in ["SECRETS", "SECRETS + KEYS", "KEYS"] {
        assert!(screen.contains(heading), "{screen}");
    }
    assert!(screen.contains("more"), "{screen}");
}

#[test]
fn a_card_in_another_currency_is_not_ranked_until_a_rate_is_given() {
    let mut explorer = on("baidu-kms");
    let screen = explorer.text();
    // 103 × 0.2 × 30 + (60,000 calls + 10,000 operations) × 0.00006
    assert!(row(&screen, "CNY 622.20").contains("Baidu KMS"), "{screen}");
    assert!(screen.contains("no rate from CNY to USD"), "{screen}");
    assert!(screen.contains("no rate for CNY: $"), "{screen}");
    // Two keys beside the amount itself: $ and enter.
    let effect = explorer.keys("$0.125 2026-11-20 our bank<enter>");
    assert_eq!(effect, Effect::SaveProfile);
    let screen = explorer.text();
    assert!(screen.contains("1 CNY = 0.125 USD (our bank, 2026-11-20)"), "{screen}");
    assert!(row(&screen, "77.7").contains("Baidu KMS"), "{screen}");
    assert!(screen.contains("= CNY 622.20 by"), "{screen}");
    assert_eq!(explorer.state.saved_profile().rates.all().len(), 1);
    assert_eq!(explorer.keys("u"), Effect::SaveProfile);
    assert_eq!(explorer.state.saved_profile().rates.all().len(), 0);
    assert!(explorer.text().contains("no rate from CNY to USD"));
}

#[test]
fn the_currency_of_the_comparison_is_chosen_from_a_menu() {
    let mut explorer = wide();
    assert_eq!(explorer.keys("c"), Effect::None);
    assert!(explorer.text().contains("CNY · no rate from"), "{}", explorer.text());
    assert_eq!(explorer.keys("cny<enter>"), Effect::SaveProfile);
    let screen = explorer.text();
    assert!(screen.contains("compared in CNY: no exchange rate for USD ($ adds one)"), "{screen}");
    explorer.keys("$8<enter>");
    // 40.30 USD at 8 CNY
    assert!(row(&explorer.text(), "Tencent SSM Pay").contains("322.40"), "{}", explorer.text());
}

#[test]
fn a_rate_that_is_none_is_refused_and_the_field_stays() {
    let mut explorer = on("baidu-kms");
    for (typed, told) in [("0", "a rate of 0 is none"), ("much", "'much' is not a number")] {
        explorer.keys(&format!("${typed}<enter>"));
        assert!(explorer.text().contains(told), "{}", explorer.text());
        explorer.keys("<esc>");
    }
}

#[test]
fn discounts_and_tax_are_lines_and_can_be_taken_out() {
    let mut explorer = wide();
    explorer.keys("<tab>d10<enter>D+5<enter>%19<enter>");
    let screen = explorer.text();
    assert!(row(&screen, "Discount 10 % on").contains("-4.00"), "{screen}");
    // 40.3 − 4 = 36.3; + 5 % = 38.115; + 19 % = 45.35685
    assert!(row(&screen, "Mark-up 5 %").contains("1.82"), "{screen}");
    assert!(row(&screen, "Tax 19 %").contains("7.24"), "{screen}");
    assert_eq!(explorer.total(), "45.35685");
    assert!(screen.contains("tax 19 %"), "{screen}");
    // Down over the two lines to the discount, and out with it.
    explorer.keys("<down><down>r");
    assert_eq!(explorer.total(), "50.35485");
    explorer.keys("uuuu");
    assert_eq!(explorer.total(), "40.3");
}

#[test]
fn a_discount_beyond_everything_is_refused() {
    let mut explorer = wide();
    explorer.keys("<tab>d101<enter>");
    assert!(explorer.text().contains("101 % is too much"), "{}", explorer.text());
    assert_eq!(explorer.total(), "40.3");
}

#[test]
fn a_companion_is_a_second_section_of_the_invoice() {
    let mut explorer = wide();
    assert!(explorer.text().contains("With Tencent Cloud KMS"), "{}", explorer.text());
    while !matches!(explorer.state.cursor.row, whatif::explorer::state::Row::Companion(_)) {
        explorer.keys("<down>");
    }
    explorer.keys("<right>");
    let screen = explorer.text();
    assert!(screen.contains("── with Tencent Cloud KMS"), "{screen}");
    // 40.30 and 3 keys × 0.06 × 30
    assert!(row(&screen, " 45.70").contains("Tencent SSM + KMS"), "{screen}");
    assert!(screen.contains("▲ +5.40 since the last change"), "{screen}");
    // Its lines explain themselves too.
    explorer.keys("<tab><down><down><enter>");
    assert!(explorer.text().contains("Why: "), "{}", explorer.text());
    explorer.keys("<esc>u");
    assert!(row(&explorer.text(), "Tencent SSM Pay").contains("40.30"));
}

#[test]
fn the_prices_of_a_day_hold_for_any_period() {
    let mut explorer = on("scaleway-key-manager");
    let now = explorer.total();
    explorer.keys("a2025-09-01<enter>");
    let screen = explorer.text();
    assert_ne!(explorer.total(), now, "{screen}");
    assert!(screen.contains("prices of 2025-09-01"), "{screen}");
    assert!(screen.contains("priced with the list in"), "{screen}");
    explorer.keys("asoon<enter>");
    assert!(explorer.text().contains("'soon' is not a date"), "{}", explorer.text());
}

#[test]
fn a_period_over_a_price_change_says_so() {
    let mut explorer = on("scaleway-key-manager");
    explorer.keys("t2025-12<enter>");
    let screen = explorer.text();
    assert!(screen.contains("the price list changes on"), "{screen}");
    explorer.keys("<tab><tab><enter>");
    let screen = explorer.text();
    assert!(screen.contains("the list of 2025-12-19"), "{screen}");
    assert!(screen.contains("of the price lists"), "{screen}");
}

#[test]
fn a_service_that_has_ended_is_marked_and_not_ranked() {
    let explorer = on("hcp-vault-secrets");
    let screen = explorer.text();
    assert!(screen.contains("the service ended on"), "{screen}");
    assert!(row(&screen, "▸   ○").contains('†'), "{screen}");
    assert!(explorer.state.selected().ranked().is_none());
}

#[test]
fn a_service_that_lacks_a_part_of_the_job_is_no_bargain() {
    let mut explorer = wide();
    explorer.keys("2");
    let star = |explorer: &Explorer| {
        explorer.state.figures.verdict.cheapest().first().map(ToString::to_string)
    };
    assert_eq!(star(&explorer).as_deref(), Some("gcp-secret-manager"));
    explorer.keys("1:slider: keys<enter><enter>9<enter>2");
    // Of the marked offers only Alibaba's keeps keys.
    assert_eq!(star(&explorer), None);
    explorer.keys("1");
    explorer.resize(120, 100);
    let screen = explorer.text();
    let lacks = |row: &str| row.contains("Google Secret") && row.contains('◐');
    assert!(screen.lines().any(lacks), "{screen}");
    assert!(screen.contains("keys 9: SSM cannot do this"), "{screen}");
}

#[test]
fn sorting_and_favourites_are_kept() {
    let mut explorer = wide();
    explorer.keys("<backtab>");
    let sort_by = |explorer: &mut Explorer, sort: Sort| {
        while explorer.state.settings.profile.sort != sort {
            assert_eq!(explorer.keys("s"), Effect::SaveProfile);
        }
    };
    sort_by(&mut explorer, Sort::Total);
    let listed = explorer.state.listed().into_iter();
    let totals: Vec<_> = listed.map_while(whatif::answer::PricedOffer::ranked).collect();
    assert!(totals.len() > 5 && totals.is_sorted(), "{totals:?}");
    sort_by(&mut explorer, Sort::Provider);
    assert_eq!(explorer.keys("f"), Effect::SaveProfile);
    assert_eq!(explorer.state.listed()[0].id.as_str(), "tencent-ssm-payg");
    assert!(explorer.text().contains("♥●"), "{}", explorer.text());
    explorer.keys("f");
    assert!(explorer.state.settings.profile.favourites.is_empty());
}

#[test]
fn no_size_panics_with_the_whole_catalogue() {
    for keys in ["", "<tab>", "<backtab>", "?", "$", ":k"] {
        for (width, height) in
            [(0, 0), (1, 1), (7, 3), (20, 5), (34, 12), (76, 18), (116, 19), (200, 60)]
        {
            let mut explorer = Explorer::whole(120, 40);
            explorer.keys(keys);
            explorer.resize(width, height);
        }
    }
}
