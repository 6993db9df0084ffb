//! A file is written whole beside the former one and then takes its place, so that whoever looks, whenever,
//! finds the old text or the new one.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::{Builder, NamedTempFile};

/// The end of the name of a file that is being written.
const UNFINISHED: &str = ".whatif~";
/// More links one after the other lead in a circle.
const LINKS_MAX: u32 = 40;
/// A file that was not finished for so long never will be.
const ABANDONED: Duration = Duration::from_secs(60);

/// Writes a text in place of the contents of a path. Creates missing folders.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    no_signal_for_large_files();
    let target = behind_links(path);
    let folder = parent(&target);
    fs::create_dir_all(folder)?;
    let prefix = prefix(&target);
    sweep(folder, &prefix);
    let mut file = unfinished(&prefix, folder)?;
    if let Ok(about) = fs::metadata(&target) {
        file.as_file().set_permissions(about.permissions())?;
    }
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(&target)?;
    sync_folder(folder)
}

/// The folder in which the contents of a path are.
pub fn folder_of(path: &Path) -> PathBuf {
    parent(&behind_links(path)).to_owned()
}

fn parent(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Of a link the file that it leads to is replaced, and not the link; that file may not be there yet.
fn behind_links(path: &Path) -> PathBuf {
    let mut target = path.to_owned();
    for _ in 0..LINKS_MAX {
        let Ok(next) = fs::read_link(&target) else { break };
        target = target.parent().unwrap_or(Path::new("")).join(next);
    }
    fs::canonicalize(&target).unwrap_or(target)
}

/// A file that would grow too large is an error like any other: without somebody who waits for it the
/// signal that comes with it ends the program, and its work.
#[cfg(unix)]
fn no_signal_for_large_files() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let seen = std::sync::Arc::default();
        // Where it cannot be waited for it comes as before.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, seen);
    });
}

#[cfg(not(unix))]
fn no_signal_for_large_files() {}

/// The beginning of the names of unfinished files for a target.
fn prefix(target: &Path) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(target.file_name().unwrap_or(OsStr::new("file")));
    prefix.push(".");
    prefix
}

/// A new file that others may read as far as the user's mask lets them.
fn unfinished(prefix: &OsStr, folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(prefix).suffix(UNFINISHED);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Removes what saves that were killed have left behind.
fn sweep(folder: &Path, prefix: &OsStr) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let (prefix, now) = (prefix.to_string_lossy(), SystemTime::now());
    let is_left = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let written = fs::metadata(path).and_then(|about| about.modified()).ok();
        let age = written.and_then(|written| now.duration_since(written).ok());
        name.starts_with(&*prefix) && name.ends_with(UNFINISHED) && age > Some(ABANDONED)
    };
    for left in entries.flatten().map(|entry| entry.path()).filter(is_left) {
        // One that cannot be removed does no harm.
        let _ = fs::remove_file(left);
    }
}

/// The new name is on the disk too.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
