//! Saving: to the file that there is or another, and what is asked before something would be lost.

use std::path::PathBuf;
use std::sync::Arc;

use super::Document;
use crate::action::Screen;
use crate::export::{Form, What, default_name, named};
use crate::scenario::Sheet;
use crate::state::{Ask, Effect, Overlay, State, Target};

/// What a new file is called where the user says nothing else.
const NAME: &str = "scenario.toml";
/// The ending of a scenario's file.
const ENDING: &str = "toml";

impl State {
    /// Saves to the file that there is; otherwise asks for one.
    pub(in crate::state) fn save(&mut self) -> Effect {
        if let Some(path) = self.document.path.clone() {
            self.save_to(path, false)
        } else {
            self.save_as();
            Effect::None
        }
    }

    /// Asks for a file.
    pub(in crate::state) fn save_as(&mut self) {
        let path = self.document.path.as_ref();
        let former = path.map_or_else(|| NAME.to_owned(), |path| path.display().to_string());
        self.open_edit_of(Target::SaveAs, &former);
    }

    /// The file that was typed.
    pub(in crate::state) fn save_as_typed(&mut self, typed: &str) -> Result<Effect, String> {
        if typed.is_empty() {
            return Err("write a path, such as plans/vault.toml".to_owned());
        }
        Ok(self.save_to(file_named(typed)?, false))
    }

    /// Saves to a path; over what is there only where that is known, or somebody said so.
    pub(in crate::state) fn save_to(&mut self, path: PathBuf, overwrite: bool) -> Effect {
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
    pub(in crate::state) fn saved(&mut self, path: PathBuf, text: &Arc<str>) -> Effect {
        let sheet = self.sheet();
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
    pub(in crate::state) fn ask_about_change(&mut self, path: PathBuf) {
        self.leaves_when_saved = false;
        let is_own = self.document.path.as_ref() == Some(&path);
        // What was in the file of work that was kept is not known.
        let is_known = self.document.on_disk.is_some();
        let ask = if is_own { Ask::Changed { path, is_known } } else { Ask::Exists { path } };
        self.overlays.push(Overlay::Ask(ask));
    }

    /// Leaves, or asks first where something would be left behind that no file has. What a tour shows is
    /// nobody's work: what was there before it is.
    pub(in crate::state) fn leave(&mut self) -> Effect {
        if self.tour.is_some() {
            self.leave_tour();
        }
        let asked = self.asked();
        if let Some(steps) = self.recorded_steps().filter(|steps| *steps > 1) {
            if !matches!(asked, Some(Ask::Recording { .. })) {
                self.overlays.push(Overlay::Ask(Ask::Recording { steps }));
            }
            return Effect::None;
        }
        self.leave_documents()
    }

    fn asked(&self) -> Option<Ask> {
        self.overlays.iter().find_map(|it| match it {
            Overlay::Ask(ask) => Some(ask.clone()),
            _ => None,
        })
    }

    /// The same without what is recorded.
    pub(in crate::state) fn leave_documents(&mut self) -> Effect {
        if self.has_unkept_behind() {
            if self.asked() != Some(Ask::Behind) {
                self.overlays.push(Overlay::Ask(Ask::Behind));
            }
            return Effect::None;
        }
        self.leave_document()
    }

    /// The same of the document that is shown alone.
    pub(in crate::state) fn leave_document(&mut self) -> Effect {
        // What was never saved is there at the next start, where it is kept.
        let is_safe = self.document.path.is_none() && self.is_kept;
        match self.asked() {
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

    /// Asks for the file of an export; its name says what it is to have.
    pub(in crate::state) fn type_export(&mut self) {
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

    pub(in crate::state) fn export_typed(&self, typed: &str) -> Result<Effect, String> {
        let (what, form) = named(typed, self.screen)?;
        Ok(Effect::Export { path: PathBuf::from(typed), what, form })
    }
}

/// The file that is meant by what was typed; without an ending it has that of scenarios.
pub(in crate::state) fn file_named(typed: &str) -> Result<PathBuf, String> {
    if typed.ends_with(std::path::is_separator) {
        return Err(format!("{typed} is a folder: add the name of a file"));
    }
    let mut path = PathBuf::from(typed);
    if path.extension().is_none() {
        path.set_extension(ENDING);
    }
    Ok(path)
}
