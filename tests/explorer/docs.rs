//! docs/keys.md holds the action table, and the files in docs/manual.md can be opened.

use std::path::Path;

/// The lines at which the key reference begins and ends in docs/keys.md.
const BEGIN: &str =
    "<!-- keys: from the action table; UPDATE_DOCS=1 cargo test --test explorer -->\n";
const END: &str = "<!-- /keys -->";

#[test]
fn the_key_reference_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keys.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (kept, after) = rest.split_once(END).unwrap();
    let table = whatif::explorer::action::key_reference();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
        return;
    }
    assert!(kept == table, "run UPDATE_DOCS=1 cargo test --test explorer");
}

#[test]
fn the_scenario_and_the_tour_of_the_manual_can_be_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/manual.md");
    let manual = std::fs::read_to_string(path).unwrap();
    let blocks: Vec<&str> = manual
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split_once("```").map(|(block, _)| block))
        .filter(|block| block.starts_with("format = 1"))
        .collect();
    let [scenario, tour] = blocks[..] else { panic!("{} blocks", blocks.len()) };
    let mut explorer = crate::support::Explorer::whole(120, 40);
    let origin = whatif::explorer::state::Origin::File("plan.toml".into());
    explorer.send(whatif::explorer::state::Message::Opened { origin, text: scenario.to_owned() });
    assert_eq!(explorer.state.document.name(), "plan", "{}", explorer.text());
    assert_eq!(explorer.state.document.scenario.inputs.changes.len(), 1);
    let message = whatif::explorer::state::Message::TourRead {
        name: "mine".to_owned(),
        text: tour.to_owned(),
    };
    explorer.send(message);
    assert!(explorer.state.tour.playing.is_some(), "{}", explorer.text());
}
