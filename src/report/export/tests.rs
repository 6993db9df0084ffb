use std::sync::Arc;

use insta::assert_snapshot;
use whatif_pricing::{
    Catalog, ExchangeRate, ExchangeRates, Percent, Period, RateCard, Ratio, Vocabulary, plain,
};

use super::*;
use crate::report::layout::{Cell, Column, Entry};
use crate::scenario::{CompanionChoices, Scenario};
use crate::store::profile::NumberStyle;

/// A card whose texts try to be formulas and markup, and that lacks a price.
const HOSTILE: &str = include_str!("tests/hostile.toml");

fn cards() -> Vec<Arc<RateCard>> {
    let shipped = Catalog::shipped();
    let mut catalog = Catalog::default();
    for id in ["tencent-ssm-enterprise", "tencent-ssm-payg", "tencent-kms-payg"] {
        catalog.put(RateCard::clone(&shipped.card(id).unwrap()));
    }
    catalog.read(HOSTILE, Vocabulary::standard()).unwrap();
    catalog.cards().to_vec()
}

/// Tencent's worked example with a discount and a companion, beside another plan and the hostile card, which
/// a rate leads to.
fn scenario() -> Scenario {
    let period = Period::standard_month("2026-06-01".parse().unwrap());
    let mut scenario = Scenario::opening(&cards(), period);
    let discount = Percent::parse("10").unwrap().negated().unwrap();
    scenario.inputs.offers.change(&OfferId::of_card("tencent-ssm-payg"), |offer| {
        offer.choices.adjustments.insert("storage".to_owned(), discount);
        offer.companions.insert("tencent-kms-payg".to_owned(), CompanionChoices::AsItsOffer);
    });
    scenario.marked.insert(OfferId::of_card("hostile"));
    scenario.inputs.rates = rates();
    let (amount, currency) = (Ratio::from(100_u32), scenario.inputs.display);
    scenario.budget = Some(crate::scenario::Budget { amount, currency });
    scenario
}

fn rates() -> ExchangeRates {
    let today = "2026-05-31".parse().unwrap();
    let usd = whatif_pricing::Currency::parse("USD").unwrap();
    let mut rates = ExchangeRates::default();
    rates.set(ExchangeRate::parse("EUR=1.25 2026-05-29 ECB", usd, today).unwrap()).unwrap();
    rates
}

fn board(scenario: &Scenario) -> Board {
    Board::new(&cards(), scenario).unwrap()
}

fn wanted(what: What, form: Form) -> Wanted<'static> {
    Wanted {
        what,
        form,
        offer: None,
        driver: None,
        glyphs: Glyphs::new(false),
        numbers: NumberStyle::default(),
    }
}

fn export(what: What, form: Form) -> String {
    export_of(&scenario(), what, form)
}

fn export_of(scenario: &Scenario, what: What, form: Form) -> String {
    write(&board(scenario), &wanted(what, form)).unwrap()
}

/// The same with the hostile card's invoice.
fn hostile(form: Form) -> String {
    let selected = OfferId::of_card("hostile");
    export_of(&Scenario { selected, ..scenario() }, What::Invoice, form)
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
    let board = board(&scenario());
    let figures = board.selected().figures().unwrap();
    let (own, companion) = (&figures.own.invoice, &figures.companions[0].invoice);
    let records = records(&export(What::Invoice, Form::Csv));
    let amounts = |kind: &str, card: &str| -> Vec<String> {
        let is = |it: &&Vec<String>| it[0] == kind && it[9] == card;
        records.iter().filter(is).map(|record| record[7].clone()).collect()
    };
    let lines = own.lines.iter().map(|line| plain(line.amount.unwrap()));
    assert_eq!(amounts("line", "tencent-ssm-payg"), lines.collect::<Vec<_>>());
    let discount = plain(own.adjustments[0].amount);
    assert_eq!(amounts("adjustment", "tencent-ssm-payg"), [discount]);
    assert_eq!(amounts("total", "tencent-ssm-payg"), [plain(own.total)]);
    assert_eq!(amounts("total", "tencent-kms-payg"), [plain(companion.total)]);
    assert_eq!(amounts("together", "tencent-ssm-payg"), [plain(figures.total.amount)]);
    assert_eq!(amounts("adjustment", "tencent-ssm-payg")[0], "-4");
}

#[test]
fn the_totals_of_a_comparison_are_those_of_the_board() {
    let board = board(&scenario());
    let records = records(&export(What::Comparison, Form::Csv));
    let totals = records.iter().find(|record| record[0] == "total").unwrap();
    for (head, total) in records[0].iter().zip(totals).skip(2) {
        let id = OfferId::of_card(head.strip_suffix(" USD").unwrap());
        let shown = board.offer(&id).unwrap().shown().unwrap();
        let bound = if shown.complete { "" } else { "at least " };
        assert_eq!(*total, format!("{bound}{}", plain(shown.amount)), "{id}");
    }
}

#[test]
fn an_export_has_the_notes_and_the_changes_within_the_period() {
    let mut scenario = scenario();
    "For the =board\n\n# of March".clone_into(&mut scenario.notes);
    let workload = &scenario.inputs.workload;
    let secrets = workload.vocabulary().find("secrets").unwrap();
    let at = chrono::DateTime::parse_from_rfc3339("2026-06-16T00:00:00+08:00").unwrap();
    let value = workload.read(secrets, "200").unwrap();
    scenario.inputs.changes.push(whatif_pricing::Change { at, driver: secrets, value });
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
    let error = write(&board(&scenario), &wanted(What::Sweep, Form::Text)).unwrap_err();
    assert!(matches!(error, ExportError::Sweep(SweepError::Unsteady(_))), "{error}");
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
    let mut scenario = scenario();
    let double = Percent::parse("100").unwrap();
    scenario.inputs.offers.change(&OfferId::of_card("tencent-kms-payg"), |offer| {
        offer.choices.adjustment = Some(double);
    });
    let records = records(&export_of(&scenario, What::Invoice, Form::Csv));
    let of_companion = |kind: &str| {
        let is = |it: &&Vec<String>| it[0] == kind && it[9] == "tencent-kms-payg";
        records.iter().find(is).unwrap()[7].clone()
    };
    // Three keys at 0.06 a day for 30 days, and as much again.
    assert_eq!((of_companion("adjustment"), of_companion("total")), ("5.4".into(), "10.8".into()));
}

#[test]
fn the_differences_to_the_baseline_are_by_the_offers_of_now() {
    let mut scenario = scenario();
    let secrets = scenario.inputs.workload.vocabulary().find("secrets").unwrap();
    scenario.baseline = Some(Arc::new(scenario.inputs.clone()));
    let value = scenario.inputs.workload.read(secrets, "200").unwrap();
    scenario.inputs.workload.set(secrets, value).unwrap();
    let json = export_of(&scenario, What::Comparison, Form::Json);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let difference = |card: &str| {
        let cards = json["cards"].as_array().unwrap();
        let card = cards.iter().find(|it| it["card"] == card).unwrap();
        card["to_baseline"]["amount"].as_str().map(str::to_owned)
    };
    // 100 more at 0.36, and 60,000 more calls at 0.05 for 10,000.
    assert_eq!(difference("tencent-ssm-payg").as_deref(), Some("36.3"));
    assert_eq!(difference("tencent-ssm-enterprise").as_deref(), Some("0"));
    assert_eq!(difference("hostile"), None, "its total is incomplete");
    let text = export_of(&scenario, What::Comparison, Form::Text);
    assert!(text.contains("To the baseline"), "{text}");
}

#[test]
fn the_same_scenario_gives_the_same_bytes() {
    for what in [What::Invoice, What::Comparison, What::Sweep] {
        for form in what.forms() {
            assert_eq!(export(what, *form), export(what, *form), "{what:?} as {form:?}");
        }
    }
}

#[test]
fn no_form_has_a_control_character() {
    let entry = Entry::new("a\u{1b}[31mb", "c\u{7}\nd\u{202e}e");
    assert_eq!((&*entry.name, &*entry.text), ("ab", "c de"));
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

#[test]
fn what_has_no_such_form_is_refused_with_those_it_has() {
    assert_eq!(
        What::Invoice.check(Form::Svg).unwrap_err().to_string(),
        "the invoice cannot be written as svg: it has the forms text, markdown, csv and json"
    );
    let error = write(&board(&scenario()), &wanted(What::Screen, Form::Svg)).unwrap_err();
    assert_eq!(error, ExportError::NotDrawn);
}

#[test]
fn several_marked_offers_are_a_comparison_and_one_is_an_invoice() {
    let mut scenario = scenario();
    assert_eq!(What::of(&board(&scenario)), What::Comparison);
    scenario.marked.clear();
    assert_eq!(What::of(&board(&scenario)), What::Invoice);
}

#[test]
fn a_sweep_of_a_driver_that_moves_nothing_says_which_do() {
    let board = board(&scenario());
    let driver = board.inputs().workload.vocabulary().find("large_screens");
    let wanted = Wanted { driver, ..wanted(What::Sweep, Form::Text) };
    let error = write(&board, &wanted).unwrap_err().to_string();
    assert!(error.starts_with("large_screens changes nothing here"), "{error}");
}

#[test]
fn an_offer_that_is_not_there_is_named_in_a_comparison() {
    let mut scenario = scenario();
    scenario.marked.insert(OfferId::of_card("gone"));
    let text = export_of(&scenario, What::Comparison, Form::Text);
    assert!(text.contains("Left out  gone: no such card here"), "{text}");
}

#[test]
fn a_copy_stands_beside_its_card_under_its_own_name() {
    let mut scenario = scenario();
    let offer = crate::scenario::Offer::default();
    let id = scenario.inputs.offers.add_copy("tencent-ssm-enterprise", "Far away", offer);
    scenario.inputs.offers.change(&id, |offer| {
        offer.choices.options.insert("region".to_owned(), "region-2".to_owned());
    });
    scenario.marked.insert(id);
    let records = records(&export_of(&scenario, What::Comparison, Form::Csv));
    let total = |head: &str| {
        let at = records[0].iter().position(|known| known == head).unwrap();
        records.iter().find(|record| record[0] == "total").unwrap()[at].clone()
    };
    assert_eq!(total("tencent-ssm-enterprise USD"), "366");
    assert_eq!(total("tencent-ssm-enterprise~far-away USD"), "529");
    let text = export_of(&scenario, What::Comparison, Form::Text);
    assert!(text.contains("Tencent Cloud SSM · Far away"), "{text}");
}

#[test]
fn signs_of_ascii_only_can_be_asked_for() {
    let board = board(&scenario());
    for (what, form) in [(What::Invoice, Form::Text), (What::Comparison, Form::Markdown)] {
        let wanted = Wanted { glyphs: Glyphs::new(true), ..wanted(what, form) };
        assert!(write(&board, &wanted).unwrap().is_ascii());
    }
}
