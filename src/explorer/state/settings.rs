//! The settings: the user's preferences that a scenario does not hold.

use chrono::NaiveDate;
use whatif_pricing::Doubted;

use super::State;
use crate::answer::verdict::doubt;
use crate::answer::{PricedOffer, Staleness};
use crate::explorer::action::Bindings;
use crate::explorer::theme::{Background, Scheme};
use crate::scenario::{OfferId, Scenario};
use crate::store::profile::{Profile, Sort};

/// The user's preferences, and the day of use.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Colours, mouse and motion.
    pub preferences: Preferences,
    /// The preferences that are saved between runs.
    pub profile: Profile,
    /// The keys of the actions.
    pub bindings: Bindings,
    /// True if the colours follow the background of the terminal.
    pub follows_terminal: bool,
    /// The day of use.
    pub today: NaiveDate,
}

/// Colours, mouse and motion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// The colours.
    pub scheme: Scheme,
    /// True if the explorer takes the mouse.
    pub mouse: bool,
    /// True if nothing moves by itself. A tour's drags end at once.
    pub reduced_motion: bool,
}

impl State {
    /// The worst doubt about the prices that an offer's total uses.
    #[must_use]
    pub fn doubt_about(&self, offer: &PricedOffer) -> Option<Doubted> {
        doubt(&self.figures.board, offer, self.settings.staleness())
    }
}

impl Settings {
    /// Motion is reduced if the arguments or the profile say so.
    pub(super) fn new(preferences: Preferences, profile: Profile, today: NaiveDate) -> Self {
        let reduced_motion = preferences.reduced_motion || profile.reduced_motion;
        let mouse = preferences.mouse && profile.mouse;
        let preferences = Preferences { mouse, reduced_motion, ..preferences };
        let bindings = Bindings::default();
        Self { preferences, profile, bindings, follows_terminal: false, today }
    }

    /// The profile with the rates and the currency of a scenario.
    pub(super) fn profile_with(&self, scenario: &Scenario) -> Profile {
        Profile {
            display: self.profile.display.map(|_| scenario.inputs.display),
            rates: scenario.inputs.rates.clone(),
            ..self.profile.clone()
        }
    }

    /// The day of use and the age from which prices are stale.
    pub(super) fn staleness(&self) -> Staleness {
        Staleness { today: self.today, days_max: self.profile.stale_after_days }
    }

    /// Returns whether an offer is a favourite.
    pub(super) fn is_favourite(&self, offer: &OfferId) -> bool {
        self.profile.favourites.iter().any(|known| known == offer.as_str())
    }

    /// Makes an offer a favourite or no longer, and says which.
    pub(super) fn toggle_favourite(&mut self, offer: &OfferId) -> String {
        let favourites = &mut self.profile.favourites;
        if let Some(place) = favourites.iter().position(|known| known == offer.as_str()) {
            favourites.remove(place);
            return format!("removed {offer} from the favourites");
        }
        favourites.push(offer.to_string());
        format!("added {offer} to the favourites: it comes first in its group")
    }

    /// To the next order of the picker, and says which.
    pub(super) fn next_sort(&mut self) -> String {
        self.profile.sort = after(&Sort::ALL, self.profile.sort);
        format!("sorted by {}", self.profile.sort.name())
    }

    /// To the next theme, and says which.
    pub(super) fn next_theme(&mut self) -> String {
        self.preferences.scheme = after(&Scheme::ALL, self.preferences.scheme);
        self.follows_terminal = false;
        self.profile.theme = Some(self.preferences.scheme.name().to_owned());
        format!("theme: {}", self.preferences.scheme)
    }

    /// Takes the colours that read on the background of the terminal, unless others were asked for.
    pub(super) fn follow(&mut self, background: Background) {
        if self.follows_terminal {
            self.preferences.scheme = background.scheme();
        }
    }

    /// Takes the mouse or gives it back, and says which.
    pub(super) fn toggle_mouse(&mut self) -> &'static str {
        self.preferences.mouse = !self.preferences.mouse;
        self.profile.mouse = self.preferences.mouse;
        if self.preferences.mouse {
            "the mouse moves sliders: press <toggle-mouse> to select text instead"
        } else {
            "the mouse selects text: press <toggle-mouse> to move sliders instead"
        }
    }
}

/// The value after the present one, round and round.
fn after<T: Copy + PartialEq>(all: &[T], now: T) -> T {
    let place = all.iter().position(|value| *value == now);
    all[place.map_or(0, |place| (place + 1) % all.len())]
}
