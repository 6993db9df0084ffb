//! Stores, mounts and operators, as the shipped data describes them.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::import::interval::Unit;

const TEXT: &str = include_str!("../../../assets/import/kubernetes.toml");

/// All of them.
pub static FACTS: LazyLock<Facts> = LazyLock::new(|| {
    toml::from_str(TEXT).unwrap_or_else(|error| panic!("assets/import/kubernetes.toml: {error}"))
});

/// The facts of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// Stores of the External Secrets operator.
    pub store: Vec<StoreFact>,
    /// Providers of the CSI driver.
    pub mount: Vec<MountFact>,
    /// Objects that poll by themselves.
    pub poller: Vec<PollerFact>,
}

/// A store of the External Secrets operator.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct StoreFact {
    pub provider: String,
    pub service: Option<String>,
    pub card: String,
    #[serde(default)]
    pub cached: bool,
    pub push_calls: Option<u64>,
}

/// A provider of the CSI driver.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MountFact {
    pub provider: String,
    pub objects: String,
    pub key: String,
    pub r#type: Option<TypeFact>,
    pub card: String,
    #[serde(default = "one")]
    pub batch: u64,
    pub pinned: Option<String>,
    pub doubled: Option<String>,
    #[serde(default)]
    pub distinct: Vec<String>,
}

/// The field that says which service an object is of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeFact {
    pub at: String,
    pub is: Vec<String>,
}

/// An object that polls by itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PollerFact {
    pub kind: String,
    pub api: String,
    pub card: String,
    #[serde(default)]
    pub key: Vec<String>,
    pub interval: Vec<String>,
    #[serde(default = "seconds")]
    pub unit: Unit,
    pub default: String,
    pub note: Option<String>,
}

const fn one() -> u64 {
    1
}

const fn seconds() -> Unit {
    Unit::Seconds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_names_a_card_that_exists() {
        let cards = whatif_pricing::Catalog::shipped();
        let stores = FACTS.store.iter().map(|it| &it.card);
        let mounts = FACTS.mount.iter().map(|it| &it.card);
        for card in stores.chain(mounts).chain(FACTS.poller.iter().map(|it| &it.card)) {
            assert!(cards.card(card).is_ok(), "{card}");
        }
    }
}
