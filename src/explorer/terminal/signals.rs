//! Signals from outside: end with the terminal given back, and recover after a stop.

use std::io;
use std::process::exit;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::{emulate_default_handler, raise};

use super::{input, modes};

/// The time that saving may take, and then giving the terminal back, before the process ends without it.
const GRACE: Duration = Duration::from_secs(1);

/// True if the stop was ours, after which the main thread takes the terminal over again by itself.
static OWN_STOP: AtomicBool = AtomicBool::new(false);

/// Starts the thread that waits for signals; it sleeps until one comes.
pub(super) fn listen() -> io::Result<()> {
    static LISTENING: OnceLock<()> = OnceLock::new();
    if LISTENING.set(()).is_err() {
        return Ok(());
    }
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGCONT, SIGWINCH])?;
    thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in signals.forever() {
            answer(signal);
        }
    })?;
    Ok(())
}

fn answer(signal: i32) {
    match signal {
        SIGWINCH => input::redraw(),
        SIGCONT => {
            // To take over twice would leave raw mode for a moment, in which a key gets lost.
            if !OWN_STOP.swap(false, Ordering::SeqCst) {
                input::resumed();
            }
            input::redraw();
        }
        _ => end(signal),
    }
}

/// Ends the process with the exit status that shells give to one killed by `signal`.
///
/// The main thread is asked to save what there is and to leave. If it is held up, the process ends
/// without it.
fn end(signal: i32) -> ! {
    input::end(signal);
    thread::sleep(GRACE);
    // A terminal that no longer takes bytes must not keep the process alive.
    thread::spawn(move || {
        thread::sleep(GRACE);
        let _ = emulate_default_handler(signal);
    });
    leave(signal)
}

/// Gives the terminal back and ends, as a signal does.
pub(super) fn leave(signal: i32) -> ! {
    modes::restore();
    exit(128 + signal)
}

/// Stops this process until it is resumed.
///
/// The signal is SIGTSTP with its default action and not SIGSTOP: where no shell could resume the
/// process, the kernel then ignores it.
pub(super) fn stop() -> io::Result<()> {
    OWN_STOP.store(true, Ordering::SeqCst);
    raise(SIGTSTP)
}
