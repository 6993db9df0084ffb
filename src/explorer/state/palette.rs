//! The palette: what it finds, and what was found.

use std::path::PathBuf;

use whatif_pricing::{Currency, DriverId};

use super::Target;
use crate::explorer::action::Action;
use crate::explorer::widget::Field;
use crate::import::Pick;
use crate::scenario::OfferId;

/// One thing that can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A command.
    Action(Action),
    /// A slider to go to.
    Driver(DriverId),
    /// An offer to select.
    Offer(OfferId),
    /// A starting workload to take, by id.
    Preset(String),
    /// An autosave to open, by id.
    Autosave(String),
    /// A recent file to open.
    Recent(PathBuf),
    /// A shipped tour to play, by name.
    Tour(&'static str),
    /// A currency to compare in.
    Currency(Currency),
    /// A job to compare for.
    Job(String),
    /// A text for a field: a value, a budget, a period.
    Typed {
        /// The field.
        target: Target,
        /// The text.
        text: String,
    },
    /// A part of the import to preview.
    Import(Pick),
    /// A file to export to, whose name says what and how: asked for before it is written.
    Export(String),
}

/// The kind of things that a palette finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finds {
    /// Commands, sliders, offers and presets.
    Everything,
    /// Presets alone.
    Presets,
    /// Scenarios: autosaves, recent files, and what is typed.
    Files,
    /// Tours: the shipped ones, and the path of another.
    Tours,
    /// Currencies to compare in.
    Currencies,
    /// Jobs to compare for.
    Jobs,
    /// Periods, and what is typed.
    Periods,
    /// The subjects and the forms of an export.
    Exports,
    /// The parts of an import.
    Import,
}

/// The palette as it is open.
#[derive(Clone, Debug)]
pub struct Palette {
    /// The kind of things that it finds.
    pub finds: Finds,
    /// The letters.
    pub field: Field,
    /// The matches, the best first, each with the words shown.
    pub found: Vec<(Item, String)>,
    /// Why the argument of the command that was typed cannot be taken. Nothing else is found then.
    pub refused: Option<String>,
    /// The place of the one under the cursor.
    pub cursor: usize,
}
