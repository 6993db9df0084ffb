//! A slider three rows high.
//!
//! ```text
//!          ◆    █                ticks, handle
//! ├██████████████━━━━━━━━━━━━━┤  the track up to the handle, handle, the track past it
//!  AAAAAAAAABBBB█BBBBBBBBBBBBB   letters where there are no colours
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Slider, cell_of, track};

/// The height in rows.
pub(super) const ROWS: u16 = 3;

impl Slider<'_> {
    pub(super) fn draw_thick(&self, area: Rect, buffer: &mut Buffer) {
        let (first, count) = track(area);
        let handle = cell_of(self.position, count);
        let filled = self.filled(handle, count);
        for place in (0..count).filter(|place| *place != handle) {
            let column = Rect { x: first + place, width: 1, ..area };
            self.draw_thick_track(place, filled.contains(&place), column, buffer);
        }
        self.draw_thick_handle(Rect { x: first + handle, width: 1, ..area }, buffer);
        self.draw_ends(Rect { y: area.y + 1, height: 1, ..area }, buffer);
    }

    /// The tick stands above the track, which keeps its colour there, and the letter below.
    fn draw_thick_track(&self, place: u16, filled: bool, column: Rect, buffer: &mut Buffer) {
        let signs = self.theme.glyphs.slider;
        let (x, y) = (column.x, column.y);
        let cell = &mut buffer[(x, y + 1)];
        cell.set_symbol(if filled { signs.filled_thick } else { signs.filled });
        let tint = self.ribbon.get(usize::from(place)).filter(|_| self.enabled);
        let Some(tint) = tint else {
            let style = if filled { self.theme.track_filled } else { self.theme.track };
            return self.style(cell, style);
        };
        cell.set_style(tint.style);
        if let Some(tick) = tint.tick {
            buffer[(x, y)].set_symbol(tick).set_style(self.theme.text);
        }
        if let Some(letter) = tint.letter {
            buffer[(x, y + 2)].set_char(letter).set_style(tint.style);
        }
    }

    fn draw_thick_handle(&self, column: Rect, buffer: &mut Buffer) {
        let signs = self.theme.glyphs.slider;
        for row in 0..ROWS {
            let sign =
                if self.formula && row == 1 { signs.handle_formula } else { signs.handle_thick };
            let cell = &mut buffer[(column.x, column.y + row)];
            cell.set_symbol(sign);
            self.style(cell, self.theme.handle);
        }
    }
}
