//! The selected offer's invoice: the total as the largest thing on the screen, what changed, what it is made
//! of, the lines, and what to know.

mod second;
mod standing;

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget;
use whatif_pricing::compare::Difference;
use whatif_pricing::{Places, Warning};

use super::canvas::Canvas;
use super::{bill, composition, lines, more, providers, spread};
use crate::answer::{self, Fault, Part, carry, part};
use crate::explorer::action::Pane;
use crate::explorer::state::{BillRow, Spot, State};
use crate::explorer::theme::Theme;
use crate::explorer::widget::{Digits, Size};
use crate::report::cells::cells;
use crate::report::words::{self, Audience};
use crate::report::{self, names, numbers, quote};

/// Panes of so many rows have a second invoice below: that of the offer to hold the selected one against.
const HEIGHT_WITH_SECOND: u16 = 40;

/// The rows of the second invoice.
const SECOND_ROWS: u16 = 14;

pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let has_second = area.height >= HEIGHT_WITH_SECOND && state.figures.next.is_some();
    let second = if has_second { SECOND_ROWS } else { 0 };
    let rows = [Constraint::Fill(1), Constraint::Length(second)];
    let [area, below] = Layout::vertical(rows).areas(area);
    second::draw(state, below, canvas);
    canvas.hit(area, Spot::Pane(Pane::Invoice));
    let focused = state.cursor.focus == Pane::Invoice && state.cursor.overlays.is_empty();
    let offer = state.selected();
    let inner = canvas.frame(area, &names::short(offer), offer.plan(), focused);
    let inner =
        Rect { x: inner.x + 1.min(inner.width), width: inner.width.saturating_sub(2), ..inner };
    if let Err(fault) = &offer.figures {
        return draw_fault(fault, inner, canvas);
    }
    let notes = notes(state, inner.width, canvas);
    let plan = Plan::of(inner);
    let areas = plan.areas(state, inner, notes.len());
    draw_total(state, areas.total, plan.size, canvas);
    if areas.composition.height > 0 {
        composition::draw(&state.figures.composition, areas.composition, canvas);
    }
    let margin = 1.min(areas.lines.x);
    let lines =
        Rect { x: areas.lines.x - margin, width: areas.lines.width + margin, ..areas.lines };
    let hidden = draw_lines(state, lines, plan.line_rows, canvas);
    more(hidden.0, hidden.1, area, canvas);
    lines::put_rows(&notes, areas.notes, canvas);
}

/// Draws why the offer cannot be priced, in place of its lines.
fn draw_fault(fault: &Fault, area: Rect, canvas: &mut Canvas<'_>) {
    let text = format!("cannot be priced: {fault}");
    let style = canvas.theme.error;
    let rows = lines::wrapped(&text, area.width).into_iter().map(|row| (row, style));
    lines::put_rows(&rows.collect::<Vec<_>>(), area, canvas);
}

/// The shares of the rows in the pane. They depend on the size of the pane alone, so that no figure moves another.
struct Plan {
    /// The size of the total's digits. `None` for a row of text.
    size: Option<Size>,
    /// Rows of a line: its amount, and its calculation where there is room.
    line_rows: u16,
    /// Blank rows between the parts.
    gap: u16,
    /// Rows of the composition.
    composition: u16,
}

/// The parts of the pane, from top to bottom.
struct Areas {
    total: Rect,
    composition: Rect,
    lines: Rect,
    notes: Rect,
}

impl Plan {
    fn of(area: Rect) -> Self {
        let size = match (area.width, area.height) {
            (30.., 20..) => Some(Size::Tall),
            (24.., 12..) => Some(Size::Small),
            _ => None,
        };
        Self {
            size,
            line_rows: if area.height >= 16 { 2 } else { 1 },
            gap: u16::from(area.height >= 20),
            composition: if area.height >= 14 { composition::ROWS } else { 0 },
        }
    }

    fn areas(&self, state: &State, area: Rect, notes: usize) -> Areas {
        let standings = u16::try_from(standing::all(state).len()).unwrap_or(1);
        let ranges = u16::from(state.scenario().inputs.workload.has_ranges());
        let total = self.size.map_or(1, Size::rows) + self.gap + standings + ranges;
        let total = total.min(area.height);
        let composition = self.composition.min((area.height - total).saturating_sub(self.gap));
        let used = total + self.gap + composition + self.gap;
        let rest = area.height.saturating_sub(used);
        let notes = u16::try_from(notes).unwrap_or(u16::MAX).min(rest / 3);
        let cut = |top: u16, height: u16| {
            let top = top.min(area.height);
            Rect { y: area.y + top, height: height.min(area.height - top), ..area }
        };
        Areas {
            total: cut(0, total),
            composition: cut(total + self.gap, composition),
            lines: cut(used, (rest - notes).saturating_sub(u16::from(notes > 0))),
            notes: cut(area.height - notes, notes),
        }
    }
}

/// The rows of one row of the bill: only a line has a calculation under it.
const fn rows_of(row: &BillRow, line_rows: u16) -> u16 {
    match row {
        BillRow::Line { .. } => line_rows,
        BillRow::Adjusted { .. } | BillRow::Section { .. } | BillRow::Folded { .. } => 1,
    }
}

/// The currency code beside large digits.
const CODE_CELLS: u16 = 4;

/// Draws the lines that have room, about the cursor; answers how many are above and below.
fn draw_lines(
    state: &State,
    area: Rect,
    line_rows: u16,
    canvas: &mut Canvas<'_>,
) -> (usize, usize) {
    let bill = state.bill();
    if area.height == 0 {
        return (0, bill.len());
    }
    let theme = canvas.theme;
    let amount = |row: &BillRow| match row {
        BillRow::Folded { .. } => String::new(),
        BillRow::Line { .. } | BillRow::Adjusted { .. } | BillRow::Section { .. } => {
            let amount = lines::row_amount(state, row);
            amount.map_or_else(|| format!("{} ", theme.glyphs.unknown), lines::amount)
        }
    };
    let mut amounts: Vec<String> = bill.iter().map(amount).collect();
    lines::aligned(&mut amounts);
    let differences = to_baseline_rows(state, &amounts, area.width, theme);
    // Rows are of different heights: as many above the cursor as leave it in sight.
    let height = |rows: &[BillRow]| rows.iter().map(|row| rows_of(row, line_rows)).sum::<u16>();
    let Some(last) = bill.len().checked_sub(1) else { return (0, 0) };
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
            return (first, bill.len() - place);
        }
        let height = rows_of(row, line_rows).min(2).min(room);
        let place_area = Rect { y: area.y + top, height, ..area };
        let figures = (&*amounts[place], &differences[place]);
        draw_row(state, place, row, figures, place_area, canvas);
        top += rows_of(row, line_rows).min(room);
    }
    (first, 0)
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
        let own = state.selected().part(card).map(Part::currency);
        let is_rated = own.is_some_and(|own| {
            state.scenario().inputs.rates.between(own, state.shown_currency()).is_some()
        });
        let code = own.filter(|_| !is_rated).map_or_else(String::new, |own| own.to_string());
        let rule = theme.glyphs.rule;
        let text = format!("{rule}{rule} with {} {code}", lines::row_label(state, row));
        canvas.put(top, 0, &text, theme.title_focused);
        return;
    }
    canvas.hit(area, Spot::Line(row.clone()));
    if matches!(row, BillRow::Folded { .. }) {
        return draw_folded(state, line, row, area, canvas);
    }
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
        let own = part.own_price(place).is_some();
        let used = if own { canvas.put(second, 2, "own price: ", theme.accent) } else { 0 };
        if let Some(calculation) = part::calculation(part, charge, state.figures.board.usage()) {
            let text = quote::calculation(&calculation);
            // What is said in the vendor's own currency ends with the amount in it.
            let is_converted = part.currency() != state.shown_currency();
            let line = bill::line(part, charge).and_then(|line| line.amount);
            let text = match line.filter(|_| is_converted) {
                Some(own) => format!("{text} = {} {}", part.currency(), lines::amount(own)),
                None => text,
            };
            canvas.put(second, 2 + used, &text, theme.quiet);
        }
    }
    if under_cursor {
        canvas.style(area, theme.selected);
    }
}

/// The row that stands for the lines that cost nothing.
fn draw_folded(state: &State, line: usize, row: &BillRow, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let under_cursor = line == state.cursor.line && state.cursor.focus == Pane::Invoice;
    let glyphs = theme.glyphs;
    let sign = if state.cursor.unfolded.lines { glyphs.down } else { glyphs.cursor };
    let text = format!("{sign} {}", lines::row_label(state, row));
    canvas.put(area, 1, &text, theme.quiet);
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
    let style = if figures.total.complete { theme.total } else { theme.unsure };
    let mut row = if let Some(size) = size {
        draw_digits(state, area, (size, style), canvas)
    } else {
        let place = Canvas::row(area, 0);
        canvas.put(place, 0, "Total", theme.title_focused);
        let total = lines::total(state, offer, theme.glyphs);
        canvas.put_right(Rect { width: place.width.saturating_sub(2), ..place }, &total, style);
        1
    };
    if state.scenario().inputs.workload.has_ranges() {
        let text = spread::row(state, area.width, theme.glyphs);
        canvas.put(Canvas::row(area, row), 0, &text.unwrap_or_default(), theme.accent);
        row += 1;
    }
    for (row, standing) in (row..).zip(standing::all(state)) {
        let (text, style) = standing.words(state, area.width, theme);
        canvas.put(Canvas::row(area, row), 0, &text, style);
    }
}

/// Draws the total in digits of a size, or in smaller ones if it is long; answers the rows of the size with the
/// blank row below.
fn draw_digits(
    state: &State,
    area: Rect,
    (size, style): (Size, Style),
    canvas: &mut Canvas<'_>,
) -> u16 {
    let theme = canvas.theme;
    let (currency, total) = lines::shown(state, state.selected());
    let text = lines::digits(total, Places::AMOUNT);
    let text = numbers::shown(&text, canvas.numbers);
    let place = Rect {
        x: area.x + CODE_CELLS.min(area.width),
        width: area.width.saturating_sub(CODE_CELLS),
        height: size.rows().min(area.height),
        ..area
    };
    canvas.put(area, 0, &currency.to_string(), theme.quiet);
    match Digits::largest(&text, place, size, theme.glyphs.is_ascii()) {
        Some(size) => Digits::new(&text, size, style)
            .ascii(theme.glyphs.is_ascii())
            .render(place, canvas.buffer),
        None => {
            canvas.put(place, 0, &text, style);
        }
    }
    size.rows() + u16::from(size == Size::Tall)
}

/// Warnings, what is closed, and when the bill comes, broken into rows.
fn notes(state: &State, width: u16, canvas: &Canvas<'_>) -> Vec<(String, Style)> {
    let theme = canvas.theme;
    let card = &state.selected().card;
    let warn = |text: &str| (format!("{} {text}", theme.glyphs.warning), theme.unsure);
    let mut notes: Vec<(String, Style)> = warnings(state).iter().map(|text| warn(text)).collect();
    let granted = answer::notes::notes(&state.figures.board, [&state.selected().id]);
    let granted = report::notes::on_screen(&granted).into_iter();
    notes.extend(granted.map(|text| (text, theme.unsure)));
    notes.extend(state.unsampled().map(|why| warn(&why.to_string())));
    notes.extend(card.closed.as_deref().map(warn));
    notes.extend(converted(state).map(|text| (text, theme.accent)));
    notes.push(providers::prices(state, theme));
    notes.extend(card.bill.as_ref().map(|bill| (format!("bill: {}", bill.says), theme.quiet)));
    let rows = |(text, style): (String, Style)| {
        let text = canvas.bindings.worded(&text);
        lines::wrapped(&text, width).into_iter().map(move |row| (row, style))
    };
    notes.into_iter().flat_map(rows).collect()
}

/// The total in the card's currency, and the rates that lead from it.
fn converted(state: &State) -> Option<String> {
    let offer = state.selected();
    let (own, display) = (offer.currency, state.figures.board.inputs().display);
    if own == display {
        return None;
    }
    let Some(total) = offer.total().filter(|_| offer.shown().is_some()) else {
        return Some(format!(
            "no rate from {own} to {display}, so not compared: <type-rate> sets one"
        ));
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
            "{count} {verb} unpublished: choose the line and press <type-price> to set your own"
        ));
    }
    texts
}
