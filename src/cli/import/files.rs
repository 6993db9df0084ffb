//! The files of an import, and the bar that shows how far it has come.

use std::io::{self, IsTerminal as _, Write as _};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::cli::output::{Failure, note};
use crate::import::{Progress, Source};
use crate::library::sanitize::sanitize;
use crate::report::import as words;
use crate::store::{self, inputs};

/// The time between two drawings of the bar.
const PAUSE: Duration = Duration::from_millis(200);

/// Finds the files. Of a folder all manifests are read, those in its folders too.
pub fn sources(paths: &[PathBuf]) -> Result<Vec<Source<'static>>, Failure> {
    let (mut all, mut named) = (Vec::new(), inputs::Named::default());
    for path in paths {
        if path.as_os_str() == "-" {
            let reader = Box::new(io::stdin().lock());
            all.push(Source { name: "standard input".to_owned(), size: None, reader });
            continue;
        }
        let found = inputs::files(&store::typed(path)).map_err(Failure::input)?;
        for passed in &found.passed {
            note(&format!(
                "note: {} is a pipe, a socket or a device and is not read",
                passed.display()
            ));
        }
        let files = found.files.into_iter().filter(|file| named.is_first(file));
        all.extend(files.map(|file| {
            let name = sanitize(&file.name()).into_owned();
            Source { name, size: file.size, reader: Box::new(file) }
        }));
    }
    Ok(all)
}

/// A line on a terminal that shows how far an import has come.
pub struct Bar {
    begun: Instant,
    drawn: Option<Instant>,
    is_shown: bool,
}

impl Bar {
    /// A bar, which is drawn if standard error is a terminal.
    pub fn new() -> Self {
        Self { begun: Instant::now(), drawn: None, is_shown: io::stderr().is_terminal() }
    }

    /// Draws it, now and then.
    pub fn show(&mut self, progress: Progress) -> ControlFlow<()> {
        let is_early = self.drawn.is_some_and(|it| it.elapsed() < PAUSE);
        if !self.is_shown || is_early {
            return ControlFlow::Continue(());
        }
        self.drawn = Some(Instant::now());
        let text = words::progress(progress, self.begun.elapsed());
        // If standard error is closed, the bar is lost.
        let _ = write!(io::stderr(), "\r\x1b[K{text}");
        let _ = io::stderr().flush();
        ControlFlow::Continue(())
    }

    /// Takes it away.
    pub fn clear(&self) {
        if self.drawn.is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
