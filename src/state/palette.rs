//! The palette: find a command, a driver or a card by a few of its letters.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use whatif_pricing::DriverId;

use super::{Row, State};
use crate::action::{Action, Pane, TABLE};
use crate::widget::Field;

/// One thing that can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A command.
    Action(Action),
    /// A slider to go to.
    Driver(DriverId),
    /// A card to select, by place.
    Card(usize),
}

/// The palette as it is open.
#[derive(Clone, Debug)]
pub struct Palette {
    /// The letters.
    pub field: Field,
    /// What they find, the best first, each with the words shown.
    pub found: Vec<(Item, String)>,
    /// The place of the one under the cursor.
    pub cursor: usize,
}

/// The longest text to search for.
const LETTERS_MAX: usize = 80;

impl State {
    pub(super) fn open_palette(&mut self) {
        let mut palette = Palette { field: Field::new(LETTERS_MAX), found: Vec::new(), cursor: 0 };
        palette.search(self);
        self.overlays.push(super::Overlay::Palette(palette));
    }

    /// Everything that can be found, with the words it is found by.
    fn findable(&self) -> Vec<(Item, String)> {
        let actions = TABLE.iter().filter(|entry| entry.action != Action::Palette);
        let actions = actions
            .map(|entry| (Item::Action(entry.action), format!("{}: {}", entry.name, entry.help)));
        let drivers = self.scenario.workload.vocabulary().iter().map(|(driver, entry)| {
            (Item::Driver(driver), format!("slider: {} ({})", entry.label, entry.name))
        });
        let cards = self.board.cards.iter().enumerate();
        let cards = cards
            .map(|(place, priced)| (Item::Card(place), format!("card: {}", priced.card.title())));
        actions.chain(drivers).chain(cards).collect()
    }

    /// Goes to what was found; an action is the caller's to take.
    pub(super) fn go_to(&mut self, item: Item) -> Option<Action> {
        match item {
            Item::Action(action) => return Some(action),
            Item::Driver(driver) => {
                self.focus = Pane::Usage;
                self.row = Row::Driver(driver);
            }
            Item::Card(card) => {
                self.focus = Pane::Providers;
                self.filter.clear();
                self.select(card);
            }
        }
        None
    }
}

impl Palette {
    /// Finds again after the letters changed.
    pub(super) fn search(&mut self, state: &State) {
        let pattern = Pattern::parse(self.field.text(), CaseMatching::Smart, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut letters = Vec::new();
        let mut scored: Vec<(u32, (Item, String))> = Vec::new();
        for found in state.findable() {
            let score = pattern.score(Utf32Str::new(&found.1, &mut letters), &mut matcher);
            scored.extend(score.map(|score| (score, found)));
        }
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        self.found = scored.into_iter().map(|(_, found)| found).collect();
        self.cursor = 0;
    }
}
