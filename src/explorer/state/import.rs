//! An import: files are read outside, then shown, then taken as one change or left.

use std::sync::Arc;
use std::time::Duration;

use super::document::{READY, Stage};
use super::{Effect, Finds, Item, Overlay, Refusal, State, Target};
use crate::answer::polling::{PollingCost, polling};
use crate::import::{Import, Pick, Progress, TakenDriver};
use crate::report::import::preview;
use crate::store::inputs;

impl State {
    /// Asks for files, or shows those that were read.
    pub(super) fn type_import(&mut self) {
        match &self.document.importing.stage {
            Stage::Idle => self.open_edit(Target::Import, ""),
            Stage::Reading(..) => {
                self.cursor.refuse("other files are still being read: esc stops that");
            }
            Stage::Read(_) => self.show_import(),
        }
    }

    /// Has the files that were typed read.
    pub(super) fn import_typed(&mut self, typed: &str) -> Result<Effect, Refusal> {
        let paths = inputs::paths(typed);
        if paths.is_empty() {
            return Err(Refusal::NoPath { example: "cluster.yaml" });
        }
        let importing = &mut self.document.importing;
        importing.number += 1;
        importing.stage = Stage::Reading(Progress::default(), Duration::ZERO);
        Ok(Effect::Import { paths, number: importing.number })
    }

    /// Stops the import that is under way. Returns whether there was one.
    pub(super) fn stop_import(&mut self) -> bool {
        let is_under_way = matches!(self.document.importing.stage, Stage::Reading(..));
        if is_under_way {
            self.document.importing.stage = Stage::Idle;
            self.cursor.say("the import was stopped: nothing is changed");
        }
        is_under_way
    }

    /// The files are read so far.
    pub(super) fn import_progressed(&mut self, number: u64, progress: Progress, elapsed: Duration) {
        if self.is_reading(number) {
            self.document.importing.stage = Stage::Reading(progress, elapsed);
        }
    }

    /// The files are read. What they would change is shown unless something else is open.
    pub(super) fn import_read(&mut self, number: u64, import: Arc<Import>) {
        if !self.is_reading(number) {
            return;
        }
        self.document.importing.stage = Stage::Read(import);
        if self.cursor.overlays.is_empty() && self.tour.playing.is_none() {
            self.show_import();
        } else {
            self.cursor.say(READY);
        }
    }

    /// The files cannot be read.
    pub(super) fn import_failed(&mut self, number: u64, why: String) {
        if self.is_reading(number) {
            self.document.importing.stage = Stage::Idle;
            self.cursor.refuse(why);
        }
    }

    /// Returns whether news of an import are of the one that is under way.
    fn is_reading(&self, number: u64) -> bool {
        let importing = &self.document.importing;
        number == importing.number && matches!(importing.stage, Stage::Reading(..))
    }

    fn import(&self) -> Option<Arc<Import>> {
        match &self.document.importing.stage {
            Stage::Idle | Stage::Reading(..) => None,
            Stage::Read(import) => Some(Arc::clone(import)),
        }
    }

    /// Shows what was read: what it would change or, if that depends on it, the parts to choose from.
    fn show_import(&mut self) {
        let Some(import) = self.import() else { return };
        let mut picks = import.picks();
        match picks.len() {
            0 => {
                self.document.importing.stage = Stage::Idle;
                self.cursor.refuse("nothing in the files sets a driver");
                let rest = preview::rest(&import);
                if !rest.is_empty() {
                    self.cursor.show_report("Nothing in the files sets a driver", &rest.join("\n"));
                }
            }
            1 => self.preview_import(picks.swap_remove(0)),
            _ => self.open_palette(Finds::Import),
        }
    }

    /// The parts of the import to choose from.
    pub(super) fn findable_picks(&self) -> Vec<(Item, String, String)> {
        let Some(import) = self.import() else { return Vec::new() };
        let item = |pick: Pick| {
            let says = preview::pick(&import, &pick);
            (Item::Import(pick), says.clone(), says)
        };
        import.picks().into_iter().map(item).collect()
    }

    /// Shows what a part of the import would change.
    pub(super) fn preview_import(&mut self, pick: Pick) {
        let Some(import) = self.import() else { return };
        match import.taken(&pick, self.scenario()) {
            Ok((_, changes)) => {
                let costs = self.polling_costs(&import, &pick);
                let lines = preview::lines(&import, &pick, &changes, &costs);
                self.cursor.overlays.push(Overlay::Import { pick, lines, scroll: 0 });
            }
            Err(why) => self.cursor.refuse(why),
        }
    }

    fn polling_costs(&self, import: &Import, pick: &Pick) -> Vec<PollingCost> {
        let costs = polling(import, self.figures.board.cards(), self.settings.today);
        let is_meant =
            |it: &PollingCost| pick.card.as_ref().is_none_or(|card| **card == *it.object.card);
        costs.into_iter().filter(is_meant).collect()
    }

    /// Takes a part of the import: one change.
    pub(super) fn take_import(&mut self, pick: &Pick) {
        let Some(import) = self.import() else { return };
        self.document.importing.stage = Stage::Idle;
        let mut changes: Vec<TakenDriver> = Vec::new();
        let taken = self.change(|scenario| {
            (*scenario, changes) = import.taken(pick, scenario)?;
            Ok(())
        });
        match taken {
            Ok(()) => {
                let costs = self.polling_costs(&import, pick);
                self.cursor.say(preview::taken(&changes, costs.first()));
            }
            Err(why) => self.cursor.refuse(why),
        }
    }

    /// Goes back to the parts to choose from. If there is one alone, leaves the import.
    pub(super) fn leave_preview(&mut self) {
        let has_choice = self.import().is_some_and(|import| import.picks().len() > 1);
        if has_choice {
            self.open_palette(Finds::Import);
        } else {
            self.leave_import();
        }
    }

    /// Leaves the import: everything stays as it was.
    pub(super) fn leave_import(&mut self) {
        self.document.importing.stage = Stage::Idle;
        self.cursor.say("nothing was imported");
    }
}
