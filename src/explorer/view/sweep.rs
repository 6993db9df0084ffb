//! Cost against one driver: a line for each card, and in words where one becomes cheaper than another.
//!
//! ```text
//! ╭ Sweep: Secrets ──────────── USD · log by log ╮
//! │ 1,000│                        ⢀⣀⠤⠔⠒⠉⠉⠉⠉  B    │   lines, with a letter where there are no colours
//! │      │              ⣀⡠⠤⠔⠒⠊⠉⠁◆ 915        A    │   a mark where another becomes the cheapest
//! │ 1 USD│⣀⡠⠤⠔⠒⠊⠉⠁                                │
//! │      1         10   ┊   100    10,000 secrets │   a thin line at the slider's value
//! │ ● Tencent SSM 40.30  ● Google 5.79            │
//! │ cheapest: Google up to 914 secrets, …         │
//! ╰───────────────────────────────────────────────╯
//! ```

mod plot;

use ratatui::layout::{Constraint, Layout, Rect};

use whatif_pricing::{Places, Ratio};

use super::canvas::Canvas;
use super::{lines, more, ribbon};
use crate::answer::PricedOffer;
use crate::explorer::action::{Action, Pane};
use crate::explorer::chart::{Chart, Drawn};
use crate::explorer::state::{Spot, State};
use crate::explorer::theme::Theme;
use crate::report::cells::cells;
use crate::report::words;

/// The strip below the panes: the same chart without its legend and sentences.
pub(super) fn strip(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    canvas.hit(area, Spot::Action(Action::ShowSweep));
    let Some(chart) = &state.figures.chart else {
        let inner = canvas.frame(area, "Sweep", "", false);
        canvas.put(Canvas::row(inner, 0), 1, &state.no_sweep(), canvas.theme.quiet);
        return;
    };
    let (title, note) = titles(state, chart, canvas.theme);
    let inner = canvas.frame(area, &title, &note, false);
    plot::draw(state, chart, inner, canvas);
}

/// The driver, and the values and scales of the axes.
fn titles(state: &State, chart: &Chart, theme: &Theme) -> (String, String) {
    let entry = &chart.axis.workload().vocabulary()[chart.axis.driver()];
    let end = |step: u64| words::value(entry, Ratio::whole(chart.axis.value(step)));
    let scale = |is_log: bool| if is_log { "log" } else { "linear" };
    let scales = [scale(chart.is_log), scale(!state.cursor.axes.linear_amounts)];
    let scales = format!("{} {} {}", scales[0], theme.glyphs.times, scales[1]);
    let dot = theme.glyphs.separator;
    let note = format!("{} to {} {dot} {scales} {dot} + - zoom", end(0), end(chart.axis.last()));
    (format!("Cost by {}", entry.label), note)
}

/// The least rows of the plot itself.
const PLOT_ROWS_MIN: u16 = 8;

pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    canvas.hit(area, Spot::Pane(Pane::Sweep));
    let focused = state.cursor.focus == Pane::Sweep && state.cursor.overlays.is_empty();
    let Some(chart) = &state.figures.chart else {
        let inner = canvas.frame(area, "Sweep", "", focused);
        for (row, text) in
            (0..).zip(lines::wrapped(&state.no_sweep(), inner.width.saturating_sub(2)))
        {
            canvas.put(Canvas::row(inner, row), 1, &text, canvas.theme.text);
        }
        return;
    };
    let (title, note) = titles(state, chart, canvas.theme);
    let inner = canvas.frame(area, &title, &note, focused);
    let legend = legend(state, chart, inner.width, canvas.theme);
    let words = sentences(chart, inner.width);
    let room = inner.height.saturating_sub(PLOT_ROWS_MIN);
    let legend_rows = rows(legend.len()).min(room / 2 + room % 2);
    let words_rows =
        rows(words.len()).min(room.saturating_sub(legend_rows)).min(inner.height / 3 + 1);
    let parts =
        [Constraint::Fill(1), Constraint::Length(legend_rows), Constraint::Length(words_rows)];
    let [top, middle, bottom] = Layout::vertical(parts).areas(inner);
    plot::draw(state, chart, top, canvas);
    draw_legend(state, &legend, middle, canvas);
    let hidden = words.len().saturating_sub(usize::from(words_rows));
    let first = state.cursor.chart_scroll.min(hidden);
    more(first, hidden - first, area, canvas);
    for (row, text) in (0..words_rows).zip(&words[first..]) {
        canvas.put(Canvas::row(bottom, row), 1, text, canvas.theme.text);
    }
}

fn rows(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// One card of the legend: its sign, its name and its present total.
struct Entry<'a> {
    offer: &'a PricedOffer,
    text: String,
}

/// The cards in rows, the cheapest first.
fn legend<'a>(state: &'a State, chart: &Chart, width: u16, theme: &Theme) -> Vec<Vec<Entry<'a>>> {
    let mut drawn: Vec<&Drawn> = chart.lines.iter().collect();
    let ranked = |line: &Drawn| state.figures.board.offer(&line.offer)?.ranked();
    drawn.sort_by_key(|line| (ranked(line).is_none(), ranked(line)));
    let mut rows: Vec<Vec<Entry<'_>>> = vec![Vec::new()];
    let mut used = 0;
    for line in drawn {
        let Some(offer) = state.figures.board.offer(&line.offer) else { continue };
        let total = state.probed().and_then(|at| *line.totals.get(at)?);
        let total = total.map_or_else(
            || theme.glyphs.unknown.to_owned(),
            |total| lines::bounded(total, Places::AMOUNT, theme.glyphs),
        );
        let text = format!("{} {total}", line.name);
        let wanted = cells(&text) + 5;
        if used + wanted > usize::from(width) && used > 0 {
            rows.push(Vec::new());
            used = 0;
        }
        used += wanted;
        let row = rows.len() - 1;
        rows[row].push(Entry { offer, text });
    }
    rows
}

fn draw_legend(state: &State, rows: &[Vec<Entry<'_>>], area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    for (row, entries) in (0..area.height).zip(rows) {
        let place = Canvas::row(area, row);
        let mut column = 1;
        for entry in entries {
            let (sign, style) = ribbon::letter_mark(entry.offer, theme);
            column += canvas.put(place, column, &sign, style) + 1;
            let selected = entry.offer.id == state.selected().id;
            let style = if selected { theme.text } else { theme.quiet };
            column += canvas.put(place, column, &entry.text, style) + 2;
        }
    }
}

fn sentences(chart: &Chart, width: u16) -> Vec<String> {
    let width = width.saturating_sub(2).max(10);
    chart.words.iter().flat_map(|text| lines::wrapped(text, width)).collect()
}
