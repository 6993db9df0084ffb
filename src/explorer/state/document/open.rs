//! Opening: a file, a code or an autosave.

use std::path::PathBuf;
use std::sync::Arc;

use super::{DocumentFile, Origin, REPORT, Step};
use crate::answer::opening::{self, OpenError};
use crate::explorer::state::{Effect, Refusal, State, best_offers};
use crate::report;
use crate::scenario::{Scenario, code};

/// A summary of a scenario that was opened.
struct Opened {
    /// In one line.
    summary: String,
    /// Every difference from the saved figures.
    differences: Vec<String>,
}

impl State {
    /// Shows a scenario from the start: nothing was before it.
    pub fn begin_with(&mut self, origin: &Origin, text: &str) -> Result<(), OpenError> {
        let opened = self.take_text(origin, text)?;
        self.document.undo.clear();
        self.document.redo.clear();
        self.figures.forget_before();
        self.figures.is_fresh = false;
        self.say_opened(origin, &opened, "");
        Ok(())
    }

    /// Shows a scenario in place of the present one, which is one undo step away. Returns whether it could
    /// be opened.
    pub(in crate::explorer::state) fn open(&mut self, origin: &Origin, text: &str) -> bool {
        let name = origin_name(origin);
        match self.take_text(origin, text) {
            Ok(opened) => {
                self.say_opened(origin, &opened, " (<undo> goes back)");
                return true;
            }
            Err(OpenError::Problems(problems)) => {
                let report = report::problems::problems(&name, text, &problems.list, REPORT);
                let first = problems.list.first().map_or("", |problem| &*problem.message);
                self.cursor.refuse(format!("cannot open {name}: {first}"));
                self.cursor.show_report("This scenario cannot be opened", &report);
            }
            Err(error @ OpenError::Board(_)) => {
                self.cursor.refuse(format!("cannot open {name}: {error}"));
            }
        }
        false
    }

    fn take_text(&mut self, origin: &Origin, text: &str) -> Result<Opened, OpenError> {
        let opening = opening::open(text, self.figures.board.cards())?;
        // What a tour shows is nobody's work: the scenario before it is replaced.
        if self.tour.playing.is_some() {
            self.leave_tour();
        }
        let opened = Opened {
            summary: report::opening::summary(&opening),
            differences: report::opening::differences(&opening),
        };
        let scenario = Arc::new(opening.file.scenario.clone());
        let mut file = DocumentFile::of(origin, text, opening.file, &scenario);
        if matches!(origin, Origin::Autosave(_) | Origin::Code) {
            // No file holds it.
            file.held = Arc::clone(&self.document.file.held);
        }
        let former = Step {
            scenario: std::mem::replace(&mut self.document.scenario, scenario),
            file: Some(std::mem::replace(&mut self.document.file, file)),
            moved_to: None,
        };
        self.replace(&former);
        self.figures.put(opening.board.with_proposals(best_offers()));
        self.document.remember(former);
        self.cursor.line = 0;
        self.figures.is_fresh = true;
        self.keep_row();
        self.derive();
        Ok(opened)
    }

    fn say_opened(&mut self, origin: &Origin, opened: &Opened, way_back: &str) {
        self.cursor.say(format!("{}: {}{way_back}", origin_name(origin), opened.summary));
        if !opened.differences.is_empty() {
            self.cursor
                .show_report("Different from the saved figures", &opened.differences.join("\n"));
        }
    }

    /// Opens what was typed in the list of files: a path or a code.
    pub(in crate::explorer::state) fn open_typed(&mut self, typed: &str) -> Effect {
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

    /// Opens an autosave. It stays in the list until it is saved or discarded.
    pub(in crate::explorer::state) fn open_autosave(&mut self, id: &str) {
        let known = self.document.files.autosaves.iter().find(|autosave| autosave.id == id);
        let Some(autosave) = known.cloned() else { return };
        if self.open(&Origin::Autosave(autosave.path), &autosave.text) {
            self.document.file.autosave = Some(autosave.id);
        }
    }

    pub(in crate::explorer::state) fn open_code(&mut self, typed: &str) {
        match code::decode(typed) {
            Ok(text) => {
                self.open(&Origin::Code, &text);
            }
            Err(error) => self.cursor.refuse(error),
        }
    }

    /// Reverts to the file. Reverts a scenario that was never saved to its start.
    pub(in crate::explorer::state) fn revert(&mut self) -> Effect {
        if let Some(path) = self.document.path() {
            return Effect::Open(path.to_owned());
        }
        let held = Scenario::clone(&self.document.file.held);
        let changed: Result<(), Refusal> = self.change(|scenario| {
            *scenario = held;
            Ok(())
        });
        match changed {
            Ok(()) => self.cursor.say("back to the start (<undo> undoes)"),
            Err(why) => self.cursor.refuse(why),
        }
        Effect::None
    }
}

/// The origin of a text in words.
fn origin_name(origin: &Origin) -> String {
    match origin {
        Origin::File(path) => path.display().to_string(),
        Origin::Code => "the code".to_owned(),
        Origin::Autosave(Some(path)) => format!("the autosave of {}", path.display()),
        Origin::Autosave(None) => "the autosave".to_owned(),
    }
}
