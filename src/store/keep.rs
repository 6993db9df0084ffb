//! Work is kept while it is done, so that a crash loses none of it.
//!
//! Each session has a file of its own, and holds a lock beside it for as long as it lives. A file whose lock
//! is free is work that nobody saved. A thread writes, so that nobody waits for a disk; it sleeps until
//! there is something to write.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use crate::scenario::SHEET_BYTES_MAX;

/// At most so often is a session's work written.
const PAUSE: Duration = Duration::from_millis(300);
/// So many pieces of work are kept; the oldest go first.
const MOST: usize = 20;
/// The endings of a session's files.
const TEXT: &str = "toml";
const LOCK: &str = "lock";
/// The first line of a kept text says which file it belongs to.
const OF: &str = "# kept work of ";

/// The first line is no longer than any path.
const HEAD_BYTES_MAX: usize = 64 * 1024;

/// What is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// The file that it belongs to.
    pub path: Option<PathBuf>,
    /// The text.
    pub text: String,
}

/// Makes the text when it is time to write it.
pub type Making = Box<dyn FnOnce() -> Option<Work> + Send>;

/// What is to be done with the session's file.
enum Order {
    Keep(Making),
    Forget,
}

/// What waits for the thread: the newest order alone, so that none pile up.
#[derive(Default)]
struct Waiting {
    newest: Option<Order>,
    is_over: bool,
}

/// What both sides hold, and how the one that has something wakes the other.
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

    /// Waits for an order, and then for a pause in which more may come; none at the end. Whoever is about to
    /// end does not wait.
    fn next(&self) -> Option<Order> {
        let idle = |it: &mut Waiting| it.newest.is_none() && !it.is_over;
        let begun = self.changed.wait_while(self.lock(), idle);
        let begun = begun.unwrap_or_else(PoisonError::into_inner);
        let paused = self.changed.wait_timeout_while(begun, PAUSE, |it| !it.is_over);
        let (mut waiting, _) = paused.unwrap_or_else(PoisonError::into_inner);
        waiting.newest.take()
    }
}

/// Keeps the work of this session.
pub struct Keeper {
    desk: Arc<Desk>,
    thread: Option<JoinHandle<()>>,
    /// Held for as long as the session lives.
    _lock: File,
}

impl std::fmt::Debug for Keeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keeper").finish_non_exhaustive()
    }
}

impl Keeper {
    /// Begins to keep work in a folder; `tell` is called when that begins to fail, with
    /// why, and when it works again.
    pub fn start(
        folder: &Path,
        tell: impl Fn(Option<String>) + Send + 'static,
    ) -> io::Result<Self> {
        let folder = kept_in(folder);
        fs::create_dir_all(&folder)?;
        let (name, lock) = slot(&folder)?;
        let path = folder.join(name).with_extension(TEXT);
        let desk = Arc::new(Desk::default());
        let own = Arc::clone(&desk);
        let work = move || write_until_end(&path, &own, tell);
        let thread = std::thread::Builder::new().name("keeper".to_owned()).spawn(work)?;
        Ok(Self { desk, thread: Some(thread), _lock: lock })
    }

    /// Keeps what is made, in place of what was kept before. Returns at once.
    pub fn keep(&self, making: Making) {
        self.desk.put(|waiting| waiting.newest = Some(Order::Keep(making)));
    }

    /// There is nothing to keep: all is saved.
    pub fn forget(&self) {
        self.desk.put(|waiting| waiting.newest = Some(Order::Forget));
    }
}

impl Drop for Keeper {
    /// Waits until what is to be kept is written.
    fn drop(&mut self) {
        self.desk.put(|waiting| waiting.is_over = true);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The folder of kept work.
fn kept_in(folder: &Path) -> PathBuf {
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

fn write_until_end(path: &Path, desk: &Desk, tell: impl Fn(Option<String>)) {
    let mut fails = false;
    while let Some(order) = desk.next() {
        let written = carry_out(path, order);
        match &written {
            Err(error) if !fails => {
                let why = format!("{}: {error}; save the scenario: it is not kept", path.display());
                tell(Some(why));
            }
            Ok(()) if fails => tell(None),
            _ => {}
        }
        fails = written.is_err();
    }
    // A session with nothing to keep leaves no trace.
    if !path.exists() {
        let _ = fs::remove_file(path.with_extension(LOCK));
    }
}

/// Keeps work of which this session goes on to something else, under an id that is answered: it is as if a
/// session had left it behind.
pub fn leave(folder: &Path, work: &Work) -> io::Result<String> {
    let folder = kept_in(folder);
    fs::create_dir_all(&folder)?;
    let (id, lock) = slot(&folder)?;
    write(&folder.join(&id).with_extension(TEXT), work)?;
    drop(lock);
    Ok(id)
}

fn write(path: &Path, work: &Work) -> io::Result<()> {
    if work.text.len() > SHEET_BYTES_MAX {
        return Err(io::Error::other("it is larger than what can be opened again"));
    }
    let of = work.path.as_deref().and_then(Path::to_str).unwrap_or_default();
    super::atomic::write(path, &format!("{OF}{of}\n{}", work.text))
}

fn carry_out(path: &Path, order: Order) -> io::Result<()> {
    match order {
        Order::Forget => match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        },
        Order::Keep(making) => match making() {
            Some(work) => write(path, &work),
            None => Ok(()),
        },
    }
}

/// Work that a session left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Which.
    pub id: String,
    /// When it was written.
    pub written: SystemTime,
    /// What it is.
    pub work: Work,
}

/// Work whose session is dead, the newest first; of the same text one.
#[must_use]
pub fn left(folder: &Path) -> Vec<Left> {
    let folder = kept_in(folder);
    sweep(&folder);
    let texts = paths(&folder, TEXT).filter(|path| is_free(path));
    let mut found: Vec<Left> = texts.filter_map(|path| one(&path)).collect();
    found.sort_by_key(|left| std::cmp::Reverse((left.written, left.id.clone())));
    let mut kept: Vec<Left> = Vec::new();
    for left in found {
        if kept.len() == MOST || kept.iter().any(|known| known.work == left.work) {
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

/// Removes the locks of dead sessions that left no work.
fn sweep(folder: &Path) {
    for lock in paths(folder, LOCK).filter(|lock| !lock.with_extension(TEXT).exists()) {
        let written = fs::metadata(&lock).and_then(|about| about.modified()).ok();
        let is_old = written.and_then(|it| it.elapsed().ok()) > Some(Duration::from_secs(60));
        if is_old && is_free(&lock) {
            let _ = fs::remove_file(lock);
        }
    }
}

/// Is the session that wrote a file dead?
fn is_free(text: &Path) -> bool {
    match OpenOptions::new().write(true).open(text.with_extension(LOCK)) {
        Ok(lock) => lock.try_lock().is_ok(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

fn one(path: &Path) -> Option<Left> {
    let id = path.file_stem()?.to_str()?.to_owned();
    let written = fs::metadata(path).and_then(|about| about.modified()).ok()?;
    let text = super::read_within(path, SHEET_BYTES_MAX + HEAD_BYTES_MAX).ok()?;
    let (of, text) = text.strip_prefix(OF)?.split_once('\n')?;
    let of = (!of.is_empty()).then(|| PathBuf::from(of));
    Some(Left { id, written, work: Work { path: of, text: text.to_owned() } })
}

/// Work that is done with.
pub fn discard(folder: &Path, id: &str) {
    discard_in(&kept_in(folder), id);
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
