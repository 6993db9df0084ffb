//! One save at a time: what a program finds in a file is still there when it writes.
//!
//! The lock is on the folder of the file, so that nothing is left beside it, and the system lets go of it
//! whatever happens to the program.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// The longest time to wait for another save, which takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(3);
const GLANCE: Duration = Duration::from_millis(5);

/// Locks a folder until the file is dropped, and creates it if it is missing. `None` where the system knows
/// no such locks, as on some network disks.
pub fn folder(folder: &Path) -> io::Result<Option<File>> {
    fs::create_dir_all(folder)?;
    let Some(file) = open(folder) else { return Ok(None) };
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => thread::sleep(GLANCE),
            Err(TryLockError::WouldBlock) => return Err(ErrorKind::ResourceBusy.into()),
            Err(TryLockError::Error(_)) => return Ok(None),
        }
    }
}

#[cfg(unix)]
fn open(folder: &Path) -> Option<File> {
    // A folder that nobody may list can be written to without a lock.
    File::open(folder).ok()
}

/// A folder is no file there: another file stands for it.
#[cfg(not(unix))]
fn open(folder: &Path) -> Option<File> {
    let folder = folder.canonicalize().ok()?;
    let name = crc32fast::hash(folder.as_os_str().as_encoded_bytes());
    let place = std::env::temp_dir().join(format!("whatif-{name:08x}.lock"));
    File::options().create(true).truncate(false).write(true).open(place).ok()
}
