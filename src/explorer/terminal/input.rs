//! Input of the user, reduced to what the app answers.

use std::cell::RefCell;
use std::io;
use std::time::Duration;

use crossterm::event::{
    self, Event, KeyEvent, KeyEventKind, MouseEvent, MouseEventKind, poll, read,
};

use super::modes;
#[cfg(unix)]
use super::signals;

/// One thing that asks the app for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed, or repeats.
    Key(KeyEvent),
    /// A button was pressed, dragged or released, or the wheel turned.
    Mouse(MouseEvent),
    /// Text came in from the clipboard, unfiltered.
    Paste(String),
    /// The screen has to be drawn again: the window has another size, or others have drawn on it.
    Redraw,
}

/// Long enough for crossterm to look at what is there; with no time at all it does not look.
const A_MOMENT: Duration = Duration::from_micros(20);

thread_local! {
    /// The input that [`more_waiting`] had to read in order to know that it matters.
    static AHEAD: RefCell<Option<Input>> = const { RefCell::new(None) };
}

/// Waits for the next input.
pub fn next_event() -> io::Result<Input> {
    if let Some(input) = AHEAD.take() {
        return Ok(input);
    }
    loop {
        #[cfg(not(unix))]
        if waits_for_a_call()? {
            return Ok(Input::Redraw);
        }
        if let Some(input) = accept(read()?)? {
            return Ok(input);
        }
    }
}

/// Makes [`next_event`] answer with a redraw; for other threads that have something to show.
///
/// A thread that waits for input waits for changes of the window's size too, which a signal
/// reports.
#[cfg(unix)]
pub fn wake() {
    signals::wake();
}

/// True if another thread has called.
#[cfg(not(unix))]
static CALLED: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

/// Makes [`next_event`] answer with a redraw; for other threads that have something to show.
#[cfg(not(unix))]
pub fn wake() {
    CALLED.store(true, std::sync::atomic::Ordering::SeqCst);
}

/// Waits for input or a call, and says whether it was a call. There is nothing here that one thread
/// could wake another by, so that it looks up now and then.
#[cfg(not(unix))]
fn waits_for_a_call() -> io::Result<bool> {
    while !poll(Duration::from_millis(250))? {
        if CALLED.swap(false, std::sync::atomic::Ordering::SeqCst) {
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
    while poll(A_MOMENT)? {
        if let Some(input) = accept(read()?)? {
            AHEAD.set(Some(input));
            return Ok(true);
        }
    }
    Ok(false)
}

fn accept(event: Event) -> io::Result<Option<Input>> {
    if matches!(event, Event::Resize(..)) {
        return resized().map(Some);
    }
    Ok(translate(event))
}

/// The window has another size, or the app was stopped and resumed, which tells itself that way.
///
/// A window that shrank and grew again has its former size, but no longer its contents.
fn resized() -> io::Result<Input> {
    modes::set_stale();
    #[cfg(unix)]
    if signals::take_resumed() {
        signals::answer_resumption()?;
    }
    Ok(Input::Redraw)
}

/// Starts to note changes of the window's size, which only count once somebody listens.
pub(super) fn listen() -> io::Result<()> {
    poll(Duration::ZERO).map(|_| ())
}

/// Drops what nothing answers to: released keys, focus, motion without a button.
fn translate(event: event::Event) -> Option<Input> {
    match event {
        Event::Key(key) if key.kind == KeyEventKind::Release => None,
        Event::Key(key) => Some(Input::Key(key)),
        Event::Mouse(mouse) if mouse.kind == MouseEventKind::Moved => None,
        Event::Mouse(mouse) => Some(Input::Mouse(mouse)),
        Event::Paste(text) => Some(Input::Paste(text)),
        Event::Resize(..) => Some(Input::Redraw),
        Event::FocusGained | Event::FocusLost => None,
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyModifiers, MouseButton};

    use super::*;

    fn key(kind: KeyEventKind) -> Event {
        Event::Key(KeyEvent::new_with_kind(KeyCode::Char('x'), KeyModifiers::NONE, kind))
    }

    fn mouse(kind: MouseEventKind) -> Event {
        let modifiers = KeyModifiers::NONE;
        Event::Mouse(MouseEvent { kind, column: 3, row: 4, modifiers })
    }

    #[test]
    fn a_key_counts_when_pressed_and_not_when_released() {
        assert!(translate(key(KeyEventKind::Press)).is_some());
        assert!(translate(key(KeyEventKind::Repeat)).is_some());
        assert_eq!(translate(key(KeyEventKind::Release)), None);
    }

    #[test]
    fn a_pointer_that_merely_passes_by_does_not_count() {
        assert_eq!(translate(mouse(MouseEventKind::Moved)), None);
        assert!(translate(mouse(MouseEventKind::Drag(MouseButton::Left))).is_some());
        assert!(translate(mouse(MouseEventKind::ScrollDown)).is_some());
    }

    #[test]
    fn a_new_size_and_a_paste_come_through() {
        assert_eq!(translate(Event::Resize(80, 24)), Some(Input::Redraw));
        assert_eq!(translate(Event::Paste("1k".into())), Some(Input::Paste("1k".into())));
    }
}
