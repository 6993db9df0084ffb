//! The marked offers as bars from zero, each as long as its total.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use whatif_pricing::Ratio;

use super::{MARK_CELLS, lines, providers, ribbon, strong};
use crate::answer::PricedOffer;
use crate::explorer::state::{SideBySide, Spot, State};
use crate::explorer::theme::Theme;
use crate::explorer::view::canvas::Canvas;
use crate::explorer::view::first_shown;
use crate::report::cells::bar_cells;
use crate::report::cells::cells;
use crate::report::names;

/// The cells of an open end.
const OPEN_CELLS: u16 = 3;

/// The properties that all bars have in common.
struct Bars<'a> {
    side: &'a SideBySide,
    pitch: u16,
    name_cells: u16,
    amount_cells: u16,
    /// The length of the longest; behind it there is room for an open end where there is one.
    bar_cells: u16,
}

pub(super) fn draw(
    state: &State,
    side: &SideBySide,
    names: &[String],
    name_cells: u16,
    pitch: u16,
    area: Rect,
    canvas: &mut Canvas<'_>,
) {
    if pitch == 0 || area.height == 0 {
        return;
    }
    let theme = canvas.theme;
    let amounts = amounts(state, side, theme);
    let bars = Bars::of(state, side, pitch, name_cells, &amounts, area.width);
    let room = usize::from(area.height.saturating_add(u16::from(pitch > 2)) / pitch);
    let count = side.offers.len();
    // Where not all have room, the last row counts the others.
    let shown = if count > room { room.saturating_sub(1).max(1) } else { count };
    let first = first_shown(state.column(), count, shown);
    let wanted = u16::try_from(shown).unwrap_or(u16::MAX).saturating_mul(pitch);
    let top = area.height.saturating_sub(wanted) / 2;
    for (row, place) in (first..first + shown).enumerate() {
        let top = top + u16::try_from(row).unwrap_or(u16::MAX).saturating_mul(pitch);
        let height = pitch.min(area.height.saturating_sub(top));
        let row = Rect { y: area.y + top.min(area.height), height, ..area };
        bars.draw_offer(state, place, (&names[place], &amounts[place]), row, canvas);
    }
    if shown < count {
        let last = Canvas::row(area, area.height - 1);
        let text = format!("and {} more", count - shown);
        canvas.put(last, MARK_CELLS, &text, theme.quiet);
    }
}

/// The offers of all columns.
fn offers<'a>(state: &'a State, side: &SideBySide) -> Vec<&'a PricedOffer> {
    side.offers.iter().filter_map(|id| state.figures.board.offer(id)).collect()
}

/// Provider and service. Where the plan has no row of its own it stands behind them if it tells two cards
/// apart.
pub(super) fn names(state: &State, side: &SideBySide, pitch: u16) -> Vec<String> {
    let offers = offers(state, side);
    if pitch > 1 {
        return offers.iter().copied().map(names::short).collect();
    }
    names::distinct(&offers)
}

/// Every card's total with its signs, the decimal points in one column.
fn amounts(state: &State, side: &SideBySide, theme: &Theme) -> Vec<(String, Style)> {
    let offers = offers(state, side);
    let totals = offers.iter().map(|offer| lines::compared(offer, theme.glyphs));
    let mut totals: Vec<String> = totals.collect();
    lines::aligned(&mut totals);
    let marked = offers.iter().zip(&totals).map(|(offer, total)| {
        let flag = providers::flag(state, offer, theme.glyphs);
        providers::marked_amount(state, offer, total, flag, theme)
    });
    let mut marked: Vec<(String, Style)> = marked.collect();
    // The column of a sign that no card has.
    let blanks = |text: &str| text.len() - text.trim_end_matches(' ').len();
    let spare = marked.iter().map(|(text, _)| blanks(text)).min().unwrap_or(0);
    for (text, _) in &mut marked {
        text.truncate(text.len() - spare);
    }
    marked
}

impl<'a> Bars<'a> {
    fn of(
        state: &State,
        side: &'a SideBySide,
        pitch: u16,
        name_cells: u16,
        amounts: &[(String, Style)],
        width: u16,
    ) -> Self {
        let amount_cells = amounts.iter().map(|(text, _)| cells(text)).max().unwrap_or(0);
        let amount_cells = u16::try_from(amount_cells).unwrap_or(u16::MAX);
        let is_open = |offer: &PricedOffer| offer.shown().is_some_and(|total| !total.complete);
        let tail = if offers(state, side).into_iter().any(is_open) { OPEN_CELLS } else { 0 };
        let used = name_cells.saturating_add(amount_cells).saturating_add(2 + tail);
        let bar_cells = width.saturating_sub(used);
        Self { side, pitch, name_cells, amount_cells, bar_cells }
    }

    fn draw_offer(
        &self,
        state: &State,
        bar: usize,
        (name, (amount, style)): (&str, &(String, Style)),
        area: Rect,
        canvas: &mut Canvas<'_>,
    ) {
        let theme = canvas.theme;
        let Some(offer) = state.figures.board.offer(&self.side.offers[bar]) else { return };
        canvas.hit(area, Spot::Bar(offer.id.clone()));
        let top = Canvas::row(area, 0);
        if offer.id == state.selected().id {
            canvas.put(top, 0, theme.glyphs.cursor, theme.accent);
        }
        let (mark, mark_style) = ribbon::mark(offer, theme);
        canvas.put(top, 1, &mark, mark_style);
        let strong = strong(theme);
        let names = Rect { width: self.name_cells.saturating_sub(1).min(area.width), ..area };
        canvas.put(Canvas::row(names, 0), MARK_CELLS, name, strong);
        if self.pitch > 1 {
            canvas.put(Canvas::row(names, 1), MARK_CELLS, offer.plan(), theme.quiet);
        }
        canvas.put_right(top, amount, style.add_modifier(Modifier::BOLD));
        self.draw_bar(state, offer, area, canvas);
    }

    fn draw_bar(&self, state: &State, offer: &PricedOffer, area: Rect, canvas: &mut Canvas<'_>) {
        let theme = canvas.theme;
        let left = self.name_cells.min(area.width);
        let width = area.width.saturating_sub(left + self.amount_cells + 1);
        let room = Rect { x: area.x + left, width, ..area };
        let Some(total) = offer.shown() else {
            let own = offer.currency;
            let text = format!("no rate from {own} to {}", state.figures.board.inputs().display);
            canvas.put(Canvas::row(room, 0), 0, &text, theme.unsure);
            return;
        };
        let largest = self.side.comparison.largest().unwrap_or(Ratio::ZERO);
        let cells = bar_cells(total.amount, largest, self.bar_cells.into());
        let end = if total.complete { String::new() } else { theme.glyphs.bar_open.concat() };
        let style = offer.series.map_or(theme.text, |series| theme.series(series));
        for (row, sign) in thickness(self.pitch, theme).into_iter().enumerate() {
            let is_half = sign == theme.glyphs.bar_half;
            let end = if is_half { "" } else { &*end };
            let row = Canvas::row(room, u16::try_from(row).unwrap_or(u16::MAX));
            canvas.put(row, 0, &format!("{}{end}", sign.repeat(cells)), style);
        }
    }
}

/// The signs of a bar's rows: a blank is left to the next one, of half a row at least where there is any.
fn thickness(pitch: u16, theme: &Theme) -> Vec<&'static str> {
    let glyphs = theme.glyphs;
    match pitch {
        0 | 1 => vec![glyphs.bar_apart],
        2 => vec![glyphs.bar, glyphs.bar_half],
        rows => vec![glyphs.bar; usize::from(rows - 1)],
    }
}
