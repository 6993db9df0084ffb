//! What the scenario is about, in the user's words, and the caption that is made of it.

use super::{State, Target};
use crate::widget::text::sanitize;

impl State {
    /// What the screen says of what it shows: the first line of the scenario's notes.
    #[must_use]
    pub fn caption(&self) -> Option<&str> {
        // Whatever plays on the screen and has words of its own comes before the notes, here.
        self.scenario.notes.lines().map(str::trim).find(|line| !line.is_empty())
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
