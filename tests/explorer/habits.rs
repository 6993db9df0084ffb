//! What people do by habit: keys that say where they work, discounts and doubts that show, menus, styles of numbers.

use ratatui::buffer::Buffer;
use whatif::explorer::action::Bindings;
use whatif::explorer::state::Effect;
use whatif::explorer::theme::{Depth, Scheme};
use whatif::store::profile::{NumberStyle, Profile};

use crate::support::Explorer;

fn shows(explorer: &Explorer, text: &str) {
    let screen = explorer.text();
    assert!(screen.contains(text), "'{text}' is not on the screen:\n{screen}");
}

fn notice(explorer: &Explorer) -> String {
    explorer.state.cursor.notice.as_ref().map(|it| it.text.clone()).unwrap_or_default()
}

fn selected(explorer: &Explorer) -> String {
    explorer.state.selected().id.to_string()
}

/// The names of the listed offers as the list shows them.
fn listed(explorer: &Explorer) -> Vec<String> {
    let listed = explorer.state.listed();
    whatif::report::names::distinct(&listed)
}

/// With the best offers selected and marked, as the program opens.
fn opening(width: u16, height: u16) -> Explorer {
    let mut explorer = Explorer::whole(width, height);
    let best = explorer.state.figures.board.with_best_marked(5);
    let (marked, selected) = (best.marked.clone(), best.selected.clone());
    explorer.keys("_");
    for id in &marked {
        explorer.go_to(id.as_str());
        explorer.keys("m");
    }
    explorer.go_to(selected.as_str());
    explorer
}

#[test]
fn a_key_service_is_added_to_no_offer_that_stands_there_with_it() {
    let mut explorer = opening(120, 40);
    explorer.keys(":keys=12<enter>");
    let before = listed(&explorer);
    explorer.keys("sK");
    explorer.keys("sss");
    let after = listed(&explorer);
    let mut unique = after.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), after.len(), "no offer stands there twice: {after:?}");
    assert_eq!(after.len(), before.len(), "{before:?} {after:?}");
}

#[test]
fn a_key_service_that_is_there_already_is_said_to_be() {
    let mut explorer = Explorer::whole(120, 40);
    explorer.keys(":keys=12<enter>");
    // AWS Parameter Store with KMS is a best offer. The card's own offer lacks keys.
    explorer.go_to("aws-parameter-store");
    let entries = explorer.state.scenario().inputs.offers.clone();
    explorer.keys("K");
    let own = entries.get(&"aws-parameter-store".parse().unwrap());
    let now = &explorer.state.scenario().inputs.offers;
    assert_eq!(now.get(&"aws-parameter-store".parse().unwrap()), own, "{}", notice(&explorer));
}

#[test]
fn undo_brings_the_selection_back_that_a_change_moved() {
    let mut explorer = opening(120, 40);
    let before = selected(&explorer);
    explorer.keys(":keys=12<enter>");
    let moved = selected(&explorer);
    explorer.keys("u");
    assert_eq!(selected(&explorer), before, "was {moved}");
    explorer.keys("U");
    assert_eq!(selected(&explorer), moved);
    // A selection of one's own is no change, and stays.
    explorer.keys("u");
    explorer.go_to("tencent-ssm-payg");
    explorer.keys(":secrets=90<enter>u");
    assert_eq!(selected(&explorer), "tencent-ssm-payg");
}

#[test]
fn a_discount_shows_wherever_the_total_does() {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys("D12<enter>");
    shows(&explorer, "Tencent SSM Pay… -12 %");
    shows(&explorer, "Tencent SSM Pay-as-you-go (-12 %) is cheapest");
    explorer.keys("2");
    shows(&explorer, "-12 % Pay-as");
    explorer.keys("p");
    shows(&explorer, "Tencent Cloud SSM (-12 %)");
    explorer.keys("p1D+5<enter>");
    shows(&explorer, "+5 %");
    explorer.resize(48, 16);
    shows(&explorer, "(+5 %)");
}

#[test]
fn a_rate_is_asked_for_the_currency_that_lacks_one() {
    let mut explorer = Explorer::whole(120, 40);
    explorer.go_to("scaleway-secret-manager");
    explorer.keys("$");
    shows(&explorer, "1 EUR in USD");
    shows(&explorer, "CNY has none either");
    explorer.keys("1.08<enter>");
    explorer.go_to("tencent-ssm-payg");
    explorer.keys("$");
    shows(&explorer, "1 CNY in USD");
    explorer.keys("0.14<enter>");
    // All have one now: the first is there to be changed.
    explorer.keys("$");
    shows(&explorer, "1 EUR in USD");
}

#[test]
fn a_key_says_where_it_works() {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys("s");
    assert_eq!(notice(&explorer), "s (sort) works in Offers");
    explorer.keys("e");
    assert_eq!(notice(&explorer), "e (own price) works in Invoice and Prices");
    explorer.keys("Q");
    assert_eq!(notice(&explorer), "Q has no meaning: ? shows all keys");
    explorer.keys("4+");
    assert_eq!(notice(&explorer), "zooms the sweep: 3 shows it");
    explorer.keys("1__");
    assert_eq!(notice(&explorer), "no offer is marked: m marks one");
}

#[test]
fn messages_name_the_keys_that_are_bound_now() {
    let wanted = [("undo".to_owned(), vec!["ctrl-z".to_owned()]), ("suspend".to_owned(), vec![])];
    let (bindings, errors) = Bindings::read(&wanted);
    assert_eq!(errors, []);
    let mut explorer = Explorer::whole(120, 40);
    explorer.state.settings.bindings = bindings;
    explorer.keys("M");
    assert!(notice(&explorer).ends_with("(ctrl-z undoes)"), "{}", notice(&explorer));
    explorer.keys("ici<enter>");
    assert!(notice(&explorer).contains("(ctrl-z takes it back)"), "{}", notice(&explorer));
    let (bindings, _) = Bindings::read(&[("undo".to_owned(), vec![])]);
    explorer.state.settings.bindings = bindings;
    explorer.keys("_M");
    assert!(notice(&explorer).ends_with("(:undo undoes)"), "{}", notice(&explorer));
}

#[test]
fn a_preset_is_one_change_that_can_be_undone() {
    let mut explorer = Explorer::new(80, 24);
    explorer.keys(":secrets=42<enter>");
    let before = explorer.state.scenario().clone();
    explorer.keys("i<enter>");
    assert_ne!(*explorer.state.scenario(), before);
    shows(&explorer, "(u takes it back)");
    // The end of a long message stands where the hints do.
    shows(&explorer, "the rest at defaults");
    assert!(!explorer.text().contains("? help"), "{}", explorer.text());
    explorer.keys("u");
    shows(&explorer, "? help");
    assert_eq!(*explorer.state.scenario(), before);
}

#[test]
fn a_job_is_chosen_from_a_menu() {
    let mut explorer = opening(160, 50);
    shows(&explorer, "secrets ▾");
    explorer.keys("J");
    shows(&explorer, "Compare for");
    explorer.keys("keys<enter>");
    let job = explorer.state.figures.board.asked_jobs();
    assert!(job.contains(&"keys".to_owned()), "{job:?}");
    assert!(explorer.state.selected().card.jobs.contains(&"keys".to_owned()));
    let marked = explorer.state.figures.board.marked().count();
    assert!(marked > 1, "the best offers for it are marked");
    explorer.keys("u");
    assert_eq!(explorer.state.figures.board.asked_jobs(), ["secrets"]);
}

#[test]
fn the_address_of_an_explained_line_is_copied() {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys("<tab><enter>");
    shows(&explorer, "o copy the source's address");
    let effect = explorer.keys("o");
    let Effect::CopyText(address) = effect else { panic!("{effect:?}") };
    assert!(address.starts_with("https://www.tencentcloud.com/"), "{address}");
}

#[test]
fn numbers_have_the_style_of_the_settings_and_are_typed_in_it() {
    let profile = Profile { numbers: NumberStyle::PointComma, ..Profile::default() };
    let mut explorer = Explorer::with_profile(profile);
    shows(&explorer, "1.792,44");
    shows(&explorer, "60.000");
    explorer.keys("B1.234,5<enter>");
    let budget = explorer.state.scenario().budget.unwrap().amount;
    assert_eq!(whatif_pricing::plain(budget), "1234.5");
    explorer.keys(":secrets=1.500<enter>");
    assert_eq!(explorer.value("secrets"), "1500");
    explorer.keys(":keys=2,5<enter>");
    assert_eq!(explorer.value("keys"), "2.5");
    let text = explorer.state.text();
    assert!(text.contains("1,234.5 USD"), "a file does not follow the style: {text}");
}

#[test]
fn a_doubtful_zero_does_not_hide_who_is_cheapest_of_the_others() {
    let mut explorer = opening(160, 50);
    let verdict = &explorer.state.figures.verdict;
    assert!(!verdict.doubtful.is_empty());
    shows(
        &explorer,
        "Without the doubtful zeros: Azure Key Vault 0.21, then Google Secret Manager 5.79.",
    );
    let chart = explorer.state.figures.chart.as_ref().unwrap();
    let without = chart.sweep.without.as_ref().unwrap();
    assert_eq!(without.offers.len(), verdict.doubtful.len());
    shows(&explorer, "above 0   Azure Key Vault");
    // Unmarked, the two cheapest are in the strip too: it says what the verdict says.
    explorer.keys("_");
    explorer.go_to("tencent-ssm-payg");
    explorer.keys("m");
    let chart = explorer.state.figures.chart.as_ref().unwrap();
    for sound in &explorer.state.figures.verdict.sound {
        assert!(chart.sweep.rivals.contains(&sound.offer), "{:?}", chart.sweep.rivals);
    }
}

#[test]
fn a_small_comparison_has_how_sure_and_how_old_the_prices_are() {
    let mut explorer = opening(80, 24);
    explorer.keys("2");
    shows(&explorer, "Prices");
    shows(&explorer, "third-party");
    shows(&explorer, "2024-07-01");
}

#[test]
fn letters_without_colours_give_way_to_the_budget_and_the_readout() {
    let mut explorer = Explorer::with(120, 40, Scheme::Dark, Depth::None, false);
    explorer.keys("B41<enter>3");
    for _ in 0..40 {
        explorer.keys("<right>");
        shows(&explorer, " budget ");
    }
}

#[test]
fn a_text_that_is_cut_says_so() {
    let explorer = Explorer::new(120, 40);
    let rows = |buffer: &Buffer| buffer.area.height;
    assert_eq!(rows(&explorer.buffer), 40);
    shows(&explorer, "606 days old:…");
}

#[test]
fn the_verdict_on_the_stage_has_rows_enough() {
    let mut explorer = opening(120, 40);
    explorer.keys("pn<esc>");
    shows(&explorer, "then Google Secret");
    shows(&explorer, "Manager 5.79.");
}
