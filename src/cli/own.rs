//! The user's own cards: the flag that says where they are.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueHint};

use crate::library::{Library, LibraryError, usual_folder};

/// The folder of the user's own cards.
#[derive(Clone, Debug, Args)]
pub struct OwnCards {
    /// The folder of your own cards, which add to the shipped ones or replace those of the same id
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        value_hint = ValueHint::DirPath,
        help_heading = "Your own cards"
    )]
    cards: Option<PathBuf>,
}

impl OwnCards {
    /// The shipped cards and the user's own.
    pub fn library(&self, today: NaiveDate) -> Result<Library, LibraryError> {
        Library::open(self.cards.as_deref(), today)
    }

    /// The folder, whether it is there or not.
    pub fn folder(&self) -> Option<PathBuf> {
        self.cards.clone().or_else(usual_folder)
    }
}
