//! What lies over the panes: the last one opened is on top and has the keys.

use whatif_pricing::{Currency, DriverId};

use super::{Ask, BillRow, Effect, Palette, Row, State};
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
        /// The card's place.
        card: usize,
        /// The charge's place in it.
        charge: usize,
        /// Rows scrolled past.
        scroll: usize,
    },
    /// What is wrong with files of the user's cards.
    Problems {
        /// Rows scrolled past.
        scroll: usize,
    },
    /// Something to be read.
    Report {
        /// What it is about.
        title: &'static str,
        /// Its lines, of any length.
        lines: Vec<String>,
        /// Rows scrolled past.
        scroll: usize,
    },
    /// A question that is to be answered first.
    Ask(Ask),
    /// Finding a command, driver or card.
    Palette(Palette),
    /// Typing a value.
    Edit(Edit),
    /// Typing the filter of the picker.
    Filter {
        /// The letters so far.
        field: Field,
        /// The card that was shown before, for when it is left.
        before: usize,
    },
}

/// A value being typed.
#[derive(Clone, Debug)]
pub struct Edit {
    /// What for.
    pub target: Target,
    /// The text so far.
    pub field: Field,
    /// The text is what was there before, and the first letter takes its place.
    pub is_former: bool,
    /// Why it was refused; under the field.
    pub error: Option<String>,
}

/// What a value is typed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A slider.
    Driver(DriverId),
    /// A unit price.
    Price {
        /// The card's place.
        card: usize,
        /// The charge's place in it.
        charge: usize,
    },
    /// A discount or mark-up.
    Adjustment {
        /// The card's place.
        card: usize,
        /// The charge's place in it; none for the whole card.
        charge: Option<usize>,
    },
    /// What the selected card's total may be.
    Goal,
    /// The tax on all totals.
    Tax,
    /// What totals are to stay within.
    Budget,
    /// The day whose price lists are used.
    AsOf,
    /// What one unit of a currency is in that of the comparison.
    Rate {
        /// The currency.
        from: Currency,
    },
    /// The period.
    Period,
    /// How far the levers are moved.
    Swing,
    /// How the workload changes within the period.
    Changes,
    /// The file to save to.
    SaveAs,
    /// The file of an export.
    Export,
    /// The file to save a recorded tour to.
    SaveTour,
    /// What the scenario is about.
    Notes,
}

/// The most letters that can be typed beside what is there: a formula's limit and some, and a few sentences
/// of notes. What is there is never cut, however long it is.
const LETTERS_MAX: usize = 600;

fn field_with(text: &str) -> Field {
    Field::with_text(text, text.chars().count().saturating_add(LETTERS_MAX))
}

impl State {
    /// Opens a field with a text to go on from.
    pub(super) fn open_edit(&mut self, target: Target, text: &str) {
        let field = field_with(text);
        self.overlays.push(Overlay::Edit(Edit { target, field, is_former: false, error: None }));
    }

    /// Opens a field with what is there now: to be changed, or to be typed over.
    pub(super) fn open_edit_of(&mut self, target: Target, former: &str) {
        let field = field_with(former);
        let is_former = !former.is_empty();
        self.overlays.push(Overlay::Edit(Edit { target, field, is_former, error: None }));
    }

    /// Types a value for the row under the cursor, beginning with what stands there.
    pub(super) fn type_value(&mut self, formula: bool) {
        match self.row {
            Row::Driver(driver) => {
                let target = Target::Driver(driver);
                let (text, is_formula) = {
                    let value = self.scenario.workload.value(driver);
                    (value.text(), value.is_formula())
                };
                match (formula, is_formula) {
                    (true, false) => self.open_edit(target, "="),
                    (true, true) => self.open_edit(target, &text),
                    (false, _) => self.open_edit_of(target, &text),
                }
            }
            Row::Option(_) | Row::Reading(_) | Row::Companion(_) => self.choose(1),
        }
    }

    pub(super) fn type_price(&mut self) {
        let BillRow::Line { card, charge } = self.bill_row() else {
            return self.type_adjustment(false);
        };
        let priced = &self.board.cards[card];
        let price = priced
            .tariff
            .unit_price(charge)
            .map_or_else(String::new, |p| p.normalize().to_string());
        self.open_edit_of(Target::Price { card, charge }, &price);
    }

    /// Takes what was typed; on a mistake the field stays open and says what is wrong.
    pub(super) fn accept_edit(&mut self, mut edit: Edit) -> Effect {
        let text = edit.field.text().trim().to_owned();
        let outcome = match edit.target {
            Target::Driver(driver) => self.set_text(driver, &text),
            Target::Price { card, charge } if text.is_empty() => self.set_price(card, charge, None),
            Target::Price { card, charge } => {
                let price = whatif_pricing::number::price(&text).map_err(|error| error.to_string());
                price.and_then(|price| self.set_price(card, charge, Some(price)))
            }
            Target::Adjustment { card, charge } => self.set_adjustment(card, charge, &text),
            Target::Goal => self.seek_goal(&text),
            Target::Tax => self.set_tax(&text),
            Target::Budget => self.set_budget(&text),
            Target::AsOf => self.set_as_of(&text),
            Target::Rate { from } => self.set_rate(from, &text),
            Target::Period => self.set_period(&text),
            Target::Swing => self.set_swing(&text),
            Target::Changes => self.set_changes(&text),
            Target::Export => match self.export_typed(&text) {
                Ok(effect) => return effect,
                Err(error) => Err(error),
            },
            Target::SaveTour => match self.save_tour_typed(&text) {
                Ok(effect) => return effect,
                Err(error) => Err(error),
            },
            Target::SaveAs => match self.save_as_typed(&text) {
                Ok(effect) => return effect,
                Err(error) => Err(error),
            },
            Target::Notes => self.set_notes(&text),
        };
        if let Err(error) = outcome {
            edit.error = Some(error);
            edit.is_former = false;
            self.overlays.push(Overlay::Edit(edit));
            return Effect::None;
        }
        // A rate is worth keeping for the next run.
        if matches!(edit.target, Target::Rate { .. }) { Effect::SaveProfile } else { Effect::None }
    }
}
