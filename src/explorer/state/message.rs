//! Messages come into the state, and effects go out.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::{Files, Origin};
use crate::explorer::action::{Action, Key};
use crate::explorer::theme::Background;
use crate::explorer::widget::FieldKey;
use crate::import::{Import, Progress};
use crate::library::Library;
use crate::report::export::{Form, What};

/// An act of the user, or news of files, cards and effects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// A row of the action table.
    Act(Action),
    /// A key that means nothing in the pane that has the keys.
    Unbound(Key),
    /// Copies the address of the source of what is explained.
    CopySource,
    /// A key in the open field.
    Edit(FieldKey),
    /// The cards changed while they are on the screen.
    CardsChanged(Arc<Library>),
    /// Changes of the cards cannot be noticed: why, and what to do.
    CardsUnwatched(String),
    /// The profile cannot be read or saved: why.
    ProfileUnusable(String),
    /// The terminal said what its background is.
    Background(Background),
    /// An effect succeeded, in words.
    Done(String),
    /// An effect failed: why, and what to do.
    Failed(String),
    /// The text of a scenario was read.
    Opened {
        /// The origin.
        origin: Origin,
        /// The text.
        text: String,
    },
    /// The scenario was saved.
    Saved {
        /// The path.
        path: PathBuf,
        /// The content of the file now.
        text: Arc<str>,
        /// The scenarios that can be opened now.
        files: Files,
    },
    /// The scenario was not saved: the file changed since whatif last read or wrote it.
    FileDiffers(PathBuf),
    /// The scenarios that can be opened.
    Files(Files),
    /// Autosave works again or, with the reason, fails.
    Autosaving(Option<String>),
    /// The unsaved scenario that another document replaced was autosaved under this id.
    LeftBehind(String),
    /// A key that answers the question on top.
    Answer(char),
    /// The text of a tour was read.
    TourRead {
        /// The origin in words.
        name: String,
        /// The text.
        text: String,
    },
    /// Files are being read: how far that has come.
    ImportProgress {
        /// The number of the import.
        number: u64,
        /// The part that was read.
        progress: Progress,
        /// The time since it began.
        elapsed: Duration,
    },
    /// Files were read.
    ImportRead {
        /// The number of the import.
        number: u64,
        /// The contents.
        import: Arc<Import>,
    },
    /// Files cannot be read.
    ImportFailed {
        /// The number of the import.
        number: u64,
        /// The reason, and what to do.
        why: String,
    },
    /// A key for the tour that is played.
    Tour(TourKey),
    /// So many milliseconds passed.
    Tick(u32),
    /// Text from the clipboard.
    Paste(String),
    /// The content of the field is accepted.
    Accept,
    /// Close what is on top.
    Cancel,
    /// The left button went down.
    Press {
        /// From the left, counted from 0.
        column: u16,
        /// From the top, counted from 0.
        row: u16,
    },
    /// The pointer moved with the button down.
    DragTo {
        /// From the left, counted from 0.
        column: u16,
    },
    /// The button went up.
    Release,
    /// The wheel turned over a place.
    Wheel {
        /// From the left, counted from 0.
        column: u16,
        /// From the top, counted from 0.
        row: u16,
        /// Away from the user.
        up: bool,
    },
}

/// A key for the tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TourKey {
    /// Finish the drag, or go to the next step. After the last one, return to the screen before the tour.
    Next,
    /// To the previous step.
    Back,
    /// Stop the clock, or start it again.
    Pause,
    /// Return to the screen before the tour.
    Leave,
    /// Keep what the tour shows. Undo returns to the scenario before it.
    Keep,
}

impl Message {
    /// Returns whether no person did it, so that notices and marks stay.
    pub(super) const fn is_silent(&self) -> bool {
        matches!(
            self,
            Self::Files(_)
                | Self::Tick(_)
                | Self::LeftBehind(_)
                | Self::ImportProgress { .. }
                | Self::ImportRead { .. }
                | Self::ImportFailed { .. }
        )
    }
}

/// An act that the state asks of the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Only draw.
    None,
    /// Leave.
    Quit,
    /// Stop until the shell continues the program.
    Suspend,
    /// Take or release the mouse.
    CaptureMouse(bool),
    /// Save the profile for the next run.
    SaveProfile,
    /// Write a scenario to a file.
    Save {
        /// The path as it was typed.
        path: PathBuf,
        /// The text to write.
        text: Arc<str>,
        /// The known content of the file. `None` if it is not known.
        former: Option<Arc<str>>,
        /// Writes whatever is in the file.
        overwrite: bool,
        /// The autosave to delete after this is written.
        autosave: Option<String>,
    },
    /// Read a scenario from a file.
    Open(PathBuf),
    /// Put a code on the clipboard.
    CopyCode(String),
    /// Put a text on the clipboard.
    CopyText(String),
    /// Write what is on the screen to a file, to be mailed or loaded.
    Export {
        /// The path as it was typed.
        path: PathBuf,
        /// The subject.
        what: What,
        /// The form.
        form: Form,
    },
    /// Read files of others, in the background.
    Import {
        /// The paths as they were typed.
        paths: Vec<PathBuf>,
        /// The number of the import, which its news carries.
        number: u64,
    },
    /// Stop reading them.
    StopImport,
    /// Read a tour from a file.
    ReadTour(PathBuf),
    /// Write a recorded tour to a file.
    SaveTour {
        /// The path as it was typed.
        path: PathBuf,
        /// The text to write.
        text: String,
    },
}
