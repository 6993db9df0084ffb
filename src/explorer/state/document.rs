//! The document: the scenario on the screen, the file that it belongs to, and what can be undone.
//!
//! Reading and writing files is the caller's: [`super::Effect`]s ask for it, and [`super::Message`]s
//! say how it went. Opening is a change like any other: undo returns to the former document.

mod hand_over;
mod importing;
mod open;
mod save;
mod snapshot;
mod undo;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::answer::{Board, opening};
use crate::report::problems::Style;
use crate::scenario::{Scenario, ScenarioFile};
pub use importing::Importing;
pub(super) use importing::{READY, Stage};
pub(super) use save::file_named;
pub use snapshot::Snapshot;
pub(super) use undo::Step;

/// The style of the report of a broken scenario.
pub(super) const REPORT: Style = Style { width: 92, coloured: false };

/// The scenario on the screen, its file, and what can be undone.
#[derive(Debug)]
pub struct Document {
    /// The scenario.
    pub scenario: Arc<Scenario>,
    /// The file that it belongs to.
    pub file: DocumentFile,
    /// The scenarios that can be opened without typing a path.
    pub files: Files,
    /// The files that are being imported.
    pub importing: Importing,
    /// True if the scenario is autosaved, so that leaving loses nothing.
    pub is_autosaved: bool,
    /// Counts changes, so that autosave knows when to write.
    pub edition: u64,
    pub(super) undo: Vec<Step>,
    pub(super) redo: Vec<Step>,
    /// The unsaved scenario that another document replaced, to be autosaved.
    replaced: Option<Snapshot>,
    /// True to leave as soon as the scenario is saved.
    pub(super) leaves_when_saved: bool,
}

/// The file that a scenario belongs to.
#[derive(Clone, Debug)]
pub struct DocumentFile {
    /// Its path. `None` for a scenario that was never saved.
    pub path: Option<PathBuf>,
    /// True if it came from elsewhere, with exchange rates and a currency of its own.
    pub is_opened: bool,
    /// The text to write into: that of the file, with what a person wrote beside the scenario.
    text: Option<Arc<str>>,
    /// The text that whatif last read from the file or wrote to it. `None` if it did neither.
    on_disk: Option<Arc<str>>,
    /// The contents of the file, with the offers and records of cards that are not in the library.
    contents: Option<Arc<ScenarioFile>>,
    /// The scenario that it holds. Of one that was never saved, the scenario as it began.
    held: Arc<Scenario>,
    /// The autosave that this document was recovered from. Deleted after the next save.
    pub(super) autosave: Option<String>,
}

/// The origin of a scenario's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file.
    File(PathBuf),
    /// A code.
    Code,
    /// An autosave, with the file that it belongs to.
    Autosave(Option<PathBuf>),
}

/// An autosaved scenario whose session ended without saving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Autosave {
    /// Its id in the store.
    pub id: String,
    /// The time at which it was written, and the file that it is of, in words.
    pub says: String,
    /// The file that it belongs to.
    pub path: Option<PathBuf>,
    /// Its text.
    pub text: String,
}

/// The contents of the screen at the start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// A scenario: the origin of its text, and the text.
    pub scenario: Option<(Origin, String)>,
    /// A tour: the origin of its text in words, and the text.
    pub tour: Option<(String, String)>,
    /// Begins on the stage.
    pub on_stage: bool,
}

/// The scenarios that can be opened without typing a path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// Files of scenarios, the last used first.
    pub recent: Vec<PathBuf>,
    /// Autosaves, the newest first.
    pub autosaves: Vec<Autosave>,
}

impl DocumentFile {
    /// The document of a scenario that was never saved.
    pub(super) fn untitled(scenario: &Arc<Scenario>) -> Self {
        Self {
            path: None,
            is_opened: false,
            text: None,
            on_disk: None,
            contents: None,
            held: Arc::clone(scenario),
            autosave: None,
        }
    }

    fn of(origin: &Origin, text: &str, contents: ScenarioFile, held: &Arc<Scenario>) -> Self {
        let path = match origin {
            Origin::File(path) => Some(path.clone()),
            Origin::Code => None,
            Origin::Autosave(path) => path.clone(),
        };
        let text: Option<Arc<str>> = Some(Arc::from(text));
        // Whether a file changed since it was autosaved is asked when it is saved.
        let on_disk = text.clone().filter(|_| matches!(origin, Origin::File(_)));
        Self {
            path,
            is_opened: true,
            text,
            on_disk,
            contents: Some(Arc::new(contents)),
            held: Arc::clone(held),
            autosave: None,
        }
    }

    /// The scenario that it holds.
    pub(super) fn held(&self) -> &Scenario {
        &self.held
    }

    /// The contents of the file once this scenario is saved to it.
    fn contents_of(&self, board: &Board) -> ScenarioFile {
        let baseline = board.scenario().baseline.as_ref();
        // A baseline that cannot be priced is saved without records.
        let baseline = baseline.and_then(|inputs| board.at(inputs).ok());
        opening::file(board, baseline.as_ref(), self.contents.as_deref())
    }

    /// The text of these contents, with what a person wrote beside the scenario.
    fn text_of(&self, contents: &ScenarioFile) -> String {
        match &self.text {
            Some(former) => contents.written_into(former),
            None => contents.text(),
        }
    }

    /// Its name on the screen.
    fn name(&self) -> String {
        let stem = self.path.as_deref().and_then(Path::file_stem);
        stem.map_or_else(|| "untitled".to_owned(), |stem| stem.to_string_lossy().into_owned())
    }

    /// Returns whether it does not hold all of a scenario. The selected offer does not count.
    fn lacks(&self, scenario: &Scenario) -> bool {
        let held = &*self.held;
        if held.selected == scenario.selected {
            return held != scenario;
        }
        Scenario { selected: scenario.selected.clone(), ..held.clone() } != *scenario
    }
}

impl Document {
    /// A scenario that was never saved.
    pub(super) fn new(scenario: Arc<Scenario>) -> Self {
        Self {
            file: DocumentFile::untitled(&scenario),
            scenario,
            files: Files::default(),
            importing: Importing::default(),
            is_autosaved: true,
            edition: 0,
            undo: Vec::new(),
            redo: Vec::new(),
            replaced: None,
            leaves_when_saved: false,
        }
    }

    /// The path of the file. `None` for a scenario that was never saved.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.file.path.as_deref()
    }

    /// Its name on the screen.
    #[must_use]
    pub fn name(&self) -> String {
        self.file.name()
    }

    /// Returns whether the file does not hold all of the scenario. The selected offer does not count.
    #[must_use]
    pub fn is_dirty(&self) -> bool {
        self.file.lacks(&self.scenario)
    }

    /// Returns whether unsaved changes are some undo steps away and are not autosaved.
    fn has_unsaved_behind(&self) -> bool {
        let unsaved = |step: &Step| {
            let file = step.file.as_ref().filter(|file| file.autosave.is_none());
            file.is_some_and(|file| file.lacks(&step.scenario))
        };
        self.undo.iter().chain(&self.redo).any(unsaved)
    }

    /// The unsaved scenario that another document replaced since this was asked last.
    pub fn take_replaced(&mut self) -> Option<Snapshot> {
        self.replaced.take()
    }

    /// The scenario that was replaced last is autosaved under this id.
    pub(super) fn left_behind(&mut self, id: &str) {
        let mut files = self.undo.iter_mut().rev().filter_map(|step| step.file.as_mut());
        if let Some(file) = files.next() {
            file.autosave = Some(id.to_owned());
        }
    }
}
