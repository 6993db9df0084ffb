//! The profile's file: `whatif/settings.toml` where the platform keeps configuration.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::Profile;

/// A larger file is not one of ours.
const BYTES_MAX: u64 = 1024 * 1024;

/// What was kept; where the file cannot be used, the defaults and why.
#[must_use]
pub fn load() -> (Profile, Option<String>) {
    let Some(path) = path() else { return (Profile::default(), None) };
    match text(&path).and_then(|text| Profile::read(&text)) {
        Ok(profile) => (profile, None),
        Err(why) => {
            let why =
                format!("{}: {why}; the usual settings hold until it is mended", path.display());
            (Profile::default(), Some(why))
        }
    }
}

/// Keeps the profile. The file is written whole beside the former one and then takes its place; one that
/// cannot be read is left as it is.
pub fn save(profile: &Profile) -> Result<(), String> {
    let Some(path) = path() else { return Ok(()) };
    let told =
        |why: String| format!("{}: {why}; what you set holds until you leave", path.display());
    let former = text(&path).map_err(told)?;
    Profile::read(&former).map_err(told)?;
    write(&path, &profile.written_into(&former)).map_err(|error| told(error.to_string()))
}

/// None where there is no home.
fn path() -> Option<PathBuf> {
    Some(crate::library::usual_folder()?.parent()?.join("settings.toml"))
}

/// The file's text, empty where there is none yet.
fn text(path: &Path) -> Result<String, String> {
    let length = match fs::metadata(path) {
        Ok(about) if about.is_file() => about.len(),
        Ok(_) => return Err("it is not a file".to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(String::new()),
        Err(error) => return Err(error.to_string()),
    };
    if length > BYTES_MAX {
        return Err(format!("it has {length} bytes: at most {BYTES_MAX} are read"));
    }
    fs::read_to_string(path).map_err(|error| error.to_string())
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("whatif").join("settings.toml");
        assert_eq!(text(&path), Ok(String::new()));
        write(&path, "sort = \"age\"\n").unwrap();
        write(&path, "sort = \"total\"\n").unwrap();
        assert_eq!(text(&path).unwrap(), "sort = \"total\"\n");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_and_a_huge_file_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(text(folder.path()), Err("it is not a file".to_owned()));
        let path = folder.path().join("huge");
        fs::File::create(&path).unwrap().set_len(BYTES_MAX + 1).unwrap();
        assert!(text(&path).unwrap_err().contains("at most"));
    }
}
