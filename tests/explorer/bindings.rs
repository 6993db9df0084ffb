//! Keys of the settings: what they do, and where they are shown.

use whatif::explorer::action::Bindings;
use whatif::explorer::state::Effect;

use crate::support::Explorer;

fn with_keys(all: &[(&str, &[&str])]) -> Explorer {
    let owned = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
    let wanted: Vec<(String, Vec<String>)> =
        all.iter().map(|(action, keys)| ((*action).to_owned(), owned(keys))).collect();
    let (bindings, errors) = Bindings::read(&wanted);
    assert_eq!(errors, []);
    let mut explorer = Explorer::new(120, 40);
    explorer.state.settings.bindings = bindings;
    explorer.draw();
    explorer
}

#[test]
fn a_changed_key_acts_and_the_one_before_it_does_not() {
    let mut explorer = with_keys(&[("undo", &["Z"]), ("show-compare", &["7", "8"])]);
    explorer.keys("<right>");
    let moved = explorer.text();
    explorer.keys("u");
    assert!(moved.contains("▲"), "{moved}");
    assert!(!explorer.text().contains("▼"), "u means nothing now: {}", explorer.text());
    explorer.keys("Z");
    assert!(explorer.text().contains("▼"), "{}", explorer.text());
    explorer.keys("8");
    assert!(explorer.text().contains("▸7 Compare"), "{}", explorer.text());
}

#[test]
fn suspending_follows_its_key_wherever_one_is() {
    let mut explorer = with_keys(&[("undo", &["ctrl-z"]), ("suspend", &["ctrl-x"])]);
    for script in ["", "?", ":"] {
        assert_eq!(explorer.keys(&format!("{script}<c-x>")), Effect::Suspend, "{script}");
        assert_eq!(explorer.keys("<c-z>"), Effect::None, "{script}");
        explorer.keys("<esc>");
    }
}

#[test]
fn hints_help_and_palette_show_the_changed_key() {
    let mut explorer = with_keys(&[
        ("palette", &["ctrl-k"]),
        ("help", &["F"]),
        ("undo", &["ctrl-z"]),
        ("suspend", &[]),
    ]);
    assert!(explorer.text().contains("3 Sweep"));
    explorer.keys("F");
    let rows: Vec<String> = (0..14)
        .map(|_| {
            explorer.keys("<pgdn>");
            explorer.text()
        })
        .collect();
    assert!(
        rows.iter()
            .any(|page| page.contains("ctrl-z") && page.contains("Take the last change back")),
        "{rows:#?}"
    );
    explorer.keys("<esc><c-k>undo");
    assert!(explorer.text().contains("ctrl-z"), "{}", explorer.text());
}
