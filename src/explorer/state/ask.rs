//! A question that has to be answered before anything else.

use std::path::{Path, PathBuf};

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
    /// The title: the question in a few words.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Leave { .. } | Self::Behind => "Quit without saving?",
            Self::Recording { .. } => "Quit without saving the tour?",
            Self::Changed { .. } | Self::Exists { .. } => "Overwrite the file?",
        }
    }

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
