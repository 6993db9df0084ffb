//! All keys, from the action table.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::raised;
use crate::explorer::action::{GROUPS, TABLE};
use crate::explorer::theme::Glyphs;

const WIDTH: u16 = 92;
const KEY_CELLS: u16 = 19;

pub(super) fn draw(scroll: usize, area: Rect, canvas: &mut Canvas<'_>) {
    let rows = rows(canvas);
    let wanted = u16::try_from(rows.len() + 2).unwrap_or(u16::MAX);
    let height = wanted.min(area.height.saturating_sub(1));
    let inner = raised("Keys", WIDTH, height, area, canvas);
    let theme = canvas.theme;
    let room = usize::from(inner.height);
    let first = scroll.min(rows.len().saturating_sub(room));
    for (place, (keys, help)) in (0..).zip(rows.iter().skip(first).take(room)) {
        let row = Canvas::row(inner, place);
        let style = if help.is_empty() { theme.title_focused } else { theme.key };
        canvas.put(row, 1, keys, style);
        if !help.is_empty() {
            canvas.put(row, KEY_CELLS, help, theme.text);
        }
    }
    if first + room < rows.len() {
        let last = Canvas::row(inner, inner.height.saturating_sub(1));
        canvas.put_right(last, &format!("{} more ", theme.glyphs.down), theme.accent);
    }
}

fn rows(canvas: &Canvas<'_>) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    for group in GROUPS {
        let mut entries = TABLE.iter().filter(|entry| entry.group == group).peekable();
        if entries.peek().is_some() {
            rows.push((group.to_owned(), String::new()));
        }
        for entry in entries {
            let keys = canvas.bindings.keys(entry.action);
            let keys: Vec<String> = keys.iter().map(|key| key.name(canvas.theme.glyphs)).collect();
            rows.push((format!(" {}", keys.join(" ")), entry.help.to_owned()));
        }
    }
    rows.push(("Signs".to_owned(), String::new()));
    rows.extend(signs(canvas.theme.glyphs));
    rows.push(("Mouse".to_owned(), String::new()));
    rows.push((" drag".to_owned(), "Moves a slider; the wheel moves it by a step".to_owned()));
    rows.push((
        " click".to_owned(),
        "On a value: type it; on a mark: compare; on a line again: why".to_owned(),
    ));
    rows
}

/// The meanings of the signs beside a card.
fn signs(glyphs: &Glyphs) -> impl Iterator<Item = (String, String)> {
    let signs = [
        (glyphs.star, "The cheapest of the marked cards that do the whole of the same job"),
        (glyphs.at_least, "At least so much: a price is not published"),
        (glyphs.third_party, "A price of a third party, not of the vendor"),
        (glyphs.stale, "Prices older than 180 days, or than stale-after-days in your settings"),
        (glyphs.lacking, "The service cannot do a part of what you set"),
        (glyphs.ended, "The service no longer exists in the period"),
        (glyphs.crossover, "On a slider or the chart: another marked card becomes the cheapest"),
        (glyphs.edge, "On a slider: the price per unit of the selected card changes"),
        (glyphs.budget, "On a slider: the selected card reaches the budget"),
        (glyphs.formula, "The slider follows a formula"),
        ("A B C", "Where there are no colours: the marked card that is cheapest there"),
        (glyphs.favourite, "A favourite, which stands first in its group"),
    ];
    signs.into_iter().map(|(sign, says)| (format!(" {sign}"), says.to_owned()))
}
