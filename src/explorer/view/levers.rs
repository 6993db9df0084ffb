//! Levers of the selected offer's total: a tornado of its drivers, then choices, readings, plans.

mod about;
mod tornado;

use ratatui::layout::Rect;
use ratatui::style::Style;
use whatif_pricing::{Places, Ratio};

use super::canvas::Canvas;
use super::{first_shown, lines, more};
use crate::answer::levers::{ChoiceLever, DriverLever, Levers, Outcome};
use crate::explorer::action::Pane;
use crate::explorer::state::{LeverRow, Spot, State, in_chains};
use crate::explorer::theme::{Glyphs, Theme};
use crate::report::cells::cells;
use crate::report::levers::LeversWords;
use crate::report::{names, words};
pub(super) use about::about;
use tornado::Columns;

/// A row of the pane.
enum Part<'a> {
    /// The subject of a group of rows.
    Heading(String),
    /// Above the drivers.
    Heads,
    Driver(&'a DriverLever),
    /// Something said, without a cursor.
    Says(String),
    /// One that can be taken, with what it changes.
    Other(LeverRow, String, &'a Outcome),
}

impl Part<'_> {
    fn row(&self) -> Option<LeverRow> {
        match self {
            Self::Driver(lever) => Some(LeverRow::Driver(lever.driver)),
            Self::Other(row, ..) => Some(row.clone()),
            Self::Heading(_) | Self::Heads | Self::Says(_) => None,
        }
    }
}

pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    canvas.hit(area, Spot::Pane(Pane::Levers));
    let focused = state.cursor.focus == Pane::Levers && state.cursor.overlays.is_empty();
    let note = note(state, canvas.theme);
    let inner = canvas.frame(area, &title(state, &note, area.width), &note, focused);
    let levers = match &state.figures.levers {
        None => return,
        Some(Err(error)) => {
            let rows = lines::wrapped(&error.to_string(), inner.width.saturating_sub(2));
            for (row, text) in (0..).zip(&rows) {
                canvas.put(Canvas::row(inner, row), 1, text, canvas.theme.error);
            }
            return;
        }
        Some(Ok(levers)) => levers,
    };
    let parts = parts(state, levers, canvas.theme.glyphs, inner.width);
    let cursor = state.lever_row();
    let at = parts.iter().position(|part| cursor.is_some() && part.row() == cursor).unwrap_or(0);
    let room = usize::from(inner.height);
    let first = first_shown(at, parts.len(), room);
    let columns = Columns::new(state, levers, inner.width, canvas.theme);
    for (row, part) in (0..).zip(parts.iter().skip(first).take(room)) {
        let place = Canvas::row(inner, row);
        draw_part(part, &columns, place, canvas);
        if let Some(row) = part.row() {
            let under_cursor = cursor.as_ref() == Some(&row);
            canvas.hit(place, Spot::Lever(row));
            if under_cursor {
                canvas.put(place, 0, canvas.theme.glyphs.cursor, canvas.theme.accent);
                let theme = canvas.theme;
                canvas
                    .style(place, if focused { theme.selected } else { theme.selected_unfocused });
            }
        }
    }
    let rows = |parts: &[Part<'_>]| parts.iter().filter(|part| part.row().is_some()).count();
    let last = parts.len().min(first + room);
    more(rows(&parts[..first]), rows(&parts[last..]), area, canvas);
}

/// The offer, with its plan if that leaves room for the note.
fn title(state: &State, note: &str, width: u16) -> String {
    let offer = state.selected();
    let name = names::short(offer);
    let whole = format!("{name} · {}", offer.plan());
    let fits = cells(&whole) + cells(note) + 10 <= usize::from(width);
    if fits { whole } else { name }
}

/// The total as it stands, and how far the drivers are moved.
fn note(state: &State, theme: &Theme) -> String {
    let range = state.cursor.lever.range;
    match &state.figures.levers {
        Some(Ok(levers)) => {
            let total = lines::bounded(levers.present, Places::AMOUNT, theme.glyphs);
            format!("{} {total} · {range}", levers.currency)
        }
        Some(Err(_)) | None => range.to_string(),
    }
}

fn parts<'a>(state: &State, levers: &'a Levers, glyphs: &Glyphs, width: u16) -> Vec<Part<'a>> {
    let vocabulary = state.scenario().inputs.workload.vocabulary();
    let idle = levers.drivers.iter().filter(|lever| lever.is_idle());
    let saving = state.figures.saving.as_ref();
    let saving = saving.map(|it| words::saving(&vocabulary[it.driver], it)).unwrap_or_default();
    let mut parts: Vec<Part<'_>> = says(&saving, width).collect();
    for limit in LeversWords::new(&state.figures.board, levers).over_limit() {
        parts.extend(says(&format!("{} {limit}", glyphs.warning), width));
    }
    parts.push(Part::Heads);
    parts.extend(in_chains(levers).into_iter().map(Part::Driver));
    if !levers.present.complete {
        parts.extend(says("a price is unpublished: these are lower bounds", width));
    }
    let idle: Vec<&str> = idle.map(|lever| &*vocabulary[lever.driver].label).collect();
    if !idle.is_empty() {
        parts.extend(says(&format!("no difference here: {}", idle.join(", ")), width));
    }
    choices("Options", &levers.options, (width, glyphs), &mut parts);
    choices("Ambiguous in the source", &levers.readings, (width, glyphs), &mut parts);
    plans(levers, glyphs, &mut parts);
    parts
}

/// Something said, in as many rows as it needs.
fn says<'a>(text: &str, width: u16) -> impl Iterator<Item = Part<'a>> + use<'a> {
    lines::wrapped(text, width.saturating_sub(2)).into_iter().map(Part::Says)
}

fn choices<'a>(
    heading: &str,
    levers: &'a [ChoiceLever],
    (width, glyphs): (u16, &Glyphs),
    parts: &mut Vec<Part<'a>>,
) {
    if !levers.is_empty() {
        parts.push(Part::Heading(heading.to_owned()));
    }
    for lever in levers {
        let chosen = lever.alternative(&lever.chosen).map_or("", |chosen| &chosen.label);
        let others = if lever.is_idle() { ". The other choices cost the same here." } else { "" };
        parts.extend(says(&format!("{}{others}", words::answered(&lever.asks, chosen)), width));
        if lever.is_idle() {
            continue;
        }
        for other in lever.others() {
            let row = LeverRow::Choice { of: lever.of.clone(), choice: other.choice.clone() };
            let is_over = other.outcome.is_over_limit;
            let label = format!("{}{}{}", sign(is_over, glyphs), other.label, over_limit(is_over));
            parts.push(Part::Other(row, label, &other.outcome));
        }
    }
}

/// The other plans, in the catalogue's order: they are not ranked.
fn plans<'a>(levers: &'a Levers, glyphs: &Glyphs, parts: &mut Vec<Part<'a>>) {
    if levers.plans.is_empty() {
        return;
    }
    parts.push(Part::Heading(format!("Other plans of {}", levers.card.provider)));
    for plan in &levers.plans {
        let row = LeverRow::Plan(plan.offer.clone());
        let is_part = !plan.leaves_out.is_empty() || plan.has_ended || plan.outcome.is_over_limit;
        let is_over = plan.outcome.is_over_limit;
        let label = format!("{}{}{}", sign(is_part, glyphs), plan.label, over_limit(is_over));
        parts.push(Part::Other(row, label, &plan.outcome));
    }
}

/// The reason behind the name of what is cheaper only because it cannot carry the workload.
fn over_limit(is_over: bool) -> String {
    if is_over { format!(", {}", words::OVER_LIMIT) } else { String::new() }
}

/// The sign before what cannot do the whole job.
fn sign(cannot: bool, glyphs: &Glyphs) -> String {
    if cannot { format!("{} ", glyphs.lacking) } else { String::new() }
}

fn draw_part(part: &Part<'_>, columns: &Columns, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    match part {
        Part::Heading(text) => {
            let rule = theme.glyphs.rule;
            let used = canvas.put(area, 0, &format!("{rule}{rule} {text} "), theme.quiet);
            let rest = usize::from(area.width.saturating_sub(used));
            canvas.put(area, used, &rule.repeat(rest), theme.border);
        }
        Part::Heads => columns.draw_heads(area, canvas),
        Part::Driver(lever) => columns.draw(lever, area, canvas),
        Part::Says(text) => {
            canvas.put(area, 1, text, theme.quiet);
        }
        Part::Other(_, label, outcome) => draw_other(label, outcome, area, canvas),
    }
}

/// Draws what can be taken, what it changes, and what it comes to.
fn draw_other(label: &str, outcome: &Outcome, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let total = match &outcome.total {
        Ok(total) => lines::bounded(*total, Places::AMOUNT, theme.glyphs),
        Err(error) => error.to_string(),
    };
    let (change, style) = match outcome.difference {
        Some(same) if same.is_zero() => ("the same".to_owned(), theme.quiet),
        Some(difference) => lines::change(difference, theme),
        None => (String::new(), theme.unsure),
    };
    let right = Rect { width: area.width.saturating_sub(1), ..area };
    let unsure = !outcome.total.as_ref().is_ok_and(|total| total.complete);
    let total_style = if unsure { theme.unsure } else { theme.text };
    // A long reason leaves the label its half.
    let total =
        crate::report::cells::fit(&total, usize::from(area.width / 2), theme.glyphs.ellipsis);
    let end = canvas.put_right(right, &total, total_style);
    let column = end.saturating_sub(u16::try_from(cells(&change)).unwrap_or(u16::MAX) + 3);
    let middle = Rect { x: area.x + column, width: area.width - column, ..area };
    canvas.put(middle, 0, &change, style);
    let left = Rect { width: column.saturating_sub(1), ..area };
    canvas.put(left, 3, label, theme.text);
}

/// The style of a difference; its sign stands with it.
fn style_of(difference: Option<Ratio>, theme: &Theme) -> Style {
    match difference {
        None => theme.unsure,
        Some(same) if same.is_zero() => theme.quiet,
        Some(less) if less.is_negative() => theme.cheaper,
        Some(_) => theme.higher,
    }
}
