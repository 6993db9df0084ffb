//! What the README says of the keys is what the action table says.

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
