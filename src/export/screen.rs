//! A screen as it is drawn: a picture, or its text with colours or without.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use super::{Form, ansi};
use crate::state::State;
use crate::svg;
use crate::theme::Theme;
use crate::view::view;

/// Draws what the state shows, once all that it samples is known.
#[must_use]
pub fn screen(state: &mut State, theme: &Theme, width: u16, height: u16) -> Buffer {
    while state.has_work() {
        state.work();
    }
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    // Nobody clicks on a picture.
    let _ = view(state, theme, area, &mut buffer);
    buffer
}

/// A drawn screen as a picture, as text with its colours or, in the other forms, as plain text.
#[must_use]
pub fn picture(buffer: &Buffer, theme: &Theme, form: Form) -> String {
    let background = theme.base.bg.unwrap_or(Color::Black);
    let foreground = theme.base.fg.unwrap_or(Color::White);
    match form {
        Form::Svg => svg::svg(buffer, background, foreground),
        Form::Ansi => ansi::write(buffer),
        _ => svg::text(buffer),
    }
}
