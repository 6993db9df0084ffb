//! The screen for an audience: key scripts, the mouse, screens.

use crate::support::Explorer;
use whatif::explorer::action::{Pane, Screen};
use whatif::explorer::state::{Overlay, Row};
use whatif::explorer::theme::{Depth, Scheme};

const SIZES: [(u16, u16); 4] = [(120, 40), (80, 24), (48, 16), (20, 5)];

/// The opening screen after some keys.
fn after(script: &str) -> Explorer {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys(script);
    explorer
}

/// The screen that is shown, and the pane that has the keys.
fn place(explorer: &Explorer) -> (Screen, Pane) {
    (explorer.state.cursor.screen, explorer.state.cursor.focus)
}

fn selected(explorer: &Explorer) -> &str {
    &explorer.state.selected().card.id
}

/// Asserts that the screen has all of these words.
fn assert_shows(explorer: &Explorer, all: &[&str]) {
    let screen = explorer.text();
    for words in all {
        assert!(screen.contains(words), "{words}:\n{screen}");
    }
}

/// Counts the cells of bar in the row with these words.
fn bar_cells(explorer: &Explorer, words: &str) -> usize {
    let screen = explorer.text();
    let row = screen.lines().find(|row| row.contains(words)).unwrap_or_else(|| panic!("{screen}"));
    row.chars().filter(|sign| ['█', '▇'].contains(sign)).count()
}

#[test]
fn p_goes_on_stage_and_back_to_where_one_was() {
    for (script, back) in [
        ("", (Screen::Explore, Pane::Usage)),
        ("<tab>", (Screen::Explore, Pane::Invoice)),
        ("2<tab>", (Screen::Compare, Pane::Compare)),
        ("3<tab>", (Screen::Sweep, Pane::Sweep)),
        ("5", (Screen::Levers, Pane::Usage)),
    ] {
        for leave in ["p", "<esc>"] {
            let mut explorer = after(script);
            explorer.keys("p");
            assert_eq!(place(&explorer), (Screen::Stage, Pane::Usage), "{script}");
            assert!(!explorer.text().contains("whatif"), "no header:\n{}", explorer.text());
            explorer.keys(leave);
            assert_eq!(place(&explorer), back, "{script} {leave}");
        }
    }
}

#[test]
fn another_screen_can_be_shown_from_the_stage() {
    let mut explorer = after("p2");
    assert_eq!(explorer.state.cursor.screen, Screen::Compare);
    explorer.keys("p<esc>");
    assert_eq!(explorer.state.cursor.screen, Screen::Compare);
}

#[test]
fn the_palette_goes_on_stage_too() {
    assert_eq!(place(&after("<tab>:present<enter>")).0, Screen::Stage);
}

#[test]
fn on_stage_a_slider_moves_the_total_and_undo_takes_it_back() {
    let mut explorer = after("p<s-right>");
    assert_eq!(
        (explorer.value("secrets"), explorer.total()),
        ("110".to_owned(), "44.33".to_owned())
    );
    assert_shows(&explorer, &["▲", "since the last change", "44.33★"]);
    explorer.keys("u");
    assert_eq!(explorer.total(), "40.3");
    explorer.keys("]<enter>1k<enter>");
    assert_eq!(explorer.total(), "403");
    explorer.keys("uu=<esc>");
    assert_eq!((explorer.total(), place(&explorer).0), ("40.3".to_owned(), Screen::Stage));
}

#[test]
fn up_and_down_change_the_slider_in_play_and_pass_over_what_moves_no_total() {
    let mut explorer = after("p<down>");
    assert_shows(&explorer, &["Clients"]);
    let mut seen = Vec::new();
    for _ in 0..60 {
        explorer.keys("<down>");
        seen.push(explorer.state.cursor.row.clone());
    }
    let unread = |row: &Row| matches!(row, Row::Driver(it) if !explorer.state.figures.board.read()[it.index()]);
    assert!(!seen.iter().any(unread));
    explorer.keys(&"<up>".repeat(60));
    assert_shows(&explorer, &["Secrets"]);
}

#[test]
fn a_reading_in_play_is_chosen_as_in_the_usage_pane() {
    let mut explorer = after(":alibaba-kms-payg<enter><tab>p");
    explorer.state.cursor.unfolded.readings = true;
    let rows = explorer.state.rows();
    let reading = rows.iter().position(|row| matches!(row, Row::Reading { .. })).unwrap();
    explorer.keys(&"<down>".repeat(reading));
    let before = explorer.state.document.scenario.inputs.offers.clone();
    explorer.keys("<right>");
    assert_ne!(explorer.state.document.scenario.inputs.offers, before);
    explorer.keys("u");
    assert_eq!(explorer.state.document.scenario.inputs.offers, before);
}

#[test]
fn the_mouse_drags_the_track_by_any_of_its_rows() {
    for row in 0..3 {
        let mut explorer = after("p");
        let (column, top) = explorer.find("├");
        let from = (column + 20, top - 1 + row);
        explorer.drag(from, &[(column + 30, 0), (119, 39)]);
        assert_eq!(explorer.value("secrets"), "10000");
        explorer.keys("u");
        assert_eq!(explorer.value("secrets"), "100", "a drag is one step");
    }
}

#[test]
fn a_click_on_the_value_types_it_and_one_on_a_bar_shows_its_total() {
    let mut explorer = after("p");
    let (column, row) = explorer.find("Alibaba KMS");
    explorer.drag((column + 40, row), &[]);
    assert_eq!((selected(&explorer), place(&explorer).0), ("alibaba-kms-payg", Screen::Stage));
    let (_, row) = explorer.find("Secrets");
    explorer.drag((113, row), &[]);
    explorer.keys("7<enter>");
    assert_eq!(explorer.value("secrets"), "7");
}

#[test]
fn tab_turns_the_marked_cards_round_and_round() {
    let mut explorer = after("p");
    let mut turned = Vec::new();
    for _ in 0..3 {
        explorer.keys("<tab>");
        turned.push(selected(&explorer).to_owned());
    }
    assert_eq!(turned, ["tencent-ssm-enterprise", "alibaba-kms-payg", "tencent-ssm-payg"]);
    explorer.keys("<backtab>");
    assert_eq!(selected(&explorer), "alibaba-kms-payg");
    explorer.keys("<esc>");
    assert_eq!(selected(&explorer), "alibaba-kms-payg", "shown on every screen");
    // From a card that is not marked to the first that is.
    let mut explorer = after(":huawei-secmaster-payg<enter>p<tab>");
    assert_eq!(selected(&explorer), "tencent-ssm-payg");
    explorer.keys("<esc>:huawei-secmaster-payg<enter>p<backtab>");
    assert_eq!(selected(&explorer), "alibaba-kms-payg");
}

#[test]
fn bars_are_as_long_as_their_totals_from_zero() {
    let explorer = after("B<esc>p");
    let cells = |words: &str| bar_cells(&explorer, words);
    let all = [cells("366.00"), cells("40.30★"), cells("476.70")];
    // 366 ÷ 476.7 and 40.3 ÷ 476.7 of the longest, cut to whole cells
    assert_eq!(all[0], all[2] * 3660 / 4767);
    assert_eq!(all[1], all[2] * 403 / 4767);
}

#[test]
fn a_total_that_is_not_known_as_a_whole_has_an_open_end() {
    let mut explorer = after(":huawei-secmaster-payg<enter><space>p");
    assert_eq!(selected(&explorer), "huawei-secmaster-payg");
    assert_shows(&explorer, &["▊▌▎", "≥ 0.00", "≥ at least: a price is not published"]);
    explorer.keys("<tab>");
    assert_shows(&explorer, &["▊▌▎"]);
}

#[test]
fn without_a_rate_a_card_has_no_bar_and_says_so() {
    let mut explorer = Explorer::whole(120, 40);
    explorer.keys("<backtab>/huawei-secmaster-monthly<enter><space><esc><tab>p");
    assert_shows(&explorer, &["no rate from CNY to USD", "CNY · 30-day month"]);
    explorer.keys("$<c-u>0.14<enter>");
    assert_shows(&explorer, &["USD · 30-day month"]);
    assert!(!explorer.text().contains("no rate"), "{}", explorer.text());
}

#[test]
fn the_last_change_is_in_the_currency_of_the_total() {
    let mut explorer = Explorer::whole(120, 40);
    explorer.keys("ccny<enter>");
    explorer.keys("$<c-u>8<enter>p<s-right>");
    let change = explorer.state.shown_change(&explorer.state.selected().id).unwrap();
    // 4.03 dollars at 8
    assert_eq!(whatif_pricing::plain(change), "32.24");
    assert_shows(&explorer, &["CNY · 30-day month", "354.64"]);
}

#[test]
fn one_card_alone_leaves_the_room_to_the_total() {
    for marks in [
        ":tencent-ssm-enterprise<enter><space>:alibaba-kms-payg<enter><space>:tencent-ssm-payg<enter><tab>p",
        ":tencent-ssm-enterprise<enter><space>:tencent-ssm-payg<enter><space>:alibaba-kms-payg<enter><space>:tencent-ssm-payg<enter><tab>p",
    ] {
        let mut explorer = after(marks);
        assert_eq!(selected(&explorer), "tencent-ssm-payg");
        let screen = explorer.text();
        assert!(!screen.contains("366.00") && !screen.contains("Alibaba"), "{screen}");
        explorer.keys("<tab><s-right>");
        assert_eq!(explorer.total(), "44.33");
    }
}

#[test]
fn more_cards_than_rows_are_counted() {
    let mut explorer = Explorer::whole(80, 14);
    for name in ["azure", "doppler", "infisical", "ibm"] {
        explorer.keys(&format!("<backtab>/{name}<enter><space><esc><tab>"));
    }
    explorer.keys("p");
    let screen = explorer.text();
    let (_, rest) = screen.split_once("and ").expect("some are left out");
    let hidden: usize = rest.split(' ').next().unwrap().parse().unwrap();
    let shown = screen.lines().filter(|row| row.contains('●')).count() - 1;
    let marked = explorer.state.document.scenario.marked.len();
    assert_eq!(shown + hidden, marked, "{screen}");
    assert!(screen.contains("▸●"), "the selected one is among the shown:\n{screen}");
}

#[test]
fn over_the_budget_is_said_with_a_sign() {
    let mut explorer = after("B300<enter>p");
    assert_shows(&explorer, &["▲ 366.00", "▲ 476.70", "259.70 left of the budget 300"]);
    explorer.keys("<tab>");
    assert_shows(&explorer, &["▲ 66.00 over the budget 300"]);
}

#[test]
fn ranges_stand_below_the_total() {
    let mut explorer = after("<enter>50..100..400<enter>p");
    explorer.settle();
    assert_shows(&explorer, &["P5 31.43  P95 132.18"]);
}

#[test]
fn a_message_takes_the_place_of_the_caption_until_the_next_key() {
    let mut explorer = after("nTwice as many services<enter>p");
    assert_shows(&explorer, &["Twice as many services"]);
    explorer.keys("U");
    let screen = explorer.text();
    assert!(screen.contains("nothing to redo") && !screen.contains("Twice"), "{screen}");
    explorer.keys("<right>");
    assert_shows(&explorer, &["Twice as many services"]);
}

#[test]
fn without_a_caption_it_says_how_to_come_back() {
    let mut explorer = after("p");
    assert_shows(&explorer, &["p or esc goes back"]);
    explorer.keys("<right>");
    assert!(!explorer.text().contains("esc"), "{}", explorer.text());
}

#[test]
fn overlays_open_over_the_stage() {
    let mut explorer = after("p<enter>");
    assert!(matches!(explorer.state.cursor.overlays.last(), Some(Overlay::Edit(_))));
    explorer.keys("<esc>?");
    assert_shows(&explorer, &["Help"]);
    explorer.keys("<esc>");
    assert_eq!(place(&explorer).0, Screen::Stage, "esc closes what is on top first");
}

#[test]
fn the_digits_are_five_rows_high_at_least_on_a_projector() {
    for (width, height, rows) in [(120, 40, 10), (80, 24, 5), (200, 60, 10)] {
        let mut explorer = Explorer::new(width, height);
        explorer.keys("p");
        let screen = explorer.text();
        // The decimal point is the last dot of five.
        let (_, above) = explorer.find("USD ·");
        let digits = screen.lines().skip(above.into()).take_while(|row| row.contains('█'));
        assert_eq!(digits.count(), rows, "{width}x{height}:\n{screen}");
    }
}

#[test]
fn at_20_by_5_provider_total_and_slider_remain() {
    let mut explorer = Explorer::new(20, 5);
    explorer.keys("p<s-right>");
    assert_shows(&explorer, &["Tencent Cloud SSM", "USD 44.33★ ▲ +4.03", "Secrets", "110", "├"]);
}

#[test]
fn no_size_panics_on_stage() {
    let alone = ":tencent-ssm-enterprise<enter><space>:tencent-ssm-payg<enter><space>:alibaba-kms-payg<enter><space>:tencent-ssm-payg<enter><tab>p";
    let open = ":huawei-secmaster-payg<enter><space><tab>nA caption of some words<enter>B300<enter>bp<s-right>";
    for script in ["p", alone, open, "<enter>50..100..400<enter>p", "<tab>p?", "p=secrets"] {
        let mut explorer = after(script);
        for width in (0..=60).chain((61..=200).step_by(7)) {
            for height in (0..=28).chain((29..=60).step_by(5)) {
                explorer.resize(width, height);
            }
        }
    }
    let mut explorer = after("p<s-right>");
    for width in 0..=200 {
        for height in 0..=60 {
            explorer.resize(width, height);
        }
    }
}

#[test]
fn the_stage_at_four_sizes() {
    for (width, height) in SIZES {
        let mut explorer = Explorer::new(width, height);
        explorer.keys("nWhat if we had ten more services?<enter>p<s-right>");
        insta::assert_snapshot!(format!("stage-{width}x{height}"), explorer.text());
        insta::assert_snapshot!(format!("stage-{width}x{height}-styles"), explorer.svg());
    }
}

#[test]
fn the_stage_without_colour_and_in_ascii() {
    for (width, height) in SIZES {
        let mut explorer = Explorer::with(width, height, Scheme::Dark, Depth::None, false);
        explorer.keys("p<s-right>");
        insta::assert_snapshot!(format!("stage-no-colour-{width}x{height}-styles"), explorer.svg());
        let mut explorer = Explorer::with(width, height, Scheme::Dark, Depth::None, true);
        explorer.keys(":huawei-secmaster-payg<enter><space><tab>B300<enter>p<s-right>");
        assert!(explorer.text().is_ascii(), "{}", explorer.text());
        insta::assert_snapshot!(format!("stage-ascii-{width}x{height}"), explorer.text());
    }
}

#[test]
fn the_stage_in_other_schemes() {
    for (name, scheme) in [("light", Scheme::Light), ("high-contrast", Scheme::HighContrast)] {
        let mut explorer = Explorer::with(80, 24, scheme, Depth::True, false);
        explorer.keys("p<s-right>");
        insta::assert_snapshot!(format!("stage-{name}-80x24-styles"), explorer.svg());
    }
}

#[test]
fn the_last_change_says_what_it_is_compared_with_where_there_is_room() {
    for width in [120, 160] {
        let mut explorer = Explorer::whole(width, 40);
        explorer.keys("<enter>1000<enter>p");
        let screen = explorer.text();
        assert!(screen.contains("since the last change"), "{width}\n{screen}");
    }
}
