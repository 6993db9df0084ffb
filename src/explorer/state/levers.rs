//! The levers of the selected offer, while their screen is shown.

use whatif_pricing::DriverId;
use whatif_pricing::levers::LeverRange;

use super::{Refusal, State, Target};
use crate::answer::levers::{DriverLever, Levers, LeversError, LeversQuestion, levers};
use crate::explorer::action::{Pane, Screen};
use crate::scenario::OfferId;

/// The levers of an offer, or the reason why there are none.
pub type LeversAnswer = Result<Levers, LeversError>;

/// One row that can have the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeverRow {
    /// A driver.
    Driver(DriverId),
    /// A choice of an option, or a reading of an assumption, that is not taken.
    Choice {
        /// The id of the option or assumption.
        of: String,
        /// The id of the choice or reading.
        choice: String,
    },
    /// Another plan.
    Plan(OfferId),
}

/// The ranges that a key leads through, from the narrowest.
const RANGES: [&str; 5] = ["-10,+10", "-25,+25", "-50,+50", "-50,+100", "-90,+900"];

/// The forms of a range.
pub const RANGE_FORMS: &str =
    "percent down and up: -50,+100, or one number for both, at most 100 down and 1,000 up";

impl State {
    /// Finds the levers again.
    pub(super) fn derive_levers(&mut self) {
        let shown = self.cursor.screen == Screen::Levers;
        self.figures.levers = shown.then(|| {
            let board = &self.figures.board;
            let question = LeversQuestion {
                offer: board.selected().id.clone(),
                currency: board.inputs().display,
                range: self.cursor.lever.range,
            };
            levers(board, &question)
        });
    }

    /// The rows of the levers in order: drivers that move something, choices and readings that are not
    /// taken, other plans.
    #[must_use]
    pub fn lever_rows(&self) -> Vec<LeverRow> {
        let Some(Ok(levers)) = &self.figures.levers else { return Vec::new() };
        let drivers = in_chains(levers).into_iter().map(|lever| LeverRow::Driver(lever.driver));
        let choices = levers.choices().filter(|lever| !lever.is_idle()).flat_map(|lever| {
            let row = |choice: &String| {
                let (of, choice) = (lever.of.clone(), choice.clone());
                LeverRow::Choice { of, choice }
            };
            lever.others().map(move |other| row(&other.choice))
        });
        let plans = levers.plans.iter().map(|plan| LeverRow::Plan(plan.offer.clone()));
        drivers.chain(choices).chain(plans).collect()
    }

    /// The row under the cursor. `None` if there are no rows.
    #[must_use]
    pub fn lever_row(&self) -> Option<LeverRow> {
        let rows = self.lever_rows();
        let known = self.cursor.lever.row.as_ref().filter(|row| rows.contains(row));
        known.or_else(|| rows.first()).cloned()
    }

    pub(super) fn move_lever(&mut self, by: isize) {
        let mut rows = self.lever_rows();
        let Some(last) = rows.len().checked_sub(1) else { return };
        let now = self.lever_row().and_then(|row| rows.iter().position(|it| *it == row));
        let place = now.unwrap_or(0).saturating_add_signed(by).min(last);
        self.cursor.lever.row = Some(rows.swap_remove(place));
    }

    /// Goes to the slider, takes the choice or reading, or selects the other plan.
    pub(super) fn take_lever(&mut self) {
        match self.lever_row() {
            None => {}
            Some(LeverRow::Driver(driver)) => {
                self.go_to_pane(Pane::Usage);
                self.go_to_driver(driver);
            }
            Some(LeverRow::Choice { of, choice }) => self.take_choice(&of, &choice),
            Some(LeverRow::Plan(offer)) => self.select(&offer),
        }
    }

    /// Takes a choice. The cursor goes to the former one, so that the same key goes back.
    fn take_choice(&mut self, of: &str, choice: &str) {
        let Some(Ok(levers)) = &self.figures.levers else { return };
        let Some(lever) = levers.choice(of) else { return };
        let label = lever.alternative(choice).map_or("", |it| &*it.label).to_owned();
        let (is_reading, former) = (levers.is_reading(of), lever.chosen.clone());
        let card = self.selected().id.card().to_owned();
        if is_reading {
            self.take_reading(&card, of, choice);
        } else {
            self.take_option(&card, of, choice);
        }
        if self.cursor.notice.is_none() {
            let of = of.to_owned();
            self.cursor.lever.row = Some(LeverRow::Choice { of, choice: former });
            self.cursor.say(format!("{label} (<undo> undoes)"));
        }
    }

    /// To the next wider or narrower range.
    pub(super) fn change_range(&mut self, wider: bool) {
        let now = self.cursor.lever.range;
        let size = |range: &LeverRange| (range.up().magnitude(), range.down().magnitude());
        let mut ranges = RANGES.iter().filter_map(|text| LeverRange::parse(text).ok());
        let next = if wider {
            ranges.find(|range| size(range) > size(&now))
        } else {
            ranges.rfind(|range| size(range) < size(&now))
        };
        if let Some(range) = next {
            self.move_levers_by(range);
        }
    }

    pub(super) fn type_range(&mut self) {
        let text = self.cursor.lever.range.text();
        self.open_edit_of(Target::LeverRange, &text);
    }

    pub(super) fn set_range(&mut self, text: &str) -> Result<(), Refusal> {
        let range = if text.is_empty() { LeverRange::default() } else { LeverRange::parse(text)? };
        self.move_levers_by(range);
        Ok(())
    }

    fn move_levers_by(&mut self, range: LeverRange) {
        self.cursor.lever.range = range;
        self.derive();
        self.cursor.say(format!("each driver at {range}"));
    }
}

/// The drivers that move the total, the largest difference first. Those that follow others by a formula stand
/// below what they follow: the vocabulary has what drives before what follows.
#[must_use]
pub fn in_chains(levers: &Levers) -> Vec<&DriverLever> {
    let moving = || levers.drivers.iter().filter(|lever| !lever.is_idle());
    let leads = |lever: &DriverLever| !lever.is_formula;
    let leader_of = |follower: &DriverLever| {
        let before = moving().filter(|it| leads(it) && it.driver.index() < follower.driver.index());
        before.max_by_key(|it| it.driver.index()).map(|it| it.driver)
    };
    let mut followers: Vec<&DriverLever> = moving().filter(|it| !leads(it)).collect();
    followers.sort_by_key(|it| it.driver.index());
    let mut ordered = Vec::new();
    for leader in moving().filter(|it| leads(it)) {
        ordered.push(leader);
        let its = |it: &&DriverLever| leader_of(it) == Some(leader.driver);
        ordered.extend(followers.iter().copied().filter(its));
    }
    ordered.extend(followers.iter().copied().filter(|it| leader_of(it).is_none()));
    ordered
}
