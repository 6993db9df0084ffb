//! The palette: what it finds, what it refuses, and what it says it did.

use whatif::explorer::action::{Action, Pane, Screen};
use whatif::explorer::state::{Item, Overlay, Row};

use crate::support::Explorer;

/// The workload of a newcomer's first question.
fn base() -> Explorer {
    let mut explorer = Explorer::started(120, 40);
    explorer.keys(":secrets 350<enter>:clients 60<enter>:refresh 30s<enter>:keys 12<enter>");
    explorer.keys(":regions 2<enter>");
    explorer
}

fn is_open(explorer: &Explorer) -> bool {
    matches!(explorer.state.cursor.overlays.last(), Some(Overlay::Palette(_)))
}

#[test]
fn what_no_name_has_does_nothing_and_says_so() {
    let mut explorer = base();
    let before = explorer.state.document.scenario.clone();
    for typed in ["foo", "zzz 12", "lgst", "rvrt", "qut"] {
        explorer.keys(&format!(":{typed}<enter>"));
        let screen = explorer.text();
        let says = format!("no command, slider or offer matches '{typed}'");
        assert!(screen.contains(&says), "{typed}:\n{screen}");
        assert!(is_open(&explorer), "{typed}");
        explorer.keys("<esc>");
        assert_eq!(explorer.state.document.scenario, before, "{typed}");
    }
}

#[test]
fn an_argument_that_cannot_be_taken_is_refused_for_what_was_named() {
    let cases = [
        ("regions 0", "Regions: 0 is too small: the range is 1 to"),
        ("refresh abc", "Refresh every"),
        ("budget lots", "'lots'"),
        ("tax 1x", "'1x'"),
    ];
    for (typed, says) in cases {
        let mut explorer = base();
        let before = explorer.state.document.scenario.clone();
        explorer.keys(&format!(":{typed}<enter>"));
        let screen = explorer.text();
        assert!(screen.contains(says), "{typed}: {says}\n{screen}");
        assert!(is_open(&explorer), "{typed}");
        assert_eq!(explorer.state.document.scenario, before, "{typed}");
    }
}

#[test]
fn the_words_that_people_type_find_what_they_mean() {
    for typed in ["legend", "signs", "help"] {
        let mut explorer = base();
        explorer.keys(&format!(":{typed}<enter>"));
        let screen = explorer.text();
        assert!(screen.contains("Signs on this screen"), "{typed}:\n{screen}");
    }
    for typed in ["poll", "polling", "refresh", "pods", "clients"] {
        let mut explorer = base();
        explorer.keys(&format!(":{typed}<enter>"));
        let Row::Driver(driver) = explorer.state.cursor.row else { panic!("{typed}") };
        let name = &explorer.state.scenario().inputs.workload.vocabulary()[driver].name;
        let wanted =
            if typed == "pods" || typed == "clients" { "clients" } else { "refresh_seconds" };
        assert_eq!(name, wanted, "{typed}");
        assert_eq!(explorer.state.cursor.focus, Pane::Usage);
    }
    let mut explorer = base();
    explorer.keys(":break-even<enter>");
    assert_eq!(explorer.state.cursor.screen, Screen::Sweep);
    explorer.keys(":eur<enter>");
    assert_eq!(explorer.state.scenario().inputs.display.code(), "EUR");
    explorer.keys("<esc>:budget 200<enter>");
    let budget = explorer.state.scenario().budget.unwrap();
    assert_eq!((budget.amount, budget.currency.code()), (200.into(), "EUR"));
    assert!(explorer.notice().contains("budget none → 200 EUR"), "{}", explorer.notice());
}

#[test]
fn other_words_for_a_command_or_slider_find_it_first() {
    let actions = [
        ("sensitivity", Action::ShowLevers),
        ("matters", Action::ShowLevers),
        ("doubts", Action::ShowPrices),
        ("confidence", Action::ShowPrices),
        ("hand over", Action::Export),
        ("screenshot", Action::Export),
        ("full screen", Action::Present),
        ("exchange rate", Action::TypeRate),
        ("vat", Action::TypeTax),
        ("dashboard", Action::ShowExplore),
        ("maximise", Action::ZoomPane),
        ("start over", Action::Revert),
        ("duplicate", Action::AddOffer),
        ("tutorial", Action::Tours),
        ("templates", Action::Presets),
        ("terraform", Action::Import),
        ("events", Action::TypeChanges),
        ("rebate", Action::TypeCardDiscount),
        ("search", Action::Filter),
        ("clear", Action::UnmarkAll),
        ("exit", Action::Quit),
    ];
    let mut explorer = base();
    let mut found = |typed: &str| {
        explorer.keys(&format!(":{typed}"));
        let Some(Overlay::Palette(palette)) = explorer.state.cursor.overlays.last() else {
            panic!("{typed}")
        };
        let found = palette.found.iter().take(2).cloned().collect::<Vec<_>>();
        explorer.keys("<esc>");
        found
    };
    for (typed, action) in actions {
        let found = found(typed);
        assert!(found.iter().any(|(item, _)| *item == Item::Action(action)), "{typed}: {found:?}");
    }
    for (typed, label) in
        [("throughput", "Peak QPS"), ("seats", "Users"), ("credentials", "Secrets")]
    {
        let found = found(typed);
        assert!(found.iter().any(|(_, words)| words.contains(label)), "{typed}: {found:?}");
    }
}

#[test]
fn a_value_is_set_by_any_name_of_its_slider_and_said() {
    let mut explorer = base();
    explorer.keys(":pods 70<enter>");
    assert_eq!(explorer.value("clients"), "70");
    assert!(explorer.notice().contains("Clients 60 → 70"), "{}", explorer.notice());
    explorer.keys(":refresh every 5 min<enter>");
    assert_eq!(explorer.value("refresh_seconds"), "300");
    assert!(explorer.notice().contains("Refresh every 30 s → 5 min"), "{}", explorer.notice());
    explorer.keys(":peak <enter>");
    assert!(!is_open(&explorer), "a name that ends in a space is no command");
}

#[test]
fn a_slider_moved_by_a_command_says_from_where_to_where() {
    let mut explorer = base();
    explorer.keys(":secrets<enter>:largest<enter>");
    assert!(explorer.notice().contains("Secrets 350 → 10,000"), "{}", explorer.notice());
    explorer.keys("u");
    assert!(explorer.notice().starts_with("undid: Secrets 350 → 10,000"), "{}", explorer.notice());
    explorer.keys("U");
    assert!(explorer.notice().starts_with("redid: Secrets 350 → 10,000"), "{}", explorer.notice());
}

#[test]
fn words_of_an_offer_find_it_though_a_slider_begins_so() {
    let mut explorer = base();
    explorer.keys(":secrets manager");
    let Some(Overlay::Palette(palette)) = explorer.state.cursor.overlays.last() else { panic!() };
    assert!(palette.refused.is_none());
    assert!(palette.found.iter().any(|(_, words)| words.contains("AWS Secrets Manager")));
}

#[test]
fn the_preview_of_a_value_is_what_taking_it_gives() {
    let mut explorer = Explorer::started(120, 40);
    explorer.keys(":secrets 350<enter>:clients 60<enter>:refresh every<enter>");
    assert!(explorer.state.selected().title().contains("AWS Parameter Store"));
    // 1.8 billion reads, 700 a second: beyond standard throughput, which costs nothing
    explorer.keys("<enter>30 s");
    let screen = explorer.text();
    let says = "USD 9,072.00  ▲ +9,072.00  AWS Parameter Store Pay";
    assert!(screen.contains(says), "{screen}");
    explorer.keys("<enter>");
    assert_eq!(explorer.total(), "9072");
}

#[test]
fn a_discount_by_its_command_names_the_offer() {
    let mut explorer = Explorer::started(120, 40);
    let name = whatif::report::names::plain(explorer.state.selected());
    explorer.keys(":discount 12");
    let screen = explorer.text();
    assert!(screen.contains(&format!("discount on {name}: 12")), "{screen}");
}
