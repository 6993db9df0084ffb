//! Opening: a file, a code, or work that was kept.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Document, Origin, REPORT};
use crate::library::report;
use crate::scenario::{OpenError, Opening, Scenario, code};
use crate::state::{Effect, State, Step};

/// What there is to say of a scenario that was opened.
struct Opened {
    /// In one line.
    was_saved: String,
    /// In full, where it is not as it was saved.
    told: Vec<String>,
}

impl State {
    /// Shows a scenario from the start: nothing was before it.
    pub fn begin_with(&mut self, origin: &Origin, text: &str) -> Result<(), OpenError> {
        let opened = self.take_text(origin, text)?;
        self.undo.clear();
        self.redo.clear();
        self.before = self.present();
        self.is_fresh = false;
        self.tell_opened(origin, &opened, "");
        Ok(())
    }

    /// Shows a scenario in place of the one on the screen, which is one step back.
    /// Answers whether it is.
    pub(in crate::state) fn open(&mut self, origin: &Origin, text: &str) -> bool {
        match self.take_text(origin, text) {
            Ok(opened) => {
                self.tell_opened(origin, &opened, "; u goes back");
                return true;
            }
            Err(OpenError::Problems(problems)) => {
                let report = report::problems(&origin_name(origin), text, &problems.list, REPORT);
                let first = problems.list.first().map_or("", |problem| &*problem.message);
                self.refuse(format!("{} is not opened: {first}", origin_name(origin)));
                self.show_report("This scenario cannot be opened", &report);
            }
            Err(error @ OpenError::Board(_)) => {
                self.refuse(format!("{} is not opened: {error}", origin_name(origin)));
            }
        }
        false
    }

    fn take_text(&mut self, origin: &Origin, text: &str) -> Result<Opened, OpenError> {
        let mut cards = self.cards();
        let (opening, board) = Opening::over(text, &mut cards)?;
        // What a tour shows is nobody's: what was there before it is replaced.
        if self.tour.is_some() {
            self.leave_tour();
        }
        if let Some((_, error)) = opening.left_out.first()
            && !self.keep_cards(&cards)
        {
            return Err(error.clone().into());
        }
        let before = self.present();
        self.board = board;
        let was_saved = opening.says();
        let Opening { sheet, scenario, told, .. } = opening;
        let mut document = Document::of(origin, text, sheet, &scenario);
        if matches!(origin, Origin::Kept(_) | Origin::Code) {
            // No file holds it.
            document.kept = Arc::clone(&self.document.kept);
        }
        let former = std::mem::replace(&mut self.scenario, scenario);
        let document = std::mem::replace(&mut self.document, document);
        self.replace(&former, &document);
        self.before = before;
        self.remember(Step { scenario: former, document: Some(document) });
        self.line = 0;
        self.is_fresh = true;
        self.keep_row();
        self.derive();
        Ok(Opened { was_saved, told })
    }

    fn tell_opened(&mut self, origin: &Origin, opened: &Opened, way_back: &str) {
        self.tell(format!("{}: {}{way_back}", origin_name(origin), opened.was_saved));
        if !opened.told.is_empty() {
            self.show_report("Not as it was saved", &opened.told.join("\n"));
        }
    }

    /// Opens what was typed in the list of files: a path, or a code.
    pub(in crate::state) fn open_typed(&mut self, typed: &str) -> Effect {
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
    pub(in crate::state) fn open_kept(&mut self, place: usize) {
        let Some(kept) = self.files.kept.get(place).cloned() else { return };
        if self.open(&Origin::Kept(kept.path), &kept.text) {
            self.document.was_kept = Some(kept.id);
        }
    }

    pub(in crate::state) fn open_code(&mut self, typed: &str) {
        match code::decode(typed) {
            Ok(text) => {
                self.open(&Origin::Code, &text);
            }
            Err(error) => self.refuse(error.to_string()),
        }
    }

    /// Back to what the file holds; of a scenario that was never saved, to how it began.
    pub(in crate::state) fn revert(&mut self) -> Effect {
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
