//! A question that has to be answered before anything else.

use std::path::{Path, PathBuf};

use super::{Effect, Overlay, State};

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// No file has what is on the screen: leave?
    Leave {
        /// True if it is autosaved for the next start.
        is_autosaved: bool,
    },
    /// A tour is being recorded: leave?
    Recording {
        /// The number of its steps.
        steps: usize,
    },
    /// Unsaved changes are one undo step back and are not autosaved: leave?
    Behind,
    /// Another program changed the file.
    Changed {
        /// The file.
        path: PathBuf,
        /// True if that is certain. It is not if the scenario was recovered from an autosave.
        is_known: bool,
    },
    /// A file of this name exists.
    Exists {
        /// The file.
        path: PathBuf,
    },
}

/// One answer: its key, and what it does.
pub type Answer = (char, &'static str);

impl Ask {
    /// The question.
    #[must_use]
    pub fn question(&self) -> String {
        let name = |path: &Path| path.display().to_string();
        match self {
            Self::Leave { .. } => "You have unsaved changes".to_owned(),
            Self::Recording { steps } => {
                format!("The recorded tour of {steps} steps is not saved")
            }
            Self::Behind => {
                "Unsaved changes are one undo step back and are not autosaved: press <undo> \
                             to return to them"
                    .to_owned()
            }
            Self::Changed { path, is_known: true } => {
                format!("{} changed on disk since whatif opened it", name(path))
            }
            Self::Changed { path, is_known: false } => {
                format!("{} may have changed since this autosave", name(path))
            }
            Self::Exists { path } => format!("{} already exists", name(path)),
        }
    }

    /// The answers. `esc` is always one more.
    #[must_use]
    pub const fn answers(&self) -> &'static [Answer] {
        match self {
            Self::Leave { is_autosaved: true } => {
                &[('s', "save and quit"), ('q', "quit, and keep the autosave for the next start")]
            }
            Self::Leave { is_autosaved: false } => {
                &[('s', "save and quit"), ('d', "quit and lose the changes")]
            }
            Self::Recording { .. } => &[('s', "save it"), ('d', "quit and lose the tour")],
            Self::Behind => &[('d', "quit and lose them")],
            Self::Changed { .. } => &[
                ('o', "overwrite it with this scenario"),
                ('r', "open it (<undo> goes back to this scenario)"),
                ('a', "save as another file"),
            ],
            Self::Exists { .. } => &[('o', "overwrite it"), ('a', "save as another file")],
        }
    }
}

impl State {
    /// Takes an answer to the question on top. A key that is none of the answers leaves it open.
    pub(super) fn answer(&mut self, key: char) -> Effect {
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
