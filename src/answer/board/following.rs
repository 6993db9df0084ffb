//! The marks that follow the best offers: while the marked offers are the cheapest best ones, they stay so when
//! the workload changes.

use std::collections::BTreeSet;

use super::Board;
use crate::scenario::{OfferId, Scenario};

/// The marks and the selection of a board that follow its best offers, to be replaced by those of the next one.
#[derive(Clone, Debug)]
pub struct Followed {
    count: usize,
    /// The entries that only stand for marked best offers.
    entries: Vec<OfferId>,
    /// The provider of the selected offer, if that is its best one.
    provider: Option<String>,
}

impl Board {
    /// Returns what follows the best offers: the marks, if they are the `count` cheapest best offers. `None` if
    /// the user marked others.
    #[must_use]
    pub fn followed(&self, count: usize) -> Option<Followed> {
        let scenario = self.scenario();
        let best = self.with_best_marked(count);
        let has_best = self.offers().iter().any(|offer| offer.is_best && offer.ranked().is_some());
        if !has_best || best.marked != scenario.marked {
            return None;
        }
        let entries = scenario
            .marked
            .iter()
            .filter(|id| id.is_copy() && scenario.inputs.offers.get(id) == self.proposed(id));
        let selected = self.selected();
        Some(Followed {
            count,
            entries: entries.cloned().collect(),
            provider: selected.is_best.then(|| selected.card.provider.clone()),
        })
    }

    /// The scenario with the best offers of this board marked in place of those that are followed, and with the
    /// best offer of the selected one's provider selected.
    #[must_use]
    pub fn following(&self, scenario: &Scenario, followed: &Followed) -> Scenario {
        let best = self.with_best_marked(followed.count);
        let mut next = scenario.clone();
        for id in followed.entries.iter().filter(|id| !best.marked.contains(id)) {
            if next.selected != *id {
                next.inputs.offers.remove(id);
            }
        }
        for id in &best.marked {
            if let (None, Some(offer)) = (next.inputs.offers.get(id), self.proposed(id)) {
                next.inputs.offers.put(id.clone(), offer.clone());
            }
        }
        if next.marked != best.marked {
            self.hand_letters_on(&mut next, &best.marked);
        }
        next.marked = best.marked;
        let of_provider = |provider: &String| {
            let mut best = self.offers().iter().filter(|offer| offer.is_best);
            best.find(|offer| offer.card.provider == *provider).map(|offer| offer.id.clone())
        };
        let is_best = self.offer(&next.selected).is_some_and(|offer| offer.is_best);
        if let Some(id) = followed.provider.as_ref().filter(|_| !is_best).and_then(of_provider) {
            next.selected = id;
        }
        next
    }

    /// Gives the letter of an offer that is marked no more to the one of its provider that is marked instead.
    fn hand_letters_on(&self, scenario: &mut Scenario, marked: &BTreeSet<OfferId>) {
        scenario.letters = self.numbered();
        let provider = |id: &OfferId| self.card(id.card()).map(|card| &card.provider);
        let (gone, new) = (scenario.marked.difference(marked), marked.difference(&scenario.marked));
        let mut gone: Vec<&OfferId> = gone.collect();
        for id in new {
            let former = gone.iter().position(|former| provider(former) == provider(id));
            let Some(former) = former.map(|place| gone.swap_remove(place)) else { continue };
            if let Some(number) = scenario.letters.remove(former) {
                scenario.letters.insert(id.clone(), number);
            }
        }
    }
}
