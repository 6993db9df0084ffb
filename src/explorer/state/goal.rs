//! Goal seek on the screen: a text becomes a question, and the answer is set.
//!
//! The text is an amount, or the id or letter of an offer to beat. `by` after it names a driver, `price` for
//! the unit price of the line under the cursor, or `discount`. [`crate::answer::solve`] finds the value and
//! [`crate::report::solve`] phrases the answer.

use rust_decimal::Decimal;
use whatif_pricing::number;
use whatif_pricing::sweep::Effort;

use super::{BillRow, Refusal, State};
use crate::answer::solve::{Goal, SolveQuestion, Sought, solve};
use crate::report::instrument::Voice;
use crate::report::solve::SolveWords;
use crate::scenario::OfferId;

/// The forms of a goal.
pub const GOAL_FORMS: &str = "500, or the id or letter of an offer to beat. Add what to change: 500 by keys, 500 by price, B by discount";

impl State {
    /// Seeks what was typed, and sets what was found.
    pub(super) fn seek_goal(&mut self, text: &str) -> Result<(), Refusal> {
        let question = self.goal_question(text, Effort::THOROUGH)?;
        let board = &self.figures.board;
        let solved = solve(board, &question)?;
        let words = SolveWords::new(board, &solved, Voice::Screen);
        let Some(value) = solved.value_to_set(self.sought_now(&question)) else {
            return Err(Refusal::Goal { says: words.sentence() });
        };
        let says = format!("{}: set to {} (<undo> undoes)", words.says(), words.value(value));
        let list = self.selected().currency;
        self.change(|scenario| {
            question.set(scenario, value, list);
            Ok(())
        })?;
        self.cursor.say(says);
        Ok(())
    }

    /// Says what a goal that is being typed would set. `None` if that takes longer to find than a key may take.
    pub(super) fn goal_meaning(&self, text: &str) -> Option<String> {
        let question = self.goal_question(text.trim(), Effort::QUICK).ok()?;
        let board = &self.figures.board;
        let solved = solve(board, &question).ok().filter(|solved| solved.stopped_at.is_none())?;
        let words = SolveWords::new(board, &solved, Voice::Screen);
        Some(match solved.value_to_set(self.sought_now(&question)) {
            Some(value) => format!("sets {}: {}", words.value(value), words.says()),
            None => words.sentence(),
        })
    }

    /// The present value of what is sought.
    fn sought_now(&self, question: &SolveQuestion) -> Decimal {
        match question.sought {
            Sought::Driver { driver, .. } => self.figures.board.usage().value(driver).to_decimal(),
            Sought::Price(_) | Sought::Discount(_) => Decimal::ZERO,
        }
    }

    fn goal_question(&self, text: &str, effort: Effort) -> Result<SolveQuestion, Refusal> {
        let swept = Sought::Driver { driver: self.cursor.swept, ends: [None; 2] };
        let (goal, sought) = match text.split_once(" by ") {
            Some((goal, by)) => (goal, self.sought(by.trim())?),
            None => (text, swept),
        };
        Ok(SolveQuestion {
            offer: self.selected().id.clone(),
            goal: self.goal(goal.trim())?,
            sought,
            currency: self.figures.board.inputs().display,
            effort,
        })
    }

    fn sought(&self, text: &str) -> Result<Sought, Refusal> {
        let own = &self.selected().card;
        if text != "price" {
            return Ok(Sought::read(text, own, [None; 2])?);
        }
        match self.bill_row() {
            Some(BillRow::Line { card, charge }) if card == own.id => Ok(Sought::Price(charge)),
            Some(
                BillRow::Line { .. }
                | BillRow::Adjusted { .. }
                | BillRow::Section { .. }
                | BillRow::Folded { .. },
            )
            | None => Err(Refusal::NoLine),
        }
    }

    fn goal(&self, text: &str) -> Result<Goal, Refusal> {
        if let Some(offer) = self.offer_meant(text) {
            return Ok(Goal::Beats(offer));
        }
        let amount = number::price(text).map_err(Refusal::NotAGoal)?;
        Ok(Goal::Total(amount.into()))
    }

    /// The offer of an id, or the marked one of a letter.
    fn offer_meant(&self, text: &str) -> Option<OfferId> {
        let mut letters = text.chars();
        let only = letters.next().filter(|_| letters.next().is_none());
        let letter = only.map(|letter| letter.to_ascii_uppercase());
        let has_letter = |series: Option<usize>| {
            let series = series.and_then(|series| u8::try_from(series).ok());
            let own = series.and_then(|series| b'A'.checked_add(series)).map(char::from);
            own.is_some() && own == letter
        };
        let mut offers = self.figures.board.offers().iter();
        let meant = offers.find(|offer| offer.id.as_str() == text || has_letter(offer.series));
        meant.map(|offer| offer.id.clone())
    }
}
