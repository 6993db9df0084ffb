//! The levers of the selected card, while their screen is shown.

use std::sync::Arc;

use whatif_pricing::levers::{Levers, Of, Subject, Swing};
use whatif_pricing::{DriverId, Offer};

use super::{Row, State, Target};
use crate::action::{Pane, Screen};

/// What the screen of levers shows.
#[derive(Debug, Default)]
pub struct LeverScreen {
    /// What moves the total, or why that has no answer; none while the screen is not shown.
    pub found: Option<Result<Levers, String>>,
    /// The row under the cursor; the first where it is none of the rows.
    pub cursor: Option<LeverRow>,
    /// How far each driver is moved.
    pub swing: Swing,
}

/// One row that can have the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeverRow {
    /// A driver.
    Driver(DriverId),
    /// A choice or reading that is not taken, by its place.
    Choice(Of, usize),
    /// Another plan, by the card's place.
    Plan(usize),
}

/// The swings that a key leads through, from the narrowest.
const SWINGS: [&str; 5] = ["-10,+10", "-25,+25", "-50,+50", "-50,+100", "-90,+900"];

/// How a swing is written.
pub const SWING_FORMS: &str = "how far down and how far up in percent: -50,+100, or one number for both; at most 100 down and 1,000 up";

impl State {
    /// Makes the levers anew.
    pub(super) fn derive_levers(&mut self) {
        let shown = self.screen == Screen::Levers;
        self.levers.found = shown.then(|| self.find_levers());
    }

    fn find_levers(&self) -> Result<Levers, String> {
        self.scenario.needs_steady("levers")?;
        let selected = self.selected();
        // Where no rate leads to the currency of the comparison, the card's own has to do.
        let compared = selected.shown.map(|_| self.scenario.display);
        let currency = compared.unwrap_or(selected.card.currency);
        let offer = |place: usize| {
            let offer = self.board.offer(place, currency, &self.scenario.rates);
            offer.map_err(|error| error.to_string())
        };
        let of_provider =
            |place: &usize| self.board.cards[*place].card.provider == selected.card.provider;
        let plans = (0..self.board.cards.len()).filter(of_provider).map(offer);
        let plans = plans.collect::<Result<Vec<Offer>, String>>()?;
        let subject = Subject {
            offer: &offer(self.scenario.selected)?,
            selection: &self.scenario.selections[self.scenario.selected],
            workload: &self.scenario.workload,
            rates: &self.scenario.rates,
        };
        let plans: Vec<&Offer> = plans.iter().collect();
        Levers::of(subject, &plans, self.levers.swing).map_err(|error| error.to_string())
    }

    /// The rows of the levers in order: drivers that move something, choices and readings that are not
    /// taken, other plans.
    #[must_use]
    pub fn lever_rows(&self) -> Vec<LeverRow> {
        let Some(Ok(levers)) = &self.levers.found else { return Vec::new() };
        let moving = levers.drivers.iter().filter(|lever| !lever.is_idle());
        let drivers = moving.map(|lever| LeverRow::Driver(lever.driver));
        let choices = levers.options.iter().chain(&levers.readings).filter(|it| !it.is_idle());
        let choices = choices.flat_map(|lever| {
            let others = (0..lever.alternatives.len()).filter(|place| *place != lever.chosen);
            others.map(|place| LeverRow::Choice(lever.of, place))
        });
        let plans = levers.plans.iter().filter_map(|plan| self.board.place_of(&plan.card));
        drivers.chain(choices).chain(plans.map(LeverRow::Plan)).collect()
    }

    /// The row under the cursor; none where there are no rows.
    #[must_use]
    pub fn lever_row(&self) -> Option<LeverRow> {
        let rows = self.lever_rows();
        self.levers.cursor.filter(|row| rows.contains(row)).or_else(|| rows.first().copied())
    }

    pub(super) fn move_lever(&mut self, by: isize) {
        let rows = self.lever_rows();
        let Some(last) = rows.len().checked_sub(1) else { return };
        let now = self.lever_row().and_then(|row| rows.iter().position(|it| *it == row));
        let place = now.unwrap_or(0).saturating_add_signed(by).min(last);
        self.levers.cursor = Some(rows[place]);
    }

    /// Goes to the slider, takes the choice or reading, or shows the other plan.
    pub(super) fn take_lever(&mut self) {
        match self.lever_row() {
            None => {}
            Some(LeverRow::Driver(driver)) => {
                self.go_to_pane(Pane::Usage);
                self.row = Row::Driver(driver);
            }
            Some(LeverRow::Choice(of, choice)) => self.take_choice(of, choice),
            Some(LeverRow::Plan(card)) => self.select(card),
        }
    }

    /// Takes a choice; the cursor stays on the one that was taken before, so that the same key goes back.
    fn take_choice(&mut self, of: Of, choice: usize) {
        let selected = self.scenario.selected;
        let card = Arc::clone(&self.selected().card);
        let selection = &self.scenario.selections[selected];
        let before = match of {
            Of::Option(place) => selection.options[place],
            Of::Assumption(place) => selection.readings[place],
        };
        self.try_change(|scenario| {
            let selection = Arc::make_mut(&mut scenario.selections[selected]);
            match of {
                Of::Option(place) => selection.options[place] = choice,
                Of::Assumption(place) => selection.readings[place] = choice,
            }
            Ok(())
        });
        if self.notice.is_none() {
            self.levers.cursor = Some(LeverRow::Choice(of, before));
            self.tell(format!("{}: u undoes", of.named(&card)[choice].label));
        }
    }

    /// To the next wider or narrower swing.
    pub(super) fn change_swing(&mut self, wider: bool) {
        let now = self.levers.swing;
        let size = |swing: &Swing| (swing.up().magnitude(), swing.down().magnitude());
        let mut swings = SWINGS.iter().filter_map(|text| Swing::parse(text).ok());
        let next = if wider {
            swings.find(|swing| size(swing) > size(&now))
        } else {
            swings.rfind(|swing| size(swing) < size(&now))
        };
        if let Some(swing) = next {
            self.swing_by(swing);
        }
    }

    pub(super) fn type_swing(&mut self) {
        let text = self.levers.swing.text();
        self.open_edit_of(Target::Swing, &text);
    }

    pub(super) fn set_swing(&mut self, text: &str) -> Result<(), String> {
        let swing = if text.is_empty() { Ok(Swing::default()) } else { Swing::parse(text) };
        self.swing_by(swing.map_err(|error| error.to_string())?);
        Ok(())
    }

    fn swing_by(&mut self, swing: Swing) {
        self.levers.swing = swing;
        self.derive();
        self.tell(format!("each driver at {swing}"));
    }
}
