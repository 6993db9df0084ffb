//! A question that has to be answered before anything else.

use std::path::{Path, PathBuf};

use super::{Effect, Overlay, State};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// No file has what is on the screen: leave?
    Leave {
        /// Is it kept for the next start?
        is_kept: bool,
    },
    /// A tour is being recorded: leave?
    Recording {
        /// How many steps it has.
        steps: usize,
    },
    /// Something else has taken the place of unsaved work, which nobody keeps: leave?
    Behind,
    /// The file was changed by another program since it was read or written here.
    Changed {
        /// The file.
        path: PathBuf,
        /// Is that known? Of work that was kept it is not.
        is_known: bool,
    },
    /// There is a file of this name already.
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
            Self::Leave { .. } => "There are changes that are not saved".to_owned(),
            Self::Recording { steps } => {
                format!("A tour of {steps} steps is being recorded, and is not saved")
            }
            Self::Behind => {
                "Unsaved work is one step back, and is kept nowhere: u goes back to it".to_owned()
            }
            Self::Changed { path, is_known: true } => {
                format!("{} was changed by another program since it was opened", name(path))
            }
            Self::Changed { path, is_known: false } => {
                format!("{} may have been changed since this work was kept", name(path))
            }
            Self::Exists { path } => format!("{} is there already", name(path)),
        }
    }

    /// What can be answered; `esc` is always one more.
    #[must_use]
    pub const fn answers(&self) -> &'static [Answer] {
        match self {
            Self::Leave { is_kept: true } => {
                &[('s', "save and leave"), ('q', "leave; the changes are kept for the next start")]
            }
            Self::Leave { is_kept: false } => {
                &[('s', "save and leave"), ('d', "leave; the changes are LOST")]
            }
            Self::Recording { .. } => &[('s', "save it"), ('d', "leave; the tour is LOST")],
            Self::Behind => &[('d', "leave; it is LOST")],
            Self::Changed { .. } => &[
                ('o', "overwrite it with what is on the screen"),
                ('r', "read it; u goes back to what is on the screen"),
                ('a', "save as another file"),
            ],
            Self::Exists { .. } => &[('o', "overwrite it"), ('a', "save as another file")],
        }
    }
}

impl State {
    /// Takes an answer to the question on top; a key that is none of the answers leaves it open.
    pub(super) fn answer(&mut self, key: char) -> Effect {
        let Some(Overlay::Ask(ask)) = self.overlays.last().cloned() else { return Effect::None };
        if !ask.answers().iter().any(|(known, _)| *known == key) {
            return Effect::None;
        }
        self.overlays.pop();
        match (ask, key) {
            (Ask::Leave { .. }, 's') => {
                self.leaves_when_saved = true;
                self.save()
            }
            (Ask::Leave { .. }, _) => Effect::Quit,
            (Ask::Recording { .. }, 's') => {
                self.toggle_recording();
                Effect::None
            }
            (Ask::Recording { .. }, _) => {
                let recording = self.recording.take();
                let effect = self.leave_documents();
                if effect != Effect::Quit {
                    self.recording = recording;
                }
                effect
            }
            (Ask::Behind, _) => self.leave_document(),
            (Ask::Changed { path, .. } | Ask::Exists { path }, 'o') => self.save_to(path, true),
            (Ask::Changed { path, .. }, 'r') => Effect::Open(path),
            (Ask::Changed { .. } | Ask::Exists { .. }, _) => {
                self.save_as();
                Effect::None
            }
        }
    }
}
