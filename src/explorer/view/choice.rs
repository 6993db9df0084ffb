//! An option or a reading: its question, what is chosen, and what the next choice would change.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::canvas::Canvas;
use super::lines;
use crate::answer::board::Alternative;
use crate::explorer::state::{Row, State};
use crate::explorer::theme::Theme;
use crate::report::cells::cells;
use crate::report::words;

/// Cells before the choice.
const INDENT_CELLS: u16 = 3;

/// The words of one choice, broken into rows.
pub(super) struct Choice {
    question: Vec<String>,
    chosen: String,
    difference: (String, Style),
    /// The difference stands beside the choice; otherwise below it.
    beside: bool,
    /// Everything has room in one row.
    in_one_row: bool,
}

/// The column of a choice that stands beside its question.
const CHOICE_COLUMN: u16 = 20;

impl Choice {
    /// The words for a row of the usage pane. `None` for a slider.
    pub fn of(state: &State, row: &Row, width: u16, theme: &Theme) -> Option<Self> {
        let board = &state.figures.board;
        let (question, chosen, next) = match row {
            Row::Driver(_) | Row::FoldedReadings | Row::Folded => return None,
            Row::Companion(card) => return Self::companion(state, card, width, theme),
            Row::Option { card, option } => {
                let part = state.selected().part(card)?;
                let place = part.card.options.iter().position(|known| known.id == *option)?;
                let option = &part.card.options[place];
                let chosen = &option.choices[part.selection.options[place]].label;
                (&option.label, chosen, board.next_option(card, &option.id)?)
            }
            Row::Reading { card, assumption } => {
                let part = state.selected().part(card)?;
                let place = part.card.assumptions.iter().position(|it| it.id == *assumption)?;
                let assumption = &part.card.assumptions[place];
                let reading = &assumption.readings[part.selection.readings[place]];
                (&assumption.asks, &reading.named.label, board.next_reading(card, &assumption.id)?)
            }
        };
        let of_companion = card_of(row).filter(|card| *card != state.selected().card.id);
        let question = match of_companion.and_then(|card| board.card(card)) {
            Some(card) => format!("{}: {question}", card.name()),
            None => question.clone(),
        };
        let chosen = format!("{} {chosen} {}", theme.glyphs.choice_left, theme.glyphs.choice_right);
        let difference = difference(&next, theme);
        let wanted = usize::from(INDENT_CELLS) + cells(&chosen) + cells(&difference.0) + 2;
        Some(Self {
            in_one_row: fits_one_row(&question, &chosen, &difference.0, width),
            question: lines::wrapped(&question, width.saturating_sub(2)),
            beside: wanted <= usize::from(width),
            chosen,
            difference,
        })
    }

    /// A companion: on or off, and what adding it would cost.
    fn companion(state: &State, card: &str, width: u16, theme: &Theme) -> Option<Self> {
        let board = &state.figures.board;
        let other = board.card(card)?;
        let on = state.selected().part(card).is_some();
        let word = if on { "added" } else { "left out" };
        let chosen = format!("{} {word} {}", theme.glyphs.choice_left, theme.glyphs.choice_right);
        let more = board.total_of_companion(card).filter(|_| !on);
        let difference = more.map_or_else(String::new, |more| lines::signed(more, theme).0);
        let question = format!("With {}", other.name());
        Some(Self {
            in_one_row: fits_one_row(&question, &chosen, &difference, width),
            question: lines::wrapped(&question, width.saturating_sub(2)),
            beside: true,
            chosen,
            difference: (difference, theme.quiet),
        })
    }

    pub fn rows(&self) -> usize {
        if self.in_one_row {
            return 1;
        }
        self.question.len() + 1 + usize::from(!self.beside && !self.difference.0.is_empty())
    }

    pub fn draw(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let theme = canvas.theme;
        let mut row = 0;
        if self.in_one_row {
            return self.draw_in_one_row(area, canvas);
        }
        for text in &self.question {
            canvas.put(Canvas::row(area, row), 1, text, theme.text);
            row += 1;
        }
        canvas.put(Canvas::row(area, row), INDENT_CELLS, &self.chosen, theme.accent);
        if !self.beside {
            row += 1;
        }
        let place = Canvas::row(area, row);
        let right = Rect { width: place.width.saturating_sub(1), ..place };
        canvas.put_right(right, &self.difference.0, self.difference.1);
    }

    fn draw_in_one_row(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let theme = canvas.theme;
        let used = canvas.put(area, 1, &self.question.join(" "), theme.text);
        let right = Rect { width: area.width.saturating_sub(1), ..area };
        let end = canvas.put_right(right, &self.difference.0, self.difference.1);
        // In the column of the tracks, unless the words beside it need the room.
        let chosen = u16::try_from(cells(&self.chosen)).unwrap_or(u16::MAX);
        let column = CHOICE_COLUMN.max(used + 3).min(end.saturating_sub(chosen + 1));
        canvas.put(area, column, &self.chosen, theme.accent);
    }

    /// The question in one row and the choice in the next, however long they are: for the stage.
    pub fn draw_brief(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let theme = canvas.theme;
        let strong = theme.text.add_modifier(Modifier::BOLD);
        let last = area.height.saturating_sub(1).min(1);
        let row = Canvas::row(area, last);
        let column = canvas.put_right(row, &self.difference.0, self.difference.1);
        let room = Rect { width: column.saturating_sub(1), ..row };
        canvas.put(room, INDENT_CELLS, &self.chosen, theme.title_focused);
        if last > 0 {
            canvas.put(Canvas::row(area, 0), INDENT_CELLS, &self.question.join(" "), strong);
        }
    }
}

/// Returns whether the words of a choice have room beside each other.
fn fits_one_row(question: &str, chosen: &str, difference: &str, width: u16) -> bool {
    let before = cells(question) + 3;
    before + cells(chosen) + cells(difference) + 3 <= usize::from(width)
}

/// The card that a choice belongs to.
fn card_of(row: &Row) -> Option<&str> {
    match row {
        Row::Driver(_) | Row::FoldedReadings | Row::Folded => None,
        Row::Option { card, .. } | Row::Reading { card, .. } | Row::Companion(card) => Some(card),
    }
}

/// The amount that the next choice would add to the total.
fn difference(alternative: &Alternative, theme: &Theme) -> (String, Style) {
    if alternative.is_over_limit {
        let label = words::short_label(alternative.label);
        return (format!("{label}: {}", words::OVER_LIMIT), theme.quiet);
    }
    match alternative.difference {
        None => (String::new(), theme.quiet),
        Some(difference) if difference.is_zero() => ("other: same".to_owned(), theme.quiet),
        Some(difference) => {
            let (text, style) = lines::signed(difference, theme);
            (format!("{} {text}", first_words(alternative.label)), style)
        }
    }
}

/// The beginning of a label, up to a colon, a comma or a bracket. `other` if that is long.
fn first_words(label: &str) -> &str {
    let short = words::short_label(label);
    if cells(short) <= LABEL_CELLS_MAX { short } else { "other:" }
}

/// The longest label that stands beside its difference.
const LABEL_CELLS_MAX: usize = 16;
