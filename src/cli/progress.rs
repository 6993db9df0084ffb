//! The progress of a long answer, on a terminal that waits for it.

use std::io::{self, IsTerminal, Write, stderr};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

/// An answer that comes sooner says nothing before it.
const QUIET: Duration = Duration::from_millis(500);
/// The time for which one line stands.
const PAUSE: Duration = Duration::from_millis(100);

/// One line on standard error that is written over and taken away at the end.
#[derive(Debug)]
pub struct Progress {
    what: &'static str,
    is_seen: bool,
    next: Instant,
    is_shown: bool,
}

impl Progress {
    /// Says nothing yet.
    pub fn of(what: &'static str) -> Self {
        let (is_seen, next) = (stderr().is_terminal(), Instant::now() + QUIET);
        Self { what, is_seen, next, is_shown: false }
    }

    /// So much of all is done.
    pub fn show(&mut self, done: usize, all: usize) {
        let what = self.what;
        self.say(|| line(what, done, all));
    }

    /// So many rows are done of a table without an end.
    pub fn rows(&mut self, done: usize) {
        let what = self.what;
        self.say(|| format!("{what}: {done} rows (ctrl-c ends it)"));
    }

    fn say(&mut self, line: impl FnOnce() -> String) {
        if self.is_seen && Instant::now() >= self.next {
            self.next = Instant::now() + PAUSE;
            self.is_shown = true;
            // That it cannot be shown is no reason to stop.
            let _ = write(&mut stderr().lock(), &line());
        }
    }
}

/// Carries out what may take long, and counts the seconds meanwhile.
pub fn waiting<T>(what: &'static str, answer: impl FnOnce() -> T) -> T {
    if !stderr().is_terminal() {
        return answer();
    }
    let (done, is_done) = std::sync::mpsc::channel::<()>();
    let begun = Instant::now();
    let count = move || {
        let mut progress = Progress::of(what);
        while is_done.recv_timeout(QUIET) == Err(RecvTimeoutError::Timeout) {
            let seconds = begun.elapsed().as_secs();
            progress.say(|| format!("{what}: {seconds} s (ctrl-c ends it)"));
        }
    };
    // Without a thread for it the seconds are not counted.
    let counter = std::thread::Builder::new().spawn(count);
    let answer = answer();
    drop(done);
    if let Ok(counter) = counter {
        // What it drew is taken away before the answer is written.
        let _ = counter.join();
    }
    answer
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_shown {
            let _ = write(&mut stderr().lock(), "");
        }
    }
}

fn line(what: &str, done: usize, all: usize) -> String {
    format!("{what}: {done} of {all} (ctrl-c ends it)")
}

/// Writes a line in place of the one before it.
fn write(out: &mut dyn Write, line: &str) -> io::Result<()> {
    write!(out, "\r\x1b[K{line}")?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_takes_the_place_of_the_one_before_it() {
        let mut out = Vec::new();
        write(&mut out, &line("sweep", 3, 12)).unwrap();
        write(&mut out, "").unwrap();
        assert_eq!(out, b"\r\x1b[Ksweep: 3 of 12 (ctrl-c ends it)\r\x1b[K");
    }

    #[test]
    fn waiting_hands_over_the_answer() {
        assert_eq!(waiting("best", || 7), 7);
    }

    #[test]
    fn an_answer_that_comes_at_once_says_nothing() {
        let mut progress = Progress::of("sweep");
        progress.show(1, 2);
        assert!(!progress.is_shown);
    }
}
