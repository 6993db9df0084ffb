//! Typing how the workload changes within the period.

use whatif_pricing::{Change, Value};

use super::period::instant;
use super::{State, Target};

/// What the field for the changes takes.
pub const CHANGE_FORMS: &str = "a day or an instant, a driver and its new value, more after a semicolon: 2026-12-05 secrets=300; 2026-12-20 secrets=50; empty for none";

/// As many as are read from a file.
const CHANGES_MAX: usize = whatif_pricing::text::LIST_LENGTH_MAX;

impl State {
    /// Types the changes, beginning with those that there are.
    pub(super) fn type_changes(&mut self) {
        let vocabulary = self.scenario.workload.vocabulary();
        let text = |change: &Change| {
            let name = &vocabulary[change.driver].name;
            format!("{} {name}={}", change.at.to_rfc3339(), change.value.text())
        };
        let texts: Vec<String> = self.scenario.changes.iter().map(text).collect();
        self.open_edit_of(Target::Changes, &texts.join("; "));
    }

    pub(super) fn set_changes(&mut self, text: &str) -> Result<(), String> {
        let changes = text.split(';').map(str::trim).filter(|text| !text.is_empty());
        let changes: Vec<Change> =
            changes.map(|text| self.read_change(text)).collect::<Result<_, String>>()?;
        if changes == self.scenario.changes {
            return Ok(());
        }
        if changes.len() > CHANGES_MAX {
            let count = changes.len();
            return Err(format!("{count} changes are too many: at most {CHANGES_MAX} are kept"));
        }
        self.change(|scenario| {
            scenario.changes = changes;
            Ok(())
        })
    }

    fn read_change(&self, text: &str) -> Result<Change, String> {
        let vocabulary = self.scenario.workload.vocabulary();
        let shape = || format!("'{text}' is no change: write 2026-12-05 secrets=300");
        let (at, setting) = text.split_once(char::is_whitespace).ok_or_else(shape)?;
        let (name, value) = setting.split_once('=').ok_or_else(shape)?;
        let at = instant(at, self.selected().card.offset)?;
        let driver = vocabulary.named(name.trim()).map_err(|error| error.to_string())?;
        let value = Value::read(vocabulary, driver, value).map_err(|error| error.to_string())?;
        Ok(Change { at, driver, value })
    }
}
