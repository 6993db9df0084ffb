//! The drivers that mappings name.

use whatif_pricing::{DriverId, Vocabulary};

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
