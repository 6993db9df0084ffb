//! Recording a tour: what the presenter does becomes steps that a person can edit.
//!
//! A step is what differs after a message: a slider, a mark, an offer, a screen, an explanation.
//! A difference without a field of its own becomes the whole scenario's code. Notes that are typed meanwhile
//! are the caption of the step before.

use std::sync::Arc;

use whatif_pricing::text::TEXT_CHARS_MAX;

use crate::explorer::action::Screen;
use crate::explorer::state::document::file_named;
use crate::explorer::state::{Effect, Overlay, Refusal, State, Target};
use crate::explorer::tour::{Caption, DRAG_MS, Drag, Step, Tour};
use crate::scenario::{OfferId, Scenario};

/// The proposed name of a new file.
const NAME: &str = "tour.toml";
/// The most steps that are recorded.
const STEPS_MAX: usize = 400;

/// The longest caption that is recorded. It can be read back even if every letter is a brace, which is
/// written twice. The notes have all of it.
const CAPTION_LETTERS_MAX: usize = TEXT_CHARS_MAX / 2;

/// A tour that is recorded.
#[derive(Debug)]
pub(in crate::explorer::state) struct Recording {
    /// The code of the scenario that it began with.
    began: String,
    steps: Vec<Step>,
    last: Shown,
}

/// The parts that can differ.
#[derive(Clone, Debug)]
struct Shown {
    scenario: Arc<Scenario>,
    screen: Screen,
    explained: Option<Explained>,
}

/// A line that is explained.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Explained {
    offer: OfferId,
    card: String,
    charge: String,
}

impl Recording {
    /// The tour, to be written.
    fn tour(&self) -> Tour {
        let scenario = Some(self.began.clone());
        let title = "A recorded tour".to_owned();
        Tour { title, scenario, by_key: true, steps: self.steps.clone() }
    }
}

impl State {
    /// The number of steps of the tour that is being recorded. `None` if none is.
    #[must_use]
    pub fn recorded_steps(&self) -> Option<usize> {
        self.tour.recording.as_ref().map(|recording| recording.steps.len())
    }

    /// Begins to record, or asks where to save what was recorded.
    pub(in crate::explorer::state) fn toggle_recording(&mut self) {
        if self.tour.playing.is_some() {
            return self
                .cursor
                .refuse("a tour is playing: press esc to leave it, then record your own");
        }
        let Some(recording) = &self.tour.recording else {
            let (began, last) = (self.code(), self.shown());
            let first = Step { screen: Some(self.cursor.screen), ..Step::default() };
            self.tour.recording = Some(Recording { began, steps: vec![first], last });
            return self
                .cursor
                .say("recording a tour: <record> saves it, <type-notes> types the caption of the last step");
        };
        if recording.steps.len() < 2 {
            self.tour.recording = None;
            return self.cursor.say("nothing was recorded");
        }
        self.open_edit_of(Target::SaveTour, NAME);
    }

    /// Saves the recorded tour to the file that was typed.
    pub(in crate::explorer::state) fn save_tour_typed(
        &mut self,
        typed: &str,
    ) -> Result<Effect, Refusal> {
        if typed.is_empty() {
            return Err(Refusal::NoPath { example: "tours/mine.toml" });
        }
        let path = file_named(typed)?;
        let Some(recording) = &self.tour.recording else { return Ok(Effect::None) };
        let text = recording.tour().text();
        // A tour that could not be played again would be lost.
        Tour::read(&text).map_err(Refusal::Problems)?;
        self.tour.recording = None;
        Ok(Effect::SaveTour { path, text })
    }

    fn shown(&self) -> Shown {
        let explained = match self.cursor.overlays.last() {
            Some(Overlay::Explain { offer, card, charge, .. }) => {
                Some(Explained { offer: offer.clone(), card: card.clone(), charge: charge.clone() })
            }
            Some(
                Overlay::Help { .. }
                | Overlay::Problems { .. }
                | Overlay::Report { .. }
                | Overlay::Import { .. }
                | Overlay::Ask(_)
                | Overlay::Palette(_)
                | Overlay::Edit(_)
                | Overlay::Filter { .. },
            )
            | None => None,
        };
        let scenario = Arc::clone(&self.document.scenario);
        Shown { scenario, screen: self.cursor.screen, explained }
    }

    /// After a message: what differs is a step.
    pub(in crate::explorer::state) fn record(&mut self) {
        let Some(recording) = &self.tour.recording else { return };
        let now = self.shown();
        let step = self.step_between(&recording.last, &now);
        let caption = (recording.last.scenario.notes != now.scenario.notes)
            .then(|| now.scenario.notes.clone());
        let Some(recording) = &mut self.tour.recording else { return };
        recording.last = now;
        if let (Some(caption), Some(last)) = (caption, recording.steps.last_mut()) {
            last.caption =
                Caption::of_words(&caption.chars().take(CAPTION_LETTERS_MAX).collect::<String>());
        }
        if step == Step::default() || recording.steps.len() >= STEPS_MAX {
            return;
        }
        match recording.steps.last_mut().filter(|last| goes_on(last, &step)) {
            Some(last) => last.drag = step.drag,
            None => recording.steps.push(step),
        }
    }

    fn step_between(&self, was: &Shown, now: &Shown) -> Step {
        let mut step = Step::default();
        if was.screen != now.screen {
            step.screen = Some(now.screen);
        }
        if was.explained != now.explained {
            let selected = &now.scenario.selected;
            let own = now.explained.as_ref().filter(|it| it.offer == *selected);
            let own = own.filter(|it| it.card == selected.card());
            step.explain = own.map(|explained| explained.charge.clone());
        }
        let mut said = Scenario::clone(&was.scenario);
        say_offers(&mut said, &now.scenario, &mut step);
        say_drivers(&mut said, &now.scenario, &mut step);
        said.notes.clone_from(&now.scenario.notes);
        if said != *now.scenario {
            // No field says it: the whole scenario does.
            return Step { scenario: Some(self.code()), screen: step.screen, ..Step::default() };
        }
        step
    }
}

fn say_offers(said: &mut Scenario, now: &Scenario, step: &mut Step) {
    if said.selected != now.selected {
        step.select = Some(now.selected.clone());
        said.selected.clone_from(&now.selected);
    }
    step.mark = now.marked.difference(&said.marked).cloned().collect();
    step.unmark = said.marked.difference(&now.marked).cloned().collect();
    said.marked.clone_from(&now.marked);
}

fn say_drivers(said: &mut Scenario, now: &Scenario, step: &mut Step) {
    let drivers = now.inputs.workload.vocabulary().iter().map(|(driver, _)| driver);
    let differs =
        |driver: &_| said.inputs.workload.value(*driver) != now.inputs.workload.value(*driver);
    let changed: Vec<_> = drivers.filter(differs).collect();
    said.inputs.workload = now.inputs.workload.clone();
    let text = |driver| now.inputs.workload.value(driver).text();
    match changed[..] {
        [driver] if !now.inputs.workload.value(driver).is_formula() => {
            step.drag = Some(Drag { driver, to: text(driver), takes_ms: DRAG_MS });
        }
        _ => step.set = changed.into_iter().map(|driver| (driver, text(driver))).collect(),
    }
}

/// Returns whether a step only moves on the slider that the step before it moved.
fn goes_on(last: &Step, step: &Step) -> bool {
    let drags_only = |step: &Step| {
        let other = Step { drag: None, ..step.clone() };
        step.drag.as_ref().filter(|_| other == Step::default()).map(|drag| drag.driver)
    };
    drags_only(step).is_some() && drags_only(last) == drags_only(step)
}
