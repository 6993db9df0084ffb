//! Files of others to be read: named one by one, or all manifests of a folder.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Endings of the files that are read of a folder.
const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];
/// The most files of a folder.
const FILES_MAX: usize = 100_000;

/// The reasons why files cannot be read.
#[derive(Debug, Error)]
pub enum InputError {
    /// There is no such file.
    #[error("{}: there is no such file: check the path", .0.display())]
    Missing(PathBuf),
    /// The system cannot read it.
    #[error("{}: {}", path.display(), super::why(error))]
    Io {
        /// The file or the folder.
        path: PathBuf,
        /// The reason.
        error: io::Error,
    },
    /// A folder without manifests.
    #[error("{}: the folder has no file that ends in .yaml, .yml or .json: name the files", .0.display())]
    NoFile(PathBuf),
    /// A folder whose manifests are no files.
    #[error("{}: it is a pipe, a socket or a device, and no other file of the folder is a manifest: name the files", .0.display())]
    NoPlainFile(PathBuf),
    /// A folder with too many manifests.
    #[error("{}: there are more than {FILES_MAX} files: name a folder with fewer", .0.display())]
    TooMany(PathBuf),
}

/// A file to be read. It is opened with the first byte that is read, so that a folder of any size can be read.
#[derive(Debug)]
pub struct InputFile {
    path: PathBuf,
    /// Its size in bytes. `None` if it is no plain file.
    pub size: Option<u64>,
    file: Option<File>,
}

impl InputFile {
    fn new(path: &Path) -> Result<Self, InputError> {
        let about = fs::metadata(path).map_err(|error| failed(path, error))?;
        let size = about.is_file().then_some(about.len());
        Ok(Self { path: path.to_owned(), size, file: None })
    }

    /// Its name without its folder.
    #[must_use]
    pub fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or(self.path.as_os_str());
        name.to_string_lossy().into_owned()
    }
}

impl Read for InputFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut file = match self.file.take() {
            Some(file) => file,
            None => File::open(&self.path)?,
        };
        let count = file.read(buffer);
        self.file = Some(file);
        count
    }
}

fn failed(path: &Path, error: io::Error) -> InputError {
    if error.kind() == ErrorKind::NotFound {
        return InputError::Missing(path.to_owned());
    }
    InputError::Io { path: path.to_owned(), error }
}

/// The files that were named so far, by whatever path.
#[derive(Debug, Default)]
pub struct Named(HashSet<PathBuf>);

impl Named {
    /// Returns whether a file is named for the first time.
    pub fn is_first(&mut self, file: &InputFile) -> bool {
        // A pipe gives something else each time. What cannot be found says so when it is read.
        let place = fs::canonicalize(&file.path).ok().filter(|_| file.size.is_some());
        place.is_none_or(|place| self.0.insert(place))
    }
}

/// The files of a path.
#[derive(Debug, Default)]
pub struct Found {
    /// The files.
    pub files: Vec<InputFile>,
    /// The pipes, sockets and devices of a folder, which may never end and are not read.
    pub passed: Vec<PathBuf>,
}

/// The file of a path. Of a folder all manifests are meant, those in its folders too.
pub fn files(path: &Path) -> Result<Found, InputError> {
    let mut found = Found::default();
    if !path.is_dir() {
        found.files.push(InputFile::new(path)?);
        return Ok(found);
    }
    add_folder(path, &mut found)?;
    if found.files.is_empty() {
        return Err(match found.passed.pop() {
            None => InputError::NoFile(path.to_owned()),
            Some(passed) => InputError::NoPlainFile(passed),
        });
    }
    Ok(found)
}

fn add_folder(path: &Path, found: &mut Found) -> Result<(), InputError> {
    let entries = fs::read_dir(path).map_err(|error| failed(path, error))?;
    let paths: io::Result<Vec<PathBuf>> = entries.map(|it| it.map(|it| it.path())).collect();
    let mut paths = paths.map_err(|error| failed(path, error))?;
    paths.sort_unstable();
    for path in paths {
        let is_link = path.is_symlink();
        if path.is_dir() && !is_link {
            add_folder(&path, found)?;
        } else if path.extension().is_some_and(|it| ENDINGS.iter().any(|known| it == *known)) {
            if found.files.len() == FILES_MAX {
                return Err(InputError::TooMany(path));
            }
            let file = InputFile::new(&path)?;
            // To open a pipe would wait for its writer.
            if file.size.is_some() {
                found.files.push(file);
            } else if !path.is_dir() {
                found.passed.push(path);
            }
        }
    }
    Ok(())
}

/// The paths in a text that was typed or dropped: blanks separate them, but not within quotes or behind a
/// backslash.
#[must_use]
pub fn paths(text: &str) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    let mut path: Option<String> = None;
    let mut quote = None;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, quote) {
            ('\'' | '"', None) => {
                quote = Some(letter);
                path.get_or_insert_default();
            }
            (letter, Some(open)) if letter == open => quote = None,
            // Elsewhere a backslash is a letter of the path, as on Windows.
            ('\\', None) if letters.peek().is_some_and(|it| " '\"".contains(*it)) => {
                path.get_or_insert_default().extend(letters.next());
            }
            (letter, None) if letter.is_whitespace() => paths.extend(path.take()),
            (letter, _) => path.get_or_insert_default().push(letter),
        }
    }
    paths.extend(path);
    paths.into_iter().filter(|it| !it.is_empty()).map(PathBuf::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_separate_paths_but_not_in_quotes_or_behind_a_backslash() {
        let typed = r#"a.yaml  'my plan.json' "b c"/d.csv e\ f.csv C:\bills\g.csv "" "#;
        let expected = ["a.yaml", "my plan.json", "b c/d.csv", "e f.csv", r"C:\bills\g.csv"];
        assert_eq!(paths(typed), expected.map(PathBuf::from));
        assert!(paths("  ").is_empty());
    }
}
