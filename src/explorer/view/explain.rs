//! Explanation of how a line's amount came about.

use ratatui::layout::Rect;
use whatif_pricing::explain::ExplainedStep;

use super::canvas::Canvas;
use super::{lines, raised, scrolled};
use crate::answer::explain::{ExplainQuestion, PriceConfidence, explain};
use crate::explorer::state::State;
use crate::report::about;
use crate::report::cells::{cells, pad_right};
use crate::report::words;
use crate::scenario::OfferId;

const WIDTH: u16 = 96;
/// Cells of the axis before the words.
const AXIS_CELLS: u16 = 11;
/// From here on words and figures stand abreast.
const WIDTH_ABREAST: u16 = 56;

/// The kind of a row of the explanation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Step,
    Heading,
    Text,
}

pub(super) fn draw(
    state: &State,
    line: (&OfferId, &str, &str),
    scroll: usize,
    area: Rect,
    canvas: &mut Canvas<'_>,
) {
    let width = WIDTH.min(area.width).saturating_sub(4);
    let (title, rows) = rows(state, line, width);
    let wanted = u16::try_from(rows.len() + 2).unwrap_or(u16::MAX);
    let inner = raised(&title, WIDTH, wanted.min(area.height.saturating_sub(1)), area, canvas);
    let theme = canvas.theme;
    scrolled(&rows, scroll, inner, canvas, |(kind, left, right), row, canvas| {
        let style = match kind {
            Kind::Step => theme.text,
            Kind::Heading => theme.title_focused,
            Kind::Text => theme.quiet,
        };
        let right_area = Rect { width: row.width.saturating_sub(1), ..row };
        let column = canvas.put_right(right_area, right, theme.accent);
        let gap = u16::from(!right.is_empty());
        canvas.put(Rect { width: column.saturating_sub(gap), ..row }, 1, left, style);
    });
}

/// The title, and rows of words and figures.
fn rows(
    state: &State,
    (offer, card, charge): (&OfferId, &str, &str),
    width: u16,
) -> (String, Vec<(Kind, String, String)>) {
    let (currency, staleness) = (None, None);
    let question = ExplainQuestion { offer, card: Some(card), charge, currency, staleness };
    let explained = match explain(&state.figures.board, &question) {
        Ok(explained) => explained,
        Err(error) => {
            let rows = lines::wrapped(&error.to_string(), width).into_iter();
            return (charge.to_owned(), rows.map(|row| (Kind::Text, row, String::new())).collect());
        }
    };
    let mut rows = Vec::new();
    let text = |kind: Kind, text: &str, rows: &mut Vec<_>| {
        rows.extend(lines::wrapped(text, width).into_iter().map(|row| (kind, row, String::new())));
    };
    if explained.over_time.is_some() {
        let billed =
            explained.billed().map_or_else(|| words::UNPUBLISHED.to_owned(), lines::amount);
        let bill = format!("Over the period: {} {billed}.", explained.currency);
        text(Kind::Step, &bill, &mut rows);
        text(Kind::Text, OVER_TIME, &mut rows);
    }
    for step in &explained.steps {
        rows.extend(step_rows(step, width));
    }
    if !explained.imported.is_empty() {
        rows.push((Kind::Heading, "Usage from files".to_owned(), String::new()));
        for (label, read) in &explained.imported {
            text(Kind::Text, &format!("{label}: {}", about::imported(read)), &mut rows);
        }
    }
    rows.push((Kind::Heading, "Rules".to_owned(), String::new()));
    for rule in &explained.rules {
        text(Kind::Text, &format!("{}  {}", rule.id, rule.says), &mut rows);
    }
    if !explained.readings.is_empty() {
        rows.push((Kind::Heading, "Ambiguous in the source".to_owned(), String::new()));
        for taken in &explained.readings {
            text(Kind::Text, &format!("{} {}", taken.asks, taken.answer), &mut rows);
        }
    }
    if explained.confidence == PriceConfidence::Own {
        rows.push((Kind::Heading, "Price".to_owned(), String::new()));
        text(Kind::Text, "your own, in place of the card's", &mut rows);
    }
    rows.push((Kind::Heading, "Source".to_owned(), String::new()));
    let source = &explained.source;
    let dated = source.dated.map_or_else(String::new, |dated| format!("dated {dated}, "));
    text(Kind::Text, &format!("{}, {dated}read {}", source.title, source.read), &mut rows);
    text(Kind::Text, &source.url, &mut rows);
    (format!("Why: {}", explained.label), rows)
}

/// The meaning of the steps if the workload changes within the period.
const OVER_TIME: &str = "The workload changes within the period. These steps are for the workload at \
                         its start. The line is the sum over all stretches.";

/// The axis, the words, and what it comes to at the right; on a narrow screen below each other.
fn step_rows(step: &ExplainedStep, width: u16) -> Vec<(Kind, String, String)> {
    if width < WIDTH_ABREAST {
        let says = format!("{}: {}", step.axis, step.says);
        let mut rows: Vec<_> = lines::wrapped(&says, width)
            .into_iter()
            .map(|row| (Kind::Step, row, String::new()))
            .collect();
        if !step.result.is_empty() {
            rows.push((Kind::Step, String::new(), step.result.clone()));
        }
        return rows;
    }
    let taken = u16::try_from(cells(&step.result)).unwrap_or(width);
    let says = lines::wrapped(&step.says, width.saturating_sub(taken + AXIS_CELLS + 2));
    let row = |(place, says): (usize, String)| {
        let (axis, result) = if place == 0 { (step.axis, step.result.as_str()) } else { ("", "") };
        let axis = pad_right(axis, usize::from(AXIS_CELLS));
        (Kind::Step, format!("{axis}{says}"), result.to_owned())
    };
    says.into_iter().enumerate().map(row).collect()
}
