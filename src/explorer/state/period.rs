//! Typing the period.

use whatif_pricing::Period;

use super::changes::check_timeline;
use super::{Refusal, State};

/// The forms that the field for the period takes.
pub const PERIOD_FORMS: &str = Period::FORMS;

impl State {
    /// The present period as it can be typed.
    pub(super) fn period_text(&self) -> String {
        self.scenario().inputs.period.text()
    }

    pub(super) fn set_period(&mut self, text: &str) -> Result<(), Refusal> {
        let offset = self.selected().card.offset;
        let period = Period::parse(text, self.settings.today)?;
        self.change(|scenario| {
            scenario.inputs.period = period;
            if scenario.inputs.is_steady() {
                Ok(())
            } else {
                check_timeline(&scenario.inputs, offset)
            }
        })
    }
}
