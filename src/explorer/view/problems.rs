//! Problems of files of the user's cards: line, caret and remedy, as `whatif check` shows them.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::{lines, raised, scrolled};
use crate::explorer::state::State;
use crate::library::sanitize::sanitize;
use crate::report::cells::cells;
use crate::report::problems::{self, Style};

const WIDTH: u16 = 100;

/// The kind of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Title,
    Source,
    Help,
}

pub(super) fn draw(state: &State, scroll: usize, area: Rect, canvas: &mut Canvas<'_>) {
    let width = WIDTH.min(area.width).saturating_sub(4);
    let rows = rows(state, width);
    let wanted = u16::try_from(rows.len() + 2).unwrap_or(u16::MAX);
    let title = match state.figures.broken.len() {
        1 => "Your card has problems".to_owned(),
        files => format!("Problems in {files} files of your cards"),
    };
    let inner = raised(&title, WIDTH, wanted.min(area.height.saturating_sub(1)), area, canvas);
    let theme = canvas.theme;
    scrolled(&rows, scroll, inner, canvas, |(kind, text), row, canvas| {
        let style = match kind {
            Kind::Title => theme.error,
            Kind::Source => theme.text,
            Kind::Help => theme.accent,
        };
        canvas.put(row, 1, text, style);
    });
}

fn rows(state: &State, width: u16) -> Vec<(Kind, String)> {
    let style = Style { width: usize::from(width), coloured: false };
    let mut rows = Vec::new();
    for broken in &state.figures.broken {
        for line in problems::of_file(broken, style).lines() {
            row(&sanitize(line), width, &mut rows);
        }
    }
    while rows.last().is_some_and(|(_, text): &(Kind, String)| text.is_empty()) {
        rows.pop();
    }
    rows
}

/// A line of the report; words are broken at blanks where they are too long, lines of the file are cut.
fn row(line: &str, width: u16, rows: &mut Vec<(Kind, String)>) {
    let is_help = line.trim_start().trim_start_matches(['|', '=', ' ']).starts_with("help:");
    let kind = match line {
        _ if line.starts_with("error") => Kind::Title,
        _ if is_help => Kind::Help,
        _ => Kind::Source,
    };
    if kind == Kind::Source || cells(line) <= usize::from(width) {
        rows.push((kind, line.to_owned()));
    } else {
        rows.extend(lines::wrapped(line, width).into_iter().map(|text| (kind, text)));
    }
}
