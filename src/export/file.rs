//! Files of exports: where they are, and how they are written.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Where a file is that was typed: `~/` is the home of the user.
#[must_use]
pub fn place(name: &str) -> PathBuf {
    let name = name.trim();
    let home = || etcetera::home_dir().ok();
    match name.strip_prefix("~/").and_then(|rest| Some(home()?.join(rest))) {
        Some(path) => path,
        None => PathBuf::from(name),
    }
}

/// Why a file is not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// It stays as it is.
    #[error("{0} is there already")]
    There(String),
    /// A folder, or a device.
    #[error("{0} is not a file: name another")]
    NotAFile(String),
    /// Its folder is not there.
    #[error("{0} has no folder to be in: create it first")]
    NoFolder(String),
    /// Anything else.
    #[error("{0} cannot be written: {1}")]
    Other(String, io::Error),
}

/// Writes a file whole, beside where it is to be, and then puts it there: it is never seen half. One that
/// is there stays, unless it is to be replaced.
pub fn write(path: &Path, text: &str, replace: bool) -> Result<(), WriteError> {
    let shown = path.display().to_string();
    if fs::symlink_metadata(path).is_ok_and(|there| there.is_dir() || is_device(&there)) {
        return Err(WriteError::NotAFile(shown));
    }
    put(path, text, replace).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => WriteError::There(shown),
        io::ErrorKind::NotFound => WriteError::NoFolder(shown),
        _ => WriteError::Other(shown, error),
    })
}

/// Neither a file, nor a folder, nor a link.
fn is_device(there: &fs::Metadata) -> bool {
    !there.is_file() && !there.is_dir() && !there.is_symlink()
}

fn put(path: &Path, text: &str, replace: bool) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any new file: whoever is to read it may. The settings of the user take away from that.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    let kept = if replace { file.persist(path) } else { file.persist_noclobber(path) };
    kept?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_stays_unless_it_is_to_be_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("invoice.md");
        write(&path, "first", false).unwrap();
        let refused = write(&path, "second", false).unwrap_err();
        assert_eq!(refused.to_string(), format!("{} is there already", path.display()));
        assert_eq!(fs::read_to_string(&path).unwrap(), "first");
        write(&path, "second", true).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "second");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_is_no_file_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        assert!(
            write(folder.path(), "x", true)
                .unwrap_err()
                .to_string()
                .ends_with("is not a file: name another")
        );
        let nowhere = folder.path().join("none").join("invoice.md");
        assert!(
            write(&nowhere, "x", false).unwrap_err().to_string().contains("no folder to be in")
        );
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_tilde_is_the_home_and_other_names_are_as_they_are() {
        assert_eq!(place(" a/b.md "), PathBuf::from("a/b.md"));
        assert_eq!(place("~x.md"), PathBuf::from("~x.md"));
        assert!(place("~/b.md").ends_with("b.md"));
        assert!(!place("~/b.md").starts_with("~"));
    }
}
