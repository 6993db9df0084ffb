//! The pictures of the README are made by the program. `UPDATE_PICTURES=1 cargo test --test explorer`
//! makes them again.

use std::path::Path;

use crate::support::Explorer;
use whatif::theme::{Depth, Scheme};

fn check(name: &str, explorer: &Explorer) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(name);
    let drawn = explorer.svg();
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        std::fs::write(&path, &drawn).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == drawn,
        "assets/{name} is out of date: run UPDATE_PICTURES=1 cargo test --test explorer"
    );
}

#[test]
fn the_picture_of_the_opening_screen_is_up_to_date() {
    let mut explorer = Explorer::whole(120, 40);
    // Ten steps more, so that the picture shows what a change looks like.
    explorer.keys("<s-right>");
    check("explore.svg", &explorer);
}

#[test]
fn the_picture_of_an_explanation_is_up_to_date() {
    let mut explorer = Explorer::with(100, 30, Scheme::Light, Depth::True, false);
    explorer.keys("<tab><down><enter>");
    check("why.svg", &explorer);
}
