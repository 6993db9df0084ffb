//! Offers by id: a card with its choices, adjustments and companions, under a name.
//!
//! Each card has a default offer of its own id. A copy stands beside it as `card~slug`.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use thiserror::Error;
use whatif_pricing::{Currency, Money, Percent, RateCard, Selection};

use super::price::{OtherCurrency, TypedPrice};

/// The longest name of a copy, in characters.
pub const LABEL_CHARS_MAX: usize = 60;

/// Separates the card from the slug in the id of a copy.
const COPY_SIGN: char = '~';
/// The longest id of a card, and the longest slug, in characters.
const ID_LENGTH_MAX: usize = 60;
/// The longest slug made from a label, in characters.
const SLUG_LENGTH_MAX: usize = 40;

/// The id of an offer: `card` for a card's default offer, `card~slug` for a copy.
///
/// ```
/// use whatif::scenario::OfferId;
/// let copy: OfferId = "microsoft-sentinel~gb-100".parse().unwrap();
/// assert_eq!((copy.card(), copy.is_copy()), ("microsoft-sentinel", true));
/// assert!("~gb-100".parse::<OfferId>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfferId(Arc<str>);

/// A text that is not the id of an offer.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("'{text}' is not the id of an offer: write CARD, or CARD~NAME for a copy")]
pub struct OfferIdError {
    /// The text.
    pub text: String,
}

impl OfferId {
    /// The id of a card's default offer.
    #[must_use]
    pub fn of_card(card: &str) -> Self {
        Self(Arc::from(card))
    }

    /// An id for a new copy of a card under a label, different from all ids that are `taken`.
    #[must_use]
    pub fn of_copy(card: &str, label: &str, taken: impl Fn(&Self) -> bool) -> Self {
        let slug = slug(label);
        let first = Self(format!("{card}{COPY_SIGN}{slug}").into());
        let mut others = (2_u32..).map(|n| Self(format!("{card}{COPY_SIGN}{slug}-{n}").into()));
        if taken(&first) { others.find(|id| !taken(id)).unwrap_or(first) } else { first }
    }

    /// The id of its card.
    #[must_use]
    pub fn card(&self) -> &str {
        self.0.split_once(COPY_SIGN).map_or(&*self.0, |(card, _)| card)
    }

    /// Returns whether it is a copy and not a card's default offer.
    #[must_use]
    pub fn is_copy(&self) -> bool {
        self.0.contains(COPY_SIGN)
    }

    /// The id as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OfferId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl std::str::FromStr for OfferId {
    type Err = OfferIdError;

    fn from_str(text: &str) -> Result<Self, OfferIdError> {
        let is_word = |word: &str| {
            let letter = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit();
            word.starts_with(letter)
                && word.len() <= ID_LENGTH_MAX
                && word.chars().all(|it| letter(it) || it == '-' || it == '_')
        };
        let is_id = match text.split_once(COPY_SIGN) {
            Some((card, slug)) => is_word(card) && is_word(slug),
            None => is_word(text),
        };
        if is_id { Ok(Self(text.into())) } else { Err(OfferIdError { text: text.to_owned() }) }
    }
}

/// A label as a part of an id: small letters, digits and single hyphens.
fn slug(label: &str) -> String {
    let mut slug = String::new();
    for letter in label.chars().flat_map(char::to_lowercase).take(SLUG_LENGTH_MAX) {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "copy".to_owned() } else { slug.to_owned() }
}

/// The differences from the card's defaults in one offer, each part by its id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// The choice for each option.
    pub options: BTreeMap<String, String>,
    /// The reading for each assumption.
    pub readings: BTreeMap<String, String>,
    /// The user's own unit price for a charge.
    pub prices: BTreeMap<String, TypedPrice>,
    /// The currency of those prices, if the card has no list in it. They are then a list of their own.
    pub currency: Option<Currency>,
    /// The discount or mark-up on a charge.
    pub adjustments: BTreeMap<String, Percent>,
    /// The discount or mark-up on the whole card.
    pub adjustment: Option<Percent>,
}

/// The way in which a companion is priced beside an offer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CompanionChoices {
    /// As the default offer of its card stands in the same scenario.
    #[default]
    AsItsOffer,
    /// With choices of its own.
    Own(Choices),
}

/// A card with its choices, adjustments and companions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// The name of a copy in the user's words. `None` for a default offer.
    pub label: Option<String>,
    /// The differences from the card's defaults.
    pub choices: Choices,
    /// The companions that are included, by the ids of their cards.
    pub companions: BTreeMap<String, CompanionChoices>,
    /// True if the best offers consider it although it is closed to new customers, has ended or serves a
    /// special need: the user has it or needs it.
    pub is_considered: bool,
}

/// The offers that differ from their cards' defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offers(BTreeMap<OfferId, Offer>);

impl Offers {
    /// An offer. `None` for a default offer at its card's defaults, and for a copy that there is not.
    #[must_use]
    pub fn get(&self, id: &OfferId) -> Option<&Offer> {
        self.0.get(id)
    }

    /// All of them, by id.
    pub fn iter(&self) -> impl Iterator<Item = (&OfferId, &Offer)> {
        self.0.iter()
    }

    /// The copies of a card, by id.
    pub fn copies_of(&self, card: &str) -> impl Iterator<Item = (&OfferId, &Offer)> {
        self.0.iter().filter(move |(id, _)| id.is_copy() && id.card() == card)
    }

    /// Returns whether nothing differs from the cards' defaults.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Puts an offer in place of the one of that id. A default offer without choices is left out.
    pub fn put(&mut self, id: OfferId, offer: Offer) {
        if id.is_copy() || offer != Offer::default() {
            self.0.insert(id, offer);
        } else {
            self.0.remove(&id);
        }
    }

    /// Changes an offer, which begins at its card's defaults if it is not there.
    pub fn change(&mut self, id: &OfferId, change: impl FnOnce(&mut Offer)) {
        let mut offer = self.0.remove(id).unwrap_or_default();
        change(&mut offer);
        self.put(id.clone(), offer);
    }

    /// The choices on one card of an offer: its own or a companion's.
    #[must_use]
    pub fn part(&self, id: &OfferId, card: &str) -> &Choices {
        let offer = self.get(id);
        match offer {
            Some(offer) if id.card() == card => &offer.choices,
            _ => {
                let how = offer.and_then(|offer| offer.companions.get(card));
                self.of_companion(card, how.unwrap_or(&CompanionChoices::AsItsOffer))
            }
        }
    }

    /// Changes the choices on one card of an offer: its own or a companion's. A companion's begin as they
    /// stand now, and are the offer's own from then on.
    pub fn change_part(&mut self, id: &OfferId, card: &str, change: impl FnOnce(&mut Choices)) {
        if id.card() == card {
            return self.change(id, |offer| change(&mut offer.choices));
        }
        let mut choices = self.part(id, card).clone();
        change(&mut choices);
        self.change(id, |offer| {
            offer.companions.insert(card.to_owned(), CompanionChoices::Own(choices));
        });
    }

    /// Removes an offer: a copy is gone, a default offer is back at its card's defaults.
    pub fn remove(&mut self, id: &OfferId) -> Option<Offer> {
        self.0.remove(id)
    }

    /// Adds a copy under a label and returns its id.
    pub fn add_copy(&mut self, card: &str, label: &str, offer: Offer) -> OfferId {
        let id = OfferId::of_copy(card, label, |id| self.0.contains_key(id));
        self.0.insert(id.clone(), Offer { label: Some(label.to_owned()), ..offer });
        id
    }

    /// Returns whether two offers of one card are the same but for their names.
    #[must_use]
    pub fn are_alike(&self, one: &Offer, other: &Offer) -> bool {
        let companions = |offer: &'_ Offer| -> BTreeMap<String, Choices> {
            let all = offer.companions.iter();
            all.map(|(id, how)| (id.clone(), self.of_companion(id, how).clone())).collect()
        };
        one.choices == other.choices && companions(one) == companions(other)
    }

    /// The choices of a companion beside an offer.
    #[must_use]
    pub fn of_companion<'a>(&'a self, companion: &str, how: &'a CompanionChoices) -> &'a Choices {
        static DEFAULTS: Choices = Choices {
            options: BTreeMap::new(),
            readings: BTreeMap::new(),
            prices: BTreeMap::new(),
            currency: None,
            adjustments: BTreeMap::new(),
            adjustment: None,
        };
        match how {
            CompanionChoices::Own(choices) => choices,
            CompanionChoices::AsItsOffer => {
                self.0.get(&OfferId::of_card(companion)).map_or(&DEFAULTS, |offer| &offer.choices)
            }
        }
    }
}

impl FromIterator<(OfferId, Offer)> for Offers {
    fn from_iter<T: IntoIterator<Item = (OfferId, Offer)>>(offers: T) -> Self {
        let mut all = Self::default();
        for (id, offer) in offers {
            all.put(id, offer);
        }
        all
    }
}

/// The kind of card part that a choice refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// A choice of an option.
    Option,
    /// A reading of an assumption.
    Reading,
    /// A charge that has a price of the user's own.
    Price,
    /// A price of the user's own in another currency than the card's list as it is chosen.
    OtherCurrency {
        /// The currency of the list.
        list: Currency,
    },
    /// A charge that has a discount or mark-up.
    Adjustment,
    /// A companion.
    Companion,
}

/// A choice that the card, as it is now, does not have. It stays in the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The card that lacks it: the offer's own or a companion's.
    pub card: String,
    /// The kind of part.
    pub kind: PartKind,
    /// The id of the option, assumption, charge or companion.
    pub id: String,
    /// The value that it was set to. `None` for a companion.
    pub value: Option<String>,
}

impl Choices {
    /// Returns whether nothing differs from the card's defaults.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The same on a card, by place, and what the card does not have.
    #[must_use]
    pub fn on(&self, card: &RateCard) -> (Selection, Vec<Missing>) {
        let mut selection = Selection::standard(card);
        let mut missing = Vec::new();
        let mut lacks = |kind, id: &String, value: String| {
            let (card, id) = (card.id.clone(), id.clone());
            missing.push(Missing { card, kind, id, value: Some(value) });
        };
        for (option, choice) in &self.options {
            if selection.choose(card, option, choice).is_err() {
                lacks(PartKind::Option, option, choice.clone());
            }
        }
        for (assumption, reading) in &self.readings {
            if selection.assume(card, assumption, reading).is_err() {
                lacks(PartKind::Reading, assumption, reading.clone());
            }
        }
        selection.list = self.currency;
        let list = selection.currency(card);
        for (charge, price) in &self.prices {
            let currency = price.currency.unwrap_or(list);
            let kind = match card.charge(charge) {
                Err(_) => PartKind::Price,
                Ok(place) => {
                    selection.prices[place] = Some(Money { amount: price.amount, currency });
                    PartKind::OtherCurrency { list }
                }
            };
            if kind == PartKind::Price || currency != list {
                lacks(kind, charge, price.to_string());
            }
        }
        for (charge, by) in &self.adjustments {
            if selection.adjust(card, charge, *by).is_err() {
                lacks(PartKind::Adjustment, charge, by.to_string());
            }
        }
        selection.adjustment = self.adjustment;
        (selection, missing)
    }

    /// The currency of a card's list under these choices.
    #[must_use]
    pub fn currency_on(&self, card: &RateCard) -> Currency {
        self.on(card).0.currency(card)
    }

    /// A price that was typed for a charge of a card, in the currency of the list. One in another currency
    /// is taken if the card has no list in it and no other charge has a price of the user's own: it begins
    /// a list.
    pub fn read_price(
        &self,
        card: &RateCard,
        charge: &str,
        typed: TypedPrice,
    ) -> Result<Money, OtherCurrency> {
        let list = self.currency_on(card);
        let currency = typed.currency.unwrap_or(list);
        let is_first = self.prices.keys().all(|known| known == charge);
        let has_list = card.currencies().contains(&currency);
        if currency == list || is_first && (!has_list || self.currency.is_some()) {
            return Ok(Money { amount: typed.amount, currency });
        }
        let said = has_list.then_some(currency);
        Err(OtherCurrency { price: typed, list, said })
    }

    /// Prices a charge at a price that was read for it.
    pub fn set_price(&mut self, card: &RateCard, charge: &str, price: Money) {
        self.prices.insert(charge.to_owned(), price.into());
        self.currency = Some(price.currency).filter(|it| !card.currencies().contains(it));
    }

    /// Prices a charge as the card does.
    pub fn remove_price(&mut self, charge: &str) {
        self.prices.remove(charge);
        if self.prices.is_empty() {
            self.currency = None;
        }
    }

    /// The same with every option and reading of a card written out: another edition of the card may have
    /// other defaults.
    #[must_use]
    pub fn written_out(&self, card: &RateCard) -> Self {
        let (selection, _) = self.on(card);
        let mut all = self.clone();
        for (option, choice) in card.options.iter().zip(&selection.options) {
            let choice = option.choices[*choice].id.clone();
            all.options.entry(option.id.clone()).or_insert(choice);
        }
        for (assumption, reading) in card.assumptions.iter().zip(&selection.readings) {
            let reading = assumption.readings[*reading].named.id.clone();
            all.readings.entry(assumption.id.clone()).or_insert(reading);
        }
        all
    }
}
