//! A sentence on what the row under the cursor is about.

use crate::explorer::state::{LeverRow, State};
use crate::report::levers::LeversWords;

/// The row under the cursor in words.
pub(in crate::explorer::view) fn about(state: &State) -> String {
    let Some(Ok(levers)) = &state.figures.levers else { return String::new() };
    let words = LeversWords::new(&state.figures.board, levers);
    match state.lever_row() {
        None => "nothing moves the total of this card".to_owned(),
        Some(LeverRow::Driver(driver)) => {
            let lever = levers.drivers.iter().find(|lever| lever.driver == driver);
            lever.map_or_else(String::new, |lever| words.about_driver(lever))
        }
        Some(LeverRow::Choice { of, choice }) => words.about_choice(&of, &choice),
        Some(LeverRow::Plan(offer)) => {
            let plan = levers.plans.iter().find(|plan| plan.offer == offer);
            plan.map_or_else(String::new, |plan| words.about_plan(plan))
        }
    }
}
