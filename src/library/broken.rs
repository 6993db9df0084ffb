//! A file whose card cannot be used.

use std::path::PathBuf;

use whatif_pricing::Problems;

use super::Unreadable;
use crate::library::sanitize::sanitize;

/// A file whose card cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenFile {
    /// The path.
    pub path: PathBuf,
    /// The card that it is meant to hold: by its text, or else by its name.
    pub id: String,
    /// The fault.
    pub fault: Fault,
}

/// A fault of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has no text.
    Unreadable(Unreadable),
    /// Its text has problems.
    Problems(Problems),
}

impl BrokenFile {
    /// Its name, as the folder was given.
    #[must_use]
    pub fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// The number of its problems.
    #[must_use]
    pub fn count(&self) -> usize {
        match &self.fault {
            Fault::Unreadable(unreadable) => unreadable.files,
            Fault::Problems(problems) => problems.list.len(),
        }
    }

    /// Its first problem in one line, with the file's own name only.
    #[must_use]
    pub fn brief(&self) -> String {
        let file = self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy();
        let brief = match &self.fault {
            Fault::Unreadable(Unreadable { message, remedy, .. }) => {
                format!("{file}: {message}: {remedy}")
            }
            Fault::Problems(problems) => {
                let first = &problems.list[0];
                let (line, _) = problems.place(first);
                format!("{file}, line {line}: {}: {}", first.message, first.remedy)
            }
        };
        sanitize(&brief).into_owned()
    }
}
