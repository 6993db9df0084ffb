//! The files of scenarios that were used last.

use std::path::{Path, PathBuf};

/// So many are remembered.
const MOST: usize = 20;
/// A longer line is no path.
const BYTES_MAX: usize = 4_096;

/// The list in a folder of what a program remembers.
fn list_of(folder: &Path) -> PathBuf {
    folder.join("recent")
}

/// The files that are still there, the last used first.
#[must_use]
pub fn list(folder: &Path) -> Vec<PathBuf> {
    known(folder).into_iter().filter(|path| path.is_file()).collect()
}

fn known(folder: &Path) -> Vec<PathBuf> {
    let text = super::read(&list_of(folder)).unwrap_or_default();
    let is_path = |line: &&str| {
        line.len() <= BYTES_MAX
            && !line.chars().any(char::is_control)
            && Path::new(line).is_absolute()
    };
    text.lines().filter(is_path).map(PathBuf::from).take(MOST).collect()
}

/// Puts a file before all others. That it cannot be remembered is no reason to complain.
pub fn add(folder: &Path, path: &Path) {
    let Ok(path) = std::path::absolute(path) else { return };
    let list = list_of(folder);
    let Ok(locked) = super::lock(&list) else { return };
    let mut paths = known(folder);
    paths.retain(|known| *known != path);
    paths.insert(0, path);
    paths.truncate(MOST);
    let lines = paths.iter().filter_map(|path| path.to_str());
    let text: String = lines.flat_map(|line| [line, "\n"]).collect();
    let _ = locked.write(&text);
}
