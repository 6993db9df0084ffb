//! A question over everything, with its answers.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::{lines, raised};
use crate::explorer::state::{Ask, Spot};
use crate::library::sanitize::sanitize;
use crate::report::cells::fit;

const WIDTH: u16 = 72;
/// The rows of a frame.
const FRAME_ROWS: u16 = 2;
/// From here on the texts of the answers stand apart from their keys.
const WIDTH_WITH_GAP: u16 = 40;

pub(super) fn draw(ask: &Ask, area: Rect, canvas: &mut Canvas<'_>) {
    let width = WIDTH.min(area.width).saturating_sub(4);
    let asked = canvas.bindings.worded(&ask.question());
    let asked = sanitize(&asked);
    let mut question = lines::wrapped(&asked, width);
    let answers = rows(ask.answers().len() + 1);
    let wanted = rows(question.len()) + 1 + answers;
    let inner = if wanted + FRAME_ROWS > area.height + 1 {
        // Where room is short the answers count more than the frame, the gap and the whole question.
        canvas.clear(area);
        canvas.hit(area, Spot::Overlay);
        question.truncate(usize::from(area.height.saturating_sub(answers).max(1)));
        area
    } else {
        raised(ask.title(), WIDTH, (wanted + FRAME_ROWS).min(area.height), area, canvas)
    };
    let (theme, ellipsis) = (canvas.theme, canvas.theme.glyphs.ellipsis);
    let cut = question.len() < lines::wrapped(&asked, width).len();
    let last = question.len().saturating_sub(1);
    for (row, text) in (0..).zip(&question) {
        let goes_on = cut && usize::from(row) == last;
        let text = if goes_on { format!("{text} {ellipsis}") } else { text.clone() };
        canvas.put(Canvas::row(inner, row), 1, &text, theme.text);
    }
    let gap = u16::from(inner.height >= wanted);
    let column = if inner.width < WIDTH_WITH_GAP { 5 } else { 6 };
    let all = ask.answers().iter().copied().chain([('\u{1b}', "go back; nothing is lost")]);
    for (row, (key, says)) in (rows(question.len()) + gap..).zip(all) {
        let place = Canvas::row(inner, row);
        let name = if key == '\u{1b}' { "esc".to_owned() } else { key.to_string() };
        canvas.put(place, 1, &name, theme.key);
        let says = fit(
            &canvas.bindings.worded(says),
            usize::from(inner.width.saturating_sub(column)),
            ellipsis,
        );
        canvas.put(place, column, &says, theme.text);
        if key != '\u{1b}' {
            canvas.hit(place, Spot::Answer { ask: ask.clone(), key });
        }
    }
}

fn rows(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
