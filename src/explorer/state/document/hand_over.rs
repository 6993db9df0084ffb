//! The scenario on the screen as it would be saved, autosaved and handed over.

use std::sync::Arc;

use super::{DocumentFile, Snapshot, Step};
use crate::explorer::state::{Effect, State};
use crate::scenario::{Scenario, ScenarioFile, code};

impl State {
    /// Returns whether something on the screen is not in the file. The selected offer does not count.
    #[must_use]
    pub fn is_dirty(&self) -> bool {
        self.document.is_dirty()
    }

    /// A snapshot for autosave of the scenario as it is now.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.snapshot_of(&self.document.scenario, &self.document.file)
    }

    fn snapshot_of(&self, scenario: &Arc<Scenario>, file: &DocumentFile) -> Snapshot {
        let cards = self.figures.board.cards();
        Snapshot::new(Arc::clone(scenario), cards, file.clone())
    }

    /// Another document takes the place of a scenario: its unsaved changes are handed over to autosave.
    pub(in crate::explorer::state) fn replace(&mut self, former: &Step) {
        if let Some(file) = former.file.as_ref().filter(|file| file.lacks(&former.scenario)) {
            self.document.replaced = Some(self.snapshot_of(&former.scenario, file));
        }
    }

    pub(super) fn contents(&self) -> ScenarioFile {
        self.document.file.contents_of(&self.figures.board)
    }

    /// The text of the scenario as it would be saved.
    #[must_use]
    pub fn text(&self) -> String {
        self.document.file.text_of(&self.contents())
    }

    /// The scenario as one line.
    #[must_use]
    pub fn code(&self) -> String {
        code::encode(&self.contents().text())
    }

    /// Copies the scenario as one line.
    pub(in crate::explorer::state) fn copy_code(&self) -> Effect {
        Effect::CopyCode(self.code())
    }
}
