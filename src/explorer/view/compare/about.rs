//! Facts about each offer: how sure and how old its prices are, what makes its total, and where it is the
//! cheapest.

use ratatui::layout::Rect;

use super::{Layout, offer_of};
use crate::answer::PricedOffer;
use crate::explorer::state::{SideBySide, State};
use crate::explorer::view::canvas::Canvas;
use crate::report::words;

/// The rows, with the rule above them.
pub(super) const ROWS: u16 = 6;
/// The same where there is less room: the rule, and how sure the prices are.
pub(super) const ROWS_SHORT: u16 = 2;

/// Draws as many rows as there are; answers how many.
pub(super) fn draw(
    state: &State,
    side: &SideBySide,
    layout: &Layout,
    area: Rect,
    canvas: &mut Canvas<'_>,
) -> u16 {
    if area.height < ROWS_SHORT {
        return area.height;
    }
    let theme = canvas.theme;
    let rule = theme.glyphs.rule.repeat(usize::from(area.width.saturating_sub(2)));
    canvas.put(Canvas::row(area, 0), 1, &rule, theme.border);
    let driver = &state.scenario().inputs.workload.vocabulary()[state.cursor.swept].label;
    let names = ["Prices", "", "Most of it"];
    for (row, name) in (1..area.height).zip(names) {
        let place = Canvas::row(area, row);
        canvas.put(Rect { width: layout.name_cells, ..place }, 1, name, theme.text);
    }
    if area.height >= ROWS && state.figures.chart.is_some() {
        let heading = format!("Cheapest by {driver}, among the values of the sweep:");
        canvas.put(Canvas::row(area, ROWS - 2), 1, &heading, theme.text);
    }
    for column in layout.columns.iter().copied() {
        let Some(offer) = offer_of(state, side, column) else { continue };
        let texts = [
            super::column::prices(state, &offer.id, theme),
            super::column::age(state, offer, theme),
            (largest(side, column), theme.quiet),
            (String::new(), theme.quiet),
            (cheapest(state, offer), theme.quiet),
        ];
        for (row, (text, style)) in (1..area.height).zip(texts) {
            let place = layout.place(column, Canvas::row(area, row));
            let place = Rect {
                x: place.x + 1.min(place.width),
                width: place.width.saturating_sub(2),
                ..place
            };
            canvas.put_right(place, &text, style);
        }
    }
    area.height
}

/// Names the largest part of the total.
fn largest(side: &SideBySide, column: usize) -> String {
    let part = side.largest_part(column);
    part.map_or_else(String::new, |(item, share)| {
        format!("{} {}", side.comparison.items[item].label(), words::share(share))
    })
}

/// The stretch of the swept driver in which the offer is the cheapest.
fn cheapest(state: &State, offer: &PricedOffer) -> String {
    let Some(chart) = &state.figures.chart else { return String::new() };
    let Some(runs) = &chart.sweep.cheapest else { return String::new() };
    let own: Vec<_> = runs.iter().filter(|run| run.offers.contains(&offer.id)).collect();
    let entry = &chart.axis.workload().vocabulary()[chart.axis.driver()];
    let value = |step: u64| words::value(entry, chart.axis.value(step).into());
    let (Some(first), Some(last)) = (own.first(), own.last()) else {
        return "at none".to_owned();
    };
    match (first.from == 0, last.to == chart.axis.last()) {
        (true, true) => "at every value".to_owned(),
        (true, false) => format!("up to {}", value(last.to)),
        (false, true) => format!("from {}", value(first.from)),
        (false, false) => format!("{} to {}", value(first.from), value(last.to)),
    }
}
