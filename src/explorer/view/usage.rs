//! The sliders, and the options and readings of the selected offer.

mod scale_row;

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;
use rust_decimal::Decimal;
use whatif_pricing::{Driver, DriverId, Places, Range, Value, written};

use super::canvas::Canvas;
use super::choice::Choice;
use super::more;
use super::ribbon;
use crate::explorer::action::Pane;
use crate::explorer::scale;
use crate::explorer::state::{Row, Spot, State};
use crate::explorer::theme::Theme;
use crate::explorer::widget::{Slider, track_cells};
use crate::report::cells::cells;
use crate::report::words;

/// Cells of the label, of the signs beside it, and of the value.
const LABEL_CELLS: u16 = 18;
const VALUE_CELLS: u16 = 10;
/// In a narrower pane the label gives way to the track.
const WIDTH_WITH_LABELS: u16 = 36;

/// A part of the pane, one row high or, for a choice, as high as its words need.
enum Part {
    Heading(String),
    Slider(DriverId),
    Choice(Row, Choice),
    /// Rows that are folded away: what stands for them, in words, and whether they stand below.
    Folded {
        row: Row,
        says: String,
        is_unfolded: bool,
    },
}

impl Part {
    fn rows(&self, state: &State, pane: Rect) -> usize {
        match self {
            Self::Slider(driver) => 1 + usize::from(has_scale(state, *driver, pane)),
            Self::Heading(_) | Self::Folded { .. } => 1,
            Self::Choice(_, choice) => choice.rows(),
        }
    }

    fn row(&self) -> Option<Row> {
        match self {
            Self::Heading(_) => None,
            Self::Slider(driver) => Some(Row::Driver(*driver)),
            Self::Choice(row, _) | Self::Folded { row, .. } => Some(row.clone()),
        }
    }

    fn is_at(&self, row: &Row) -> bool {
        match self {
            Self::Heading(_) => false,
            Self::Slider(driver) => *row == Row::Driver(*driver),
            Self::Choice(own, _) | Self::Folded { row: own, .. } => own == row,
        }
    }
}

pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    canvas.hit(area, Spot::Pane(Pane::Usage));
    let focused = state.cursor.focus == Pane::Usage && state.cursor.overlays.is_empty();
    let inner = canvas.frame(
        area,
        "Usage",
        &format!("drag, or {} to type", canvas.theme.glyphs.key_enter),
        focused,
    );
    let parts = parts(state, inner.width, canvas.theme);
    let heights: Vec<usize> = parts.iter().map(|part| part.rows(state, inner)).collect();
    let cursor = parts.iter().position(|part| part.is_at(&state.cursor.row)).unwrap_or(0);
    let first = first_part(&heights, cursor, usize::from(inner.height));
    let (mut top, mut shown) = (0, first);
    for (part, height) in parts.iter().zip(&heights).skip(first) {
        let height = u16::try_from(*height).unwrap_or(u16::MAX);
        let room = inner.height - top;
        // The part under the cursor is shown even where only its beginning fits.
        if room == 0 || (height > room && !part.is_at(&state.cursor.row)) {
            break;
        }
        let place = Rect { y: inner.y + top, height: height.min(room), ..inner };
        draw_part(state, part, place, canvas);
        top += place.height;
        shown += 1;
    }
    let rows =
        |parts: &[Part]| parts.iter().filter(|part| !matches!(part, Part::Heading(_))).count();
    more(rows(&parts[..first]), rows(&parts[shown..]), area, canvas);
}

/// Panes of so many rows have a second one for the slider under the cursor.
const HEIGHT_WITH_SCALE: u16 = 12;

/// Returns whether a slider has a second row: its scale, and what its marks mean.
fn has_scale(state: &State, driver: DriverId, pane: Rect) -> bool {
    state.cursor.row == Row::Driver(driver)
        && pane.height >= HEIGHT_WITH_SCALE
        && pane.width >= WIDTH_WITH_LABELS
}

/// The row in place of the readings that cost the same.
fn folded_readings(state: &State) -> String {
    let count = state.figures.idle_count();
    let unit = if count == 1 { "assumption that changes" } else { "assumptions that change" };
    format!("{count} {unit} nothing here")
}

/// The row in place of the other sliders.
fn folded(state: &State) -> String {
    match state.folded() {
        [0, unread] => format!("{unread} more that change nothing here"),
        [fine, unread] => format!("{} more sliders", fine + unread),
    }
}

fn parts(state: &State, width: u16, theme: &Theme) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut choices = false;
    for row in state.rows() {
        match row {
            Row::Driver(driver) => parts.push(Part::Slider(driver)),
            Row::FoldedReadings => {
                let is_unfolded = state.cursor.unfolded.readings;
                parts.push(Part::Folded { row, says: folded_readings(state), is_unfolded });
            }
            Row::Folded => {
                let is_unfolded = state.cursor.unfolded.sliders;
                parts.push(Part::Folded { row, says: folded(state), is_unfolded });
            }
            Row::Option { .. } | Row::Reading { .. } | Row::Companion(_) => {
                if !choices {
                    choices = true;
                    parts.push(Part::Heading(state.selected().title()));
                }
                let choice = Choice::of(state, &row, width, theme);
                parts.extend(choice.map(|choice| Part::Choice(row, choice)));
            }
        }
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

fn draw_part(state: &State, part: &Part, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let Some(row) = part.row() else {
        if let Part::Heading(text) = part {
            heading(text, area, canvas);
        }
        return;
    };
    let under_cursor = row == state.cursor.row;
    canvas.hit(area, Spot::Row(row.clone()));
    let sign = if under_cursor { theme.glyphs.cursor } else { " " };
    canvas.put(Canvas::row(area, 0), 0, sign, theme.accent);
    match part {
        Part::Heading(_) => {}
        Part::Slider(driver) => {
            draw_slider(state, *driver, Canvas::row(area, 0), canvas);
            scale_row::draw(state, *driver, Canvas::row(area, 1), canvas);
        }
        Part::Choice(_, choice) => choice.draw(area, canvas),
        Part::Folded { says, is_unfolded, .. } => {
            let glyphs = theme.glyphs;
            let sign = if *is_unfolded { glyphs.down } else { glyphs.cursor };
            // Under the cursor one sign is enough.
            let sign = if under_cursor && !*is_unfolded { " " } else { sign };
            canvas.put(area, 1, &format!("{sign} {says}"), theme.quiet);
        }
    }
    if under_cursor {
        let focused = state.cursor.focus == Pane::Usage;
        canvas.style(area, if focused { theme.selected } else { theme.selected_unfocused });
    }
}

fn draw_slider(state: &State, driver: DriverId, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let entry = &state.scenario().inputs.workload.vocabulary()[driver];
    let read = state.figures.board.is_read(driver);
    let text = if read { theme.text } else { theme.quiet };
    let label_cells = if area.width < WIDTH_WITH_LABELS { LABEL_CELLS - 5 } else { LABEL_CELLS };
    // A driver that follows others stands indented under them.
    let is_formula = state.scenario().inputs.workload.value(driver).is_formula();
    let follows = is_formula && entry.default.parse::<Decimal>().is_err();
    let indent = if follows { theme.glyphs.follows } else { "" };
    let label = format!("{indent}{}", entry.label);
    canvas.put(Rect { width: label_cells.min(area.width), ..area }, 1, &label, text);
    let signs = Rect {
        x: area.x + label_cells.min(area.width),
        width: area.width.saturating_sub(label_cells),
        ..area
    };
    let (sign, style) = sign(state, driver, theme);
    canvas.put(signs, 0, sign, style);
    let value = value_text(state, driver);
    let value_cells = VALUE_CELLS.max(u16::try_from(cells(&value)).unwrap_or(VALUE_CELLS) + 2);
    let track = Rect {
        x: signs.x + 2.min(signs.width),
        width: signs.width.saturating_sub(2 + value_cells),
        ..area
    };
    draw_track(state, driver, track, canvas);
    let right = Rect { width: area.width.saturating_sub(1), ..area };
    canvas.put_right(right, &value, text);
    let end = area.x + area.width.saturating_sub(value_cells);
    canvas.hit(Rect { x: end, width: value_cells.min(area.width), ..area }, Spot::Value(driver));
}

/// The sign between a slider's name and its track: it is over a quota, or no plain number.
pub(super) fn sign(state: &State, driver: DriverId, theme: &Theme) -> (&'static str, Style) {
    let glyphs = theme.glyphs;
    match state.scenario().inputs.workload.value(driver) {
        _ if state.figures.board.is_over_quota(driver) => (glyphs.warning, theme.unsure),
        Value::Formula(_) => (glyphs.formula, theme.accent),
        Value::Range(_) => (glyphs.range, theme.accent),
        Value::Number(_) | Value::InUnit(_) => (" ", theme.accent),
    }
}

/// A slider's track with its ribbon, which can be dragged.
pub(super) fn draw_track(state: &State, driver: DriverId, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let entry = &state.scenario().inputs.workload.vocabulary()[driver];
    let set_to = state.scenario().inputs.workload.value(driver);
    let place = scale::position(entry, state.figures.board.usage().value(driver).to_decimal());
    let ribbon = ribbon::tints(state, driver, track_cells(area.width), theme);
    Slider::new(place, theme)
        .ribbon(&ribbon)
        .focused(driver_has_keys(state, driver))
        .enabled(state.figures.board.is_read(driver))
        .formula(set_to.is_formula())
        .range(ends(entry, set_to))
        .render(area, canvas.buffer);
    canvas.hit(area, Spot::Track(driver));
}

/// Finds where a range begins and ends on the track.
fn ends(driver: &Driver, set_to: &Value) -> Option<(u32, u32)> {
    let Value::Range(range) = set_to else { return None };
    Some((scale::position(driver, range.low()), scale::position(driver, range.high())))
}

fn driver_has_keys(state: &State, driver: DriverId) -> bool {
    state.cursor.focus == Pane::Usage && state.cursor.row == Row::Driver(driver)
}

/// A slider's value with its unit where the label does not say it.
pub(super) fn value_text(state: &State, driver: DriverId) -> String {
    let entry = &state.scenario().inputs.workload.vocabulary()[driver];
    match state.scenario().inputs.workload.value(driver) {
        Value::Range(range) => {
            let [low, high] =
                [range.low(), range.high()].map(|end| words::value(entry, end.into()));
            format!("{low}..{high}")
        }
        Value::Number(_) | Value::Formula(_) | Value::InUnit(_) => {
            words::value(entry, state.figures.board.usage().value(driver))
        }
    }
}

/// Says what the row under the cursor is about, in a sentence.
pub(super) fn about(state: &State) -> String {
    match &state.cursor.row {
        Row::Driver(driver) => {
            let entry = &state.scenario().inputs.workload.vocabulary()[*driver];
            let about = match state.scenario().inputs.workload.value(*driver) {
                Value::Formula(formula) => {
                    format!("{} = {} · {}", entry.name, formula.text(), entry.help)
                }
                Value::Range(range) => about_range(entry, range),
                value @ Value::InUnit(_) => {
                    format!("{}: {} · {}", entry.name, value.text(), entry.help)
                }
                Value::Number(_) => format!("{}: {}", entry.name, entry.help),
            };
            let jobs = state.figures.board.asked_jobs();
            let is_default = !entry.job.is_empty() && !jobs.contains(&entry.job);
            match state.scenario().import_of(*driver) {
                None if is_default && !jobs.is_empty() => {
                    format!("{} not asked for yet: a default · {about}", entry.job)
                }
                None => about,
                Some((it, false)) => format!("{} · {about}", words::imported(&it.from)),
                Some((it, true)) => {
                    let edited = words::imported_and_edited(&it.from, &it.value);
                    format!("{edited} · {about}")
                }
            }
        }
        Row::FoldedReadings => {
            "ambiguous in the source, but every reading costs the same: enter shows them".to_owned()
        }
        Row::Folded => {
            let [fine, unread] = state.folded();
            format!(
                "{fine} fine points at their defaults and {unread} that no marked offer reads: enter shows or hides them"
            )
        }
        Row::Option { card, option } => about_option(state, card, option),
        Row::Reading { card, assumption } => about_reading(state, card, assumption),
        Row::Companion(card) => {
            let mut companions = state.selected().card.companions.iter();
            let companion = companions.find(|companion| companion.card == *card);
            companion.map_or_else(String::new, |it| format!("{}: {}", it.card, it.says))
        }
    }
}

fn about_option(state: &State, card: &str, option: &str) -> String {
    let Some(next) = state.figures.board.next_option(card, option) else { return String::new() };
    format!("the next choice: {} · {option}={}", next.label, next.id)
}

fn about_reading(state: &State, card: &str, assumption: &str) -> String {
    let board = &state.figures.board;
    let Some(next) = board.next_reading(card, assumption) else { return String::new() };
    let Some(card) = board.card(card) else { return String::new() };
    let Some(asked) = card.assumptions.iter().find(|it| it.id == assumption) else {
        return String::new();
    };
    format!("{} Rule {} leaves it open. Another reading: {}", asked.asks, asked.rule, next.label)
}

/// Says which value of a range is in the invoice.
fn about_range(driver: &Driver, range: &Range) -> String {
    let quantity = |value: Decimal| written(value.into(), Places::QUANTITY);
    let [low, likely, high] = [range.low(), range.likely(), range.high()].map(quantity);
    let why = if range.is_peaked() { "the likely one" } else { "the middle" };
    let (name, help) = (&driver.name, &driver.help);
    format!("{name}: from {low} to {high}, {likely} in the invoice, {why} · {help}")
}
