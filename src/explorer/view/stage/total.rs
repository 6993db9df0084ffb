//! The total of the selected offer: whose it is, large digits, and the last change beside them.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::widgets::Widget;
use whatif_pricing::Ratio;

use super::plan::Plan;
use super::{GAP_CELLS, facts, indent, lines, providers, ribbon, strong};
use crate::explorer::state::State;
use crate::explorer::theme::Theme;
use crate::explorer::view::canvas::Canvas;
use crate::explorer::view::header;
use crate::explorer::widget::{Digits, Size};
use crate::report::cells::cells;
use crate::report::{names, numbers};

/// The last change has so many cells at least beside digits of ten rows.
const BESIDE_CELLS_MIN: u16 = 21;
/// A plan cut to less says nothing.
const PLAN_CELLS_MIN: u16 = 6;
/// The row of the currency and the period, above the last change.
const UNIT_ROWS: u16 = 1;
/// Says what an amount of change is compared with.
const SINCE: &str = "since the last change";
/// The words below the last change, and a blank row.
const WORD_ROWS: u16 = 2;

/// The rows of the largest digits that leave room for what stands beside them. 1 if there are none.
pub(super) fn digit_rows(state: &State, area: Rect) -> u16 {
    let text = digits(state);
    let room = area.width.saturating_sub(indent(area.width));
    let fits = |size: &Size| {
        let beside = if *size == Size::Huge { GAP_CELLS + BESIDE_CELLS_MIN } else { 0 };
        Digits::new(&text, *size, Style::new()).width() + beside <= room
    };
    Size::ALL.into_iter().find(fits).map_or(1, Size::rows)
}

pub(super) fn draw(state: &State, plan: &Plan, area: Rect, canvas: &mut Canvas<'_>) {
    let indent = indent(area.width);
    let inner = Rect { x: area.x + indent, width: area.width - indent, ..area };
    let top = 1 + plan.air();
    let rows = Rect { y: area.y + top, height: plan.total, ..inner };
    let fact_row = Canvas::row(inner, top + plan.total + plan.air());
    let size = Digits::largest(&digits(state), rows, Size::Huge, canvas.theme.glyphs.is_ascii());
    let Some(size) = size.filter(|_| plan.total > 1) else {
        draw_name(state, "", area, canvas);
        return draw_line(state, rows, canvas);
    };
    let beside = draw_digits(state, size, rows, canvas);
    let (first, second) = units(state, beside.width, canvas.theme);
    canvas.put(Canvas::row(beside, 0), 0, &first, strong(canvas.theme));
    draw_name(state, &second, area, canvas);
    let is_said = draw_change(state, !first.is_empty(), beside, canvas);
    facts::draw(state, is_said, fact_row, canvas);
}

/// The currency of the total: that of the comparison, or the card's own where no rate leads there.
fn code(state: &State) -> String {
    let offer = state.selected();
    let shown = offer.shown().map(|_| state.figures.board.inputs().display);
    shown.unwrap_or(offer.currency).to_string()
}

/// The currency and the period: what has room beside the digits, and what stands beside the name.
fn units(state: &State, width: u16, theme: &Theme) -> (String, String) {
    let (code, period) = (code(state), header::period_words(state));
    let both = format!("{code} {} {period}", theme.glyphs.separator);
    let fits = |text: &str| cells(text) <= usize::from(width);
    match (fits(&both), fits(&code)) {
        (true, _) => (both, String::new()),
        (false, true) => (code, period),
        (false, false) => (String::new(), code),
    }
}

/// The total as large digits show it: without the currency.
fn digits(state: &State) -> String {
    let digits = lines::compared_digits(state.selected());
    numbers::shown(&digits, state.settings.profile.numbers).into_owned()
}

/// In the colour of the card, unless there is a reservation.
fn style(state: &State, theme: &Theme) -> Style {
    let offer = state.selected();
    let is_lacking = providers::lacking(offer, theme.glyphs).is_some();
    let is_whole = offer.total().is_some_and(|total| total.complete);
    let style = match offer.series {
        _ if is_lacking || !is_whole => theme.unsure,
        Some(series) if theme.has_colours() => theme.series(series),
        _ => theme.total,
    };
    style.add_modifier(Modifier::BOLD)
}

/// Draws the name of the total's offer, and at the right end a unit that has no room beside the
/// digits.
fn draw_name(state: &State, unit: &str, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let row = Canvas::row(area, 0);
    let offer = state.selected();
    let indent = indent(area.width);
    if indent > 0 {
        let (mark, style) = ribbon::mark(offer, theme);
        canvas.put(row, 1, &mark, style);
    }
    let named = offer.card.name() + &names::discount(offer);
    let used = indent + canvas.put(row, indent, &named, strong(theme)) + 2;
    let room =
        Rect { x: row.x + used.min(row.width), width: row.width.saturating_sub(used), ..row };
    // The plan tells cards apart: it comes before the unit.
    let fits = cells(offer.plan()) + 2 + cells(unit) <= usize::from(room.width);
    let end = canvas.put_right(room, if fits { unit } else { "" }, strong(theme));
    if end >= PLAN_CELLS_MIN {
        canvas.put(Rect { width: end, ..room }, 0, offer.plan(), theme.quiet);
    }
}

/// Answers what is left to the right.
fn draw_digits(state: &State, size: Size, area: Rect, canvas: &mut Canvas<'_>) -> Rect {
    let theme = canvas.theme;
    let text = digits(state);
    let digits = Digits::new(&text, size, style(state, theme)).ascii(theme.glyphs.is_ascii());
    let used = (digits.width() + GAP_CELLS).min(area.width);
    digits.render(area, canvas.buffer);
    Rect { x: area.x + used, width: area.width - used, ..area }
}

/// The last change, as large as there is room for; answers whether there was any.
fn draw_change(state: &State, below_unit: bool, area: Rect, canvas: &mut Canvas<'_>) -> bool {
    let theme = canvas.theme;
    let Some(change) = state.shown_change(&state.selected().id) else { return true };
    let used = if below_unit { UNIT_ROWS } else { 0 };
    let height = area.height.saturating_sub(used);
    let room = Rect { y: area.y + area.height - height, height, ..area };
    if draw_large_change(change, room, canvas) {
        return true;
    }
    let (text, style) = lines::change(change, theme);
    let fits = cells(&text) <= usize::from(room.width) && room.height > 0;
    if fits {
        let words = room.height > WORD_ROWS && cells(SINCE) + 2 <= usize::from(room.width);
        let last = room.height - 1;
        let row = Canvas::row(room, if words { last - 1 } else { last });
        canvas.put(row, 0, &text, style.add_modifier(Modifier::BOLD));
        if words {
            canvas.put(Canvas::row(room, last), 2, SINCE, theme.quiet);
        }
    }
    fits
}

/// The sign, and the amount in digits at the lower end of the area.
fn draw_large_change(change: Ratio, area: Rect, canvas: &mut Canvas<'_>) -> bool {
    let theme = canvas.theme;
    let (text, style) = lines::signed(change, theme);
    let style = style.add_modifier(Modifier::BOLD);
    let words = if area.height >= Size::Tall.rows() + WORD_ROWS { WORD_ROWS } else { 0 };
    let room = Rect {
        x: area.x + 2.min(area.width),
        width: area.width.saturating_sub(2),
        height: area.height - words,
        ..area
    };
    let ascii = theme.glyphs.is_ascii();
    let Some(size) = Digits::largest(&text, room, Size::Tall, ascii) else { return false };
    let top = room.height - size.rows();
    Digits::new(&text, size, style)
        .ascii(ascii)
        .render(Rect { y: room.y + top, height: size.rows(), ..room }, canvas.buffer);
    let glyphs = theme.glyphs;
    let sign = if change.is_negative() { glyphs.down } else { glyphs.up };
    canvas.put(Canvas::row(area, top + size.rows() / 2), 0, sign, style);
    if words > 0 {
        let last = Canvas::row(area, area.height - 1);
        canvas.put(last, 2, SINCE, theme.quiet);
    }
    true
}

/// The total in a row of text, where there is no room for digits.
fn draw_line(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let row = Canvas::row(area, 0);
    let offer = state.selected();
    let total = lines::compared(offer, theme.glyphs);
    let flag = providers::lacking(offer, theme.glyphs);
    let (amount, _) = providers::marked_amount(state, offer, &total, flag, theme);
    let has_code = offer.shown().is_none();
    let code = if has_code { String::new() } else { format!("{} ", code(state)) };
    let used = canvas.put(row, 0, &format!("{code}{}", amount.trim_end()), style(state, theme));
    if let Some(change) = state.shown_change(&offer.id) {
        let (text, style) = lines::change(change, theme);
        canvas.put(row, used + 1, &text, style);
    }
}
