//! The modes that the app sets on the terminal, and how each is undone.

use std::io::{self, Write, stdout};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste};
use crossterm::queue;
use crossterm::style::ResetColor;
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};

/// True if the terminal is ours. Changed only while standard output is locked, so that no frame
/// follows the sequences that give the terminal back.
static OURS: AtomicBool = AtomicBool::new(false);
static MOUSE: AtomicBool = AtomicBool::new(false);
/// True if something else may have drawn on the screen since the last frame.
static STALE: AtomicBool = AtomicBool::new(false);

pub(super) fn enter(mouse: bool) -> io::Result<()> {
    MOUSE.store(mouse, Ordering::SeqCst);
    let mut out = stdout().lock();
    enable_raw_mode()?;
    OURS.store(true, Ordering::SeqCst);
    STALE.store(true, Ordering::SeqCst);
    let entered = write_enter(&mut out, mouse);
    entered.inspect_err(|_| restore())
}

/// Takes the terminal over again after another program, mostly the shell, has had it.
///
/// Raw mode is left first, for crossterm believes that it still holds.
#[cfg(unix)]
pub(super) fn enter_again() -> io::Result<()> {
    disable_raw_mode()?;
    enter(MOUSE.load(Ordering::SeqCst))
}

/// Gives the terminal back as it was found; does nothing when that has happened already.
///
/// Failures are not reported: this runs where nobody is left to handle them.
pub fn restore() {
    let mut out = stdout().lock();
    if OURS.swap(false, Ordering::SeqCst) {
        let _ = write_leave(&mut out);
        let _ = disable_raw_mode();
    }
}

/// Writes to the terminal, unless it has been given back.
pub(super) fn write_if_ours(bytes: &[u8]) -> io::Result<()> {
    let mut out = stdout().lock();
    if OURS.load(Ordering::SeqCst) {
        out.write_all(bytes)?;
        out.flush()?;
    }
    Ok(())
}

#[cfg(unix)]
pub(super) fn ours() -> bool {
    OURS.load(Ordering::SeqCst)
}

pub(super) fn set_stale() {
    STALE.store(true, Ordering::SeqCst);
}

pub(super) fn take_stale() -> bool {
    STALE.swap(false, Ordering::SeqCst)
}

pub(super) fn capture_mouse(wanted: bool) -> io::Result<()> {
    MOUSE.store(wanted, Ordering::SeqCst);
    let mut sequence = Vec::new();
    if wanted {
        write_capture(&mut sequence)?;
    } else {
        queue!(sequence, DisableMouseCapture)?;
    }
    write_if_ours(&sequence)
}

fn write_enter(out: &mut impl Write, mouse: bool) -> io::Result<()> {
    queue!(out, EnterAlternateScreen, Hide, EnableBracketedPaste)?;
    if mouse {
        write_capture(out)?;
    }
    out.flush()
}

fn write_leave(out: &mut impl Write) -> io::Result<()> {
    queue!(
        out,
        DisableMouseCapture,
        DisableBracketedPaste,
        EndSynchronizedUpdate,
        ResetColor,
        Show,
        LeaveAlternateScreen
    )?;
    out.flush()
}

/// Asks for clicks, drags and the wheel, in the encoding without a limit of 223 columns.
///
/// crossterm's own command also asks for every motion without a button, which would wake the app
/// whenever the pointer crosses the window.
#[cfg(not(windows))]
fn write_capture(out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"\x1b[?1000h\x1b[?1002h\x1b[?1006h")
}

#[cfg(windows)]
fn write_capture(out: &mut impl Write) -> io::Result<()> {
    queue!(out, crossterm::event::EnableMouseCapture)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn modes(sequence: &[u8], end: char) -> Vec<String> {
        let text = std::str::from_utf8(sequence).unwrap();
        let private = text.split("\x1b[?").skip(1);
        let numbered = private.filter_map(|mode| mode.split_once(end).map(|(number, _)| number));
        numbered
            .filter(|number| number.bytes().all(|b| b.is_ascii_digit()))
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn every_mode_that_entering_sets_is_undone_by_leaving() {
        let (mut enter, mut leave) = (Vec::new(), Vec::new());
        write_enter(&mut enter, true).unwrap();
        write_leave(&mut leave).unwrap();
        let undone = modes(&leave, 'l');
        for mode in modes(&enter, 'h') {
            assert!(undone.contains(&mode), "mode {mode} stays set");
        }
        assert!(modes(&leave, 'h').contains(&"25".to_owned()), "the cursor is shown again");
        assert!(undone.contains(&"2026".to_owned()), "a synchronized update is ended");
    }

    #[test]
    fn the_alternate_screen_is_left_last() {
        let mut leave = Vec::new();
        write_leave(&mut leave).unwrap();
        assert!(leave.ends_with(b"\x1b[?1049l"));
    }

    #[test]
    fn without_mouse_no_mouse_mode_is_set() {
        let mut enter = Vec::new();
        write_enter(&mut enter, false).unwrap();
        assert!(modes(&enter, 'h').iter().all(|mode| !mode.starts_with("100")));
    }

    #[test]
    fn giving_back_a_terminal_that_was_never_taken_writes_nothing() {
        restore();
        assert!(!ours());
    }
}
