//! Something to be read: lines of any length, scrolled.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::{lines, raised, scrolled};
use crate::library::sanitize::sanitize;

const WIDTH: u16 = 100;

pub(super) fn draw(
    title: &str,
    text: &[String],
    scroll: usize,
    area: Rect,
    canvas: &mut Canvas<'_>,
) {
    let width = WIDTH.min(area.width).saturating_sub(4);
    let rows: Vec<(bool, String)> = text.iter().flat_map(|line| rows(line, width)).collect();
    let wanted = u16::try_from(rows.len() + 2).unwrap_or(u16::MAX);
    let inner = raised(title, WIDTH, wanted.min(area.height.saturating_sub(1)), area, canvas);
    let theme = canvas.theme;
    scrolled(&rows, scroll, inner, canvas, |(is_head, text), row, canvas| {
        let style = if *is_head { theme.title_focused } else { theme.text };
        canvas.put(row, 1, text, style);
    });
}

/// The rows of a line, with its indent; a line without one is a heading.
fn rows(line: &str, width: u16) -> Vec<(bool, String)> {
    let line = sanitize(line);
    let indent = line.len() - line.trim_start().len();
    let blanks = " ".repeat(indent);
    let room = width.saturating_sub(u16::try_from(indent).unwrap_or(0)).max(10);
    let texts = lines::wrapped(line.trim_start(), room).into_iter();
    texts.map(|text| (indent == 0, format!("{blanks}{text}"))).collect()
}
