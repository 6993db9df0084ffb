//! Changes of the scenario: each is priced before it counts, and can be undone.

use std::sync::Arc;

use rust_decimal::Decimal;
use whatif_pricing::{DriverId, Value, Workload};

use super::{Notice, Past, Row, State, Step};
use crate::board::Priced;
use crate::scale;
use crate::scenario::Scenario;

/// The most changes that can be undone: at about 3 KB each, they stay a small part of the memory.
const UNDO_MAX: usize = 200;

impl State {
    /// Makes a change if the outcome can be priced; otherwise says why and leaves everything as it was.
    /// While a slider is held, all its changes are one.
    pub(super) fn change(
        &mut self,
        mutate: impl FnOnce(&mut Scenario) -> Result<(), String>,
    ) -> Result<(), String> {
        let mut next = self.scenario.clone();
        mutate(&mut next)?;
        if next == self.scenario {
            return Ok(());
        }
        let before = self.present();
        if let Err(error) = self.board.price(&next) {
            self.reprice();
            return Err(error.to_string());
        }
        let former = std::mem::replace(&mut self.scenario, next);
        let same_drag =
            self.drag.as_mut().is_some_and(|drag| std::mem::replace(&mut drag.moved, true));
        if !same_drag {
            // A mark or a choice that moves no figure leaves the last change in sight.
            if self.present() != before {
                self.before = before;
            }
            self.remember(Step { scenario: former, document: None });
        }
        self.edition += 1;
        self.is_fresh = true;
        self.keep_row();
        self.derive();
        Ok(())
    }

    /// Something more that can be gone back to.
    pub(super) fn remember(&mut self, step: Step) {
        self.undo.push(step);
        let surplus = self.undo.len().saturating_sub(UNDO_MAX);
        self.undo.drain(..surplus);
        self.redo.clear();
        self.edition += 1;
    }

    /// As [`Self::change`], with the reason as the message when it fails.
    pub(super) fn try_change(&mut self, mutate: impl FnOnce(&mut Scenario) -> Result<(), String>) {
        if let Err(text) = self.change(mutate) {
            self.refuse(text);
        }
    }

    /// Prices the scenario as it is, which was priced before.
    pub(super) fn reprice(&mut self) {
        self.board.price(&self.scenario).expect("the scenario on the screen was priced before");
    }

    pub(super) fn refuse(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), is_error: true });
    }

    pub(super) fn tell(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), is_error: false });
    }

    /// Shows another card; this is no change to be undone.
    pub(super) fn select(&mut self, card: usize) {
        self.scenario.selected = card;
        self.scenario.absent.selected = None;
        self.reprice();
        self.line = 0;
        self.keep_row();
        self.derive();
    }

    pub(super) fn undo(&mut self) {
        let Some(mut step) = self.undo.pop() else { return self.tell("nothing to undo") };
        let travelled = self.travel(&mut step);
        if travelled { &mut self.redo } else { &mut self.undo }.push(step);
    }

    pub(super) fn redo(&mut self) {
        let Some(mut step) = self.redo.pop() else { return self.tell("nothing to redo") };
        let travelled = self.travel(&mut step);
        if travelled { &mut self.undo } else { &mut self.redo }.push(step);
    }

    /// What every card comes to now.
    pub(super) fn present(&self) -> Vec<Past> {
        let past = |priced: &Priced| Past { invoice: priced.invoice.clone(), total: priced.total };
        self.board.cards.iter().map(past).collect()
    }

    /// To a scenario that was on the screen before, in exchange for the present one. The card that is
    /// shown stays: showing one is no change, but for that of another document. Where a card has changed
    /// since then so that it cannot be priced, that is told, and everything stays.
    fn travel(&mut self, to: &mut Step) -> bool {
        let before = self.present();
        if to.document.is_none() {
            to.scenario.selected = self.scenario.selected;
            to.scenario.absent.selected.clone_from(&self.scenario.absent.selected);
        }
        if let Err(error) = self.board.price(&to.scenario) {
            self.reprice();
            self.refuse(error.to_string());
            return false;
        }
        self.before = before;
        std::mem::swap(&mut self.scenario, &mut to.scenario);
        if let Some(document) = &mut to.document {
            std::mem::swap(&mut self.document, document);
            self.tell(format!("{} again", self.document.name()));
        }
        self.edition += 1;
        self.is_fresh = true;
        self.keep_row();
        self.derive();
        true
    }

    /// The value of a slider as it can be changed from.
    fn number(&self, driver: DriverId) -> Decimal {
        self.board.usage.value(driver).to_decimal()
    }

    /// Sets a slider to a number. A formula or a range gives way, and the message says how to get it back.
    pub(super) fn set_number(&mut self, driver: DriverId, number: Decimal) {
        let former = match self.scenario.workload.value(driver) {
            Value::Number(now) if *now == number => return,
            Value::Number(_) => None,
            former @ (Value::Formula(_) | Value::Range(_)) => Some(former.text()),
        };
        let number = number.round_dp(whatif_pricing::number::QUANTITY_PLACES_MAX);
        let set = |scenario: &mut Scenario| {
            scenario.workload.set(driver, Value::Number(number)).map_err(|error| error.to_string())
        };
        if let Err(text) = self.change(set) {
            return self.refuse(text);
        }
        if let Some(former) = former {
            let name = self.scenario.workload.vocabulary()[driver].label.clone();
            self.tell(format!("{name} is now a number in place of {former}: u undoes, r resets"));
        }
    }

    /// Moves the row under the cursor by steps: a slider by so many, a choice by one.
    pub(super) fn step(&mut self, steps: i64) {
        match self.row {
            Row::Driver(driver) => {
                let entry = &self.scenario.workload.vocabulary()[driver];
                let number = scale::stepped_by(entry, self.number(driver), steps);
                self.set_number(driver, number);
            }
            Row::Option(_) | Row::Reading(_) | Row::Companion(_) => self.choose(steps.signum()),
        }
    }

    /// The next or former choice of the row under the cursor, round and round.
    pub(super) fn choose(&mut self, by: i64) {
        let row = self.row;
        let card = self.selected().card.clone();
        self.try_change(|scenario| {
            let selection = Arc::make_mut(&mut scenario.selections[scenario.selected]);
            let (slot, count) = match row {
                Row::Option(place) => {
                    (&mut selection.options[place], card.options[place].choices.len())
                }
                Row::Reading(place) => {
                    (&mut selection.readings[place], card.assumptions[place].readings.len())
                }
                Row::Companion(place) => {
                    selection.companions[place] = !selection.companions[place];
                    return Ok(());
                }
                Row::Driver(_) => return Ok(()),
            };
            *slot = if by < 0 { *slot + count - 1 } else { *slot + 1 } % count;
            Ok(())
        });
    }

    /// To an end of the slider under the cursor, or the first or last choice.
    pub(super) fn go_to_end(&mut self, largest: bool) {
        if let Row::Driver(driver) = self.row {
            let entry = &self.scenario.workload.vocabulary()[driver];
            self.set_number(driver, if largest { entry.largest } else { entry.smallest });
        }
    }

    pub(super) fn double(&mut self, up: bool) {
        if let Row::Driver(driver) = self.row {
            let entry = &self.scenario.workload.vocabulary()[driver];
            self.set_number(driver, scale::doubled(entry, self.number(driver), up));
        }
    }

    /// The default value, choice or reading of the row under the cursor.
    pub(super) fn reset(&mut self) {
        let row = self.row;
        let card = self.selected().card.clone();
        self.try_change(|scenario| {
            let selection = Arc::make_mut(&mut scenario.selections[scenario.selected]);
            match row {
                Row::Driver(driver) => {
                    return scenario.workload.reset(driver).map_err(|error| error.to_string());
                }
                Row::Companion(place) => selection.companions[place] = false,
                Row::Option(place) => selection.options[place] = 0,
                Row::Reading(place) => selection.readings[place] = card.assumptions[place].default,
            }
            Ok(())
        });
    }

    pub(super) fn toggle_mark(&mut self, card: usize) {
        self.try_change(|scenario| {
            scenario.marked[card] = !scenario.marked[card];
            Ok(())
        });
    }

    /// The user's own price for a line, or the card's again.
    pub(super) fn set_price(
        &mut self,
        card: usize,
        charge: usize,
        price: Option<Decimal>,
    ) -> Result<(), String> {
        self.change(|scenario| {
            Arc::make_mut(&mut scenario.selections[card]).prices[charge] = price;
            Ok(())
        })
    }

    /// Sets a slider to what was typed.
    pub(super) fn set_text(&mut self, driver: DriverId, text: &str) -> Result<(), String> {
        let value = Workload::read(&self.scenario.workload, driver, text)
            .map_err(|error| error.to_string())?;
        self.change(|scenario| {
            scenario.workload.set(driver, value).map_err(|error| error.to_string())
        })
    }
}
