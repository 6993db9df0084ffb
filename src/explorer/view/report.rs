//! Something to be read: lines of any length, scrolled.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::{lines, raised};
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
    let room = usize::from(inner.height);
    let first = scroll.min(rows.len().saturating_sub(room));
    for (place, (is_head, text)) in (0..).zip(rows.iter().skip(first).take(room)) {
        let style = if *is_head { theme.title_focused } else { theme.text };
        canvas.put(Canvas::row(inner, place), 1, text, style);
    }
    if first + room < rows.len() {
        let last = Canvas::row(inner, inner.height.saturating_sub(1));
        canvas.put_right(last, &format!("{} more ", theme.glyphs.down), theme.accent);
    }
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
