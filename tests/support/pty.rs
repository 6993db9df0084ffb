//! A program in a pseudo-terminal: what it writes is read by a terminal emulator, and kept.
//!
//! Nothing here sleeps in order to be right: what is expected is waited for, for as long as a loaded
//! machine may take.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// The time that something that must happen may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A program and its terminal; dropping it ends the program.
pub struct Pty {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
}

/// The output of the program so far.
pub struct Seen {
    terminal: vt100::Parser,
    /// Every byte.
    pub bytes: Vec<u8>,
    /// True if nothing holds the terminal any more.
    pub ended: bool,
}

impl Seen {
    /// The screen that the terminal shows, and its modes.
    pub fn screen(&self) -> &vt100::Screen {
        self.terminal.screen()
    }

    /// Returns whether this stands on the screen.
    pub fn shows(&self, text: &str) -> bool {
        self.screen().contents().contains(text)
    }

    /// Returns whether the terminal is as a program finds it.
    pub fn is_given_back(&self) -> bool {
        let screen = self.screen();
        !screen.alternate_screen()
            && !screen.hide_cursor()
            && !screen.bracketed_paste()
            && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
    }

    /// Returns whether no frame is under way.
    pub fn is_between_frames(&self) -> bool {
        self.bytes.ends_with(END_OF_FRAME)
    }
}

/// Before a frame.
pub const START_OF_FRAME: &[u8] = b"\x1b[?2026h";
/// After it.
pub const END_OF_FRAME: &[u8] = b"\x1b[?2026l";

/// A command with nothing of this process's environment but the path.
pub fn command(program: &str, args: &[&str], environment: &[(&str, &str)]) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    command.env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("TERM", "xterm-256color");
    command.env("COLORTERM", "truecolor");
    // The cards of whoever runs the tests are none of theirs.
    command.env("XDG_CONFIG_HOME", "/nonexistent");
    // What one of them leaves behind is for none of the others to find.
    command.env("XDG_STATE_HOME", state_folder());
    for (name, value) in environment {
        command.env(name, value);
    }
    command.args(args);
    command.cwd(std::env::temp_dir());
    command
}

/// A folder of its own for what a program remembers.
fn state_folder() -> std::path::PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let all = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("state");
    let folder =
        all.join(format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst)));
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

impl Pty {
    /// Starts a command in a terminal of so many columns and rows.
    pub fn start(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        let terminal = vt100::Parser::new(at_least_one(rows), at_least_one(columns), 0);
        let seen = Seen { terminal, bytes: Vec::new(), ended: false };
        let seen = Arc::new((Mutex::new(seen), Condvar::new()));
        let child = pair.slave.spawn_command(command).unwrap();
        let theirs = Arc::clone(&seen);
        thread::spawn(move || {
            let mut chunk = vec![0; 65_536];
            loop {
                let count = reader.read(&mut chunk).unwrap_or(0);
                let mut seen = lock(&theirs.0);
                seen.terminal.process(&chunk[..count]);
                seen.bytes.extend_from_slice(&chunk[..count]);
                seen.ended = count == 0;
                theirs.1.notify_all();
                if seen.ended {
                    break;
                }
            }
        });
        Self { child, master: pair.master, keyboard, seen }
    }

    /// Waits for the opening screen and selects the card of the worked example, with the cursor on a slider.
    #[track_caller]
    pub fn at_tencent(&mut self) {
        self.wait_for("5.79");
        self.send("/tencent-ssm-payg\r");
        self.wait_until("the filter", |seen| {
            let is_typed = seen.shows("/tencent") && seen.shows("Credential storage");
            is_typed && seen.is_between_frames()
        });
        self.send("\x1b");
        self.wait_until("no filter", |seen| {
            let is_gone = !seen.shows("/tencent") && seen.shows("Google");
            is_gone && seen.is_between_frames()
        });
        self.send("\t");
        self.wait_until("the sliders", |seen| {
            let is_there = seen.shows("▸ Usage") || seen.shows("> Usage");
            is_there && seen.is_between_frames()
        });
    }

    /// Waits until it holds; otherwise fails with the screen.
    #[track_caller]
    pub fn wait_until(&self, what: &str, holds: impl Fn(&Seen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = self.seen();
        while !holds(&seen) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "never: {what}. The screen:\n{}", seen.screen().contents());
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
    }

    /// Waits until a text stands on the screen and the frame with it is complete.
    #[track_caller]
    pub fn wait_for(&self, text: &str) {
        self.wait_until(text, |seen| seen.shows(text) && seen.is_between_frames());
    }

    /// Returns what was written until now.
    pub fn seen(&self) -> MutexGuard<'_, Seen> {
        lock(&self.seen.0)
    }

    /// Returns the text that the terminal shows.
    pub fn contents(&self) -> String {
        self.seen().screen().contents()
    }

    /// Types, pastes, or moves the mouse: bytes as a terminal sends them.
    pub fn send(&mut self, bytes: &str) {
        self.keyboard.write_all(bytes.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// The window gets another size.
    pub fn resize(&self, columns: u16, rows: u16) {
        let mut seen = self.seen();
        seen.terminal.set_size(at_least_one(rows), at_least_one(columns));
        self.master.resize(size(columns, rows)).unwrap();
    }

    /// The settings of the line, as text: raw or not, echo or not, and so on.
    pub fn line_settings(&self) -> String {
        format!("{:?}", self.master.get_termios().unwrap())
    }

    pub fn id(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Waits for the end and all that was written before it; answers the exit status.
    #[track_caller]
    pub fn wait_for_end(&mut self) -> u32 {
        self.wait_until("the end", |seen| seen.ended);
        self.child.wait().unwrap().exit_code()
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The line and column of a text on the screen, counted from 0.
#[track_caller]
pub fn place_of(text: &str, contents: &str) -> (usize, usize) {
    let lines = contents.lines().enumerate();
    let mut found =
        lines.filter_map(|(row, line)| line.find(text).map(|at| (row, line[..at].chars().count())));
    found.next().unwrap_or_else(|| panic!("'{text}' is not on the screen:\n{contents}"))
}

/// A test that failed while it looked leaves nothing half done.
fn lock(seen: &Mutex<Seen>) -> MutexGuard<'_, Seen> {
    seen.lock().unwrap_or_else(PoisonError::into_inner)
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn at_least_one(cells: u16) -> NonZeroU16 {
    NonZeroU16::new(cells).unwrap_or(NonZeroU16::MIN)
}
