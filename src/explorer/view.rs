//! Draws the state. It lays out and formats; it computes no figure.
//!
//! ```text
//! ┌ header ────────────────────────────────────────────────┐   120 columns: three panes
//! │ Providers │ Usage                │ Invoice             │   80: Usage beside Providers over Invoice
//! │           │                      │                     │   narrower: one pane, with tabs
//! │ status: the message, or what the cursor is on          │   tiny: provider, total, slider
//! └ hints ─────────────────────────────────────────────────┘
//! ```

mod ask;
mod bill;
mod canvas;
mod choice;
mod compare;
mod composition;
mod edit;
mod explain;
mod header;
mod help;
mod hints;
mod invoice;
mod levers;
mod lines;
mod palette;
mod prices;
mod problems;
mod providers;
mod report;
mod ribbon;
mod spread;
mod stage;
mod sweep;
mod tiny;
mod usage;
mod verdict;

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};

use crate::explorer::action::{Pane, Screen};
use crate::explorer::state::{Hit, Overlay, Spot, State};
use crate::explorer::theme::Theme;
use crate::report::ascii::plain_buffer;
use canvas::Canvas;

/// Draws a whole frame and answers what can be clicked where.
#[must_use]
pub fn view(state: &State, theme: &Theme, area: Rect, buffer: &mut Buffer) -> Vec<Hit> {
    buffer.set_style(area, theme.base);
    let mut canvas = Canvas::new(buffer, theme, &state.settings);
    match Shape::of(area) {
        _ if state.cursor.screen == Screen::Stage => stage::draw(state, area, &mut canvas),
        Shape::Tiny => tiny::draw(state, area, &mut canvas),
        Shape::Narrow => narrow(state, area, &mut canvas),
        Shape::Medium => medium(state, area, &mut canvas),
        Shape::Wide => wide(state, area, &mut canvas),
    }
    overlay(state, area, &mut canvas);
    let hits = canvas.into_hits();
    if theme.glyphs.is_ascii() {
        plain_buffer(buffer);
    }
    hits
}

/// The sliders beside or below the pane of another screen.
const SLIDERS_WIDTH: u16 = 46;
const SLIDERS_HEIGHT: u16 = 5;

/// The layout that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Tiny,
    Narrow,
    Medium,
    Wide,
}

impl Shape {
    fn of(area: Rect) -> Self {
        match (area.width, area.height) {
            (width, height) if width < 34 || height < 12 => Self::Tiny,
            (width, height) if width < 76 || height < 18 => Self::Narrow,
            (width, _) if width < 116 => Self::Medium,
            _ => Self::Wide,
        }
    }
}

/// Header, verdict, body, status, hints.
fn rooms(state: &State, area: Rect, canvas: &mut Canvas<'_>) -> [Rect; 4] {
    let status = hints::status_rows(state, area.width, canvas.theme);
    let rows = [
        Constraint::Length(1),
        Constraint::Length(verdict::rows(area)),
        Constraint::Fill(1),
        Constraint::Length(status),
        Constraint::Length(1),
    ];
    let [head, verdict, body, status, foot] = Layout::vertical(rows).areas(area);
    verdict::draw(state, verdict, canvas);
    [head, body, status, foot]
}

/// Bodies of so many rows have the sweep as a strip below the panes.
const HEIGHT_WITH_STRIP: u16 = 32;

/// The panes of the first screen, and the strip below them if there is room.
fn with_strip(state: &State, body: Rect, canvas: &mut Canvas<'_>) -> Rect {
    if body.height < HEIGHT_WITH_STRIP {
        return body;
    }
    let strip = (body.height / 3).clamp(11, 18);
    let rows = [Constraint::Fill(1), Constraint::Length(strip)];
    let [panes, below] = Layout::vertical(rows).areas(body);
    sweep::strip(state, below, canvas);
    panes
}

fn wide(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let [head, body, status, foot] = rooms(state, area, canvas);
    header::draw(state, head, canvas);
    hints::draw(state, status, foot, canvas);
    if state.cursor.is_zoomed {
        return only(state, body, canvas);
    }
    if state.cursor.screen != Screen::Explore {
        return beside_sliders(state, body, canvas);
    }
    let panes = with_strip(state, body, canvas);
    let offers = (area.width * 32 / 100).clamp(39, 62);
    let invoice = (area.width * 30 / 100).clamp(37, 64);
    let columns = [Constraint::Length(offers), Constraint::Fill(1), Constraint::Length(invoice)];
    let [left, middle, right] = Layout::horizontal(columns).areas(panes);
    providers::draw(state, left, canvas);
    usage::draw(state, middle, canvas);
    invoice::draw(state, right, canvas);
}

/// The pane that has the keys, alone.
fn only(state: &State, body: Rect, canvas: &mut Canvas<'_>) {
    match state.cursor.focus {
        Pane::Providers => providers::draw(state, body, canvas),
        Pane::Usage => usage::draw(state, body, canvas),
        Pane::Invoice => invoice::draw(state, body, canvas),
        Pane::Compare | Pane::Sweep | Pane::Prices | Pane::Levers => own_pane(state, body, canvas),
    }
}

/// The sliders in a column on the left, the screen's own pane in the rest.
fn beside_sliders(state: &State, body: Rect, canvas: &mut Canvas<'_>) {
    let columns = [Constraint::Length(SLIDERS_WIDTH), Constraint::Fill(1)];
    let [left, right] = Layout::horizontal(columns).areas(body);
    usage::draw(state, left, canvas);
    own_pane(state, right, canvas);
}

/// The screen's own pane, and the sliders in a few rows below it.
fn over_sliders(state: &State, body: Rect, canvas: &mut Canvas<'_>) {
    let rows = [Constraint::Fill(1), Constraint::Length(SLIDERS_HEIGHT)];
    let [top, bottom] = Layout::vertical(rows).areas(body);
    own_pane(state, top, canvas);
    usage::draw(state, bottom, canvas);
}

fn own_pane(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    match state.cursor.screen {
        Screen::Explore => invoice::draw(state, area, canvas),
        Screen::Compare => compare::draw(state, area, canvas),
        Screen::Sweep => sweep::draw(state, area, canvas),
        Screen::Prices => prices::draw(state, area, canvas),
        Screen::Levers => levers::draw(state, area, canvas),
        Screen::Stage => stage::draw(state, area, canvas),
    }
}

fn medium(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let [head, body, status, foot] = rooms(state, area, canvas);
    header::draw(state, head, canvas);
    hints::draw(state, status, foot, canvas);
    if state.cursor.is_zoomed {
        return only(state, body, canvas);
    }
    if state.cursor.screen != Screen::Explore {
        return over_sliders(state, body, canvas);
    }
    let body = with_strip(state, body, canvas);
    let [left, right] = Layout::horizontal([Constraint::Fill(8), Constraint::Fill(7)]).areas(body);
    let picker = providers::rows_wanted(state).min(body.height / 2);
    let rows = [Constraint::Length(picker), Constraint::Fill(1)];
    let [top, bottom] = Layout::vertical(rows).areas(right);
    usage::draw(state, left, canvas);
    providers::draw(state, top, canvas);
    invoice::draw(state, bottom, canvas);
}

/// One pane at a time; the total stays.
fn narrow(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let [head, body, status, foot] = rooms(state, area, canvas);
    let rows = [Constraint::Fill(1), Constraint::Length(1)];
    let [body, total] = Layout::vertical(rows).areas(body);
    header::tabs(state, head, canvas);
    only(state, body, canvas);
    tiny::total_line(state, total, canvas);
    hints::draw(state, status, foot, canvas);
}

fn overlay(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    match state.cursor.overlays.last() {
        None | Some(Overlay::Filter { .. }) => {}
        Some(Overlay::Help { scroll, find }) => {
            help::draw(state, (*scroll, find.as_ref()), area, canvas);
        }
        Some(Overlay::Explain { offer, card, charge, scroll }) => {
            explain::draw(state, (offer, card, charge), *scroll, area, canvas);
        }
        Some(Overlay::Problems { scroll }) => problems::draw(state, *scroll, area, canvas),
        Some(Overlay::Report { title, lines, scroll }) => {
            report::draw(title, lines, *scroll, area, canvas);
        }
        Some(Overlay::Import { lines, scroll, .. }) => {
            report::draw("Import: what it would change", lines, *scroll, area, canvas);
        }
        Some(Overlay::Ask(ask)) => ask::draw(ask, area, canvas),
        Some(Overlay::Palette(palette)) => palette::draw(palette, area, canvas),
        Some(Overlay::Edit(edit)) => edit::draw(state, edit, area, canvas),
    }
}

/// The part of a list that is shown, so that the cursor is in it, about in the middle.
const fn first_shown(cursor: usize, rows: usize, room: usize) -> usize {
    let most = rows.saturating_sub(room);
    let middle = cursor.saturating_sub(room / 2);
    if middle < most { middle } else { most }
}

/// Draws how much the pane has above and below what is shown, in its lower border.
fn more(above: usize, below: usize, area: Rect, canvas: &mut Canvas<'_>) {
    let glyphs = canvas.theme.glyphs;
    let words = |count: usize, sign: &str| match count {
        0 => String::new(),
        count => format!(" {sign} {count} more "),
    };
    let text = format!("{}{}", words(above, glyphs.up), words(below, glyphs.down));
    let row = Canvas::row(area, area.height.saturating_sub(1));
    let row = Rect { width: row.width.saturating_sub(2), ..row };
    canvas.put_right(row, &text, canvas.theme.accent);
}

/// Draws the rows that are not scrolled past, and in the last one that there are more.
fn scrolled<T>(
    rows: &[T],
    scroll: usize,
    inner: Rect,
    canvas: &mut Canvas<'_>,
    draw: impl Fn(&T, Rect, &mut Canvas<'_>),
) {
    let room = usize::from(inner.height);
    let end = rows.len().saturating_sub(room);
    canvas.hit(Rect::ZERO, Spot::ScrollEnd(end));
    let first = scroll.min(end);
    for (place, row) in (0..).zip(rows.iter().skip(first).take(room)) {
        draw(row, Canvas::row(inner, place), canvas);
    }
    if first < end {
        let last = Canvas::row(inner, inner.height.saturating_sub(1));
        canvas.put_right(last, &format!("{} more ", canvas.theme.glyphs.down), canvas.theme.accent);
    }
}

/// An empty box in the middle, over everything.
fn raised(title: &str, width: u16, height: u16, area: Rect, canvas: &mut Canvas<'_>) -> Rect {
    let width = width.min(area.width);
    let height = height.min(area.height);
    let left = area.x + (area.width - width) / 2;
    let top = area.y + (area.height - height) / 3;
    let place = Rect { x: left, y: top, width, height };
    canvas.clear(place);
    canvas.hit(place, Spot::Overlay);
    canvas.frame(place, title, "", true)
}
