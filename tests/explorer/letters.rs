//! The letters and colours of the marked offers: they stay with their offers and providers.

use std::collections::BTreeMap;

use whatif::explorer::state::Origin;

use crate::support::Explorer;

/// The numbers of the marked offers, by provider.
fn letters(explorer: &Explorer) -> BTreeMap<String, usize> {
    let marked = explorer.state.figures.board.marked();
    marked.map(|offer| (offer.card.provider.clone(), offer.series.unwrap())).collect()
}

fn base() -> Explorer {
    let mut explorer = Explorer::started(120, 40);
    explorer.keys(":secrets 350<enter>:clients 60<enter>:refresh 30s<enter>:keys 12<enter>");
    explorer.keys(":regions 2<enter>");
    explorer
}

#[test]
fn a_letter_stays_with_its_provider_while_sliders_move() {
    let mut explorer = Explorer::started(120, 40);
    for script in [
        ":secrets 350<enter>",
        ":clients 60<enter>",
        ":refresh 30s<enter>",
        ":keys 12<enter>",
        "u",
        "U",
    ] {
        let before = letters(&explorer);
        explorer.keys(script);
        let now = letters(&explorer);
        for (provider, number) in &before {
            if let Some(later) = now.get(provider) {
                assert_eq!(later, number, "{provider} after {script}");
            }
        }
    }
}

#[test]
fn a_saved_scenario_opens_with_the_letters_that_it_had() {
    let mut explorer = base();
    // A mark that goes and one that comes leave an order that no catalogue has.
    explorer.go_to("azure-key-vault");
    explorer.keys("<space>");
    explorer.go_to("tencent-ssm-payg");
    explorer.keys("<space>");
    let (before, text, code) = (letters(&explorer), explorer.state.text(), explorer.state.code());
    assert!(text.contains("[letters]"), "{text}");
    let mut other = Explorer::whole(120, 40);
    other.state.begin_with(&Origin::Code, &text).unwrap();
    assert_eq!(letters(&other), before);
    let unfolded = whatif::scenario::code::decode(&code).unwrap();
    let mut other = Explorer::whole(120, 40);
    other.state.begin_with(&Origin::Code, &unfolded).unwrap();
    assert_eq!(letters(&other), before);
    assert_eq!(other.state.text(), text, "saved again it is the same");
}

#[test]
fn letters_in_the_order_of_the_catalogue_are_not_written() {
    let explorer = Explorer::started(120, 40);
    assert!(!explorer.state.text().contains("[letters]"));
}

#[test]
fn a_selection_that_follows_to_another_plan_is_said() {
    let mut explorer = base();
    assert_eq!(explorer.state.selected().id.as_str(), "aws-secrets-manager~with-kms");
    explorer.keys(":refresh 300<enter>");
    assert_eq!(explorer.state.selected().id.card(), "aws-parameter-store");
    let says = "AWS: now Parameter Store + KMS, the cheapest there (was Secrets Manager + KMS)";
    assert_eq!(explorer.notice(), format!("Refresh every 30 s → 5 min; {says}"));
}
