//! What a scenario says of cards, and of parts of cards, that are not there: it is kept, and holds again when
//! they are.

use std::sync::Arc;

use whatif_pricing::{RateCard, Selection};

use super::{Chosen, Scenario, opening_place, place_of};

/// By the ids of cards. Nothing in it has a price.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Absent {
    /// The card whose invoice is to be shown; another is shown in its place.
    pub selected: Option<String>,
    /// Marked cards, in alphabetical order.
    pub marked: Vec<String>,
    /// What was chosen on cards, or the parts of it that a card does not have, in alphabetical order.
    pub cards: Vec<(String, Chosen)>,
}

impl Absent {
    fn chosen(&self, id: &str) -> Option<&Chosen> {
        self.cards.iter().find(|(known, _)| known == id).map(|(_, chosen)| chosen)
    }

    fn put(&mut self, id: &str, chosen: Chosen) {
        if !chosen.is_empty() {
            self.cards.push((id.to_owned(), chosen));
        }
    }
}

impl Scenario {
    /// The same scenario over other cards: what was chosen follows each card by its id. What the cards
    /// no longer have is named, and comes back when they have it again; a card that is new is as it would
    /// be in the beginning.
    #[must_use]
    pub fn over(
        &self,
        former: &[Arc<RateCard>],
        cards: &[Arc<RateCard>],
        dropped: &mut Vec<String>,
    ) -> Self {
        let gone = |id: &str| place_of(cards, id).is_none();
        let mut absent = self.absent_over(former, cards);
        let mut followed = |card: &Arc<RateCard>| {
            let was = place_of(former, &card.id);
            let was = was.map(|place| (&*former[place], &*self.selections[place]));
            let (selection, lost, away) = followed(was, self.absent.chosen(&card.id), card, cards);
            dropped.extend(lost);
            absent.put(&card.id, away);
            Arc::new(selection)
        };
        let selections = cards.iter().map(&mut followed).collect();
        absent.cards.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut lost = Vec::new();
        let baseline = self.baseline.as_ref();
        let baseline = baseline.map(|it| it.over(former, cards, &mut lost).moment());
        // What both lose is told once.
        lost.retain(|part| !dropped.contains(part));
        dropped.extend(lost.into_iter().map(|part| format!("{part} of the baseline")));
        let marked = |card: &Arc<RateCard>| match place_of(former, &card.id) {
            Some(place) => self.marked[place],
            None => self.absent.marked.contains(&card.id),
        };
        let shown = self.absent.selected.clone();
        let shown = shown.or_else(|| former.get(self.selected).map(|card| card.id.clone()));
        let selected = shown.as_deref().and_then(|id| place_of(cards, id));
        absent.selected = shown.filter(|id| gone(id));
        Self {
            selected: selected.unwrap_or_else(|| {
                let id = &former[self.selected].id;
                place_of(cards, id).unwrap_or_else(|| opening_place(cards))
            }),
            marked: cards.iter().map(marked).collect(),
            selections,
            absent,
            baseline: baseline.map(Arc::new),
            ..self.clone()
        }
    }

    /// What is said of cards that are not there: those that go, and those that stay away.
    fn absent_over(&self, former: &[Arc<RateCard>], cards: &[Arc<RateCard>]) -> Absent {
        let gone = |id: &str| place_of(cards, id).is_none();
        let mut absent = Absent::default();
        let marked = self.marked_places().into_iter().map(|place| &former[place].id);
        absent.marked = marked.chain(&self.absent.marked).filter(|id| gone(id)).cloned().collect();
        absent.marked.sort_unstable();
        absent.marked.dedup();
        let in_play = self.in_play_beside(former, |place| self.marked[place]);
        for place in in_play.into_iter().filter(|place| gone(&former[*place].id)) {
            let card = &former[place];
            let mut chosen = Chosen::of(&self.selections[place], card);
            chosen.take_over(self.absent.chosen(&card.id).cloned().unwrap_or_default());
            absent.put(&card.id, chosen);
        }
        for (id, chosen) in self.absent.cards.iter().filter(|(id, _)| gone(id)) {
            if absent.chosen(id).is_none() {
                absent.put(id, chosen.clone());
            }
        }
        absent
    }
}

/// What was chosen on a card, on the card that has taken its place, with what was kept away until now: the
/// selection, in words what it loses, and what is away from now on. What stood at the card's default was
/// not chosen, and stands at the default of the new one.
fn followed(
    was: Option<(&RateCard, &Selection)>,
    kept: Option<&Chosen>,
    card: &RateCard,
    cards: &[Arc<RateCard>],
) -> (Selection, Vec<String>, Chosen) {
    let mut selection = Selection::standard(card);
    let chosen = was.map(|(former, chosen)| Chosen::beyond_default(chosen, former));
    let mut away = chosen.unwrap_or_default().choose_on(card, cards, &mut selection);
    let lost = away.parts();
    if let Some(kept) = kept {
        kept.fill_in(card, cards, &mut selection);
        away.take_over(kept.lost_on(card, cards));
    }
    (selection, lost, away)
}
