//! A snapshot: a scenario with its cards and file, to make its text on another thread.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use whatif_pricing::RateCard;

use super::DocumentFile;
use crate::answer::Board;
use crate::scenario::{Inputs, OfferId, Scenario};

/// A scenario with its cards and file, to make its text on another thread. Cheap to make.
#[derive(Clone, Debug)]
pub struct Snapshot {
    scenario: Arc<Scenario>,
    cards: Vec<Arc<RateCard>>,
    file: DocumentFile,
}

impl Snapshot {
    pub(super) fn new(
        scenario: Arc<Scenario>,
        cards: &[Arc<RateCard>],
        file: DocumentFile,
    ) -> Self {
        Self { scenario, cards: cards.to_vec(), file }
    }

    /// The file that it belongs to.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.file.path.as_deref()
    }

    /// The text. `None` if the workload has no values.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        let board = Board::new(&self.cards_in_play(), &self.scenario).ok()?;
        Some(self.file.text_of(&self.file.contents_of(&board)))
    }

    /// The cards that the text depends on. The others are not priced.
    fn cards_in_play(&self) -> Vec<Arc<RateCard>> {
        let mut ids = BTreeSet::from([self.scenario.selected.card()]);
        ids.extend(self.scenario.marked.iter().map(OfferId::card));
        named(&self.scenario.inputs, &mut ids);
        self.scenario.baseline.iter().for_each(|inputs| named(inputs, &mut ids));
        if let Some(contents) = &self.file.contents {
            let records = contents.records.keys().chain(contents.baseline_records.keys());
            ids.extend(records.map(OfferId::card));
        }
        let wanted = |card: &&Arc<RateCard>| ids.contains(&*card.id);
        let cards: Vec<_> = self.cards.iter().filter(wanted).cloned().collect();
        // The board falls back to another offer if the selected one is not there.
        let has_selected = cards.iter().any(|card| card.id == self.scenario.selected.card());
        if has_selected { cards } else { self.cards.clone() }
    }
}

/// The cards that inputs name.
fn named<'a>(inputs: &'a Inputs, ids: &mut BTreeSet<&'a str>) {
    for (id, offer) in inputs.offers.iter() {
        ids.insert(id.card());
        ids.extend(offer.companions.keys().map(String::as_str));
    }
}
