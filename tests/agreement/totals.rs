//! Totals, who is cheapest, and percentiles: the first two screens, `whatif compare` and `whatif quote`.

use crossterm::event::KeyCode;
use serde_json::json;
use whatif_pricing::plain;

use crate::ask::{press, screen};
use crate::run;
use crate::setups::{SETUPS, Setup};

#[test]
fn both_have_the_same_totals_and_the_same_cheapest() {
    for setup in SETUPS.iter().filter(|setup| setup.offers.len() > 1) {
        let mut state = screen(setup);
        press(&mut state, KeyCode::Char('2'));
        let cheapest = state.figures.verdict.cheapest();
        let cli = run::json(&format!("compare {} {}", setup.offers.join(" "), setup.flags("")));
        for column in cli["cards"].as_array().unwrap() {
            let offers = state.figures.board.offers().iter();
            let offer = offers.clone().find(|offer| column["card"] == offer.id.as_str());
            let offer = offer.unwrap_or_else(|| panic!("{column}"));
            let shown = offer.shown().or(offer.total()).unwrap();
            assert_eq!(column["total"], plain(shown.amount), "{}", offer.id);
            assert_eq!(column["complete"], shown.complete, "{}", offer.id);
            assert_eq!(column["ranked"], offer.ranked().is_some(), "{}", offer.id);
            assert_eq!(column["cheapest"], cheapest.contains(&offer.id), "{}", offer.id);
        }
    }
}

#[test]
fn both_have_the_same_invoice_and_percentiles() {
    for setup in SETUPS {
        let mut state = screen(setup);
        while state.has_work() {
            state.work();
        }
        let selected = state.selected();
        let first = Setup {
            with: if setup.with.iter().any(|(of, _)| *of == setup.offers[0]) {
                setup.with
            } else {
                &[]
            },
            ..*setup
        };
        let cli = run::json(&format!("quote {} {}", setup.offers[0], first.flags("")));
        let total = selected.total().unwrap();
        assert_eq!(cli["total_with_companions"], plain(total.amount), "{}", selected.id);
        assert_eq!(cli["complete_with_companions"], total.complete, "{}", selected.id);
        let invoice = selected.invoice().unwrap();
        let lines = invoice.lines.iter().map(|line| json!(line.amount.map(plain)));
        let known = cli["lines"].as_array().unwrap().iter().map(|line| line["amount"].clone());
        assert!(known.eq(lines), "{}", selected.id);
        let spread = state.outcome(&selected.id).and_then(|outcome| outcome.spread);
        let spread = spread.map(|it| json!([plain(it.p5), plain(it.p50), plain(it.p95)]));
        let sampled = &cli["sampled"]["spread"];
        let sampled = json!([sampled["p5"], sampled["p50"], sampled["p95"]]);
        assert_eq!(spread.unwrap_or_else(|| json!([null, null, null])), sampled, "{}", selected.id);
    }
}
