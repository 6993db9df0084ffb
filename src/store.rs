//! Files on disk: read, saved whole or not at all, and autosaved.
//!
//! It works on texts and paths and knows no meaning of a text.

mod atomic;
pub mod autosave;
pub mod clock;
pub mod inputs;
mod lock;
pub mod profile;
pub mod recent;

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use thiserror::Error;

use crate::scenario::FILE_BYTES_MAX;

/// The reasons why a file cannot be read.
#[derive(Debug, Error)]
pub enum ReadError {
    /// It is not there.
    #[error("{}: there is no such file: check the path", .0.display())]
    Missing(PathBuf),
    /// It is a folder, a pipe or a device.
    #[error("{}: it is not a file: name another", .0.display())]
    NoFile(PathBuf),
    /// It is larger than any file of whatif.
    #[error("{}: it has {bytes} bytes, and at most {FILE_BYTES_MAX} are read: name another", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
    },
    /// It is not text.
    #[error("{}: it is not text in UTF-8: save it as such", .0.display())]
    NoText(PathBuf),
    /// The system cannot read it.
    #[error("{}: {}", path.display(), why(error))]
    Io {
        /// The file.
        path: PathBuf,
        /// The reason.
        error: io::Error,
    },
}

/// The reasons why a file is not written.
#[derive(Debug, Error)]
pub enum SaveError {
    /// It changed since whatif last read or wrote it. Nothing was written.
    #[error("{}: the file changed on disk since whatif last read or wrote it", .0.display())]
    Differs(PathBuf),
    /// It is a folder, a pipe or a device.
    #[error("{}: it is not a file: name another", .0.display())]
    NoFile(PathBuf),
    /// It is write-protected, though its folder would let it be replaced.
    #[error("{}: the file is write-protected: save elsewhere, or remove the protection", .0.display())]
    Protected(PathBuf),
    /// The system cannot write it. Its content is still there.
    #[error("{}: {}: nothing is lost, so save elsewhere, or fix this and save again", path.display(), why(error))]
    Io {
        /// The file.
        path: PathBuf,
        /// The reason.
        error: io::Error,
    },
}

/// The system's reason, in words if it has none of its own.
fn why(error: &io::Error) -> String {
    let words = match error.kind() {
        // The second comes from making the folders of a path.
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => "part of the path is a file",
        ErrorKind::PermissionDenied => "there is no permission",
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "the disk is full",
        ErrorKind::FileTooLarge => "no larger file may be written",
        ErrorKind::ResourceBusy => "another program is saving in its folder",
        _ => return error.to_string(),
    };
    words.to_owned()
}

/// Reads a text.
pub fn read(path: &Path) -> Result<String, ReadError> {
    read_within(path, FILE_BYTES_MAX)
}

/// Reads a text of so many bytes at most.
fn read_within(path: &Path, bytes_max: usize) -> Result<String, ReadError> {
    let own = || path.to_owned();
    let failed = |error: io::Error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => ReadError::Missing(own()),
        _ => ReadError::Io { path: own(), error },
    };
    let about = fs::metadata(path).map_err(failed)?;
    if !about.is_file() {
        return Err(ReadError::NoFile(own()));
    }
    if about.len() > bytes_max as u64 {
        return Err(ReadError::TooLarge { path: own(), bytes: about.len() });
    }
    let bytes = fs::read(path).map_err(failed)?;
    // Some editors begin a text with a mark of its encoding.
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(&bytes);
    String::from_utf8(bytes.to_vec()).map_err(|_| ReadError::NoText(own()))
}

/// Saves a text: afterwards the file has all of it, or what it had before. `former` is the known content of
/// the file, `None` if there is none. Writes nothing if the file has something else.
pub fn save(path: &Path, text: &str, former: Option<&str>) -> Result<(), SaveError> {
    let locked = lock(path)?;
    match read(path) {
        Ok(found) if former == Some(&*found) => {}
        Err(ReadError::Missing(_)) => {}
        Err(ReadError::Io { path, error }) => return Err(SaveError::Io { path, error }),
        Err(ReadError::NoFile(path)) => return Err(SaveError::NoFile(path)),
        Ok(_) | Err(ReadError::TooLarge { .. } | ReadError::NoText(_)) => {
            return Err(SaveError::Differs(path.to_owned()));
        }
    }
    locked.write(text)
}

/// Saves a text whatever is in the file.
pub fn overwrite(path: &Path, text: &str) -> Result<(), SaveError> {
    lock(path)?.write(text)
}

/// A path that no other whatif saves to meanwhile.
#[derive(Debug)]
pub struct Locked<'a> {
    path: &'a Path,
    _lock: Option<File>,
}

/// Waits until no other whatif saves to a path, and keeps the others waiting until this is dropped. What is
/// read meanwhile is still there when it is written.
pub fn lock(path: &Path) -> Result<Locked<'_>, SaveError> {
    let lock = lock::folder(&atomic::folder_of(path));
    let failed = |error| SaveError::Io { path: path.to_owned(), error };
    Ok(Locked { path, _lock: lock.map_err(failed)? })
}

impl Locked<'_> {
    /// Saves a text whatever is in the file.
    pub fn write(&self, text: &str) -> Result<(), SaveError> {
        let path = || self.path.to_owned();
        match fs::metadata(self.path) {
            Ok(about) if !about.is_file() => return Err(SaveError::NoFile(path())),
            Ok(about) if about.permissions().readonly() => {
                return Err(SaveError::Protected(path()));
            }
            _ => {}
        }
        atomic::write(self.path, text).map_err(|error| SaveError::Io { path: path(), error })
    }
}

/// The folder of the platform for the state of a program. `None` without a home folder.
#[must_use]
pub fn state_folder() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.state_dir().unwrap_or_else(|| strategy.data_dir()).join("whatif"))
}

/// A path as a person types it: `~` is the home.
#[must_use]
pub fn typed(path: &Path) -> PathBuf {
    let home = path.strip_prefix("~").ok().zip(etcetera::home_dir().ok());
    let path = home.map_or_else(|| path.to_owned(), |(rest, home)| home.join(rest));
    std::path::absolute(&path).unwrap_or(path)
}
