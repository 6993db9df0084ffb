//! Arrivals for the app: bytes of the terminal, signals, and calls of other threads.
//!
//! A thread reads the terminal and lays the bytes on a desk; the thread of signals and others lay what they
//! have beside them. The app waits at the desk and nowhere else: bytes that make no key, and pastes that
//! never end, delay nothing.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, ErrorKind, Read, stdin};
use std::os::fd::AsFd;
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::Input;
use super::decode::Decoder;
use crate::explorer::terminal::modes;

/// The most bytes that wait. Those beyond wait in the terminal.
const BYTES_MAX: usize = 64 * 1024;

/// Everything that arrived and was not taken.
struct Waiting {
    bytes: Vec<u8>,
    /// The screen has to be drawn again as a whole.
    is_stale: bool,
    /// The app goes on after a stop from outside, which could not give the terminal back.
    is_resumed: bool,
    /// Another thread has news.
    is_called: bool,
    /// The signal that ends the app.
    ends: Option<i32>,
    /// The terminal cannot be read any more.
    failed: Option<ErrorKind>,
}

/// The desk where it waits.
struct Desk {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

static DESK: Desk = Desk {
    waiting: Mutex::new(Waiting {
        bytes: Vec::new(),
        is_stale: false,
        is_resumed: false,
        is_called: false,
        ends: None,
        failed: None,
    }),
    changed: Condvar::new(),
};

thread_local! {
    static DECODER: RefCell<Decoder> = RefCell::new(Decoder::default());
    /// The input that was looked at and not taken.
    static AHEAD: RefCell<Option<Input>> = const { RefCell::new(None) };
}

impl Desk {
    fn put(&self, change: impl FnOnce(&mut Waiting)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }

    /// A thread that panicked has left nothing half done here.
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lays bytes down, once there is room for them.
    fn put_bytes(&self, bytes: &[u8]) {
        let full = |it: &mut Waiting| it.bytes.len() > BYTES_MAX;
        let room = self.changed.wait_while(self.lock(), full);
        room.unwrap_or_else(PoisonError::into_inner).bytes.extend_from_slice(bytes);
        self.changed.notify_all();
    }
}

/// Starts to read the terminal.
pub(in crate::explorer::terminal) fn listen() -> io::Result<()> {
    static LISTENING: OnceLock<()> = OnceLock::new();
    if LISTENING.set(()).is_err() {
        return Ok(());
    }
    let terminal = File::from(stdin().as_fd().try_clone_to_owned()?);
    thread::Builder::new().name("input".into()).spawn(move || read(terminal))?;
    Ok(())
}

fn read(mut terminal: File) {
    let mut bytes = [0; 4_096];
    loop {
        match terminal.read(&mut bytes) {
            Ok(0) => return DESK.put(|it| it.failed = Some(ErrorKind::UnexpectedEof)),
            Ok(count) => DESK.put_bytes(&bytes[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return DESK.put(|it| it.failed = Some(error.kind())),
        }
    }
}

/// Makes [`next_event`] answer with a redraw; for other threads that have something to show.
pub fn wake() {
    DESK.put(|it| it.is_called = true);
}

/// The whole screen has to be drawn again.
pub(in crate::explorer::terminal) fn redraw() {
    DESK.put(|it| it.is_stale = true);
}

/// The app goes on after a stop from outside.
pub(in crate::explorer::terminal) fn resumed() {
    DESK.put(|it| it.is_resumed = true);
}

/// A signal ends the app.
pub(in crate::explorer::terminal) fn end(signal: i32) {
    DESK.put(|it| it.ends = Some(signal));
}

/// Waits for the next input.
pub fn next_event() -> io::Result<Input> {
    loop {
        if let Some(input) = take(None)? {
            return Ok(input);
        }
    }
}

/// Waits for input, but no longer than so long; whether there is some.
pub fn input_within(longest: Duration) -> io::Result<bool> {
    let input = take(Some(Instant::now() + longest))?;
    let is_there = input.is_some();
    AHEAD.set(input);
    Ok(is_there)
}

/// Returns whether [`next_event`] would answer without waiting, so that a burst is taken in one
/// redraw.
pub fn more_waiting() -> io::Result<bool> {
    input_within(Duration::ZERO)
}

/// Takes the next input, waiting for it until then.
fn take(until: Option<Instant>) -> io::Result<Option<Input>> {
    if let Some(input) = AHEAD.take() {
        return Ok(Some(input));
    }
    DECODER.with_borrow_mut(|decoder| take_decoded(decoder, until))
}

fn take_decoded(decoder: &mut Decoder, until: Option<Instant>) -> io::Result<Option<Input>> {
    let mut waiting = DESK.lock();
    loop {
        if let Some(signal) = waiting.ends {
            return Ok(Some(Input::End(signal)));
        }
        if std::mem::take(&mut waiting.is_stale) {
            drop(waiting);
            return resized().map(Some);
        }
        if std::mem::take(&mut waiting.is_called) {
            return Ok(Some(Input::Redraw));
        }
        let now = Instant::now();
        if !waiting.bytes.is_empty() {
            decoder.take(&std::mem::take(&mut waiting.bytes), now);
            DESK.changed.notify_all();
        }
        if let Some(input) = decoder.next(now) {
            return Ok(Some(input));
        }
        if let Some(kind) = waiting.failed {
            return Err(kind.into());
        }
        if until.is_some_and(|until| until <= now) {
            return Ok(None);
        }
        let next = until.into_iter().chain(decoder.deadline()).min();
        let woken = match next {
            None => DESK.changed.wait(waiting),
            Some(next) => {
                let longest = next.saturating_duration_since(now);
                let waited = DESK.changed.wait_timeout(waiting, longest);
                waited.map(|it| it.0).map_err(|it| PoisonError::new(it.into_inner().0))
            }
        };
        waiting = woken.unwrap_or_else(PoisonError::into_inner);
    }
}

/// The window has another size, or the app was stopped and resumed, which tells itself that way.
///
/// A window that shrank and grew again has its former size, but no longer its contents.
fn resized() -> io::Result<Input> {
    modes::set_stale();
    let is_resumed = std::mem::take(&mut DESK.lock().is_resumed);
    if is_resumed && modes::ours() {
        modes::enter_again()?;
    }
    Ok(Input::Redraw)
}
