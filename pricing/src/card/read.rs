//! Reads rate cards and the vocabulary from TOML. A text is read to its end and every problem in it is
//! reported, each with its place and its remedy. Reading a text is [`crate::card::text`]'s.

mod agree;
mod assumption;
mod card;
mod charge;
mod combined;
mod companion;
mod context;
mod example;
mod former;
mod meter;
mod named;
mod preset;
mod price;
mod price_table;
mod quota;
mod shared;
mod vocabulary;

use toml::de::{DeTable, DeValue};

use crate::card::problem::Problems;
use crate::card::rate_card::RateCard;
use crate::card::text;
use crate::usage::driver::Vocabulary;

/// The largest card, in bytes.
pub const CARD_BYTES_MAX: usize = 256 * 1024;

impl RateCard {
    /// Reads a card from its text.
    ///
    /// ```
    /// use whatif_pricing::{RateCard, Vocabulary};
    /// let problems = RateCard::read("id = \"mine\"\nplam = \"x\"", Vocabulary::standard()).unwrap_err();
    /// assert!(problems.to_string().contains("2:1: unknown key 'plam': did you mean 'plan'?"));
    /// ```
    pub fn read(text: &str, vocabulary: &'static Vocabulary) -> Result<Self, Problems> {
        text::read(text, &CARDS, |table| Some(card::card(table, vocabulary)))
    }
}

/// The name of a card in complaints.
const CARDS: text::Kind = text::Kind { name: "a card", bytes_max: CARD_BYTES_MAX };

/// The id that a text gives its card, whatever else is wrong with the text.
pub(crate) fn id_in(text: &str) -> Option<String> {
    if text.len() > CARD_BYTES_MAX || text::nests_too_deep(text) {
        return None;
    }
    let (root, _) = DeTable::parse_recoverable(text);
    match root.get_ref().get("id")?.get_ref() {
        DeValue::String(id) => Some(id.to_string()),
        _ => None,
    }
}
