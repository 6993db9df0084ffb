//! A bar of what a total is made of, the largest part first, with the shares in words below it.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::answer::Contribution;
use crate::report::cells::bar_cells;
use crate::report::cells::cells;
use crate::report::words;
use whatif_pricing::Ratio;

/// The bar and the row of words.
pub(super) const ROWS: u16 = 2;

/// Draws the bar and, as far as there is room, the share of each part.
pub(super) fn draw(parts: &[Contribution], area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let (bar, text) = (Canvas::row(area, 0), Canvas::row(area, 1));
    let (mut column, mut end) = (0, 0);
    for (place, part) in parts.iter().enumerate() {
        let style = theme.series(place);
        let left = area.width.saturating_sub(column);
        let wanted = bar_cells(part.share, Ratio::ONE, area.width.into());
        let wanted = u16::try_from(wanted).unwrap_or(left).min(left);
        let is_last = place + 1 == parts.len();
        let width = if is_last { left } else { wanted };
        let sign = theme.glyphs.parts[place % theme.glyphs.parts.len()];
        canvas.put(bar, column, &sign.repeat(width.into()), style);
        column += width;
        let label = format!("{} {}", part.label, words::share(part.share));
        let label_cells = u16::try_from(cells(&label)).unwrap_or(u16::MAX);
        if end + label_cells <= area.width {
            end += canvas.put(text, end, &label, style) + 2;
        }
    }
}
