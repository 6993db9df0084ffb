//! The screen of levers and the presets: snapshots, and key scripts with figures by hand.

use crossterm::event::{MouseButton, MouseEventKind};

use crate::support::Explorer;
use whatif::explorer::action::{Pane, Screen};
use whatif::explorer::state::{Effect, LeverRow, Overlay, Row};
use whatif::explorer::theme::{Depth, Scheme};
use whatif_pricing::{Ratio, Value};

fn amount(text: &str) -> Ratio {
    Ratio::parse(text).unwrap()
}

/// The driver of the levers' cursor, by name.
fn cursor(explorer: &Explorer) -> &str {
    let vocabulary = explorer.state.document.scenario.inputs.workload.vocabulary();
    match explorer.state.lever_row() {
        Some(LeverRow::Driver(driver)) => &vocabulary[driver].name,
        other => panic!("{other:?}"),
    }
}

/// The selected offer's total with a driver moved up.
fn up(explorer: &Explorer, driver: &str) -> Option<Ratio> {
    let id = explorer.state.document.scenario.inputs.workload.vocabulary().find(driver).unwrap();
    let levers = explorer.state.figures.levers.as_ref().unwrap().as_ref().unwrap();
    levers.drivers.iter().find(|it| it.driver == id).unwrap().up.outcome.difference
}

/// Returns the value that a driver is set to.
fn set(explorer: &Explorer, driver: &str) -> String {
    let workload = &explorer.state.document.scenario.inputs.workload;
    Value::text(workload.value(workload.vocabulary().find(driver).unwrap()))
}

/// Moves the cursor down to the first row that is meant.
fn go_to(explorer: &mut Explorer, wanted: impl Fn(LeverRow) -> bool) {
    for _ in 0..explorer.state.lever_rows().len() {
        if explorer.state.lever_row().is_some_and(&wanted) {
            return;
        }
        explorer.keys("<down>");
    }
    panic!("no such row:\n{}", explorer.text());
}

#[test]
fn the_levers_at_three_sizes() {
    for (width, height) in [(120, 40), (80, 24), (48, 16)] {
        let mut explorer = Explorer::new(width, height);
        explorer.keys("5<tab>");
        if explorer.state.cursor.focus != Pane::Levers {
            explorer.keys("<tab>");
        }
        insta::assert_snapshot!(format!("levers-{width}x{height}"), explorer.text());
    }
    let mut explorer = Explorer::new(120, 40);
    explorer.keys("<backtab><down><down>5");
    insta::assert_snapshot!("levers-alibaba", explorer.text());
    insta::assert_snapshot!("levers-alibaba-styles", explorer.svg());
    explorer.keys("1<down>5");
    insta::assert_snapshot!("levers-huawei", explorer.text());
}

#[test]
fn the_levers_read_without_colour_and_in_ascii() {
    let mut explorer = Explorer::with(80, 24, Scheme::Dark, Depth::None, false);
    explorer.keys("5<tab>");
    insta::assert_snapshot!("levers-no-colour-80x24-styles", explorer.svg());
    for (width, height) in [(120, 40), (80, 24), (48, 16), (20, 5)] {
        let mut explorer = Explorer::with(width, height, Scheme::Dark, Depth::None, true);
        for keys in ["5", "<tab>", "i", "<esc>="] {
            explorer.keys(keys);
            assert!(explorer.text().is_ascii(), "{keys}:\n{}", explorer.text());
        }
    }
}

#[test]
fn no_size_panics_on_the_levers() {
    for keys in
        ["5", "5<tab><down><down><down><down>", "<backtab><down><down>5", "5<tab>=", "i", "ici"]
    {
        let mut explorer = Explorer::new(120, 40);
        explorer.keys(keys);
        for width in (0..=60).chain((61..=200).step_by(13)) {
            for height in (0..=20).chain((21..=60).step_by(9)) {
                explorer.resize(width, height);
            }
        }
    }
}

#[test]
fn levers_are_made_only_while_they_are_shown_and_follow_the_sliders() {
    let mut explorer = Explorer::new(120, 40);
    assert!(explorer.state.figures.levers.is_none());
    explorer.keys("5");
    assert_eq!(explorer.state.cursor.screen, Screen::Levers);
    assert_eq!(up(&explorer, "secrets"), Some(amount("40.3")));
    // 10 secrets more: 110 × 0.40 + 66,000 calls ÷ 10,000 × 0.05
    assert_eq!(explorer.state.cursor.focus, Pane::Usage);
    explorer.keys("<s-right>");
    assert_eq!(up(&explorer, "secrets"), Some(amount("44.33")));
    explorer.keys("u");
    assert_eq!(up(&explorer, "secrets"), Some(amount("40.3")));
    explorer.keys("1");
    assert!(explorer.state.figures.levers.is_none());
}

#[test]
fn enter_on_a_driver_goes_to_its_slider() {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys("5<tab>");
    assert_eq!((explorer.state.cursor.focus, cursor(&explorer)), (Pane::Levers, "secrets"));
    while cursor(&explorer) != "clients" {
        explorer.keys("<down>");
    }
    explorer.keys("<enter>");
    let clients =
        explorer.state.document.scenario.inputs.workload.vocabulary().find("clients").unwrap();
    assert_eq!(
        (explorer.state.cursor.focus, explorer.state.cursor.row),
        (Pane::Usage, Row::Driver(clients))
    );
    assert_eq!(explorer.state.cursor.screen, Screen::Levers);
}

#[test]
fn enter_on_a_choice_takes_it_and_again_goes_back() {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys("<backtab><down><down>5");
    assert_eq!(explorer.state.cursor.focus, Pane::Levers);
    go_to(&mut explorer, |row| matches!(row, LeverRow::Choice { .. }));
    // hardware in place of software: 135.00 more
    explorer.keys("<enter>");
    assert_eq!(explorer.state.selected().total().unwrap().amount, amount("611.7"));
    assert!(explorer.state.cursor.notice.as_ref().unwrap().text.contains("u undoes"));
    explorer.keys("<enter>");
    assert_eq!(explorer.state.selected().total().unwrap().amount, amount("476.7"));
    explorer.keys("uu");
    assert!(explorer.state.has_changes());
    assert_eq!(explorer.state.selected().total().unwrap().amount, amount("476.7"));
}

#[test]
fn enter_on_a_plan_shows_its_levers() {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys("5<tab><pgdn><pgdn><enter>");
    assert_eq!(explorer.state.selected().card.id, "tencent-ssm-enterprise");
    assert_eq!(
        (explorer.state.cursor.screen, explorer.state.cursor.focus),
        (Screen::Levers, Pane::Levers)
    );
    assert!(explorer.text().contains("USD 366.00 · -50 %"), "{}", explorer.text());
}

#[test]
fn the_range_is_widened_narrowed_and_typed() {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys("5<tab>-");
    assert!(explorer.text().contains("-50 % / +50 %"));
    assert_eq!(up(&explorer, "secrets"), Some(amount("20.15")));
    explorer.keys("+++");
    assert!(explorer.text().contains("-90 % / +900 %"));
    explorer.keys("=-20,+10<enter>");
    assert_eq!(up(&explorer, "secrets"), Some(amount("4.03")));
    // a mistake leaves it as it was, and says what to write
    explorer.keys("=+10,-20<enter>");
    let Some(Overlay::Edit(edit)) = explorer.state.cursor.overlays.last() else { panic!() };
    assert!(edit.error.as_ref().unwrap().to_string().contains("-50,+100"));
    explorer.keys("<esc>");
    assert_eq!(up(&explorer, "secrets"), Some(amount("4.03")));
    // the range is not a part of the scenario
    explorer.keys("u");
    assert_eq!(up(&explorer, "secrets"), Some(amount("4.03")));
}

#[test]
fn a_click_puts_the_cursor_on_a_lever_and_a_second_one_takes_it() {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys("5");
    let (column, row) = explorer.find("-0.15");
    explorer.mouse(MouseEventKind::Down(MouseButton::Left), column, row);
    assert_eq!((explorer.state.cursor.focus, cursor(&explorer)), (Pane::Levers, "clients"));
    explorer.mouse(MouseEventKind::Down(MouseButton::Left), column, row);
    assert_eq!(explorer.state.cursor.focus, Pane::Usage);
}

#[test]
fn a_workload_whose_formulas_fail_at_an_end_is_told_there() {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys("=10/(clients-2)*1000<enter>5<tab>");
    // the calls divide by zero with half the clients; the secrets are a formula over them now
    let told = explorer.text();
    assert!(told.contains('?'), "{told}");
    let clients =
        explorer.state.document.scenario.inputs.workload.vocabulary().find("clients").unwrap();
    go_to(&mut explorer, |row| row == LeverRow::Driver(clients));
    assert!(explorer.text().contains("divides by zero"), "{}", explorer.text());
}

#[test]
fn the_presets_at_two_sizes() {
    for (width, height) in [(120, 40), (80, 24)] {
        let mut explorer = Explorer::new(width, height);
        explorer.keys("i<down><down>");
        insta::assert_snapshot!(format!("presets-{width}x{height}"), explorer.text());
    }
}

#[test]
fn a_preset_is_one_change_that_says_what_it_set() {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys("<s-right>"); // 110 secrets
    explorer.keys("ikube");
    let Some(Overlay::Palette(palette)) = explorer.state.cursor.overlays.last() else { panic!() };
    assert!(palette.found[0].1.starts_with("Kubernetes operator polling every 10 s"));
    assert_eq!(explorer.keys("<enter>"), Effect::None);
    assert!(explorer.state.cursor.overlays.is_empty());
    // 100 secrets × 0.40 + 25,920,000 calls ÷ 10,000 × 0.05
    assert_eq!(explorer.state.selected().total().unwrap().amount, amount("169.6"));
    let notice = &explorer.state.cursor.notice.as_ref().unwrap().text;
    assert!(notice.contains("secrets=100, clients=1, refresh_seconds=10"), "{notice}");
    explorer.keys("u");
    assert_eq!((set(&explorer, "secrets"), set(&explorer, "clients")), ("110".into(), "4".into()));
}

#[test]
fn a_preset_puts_every_other_driver_at_its_default() {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys("isecurity<enter>");
    assert_eq!(set(&explorer, "hosts"), "200");
    explorer.keys("idisk<enter>");
    assert_eq!((set(&explorer, "hosts"), set(&explorer, "keys")), ("10".into(), "25".into()));
}

#[test]
fn presets_are_found_among_the_commands() {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys(":disk enc<enter>");
    assert_eq!(set(&explorer, "keys"), "25");
    explorer.keys(":presets<enter>");
    assert!(explorer.text().contains("Start from a preset"));
}
