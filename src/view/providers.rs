//! The picker: cards grouped by what they do, each with its live total and the age of its prices.

use ratatui::layout::Rect;
use ratatui::style::Style;
use whatif_pricing::charge::Confidence;
use whatif_pricing::{Places, Warning, written};

use super::canvas::Canvas;

use super::{first_shown, lines, more, ribbon, spread};
use crate::action::Pane;
use crate::board::Priced;
use crate::state::{Overlay, Spot, State, group};
use crate::theme::{Glyphs, Theme};
use crate::widget::FieldView;

/// From so many rows on the groups have headings though the list is longer.
const ROWS_WITH_GROUPS: u16 = 12;

/// How often a card is the cheapest, `100 %`, and a blank.
const SHARE_CELLS: u16 = 6;

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
    let about = format!("{} by {}", state.scenario.display, state.profile.sort.name());
    let about = spread::progress(state).unwrap_or(about);
    let about = if has_filter(state) { String::new() } else { about };
    let inner = canvas.frame(area, "Providers", &about, focused);
    if has_filter(state) {
        filter(state, filter_area(area), canvas);
    }
    let rows = rows(state, inner.height);
    let on_card = |row: &Row| matches!(row, Row::Card(card) if *card == state.scenario.selected);
    let cursor = rows.iter().position(on_card).unwrap_or(0);
    let room = usize::from(inner.height);
    let first = first_shown(cursor, rows.len(), room);
    let totals = totals(state, canvas.theme.glyphs);
    let names = names(state.board.cards.iter());
    let mut used = 0;
    for row in rows.iter().skip(first).take(room) {
        let place = Canvas::row(inner, used);
        match row {
            Row::Group(name) => {
                canvas.put(place, 0, &name.to_uppercase(), canvas.theme.quiet);
            }
            Row::Card(card) => {
                draw_card(state, *card, (&names[*card], &totals[*card]), place, canvas);
            }
            Row::Plan(card) => draw_plan(state, *card, place, canvas),
        }
        used += 1;
    }
    let cards = |rows: &[Row]| rows.iter().filter(|row| matches!(row, Row::Card(_))).count();
    let shown = rows.len().min(first + room);
    more(cards(&rows[..first]), cards(&rows[shown..]), area, canvas);
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
    canvas.clear(area);
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

/// With plans where there is room for all; with groups where the list is not a few rows high.
fn rows(state: &State, room: u16) -> Vec<Row> {
    let listed = state.listed();
    let groups = |card: usize| group(&state.board.cards[card].card.jobs);
    let mut names: Vec<usize> = listed.iter().map(|card| groups(*card).0).collect();
    names.dedup();
    let roomy = names.len() + 2 * listed.len() <= usize::from(room);
    let grouped = names.len() + listed.len() <= usize::from(room) || room >= ROWS_WITH_GROUPS;
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
        state.board.cards.iter().map(|priced| lines::compared(priced, glyphs)).collect();
    lines::aligned(&mut totals);
    totals
}

/// The cursor's sign, the mark, the heart, the name; the total, the star, and one sign more.
fn draw_card(
    state: &State,
    place: usize,
    (name, total): (&str, &str),
    area: Rect,
    canvas: &mut Canvas<'_>,
) {
    let (theme, glyphs) = (canvas.theme, canvas.theme.glyphs);
    let selected = place == state.scenario.selected;
    canvas.hit(area, Spot::Card(place));
    let sign = if selected { glyphs.cursor } else { " " };
    canvas.put(area, 0, sign, theme.accent);
    let (mark, style) = ribbon::mark(state, place, theme);
    canvas.put(area, 1, &mark, style);
    canvas.hit(Rect { x: area.x + 1, width: 1.min(area.width), ..area }, Spot::Mark(place));
    if state.is_favourite(place) {
        canvas.put(area, 2, glyphs.favourite, theme.accent);
    }
    let flag = flag(state, place, glyphs);
    let (amount, style) = marked_amount(state, place, total, flag, theme);
    let column = canvas.put_right(area, &amount, style);
    let column = draw_to_baseline(state, place, column, area, canvas);
    let room = Rect { width: column.saturating_sub(1), ..area };
    let room = draw_share(state, place, room, canvas);
    canvas.put(room, 3, name, theme.text);
    if selected {
        let focused = state.focus == Pane::Providers;
        canvas.style(area, if focused { theme.selected } else { theme.selected_unfocused });
    }
}

/// A card's total with its signs: over the budget, the cheapest, and one more.
pub(super) fn marked_amount(
    state: &State,
    place: usize,
    total: &str,
    flag: Option<&str>,
    theme: &Theme,
) -> (String, Style) {
    let glyphs = theme.glyphs;
    let cheapest = state.board.cheapest[place];
    let star = if cheapest { glyphs.star } else { " " };
    let over = lines::is_over_budget(state, place);
    let sign = if over { format!("{} ", glyphs.up) } else { String::new() };
    let total = total.trim_start();
    let amount = format!("{sign}{total}{star}{}", flag.unwrap_or(" "));
    let style = match (cheapest, state.board.cards[place].ranked().is_some()) {
        (_, false) => theme.unsure,
        _ if over => theme.unsure,
        (true, _) => theme.cheaper,
        _ => theme.text,
    };
    (amount, style)
}

/// The difference of the total to the baseline, before the total; answers where it begins.
fn draw_to_baseline(
    state: &State,
    place: usize,
    column: u16,
    area: Rect,
    canvas: &mut Canvas<'_>,
) -> u16 {
    let shown = state.baseline.as_ref().and_then(|baseline| baseline.shown[place]);
    let Some(difference) = shown else { return column };
    let (_, style) = lines::signed(difference, canvas.theme);
    let text = written(difference, Places { least: 2, most: 2 });
    let plus = if difference.is_negative() { "" } else { "+" };
    let before = Rect { width: column.saturating_sub(1), ..area };
    canvas.put_right(before, &format!("{plus}{text}"), style)
}

/// Beside the total how often the card is the cheapest, where that is not certain; answers the room left.
fn draw_share(state: &State, place: usize, area: Rect, canvas: &mut Canvas<'_>) -> Rect {
    let Some(share) = spread::share(state, place) else { return area };
    canvas.put_right(area, &share, canvas.theme.accent);
    Rect { width: area.width.saturating_sub(SHARE_CELLS), ..area }
}

/// The weightiest thing to know before comparing the total.
pub(super) fn flag(state: &State, place: usize, glyphs: &Glyphs) -> Option<&'static str> {
    let old = state.is_stale(place).then_some(glyphs.stale);
    lacking(state, place, glyphs).or(old)
}

/// Why the total is not that of the whole job.
pub(super) fn lacking(state: &State, place: usize, glyphs: &Glyphs) -> Option<&'static str> {
    let warnings = &state.board.cards[place].invoice.warnings;
    let has = |is: fn(&Warning) -> bool| warnings.iter().any(is);
    if has(|warning| matches!(warning, Warning::Ended { .. })) {
        return Some(glyphs.ended);
    }
    has(|warning| matches!(warning, Warning::CannotDo { .. })).then_some(glyphs.lacking)
}

/// Provider and service of every card; with the plan where another of them has the same.
pub(super) fn names<'a>(cards: impl Iterator<Item = &'a Priced> + Clone) -> Vec<String> {
    let short: Vec<String> = cards.clone().map(short_name).collect();
    let full = |(priced, name): (&Priced, &String)| {
        let twins = short.iter().filter(|other| *other == name).count();
        if twins > 1 { format!("{name} {}", priced.card.plan) } else { name.clone() }
    };
    cards.zip(&short).map(full).collect()
}

/// Without the word that most providers have in common.
pub(super) fn short_name(priced: &Priced) -> String {
    let name = priced.card.name();
    let provider = priced.card.provider.strip_suffix(" Cloud");
    match provider.and_then(|provider| Some((provider, name.strip_prefix(&*priced.card.provider)?)))
    {
        Some((provider, service)) => format!("{provider}{service}"),
        None => name,
    }
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
    let mut texts = vec![prices(state, theme)];
    texts.push((card.sources[0].url.clone(), theme.quiet));
    texts.extend(overdue(state).map(|text| (text, theme.quiet)));
    texts
}

/// The date of the selected card's prices, who says so, and that they are old.
pub(super) fn prices(state: &State, theme: &Theme) -> (String, Style) {
    let card = &state.selected().card;
    let place = state.scenario.selected;
    let confidence = state.selected().confidence.unwrap_or_else(|| card.confidence());
    let date = card.dated();
    let date = if card.is_dated() { format!("of {date}") } else { format!("as read on {date}") };
    let mut text = format!("prices {date}, {}", confidence.name());
    if state.is_stale(place) {
        let age = lines::count(state.age_days(place));
        text = format!("{} {text}, {age} days old: check the source", theme.glyphs.stale);
    }
    let sure = confidence == Confidence::Official && !state.is_stale(place);
    (text, if sure { theme.cheaper } else { theme.unsure })
}

/// The stages of an overdue account in a few words.
fn overdue(state: &State) -> Option<String> {
    let stages = state.selected().card.lifecycle.iter().filter(|stage| stage.after.seconds() > 0);
    let words: Vec<String> =
        stages.map(|stage| format!("{} {} later", stage.id, stage.after)).collect();
    (!words.is_empty()).then(|| format!("overdue: {}", words.join(", ")))
}
