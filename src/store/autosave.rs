//! Autosave: unsaved scenarios survive a crash.
//!
//! Each session has a file of its own, and holds a lock beside it for as long as it lives. A file whose lock
//! is free is a scenario that nobody saved. A thread writes, so that nobody waits for a disk. It sleeps until
//! there is something to write.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use crate::scenario::FILE_BYTES_MAX;

/// The least time between two writes.
const PAUSE: Duration = Duration::from_millis(300);
/// The most autosaves. The oldest go first.
const AUTOSAVES_MAX: usize = 20;
/// The endings of a session's files.
const TEXT: &str = "toml";
const LOCK: &str = "lock";
/// The first line of an autosave says which file it belongs to.
const OF: &str = "# kept work of ";

/// The first line is no longer than any path.
const HEAD_BYTES_MAX: usize = 64 * 1024;

/// An unsaved scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsaved {
    /// The file that it belongs to.
    pub path: Option<PathBuf>,
    /// The text.
    pub text: String,
}

/// Makes the text when it is time to write it. `None` if there is nothing to write.
pub type Making = Box<dyn FnOnce() -> Option<Unsaved> + Send>;

/// The orders for the session's file.
enum Order {
    Write(Making),
    Delete,
}

/// The order that waits for the thread: the newest alone, so that none pile up.
#[derive(Default)]
struct Waiting {
    newest: Option<Order>,
    is_over: bool,
}

/// The desk that both sides hold, and by which the one that has something wakes the other.
#[derive(Default)]
struct Desk {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

impl Desk {
    fn put(&self, change: impl FnOnce(&mut Waiting)) {
        change(&mut self.lock());
        self.changed.notify_one();
    }

    /// A thread that panicked has left nothing half done here.
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for an order, and then for a pause in which more may come. `None` at the end. A session that is
    /// about to end does not wait.
    fn next(&self) -> Option<Order> {
        let idle = |it: &mut Waiting| it.newest.is_none() && !it.is_over;
        let begun = self.changed.wait_while(self.lock(), idle);
        let begun = begun.unwrap_or_else(PoisonError::into_inner);
        let paused = self.changed.wait_timeout_while(begun, PAUSE, |it| !it.is_over);
        let (mut waiting, _) = paused.unwrap_or_else(PoisonError::into_inner);
        waiting.newest.take()
    }
}

/// An autosave that cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {error}: autosave is off, so save the scenario", path.display())]
pub struct AutosaveError {
    /// The file.
    pub path: PathBuf,
    /// The reason.
    pub error: io::Error,
}

/// Autosaves the scenario of this session.
pub struct Autosaver {
    desk: Arc<Desk>,
    thread: Option<JoinHandle<()>>,
    /// Held for as long as the session lives.
    _lock: File,
}

impl std::fmt::Debug for Autosaver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Autosaver").finish_non_exhaustive()
    }
}

impl Autosaver {
    /// Begins to autosave in a folder. Calls `report` when that begins to fail and when it works again.
    pub fn start(
        folder: &Path,
        report: impl Fn(Result<(), AutosaveError>) + Send + 'static,
    ) -> io::Result<Self> {
        let folder = folder_of(folder);
        fs::create_dir_all(&folder)?;
        let (name, lock) = slot(&folder)?;
        let path = folder.join(name).with_extension(TEXT);
        let desk = Arc::new(Desk::default());
        let own = Arc::clone(&desk);
        let work = move || write_until_end(&path, &own, report);
        let thread = std::thread::Builder::new().name("autosave".to_owned()).spawn(work)?;
        Ok(Self { desk, thread: Some(thread), _lock: lock })
    }

    /// Writes what is made in place of what was written before. Returns at once.
    pub fn write(&self, making: Making) {
        self.desk.put(|waiting| waiting.newest = Some(Order::Write(making)));
    }

    /// Deletes the session's autosave: everything is saved.
    pub fn delete(&self) {
        self.desk.put(|waiting| waiting.newest = Some(Order::Delete));
    }
}

impl Drop for Autosaver {
    /// Waits until the last order is carried out.
    fn drop(&mut self) {
        self.desk.put(|waiting| waiting.is_over = true);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The folder of autosaves. Older versions wrote there too.
fn folder_of(folder: &Path) -> PathBuf {
    folder.join("kept")
}

/// A name that no living session has, and its lock.
fn slot(folder: &Path) -> io::Result<(String, File)> {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    for attempt in 0..100_u32 {
        let name = format!("{}-{}-{attempt}", since.as_millis(), std::process::id());
        let lock = folder.join(&name).with_extension(LOCK);
        let file = OpenOptions::new().write(true).create_new(true).open(lock);
        match file {
            Ok(file) => {
                file.try_lock().map_err(io::Error::from)?;
                return Ok((name, file));
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("no name is free"))
}

fn write_until_end(path: &Path, desk: &Desk, report: impl Fn(Result<(), AutosaveError>)) {
    let mut fails = false;
    while let Some(order) = desk.next() {
        match carry_out(path, order) {
            Ok(()) => {
                if std::mem::take(&mut fails) {
                    report(Ok(()));
                }
            }
            Err(error) => {
                if !std::mem::replace(&mut fails, true) {
                    report(Err(AutosaveError { path: path.to_owned(), error }));
                }
            }
        }
    }
    // A session without an autosave leaves no trace.
    if !path.exists() {
        let _ = fs::remove_file(path.with_extension(LOCK));
    }
}

/// Autosaves a scenario that another document replaced in this session, as if a session had left it behind.
/// Returns its id.
pub fn leave(folder: &Path, unsaved: &Unsaved) -> io::Result<String> {
    let folder = folder_of(folder);
    fs::create_dir_all(&folder)?;
    let (id, lock) = slot(&folder)?;
    write(&folder.join(&id).with_extension(TEXT), unsaved)?;
    drop(lock);
    Ok(id)
}

fn write(path: &Path, unsaved: &Unsaved) -> io::Result<()> {
    if unsaved.text.len() > FILE_BYTES_MAX {
        return Err(io::Error::other("it is larger than what can be opened again"));
    }
    let of = unsaved.path.as_deref().and_then(Path::to_str).unwrap_or_default();
    super::atomic::write(path, &format!("{OF}{of}\n{}", unsaved.text))
}

fn carry_out(path: &Path, order: Order) -> io::Result<()> {
    match order {
        Order::Delete => match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        },
        Order::Write(making) => match making() {
            Some(unsaved) => write(path, &unsaved),
            None => Ok(()),
        },
    }
}

/// An unsaved scenario that a session left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Its id.
    pub id: String,
    /// The time at which it was written.
    pub written: SystemTime,
    /// The scenario.
    pub unsaved: Unsaved,
}

/// The autosaves of dead sessions, the newest first. Of equal ones one.
#[must_use]
pub fn left(folder: &Path) -> Vec<Left> {
    let folder = folder_of(folder);
    sweep(&folder);
    let texts = paths(&folder, TEXT).filter(|path| is_free(path));
    let mut found: Vec<Left> = texts.filter_map(|path| one(&path)).collect();
    found.sort_by_key(|left| std::cmp::Reverse((left.written, left.id.clone())));
    let mut kept: Vec<Left> = Vec::new();
    for left in found {
        if kept.len() == AUTOSAVES_MAX || kept.iter().any(|known| known.unsaved == left.unsaved) {
            discard_in(&folder, &left.id);
        } else {
            kept.push(left);
        }
    }
    kept
}

/// The files of an ending.
fn paths(folder: &Path, ending: &'static str) -> impl Iterator<Item = PathBuf> + use<> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.filter(move |path| path.extension().is_some_and(|it| it == ending))
}

/// Removes the locks of dead sessions that left no autosave.
fn sweep(folder: &Path) {
    for lock in paths(folder, LOCK).filter(|lock| !lock.with_extension(TEXT).exists()) {
        let written = fs::metadata(&lock).and_then(|about| about.modified()).ok();
        let is_old = written.and_then(|it| it.elapsed().ok()) > Some(Duration::from_secs(60));
        if is_old && is_free(&lock) {
            let _ = fs::remove_file(lock);
        }
    }
}

/// Returns whether the session that wrote a file is dead.
fn is_free(text: &Path) -> bool {
    match OpenOptions::new().write(true).open(text.with_extension(LOCK)) {
        Ok(lock) => lock.try_lock().is_ok(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

fn one(path: &Path) -> Option<Left> {
    let id = path.file_stem()?.to_str()?.to_owned();
    let written = fs::metadata(path).and_then(|about| about.modified()).ok()?;
    let text = super::read_within(path, FILE_BYTES_MAX + HEAD_BYTES_MAX).ok()?;
    let (of, text) = text.strip_prefix(OF)?.split_once('\n')?;
    let of = (!of.is_empty()).then(|| PathBuf::from(of));
    Some(Left { id, written, unsaved: Unsaved { path: of, text: text.to_owned() } })
}

/// Deletes an autosave.
pub fn discard(folder: &Path, id: &str) {
    discard_in(&folder_of(folder), id);
}

fn discard_in(folder: &Path, id: &str) {
    let path = folder.join(id);
    // One of a living session is not ours to take.
    let text = path.with_extension(TEXT);
    if path.parent() == Some(folder) && is_free(&text) {
        let _ = fs::remove_file(text);
        let _ = fs::remove_file(path.with_extension(LOCK));
    }
}
