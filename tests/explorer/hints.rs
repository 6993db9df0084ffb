//! What is hinted does something, what does nothing says so, and what is said is whole.

use std::path::PathBuf;

use whatif::explorer::action::{Pane, Screen};
use whatif::explorer::state::{Files, Message, Overlay};

use crate::support::Explorer;

/// The workload of a newcomer's first question.
fn base(width: u16, height: u16) -> Explorer {
    let mut explorer = Explorer::started(width, height);
    explorer.keys(":secrets 350<enter>:clients 60<enter>:refresh 30s<enter>:keys 12<enter>");
    explorer.keys(":regions 2<enter>");
    explorer
}

fn scrolled(explorer: &Explorer) -> usize {
    let Some(Overlay::Help { scroll, .. }) = explorer.state.cursor.overlays.last() else {
        panic!()
    };
    *scroll
}

#[test]
fn an_overdue_course_is_hinted_where_one_is_known() {
    let mut explorer = Explorer::whole(200, 50);
    explorer.go_to("tencent-ssm-payg");
    explorer.keys("4");
    assert!(explorer.text().contains("←→ unpaid from"), "{}", explorer.text());
    explorer.keys("<right>");
    assert_eq!((explorer.state.cursor.unpaid_days, &*explorer.notice()), (1, ""));
}

#[test]
fn an_offer_without_an_overdue_course_says_so() {
    let mut explorer = base(200, 50);
    explorer.go_to("aws-secrets-manager");
    explorer.keys("4");
    assert_eq!(explorer.state.cursor.focus, Pane::Prices);
    assert!(!explorer.text().contains("unpaid from"), "{}", explorer.text());
    explorer.keys("<right>");
    assert_eq!(explorer.notice(), "no overdue course is known of AWS Secrets Manager");
    assert_eq!(explorer.state.cursor.unpaid_days, 0);
    explorer.keys("?/unpaid from");
    assert!(explorer.text().contains("Unpaid from: the day"), "{}", explorer.text());
}

#[test]
fn the_job_as_it_is_changes_nothing() {
    let mut explorer = base(120, 40);
    let before = explorer.state.document.scenario.clone();
    explorer.keys("Jsecrets<enter>");
    assert_eq!(explorer.state.document.scenario, before);
    assert_eq!(explorer.notice(), "compared for secrets and keys already");
}

#[test]
fn the_help_goes_to_its_ends_and_back() {
    let mut explorer = base(120, 40);
    explorer.keys("?<end>");
    let end = scrolled(&explorer);
    assert!(end > 10 && explorer.text().contains("On a value: type it"), "{}", explorer.text());
    explorer.keys("<down><pgdn>");
    assert_eq!(scrolled(&explorer), end);
    explorer.keys("<up>");
    assert_eq!(scrolled(&explorer), end - 1);
    explorer.keys("<home>");
    assert_eq!(scrolled(&explorer), 0);
}

#[test]
fn the_help_finds_actions_by_name() {
    for (name, help) in [("redo", "Make the change again"), ("undo", "Take the last change back")] {
        let mut explorer = base(120, 40);
        explorer.keys(&format!("?/{name}"));
        assert!(explorer.text().contains(help), "{name}:\n{}", explorer.text());
    }
}

#[test]
fn fine_steps_are_hinted_where_there_are_round_values() {
    let mut explorer = Explorer::started(200, 50);
    assert!(explorer.text().contains("⇧←→ 10 steps"), "{}", explorer.text());
    explorer.keys(":refresh<enter>");
    assert!(explorer.text().contains("⇧←→ fine steps"), "{}", explorer.text());
    explorer.keys(":refresh 300<enter><s-right>");
    assert_eq!(explorer.value("refresh_seconds"), "301");
}

#[test]
fn a_screen_shows_its_own_pane_where_there_is_room_for_one() {
    for (key, screen, pane) in [
        ("2", Screen::Compare, Pane::Compare),
        ("3", Screen::Sweep, Pane::Sweep),
        ("4", Screen::Prices, Pane::Prices),
        ("5", Screen::Levers, Pane::Levers),
    ] {
        let mut explorer = base(48, 16);
        explorer.keys(":secrets<enter>");
        explorer.keys(key);
        assert_eq!((explorer.state.cursor.screen, explorer.state.cursor.focus), (screen, pane));
        // With room for the sliders beside it they keep the keys.
        let mut explorer = base(120, 40);
        explorer.keys(":secrets<enter>");
        explorer.keys(key);
        assert_eq!(
            (explorer.state.cursor.screen, explorer.state.cursor.focus),
            (screen, Pane::Usage)
        );
    }
}

#[test]
fn the_filter_finds_offers_by_any_of_their_words() {
    let mut explorer = base(120, 40);
    explorer.keys("/aws sec");
    let listed = explorer.state.listed();
    assert!(listed.iter().any(|offer| offer.id.as_str() == "aws-secrets-manager"));
    assert!(listed.iter().all(|offer| offer.title().contains("AWS")));
    explorer.keys("<c-u>manager aws");
    assert!(!explorer.state.listed().is_empty(), "in any order");
    explorer.keys("<c-u>zzz");
    assert!(
        explorer.text().contains("no offer has these words: esc clears"),
        "{}",
        explorer.text()
    );
}

#[test]
fn the_columns_of_a_comparison_stand_side_by_side_in_order_of_total() {
    let mut explorer = base(80, 24);
    explorer.keys("M2");
    let side = explorer.state.figures.side_by_side.as_ref().unwrap();
    let letters: Vec<char> = side
        .offers
        .iter()
        .map(|id| {
            let series = explorer.state.figures.board.offer(id).unwrap().series.unwrap();
            whatif::scenario::letters::letter(series)
        })
        .collect();
    let all = letters.len();
    for _ in 0..all {
        let screen = explorer.text();
        let head = screen.lines().nth(3).unwrap();
        let words = head.split([' ', '▸', '│']);
        let shown: Vec<char> = words.filter(|word| word.len() == 1).flat_map(str::chars).collect();
        let first = letters.iter().position(|letter| *letter == shown[0]).unwrap();
        assert_eq!(shown[..], letters[first..first + shown.len()], "{screen}");
        let after = all - first - shown.len();
        let plural = |count: usize| if count == 1 { "offer" } else { "offers" };
        let counts = match (first, after) {
            (_, 0) => format!("‹ {first} more {}", plural(first)),
            (0, _) => format!("{after} more {} ›", plural(after)),
            (_, _) => format!("‹ {first} · {after} more {} ›", plural(after)),
        };
        assert!(screen.contains(&counts), "{counts}:\n{screen}");
        explorer.keys("<tab><right><tab>");
    }
}

#[test]
fn a_small_screen_says_how_many_fit_the_budget() {
    let mut explorer = base(80, 24);
    explorer.keys(":budget 6000<enter><tab>");
    let screen = explorer.text();
    let verdict = screen.lines().nth(1).unwrap();
    assert!(verdict.contains(" of 6 fit."), "{screen}");
    assert!(verdict.contains("third-party"), "{screen}");
}

#[test]
fn the_stage_says_the_doubts_in_whole_words() {
    for (width, height) in [(120, 40), (80, 24)] {
        for notes in ["", "nWhat if every client polled every thirty seconds?<enter>"] {
            let mut explorer = base(width, height);
            explorer.keys(notes);
            explorer.keys("p<tab>");
            let screen = explorer.text();
            // The lines below the slider.
            let lines: Vec<&str> = screen.lines().collect();
            let said = lines[lines.len() - 6..].join(" ");
            let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
            for doubt in ["A price in it is a third party's.", "does not count Regions (2)."] {
                assert!(said.contains(doubt), "{doubt}\n{screen}");
            }
            assert!(!said.contains('…'), "{screen}");
        }
    }
}

#[test]
fn a_price_has_its_unit() {
    for (width, height) in [(120, 40), (80, 24)] {
        let mut explorer = base(width, height);
        explorer.keys("4");
        let screen = explorer.text();
        assert!(screen.contains(" per "), "{screen}");
        assert!(screen.contains("month"), "{screen}");
    }
}

#[test]
fn the_welcome_names_the_file_that_was_used_last() {
    let mut explorer = Explorer::started(120, 40);
    assert!(explorer.text().contains("Welcome. Drag a slider"), "{}", explorer.text());
    let recent = vec![PathBuf::from("plans/work.toml"), PathBuf::from("old.toml")];
    explorer.send(Message::Files(Files { recent, autosaves: Vec::new() }));
    assert!(explorer.text().contains("Welcome back. o opens work.toml."), "{}", explorer.text());
}
