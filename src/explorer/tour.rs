//! A tour: captioned steps that show something with the program itself.
//!
//! It is data: a text in TOML that a person can edit, or that was recorded. The steps are carried out by
//! the state, by the same changes that keys make, so that a tour cannot show what the program does not do.

mod caption;
mod read;
mod write;

use whatif_pricing::{DriverId, Vocabulary};

use crate::explorer::action::Screen;
use crate::scenario::OfferId;
pub use caption::{Caption, Figure, Piece};

/// The format that is written. A newer one is refused.
pub const FORMAT: u32 = 1;
/// The least that a step stands unless it says otherwise.
const STAY_MIN_MS: u32 = 2_500;
/// The time that a reader takes for a letter of a caption.
const LETTER_MS: u32 = 55;
/// The time that a drag takes unless it says otherwise.
pub const DRAG_MS: u32 = 2_500;

/// Captioned steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tour {
    /// The question that it answers.
    pub title: String,
    /// The code of the scenario that it begins with. `None` for the opening one.
    pub scenario: Option<String>,
    /// True if it waits for a key after each step. Otherwise it goes on by time.
    pub by_key: bool,
    /// One or more.
    pub steps: Vec<Step>,
}

/// One step. What it does comes in the order of the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// The caption.
    pub caption: Caption,
    /// The code of a scenario to show.
    pub scenario: Option<String>,
    /// The screen to show.
    pub screen: Option<Screen>,
    /// The offer to select.
    pub select: Option<OfferId>,
    /// The offers that are marked from then on, and no others.
    pub marked: Option<Vec<OfferId>>,
    /// Offers to mark.
    pub mark: Vec<OfferId>,
    /// Offers to unmark.
    pub unmark: Vec<OfferId>,
    /// Drivers and what each is set to, as it would be typed.
    pub set: Vec<(DriverId, String)>,
    /// A slider to drag.
    pub drag: Option<Drag>,
    /// The line of the selected offer's card to point at, by its charge's id.
    pub point: Option<String>,
    /// The line of the selected offer's card to explain, by its charge's id.
    pub explain: Option<String>,
    /// The time that it stands. `None` for as long as its caption takes to read.
    pub stay_ms: Option<u32>,
    /// True if it waits for a key.
    pub waits: bool,
}

/// A slider that is dragged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drag {
    /// The slider.
    pub driver: DriverId,
    /// The value to drag it to, as it would be typed.
    pub to: String,
    /// The time that it takes.
    pub takes_ms: u32,
}

impl Step {
    /// The time that it stands.
    #[must_use]
    pub fn stands_ms(&self) -> u32 {
        let letters = u32::try_from(self.caption.text().chars().count()).unwrap_or(u32::MAX);
        let reading = letters.saturating_mul(LETTER_MS).max(STAY_MIN_MS);
        self.stay_ms.unwrap_or(reading)
    }
}

/// The tours that are shipped: each with its name on the command line.
pub const SHIPPED: [(&str, &str); 3] = [
    ("which-one", include_str!("../../assets/tours/which-one.toml")),
    ("polling", include_str!("../../assets/tours/polling.toml")),
    ("old-or-new", include_str!("../../assets/tours/old-or-new.toml")),
];

impl Tour {
    /// A shipped tour by its name.
    ///
    /// # Panics
    /// If a shipped tour has problems, which a test rules out.
    #[must_use]
    pub fn shipped(name: &str) -> Option<Self> {
        let (name, text) = SHIPPED.iter().find(|(known, _)| *known == name)?;
        Some(Self::read(text).unwrap_or_else(|problems| panic!("the tour {name}:\n{problems}")))
    }
}

/// The name of a screen in a tour.
fn screen_name(screen: Screen) -> String {
    screen.name().to_lowercase()
}

/// A driver's name in a tour.
fn driver_name(driver: DriverId) -> &'static str {
    &Vocabulary::standard()[driver].name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_tour_reads_as_it_was_written() {
        for (name, _) in SHIPPED {
            let tour = Tour::shipped(name).unwrap();
            assert_eq!(Tour::read(&tour.text()).unwrap(), tour);
            assert_eq!(Tour::read(&tour.text()).unwrap().text(), tour.text());
            for step in &tour.steps {
                let caption = step.caption.text();
                assert!(caption.chars().count() <= 130, "{caption}");
            }
        }
    }

    #[test]
    fn mistakes_are_told_with_their_places_and_remedies() {
        let text = "format = 1\ntitel = \"x\"\n[[step]]\nscreen = \"compar\"\nset.secretz = \"1\"\n\
            drag = { driver = \"secrets\" }\nseconds = \"long\"\ncaption = \"{secretz} and {\"\n";
        let problems = Tour::read(text).unwrap_err().to_string();
        insta::assert_snapshot!(problems);
        assert!(Tour::read("format = 1\ntitle = \"x\"\nstep = []").is_err());
        assert!(Tour::read("format = 2").unwrap_err().to_string().contains("newer whatif"));
    }
}
