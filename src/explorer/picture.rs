//! A screen as it is drawn: a picture, or its text with colours or without.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use super::ansi;
use super::state::State;
use super::svg;
use super::theme::Theme;
use super::view::view;
use crate::report::export::{ExportError, Form, Wanted, What, write};
use crate::report::glyphs::Glyphs;

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

/// A drawn screen as a picture, as text with its colours or as plain text.
pub fn picture(buffer: &Buffer, theme: &Theme, form: Form) -> Result<String, ExportError> {
    let background = theme.base.bg.unwrap_or(Color::Black);
    let foreground = theme.base.fg.unwrap_or(Color::White);
    match form {
        Form::Svg => Ok(svg::svg(buffer, background, foreground)),
        Form::Ansi => Ok(ansi::write(buffer)),
        Form::Text => Ok(svg::text(buffer)),
        Form::Markdown | Form::Csv | Form::Json => {
            Err(ExportError::Form { what: What::Screen, form, by_name: false })
        }
    }
}

/// Writes the subject of the shown screen. A screen is `drawn` already, in a theme.
pub fn of_state(
    state: &State,
    what: What,
    form: Form,
    drawn: Option<(&Buffer, &Theme)>,
) -> Result<String, ExportError> {
    what.check(form)?;
    if what == What::Screen {
        let (buffer, theme) = drawn.ok_or(ExportError::NotDrawn)?;
        return picture(buffer, theme, form);
    }
    let (offer, driver) = (&state.selected().id, Some(state.cursor.swept));
    let wanted = Wanted {
        what,
        form,
        offer: Some(offer),
        driver,
        glyphs: Glyphs::new(false),
        numbers: state.settings.profile.numbers,
    };
    write(&state.figures.board, &wanted)
}

#[cfg(test)]
mod tests;
