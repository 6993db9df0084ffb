//! The catalogue: the rate cards that are shipped, and any others a caller reads.

use std::sync::{Arc, OnceLock};

use crate::card::problem::Problems;
use crate::card::rate_card::RateCard;
use crate::card::read;
use crate::usage::driver::Vocabulary;
use crate::usage::suggest::Unknown;

/// File names and texts of `pricing/cards/*.toml`, gathered when the crate is built.
pub(crate) const SHIPPED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/cards.rs"));

/// The JSON Schema of a card, with which editors complete and explain its keys.
pub const CARD_SCHEMA: &str = include_str!("../../card.schema.json");

/// Cards by id, in the order of the picker.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    pub(crate) cards: Vec<Arc<RateCard>>,
}

impl Catalog {
    /// The shipped cards, read from their texts. A program that starts often takes them as they were
    /// compiled when it was built: [`Self::compiled`].
    ///
    /// ```
    /// use whatif_pricing::Catalog;
    /// let catalog = Catalog::shipped();
    /// assert_eq!(catalog.card("alibaba-kms-payg").unwrap().provider, "Alibaba Cloud");
    /// let error = catalog.card("alibaba-kms").unwrap_err();
    /// assert!(error.to_string().contains("did you mean 'alibaba-kms-payg'"));
    /// ```
    ///
    /// # Panics
    /// If a shipped card has problems, which a test rules out.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static CATALOG: OnceLock<Catalog> = OnceLock::new();
        CATALOG.get_or_init(|| {
            let read = |(name, text): &(&str, &str)| {
                let card = RateCard::read(text, Vocabulary::standard());
                Arc::new(
                    card.unwrap_or_else(|problems| panic!("the shipped card {name}:\n{problems}")),
                )
            };
            Catalog { cards: SHIPPED.iter().map(read).collect() }
        })
    }

    /// The shipped files: name and text.
    #[must_use]
    pub const fn shipped_files() -> &'static [(&'static str, &'static str)] {
        SHIPPED
    }

    /// Adds a card, or replaces the one of the same id.
    pub fn put(&mut self, card: impl Into<Arc<RateCard>>) {
        let card = card.into();
        match self.cards.iter_mut().find(|known| known.id == card.id) {
            Some(known) => *known = card,
            None => self.cards.push(card),
        }
    }

    /// Reads a card and adds it; on problems the catalogue stays as it was.
    pub fn read(&mut self, text: &str, vocabulary: &'static Vocabulary) -> Result<(), Problems> {
        self.put(RateCard::read(text, vocabulary)?);
        Ok(())
    }

    /// The id that a text gives its card, whatever else is wrong with the text. `None` if the text
    /// gives no id that can be read.
    ///
    /// ```
    /// use whatif_pricing::Catalog;
    /// assert_eq!(Catalog::id_in("id = \"mine\"\nplam = 1\nplan = ").as_deref(), Some("mine"));
    /// assert_eq!(Catalog::id_in("plan = \"x\""), None);
    /// ```
    #[must_use]
    pub fn id_in(text: &str) -> Option<String> {
        read::id_in(text)
    }

    /// All cards.
    #[must_use]
    pub fn cards(&self) -> &[Arc<RateCard>] {
        &self.cards
    }

    /// The card of this id.
    pub fn card(&self, id: &str) -> Result<Arc<RateCard>, Unknown> {
        let card = self.cards.iter().find(|card| card.id == id);
        card.cloned()
            .ok_or_else(|| Unknown::new("card", id, self.cards.iter().map(|card| &card.id)))
    }
}
