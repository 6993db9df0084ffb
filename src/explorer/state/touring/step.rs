//! Carrying a step of a tour out, through the same changes that keys make.

use std::collections::BTreeSet;
use std::fmt::Display;

use ratatui::layout::Rect;
use whatif_pricing::{DriverId, Workload};

use crate::explorer::action::Pane;
use crate::explorer::scale;
use crate::explorer::state::{BillRow, Drag as Held, Overlay, Refusal, State};
use crate::explorer::tour::{Drag, Figure, Piece, Step};
use crate::scenario::OfferId;

impl State {
    /// A part of the step cannot be carried out. The tour continues and says so.
    pub(super) fn fail(&mut self, why: impl Display) {
        if let Some(playing) = &mut self.tour.playing {
            let failed = (playing.step + 1, format!("{why}"));
            self.cursor.refuse(format!("step {}: {}", failed.0, failed.1));
            // A step that is gone back to is carried out again.
            if !playing.failed.contains(&failed) {
                playing.failed.push(failed);
            }
        }
    }

    fn fails<T>(&mut self, done: Result<T, Refusal>) -> Option<T> {
        done.map_err(|why| self.fail(why)).ok()
    }

    /// Everything in a step that happens at once, in the order of its fields.
    pub(super) fn carry_out(&mut self, step: &Step) {
        if let Some(code) = &step.scenario {
            let shown = self.scenario_of(code).and_then(|scenario| self.show_scenario(scenario));
            self.fails(shown);
        }
        if let Some(screen) = step.screen {
            self.show(screen);
            self.cursor.focus = Pane::Usage;
        }
        if let Some(offer) = &step.select
            && self.is_there(offer)
        {
            self.select(offer);
        }
        self.mark_offers(step);
        for (driver, text) in &step.set {
            self.go_to_driver(*driver);
            let set = self.set_text(*driver, text);
            self.fails(set);
        }
        if let Some(drag) = &step.drag {
            self.go_to_driver(drag.driver);
        }
        for piece in step.caption.pieces() {
            if let Piece::Figure(Figure::TotalOf(offer)) = piece {
                self.is_there(offer);
            }
        }
        self.keep_row();
        self.follow_row();
    }

    /// Returns whether there is such an offer. If not, the step says so.
    fn is_there(&mut self, offer: &OfferId) -> bool {
        let known = self.figures.board.offer(offer).is_some();
        let there = if known { Ok(()) } else { Err(Refusal::NoOffer { id: offer.to_string() }) };
        self.fails(there).is_some()
    }

    fn mark_offers(&mut self, step: &Step) {
        let mut there = |offers: &[OfferId]| -> BTreeSet<OfferId> {
            offers.iter().filter(|offer| self.is_there(offer)).cloned().collect()
        };
        let only = step.marked.as_deref().map(&mut there);
        let (mark, unmark) = (there(&step.mark), there(&step.unmark));
        let marked = self.change(|scenario| {
            if let Some(only) = only {
                scenario.marked = only;
            }
            scenario.marked.extend(mark);
            scenario.marked.retain(|offer| !unmark.contains(offer));
            Ok(())
        });
        self.fails(marked);
    }

    /// Points at a line, and explains one.
    pub(super) fn point(&mut self, step: &Step) {
        let pointed = step.point.as_deref().and_then(|charge| self.line_of(charge));
        let explained = step.explain.as_deref().and_then(|charge| self.line_of(charge));
        if let Some(row) = pointed.as_ref().or(explained.as_ref()) {
            self.go_to_pane(Pane::Invoice);
            self.go_to_line(row);
        }
        if let Some(BillRow::Line { card, charge }) = explained {
            let offer = self.selected().id.clone();
            self.cursor.overlays.push(Overlay::Explain { offer, card, charge, scroll: 0 });
        }
    }

    /// The line of a charge of the selected offer's card. If there is none, the step says so.
    fn line_of(&mut self, charge: &str) -> Option<BillRow> {
        let card = self.selected().card.id.clone();
        let known = self.selected().card.charge(charge);
        self.fails(known.map_err(Refusal::from))?;
        Some(BillRow::Line { card, charge: charge.to_owned() })
    }

    /// The slider is held from now on, so that all its changes are one.
    pub(super) fn hold(&mut self, driver: DriverId) {
        self.cursor.drag = Some(Held { driver, track: Rect::default(), moved: false });
    }

    pub(super) fn slider_position(&self, driver: DriverId) -> u32 {
        let entry = &self.scenario().inputs.workload.vocabulary()[driver];
        scale::position(entry, self.figures.board.usage().value(driver).to_decimal())
    }

    /// The slider is where the step says.
    pub(super) fn finish_drag(&mut self, drag: &Drag) {
        let set = self.set_text(drag.driver, &drag.to);
        self.fails(set);
        self.cursor.drag = None;
    }

    /// The position that the step's slider is dragged to.
    pub(super) fn goal_position(&self, drag: &Drag) -> Option<u32> {
        let inputs = &self.scenario().inputs;
        let mut workload: Workload = inputs.workload.clone();
        let value = workload.read(drag.driver, &drag.to).ok()?;
        workload.set(drag.driver, value).ok()?;
        let usage = workload.usage(inputs.period.terms()).ok()?;
        let entry = &workload.vocabulary()[drag.driver];
        Some(scale::position(entry, usage.value(drag.driver).to_decimal()))
    }
}
