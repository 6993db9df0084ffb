//! The appearance of the explorer in one run.

use chrono::NaiveDate;

use super::state::Preferences;
use super::theme::{Depth, Glyphs, Scheme, Theme, ThemeChoice};

/// Colours, glyphs and the day of use of one run.
#[derive(Clone, Copy, Debug)]
pub struct Appearance {
    /// Colours and mouse.
    pub preferences: Preferences,
    /// The theme that the arguments ask for. That of the settings if `None`.
    pub theme: Option<ThemeChoice>,
    /// The number of colours that the terminal shows.
    pub depth: Depth,
    /// ASCII only.
    pub ascii: bool,
    /// The day of use.
    pub today: NaiveDate,
}

impl Appearance {
    /// The theme in a scheme, which the user may have switched.
    #[must_use]
    pub fn theme(self, scheme: Scheme) -> Theme {
        Theme::new(scheme, self.depth, Glyphs::new(self.ascii))
    }
}
