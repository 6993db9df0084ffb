//! The buffer with a theme, and what can be clicked in it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::widgets::{Block, Clear, Widget};

use crate::explorer::action::Bindings;
use crate::explorer::state::{Hit, Settings, Spot};
use crate::explorer::theme::Theme;
use crate::report::cells::{cells, fit};
use crate::report::numbers;
use crate::store::profile::NumberStyle;

/// The canvas on which a frame is drawn.
pub(super) struct Canvas<'a> {
    pub buffer: &'a mut Buffer,
    pub theme: &'a Theme,
    /// The keys of the actions.
    pub bindings: &'a Bindings,
    /// The signs in numbers.
    pub numbers: NumberStyle,
    hits: Vec<Hit>,
}

impl<'a> Canvas<'a> {
    pub fn new(buffer: &'a mut Buffer, theme: &'a Theme, settings: &'a Settings) -> Self {
        let numbers = settings.profile.numbers;
        Self { buffer, theme, bindings: &settings.bindings, numbers, hits: Vec::new() }
    }

    pub fn into_hits(self) -> Vec<Hit> {
        self.hits
    }

    /// Remembers what was drawn here.
    pub fn hit(&mut self, area: Rect, spot: Spot) {
        self.hits.push(Hit { area, spot });
    }

    /// Text at a place, cut to what is left of the row; answers the cells it took.
    pub fn put(&mut self, area: Rect, column: u16, text: &str, style: Style) -> u16 {
        let room = area.width.saturating_sub(column);
        if area.height == 0 || room == 0 {
            return 0;
        }
        let text = numbers::shown(text, self.numbers);
        let text = fit(&text, usize::from(room), self.theme.glyphs.ellipsis);
        self.buffer.set_string(area.x + column, area.y, &text, style);
        u16::try_from(cells(&text)).unwrap_or(room)
    }

    /// Text at the right end of the row, cut on its right where it does not fit; answers where it begins.
    pub fn put_right(&mut self, area: Rect, text: &str, style: Style) -> u16 {
        let wanted = u16::try_from(cells(text)).unwrap_or(u16::MAX);
        let column = area.width.saturating_sub(wanted);
        self.put(area, column, text, style);
        column
    }

    /// A row of an area, counted from its top; empty below its end.
    pub fn row(area: Rect, row: u16) -> Rect {
        if row >= area.height {
            return Rect { height: 0, ..area };
        }
        Rect { y: area.y + row, height: 1, ..area }
    }

    pub fn clear(&mut self, area: Rect) {
        Clear.render(area, self.buffer);
        self.buffer.set_style(area, self.theme.raised);
    }

    pub fn style(&mut self, area: Rect, style: Style) {
        self.buffer.set_style(area, style);
    }

    /// Underlines cells. Blank ones take a colour, letters keep theirs.
    pub fn underline(&mut self, area: Rect, style: Style) {
        for position in area.positions() {
            let Some(cell) = self.buffer.cell_mut(position) else { continue };
            if cell.symbol() == " " {
                cell.set_style(style);
            }
            cell.modifier.insert(Modifier::UNDERLINED);
        }
    }

    /// A border with a title on the left and a note on the right; answers what is inside. The focused
    /// one also has the cursor's sign, so that it shows without colour.
    pub fn frame(&mut self, area: Rect, title: &str, note: &str, focused: bool) -> Rect {
        let theme = self.theme;
        let border = if focused { theme.border_focused } else { theme.border };
        let block = Block::bordered().border_set(theme.glyphs.border).border_style(border);
        let inner = block.inner(area);
        block.render(area, self.buffer);
        let top = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(2),
            height: area.height.min(1),
            ..area
        };
        let sign = if focused { theme.glyphs.cursor } else { "" };
        let style = if focused { theme.title_focused } else { theme.title };
        let taken = self.put(top, 1, &format!("{sign} {title} "), style);
        let wanted = u16::try_from(cells(note)).unwrap_or(u16::MAX);
        if !note.is_empty() && taken + wanted + 5 <= top.width {
            let right = Rect { width: top.width - 1, ..top };
            self.put_right(right, &format!(" {note} "), theme.quiet);
        }
        inner
    }
}
