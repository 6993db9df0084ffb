//! Carrying a step of a tour out, through the same changes that keys make.

use whatif_pricing::{DriverId, Workload};

use crate::action::Pane;
use crate::scale;
use crate::state::{BillRow, Drag as Held, Notice, Overlay, Row, State};
use crate::tour::{Drag, Figure, Piece, Step};

impl State {
    /// A part of the step cannot be carried out: it is told, and the tour goes on.
    pub(super) fn fail(&mut self, why: String) {
        if let Some(playing) = &mut self.tour {
            let failed = (playing.step + 1, why);
            self.notice =
                Some(Notice { text: format!("step {}: {}", failed.0, failed.1), is_error: true });
            // A step that is gone back to is carried out again.
            if !playing.failed.contains(&failed) {
                playing.failed.push(failed);
            }
        }
    }

    fn fails<T>(&mut self, done: Result<T, String>) -> Option<T> {
        done.map_err(|why| self.fail(why)).ok()
    }

    /// All of a step that happens at once, in the order of its fields.
    pub(super) fn carry_out(&mut self, step: &Step) {
        if let Some(code) = &step.scenario {
            let shown = self.scenario_of(code).and_then(|scenario| self.show_scenario(scenario));
            self.fails(shown);
        }
        if let Some(screen) = step.screen {
            self.show(screen);
            self.focus = Pane::Usage;
        }
        if let Some(id) = &step.select
            && let Some(card) = self.fails(self.card_named(id))
        {
            self.select(card);
        }
        self.mark_cards(step);
        for (driver, text) in &step.set {
            self.row = Row::Driver(*driver);
            let set = self.set_text(*driver, text);
            self.fails(set);
        }
        if let Some(drag) = &step.drag {
            self.row = Row::Driver(drag.driver);
        }
        for piece in step.caption.pieces() {
            if let Piece::Figure(Figure::TotalOf(id)) = piece {
                self.fails(self.card_named(id));
            }
        }
        self.keep_row();
        self.follow_row();
    }

    fn card_named(&self, id: &str) -> Result<usize, String> {
        self.board
            .place_of(id)
            .ok_or_else(|| format!("the tour names {id}, and there is no such card"))
    }

    fn mark_cards(&mut self, step: &Step) {
        let mut places = |ids: &[String]| -> Vec<usize> {
            ids.iter().filter_map(|id| self.fails(self.card_named(id))).collect()
        };
        let only = step.marked.as_deref().map(&mut places);
        let (mark, unmark) = (places(&step.mark), places(&step.unmark));
        let marked = self.change(|scenario| {
            if let Some(only) = only {
                scenario.marked.fill(false);
                for place in only {
                    scenario.marked[place] = true;
                }
            }
            for place in mark {
                scenario.marked[place] = true;
            }
            for place in unmark {
                scenario.marked[place] = false;
            }
            Ok(())
        });
        self.fails(marked);
    }

    /// Points at a line, and explains one.
    pub(super) fn point(&mut self, step: &Step) {
        let card = self.scenario.selected;
        let charge = |id: &String| {
            let card = &self.board.cards[card].card;
            card.charge(id).map_err(|error| format!("{}: {error}", card.id))
        };
        let (pointed, explained) = (step.point.as_ref(), step.explain.as_ref());
        let (pointed, explained) = (pointed.map(charge), explained.map(charge));
        let pointed = pointed.and_then(|found| self.fails(found));
        let explained = explained.and_then(|found| self.fails(found));
        if let Some(charge) = pointed.or(explained) {
            self.go_to_pane(Pane::Invoice);
            let row = BillRow::Line { card, charge };
            self.line = self.bill().iter().position(|it| *it == row).unwrap_or_default();
        }
        if let Some(charge) = explained {
            self.overlays.push(Overlay::Explain { card, charge, scroll: 0 });
        }
    }

    /// The slider is held from now on, so that all its changes are one.
    pub(super) fn hold(&mut self, driver: DriverId) {
        let track = ratatui::layout::Rect::default();
        self.drag = Some(Held { driver, track, moved: false });
    }

    pub(super) fn slider_position(&self, driver: DriverId) -> u32 {
        let entry = &self.scenario.workload.vocabulary()[driver];
        scale::position(entry, self.board.usage.value(driver).to_decimal())
    }

    /// The slider is where the step says.
    pub(super) fn finish_drag(&mut self, drag: &Drag) {
        let set = self.set_text(drag.driver, &drag.to);
        self.fails(set);
        self.drag = None;
    }

    /// The position that the step's slider is dragged to.
    pub(super) fn goal_position(&self, drag: &Drag) -> Option<u32> {
        let mut workload: Workload = self.scenario.workload.clone();
        let value = workload.read(drag.driver, &drag.to).ok()?;
        workload.set(drag.driver, value).ok()?;
        let usage = workload.usage(self.scenario.period.terms()).ok()?;
        let entry = &workload.vocabulary()[drag.driver];
        Some(scale::position(entry, usage.value(drag.driver).to_decimal()))
    }
}
