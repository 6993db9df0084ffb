//! What flags say about names that only some cards have: options, assumptions, charges, companions.
//!
//! `ID=VALUE` is for every named card that has the name, `CARD:ID=VALUE` for that card alone, where it
//! holds before the other.

use std::sync::Arc;

use whatif_pricing::{RateCard, Unknown};

use crate::cli::output::Failure;

/// One thing that a flag says.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a, T> {
    /// The id of the card that it is about alone.
    card: Option<&'a str>,
    /// What it is about; none for the whole card.
    pub name: Option<&'a str>,
    /// What it says.
    pub value: T,
}

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// An option.
    Option,
    /// An assumption.
    Assumption,
    /// A charge.
    Charge,
    /// A companion.
    Companion,
}

impl<'a, T> Said<'a, T> {
    /// Reads `ID` or `CARD:ID`.
    pub fn of(name: &'a str, value: T) -> Self {
        match name.split_once(':') {
            Some((card, name)) => Self { card: Some(card.trim()), name: Some(name.trim()), value },
            None => Self { card: None, name: Some(name), value },
        }
    }

    /// About the whole card: of `CARD:`, or of every one.
    pub fn of_card(card: Option<&'a str>, value: T) -> Self {
        Self { card, name: None, value }
    }

    /// The same with another value.
    pub fn with<U>(&self, value: U) -> Said<'a, U> {
        Said { card: self.card, name: self.name, value }
    }
}

impl Named {
    fn kind(self) -> &'static str {
        match self {
            Self::Option => "option",
            Self::Assumption => "assumption",
            Self::Charge => "charge",
            Self::Companion => "companion",
        }
    }

    /// All such names of a card.
    fn all(self, card: &RateCard) -> Vec<&str> {
        match self {
            Self::Option => card.options.iter().map(|option| &*option.id).collect(),
            Self::Assumption => card.assumptions.iter().map(|asked| &*asked.id).collect(),
            Self::Charge => card.charges.iter().map(|charge| &*charge.id).collect(),
            Self::Companion => card.companions.iter().map(|other| &*other.card).collect(),
        }
    }
}

/// What is said, for each card that it is about: the card's place, the name, the value. A name that none
/// of the cards has is refused, and so is a card that is not among them.
pub fn shared<'a, T: Copy>(
    cards: &[Arc<RateCard>],
    flag: &str,
    all: &[Said<'a, T>],
    of: Named,
) -> Result<Vec<(usize, &'a str, T)>, Failure> {
    let about = |said: &Said<'a, T>| {
        let places = places(cards, flag, said, of)?;
        let name = said.name.unwrap_or_default();
        let spared = |place: &usize| {
            let bound = all.iter().filter(|other| other.name == said.name);
            let mut bound = bound.filter_map(|other| other.card);
            said.card.is_some() || !bound.any(|card| card == cards[*place].id)
        };
        let value = said.value;
        Ok(places.into_iter().filter(spared).map(move |place| (place, name, value)).collect())
    };
    let shared: Vec<Vec<_>> = all.iter().map(about).collect::<Result<_, Failure>>()?;
    Ok(shared.into_iter().flatten().collect())
}

/// The places of the cards that something said is about.
fn places<T>(
    cards: &[Arc<RateCard>],
    flag: &str,
    said: &Said<'_, T>,
    of: Named,
) -> Result<Vec<usize>, Failure> {
    let ids = || cards.iter().map(|card| &*card.id);
    let among: Vec<usize> = match said.card {
        None => (0..cards.len()).collect(),
        Some(id) => ids().position(|known| known == id).into_iter().collect(),
    };
    if let (Some(id), true) = (said.card, among.is_empty()) {
        let unknown = Unknown::new("card", id, ids());
        return Err(Failure::Input(anyhow::Error::new(unknown).context(format!(
            "--{flag} {id}:{} is for a card that is not named here",
            said.name.unwrap_or_default()
        ))));
    }
    let Some(name) = said.name else { return Ok(among) };
    let names = |place: &usize| of.all(&cards[*place]);
    let having = among.iter().copied().filter(|place| names(place).contains(&name));
    let having: Vec<usize> = having.collect();
    if having.is_empty() {
        let mut exists: Vec<&str> = among.iter().flat_map(names).collect();
        let mut seen = std::collections::HashSet::new();
        exists.retain(|name| seen.insert(*name));
        return Err(Failure::input(Unknown::new(of.kind(), name, exists)));
    }
    Ok(having)
}
