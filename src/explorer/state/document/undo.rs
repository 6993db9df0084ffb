//! Undo and redo: a stack of scenarios, each as it was.

use std::sync::Arc;

use super::{Document, DocumentFile};
use crate::explorer::state::State;
use crate::report::{change, names};
use crate::scenario::{OfferId, Scenario};

/// The most changes that can be undone.
const UNDO_MAX: usize = 200;

/// A scenario to return to.
#[derive(Clone, Debug)]
pub(in crate::explorer::state) struct Step {
    pub scenario: Arc<Scenario>,
    /// The file that it belonged to, if the step leads to another document.
    pub file: Option<DocumentFile>,
    /// The offer that the change away from it selected. `None` if it left the selection as it was.
    pub moved_to: Option<OfferId>,
}

impl Document {
    /// Puts a scenario in place of the present one. One that goes on with the change before it adds no step.
    pub(in crate::explorer::state) fn put(&mut self, scenario: Scenario, goes_on: bool) {
        let former = std::mem::replace(&mut self.scenario, Arc::new(scenario));
        let moved_to = moved(&former, &self.scenario);
        match self.undo.last_mut().filter(|_| goes_on) {
            Some(step) if moved_to.is_some() => step.moved_to = moved_to,
            Some(_) => {}
            None => self.remember(Step { scenario: former, file: None, moved_to }),
        }
        self.edition += 1;
    }

    /// Selects another offer, which adds no step.
    pub(in crate::explorer::state) fn select(&mut self, offer: &OfferId) {
        Arc::make_mut(&mut self.scenario).selected = offer.clone();
    }

    /// Adds a step to return to.
    pub(in crate::explorer::state) fn remember(&mut self, step: Step) {
        self.undo.push(step);
        let surplus = self.undo.len().saturating_sub(UNDO_MAX);
        self.undo.drain(..surplus);
        self.redo.clear();
        self.edition += 1;
    }

    /// The scenario of a step as it is shown: the offer that is selected now stays selected if the step has
    /// it, because selecting is no change. A selection that came with the change goes with it.
    fn shown(&self, step: &Step) -> Arc<Scenario> {
        let selected = &self.scenario.selected;
        if step.moved_to.as_ref() == Some(selected) {
            return Arc::clone(&step.scenario);
        }
        let has_it = !selected.is_copy() || step.scenario.inputs.offers.get(selected).is_some();
        let mut shown = Arc::clone(&step.scenario);
        if step.file.is_none() && has_it && shown.selected != *selected {
            Arc::make_mut(&mut shown).selected = selected.clone();
        }
        shown
    }

    /// Puts a step in place, in exchange for the present scenario.
    fn exchange(&mut self, shown: Arc<Scenario>, step: &mut Step) {
        step.scenario = std::mem::replace(&mut self.scenario, shown);
        step.moved_to = step.moved_to.take().and_then(|_| moved(&step.scenario, &self.scenario));
        if let Some(file) = &mut step.file {
            std::mem::swap(&mut self.file, file);
        }
        self.edition += 1;
    }
}

/// The offer that is selected in a scenario and was not in the former one.
fn moved(former: &Scenario, now: &Scenario) -> Option<OfferId> {
    (former.selected != now.selected).then(|| now.selected.clone())
}

impl State {
    /// Returns whether there is something to undo or redo.
    #[must_use]
    pub const fn has_changes(&self) -> bool {
        !self.document.undo.is_empty() || !self.document.redo.is_empty()
    }

    pub(in crate::explorer::state) fn undo(&mut self) {
        let Some(mut step) = self.document.undo.pop() else {
            return self.cursor.say("nothing to undo");
        };
        let travelled = self.travel(&mut step, "undid");
        let steps = if travelled { &mut self.document.redo } else { &mut self.document.undo };
        steps.push(step);
    }

    pub(in crate::explorer::state) fn redo(&mut self) {
        let Some(mut step) = self.document.redo.pop() else {
            return self.cursor.say("nothing to redo");
        };
        let travelled = self.travel(&mut step, "redid");
        let steps = if travelled { &mut self.document.undo } else { &mut self.document.redo };
        steps.push(step);
    }

    /// A change since a scenario, in words. `None` if there is none but of the selection.
    pub(in crate::explorer::state) fn changed_since(&self, before: &Scenario) -> Option<String> {
        change::between(before, self.scenario(), |id| self.offer_name(id))
    }

    fn offer_name(&self, id: &OfferId) -> String {
        self.figures.board.offer(id).map_or_else(|| id.to_string(), names::short)
    }

    /// Shows the scenario of a step. Returns whether it could be priced.
    fn travel(&mut self, to: &mut Step, did: &str) -> bool {
        let shown = self.document.shown(to);
        if let Err(error) = self.figures.price(&shown, false) {
            self.cursor.refuse(error);
            return false;
        }
        self.document.exchange(shown, to);
        if to.file.is_some() {
            self.cursor.say(format!("{} again", self.document.name()));
        } else {
            let (former, now) = (&to.scenario, self.scenario());
            let (before, after) = if did == "undid" { (now, &**former) } else { (&**former, now) };
            let name = |id: &OfferId| self.offer_name(id);
            let what = change::between(before, after, name);
            let what = what.unwrap_or_else(|| "the last change".to_owned());
            self.cursor.say(format!("{did}: {what}"));
        }
        self.figures.is_fresh = true;
        self.keep_row();
        self.derive();
        true
    }
}
