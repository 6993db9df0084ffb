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
/// A file that was not finished for so long never will be.
const ABANDONED: Duration = Duration::from_secs(60);

/// Writes a text in place of what a path has; folders that are missing are made.
pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    // Of a link the file that it leads to is replaced, and not the link.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
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

/// How the names of unfinished files for a target begin.
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
