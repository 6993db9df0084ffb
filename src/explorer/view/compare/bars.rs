//! Bars of what each total is made of, as high as the total is of the largest, and the budget across them.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use whatif_pricing::{Places, Ratio, written};

use super::{Layout, offer_of};
use crate::explorer::state::{SideBySide, State};
use crate::explorer::view::canvas::Canvas;
use crate::report::cells::{bar_cells, cells};

/// Parts of a bar beyond these are drawn as the last one.
const FILLS: [&str; 4] = ["█", "▓", "▒", "░"];
const FILLS_ASCII: [&str; 4] = ["#", "=", "-", "."];

pub(super) fn draw(
    state: &State,
    side: &SideBySide,
    layout: &Layout,
    area: Rect,
    canvas: &mut Canvas<'_>,
) {
    // A blank row stands below the bars.
    let area = Rect { height: area.height.saturating_sub(1), ..area };
    let Some(largest) = side.comparison.largest().filter(|it| !it.is_zero()) else { return };
    if area.height == 0 {
        return;
    }
    draw_budget(state, largest, layout, area, canvas);
    for column in layout.columns.iter().copied() {
        if side.comparison.columns[column].currency == side.comparison.currency {
            draw_bar(state, side, (column, largest), layout.place(column, area), canvas);
        }
    }
}

/// A line across all columns at the height of the budget.
fn draw_budget(
    state: &State,
    largest: Ratio,
    layout: &Layout,
    area: Rect,
    canvas: &mut Canvas<'_>,
) {
    let Some(budget) = state.figures.board.budget().filter(|budget| *budget <= largest) else {
        return;
    };
    let theme = canvas.theme;
    let height = rows_of(budget, largest, area.height);
    let row = Canvas::row(area, area.height - height.clamp(1, area.height));
    let name = format!("budget {}", written(budget, Places { least: 0, most: 2 }));
    canvas.put(Rect { width: layout.name_cells, ..row }, 1, &name, theme.unsure);
    let line = Rect {
        x: row.x + layout.name_cells.min(row.width),
        width: row.width.saturating_sub(layout.name_cells + 1),
        ..row
    };
    canvas.put(line, 0, &theme.glyphs.rule.repeat(line.width.into()), theme.unsure);
}

fn rows_of(amount: Ratio, largest: Ratio, rows: u16) -> u16 {
    u16::try_from(bar_cells(amount, largest, rows.into())).unwrap_or(rows).min(rows)
}

/// One bar: its largest part at the bottom.
fn draw_bar(
    state: &State,
    side: &SideBySide,
    (column, largest): (usize, Ratio),
    area: Rect,
    canvas: &mut Canvas<'_>,
) {
    let theme = canvas.theme;
    let total = side.comparison.columns[column].total.amount;
    let height = rows_of(total, largest, area.height);
    let width = area.width.saturating_sub(4);
    let series = offer_of(state, side, column).and_then(|offer| offer.series);
    let style = series.map_or(theme.text, |series| theme.series(series));
    let fills = if theme.glyphs.is_ascii() { FILLS_ASCII } else { FILLS };
    let mut bottom = area.bottom();
    for (place, (item, amount)) in side.parts(column).into_iter().enumerate() {
        let left = height.saturating_sub(area.bottom() - bottom);
        let rows = rows_of(amount, largest, area.height).min(left);
        let fill = fills[place.min(fills.len() - 1)];
        let part = Rect { x: area.x + 2.min(area.width), y: bottom - rows, width, height: rows };
        for row in 0..rows {
            canvas.put(Canvas::row(part, row), 0, &fill.repeat(width.into()), style);
        }
        let label = side.comparison.items[item].label();
        if rows > 0 && cells(&label) + 3 <= usize::from(width) {
            let text = format!(" {label} ");
            canvas.put(
                Canvas::row(part, rows / 2),
                1,
                &text,
                label_style(place == 0, style, canvas),
            );
        }
        bottom -= rows;
    }
}

/// Letters on the full part of a bar are cut out of it. On the others they stand on the background.
fn label_style(is_full: bool, style: Style, canvas: &Canvas<'_>) -> Style {
    let ink = canvas.theme.base.bg;
    match (is_full, style.fg, ink) {
        (true, Some(tint), Some(ink)) => Style::new().fg(ink).bg(tint).add_modifier(Modifier::BOLD),
        _ => canvas.theme.text,
    }
}
