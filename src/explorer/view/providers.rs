//! The picker: cards grouped by what they do, each with its live total and the age of its prices.

use ratatui::layout::Rect;
use ratatui::style::Style;
use whatif_pricing::{Doubt, Warning};

use super::canvas::Canvas;

use super::{first_shown, lines, more, ribbon, spread};
use crate::answer::board::PricedOffer;
use crate::answer::compare::Group;
use crate::explorer::action::Pane;
use crate::explorer::state::{Overlay, Spot, State};
use crate::explorer::theme::{Glyphs, Theme};
use crate::explorer::widget::FieldView;
use crate::report::cells::{bar_cells, cells};
use crate::report::{names, words};
use crate::store::profile::Sort;

/// From so many rows on the groups have headings though the list is longer.
const ROWS_WITH_GROUPS: u16 = 12;

/// Columns for how often a card is the cheapest, `100 %`, and a blank.
const SHARE_CELLS: u16 = 6;

/// A row of the list.
enum Row<'a> {
    /// A heading.
    Group(String),
    /// An offer.
    Offer(&'a PricedOffer),
    /// Its plan, below it.
    Plan(&'a PricedOffer),
}

/// The rows that show every card in one row, with the border.
pub(super) fn rows_wanted(state: &State) -> u16 {
    u16::try_from(state.listed().len()).unwrap_or(u16::MAX).saturating_add(2)
}

pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    canvas.hit(area, Spot::Pane(Pane::Providers));
    let on_top = matches!(state.cursor.overlays.last(), None | Some(Overlay::Filter { .. }));
    let focused = state.cursor.focus == Pane::Providers && on_top;
    let about = format!(
        "{} by {}",
        state.figures.board.inputs().display,
        state.settings.profile.sort.name()
    );
    let about = spread::progress(state).unwrap_or(about);
    let about = if has_filter(state) { String::new() } else { about };
    let inner = canvas.frame(area, "Offers", &about, focused);
    if has_filter(state) {
        filter(state, filter_area(area), canvas);
    }
    let rows = rows(state, inner.height);
    let selected = &state.selected().id;
    let on_card = |row: &Row<'_>| matches!(row, Row::Offer(offer) if offer.id == *selected);
    let cursor = rows.iter().position(on_card).unwrap_or(0);
    let room = usize::from(inner.height);
    let first = first_shown(cursor, rows.len(), room);
    let listed = state.listed();
    let texts = texts(&listed, canvas.theme.glyphs);
    let ranks = state.listed_ranks();
    let mut used = 0;
    for row in rows.iter().skip(first).take(room) {
        let place = Canvas::row(inner, used);
        match row {
            Row::Group(name) => draw_heading(name, place, canvas),
            Row::Offer(offer) => {
                let at = listed.iter().position(|known| known.id == offer.id).unwrap_or(0);
                let rank = ranks.get(&offer.id).copied();
                draw_offer(state, (offer, rank), (&texts[at].0, &texts[at].1), place, canvas);
            }
            Row::Plan(offer) => draw_plan(state, offer, place, canvas),
        }
        used += 1;
    }
    let cards = |rows: &[Row<'_>]| rows.iter().filter(|row| matches!(row, Row::Offer(_))).count();
    let shown = rows.len().min(first + room);
    more(cards(&rows[..first]), cards(&rows[shown..]), area, canvas);
    if rows.is_empty() {
        canvas.put(
            Canvas::row(inner, 0),
            1,
            "no offer has these words: esc clears",
            canvas.theme.unsure,
        );
    }
    let rest = Rect { y: inner.y + used, height: inner.height - used, ..inner };
    facts(state, rest, canvas);
}

fn has_filter(state: &State) -> bool {
    !state.cursor.filter.is_empty()
        || matches!(state.cursor.overlays.last(), Some(Overlay::Filter { .. }))
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
    if let Some(Overlay::Filter { field, .. }) = state.cursor.overlays.last() {
        ratatui::widgets::Widget::render(
            FieldView::new(field, theme).focused(true),
            place,
            canvas.buffer,
        );
    } else {
        canvas.put(place, 0, &state.cursor.filter, theme.text);
    }
}

/// With plans where there is room for all; with groups where the list is not a few rows high.
fn rows(state: &State, room: u16) -> Vec<Row<'_>> {
    match state.settings.profile.sort {
        Sort::Best | Sort::Total => return ranked_rows(state, room),
        Sort::Provider | Sort::Age => {}
    }
    let listed = state.listed();
    let mut names: Vec<Group> = listed.iter().map(|offer| Group::of(&offer.card)).collect();
    names.dedup();
    let roomy = names.len() + 2 * listed.len() <= usize::from(room);
    let grouped = names.len() + listed.len() <= usize::from(room) || room >= ROWS_WITH_GROUPS;
    let mut rows = Vec::new();
    let mut last = None;
    for offer in listed {
        let group = Group::of(&offer.card);
        if grouped && last != Some(group) {
            rows.push(Row::Group(words::group(group).to_uppercase()));
            last = Some(group);
        }
        rows.push(Row::Offer(offer));
        if roomy {
            rows.push(Row::Plan(offer));
        }
    }
    rows
}

/// The ranked offers, then the others under headings that say why they are not, and the key that helps.
fn ranked_rows(state: &State, room: u16) -> Vec<Row<'_>> {
    let listed = state.listed();
    let mut rows: Vec<Row<'_>> = Vec::with_capacity(listed.len());
    let mut last = (0, String::new());
    for offer in listed {
        let heading = state.heading(offer);
        if heading != last && (room >= ROWS_WITH_GROUPS || heading.0 != last.0) {
            rows.push(Row::Group(heading.1.clone()));
        }
        last = heading;
        rows.push(Row::Offer(offer));
    }
    rows
}

/// The name and the total of every offer, padded so that the decimal points stand in one column.
fn texts(offers: &[&PricedOffer], glyphs: &Glyphs) -> Vec<(String, String)> {
    let mut totals: Vec<String> =
        offers.iter().map(|offer| lines::compared(offer, glyphs)).collect();
    lines::aligned(&mut totals);
    names::distinct(offers).into_iter().zip(totals).collect()
}

/// The columns of a row before the name: the cursor's sign, the rank, the mark, the heart.
const RANK_COLUMN: u16 = 1;
const MARK_COLUMN: u16 = 4;
const NAME_COLUMN: u16 = 7;

/// Why the offers below it are not ranked, with a rule.
fn draw_heading(text: &str, area: Rect, canvas: &mut Canvas<'_>) {
    let rule = canvas.theme.glyphs.rule;
    let text = canvas.bindings.worded(text);
    let used = canvas.put(area, 1, &format!("{text} "), canvas.theme.quiet) + 1;
    let rest = area.width.saturating_sub(used + 1);
    canvas.put(area, used, &rule.repeat(rest.into()), canvas.theme.border);
}

/// The cursor's sign, the rank, the mark, the heart, the name; the total, the star, and the badge.
fn draw_offer(
    state: &State,
    (offer, listed): (&PricedOffer, Option<usize>),
    (name, total): (&str, &str),
    area: Rect,
    canvas: &mut Canvas<'_>,
) {
    let (theme, glyphs) = (canvas.theme, canvas.theme.glyphs);
    let selected = offer.id == state.selected().id;
    canvas.hit(area, Spot::Offer(offer.id.clone()));
    let sign = if selected { glyphs.cursor } else { " " };
    canvas.put(area, 0, sign, theme.accent);
    if let Some(listed) = listed {
        let rank = Rect { width: MARK_COLUMN - 1, ..area }.intersection(area);
        let number = Rect { x: rank.x + RANK_COLUMN, width: rank.width - RANK_COLUMN, ..rank };
        canvas.put_right(number, &listed.to_string(), theme.quiet);
    }
    let (mark, style) = ribbon::mark(offer, theme);
    canvas.put(area, MARK_COLUMN, &mark, style);
    let spot = Rect { x: area.x + MARK_COLUMN.min(area.width), width: 1, ..area };
    canvas.hit(spot.intersection(area), Spot::Mark(offer.id.clone()));
    if let Some(series) = offer.series.filter(|_| theme.has_colours()) {
        canvas.put(area, MARK_COLUMN + 1, &ribbon::letter(series).to_string(), style);
    }
    if state.is_favourite(&offer.id) {
        canvas.put(area, MARK_COLUMN - 1, glyphs.favourite, theme.accent);
    }
    let flag = flag(state, offer, glyphs);
    let (amount, style) = marked_amount(state, offer, total, flag, theme);
    let column = canvas.put_right(area, &amount, style);
    let room = Rect { width: column.saturating_sub(1), ..area };
    let room = draw_share(state, offer, room, canvas);
    let room = draw_to_baseline(state, offer, name, room, canvas);
    draw_name(offer, name, room, canvas);
    draw_bar(state, offer, room, canvas);
    if selected {
        let focused = state.cursor.focus == Pane::Providers;
        canvas.style(area, if focused { theme.selected } else { theme.selected_unfocused });
    }
}

/// The name. Where it is cut, the discount in the total stays.
fn draw_name(offer: &PricedOffer, name: &str, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let discount = names::discount(offer);
    let name = name.strip_suffix(&*discount).unwrap_or(name);
    let mark = offer.adjusted().map_or_else(String::new, |by| format!(" {}", words::adjusted(by)));
    let kept = u16::try_from(cells(&mark)).unwrap_or(u16::MAX);
    let width = area.width.saturating_sub(kept).max(NAME_COLUMN + 1).min(area.width);
    let used = canvas.put(Rect { width, ..area }, NAME_COLUMN, name, theme.text);
    canvas.put(area, NAME_COLUMN + used, &mark, theme.accent);
}

/// A line under the name, as long as the total is of the largest ranked one.
fn draw_bar(state: &State, offer: &PricedOffer, area: Rect, canvas: &mut Canvas<'_>) {
    let largest = state.figures.ranking.largest();
    let Some((total, largest)) = offer.ranked().zip(largest).filter(|(_, it)| !it.is_zero()) else {
        return;
    };
    let room = area.width.saturating_sub(NAME_COLUMN);
    let cells = u16::try_from(bar_cells(total, largest, room.into())).unwrap_or(room).min(room);
    let style = offer.series.map_or(canvas.theme.quiet, |series| canvas.theme.series(series));
    let bar = Rect { x: area.x + NAME_COLUMN.min(area.width), width: cells, ..area };
    canvas.underline(bar, style);
}

/// A card's total with its signs: over the budget, the cheapest, and one more.
pub(super) fn marked_amount(
    state: &State,
    offer: &PricedOffer,
    total: &str,
    flag: Option<&str>,
    theme: &Theme,
) -> (String, Style) {
    let glyphs = theme.glyphs;
    let cheapest = state.figures.verdict.cheapest().contains(&offer.id);
    let star = if cheapest { glyphs.star } else { " " };
    let over = lines::is_over_budget(offer);
    let sign = if over { format!("{} ", glyphs.up) } else { String::new() };
    let total = total.trim_start();
    let amount = format!("{sign}{total}{star}{}", flag.unwrap_or(" "));
    let style = match (cheapest, offer.ranked().is_some()) {
        (_, false) => theme.unsure,
        _ if over => theme.unsure,
        (true, _) => theme.cheaper,
        _ => theme.text,
    };
    (amount, style)
}

/// The difference of the total to the baseline, before the total, if the name keeps its room; answers the room
/// left.
fn draw_to_baseline(
    state: &State,
    offer: &PricedOffer,
    name: &str,
    area: Rect,
    canvas: &mut Canvas<'_>,
) -> Rect {
    let Some(difference) = state.shown_to_baseline(&offer.id) else { return area };
    let (text, style) = lines::signed(difference, canvas.theme);
    let wanted = usize::from(NAME_COLUMN) + cells(name).min(NAME_CELLS_MIN) + 1 + cells(&text);
    if wanted > usize::from(area.width) {
        return area;
    }
    let column = canvas.put_right(area, &text, style);
    Rect { width: column.saturating_sub(1), ..area }
}

/// A name keeps so many cells before a difference takes them.
const NAME_CELLS_MIN: usize = 22;

/// Beside the total how often the card is the cheapest, where that is not certain; answers the room left.
fn draw_share(state: &State, offer: &PricedOffer, area: Rect, canvas: &mut Canvas<'_>) -> Rect {
    let Some(share) = spread::share(state, &offer.id) else { return area };
    canvas.put_right(area, &share, canvas.theme.accent);
    Rect { width: area.width.saturating_sub(SHARE_CELLS), ..area }
}

/// The weightiest thing to know before comparing the total: it is not that of the whole job, or the worst doubt
/// about its prices.
pub(super) fn flag(state: &State, offer: &PricedOffer, glyphs: &Glyphs) -> Option<&'static str> {
    let doubt = state.figures.badge(&offer.id).map(|doubted| match doubted.doubt {
        Doubt::Unpublished => glyphs.at_least,
        Doubt::ThirdParty => glyphs.third_party,
        Doubt::Old { .. } => glyphs.stale,
        Doubt::Transcribed | Doubt::Undated { .. } => " ",
    });
    lacking(offer, glyphs).or(doubt)
}

/// Says why the total is not that of the whole job.
pub(super) fn lacking(offer: &PricedOffer, glyphs: &Glyphs) -> Option<&'static str> {
    let Some(invoice) = offer.invoice() else { return Some(glyphs.warning) };
    let warnings = &invoice.warnings;
    let has = |is: fn(&Warning) -> bool| warnings.iter().any(is);
    if has(|warning| matches!(warning, Warning::Ended { .. })) {
        return Some(glyphs.ended);
    }
    has(|warning| matches!(warning, Warning::CannotDo { .. })).then_some(glyphs.lacking)
}

fn draw_plan(state: &State, offer: &PricedOffer, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    canvas.hit(area, Spot::Offer(offer.id.clone()));
    let change = state.total_change(&offer.id).map(|difference| lines::change(difference, theme));
    let column = change
        .map_or(area.width, |(text, style)| canvas.put_right(area, &format!("{text} "), style));
    let plan = Rect { width: column.saturating_sub(1), ..area };
    canvas.put(plan, NAME_COLUMN, offer.plan(), theme.quiet);
}

/// Draws what to know about the selected offer's prices, below the list.
fn facts(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(1), ..area };
    let rows = |(text, style): (String, Style)| {
        lines::wrapped(&text, inner.width).into_iter().map(move |row| (row, style))
    };
    let rows: Vec<(String, Style)> =
        fact_texts(state, canvas.theme).into_iter().flat_map(rows).collect();
    // A blank row before them, where there is one to spare.
    let first = u16::from(rows.len() < usize::from(area.height));
    let below = Rect { y: inner.y + first, height: inner.height - first, ..inner };
    lines::put_rows(&rows, below, canvas);
}

/// The parts that decide the selected offer's total, and how sure it is.
fn fact_texts(state: &State, theme: &Theme) -> Vec<(String, Style)> {
    let vocabulary = state.scenario().inputs.workload.vocabulary();
    let saving = state.figures.saving.as_ref();
    let saving = saving.map(|it| (words::saving(&vocabulary[it.driver], it), theme.text));
    let mut texts: Vec<(String, Style)> = state.chosen().map(|text| (text, theme.quiet)).collect();
    texts.extend(saving);
    texts.push(prices(state, theme));
    texts
}

/// The authors of the selected offer's prices, and that they are old.
pub(super) fn prices(state: &State, theme: &Theme) -> (String, Style) {
    let offer = state.selected();
    let mut text = format!("prices {}", state.price_facts(offer));
    if state.is_stale(offer) {
        text = format!("{} {text}: check the source", theme.glyphs.stale);
    }
    let sure = offer.figures().is_some_and(lines::is_official) && !state.is_stale(offer);
    (text, if sure { theme.cheaper } else { theme.unsure })
}
