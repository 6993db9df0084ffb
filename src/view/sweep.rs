//! Cost against one driver.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::action::Pane;
use crate::state::{Spot, State};

pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    canvas.hit(area, Spot::Pane(Pane::Sweep));
    let focused = state.focus == Pane::Sweep && state.overlays.is_empty();
    canvas.frame(area, "Sweep", "", focused);
}
