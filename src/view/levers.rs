//! What moves the total of the selected card.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::action::Pane;
use crate::state::{Spot, State};

pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    canvas.hit(area, Spot::Pane(Pane::Levers));
    let focused = state.focus == Pane::Levers && state.overlays.is_empty();
    canvas.frame(area, "Levers", "", focused);
}
