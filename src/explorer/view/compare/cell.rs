//! Words about the cards that stand side by side, and about the cell under the cursor.

use whatif_pricing::compare::CellLine;
use whatif_pricing::{Places, Warning, written};

use crate::answer::rank::obstacle;
use crate::explorer::state::{SideBySide, State};
use crate::explorer::view::lines;
use crate::report::{names, words};

/// Names what one card leaves out, in a few words. `None` if it leaves out nothing.
pub(super) fn left_out(state: &State, side: &SideBySide, column: usize) -> Option<String> {
    let vocabulary = state.scenario().inputs.workload.vocabulary();
    let words = side.comparison.columns[column].left_out.iter().filter_map(|warning| {
        let named = |driver, value| {
            let label: &str = &vocabulary[driver].label;
            format!("{label} {}", written(value, Places::QUANTITY))
        };
        if let Warning::CannotDo { driver, value } = *warning {
            Some(format!("cannot do {}", named(driver, value)))
        } else if let Warning::NotRead { driver, value } = *warning {
            Some(format!("no charge for {}", named(driver, value)))
        } else {
            None
        }
    });
    let words: Vec<String> = words.collect();
    let name = super::offer_of(state, side, column).map(names::short)?;
    (!words.is_empty()).then(|| format!("{name}: {}", words.join(", ")))
}

/// The cell under the cursor in words: its card, its lines, and why the card is not ranked.
pub(in crate::explorer::view) fn about(state: &State) -> String {
    let Some(side) = &state.figures.side_by_side else { return String::new() };
    let column = state.column();
    let Some(offer) = super::offer_of(state, side, column) else { return String::new() };
    let name = offer.title();
    let item = side.comparison.items.get(state.cursor.item).map(|item| item.label().into_owned());
    let what = match state.cell() {
        None => "not charged".to_owned(),
        Some((_, cell)) => {
            let label = |line: &CellLine| {
                let part = offer.figures()?.parts().nth(line.invoice)?;
                Some(part.card.charges[line.charge].label.clone())
            };
            cell.lines.iter().filter_map(label).collect::<Vec<_>>().join(", ")
        }
    };
    let ranked = obstacle(&state.figures.board, offer)
        .map_or_else(String::new, |why| format!(" · not ranked: {}", words::obstacle(&why)));
    let budget = lines::budget(state, offer);
    let budget = budget.map_or_else(String::new, |words| format!(" · {words}"));
    format!("{name}, {}: {what}{ranked}{budget}", item.unwrap_or_default())
}
