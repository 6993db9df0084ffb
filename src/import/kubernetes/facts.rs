//! Stores, mounts and operators, as the shipped data describes them.

use crate::import::cards::tables;
pub use crate::import::tables::{DefaultFact, Facts, MountFact, PollerFact, StoreFact};

/// All of them.
pub fn facts() -> &'static Facts {
    &tables().kubernetes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_names_a_card_that_exists() {
        let cards = whatif_pricing::Catalog::shipped();
        let stores = facts().store.iter().map(|it| &it.card);
        let mounts = facts().mount.iter().map(|it| &it.card);
        for card in stores.chain(mounts).chain(facts().poller.iter().map(|it| &it.card)) {
            assert!(cards.card(card).is_ok(), "{card}");
        }
    }
}
