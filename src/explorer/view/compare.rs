//! The marked offers side by side.
//!
//! ```text
//! ╭ Compare ─────────────────────── USD · 5 offers ╮
//! │             ▸A Azure        B Google           │   a column for each offer, the cheapest first
//! │                Key Vault      Secret Manager   │
//! │ Total            544.35 ★~      586.68         │
//! │ To cheapest    cheapest         +42.33         │
//! │              ████████████    ████████████      │   what the totals are made of
//! │▸Calls            544.32         544.29         │   a row for each thing that is paid for
//! │ Prices      third party       official         │   how sure and how old the prices are
//! ╰────────────────────────────────────────────────╯
//! ```

mod about;
mod bars;
mod cell;
mod column;

use ratatui::layout::Rect;
use ratatui::style::Style;
use whatif_pricing::compare::Item;

use super::canvas::Canvas;
use super::{first_shown, lines, more, providers, ribbon};
use crate::answer::PricedOffer;
use crate::explorer::action::Pane;
use crate::explorer::state::{SideBySide, Spot, State};
use crate::explorer::theme::Theme;
use crate::report::cells::cells;
use crate::report::{names, words};
pub(super) use cell::about as about_cell;
use cell::left_out;
use column::{Sum, Text};

/// The least cells of a column, with the blank before it.
const COLUMN_CELLS_MIN: u16 = 14;
const COLUMN_CELLS_MAX: u16 = 26;
/// The cells of the names of the rows, with the cursor's sign.
const NAME_CELLS: u16 = 17;
const NAME_CELLS_NARROW: u16 = 13;
/// Panes narrower than this have short names.
const WIDTH_WITH_NAMES: u16 = 56;
/// So many rows of items are there before anything but the total is.
const ITEMS_MIN: u16 = 4;
/// The most rows that are kept free for what offers leave out.
const NOTES_MAX: u16 = 4;
/// The rows of the bars: fewer say nothing, more say no more.
const BARS_MIN: u16 = 4;
const BARS_MAX: u16 = 14;

pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    canvas.hit(area, Spot::Pane(Pane::Compare));
    let focused = state.cursor.focus == Pane::Compare && state.cursor.overlays.is_empty();
    let Some(side) = &state.figures.side_by_side else {
        canvas.frame(area, "Compare", "", focused);
        return;
    };
    let dot = canvas.theme.glyphs.separator;
    let zoom = if state.cursor.is_zoomed {
        "<zoom-pane> shows the sliders"
    } else {
        "<zoom-pane> hides the sliders"
    };
    let zoom = canvas.bindings.worded(zoom);
    let offers = words::count(side.offers.len(), "offer");
    let note = format!("{} {dot} {offers} {dot} {zoom}", side.comparison.currency);
    let inner = canvas.frame(area, "Compare", &note, focused);
    let layout = Layout::of(state, side, inner);
    layout.head(state, side, inner, canvas);
    layout.sums(state, side, inner, canvas);
    let bars = Layout::cut(inner, layout.head_rows + layout.sum_rows(), layout.bars);
    bars::draw(state, side, &layout, bars, canvas);
    layout.items(state, side, area, inner, canvas);
    let below = layout.head_rows + layout.sum_rows() + layout.bars + layout.items;
    let used =
        below + about::draw(state, side, &layout, Layout::cut(inner, below, layout.about), canvas);
    Layout::notes(state, side, Layout::cut(inner, used, inner.height), canvas);
    layout.beside(side, area, canvas);
}

/// The offer of a column.
fn offer_of<'a>(state: &'a State, side: &SideBySide, column: usize) -> Option<&'a PricedOffer> {
    state.figures.board.offer(side.offers.get(column)?)
}

/// The colour of an offer, the same as on the sliders and on the stage.
fn series(offer: &PricedOffer, theme: &Theme) -> Style {
    offer.series.map_or(theme.text, |series| theme.series(series))
}

/// The layout of what fits. The names and totals come first, then the bars, the items, and what to know.
struct Layout {
    name_cells: u16,
    column_cells: u16,
    /// The columns that are shown, in order.
    columns: Vec<usize>,
    /// Rows of the names of the offers, with those of their plans and a blank one.
    head_rows: u16,
    /// Rows of an item: two where differences to a baseline stand under the amounts.
    item_rows: u16,
    /// Rows of all items that are shown.
    items: u16,
    sums: Vec<Sum>,
    /// Rows of the bars.
    bars: u16,
    /// Rows of what to know about each offer.
    about: u16,
}

impl Layout {
    fn of(state: &State, side: &SideBySide, area: Rect) -> Self {
        let name_cells =
            if area.width >= WIDTH_WITH_NAMES { NAME_CELLS } else { NAME_CELLS_NARROW };
        let room = area.width.saturating_sub(name_cells + 1);
        let count = u16::try_from(side.offers.len()).unwrap_or(u16::MAX).max(1);
        let fitting = (room / COLUMN_CELLS_MIN).clamp(1, count);
        let column_cells = (room / fitting).min(COLUMN_CELLS_MAX);
        let columns = shown_columns(state, side, usize::from(fitting));
        let head_rows = match area.height {
            24.. => 4,
            12.. => 3,
            8.. => 2,
            _ => 1,
        };
        let about = match area.height {
            28.. => about::ROWS,
            20.. => about::ROWS_SHORT,
            _ => 0,
        };
        let room = area.height.saturating_sub(head_rows + about + 1);
        let rows = side.rows(state.cursor.unfolded.lines).len();
        let count = u16::try_from(rows).unwrap_or(u16::MAX);
        let sums =
            Sum::fitting(state, (room, about > 0), (ITEMS_MIN.min(count), count), column_cells);
        let room = room.saturating_sub(u16::try_from(sums.len()).unwrap_or(0));
        let differs = state.figures.baseline.is_some();
        let item_rows = if differs && count * 2 <= room { 2 } else { 1 };
        let items = (count * item_rows).min(room);
        // What an offer leaves out is said below, before bars take the room.
        let lacking = (0..side.offers.len()).filter(|it| left_out(state, side, *it).is_some());
        let notes = u16::try_from(lacking.count()).unwrap_or(u16::MAX).min(NOTES_MAX);
        let spare = (room - items).saturating_sub(notes);
        let has_bars = spare >= BARS_MIN;
        let mut sums = sums;
        // Bars that stand upright need no row of their own.
        let before = sums.len();
        sums.retain(|sum| !has_bars || *sum != Sum::Bar);
        let spare = spare + u16::from(sums.len() < before);
        Self {
            name_cells,
            column_cells,
            columns,
            head_rows,
            item_rows,
            items,
            sums,
            bars: if has_bars { spare.min(BARS_MAX) } else { 0 },
            about,
        }
    }

    /// The rows of the sums, with a blank one below.
    fn sum_rows(&self) -> u16 {
        u16::try_from(self.sums.len()).unwrap_or(0) + 1
    }

    /// Rows of an area, as far as it has them.
    fn cut(area: Rect, top: u16, height: u16) -> Rect {
        let top = top.min(area.height);
        Rect { y: area.y + top, height: height.min(area.height - top), ..area }
    }

    /// The cells of one column in a row; the first is blank.
    fn place(&self, column: usize, row: Rect) -> Rect {
        let before = self.columns.iter().take_while(|shown| **shown < column).count();
        let before = u16::try_from(before).unwrap_or(0) * self.column_cells;
        let left = (self.name_cells + before).min(row.width);
        let width = self.column_cells.min(row.width - left);
        Rect { x: row.x + left, width, ..row }
    }

    /// The provider, the service and the plan of each offer, as far as there are rows.
    fn head(&self, state: &State, side: &SideBySide, area: Rect, canvas: &mut Canvas<'_>) {
        let theme = canvas.theme;
        let lines = self.head_rows.min(3);
        for column in self.columns.iter().copied() {
            let Some(offer) = offer_of(state, side, column) else { continue };
            let current = column == state.column();
            let style = if current { theme.title_focused } else { theme.text };
            let rows = self.place(column, Self::cut(area, 0, self.head_rows));
            let rows =
                Rect { x: rows.x + 1.min(rows.width), width: rows.width.saturating_sub(1), ..rows };
            let sign = if current { theme.glyphs.cursor } else { " " };
            canvas.put(rows, 0, sign, theme.accent);
            let (mark, mark_style) = ribbon::letter_mark(offer, theme);
            canvas.put(rows, 1, &mark, mark_style);
            let width = rows.width.saturating_sub(3);
            // What does not fit stands cut in the last row. The plan has a row if there is one, a discount always.
            let discount = offer.adjusted().filter(|_| lines > 1).map(words::adjusted);
            let name_rows = lines - u16::from(discount.is_some());
            let name = if discount.is_some() { names::plain(offer) } else { names::short(offer) };
            let mut names = lines::wrapped(&name, width);
            let rest = names.split_off(names.len().min(usize::from(name_rows)));
            if let (Some(last), false) = (names.last_mut(), rest.is_empty()) {
                *last = format!("{last} {}", rest.join(" "));
            }
            let plan = u16::try_from(names.len()).unwrap_or(lines);
            for (row, name) in (0..lines).zip(&names) {
                canvas.put(Canvas::row(rows, row), 3, name, style);
            }
            if plan < lines {
                let place = Canvas::row(rows, plan);
                let discount = discount.map_or_else(String::new, |by| format!("{by} "));
                let used = canvas.put(place, 3, &discount, theme.accent);
                canvas.put(place, 3 + used, offer.plan(), theme.quiet);
            }
            canvas.hit(rows, Spot::Cell { item: None, offer: offer.id.clone() });
        }
    }

    /// The items that fit, about the cursor.
    fn items(
        &self,
        state: &State,
        side: &SideBySide,
        outer: Rect,
        area: Rect,
        canvas: &mut Canvas<'_>,
    ) {
        let items = &side.comparison.items;
        let rows = side.rows(state.cursor.unfolded.lines);
        let fitting = usize::from(self.items / self.item_rows);
        let cursor = rows.iter().position(|row| *row == state.cursor.item).unwrap_or(0);
        let first = first_shown(cursor, rows.len(), fitting);
        let shown = rows.iter().skip(first).take(fitting);
        let texts: Vec<Vec<Text>> =
            self.columns.iter().map(|column| column::items(side, *column, canvas.theme)).collect();
        let top = self.head_rows + self.sum_rows() + self.bars;
        for (top, place) in (top..).step_by(self.item_rows.into()).zip(shown) {
            let row = Self::cut(area, top, self.item_rows);
            match items.get(*place) {
                Some(item) => self.item(state, side, (*place, item), &texts, row, canvas),
                None => fold(state, side, row, canvas),
            }
        }
        more(first, rows.len().saturating_sub(first + fitting), outer, canvas);
    }

    fn item(
        &self,
        state: &State,
        side: &SideBySide,
        (place, item): (usize, &Item),
        texts: &[Vec<Text>],
        area: Rect,
        canvas: &mut Canvas<'_>,
    ) {
        let theme = canvas.theme;
        let row = Canvas::row(area, 0);
        let under_cursor = place == state.cursor.item;
        let focused = state.cursor.focus == Pane::Compare;
        let sign = if under_cursor && focused { theme.glyphs.cursor } else { " " };
        canvas.put(row, 0, sign, theme.accent);
        let name = Rect { width: self.name_cells.min(row.width), ..row };
        canvas.put(name, 1, &item.label(), theme.text);
        for (column, texts) in self.columns.iter().copied().zip(texts) {
            let (text, style) = &texts[place];
            canvas.put_right(self.amounts(column, row), text, *style);
            let difference = side.cell_to_baseline(column, item);
            if let Some(difference) = difference {
                let (changed, style) = lines::signed(difference.amount, theme);
                let width = self.amounts(column, row).width;
                let both = cells(text) + cells(&changed) + 1;
                if self.item_rows > 1 {
                    let under = self.place(column, Canvas::row(area, 1));
                    canvas.put_right(under, &changed, style);
                } else if both <= usize::from(width) {
                    canvas.put(self.place(column, row), 1, &changed, style);
                } else {
                    // Where nothing else has room its sign stands in the blank before the amount.
                    let glyphs = theme.glyphs;
                    let less = difference.amount.is_negative();
                    let sign = if less { glyphs.down } else { glyphs.up };
                    canvas.put(self.place(column, row), 0, sign, style);
                }
            }
            let offer = side.offers[column].clone();
            let spot = Spot::Cell { item: Some(item.clone()), offer };
            canvas.hit(self.place(column, area), spot);
        }
        if under_cursor {
            let style = if focused { theme.selected } else { theme.selected_unfocused };
            canvas.style(row, style);
        }
    }

    /// The cells of the amounts of a column: a badge has room after them.
    fn amounts(&self, column: usize, row: Rect) -> Rect {
        let place = self.place(column, row);
        let blank = 1.min(place.width);
        let width = place.width.saturating_sub(BADGE_CELLS + blank);
        Rect { x: place.x + blank, width, ..place }
    }

    /// The totals and what follows from them.
    fn sums(&self, state: &State, side: &SideBySide, area: Rect, canvas: &mut Canvas<'_>) {
        let theme = canvas.theme;
        for (row, sum) in (self.head_rows..).zip(&self.sums) {
            let row = Canvas::row(area, row);
            let name = Rect { width: self.name_cells.min(row.width), ..row };
            canvas.put(name, 1, sum.name(), theme.text);
            for column in self.columns.iter().copied() {
                let place = self.amounts(column, row);
                let (text, style) =
                    sum.text(state, side, column, place.width.saturating_sub(1), theme);
                canvas.put_right(place, &text, style);
                if *sum == Sum::Total
                    && let Some(offer) = offer_of(state, side, column)
                {
                    let end = Rect { x: place.right(), width: BADGE_CELLS, ..row };
                    badge(state, side, (column, offer), end.intersection(area), canvas);
                }
            }
        }
    }

    /// Draws what each card leaves out of the workload, in the rows that are left.
    fn notes(state: &State, side: &SideBySide, area: Rect, canvas: &mut Canvas<'_>) {
        let texts = (0..side.offers.len()).filter_map(|column| left_out(state, side, column));
        let sign = canvas.theme.glyphs.lacking;
        let rows = texts.flat_map(|text| {
            lines::wrapped(&format!("{sign} {text}"), area.width.saturating_sub(2))
        });
        let style = canvas.theme.unsure;
        let rows: Vec<_> = rows.map(|row| (row, style)).collect();
        let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(1), ..area };
        lines::put_rows(&rows, inner, canvas);
    }

    /// Draws the number of offers that are not shown, on the left and on the right: `‹ 1 · 2 more offers ›`.
    fn beside(&self, side: &SideBySide, area: Rect, canvas: &mut Canvas<'_>) {
        let glyphs = canvas.theme.glyphs;
        let before = self.columns.first().copied().unwrap_or(0);
        let after = side.offers.len() - before - self.columns.len();
        let (left, dot, right) = (glyphs.choice_left, glyphs.separator, glyphs.choice_right);
        let text = match (before, after) {
            (0, 0) => return,
            (_, 0) => format!(" {left} {} ", more_offers(before)),
            (0, _) => format!(" {} {right} ", more_offers(after)),
            (_, _) => format!(" {left} {before} {dot} {} {right} ", more_offers(after)),
        };
        let row = Canvas::row(area, area.height.saturating_sub(1));
        canvas.put(row, 2, &text, canvas.theme.accent);
    }
}

fn more_offers(count: usize) -> String {
    format!("{count} more {}", if count == 1 { "offer" } else { "offers" })
}

/// Cells for the star and the badge after a total.
const BADGE_CELLS: u16 = 3;

/// The star of the cheapest, and the worst doubt about its prices.
fn badge(
    state: &State,
    side: &SideBySide,
    (column, offer): (usize, &PricedOffer),
    area: Rect,
    canvas: &mut Canvas<'_>,
) {
    let theme = canvas.theme;
    let star = if side.comparison.columns[column].is_cheapest { theme.glyphs.star } else { " " };
    let used = canvas.put(area, 0, star, theme.cheaper);
    let flag = providers::flag(state, offer, theme.glyphs).unwrap_or(" ");
    canvas.put(area, used, flag, theme.unsure);
}

/// The row that stands for the rows that cost nothing anywhere.
fn fold(state: &State, side: &SideBySide, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let glyphs = theme.glyphs;
    let sign = if state.cursor.unfolded.lines { glyphs.down } else { glyphs.cursor };
    let count = words::count(side.free_count(), "row");
    let row = Canvas::row(area, 0);
    canvas.put(row, 1, &format!("{sign} {count} that cost nothing here"), theme.quiet);
    if state.cursor.item == side.comparison.items.len() {
        let focused = state.cursor.focus == Pane::Compare;
        canvas.style(row, if focused { theme.selected } else { theme.selected_unfocused });
    }
}

/// The columns that are shown: those about the cursor, side by side.
fn shown_columns(state: &State, side: &SideBySide, fitting: usize) -> Vec<usize> {
    let count = side.offers.len();
    let first = first_shown(state.column(), count, fitting);
    (first..(first + fitting).min(count)).collect()
}
