//! Changes of the scenario. Each one is priced before it counts, and can be undone.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use whatif_pricing::number::QUANTITY_PLACES_MAX;
use whatif_pricing::{DriverId, Money, RateCard, Value};

use super::{MARKED_AT_FIRST, Refusal, Row, State};
use crate::answer::board::Followed;
use crate::answer::notes::{Note, notes};
use crate::explorer::scale;
use crate::report::{self, names, words};
use crate::scenario::{Choices, CompanionChoices, OfferId, Scenario, TypedPrice};

impl State {
    /// Makes a change, or says why not and leaves everything as it was. While a slider is held, all its
    /// changes are one.
    pub(super) fn change(
        &mut self,
        mutate: impl FnOnce(&mut Scenario) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let goes_on = self.cursor.drag.is_some_and(|drag| drag.moved);
        let edition = self.document.edition;
        self.change_on(goes_on, mutate)?;
        if self.document.edition != edition
            && let Some(drag) = &mut self.cursor.drag
        {
            drag.moved = true;
        }
        Ok(())
    }

    /// Makes a change. One that goes on with the change before it is undone together with it.
    pub(super) fn change_on(
        &mut self,
        goes_on: bool,
        mutate: impl FnOnce(&mut Scenario) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let mut next = self.figures.board.adopting(&self.document.scenario);
        mutate(&mut next)?;
        self.figures.board.release(&mut next);
        next.letters.clone_from(&self.document.scenario.letters);
        if next == *self.document.scenario {
            return Ok(());
        }
        if next.marked != self.document.scenario.marked {
            // A letter stays with its offer while others are marked and unmarked.
            next.letters = self.figures.board.numbered();
        }
        let followed = self.marked_by_itself(&next);
        let (ranked, jobs) = (self.ranked_providers(), self.figures.board.asked_jobs().to_vec());
        self.figures.price(&next, goes_on)?;
        if let Some(followed) = followed {
            next = self.mark_best(&next, &followed)?;
        }
        next.letters = self.figures.board.settle_letters();
        self.document.put(next, goes_on);
        self.figures.is_fresh = true;
        self.keep_row();
        self.derive_soon();
        self.say_who_left(&ranked, &jobs);
        Ok(())
    }

    /// The providers with a best offer that is ranked.
    fn ranked_providers(&self) -> Vec<String> {
        let best = self.figures.board.offers().iter().filter(|offer| offer.is_best);
        let ranked = best.filter(|offer| offer.ranked().is_some());
        ranked.map(|offer| offer.card.provider.clone()).collect()
    }

    /// Says which providers the change left without an offer that does the job, and what is asked for now.
    fn say_who_left(&mut self, before: &[String], jobs: &[String]) {
        let now = self.ranked_providers();
        let left = before.iter().filter(|provider| !now.contains(provider));
        let left: Vec<&str> = left.map(|provider| words::short_provider(provider)).collect();
        if left.is_empty() || now.is_empty() {
            return;
        }
        let asked = self.figures.board.asked_jobs().iter().find(|job| !jobs.contains(job));
        let who = words::list(&left);
        let rank = if left.len() == 1 { "is" } else { "are" };
        let says = format!("{who} {rank} not ranked any more");
        self.remark(&match asked {
            Some(job) => format!("{job} are asked for now: {says} (<reset>: not asked)"),
            None => format!("{says}: the list says why"),
        });
    }

    /// Says what follows from a change. The caption of a tour is not covered.
    fn remark(&mut self, says: &str) {
        if self.tour.playing.is_none() {
            self.cursor.add(says);
        }
    }

    /// Follows the best offers through a change that marks and selects nothing itself.
    fn marked_by_itself(&self, next: &Scenario) -> Option<Followed> {
        let now = self.scenario();
        let is_same = next.marked == now.marked && next.selected == now.selected;
        is_same.then(|| self.figures.board.followed(MARKED_AT_FIRST)).flatten()
    }

    /// Marks the best offers of the priced board in place of those that are followed.
    fn mark_best(&mut self, scenario: &Scenario, followed: &Followed) -> Result<Scenario, Refusal> {
        let next = self.figures.board.following(scenario, followed);
        if next != *scenario {
            let board = &self.figures.board;
            let both = board.offer(&scenario.selected).zip(board.offer(&next.selected));
            let says = both.map_or_else(String::new, |(was, now)| names::succeeded(was, now));
            self.figures.reprice(&next)?;
            if next.selected != scenario.selected {
                self.figures.succeed(&scenario.selected, &next.selected);
                self.remark(&says);
            }
        }
        Ok(next)
    }

    /// As [`Self::change`], with the reason as the message if it fails.
    pub(super) fn try_change(&mut self, mutate: impl FnOnce(&mut Scenario) -> Result<(), Refusal>) {
        let changed = self.change(mutate);
        self.cursor.refuse_if(changed);
    }

    /// Changes the choices on one card of the selected offer: its own or a companion's.
    pub(super) fn try_choices(&mut self, card: &str, change: impl FnOnce(&mut Choices)) {
        let offer = self.selected().id.clone();
        let changed = self.change_part(&offer, card, change);
        self.cursor.refuse_if(changed);
    }

    /// Changes the choices on one card of an offer: its own or a companion's.
    pub(super) fn change_part(
        &mut self,
        offer: &OfferId,
        card: &str,
        change: impl FnOnce(&mut Choices),
    ) -> Result<(), Refusal> {
        self.change(|scenario| {
            scenario.inputs.offers.change_part(offer, card, change);
            Ok(())
        })
    }

    /// Selects another offer. This is no change to be undone.
    pub(super) fn select(&mut self, offer: &OfferId) {
        if self.figures.board.offer(offer).is_none() || self.scenario().selected == *offer {
            return;
        }
        self.document.select(offer);
        let priced = self.figures.reprice(&self.document.scenario);
        self.cursor.refuse_if(priced.map_err(Refusal::from));
        self.cursor.line = 0;
        self.keep_row();
        self.derive();
    }

    /// The value of a slider that steps start from.
    fn number(&self, driver: DriverId) -> Decimal {
        self.figures.board.usage().value(driver).to_decimal()
    }

    /// Sets a slider to a number. A formula or a range gives way, and the message says how to get it back.
    pub(super) fn set_number(&mut self, driver: DriverId, number: Decimal) {
        let goes_on = self.cursor.drag.is_some_and(|drag| drag.moved);
        if self.put_number(driver, number, goes_on)
            && let Some(drag) = &mut self.cursor.drag
        {
            drag.moved = true;
        }
    }

    /// Sets a slider to a number. Returns whether the scenario is another now.
    fn put_number(&mut self, driver: DriverId, number: Decimal, goes_on: bool) -> bool {
        let former = match self.scenario().inputs.workload.value(driver) {
            Value::Number(now) if *now == number => return false,
            Value::Number(_) => None,
            former @ (Value::Formula(_) | Value::Range(_) | Value::InUnit(_)) => {
                Some(former.text())
            }
        };
        let number = number.round_dp(QUANTITY_PLACES_MAX);
        let changed = self.change_on(goes_on, |scenario| {
            Ok(scenario.inputs.workload.set(driver, Value::Number(number))?)
        });
        if let Err(why) = changed {
            self.cursor.refuse(why);
            return false;
        }
        if let Some(former) = former {
            let name = &self.document.scenario.inputs.workload.vocabulary()[driver].label;
            self.cursor.add(&format!(
                "{name} is now a number instead of {former}: <undo> undoes, <reset> resets"
            ));
        }
        true
    }

    /// Moves the row under the cursor by steps: a slider by so many, a choice by one. A burst of steps on
    /// one slider is one change.
    pub(super) fn step(&mut self, steps: i64) {
        let Row::Driver(driver) = self.cursor.row else { return self.choose(steps.signum()) };
        let entry = &self.scenario().inputs.workload.vocabulary()[driver];
        let number = scale::stepped_by(entry, self.number(driver), steps);
        let goes_on = self.cursor.burst == Some(driver);
        if self.put_number(driver, number, goes_on) {
            self.cursor.burst = Some(driver);
        }
    }

    /// The next or former choice of the row under the cursor, round and round.
    pub(super) fn choose(&mut self, by: i64) {
        match self.cursor.row.clone() {
            Row::Driver(_) => {}
            Row::FoldedReadings => {
                self.cursor.unfolded.readings = !self.cursor.unfolded.readings;
            }
            Row::Folded => self.cursor.unfolded.sliders = !self.cursor.unfolded.sliders,
            Row::Companion(companion) => self.toggle_companion(&companion),
            Row::Option { card, option } => self.choose_option(&card, &option, by),
            Row::Reading { card, assumption } => self.choose_reading(&card, &assumption, by),
        }
    }

    fn choose_option(&mut self, card: &str, option: &str, by: i64) {
        let Some(part) = self.selected().part(card) else { return };
        let mut options = part.card.options.iter().zip(&part.selection.options);
        let Some((known, now)) = options.find(|(known, _)| known.id == option) else { return };
        let choice = known.choices[turned(*now, known.choices.len(), by)].id.clone();
        self.take_option(card, option, &choice);
    }

    fn choose_reading(&mut self, card: &str, assumption: &str, by: i64) {
        let Some(part) = self.selected().part(card) else { return };
        let mut assumptions = part.card.assumptions.iter().zip(&part.selection.readings);
        let found = assumptions.find(|(known, _)| known.id == assumption);
        let Some((known, now)) = found else { return };
        let reading = known.readings[turned(*now, known.readings.len(), by)].named.id.clone();
        self.take_reading(card, assumption, &reading);
    }

    /// Takes a choice of an option of a card of the selected offer.
    pub(super) fn take_option(&mut self, card: &str, option: &str, choice: &str) {
        let known = self.figures.board.card(card).map(|card| card.options.iter());
        let default = known.and_then(|mut all| all.find(|it| it.id == option)?.choices.first());
        let is_default = default.is_some_and(|default| default.id == choice);
        let is_held = self.held(card).is_some_and(|held| held.options.contains_key(option));
        let before = self.selected().missing.clone();
        self.try_choices(card, |choices| {
            put_choice(&mut choices.options, option, choice, is_held || !is_default);
        });
        let missing = self.selected().missing.iter().find(|part| !before.contains(part));
        if let Some(says) = missing.map(report::opening::missing) {
            self.cursor.say(says);
        }
    }

    /// Takes a reading of an assumption of a card of the selected offer.
    pub(super) fn take_reading(&mut self, card: &str, assumption: &str, reading: &str) {
        let known = self.figures.board.card(card).map(|card| card.assumptions.iter());
        let known = known.and_then(|mut all| all.find(|it| it.id == assumption));
        let is_default = known.is_some_and(|it| it.readings[it.default].named.id == reading);
        let is_held = self.held(card).is_some_and(|held| held.readings.contains_key(assumption));
        self.try_choices(card, |choices| {
            put_choice(&mut choices.readings, assumption, reading, is_held || !is_default);
        });
    }

    /// The choices on a card of the selected offer in the file.
    fn held(&self, card: &str) -> Option<&Choices> {
        let id = &self.selected().id;
        let offer = self.document.file.held().inputs.offers.get(id)?;
        if id.card() == card {
            return Some(&offer.choices);
        }
        match offer.companions.get(card)? {
            CompanionChoices::Own(choices) => Some(choices),
            CompanionChoices::AsItsOffer => None,
        }
    }

    fn toggle_companion(&mut self, companion: &str) {
        let offer = self.selected().id.clone();
        self.try_change(|scenario| {
            scenario.inputs.offers.change(&offer, |offer| {
                if offer.companions.remove(companion).is_none() {
                    offer.companions.insert(companion.to_owned(), CompanionChoices::AsItsOffer);
                }
            });
            Ok(())
        });
    }

    /// To an end of the slider under the cursor.
    pub(super) fn go_to_end(&mut self, largest: bool) {
        let Row::Driver(driver) = self.cursor.row else { return self.say_no_slider() };
        let entry = &self.scenario().inputs.workload.vocabulary()[driver];
        let end = if largest { entry.largest } else { entry.smallest };
        self.set_number(driver, end);
    }

    pub(super) fn double(&mut self, up: bool) {
        let Row::Driver(driver) = self.cursor.row else { return self.say_no_slider() };
        let entry = &self.scenario().inputs.workload.vocabulary()[driver];
        let number = scale::doubled(entry, self.number(driver), up);
        self.set_number(driver, number);
    }

    fn say_no_slider(&mut self) {
        self.cursor.say("this row is no slider: <decrease> and <increase> change the choice");
    }

    /// The default value, choice or reading of the row under the cursor.
    pub(super) fn reset(&mut self) {
        match self.cursor.row.clone() {
            Row::Driver(driver) => {
                self.try_change(|scenario| Ok(scenario.inputs.workload.reset(driver)?));
            }
            Row::FoldedReadings => self.cursor.unfolded.readings = false,
            Row::Folded => self.cursor.unfolded.sliders = false,
            Row::Companion(companion) => {
                let offer = self.selected().id.clone();
                self.try_change(|scenario| {
                    scenario.inputs.offers.change(&offer, |offer| {
                        offer.companions.remove(&companion);
                    });
                    Ok(())
                });
            }
            Row::Option { card, option } => self.try_choices(&card, |choices| {
                choices.options.remove(&option);
            }),
            Row::Reading { card, assumption } => self.try_choices(&card, |choices| {
                choices.readings.remove(&assumption);
            }),
        }
    }

    pub(super) fn toggle_mark(&mut self, offer: &OfferId) {
        self.try_change(|scenario| {
            if !scenario.marked.remove(offer) {
                scenario.marked.insert(offer.clone());
            }
            Ok(())
        });
    }

    /// Marks every listed offer that can be ranked.
    pub(super) fn mark_listed(&mut self) {
        let listed = self.listed().into_iter().filter(|offer| offer.ranked().is_some());
        let listed: Vec<OfferId> = listed.map(|offer| offer.id.clone()).collect();
        let count = listed.len();
        self.try_change(|scenario| {
            scenario.marked.extend(listed);
            Ok(())
        });
        if self.cursor.notice.is_none() {
            self.cursor.say(format!("marked {} (<undo> undoes)", words::count(count, "offer")));
        }
    }

    /// Unmarks every offer.
    pub(super) fn unmark_all(&mut self) {
        if self.scenario().marked.is_empty() {
            return self.cursor.say("no offer is marked: <toggle-mark> marks one");
        }
        self.try_change(|scenario| {
            scenario.marked.clear();
            Ok(())
        });
    }

    /// Sets the user's own price for a line. `None` for the card's.
    pub(super) fn set_price(
        &mut self,
        offer: &OfferId,
        card: &str,
        charge: &str,
        price: Option<Money>,
    ) -> Result<(), Refusal> {
        let rates = self.rate_card(offer, card);
        self.change_part(offer, card, |choices| match price {
            Some(price) => choices.set_price(&rates, charge, price),
            None => choices.remove_price(charge),
        })
    }

    /// The card of a part of an offer: its own, or a companion's.
    pub(super) fn rate_card(&self, offer: &OfferId, card: &str) -> Arc<RateCard> {
        let part = self.figures.board.offer(offer).and_then(|priced| priced.part(card));
        Arc::clone(part.map_or_else(|| &self.selected().card, |part| &part.card))
    }

    /// A price that was typed for a card of an offer, in the currency of the card's list.
    pub(super) fn own_price(
        &self,
        offer: &OfferId,
        (card, charge): (&str, &str),
        text: &str,
    ) -> Result<Money, Refusal> {
        let typed: TypedPrice = text.parse()?;
        let rates = self.rate_card(offer, card);
        // A best offer that nobody changed yet is not in the scenario.
        let inputs = self.figures.board.adopting(self.scenario()).inputs;
        let choices = inputs.offers.part(offer, card);
        Ok(choices.read_price(&rates, charge, typed)?)
    }

    /// Sets a slider to what was typed.
    pub(super) fn set_text(&mut self, driver: DriverId, text: &str) -> Result<(), Refusal> {
        let value = self.scenario().inputs.workload.read(driver, text)?;
        self.change(|scenario| Ok(scenario.inputs.workload.set(driver, value)?))?;
        let board = &self.figures.board;
        let is_about = |note: &Note| matches!(note, Note::BareFlow(flow) if flow.driver == driver);
        let notes = notes(board, [&board.selected().id]);
        if let Some(note) = notes.iter().find(|note| is_about(note)) {
            self.cursor.add(&crate::report::notes::text(note));
        }
        Ok(())
    }
}

/// Writes a choice. One that is a card's default is written only if the file writes it, so that a scenario
/// is the same again after the choices went round.
fn put_choice(choices: &mut BTreeMap<String, String>, id: &str, choice: &str, is_written: bool) {
    if is_written {
        choices.insert(id.to_owned(), choice.to_owned());
    } else {
        choices.remove(id);
    }
}

/// The place after or before one of so many, round and round.
const fn turned(now: usize, count: usize, by: i64) -> usize {
    (if by < 0 { now + count - 1 } else { now + 1 }) % count
}
