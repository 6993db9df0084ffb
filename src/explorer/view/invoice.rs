//! The selected card's invoice: lines, the total as the largest thing on the screen, what changed, and
//! what to know.

mod standing;

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;
use whatif_pricing::compare::Difference;
use whatif_pricing::{Places, Warning};

use super::canvas::Canvas;
use super::{composition, lines, providers, spread};
use crate::answer::{self, Fault, carry, part};
use crate::explorer::action::Pane;
use crate::explorer::state::{BillRow, Spot, State};
use crate::explorer::theme::Theme;
use crate::explorer::widget::{Digits, Size};
use crate::report::cells::cells;
use crate::report::words::{self, Audience};
use crate::report::{self, quote};

pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    canvas.hit(area, Spot::Pane(Pane::Invoice));
    let focused = state.cursor.focus == Pane::Invoice && state.cursor.overlays.is_empty();
    let offer = state.selected();
    let inner = canvas.frame(area, &offer.card.name(), offer.plan(), focused);
    let inner =
        Rect { x: inner.x + 1.min(inner.width), width: inner.width.saturating_sub(2), ..inner };
    let notes = notes(state, inner.width, canvas);
    if let Err(fault) = &offer.figures {
        return draw_fault(fault, inner, canvas);
    }
    let plan = Plan::of(state, inner, notes.len());
    let [line_area, total_area, note_area] = plan.areas(inner);
    let margin = 1.min(line_area.x);
    let line_area = Rect { x: line_area.x - margin, width: line_area.width + margin, ..line_area };
    draw_lines(state, line_area, plan.line_rows, canvas);
    draw_total(state, total_area, plan.size, canvas);
    let note_area = draw_composition(state, note_area, canvas);
    for (row, (text, style)) in (0..note_area.height).zip(notes) {
        canvas.put(Canvas::row(note_area, row), 0, &text, style);
    }
}

/// Draws what the total is made of, if there is room for that above the notes.
fn draw_composition(state: &State, area: Rect, canvas: &mut Canvas<'_>) -> Rect {
    if area.height < COMPOSITION_HEIGHT_MIN || state.figures.composition.len() < 2 {
        return area;
    }
    composition::draw(&state.figures.composition, area, canvas);
    let used = composition::ROWS + 1;
    Rect { y: area.y + used, height: area.height - used, ..area }
}

/// The fewest rows below the total that have room for its composition.
const COMPOSITION_HEIGHT_MIN: u16 = 6;

/// Draws why the offer cannot be priced, in place of its lines.
fn draw_fault(fault: &Fault, area: Rect, canvas: &mut Canvas<'_>) {
    let text = format!("cannot be priced: {fault}");
    for (row, text) in (0..area.height).zip(lines::wrapped(&text, area.width)) {
        canvas.put(Canvas::row(area, row), 0, &text, canvas.theme.error);
    }
}

/// The plan by which the rows are shared out: the total always has its rows.
struct Plan {
    line_rows: u16,
    bill: u16,
    size: Option<Size>,
    fixed: u16,
}

impl Plan {
    /// The roomiest that fits: a blank row between lines, calculations under them, large digits.
    fn of(state: &State, area: Rect, notes: usize) -> Self {
        let bill = state.bill();
        let rows = |line_rows: u16| bill.iter().map(|row| rows_of(row, line_rows)).sum::<u16>();
        let digits = total_digits(state);
        let notes = u16::try_from(notes.min(2)).unwrap_or(2);
        let fits = |line_rows: u16, size: Option<Size>| {
            let total = size.map_or(1, Size::rows);
            let wide = size.is_none_or(|size| {
                Digits::new(&digits, size, Style::new()).width() + CODE_CELLS <= area.width
            });
            wide && rows(line_rows) + total + fixed_rows(state) + notes <= area.height
        };
        let choices = [
            (3, Some(Size::Large)),
            (3, Some(Size::Tall)),
            (2, Some(Size::Tall)),
            (2, Some(Size::Small)),
            (1, Some(Size::Small)),
            (1, None),
        ];
        let best = choices.into_iter().find(|(rows, size)| fits(*rows, *size));
        let (line_rows, size) = best.unwrap_or((1, None));
        Self { line_rows, bill: rows(line_rows), size, fixed: fixed_rows(state) }
    }

    fn areas(&self, area: Rect) -> [Rect; 3] {
        let total = (self.size.map_or(1, Size::rows) + self.fixed).min(area.height);
        let bill = self.bill.min(area.height - total);
        let cut = |top: u16, height: u16| Rect { y: area.y + top, height, ..area };
        [cut(0, bill), cut(bill, total), cut(bill + total, area.height - bill - total)]
    }
}

/// The rows of one row of the bill: only a line has a calculation under it.
const fn rows_of(row: &BillRow, line_rows: u16) -> u16 {
    match row {
        BillRow::Line { .. } => line_rows,
        BillRow::Adjusted { .. } | BillRow::Section { .. } => 1,
    }
}

/// The rule above the total, what stands under it, and in between what ranges come to.
fn fixed_rows(state: &State) -> u16 {
    let standings = u16::try_from(standing::all(state).len()).unwrap_or(1);
    1 + standings + u16::from(state.scenario().inputs.workload.has_ranges())
}

/// The currency code beside large digits.
const CODE_CELLS: u16 = 4;

fn total_digits(state: &State) -> String {
    let (_, total) = lines::shown(state, state.selected());
    lines::digits(total, Places::AMOUNT)
}

fn draw_lines(state: &State, area: Rect, line_rows: u16, canvas: &mut Canvas<'_>) {
    if area.height == 0 {
        return;
    }
    let theme = canvas.theme;
    let bill = state.bill();
    let amount = |row: &BillRow| {
        let amount = lines::row_amount(state, row);
        amount.map_or_else(|| format!("{} ", theme.glyphs.unknown), lines::amount)
    };
    let mut amounts: Vec<String> = bill.iter().map(amount).collect();
    lines::aligned(&mut amounts);
    let differences = to_baseline_rows(state, &amounts, area.width, theme);
    // Rows are of different heights: as many above the cursor as leave it in sight.
    let height = |rows: &[BillRow]| rows.iter().map(|row| rows_of(row, line_rows)).sum::<u16>();
    let Some(last) = bill.len().checked_sub(1) else { return };
    let cursor = state.cursor.line.min(last);
    let first = (0..=cursor)
        .find(|first| {
            height(&bill[*first..]) <= area.height
                || height(&bill[*first..=cursor]) <= area.height.div_ceil(2).max(line_rows)
        })
        .unwrap_or(cursor);
    let mut top = 0;
    for (place, row) in bill.iter().enumerate().skip(first) {
        let room = area.height - top;
        if room == 0 {
            break;
        }
        let height = rows_of(row, line_rows).min(2).min(room);
        let place_area = Rect { y: area.y + top, height, ..area };
        let figures = (&*amounts[place], &differences[place]);
        draw_row(state, place, row, figures, place_area, canvas);
        top += rows_of(row, line_rows).min(room);
    }
}

/// A row and, where there is room, its calculation: the amount, and before it its difference to the
/// baseline. The first column is for the cursor's sign.
fn draw_row(
    state: &State,
    line: usize,
    row: &BillRow,
    (amount, difference): (&str, &Option<(String, Style)>),
    area: Rect,
    canvas: &mut Canvas<'_>,
) {
    let theme = canvas.theme;
    let top = Canvas::row(area, 0);
    if let BillRow::Section { card } = row {
        let code = state
            .selected()
            .part(card)
            .map_or_else(String::new, |part| part.card.currency.to_string());
        let rule = theme.glyphs.rule;
        let text = format!("{rule}{rule} with {} {code}", lines::row_label(state, row));
        canvas.put(top, 0, &text, theme.title_focused);
        return;
    }
    canvas.hit(area, Spot::Line(row.clone()));
    let column = draw_amount(state, row, amount, top, canvas);
    let column = difference.as_ref().map_or(column, |(text, style)| {
        let before = Rect { width: column.saturating_sub(1), ..top };
        canvas.put_right(before, text, *style)
    });
    let under_cursor = line == state.cursor.line && state.cursor.focus == Pane::Invoice;
    canvas.put(top, 0, if under_cursor { theme.glyphs.cursor } else { " " }, theme.accent);
    let label = Rect { width: column.saturating_sub(1), ..top };
    let style = if matches!(row, BillRow::Line { .. }) { theme.text } else { theme.accent };
    canvas.put(label, 1, &lines::row_label(state, row), style);
    if let (BillRow::Line { card, charge }, true) = (row, area.height > 1) {
        let second = Canvas::row(area, 1);
        let Some(part) = state.selected().part(card) else { return };
        let Ok(place) = part.card.charge(charge) else { return };
        let own = part.selection.prices[place].is_some();
        let used = if own { canvas.put(second, 2, "own price: ", theme.accent) } else { 0 };
        if let Some(calculation) = part::calculation(part, charge, state.figures.board.usage()) {
            canvas.put(second, 2 + used, &quote::calculation(&calculation), theme.quiet);
        }
    }
    if under_cursor {
        canvas.style(area, theme.selected);
    }
}

/// The amount and the sign of its change; answers where the amount begins.
fn draw_amount(
    state: &State,
    bill_row: &BillRow,
    amount: &str,
    row: Rect,
    canvas: &mut Canvas<'_>,
) -> u16 {
    let theme = canvas.theme;
    let is_known = lines::row_amount(state, bill_row).is_some();
    let style = if is_known { theme.text } else { theme.unsure };
    let amounts = Rect { width: row.width.saturating_sub(2), ..row };
    let column = canvas.put_right(amounts, amount, style);
    if let Some(difference) = state.row_change(bill_row) {
        let (text, style) = lines::change(difference, theme);
        let sign = text.split(' ').next().unwrap_or_default();
        canvas.put_right(row, sign, style);
        if state.figures.is_fresh {
            canvas.style(row, theme.glow);
        }
    }
    column
}

/// The difference of each row to the baseline; in percent too where all rows have room for that.
fn to_baseline_rows(
    state: &State,
    amounts: &[String],
    width: u16,
    theme: &Theme,
) -> Vec<Option<(String, Style)>> {
    let bill = state.bill();
    let differences = bill.iter().map(|row| state.row_to_baseline(row));
    let differences: Vec<Option<Difference>> = differences.collect();
    let long = |difference: &Difference| {
        let (text, style) = lines::signed(difference.amount, theme);
        (format!("{text} {}", lines::percent(difference)).trim_end().to_owned(), style)
    };
    let fits = |(place, difference): (usize, &Option<Difference>)| {
        difference.as_ref().is_none_or(|difference| {
            let label = cells(&lines::row_label(state, &bill[place]));
            let all = label + cells(&long(difference).0) + cells(&amounts[place]) + 6;
            all <= usize::from(width)
        })
    };
    let with_percent = differences.iter().enumerate().all(fits);
    let text = |difference: &Difference| {
        if with_percent { long(difference) } else { lines::signed(difference.amount, theme) }
    };
    differences.iter().map(|difference| difference.as_ref().map(text)).collect()
}

fn draw_total(state: &State, area: Rect, size: Option<Size>, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let offer = state.selected();
    let Some(figures) = offer.figures() else { return };
    let rule = theme.glyphs.rule.repeat(usize::from(area.width));
    let mut row = 0;
    if area.height > 1 {
        canvas.put(Canvas::row(area, 0), 0, &rule, theme.border);
        row = 1;
    }
    let style = if figures.total.complete { theme.total } else { theme.unsure };
    let code = lines::shown(state, offer).0.to_string();
    if let Some(size) = size {
        let text = total_digits(state);
        let digits = Digits::new(&text, size, style).ascii(theme.glyphs.is_ascii());
        let width = digits.width().min(area.width);
        let place =
            Rect { x: area.x + area.width - width, y: area.y + row, width, height: size.rows() };
        canvas.put(Canvas::row(area, row + size.rows() / 2), 0, &code, theme.quiet);
        digits.render(place, canvas.buffer);
        row += size.rows();
    } else {
        let place = Canvas::row(area, row);
        canvas.put(place, 0, "Total", theme.title_focused);
        let total = lines::total(state, offer, theme.glyphs);
        canvas.put_right(Rect { width: place.width.saturating_sub(2), ..place }, &total, style);
        row += 1;
    }
    if state.scenario().inputs.workload.has_ranges() {
        let text = spread::row(state, area.width.saturating_sub(2), theme.glyphs);
        let place = Canvas::row(area, row);
        let place = Rect { width: place.width.saturating_sub(2), ..place };
        canvas.put_right(place, &text.unwrap_or_default(), theme.accent);
        row += 1;
    }
    for (row, standing) in (row..).zip(standing::all(state)) {
        let (text, style) = standing.words(state, theme);
        canvas.put(Canvas::row(area, row), 0, &text, style);
    }
}

/// Warnings, what is closed, and when the bill comes, broken into rows.
fn notes(state: &State, width: u16, canvas: &Canvas<'_>) -> Vec<(String, Style)> {
    let theme = canvas.theme;
    let card = &state.selected().card;
    let warn = |text: &str| (format!("{} {text}", theme.glyphs.warning), theme.unsure);
    let mut notes: Vec<(String, Style)> = warnings(state).iter().map(|text| warn(text)).collect();
    let granted = answer::notes::notes(&state.figures.board, [&state.selected().id]);
    let granted = report::notes::texts(&granted).into_iter();
    notes.extend(granted.map(|text| (text, theme.unsure)));
    notes.extend(state.unsampled().map(|why| warn(&why.to_string())));
    notes.extend(card.closed.as_deref().map(warn));
    notes.extend(converted(state).map(|text| (text, theme.accent)));
    notes.push(providers::prices(state, theme));
    notes.extend(card.bill.as_ref().map(|bill| (format!("bill: {}", bill.says), theme.quiet)));
    let rows = |(text, style): (String, Style)| {
        lines::wrapped(&text, width).into_iter().map(move |row| (row, style))
    };
    notes.into_iter().flat_map(rows).collect()
}

/// The total in the card's currency, and the rates that lead from it.
fn converted(state: &State) -> Option<String> {
    let offer = state.selected();
    let (own, display) = (offer.card.currency, state.figures.board.inputs().display);
    if own == display {
        return None;
    }
    let Some(total) = offer.total().filter(|_| offer.shown().is_some()) else {
        return Some(format!("no rate from {own} to {display}, so not compared: $ sets one"));
    };
    let rates = state.scenario().inputs.rates.between(own, display)?;
    let rates: Vec<String> = rates.iter().map(ToString::to_string).collect();
    Some(format!("= {own} {} by {}", lines::amount(total.amount), rates.join(", ")))
}

/// The changes that carry the workload where it exceeds a vendor's limit, with the total.
fn carried(state: &State) -> Vec<String> {
    let (board, offer) = (&state.figures.board, state.selected());
    let Some(figures) = offer.figures() else { return Vec::new() };
    let all = carry::carried(board, figures, &figures.own).into_iter();
    all.map(|it| words::carried_by(&it, &offer.card.id, Audience::Reader)).collect()
}

/// The warnings in words; unpublished prices together.
fn warnings(state: &State) -> Vec<String> {
    let offer = state.selected();
    let Some(invoice) = offer.invoice() else { return Vec::new() };
    let vocabulary = state.scenario().inputs.workload.vocabulary();
    let is_unpublished = |warning: &&Warning| matches!(warning, Warning::Unpublished { .. });
    let (missing, others): (Vec<&Warning>, Vec<&Warning>) =
        invoice.warnings.iter().partition(is_unpublished);
    let mut texts: Vec<String> =
        others.iter().map(|warning| warning.text(&offer.card, vocabulary)).collect();
    texts.extend(carried(state));
    if !missing.is_empty() {
        let verb = if missing.len() == 1 { "price is" } else { "prices are" };
        let count = missing.len();
        texts.push(format!(
            "{count} {verb} unpublished: choose the line and press e to set your own"
        ));
    }
    texts
}
