//! The document: the file that the scenario on the screen belongs to, and how one is opened and saved.
//!
//! Reading and writing files is the caller's: [`super::Effect`]s ask for it, and [`super::Message`]s tell
//! how it went. Opening is a change as any other: what was on the screen before is one step back.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use whatif_pricing::RateCard;

use super::{Ask, Effect, Overlay, State, Step, Target};
use crate::action::Screen;
use crate::board::Board;
use crate::export::{Form, What, default_name, named};
use crate::library::{Style, report};
use crate::scenario::{OpenError, Opening, Scenario, Sheet, code};

/// What a new file is called where the user says nothing else.
const NAME: &str = "scenario.toml";
/// The ending of a scenario's file.
const ENDING: &str = "toml";
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
        let board = Board::of(&self.cards, &self.scenario).ok()?;
        Some(self.document.text_of(&self.scenario, &board))
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

    /// What is said of a scenario in this file: what cards that are not here came to stays.
    fn sheet_of(&self, scenario: &Scenario, board: &Board) -> Sheet {
        let sheet = Sheet::of(scenario, board);
        match &self.sheet {
            Some(former) => sheet.with_records_of(former, scenario, board),
            None => sheet,
        }
    }

    /// The text of that, with what a person wrote beside it.
    fn text_of(&self, scenario: &Scenario, board: &Board) -> String {
        let sheet = self.sheet_of(scenario, board);
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

    /// Follows cards that have changed.
    pub(super) fn follow(&mut self, former: &[Arc<RateCard>], cards: &[Arc<RateCard>]) {
        self.kept = Arc::new(self.kept.over(former, cards, &mut Vec::new()));
    }
}

impl State {
    /// Is there something on the screen that the file does not hold? Which card is shown does not count.
    #[must_use]
    pub fn is_dirty(&self) -> bool {
        let (kept, now) = (&*self.document.kept, &self.scenario);
        if kept.selected == now.selected && kept.absent.selected == now.absent.selected {
            return kept != now;
        }
        let mut kept = Scenario { selected: now.selected, ..kept.clone() };
        kept.absent.selected.clone_from(&now.absent.selected);
        kept != *now
    }

    /// What is needed to keep the scenario as it is now.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            scenario: self.scenario.clone(),
            cards: self.board.cards.iter().map(|it| Arc::clone(&it.card)).collect(),
            document: self.document.clone(),
        }
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

    /// The text of the scenario as it would be saved.
    #[must_use]
    pub fn text(&self) -> String {
        self.document.text_of(&self.scenario, &self.board)
    }

    /// The scenario as one line.
    #[must_use]
    pub fn code(&self) -> String {
        code::encode(&self.document.sheet_of(&self.scenario, &self.board).text())
    }

    /// Shows a scenario from the start: nothing was before it.
    pub fn begin_with(&mut self, origin: &Origin, text: &str) -> Result<(), OpenError> {
        self.take_text(origin, text)?;
        self.undo.clear();
        self.redo.clear();
        self.before = self.present();
        self.is_fresh = false;
        Ok(())
    }

    /// Shows a scenario in place of the one on the screen, which is one step back.
    /// Answers whether it is.
    pub(super) fn open(&mut self, origin: &Origin, text: &str) -> bool {
        match self.take_text(origin, text) {
            Ok(()) => return true,
            Err(OpenError::Problems(problems)) => {
                let report = report::problems(&origin_name(origin), text, &problems.list, REPORT);
                let first = problems.list.first().map_or("", |problem| &*problem.message);
                self.refuse(format!("{} is not opened: {first}", origin_name(origin)));
                self.show_report("This scenario cannot be opened", &report);
            }
            Err(OpenError::Board(error)) => {
                self.refuse(format!("{} is not opened: {error}", origin_name(origin)));
            }
        }
        false
    }

    fn take_text(&mut self, origin: &Origin, text: &str) -> Result<(), OpenError> {
        let before = self.present();
        let replaced = (self.tour.is_none() && self.is_dirty()).then(|| self.snapshot());
        let opening = Opening::read(text, &mut self.board).inspect_err(|_| self.reprice())?;
        self.replaced = replaced.or(self.replaced.take());
        let was_saved = opening.says();
        let Opening { sheet, scenario, told, .. } = opening;
        let mut document = Document::of(origin, text, sheet, &scenario);
        if matches!(origin, Origin::Kept(_) | Origin::Code) {
            // No file holds it.
            document.kept = Arc::clone(&self.document.kept);
        }
        let former = std::mem::replace(&mut self.scenario, scenario);
        let document = std::mem::replace(&mut self.document, document);
        self.before = before;
        self.remember(Step { scenario: former, document: Some(document) });
        self.line = 0;
        self.is_fresh = true;
        self.keep_row();
        self.derive();
        self.tell_opened(origin, &was_saved, &told);
        Ok(())
    }

    fn tell_opened(&mut self, origin: &Origin, was_saved: &str, told: &[String]) {
        let undone = if self.undo.len() > 1 || self.has_changes() { "; u goes back" } else { "" };
        self.tell(format!("{}: {was_saved}{undone}", origin_name(origin)));
        if !told.is_empty() {
            self.show_report("Not as it was saved", &told.join("\n"));
        }
    }

    pub(super) fn show_report(&mut self, title: &'static str, text: &str) {
        let lines = text.trim_end().lines().map(str::to_owned).collect();
        self.overlays.push(Overlay::Report { title, lines, scroll: 0 });
    }

    /// Saves to the file that there is; otherwise asks for one.
    pub(super) fn save(&mut self) -> Effect {
        if let Some(path) = self.document.path.clone() {
            self.save_to(path, false)
        } else {
            self.save_as();
            Effect::None
        }
    }

    /// Asks for a file.
    pub(super) fn save_as(&mut self) {
        let path = self.document.path.as_ref();
        let former = path.map_or_else(|| NAME.to_owned(), |path| path.display().to_string());
        self.open_edit_of(Target::SaveAs, &former);
    }

    /// The file that was typed.
    pub(super) fn save_as_typed(&mut self, typed: &str) -> Result<Effect, String> {
        if typed.is_empty() {
            return Err("write a path, such as plans/vault.toml".to_owned());
        }
        Ok(self.save_to(file_named(typed)?, false))
    }

    /// Asks for the file of an export; its name says what it is to have.
    pub(super) fn type_export(&mut self) {
        let what = match self.screen {
            Screen::Explore => What::Invoice,
            Screen::Compare => What::Comparison,
            Screen::Sweep => What::Sweep,
            _ => What::Screen,
        };
        let name =
            default_name(what, if what == What::Screen { Form::Svg } else { Form::Markdown });
        self.open_edit_of(Target::Export, &name);
    }

    pub(super) fn export_typed(&self, typed: &str) -> Result<Effect, String> {
        let (what, form) = named(typed, self.screen)?;
        Ok(Effect::Export { path: PathBuf::from(typed), what, form })
    }

    /// Saves to a path; over what is there only where that is known, or somebody said so.
    pub(super) fn save_to(&mut self, path: PathBuf, overwrite: bool) -> Effect {
        let known = self.document.path.as_ref() == Some(&path);
        let former = self.document.on_disk.clone().filter(|_| known);
        let kept = self.document.was_kept.clone();
        let text = self.text();
        // What could not be opened again would be lost.
        if let Err(problems) = Sheet::read(&text) {
            let first = problems.list.first();
            let why = first.map_or_else(String::new, |it| format!("{}: {}", it.message, it.remedy));
            self.leaves_when_saved = false;
            self.refuse(format!(
                "{} is not saved, since it could not be opened again: {why}",
                path.display()
            ));
            return Effect::None;
        }
        Effect::Save { path, text: Arc::from(text), former, overwrite, kept }
    }

    /// The scenario is in a file now.
    pub(super) fn saved(&mut self, path: PathBuf, text: &Arc<str>) -> Effect {
        let sheet = self.document.sheet_of(&self.scenario, &self.board);
        self.tell(format!("saved {}", path.display()));
        self.edition += 1;
        self.document = Document {
            path: Some(path),
            text: Some(Arc::clone(text)),
            on_disk: Some(Arc::clone(text)),
            sheet: Some(Arc::new(sheet)),
            kept: Arc::new(self.scenario.clone()),
            was_kept: None,
            is_opened: self.document.is_opened,
        };
        if std::mem::take(&mut self.leaves_when_saved) { Effect::Quit } else { Effect::None }
    }

    /// The file is not as it was when it was last read or written.
    pub(super) fn ask_about_change(&mut self, path: PathBuf) {
        self.leaves_when_saved = false;
        let is_own = self.document.path.as_ref() == Some(&path);
        // What was in the file of work that was kept is not known.
        let is_known = self.document.on_disk.is_some();
        let ask = if is_own { Ask::Changed { path, is_known } } else { Ask::Exists { path } };
        self.overlays.push(Overlay::Ask(ask));
    }

    /// Back to what the file holds; of a scenario that was never saved, to how it began.
    pub(super) fn revert(&mut self) -> Effect {
        if let Some(path) = self.document.path.clone() {
            return Effect::Open(path);
        }
        let kept = Scenario::clone(&self.document.kept);
        match self.change(|scenario| {
            *scenario = kept;
            Ok(())
        }) {
            Ok(()) => self.tell("as it began; u goes back"),
            Err(why) => self.refuse(why),
        }
        Effect::None
    }

    /// Leaves, or asks first where something would be left behind that no file has. What a tour shows is
    /// nobody's work: what was there before it is.
    pub(super) fn leave(&mut self) -> Effect {
        if self.tour.is_some() {
            self.leave_tour();
        }
        let asked = self.overlays.iter().find_map(|it| match it {
            Overlay::Ask(ask) => Some(ask.clone()),
            _ => None,
        });
        let steps = self.recorded_steps().filter(|steps| *steps > 1);
        if let (Some(steps), false) = (steps, matches!(asked, Some(Ask::Recording { .. }))) {
            self.overlays.push(Overlay::Ask(Ask::Recording { steps }));
            return Effect::None;
        }
        // What was never saved is there at the next start, where it is kept.
        let is_safe = self.document.path.is_none() && self.is_kept;
        match asked {
            _ if is_safe || !self.is_dirty() => Effect::Quit,
            Some(Ask::Leave { is_kept: true }) => Effect::Quit,
            // A key that is pressed twice by habit loses nothing.
            Some(Ask::Leave { is_kept: false }) => Effect::None,
            _ => {
                self.overlays.push(Overlay::Ask(Ask::Leave { is_kept: self.is_kept }));
                Effect::None
            }
        }
    }

    /// Opens what was typed in the list of files: a path, or a code.
    pub(super) fn open_typed(&mut self, typed: &str) -> Effect {
        let typed = typed.trim();
        if typed.is_empty() {
            return Effect::None;
        }
        if code::is_meant(typed) {
            self.open_code(typed);
            return Effect::None;
        }
        Effect::Open(PathBuf::from(typed))
    }

    /// Opens work that was kept. It stays in the list until it is saved or discarded.
    pub(super) fn open_kept(&mut self, place: usize) {
        let Some(kept) = self.files.kept.get(place).cloned() else { return };
        if self.open(&Origin::Kept(kept.path), &kept.text) {
            self.document.was_kept = Some(kept.id);
        }
    }

    pub(super) fn open_code(&mut self, typed: &str) {
        match code::decode(typed) {
            Ok(text) => {
                self.open(&Origin::Code, &text);
            }
            Err(error) => self.refuse(error.to_string()),
        }
    }

    /// Copies the scenario as one line.
    pub(super) fn copy_code(&self) -> Effect {
        Effect::CopyCode(self.code())
    }
}

/// The file that is meant by what was typed; without an ending it has that of scenarios.
pub(super) fn file_named(typed: &str) -> Result<PathBuf, String> {
    if typed.ends_with(std::path::is_separator) {
        return Err(format!("{typed} is a folder: add the name of a file"));
    }
    let mut path = PathBuf::from(typed);
    if path.extension().is_none() {
        path.set_extension(ENDING);
    }
    Ok(path)
}

/// What a text is from, in words.
fn origin_name(origin: &Origin) -> String {
    match origin {
        Origin::File(path) => path.display().to_string(),
        Origin::Code => "the code".to_owned(),
        Origin::Kept(Some(path)) => format!("the kept work of {}", path.display()),
        Origin::Kept(None) => "the kept work".to_owned(),
    }
}
