//! A thread that sleeps until a file of the user's cards is saved, and reports the change.
//!
//! Editors save in pieces, or write another file and rename it. So the folder is read after a short quiet
//! time. A card that disappears and a new problem must last longer before they are reported.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::{Library, files};
use crate::library::sanitize::sanitize;

/// The time without an event after which a save is over.
const QUIET: Duration = Duration::from_millis(80);
/// The additional time that a problem or a missing file must last.
const GRACE: Duration = Duration::from_millis(300);
/// A folder that never gets quiet is read all the same.
const PATIENCE: Duration = Duration::from_secs(2);

/// News of the user's cards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// They changed to this library.
    Changed(Arc<Library>),
    /// Changes cannot be noticed, for this reason.
    Unwatched(String),
}

/// Starts the thread, which lives as long as the program. Without a folder there is nothing to watch.
pub fn start(library: Arc<Library>, tell: impl Fn(News) + Send + 'static) -> std::io::Result<()> {
    let Some(folder) = library.folder().map(Path::to_owned) else { return Ok(()) };
    let watch = move || {
        if let Err(error) = watch(library, folder.clone(), &tell) {
            let folder = folder.display();
            let why =
                format!("changes in {folder} are not noticed ({error}): start again to see them");
            tell(News::Unwatched(sanitize(&why).into_owned()));
        }
    };
    thread::Builder::new().name("cards".into()).spawn(watch)?;
    Ok(())
}

fn watch(mut library: Arc<Library>, folder: PathBuf, tell: &impl Fn(News)) -> notify::Result<()> {
    let mut eye = Eye::open(folder)?;
    // The deadline until which a loss may still turn out to be a part of a save.
    let mut doubt: Option<Instant> = None;
    loop {
        eye.look()?;
        let next = library.reread();
        let lost = next.lacks_what_is_in(&library);
        if next == *library {
            doubt = None;
        } else {
            let until = *doubt.get_or_insert_with(|| Instant::now() + PATIENCE);
            if lost && Instant::now() < until && eye.waits_for_an_event(GRACE) {
                eye.wait_until_quiet();
                continue;
            }
            doubt = None;
            library = Arc::new(next);
            tell(News::Changed(Arc::clone(&library)));
        }
        eye.wait_for_an_event();
        eye.wait_until_quiet();
    }
}

/// Watches the folder or, if it does not exist yet, the nearest one above it.
struct Eye {
    folder: PathBuf,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    watched: Option<PathBuf>,
}

impl Eye {
    fn open(folder: PathBuf) -> notify::Result<Self> {
        let (sender, events) = channel();
        let watcher = notify::recommended_watcher(sender)?;
        // A relative name has no folders above it.
        let folder = std::path::absolute(&folder).unwrap_or(folder);
        Ok(Self { folder, watcher, events, watched: None })
    }

    /// Watches what there is to watch now. What happens from here on is noticed.
    fn look(&mut self) -> notify::Result<()> {
        // The folder may be created meanwhile, level by level.
        while self.watched.as_deref() != nearest(&self.folder) {
            if let Some(former) = self.watched.take() {
                // It may be gone, and its watch with it.
                let _ = self.watcher.unwatch(&former);
            }
            let Some(nearest) = nearest(&self.folder).map(Path::to_owned) else { break };
            match self.watcher.watch(&nearest, RecursiveMode::NonRecursive) {
                Ok(()) => self.watched = Some(nearest),
                Err(_) if !nearest.exists() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn wait_for_an_event(&mut self) {
        while let Ok(event) = self.events.recv() {
            if self.concerns(&event) {
                return;
            }
        }
        // The watcher is gone, which only its end can do: nothing will happen any more.
        loop {
            thread::park();
        }
    }

    /// Returns whether one comes within so long.
    fn waits_for_an_event(&mut self, patience: Duration) -> bool {
        let deadline = Instant::now() + patience;
        loop {
            match self.events.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(event) if self.concerns(&event) => return true,
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return false,
            }
        }
    }

    fn wait_until_quiet(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        while self.waits_for_an_event(QUIET) && Instant::now() < deadline {}
    }

    /// Returns whether something was written, or the watch has gone with its folder.
    fn concerns(&mut self, event: &notify::Result<Event>) -> bool {
        let Ok(event) = event else { return true };
        let is_read = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
            EventKind::Access(_) => true,
            _ => false,
        };
        if is_read {
            return false;
        }
        let moved =
            matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
        let is_watched = |path: &PathBuf| self.watched.as_ref() == Some(path);
        if moved && event.paths.iter().any(is_watched) {
            // Another folder of the same name would go unnoticed.
            let former = self.watched.take().unwrap_or_default();
            let _ = self.watcher.unwatch(&former);
            return true;
        }
        let above = self.watched.as_ref() != Some(&self.folder);
        above || event.need_rescan() || event.paths.iter().any(|path| files::is_card_name(path))
    }
}

/// The folder, or the nearest above it that is there.
fn nearest(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|path| path.is_dir())
}
