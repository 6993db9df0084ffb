//! A tour being played: what is carried out when, and the way back to the screen before it.
//!
//! Time comes in with messages, so that the same messages always show the same. Going back to a step
//! carries out all steps before it again.

use std::sync::Arc;

use rust_decimal::Decimal;
use whatif_pricing::Period;

use crate::answer::opening;
use crate::explorer::action::{Pane, Screen};
use crate::explorer::scale;
use crate::explorer::state::document::{DocumentFile, REPORT, Step as UndoStep};
use crate::explorer::state::{Refusal, Row, State, TourKey};
use crate::explorer::tour::{Drag, Step, Tour};
use crate::explorer::widget::FULL;
use crate::report;
use crate::scenario::{Scenario, code};

/// A tour that is played.
#[derive(Debug)]
pub struct Playing {
    tour: Arc<Tour>,
    /// The step that is shown.
    pub(super) step: usize,
    phase: Phase,
    /// True if it goes on by time.
    pub runs: bool,
    /// The failures: the number of the step, and the reason.
    pub failed: Vec<(usize, String)>,
    /// The state before.
    before: Before,
}

/// The phase that a step is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Its slider moves from a position, for so many milliseconds until now.
    Drags { since_ms: u32, from: u32 },
    /// It stands, for so many milliseconds until now.
    Stands { since_ms: u32 },
    /// It stands until a key comes.
    Waits,
    /// It was the last one.
    Over,
}

/// Everything that a tour changes, as it was before.
#[derive(Debug)]
struct Before {
    scenario: Arc<Scenario>,
    file: DocumentFile,
    undo: Vec<UndoStep>,
    redo: Vec<UndoStep>,
    screen: Screen,
    focus: Pane,
    row: Row,
    line: usize,
    filter: String,
}

impl Playing {
    /// Its title, the number of the step that is shown, and how many there are.
    #[must_use]
    pub fn progress(&self) -> (&str, usize, usize) {
        (&self.tour.title, self.step + 1, self.tour.steps.len())
    }

    /// Returns whether it is at its end.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.phase == Phase::Over
    }

    /// Returns whether a slider moves by itself.
    #[must_use]
    pub fn drags(&self) -> bool {
        matches!(self.phase, Phase::Drags { .. })
    }

    /// The step that is shown.
    pub(super) fn step(&self) -> &Step {
        &self.tour.steps[self.step]
    }

    /// Returns whether the next change comes by time.
    fn is_timed(&self) -> bool {
        self.runs && matches!(self.phase, Phase::Drags { .. } | Phase::Stands { .. })
    }
}

/// The answer to a key that goes on, at the end.
const OVER: &str = "that was the last step: esc goes back to your scenario, k keeps what is shown";

impl State {
    /// Begins a tour. The present screen comes back when it is left.
    pub(in crate::explorer::state) fn begin_tour(&mut self, tour: Tour) {
        self.cursor.is_zoomed = false;
        if self.tour.playing.is_some() {
            self.leave_tour();
        }
        self.cursor.drag = None;
        let before = Before {
            scenario: Arc::clone(&self.document.scenario),
            file: self.document.file.clone(),
            undo: std::mem::take(&mut self.document.undo),
            redo: std::mem::take(&mut self.document.redo),
            screen: self.cursor.screen,
            focus: self.cursor.focus,
            row: self.cursor.row.clone(),
            line: self.cursor.line,
            filter: std::mem::take(&mut self.cursor.filter),
        };
        let runs = !tour.by_key;
        let phase = Phase::Stands { since_ms: 0 };
        let (tour, failed) = (Arc::new(tour), Vec::new());
        self.tour.playing = Some(Playing { tour, step: 0, phase, runs, failed, before });
        self.cursor.overlays.clear();
        match self.restart_tour() {
            Ok(()) => self.enter_step(0, false),
            Err(why) => {
                self.leave_tour();
                self.cursor.refuse(format!("the tour cannot begin: {why}"));
            }
        }
    }

    /// Begins a tour that was read. One with problems is refused.
    pub(in crate::explorer::state) fn read_tour(&mut self, name: &str, text: &str) {
        match Tour::read(text) {
            Ok(tour) => self.begin_tour(tour),
            Err(problems) => {
                let report = report::problems::problems(name, text, &problems.list, REPORT);
                self.cursor.refuse(format!("{name} cannot be played"));
                self.cursor.show_report("This tour cannot be played", &report);
            }
        }
    }

    /// The user did something: the tour waits for a key.
    pub(in crate::explorer::state) fn pause_tour(&mut self) {
        let Some(playing) = &mut self.tour.playing else { return };
        playing.runs = false;
        if playing.drags() {
            playing.phase = Phase::Stands { since_ms: 0 };
            self.cursor.drag = None;
        }
    }

    /// Shows the scenario that the tour begins with.
    fn restart_tour(&mut self) -> Result<(), Refusal> {
        let Some(playing) = &self.tour.playing else { return Ok(()) };
        let tour = Arc::clone(&playing.tour);
        let scenario = if let Some(code) = &tour.scenario {
            self.scenario_of(code)?
        } else {
            let period = Period::standard_month(self.settings.today);
            Scenario::opening(self.figures.board.cards(), period)
        };
        self.cursor.overlays.clear();
        self.show_scenario(scenario)?;
        self.document.undo.clear();
        self.document.redo.clear();
        self.document.file = DocumentFile::untitled(&self.document.scenario);
        self.cursor.row = self.rows().swap_remove(0);
        self.cursor.line = 0;
        self.figures.forget_before();
        Ok(())
    }

    /// The scenario of a code.
    pub(super) fn scenario_of(&mut self, line: &str) -> Result<Scenario, Refusal> {
        let text = code::decode(line)?;
        let opening = opening::open(&text, self.figures.board.cards())?;
        if let [first, ..] = &report::opening::differences(&opening)[..] {
            self.fail(format!("its scenario is not as it was saved: {first}"));
        }
        Ok(opening.file.scenario)
    }

    pub(super) fn show_scenario(&mut self, scenario: Scenario) -> Result<(), Refusal> {
        self.change(|shown| {
            *shown = scenario;
            Ok(())
        })
    }

    /// Carries a step out, at once or with its slider moving.
    fn enter_step(&mut self, number: usize, at_once: bool) {
        let Some(playing) = &mut self.tour.playing else { return };
        playing.step = number;
        let tour = Arc::clone(&playing.tour);
        let step = &tour.steps[number];
        self.cursor.overlays.clear();
        self.carry_out(step);
        let at_once = at_once || self.settings.preferences.reduced_motion;
        let phase = match &step.drag {
            Some(drag) if !at_once && drag.takes_ms > 0 => {
                let from = self.slider_position(drag.driver);
                self.hold(drag.driver);
                Phase::Drags { since_ms: 0, from }
            }
            Some(drag) => {
                self.finish_drag(drag);
                Phase::Stands { since_ms: 0 }
            }
            None => Phase::Stands { since_ms: 0 },
        };
        if !matches!(phase, Phase::Drags { .. }) {
            self.point(step);
        }
        self.set_phase(phase);
    }

    fn set_phase(&mut self, phase: Phase) {
        if let Some(playing) = &mut self.tour.playing {
            playing.phase = phase;
        }
    }

    /// So many milliseconds passed.
    pub(in crate::explorer::state) fn tick(&mut self, millis: u32) {
        let Some(playing) = self.tour.playing.as_ref().filter(|playing| playing.runs) else {
            return;
        };
        let tour = Arc::clone(&playing.tour);
        let (place, step) = (playing.step, &tour.steps[playing.step]);
        match playing.phase {
            Phase::Drags { since_ms, from } => {
                let Some(drag) = &step.drag else { return };
                self.drag_on(drag, since_ms.saturating_add(millis), from);
            }
            Phase::Stands { since_ms } => {
                let since_ms = since_ms.saturating_add(millis);
                let has_stood = since_ms >= step.stands_ms();
                match (has_stood, step.waits, place + 1 < tour.steps.len()) {
                    (false, ..) => self.set_phase(Phase::Stands { since_ms }),
                    (true, true, _) => self.set_phase(Phase::Waits),
                    (true, false, true) => self.enter_step(place + 1, false),
                    (true, false, false) => self.set_phase(Phase::Over),
                }
            }
            Phase::Waits | Phase::Over => {}
        }
    }

    fn drag_on(&mut self, drag: &Drag, since_ms: u32, from: u32) {
        let to = self.goal_position(drag).filter(|_| since_ms < drag.takes_ms);
        let Some(to) = to else { return self.end_drag() };
        let part = |whole: u32| u64::from(whole) * u64::from(since_ms) / u64::from(drag.takes_ms);
        let moved = u32::try_from(part(to.abs_diff(from))).unwrap_or(FULL);
        let position = if to > from { from + moved } else { from - moved };
        let entry = &self.scenario().inputs.workload.vocabulary()[drag.driver];
        let value: Decimal = scale::value_at(entry, position);
        self.set_number(drag.driver, value);
        self.cursor.notice = None;
        self.set_phase(Phase::Drags { since_ms, from });
    }

    /// The slider of the step is at its end, and the step stands.
    fn end_drag(&mut self) {
        let Some(step) = self.tour.playing.as_ref().map(|playing| playing.step().clone()) else {
            return;
        };
        step.drag.iter().for_each(|drag| self.finish_drag(drag));
        self.set_phase(Phase::Stands { since_ms: 0 });
        self.point(&step);
    }

    /// A key for the tour.
    pub(in crate::explorer::state) fn tour_key(&mut self, key: TourKey) {
        let Some(playing) = &mut self.tour.playing else { return };
        let (place, count) = (playing.step, playing.tour.steps.len());
        match key {
            TourKey::Pause => {
                playing.runs = !playing.runs;
                let says = if playing.runs { "the tour continues" } else { "paused: P continues" };
                self.cursor.say(says);
            }
            TourKey::Leave => self.leave_tour(),
            TourKey::Keep => self.keep_tour(),
            TourKey::Back => self.go_to_step(place.saturating_sub(1)),
            TourKey::Next => match playing.phase {
                Phase::Drags { .. } => self.end_drag(),
                Phase::Over => self.cursor.say(OVER),
                Phase::Stands { .. } | Phase::Waits if place + 1 < count => {
                    self.enter_step(place + 1, false);
                }
                Phase::Stands { .. } | Phase::Waits => self.set_phase(Phase::Over),
            },
        }
    }

    /// Shows a step as it is when it stands, with all before it carried out.
    fn go_to_step(&mut self, number: usize) {
        self.cursor.drag = None;
        if let Err(why) = self.restart_tour() {
            return self.cursor.refuse(why);
        }
        for before in 0..=number {
            self.enter_step(before, true);
        }
        if let Some(playing) = &mut self.tour.playing {
            playing.runs = false;
        }
    }

    /// Returns to the screen before the tour, with all that could be undone.
    ///
    /// # Panics
    /// Never: the scenario was priced before, and no card changes what a workload comes to.
    pub(in crate::explorer::state) fn leave_tour(&mut self) {
        let Some(Playing { before, .. }) = self.tour.playing.take() else { return };
        self.cursor.drag = None;
        self.cursor.overlays.clear();
        self.figures.reprice(&before.scenario).expect("the scenario was priced before the tour");
        self.document.scenario = before.scenario;
        self.document.file = before.file;
        (self.document.undo, self.document.redo) = (before.undo, before.redo);
        (self.cursor.screen, self.cursor.focus) = (before.screen, before.focus);
        (self.cursor.row, self.cursor.line) = (before.row, before.line);
        self.cursor.filter = before.filter;
        self.figures.forget_before();
        self.figures.is_fresh = false;
        self.document.edition += 1;
        self.keep_row();
        self.derive();
        self.cursor.say("left the tour: your scenario is back");
    }

    /// Keeps what the tour shows. The scenario before it is one undo step away.
    fn keep_tour(&mut self) {
        let Some(Playing { before, .. }) = self.tour.playing.take() else { return };
        self.cursor.drag = None;
        (self.document.undo, self.document.redo) = (before.undo, before.redo);
        let step = UndoStep { scenario: before.scenario, file: Some(before.file), moved_to: None };
        self.replace(&step);
        self.document.remember(step);
        self.cursor.say("the tour is over: press <undo> to return to your scenario");
    }

    /// Returns whether time matters now.
    #[must_use]
    pub fn is_timed(&self) -> bool {
        self.tour.playing.as_ref().is_some_and(Playing::is_timed)
    }
}
