//! Typing how the workload changes within the period.

use chrono::{DateTime, FixedOffset};
use whatif_pricing::text::LIST_LENGTH_MAX;
use whatif_pricing::{Change, Timeline, Value};

use super::{Refusal, State, Target};
use crate::scenario::{Inputs, start_of_day};

/// The forms that the field for the changes takes.
pub const CHANGE_FORMS: &str = "a date or an instant, a driver and its new value. Separate several with semicolons: 2026-12-05 secrets=300; 2026-12-20 secrets=50. Empty for none";

/// Refuses changes that are not within the period on a card's clock: no offer could be priced.
pub(super) fn check_timeline(inputs: &Inputs, offset: FixedOffset) -> Result<(), Refusal> {
    let (workload, changes) = (inputs.workload.clone(), inputs.changes.clone());
    Timeline { workload, changes }.segments(&inputs.period, offset)?;
    Ok(())
}

impl State {
    /// Types the changes, beginning with the present ones.
    pub(super) fn type_changes(&mut self) {
        let inputs = &self.scenario().inputs;
        let vocabulary = inputs.workload.vocabulary();
        let text = |change: &Change| {
            let name = &vocabulary[change.driver].name;
            format!("{} {name}={}", change.at.to_rfc3339(), change.value.text())
        };
        let texts: Vec<String> = inputs.changes.iter().map(text).collect();
        self.open_edit_of(Target::Changes, &texts.join("; "));
    }

    pub(super) fn set_changes(&mut self, text: &str) -> Result<(), Refusal> {
        let changes = text.split(';').map(str::trim).filter(|text| !text.is_empty());
        let changes: Vec<Change> =
            changes.map(|text| self.read_change(text)).collect::<Result<_, _>>()?;
        if changes == self.scenario().inputs.changes {
            return Ok(());
        }
        if changes.len() > LIST_LENGTH_MAX {
            return Err(Refusal::TooManyChanges { count: changes.len() });
        }
        let offset = self.selected().card.offset;
        self.change(|scenario| {
            scenario.inputs.changes = changes;
            check_timeline(&scenario.inputs, offset)
        })
    }

    fn read_change(&self, text: &str) -> Result<Change, Refusal> {
        let vocabulary = self.scenario().inputs.workload.vocabulary();
        let shape = || Refusal::NotAChange { text: text.to_owned() };
        let (at, setting) = text.split_once(char::is_whitespace).ok_or_else(shape)?;
        let (name, value) = setting.split_once('=').ok_or_else(shape)?;
        let at = instant(at, self.selected().card.offset)?;
        let driver = vocabulary.named(name.trim())?;
        let value = Value::read(vocabulary, driver, value)?;
        Ok(Change { at, driver, value })
    }
}

/// A date on the card's clock, or an instant.
fn instant(text: &str, offset: FixedOffset) -> Result<DateTime<FixedOffset>, Refusal> {
    let text = text.trim();
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Ok(instant);
    }
    start_of_day(text, offset).ok_or_else(|| Refusal::NotADate { text: text.to_owned() })
}
