//! A moment by names, over the cards that there are and back.

use std::sync::Arc;

use whatif_pricing::{RateCard, Selection};

use super::{Absent, Chosen, Moment};
use crate::board::Board;
use crate::scenario::{Record, Scenario, place_of};

impl Moment {
    /// That of a scenario, of the cards that are in play; with what they came to where that is priced.
    pub(super) fn of(
        scenario: &Scenario,
        in_play: &[usize],
        cards: &[Arc<RateCard>],
        board: Option<&Board>,
    ) -> Self {
        let chosen = |place: &usize| {
            let card = &cards[*place];
            (card.id.clone(), Chosen::of(&scenario.selections[*place], card))
        };
        let record = |(board, place): (&Board, &usize)| {
            (cards[*place].id.clone(), Record::of(&board.cards[*place]))
        };
        let chosen = in_play.iter().map(chosen).filter(|(_, it)| !it.is_empty());
        let mut chosen: Vec<(String, Chosen)> = chosen.collect();
        for (id, away) in &scenario.absent.cards {
            let card = place_of(cards, id).map(|place| &cards[place]);
            match (chosen.iter_mut().find(|(known, _)| known == id), card) {
                (Some((_, chosen)), Some(card)) => chosen.keep(away.clone(), card),
                _ => chosen.push((id.clone(), away.clone())),
            }
        }
        let priced = board.map(|board| in_play.iter().map(|place| record((board, place))));
        Self {
            display: scenario.display,
            period: scenario.period,
            as_of: scenario.as_of,
            tax: scenario.tax,
            rates: scenario.rates.clone(),
            workload: scenario.workload.clone(),
            changes: scenario.changes.clone(),
            cards: by_id(chosen.into_iter()),
            priced: by_id(priced.into_iter().flatten()),
        }
    }

    /// The scenario; what the cards do not have is told, after what it is `of`.
    pub(super) fn scenario(
        &self,
        cards: &[Arc<RateCard>],
        of: &str,
        told: &mut Vec<String>,
    ) -> Scenario {
        let gone = self.cards.iter().filter(|(id, _)| place_of(cards, id).is_none());
        let mut absent = Absent { cards: gone.cloned().collect(), ..Absent::default() };
        let mut selection = |card: &Arc<RateCard>| {
            let mut selection = Selection::standard(card);
            if let Some((id, chosen)) = self.cards.iter().find(|(id, _)| *id == card.id) {
                let lost = chosen.choose_on(card, cards, &mut selection);
                let parts = lost.parts().into_iter();
                told.extend(parts.map(|part| format!("{of}{id}: {part} is no longer there")));
                absent.cards.extend((!lost.is_empty()).then(|| (id.clone(), lost)));
            }
            Arc::new(selection)
        };
        let selections = cards.iter().map(&mut selection).collect();
        absent.cards = by_id(absent.cards.into_iter());
        Scenario {
            selections,
            absent,
            workload: self.workload.clone(),
            changes: self.changes.clone(),
            as_of: self.as_of,
            tax: self.tax,
            rates: self.rates.clone(),
            display: self.display,
            marked: vec![false; cards.len()],
            ..Scenario::blank(cards, self.period)
        }
    }

    /// Is it that of a scenario, whatever is chosen on the cards?
    pub(super) fn is_of(&self, scenario: &Scenario) -> bool {
        let terms = (self.display, self.period, self.as_of, self.tax);
        terms == (scenario.display, scenario.period, scenario.as_of, scenario.tax)
            && self.rates == scenario.rates
            && self.workload == scenario.workload
            && self.changes == scenario.changes
    }

    /// What a card came to when the sheet was made.
    #[must_use]
    pub fn record(&self, id: &str) -> Option<&Record> {
        self.priced.iter().find(|(known, _)| known == id).map(|(_, record)| record)
    }

    /// Keeps what cards that are not there came to.
    pub(super) fn keep_records(&mut self, former: &Self, cards: &[Arc<RateCard>]) {
        let absent = former.priced.iter().filter(|(id, _)| place_of(cards, id).is_none());
        self.priced = by_id(self.priced.drain(..).chain(absent.cloned()));
    }
}

/// In alphabetical order.
fn by_id<T>(entries: impl Iterator<Item = (String, T)>) -> Vec<(String, T)> {
    let mut entries: Vec<(String, T)> = entries.collect();
    entries.sort_by(|(one, _), (other, _)| one.cmp(other));
    entries
}
