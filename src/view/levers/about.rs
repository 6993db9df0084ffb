//! What the row under the cursor is about, in a sentence.

use whatif_pricing::levers::{DriverLever, End, Levers, Limit, Of};
use whatif_pricing::{Ratio, Warning, counted};

use super::signed;
use crate::state::{LeverRow, State};
use crate::view::lines;

/// The row under the cursor in words.
pub(in crate::view) fn about(state: &State) -> String {
    let Some(Ok(levers)) = &state.levers.found else { return String::new() };
    match state.lever_row() {
        None => "nothing moves the total of this card".to_owned(),
        Some(LeverRow::Driver(driver)) => levers
            .drivers
            .iter()
            .find(|lever| lever.driver == driver)
            .map_or_else(String::new, |lever| about_driver(state, levers, lever)),
        Some(LeverRow::Choice(of, place)) => {
            let card = &state.selected().card;
            let flag = match of {
                Of::Option(option) => format!("option {}", card.options[option].id),
                Of::Assumption(asked) => {
                    let asked = &card.assumptions[asked];
                    format!("{} (rule {}) {}", asked.asks, asked.rule, asked.id)
                }
            };
            let named = of.named(card)[place];
            format!("{flag}={}: {}", named.id, named.label)
        }
        Some(LeverRow::Plan(place)) => about_plan(state, levers, place),
    }
}

/// `Secrets: 50 secrets come to USD 20.15, 200 secrets to USD 80.60; 1 secret more costs +0.403`.
fn about_driver(state: &State, levers: &Levers, lever: &DriverLever) -> String {
    let entry = &state.scenario.workload.vocabulary()[lever.driver];
    let end = |end: &End| {
        let value = counted(Ratio::whole(end.value), &entry.unit);
        let limit = match end.limit {
            Some(Limit::Smallest) => " (the least)",
            Some(Limit::Largest) => " (the most)",
            None => "",
        };
        match &end.outcome.total {
            Ok(total) => {
                let bound = if total.complete { "" } else { "≥ " };
                let amount = lines::amount(total.amount);
                format!("{value}{limit}: {bound}{} {amount}", levers.currency)
            }
            Err(error) => format!("{value}{limit}: {error}"),
        }
    };
    let [low, high] = lever.ends();
    let more = lever.more.as_ref().map_or_else(String::new, |more| {
        let step = counted(Ratio::whole(more.step), &entry.unit);
        match more.outcome.difference {
            Some(same) if same.is_zero() => {
                let next = more.next.map_or_else(String::new, |next| {
                    let at = counted(Ratio::whole(next.value), &entry.unit);
                    format!(", {at}: {}", signed(next.difference))
                });
                format!("; {step} more: nothing{next}")
            }
            Some(difference) => format!("; {step} more: {}", signed(difference)),
            None => String::new(),
        }
    });
    format!("{} · {} · {}{more}", entry.label, end(low), end(high))
}

/// The card, and what it leaves out of the workload.
fn about_plan(state: &State, levers: &Levers, place: usize) -> String {
    let card = &state.board.cards[place].card;
    let plan = levers.plans.iter().find(|plan| plan.card == card.id);
    let vocabulary = state.scenario.workload.vocabulary();
    let text = |warning: &Warning| warning.text(card, vocabulary);
    let left_out = plan.iter().flat_map(|plan| plan.leaves_out.iter().map(text));
    let ended = plan.is_some_and(|plan| plan.has_ended);
    let ended = ended.then(|| "no longer exists in the period".to_owned());
    let closed = card.closed.clone();
    let notes: Vec<String> = ended.into_iter().chain(closed).chain(left_out).collect();
    let notes = if notes.is_empty() { String::new() } else { format!(": {}", notes.join("; ")) };
    format!("{} · id {}{notes}", card.title(), card.id)
}
