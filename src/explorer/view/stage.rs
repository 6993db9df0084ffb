//! The screen for an audience: what can be read from the last row of a room, and nothing else.
//!
//! ```text
//!  ● Tencent Cloud SSM  Pay-as-you-go                  whose total it is
//!
//!  █  █ ████   ████ ████  USD · 30-day month           the total of the selected offer, the last change
//!  ████ █  █   ████ █  █      ▄  █ █   ███
//!     █ ████ █ ████ ████  ▲  ▀█▀ ▀▀█ ▄ █▄█
//!  ★ the cheapest   P5 31.43  P95 132.18               what to know of it
//!
//! ▸● Tencent SSM      ██████                  40.30★   the marked offers, each as long as its total
//!    Pay-as-you-go    ██████
//!  ● Alibaba KMS      ████████████████████   476.70    open at the end where a price is not known
//!
//!                          █                           the slider in play
//!    Secrets          ├█████━━━━━━━━━━━━━┤     100
//!                          █
//!
//!    What if we doubled the number of services?        the caption, or the message
//! ```

mod bars;
mod caption;
mod facts;
mod plan;
mod slider;
mod total;

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::canvas::Canvas;
use super::{lines, providers, ribbon, spread, tiny, usage};
use crate::explorer::action::Pane;
use crate::explorer::state::{SideBySide, Spot, State};
use crate::explorer::theme::Theme;
use crate::report::cells::cells;
use plan::Plan;

/// The cursor's sign, the mark of a card, and a blank.
const MARK_CELLS: u16 = 3;
/// Blank cells between words that do not belong together.
const GAP_CELLS: u16 = 3;
/// The names of sliders have room where there is any.
const NAME_CELLS_MIN: u16 = 26;
const NAME_CELLS_MAX: u16 = 40;

pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    canvas.hit(area, Spot::Pane(Pane::Usage));
    let inner = within_margin(area);
    let compared = compared(state);
    let bars = compared.map_or(0, |side| u16::try_from(side.offers.len()).unwrap_or(u16::MAX));
    let Some(plan) = Plan::of(inner, bars, total::digit_rows(state, inner)) else {
        return tiny::total_line(state, Canvas::row(area, 0), canvas);
    };
    let rooms = plan.rooms(inner, bars);
    let names = compared.map_or_else(Vec::new, |side| bars::names(state, side, plan.pitch));
    let name_cells = name_cells(&names, inner.width);
    total::draw(state, &plan, rooms.total, canvas);
    if let Some(side) = compared {
        bars::draw(state, side, &names, name_cells, plan.pitch, rooms.bars, canvas);
    }
    slider::draw(state, name_cells, rooms.slider, canvas);
    caption::draw(state, rooms.caption, canvas);
}

/// The marked offers, where there are at least two of them.
fn compared(state: &State) -> Option<&SideBySide> {
    state.figures.side_by_side.as_ref().filter(|side| side.offers.len() > 1)
}

/// Names and figures.
fn strong(theme: &Theme) -> Style {
    theme.text.add_modifier(Modifier::BOLD)
}

/// Projectors cut edges off; where room is short it is needed.
const fn within_margin(area: Rect) -> Rect {
    let side = match area.width {
        0..40 => 0,
        40..60 => 1,
        _ => 2,
    };
    let right = if side > 1 { side + MARK_CELLS } else { side };
    Rect { x: area.x + side, width: area.width - side - right, ..area }
}

/// The columns before the text, so that signs stand there. 0 if room is short.
const fn indent(width: u16) -> u16 {
    if width < 40 { 0 } else { MARK_CELLS }
}

/// The cells of the names on the left, of the cards and of the slider: the longest name of a card decides,
/// so that nothing moves when another slider is in play.
fn name_cells(names: &[String], width: u16) -> u16 {
    let longest = names.iter().map(|name| cells(name)).max().unwrap_or(0);
    let longest = u16::try_from(longest).unwrap_or(u16::MAX).saturating_add(MARK_CELLS + 2);
    let most = (width * 2 / 5).min(NAME_CELLS_MAX);
    longest.clamp(most.min(NAME_CELLS_MIN), most)
}
