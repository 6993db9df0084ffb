//! Imports of texts and samples, and their drivers as lines.

use std::ops::ControlFlow;

use whatif::import::{self, Hints, Import, ImportError, Kind, Request, Source};
use whatif_pricing::{Vocabulary, plain};

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
