//! Drawing of a field: the part around the cursor, and the cursor as a cell of its own.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;
use unicode_width::UnicodeWidthChar;

use super::Field;
use crate::explorer::theme::Theme;
use crate::report::cells::cells;

/// Draws a field in one row, scrolled so far that the cursor is in sight.
///
/// The terminal's own cursor is not used: it blinks, and it would have to be shown and hidden.
#[derive(Clone, Copy, Debug)]
pub struct FieldView<'a> {
    field: &'a Field,
    theme: &'a Theme,
    style: Style,
    cursor: bool,
}

impl<'a> FieldView<'a> {
    /// A field in the theme's plain text, with its cursor.
    #[must_use]
    pub fn new(field: &'a Field, theme: &'a Theme) -> Self {
        Self { field, theme, style: theme.text, cursor: true }
    }

    /// Draws the text in another style, such as that of an error.
    #[must_use]
    pub fn style(self, style: Style) -> Self {
        Self { style, ..self }
    }

    /// Sets whether the keys go to this field.
    #[must_use]
    pub fn focused(self, cursor: bool) -> Self {
        Self { cursor, ..self }
    }

    /// The text from the first letter that is in sight.
    fn in_sight(&self, width: usize) -> &'a str {
        let text = self.field.text.as_str();
        // The cursor takes a cell even where there is no letter under it.
        let under_cursor = cells(&text[self.field.cursor..self.field.after()]).max(1);
        let mut hidden = (cells(&text[..self.field.cursor]) + under_cursor).saturating_sub(width);
        let mut letters = text.char_indices();
        while hidden > 0 {
            let Some((_, letter)) = letters.next() else { break };
            hidden = hidden.saturating_sub(letter.width().unwrap_or(0));
        }
        letters.as_str()
    }
}

impl Widget for FieldView<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return;
        }
        let width = usize::from(area.width);
        let shown = self.in_sight(width);
        buffer.set_stringn(area.x, area.y, " ".repeat(width), width, self.style);
        buffer.set_stringn(area.x, area.y, shown, width, self.style);
        if self.cursor {
            let hidden = self.field.text.len() - shown.len();
            let before = cells(&self.field.text[hidden.min(self.field.cursor)..self.field.cursor]);
            let column = u16::try_from(before.min(width - 1)).unwrap_or(0);
            buffer[(area.x + column, area.y)].set_style(self.theme.cursor);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explorer::theme::{Depth, Glyphs, Scheme};
    use crate::explorer::widget::FieldKey;

    /// The row as drawn, with the cell of the cursor in brackets.
    fn drawn(field: &Field, width: u16) -> String {
        let theme = Theme::new(Scheme::Dark, Depth::True, &Glyphs::UNICODE);
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
        FieldView::new(field, &theme).render(buffer.area, &mut buffer);
        let cells = buffer.content.iter().map(|cell| {
            let symbol = cell.symbol();
            if Some(cell.bg) == theme.cursor.bg { format!("[{symbol}]") } else { symbol.to_owned() }
        });
        cells.collect()
    }

    #[test]
    fn the_cursor_stands_after_the_text() {
        assert_eq!(drawn(&Field::with_text("100", 20), 6), "100[ ]  ");
        assert_eq!(drawn(&Field::new(20), 3), "[ ]  ");
    }

    #[test]
    fn a_long_text_scrolls_so_that_the_cursor_is_in_sight() {
        let mut field = Field::with_text("secrets*30", 20);
        assert_eq!(drawn(&field, 6), "ts*30[ ]");
        field.edit(FieldKey::Left);
        assert_eq!(drawn(&field, 6), "ets*3[0]");
        field.edit(FieldKey::Home);
        assert_eq!(drawn(&field, 6), "[s]ecret");
    }

    #[test]
    fn wide_letters_scroll_by_whole_letters() {
        assert_eq!(drawn(&Field::with_text("阿里云", 20), 5), "里 云 [ ]");
        assert_eq!(drawn(&Field::with_text("阿里云", 20), 4), "云 [ ] ");
    }

    #[test]
    fn no_width_panics() {
        let mut field = Field::with_text("阿e\u{301}里云", 20);
        for _ in 0..6 {
            for width in 0..12 {
                let _ = drawn(&field, width);
            }
            field.edit(FieldKey::Left);
        }
    }
}
