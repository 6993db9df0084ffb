//! The band under the axis: who is the cheapest from where to where.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use whatif_pricing::Ratio;

use super::Plot;
use crate::answer::sweep::CheapestRun;
use crate::explorer::view::canvas::Canvas;
use crate::explorer::view::ribbon::letter;
use crate::report::cells::cells;
use crate::report::words;
use crate::scenario::OfferId;

pub(super) fn draw(
    plot: &Plot<'_>,
    runs: Option<&[CheapestRun]>,
    area: Rect,
    canvas: &mut Canvas<'_>,
) {
    let Some(runs) = runs else {
        canvas.put(area, 1, "changes in too many places to follow", canvas.theme.quiet);
        return;
    };
    let runs = joined(plot, runs);
    let only = runs.len() == 1;
    let ends = runs.iter().skip(1).map(|next| plot.column(next.from)).chain([area.right()]);
    for (run, end) in runs.iter().zip(ends) {
        let first = plot.column(run.from);
        // A stretch that begins within the cell of the one before is still seen.
        let width = end.saturating_sub(first).max(1).min(area.right().saturating_sub(first));
        draw_run(plot, run, only, Rect { x: first, width, ..area }, canvas);
    }
}

/// A stretch of the band with one cheapest offer.
struct Stretch {
    from: u64,
    /// The cheapest offers of its first run.
    offers: Vec<OfferId>,
    /// The offer's name and its place among the marked ones. `None` if no total is known.
    leader: Option<(String, Option<usize>)>,
}

/// Neighbours with the same first offer are one stretch.
fn joined(plot: &Plot<'_>, runs: &[CheapestRun]) -> Vec<Stretch> {
    let mut all: Vec<Stretch> = Vec::new();
    for run in runs {
        let known = run.offers.iter().find_map(|id| {
            let line = plot.chart.lines.iter().find(|line| line.offer == *id)?;
            let others = run.offers.len() - 1;
            let ties = if others > 0 { format!(" and {others} more") } else { String::new() };
            Some((format!("{}{ties}", line.name), plot.series(line)))
        });
        if all.last().is_none_or(|last| last.leader != known) {
            all.push(Stretch { from: run.from, offers: run.offers.clone(), leader: known });
        }
    }
    all
}

fn draw_run(plot: &Plot<'_>, run: &Stretch, only: bool, place: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let Some((name, series)) = &run.leader else {
        canvas.put(place, 0, &theme.glyphs.separator.repeat(place.width.into()), theme.quiet);
        return;
    };
    let style = match series {
        Some(series) if theme.has_colours() => {
            let tint = theme.series(*series).fg.unwrap_or_default();
            let ink = theme.base.bg.unwrap_or_default();
            Style::new().fg(ink).bg(tint).add_modifier(Modifier::BOLD)
        }
        _ => theme.text,
    };
    let fill = match series {
        Some(series) if !theme.has_colours() => letter(*series).to_string(),
        _ => " ".to_owned(),
    };
    canvas.put(place, 0, &fill.repeat(place.width.into()), style);
    let text = text(plot, run, name, only);
    let short = if cells(&text) + 2 <= usize::from(place.width) { &text } else { name };
    if cells(short) + 2 <= usize::from(place.width) {
        canvas.put(place, 1, &format!(" {short} "), style);
    } else if let Some(series) = series {
        // There is room for its letter alone, which the legend and the list explain.
        canvas.put(place, place.width / 2, &letter(*series).to_string(), style);
    }
}

/// The name, and where it begins to be the cheapest.
fn text(plot: &Plot<'_>, run: &Stretch, name: &str, only: bool) -> String {
    let axis = &plot.chart.axis;
    let entry = &axis.workload().vocabulary()[axis.driver()];
    let value = |step: u64| words::value(entry, Ratio::whole(axis.value(step)));
    let is_selected = run.offers.contains(&plot.state.selected().id);
    let over = plot.chart.over_budget.filter(|_| only && is_selected);
    let over =
        over.map_or_else(String::new, |step| format!(", over the budget from {}", value(step)));
    if only {
        return format!("{name} at every value shown{over}");
    }
    if run.from == 0 { name.to_owned() } else { format!("{name} from {}", value(run.from)) }
}
