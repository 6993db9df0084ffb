//! The terminal as the app found it, borrowed and given back.
//!
//! [`Session`] takes the terminal over and draws whole frames; [`restore`] gives it back, whatever
//! ends the program: a return, a panic, a signal, a suspension. [`next_event`] is the one place
//! where the app waits, for input, signals and other threads: one that nobody touches uses no processor
//! time.

mod input;
mod modes;
mod screen;
#[cfg(unix)]
mod signals;
mod usable;

use std::io;
use std::sync::Once;

use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal};

pub use input::{Input, input_within, more_waiting, next_event, wake};
pub use modes::restore;
use screen::Screen;
pub use usable::{Unusable, usable};

/// Ends the process as a signal does, after what there was to save is saved.
pub fn end_by(signal: i32) -> ! {
    #[cfg(unix)]
    signals::leave(signal);
    #[cfg(not(unix))]
    std::process::exit(128 + signal)
}

/// The settings of the terminal itself that the user may switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// True if clicks and drags come to the app. If not, the terminal selects text as usual.
    pub mouse: bool,
}

/// The terminal while the app has it; dropping it gives it back.
#[derive(Debug)]
pub struct Session {
    terminal: Terminal<CrosstermBackend<Screen>>,
    screen: Screen,
}

impl Session {
    /// Takes the terminal over: raw mode, alternate screen, no cursor, mouse, bracketed paste.
    pub fn start(settings: Settings) -> io::Result<Self> {
        // Under NO_COLOR crossterm would write an empty SGR, which also wipes bold and reverse and
        // with them the selection. The theme leaves the colours out instead.
        crossterm::style::force_color_output(true);
        restore_before_panics();
        #[cfg(unix)]
        signals::listen()?;
        modes::enter(settings.mouse)?;
        Self::open().inspect_err(|_| restore())
    }

    fn open() -> io::Result<Self> {
        input::listen()?;
        let screen = Screen::default();
        let terminal = Terminal::new(CrosstermBackend::new(screen.clone()))?;
        Ok(Self { terminal, screen })
    }

    /// Draws one frame; the terminal receives it in one write and shows it at once or not at all.
    pub fn draw(&mut self, render: impl FnOnce(&mut Frame)) -> io::Result<()> {
        queue!(self.screen, BeginSynchronizedUpdate)?;
        if modes::take_stale() {
            self.forget()?;
        }
        self.terminal.draw(render)?;
        queue!(self.screen, EndSynchronizedUpdate)?;
        self.screen.send()
    }

    /// Makes this frame complete instead of a difference to the last one.
    ///
    /// `Terminal::clear` would ask the terminal where its cursor is and wait for the answer.
    fn forget(&mut self) -> io::Result<()> {
        let size = self.terminal.size()?;
        self.terminal.resize(size.into())
    }

    /// Gives the terminal back and stops, as Ctrl-Z does; returns once the shell resumes the app.
    pub fn suspend(&mut self) -> io::Result<()> {
        #[cfg(unix)]
        {
            restore();
            signals::stop()?;
            modes::enter_again()?;
        }
        Ok(())
    }

    /// The cells of the screen.
    pub fn size(&self) -> io::Result<Rect> {
        let size = self.terminal.size()?;
        Ok(Rect::new(0, 0, size.width, size.height))
    }

    /// Hands the terminal bytes that are no part of a frame.
    pub fn tell(&mut self, bytes: &[u8]) -> io::Result<()> {
        modes::write_if_ours(bytes)
    }

    /// Asks the terminal for the colour of its background. The answer, if one comes, is an input.
    pub fn ask_background(&mut self) -> io::Result<()> {
        modes::write_if_ours(b"\x1b]11;?\x1b\\")
    }

    /// Switches between clicks for the app and text selection by the terminal.
    pub fn capture_mouse(&mut self, wanted: bool) -> io::Result<()> {
        modes::capture_mouse(wanted)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        restore();
    }
}

/// Makes the message of a panic readable: on the restored screen, with line feeds that return.
fn restore_before_panics() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let former = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            restore();
            former(panic);
        }));
    });
}
