//! Choosing differently on the card: other choices of its options, other readings of its source.

use super::{Moving, Outcome};
use crate::card::rate_card::{Named, RateCard, Selection};
use crate::number::ratio::Ratio;

/// The set that a lever chooses from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// The choices of an option, by its place in the card.
    Option(usize),
    /// The readings of an assumption, by its place in the card.
    Assumption(usize),
}

impl Of {
    /// The names of what can be chosen, in the card's order.
    #[must_use]
    pub fn named(self, card: &RateCard) -> Vec<&Named> {
        match self {
            Self::Option(place) => card.options[place].choices.iter().collect(),
            Self::Assumption(place) => {
                card.assumptions[place].readings.iter().map(|reading| &reading.named).collect()
            }
        }
    }
}

/// The outcomes of the choices of one option, or of the readings of one assumption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceLever {
    /// Of what.
    pub of: Of,
    /// The place of the one that is chosen.
    pub chosen: usize,
    /// All of them, the chosen one too, in the card's order.
    pub alternatives: Vec<Alternative>,
}

/// One choice or reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// Its place.
    pub place: usize,
    /// The outcome of it, with everything else as it stands.
    pub outcome: Outcome,
}

impl ChoiceLever {
    /// Returns whether every choice comes to the same known total: nothing depends on it here.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        let same = |it: &Alternative| it.outcome.difference.is_some_and(Ratio::is_zero);
        self.alternatives.iter().all(same)
    }
}

pub(super) fn options(moving: &Moving<'_>) -> Vec<ChoiceLever> {
    (0..moving.card().options.len()).map(|place| lever(moving, Of::Option(place))).collect()
}

pub(super) fn readings(moving: &Moving<'_>) -> Vec<ChoiceLever> {
    let card = moving.card();
    // A reading that changes no charge is about something else than money.
    let priced = |place: &usize| {
        card.assumptions[*place].readings.iter().any(|reading| !reading.charges.is_empty())
    };
    let priced = (0..card.assumptions.len()).filter(priced);
    priced.map(|place| lever(moving, Of::Assumption(place))).collect()
}

fn lever(moving: &Moving<'_>, of: Of) -> ChoiceLever {
    let selection = moving.subject.selection;
    let chosen = match of {
        Of::Option(place) => selection.options[place],
        Of::Assumption(place) => selection.readings[place],
    };
    let count = of.named(moving.card()).len();
    let alternative = |place: usize| {
        let total = if place == chosen {
            Ok(moving.present)
        } else {
            moving.with_selection(&chosen_of(selection, of, place))
        };
        Alternative { place, outcome: moving.outcome(total) }
    };
    ChoiceLever { of, chosen, alternatives: (0..count).map(alternative).collect() }
}

fn chosen_of(selection: &Selection, of: Of, choice: usize) -> Selection {
    let mut other = selection.clone();
    match of {
        Of::Option(place) => other.options[place] = choice,
        Of::Assumption(place) => other.readings[place] = choice,
    }
    other
}
