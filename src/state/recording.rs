//! Recording a tour: what the presenter does becomes steps that a person can edit.
//!
//! A step is what differs after something was done: a slider, a mark, a card, a screen, an explanation.
//! What has no words of its own is kept as the whole scenario's code. Notes that are typed meanwhile are
//! the caption of the step before.

use super::document::file_named;
use super::{Effect, Overlay, State, Target};
use crate::action::Screen;
use crate::scenario::Scenario;
use crate::tour::{Caption, DRAG_MS, Drag, Step, Tour};

/// What a new file is called where the user says nothing else.
const NAME: &str = "tour.toml";
/// The most steps that are recorded.
const STEPS_MAX: usize = 400;

/// The longest caption that is recorded: it can be read, also where every letter is a brace, which is
/// written twice. The notes have all of it.
const CAPTION_LETTERS_MAX: usize = whatif_pricing::text::TEXT_CHARS_MAX / 2;

/// A tour that is recorded.
#[derive(Debug)]
pub(super) struct Recording {
    /// The code of the scenario that it began with.
    began: String,
    steps: Vec<Step>,
    last: Shown,
}

/// What can differ.
#[derive(Clone, Debug)]
struct Shown {
    scenario: Scenario,
    screen: Screen,
    explained: Option<(usize, usize)>,
}

impl Recording {
    /// How many steps there are.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// The tour, to be written.
    fn tour(&self) -> Tour {
        let scenario = Some(self.began.clone());
        let title = "A recorded tour".to_owned();
        Tour { title, scenario, by_key: true, steps: self.steps.clone() }
    }
}

impl State {
    /// Is a tour being recorded? How many steps it has.
    #[must_use]
    pub fn recorded_steps(&self) -> Option<usize> {
        self.recording.as_ref().map(Recording::len)
    }

    /// Begins to record, or asks where to save what was recorded.
    pub(super) fn toggle_recording(&mut self) {
        if self.tour.is_some() {
            return self.refuse("a tour is playing: esc leaves it, then record your own");
        }
        let Some(recording) = &self.recording else {
            let (began, last) = (self.code(), self.shown());
            let first = Step { screen: Some(self.screen), ..Step::default() };
            self.recording = Some(Recording { began, steps: vec![first], last });
            return self
                .tell("recording a tour: * ends it, n types the caption of what was done last");
        };
        if recording.steps.len() < 2 {
            self.recording = None;
            return self.tell("nothing was recorded");
        }
        self.open_edit_of(Target::SaveTour, NAME);
    }

    /// The file that was typed for the recorded tour.
    pub(super) fn save_tour_typed(&mut self, typed: &str) -> Result<Effect, String> {
        if typed.is_empty() {
            return Err("write a path, such as tours/mine.toml".to_owned());
        }
        let path = file_named(typed)?;
        let Some(recording) = &self.recording else { return Ok(Effect::None) };
        let text = recording.tour().text();
        // What could not be played again would be lost.
        if let Err(problems) = Tour::read(&text) {
            return Err(problems.to_string());
        }
        self.recording = None;
        Ok(Effect::SaveTour { path, text })
    }

    fn shown(&self) -> Shown {
        let explained = match self.overlays.last() {
            Some(Overlay::Explain { card, charge, .. }) => Some((*card, *charge)),
            _ => None,
        };
        Shown { scenario: self.scenario.clone(), screen: self.screen, explained }
    }

    /// The cards are others: what was shown before cannot be compared with what is shown now.
    pub(super) fn record_over(&mut self) {
        let now = self.shown();
        if let Some(recording) = &mut self.recording {
            recording.last = now;
        }
    }

    /// After something was done: what differs is a step.
    pub(super) fn record(&mut self) {
        let Some(recording) = &self.recording else { return };
        let now = self.shown();
        let step = self.step_between(&recording.last, &now);
        let caption = (recording.last.scenario.notes != now.scenario.notes)
            .then(|| now.scenario.notes.clone());
        let Some(recording) = &mut self.recording else { return };
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
            let explained = now.explained.filter(|(card, _)| *card == now.scenario.selected);
            step.explain = explained
                .map(|(card, charge)| self.board.cards[card].card.charges[charge].id.clone());
        }
        let mut said = was.scenario.clone();
        self.say_cards(&mut said, &now.scenario, &mut step);
        say_drivers(&mut said, &now.scenario, &mut step);
        said.notes.clone_from(&now.scenario.notes);
        if said != now.scenario {
            // No words for it: the whole scenario.
            let screen = step.screen;
            return Step { scenario: Some(self.code()), screen, ..Step::default() };
        }
        step
    }

    fn say_cards(&self, said: &mut Scenario, now: &Scenario, step: &mut Step) {
        let id = |place: usize| self.board.cards[place].card.id.clone();
        if said.selected != now.selected {
            step.select = Some(id(now.selected));
            said.selected = now.selected;
        }
        for place in 0..said.marked.len().min(now.marked.len()) {
            match (said.marked[place], now.marked[place]) {
                (false, true) => step.mark.push(id(place)),
                (true, false) => step.unmark.push(id(place)),
                _ => {}
            }
        }
        said.marked.clone_from(&now.marked);
    }
}

fn say_drivers(said: &mut Scenario, now: &Scenario, step: &mut Step) {
    let drivers = now.workload.vocabulary().iter().map(|(driver, _)| driver);
    let differs = |driver: &_| said.workload.value(*driver) != now.workload.value(*driver);
    let changed: Vec<_> = drivers.filter(differs).collect();
    said.workload = now.workload.clone();
    let text = |driver| now.workload.value(driver).text();
    match changed[..] {
        [driver] if !now.workload.value(driver).is_formula() => {
            step.drag = Some(Drag { driver, to: text(driver), takes_ms: DRAG_MS });
        }
        _ => step.set = changed.into_iter().map(|driver| (driver, text(driver))).collect(),
    }
}

/// Does a step only move the slider on that the one before it moved?
fn goes_on(last: &Step, step: &Step) -> bool {
    let drags_only = |step: &Step| {
        let other = Step { drag: None, ..step.clone() };
        step.drag.as_ref().filter(|_| other == Step::default()).map(|drag| drag.driver)
    };
    drags_only(step).is_some() && drags_only(last) == drags_only(step)
}
