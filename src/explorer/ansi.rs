//! A drawn screen as text with its colours, for a terminal to show: `cat screen.ans`.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::explorer::svg::visible;
use crate::library::sanitize::is_invisible;

/// The codes that ask for modifiers.
const MODIFIERS: [(Modifier, u8); 6] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
    (Modifier::CROSSED_OUT, 9),
];

/// The screen as lines, each of which begins and ends without colours.
#[must_use]
pub fn write(buffer: &Buffer) -> String {
    let mut text = String::new();
    for row in buffer.area.rows() {
        let cells: Vec<&Cell> = row.positions().map(|position| &buffer[position]).collect();
        let mut style = String::new();
        for (column, symbol) in visible(cells.iter().map(|cell| cell.symbol())) {
            let wanted = codes(cells[column]);
            if wanted != style {
                let _ = write!(text, "\x1b[0{wanted}m");
                style = wanted;
            }
            // Nothing but the colours may steer a terminal, and nothing may hide.
            let shown = |letter: &char| !letter.is_control() && !is_invisible(*letter);
            text.extend(symbol.chars().filter(shown));
        }
        text.push_str(if style.is_empty() { "\n" } else { "\x1b[0m\n" });
    }
    text
}

/// The codes of a cell's style, after all others are taken off.
fn codes(cell: &Cell) -> String {
    let mut codes = String::new();
    for (modifier, code) in MODIFIERS {
        if cell.modifier.contains(modifier) {
            let _ = write!(codes, ";{code}");
        }
    }
    codes.push_str(&color(cell.fg, 30));
    codes.push_str(&color(cell.bg, 40));
    codes
}

/// A colour as the letters' (30) or as the ground's (40).
fn color(color: Color, base: u8) -> String {
    let bright = base + 60;
    let code = match color {
        Color::Reset => return String::new(),
        Color::Rgb(red, green, blue) => return format!(";{};2;{red};{green};{blue}", base + 8),
        Color::Indexed(index) => return format!(";{};5;{index}", base + 8),
        Color::Black => base,
        Color::Red => base + 1,
        Color::Green => base + 2,
        Color::Yellow => base + 3,
        Color::Blue => base + 4,
        Color::Magenta => base + 5,
        Color::Cyan => base + 6,
        Color::Gray => base + 7,
        Color::DarkGray => bright,
        Color::LightRed => bright + 1,
        Color::LightGreen => bright + 2,
        Color::LightYellow => bright + 3,
        Color::LightBlue => bright + 4,
        Color::LightMagenta => bright + 5,
        Color::LightCyan => bright + 6,
        Color::White => bright + 7,
    };
    format!(";{code}")
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    fn written(spans: &[(u16, &str, Style)], width: u16) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
        for (column, text, style) in spans {
            buffer.set_string(*column, 0, text, *style);
        }
        write(&buffer)
    }

    #[test]
    fn a_style_is_told_where_it_begins_and_taken_off_at_the_end() {
        let bold = Style::new().fg(Color::Rgb(1, 2, 3)).add_modifier(Modifier::BOLD);
        assert_eq!(
            written(&[(0, "a", Style::new()), (1, "bc", bold)], 4),
            "a\x1b[0;1;38;2;1;2;3mbc\x1b[0m \n"
        );
        let named = Style::new().fg(Color::LightRed).bg(Color::Indexed(7));
        assert_eq!(written(&[(0, "x", named)], 1), "\x1b[0;91;48;5;7mx\x1b[0m\n");
        assert_eq!(written(&[(0, "plain", Style::new())], 5), "plain\n");
    }

    #[test]
    fn no_symbol_steers_the_terminal_and_wide_ones_stand_once() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 3, 1));
        buffer.set_string(0, 0, "云", Style::new());
        buffer.content[2].set_symbol("\u{1b}[2Jx");
        assert_eq!(write(&buffer), "云[2Jx\n");
    }
}
