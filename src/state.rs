//! The state of the explorer: the scenario, what is derived from it, and where the user is.
//!
//! [`State::update`] is the only way in: it takes a [`Message`], changes the state and answers with an
//! [`Effect`] for the terminal. It does no input or output.

mod ask;
mod baseline;
mod bill;
mod cards;
mod change;
mod changes;
mod compare;
mod document;
mod goal;
mod levers;
mod notes;
mod overlay;
mod palette;
mod period;
mod pointer;
mod recording;
mod rows;
mod screens;
mod stage;
mod terms;
mod tour;
mod uncertainty;
mod update;

use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use whatif_pricing::{Catalog, DriverId, Period, Ratio};

use crate::action::{Pane, Screen};
use crate::board::{Board, BoardError, Priced};
use crate::chart::{Axes, Chart};
use crate::export::{Form, What};
use crate::library::{BrokenFile, Library};
use crate::profile::{Profile, Sort};
use crate::ribbon::Ribbons;
use crate::scenario::Scenario;
use crate::theme::Scheme;
use crate::widget::FieldKey;

pub use ask::{Answer, Ask};
pub use baseline::Baseline;
pub use bill::BillRow;
use bill::Past;
pub use changes::CHANGE_FORMS;
pub use compare::{SideBySide, compared_cards};
pub use document::{Document, Files, KeptWork, Origin, Snapshot, Start};
pub use goal::GOAL_FORMS;
pub use levers::{LeverRow, LeverScreen, SWING_FORMS};
pub use overlay::{Edit, Overlay, Target};
pub use palette::{Finds, Item, Palette};
pub use period::PERIOD_FORMS;
pub use pointer::{Drag, Hit, Spot};
use recording::Recording;
pub use rows::Row;
pub use terms::PERCENT_FORMS;
pub use tour::{Playing, TourKey};
use uncertainty::Uncertainty;

/// What the user did, and what has become of the user's cards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// A row of the action table.
    Act(crate::action::Action),
    /// A key in the field that is open.
    Edit(FieldKey),
    /// The cards there are changed while they are on the screen.
    CardsChanged(Arc<Library>),
    /// Changes of the cards cannot be noticed; why, and what to do.
    CardsUnwatched(String),
    /// The profile cannot be read or kept: why.
    ProfileUnusable(String),
    /// What was asked for is done, in words.
    Done(String),
    /// What was asked for cannot be done: why, and what to do.
    Failed(String),
    /// The text of a scenario was read.
    Opened {
        /// Where from.
        origin: Origin,
        /// The text.
        text: String,
    },
    /// The scenario was saved.
    Saved {
        /// Where.
        path: PathBuf,
        /// What is in the file now.
        text: Arc<str>,
        /// What can be opened now.
        files: Files,
    },
    /// The scenario was not saved, for the file is not as it was known to be.
    FileDiffers(PathBuf),
    /// What can be opened.
    Files(Files),
    /// Work is kept while it is done or, with the reason, is not.
    Keeping(Option<String>),
    /// Work that another document took the place of is kept, under this id.
    LeftBehind(String),
    /// A key that answers the question on top.
    Answer(char),
    /// The text of a tour was read.
    TourRead {
        /// Where from, in words.
        name: String,
        /// The text.
        text: String,
    },
    /// A key for the tour that is played.
    Tour(TourKey),
    /// So many milliseconds passed.
    Tick(u32),
    /// Text from the clipboard.
    Paste(String),
    /// The field's content is meant.
    Accept,
    /// Close what is on top.
    Cancel,
    /// The left button went down.
    Press {
        /// From the left, counted from 0.
        column: u16,
        /// From the top, counted from 0.
        row: u16,
    },
    /// It moved while down.
    DragTo {
        /// From the left, counted from 0.
        column: u16,
    },
    /// It went up.
    Release,
    /// The wheel turned over a place.
    Wheel {
        /// From the left, counted from 0.
        column: u16,
        /// From the top, counted from 0.
        row: u16,
        /// Away from the user.
        up: bool,
    },
}

/// What the terminal is asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing but drawing.
    None,
    /// Leave.
    Quit,
    /// Stop until the shell continues the program.
    Suspend,
    /// Take or release the mouse.
    CaptureMouse(bool),
    /// Keep the profile for the next run.
    SaveProfile,
    /// Write a scenario to a file.
    Save {
        /// Which; as it was typed.
        path: PathBuf,
        /// What to write.
        text: Arc<str>,
        /// What is in the file, as far as that is known.
        former: Option<Arc<str>>,
        /// Whatever is in it.
        overwrite: bool,
        /// Work that was kept and is done with once this is written.
        kept: Option<String>,
    },
    /// Read a scenario from a file.
    Open(PathBuf),
    /// Put a code on the clipboard.
    CopyCode(String),
    /// Write what is on the screen to a file, to be mailed or loaded.
    Export {
        /// Which; as it was typed.
        path: PathBuf,
        /// What of it.
        what: What,
        /// How.
        form: Form,
    },
    /// Read a tour from a file.
    ReadTour(PathBuf),
    /// Write a recorded tour to a file.
    SaveTour {
        /// Which; as it was typed.
        path: PathBuf,
        /// What to write.
        text: String,
    },
}

/// One message for the user; there is one place for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The text.
    pub text: String,
    /// Something was refused, and the state is as it was.
    pub is_error: bool,
}

/// What the user may switch and a scenario does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// The colours.
    pub scheme: Scheme,
    /// Whether clicks come here.
    pub mouse: bool,
    /// Nothing moves by itself: what a tour drags is at its end at once.
    pub reduced_motion: bool,
}

/// The whole state.
#[derive(Debug)]
pub struct State {
    /// The scenario on the screen.
    pub scenario: Scenario,
    /// Every card, priced for it.
    pub board: Board,
    /// The screen that is shown.
    pub screen: Screen,
    /// The pane that has the keys; one of the screen's.
    pub focus: Pane,
    /// The screen and the pane to come back to from the stage.
    backstage: (Screen, Pane),
    /// The row under the cursor of the usage pane.
    pub row: Row,
    /// What the screen of levers shows.
    pub levers: LeverScreen,
    /// The row under the cursor of the invoice.
    pub line: usize,
    /// What lies over the panes; the last is on top and has the keys.
    pub overlays: Vec<Overlay>,
    /// Only cards whose names match this are listed.
    pub filter: String,
    /// The message, until the next input.
    pub notice: Option<Notice>,
    /// The files of the user's cards that cannot be used.
    pub broken: Vec<BrokenFile>,
    /// The slider that the mouse holds.
    pub drag: Option<Drag>,
    /// What can be clicked on the screen as it was drawn last.
    pub hits: Vec<Hit>,
    /// Cost against the slider under the cursor, where the sweep is shown.
    pub chart: Option<Chart>,
    /// How the axes of the chart are divided.
    pub axes: Axes,
    /// Rows of the sweep's words scrolled past.
    pub chart_scroll: usize,
    /// The driver of the sweep: the last slider under the cursor.
    pub swept: DriverId,
    /// Along each slider, who is the cheapest.
    pub ribbons: Ribbons,
    /// What the user may switch.
    pub preferences: Preferences,
    /// What is kept between runs.
    pub profile: Profile,
    /// The day of use.
    pub today: NaiveDate,
    /// The last input changed the scenario: what changed glows, and from then on only keeps its mark.
    pub is_fresh: bool,
    /// The moment that all figures are compared with, priced.
    pub baseline: Option<Baseline>,
    /// The marked cards side by side, where that screen or the stage is shown.
    pub side_by_side: Option<SideBySide>,
    /// The row under the cursor of the comparison.
    pub item: usize,
    /// The invoices before the last change, by card.
    before: Vec<Past>,
    /// What the workload's ranges come to.
    uncertainty: Option<Uncertainty>,
    /// The file that the scenario belongs to.
    pub document: Document,
    /// What can be opened without typing a path.
    pub files: Files,
    /// Work is kept while it is done, so that leaving loses nothing.
    pub is_kept: bool,
    /// Unsaved work that another document has taken the place of, for whoever keeps it.
    replaced: Option<Snapshot>,
    /// Leave as soon as the scenario is saved.
    leaves_when_saved: bool,
    /// Counts changes of the scenario, so that whoever keeps it knows when there is something to keep.
    pub edition: u64,
    /// The tour that is played.
    pub tour: Option<Playing>,
    recording: Option<Recording>,
    undo: Vec<Step>,
    redo: Vec<Step>,
}

/// What can be gone back to.
#[derive(Debug)]
struct Step {
    scenario: Scenario,
    /// The document that it belonged to, where the step leads to another one.
    document: Option<Document>,
}

impl State {
    /// The worked example, priced for a standard month from today on.
    pub fn opening(
        catalog: &Catalog,
        today: NaiveDate,
        preferences: Preferences,
        profile: Profile,
    ) -> Result<Self, BoardError> {
        let mut scenario = Scenario::opening(catalog, Period::standard_month(today));
        scenario.rates.clone_from(&profile.rates);
        scenario.display = profile.display.unwrap_or(scenario.display);
        Self::of(catalog, scenario, today, preferences, profile)
    }

    /// A scenario over these cards, on the screen that the explorer opens with.
    pub fn of(
        catalog: &Catalog,
        scenario: Scenario,
        today: NaiveDate,
        preferences: Preferences,
        profile: Profile,
    ) -> Result<Self, BoardError> {
        let board = Board::new(catalog, &scenario)?;
        let mut drivers = scenario.workload.vocabulary().iter();
        let Some((swept, _)) = drivers.next() else { unreachable!("the vocabulary has drivers") };
        let mut state = Self {
            row: Row::Driver(swept),
            before: Vec::new(),
            uncertainty: None,
            document: Document::untitled(&scenario),
            files: Files::default(),
            is_kept: true,
            replaced: None,
            leaves_when_saved: false,
            edition: 0,
            tour: None,
            recording: None,
            scenario,
            board,
            screen: Screen::Explore,
            focus: Pane::Usage,
            backstage: (Screen::Explore, Pane::Usage),
            levers: LeverScreen::default(),
            line: 0,
            overlays: Vec::new(),
            filter: String::new(),
            notice: None,
            broken: Vec::new(),
            drag: None,
            hits: Vec::new(),
            chart: None,
            chart_scroll: 0,
            axes: Axes::default(),
            swept,
            ribbons: Ribbons::default(),
            preferences: Preferences {
                reduced_motion: preferences.reduced_motion || profile.reduced_motion,
                ..preferences
            },
            profile,
            today,
            is_fresh: false,
            baseline: None,
            side_by_side: None,
            item: 0,
            undo: Vec::new(),
            redo: Vec::new(),
        };
        state.before = state.present();
        state.row = state.rows()[0];
        state.derive();
        Ok(state)
    }

    /// The selected card, priced.
    #[must_use]
    pub fn selected(&self) -> &Priced {
        &self.board.cards[self.scenario.selected]
    }

    /// What the last change added to a card's total; none where it added nothing or a total is
    /// incomplete.
    #[must_use]
    pub fn total_change(&self, card: usize) -> Option<Ratio> {
        let (now, before) = (self.board.cards[card].total, self.before[card].total);
        let known = now.complete && before.complete;
        known.then(|| difference(now.amount, before.amount)).flatten()
    }

    /// Whether the last change made a card's total complete.
    #[must_use]
    pub fn was_completed(&self, card: usize) -> bool {
        self.board.cards[card].total.complete && !self.before[card].total.complete
    }

    /// Whether anything was changed yet.
    #[must_use]
    pub const fn has_changes(&self) -> bool {
        !self.undo.is_empty() || !self.redo.is_empty()
    }

    /// The places of the cards that the filter lets through, grouped by what they do.
    #[must_use]
    pub fn listed(&self) -> Vec<usize> {
        let wanted = self.filter.to_lowercase();
        let matches = |priced: &Priced| {
            let card = &priced.card;
            let names = [&card.provider, &card.service, &card.plan, &card.id];
            names.iter().any(|name| name.to_lowercase().contains(&wanted))
        };
        let mut listed: Vec<usize> = (0..self.board.cards.len())
            .filter(|place| matches(&self.board.cards[*place]))
            .collect();
        listed.sort_by_cached_key(|place| self.rank(*place));
        listed
    }

    /// Where a card stands: by group, favourites first, then as the profile says, then by name.
    fn rank(&self, place: usize) -> impl Ord + use<> {
        let priced = &self.board.cards[place];
        let sort = self.profile.sort;
        // What cannot be compared comes last.
        let total = (sort == Sort::Total).then(|| (priced.ranked().is_none(), priced.ranked()));
        let age = (sort == Sort::Age).then(|| std::cmp::Reverse(priced.card.dated()));
        let name = priced.card.name().to_lowercase();
        (group(&priced.card.jobs).0, !self.is_favourite(place), total, age, name, place)
    }

    /// What is to be kept for the next run: the profile, with the rates and the currency as they are now,
    /// an undone one not among them.
    #[must_use]
    pub fn kept(&self) -> Profile {
        // A scenario that came from elsewhere has rates and a currency of its own.
        if self.document.is_opened {
            return self.profile.clone();
        }
        Profile {
            display: self.profile.display.map(|_| self.scenario.display),
            rates: self.scenario.rates.clone(),
            ..self.profile.clone()
        }
    }

    /// Does the user want the card first in its group?
    #[must_use]
    pub fn is_favourite(&self, card: usize) -> bool {
        self.profile.favourites.contains(&self.board.cards[card].card.id)
    }

    /// The age of a card's prices in days on the day of use.
    #[must_use]
    pub fn age_days(&self, card: usize) -> i64 {
        (self.today - self.board.cards[card].card.dated()).num_days()
    }

    /// Are a card's prices older than the profile takes for current?
    #[must_use]
    pub fn is_stale(&self, card: usize) -> bool {
        self.age_days(card) > i64::from(self.profile.stale_after_days)
    }
}

/// The heading under which a card is listed, and its place among the headings.
#[must_use]
pub fn group(jobs: &[String]) -> (usize, &'static str) {
    let does = |job: &str| jobs.iter().any(|known| known == job);
    match (does("secrets"), does("keys"), does("security")) {
        (true, false, _) => (0, "Secrets"),
        (true, true, _) => (1, "Secrets + keys"),
        (false, true, _) => (2, "Keys"),
        _ => (3, "Security operations"),
    }
}

fn difference(now: Ratio, before: Ratio) -> Option<Ratio> {
    now.minus(before).ok().filter(|difference| !difference.is_zero())
}
