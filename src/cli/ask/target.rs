//! Flags about what only some cards have: options, assumptions, charges, companions.
//!
//! `ID=VALUE` is for every named offer that has the id, or else for the companions that have it.
//! `OFFER:ID=VALUE` is for that offer or companion alone, where it takes precedence.

use std::collections::HashSet;
use std::sync::Arc;

use whatif_pricing::{Currency, RateCard, Unknown};

use super::offer::NamedOffer;
use crate::cli::output::Failure;
use crate::library::Library;
use crate::scenario::{Choices, CompanionChoices, Offer, OfferId};

/// One thing that a flag says.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a, T> {
    /// The offer or the companion's card that it is about alone.
    of: Option<&'a str>,
    /// The id of the card part that it is about. `None` for the whole card.
    pub name: Option<&'a str>,
    /// The value that it gives.
    pub value: T,
}

/// The kind of card part that a flag refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// An option.
    Option,
    /// An assumption.
    Assumption,
    /// A charge.
    Charge,
    /// A companion.
    Companion,
}

/// A card that a flag can change: an offer's own or a companion's.
#[derive(Clone, Debug)]
pub struct Target {
    /// The offer's id.
    id: OfferId,
    /// True if the card is a companion's.
    is_companion: bool,
    /// The card.
    pub card: Arc<RateCard>,
    /// The choices on it.
    pub choices: Choices,
}

/// The place of a card among the targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TargetIx(usize);

/// Every card that a flag can change: those of the offers, then those of their companions.
#[derive(Clone, Debug)]
pub struct Targets(Vec<Target>);

impl<'a, T> Said<'a, T> {
    /// Reads `ID` or `OFFER:ID`.
    pub fn of(name: &'a str, value: T) -> Self {
        match name.split_once(':') {
            Some((of, name)) => Self { of: Some(of.trim()), name: Some(name.trim()), value },
            None => Self { of: None, name: Some(name), value },
        }
    }

    /// About the whole card: of `OFFER:`, or of every offer.
    pub const fn of_card(of: Option<&'a str>, value: T) -> Self {
        Self { of, name: None, value }
    }

    /// The same with another value.
    pub const fn with<U>(&self, value: U) -> Said<'a, U> {
        Said { of: self.of, name: self.name, value }
    }
}

impl PartKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Option => "option",
            Self::Assumption => "assumption",
            Self::Charge => "charge",
            Self::Companion => "companion",
        }
    }

    /// The ids of all such parts of a card.
    fn all(self, card: &RateCard) -> Vec<&str> {
        match self {
            Self::Option => card.options.iter().map(|option| &*option.id).collect(),
            Self::Assumption => card.assumptions.iter().map(|asked| &*asked.id).collect(),
            Self::Charge => card.charges.iter().map(|charge| &*charge.id).collect(),
            Self::Companion => card.companions.iter().map(|other| &*other.card).collect(),
        }
    }
}

impl Targets {
    /// The cards of the offers, with the choices that their arguments make.
    pub fn new(named: &[NamedOffer]) -> Self {
        let target = |named: &NamedOffer| Target {
            id: named.id.clone(),
            is_companion: false,
            card: Arc::clone(&named.card),
            choices: Choices { options: named.options.clone(), ..Choices::default() },
        };
        Self(named.iter().map(target).collect())
    }

    /// Adds companions, each to the offers that it is said of.
    pub fn include(
        &mut self,
        companions: &[Said<'_, ()>],
        library: &Library,
    ) -> Result<(), Failure> {
        let is_named = |said: &&Said<'_, ()>| {
            let names = |at: TargetIx| PartKind::Companion.all(&self.0[at.0].card);
            self.all().any(|at| names(at).contains(&said.name.unwrap_or_default()))
        };
        let (named, others): (Vec<_>, Vec<_>) = companions.iter().partition(is_named);
        let named: Vec<Said<'_, ()>> = named.into_iter().copied().collect();
        let mut all = self.shared("with", &named, PartKind::Companion)?;
        for said in others {
            all.extend(self.beside(said, library)?);
        }
        for (at, companion, ()) in all {
            let id = self.0[at.0].id.clone();
            let is_known = |it: &Target| it.is_companion && it.id == id && it.card.id == companion;
            if self.0.iter().any(is_known) {
                continue;
            }
            let (card, choices) = (library.card(companion)?, Choices::default());
            self.0.push(Target { id, is_companion: true, card, choices });
        }
        Ok(())
    }

    /// The offers that another service of their provider may stand beside, although their cards do not name it.
    fn beside<'a>(
        &self,
        said: &Said<'a, ()>,
        library: &Library,
    ) -> Result<Vec<(TargetIx, &'a str, ())>, Failure> {
        let name = said.name.unwrap_or_default();
        let of = said.of.map_or_else(|| self.all().collect(), |of| self.named(of));
        let takes = |at: &TargetIx| {
            let Target { card, is_companion, .. } = &self.0[at.0];
            let other = library.card(name);
            !is_companion && other.is_ok_and(|other| card.may_have_beside(&other))
        };
        let beside: Vec<_> = of.into_iter().filter(takes).map(|at| (at, name, ())).collect();
        if beside.is_empty() {
            return self.shared("with", &[*said], PartKind::Companion);
        }
        Ok(beside)
    }

    /// The currency of the first offer's card as it is chosen.
    pub fn currency(&self) -> Currency {
        let first = &self.0[0];
        first.choices.currency_on(&first.card)
    }

    /// The cards.
    pub fn cards(&self) -> impl Iterator<Item = &Arc<RateCard>> {
        self.0.iter().map(|target| &target.card)
    }

    /// Returns whether there is more than one card to choose on.
    pub const fn are_several(&self) -> bool {
        self.0.len() > 1
    }

    /// One of them, by the place that [`Self::shared`] gives.
    pub fn at(&mut self, at: TargetIx) -> &mut Target {
        &mut self.0[at.0]
    }

    /// All of them.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Target> {
        self.0.iter_mut()
    }

    /// Every card that something is said of: the card's place, the name, the value. A name that
    /// none of the cards has is refused, and so is an offer that is not named.
    pub fn shared<'a, T: Copy>(
        &self,
        flag: &str,
        all: &[Said<'a, T>],
        kind: PartKind,
    ) -> Result<Vec<(TargetIx, &'a str, T)>, Failure> {
        let mut shared = Vec::new();
        for said in all {
            let name = said.name.unwrap_or_default();
            for at in self.meant(flag, said, kind)? {
                if said.of.is_some() || !self.has_its_own(at, all, said, kind) {
                    shared.push((at, name, said.value));
                }
            }
        }
        Ok(shared)
    }

    /// Returns whether the same is said of a card alone, by another flag or by the argument of its
    /// offer.
    fn has_its_own<T>(
        &self,
        at: TargetIx,
        all: &[Said<'_, T>],
        said: &Said<'_, T>,
        kind: PartKind,
    ) -> bool {
        let mut alone = all.iter().filter(|other| other.name == said.name && other.of.is_some());
        let target = &self.0[at.0];
        let by_argument = kind == PartKind::Option
            && said.name.is_some_and(|name| target.choices.options.contains_key(name))
            && !target.is_companion
            && target.id.is_copy();
        by_argument || alone.any(|other| self.named(other.of.unwrap_or_default()).contains(&at))
    }

    /// The cards that something said is about.
    fn meant<T>(
        &self,
        flag: &str,
        said: &Said<'_, T>,
        kind: PartKind,
    ) -> Result<Vec<TargetIx>, Failure> {
        let among = match said.of {
            Some(of) => self.named(of),
            None => self.all().collect(),
        };
        if let (Some(of), true) = (said.of, among.is_empty()) {
            return Err(self.not_named(flag, of, said.name.unwrap_or_default()));
        }
        let has = |at: &TargetIx| match said.name {
            Some(name) => kind.all(&self.0[at.0].card).contains(&name),
            None => said.of.is_some() || !self.0[at.0].is_companion,
        };
        let having: Vec<TargetIx> = among.iter().copied().filter(has).collect();
        if having.is_empty() {
            let mut exists: Vec<&str> =
                among.iter().flat_map(|at| kind.all(&self.0[at.0].card)).collect();
            let mut seen = HashSet::new();
            exists.retain(|name| seen.insert(*name));
            let name = said.name.unwrap_or_default();
            return Err(Failure::input(Unknown::new(kind.name(), name, exists)));
        }
        let of_offers = having.iter().copied().filter(|at| !self.0[at.0].is_companion);
        let of_offers: Vec<TargetIx> = of_offers.collect();
        Ok(if said.of.is_some() || of_offers.is_empty() { having } else { of_offers })
    }

    fn all(&self) -> impl Iterator<Item = TargetIx> {
        (0..self.0.len()).map(TargetIx)
    }

    /// The offer of this id and the companions of this card. If no offer has the id, the copies of the card.
    fn named(&self, of: &str) -> Vec<TargetIx> {
        let is_offer = |target: &Target| !target.is_companion && target.id.as_str() == of;
        let has_offer = self.0.iter().any(is_offer);
        let is_named = |target: &Target| {
            let is_card = target.card.id == of;
            if target.is_companion || !has_offer { is_card } else { is_offer(target) }
        };
        self.all().filter(|at| is_named(&self.0[at.0])).collect()
    }

    fn not_named(&self, flag: &str, of: &str, name: &str) -> Failure {
        let id = |target: &Target| {
            if target.is_companion { target.card.id.clone() } else { target.id.to_string() }
        };
        let unknown = Unknown::new("card", of, self.0.iter().map(id));
        Failure::Input(
            anyhow::Error::new(unknown)
                .context(format!("--{flag} {of}:{name} is for a card that is not named here")),
        )
    }

    /// The offers with everything that was chosen on them and on their companions.
    pub fn into_offers(self, named: &[NamedOffer]) -> Vec<(OfferId, Offer)> {
        let offer = |named: &NamedOffer| {
            (named.id.clone(), Offer { label: named.label.clone(), ..Offer::default() })
        };
        let mut offers: Vec<(OfferId, Offer)> = named.iter().map(offer).collect();
        for target in self.0 {
            let Some((_, offer)) = offers.iter_mut().find(|(id, _)| *id == target.id) else {
                continue;
            };
            if target.is_companion {
                let choices = CompanionChoices::Own(target.choices);
                offer.companions.insert(target.card.id.clone(), choices);
            } else {
                offer.choices = target.choices;
            }
        }
        offers
    }
}
