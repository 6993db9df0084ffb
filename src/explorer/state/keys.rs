//! Keys in messages: the names of those that are bound now, and where a key works.

use super::State;
use crate::explorer::action::{Entry, Key};
use crate::explorer::theme::Glyphs;
use crate::report::words;

impl State {
    /// Names the keys that are bound now in what is said.
    pub fn name_keys(&mut self) {
        let bindings = &self.settings.bindings;
        if let Some(notice) = &mut self.cursor.notice {
            notice.text = bindings.worded(&notice.text);
        }
    }

    /// Says where a key works that means nothing in the pane that has the keys.
    pub(super) fn say_where(&mut self, key: Key) {
        let name = key.name(&Glyphs::ASCII);
        let elsewhere = self.settings.bindings.elsewhere(key);
        let panes: Vec<&str> = elsewhere.iter().map(|(pane, _)| pane.name()).collect();
        let first = elsewhere.first().map(|(_, entry)| *entry);
        let is_one = |entry: &&Entry| elsewhere.iter().all(|(_, it)| it.name == entry.name);
        self.cursor.say(match first {
            None => format!("{name} has no meaning: <help> shows all keys"),
            Some(entry) if is_one(&entry) => {
                format!("{name} ({}) works in {}", entry.name, words::list(&panes))
            }
            Some(_) => format!("{name} works in {}", words::list(&panes)),
        });
    }
}
