//! Facts about the total, in words.

use ratatui::layout::Rect;
use ratatui::style::Style;
use whatif_pricing::{Doubt, Doubted};

use super::{GAP_CELLS, lines, spread, strong};
use crate::explorer::state::State;
use crate::explorer::theme::Theme;
use crate::explorer::view::canvas::Canvas;
use crate::report::cells::cells;
use crate::report::{verdict, words};

/// In one row, as much as there is room for.
pub(super) fn draw(state: &State, is_said: bool, area: Rect, canvas: &mut Canvas<'_>) {
    let mut column = 0;
    for (text, style) in facts(state, is_said, canvas.theme) {
        let room = usize::from(area.width.saturating_sub(column));
        if column == 0 || cells(&text) <= room {
            column += canvas.put(area, column, &text, style) + GAP_CELLS;
        }
    }
}

/// The weightiest first.
fn facts(state: &State, is_said: bool, theme: &Theme) -> Vec<(String, Style)> {
    let glyphs = theme.glyphs;
    let offer = state.selected();
    let Some(figures) = offer.figures() else { return Vec::new() };
    let mut facts = Vec::new();
    let change = state.shown_change(&offer.id).filter(|_| !is_said);
    facts.extend(change.map(|change| lines::change(change, theme)));
    if state.figures.verdict.cheapest().contains(&offer.id) {
        facts.push((format!("{} the cheapest", glyphs.star), theme.cheaper));
    }
    if !figures.total.complete {
        let text = format!("{} at least: a price is not published", glyphs.at_least);
        facts.push((text, theme.unsure));
    }
    if !lines::is_official(figures) {
        facts.push((format!("{} a price of a third party", glyphs.third_party), theme.unsure));
    }
    for text in lines::left_out(state, offer) {
        facts.push((format!("{} {text}", glyphs.lacking), theme.unsure));
    }
    // The doubt below says which part is old.
    let says_old = |it: Doubted| matches!(it.doubt, Doubt::Old { .. });
    if state.is_stale(offer) && !state.doubt_about(offer).is_some_and(says_old) {
        facts.push((format!("{} prices {}", glyphs.stale, state.price_facts(offer)), theme.unsure));
    }
    facts.extend(spread::ends(state, offer, glyphs).map(|text| (text, strong(theme))));
    facts.extend(to_baseline(state, theme));
    facts.extend(lines::budget(state, offer).map(|text| {
        let over = lines::is_over_budget(offer);
        let sign = if over { format!("{} ", glyphs.up) } else { String::new() };
        (format!("{sign}{text}"), if over { theme.unsure } else { theme.quiet })
    }));
    facts.extend(state.doubt_about(offer).map(|doubted| {
        let share = doubted.share.map_or_else(String::new, |share| {
            format!(", {} of the total", words::share(share).trim_end_matches(" of it"))
        });
        (format!("prices {}{share}", verdict::badge(doubted)), theme.unsure)
    }));
    facts
}

/// The difference to the baseline in the currency of the comparison, where there is one.
fn to_baseline(state: &State, theme: &Theme) -> Option<(String, Style)> {
    let shown = state.shown_to_baseline(&state.selected().id)?;
    let (text, style) = lines::change(shown, theme);
    Some((format!("{text} against the baseline"), style))
}
