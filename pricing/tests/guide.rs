//! The card author's guide in README.md keeps its word: its card is sound, its table names tests that exist.

use std::sync::Arc;

use whatif_pricing::{RateCard, Vocabulary};

const GUIDE: &str = include_str!("../README.md");

fn card_of_the_guide() -> &'static str {
    let (_, after) = GUIDE.split_once("```toml\n").expect("the guide has a card");
    after.split_once("```").expect("the card ends").0
}

#[test]
fn the_card_of_the_guide_is_read_and_its_examples_reproduce() {
    let card = RateCard::read(card_of_the_guide(), Vocabulary::standard());
    let card = Arc::new(card.unwrap_or_else(|problems| panic!("{problems}")));
    assert_eq!(card.examples().len(), 2);
    assert_eq!(card.failing_examples(Vocabulary::standard()), []);
}

#[test]
fn the_tests_that_the_guide_names_exist() {
    let tests = include_str!("rules.rs");
    let named: Vec<&str> = GUIDE.split('`').filter(|text| text.ends_with('…')).collect();
    assert!(named.len() > 30, "{named:?}");
    for name in named {
        let start = name.trim_end_matches('…');
        assert!(tests.contains(&format!("\nfn {start}")), "{name}");
    }
}

#[test]
fn every_key_that_is_read_is_in_the_guide() {
    // An unknown key is answered with the keys that there are.
    for place in ["id = \"vault", "id = \"secrets\"", "says = \"25 secrets", "id = \"prices\""] {
        let card = card_of_the_guide().replacen(place, &format!("zzzzzz = 1\n{place}"), 1);
        let problems = RateCard::read(&card, Vocabulary::standard()).unwrap_err();
        let (_, keys) = problems.list[0].remedy.split_once("the keys here are: ").unwrap();
        for key in keys.split(", ") {
            let described = [format!("`{key}"), format!("[{key}"), format!("{key}`")];
            assert!(described.iter().any(|key| GUIDE.contains(key)), "{key}");
        }
    }
}

#[test]
fn every_driver_is_in_the_guide() {
    let (_, list) = GUIDE.split_once("### What can be counted").expect("the guide lists them");
    let (list, _) = list.split_once("\n## ").expect("the list ends");
    for (_, driver) in Vocabulary::standard().iter() {
        assert!(list.contains(&format!("`{}`", driver.name)), "{}", driver.name);
    }
}
