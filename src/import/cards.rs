//! The compiled tables of `assets/import/`, and the drivers that they name.

use std::sync::LazyLock;

use whatif_pricing::{DriverId, Vocabulary};

use super::tables::Tables;

/// The tables as the build made them.
static COMPILED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/import.bin"));

static TABLES: LazyLock<Tables> =
    LazyLock::new(|| postcard::from_bytes(COMPILED).expect("the bytes are of this build"));

/// The tables.
pub fn tables() -> &'static Tables {
    &TABLES
}

/// A driver that a shipped mapping names.
///
/// # Panics
/// If the vocabulary lacks it. A test reads every mapping.
#[must_use]
pub fn driver(name: &str) -> DriverId {
    match Vocabulary::standard().find(name) {
        Some(driver) => driver,
        None => panic!("a shipped mapping names the driver '{name}', which does not exist"),
    }
}
