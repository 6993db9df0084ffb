//! What the README says of the keys is what the action table says, and its files can be opened.

use std::path::Path;

/// Where the key reference begins and ends in the README.
const BEGIN: &str =
    "<!-- keys: from the action table; UPDATE_README=1 cargo test --test explorer -->\n";
const END: &str = "<!-- /keys -->";

#[test]
fn the_key_reference_of_the_readme_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (kept, after) = rest.split_once(END).unwrap();
    let table = whatif::action::key_reference();
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(&path, format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
        return;
    }
    assert!(kept == table, "run UPDATE_README=1 cargo test --test explorer");
}

#[test]
fn the_scenario_and_the_tour_of_the_readme_can_be_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let blocks: Vec<&str> = readme
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split_once("```").map(|(block, _)| block))
        .filter(|block| block.starts_with("format = 1"))
        .collect();
    let [scenario, tour] = blocks[..] else { panic!("{} blocks", blocks.len()) };
    let mut explorer = crate::support::Explorer::whole(120, 40);
    let origin = whatif::state::Origin::File("plan.toml".into());
    explorer.send(whatif::state::Message::Opened { origin, text: scenario.to_owned() });
    assert_eq!(explorer.state.document.name(), "plan", "{}", explorer.text());
    assert_eq!(explorer.state.scenario.changes.len(), 1);
    let message =
        whatif::state::Message::TourRead { name: "mine".to_owned(), text: tour.to_owned() };
    explorer.send(message);
    assert!(explorer.state.tour.is_some(), "{}", explorer.text());
}
