//! What holds of every screen, whatever came before it.

use std::sync::Arc;

use whatif::answer::quote::{QuoteQuestion, quote};
use whatif::answer::{Board, opening};
use whatif::explorer::action::Action;
use whatif::explorer::state::{Message, State};
use whatif::scenario::{Inputs, OfferId, Scenario};
use whatif_pricing::Ratio;

use crate::support::Explorer;

/// What the cells show and where the cursor is. Cheap enough for every frame.
pub fn frame(explorer: &Explorer) {
    for cell in explorer.buffer.content() {
        let symbol = cell.symbol();
        assert!(!symbol.chars().any(char::is_control), "{symbol:?} would steer a terminal");
    }
    let (state, area) = (&explorer.state, explorer.buffer.area);
    for hit in &state.cursor.hits {
        let inside = hit.area.is_empty() || area.intersection(hit.area) == hit.area;
        assert!(inside, "{hit:?} is outside of {area:?}");
    }
    cursor(state);
}

/// Every index and id of the cursor is of something that is there.
fn cursor(state: &State) {
    let cursor = &state.cursor;
    assert!(state.rows().contains(&cursor.row), "no such row: {:?}", cursor.row);
    assert!(
        cursor.screen.panes().contains(&cursor.focus),
        "{:?} is not on {:?}",
        cursor.focus,
        cursor.screen
    );
    assert!(cursor.line < state.bill().len().max(1), "line {} is none", cursor.line);
    if let Some(side_by_side) = &state.figures.side_by_side {
        let items = side_by_side.comparison.items.len() + 1;
        assert!(cursor.item < items, "row {} of {items}", cursor.item);
    }
}

/// The figures belong to the scenario, and what is saved is read back the same.
pub fn document(state: &State) {
    let board = &state.figures.board;
    let scenario = state.scenario();
    assert_eq!(board.scenario(), scenario, "the figures are of another scenario");
    let again = Board::new(board.cards(), scenario).unwrap();
    let own = board.offers().iter().filter(|offer| !board.is_proposal(&offer.id));
    for (shown, priced) in own.zip(again.offers()) {
        assert_eq!(shown.id, priced.id);
        assert_eq!(shown.total(), priced.total(), "{}", shown.id);
    }
    saved(state);
}

/// What is saved is read back the same. It writes defaults out, which changes no figure.
fn saved(state: &State) {
    let (board, scenario) = (&state.figures.board, state.scenario());
    let text = state.text();
    let opened = opening::open(&text, board.cards()).expect("what is saved can be opened");
    let offers = &scenario.inputs.offers;
    let inputs = Inputs { offers: offers.clone(), ..opened.file.scenario.inputs.clone() };
    let baseline = scenario.baseline.clone();
    assert_eq!(opened.file.scenario.baseline.is_some(), baseline.is_some());
    let read = Scenario { inputs, baseline, ..opened.file.scenario.clone() };
    if read != *scenario {
        let [before, after] = [scenario, &read].map(|scenario| format!("{scenario:#?}"));
        let differ = before.lines().zip(after.lines()).find(|(before, after)| before != after);
        panic!("saving changed it, {differ:?}: {text}");
    }
    let own = board.offers().iter().filter(|offer| !board.is_proposal(&offer.id));
    for (shown, read) in own.zip(opened.board.offers()) {
        assert_eq!((&shown.id, shown.total()), (&read.id, read.total()), "saved: {text}");
    }
}

/// An offer's total is its quote's, and its lines and records come to the same.
pub fn totals(state: &State) {
    let board = &state.figures.board;
    let selected = board.selected();
    let question = QuoteQuestion {
        offer: &selected.id,
        currency: None,
        has_records: true,
        samples: None,
        staleness: None,
    };
    // A year may have more records than are listed, and has a total all the same.
    let bare = QuoteQuestion { has_records: false, ..question };
    let answer = quote(board, &question).or_else(|_| quote(board, &bare));
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => {
            let (id, total, text) = (&selected.id, selected.total(), state.text());
            assert_eq!(total, None, "{id} has a total and no quote: {error}\n{text}");
            return;
        }
    };
    assert_eq!(selected.total(), Some(answer.total), "{}", selected.id);
    let Some(records) = &answer.records else { return };
    let invoice = selected.invoice().unwrap();
    for line in &invoice.lines {
        let Some(amount) = line.amount else { continue };
        let charge = &selected.card.charges[line.charge].id;
        let records = records.iter().filter(|it| it.charge == *charge);
        let sum = records.filter_map(|it| it.amount).try_fold(Ratio::ZERO, Ratio::plus);
        if let Ok(sum) = sum {
            assert_eq!(amount, sum, "{}: the records of {charge}", selected.id);
        }
    }
}

/// Undo and redo come back exactly. The selected offer is no change.
pub fn travels(state: &mut State) {
    if state.tour.playing.is_some() || !state.has_changes() {
        return;
    }
    let before = unselected(state.scenario());
    let edition = state.document.edition;
    state.update(Message::Act(Action::Undo));
    if state.document.edition == edition {
        return;
    }
    state.update(Message::Act(Action::Redo));
    assert_eq!(unselected(state.scenario()), before, "redo did not come back");
}

fn unselected(scenario: &Scenario) -> Arc<Scenario> {
    let selected = OfferId::of_card("any");
    Arc::new(Scenario { selected, ..scenario.clone() })
}
