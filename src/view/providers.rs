//! The picker: cards grouped by what they do, each with its live total and the age of its prices.

use ratatui::layout::Rect;
use ratatui::style::Style;
use whatif_pricing::charge::Confidence;

use super::canvas::Canvas;
use super::{first_shown, lines};
use crate::action::Pane;
use crate::board::Priced;
use crate::state::{Overlay, Spot, State, group};
use crate::theme::{Glyphs, Theme};
use crate::widget::FieldView;
use crate::widget::text::cells;

/// Prices older than this are marked.
const STALE_DAYS: i64 = 180;

/// A row of the list.
enum Row {
    Group(&'static str),
    Card(usize),
    Plan(usize),
}

/// The rows that show every card in one row, with the border.
pub(super) fn rows_wanted(state: &State) -> u16 {
    u16::try_from(state.listed().len()).unwrap_or(u16::MAX).saturating_add(2)
}

pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    canvas.hit(area, Spot::Pane(Pane::Providers));
    let on_top = matches!(state.overlays.last(), None | Some(Overlay::Filter { .. }));
    let focused = state.focus == Pane::Providers && on_top;
    let currency = state.selected().card.currency.to_string();
    let inner = canvas.frame(area, "Providers", &currency, focused);
    if has_filter(state) {
        filter(state, filter_area(area), canvas);
    }
    let rows = rows(state, inner.height);
    let on_card = |row: &Row| matches!(row, Row::Card(card) if *card == state.scenario.selected);
    let cursor = rows.iter().position(on_card).unwrap_or(0);
    let first = first_shown(cursor, rows.len(), usize::from(inner.height));
    let roomy = rows.iter().any(|row| matches!(row, Row::Plan(_)));
    let totals = totals(state, canvas.theme.glyphs);
    let mut used = 0;
    for row in rows.iter().skip(first).take(usize::from(inner.height)) {
        let place = Canvas::row(inner, used);
        match row {
            Row::Group(name) => {
                canvas.put(place, 0, &name.to_uppercase(), canvas.theme.quiet);
            }
            Row::Card(card) => {
                draw_card(state, *card, &totals[*card], place, canvas);
                let name = Rect { width: name_cells(place, &totals[*card]), ..place };
                let priced = &state.board.cards[*card];
                let text =
                    if roomy { short_name(priced) } else { name_of(priced, &state.board.cards) };
                canvas.put(name, 3, &text, canvas.theme.text);
            }
            Row::Plan(card) => draw_plan(state, *card, place, canvas),
        }
        used += 1;
    }
    if rows.is_empty() {
        canvas.put(
            Canvas::row(inner, 0),
            1,
            "no card has these letters: esc clears",
            canvas.theme.unsure,
        );
    }
    let rest = Rect { y: inner.y + used, height: inner.height - used, ..inner };
    facts(state, rest, canvas);
}

fn has_filter(state: &State) -> bool {
    !state.filter.is_empty() || matches!(state.overlays.last(), Some(Overlay::Filter { .. }))
}

/// Within the border, after the title, so that nothing below moves.
fn filter_area(area: Rect) -> Rect {
    let row = Canvas::row(area, 0);
    Rect { x: row.x + 14.min(row.width), width: row.width.saturating_sub(21), ..row }
}

fn filter(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let column = canvas.put(area, 0, "/", theme.key);
    let place = Rect { x: area.x + column, width: area.width.saturating_sub(column), ..area };
    match state.overlays.last() {
        Some(Overlay::Filter { field, .. }) => {
            ratatui::widgets::Widget::render(
                FieldView::new(field, theme).focused(true),
                place,
                canvas.buffer,
            );
        }
        _ => {
            canvas.put(place, 0, &state.filter, theme.text);
        }
    }
}

/// With groups and plans where there is room; without them where there is not.
fn rows(state: &State, room: u16) -> Vec<Row> {
    let listed = state.listed();
    let groups = |card: usize| group(&state.board.cards[card].card.jobs);
    let mut names: Vec<usize> = listed.iter().map(|card| groups(*card).0).collect();
    names.dedup();
    let roomy = names.len() + 2 * listed.len() <= usize::from(room);
    let grouped = names.len() + listed.len() <= usize::from(room);
    let mut rows = Vec::new();
    let mut last = None;
    for card in listed {
        let (order, name) = groups(card);
        if grouped && last != Some(order) {
            rows.push(Row::Group(name));
            last = Some(order);
        }
        rows.push(Row::Card(card));
        if roomy {
            rows.push(Row::Plan(card));
        }
    }
    rows
}

/// Every card's total, padded so that the decimal points stand in one column.
fn totals(state: &State, glyphs: &Glyphs) -> Vec<String> {
    let mut totals: Vec<String> =
        state.board.cards.iter().map(|priced| lines::total(priced, glyphs)).collect();
    lines::aligned(&mut totals);
    totals
}

/// Cells before the total and the star.
fn name_cells(area: Rect, total: &str) -> u16 {
    let total = u16::try_from(cells(total)).unwrap_or(u16::MAX);
    area.width.saturating_sub(total.saturating_add(2))
}

fn draw_card(state: &State, place: usize, total: &str, area: Rect, canvas: &mut Canvas<'_>) {
    let (theme, glyphs) = (canvas.theme, canvas.theme.glyphs);
    let priced = &state.board.cards[place];
    let selected = place == state.scenario.selected;
    canvas.hit(area, Spot::Card(place));
    let sign = if selected { glyphs.cursor } else { " " };
    canvas.put(area, 0, sign, theme.accent);
    let mark = if state.scenario.marked[place] { glyphs.marked } else { glyphs.unmarked };
    canvas.put(area, 1, mark, theme.series(place));
    canvas.hit(Rect { x: area.x + 1, width: 1.min(area.width), ..area }, Spot::Mark(place));
    let cheapest = state.board.cheapest[place];
    let star = if cheapest { glyphs.star } else { " " };
    let amount = format!("{total}{star}");
    let style = match (cheapest, priced.invoice.complete) {
        (true, _) => theme.cheaper,
        (_, false) => theme.unsure,
        _ => theme.text,
    };
    canvas.put_right(area, &amount, style);
    if selected {
        let focused = state.focus == Pane::Providers;
        canvas.style(area, if focused { theme.selected } else { theme.selected_unfocused });
    }
}

/// Provider and service; with the plan where another card has the same.
fn name_of(priced: &Priced, all: &[Priced]) -> String {
    let name = short_name(priced);
    let twins = all.iter().filter(|other| short_name(other) == name).count();
    if twins > 1 { format!("{name} {}", priced.card.plan) } else { name }
}

fn short_name(priced: &Priced) -> String {
    let provider = priced.card.provider.trim_end_matches(" Cloud");
    format!("{provider} {}", priced.card.service)
}

fn draw_plan(state: &State, place: usize, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let priced = &state.board.cards[place];
    canvas.hit(area, Spot::Card(place));
    let change = state.total_change(place).map(|difference| lines::change(difference, theme));
    let column = change
        .map_or(area.width, |(text, style)| canvas.put_right(area, &format!("{text} "), style));
    let plan = Rect { width: column.saturating_sub(1), ..area };
    canvas.put(plan, 3, &priced.card.plan, theme.quiet);
}

/// What to know about the selected card's prices, below the list.
fn facts(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(1), ..area };
    let rows = |(text, style): (String, Style)| {
        lines::wrapped(&text, inner.width).into_iter().map(move |row| (row, style))
    };
    let rows: Vec<(String, Style)> =
        fact_texts(state, canvas.theme).into_iter().flat_map(rows).collect();
    // A blank row before them, where there is one to spare.
    let first = u16::from(rows.len() < usize::from(area.height));
    for (row, (text, style)) in (first..).zip(rows) {
        canvas.put(Canvas::row(inner, row), 0, &text, style);
    }
}

fn fact_texts(state: &State, theme: &Theme) -> Vec<(String, Style)> {
    let card = &state.selected().card;
    let age = (state.today - card.dated()).num_days();
    let sure = match card.confidence() {
        Confidence::Official => theme.cheaper,
        _ => theme.unsure,
    };
    let prices = format!("prices of {}, {}", card.dated(), card.confidence().name());
    let old = (age > STALE_DAYS).then(|| {
        format!("{} {} days old: check the source", theme.glyphs.warning, lines::count(age))
    });
    let mut texts = vec![(prices, sure)];
    texts.extend(old.map(|text| (text, theme.unsure)));
    texts.push((card.sources[0].url.clone(), theme.quiet));
    texts.extend(overdue(state).map(|text| (text, theme.quiet)));
    texts
}

/// The stages of an overdue account in a few words.
fn overdue(state: &State) -> Option<String> {
    let stages = state.selected().card.lifecycle.iter().filter(|stage| stage.after.seconds() > 0);
    let words: Vec<String> =
        stages.map(|stage| format!("{} {} later", stage.id, stage.after)).collect();
    (!words.is_empty()).then(|| format!("overdue: {}", words.join(", ")))
}
