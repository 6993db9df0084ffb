//! Notes: the user's words about the scenario, and the caption that is made of them.

use std::borrow::Cow;

use whatif_pricing::text::TEXT_CHARS_MAX;

use super::{Refusal, State, Target};
use crate::library::sanitize::sanitize;

impl State {
    /// The caption: the tour's or, without one, the first line of the scenario's notes.
    #[must_use]
    pub fn caption(&self) -> Option<Cow<'_, str>> {
        let of_tour = self.tour_caption().map(Cow::Owned);
        let lines = self.scenario().notes.lines().map(str::trim);
        of_tour.or_else(|| lines.into_iter().find(|line| !line.is_empty()).map(Cow::Borrowed))
    }

    /// Types the notes, beginning with the present ones.
    pub(super) fn type_notes(&mut self) {
        let notes = in_one_line(&self.scenario().notes);
        self.open_edit(Target::Notes, &notes);
    }

    /// Sets the notes or, with an empty text, removes them.
    pub(super) fn set_notes(&mut self, text: &str) -> Result<(), Refusal> {
        // Notes that were not touched keep every letter, those that a field cannot hold too.
        if text == sanitize(&in_one_line(&self.scenario().notes)).trim() {
            return Ok(());
        }
        let notes = in_lines(text);
        let count = notes.chars().count();
        if count > TEXT_CHARS_MAX {
            return Err(Refusal::NotesTooLong { count });
        }
        self.change(|scenario| {
            scenario.notes = notes;
            Ok(())
        })?;
        // No figure changed: what the last change did glows no more.
        self.figures.is_fresh = false;
        Ok(())
    }
}

/// Stands for the end of a line in a field, which has one line.
const LINE_END: char = '¶';

/// The other way; the blank on each side of an end is not of its line.
fn in_lines(text: &str) -> String {
    let lines: Vec<&str> = text.split(LINE_END).collect();
    let last = lines.len() - 1;
    let line = |(place, line): (usize, &&str)| {
        let start = usize::from(place > 0 && line.starts_with(' '));
        let line = &line[start..];
        let end = usize::from(place < last && line.ends_with(' '));
        line[..line.len() - end].to_owned()
    };
    lines.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

pub(super) fn in_one_line(notes: &str) -> String {
    let lines: Vec<&str> = notes.lines().collect();
    lines.join(&format!(" {LINE_END} "))
}
