//! The profile's file: `whatif/settings.toml` where the platform keeps configuration.

use std::path::{Path, PathBuf};

use super::Profile;
use crate::store::{self, ReadError};

/// What was kept; where the file cannot be used, the defaults and why.
#[must_use]
pub fn load() -> (Profile, Option<String>) {
    let Some(path) = path() else { return (Profile::default(), None) };
    match text(&path).and_then(|text| read(&path, &text)) {
        Ok(profile) => (profile, None),
        Err(why) => {
            let why = format!("{why}; the usual settings hold until it is mended");
            (Profile::default(), Some(why))
        }
    }
}

/// Keeps the profile. A file that cannot be read is left as it is.
pub fn save(profile: &Profile) -> Result<(), String> {
    let Some(path) = path() else { return Ok(()) };
    let told = |why: String| format!("{why}; what you set holds until you leave");
    let former = text(&path).map_err(told)?;
    read(&path, &former).map_err(told)?;
    let written = store::overwrite(&path, &profile.written_into(&former));
    written.map_err(|error| told(error.to_string()))
}

/// None where there is no home.
fn path() -> Option<PathBuf> {
    Some(crate::library::usual_folder()?.parent()?.join("settings.toml"))
}

/// The file's text, empty where there is none yet.
fn text(path: &Path) -> Result<String, String> {
    match store::read(path) {
        Err(ReadError::Missing(_)) => Ok(String::new()),
        read => read.map_err(|error| error.to_string()),
    }
}

/// What it says, or which value cannot be used.
fn read(path: &Path, text: &str) -> Result<Profile, String> {
    Profile::read(text).map_err(|why| format!("{}: {why}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_there_is_empty_and_a_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(text(&folder.path().join("settings.toml")), Ok(String::new()));
        assert!(text(folder.path()).unwrap_err().contains("it is not a file"));
    }

    #[test]
    fn a_value_that_cannot_be_used_is_told_with_its_file() {
        let told = read(Path::new("settings.toml"), "sort = \"price\"").unwrap_err();
        assert!(told.starts_with("settings.toml: sort is 'price'"), "{told}");
    }
}
