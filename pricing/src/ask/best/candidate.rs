//! A card that may be chosen, and the choices on it that are a matter of price.

use std::sync::Arc;

use crate::card::rate_card::{Choosing, RateCard, Selection};

/// A card that may be chosen.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The card.
    pub card: Arc<RateCard>,
    /// The user's choices on it: requirements, readings, own prices, discounts, companions.
    pub selection: Selection,
    /// The options that stay as they are, by place, although they are a matter of price.
    pub keeps: Vec<usize>,
    /// Did the user ask for it? A plan that is closed, a service that has ended and a card for a special need
    /// count only for those who say that they have it or need it.
    pub is_asked_for: bool,
}

/// Equal if it is the same card in memory, with the same choices.
impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.card, &other.card)
            && self.selection == other.selection
            && self.keeps == other.keeps
            && self.is_asked_for == other.is_asked_for
    }
}

impl Candidate {
    /// A card as it is by default, which the user did not ask for.
    #[must_use]
    pub fn standard(card: &Arc<RateCard>) -> Self {
        Self {
            selection: Selection::standard(card),
            card: Arc::clone(card),
            keeps: Vec::new(),
            is_asked_for: false,
        }
    }

    /// The options whose choice is a matter of price, by place.
    pub(super) fn free(&self) -> Vec<usize> {
        let options = self.card.options.iter().enumerate();
        let free = options.filter(|(place, option)| {
            option.choose == Choosing::Price && !self.keeps.contains(place)
        });
        free.map(|(place, _)| place).collect()
    }

    /// The number of selections.
    pub(super) fn count(&self) -> usize {
        let choices = self.free().into_iter().map(|option| self.card.options[option].choices.len());
        choices.fold(1, usize::saturating_mul)
    }

    /// Every selection, the user's own first.
    pub(super) fn selections(&self) -> Vec<Selection> {
        let mut all = vec![self.selection.clone()];
        for option in self.free() {
            let own = self.selection.options[option];
            let choices = 0..self.card.options[option].choices.len();
            let others: Vec<usize> = choices.filter(|choice| *choice != own).collect();
            let begun = all.clone();
            for choice in others {
                all.extend(begun.iter().cloned().map(|mut selection| {
                    selection.options[option] = choice;
                    selection
                }));
            }
        }
        all
    }
}
