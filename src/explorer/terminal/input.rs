//! Input of the user, reduced to what the app answers.

#[cfg(unix)]
mod arrivals;
#[cfg(any(unix, test))]
mod decode;
#[cfg(not(unix))]
mod events;
#[cfg(any(unix, test))]
mod keys;
#[cfg(any(unix, test))]
mod reply;
#[cfg(any(unix, test))]
mod step;

use crossterm::event::{KeyEvent, MouseEvent};

#[cfg(unix)]
pub(super) use arrivals::{end, listen, redraw, resumed};
#[cfg(unix)]
pub use arrivals::{input_within, more_waiting, next_event, wake};
#[cfg(not(unix))]
pub(super) use events::listen;
#[cfg(not(unix))]
pub use events::{input_within, more_waiting, next_event, wake};

/// One thing that asks the app for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed, or repeats.
    Key(KeyEvent),
    /// A button was pressed, dragged or released, or the wheel turned.
    Mouse(MouseEvent),
    /// The terminal said what the colour of its background is: red, green and blue.
    Background([u8; 3]),
    /// Text came in from the clipboard, unfiltered.
    Paste(String),
    /// The screen has to be drawn again: the window has another size, or others have drawn on it, or another
    /// thread has news.
    Redraw,
    /// A signal asks the app to end.
    End(i32),
}
