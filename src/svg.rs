//! A drawn screen as a picture and as text.
use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthStr;

/// The screen as lines of text, without the blanks at their ends.
#[must_use]
pub fn text(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in buffer.area.rows() {
        let mut hidden = 0;
        let mut line = String::new();
        for position in y.positions() {
            if hidden > 0 {
                hidden -= 1;
                continue;
            }
            let symbol = buffer[position].symbol();
            hidden = symbol.width().saturating_sub(1);
            line.push_str(symbol);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
