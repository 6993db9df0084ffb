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
        let notes = self.scenario.notes.clone();
        self.open_edit(Target::Notes, &notes);
    }

    /// Sets the notes or, with an empty text, takes them out.
    pub(super) fn set_notes(&mut self, text: &str) -> Result<(), String> {
        // A field is one line: notes that were not touched in it keep their own lines.
        if text == sanitize(&self.scenario.notes).trim() {
            return Ok(());
        }
        self.change(|scenario| {
            text.clone_into(&mut scenario.notes);
            Ok(())
        })?;
        // No figure changed: what the last change did glows no more.
        self.is_fresh = false;
        Ok(())
    }
}
