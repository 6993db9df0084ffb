//! What to know of the total, in words.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{GAP_CELLS, lines, spread, strong};
use crate::state::State;
use crate::theme::Theme;
use crate::view::canvas::Canvas;
use crate::widget::text::cells;

/// In one row, as much as there is room for.
pub(super) fn draw(state: &State, is_told: bool, area: Rect, canvas: &mut Canvas<'_>) {
    let mut column = 0;
    for (text, style) in facts(state, is_told, canvas.theme) {
        let room = usize::from(area.width.saturating_sub(column));
        if column == 0 || cells(&text) <= room {
            column += canvas.put(area, column, &text, style) + GAP_CELLS;
        }
    }
}

/// The weightiest first.
fn facts(state: &State, is_told: bool, theme: &Theme) -> Vec<(String, Style)> {
    let glyphs = theme.glyphs;
    let place = state.scenario.selected;
    let priced = state.selected();
    let mut facts = Vec::new();
    let change = state.shown_change(place).filter(|_| !is_told);
    facts.extend(change.map(|change| lines::change(change, theme)));
    if state.board.cheapest[place] {
        facts.push((format!("{} the cheapest", glyphs.star), theme.cheaper));
    }
    if !priced.total.complete {
        let text = format!("{} at least: a price is not published", glyphs.at_least);
        facts.push((text, theme.unsure));
    }
    if !lines::is_official(priced) {
        facts.push((format!("{} a price of a third party", glyphs.third_party), theme.unsure));
    }
    for text in lines::left_out(state, priced) {
        facts.push((format!("{} {text}", glyphs.lacking), theme.unsure));
    }
    if state.is_stale(place) {
        let text =
            format!("{} prices {} days old", glyphs.stale, lines::count(state.age_days(place)));
        facts.push((text, theme.unsure));
    }
    facts.extend(spread::ends(state, place, glyphs).map(|text| (text, strong(theme))));
    facts.extend(to_baseline(state, theme));
    facts.extend(lines::budget(state, place).map(|text| {
        let over = lines::is_over_budget(state, place);
        let sign = if over { format!("{} ", glyphs.up) } else { String::new() };
        (format!("{sign}{text}"), if over { theme.unsure } else { theme.quiet })
    }));
    facts
}

/// The difference to the baseline in the currency of the comparison, where there is one.
fn to_baseline(state: &State, theme: &Theme) -> Option<(String, Style)> {
    let shown = state.baseline.as_ref()?.shown[state.scenario.selected]?;
    let (text, style) = lines::change(shown, theme);
    Some((format!("{text} to the baseline"), style))
}
