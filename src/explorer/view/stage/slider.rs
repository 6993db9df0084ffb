//! The slider in play, or the option or reading.

use ratatui::layout::Rect;
use ratatui::widgets::Widget;
use whatif_pricing::DriverId;

use super::{indent, strong, usage};
use crate::explorer::state::{Row, Spot, State};
use crate::explorer::view::canvas::Canvas;
use crate::explorer::view::choice::Choice;
use crate::explorer::widget::{Digits, Size};
use crate::report::cells::cells;
use crate::report::numbers;

/// From so many rows on the name, the track and the value stand beside each other.
const ROWS_BESIDE: u16 = 3;
/// The track has so many cells at least before the value is in large digits.
const TRACK_CELLS_MIN: u16 = 24;

pub(super) fn draw(state: &State, name_cells: u16, area: Rect, canvas: &mut Canvas<'_>) {
    match &state.cursor.row {
        Row::Driver(driver) if area.height >= ROWS_BESIDE => {
            beside(state, *driver, name_cells, area, canvas);
        }
        Row::Driver(driver) => above(state, *driver, area, canvas),
        row @ (Row::Option { .. }
        | Row::Reading { .. }
        | Row::Companion(_)
        | Row::FoldedReadings
        | Row::Folded) => {
            canvas.hit(area, Spot::Row(row.clone()));
            if let Some(choice) = Choice::of(state, row, area.width, canvas.theme) {
                choice.draw_brief(area, canvas);
            }
        }
    }
}

/// Name, track and value in one row, with the unit under the name.
fn beside(state: &State, driver: DriverId, names: u16, area: Rect, canvas: &mut Canvas<'_>) {
    let indent = indent(area.width);
    let name = Rect { x: area.x + indent, width: names.saturating_sub(indent + 1), ..area };
    draw_name(state, driver, Canvas::row(name, 1), canvas);
    let rest = Rect { x: area.x + names, width: area.width - names, ..area };
    let taken = draw_value(state, driver, rest, canvas);
    let track = Rect { width: rest.width.saturating_sub(taken + 2), ..rest };
    usage::draw_track(state, driver, track, canvas);
}

/// Name and value in one row, the track in the next where there is one.
fn above(state: &State, driver: DriverId, area: Rect, canvas: &mut Canvas<'_>) {
    let indent = indent(area.width);
    let area = Rect { x: area.x + indent, width: area.width - indent, ..area };
    let top = Canvas::row(area, 0);
    let value = usage::value_text(state, driver);
    let style = strong(canvas.theme);
    let column = canvas.put_right(top, &value, style);
    canvas.hit(top, Spot::Value(driver));
    draw_name(state, driver, Rect { width: column.saturating_sub(1), ..top }, canvas);
    usage::draw_track(state, driver, Canvas::row(area, 1), canvas);
}

fn draw_name(state: &State, driver: DriverId, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let entry = &state.scenario().inputs.workload.vocabulary()[driver];
    let used = canvas.put(area, 0, &entry.label, strong(theme));
    let (sign, style) = usage::sign(state, driver, theme);
    canvas.put(area, used + 1, sign, style);
}

/// In large digits where the track keeps its room; answers the cells it takes.
fn draw_value(state: &State, driver: DriverId, area: Rect, canvas: &mut Canvas<'_>) -> u16 {
    let theme = canvas.theme;
    let style = strong(theme);
    let value = usage::value_text(state, driver);
    // The large font has no letters: `M` of 181.44M stands small beside it, as a unit does.
    let is_unit = |letter: char| letter == ' ' || letter.is_alphabetic();
    let (number, unit) = value.split_at(value.find(is_unit).unwrap_or(value.len()));
    let number = numbers::shown(number, canvas.numbers);
    let digits = Digits::new(&number, Size::Small, style).ascii(theme.glyphs.is_ascii());
    let unit_cells = u16::try_from(cells(unit)).unwrap_or(u16::MAX);
    let taken = digits.width().saturating_add(unit_cells);
    // A range of times has its letters within.
    let is_large = taken + TRACK_CELLS_MIN <= area.width && !unit.contains("..");
    let taken = if is_large { taken } else { u16::try_from(cells(&value)).unwrap_or(u16::MAX) };
    let taken = taken.min(area.width);
    let place = Rect { x: area.x + area.width - taken, width: taken, ..area };
    if is_large {
        digits.render(place, canvas.buffer);
        canvas.put_right(Canvas::row(place, 2), unit, style);
    } else {
        canvas.put(Canvas::row(place, 1), 0, &value, style);
    }
    canvas.hit(place, Spot::Value(driver));
    taken
}
