//! The files of an import, and the bar that shows how far it has come.

use std::fs::{self, File};
use std::io::{self, IsTerminal as _, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::anyhow;
use whatif_pricing::{Places, Ratio, written};

use crate::cli::output::Failure;
use crate::import::{Progress, Source};
use crate::library::sanitize::sanitize;
use crate::store;

/// Endings of the files that are read of a folder.
const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];
/// The most files of a folder.
const FILES_MAX: usize = 100_000;
/// The time between two drawings of the bar.
const PAUSE: Duration = Duration::from_millis(200);

/// Opens the files. Of a folder all manifests are read, those in its folders too.
pub fn sources(paths: &[PathBuf]) -> Result<Vec<Source<'static>>, Failure> {
    let mut all = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            let reader = Box::new(io::stdin().lock());
            all.push(Source { name: "standard input".to_owned(), size: None, reader });
            continue;
        }
        let path = store::typed(path);
        if path.is_dir() {
            let before = all.len();
            folder(&path, &mut all)?;
            if all.len() == before {
                let path = path.display();
                return Err(Failure::Input(anyhow!(
                    "{path}: the folder has no file that ends in .yaml, .yml or .json: name the files"
                )));
            }
        } else {
            all.push(source(&path)?);
        }
    }
    Ok(all)
}

fn source(path: &Path) -> Result<Source<'static>, Failure> {
    let failed = |error: io::Error| Failure::Input(anyhow!("{}: {error}", path.display()));
    let file = File::open(path).map_err(failed)?;
    let size = file.metadata().ok().filter(fs::Metadata::is_file).map(|it| it.len());
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    Ok(Source { name: sanitize(&name).into_owned(), size, reader: Box::new(file) })
}

fn folder(path: &Path, all: &mut Vec<Source<'static>>) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::Input(anyhow!("{}: {error}", path.display()));
    let entries = fs::read_dir(path).map_err(failed)?;
    let paths: io::Result<Vec<PathBuf>> = entries.map(|it| it.map(|it| it.path())).collect();
    let mut paths = paths.map_err(failed)?;
    paths.sort_unstable();
    for path in paths {
        let is_link = path.is_symlink();
        if path.is_dir() && !is_link {
            folder(&path, all)?;
        } else if path.extension().is_some_and(|it| ENDINGS.iter().any(|known| it == *known)) {
            if all.len() == FILES_MAX {
                return Err(Failure::Input(anyhow!(
                    "{}: there are more than {FILES_MAX} files: name a folder with fewer",
                    path.display()
                )));
            }
            all.push(source(&path)?);
        }
    }
    Ok(())
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
        let text = words(progress, self.begun.elapsed());
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

/// `1,200,000 rows, 512 of 5,120 MB, 12 s left`.
fn words(progress: Progress, elapsed: Duration) -> String {
    let whole = |count: u64| {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        written(Ratio::from(count), Places { least: 0, most: 0 })
    };
    let megabytes = |bytes: u64| whole(bytes / 1_000_000);
    let rows = whole(progress.rows);
    let Some(of) = progress.bytes_of else {
        return format!("{rows} rows, {} MB", megabytes(progress.bytes));
    };
    let left = u128::from(of.saturating_sub(progress.bytes));
    let left = elapsed.as_millis() * left / u128::from(progress.bytes.max(1)) / 1_000;
    format!("{rows} rows, {} of {} MB, {left} s left", megabytes(progress.bytes), megabytes(of))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_says_rows_bytes_and_the_time_left() {
        let progress =
            Progress { bytes: 1_000_000_000, bytes_of: Some(5_000_000_000), rows: 2_000_000 };
        let text = words(progress, Duration::from_secs(3));
        assert_eq!(text, "2,000,000 rows, 1,000 of 5,000 MB, 12 s left");
        let text = words(Progress { bytes_of: None, ..progress }, Duration::from_secs(3));
        assert_eq!(text, "2,000,000 rows, 1,000 MB");
    }
}
