//! What the scenario is about, in the user's words, and the caption that is made of it.

use std::borrow::Cow;

use super::{State, Target};
use crate::widget::text::sanitize;

impl State {
    /// What the screen says of what it shows: the tour's caption or, without one, the first line of the
    /// scenario's notes.
    #[must_use]
    pub fn caption(&self) -> Option<Cow<'_, str>> {
        let of_tour = self.tour_caption().map(Cow::Owned);
        let lines = self.scenario.notes.lines().map(str::trim);
        of_tour.or_else(|| lines.into_iter().find(|line| !line.is_empty()).map(Cow::Borrowed))
    }

    /// Types the notes, going on after what is there.
    pub(super) fn type_notes(&mut self) {
        let notes = in_one_line(&self.scenario.notes);
        self.open_edit(Target::Notes, &notes);
    }

    /// Sets the notes or, with an empty text, takes them out.
    pub(super) fn set_notes(&mut self, text: &str) -> Result<(), String> {
        // Notes that were not touched keep every letter, those that a field cannot hold too.
        if text == sanitize(&in_one_line(&self.scenario.notes)).trim() {
            return Ok(());
        }
        let notes = in_lines(text);
        let letters = notes.chars().count();
        if letters > NOTES_LETTERS_MAX {
            return Err(format!(
                "the notes have {letters} letters, and at most {NOTES_LETTERS_MAX} are kept: shorten them"
            ));
        }
        self.change(|scenario| {
            scenario.notes = notes;
            Ok(())
        })?;
        // No figure changed: what the last change did glows no more.
        self.is_fresh = false;
        Ok(())
    }
}

/// As many as are read from a file.
const NOTES_LETTERS_MAX: usize = whatif_pricing::text::TEXT_CHARS_MAX;

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
