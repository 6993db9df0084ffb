//! A slider one row high; in an area of three rows, drawn for the back of a room.
//!
//! ```text
//! ├━━━━━●──────────┤      ends, track up to the handle, handle, track past it
//! ```

mod thick;

use std::ops::Range;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::widgets::Widget;

use crate::explorer::theme::Theme;

/// The position of the handle at the right end; at the left it is 0.
pub const FULL: u32 = 10_000;

/// The narrowest slider that has ends; below it every cell is track.
const WIDTH_WITH_ENDS: u16 = 5;

/// The tint of one cell of the track: its colour, and a letter if there are no colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tint {
    /// In place of the track's own style.
    pub style: Style,
    /// In place of the track's own line.
    pub letter: Option<char>,
    /// A tick, in place of the track.
    pub tick: Option<&'static str>,
}

/// Draws a value between its smallest and its largest.
#[derive(Clone, Copy, Debug)]
pub struct Slider<'a> {
    theme: &'a Theme,
    position: u32,
    focused: bool,
    enabled: bool,
    formula: bool,
    ribbon: &'a [Tint],
    range: Option<(u32, u32)>,
}

impl<'a> Slider<'a> {
    /// A slider with its handle at `position` of [`FULL`].
    #[must_use]
    pub fn new(position: u32, theme: &'a Theme) -> Self {
        let position = position.min(FULL);
        Self {
            theme,
            position,
            focused: false,
            enabled: true,
            formula: false,
            ribbon: &[],
            range: None,
        }
    }

    /// Sets whether the keys go to this slider.
    #[must_use]
    pub fn focused(self, focused: bool) -> Self {
        Self { focused, ..self }
    }

    /// Sets whether any marked offer reads this value.
    #[must_use]
    pub fn enabled(self, enabled: bool) -> Self {
        Self { enabled, ..self }
    }

    /// Sets whether a formula gives the value.
    #[must_use]
    pub fn formula(self, formula: bool) -> Self {
        Self { formula, ..self }
    }

    /// The heavy part of the track goes from one position to another, rather than up to the handle.
    #[must_use]
    pub fn range(self, range: Option<(u32, u32)>) -> Self {
        Self { range, ..self }
    }

    /// Colours the track, one tint per cell from the left; see [`track_cells`] and
    /// [`position_of_cell`] for what each cell stands for.
    #[must_use]
    pub fn ribbon(self, ribbon: &'a [Tint]) -> Self {
        Self { ribbon, ..self }
    }

    /// The cells of the heavy part.
    fn filled(&self, handle: u16, count: u16) -> Range<u16> {
        match self.range {
            Some((low, high)) => cell_of(low, count)..cell_of(high, count) + 1,
            None => 0..handle,
        }
    }

    fn draw_track(&self, cell: &mut Cell, place: u16, filled: bool) {
        let signs = self.theme.glyphs.slider;
        cell.set_symbol(if filled { signs.filled } else { signs.empty });
        match self.ribbon.get(usize::from(place)) {
            Some(tint) if self.enabled => {
                cell.set_style(tint.style);
                if let Some(letter) = tint.letter {
                    cell.set_char(letter);
                }
                if let Some(tick) = tint.tick {
                    cell.set_symbol(tick);
                }
            }
            _ if filled => self.style(cell, self.theme.track_filled),
            _ => self.style(cell, self.theme.track),
        }
    }

    fn draw_handle(&self, cell: &mut Cell) {
        let signs = self.theme.glyphs.slider;
        cell.set_symbol(match (self.formula, self.focused) {
            (true, _) => signs.handle_formula,
            (false, true) => signs.handle_focused,
            (false, false) => signs.handle,
        });
        self.style(cell, if self.focused { self.theme.total } else { self.theme.handle });
    }

    /// The ends of a track that leaves room for them.
    fn draw_ends(&self, area: Rect, buffer: &mut Buffer) {
        if track_cells(area.width) == area.width {
            return;
        }
        let signs = self.theme.glyphs.slider;
        for (column, sign) in [(area.x, signs.left), (area.right() - 1, signs.right)] {
            let cell = &mut buffer[(column, area.y)];
            cell.set_symbol(sign).set_style(self.theme.track);
        }
    }

    fn style(&self, cell: &mut Cell, style: Style) {
        if self.enabled {
            cell.set_style(style);
        } else {
            cell.set_style(self.theme.track.remove_modifier(Modifier::BOLD));
        }
    }
}

impl Widget for Slider<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return;
        }
        if area.height >= thick::ROWS {
            return self.draw_thick(area, buffer);
        }
        let (first, count) = track(area);
        let handle = cell_of(self.position, count);
        let filled = self.filled(handle, count);
        for place in (0..count).filter(|place| *place != handle) {
            let filled = filled.contains(&place);
            self.draw_track(&mut buffer[(first + place, area.y)], place, filled);
        }
        self.draw_handle(&mut buffer[(first + handle, area.y)]);
        self.draw_ends(area, buffer);
    }
}

/// The position that a click or a drag at this column means.
///
/// The leftmost cell and all left of it is 0, the rightmost and all right of it is [`FULL`], so
/// that a captured drag may leave the slider.
#[must_use]
pub fn position_at(column: u16, area: Rect) -> u32 {
    if area.is_empty() {
        return 0;
    }
    let (first, count) = track(area);
    position_of_cell(column.saturating_sub(first), count)
}

/// Number of cells of a slider so wide that are track.
#[must_use]
pub const fn track_cells(width: u16) -> u16 {
    if width < WIDTH_WITH_ENDS { width } else { width - 2 }
}

/// The position that a cell stands for, counted from the left, on a track of so many cells.
#[must_use]
pub fn position_of_cell(cell: u16, track_cells: u16) -> u32 {
    let last = u32::from(track_cells.saturating_sub(1));
    let cell = u32::from(cell).min(last);
    (cell * FULL + last / 2).checked_div(last).unwrap_or(0)
}

/// The first column of the track, and how many cells it has.
fn track(area: Rect) -> (u16, u16) {
    let count = track_cells(area.width);
    (area.x + u16::from(count < area.width), count)
}

/// The cell of the handle, counted along the track.
#[must_use]
pub fn cell_of(position: u32, track_cells: u16) -> u16 {
    let last = u32::from(track_cells.saturating_sub(1));
    let cell = (position.min(FULL) * last + FULL / 2) / FULL;
    u16::try_from(cell).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use ratatui::style::Color;

    use super::*;
    use crate::explorer::theme::{Depth, Glyphs, Scheme};

    fn theme(glyphs: &'static Glyphs) -> Theme {
        Theme::new(Scheme::Dark, Depth::True, glyphs)
    }

    fn drawn(slider: Slider, width: u16) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
        slider.render(buffer.area, &mut buffer);
        buffer
    }

    fn line(position: u32, width: u16, glyphs: &'static Glyphs) -> String {
        let theme = theme(glyphs);
        let buffer = drawn(Slider::new(position, &theme), width);
        buffer.content.iter().map(Cell::symbol).collect()
    }

    #[test]
    fn the_handle_moves_from_end_to_end() {
        assert_eq!(line(0, 9, &Glyphs::UNICODE), "├●──────┤");
        assert_eq!(line(5_000, 9, &Glyphs::UNICODE), "├━━━●───┤");
        assert_eq!(line(FULL, 9, &Glyphs::UNICODE), "├━━━━━━●┤");
        assert_eq!(line(FULL + 1, 9, &Glyphs::UNICODE), "├━━━━━━●┤");
        assert_eq!(line(5_000, 9, &Glyphs::ASCII), "|===o---|");
    }

    #[test]
    fn the_heavy_part_of_a_range_goes_from_its_lowest_to_its_highest_value() {
        let theme = theme(&Glyphs::UNICODE);
        let line = |low: u32, high: u32| -> String {
            let slider = Slider::new(5_000, &theme).range(Some((low, high)));
            drawn(slider, 13).content.iter().map(Cell::symbol).collect()
        };
        assert_eq!(line(2_000, 8_000), "├──━━━●━━━──┤");
        assert_eq!(line(5_000, FULL), "├─────●━━━━━┤");
        assert_eq!(line(5_000, 5_000), "├─────●─────┤");
    }

    #[test]
    fn a_narrow_slider_gives_up_its_ends_before_its_track() {
        assert_eq!(line(FULL, 5, &Glyphs::UNICODE), "├━━●┤");
        assert_eq!(line(FULL, 4, &Glyphs::UNICODE), "━━━●");
        assert_eq!(line(0, 2, &Glyphs::UNICODE), "●─");
        assert_eq!(line(7_000, 1, &Glyphs::UNICODE), "●");
        assert_eq!(line(7_000, 0, &Glyphs::UNICODE), "");
    }

    #[test]
    fn a_click_puts_the_handle_under_the_pointer() {
        for width in 1..200 {
            let area = Rect::new(7, 3, width, 1);
            let (first, count) = track(area);
            for column in first..first + count {
                let position = position_at(column, area);
                assert_eq!(first + cell_of(position, count), column, "width {width}");
            }
        }
    }

    #[test]
    fn the_outermost_cells_and_all_beyond_are_the_ends() {
        for width in 2..200 {
            let area = Rect::new(7, 3, width, 1);
            assert_eq!([position_at(0, area), position_at(7, area)], [0, 0]);
            let ends = [area.right() - 1, area.right(), u16::MAX];
            assert_eq!(ends.map(|column| position_at(column, area)), [FULL; 3]);
        }
    }

    #[test]
    fn the_handle_tells_focus_and_formula_apart() {
        let theme = theme(&Glyphs::UNICODE);
        let symbol = |slider: Slider| drawn(slider, 3)[(0, 0)].symbol().to_owned();
        let slider = Slider::new(0, &theme);
        assert_eq!(symbol(slider.focused(true)), "◉");
        assert_eq!(symbol(slider.formula(true)), "◇");
    }

    #[test]
    fn the_ribbon_colours_the_track_cell_by_cell_and_not_the_handle() {
        let theme = theme(&Glyphs::UNICODE);
        let tint = |color, letter| Tint { style: Style::new().fg(color), letter, tick: None };
        let ribbon =
            [tint(Color::Red, None), tint(Color::Blue, Some('b')), tint(Color::Green, None)];
        let buffer = drawn(Slider::new(FULL, &theme).ribbon(&ribbon), 5);
        assert_eq!((buffer[(1, 0)].symbol(), buffer[(1, 0)].fg), ("━", Color::Red));
        assert_eq!((buffer[(2, 0)].symbol(), buffer[(2, 0)].fg), ("b", Color::Blue));
        assert_eq!(buffer[(3, 0)].symbol(), "●");
        assert_ne!(buffer[(3, 0)].fg, Color::Green);
    }

    #[test]
    fn a_slider_that_no_card_reads_is_quiet_throughout() {
        let theme = theme(&Glyphs::UNICODE);
        let style = Style::new().fg(Color::Red);
        let ribbon = [Tint { style, letter: None, tick: Some("x") }];
        let buffer = drawn(Slider::new(5_000, &theme).enabled(false).ribbon(&ribbon), 9);
        assert!(buffer.content.iter().all(|cell| Some(cell.fg) == theme.track.fg));
    }

    #[test]
    fn three_rows_high_the_ticks_stand_above_the_track_and_the_letters_below() {
        let theme = theme(&Glyphs::UNICODE);
        let tint = |letter, tick| Tint { style: theme.text, letter, tick };
        let ribbon = [
            tint(Some('A'), None),
            tint(Some('A'), Some("◆")),
            tint(Some('B'), None),
            tint(None, None),
        ];
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 3));
        Slider::new(FULL, &theme).ribbon(&ribbon).focused(true).render(buffer.area, &mut buffer);
        assert_eq!(crate::explorer::svg::text(&buffer), "  ◆ █\n├████┤\n AAB█\n");
    }

    #[test]
    fn an_area_beyond_the_screen_does_not_panic() {
        let theme = theme(&Glyphs::UNICODE);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 1));
        Slider::new(FULL, &theme).render(Rect::new(2, 0, 40, 3), &mut buffer);
        Slider::new(FULL, &theme).render(Rect::new(9, 9, 4, 1), &mut buffer);
    }
}
