//! The state of the explorer in five parts: the document, the figures, the cursor, the tour and the
//! settings.
//!
//! [`State::update`] is the only way in. It takes a [`Message`], changes the state and returns an
//! [`Effect`] for the terminal. It does no input or output.

mod ask;
mod baseline;
mod bill;
mod cards;
mod change;
mod changes;
mod compare;
mod cursor;
mod document;
mod edit;
mod figures;
mod find;
mod goal;
mod import;
mod job;
mod keys;
mod levers;
mod message;
mod notes;
mod offers;
mod overlay;
mod palette;
mod panes;
mod period;
mod picker;
mod pointer;
mod preview;
mod prices;
mod ranges;
mod refusal;
mod rows;
mod settings;
mod stage;
mod target;
mod terms;
mod touring;
mod update;

use std::sync::Arc;

use chrono::NaiveDate;
use whatif_pricing::{Period, RateCard};

use crate::answer::{BestQuestion, Board, BoardError, PricedOffer};
use crate::scenario::Scenario;
use crate::store::profile::Profile;

pub use ask::{Answer, Ask};
pub use bill::{AdjustedOf, BillRow};
pub use changes::CHANGE_FORMS;
pub use cursor::{Cursor, LeverCursor, Notice};
pub use document::{Autosave, Document, DocumentFile, Files, Importing, Origin, Snapshot, Start};
pub use figures::{Baseline, Figures, SideBySide};
pub use goal::GOAL_FORMS;
pub use levers::{LeverRow, RANGE_FORMS, in_chains};
pub use message::{Effect, Message, TourKey};
pub use overlay::{Edit, Overlay, Preview};
pub use palette::{Finds, Item, Palette};
pub use period::PERIOD_FORMS;
pub use pointer::{Drag, Hit, Spot};
pub use refusal::Refusal;
pub use rows::Row;
pub use settings::{Preferences, Settings};
pub use target::Target;
pub use terms::PERCENT_FORMS;
pub use touring::{Playing, Touring};

/// The offers that are marked at first: as many as a comparison shows side by side.
const MARKED_AT_FIRST: usize = 5;

/// The question for the best offers that the list shows.
pub(super) fn best_offers() -> BestQuestion {
    BestQuestion { with_selected: true, ..BestQuestion::default() }
}

/// The whole state.
#[derive(Debug)]
pub struct State {
    /// The scenario, its file, and what can be undone.
    pub document: Document,
    /// The priced offers and the answers that the screens show.
    pub figures: Figures,
    /// The screen, pane and row where the user is.
    pub cursor: Cursor,
    /// The tour that is played or recorded.
    pub tour: Touring,
    /// The user's preferences, and the day of use.
    pub settings: Settings,
}

impl State {
    /// The worked example with the best offers for it: the cheapest selected, the next ones marked.
    pub fn start(
        cards: &[Arc<RateCard>],
        today: NaiveDate,
        preferences: Preferences,
        profile: Profile,
    ) -> Result<Self, BoardError> {
        let scenario = Self::worked_example(cards, today, &profile);
        let mut board = Board::proposing(cards, &scenario, best_offers())?;
        let scenario = board.with_best_marked(MARKED_AT_FIRST);
        board.price(&scenario)?;
        let mut state = Self::on(board, scenario, today, preferences, profile);
        state.cursor.is_welcome = true;
        state.derive_first();
        Ok(state)
    }

    /// The worked example, priced for a standard month from today on.
    pub fn opening(
        cards: &[Arc<RateCard>],
        today: NaiveDate,
        preferences: Preferences,
        profile: Profile,
    ) -> Result<Self, BoardError> {
        let scenario = Self::worked_example(cards, today, &profile);
        Self::of(cards, scenario, today, preferences, profile)
    }

    /// A scenario over these cards, on the screen that the explorer opens with.
    pub fn of(
        cards: &[Arc<RateCard>],
        scenario: Scenario,
        today: NaiveDate,
        preferences: Preferences,
        profile: Profile,
    ) -> Result<Self, BoardError> {
        let board = Board::proposing(cards, &scenario, best_offers())?;
        let mut state = Self::on(board, scenario, today, preferences, profile);
        state.derive();
        Ok(state)
    }

    fn worked_example(cards: &[Arc<RateCard>], today: NaiveDate, profile: &Profile) -> Scenario {
        let mut scenario = Scenario::opening(cards, Period::standard_month(today));
        scenario.inputs.rates.clone_from(&profile.rates);
        scenario.inputs.display = profile.display.unwrap_or(scenario.inputs.display);
        scenario
    }

    /// A priced scenario, before the answers that the screen shows are made.
    fn on(
        board: Board,
        scenario: Scenario,
        today: NaiveDate,
        preferences: Preferences,
        profile: Profile,
    ) -> Self {
        let scenario = Arc::new(scenario);
        let settings = Settings::new(preferences, profile, today);
        let mut state = Self {
            cursor: Cursor::new(scenario.inputs.workload.vocabulary()),
            figures: Figures::new(board, settings.staleness()),
            document: Document::new(scenario),
            tour: Touring::default(),
            settings,
        };
        state.keep_row();
        state.cursor.row = state.rows().swap_remove(0);
        state
    }

    /// The scenario on the screen.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.document.scenario
    }

    /// The selected offer.
    #[must_use]
    pub fn selected(&self) -> &PricedOffer {
        self.figures.board.selected()
    }
}
