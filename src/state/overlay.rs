//! What lies over the panes: the last one opened is on top and has the keys.

use whatif_pricing::{DriverId, Value};

use super::{Palette, Row, State};
use crate::widget::Field;

/// One thing over the panes.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// All keys.
    Help {
        /// Rows scrolled past.
        scroll: usize,
    },
    /// How a line's amount came about.
    Explain {
        /// The charge's place in the selected card.
        charge: usize,
        /// Rows scrolled past.
        scroll: usize,
    },
    /// Finding a command, driver or card.
    Palette(Palette),
    /// Typing a value.
    Edit(Edit),
    /// Typing the filter of the picker.
    Filter(Field),
}

/// A value being typed.
#[derive(Clone, Debug)]
pub struct Edit {
    /// What for.
    pub target: Target,
    /// The text so far.
    pub field: Field,
    /// Why it was refused; under the field.
    pub error: Option<String>,
}

/// What a value is typed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A slider.
    Driver(DriverId),
    /// A unit price of the selected card, by the charge's place.
    Price(usize),
    /// The period.
    Period,
}

/// The longest text that can be typed: a formula's limit and some.
const LETTERS_MAX: usize = 600;

impl State {
    pub(super) fn open_edit(&mut self, target: Target, text: &str) {
        let field = Field::with_text(text, LETTERS_MAX);
        self.overlays.push(Overlay::Edit(Edit { target, field, error: None }));
    }

    /// Types a value for the row under the cursor, beginning with what stands there.
    pub(super) fn type_value(&mut self, formula: bool) {
        match self.row {
            Row::Driver(driver) => {
                let text = match self.scenario.workload.value(driver) {
                    Value::Number(_) if formula => "=".to_owned(),
                    value => value.text(),
                };
                self.open_edit(Target::Driver(driver), &text);
            }
            Row::Option(_) | Row::Reading(_) => self.choose(1),
        }
    }

    pub(super) fn type_price(&mut self) {
        let charge = self.line;
        let priced = self.selected();
        let price = priced
            .tariff
            .unit_price(charge)
            .map_or_else(String::new, |p| p.normalize().to_string());
        self.open_edit(Target::Price(charge), &price);
    }

    /// Takes what was typed; on a mistake the field stays open and says what is wrong.
    pub(super) fn accept_edit(&mut self, mut edit: Edit) {
        let text = edit.field.text().trim().to_owned();
        let outcome = match edit.target {
            Target::Driver(driver) => self.set_text(driver, &text),
            Target::Price(charge) if text.is_empty() => self.set_price(charge, None),
            Target::Price(charge) => {
                let price = whatif_pricing::number::price(&text).map_err(|error| error.to_string());
                price.and_then(|price| self.set_price(charge, Some(price)))
            }
            Target::Period => self.set_period(&text),
        };
        if let Err(error) = outcome {
            edit.error = Some(error);
            self.overlays.push(Overlay::Edit(edit));
        }
    }
}
