//! A driver that is a range: the likely value in the invoice, and beside it what the others come to.

use whatif::scenario::OfferId;
use whatif_pricing::Ratio;

use crate::support::Explorer;

/// Types a value for the slider under the cursor, which is that of the secrets.
fn with_secrets(text: &str, width: u16, height: u16) -> Explorer {
    let mut explorer = Explorer::new(width, height);
    explorer.keys(&format!("<enter>{text}<enter>"));
    explorer
}

fn settled(text: &str) -> Explorer {
    let mut explorer = with_secrets(text, 120, 40);
    explorer.settle();
    explorer
}

#[test]
fn a_range_shows_its_ends_and_the_invoice_its_likely_value() {
    let explorer = settled("50..100..400");
    let text = explorer.text();
    assert!(text.contains("± "), "{text}");
    assert!(text.contains("50..400"), "{text}");
    assert!(text.contains("from 50 to 400, 100 in the invoice, the likely one"), "{text}");
    // 100 × 0.40 + 60,000 calls ÷ 10,000 × 0.05, as before
    assert_eq!(explorer.state.selected().total().unwrap().amount, Ratio::parse("40.3").unwrap());
    // 78, 171 and 328 secrets at 0.403
    assert!(text.contains("P5 31.43  P50 68.91  P95 132.18"), "{text}");
}

#[test]
fn a_range_of_one_value_spreads_over_nothing() {
    let text = settled("100..100").text();
    assert!(text.contains("P5 40.30  P50 40.30  P95 40.30"), "{text}");
}

#[test]
fn the_marked_cards_say_how_often_they_are_the_cheapest() {
    // The Enterprise Edition is 366 for up to 1,000 secrets, and pay-as-you-go 0.403 each.
    let mut explorer = Explorer::new(120, 40);
    explorer.keys("<enter>916..1000<enter>");
    explorer.settle();
    let always = OfferId::of_card("tencent-ssm-enterprise");
    assert_eq!(explorer.state.outcome(&always).unwrap().share, Some(Ratio::ONE));
    assert!(explorer.text().contains("100 % "), "{}", explorer.text());
    explorer.keys("<enter>1..1000<enter>");
    explorer.settle();
    let shares = (explorer.state.figures.board.offers().iter())
        .filter_map(|offer| explorer.state.outcome(&offer.id)?.share)
        .fold(Ratio::ZERO, |sum, share| sum.plus(share).unwrap());
    assert_eq!(shares, Ratio::ONE);
    assert!(explorer.state.outcome(&always).unwrap().share.unwrap() < Ratio::ONE);
}

#[test]
fn samples_are_priced_in_slices_and_the_newest_change_wins() {
    let mut explorer = with_secrets("50..400", 120, 40);
    assert!(explorer.state.has_work());
    assert!(explorer.text().contains("sampling 0 %"), "{}", explorer.text());
    let half = |explorer: &Explorer| explorer.state.sampling().unwrap().percent() >= 50;
    while !half(&explorer) {
        explorer.state.work();
    }
    explorer.draw();
    let text = explorer.text();
    assert!(text.contains("sampling 5") && text.contains("P50 "), "{text}");
    explorer.keys("<enter>50..100..400<enter>");
    assert_eq!(explorer.state.sampling().unwrap().done, 0);
    explorer.settle();
    assert!(!explorer.state.has_work());
    assert!(!explorer.text().contains("sampling"), "{}", explorer.text());
    assert!(explorer.text().contains("P50 68.91"), "{}", explorer.text());
}

#[test]
fn without_a_range_there_is_nothing_to_do() {
    let mut explorer = Explorer::new(120, 40);
    assert!(!explorer.state.has_work() && !explorer.state.work());
    explorer.keys("<right><right>");
    assert!(!explorer.state.has_work());
    assert!(!explorer.text().contains("P50"));
}

#[test]
fn what_moves_no_figure_does_not_begin_anew() {
    let mut explorer = settled("50..400");
    let work = |explorer: &Explorer| explorer.state.has_work();
    // Another pane, the help, another marked offer, the theme.
    explorer.keys("<tab>?<esc>T");
    assert!(!work(&explorer));
    explorer.keys("<tab><tab><tab>/enterprise<enter>");
    assert_eq!(explorer.state.selected().card.id, "tencent-ssm-enterprise");
    assert!(!work(&explorer), "it is marked, and sampled already");
    explorer.keys("<esc>/huawei<enter>");
    assert!(work(&explorer), "it is not marked, and was not sampled");
}

#[test]
fn dragging_a_range_pins_it_and_says_so_and_undo_brings_it_back() {
    let mut explorer = settled("50..100..400");
    explorer.keys("<right>");
    let text = explorer.text();
    assert!(
        text.contains("Secrets is now a number instead of 50..100..400: u undoes, r resets"),
        "{text}"
    );
    assert!(!explorer.state.has_work());
    assert!(!text.contains("P50"), "{text}");
    explorer.keys("u");
    explorer.settle();
    assert!(explorer.text().contains("P50 68.91"), "{}", explorer.text());
    explorer.keys("U");
    assert!(!explorer.text().contains("P50"), "{}", explorer.text());
}

#[test]
fn typing_again_begins_with_the_range() {
    let mut explorer = settled("50..100..400");
    explorer.keys("<enter>");
    assert!(explorer.text().contains("50..100..400"), "{}", explorer.text());
}

#[test]
fn a_range_that_cannot_be_is_refused_and_the_field_stays() {
    let mut explorer = with_secrets("400..50", 120, 40);
    let text = explorer.text();
    assert!(text.contains("runs backwards"), "{text}");
    assert_eq!(explorer.state.selected().total().unwrap().amount, Ratio::parse("40.3").unwrap());
    explorer.keys("<esc>");
    assert!(!explorer.state.has_work());
}

#[test]
fn a_sample_without_a_price_is_told_and_the_invoice_stays() {
    let mut explorer = with_secrets("0..10", 120, 40);
    explorer.keys("<down>");
    while !explorer.text().contains("API calls") {
        explorer.keys("<down>");
    }
    let calls =
        explorer.state.document.scenario.inputs.workload.vocabulary().find("calls").unwrap();
    explorer.state.cursor.row = whatif::explorer::state::Row::Driver(calls);
    explorer.keys("=<c-u>=1k/secrets<enter>");
    explorer.settle();
    let text = explorer.text();
    assert!(text.contains("secrets=0"), "{text}");
    assert!(!text.contains("P50"), "{text}");
    // 5 × 0.40 + 200 calls, which cost as much as 10,000: 0.05
    assert_eq!(explorer.state.selected().total().unwrap().amount, Ratio::parse("2.05").unwrap());
}

#[test]
fn an_unpublished_price_leaves_lower_bounds() {
    let mut explorer = settled("50..400");
    explorer.keys("<s-tab>/huawei<enter>");
    explorer.settle();
    assert!(explorer.text().contains("≥ P5"), "{}", explorer.text());
}

#[test]
fn every_size_shows_ranges_without_panic() {
    let mut explorer = settled("50..100..400");
    for (width, height) in [(0, 0), (1, 1), (20, 5), (34, 12), (60, 16), (80, 24), (200, 60)] {
        explorer.resize(width, height);
    }
    explorer.resize(80, 24);
    assert!(explorer.text().contains("P50 68.91"), "{}", explorer.text());
}

#[test]
fn the_comparison_has_the_percentiles_and_the_shares() {
    let mut explorer = settled("50..100..400");
    explorer.keys("2");
    let text = explorer.text();
    for row in ["Cheapest in", "P5 ", "P50 ", "P95 ", "68.91", "366.00", "100 %"] {
        assert!(text.contains(row), "{row}: {text}");
    }
}

#[test]
fn a_range_looks_like_this() {
    insta::assert_snapshot!("range-120x40", settled("50..100..400").text());
    let mut narrow = settled("50..100..400");
    narrow.resize(80, 24);
    insta::assert_snapshot!("range-80x24", narrow.text());
}
