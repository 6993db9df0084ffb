//! The signs on the screen, then all keys from the action table: those of the pane that has the keys first.

use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use super::canvas::Canvas;
use super::{lines, raised, scrolled};
use crate::explorer::action::{Bindings, Entry, GROUPS, Place, TABLE};
use crate::explorer::state::State;
use crate::explorer::theme::Glyphs;
use crate::explorer::widget::{Field, FieldView};

const WIDTH: u16 = 92;
const KEY_CELLS: u16 = 19;

/// A row: keys or a sign, and what it does or means. A heading has no second part.
type Row = (String, String);

/// A row with the name of its action, by which it is found too.
type Named = (Row, &'static str);

pub(super) fn draw(
    state: &State,
    (scroll, find): (usize, Option<&Field>),
    area: Rect,
    canvas: &mut Canvas<'_>,
) {
    let width = WIDTH.min(area.width).saturating_sub(KEY_CELLS + 3);
    let wanted = find.map(|field| field.text().to_lowercase()).unwrap_or_default();
    let rows = rows(state, canvas.bindings, canvas.theme.glyphs);
    let rows = wrapped(found(rows, &wanted), width);
    let height = area.height.saturating_sub(1);
    let inner = raised("Help: signs and keys, / finds", WIDTH, height, area, canvas);
    let theme = canvas.theme;
    let inner = match find {
        None => inner,
        Some(field) => {
            let top = Canvas::row(inner, 0);
            canvas.put(top, 1, "/", theme.key);
            let place = Rect { x: top.x + 2, width: top.width.saturating_sub(3), ..top };
            FieldView::new(field, theme).focused(true).render(place, canvas.buffer);
            Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner }
        }
    };
    if rows.is_empty() {
        canvas.put(Canvas::row(inner, 0), 1, &format!("nothing matches '{wanted}'"), theme.unsure);
    }
    scrolled(&rows, scroll, inner, canvas, |(keys, help), row, canvas| {
        let is_heading = help.is_empty();
        canvas.put(row, 1, keys, if is_heading { theme.title_focused } else { theme.key });
        if !is_heading {
            canvas.put(row, KEY_CELLS, help, theme.text);
        }
    });
}

/// The rows that have the letters, with the headings above them.
fn found(rows: Vec<Named>, wanted: &str) -> Vec<Row> {
    let has = |(keys, help): &Row, name: &str| {
        format!("{keys} {name}: {help}").to_lowercase().contains(wanted)
    };
    let mut found: Vec<Row> = Vec::new();
    let mut heading = None;
    for (row, name) in rows {
        if row.1.is_empty() {
            heading = Some(row);
        } else if has(&row, name) {
            found.extend(heading.take());
            found.push(row);
        }
    }
    found
}

/// Long sentences go on in the next row.
fn wrapped(rows: Vec<Row>, width: u16) -> Vec<Row> {
    let broken = rows.into_iter().flat_map(|(keys, help)| {
        let parts = if help.is_empty() { vec![help] } else { lines::wrapped(&help, width) };
        let mut keys = Some(keys);
        parts.into_iter().map(move |part| (keys.take().unwrap_or_default(), part))
    });
    broken.collect()
}

fn rows(state: &State, bindings: &Bindings, glyphs: &Glyphs) -> Vec<Named> {
    let heading = |text: &str| ((text.to_owned(), String::new()), "");
    let mut rows = vec![heading("Signs on this screen")];
    rows.extend(signs(glyphs).map(|row| (row, "")));
    let own = |entry: &&Entry| entry.place == Place::In(state.cursor.focus);
    let first = TABLE.iter().find(own).map(|entry| entry.group);
    let others = GROUPS.into_iter().filter(|group| Some(*group) != first);
    for group in first.into_iter().chain(others) {
        let entries = TABLE.iter().filter(|entry| entry.group == group);
        rows.push(heading(group));
        rows.extend(entries.map(|entry| {
            let keys = bindings.keys(entry.action).iter();
            let keys: Vec<String> = keys.map(|key| key.name(glyphs)).collect();
            ((format!(" {}", keys.join(" ")), entry.help.to_owned()), entry.name)
        }));
    }
    rows.push(heading("Mouse"));
    let mouse = [
        (" drag", "Moves a slider. The wheel scrolls, and moves the slider under the cursor"),
        (
            " click",
            "On a value: type it. On a mark: compare. On a line again: why. On a hint: do it",
        ),
    ];
    rows.extend(mouse.map(|(how, says)| ((how.to_owned(), says.to_owned()), "")));
    rows
}

/// The meanings of the signs beside a card.
fn signs(glyphs: &Glyphs) -> impl Iterator<Item = (String, String)> {
    let signs = [
        (glyphs.star, "The cheapest of the offers that do the whole job"),
        (glyphs.at_least, "At least so much: a price is not published"),
        (glyphs.third_party, "A price of a third party, not of the vendor"),
        (glyphs.stale, "Prices older than 180 days, or than stale-after-days in your settings"),
        (glyphs.lacking, "The service cannot do a part of what you set"),
        (glyphs.ended, "The service no longer exists in the period"),
        (glyphs.crossover, "On a slider or the chart: another marked offer becomes the cheapest"),
        (glyphs.edge, "On a slider: the price per unit of the selected offer changes"),
        (glyphs.budget, "On a slider: the selected offer reaches the budget"),
        (glyphs.up, "Before a total: over the budget. Before a difference: higher than before"),
        (glyphs.down, "Lower than before"),
        (glyphs.warning, "On a slider: beyond a vendor's limit, which does not change the price"),
        (glyphs.formula, "The slider follows a formula over other sliders"),
        (glyphs.slider.handle_formula, "The handle of a slider that follows a formula"),
        (glyphs.slider.handle_focused, "The handle of the slider that has the keys"),
        ("A B C", "The marked offers: on their lines, and along a slider without colours"),
        (glyphs.marked, "A marked offer, in its colour. Along a slider: the cheapest there"),
        (glyphs.favourite, "A favourite, which stands first in its group"),
    ];
    signs.into_iter().map(|(sign, says)| (format!(" {sign}"), says.to_owned()))
}
