//! A sentence on what the row under the cursor is about.

use whatif_pricing::{Ratio, counted};

use super::signed;
use crate::answer::levers::{DriverLever, End, Levers, Limit};
use crate::explorer::state::{LeverRow, State};
use crate::report::words;
use crate::scenario::OfferId;

/// The row under the cursor in words.
pub(in crate::explorer::view) fn about(state: &State) -> String {
    let Some(Ok(levers)) = &state.figures.levers else { return String::new() };
    match state.lever_row() {
        None => "nothing moves the total of this card".to_owned(),
        Some(LeverRow::Driver(driver)) => levers
            .drivers
            .iter()
            .find(|lever| lever.driver == driver)
            .map_or_else(String::new, |lever| about_driver(state, levers, lever)),
        Some(LeverRow::Choice { of, choice }) => about_choice(levers, &of, &choice),
        Some(LeverRow::Plan(offer)) => about_plan(state, levers, &offer),
    }
}

/// `Secrets: 50 secrets come to USD 20.15, 200 secrets to USD 80.60; 1 secret more costs +0.403`.
fn about_driver(state: &State, levers: &Levers, lever: &DriverLever) -> String {
    let entry = &state.scenario().inputs.workload.vocabulary()[lever.driver];
    let end = |end: &End| {
        let value = counted(Ratio::whole(end.value), &entry.unit);
        let limit = match end.limit {
            Some(Limit::Smallest) => " (the least)",
            Some(Limit::Largest) => " (the most)",
            None => "",
        };
        match &end.outcome.total {
            Ok(total) => {
                format!("{value}{limit}: {}", words::total(levers.currency, *total))
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

fn about_choice(levers: &Levers, of: &str, choice: &str) -> String {
    let Some(lever) = levers.choice(of) else { return String::new() };
    let label = lever.alternative(choice).map_or("", |choice| &choice.label);
    match &lever.rule {
        None => format!("option {of}={choice}: {label}"),
        Some(rule) => format!("{} (rule {rule}) {of}={choice}: {label}", lever.asks),
    }
}

/// The offer, and what it leaves out of the workload.
fn about_plan(state: &State, levers: &Levers, offer: &OfferId) -> String {
    let Some(plan) = levers.plans.iter().find(|plan| plan.offer == *offer) else {
        return String::new();
    };
    let vocabulary = state.scenario().inputs.workload.vocabulary();
    let ended = plan.has_ended.then(|| "no longer exists in the period".to_owned());
    let left_out = plan.leaves_out.iter().map(|warning| warning.text(&plan.card, vocabulary));
    let notes: Vec<String> =
        ended.into_iter().chain(plan.card.closed.clone()).chain(left_out).collect();
    let notes = if notes.is_empty() { String::new() } else { format!(": {}", notes.join(". ")) };
    format!("{} · id {offer}{notes}", plan.card.title())
}
