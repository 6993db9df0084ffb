//! The second row of the slider under the cursor: its scale, and what the marks on its track mean.

use ratatui::layout::Rect;
use ratatui::style::Style;
use rust_decimal::Decimal;
use whatif_pricing::{Driver, DriverId, Ratio, SliderScale};

use super::{LABEL_CELLS, VALUE_CELLS};
use crate::explorer::chart::Chart;
use crate::explorer::scale;
use crate::explorer::state::State;
use crate::explorer::theme::Theme;
use crate::explorer::view::canvas::Canvas;
use crate::explorer::widget::{cell_of, track_cells};
use crate::report::cells::cells;
use crate::report::words;

pub(super) fn draw(state: &State, driver: DriverId, area: Rect, canvas: &mut Canvas<'_>) {
    if area.height == 0 {
        return;
    }
    let entry = &state.scenario().inputs.workload.vocabulary()[driver];
    let track = Rect {
        x: area.x + LABEL_CELLS + 2,
        width: area.width.saturating_sub(LABEL_CELLS + 2 + VALUE_CELLS),
        ..area
    };
    let chart = state.figures.chart.as_ref().filter(|chart| chart.axis.driver() == driver);
    let mark = chart.and_then(|chart| mark(chart, entry, canvas.theme));
    if let Some((text, style)) = mark {
        let before = Rect { width: LABEL_CELLS + 1, ..area };
        canvas.put(before, 2, &text, style);
    }
    draw_scale(entry, track, canvas);
}

/// The mark to know about: where the budget ends, where another offer becomes the cheapest, where the price
/// per unit changes.
fn mark(chart: &Chart, entry: &Driver, theme: &Theme) -> Option<(String, Style)> {
    let glyphs = theme.glyphs;
    let value = |step: u64| words::value(entry, Ratio::whole(chart.axis.value(step)));
    if let Some(step) = chart.over_budget.filter(|step| *step > 0) {
        return Some((format!("{} budget: {}", glyphs.budget, value(step - 1)), theme.unsure));
    }
    if let Some(crossing) = chart.crossings.first() {
        let from = value(crossing.step);
        return Some((format!("{} crossing: {from}", glyphs.crossover), theme.accent));
    }
    let edge = chart.edges.first()?;
    Some((format!("{} tier: {}", glyphs.edge, value(*edge)), theme.quiet))
}

/// The ends of the scale below the ends of the track, and powers of ten between them.
fn draw_scale(entry: &Driver, track: Rect, canvas: &mut Canvas<'_>) {
    let style = canvas.theme.quiet;
    let count = track_cells(track.width);
    let edge = (track.width - count) / 2;
    let place = |value: Decimal| edge + cell_of(scale::position(entry, value), count);
    let last = short(entry, entry.largest);
    let right = Rect { width: track.width.saturating_sub(edge), ..track };
    let end = canvas.put_right(right, &last, style);
    let begin = short(entry, entry.smallest);
    if usize::from(end) <= usize::from(edge) + cells(&begin) {
        return;
    }
    let mut free = edge + canvas.put(track, edge, &begin, style) + 1;
    for value in between(entry) {
        let text = short(entry, value);
        let width = u16::try_from(cells(&text)).unwrap_or(u16::MAX);
        let column = place(value).saturating_sub(width / 2);
        if column >= free && column.saturating_add(width) < end {
            free = column + canvas.put(track, column, &text, style) + 1;
        }
    }
}

/// Round values between the ends of a logarithmic scale.
fn between(entry: &Driver) -> Vec<Decimal> {
    if entry.scale == SliderScale::Linear {
        return Vec::new();
    }
    if !entry.stops.is_empty() {
        let round = [1, 60, 3_600].map(Decimal::from);
        return round.into_iter().filter(|it| entry.stops.contains(it)).collect();
    }
    let powers = (0..13).map(|power| Decimal::from(10_i64.pow(power)));
    powers.filter(|it| *it > entry.smallest && *it < entry.largest).collect()
}

/// A round value in a few letters: `10k`, `1M`, `5 min`.
fn short(entry: &Driver, value: Decimal) -> String {
    const UNITS: [(i64, &str); 3] = [(1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")];
    let is_whole = |size: &Decimal| value >= *size && (value % *size).is_zero();
    let units = UNITS.iter().map(|(size, unit)| (Decimal::from(*size), unit));
    match units.into_iter().find(|(size, _)| entry.stops.is_empty() && is_whole(size)) {
        Some((size, unit)) => format!("{}{unit}", (value / size).normalize()),
        None => words::value(entry, value.into()),
    }
}
