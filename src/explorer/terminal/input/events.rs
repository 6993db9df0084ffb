//! Input where crossterm alone can read the terminal. There is nothing by which one thread could wake
//! another, so that the app looks up now and then.

use std::cell::RefCell;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossterm::event::{Event, KeyEventKind, MouseEventKind, poll, read};

use super::Input;
use crate::explorer::terminal::modes;

/// Long enough for crossterm to look at what is there; with no time at all it does not look.
const GLANCE: Duration = Duration::from_micros(20);

thread_local! {
    /// The input that [`more_waiting`] had to read in order to know that it matters.
    static AHEAD: RefCell<Option<Input>> = const { RefCell::new(None) };
}

/// True if another thread has called.
static CALLED: AtomicBool = AtomicBool::new(false);

/// Waits for the next input.
pub fn next_event() -> io::Result<Input> {
    if let Some(input) = AHEAD.take() {
        return Ok(input);
    }
    loop {
        if waits_for_a_call()? {
            return Ok(Input::Redraw);
        }
        if let Some(input) = accept(read()?) {
            return Ok(input);
        }
    }
}

/// Makes [`next_event`] answer with a redraw; for other threads that have something to show.
pub fn wake() {
    CALLED.store(true, Ordering::SeqCst);
}

/// Waits for input or a call, and says whether it was a call.
fn waits_for_a_call() -> io::Result<bool> {
    while !poll(Duration::from_millis(250))? {
        if CALLED.swap(false, Ordering::SeqCst) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Waits for input, but no longer than so long; whether there is some.
pub fn input_within(longest: Duration) -> io::Result<bool> {
    if AHEAD.with_borrow(Option::is_some) {
        return Ok(true);
    }
    poll(longest)
}

/// Returns whether [`next_event`] would answer without waiting, so that a burst is taken in one
/// redraw.
pub fn more_waiting() -> io::Result<bool> {
    if AHEAD.with_borrow(Option::is_some) {
        return Ok(true);
    }
    while poll(GLANCE)? {
        if let Some(input) = accept(read()?) {
            AHEAD.set(Some(input));
            return Ok(true);
        }
    }
    Ok(false)
}

/// Starts to note changes of the window's size, which only count once somebody listens.
pub(in crate::explorer::terminal) fn listen() -> io::Result<()> {
    poll(Duration::ZERO).map(|_| ())
}

/// Drops what nothing answers to: released keys, focus, motion without a button.
fn accept(event: Event) -> Option<Input> {
    match event {
        Event::Key(key) if key.kind == KeyEventKind::Release => None,
        Event::Key(key) => Some(Input::Key(key)),
        Event::Mouse(mouse) if mouse.kind == MouseEventKind::Moved => None,
        Event::Mouse(mouse) => Some(Input::Mouse(mouse)),
        Event::Paste(text) => Some(Input::Paste(text)),
        Event::Resize(..) => {
            modes::set_stale();
            Some(Input::Redraw)
        }
        Event::FocusGained | Event::FocusLost => None,
    }
}
