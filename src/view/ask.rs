//! A question over everything, with its answers.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::{lines, raised};
use crate::state::{Ask, Spot};
use crate::widget::text::sanitize;

const WIDTH: u16 = 72;

pub(super) fn draw(ask: &Ask, area: Rect, canvas: &mut Canvas<'_>) {
    let width = WIDTH.min(area.width).saturating_sub(4);
    let question = lines::wrapped(&sanitize(&ask.question()), width);
    let wanted = u16::try_from(question.len() + ask.answers().len() + 4).unwrap_or(u16::MAX);
    let inner = raised("Before that", WIDTH, wanted.min(area.height), area, canvas);
    let theme = canvas.theme;
    let mut row = 0;
    for text in &question {
        canvas.put(Canvas::row(inner, row), 1, text, theme.text);
        row += 1;
    }
    // Where room is short the answers count more than the gap.
    row += u16::from(inner.height >= wanted.saturating_sub(2));
    for (key, says) in ask.answers().iter().copied().chain([('\u{1b}', "go back; nothing is lost")])
    {
        let place = Canvas::row(inner, row);
        let name = if key == '\u{1b}' { "esc".to_owned() } else { key.to_string() };
        canvas.put(place, 1, &name, theme.key);
        canvas.put(place, 6, says, theme.text);
        if key != '\u{1b}' {
            canvas.hit(place, Spot::Answer(key));
        }
        row += 1;
    }
}
