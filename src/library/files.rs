//! Files that may hold a card: named, or in a folder. Type and size are checked before a file is opened.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use whatif_pricing::CARD_BYTES_MAX;

/// The most files of one folder that are read.
const FILES_MAX: usize = 2_000;

/// A file that may hold a card.
#[derive(Clone, Debug)]
pub struct CardFile {
    /// The path.
    pub path: PathBuf,
    /// Its text, or why there is none.
    pub text: Result<String, Unreadable>,
}

/// The reason why a file or a folder has no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The fault.
    pub message: String,
    /// The remedy.
    pub remedy: &'static str,
    /// The number of files that are not read.
    pub files: usize,
}

impl CardFile {
    /// Its name, as it was given.
    #[must_use]
    pub fn name(&self) -> String {
        self.path.display().to_string()
    }

    fn read(path: PathBuf) -> Self {
        let text = text(&path);
        Self { path, text }
    }
}

/// The files of these paths, each once. A folder stands for its `*.toml` in order of their names, and is an
/// error if it has none.
#[must_use]
pub fn named(paths: &[PathBuf]) -> Vec<CardFile> {
    let mut files = Vec::new();
    let mut seen = BTreeSet::new();
    for path in paths {
        if path.is_dir() {
            let mut found = folder(path);
            if found.is_empty() {
                found.push(CardFile { path: path.clone(), text: Err(Unreadable::empty()) });
            }
            found.retain(|file| seen.insert(identity(&file.path)));
            files.append(&mut found);
        } else if seen.insert(identity(path)) {
            files.push(CardFile::read(path.clone()));
        }
    }
    files
}

/// The same for every name of a file.
fn identity(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// The `*.toml` of a folder in order of their names. The folder itself if it cannot be listed.
#[must_use]
pub fn folder(path: &Path) -> Vec<CardFile> {
    let unreadable = |unreadable| CardFile { path: path.to_owned(), text: Err(unreadable) };
    let mut paths = match toml_files(path) {
        Ok(paths) => paths,
        Err(error) => return vec![unreadable(Unreadable::unlisted(&error))],
    };
    let surplus = paths.len().saturating_sub(FILES_MAX);
    paths.truncate(FILES_MAX);
    let mut files: Vec<CardFile> = paths.into_iter().map(CardFile::read).collect();
    if surplus > 0 {
        files.push(unreadable(Unreadable::too_many(surplus)));
    }
    files
}

/// Names that begin with a dot are those of editors, for files that are still being written.
fn toml_files(path: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path()));
    let mut files = entries.collect::<io::Result<Vec<_>>>()?;
    files.retain(|path| is_card_name(path));
    files.sort();
    Ok(files)
}

/// Returns whether a file of this name in a folder is read as a card.
#[must_use]
pub fn is_card_name(path: &Path) -> bool {
    let hidden = path.file_name().is_none_or(|name| name.as_encoded_bytes().starts_with(b"."));
    !hidden && path.extension().is_some_and(|extension| extension == "toml")
}

/// Reads a file of a permitted size, and at most one byte more than a card may have: files of the kernel
/// have no size, and others may grow.
fn text(path: &Path) -> Result<String, Unreadable> {
    let failed = |error: io::Error| Unreadable::failed(&error);
    let about = fs::metadata(path).map_err(failed)?;
    // To open a pipe would wait for its writer, and a device may never end.
    if !about.is_file() {
        return Err(Unreadable::no_file(about.is_dir()));
    }
    let limit = CARD_BYTES_MAX as u64;
    if about.len() > limit {
        return Err(Unreadable::too_large(about.len()));
    }
    let mut bytes = Vec::new();
    File::open(path).map_err(failed)?.take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > CARD_BYTES_MAX {
        return Err(Unreadable::too_large(limit + 1));
    }
    String::from_utf8(bytes)
        .map_err(|error| Unreadable::no_text(error.utf8_error().valid_up_to() + 1))
}

impl Unreadable {
    fn failed(error: &io::Error) -> Self {
        let message = format!("the file cannot be read: {error}");
        Self { message, remedy: "check its name and permissions", files: 1 }
    }

    fn no_file(is_folder: bool) -> Self {
        let what = if is_folder { "a folder" } else { "a pipe, a socket or a device" };
        let message = format!("it is {what}, not a file");
        Self { message, remedy: "name a file of text", files: 1 }
    }

    fn too_large(bytes: u64) -> Self {
        Self {
            message: format!("the file has {bytes} bytes, more than {CARD_BYTES_MAX}"),
            remedy: "a rate card is a few thousand bytes: name such a file, or split it",
            files: 1,
        }
    }

    fn no_text(byte: usize) -> Self {
        let message = format!("the file is not UTF-8: byte {byte} is not text");
        Self { message, remedy: "save it as UTF-8", files: 1 }
    }

    fn empty() -> Self {
        Self {
            message: "the folder has no file whose name ends in .toml".to_owned(),
            remedy: "name a folder of rate cards, or a file",
            files: 1,
        }
    }

    fn unlisted(error: &io::Error) -> Self {
        let message = format!("the folder cannot be listed: {error}");
        Self { message, remedy: "check its permissions", files: 1 }
    }

    fn too_many(surplus: usize) -> Self {
        Self {
            message: format!("{surplus} files beyond the first {FILES_MAX} are not read"),
            remedy: "move cards that are no longer needed to another folder",
            files: surplus,
        }
    }
}
