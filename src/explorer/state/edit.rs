//! Typing a value: a field opens, and what was typed is taken or refused.

use whatif_pricing::{DriverId, Ratio, Value};

use super::{BillRow, Edit, Effect, Overlay, Refusal, Row, State, Target};
use crate::explorer::widget::Field;
use crate::report::{numbers, words};

/// The most letters that can be typed beside the former value: a formula's limit, and some sentences of
/// notes. The former value is never cut.
const LETTERS_MAX: usize = 600;

fn field_with(text: &str) -> Field {
    Field::with_text(text, text.chars().count().saturating_add(LETTERS_MAX))
}

impl State {
    /// Opens a field with a text to go on from.
    pub(super) fn open_edit(&mut self, target: Target, text: &str) {
        self.push_edit(target, text, false);
    }

    /// Opens a field with the former value: to be changed, or to be typed over.
    pub(super) fn open_edit_of(&mut self, target: Target, former: &str) {
        self.push_edit(target, former, !former.is_empty());
    }

    fn push_edit(&mut self, target: Target, text: &str, is_former: bool) {
        let means = self.meaning(&target, text);
        let field = field_with(text);
        let edit = Edit { target, field, is_former, error: None, preview: None, means };
        self.cursor.overlays.push(Overlay::Edit(edit));
    }

    /// Says what a text comes to before it is taken.
    pub(super) fn meaning(&self, target: &Target, text: &str) -> Option<String> {
        let typed = self.typed(target, text);
        match target {
            Target::Rate { from } => self.rate_meaning(*from, &typed),
            Target::Goal => self.goal_meaning(&typed),
            Target::Driver(_)
            | Target::Price { .. }
            | Target::Adjustment { .. }
            | Target::NewOffer { .. }
            | Target::OfferLabel(_)
            | Target::Tax
            | Target::Budget
            | Target::AsOf
            | Target::Period
            | Target::LeverRange
            | Target::Changes
            | Target::SaveAs
            | Target::SaveTour
            | Target::Import
            | Target::Export
            | Target::Notes => None,
        }
    }

    /// Types a value for the row under the cursor, beginning with the present one.
    pub(super) fn type_value(&mut self, formula: bool) {
        let Row::Driver(driver) = self.cursor.row else { return self.choose(1) };
        let target = Target::Driver(driver);
        let value = self.scenario().inputs.workload.value(driver);
        let (text, is_formula) = (self.text_to_edit(driver), value.is_formula());
        match (formula, is_formula) {
            (true, false) => self.open_edit(target, "="),
            (true, true) => self.open_edit(target, &text),
            (false, _) => self.open_edit_of(target, &text),
        }
    }

    /// The text of a driver's value in its field: a time as the screen shows it, `5 min`, if that reads the same.
    fn text_to_edit(&self, driver: DriverId) -> String {
        let workload = &self.scenario().inputs.workload;
        let (value, entry) = (workload.value(driver), &workload.vocabulary()[driver]);
        if let Value::Number(number) = value
            && entry.unit == "second"
        {
            let shown = words::value(entry, Ratio::whole(*number));
            let read = workload.read(driver, &shown);
            if matches!(read, Ok(Value::Number(read)) if read == *number) {
                return shown;
            }
        }
        value.text()
    }

    /// Types the unit price of the line under the cursor.
    pub(super) fn type_price(&mut self) {
        let Some(BillRow::Line { card, charge }) = self.bill_row() else {
            return self.type_adjustment(false);
        };
        let offer = self.selected();
        let price = offer
            .part(&card)
            .and_then(|part| part.tariff.unit_price(part.card.charge(&charge).ok()?));
        let price = price.map_or_else(String::new, |price| price.normalize().to_string());
        let offer = offer.id.clone();
        self.open_edit_of(Target::Price { offer, card, charge }, &price);
    }

    /// Takes what was typed. On a mistake the field stays open and says what is wrong.
    pub(super) fn accept_edit(&mut self, mut edit: Edit) -> Effect {
        let text = self.typed(&edit.target, edit.field.text().trim());
        match self.take_typed(&edit.target, &text) {
            Ok(effect) => effect,
            Err(error) => {
                edit.error = Some(Box::new(error));
                edit.is_former = false;
                self.cursor.overlays.push(Overlay::Edit(edit));
                Effect::None
            }
        }
    }

    /// Takes a text as if it had been typed into a field. On a mistake the field opens and says what is wrong.
    pub(super) fn accept_text(&mut self, target: Target, text: &str) -> Effect {
        let field = field_with(text);
        self.accept_edit(Edit {
            target,
            field,
            is_former: false,
            error: None,
            preview: None,
            means: None,
        })
    }

    /// A text as it is read: numbers that are typed in the user's style have a point.
    pub(super) fn typed(&self, target: &Target, text: &str) -> String {
        match target {
            // The commas of a formula stand between its parts.
            Target::Driver(_) if text.starts_with('=') => text.to_owned(),
            Target::Driver(_)
            | Target::Price { .. }
            | Target::Adjustment { .. }
            | Target::Goal
            | Target::Tax
            | Target::Budget
            | Target::Rate { .. }
            | Target::LeverRange
            | Target::Changes => numbers::typed(text, self.settings.profile.numbers).into_owned(),
            Target::NewOffer { .. }
            | Target::OfferLabel(_)
            | Target::AsOf
            | Target::Period
            | Target::Export
            | Target::SaveTour
            | Target::Import
            | Target::SaveAs
            | Target::Notes => text.to_owned(),
        }
    }

    fn take_typed(&mut self, target: &Target, text: &str) -> Result<Effect, Refusal> {
        match target {
            Target::Driver(driver) => self.set_text(*driver, text)?,
            Target::Price { offer, card, charge } => {
                let price = (!text.is_empty()).then(|| self.own_price(offer, (card, charge), text));
                self.set_price(offer, card, charge, price.transpose()?)?;
            }
            Target::Adjustment { offer, card, charge } => {
                self.set_adjustment(offer, card, charge.as_deref(), text)?;
            }
            Target::NewOffer { of } => self.add_offer(of, text)?,
            Target::OfferLabel(offer) => self.set_label(offer, text)?,
            Target::Goal => self.seek_goal(text)?,
            Target::Tax => self.set_tax(text)?,
            Target::Budget => self.set_budget(text)?,
            Target::AsOf => self.set_as_of(text)?,
            Target::Rate { from } => {
                self.set_rate(*from, text)?;
                // A rate is worth saving for the next run.
                return Ok(Effect::SaveProfile);
            }
            Target::Period => self.set_period(text)?,
            Target::LeverRange => self.set_range(text)?,
            Target::Changes => self.set_changes(text)?,
            Target::Export => return self.export_typed(text),
            Target::SaveTour => return self.save_tour_typed(text),
            Target::Import => return self.import_typed(text),
            Target::SaveAs => return self.save_as_typed(text),
            Target::Notes => self.set_notes(text)?,
        }
        Ok(Effect::None)
    }
}
