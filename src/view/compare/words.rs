//! What is said of the cards that stand side by side, and of the cell under the cursor.

use whatif_pricing::{Places, Warning, written};

use crate::state::{SideBySide, State};
use crate::view::{lines, providers};

/// What one card leaves out, in a few words; none where it leaves out nothing.
pub(super) fn left_out(state: &State, side: &SideBySide, column: usize) -> Option<String> {
    let vocabulary = state.scenario.workload.vocabulary();
    let words = side.comparison.columns[column].left_out.iter().filter_map(|warning| {
        let named = |driver, value| {
            let label: &str = &vocabulary[driver].label;
            format!("{label} {}", written(value, Places::QUANTITY))
        };
        match *warning {
            Warning::CannotDo { driver, value } => {
                Some(format!("cannot do {}", named(driver, value)))
            }
            Warning::NotRead { driver, value } => {
                Some(format!("no charge for {}", named(driver, value)))
            }
            _ => None,
        }
    });
    let words: Vec<String> = words.collect();
    let name = providers::short_name(&state.board.cards[side.cards[column]]);
    (!words.is_empty()).then(|| format!("{name}: {}", words.join(", ")))
}

/// The cell under the cursor in words: its card, its lines, and why the card is not ranked.
pub(in crate::view) fn about(state: &State) -> String {
    let Some(side) = &state.side_by_side else { return String::new() };
    let column = state.column();
    let name = state.board.cards[side.cards[column]].card.title();
    let item = side.comparison.items.get(state.item).map(|item| item.label().into_owned());
    let what = match state.cell() {
        None => "no such item".to_owned(),
        Some((place, cell)) => {
            let labels = cell.lines.iter().map(|line| {
                let of = line.invoice.checked_sub(1);
                let card = of.map_or(place, |other| state.board.cards[place].companions[other]);
                state.board.cards[card].card.charges[line.charge].label.clone()
            });
            labels.collect::<Vec<_>>().join(", ")
        }
    };
    let reason = side.comparison.columns[column].standing.reason();
    let ranked =
        if reason.is_empty() { String::new() } else { format!(" · not ranked: {reason}") };
    let budget = lines::budget(state, side.cards[column]);
    let budget = budget.map_or_else(String::new, |words| format!(" · {words}"));
    format!("{name}, {}: {what}{ranked}{budget}", item.unwrap_or_default())
}
