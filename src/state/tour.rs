//! A tour being played: what is carried out when, and the way back to what was on the screen before.
//!
//! Time comes in with messages, so that the same messages always show the same. A step is gone back to by
//! carrying out all before it again, from the tour's beginning.

mod caption;
mod step;

use std::sync::Arc;

use rust_decimal::Decimal;

use super::document::REPORT;
use super::{Document, Effect, Row, State, Step as UndoStep};
use crate::action::{Pane, Screen};
use crate::library::report;
use crate::scale;
use crate::scenario::{OpenError, Opening, Scenario, code};
use crate::tour::{Drag, Tour};
use crate::widget::FULL;

/// What is done with a tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TourKey {
    /// Go on: finish what moves, or to the next step; after the last one, keep what is shown.
    Next,
    /// To the step before.
    Back,
    /// Stop going on by time, or go on again.
    Pause,
    /// Back to what was on the screen before the tour.
    Leave,
}

/// A tour that is played.
#[derive(Debug)]
pub struct Playing {
    tour: Arc<Tour>,
    /// The step that is shown.
    step: usize,
    phase: Phase,
    /// Goes on by time.
    pub runs: bool,
    /// What could not be carried out: the number of the step, and why.
    pub failed: Vec<(usize, String)>,
    /// What was there before.
    before: Before,
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Its slider moves, since so many milliseconds, from a position and a value.
    Drags { since_ms: u32, from: u32 },
    /// It stands, since so many milliseconds.
    Stands { since_ms: u32 },
    /// It stands until a key comes.
    Waits,
    /// It was the last one.
    Over,
}

/// All that a tour changes.
#[derive(Debug)]
struct Before {
    scenario: Scenario,
    document: Document,
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
    pub fn place(&self) -> (&str, usize, usize) {
        (&self.tour.title, self.step + 1, self.tour.steps.len())
    }

    /// Is it at its end?
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.phase == Phase::Over
    }

    /// Does a slider move by itself?
    #[must_use]
    pub fn drags(&self) -> bool {
        matches!(self.phase, Phase::Drags { .. })
    }

    /// Every scenario that is kept for the way back.
    pub(super) fn each_scenario(
        &mut self,
        change: impl Fn(&mut Scenario),
        on: impl Fn(&mut Document),
    ) {
        let Before { scenario, document, undo, redo, .. } = &mut self.before;
        change(scenario);
        on(document);
        for step in undo.iter_mut().chain(redo) {
            change(&mut step.scenario);
            step.document.iter_mut().for_each(&on);
        }
    }
}

impl State {
    /// Begins a tour. What is on the screen comes back when it is left.
    pub(super) fn begin_tour(&mut self, tour: Tour) {
        if self.tour.is_some() {
            self.leave_tour();
        }
        self.drag = None;
        let before = Before {
            scenario: self.scenario.clone(),
            document: self.document.clone(),
            undo: std::mem::take(&mut self.undo),
            redo: std::mem::take(&mut self.redo),
            screen: self.screen,
            focus: self.focus,
            row: self.row,
            line: self.line,
            filter: std::mem::take(&mut self.filter),
        };
        let runs = !tour.by_key;
        let phase = Phase::Stands { since_ms: 0 };
        let (tour, failed) = (Arc::new(tour), Vec::new());
        self.tour = Some(Playing { tour, step: 0, phase, runs, failed, before });
        self.overlays.clear();
        match self.restart_tour() {
            Ok(()) => self.enter_step(0, false),
            Err(why) => {
                self.leave_tour();
                self.refuse(format!("the tour cannot begin: {why}"));
            }
        }
    }

    /// Begins a tour that was read; one with problems is told.
    pub(super) fn read_tour(&mut self, name: &str, text: &str) {
        match Tour::read(text) {
            Ok(tour) => self.begin_tour(tour),
            Err(problems) => {
                let report = report::problems(name, text, &problems.list, REPORT);
                self.refuse(format!("{name} cannot be played"));
                self.show_report("This tour cannot be played", &report);
            }
        }
    }

    /// Somebody does something: the tour waits until it is told to go on.
    pub(super) fn pause_tour(&mut self) {
        let Some(playing) = &mut self.tour else { return };
        playing.runs = false;
        if let Phase::Drags { .. } = playing.phase {
            playing.phase = Phase::Stands { since_ms: 0 };
            self.drag = None;
        }
    }

    /// The scenario that the tour begins with.
    fn restart_tour(&mut self) -> Result<(), String> {
        let Some(playing) = &self.tour else { return Ok(()) };
        let tour = Arc::clone(&playing.tour);
        let scenario = if let Some(code) = &tour.scenario {
            self.scenario_of(code)?
        } else {
            let cards = self.cards();
            Scenario::opening_over(&cards, whatif_pricing::Period::standard_month(self.today))
        };
        self.overlays.clear();
        self.show_scenario(scenario)?;
        self.undo.clear();
        self.redo.clear();
        self.document = Document::untitled(&self.scenario);
        let first = self.rows()[0];
        self.row = first;
        self.line = 0;
        self.before = self.present();
        Ok(())
    }

    /// The scenario of a code, over the cards that there are.
    fn scenario_of(&mut self, line: &str) -> Result<Scenario, String> {
        let text = code::decode(line).map_err(|error| error.to_string())?;
        let (opening, _) =
            Opening::over(&text, &mut self.cards()).map_err(|error| match error {
                OpenError::Problems(problems) => problems.to_string(),
                OpenError::Board(error) => error.to_string(),
            })?;
        if let Some((_, error)) = opening.left_out.first() {
            return Err(error.to_string());
        }
        if let [first, ..] = &*opening.told {
            let why = format!("its scenario is not as it was saved: {first}");
            self.fail(why);
        }
        Ok(opening.scenario)
    }

    fn show_scenario(&mut self, scenario: Scenario) -> Result<(), String> {
        self.change(|shown| {
            *shown = scenario;
            Ok(())
        })
    }

    /// Carries a step out; at once, or with its slider moving.
    fn enter_step(&mut self, place: usize, at_once: bool) {
        let Some(playing) = &mut self.tour else { return };
        playing.step = place;
        let tour = Arc::clone(&playing.tour);
        let step = &tour.steps[place];
        self.overlays.clear();
        self.carry_out(step);
        let at_once = at_once || self.preferences.reduced_motion;
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
        if let Some(playing) = &mut self.tour {
            playing.phase = phase;
        }
    }

    /// Time has passed.
    pub(super) fn tick(&mut self, millis: u32) {
        let Some(playing) = self.tour.as_ref().filter(|playing| playing.runs) else { return };
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
        let Some(to) = to else {
            self.finish_drag(drag);
            self.set_phase(Phase::Stands { since_ms: 0 });
            let step = self.tour.as_ref().map(|it| it.tour.steps[it.step].clone());
            return step.iter().for_each(|step| self.point(step));
        };
        let part = |whole: u32| u64::from(whole) * u64::from(since_ms) / u64::from(drag.takes_ms);
        let moved = u32::try_from(part(to.abs_diff(from))).unwrap_or(FULL);
        let position = if to > from { from + moved } else { from - moved };
        let entry = &self.scenario.workload.vocabulary()[drag.driver];
        let value: Decimal = scale::value_at(entry, position);
        self.set_number(drag.driver, value);
        self.notice = None;
        self.set_phase(Phase::Drags { since_ms, from });
    }

    /// A key for the tour.
    pub(super) fn tour_key(&mut self, key: TourKey) -> Effect {
        let Some(playing) = &mut self.tour else { return Effect::None };
        let (place, count) = (playing.step, playing.tour.steps.len());
        match key {
            TourKey::Pause => {
                playing.runs = !playing.runs;
                let says = if playing.runs { "the tour goes on" } else { "paused: P goes on" };
                self.tell(says);
            }
            TourKey::Leave => self.leave_tour(),
            TourKey::Back => self.go_to_step(place.saturating_sub(1)),
            TourKey::Next => match playing.phase {
                Phase::Drags { .. } => {
                    let step = playing.tour.steps[place].clone();
                    step.drag.iter().for_each(|drag| self.finish_drag(drag));
                    self.point(&step);
                    self.set_phase(Phase::Stands { since_ms: 0 });
                }
                Phase::Over => self.keep_tour(),
                _ if place + 1 < count => self.enter_step(place + 1, false),
                _ => self.set_phase(Phase::Over),
            },
        }
        Effect::None
    }

    /// Shows a step as it is when it stands, with all before it carried out.
    fn go_to_step(&mut self, place: usize) {
        self.drag = None;
        if let Err(why) = self.restart_tour() {
            return self.refuse(why);
        }
        for before in 0..=place {
            self.enter_step(before, true);
        }
        if let Some(playing) = &mut self.tour {
            playing.runs = false;
        }
    }

    /// Back to what was on the screen before the tour, with all that could be undone.
    pub(super) fn leave_tour(&mut self) {
        let Some(Playing { before, .. }) = self.tour.take() else { return };
        self.drag = None;
        self.overlays.clear();
        let priced = self.board.price(&before.scenario);
        self.scenario = before.scenario;
        if priced.is_err() {
            // A card that changed meanwhile has been followed; what was priced then can be priced.
            self.reprice();
        }
        (self.document, self.undo, self.redo) = (before.document, before.undo, before.redo);
        (self.screen, self.focus) = (before.screen, before.focus);
        (self.row, self.line, self.filter) = (before.row, before.line, before.filter);
        self.before = self.present();
        self.is_fresh = false;
        self.edition += 1;
        self.keep_row();
        self.derive();
        self.tell("the tour is left: everything is as it was before");
    }

    /// What the tour shows stays; what was before is one step back.
    fn keep_tour(&mut self) {
        let Some(Playing { before, .. }) = self.tour.take() else { return };
        (self.undo, self.redo) = (before.undo, before.redo);
        self.replace(&before.scenario, &before.document);
        self.remember(UndoStep { scenario: before.scenario, document: Some(before.document) });
        self.tell("the tour is over, and this stays: u goes back to what was before");
    }

    /// Does time matter now?
    #[must_use]
    pub fn is_timed(&self) -> bool {
        let timed = |it: &Playing| matches!(it.phase, Phase::Drags { .. } | Phase::Stands { .. });
        self.tour.as_ref().is_some_and(|it| it.runs && timed(it))
    }
}
