//! The files to check: named, or in a named folder, or shipped. Their size is bounded before they are
//! read.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use whatif_pricing::{CARD_BYTES_MAX, Catalog};

/// A file that may hold a card.
pub struct CardFile {
    /// Its name, as it was given.
    pub name: String,
    /// Its text, or why there is none.
    pub text: Result<String, Unreadable>,
}

/// Why a file has no text.
#[derive(Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: &'static str,
}

/// The cards in the binary.
pub fn shipped() -> Vec<CardFile> {
    let file = |(name, text): &(&str, &str)| CardFile {
        name: format!("pricing/cards/{name}"),
        text: Ok((*text).to_owned()),
    };
    Catalog::shipped_files().iter().map(file).collect()
}

/// The files of these paths, each once; of a folder its `*.toml`, in order of their names.
pub fn read(paths: &[PathBuf]) -> Vec<CardFile> {
    let mut files = Vec::new();
    let mut seen = BTreeSet::new();
    for path in paths {
        let found = if path.is_dir() { folder(path) } else { vec![Ok(path.clone())] };
        for entry in found {
            match entry {
                Ok(path) if !seen.insert(fs::canonicalize(&path).unwrap_or(path.clone())) => {}
                Ok(path) => files.push(file(&path)),
                Err(unreadable) => files.push(unreadable),
            }
        }
    }
    files
}

/// The cards of a folder; a folder without any is a mistake to be told.
fn folder(path: &Path) -> Vec<Result<PathBuf, CardFile>> {
    let unreadable = |message: String, remedy| {
        let name = path.display().to_string();
        vec![Err(CardFile { name, text: Err(Unreadable { message, remedy }) })]
    };
    match toml_files(path) {
        Ok(files) if files.is_empty() => unreadable(
            "the folder has no file whose name ends in .toml".to_owned(),
            "name a folder of rate cards, or a file",
        ),
        Ok(files) => files.into_iter().map(Ok).collect(),
        Err(error) => {
            unreadable(format!("the folder cannot be listed: {error}"), "check its permissions")
        }
    }
}

fn toml_files(path: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path()));
    let mut files = entries.collect::<io::Result<Vec<_>>>()?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    Ok(files)
}

fn file(path: &Path) -> CardFile {
    CardFile { name: path.display().to_string(), text: text(path) }
}

/// Reads at most one byte more than a card may have, whatever the size that the file claims.
fn text(path: &Path) -> Result<String, Unreadable> {
    let failed = |error: io::Error| Unreadable {
        message: format!("the file cannot be read: {error}"),
        remedy: "check its name and permissions",
    };
    let mut bytes = Vec::new();
    let limit = CARD_BYTES_MAX as u64 + 1;
    File::open(path).map_err(failed)?.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > CARD_BYTES_MAX {
        return Err(Unreadable {
            message: format!("the file is larger than {CARD_BYTES_MAX} bytes"),
            remedy: "a rate card is a few thousand bytes: name such a file, or split it",
        });
    }
    String::from_utf8(bytes).map_err(|error| Unreadable {
        message: format!(
            "the file is not UTF-8: byte {} is not text",
            error.utf8_error().valid_up_to() + 1
        ),
        remedy: "save it as UTF-8",
    })
}
