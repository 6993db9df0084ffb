//! The growth of time and memory with the size of the question: `cargo bench --bench growth`.
//!
//! Each line doubles one thing four times over and prints the median time and the memory that stays at the
//! largest size, and the exponent that fits the times: 1 where twice as much takes twice as long. One above
//! [`EXPONENT_MAX`] is marked.

use std::alloc::System;
use std::sync::Arc;
use std::time::{Duration, Instant};

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use whatif::answer::Board;
use whatif::scenario::{OfferId, Scenario};
use whatif_pricing::{Catalog, Change, Period, RateCard, Value, Vocabulary};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The largest exponent that still counts as linear on a busy machine.
const EXPONENT_MAX: f64 = 1.25;
/// Times that each size is measured.
const ROUNDS: usize = 5;

fn main() {
    println!("{:<44} {:>8} {:>12} {:>10} {:>9}", "", "largest", "median", "memory", "exponent");
    line("own cards, all priced", [125, 250, 500, 1_000], own_cards);
    line("own cards that are marked and tie", [125, 250, 500, 1_000], tied_cards);
    line("changes in a month, all shipped cards", [64, 125, 250, 500], changes);
    line("years with a change in each, all cards", [6, 12, 25, 50], years);
    line("drivers with a range, all cards", [5, 10, 20, 40], ranges);
}

/// Prints a line.
fn line(name: &str, sizes: [u32; 4], ask: fn(u32) -> Work) {
    let measured = sizes.map(|size| measured(&ask(size)));
    // The least squares of the logarithms.
    let points: Vec<(f64, f64)> = sizes
        .iter()
        .zip(&measured)
        .map(|(size, (time, _))| (f64::from(*size).ln(), time.as_secs_f64().ln()))
        .collect();
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / 4.0;
    let (x, y) = (mean(|it| it.0), mean(|it| it.1));
    let slope = points.iter().map(|it| (it.0 - x) * (it.1 - y)).sum::<f64>();
    let exponent = slope / points.iter().map(|it| (it.0 - x).powi(2)).sum::<f64>();
    let (time, bytes) = measured[sizes.len() - 1];
    println!(
        "{name:<44} {:>8} {:>9.1} ms {:>7.1} MB {exponent:>9.2}{}",
        sizes[sizes.len() - 1],
        time.as_secs_f64() * 1_000.0,
        f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1_000_000.0,
        if exponent > EXPONENT_MAX { "  more than linear" } else { "" }
    );
}

/// A piece of work, and its outcome, which holds memory for as long as it is there.
type Work = Box<dyn Fn() -> Box<dyn std::any::Any>>;

/// The median time, and the bytes that the outcome holds.
fn measured(work: &Work) -> (Duration, usize) {
    let mut rounds: Vec<(Duration, usize)> = (0..ROUNDS)
        .map(|_| {
            let (region, start) = (Region::new(ALLOCATOR), Instant::now());
            let outcome = work();
            let (time, change) = (start.elapsed(), region.change());
            drop(outcome);
            (time, change.bytes_allocated.saturating_sub(change.bytes_deallocated))
        })
        .collect();
    rounds.sort_unstable();
    rounds[ROUNDS / 2]
}

/// A board of cards under a scenario.
fn board(cards: Vec<Arc<RateCard>>, scenario: Scenario) -> Work {
    Box::new(move || Box::new(Board::new(&cards, &scenario).expect("it can be priced")))
}

fn month() -> Period {
    Period::standard_month("2026-06-01".parse().expect("a date"))
}

/// So many cards of the user's own, all alike.
fn copies(count: u32) -> Vec<Arc<RateCard>> {
    let files = Catalog::shipped_files();
    let (_, text) = files.iter().find(|(name, _)| name.contains("aws-kms")).expect("a card");
    let copy = |number: u32| {
        let text = text.replacen("id = \"aws-kms\"", &format!("id = \"own-{number}\""), 1);
        Arc::new(RateCard::read(&text, Vocabulary::standard()).expect("a card"))
    };
    (0..count).map(copy).collect()
}

fn own_cards(count: u32) -> Work {
    let cards = copies(count);
    let scenario = Scenario::opening(&cards, month());
    board(cards, scenario)
}

fn tied_cards(count: u32) -> Work {
    let cards = copies(count);
    let mut scenario = Scenario::opening(&cards, month());
    scenario.marked = cards.iter().map(|card| OfferId::of_card(&card.id)).collect();
    board(cards, scenario)
}

/// A change of the number of secrets at each of so many instants.
fn changing(period: Period, at: impl Iterator<Item = String>) -> Work {
    let cards = Catalog::shipped().cards().to_vec();
    let mut scenario = Scenario::opening(&cards, period);
    let driver = scenario.inputs.workload.vocabulary().find("secrets").expect("a driver");
    let change = |(number, at): (usize, String)| Change {
        at: at.parse().expect("an instant"),
        driver,
        value: Value::Number((100 + number % 7).into()),
    };
    scenario.inputs.changes = at.enumerate().map(change).collect();
    board(cards, scenario)
}

fn changes(count: u32) -> Work {
    let first = "2026-06-02T00:00:00+00:00".parse::<chrono::DateTime<chrono::Utc>>();
    let first = first.expect("an instant");
    let apart = chrono::TimeDelta::seconds(28 * 86_400) / i32::try_from(count).expect("few");
    let all = (0..count)
        .map(move |number| (first + apart * i32::try_from(number).expect("few")).to_rfc3339());
    changing(month(), all)
}

fn years(count: u32) -> Work {
    let days = count * 365;
    let period = Period::days("2026-01-01".parse().expect("a date"), days.into());
    let all = (0..count).map(|year| format!("{}-06-15T12:34:56+00:00", 2026 + year));
    changing(period.expect("fifty years"), all)
}

fn ranges(count: u32) -> Work {
    let cards = Catalog::shipped().cards().to_vec();
    let mut scenario = Scenario::opening(&cards, month());
    let vocabulary = scenario.inputs.workload.vocabulary();
    let drivers: Vec<_> = vocabulary.iter().map(|(id, driver)| (id, driver.name.clone())).collect();
    for (_, name) in drivers.iter().take(usize::try_from(count).expect("few")) {
        // A driver with a narrower range keeps its default.
        let _ = scenario.inputs.workload.set_text(name, "1..20");
    }
    board(cards, scenario)
}
