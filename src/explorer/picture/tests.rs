use clap::ValueEnum as _;
use whatif_pricing::{Catalog, Vocabulary};

use super::*;
use crate::explorer::action::Screen;
use crate::explorer::state::{Message, Preferences};
use crate::explorer::theme::{Depth, Scheme};
use crate::store::profile::Profile;

/// A card whose texts try to be markup.
const HOSTILE: &str = include_str!("../../report/export/tests/hostile.toml");

fn state() -> State {
    let mut catalog = Catalog::default();
    for id in ["tencent-ssm-enterprise", "tencent-ssm-payg", "tencent-kms-payg"] {
        let card = Catalog::shipped().card(id).unwrap();
        catalog.put(whatif_pricing::RateCard::clone(&card));
    }
    catalog.read(HOSTILE, Vocabulary::standard()).unwrap();
    state_on(&catalog)
}

fn state_on(catalog: &Catalog) -> State {
    let today = "2026-06-01".parse().unwrap();
    let preferences = Preferences { scheme: Scheme::Dark, mouse: true, reduced_motion: false };
    State::opening(catalog.cards(), today, preferences, Profile::default()).unwrap()
}

fn theme() -> Theme {
    Theme::new(Scheme::Dark, Depth::True, Glyphs::new(false))
}

#[test]
fn a_screen_is_exported_as_it_is_drawn() {
    let mut state = state();
    let buffer = screen(&mut state, &theme(), 100, 30);
    let drawn = Some((&buffer, &theme()));
    let text = of_state(&state, What::Screen, Form::Text, drawn).unwrap();
    assert_eq!(text, crate::explorer::svg::text(&buffer));
    assert!(text.contains("40.30"), "{text}");
    let svg = of_state(&state, What::Screen, Form::Svg, drawn).unwrap();
    assert!(svg.starts_with("<svg") && svg.contains("40.30"));
    let ansi = of_state(&state, What::Screen, Form::Ansi, drawn).unwrap();
    let plain =
        ansi.lines().map(|line| crate::library::sanitize::sanitize(line).trim_end().to_owned());
    assert_eq!(plain.collect::<Vec<_>>(), text.lines().collect::<Vec<_>>());
    assert!(of_state(&state, What::Screen, Form::Svg, None).is_err());
}

#[test]
fn a_picture_of_hostile_text_is_well_formed() {
    let mut catalog = Catalog::default();
    catalog.read(HOSTILE, Vocabulary::standard()).unwrap();
    let mut state = state_on(&catalog);
    let buffer = screen(&mut state, &theme(), 160, 50);
    let text = crate::explorer::svg::text(&buffer);
    assert!(text.contains("<script>"), "{text}");
    let svg = picture(&buffer, &theme(), Form::Svg).unwrap();
    assert!(!svg.contains("<script>"));
    check_xml(&svg);
    let mut raw = Buffer::empty(ratatui::layout::Rect::new(0, 0, 4, 1));
    for (column, symbol) in ["<", "&", "\u{1}", "\u{1b}"].into_iter().enumerate() {
        raw.content[column].set_symbol(symbol);
    }
    check_xml(&picture(&raw, &theme(), Form::Svg).unwrap());
}

/// Are all elements closed in order, all attributes quoted, and is every other sign escaped?
fn check_xml(text: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        check_escapes(before);
        let end = from.find('>').expect("a tag ends");
        let tag = &from[1..end];
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
        match tag {
            _ if tag.starts_with('/') => assert_eq!(open.pop(), Some(name)),
            _ if tag.ends_with('/') => {}
            _ => open.push(name),
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        rest = &from[end + 1..];
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "{open:?}");
}

fn check_escapes(text: &str) {
    assert!(!text.contains(|letter: char| letter.is_control() && letter != '\n'), "{text:?}");
    for part in text.split('&').skip(1) {
        let known = ["amp;", "lt;", "gt;"].iter().any(|it| part.starts_with(it));
        assert!(known, "{part}");
    }
}

#[test]
fn a_screen_has_no_form_of_a_table_and_the_same_screen_is_the_same_picture() {
    assert!(of_state(&state(), What::Screen, Form::Csv, None).is_err());
    let drawn = || picture(&screen(&mut state(), &theme(), 120, 40), &theme(), Form::Svg);
    assert_eq!(drawn(), drawn());
}

#[test]
fn every_screen_is_drawn_once_its_samples_are_known() {
    let mut state = state();
    let mut scenario = state.scenario().clone();
    let workload = &mut scenario.inputs.workload;
    let secrets = workload.vocabulary().find("secrets").unwrap();
    let range = workload.read(secrets, "50..400").unwrap();
    workload.set(secrets, range).unwrap();
    let cards = state.figures.board.cards().to_vec();
    let today = state.settings.today;
    let preferences = state.settings.preferences;
    state = State::of(&cards, scenario, today, preferences, Profile::default()).unwrap();
    for at in Screen::value_variants() {
        state.update(Message::Act(at.action()));
        let _ = screen(&mut state, &theme(), 80, 24);
        assert!(!state.has_work());
    }
}
