//! The verdict in the second row: who is cheapest, by how much, and the worst doubt about that.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::explorer::state::State;
use crate::report::verdict;

/// Terminals of fewer rows give the verdict's row to the panes.
const HEIGHT_MIN: u16 = 14;

/// Returns the number of rows that it takes.
pub(super) const fn rows(area: Rect) -> u16 {
    if area.height < HEIGHT_MIN { 0 } else { 1 }
}

pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    if area.height == 0 {
        return;
    }
    let theme = canvas.theme;
    let parts = verdict::parts(&state.figures.board, &state.figures.verdict);
    canvas.style(area, theme.bar);
    let mut column = canvas.put(area, 1, &parts.leader, theme.title_focused) + 1;
    column += canvas.put(area, column, &parts.answer, theme.text);
    if let Some(fitting) = &parts.fitting {
        column += 1 + canvas.put(area, column + 1, fitting, theme.text);
    }
    if let Some(doubt) = &parts.doubt {
        canvas.put(area, column + 1, doubt, theme.unsure);
    }
}
