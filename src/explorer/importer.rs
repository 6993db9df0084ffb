//! The importer: it reads files of others in a thread of its own, so that the screen goes on.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use super::news::send;
use super::state::Message;
use crate::import::{self, Hints, Import, Progress, Request, Source};
use crate::library::sanitize::sanitize;
use crate::store::{self, inputs};

/// The time between two pieces of news.
const PAUSE: Duration = Duration::from_millis(200);
/// The number of no import.
const NONE: u64 = 0;

/// It reads one import at a time. The thread of one that was stopped ends with the next block that it reads.
#[derive(Debug)]
pub(super) struct Importer {
    sender: Sender<Message>,
    /// The number of the import that goes on.
    current: Arc<AtomicU64>,
}

impl Importer {
    /// It reads nothing yet.
    pub fn new(sender: Sender<Message>) -> Self {
        Self { sender, current: Arc::new(AtomicU64::new(NONE)) }
    }

    /// Begins to read. Returns why it cannot.
    pub fn start(&self, paths: Vec<PathBuf>, number: u64) -> Option<Message> {
        self.current.store(number, Ordering::SeqCst);
        let (sender, current) = (self.sender.clone(), Arc::clone(&self.current));
        let read = move || {
            let is_current = || current.load(Ordering::SeqCst) == number;
            let read = read(&paths, &is_current, |progress, elapsed| {
                send(&sender, Message::ImportProgress { number, progress, elapsed });
            });
            if !is_current() {
                return;
            }
            let message = match read {
                Ok(import) => Message::ImportRead { number, import: Arc::new(import) },
                Err(error) => Message::ImportFailed { number, why: error.to_string() },
            };
            send(&sender, message);
        };
        let started = thread::Builder::new().name("import".to_owned()).spawn(read);
        let error = started.err()?;
        let why = format!("no thread can be started to read the files: {error}");
        Some(Message::ImportFailed { number, why })
    }

    /// Stops reading.
    pub fn stop(&self) {
        self.current.store(NONE, Ordering::SeqCst);
    }
}

fn read(
    paths: &[PathBuf],
    is_current: &dyn Fn() -> bool,
    mut report: impl FnMut(Progress, Duration),
) -> anyhow::Result<Import> {
    let begun = Instant::now();
    let mut next = begun;
    let (mut sources, mut named) = (Vec::new(), inputs::Named::default());
    for path in paths {
        let files = inputs::files(&store::typed(path))?
            .files
            .into_iter()
            .filter(|file| named.is_first(file));
        sources.extend(files.map(|file| {
            let name = sanitize(&file.name()).into_owned();
            Source { name, size: file.size, reader: Box::new(file) }
        }));
    }
    let mut progress = |progress| {
        if !is_current() {
            return ControlFlow::Break(());
        }
        if Instant::now() >= next {
            next = Instant::now() + PAUSE;
            report(progress, begun.elapsed());
        }
        ControlFlow::Continue(())
    };
    let mut request = Request { kind: None, metrics: Hints::default(), progress: &mut progress };
    Ok(import::read(sources, &mut request)?)
}
