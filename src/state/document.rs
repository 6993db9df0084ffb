//! The document: the file that the scenario on the screen belongs to, and how one is opened and saved.
//!
//! Reading and writing files is the caller's: [`super::Effect`]s ask for it, and [`super::Message`]s tell
//! how it went. Opening is a change as any other: what was on the screen before is one step back.

mod open;
mod save;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use whatif_pricing::RateCard;

use super::{Effect, Overlay, State, Step};
use crate::library::Style;
use crate::scenario::{Scenario, Sheet, code};
pub(super) use save::file_named;

/// How wide the report of a broken scenario is.
pub(super) const REPORT: Style = Style { width: 92, coloured: false };

/// The file that a scenario belongs to, as far as there is one.
#[derive(Clone, Debug)]
pub struct Document {
    /// Where it is; none for a scenario that was never saved.
    pub path: Option<PathBuf>,
    /// The text to write into: that of the file, with what a person wrote beside it.
    text: Option<Arc<str>>,
    /// What is in the file, as it was last read or written here; none where that is not known.
    on_disk: Option<Arc<str>>,
    /// What that says; it may be about cards that are not here.
    sheet: Option<Arc<Sheet>>,
    /// The scenario that it holds; of one that was never saved, as it began.
    kept: Arc<Scenario>,
    /// Work that was kept and is on the screen again; done with once it is saved.
    was_kept: Option<String>,
    /// Came from somewhere else: its exchange rates are its own.
    pub is_opened: bool,
}

/// Where a scenario's text is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file.
    File(PathBuf),
    /// A code.
    Code,
    /// Work that was kept when a session ended without saving, with the file it belongs to.
    Kept(Option<PathBuf>),
}

/// Work that was kept when a session ended without saving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptWork {
    /// Which, for whoever keeps it.
    pub id: String,
    /// When it was kept, and of which file, in words.
    pub says: String,
    /// The file that it belongs to.
    pub path: Option<PathBuf>,
    /// Its text.
    pub text: String,
}

/// What is on the screen at the start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// A scenario: where its text is from, and the text.
    pub scenario: Option<(Origin, String)>,
    /// A tour: where its text is from, in words, and the text.
    pub tour: Option<(String, String)>,
    /// Begins on the stage.
    pub on_stage: bool,
}

/// What can be opened without typing a path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// Files of scenarios, the last used first.
    pub recent: Vec<PathBuf>,
    /// Work that was kept, the newest first.
    pub kept: Vec<KeptWork>,
}

/// What is needed to make the text of a scenario elsewhere: a value that is cheap to make.
#[derive(Clone, Debug)]
pub struct Snapshot {
    scenario: Scenario,
    cards: Vec<Arc<RateCard>>,
    document: Document,
}

impl Snapshot {
    /// The file it belongs to.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.document.path.as_deref()
    }

    /// The text; none where the scenario can no longer be priced.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        let sheet = Sheet::over(&self.scenario, &self.cards)?;
        let sheet = self.document.complete(sheet, &self.scenario, &self.cards);
        Some(self.document.text_of(&sheet))
    }
}

impl Document {
    /// That of a scenario that was never saved.
    #[must_use]
    pub fn untitled(scenario: &Scenario) -> Self {
        let kept = Arc::new(scenario.clone());
        Self {
            path: None,
            text: None,
            on_disk: None,
            sheet: None,
            kept,
            was_kept: None,
            is_opened: false,
        }
    }

    fn of(origin: &Origin, text: &str, sheet: Sheet, scenario: &Scenario) -> Self {
        let path = match origin {
            Origin::File(path) => Some(path.clone()),
            Origin::Code => None,
            Origin::Kept(path) => path.clone(),
        };
        let text: Option<Arc<str>> = Some(Arc::from(text));
        // Whether a file is still as it was when work on it was kept is asked when it is saved.
        let on_disk = text.clone().filter(|_| matches!(origin, Origin::File(_)));
        let (sheet, kept) = (Some(Arc::new(sheet)), Arc::new(scenario.clone()));
        Self { path, text, on_disk, sheet, kept, was_kept: None, is_opened: true }
    }

    /// A sheet of a scenario in this file: what cards that are not here came to stays.
    fn complete(&self, sheet: Sheet, scenario: &Scenario, cards: &[Arc<RateCard>]) -> Sheet {
        match &self.sheet {
            Some(former) => sheet.with_records_of(former, scenario, cards),
            None => sheet,
        }
    }

    /// The text of that, with what a person wrote beside it.
    fn text_of(&self, sheet: &Sheet) -> String {
        match &self.text {
            Some(former) => sheet.written_into(former),
            None => sheet.text(),
        }
    }

    /// Its name on the screen.
    #[must_use]
    pub fn name(&self) -> String {
        let stem = self.path.as_deref().and_then(Path::file_stem);
        stem.map_or_else(|| "untitled".to_owned(), |stem| stem.to_string_lossy().into_owned())
    }

    /// Does it not hold all of a scenario? Which card is shown does not count.
    fn lacks(&self, scenario: &Scenario) -> bool {
        let (kept, now) = (&*self.kept, scenario);
        if kept.selected == now.selected && kept.absent.selected == now.absent.selected {
            return kept != now;
        }
        let mut kept = Scenario { selected: now.selected, ..kept.clone() };
        kept.absent.selected.clone_from(&now.absent.selected);
        kept != *now
    }

    /// Follows cards that have changed.
    pub(super) fn follow(&mut self, former: &[Arc<RateCard>], cards: &[Arc<RateCard>]) {
        self.kept = Arc::new(self.kept.over(former, cards, &mut Vec::new()));
    }
}

impl State {
    /// Is there something on the screen that the file does not hold? Which card is shown does not count.
    #[must_use]
    pub fn is_dirty(&self) -> bool {
        self.document.lacks(&self.scenario)
    }

    /// What is needed to keep the scenario as it is now.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let (scenario, document) = (self.scenario.clone(), self.document.clone());
        Snapshot { scenario, cards: self.cards(), document }
    }

    /// Something else takes the place of a scenario in its document: what is not saved of it is handed over
    /// to be kept.
    pub(super) fn replace(&mut self, scenario: &Scenario, document: &Document) {
        if document.lacks(scenario) {
            let (scenario, document) = (scenario.clone(), document.clone());
            self.replaced = Some(Snapshot { scenario, cards: self.cards(), document });
        }
    }

    /// Is there unsaved work that something else has taken the place of, and that nobody keeps?
    fn has_unkept_behind(&self) -> bool {
        let unkept = |step: &Step| {
            let document = step.document.as_ref().filter(|document| document.was_kept.is_none());
            document.is_some_and(|document| document.lacks(&step.scenario))
        };
        self.undo.iter().chain(&self.redo).any(unkept)
    }

    /// Unsaved work that another document has taken the place of since this was asked last.
    pub fn take_replaced(&mut self) -> Option<Snapshot> {
        self.replaced.take()
    }

    /// The work that was replaced last is kept: it is done with once it is saved after all.
    pub(super) fn left_behind(&mut self, id: &str) {
        let documents = self.undo.iter_mut().rev().filter_map(|step| step.document.as_mut());
        if let Some(document) = documents.into_iter().next() {
            document.was_kept = Some(id.to_owned());
        }
    }

    /// The cards that there are.
    pub(super) fn cards(&self) -> Vec<Arc<RateCard>> {
        self.board.cards.iter().map(|priced| Arc::clone(&priced.card)).collect()
    }

    /// What is said of the scenario.
    fn sheet(&self) -> Sheet {
        let sheet = Sheet::of(&self.scenario, &self.board);
        self.document.complete(sheet, &self.scenario, &self.cards())
    }

    /// The text of the scenario as it would be saved.
    #[must_use]
    pub fn text(&self) -> String {
        self.document.text_of(&self.sheet())
    }

    /// The scenario as one line.
    #[must_use]
    pub fn code(&self) -> String {
        code::encode(&self.sheet().text())
    }

    /// Copies the scenario as one line.
    pub(super) fn copy_code(&self) -> Effect {
        Effect::CopyCode(self.code())
    }

    pub(super) fn show_report(&mut self, title: &'static str, text: &str) {
        let lines = text.trim_end().lines().map(str::to_owned).collect();
        self.overlays.push(Overlay::Report { title, lines, scroll: 0 });
    }
}
