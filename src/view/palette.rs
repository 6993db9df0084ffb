//! The palette.

use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use super::canvas::Canvas;
use super::{first_shown, raised};
use crate::state::{Item, Palette, Spot};
use crate::widget::FieldView;

const WIDTH: u16 = 80;
const HEIGHT: u16 = 18;

pub(super) fn draw(palette: &Palette, area: Rect, canvas: &mut Canvas<'_>) {
    let inner = raised("Commands, sliders, cards", WIDTH, HEIGHT, area, canvas);
    let theme = canvas.theme;
    let top = Canvas::row(inner, 0);
    canvas.put(top, 1, ":", theme.key);
    let field = Rect { x: top.x + 2.min(top.width), width: top.width.saturating_sub(3), ..top };
    FieldView::new(&palette.field, theme).focused(true).render(field, canvas.buffer);
    let list =
        Rect { y: inner.y + 1.min(inner.height), height: inner.height.saturating_sub(1), ..inner };
    if palette.found.is_empty() {
        canvas.put(Canvas::row(list, 0), 1, "nothing has these letters", theme.unsure);
    }
    let room = usize::from(list.height);
    let first = first_shown(palette.cursor, palette.found.len(), room);
    for (row, (place, (item, words))) in
        (0..).zip(palette.found.iter().enumerate().skip(first).take(room))
    {
        let area = Canvas::row(list, row);
        canvas.hit(area, Spot::Found(place));
        let under_cursor = place == palette.cursor;
        canvas.put(area, 0, if under_cursor { theme.glyphs.cursor } else { " " }, theme.accent);
        let keys = match item {
            Item::Action(action) => action.entry().keys[0].name(theme.glyphs),
            Item::Driver(_) | Item::Card(_) => String::new(),
        };
        let column = canvas.put_right(
            Rect { width: area.width.saturating_sub(1), ..area },
            &keys,
            theme.key,
        );
        canvas.put(Rect { width: column.saturating_sub(1), ..area }, 1, words, theme.text);
        if under_cursor {
            canvas.style(area, theme.selected);
        }
    }
}
