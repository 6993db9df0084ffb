//! An import before it is taken: what it would change, and what was left out. A line without an indent is a
//! heading.

use whatif_pricing::{Places, Vocabulary, written};

use super::{bad_row_words, left_out_words, reconcile};
use crate::answer::polling::PollingCost;
use crate::import::{Import, ImportedDriver, Pick, TakenDriver};
use crate::report::words;

/// The most rows of what was left out.
const LEFT_OUT_MAX: usize = 200;

/// The changes of a pick, then what polling costs, what was left out, and what is to be known.
#[must_use]
pub fn lines(
    import: &Import,
    pick: &Pick,
    changes: &[TakenDriver],
    costs: &[PollingCost],
) -> Vec<String> {
    let changes = changes.iter().map(change).collect();
    let mut lines = section("It would set", changes);
    lines.extend(section("Options", options(import, pick)));
    lines.extend(section("Period", period(import, pick)));
    let costs = costs.iter().map(reconcile::sentence).collect();
    lines.extend(section("What polling costs in 30 days", costs));
    lines.extend(rest(import));
    lines
}

/// The things that were left out and why, malformed rows, and notes.
#[must_use]
pub fn rest(import: &Import) -> Vec<String> {
    let shown = import.left_out.iter().take(LEFT_OUT_MAX);
    let mut left_out: Vec<String> = shown.map(left_out_words).collect();
    if import.left_out.len() > LEFT_OUT_MAX {
        left_out.push(format!("and {} more", import.left_out.len() - LEFT_OUT_MAX));
    }
    let mut lines = section("Left out", left_out);
    let bad = &import.bad_rows;
    let count = words::count(usize::try_from(bad.count).unwrap_or(usize::MAX), "malformed row");
    let first = bad.first.iter().map(bad_row_words).collect();
    lines.extend(section(&format!("{count} passed over"), first));
    lines.extend(section("Notes", import.notes.clone()));
    lines
}

fn section(heading: &str, entries: Vec<String>) -> Vec<String> {
    if entries.is_empty() {
        return entries;
    }
    let entries = entries.into_iter().map(|entry| format!("  {entry}"));
    std::iter::once(heading.to_owned()).chain(entries).collect()
}

/// `Secrets: 100 becomes 10, imported: 6 resources in plan.json`.
fn change(change: &TakenDriver) -> String {
    let label = &Vocabulary::standard()[change.driver].label;
    let (old, new) = (&change.old, &change.new);
    let from = words::imported(&change.from);
    if old == new {
        return format!("{label}: {new} as now, {from}");
    }
    format!("{label}: {old} becomes {new}, {from}")
}

/// The choices of options that come with the values.
fn options(import: &Import, pick: &Pick) -> Vec<String> {
    let Ok(picked) = import.picked(pick) else { return Vec::new() };
    let shown = import.picked_choices(pick).into_iter();
    let shown = shown.map(|it| format!("{}: {}={}", it.card, it.option, it.choice));
    let apart = picked.iter().flat_map(|it| {
        let card = it.card.clone().unwrap_or_default();
        it.variant.iter().map(move |(option, choice)| format!("{card}: {option}={choice}"))
    });
    let mut all: Vec<String> = shown.chain(apart).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn period(import: &Import, pick: &Pick) -> Vec<String> {
    let Ok(picked) = import.picked(pick) else { return Vec::new() };
    let dated = picked.iter().find(|it| it.period.month().is_some());
    let dated = dated.map(|it| super::period(it.period));
    let month = || import.month_of(pick, &picked).map(|it| it.format("%Y-%m").to_string());
    dated.or_else(month).into_iter().collect()
}

/// A pick in a list: `2026-10 · aws-kms:region=tokyo · Keys 3, Calls 120,000`.
#[must_use]
pub fn pick(import: &Import, pick: &Pick) -> String {
    let picked = import.picked(pick).unwrap_or_default();
    let value = |it: &&ImportedDriver| {
        let label = &Vocabulary::standard()[it.driver].label;
        format!("{label} {}", written(it.value, Places::QUANTITY))
    };
    let values = if picked.is_empty() {
        options(import, pick).join(", ")
    } else {
        picked.iter().map(value).collect::<Vec<_>>().join(", ")
    };
    let month = pick.month.map(|it| it.format("%Y-%m").to_string());
    let choices = pick.variant.iter().map(|(option, choice)| format!("{option}={choice}"));
    let choices = choices.collect::<Vec<_>>().join(",");
    let colon = if choices.is_empty() { "" } else { ":" };
    let card = pick.card.as_ref().map(|card| format!("{card}{colon}{choices}"));
    let parts: Vec<String> = month.into_iter().chain(card).chain([values]).collect();
    parts.join(" · ")
}

/// A notice after an import was taken: what the most expensive object costs, and what polling less saves.
#[must_use]
pub fn taken(changes: &[TakenDriver], cost: Option<&PollingCost>) -> String {
    let drivers = words::count(changes.len(), "driver");
    let polling = cost.map_or_else(String::new, |cost| format!(" · {}", reconcile::sentence(cost)));
    format!("{drivers} imported (<undo> undoes){polling}")
}
