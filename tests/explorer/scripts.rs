//! Key scripts and mouse gestures through the real keys, update and view.

use crate::support::Explorer;
use crossterm::event::{MouseButton, MouseEventKind};
use whatif::explorer::action::{Pane, Screen};
use whatif::explorer::state::{Effect, Message, Overlay, Row};

fn wide() -> Explorer {
    Explorer::new(120, 40)
}

/// Keys from the opening screen, then the total of the selected offer.
fn total_after(script: &str) -> String {
    let mut explorer = wide();
    explorer.keys(script);
    explorer.total()
}

#[test]
fn it_opens_on_tencents_worked_example() {
    let explorer = wide();
    assert_eq!(explorer.total(), "40.3");
    assert_eq!(explorer.state.selected().card.id, "tencent-ssm-payg");
    assert!(explorer.text().contains("40.30★"));
    assert!(explorer.text().contains("366.00"));
    assert!(explorer.text().contains("476.70"));
}

#[test]
fn one_step_of_the_slider_prices_every_card_again() {
    let mut explorer = wide();
    explorer.keys("<right>");
    assert_eq!(explorer.value("secrets"), "101");
    assert_eq!(explorer.total(), "40.703");
    let screen = explorer.text();
    assert!(screen.contains("▲ +0.40 since the last change"), "{screen}");
    assert!(screen.contains("477.09"), "Alibaba's 101st secret is 0.39 a month:\n{screen}");
}

#[test]
fn shift_moves_by_ten_steps_and_home_and_end_to_the_ends() {
    let mut explorer = wide();
    explorer.keys("<s-right>");
    assert_eq!(explorer.value("secrets"), "110");
    explorer.keys("<s-home>");
    assert_eq!(explorer.value("secrets"), "0");
    explorer.keys("<left>");
    assert_eq!(explorer.value("secrets"), "0");
    explorer.keys("<s-end>");
    assert_eq!(explorer.value("secrets"), "10000");
    explorer.keys("<right>");
    assert_eq!(explorer.value("secrets"), "10001");
}

#[test]
fn home_and_end_go_to_the_first_and_the_last_row() {
    let mut explorer = wide();
    explorer.keys("<end>");
    assert_ne!(explorer.state.cursor.row, explorer.state.rows()[0]);
    assert_eq!(explorer.state.cursor.row, *explorer.state.rows().last().unwrap());
    explorer.keys("<home>");
    assert_eq!(explorer.state.cursor.row, explorer.state.rows()[0]);
    assert_eq!(explorer.value("secrets"), "100", "no value moves");
}

#[test]
fn a_time_moves_over_round_values_and_with_shift_by_its_step() {
    let mut explorer = wide();
    explorer.keys(":slider: refresh<enter><enter>300<enter><right>");
    assert_eq!(explorer.value("refresh_seconds"), "600");
    explorer.keys("<left><left>");
    assert_eq!(explorer.value("refresh_seconds"), "120");
    explorer.keys("<s-right>");
    assert_eq!(explorer.value("refresh_seconds"), "121");
    explorer.keys("<left>");
    assert_eq!(explorer.value("refresh_seconds"), "120");
    // Beyond the last round value the step counts.
    explorer.keys("<enter>86400<enter><right>");
    assert_eq!(explorer.value("refresh_seconds"), "86401");
}

#[test]
fn enter_types_a_value_with_a_suffix() {
    assert_eq!(total_after("<enter>1k<enter>"), "403");
    assert_eq!(total_after("<enter><c-u>2,000<enter>"), "806");
}

#[test]
fn what_cannot_be_read_keeps_the_field_open_and_the_state_as_it_was() {
    let mut explorer = wide();
    explorer.keys("<enter>1x<enter>");
    assert_eq!(explorer.total(), "40.3");
    let screen = explorer.text();
    assert!(screen.contains("Secrets: '1x' is not a number"), "{screen}");
    explorer.keys("<bs>0<enter>");
    assert_eq!(explorer.value("secrets"), "10");
    assert!(explorer.state.cursor.overlays.is_empty());
}

#[test]
fn numbers_out_of_range_are_refused_with_the_range() {
    for typed in ["1000000000001", "9<left>-<end>", "0.0000001"] {
        let mut explorer = wide();
        explorer.keys(&format!("<enter>{typed}<enter>"));
        assert_eq!(explorer.total(), "40.3", "{typed}");
        assert!(
            matches!(explorer.state.cursor.overlays.last(), Some(Overlay::Edit(edit)) if edit.error.is_some()),
            "{typed}"
        );
    }
}

fn is_formula(explorer: &Explorer, name: &str) -> bool {
    let workload = &explorer.state.scenario().inputs.workload;
    workload.value(workload.vocabulary().find(name).unwrap()).is_formula()
}

/// The name of the slider under the cursor.
fn under_cursor(explorer: &Explorer) -> &str {
    let Row::Driver(driver) = explorer.state.cursor.row else {
        panic!("{:?}", explorer.state.cursor.row)
    };
    &explorer.state.scenario().inputs.workload.vocabulary()[driver].name
}

#[test]
fn a_formula_is_typed_shown_and_followed() {
    let mut explorer = wide();
    explorer.keys("<enter><c-u>=clients * 50<enter>");
    assert_eq!(explorer.value("secrets"), "200");
    assert!(is_formula(&explorer, "secrets"));
    explorer.keys("<down><right>");
    assert_eq!(explorer.value("secrets"), "250");
}

#[test]
fn a_cycle_is_refused_and_named() {
    let mut explorer = wide();
    explorer.keys("=calls / 2<enter>");
    let screen = explorer.text();
    assert!(screen.contains("Secrets → API calls/month → Secrets"), "{screen}");
    assert_eq!(explorer.value("secrets"), "100");
}

#[test]
fn stepping_a_formula_pins_it_and_says_how_to_get_it_back() {
    let mut explorer = wide();
    explorer.keys("<down><down><down><right>");
    assert_eq!(explorer.value("reads_per_secret_per_day"), "21");
    let notice = explorer.state.cursor.notice.as_ref().unwrap();
    assert!(
        notice.text.contains("=clients * 86400 / refresh_seconds: u undoes"),
        "{}",
        notice.text
    );
    explorer.keys("u<up><right>");
    // the formula is back: polling less often lowers the reads
    assert_ne!(explorer.value("reads_per_secret_per_day"), "20");
}

#[test]
fn a_change_that_cannot_be_priced_leaves_everything_as_it_was() {
    let mut explorer = wide();
    explorer.keys("<down><down><down><down>");
    assert_eq!(under_cursor(&explorer), "calls");
    explorer.keys("=<c-u>secrets - 50<enter><up><up><up><up>");
    explorer.keys("<enter>9<enter>");
    let screen = explorer.text();
    assert!(screen.contains("API calls/month: the formula secrets - 50 gives -41"), "{screen}");
    assert_eq!(explorer.value("secrets"), "100");
}

#[test]
fn undo_and_redo_go_through_every_change() {
    let mut explorer = wide();
    explorer.keys("<right><s-right><enter>1k<enter>");
    assert_eq!(explorer.value("secrets"), "1000");
    explorer.keys("u");
    assert_eq!(explorer.value("secrets"), "111");
    explorer.keys("u");
    assert_eq!(explorer.value("secrets"), "100", "a burst of steps is one change");
    explorer.keys("u");
    assert_eq!(explorer.state.cursor.notice.as_ref().unwrap().text, "nothing to undo");
    explorer.keys("UU");
    assert_eq!(explorer.value("secrets"), "1000");
}

#[test]
fn steps_on_another_slider_or_after_another_key_are_another_change() {
    let mut explorer = wide();
    explorer.keys("<right><right><down><right><up><right><right>");
    assert_eq!((explorer.value("secrets"), explorer.value("clients")), ("104".into(), "5".into()));
    explorer.keys("u");
    assert_eq!((explorer.value("secrets"), explorer.value("clients")), ("102".into(), "5".into()));
    explorer.keys("u");
    assert_eq!((explorer.value("secrets"), explorer.value("clients")), ("102".into(), "4".into()));
    explorer.keys("u<right>u");
    assert_eq!(explorer.value("secrets"), "100");
    // A burst that changes nothing at the end of a slider goes on with nothing.
    explorer.keys("<s-end>");
    let end = explorer.value("secrets");
    explorer.keys("<right><right><left>u");
    assert_eq!(explorer.value("secrets"), end);
}

#[test]
fn a_drag_is_one_step_of_undo() {
    let mut explorer = wide();
    let (column, row) = explorer.find("├");
    explorer.drag((column + 2, row), &[(column + 4, row), (column + 6, row), (column + 9, row)]);
    assert_ne!(explorer.value("secrets"), "100");
    explorer.keys("u");
    assert_eq!(explorer.value("secrets"), "100");
    assert_eq!(explorer.total(), "40.3");
}

#[test]
fn a_drag_keeps_the_slider_it_took_hold_of() {
    let mut explorer = wide();
    let (column, row) = explorer.find("├");
    let clients = explorer.value("clients");
    // down into the neighbour's row, and out of the pane
    explorer.drag((column + 2, row), &[(column + 5, row + 1), (119, row + 1)]);
    assert_eq!(explorer.value("clients"), clients);
    assert_eq!(explorer.value("secrets"), "10000");
    // released: moving on does nothing
    explorer.mouse(MouseEventKind::Drag(MouseButton::Left), column, row);
    assert_eq!(explorer.value("secrets"), "10000");
}

#[test]
fn the_wheel_scrolls_and_moves_only_the_slider_with_the_cursor() {
    let mut explorer = wide();
    let (column, row) = explorer.find("Clients");
    explorer.mouse(MouseEventKind::ScrollDown, column, row);
    assert_eq!(explorer.value("clients"), "4");
    explorer.keys(":slider: clients<enter>");
    explorer.mouse(MouseEventKind::ScrollUp, column, row);
    assert_eq!(explorer.value("clients"), "5");
    explorer.mouse(MouseEventKind::ScrollDown, column, row);
    assert_eq!(explorer.value("clients"), "4");
}

#[test]
fn a_click_on_a_value_types_it() {
    let mut explorer = wide();
    let (column, row) = explorer.find("  100 │");
    explorer.drag((column + 3, row), &[]);
    explorer.keys("<c-u>7<enter>");
    assert_eq!(explorer.value("secrets"), "7");
}

#[test]
fn double_and_halve() {
    let mut explorer = wide();
    explorer.keys("]]");
    assert_eq!(explorer.value("secrets"), "400");
    explorer.keys("[");
    assert_eq!(explorer.value("secrets"), "200");
}

#[test]
fn reset_gives_the_default_back_formulas_too() {
    let mut explorer = wide();
    explorer.keys("<down><down><down><right>r");
    assert!(is_formula(&explorer, "reads_per_secret_per_day"));
    assert_eq!(explorer.total(), "40.3");
}

#[test]
fn options_and_readings_are_switched_beside_the_sliders() {
    let mut explorer = wide();
    explorer.keys(":tencent-ssm-enterprise<enter>");
    assert_eq!(explorer.state.selected().card.id, "tencent-ssm-enterprise");
    assert_eq!(explorer.total(), "366");
    explorer.keys("<tab>");
    while !matches!(explorer.state.cursor.row, Row::Option { .. }) {
        explorer.keys("<down>");
    }
    assert!(explorer.text().contains("+163.00"));
    explorer.keys("<right>");
    assert_eq!(explorer.total(), "529");
    explorer.keys("<left>");
    assert_eq!(explorer.total(), "366");
}

#[test]
fn the_other_reading_says_what_it_would_cost() {
    let mut explorer = wide();
    explorer.keys("<down><down><down><down><enter>12k<enter>");
    assert!(explorer.text().contains(" +0.04"), "{}", explorer.text());
}

#[test]
fn an_unpublished_price_is_set_on_the_line() {
    let mut explorer = wide();
    explorer.keys(":huawei-secmaster-payg<enter>");
    assert_eq!(explorer.state.selected().card.id, "huawei-secmaster-payg");
    assert!(!explorer.state.selected().invoice().unwrap().complete, "{}", explorer.text());
    assert!(explorer.text().contains("≥ 0.00"));
    explorer.keys("<enter>e");
    assert!(explorer.text().contains("Own price in USD per "), "{}", explorer.text());
    explorer.keys("0.5<enter>");
    // 10 hosts × 0.5 an hour × 720 hours
    assert_eq!(explorer.total(), "3600");
    assert!(explorer.state.selected().invoice().unwrap().complete);
    assert!(explorer.text().contains("own price: 10 × 0.50 / hour"));
    explorer.keys("<enter>");
    assert!(explorer.text().contains("your own, in place of the card's"), "{}", explorer.text());
    explorer.keys("<esc>r");
    assert!(!explorer.state.selected().invoice().unwrap().complete);
}

#[test]
fn an_explanation_is_cut_at_no_width() {
    for width in 60..=130 {
        let mut explorer = Explorer::new(width, 40);
        explorer.keys(":alibaba-kms-payg<enter><enter><enter>");
        let screen = explorer.text();
        let (left, top) = explorer.find("╭─▸ Why:");
        let box_cells = usize::from(width.min(96));
        let rows = screen.lines().skip(usize::from(top) + 1);
        let rows = rows.map(|row| row.chars().skip(usize::from(left)).take(box_cells));
        let rows = rows.map(Iterator::collect::<String>).take_while(|row| row.starts_with('│'));
        for row in rows {
            assert!(!row.contains('…'), "width {width}:\n{screen}");
        }
    }
}

#[test]
fn the_explanation_shows_steps_rule_and_source() {
    let mut explorer = wide();
    explorer.keys("<tab><down><enter>");
    let screen = explorer.text();
    for words in
        ["Why: API calls", "60,000 ÷ 10,000 calls × 0.05", "USD 0.30", "T7", "dated 2025-03-26"]
    {
        assert!(screen.contains(words), "{words}:\n{screen}");
    }
    explorer.keys("<esc>");
    assert!(!explorer.text().contains("Why: API calls"));
}

#[test]
fn the_filter_lists_only_cards_with_these_letters() {
    let mut explorer = wide();
    explorer.keys("/ali");
    assert_eq!(explorer.state.selected().card.id, "alibaba-kms-payg");
    assert_eq!(explorer.state.listed().len(), 1);
    explorer.keys("<enter>");
    assert_eq!(explorer.state.listed().len(), 1);
    explorer.keys("<esc>");
    // SecMaster does another job.
    assert_eq!(explorer.state.listed().len(), 3);
    explorer.keys("/zzz");
    assert!(explorer.text().contains("no offer has these words"));
}

#[test]
fn the_palette_finds_commands_sliders_and_cards() {
    let mut explorer = wide();
    explorer.keys(":peak qps<enter>");
    assert!(explorer.text().contains("▸└Peak QPS"));
    explorer.keys(":huawei<enter>");
    assert_eq!(explorer.state.selected().card.id, "huawei-secmaster-payg");
    assert_eq!(explorer.keys(":quit<enter>"), Effect::Quit);
}

#[test]
fn the_period_is_typed() {
    let mut explorer = wide();
    explorer.keys("t60 d<enter>");
    // the calls' minimum holds in each 30 days, and they are above it
    assert_eq!(explorer.total(), "80.6");
    explorer.keys("t2026-02<enter>");
    // 28 days: the month's price, and 28 days of calls
    assert_eq!(explorer.total(), "40.28");
    assert!(explorer.text().contains("February 2026"));
    explorer.keys("tsoon<enter>");
    assert!(explorer.text().contains("'soon' is not a period"));
}

#[test]
fn marks_decide_which_sliders_are_read() {
    let mut explorer = wide();
    explorer.keys(":alibaba-kms-payg<enter><space>");
    assert!(!explorer.state.selected().is_marked);
    explorer.keys("<up>");
    let peak = explorer
        .state
        .document
        .scenario
        .inputs
        .workload
        .vocabulary()
        .find("kms_instances")
        .unwrap();
    assert!(!explorer.state.figures.board.read()[peak.index()]);
}

#[test]
fn a_quota_warns_on_slider_and_invoice_and_changes_no_price() {
    let mut explorer = wide();
    explorer.keys("<enter>1001<enter>");
    assert_eq!(explorer.total(), "403.403");
    let screen = explorer.text();
    assert!(screen.contains("Secrets          ⚠"), "{screen}");
    assert!(screen.contains("secrets 1,001 exceeds the"), "{screen}");
}

#[test]
fn help_lists_every_key_and_scrolls() {
    let mut explorer = Explorer::new(100, 20);
    explorer.keys("?");
    assert!(explorer.text().contains("The cheapest of the offers"), "signs come first");
    explorer.keys("/one step le");
    assert!(explorer.text().contains("One step less") && !explorer.text().contains("One row up"));
    explorer.keys("<esc>?");
    explorer.keys(&"<pgdn>".repeat(14));
    assert!(explorer.text().contains("Moves a slider"));
    explorer.keys("q");
    assert!(explorer.state.cursor.overlays.is_empty());
}

#[test]
fn pasted_text_goes_into_the_field_without_control_characters() {
    let mut explorer = wide();
    explorer.send(Message::Paste("\u{1b}[31m2\u{7}50\n".to_owned()));
    explorer.keys("<enter>");
    assert_eq!(explorer.value("secrets"), "250");
}

#[test]
fn panes_take_turns_and_narrow_screens_show_one() {
    let mut explorer = Explorer::new(48, 16);
    assert_eq!(explorer.state.cursor.focus, Pane::Usage);
    explorer.keys("<tab>");
    assert!(explorer.text().contains("Credential storage"));
    explorer.keys("<tab>");
    assert!(explorer.text().contains("Alibaba KMS"));
    let (column, row) = explorer.find("Usage");
    explorer.drag((column, row), &[]);
    assert_eq!(explorer.state.cursor.focus, Pane::Usage);
}

#[test]
fn quit_suspend_and_the_mouse_are_effects() {
    let mut explorer = wide();
    assert_eq!(explorer.keys("q"), Effect::Quit);
    assert_eq!(explorer.keys("<c-c>"), Effect::Quit);
    assert_eq!(explorer.keys("<c-z>"), Effect::Suspend);
    assert_eq!(explorer.keys("<f2>"), Effect::CaptureMouse(false));
    assert_eq!(explorer.keys("?<c-c>"), Effect::Quit);
}

#[test]
fn themes_take_turns() {
    let mut explorer = wide();
    explorer.keys("T");
    assert_eq!(explorer.state.settings.preferences.scheme.to_string(), "light");
}

#[test]
fn the_first_letter_typed_takes_the_place_of_what_was_there() {
    let mut explorer = wide();
    explorer.keys("<enter>250<enter>");
    assert_eq!(explorer.value("secrets"), "250");
    // moving first keeps it
    explorer.keys("<enter><left>9<enter>");
    assert_eq!(explorer.value("secrets"), "2590");
}

#[test]
fn leaving_a_value_as_it_is_is_no_change() {
    let mut explorer = wide();
    explorer.keys("<right>t<enter><enter><enter>");
    assert!(explorer.text().contains("+0.40 since the last change"), "{}", explorer.text());
    explorer.keys("uu");
    assert_eq!(explorer.state.cursor.notice.as_ref().unwrap().text, "nothing to undo");
}

#[test]
fn the_menu_of_periods_begins_with_the_present_one() {
    let mut explorer = wide();
    explorer.keys("t2026-03-01..2026-03-10<enter>");
    assert!(explorer.text().contains("9 days ▾  2026-03-01 to 2026-03-09"), "{}", explorer.text());
    explorer.keys("t");
    assert!(explorer.text().contains("▸as now: 2026-03-01..2026-03-10"), "{}", explorer.text());
}

#[test]
fn undo_keeps_the_card_that_is_shown() {
    let mut explorer = wide();
    explorer.keys("<right>:alibaba-kms-payg<enter>u");
    assert_eq!(explorer.state.selected().card.id, "alibaba-kms-payg");
    assert_eq!(explorer.value("secrets"), "100");
}

#[test]
fn marking_leaves_the_last_change_in_sight() {
    let mut explorer = wide();
    explorer.keys("<right><backtab><space>");
    assert!(explorer.text().contains("+0.40 since the last change"));
}

#[test]
fn leaving_the_filter_shows_the_former_card_again() {
    let mut explorer = wide();
    explorer.keys("/ali<esc>");
    assert_eq!(explorer.state.selected().card.id, "tencent-ssm-payg");
}

#[test]
fn e_on_a_line_types_an_own_price() {
    let mut explorer = wide();
    explorer.keys("<tab>e0.5<enter>");
    assert_eq!(explorer.total(), "50.3");
    explorer.keys("<left>");
    assert_eq!(explorer.state.cursor.focus, Pane::Providers);
}

#[test]
fn digits_switch_the_screen_and_the_sliders_keep_the_keys() {
    let mut explorer = wide();
    for (key, screen) in ["2", "3", "5", "1"].into_iter().zip([
        Screen::Compare,
        Screen::Sweep,
        Screen::Levers,
        Screen::Explore,
    ]) {
        explorer.keys(key);
        assert_eq!(
            (explorer.state.cursor.screen, explorer.state.cursor.focus),
            (screen, Pane::Usage)
        );
        assert!(explorer.text().contains(&format!("▸{key} {}", screen.name())));
        assert!(explorer.text().contains("▸Secrets"), "{}", explorer.text());
    }
    explorer.keys("<tab>3");
    assert_eq!(explorer.state.cursor.focus, Pane::Sweep);
    explorer.keys("<tab><right>");
    assert_eq!(
        (explorer.state.cursor.focus, explorer.value("secrets")),
        (Pane::Usage, "101".to_owned())
    );
    explorer.keys("/");
    assert_eq!(
        (explorer.state.cursor.screen, explorer.state.cursor.focus),
        (Screen::Explore, Pane::Providers)
    );
}

#[test]
fn a_price_that_completes_the_total_is_told() {
    let mut explorer = wide();
    explorer.keys(":huawei-secmaster-payg<enter><enter>e0.5<enter>");
    assert!(explorer.text().contains("complete now: all prices known"), "{}", explorer.text());
}

#[test]
fn the_palette_finds_names_before_mentions() {
    let mut explorer = wide();
    explorer.keys(":read<enter>");
    assert_eq!(under_cursor(&explorer), "reads_per_secret_per_day");
    // A slider that no shown card reads is unfolded.
    explorer.keys(":users<enter>");
    assert_eq!(under_cursor(&explorer), "users");
    assert!(explorer.state.rows().contains(&explorer.state.cursor.row));
}

#[test]
fn rows_out_of_sight_are_counted() {
    let mut explorer = Explorer::new(48, 16);
    let text = explorer.text();
    let (_, below) = text.split_once('▼').expect("rows are below");
    let (count, _) = below.trim_start().split_once(' ').expect("a count");
    let below: usize = count.parse().unwrap();
    assert!(below >= 3, "{text}");
    explorer.keys(&"<pgdn>".repeat(6));
    let text = explorer.text();
    let (_, above) = text.split_once('▲').expect("rows are above");
    let (count, _) = above.trim_start().split_once(' ').expect("a count");
    // The last rows take two lines each, so fewer of them are in sight than of the first.
    let above: usize = count.parse().unwrap();
    assert!(above >= below && above < explorer.state.rows().len(), "{text}");
    assert!(!text.contains('▼') && text.contains("more sliders"), "{text}");
}

#[test]
fn the_smallest_screen_shows_what_has_the_keys() {
    let mut explorer = Explorer::new(20, 5);
    explorer.keys("<tab><down>");
    for words in ["Tencent", "USD 40.30", "▸API calls", "Secrets", "100"] {
        assert!(explorer.text().contains(words), "{words}:\n{}", explorer.text());
    }
    explorer.keys("<tab>");
    assert!(explorer.text().starts_with("▸Tencent"), "{}", explorer.text());
}
