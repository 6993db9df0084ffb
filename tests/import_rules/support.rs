//! Imports of texts and samples, and their drivers as lines.

use std::ops::ControlFlow;

use whatif::answer::reconcile::{ReconciledMonth, Split, reconcile};
use whatif::answer::rows::Rows;
use whatif::answer::{Board, Staleness};
use whatif::import::{self, Hints, Import, ImportError, Kind, Request, Source};
use whatif::library;
use whatif::scenario::{OfferId, Scenario};
use whatif_pricing::{Period, Ratio, Vocabulary, plain};

/// The bytes of a sample.
pub fn sample(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/import/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Imports bytes as one file, whose kind is recognised if it is not named.
pub fn import_as(
    name: &str,
    bytes: &[u8],
    kind: Option<Kind>,
    metrics: Hints,
) -> Result<Import, ImportError> {
    let size = Some(bytes.len() as u64);
    let source = Source { name: name.to_owned(), size, reader: Box::new(bytes) };
    let mut progress = |_| ControlFlow::Continue(());
    import::read(vec![source], &mut Request { kind, metrics, progress: &mut progress })
}

pub fn import(name: &str, bytes: &[u8]) -> Result<Import, ImportError> {
    import_as(name, bytes, None, Hints::default())
}

pub fn import_sample(name: &str) -> Import {
    import(name, &sample(name)).unwrap_or_else(|error| panic!("{error}"))
}

/// `card driver=value` for each driver, with the month and the choices that set it apart.
pub fn drivers(import: &Import) -> Vec<String> {
    let line = |it: &import::ImportedDriver| {
        let month =
            it.period.month().map_or_else(String::new, |it| it.format("%Y-%m ").to_string());
        let card = it.card.as_deref().unwrap_or("-");
        let variant = it.variant.iter().map(|(option, choice)| format!(":{option}={choice}"));
        let variant = variant.collect::<String>();
        let name = &Vocabulary::standard()[it.driver].name;
        format!("{month}{card}{variant} {name}={}", plain(it.value))
    };
    import.drivers.iter().map(line).collect()
}

/// `card option=choice` for each choice that the files show.
pub fn choices(import: &Import) -> Vec<String> {
    let line = |it: &import::ImportedChoice| format!("{} {}={}", it.card, it.option, it.choice);
    import.choices.iter().map(line).collect()
}

/// The reasons for what was left out.
pub fn left_out(import: &Import) -> Vec<String> {
    import.left_out.iter().map(|it| format!("{}: {}", it.what, it.why)).collect()
}

/// A blank scenario.
pub fn scenario() -> Scenario {
    let start = "2026-11-01".parse().unwrap();
    Scenario::blank(library::shipped().cards(), Period::standard_month(start))
}

/// The total of a card in a scenario.
pub fn total(scenario: &Scenario, card: &str) -> String {
    let board = Board::new(library::shipped().cards(), scenario).unwrap();
    let mut rows = Rows::new(&board, &[OfferId::of_card(card)], &[], Staleness::AGELESS).unwrap();
    rows.price().unwrap();
    plain(rows.totals().next().unwrap().amount)
}

/// The bills of an import beside their quotes.
pub fn billed(import: &Import) -> Vec<ReconciledMonth> {
    reconcile(import, library::shipped().cards())
}

/// `card billed quote not-modelled price free rest`, for each card of a month.
pub fn splits(month: &ReconciledMonth) -> Vec<String> {
    let line = |card: &whatif::answer::reconcile::ReconciledCard| {
        let split = card.split.as_ref().unwrap_or_else(|error| panic!("{}: {error}", card.card));
        let Split { quote, unmodelled, price, free, rest, .. } = *split;
        let parts = [quote, unmodelled, price, free, rest];
        let sum = parts.iter().try_fold(Ratio::ZERO, |sum, part| sum.plus(*part)).unwrap();
        assert_eq!(sum, card.billed, "{}", card.card);
        let parts = parts.map(plain).join(" ");
        format!("{} {} {parts}", card.card, plain(card.billed))
    };
    month.cards.iter().map(line).collect()
}
