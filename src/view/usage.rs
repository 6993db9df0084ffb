//! The sliders, and the options and readings of the selected card.

use ratatui::layout::Rect;
use ratatui::widgets::Widget;
use whatif_pricing::{DriverId, Places, Ratio, Value, written};

use super::canvas::Canvas;
use super::lines;
use crate::action::Pane;
use crate::board::Alternative;
use crate::scale;
use crate::state::{Row, Spot, State};
use crate::widget::Slider;
use crate::widget::text::cells;

/// Cells of the label, of the signs beside it, and of the value.
const LABEL_CELLS: u16 = 18;
const VALUE_CELLS: u16 = 11;

/// A part of the pane, one or two rows high.
enum Part {
    Heading(String),
    Row(Row),
}

impl Part {
    const fn rows(&self) -> usize {
        match self {
            Self::Heading(_) | Self::Row(Row::Driver(_)) => 1,
            Self::Row(Row::Option(_) | Row::Reading(_)) => 2,
        }
    }
}

pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    canvas.hit(area, Spot::Pane(Pane::Usage));
    let focused = state.focus == Pane::Usage && state.overlays.is_empty();
    let inner = canvas.frame(area, "Usage", "drag, or type a value", focused);
    let parts = parts(state);
    let heights: Vec<usize> = parts.iter().map(Part::rows).collect();
    let on_row = |part: &Part| matches!(part, Part::Row(row) if *row == state.row);
    let cursor = parts.iter().position(on_row).unwrap_or(0);
    let first = first_part(&heights, cursor, usize::from(inner.height));
    let mut top = 0;
    for (part, height) in parts.iter().zip(&heights).skip(first) {
        let height = u16::try_from(*height).unwrap_or(1);
        if top + height > inner.height {
            break;
        }
        let place = Rect { y: inner.y + top, height, ..inner };
        match part {
            Part::Heading(text) => heading(text, place, canvas),
            Part::Row(row) => draw_row(state, *row, place, canvas),
        }
        top += height;
    }
}

fn parts(state: &State) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut choices, mut unread) = (false, false);
    for row in state.rows() {
        match row {
            Row::Option(_) | Row::Reading(_) if !choices => {
                choices = true;
                let card = &state.selected().card;
                parts.push(Part::Heading(format!(
                    "{} {} {}",
                    card.provider, card.service, card.plan
                )));
            }
            Row::Driver(driver) if !state.board.read[driver.index()] && !unread => {
                unread = true;
                parts.push(Part::Heading("not read by the marked cards".to_owned()));
            }
            _ => {}
        }
        parts.push(Part::Row(row));
    }
    parts
}

/// The first part to show, so that the cursor's part is in sight, about in the middle.
fn first_part(heights: &[usize], cursor: usize, room: usize) -> usize {
    let below = |from: usize| heights[from..].iter().sum::<usize>();
    let above = |from: usize| heights[from..=cursor].iter().sum::<usize>();
    (0..=cursor)
        .find(|from| below(*from) <= room || above(*from) <= room.div_ceil(2).max(heights[cursor]))
        .unwrap_or(cursor)
}

fn heading(text: &str, area: Rect, canvas: &mut Canvas<'_>) {
    let rule = canvas.theme.glyphs.rule;
    let style = canvas.theme.quiet;
    let used = canvas.put(area, 0, &format!("{rule}{rule} {text} "), style);
    let rest = usize::from(area.width.saturating_sub(used));
    canvas.put(area, used, &rule.repeat(rest), canvas.theme.border);
}

fn draw_row(state: &State, row: Row, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    canvas.hit(area, Spot::Row(row));
    let under_cursor = row == state.row;
    canvas.put(area, 0, if under_cursor { theme.glyphs.cursor } else { " " }, theme.accent);
    match row {
        Row::Driver(driver) => draw_slider(state, driver, area, canvas),
        Row::Option(place) => {
            let card = &state.selected().card;
            let option = &card.options[place];
            let chosen = state.scenario.selections[state.scenario.selected].options[place];
            let alternative = state.board.options[place];
            let names = (
                option.choices[chosen].label.as_str(),
                option.choices[alternative.choice].label.as_str(),
            );
            draw_choice(&option.label, names, alternative, area, canvas);
        }
        Row::Reading(place) => {
            let card = &state.selected().card;
            let assumption = &card.assumptions[place];
            let chosen = state.scenario.selections[state.scenario.selected].readings[place];
            let alternative = state.board.readings[place];
            let label = |reading: usize| assumption.readings[reading].named.label.as_str();
            draw_choice(
                &assumption.asks,
                (label(chosen), label(alternative.choice)),
                alternative,
                area,
                canvas,
            );
        }
    }
    if under_cursor {
        let focused = state.focus == Pane::Usage;
        canvas.style(area, if focused { theme.selected } else { theme.selected_unfocused });
    }
}

fn draw_slider(state: &State, driver: DriverId, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let entry = &state.scenario.workload.vocabulary()[driver];
    let read = state.board.read[driver.index()];
    let is_formula = state.scenario.workload.value(driver).is_formula();
    let over = state.board.over_quota[driver.index()];
    let text = if read { theme.text } else { theme.quiet };
    canvas.put(Rect { width: LABEL_CELLS.min(area.width), ..area }, 1, &entry.label, text);
    let signs = Rect {
        x: area.x + LABEL_CELLS.min(area.width),
        width: area.width.saturating_sub(LABEL_CELLS),
        ..area
    };
    let sign = match (over, is_formula) {
        (true, _) => theme.glyphs.warning,
        (_, true) => theme.glyphs.formula,
        _ => " ",
    };
    canvas.put(signs, 0, sign, if over { theme.unsure } else { theme.accent });
    let value = value_text(state, driver);
    let value_cells = VALUE_CELLS.max(u16::try_from(cells(&value)).unwrap_or(VALUE_CELLS) + 1);
    let track = Rect {
        x: signs.x + 2.min(signs.width),
        width: signs.width.saturating_sub(2 + value_cells),
        ..area
    };
    let place = scale::position(entry, state.board.usage.value(driver).to_decimal());
    let focused = driver_has_keys(state, driver);
    Slider::new(place, theme)
        .focused(focused)
        .enabled(read)
        .formula(is_formula)
        .render(track, canvas.buffer);
    canvas.hit(track, Spot::Track(driver));
    let right = Rect { width: area.width.saturating_sub(1), ..area };
    canvas.put_right(right, &value, text);
    let end = area.x + area.width.saturating_sub(value_cells);
    canvas.hit(Rect { x: end, width: value_cells.min(area.width), ..area }, Spot::Value(driver));
}

fn driver_has_keys(state: &State, driver: DriverId) -> bool {
    state.focus == Pane::Usage && state.row == Row::Driver(driver)
}

/// A value with its unit where the label does not say it.
pub(super) fn value_text(state: &State, driver: DriverId) -> String {
    let entry = &state.scenario.workload.vocabulary()[driver];
    let number = written(state.board.usage.value(driver), Places { least: 0, most: 3 });
    match entry.unit.as_str() {
        "second" => format!("{number} s"),
        "GB" => format!("{number} GB"),
        _ => number,
    }
}

/// A question or option over its choice and what the next one would change.
fn draw_choice(
    label: &str,
    (chosen, other): (&str, &str),
    alternative: Alternative,
    area: Rect,
    canvas: &mut Canvas<'_>,
) {
    let (theme, glyphs) = (canvas.theme, canvas.theme.glyphs);
    canvas.put(Canvas::row(area, 0), 1, label, theme.text);
    let row = Canvas::row(area, 1);
    let difference = match alternative.difference {
        None => String::new(),
        Some(difference) if difference.is_zero() => "other: same".to_owned(),
        Some(difference) => format!("other: {}", lines::change(difference, theme).0),
    };
    let right = Rect { width: row.width.saturating_sub(1), ..row };
    let wanted = u16::try_from(cells(&difference)).unwrap_or(0);
    let choice = format!("{} {chosen} {}", glyphs.choice_left, glyphs.choice_right);
    let style = match alternative.difference {
        Some(difference) if difference > Ratio::ZERO => theme.dearer,
        Some(difference) if difference < Ratio::ZERO => theme.cheaper,
        _ => theme.quiet,
    };
    let room = Rect { width: row.width.saturating_sub(wanted + 2), ..row };
    canvas.put(room, 3, &choice, theme.accent);
    canvas.put_right(right, &difference, style);
    let _ = other;
}

/// What the row under the cursor is about, in a sentence.
pub(super) fn about(state: &State) -> String {
    match state.row {
        Row::Driver(driver) => {
            let entry = &state.scenario.workload.vocabulary()[driver];
            match state.scenario.workload.value(driver) {
                Value::Formula(formula) => {
                    format!("{} = {} · {}", entry.name, formula.text(), entry.help)
                }
                Value::Number(_) => format!("{}: {}", entry.name, entry.help),
            }
        }
        Row::Option(place) => {
            let card = &state.selected().card;
            let option = &card.options[place];
            let other = &option.choices[state.board.options[place].choice];
            format!("the next choice: {} · {}={}", other.label, option.id, other.id)
        }
        Row::Reading(place) => {
            let card = &state.selected().card;
            let assumption = &card.assumptions[place];
            let other = &assumption.readings[state.board.readings[place].choice].named;
            format!(
                "{} Rule {} leaves it open; the other reading: {}",
                assumption.asks, assumption.rule, other.label
            )
        }
    }
}
