//! The profile's file: `whatif/settings.toml` where the platform keeps configuration.

use std::path::{Path, PathBuf};

use thiserror::Error;

use super::{Profile, ProfileError};
use crate::store::{self, ReadError, SaveError};

/// The reasons why the profile's file cannot be used.
#[derive(Debug, Error)]
pub enum ProfileFileError {
    /// It cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It has a value that cannot be used.
    #[error("{}: {error}", path.display())]
    Profile {
        /// The file.
        path: PathBuf,
        /// The fault.
        error: ProfileError,
    },
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

/// Saves the profile. A file that cannot be read is left as it is.
pub fn save(profile: &Profile) -> Result<(), ProfileFileError> {
    let Some(path) = path() else { return Ok(()) };
    let locked = store::lock(&path)?;
    let former = text(&path)?;
    read(&path, &former)?;
    Ok(locked.write(&profile.written_into(&former))?)
}

/// The path. `None` without a home folder.
fn path() -> Option<PathBuf> {
    Some(crate::library::usual_folder()?.parent()?.join("settings.toml"))
}

/// The file's text. Empty if there is no file yet.
fn text(path: &Path) -> Result<String, ProfileFileError> {
    let read = store::read(path);
    if matches!(read, Err(ReadError::Missing(_))) { Ok(String::new()) } else { Ok(read?) }
}

fn read(path: &Path, text: &str) -> Result<Profile, ProfileFileError> {
    let wrong = |error| ProfileFileError::Profile { path: path.to_owned(), error };
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
    fn an_error_names_the_file_and_the_key() {
        let error = read(Path::new("settings.toml"), "sort = \"price\"").unwrap_err().to_string();
        assert!(error.starts_with("settings.toml: sort is 'price'"), "{error}");
    }
}
