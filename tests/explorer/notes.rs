//! The scenario's subject, in the user's words: typing it, and where it is shown.

use std::sync::Arc;

use crate::support::Explorer;
use whatif::explorer::state::Message;

/// The opening screen after some keys.
fn after(script: &str) -> Explorer {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys(script);
    explorer
}

#[test]
fn notes_are_typed_gone_on_with_and_undone() {
    let mut explorer = after("nTwice as many<enter>");
    assert_eq!(explorer.state.caption().as_deref(), Some("Twice as many"));
    explorer.keys("n services<enter>");
    assert_eq!(explorer.state.document.scenario.notes, "Twice as many services");
    explorer.keys("u");
    assert_eq!(explorer.state.caption().as_deref(), Some("Twice as many"), "one step of undo");
    explorer.keys("u");
    assert_eq!(explorer.state.caption().as_deref(), None);
    explorer.keys("Un<c-u><enter>");
    assert_eq!(explorer.state.document.scenario.notes, "", "empty for none");
    explorer.keys("nnever mind<esc>");
    assert_eq!(explorer.state.document.scenario.notes, "");
}

#[test]
fn notes_hold_no_control_characters_and_take_600_letters_at_once_or_none() {
    let mut explorer = after("n");
    explorer.send(Message::Paste(format!("a\u{1b}[31mb\tc\r\nd{}", "x".repeat(580))));
    explorer.keys("<enter>n");
    let notes = explorer.state.document.scenario.notes.clone();
    assert!(notes.starts_with("ab c\ndx") && notes.chars().count() == 586, "{notes}");
    explorer.send(Message::Paste("y".repeat(700)));
    let told = "the pasted text is too long and was ignored: paste at most 600 characters";
    assert!(explorer.text().contains(told), "{}", explorer.text());
    explorer.keys("<enter>");
    assert_eq!(explorer.state.document.scenario.notes, notes);
    // As many as a file may have, and no more.
    for _ in 0..2 {
        explorer.keys("n");
        explorer.send(Message::Paste("y".repeat(600)));
        explorer.keys("<enter>");
    }
    explorer.keys("n");
    explorer.send(Message::Paste("y".repeat(600)));
    explorer.keys("<enter>");
    let told = "the notes have 2386 characters: shorten them to at";
    assert!(explorer.text().contains(told), "{}", explorer.text());
    explorer.keys("<esc>");
    assert_eq!(explorer.state.document.scenario.notes.chars().count(), 1_786);
}

#[test]
fn notes_of_several_lines_keep_them_when_they_are_typed_on() {
    let mut explorer = after("");
    Arc::make_mut(&mut explorer.state.document.scenario).notes =
        "\n The first.\nThe second.".to_owned();
    assert_eq!(explorer.state.caption().as_deref(), Some("The first."));
    explorer.keys("n");
    assert!(explorer.text().contains("The first. ¶ The second."), "{}", explorer.text());
    explorer.keys("<enter>");
    assert_eq!(explorer.state.document.scenario.notes, "\n The first.\nThe second.");
    explorer.keys("n More<enter>");
    assert_eq!(explorer.state.document.scenario.notes, "\n The first.\nThe second. More");
    explorer.keys("n<c-u>one ¶two<enter>");
    assert_eq!(explorer.state.document.scenario.notes, "one\ntwo");
}

#[test]
fn what_a_file_has_more_of_than_can_be_typed_is_not_cut_by_a_field() {
    let mut explorer = after("");
    let long = "a word ".repeat(250);
    Arc::make_mut(&mut explorer.state.document.scenario).notes = long.clone();
    explorer.keys("n<enter>");
    assert_eq!(explorer.state.document.scenario.notes, long);
    explorer.keys("n!<enter>");
    assert_eq!(explorer.state.document.scenario.notes, format!("{long}!"));
    // A part of a list or a number would be another one.
    explorer.keys("B");
    explorer.send(Message::Paste(format!("{}500", " ".repeat(598))));
    explorer.keys("<esc>v");
    explorer.send(Message::Paste(format!("2026-11-28 secrets={}5", " ".repeat(600))));
    explorer.keys("<enter>");
    assert_eq!(
        (
            explorer.state.document.scenario.budget,
            explorer.state.document.scenario.inputs.changes.len()
        ),
        (None, 0)
    );
    let changes: Vec<String> = (0..60)
        .map(|it| format!("2026-11-28T{:02}:{:02}:00+08:00 secrets={it}", it / 4, it % 4 * 15))
        .collect();
    for some in changes.chunks(12) {
        explorer.keys("v<end>");
        explorer.send(Message::Paste(format!("; {}", some.join("; "))));
        explorer.keys("<enter>");
    }
    assert_eq!(explorer.state.document.scenario.inputs.changes.len(), 60, "{}", explorer.text());
    explorer.keys("v<enter>");
    assert_eq!(explorer.state.document.scenario.inputs.changes.len(), 60);
}

#[test]
fn notes_move_no_figure() {
    let mut explorer = after("<enter>50..400<enter>");
    explorer.settle();
    explorer.keys("nA remark<enter>");
    assert!(!explorer.state.has_work());
    assert!(explorer.text().contains("P50"), "{}", explorer.text());
}

#[test]
fn the_caption_stands_beside_what_the_cursor_is_on_where_it_has_room() {
    let mut explorer = after("nAudit, third question<enter>");
    let screen = explorer.text();
    for words in ["enabled or disabled.", "Audit, third question"] {
        assert!(screen.contains(words), "{words}:\n{screen}");
    }
    explorer.resize(80, 24);
    assert!(!explorer.text().contains("Audit"), "{}", explorer.text());
    explorer.keys("3<tab>");
    assert!(explorer.text().contains("Audit, third question"), "{}", explorer.text());
}
