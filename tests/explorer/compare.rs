//! Cards side by side, the pinned baseline and the budget: key scripts and screens.

use crate::support::Explorer;
use whatif::explorer::action::{Pane, Screen};
use whatif::explorer::state::{AdjustedOf, BillRow, Overlay};
use whatif::explorer::theme::{Depth, Scheme};
use whatif_pricing::{Ratio, plain};

const SIZES: [(u16, u16); 3] = [(120, 40), (80, 24), (48, 16)];

/// The opening screen after some keys.
fn after(script: &str) -> Explorer {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys(script);
    explorer
}

fn notice(explorer: &Explorer) -> &str {
    explorer.state.cursor.notice.as_ref().map_or("", |notice| &notice.text)
}

/// The difference of the selected offer's total from the baseline.
fn to_baseline(explorer: &Explorer) -> Option<(String, Option<String>)> {
    let difference = explorer.state.total_to_baseline(&explorer.state.selected().id)?;
    Some((plain(difference.amount), difference.percent.map(plain)))
}

#[test]
fn the_marked_cards_stand_side_by_side_at_three_sizes() {
    for (width, height) in SIZES {
        let mut explorer = Explorer::new(width, height);
        explorer.keys("2");
        // Where there is room for one pane it is that of the screen.
        if explorer.state.cursor.focus == Pane::Usage {
            explorer.keys("<tab>");
        }
        insta::assert_snapshot!(format!("compare-{width}x{height}"), explorer.text());
        explorer.keys("bB300<enter><tab><s-right><tab>");
        insta::assert_snapshot!(format!("compare-pinned-{width}x{height}"), explorer.text());
        insta::assert_snapshot!(format!("compare-pinned-{width}x{height}-styles"), explorer.svg());
    }
}

#[test]
fn explore_shows_the_baseline_and_the_budget_at_three_sizes() {
    for (width, height) in SIZES {
        let mut explorer = Explorer::new(width, height);
        explorer.keys("bB300<enter><s-right><tab>");
        insta::assert_snapshot!(format!("pinned-{width}x{height}"), explorer.text());
    }
}

#[test]
fn side_by_side_reads_without_colour_and_in_ascii() {
    for (width, height) in SIZES {
        let mut explorer = Explorer::with(width, height, Scheme::Dark, Depth::None, true);
        explorer.keys("bB300<enter>2<s-right><tab>");
        let screen = explorer.text();
        assert!(screen.is_ascii(), "{screen}");
    }
    let mut explorer = Explorer::with(120, 40, Scheme::Dark, Depth::None, false);
    explorer.keys("bB300<enter>2<s-right>");
    let screen = explorer.text();
    for words in ["▲ over", "within", "cheapest ★", "To baseline", "+4.00"] {
        assert!(screen.contains(words), "{words}:\n{screen}");
    }
}

#[test]
fn no_size_panics_with_cards_side_by_side() {
    for keys in ["2", "2<tab>", "2<tab>bB300<enter><tab><s-right><tab>", "bB1<enter><s-right>"] {
        let mut explorer = after(keys);
        for width in (0..=60).chain((61..=200).step_by(7)) {
            for height in (0..=26).chain((27..=60).step_by(5)) {
                explorer.resize(width, height);
            }
        }
    }
}

#[test]
fn the_cursor_moves_over_rows_and_cards_and_takes_the_selected_card_along() {
    let mut explorer = after("2<tab>");
    assert_eq!(
        (explorer.state.cursor.screen, explorer.state.cursor.focus),
        (Screen::Compare, Pane::Compare)
    );
    assert_eq!(explorer.state.selected().card.id, "tencent-ssm-payg");
    // 40.30, 366.00, 476.70
    explorer.keys("<right>");
    assert_eq!(explorer.state.selected().card.id, "tencent-ssm-enterprise");
    explorer.keys("<right><right>");
    assert_eq!(explorer.state.selected().card.id, "alibaba-kms-payg", "the last");
    explorer.keys("h<left><left>");
    assert_eq!(explorer.state.selected().card.id, "tencent-ssm-payg");
    explorer.keys("<down><down><pgdn><down>");
    assert_eq!(explorer.state.cursor.item, 7, "the fold of the rows that cost nothing");
    explorer.keys("<enter><down>");
    assert_eq!(explorer.state.cursor.item, 5, "the first of them");
    explorer.keys("<up><enter>");
    assert_eq!(explorer.state.cursor.item, 7);
    explorer.keys("<pgup>");
    assert_eq!(explorer.state.cursor.item, 0);
}

#[test]
fn enter_explains_the_line_in_the_cell() {
    let mut explorer = after("2<tab><down><enter>");
    let Some(Overlay::Explain { card, charge, .. }) = explorer.state.cursor.overlays.last() else {
        panic!("no explanation:\n{}", explorer.text());
    };
    assert_eq!((&**card, &**charge), ("tencent-ssm-payg", "storage"));
    explorer.keys("<esc><up><enter>");
    assert!(explorer.state.cursor.overlays.is_empty());
    assert_eq!(notice(&explorer), "this card does not charge for this row");
}

#[test]
fn a_click_chooses_a_cell_and_a_second_one_explains_it() {
    let mut explorer = after("2");
    let (column, row) = explorer.find("135.00");
    explorer.drag((column, row), &[]);
    assert_eq!(explorer.state.selected().card.id, "alibaba-kms-payg");
    assert!(explorer.state.cursor.overlays.is_empty());
    explorer.drag((column, row), &[]);
    assert!(matches!(explorer.state.cursor.overlays.last(), Some(Overlay::Explain { .. })));
}

#[test]
fn what_is_marked_is_compared_and_without_marks_the_selected_card_is() {
    let ids = |explorer: &Explorer| {
        let side = explorer.state.figures.side_by_side.as_ref().expect("it is shown");
        side.offers.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let all = ["tencent-ssm-payg", "tencent-ssm-enterprise", "alibaba-kms-payg"];
    assert_eq!(ids(&after("2")), all);
    assert_eq!(ids(&after(":alibaba-kms-payg<enter> 2")), all[..2]);
    assert_eq!(
        ids(&after("<backtab> :tencent-ssm-enterprise<enter> :alibaba-kms-payg<enter> 2")),
        ["alibaba-kms-payg"]
    );
}

#[test]
fn a_card_says_what_it_leaves_out_of_the_workload() {
    let explorer = after(":keys=4<enter>2");
    let screen = explorer.text();
    assert!(screen.contains("◐ Tencent SSM: cannot do Keys 4"), "{screen}");
    assert!(screen.contains("not ranked"), "{screen}");
}

#[test]
fn a_pinned_moment_shows_the_difference_in_money_and_percent() {
    let mut explorer = after("b<s-right>");
    // Ten more at 0.40 and 6,000 more calls at 0.05 for 10,000: 4.03 of 40.3 is a tenth.
    assert_eq!(to_baseline(&explorer), Some(("4.03".to_owned(), Some("10".to_owned()))));
    let screen = explorer.text();
    for words in
        ["baseline pinned", "▲ +4.03 against the baseline", "+4.00 44.00", "+3.90 480.60 °"]
    {
        assert!(screen.contains(words), "{words}:\n{screen}");
    }
    // The last change is another thing.
    explorer.keys("<s-left><right>");
    let screen = explorer.text();
    assert!(screen.contains("▲ +0.40 since the last change"), "{screen}");
    assert!(screen.contains("▲ +0.40 against the baseline"), "{screen}");
    explorer.keys("<left>");
    assert!(explorer.text().contains("same as the baseline"));
}

#[test]
fn pinning_again_pins_anew_undo_brings_the_old_baseline_back_and_another_key_unpins() {
    let mut explorer = after("b");
    assert!(notice(&explorer).starts_with("pinned the baseline"));
    explorer.keys("b");
    assert!(notice(&explorer).starts_with("these inputs are the baseline already"));
    explorer.keys("<s-right>b");
    assert!(notice(&explorer).starts_with("pinned the baseline"));
    assert_eq!(to_baseline(&explorer), None, "these inputs are the baseline now");
    explorer.keys("u");
    assert_eq!(to_baseline(&explorer), Some(("4.03".to_owned(), Some("10".to_owned()))));
    // Selecting another card or marking it changes no input.
    explorer.keys("b:alibaba-kms-payg<enter> b");
    assert!(notice(&explorer).starts_with("these inputs are the baseline already"));
    explorer.keys("O");
    assert_eq!(notice(&explorer), "removed the baseline (u undoes)");
    let state = &explorer.state;
    assert!(state.figures.baseline.is_none() && state.scenario().baseline.is_none());
    explorer.keys("u");
    assert!(explorer.state.figures.baseline.is_some());
    explorer.keys("OO");
    assert_eq!(notice(&explorer), "nothing is pinned: b pins the baseline");
}

#[test]
fn a_pin_can_be_undone_and_made_again() {
    let mut explorer = after("b<s-right>uu");
    assert!(explorer.state.figures.baseline.is_none());
    assert_eq!(notice(&explorer), "undid: baseline pinned");
    explorer.keys("UU");
    assert_eq!(to_baseline(&explorer), Some(("4.03".to_owned(), Some("10".to_owned()))));
}

#[test]
fn a_discount_that_was_not_there_counts_whole() {
    let explorer = after("b<tab>D10<enter>");
    assert_eq!(to_baseline(&explorer), Some(("-4.03".to_owned(), Some("-10".to_owned()))));
    let card = || explorer.state.selected().card.id.clone();
    let row = BillRow::Adjusted { card: card(), of: AdjustedOf::Card };
    let difference = explorer.state.row_to_baseline(&row).unwrap();
    assert_eq!(difference.amount, Ratio::parse("-4.03").unwrap());
    assert_eq!(difference.percent, None, "of nothing there is no part");
    let line = BillRow::Line { card: card(), charge: "storage".to_owned() };
    assert_eq!(explorer.state.row_to_baseline(&line), None);
}

#[test]
fn a_price_that_is_unknown_has_no_difference() {
    let mut explorer = after("b:huawei-secmaster-payg<enter>");
    assert_eq!(explorer.state.selected().card.id, "huawei-secmaster-payg");
    explorer.keys("2");
    let screen = explorer.text();
    assert_eq!(to_baseline(&explorer), None, "{screen}");
}

#[test]
fn a_budget_marks_the_totals_above_it_and_undo_takes_it_out() {
    let mut explorer = after("B300<enter>");
    let screen = explorer.text();
    for words in ["Budget 300", "259.70 left of the budget 300", "▲ 366.00", "▲ 476.70"] {
        assert!(screen.contains(words), "{words}:\n{screen}");
    }
    explorer.keys(":alibaba-kms-payg<enter>");
    let screen = explorer.text();
    assert!(screen.contains("▲ 176.70 over the budget 300"), "{screen}");
    explorer.keys("B<bs><enter>");
    assert!(!explorer.text().contains("Budget 300"), "{}", explorer.text());
    explorer.keys("u");
    assert!(explorer.text().contains("Budget 300"));
    explorer.keys("B1x<enter>");
    assert!(explorer.text().contains("'1x' is not a number"));
}

#[test]
fn a_budget_stays_the_same_amount_in_another_currency() {
    let mut explorer = after("B300<enter>");
    let cny = "c";
    explorer.keys(cny);
    let display = explorer.state.document.scenario.inputs.display;
    assert_eq!(explorer.state.document.scenario.budget.unwrap().currency.code(), "USD");
    if display.code() != "USD" {
        assert_eq!(explorer.state.figures.board.budget(), None, "no rate leads there");
        explorer.keys("$<c-u>8<enter>");
    }
    assert_eq!(explorer.state.document.scenario.budget.unwrap().amount, Ratio::from(300));
}

#[test]
fn a_total_above_the_budget_is_marked_on_the_smallest_screens_too() {
    for (width, height) in [(48, 16), (40, 5)] {
        let mut explorer = Explorer::new(width, height);
        explorer.keys("B40<enter>");
        let screen = explorer.text();
        assert!(screen.contains("USD 40.30 ▲ over budget"), "{screen}");
        explorer.keys("B40.3<enter>");
        assert!(!explorer.text().contains("over budget"), "{}", explorer.text());
    }
}

#[test]
fn the_rate_that_is_typed_says_what_it_comes_to_and_keeps_its_date_and_source() {
    let mut explorer = Explorer::whole(120, 40);
    let eur = whatif_pricing::Currency::parse("EUR").unwrap();
    // Compared in EUR, without a rate.
    let mut profile = explorer.state.settings.profile.clone();
    profile.display = Some(eur);
    explorer = Explorer::with_profile(profile);
    explorer.keys("$");
    assert!(explorer.text().contains("1 USD in EUR"), "{}", explorer.text());
    explorer.keys("EUR/USD 1.08 2026-11-20 ECB");
    assert!(explorer.text().contains("1,000 USD = 925.93 EUR"), "{}", explorer.text());
    explorer.keys("<enter>");
    assert_eq!(notice(&explorer), "1 EUR = 1.08 USD (ECB, 2026-11-20)");
    explorer.keys("$");
    let screen = explorer.text();
    assert!(screen.contains("1 EUR = 1.08 USD 2026-11-20 ECB"), "{screen}");
    explorer.keys("<enter>");
    assert_eq!(notice(&explorer), "1 EUR = 1.08 USD (ECB, 2026-11-20)");
    // Other currencies than those of the title are those that are named.
    explorer.keys("$1 CNY = 0.14 USD<enter>");
    let rates = explorer.state.scenario().inputs.rates.all();
    assert_eq!(rates.len(), 2);
    assert_eq!(rates[1].to_string(), "1 CNY = 0.14 USD (yours, 2026-11-22)");
    explorer.keys("$1.08 EUR/USD<enter>");
    assert!(explorer.text().contains("can be read in two ways"), "{}", explorer.text());
}

/// The screen without the borders between its panes.
fn words(explorer: &Explorer) -> String {
    let screen = explorer.text().replace(['│', '╭', '╮', '╰', '╯'], " ");
    screen.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn assumptions_of_an_answer_stand_on_the_screen() {
    let mut explorer = Explorer::new(120, 60);
    explorer.go_to("huawei-secmaster-payg");
    explorer.keys("t3 d<enter>:slider: logs<enter><enter>1<enter>");
    let said = "is for a month: 0.1 GB in this period; for 1 GB in all, write log_gb=1 total";
    assert!(notice(&explorer).contains(said), "{}", notice(&explorer));
    explorer.go_to("alibaba-kms-payg");
    let shown = explorer.text();
    assert!(shown.contains("Peak QPS 20 is an assumption"), "{shown}");
}

#[test]
fn without_a_rate_the_screen_ranks_in_the_currency_that_offers_share() {
    let mut profile = Explorer::whole(120, 40).state.settings.profile.clone();
    profile.display = whatif_pricing::Currency::parse("EUR");
    let explorer = Explorer::with_profile(profile);
    let screen = words(&explorer);
    assert!(screen.contains("cost the same: USD 0.00"), "{screen}");
    assert!(screen.contains("USD by best"), "{screen}");
    assert!(screen.contains("no rate for USD"), "{screen}");
}

/// 0.40 a secret: 500 are 200.00.
#[test]
fn a_goal_says_what_it_would_set_before_it_is_taken() {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys(":calls 0<enter>:secrets<enter>g200");
    let screen = explorer.text();
    assert!(screen.contains("sets 500 secrets: within USD 200.00"), "{screen}");
    assert_ne!(explorer.value("secrets"), "500");
    explorer.keys("<enter>");
    assert_eq!(explorer.value("secrets"), "500");
    // Half a goal, and one that is never met, set nothing and say why.
    explorer.keys("g-");
    assert!(!explorer.text().contains("sets "), "{}", explorer.text());
}
