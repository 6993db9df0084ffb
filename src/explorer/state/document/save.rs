//! Saving, and what is asked before changes would be lost.

use std::path::PathBuf;
use std::sync::Arc;

use super::DocumentFile;
use crate::explorer::action::Screen;
use crate::explorer::state::{Ask, Effect, Overlay, Refusal, State, Target};
use crate::report::export::{What, named};
use crate::scenario::ScenarioFile;

/// The proposed name of a new file.
const NAME: &str = "scenario.toml";
/// The ending of a scenario's file.
const ENDING: &str = "toml";

impl State {
    /// Saves to the file. Asks for one if there is none.
    pub(in crate::explorer::state) fn save(&mut self) -> Effect {
        if let Some(path) = self.document.path() {
            let path = path.to_owned();
            self.save_to(path, false)
        } else {
            self.save_as();
            Effect::None
        }
    }

    /// Asks for a file.
    pub(in crate::explorer::state) fn save_as(&mut self) {
        let path = self.document.path();
        let former = path.map_or_else(|| NAME.to_owned(), |path| path.display().to_string());
        self.open_edit_of(Target::SaveAs, &former);
    }

    /// Saves to the file that was typed.
    pub(in crate::explorer::state) fn save_as_typed(
        &mut self,
        typed: &str,
    ) -> Result<Effect, Refusal> {
        if typed.is_empty() {
            return Err(Refusal::NoPath { example: "plans/vault.toml" });
        }
        Ok(self.save_to(file_named(typed)?, false))
    }

    /// Saves to a path. Overwrites only what whatif last read or wrote there, unless the user said so.
    pub(in crate::explorer::state) fn save_to(&mut self, path: PathBuf, overwrite: bool) -> Effect {
        let known = self.document.path() == Some(&path);
        let file = &self.document.file;
        let former = file.on_disk.clone().filter(|_| known);
        let autosave = file.autosave.clone();
        let text = self.text();
        // A file that cannot be reopened would be lost.
        if let Err(problems) = ScenarioFile::read(&text) {
            let first = problems.list.first();
            let problem =
                first.map_or_else(String::new, |it| format!("{}: {}", it.message, it.remedy));
            self.document.leaves_when_saved = false;
            self.cursor.refuse(Refusal::Unreadable { path, problem });
            return Effect::None;
        }
        Effect::Save { path, text: Arc::from(text), former, overwrite, autosave }
    }

    /// The scenario is in a file now.
    pub(in crate::explorer::state) fn saved(&mut self, path: PathBuf, text: &Arc<str>) -> Effect {
        let contents = self.contents();
        self.cursor.say(format!("saved {}", path.display()));
        self.document.edition += 1;
        self.document.file = DocumentFile {
            path: Some(path),
            is_opened: self.document.file.is_opened,
            text: Some(Arc::clone(text)),
            on_disk: Some(Arc::clone(text)),
            contents: Some(Arc::new(contents)),
            held: Arc::clone(&self.document.scenario),
            autosave: None,
        };
        if std::mem::take(&mut self.document.leaves_when_saved) {
            Effect::Quit
        } else {
            Effect::None
        }
    }

    /// The file changed since whatif last read or wrote it.
    pub(in crate::explorer::state) fn ask_about_change(&mut self, path: PathBuf) {
        self.document.leaves_when_saved = false;
        let is_own = self.document.path() == Some(&path);
        // What the file of an autosave held is not known.
        let is_known = self.document.file.on_disk.is_some();
        let ask = if is_own { Ask::Changed { path, is_known } } else { Ask::Exists { path } };
        self.cursor.overlays.push(Overlay::Ask(ask));
    }

    /// Leaves, or asks first if something would be lost that no file has. What a tour shows is nobody's
    /// work: the scenario before it is.
    pub(in crate::explorer::state) fn leave(&mut self) -> Effect {
        if self.tour.playing.is_some() {
            self.leave_tour();
        }
        let asked = self.asked();
        if let Some(steps) = self.recorded_steps().filter(|steps| *steps > 1) {
            if !matches!(asked, Some(Ask::Recording { .. })) {
                self.cursor.overlays.push(Overlay::Ask(Ask::Recording { steps }));
            }
            return Effect::None;
        }
        self.leave_documents()
    }

    fn asked(&self) -> Option<Ask> {
        self.cursor.overlays.iter().find_map(|overlay| match overlay {
            Overlay::Ask(ask) => Some(ask.clone()),
            Overlay::Help { .. }
            | Overlay::Explain { .. }
            | Overlay::Problems { .. }
            | Overlay::Report { .. }
            | Overlay::Import { .. }
            | Overlay::Palette(_)
            | Overlay::Edit(_)
            | Overlay::Filter { .. } => None,
        })
    }

    /// The same without the recorded tour.
    pub(in crate::explorer::state) fn leave_documents(&mut self) -> Effect {
        if self.document.has_unsaved_behind() {
            if self.asked() != Some(Ask::Behind) {
                self.cursor.overlays.push(Overlay::Ask(Ask::Behind));
            }
            return Effect::None;
        }
        self.leave_document()
    }

    /// The same for the present document alone.
    pub(in crate::explorer::state) fn leave_document(&mut self) -> Effect {
        let is_autosaved = self.document.is_autosaved;
        // A scenario that was never saved is in the autosave at the next start.
        let is_safe = self.document.path().is_none() && is_autosaved;
        match self.asked() {
            _ if is_safe || !self.is_dirty() => Effect::Quit,
            Some(Ask::Leave { is_autosaved: true }) => Effect::Quit,
            // A key that is pressed twice by habit loses nothing.
            Some(Ask::Leave { is_autosaved: false }) => Effect::None,
            Some(
                Ask::Recording { .. } | Ask::Behind | Ask::Changed { .. } | Ask::Exists { .. },
            )
            | None => {
                self.cursor.overlays.push(Overlay::Ask(Ask::Leave { is_autosaved }));
                Effect::None
            }
        }
    }

    /// The subject of an export that the shown screen is about.
    pub(in crate::explorer::state) const fn exported_first(&self) -> What {
        shown_on(self.cursor.screen)
    }

    pub(in crate::explorer::state) fn export_typed(&self, typed: &str) -> Result<Effect, Refusal> {
        let (what, form) = named(typed, shown_on(self.cursor.screen))?;
        Ok(Effect::Export { path: PathBuf::from(typed), what, form })
    }

    /// Takes an answer to the question on top. A key that is none of the answers leaves it open.
    pub(in crate::explorer::state) fn answer(&mut self, key: char) -> Effect {
        let Some(Overlay::Ask(ask)) = self.cursor.overlays.last().cloned() else {
            return Effect::None;
        };
        if !ask.answers().iter().any(|(known, _)| *known == key) {
            return Effect::None;
        }
        self.cursor.overlays.pop();
        match (ask, key) {
            (Ask::Leave { .. }, 's') => {
                self.document.leaves_when_saved = true;
                self.save()
            }
            (Ask::Leave { .. }, _) => Effect::Quit,
            (Ask::Recording { .. }, 's') => {
                self.toggle_recording();
                Effect::None
            }
            (Ask::Recording { .. }, _) => self.leave_without_recording(),
            (Ask::Behind, _) => self.leave_document(),
            (Ask::Changed { path, .. } | Ask::Exists { path }, 'o') => self.save_to(path, true),
            (Ask::Changed { path, .. }, 'r') => Effect::Open(path),
            (Ask::Changed { .. } | Ask::Exists { .. }, _) => {
                self.save_as();
                Effect::None
            }
        }
    }

    fn leave_without_recording(&mut self) -> Effect {
        let recording = self.tour.recording.take();
        let effect = self.leave_documents();
        if effect != Effect::Quit {
            self.tour.recording = recording;
        }
        effect
    }
}

/// The subject of a screen. One without a table is exported as it is drawn.
const fn shown_on(screen: Screen) -> What {
    match screen {
        Screen::Explore => What::Invoice,
        Screen::Compare => What::Comparison,
        Screen::Sweep => What::Sweep,
        Screen::Prices | Screen::Levers | Screen::Stage => What::Screen,
    }
}

/// The file that was typed. Without an ending it has that of scenarios.
pub(in crate::explorer::state) fn file_named(typed: &str) -> Result<PathBuf, Refusal> {
    if typed.ends_with(std::path::is_separator) {
        return Err(Refusal::IsFolder { path: typed.to_owned() });
    }
    let mut path = PathBuf::from(typed);
    if path.extension().is_none() {
        path.set_extension(ENDING);
    }
    Ok(path)
}
