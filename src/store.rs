//! Files on disk, of scenarios above all: read, saved whole or not at all, kept when a session ends without
//! saving.
//!
//! It works on texts and paths, and knows nothing of what a text means.

mod atomic;
pub mod keep;
pub mod recent;

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use thiserror::Error;

use crate::scenario::SHEET_BYTES_MAX;

/// Why a file cannot be read.
#[derive(Debug, Error)]
pub enum ReadError {
    /// It is not there.
    #[error("{}: there is no such file: check the path", .0.display())]
    Missing(PathBuf),
    /// It is a folder, a pipe or a device.
    #[error("{}: it is not a file: name another", .0.display())]
    NoFile(PathBuf),
    /// It is larger than anything that is kept in one.
    #[error("{}: it has {bytes} bytes, and at most {SHEET_BYTES_MAX} are read: name another", path.display())]
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
        /// Why.
        error: io::Error,
    },
}

/// Why a file is not written.
#[derive(Debug, Error)]
pub enum SaveError {
    /// What is in it is not what was last read or written; nothing was written.
    #[error("{}: it is not as it was when it was last read or written here", .0.display())]
    Differs(PathBuf),
    /// It is a folder, a pipe or a device.
    #[error("{}: it is not a file: name another", .0.display())]
    NoFile(PathBuf),
    /// Somebody protected it; a folder that can be written would let it be replaced all the same.
    #[error("{}: it is write-protected; nothing is lost: save it elsewhere, or take the protection away", .0.display())]
    Protected(PathBuf),
    /// The system cannot write it; what was in it is still there.
    #[error("{}: {}; nothing is lost: save it elsewhere, or mend this and save again", path.display(), why(error))]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

/// What the system says, in words where it says it in its own.
fn why(error: &io::Error) -> String {
    let words = match error.kind() {
        // The second is what making the folders of a path says.
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => "part of the path is a file",
        ErrorKind::PermissionDenied => "there is no permission",
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "the disk is full",
        ErrorKind::FileTooLarge => "no larger file may be written",
        _ => return error.to_string(),
    };
    words.to_owned()
}

/// Reads a text.
pub fn read(path: &Path) -> Result<String, ReadError> {
    read_within(path, SHEET_BYTES_MAX)
}

/// Reads a text of so many bytes at most.
fn read_within(path: &Path, bytes_max: usize) -> Result<String, ReadError> {
    let own = || path.to_owned();
    let told = |error: io::Error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => ReadError::Missing(own()),
        _ => ReadError::Io { path: own(), error },
    };
    let about = fs::metadata(path).map_err(told)?;
    if !about.is_file() {
        return Err(ReadError::NoFile(own()));
    }
    if about.len() > bytes_max as u64 {
        return Err(ReadError::TooLarge { path: own(), bytes: about.len() });
    }
    let bytes = fs::read(path).map_err(told)?;
    // Some editors begin a text with a mark of its encoding.
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(&bytes);
    String::from_utf8(bytes.to_vec()).map_err(|_| ReadError::NoText(own()))
}

/// Saves a text: afterwards the file has it whole, or what it had before. `former` is what the file is known
/// to have, none where it is known not to be there; where it has something else, nothing is written.
pub fn save(path: &Path, text: &str, former: Option<&str>) -> Result<(), SaveError> {
    match (read(path), former) {
        (Ok(found), Some(former)) if found == former => {}
        (Err(ReadError::Missing(_)), _) => {}
        (Err(ReadError::Io { path, error }), _) => return Err(SaveError::Io { path, error }),
        (Err(ReadError::NoFile(path)), _) => return Err(SaveError::NoFile(path)),
        _ => return Err(SaveError::Differs(path.to_owned())),
    }
    overwrite(path, text)
}

/// Saves a text whatever is in the file.
pub fn overwrite(path: &Path, text: &str) -> Result<(), SaveError> {
    match fs::metadata(path) {
        Ok(about) if !about.is_file() => return Err(SaveError::NoFile(path.to_owned())),
        Ok(about) if about.permissions().readonly() => {
            return Err(SaveError::Protected(path.to_owned()));
        }
        _ => {}
    }
    atomic::write(path, text).map_err(|error| SaveError::Io { path: path.to_owned(), error })
}

/// Where the platform keeps what a program remembers; none where there is no home.
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
