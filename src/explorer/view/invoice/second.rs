//! A second, shorter invoice: that of the cheapest offer beside the selected one.

use ratatui::layout::Rect;

use crate::explorer::state::{Spot, State};
use crate::explorer::view::canvas::Canvas;
use crate::explorer::view::{composition, lines};
use crate::report::cells::cells;
use crate::report::names;

pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let Some(next) = &state.figures.next else { return };
    let Some(offer) = state.figures.board.offer(&next.offer).filter(|_| area.height > 4) else {
        return;
    };
    let theme = canvas.theme;
    let inner = canvas.frame(area, &names::short(offer), offer.plan(), false);
    let inner =
        Rect { x: inner.x + 1.min(inner.width), width: inner.width.saturating_sub(2), ..inner };
    canvas.hit(area, Spot::Offer(next.offer.clone()));
    let total = lines::total(state, offer, theme.glyphs);
    let top = Canvas::row(inner, 0);
    let used = canvas.put(top, 0, &total, theme.total);
    if let Some(more) = next.more {
        let (text, style) = lines::signed(more, theme);
        let room = usize::from(top.width.saturating_sub(used));
        let forms = [format!("{text} to the selected"), text];
        // Amounts that touch would read as a range.
        if let Some(text) = forms.into_iter().find(|form| cells(form) + 2 <= room) {
            canvas.put_right(top, &text, style);
        }
    }
    composition::draw(&next.parts, Rect { y: inner.y + 2, height: 2, ..inner }, canvas);
    let room = inner.height.saturating_sub(5);
    for (row, part) in (5..).zip(&next.parts).take(room.into()) {
        let place = Canvas::row(inner, row);
        let amount = lines::amount(part.amount);
        let column = canvas.put_right(place, &amount, theme.text);
        let label = Rect { width: column.saturating_sub(1), ..place };
        canvas.put(label, 0, &part.label, theme.text);
    }
}
