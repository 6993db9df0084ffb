//! A change of a scenario in a few words: `Refresh every 30 s → 5 min`.

use whatif_pricing::{Percent, Places, Ratio, Value, written};

use super::words;
use crate::scenario::{Budget, OfferId, Scenario};

/// More drivers than this are counted.
const DRIVERS_MAX: usize = 2;

/// The change from one scenario to the next: the first part that differs. What follows from it, such
/// as marks, is not named. `None` if nothing differs but the selected offer. `name` gives the name of an offer.
#[must_use]
pub fn between(
    before: &Scenario,
    now: &Scenario,
    name: impl Fn(&OfferId) -> String,
) -> Option<String> {
    let (old, new) = (&before.inputs, &now.inputs);
    let tax = |tax: Option<Percent>| tax.map(|tax| format!("{} %", tax.magnitude()));
    let turned = |what: &str, old: Option<String>, new: Option<String>| {
        let shown = |text: Option<String>| text.unwrap_or_else(|| "none".to_owned());
        (old != new).then(|| format!("{what} {} → {}", shown(old), shown(new)))
    };
    let replaced = |what: &str, is_another: bool| is_another.then(|| what.to_owned());
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string());
    None.or_else(|| drivers(before, now))
        .or_else(|| turned("period", Some(old.period.text()), Some(new.period.text())))
        .or_else(|| replaced("changes within the period", old.changes != new.changes))
        .or_else(|| turned("price lists as of", day(old.as_of), day(new.as_of)))
        .or_else(|| turned("tax", tax(old.tax), tax(new.tax)))
        .or_else(|| {
            let code = |code: &str| Some(code.to_owned());
            turned("currency", code(old.display.code()), code(new.display.code()))
        })
        .or_else(|| replaced("exchange rates", old.rates != new.rates))
        .or_else(|| turned("budget", before.budget.map(budget), now.budget.map(budget)))
        .or_else(|| marks(before, now, &name))
        .or_else(|| offer(before, now, &name))
        .or_else(|| replaced("notes", before.notes != now.notes))
        .or_else(|| baseline(before, now))
        .or_else(|| replaced("imported values", before.imported != now.imported))
}

fn budget(budget: Budget) -> String {
    let places = Places { least: 0, ..Places::PRICE };
    format!("{} {}", written(budget.amount, places), budget.currency)
}

fn drivers(before: &Scenario, now: &Scenario) -> Option<String> {
    let (old, new) = (&before.inputs.workload, &now.inputs.workload);
    let moved: Vec<String> = new
        .vocabulary()
        .iter()
        .filter(|(driver, _)| old.value(*driver) != new.value(*driver))
        .map(|(driver, entry)| {
            let text = |value: &Value| match value {
                Value::Number(number) => words::value(entry, Ratio::whole(*number)),
                other @ (Value::Formula(_) | Value::Range(_) | Value::InUnit(_)) => other.text(),
            };
            format!("{} {} → {}", entry.label, text(old.value(driver)), text(new.value(driver)))
        })
        .collect();
    let shown = moved.iter().take(DRIVERS_MAX).cloned().collect::<Vec<_>>().join(", ");
    match moved.len().checked_sub(DRIVERS_MAX) {
        _ if moved.is_empty() => None,
        None | Some(0) => Some(shown),
        Some(rest) => Some(format!("{shown} and {}", words::count(rest, "other slider"))),
    }
}

/// Marks of offers. Those that only take the place of others follow from something else.
fn marks(before: &Scenario, now: &Scenario, name: &impl Fn(&OfferId) -> String) -> Option<String> {
    let named = |all: Vec<&OfferId>, says: &str| match all[..] {
        [] => None,
        [only] => Some(format!("{} {says}", name(only))),
        [..] => Some(format!("{} {says}", words::count(all.len(), "offer"))),
    };
    let added = now.marked.difference(&before.marked).collect();
    let removed = before.marked.difference(&now.marked).collect();
    named(added, "marked").or_else(|| named(removed, "unmarked"))
}

fn offer(before: &Scenario, now: &Scenario, name: &impl Fn(&OfferId) -> String) -> Option<String> {
    let (old, new) = (&before.inputs.offers, &now.inputs.offers);
    let ids = new.iter().chain(old.iter()).map(|(id, _)| id);
    let mut changed = ids.filter(|id| old.get(id) != new.get(id));
    let id = changed.next()?;
    let says = match (old.get(id), new.get(id)) {
        (None, Some(_)) if id.is_copy() => "added",
        (Some(_), None) if id.is_copy() => "removed",
        (Some(old), Some(new)) if old.choices.prices != new.choices.prices => "own price",
        (Some(_) | None, Some(_) | None) => "choices",
    };
    Some(format!("{} {says}", name(id)))
}

fn baseline(before: &Scenario, now: &Scenario) -> Option<String> {
    let says = match (&before.baseline, &now.baseline) {
        (_, None) => "baseline removed",
        (None, Some(_)) => "baseline pinned",
        (Some(_), Some(_)) => "baseline pinned anew",
    };
    (before.baseline != now.baseline).then(|| says.to_owned())
}
