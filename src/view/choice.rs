//! An option or a reading: its question, what is chosen, and what the next choice would change.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::canvas::Canvas;
use super::lines;
use crate::board::Alternative;
use crate::state::{Row, State};
use crate::theme::Theme;
use crate::widget::text::cells;

/// Cells before the choice.
const INDENT_CELLS: u16 = 3;

/// The words of one choice, broken into rows.
pub(super) struct Choice {
    question: Vec<String>,
    chosen: String,
    difference: (String, Style),
    /// The difference stands beside the choice; otherwise below it.
    beside: bool,
}

impl Choice {
    /// The words for a row of the usage pane; a slider has none.
    pub fn of(state: &State, row: Row, width: u16, theme: &Theme) -> Option<Self> {
        let card = &state.selected().card;
        let selection = &state.scenario.selections[state.scenario.selected];
        let (question, chosen, alternative) = match row {
            Row::Driver(_) => return None,
            Row::Option(place) => {
                let option = &card.options[place];
                let chosen = &option.choices[selection.options[place]].label;
                (&option.label, chosen, state.board.options[place])
            }
            Row::Companion(place) => return Self::companion(state, place, width, theme),
            Row::Reading(place) => {
                let assumption = &card.assumptions[place];
                let chosen = &assumption.readings[selection.readings[place]].named.label;
                (&assumption.asks, chosen, state.board.readings[place])
            }
        };
        let chosen = format!("{} {chosen} {}", theme.glyphs.choice_left, theme.glyphs.choice_right);
        let difference = difference(alternative, theme);
        let wanted = usize::from(INDENT_CELLS) + cells(&chosen) + cells(&difference.0) + 2;
        Some(Self {
            question: lines::wrapped(question, width.saturating_sub(2)),
            beside: wanted <= usize::from(width),
            chosen,
            difference,
        })
    }

    /// A companion: on or off, and what switching it would change.
    fn companion(state: &State, place: usize, width: u16, theme: &Theme) -> Option<Self> {
        let companion = &state.selected().card.companions[place];
        let other = &state.board.cards[state.board.place_of(&companion.card)?];
        let on = state.scenario.selections[state.scenario.selected].companions[place];
        let word = if on { "added" } else { "left out" };
        let chosen = format!("{} {word} {}", theme.glyphs.choice_left, theme.glyphs.choice_right);
        let difference = if on {
            (String::new(), theme.quiet)
        } else {
            let total = lines::amount(other.invoice.total);
            (format!("+{} {total}", other.card.currency), theme.quiet)
        };
        Some(Self {
            question: lines::wrapped(
                &format!("With {}", other.card.name()),
                width.saturating_sub(2),
            ),
            beside: true,
            chosen,
            difference,
        })
    }

    pub fn rows(&self) -> usize {
        self.question.len() + 1 + usize::from(!self.beside && !self.difference.0.is_empty())
    }

    pub fn draw(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let theme = canvas.theme;
        let mut row = 0;
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

/// What the next choice would add to the total.
fn difference(alternative: Alternative, theme: &Theme) -> (String, Style) {
    match alternative.difference {
        None => (String::new(), theme.quiet),
        Some(difference) if difference.is_zero() => ("other: same".to_owned(), theme.quiet),
        Some(difference) => {
            let (text, style) = lines::change(difference, theme);
            (format!("other: {text}"), style)
        }
    }
}
