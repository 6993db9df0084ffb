//! The caption, and the verdict. While there is a message, that in place of the caption.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{indent, lines, strong};
use crate::explorer::state::State;
use crate::explorer::theme::Theme;
use crate::explorer::view::canvas::Canvas;
use crate::library::sanitize::sanitize;
use crate::report::verdict;

pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let indent = indent(area.width);
    let area = Rect { x: area.x + indent, width: area.width - indent, ..area };
    let verdict = |height: u16| {
        let fits = |text: &str| lines::wrapped(text, area.width).len() <= usize::from(height);
        verdict::fitted(&state.figures.board, &state.figures.verdict, fits)
    };
    let Some((text, style)) = words(state, canvas.theme) else {
        return put(&verdict(area.height), canvas.theme.text, area, canvas);
    };
    let used = u16::try_from(lines::wrapped(&text, area.width).len()).unwrap_or(area.height);
    put(&text, style, area, canvas);
    if used < area.height {
        let below = Rect { y: area.y + used, height: area.height - used, ..area };
        put(&verdict(below.height), canvas.theme.quiet, below, canvas);
    }
}

/// Puts a text into the rows that there are.
fn put(text: &str, style: Style, area: Rect, canvas: &mut Canvas<'_>) {
    let rows = lines::wrapped(text, area.width);
    let room = usize::from(area.height);
    for (row, words) in (0..area.height).zip(&rows) {
        // What does not fit is left out after a whole word of the last row, which says so.
        let is_cut = usize::from(row) + 1 == room && rows.len() > room;
        let ellipsis = canvas.theme.glyphs.ellipsis;
        let shorter = || lines::wrapped(words, area.width.saturating_sub(2)).swap_remove(0);
        let text = if is_cut { format!("{} {ellipsis}", shorter()) } else { words.clone() };
        canvas.put(Canvas::row(area, row), 0, &text, style);
    }
}

fn words(state: &State, theme: &Theme) -> Option<(String, Style)> {
    match &state.cursor.notice {
        Some(notice) if notice.is_error => {
            Some((format!("{} {}", theme.glyphs.warning, notice.text), theme.error))
        }
        Some(notice) => Some((notice.text.clone(), theme.accent)),
        None => {
            let caption = sanitize(&state.caption()?).into_owned();
            Some((caption, strong(theme)))
        }
    }
}
