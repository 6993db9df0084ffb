//! Typing the period.

use chrono::{DateTime, FixedOffset, NaiveDate};
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

/// A date on the card's clock, or an instant.
pub(super) fn instant(text: &str, offset: FixedOffset) -> Result<DateTime<FixedOffset>, Refusal> {
    let text = text.trim();
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Ok(instant);
    }
    let date = text.parse::<NaiveDate>().ok();
    let midnight = date
        .and_then(|date| date.and_hms_opt(0, 0, 0))
        .and_then(|at| at.and_local_timezone(offset).single());
    midnight.ok_or_else(|| Refusal::NotADate { text: text.to_owned() })
}
