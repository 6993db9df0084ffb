//! The marked cards side by side.
//!
//! ```text
//! ╭ Compare ─────────────────────── USD · 5 cards ╮
//! │                 Alibaba KMS  ▸Tencent SSM     │   a column for each card; they scroll sideways
//! │                 Pay-as-you…   Pay-as-you…     │
//! │ Instance             135.00            —      │   a row for each thing that is paid for
//! │▸Storage               39.00        40.00      │
//! │ ─────────────────────────────────────────     │
//! │ Total                476.70        40.30      │   what is left out where there is no room: percent,
//! │                 ████████████ █                │   then the baseline, then bars
//! │ To the cheapest     +436.40   cheapest ★      │
//! ╰───────────────────────────────────────────────╯
//! ```

mod column;
mod words;

use ratatui::layout::Rect;
use ratatui::style::Style;
use whatif_pricing::compare::Item;

use super::canvas::Canvas;
use super::{first_shown, lines, more};
use crate::answer::PricedOffer;
use crate::explorer::action::Pane;
use crate::explorer::state::{SideBySide, Spot, State};
use crate::explorer::theme::Theme;
use crate::report::cells::{cells, fit};
use crate::report::names;
use column::{Sum, Text};
pub(super) use words::about;
use words::left_out;

/// The least cells of a column, with the blank before it.
const COLUMN_CELLS_MIN: u16 = 11;
const COLUMN_CELLS_MAX: u16 = 22;
/// The cells of the names of the rows, with the cursor's sign.
const NAME_CELLS: u16 = 17;
const NAME_CELLS_NARROW: u16 = 13;
/// Panes narrower than this have short names.
const WIDTH_WITH_NAMES: u16 = 56;
/// Panes of fewer rows cut long names of cards, which take a second row.
const HEIGHT_WITH_LONG_NAMES: u16 = 16;
/// So many rows of items are there before anything but the total is.
const ITEMS_MIN: u16 = 4;

pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    canvas.hit(area, Spot::Pane(Pane::Compare));
    let focused = state.cursor.focus == Pane::Compare && state.cursor.overlays.is_empty();
    let Some(side) = &state.figures.side_by_side else {
        canvas.frame(area, "Compare", "", focused);
        return;
    };
    let offers = lines::count(i64::try_from(side.offers.len()).unwrap_or(i64::MAX));
    let unit = if side.offers.len() == 1 { "offer" } else { "offers" };
    let note =
        format!("{} {} {offers} {unit}", side.comparison.currency, canvas.theme.glyphs.separator);
    let inner = canvas.frame(area, "Compare", &note, focused);
    let layout = Layout::of(state, side, inner);
    layout.head(state, side, inner, canvas);
    layout.items(state, side, area, inner, canvas);
    layout.sums(state, side, inner, canvas);
    layout.notes(state, side, inner, canvas);
    layout.beside(state, side, area, canvas);
}

/// The offer of a column.
fn offer_of<'a>(state: &'a State, side: &SideBySide, column: usize) -> Option<&'a PricedOffer> {
    state.figures.board.offer(side.offers.get(column)?)
}

/// The colour of an offer, the same as on the sliders and on the stage.
fn series(offer: &PricedOffer, theme: &Theme) -> Style {
    offer.series.map_or(theme.text, |series| theme.series(series))
}

/// The layout of what fits.
struct Layout {
    name_cells: u16,
    column_cells: u16,
    /// The columns that are shown, in order.
    columns: Vec<usize>,
    /// Rows of the names of the cards, above those of their plans.
    name_rows: u16,
    head_rows: u16,
    /// Rows of an item: two where differences to a baseline stand under the amounts.
    item_rows: u16,
    /// Rows of all items that are shown.
    items: u16,
    sums: Vec<Sum>,
}

impl Layout {
    fn of(state: &State, side: &SideBySide, area: Rect) -> Self {
        let name_cells =
            if area.width >= WIDTH_WITH_NAMES { NAME_CELLS } else { NAME_CELLS_NARROW };
        let room = area.width.saturating_sub(name_cells);
        let count = u16::try_from(side.offers.len()).unwrap_or(u16::MAX).max(1);
        let fitting = (room / COLUMN_CELLS_MIN).clamp(1, count);
        let column_cells = (room / fitting).min(COLUMN_CELLS_MAX);
        let columns = shown_columns(state, side, usize::from(fitting));
        let lines_of = |column: &usize| {
            let offer = offer_of(state, side, *column);
            offer.map_or(1, |offer| {
                lines::wrapped(&names::short(offer), column_cells.saturating_sub(2)).len()
            })
        };
        let longest = columns.iter().map(lines_of).max().unwrap_or(1);
        let is_high = area.height >= HEIGHT_WITH_LONG_NAMES;
        let name_rows = if is_high { u16::try_from(longest).unwrap_or(3).min(3) } else { 1 };
        let head_rows = if area.height >= 10 { name_rows + 1 } else { 1 };
        let room = area.height.saturating_sub(head_rows + 1);
        let count = u16::try_from(side.comparison.items.len()).unwrap_or(u16::MAX);
        let sums = Sum::fitting(state, room, (ITEMS_MIN.min(count), count), column_cells);
        let room = room.saturating_sub(u16::try_from(sums.len()).unwrap_or(0));
        let differs = state.figures.baseline.is_some();
        let item_rows = if differs && count * 2 <= room { 2 } else { 1 };
        Self {
            name_cells,
            column_cells,
            columns,
            name_rows,
            head_rows,
            item_rows,
            items: (count * item_rows).min(room),
            sums,
        }
    }

    /// The cells of one column in a row; the first is blank.
    fn place(&self, column: usize, row: Rect) -> Rect {
        let before = self.columns.iter().take_while(|shown| **shown < column).count();
        let before = u16::try_from(before).unwrap_or(0) * self.column_cells;
        let left = (self.name_cells + before).min(row.width);
        let width = self.column_cells.min(row.width - left);
        Rect { x: row.x + left, width, ..row }
    }

    /// Provider and service, and the plan.
    fn head(&self, state: &State, side: &SideBySide, area: Rect, canvas: &mut Canvas<'_>) {
        let theme = canvas.theme;
        for column in self.columns.iter().copied() {
            let Some(offer) = offer_of(state, side, column) else { continue };
            let current = column == state.column();
            let sign = if current { theme.glyphs.cursor } else { " " };
            let width = usize::from(self.column_cells.saturating_sub(1));
            let ellipsis = theme.glyphs.ellipsis;
            let style = if current { theme.title_focused } else { series(offer, theme) };
            let name = names::short(offer);
            let width = width.saturating_sub(1);
            let mut names = lines::wrapped(&name, u16::try_from(width).unwrap_or(u16::MAX));
            if names.len() > usize::from(self.name_rows) {
                let kept = usize::from(self.name_rows) - 1;
                let rest = names[kept..].join(" ");
                names.truncate(kept);
                names.push(rest);
            }
            // The last row of the name stands over the plan.
            let first = self.name_rows.saturating_sub(u16::try_from(names.len()).unwrap_or(0));
            let rows = self.place(column, Rect { height: self.name_rows, ..area });
            for (row, name) in (first..).zip(&names) {
                let sign = if row == first { sign } else { "" };
                let name = fit(name, width, ellipsis);
                canvas.put_right(Canvas::row(rows, row), &format!("{sign}{name}"), style);
            }
            canvas.hit(rows, Spot::Cell { item: None, offer: offer.id.clone() });
            if self.head_rows > self.name_rows {
                let plan = fit(offer.plan(), width + 1, ellipsis);
                let place = self.place(column, Canvas::row(area, self.name_rows));
                canvas.put_right(place, &plan, theme.quiet);
            }
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
        let fitting = usize::from(self.items / self.item_rows);
        let first = first_shown(state.cursor.item, items.len(), fitting);
        let shown = items.iter().enumerate().skip(first).take(fitting);
        let texts: Vec<Vec<Text>> =
            self.columns.iter().map(|column| column::items(side, *column, canvas.theme)).collect();
        for (top, (place, item)) in (self.head_rows..).step_by(self.item_rows.into()).zip(shown) {
            self.item(
                state,
                side,
                (place, item),
                &texts,
                Rect { y: area.y + top, height: self.item_rows, ..area },
                canvas,
            );
        }
        more(first, items.len().saturating_sub(first + fitting), outer, canvas);
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
            canvas.put_right(self.place(column, row), text, *style);
            let difference = side.cell_to_baseline(column, item);
            if let Some(difference) = difference {
                let (changed, style) = lines::signed(difference.amount, theme);
                let width = self.place(column, row).width;
                let both = cells(text.trim_end()) + cells(&changed) + 2;
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

    /// A rule, then the totals and what follows from them.
    fn sums(&self, state: &State, side: &SideBySide, area: Rect, canvas: &mut Canvas<'_>) {
        let theme = canvas.theme;
        let top = self.head_rows + self.items;
        let used = self.place(self.columns.last().copied().unwrap_or(0), area);
        let width = (used.x + used.width).saturating_sub(area.x);
        let rule = theme.glyphs.rule.repeat(usize::from(width.saturating_sub(1)));
        canvas.put(Canvas::row(area, top), 1, &rule, theme.border);
        for (row, sum) in (top + 1..).zip(&self.sums) {
            let row = Canvas::row(area, row);
            let name = Rect { width: self.name_cells.min(row.width), ..row };
            canvas.put(name, 1, sum.name(), theme.text);
            for column in self.columns.iter().copied() {
                let place = self.place(column, row);
                let (text, style) =
                    sum.text(state, side, column, place.width.saturating_sub(1), theme);
                canvas.put_right(place, &text, style);
            }
        }
    }

    /// Draws what each card leaves out of the workload, in the rows that are left.
    fn notes(&self, state: &State, side: &SideBySide, area: Rect, canvas: &mut Canvas<'_>) {
        let used = self.head_rows + self.items + 1 + u16::try_from(self.sums.len()).unwrap_or(0);
        let texts = (0..side.offers.len()).filter_map(|column| left_out(state, side, column));
        let sign = canvas.theme.glyphs.lacking;
        let rows = texts.flat_map(|text| {
            lines::wrapped(&format!("{sign} {text}"), area.width.saturating_sub(2))
        });
        for (row, text) in (used..).zip(rows.take(usize::from(area.height.saturating_sub(used)))) {
            canvas.put(Canvas::row(area, row), 1, &text, canvas.theme.unsure);
        }
    }

    /// Draws the number of cards that are not shown, before the cursor and after it, in the lower
    /// border.
    fn beside(&self, state: &State, side: &SideBySide, area: Rect, canvas: &mut Canvas<'_>) {
        let glyphs = canvas.theme.glyphs;
        let hidden = (0..side.offers.len()).filter(|column| !self.columns.contains(column));
        let (before, after): (Vec<usize>, Vec<usize>) =
            hidden.partition(|column| *column < state.column());
        let mut text = String::new();
        if !before.is_empty() {
            text = format!(" {} {} more ", glyphs.choice_left, before.len());
        }
        if !after.is_empty() {
            text = format!("{text} {} more {} ", after.len(), glyphs.choice_right);
        }
        let row = Canvas::row(area, area.height.saturating_sub(1));
        canvas.put(row, 2, &text, canvas.theme.accent);
    }
}

/// The columns that are shown: those about the cursor and, wherever it is, that of the cheapest card, which
/// the others are compared with.
fn shown_columns(state: &State, side: &SideBySide, fitting: usize) -> Vec<usize> {
    let count = side.offers.len();
    let about = |room: usize| {
        let first = first_shown(state.column(), count, room);
        first..(first + room).min(count)
    };
    let selected = &state.selected().card;
    let is_cheapest = |column: &usize| {
        let offer = offer_of(state, side, *column);
        side.comparison.columns[*column].is_cheapest
            && offer.is_some_and(|offer| offer.card.is_rival_of(selected))
    };
    let cheapest = (0..count).find(is_cheapest);
    let mut columns: Vec<usize> = match cheapest {
        Some(cheapest) if fitting > 1 && !about(fitting).contains(&cheapest) => {
            about(fitting - 1).chain([cheapest]).collect()
        }
        _ => about(fitting).collect(),
    };
    columns.sort_unstable();
    columns.dedup();
    columns
}
