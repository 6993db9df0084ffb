//! The profile's file: `whatif/settings.toml` where the platform keeps configuration.

use std::path::{Path, PathBuf};

use thiserror::Error;

use whatif_pricing::Problems;

use super::Profile;
use crate::store::{self, ReadError, SaveError};

/// The reasons why the profile's file cannot be used.
#[derive(Debug, Error)]
pub enum ProfileFileError {
    /// It cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It has values that cannot be used.
    #[error("{}:{}", path.display(), first_of(problems))]
    Profile {
        /// The file.
        path: PathBuf,
        /// The faults.
        problems: Problems,
    },
    /// There is none, for want of a home folder.
    #[error("there is no home folder, and so no settings file: set XDG_CONFIG_HOME")]
    NoHome,
    /// It cannot be written.
    #[error(transparent)]
    Save(#[from] SaveError),
}

/// The saved profile. The defaults, and the reason, if the file cannot be used.
#[must_use]
pub fn load() -> (Profile, Option<ProfileFileError>) {
    let Some(path) = path() else { return (Profile::default(), None) };
    match text(&path).and_then(|text| read(&path, &text)) {
        Ok(profile) => (profile, None),
        Err(error) => (Profile::default(), Some(error)),
    }
}

/// The first unknown key of a file of which everything else can be used, with its place and a remedy.
#[must_use]
pub fn unknown_key() -> Option<String> {
    let path = path()?;
    let text = text(&path).ok()?;
    let list = Profile::checked(&text).1;
    let problems = Problems { text, list };
    let is_there = !problems.list.is_empty();
    is_there.then(|| format!("{}:{}", path.display(), first_of(&problems)))
}

/// Saves the profile. A file that cannot be read is left as it is.
pub fn save(profile: &Profile) -> Result<(), ProfileFileError> {
    let Some(path) = path() else { return Ok(()) };
    let locked = store::lock(&path)?;
    let former = text(&path)?;
    read(&path, &former)?;
    Ok(locked.write(&profile.written_into(&former))?)
}

/// Line, column, mistake and remedy of the first problem, and how many there are besides.
fn first_of(problems: &Problems) -> String {
    let all = problems.to_string();
    let first = all.lines().next().unwrap_or_default();
    match problems.list.len() {
        0 | 1 => first.to_owned(),
        count => format!("{first} (and {} more: `whatif config check` shows all)", count - 1),
    }
}

/// The path. `None` without a home folder.
#[must_use]
pub fn path() -> Option<PathBuf> {
    Some(crate::library::usual_folder()?.parent()?.join("settings.toml"))
}

/// The file's text. Empty if there is no file yet.
pub fn text(path: &Path) -> Result<String, ProfileFileError> {
    let read = store::read(path);
    if matches!(read, Err(ReadError::Missing(_))) { Ok(String::new()) } else { Ok(read?) }
}

fn read(path: &Path, text: &str) -> Result<Profile, ProfileFileError> {
    let wrong = |problems| ProfileFileError::Profile { path: path.to_owned(), problems };
    Profile::read(text).map_err(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_file_is_empty_and_a_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(text(&folder.path().join("settings.toml")).unwrap(), "");
        assert!(text(folder.path()).unwrap_err().to_string().contains("it is not a file"));
    }

    #[test]
    fn an_error_names_the_file_and_the_place() {
        let error = read(Path::new("settings.toml"), "sort = \"price\"").unwrap_err().to_string();
        assert!(error.starts_with("settings.toml:1:8: unknown order 'price'"), "{error}");
    }
}
