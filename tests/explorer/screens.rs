//! Snapshots of the screens, styles included, and every size.

use crate::support::Explorer;
use whatif::explorer::theme::{Depth, Scheme};

const SIZES: [(u16, u16); 4] = [(120, 40), (80, 24), (48, 16), (20, 5)];

#[test]
fn the_opening_screen_at_four_sizes() {
    for (width, height) in SIZES {
        let explorer = Explorer::new(width, height);
        insta::assert_snapshot!(format!("opening-{width}x{height}"), explorer.text());
        insta::assert_snapshot!(format!("opening-{width}x{height}-styles"), explorer.svg());
    }
}

#[test]
fn the_opening_screen_without_colour() {
    for (width, height) in SIZES {
        let explorer = Explorer::with(width, height, Scheme::Dark, Depth::None, false);
        insta::assert_snapshot!(format!("no-colour-{width}x{height}-styles"), explorer.svg());
    }
}

#[test]
fn overlays_at_two_sizes() {
    for (width, height) in [(120, 40), (80, 24)] {
        for (name, keys) in [
            ("help", "?"),
            ("palette", ":per"),
            ("edit", "=secrets*"),
            ("edit-refused", "<enter>1x<enter>"),
            ("why", "<tab><down><enter>"),
            ("period", "t"),
            ("filter", "/ten"),
        ] {
            let mut explorer = Explorer::new(width, height);
            explorer.keys(keys);
            insta::assert_snapshot!(format!("{name}-{width}x{height}"), explorer.text());
        }
    }
}

#[test]
fn the_prices_at_four_sizes() {
    for (width, height) in SIZES {
        let mut explorer = Explorer::started(width, height);
        explorer.keys("4");
        insta::assert_snapshot!(format!("prices-{width}x{height}"), explorer.text());
    }
}

#[test]
fn cards_with_more_to_say() {
    for (name, keys) in [
        ("enterprise", ":tencent-ssm-enterprise<enter>"),
        ("alibaba", ":alibaba-kms-payg<enter>"),
        ("huawei", ":huawei-secmaster-payg<enter>"),
    ] {
        let mut explorer = Explorer::new(120, 40);
        explorer.keys(keys);
        insta::assert_snapshot!(name, explorer.text());
    }
}

#[test]
fn ascii_leaves_no_other_sign_on_the_screen() {
    for (width, height) in SIZES {
        for keys in
            ["", "?", ":", "<tab><enter>", "<enter>1001<enter>", ":huawei-secmaster-payg<enter>"]
        {
            let mut explorer = Explorer::with(width, height, Scheme::Dark, Depth::True, true);
            explorer.keys(keys);
            assert!(explorer.text().is_ascii(), "{keys}:\n{}", explorer.text());
        }
    }
    insta::assert_snapshot!(
        "ascii-120x40",
        Explorer::with(120, 40, Scheme::Dark, Depth::None, true).text()
    );
}

#[test]
fn no_size_panics() {
    let mut explorer = Explorer::new(120, 40);
    for width in 0..=200 {
        for height in 0..=60 {
            explorer.resize(width, height);
        }
    }
}

#[test]
fn no_size_panics_whatever_is_open() {
    for keys in ["?", ":a", "=secrets", "1x<enter>", "<tab><enter>", "<tab>", "<backtab>", "/a"] {
        let mut explorer = Explorer::new(120, 40);
        explorer.keys(keys);
        for width in (0..=40).chain((41..=200).step_by(13)) {
            for height in (0..=14).chain((15..=60).step_by(9)) {
                explorer.resize(width, height);
            }
        }
    }
}

#[test]
fn at_20_by_5_provider_total_and_slider_are_there() {
    for depth in [Depth::None, Depth::True] {
        let screen = Explorer::with(20, 5, Scheme::Dark, depth, false).text();
        for words in ["Tencent Cloud SSM", "USD 40.30", "Secrets", "100", "├"] {
            assert!(screen.contains(words), "{words}:\n{screen}");
        }
    }
}

#[test]
fn the_total_is_there_at_every_size_that_can_hold_it() {
    for width in 20..=140 {
        for height in 1..=45 {
            let screen = Explorer::new(width, height).text();
            let large = screen.contains("█ █ ███") || screen.contains("███");
            assert!(large || screen.contains("40.30"), "{width}x{height}:\n{screen}");
        }
    }
}

#[test]
fn focus_shows_without_colour() {
    let mut explorer = Explorer::with(120, 40, Scheme::Dark, Depth::None, false);
    assert!(explorer.text().contains("▸ Usage"));
    explorer.keys("<tab>");
    assert!(explorer.text().contains("▸ Tencent SSM"));
    assert!(!explorer.text().contains("▸ Usage"));
}
