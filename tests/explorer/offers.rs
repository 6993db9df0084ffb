//! Copies of offers: a card beside itself with other choices, and companions with choices of their own.

use whatif::explorer::state::{Overlay, Row};
use whatif::scenario::{CompanionChoices, OfferId};

use crate::support::Explorer;

/// The founding cards with the selected Enterprise plan, which has two regions.
fn enterprise() -> Explorer {
    let mut explorer = Explorer::new(120, 40);
    explorer.go_to("tencent-ssm-enterprise");
    explorer
}

fn notice(explorer: &Explorer) -> &str {
    explorer.state.cursor.notice.as_ref().map_or("", |notice| &notice.text)
}

fn ids(explorer: &Explorer) -> Vec<&str> {
    explorer.state.figures.board.offers().iter().map(|offer| offer.id.as_str()).collect()
}

fn field(explorer: &Explorer) -> &str {
    match explorer.state.cursor.overlays.last() {
        Some(Overlay::Edit(edit)) => edit.field.text(),
        other => panic!("no field is open: {other:?}"),
    }
}

fn error(explorer: &Explorer) -> String {
    match explorer.state.cursor.overlays.last() {
        Some(Overlay::Edit(edit)) => edit.error.as_ref().expect("it is refused").to_string(),
        other => panic!("no field is open: {other:?}"),
    }
}

#[test]
fn a_copy_stands_beside_its_card_with_the_next_choice_and_undo_removes_it() {
    let mut explorer = enterprise();
    let before = explorer.state.document.scenario.clone();
    explorer.keys("A");
    let label = field(&explorer).to_owned();
    assert_eq!(label, explorer.state.selected().card.options[0].choices[1].label);
    explorer.keys("<enter>");
    let copy = explorer.state.selected();
    assert!(copy.id.is_copy() && copy.id.card() == "tencent-ssm-enterprise", "{}", copy.id);
    assert_eq!(copy.label.as_deref(), Some(&*label));
    // The first region is 366 a month, the second 529.
    assert_eq!(explorer.total(), "529");
    assert!(copy.is_marked, "as its card is");
    assert!(notice(&explorer).contains("stands beside"), "{}", notice(&explorer));
    assert_eq!(ids(&explorer).len(), 5);
    explorer.keys("2");
    let side = explorer.state.figures.side_by_side.as_ref().unwrap();
    assert_eq!(side.offers.len(), 4, "both are compared");
    explorer.keys("u");
    assert_eq!(explorer.state.document.scenario.inputs.offers, before.inputs.offers);
    assert_eq!(explorer.state.selected().id.as_str(), "tencent-ssm-enterprise");
    explorer.keys("U");
    assert_eq!(ids(&explorer).len(), 5);
}

#[test]
fn a_price_of_ones_own_waits_while_a_list_in_another_currency_is_chosen() {
    let (mut explorer, card) = (Explorer::whole(120, 40), "alibaba-kms-shared");
    explorer.go_to(card);
    let bill = explorer.state.bill();
    explorer.state.cursor.line = bill.iter().position(|row| row.card() == card).unwrap();
    explorer.keys("<tab><tab>e0.2 CNY<enter>");
    assert!(error(&explorer).contains("write a price in USD"), "{}", error(&explorer));
    explorer.keys("<c-u>0.2 USD<enter>");
    let own = |explorer: &Explorer| {
        let selected = explorer.state.selected();
        let prices = selected.part(card).unwrap();
        let counting = (0..prices.card.charges.len()).filter_map(|place| prices.own_price(place));
        (selected.currency.code().to_owned(), counting.count())
    };
    assert_eq!(own(&explorer), ("USD".to_owned(), 1));
    let option = "site".to_owned();
    explorer.state.cursor.row = Row::Option { card: card.to_owned(), option };
    explorer.keys("<backtab><right>");
    assert_eq!(own(&explorer), ("CNY".to_owned(), 0), "{}", explorer.text());
    let says = "= 0.2 USD does not count: the list of alibaba-kms-shared is in CNY";
    assert!(notice(&explorer).ends_with(says), "{}", notice(&explorer));
    explorer.keys("<right>");
    assert_eq!(own(&explorer), ("USD".to_owned(), 1));
}

#[test]
fn a_copy_of_a_card_without_options_is_alike_and_is_changed_apart_from_it() {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys("AOurs<enter>");
    assert_eq!(explorer.total(), "40.3");
    explorer.keys("<tab>d50<enter>");
    assert_eq!(explorer.state.selected().title(), "Tencent Cloud SSM · Ours");
    let total = |explorer: &Explorer, id: &str| {
        let offer = explorer.state.figures.board.offer(&id.parse().unwrap()).unwrap();
        whatif_pricing::plain(offer.total().unwrap().amount)
    };
    assert_eq!(total(&explorer, "tencent-ssm-payg~ours"), "20.3");
    assert_eq!(total(&explorer, "tencent-ssm-payg"), "40.3");
    let selected = explorer.state.selected().id.clone();
    assert_eq!(explorer.state.figures.verdict.cheapest(), [selected]);
}

#[test]
fn a_copy_is_renamed_and_keeps_its_id() {
    let mut explorer = enterprise();
    explorer.keys("AOther<enter>N");
    assert_eq!(field(&explorer), "Other");
    explorer.keys("Singapore<enter>");
    let copy = explorer.state.selected();
    assert_eq!((copy.id.as_str(), copy.plan()), ("tencent-ssm-enterprise~other", "Singapore"));
    explorer.keys("u");
    assert_eq!(explorer.state.selected().plan(), "Other");
}

#[test]
fn a_copy_is_removed_and_undo_brings_it_back() {
    let mut explorer = enterprise();
    explorer.keys("AOther<enter>X");
    assert_eq!(explorer.state.selected().id.as_str(), "tencent-ssm-enterprise");
    assert_eq!(notice(&explorer), "removed Tencent Cloud SSM · Other (u undoes)");
    assert_eq!(ids(&explorer).len(), 4);
    explorer.keys("u");
    assert_eq!(ids(&explorer).len(), 5);
    let copy: OfferId = "tencent-ssm-enterprise~other".parse().unwrap();
    assert!(explorer.state.figures.board.offer(&copy).unwrap().is_marked);
}

#[test]
fn the_offer_of_a_card_itself_is_neither_renamed_nor_removed() {
    let mut explorer = enterprise();
    for key in ["N", "X"] {
        explorer.keys(key);
        assert!(notice(&explorer).contains("the card's own offer"), "{}", notice(&explorer));
        assert!(explorer.state.cursor.overlays.is_empty());
    }
    assert_eq!(ids(&explorer).len(), 4);
}

#[test]
fn a_name_that_cannot_be_used_is_refused_in_the_field() {
    let mut explorer = enterprise();
    explorer.keys("A<c-u><enter>");
    assert!(error(&explorer).starts_with("the offer has no name: write one, such as "));
    explorer.keys("Enterprise Edition<enter>");
    assert!(error(&explorer).contains("is named 'Enterprise Edition'"), "{}", error(&explorer));
    explorer.keys(&format!("<c-u>{}<enter>", "x".repeat(61)));
    assert!(error(&explorer).contains("61 characters: shorten it to at most 60"));
    explorer.keys("<c-u>One<enter>A<c-u>One<enter>");
    assert!(error(&explorer).contains("is named 'One'"), "{}", error(&explorer));
    // A copy keeps its own name, and the next one has another proposed.
    explorer.keys("<esc>N<enter>");
    assert!(explorer.state.cursor.overlays.is_empty(), "{}", explorer.text());
    explorer.keys("A");
    assert_ne!(field(&explorer), "One");
}

#[test]
fn a_copy_is_saved_opened_and_handed_over_as_a_code() {
    let mut explorer = enterprise();
    explorer.keys("AOther<enter>");
    let text = explorer.state.text();
    assert!(text.contains("tencent-ssm-enterprise~other"), "{text}");
    let code = explorer.state.code();
    let mut other = Explorer::new(120, 40);
    other.send(whatif::explorer::state::Message::Paste(code));
    assert_eq!(other.state.selected().plan(), "Other");
    assert_eq!(other.total(), "529");
    assert_eq!(other.state.text(), text);
}

#[test]
fn a_companion_has_options_prices_and_discounts_of_its_own_in_an_offer() {
    let mut explorer = Explorer::whole(120, 40);
    explorer.go_to("aws-secrets-manager");
    let companion = "aws-kms".to_owned();
    explorer.state.cursor.row = Row::Companion(companion.clone());
    explorer.keys("<tab><right>");
    assert!(explorer.state.selected().part("aws-kms").is_some(), "{}", explorer.text());
    let rows = explorer.state.rows();
    let of_it = |row: &Row| match row {
        Row::Option { card, .. } | Row::Reading { card, .. } => *card == companion,
        Row::Driver(_) | Row::Companion(_) | Row::FoldedReadings | Row::Folded => false,
    };
    let choice = rows.into_iter().find(of_it).expect("its choices stand below it");
    explorer.state.cursor.row = choice;
    explorer.keys("<right>");
    let own: OfferId = OfferId::of_card("aws-secrets-manager");
    let offers = &explorer.state.scenario().inputs.offers;
    let chosen = &offers.get(&own).unwrap().companions["aws-kms"];
    assert!(matches!(chosen, CompanionChoices::Own(choices) if !choices.is_empty()));
    assert!(offers.get(&OfferId::of_card("aws-kms")).is_none(), "the other offer stays as it is");
    // A price on its line is the offer's too.
    let bill = explorer.state.bill();
    explorer.state.cursor.line = bill.iter().position(|row| row.card() == "aws-kms").unwrap() + 1;
    explorer.keys("<tab>e7<enter>");
    let CompanionChoices::Own(choices) =
        &explorer.state.scenario().inputs.offers.get(&own).unwrap().companions["aws-kms"]
    else {
        panic!("it has choices of its own")
    };
    assert_eq!(choices.prices.len(), 1, "{}", explorer.text());
    let shared = explorer.state.figures.board.offer(&OfferId::of_card("aws-kms")).unwrap();
    assert!(shared.figures().unwrap().own.selection.prices.iter().all(Option::is_none));
}
