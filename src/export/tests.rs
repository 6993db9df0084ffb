use std::sync::Arc;

use insta::assert_snapshot;
use whatif_pricing::{
    Catalog, ExchangeRate, ExchangeRates, Percent, Period, RateCard, Ratio, Selection, Vocabulary,
    plain,
};

use super::*;
use crate::action::{Action, Screen};
use crate::cli::request::Request;
use crate::profile::Profile;
use crate::scenario::place_of;
use crate::state::{Message, Preferences};
use crate::theme::{Depth, Scheme};

/// A card whose texts try to be formulas and markup, and that lacks a price.
const HOSTILE: &str = include_str!("tests/hostile.toml");

fn catalog() -> Catalog {
    let shipped = Catalog::shipped();
    let mut catalog = Catalog::default();
    for id in ["tencent-ssm-enterprise", "tencent-ssm-payg", "tencent-kms-payg"] {
        catalog.put(RateCard::clone(&shipped.card(id).unwrap()));
    }
    catalog.read(HOSTILE, Vocabulary::standard()).unwrap();
    catalog
}

/// Tencent's worked example with a discount and a companion, beside another plan and the hostile card, which
/// a rate leads to.
fn scenario(catalog: &Catalog) -> Scenario {
    let cards = catalog.cards();
    let period = Period::standard_month("2026-06-01".parse().unwrap());
    let mut scenario = Scenario::opening(catalog, period);
    let discount = Percent::parse("10").unwrap().negated().unwrap();
    choose(&mut scenario, cards, "tencent-ssm-payg", |selection, card| {
        selection.adjust(card, "storage", discount).unwrap();
        selection.include(card, "tencent-kms-payg").unwrap();
    });
    scenario.marked[place_of(cards, "hostile").unwrap()] = true;
    scenario.rates = rates();
    let budget = Ratio::from(100_u32);
    let currency = scenario.display;
    scenario.budget = Some(crate::scenario::Budget { amount: budget, currency });
    scenario
}

fn choose(
    scenario: &mut Scenario,
    cards: &[Arc<RateCard>],
    id: &str,
    how: impl FnOnce(&mut Selection, &RateCard),
) {
    let place = place_of(cards, id).unwrap();
    how(Arc::make_mut(&mut scenario.selections[place]), &cards[place]);
}

fn rates() -> ExchangeRates {
    let today = "2026-05-31".parse().unwrap();
    let usd = whatif_pricing::Currency::parse("USD").unwrap();
    let mut rates = ExchangeRates::default();
    rates.set(ExchangeRate::parse("EUR=1.25 2026-05-29 ECB", usd, today).unwrap()).unwrap();
    rates
}

fn export(what: What, form: Form) -> String {
    export_of(&scenario(&catalog()), what, form)
}

fn export_of(scenario: &Scenario, what: What, form: Form) -> String {
    let board = Board::new(&catalog(), scenario).unwrap();
    let wanted = Wanted { what, form, card: None, driver: None, glyphs: Glyphs::new(false) };
    of_scenario(scenario, &board, &wanted).unwrap()
}

/// The same with the hostile card's invoice.
fn hostile(form: Form) -> String {
    let mut scenario = scenario(&catalog());
    scenario.selected = place_of(catalog().cards(), "hostile").unwrap();
    export_of(&scenario, What::Invoice, form)
}

#[test]
fn an_invoice_has_every_form() {
    assert_snapshot!("invoice_text", export(What::Invoice, Form::Text));
    assert_snapshot!("invoice_markdown", export(What::Invoice, Form::Markdown));
    assert_snapshot!("invoice_csv", export(What::Invoice, Form::Csv));
    assert_snapshot!("invoice_json", export(What::Invoice, Form::Json));
}

#[test]
fn an_invoice_without_a_price_is_a_lower_bound_in_every_form() {
    assert_snapshot!("incomplete_text", hostile(Form::Text));
    assert_snapshot!("incomplete_markdown", hostile(Form::Markdown));
    assert_snapshot!("incomplete_csv", hostile(Form::Csv));
}

#[test]
fn a_comparison_has_every_form() {
    assert_snapshot!("comparison_text", export(What::Comparison, Form::Text));
    assert_snapshot!("comparison_markdown", export(What::Comparison, Form::Markdown));
    assert_snapshot!("comparison_csv", export(What::Comparison, Form::Csv));
    assert_snapshot!("comparison_json", export(What::Comparison, Form::Json));
}

#[test]
fn a_sweep_has_every_form() {
    assert_snapshot!("sweep_text", export(What::Sweep, Form::Text));
    assert_snapshot!("sweep_markdown", export(What::Sweep, Form::Markdown));
    assert_snapshot!("sweep_csv", export(What::Sweep, Form::Csv));
    assert_snapshot!("sweep_json", export(What::Sweep, Form::Json));
}

/// The records of a text of comma-separated values, as RFC 4180 has them.
fn records(text: &str) -> Vec<Vec<String>> {
    let mut records = vec![vec![String::new()]];
    let mut letters = text.chars().peekable();
    let mut quoted = false;
    while let Some(letter) = letters.next() {
        let record = records.last_mut().unwrap();
        match letter {
            '"' if quoted && letters.next_if_eq(&'"').is_some() => {
                record.last_mut().unwrap().push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(String::new()),
            '\r' if !quoted => {
                assert_eq!(letters.next(), Some('\n'), "a record ends with both signs");
                records.push(vec![String::new()]);
            }
            _ => record.last_mut().unwrap().push(letter),
        }
    }
    assert_eq!(records.pop(), Some(vec![String::new()]), "the last record has an end too");
    records
}

#[test]
fn every_record_of_a_csv_has_as_many_cells_and_no_cell_is_a_formula() {
    let all = [What::Invoice, What::Comparison, What::Sweep].map(|what| export(what, Form::Csv));
    for text in all.iter().chain([&hostile(Form::Csv)]) {
        let records = records(text);
        for cell in records.iter().inspect(|it| assert_eq!(it.len(), records[0].len())).flatten() {
            let is_number = cell.parse::<f64>().is_ok();
            assert!(is_number || !cell.starts_with(['=', '+', '-', '@']), "{cell}");
        }
    }
}

#[test]
fn the_cells_of_a_csv_read_back_as_the_engine_has_them() {
    let (catalog, scenario) = (catalog(), scenario(&catalog()));
    let board = Board::new(&catalog, &scenario).unwrap();
    let request = Request::of(&scenario, &board, scenario.selected).unwrap();
    let quoted = request.quoted().unwrap();
    let priced = &board.cards[scenario.selected];
    assert_eq!((&quoted.invoice, quoted.total), (&priced.invoice, priced.total));
    let records = records(&export(What::Invoice, Form::Csv));
    let amounts = |kind: &str, card: &str| -> Vec<String> {
        let is = |it: &&Vec<String>| it[0] == kind && it[9] == card;
        records.iter().filter(is).map(|record| record[7].clone()).collect()
    };
    let lines = quoted.invoice.lines.iter().map(|line| plain(line.amount.unwrap()));
    assert_eq!(amounts("line", "tencent-ssm-payg"), lines.collect::<Vec<_>>());
    let discount = plain(quoted.invoice.adjustments[0].amount);
    assert_eq!(amounts("adjustment", "tencent-ssm-payg"), [discount]);
    assert_eq!(amounts("total", "tencent-ssm-payg"), [plain(quoted.invoice.total)]);
    assert_eq!(amounts("total", "tencent-kms-payg"), [plain(quoted.companions[0].total)]);
    assert_eq!(amounts("together", "tencent-ssm-payg"), [plain(quoted.total.amount)]);
    assert_eq!(amounts("adjustment", "tencent-ssm-payg")[0], "-4");
}

#[test]
fn the_totals_of_a_comparison_are_those_of_the_board() {
    let (catalog, scenario) = (catalog(), scenario(&catalog()));
    let board = Board::new(&catalog, &scenario).unwrap();
    let records = records(&export(What::Comparison, Form::Csv));
    let totals = records.iter().find(|record| record[0] == "total").unwrap();
    for (head, total) in records[0].iter().zip(totals).skip(2) {
        let id = head.strip_suffix(" USD").unwrap();
        let shown = board.cards[board.place_of(id).unwrap()].shown.unwrap();
        let bound = if shown.complete { "" } else { "at least " };
        assert_eq!(*total, format!("{bound}{}", plain(shown.amount)), "{id}");
    }
}

#[test]
fn an_export_has_the_notes_and_the_changes_within_the_period() {
    let (catalog, mut scenario) = (catalog(), scenario(&catalog()));
    "For the =board\n\n# of March".clone_into(&mut scenario.notes);
    let secrets = scenario.workload.vocabulary().find("secrets").unwrap();
    let at = chrono::DateTime::parse_from_rfc3339("2026-06-16T00:00:00+08:00").unwrap();
    let value = scenario.workload.read(secrets, "200").unwrap();
    scenario.changes.push(whatif_pricing::Change { at, driver: secrets, value });
    let board = Board::new(&catalog, &scenario).unwrap();
    let request = Request::of(&scenario, &board, scenario.selected).unwrap();
    let (quoted, priced) = (request.quoted().unwrap(), &board.cards[scenario.selected]);
    assert_eq!((quoted.invoice, quoted.total), (priced.invoice.clone(), priced.total));
    for what in [What::Invoice, What::Comparison] {
        let text = export_of(&scenario, what, Form::Text);
        let says = [
            "Notes\n  - For the =board\n  - # of March\n",
            "From 2026-06-16 00:00",
            "Secrets: 200 secrets",
        ];
        assert!(says.iter().all(|says| text.contains(says)), "{text}");
    }
    let markdown = export_of(&scenario, What::Invoice, Form::Markdown);
    assert!(markdown.contains("- For the =board\n- \\# of March\n"), "{markdown}");
    let wanted = Wanted {
        what: What::Sweep,
        form: Form::Text,
        card: None,
        driver: None,
        glyphs: Glyphs::new(false),
    };
    let error = of_scenario(&scenario, &board, &wanted).unwrap_err().to_string();
    assert!(error.starts_with("no sweep while the workload has 1 change"), "{error}");
}

#[test]
fn what_is_unpublished_is_no_number_and_no_zero() {
    let records = records(&hostile(Form::Csv));
    let row = |kind: &str, label: &str| {
        let is = |it: &&Vec<String>| it[0] == kind && it[1].contains(label);
        records.iter().find(is).unwrap().clone()
    };
    assert_eq!(row("line", "@calls")[7], "unpublished");
    assert_eq!(row("line", "SUM")[1], "'=SUM(A1:A9), \"secrets\"");
    assert_eq!(row("total", "Total")[7], "at least 40");
}

#[test]
fn the_points_of_a_sweep_are_those_of_the_command_line() {
    let csv = records(&export(What::Sweep, Form::Csv));
    let json: serde_json::Value = serde_json::from_str(&export(What::Sweep, Form::Json)).unwrap();
    for (record, point) in csv[1..].iter().zip(json["points"].as_array().unwrap()) {
        assert_eq!(point["value"], record[0]);
        for (cell, total) in record[1..].iter().zip(point["totals"].as_array().unwrap()) {
            let known = total["complete"].as_bool().unwrap();
            assert_eq!(if known { total["amount"].as_str().unwrap() } else { "" }, cell);
        }
    }
}

#[test]
fn a_companion_is_priced_with_what_was_chosen_on_its_own_card() {
    let catalog = catalog();
    let mut scenario = scenario(&catalog);
    let double = Percent::parse("100").unwrap();
    choose(&mut scenario, catalog.cards(), "tencent-kms-payg", |selection, _| {
        selection.adjustment = Some(double);
    });
    let board = Board::new(&catalog, &scenario).unwrap();
    let request = Request::of(&scenario, &board, scenario.selected).unwrap();
    let priced = &board.cards[scenario.selected];
    let companion = &board.cards[priced.companions[0]];
    let quoted = request.quoted().unwrap();
    assert_eq!(quoted.companions[0].total, companion.invoice.total);
    assert_eq!(quoted.total, priced.total);
    assert!(!companion.invoice.adjustments.is_empty());
}

#[test]
fn the_differences_to_the_baseline_are_those_of_the_screen() {
    let mut state = state();
    state.update(Message::Act(Action::PinBaseline));
    state.update(Message::Act(Action::IncreaseMuch));
    state.update(Message::Act(Action::ShowCompare));
    let shown = state.side_by_side.as_ref().unwrap();
    let text = of_state(&state, What::Comparison, Form::Json, None).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    for (place, card) in json["cards"].as_array().unwrap().iter().enumerate() {
        let difference = shown.total_to_baseline(place);
        let told = difference.map(|it| plain(it.amount));
        assert_eq!(card["to_baseline"]["amount"].as_str(), told.as_deref());
    }
    assert!(json["cards"].to_string().contains("to_baseline\":{"));
    let text = of_state(&state, What::Comparison, Form::Text, None).unwrap();
    assert!(text.contains("To the baseline"), "{text}");
}

#[test]
fn the_same_scenario_gives_the_same_bytes() {
    for what in [What::Invoice, What::Comparison, What::Sweep] {
        for form in what.forms() {
            assert_eq!(export(what, *form), export(what, *form), "{what:?} as {form:?}");
        }
    }
    let drawn = || picture(&screen(&mut state(), &theme(), 120, 40), &theme(), Form::Svg);
    assert_eq!(drawn(), drawn());
}

#[test]
fn no_form_has_a_control_character() {
    let entry = Entry::new("a\u{1b}[31mb", "c\u{7}\nd\u{202e}e");
    assert_eq!(entry, Entry { name: "ab".to_owned(), text: "c de".to_owned() });
    assert_eq!(Cell::text("x\r\n=1\u{1b}]0;t\u{7}"), Cell::Text("x =1".to_owned()));
    assert_eq!(Column::text("a\u{0}b").head, "ab");
}

#[test]
fn markup_of_a_card_is_text_in_markdown() {
    let text = hostile(Form::Markdown);
    assert!(!text.contains("<script") && !text.contains("<b>"), "{text}");
    let table = text.lines().filter(|line| line.starts_with('|'));
    let bars = |line: &str| line.replace("\\|", "").matches('|').count();
    assert!(table.clone().count() > 3);
    assert!(table.map(bars).all(|bars| bars == 8));
}

fn state() -> State {
    state_on(&catalog())
}

fn state_on(catalog: &Catalog) -> State {
    let today = "2026-06-01".parse().unwrap();
    let preferences = Preferences { scheme: Scheme::Dark, mouse: true, reduced_motion: false };
    State::opening(catalog, today, preferences, Profile::default()).unwrap()
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
    assert_eq!(text, crate::svg::text(&buffer));
    assert!(text.contains("40.30"), "{text}");
    let svg = of_state(&state, What::Screen, Form::Svg, drawn).unwrap();
    assert!(svg.starts_with("<svg") && svg.contains("40.30"));
    let ansi = of_state(&state, What::Screen, Form::Ansi, drawn).unwrap();
    let plain = ansi.lines().map(|line| crate::widget::text::sanitize(line).trim_end().to_owned());
    assert_eq!(plain.collect::<Vec<_>>(), text.lines().collect::<Vec<_>>());
    assert!(of_state(&state, What::Screen, Form::Svg, None).is_err());
}

#[test]
fn a_picture_of_hostile_text_is_well_formed() {
    let mut catalog = Catalog::default();
    catalog.read(HOSTILE, Vocabulary::standard()).unwrap();
    let mut state = state_on(&catalog);
    let buffer = screen(&mut state, &theme(), 160, 50);
    let text = crate::svg::text(&buffer);
    assert!(text.contains("<script>"), "{text}");
    let svg = picture(&buffer, &theme(), Form::Svg);
    assert!(!svg.contains("<script>"));
    check_xml(&svg);
    let mut raw = Buffer::empty(ratatui::layout::Rect::new(0, 0, 4, 1));
    for (column, symbol) in ["<", "&", "\u{1}", "\u{1b}"].into_iter().enumerate() {
        raw.content[column].set_symbol(symbol);
    }
    check_xml(&picture(&raw, &theme(), Form::Svg));
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
fn what_has_no_such_form_is_refused_with_those_it_has() {
    assert_eq!(
        What::Invoice.check(Form::Svg).unwrap_err(),
        "the invoice cannot be written as svg: it has the forms text, markdown, csv and json"
    );
    assert!(of_state(&state(), What::Screen, Form::Csv, None).is_err());
}

#[test]
fn several_marked_cards_are_a_comparison_and_one_is_an_invoice() {
    let mut scenario = scenario(&catalog());
    assert_eq!(What::of(&scenario), What::Comparison);
    scenario.marked.fill(false);
    assert_eq!(What::of(&scenario), What::Invoice);
}

#[test]
fn a_sweep_of_a_driver_that_moves_nothing_says_which_do() {
    let (catalog, scenario) = (catalog(), scenario(&catalog()));
    let board = Board::new(&catalog, &scenario).unwrap();
    let driver = scenario.workload.vocabulary().find("large_screens");
    let (what, form, glyphs) = (What::Sweep, Form::Text, Glyphs::new(false));
    let wanted = Wanted { what, form, card: None, driver, glyphs };
    let error = of_scenario(&scenario, &board, &wanted).unwrap_err().to_string();
    assert!(error.starts_with("large_screens changes nothing here"), "{error}");
}

#[test]
fn signs_of_ascii_only_can_be_asked_for() {
    let (catalog, scenario) = (catalog(), scenario(&catalog()));
    let board = Board::new(&catalog, &scenario).unwrap();
    for (what, form) in [(What::Invoice, Form::Text), (What::Comparison, Form::Markdown)] {
        let wanted = Wanted { what, form, card: None, driver: None, glyphs: Glyphs::new(true) };
        assert!(of_scenario(&scenario, &board, &wanted).unwrap().is_ascii());
    }
}

#[test]
fn every_screen_is_drawn_once_its_samples_are_known() {
    let mut state = state();
    let secrets = state.scenario.workload.vocabulary().find("secrets").unwrap();
    let range = state.scenario.workload.read(secrets, "50..400").unwrap();
    state.scenario.workload.set(secrets, range).unwrap();
    for at in Screen::value_variants() {
        state.update(Message::Act(at.action()));
        let _ = screen(&mut state, &theme(), 80, 24);
        assert!(!state.has_work());
    }
}
