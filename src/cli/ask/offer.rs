//! Offers as arguments: `CARD`, or `CARD:option=choice,option=choice` for a copy with other choices.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::anyhow;
use whatif_pricing::{RateCard, Selection, UnknownChoice, Vocabulary};

use crate::cli::output::Failure;
use crate::library::Library;
use crate::scenario::OfferId;

/// An offer as an argument names it.
#[derive(Clone, Debug)]
pub struct NamedOffer {
    /// Its id: the card's, or for a copy `CARD~CHOICE-CHOICE`.
    pub id: OfferId,
    /// Its card.
    pub card: Arc<RateCard>,
    /// The choices that the argument makes, by option.
    pub options: BTreeMap<String, String>,
    /// The choices' labels. `None` for a default offer.
    pub label: Option<String>,
}

impl NamedOffer {
    /// Reads several arguments. One that names the same offer as another is refused.
    pub fn all(texts: &[&str], library: &Library) -> Result<Vec<Self>, Failure> {
        let mut all: Vec<Self> = Vec::with_capacity(texts.len());
        for text in texts {
            let mut named = Self::read(text, library)?;
            let is_same =
                |other: &Self| other.card.id == named.card.id && other.options == named.options;
            if all.iter().any(is_same) {
                return Err(Failure::Input(anyhow!(
                    "the card '{text}' is named twice: name it once, or another choice of it as CARD:option=choice"
                )));
            }
            if named.id.is_copy() {
                named.id = copy_id(&named, |id| all.iter().any(|other| other.id == *id));
            }
            all.push(named);
        }
        Ok(all)
    }

    fn read(text: &str, library: &Library) -> Result<Self, Failure> {
        let Some((card, choices)) = text.split_once(':') else {
            let card = library.card(text)?;
            let id = OfferId::of_card(&card.id);
            return Ok(Self { id, card, options: BTreeMap::new(), label: None });
        };
        let card = library.card(card.trim())?;
        let mut selection = Selection::standard(&card);
        let mut options = BTreeMap::new();
        for part in choices.split(',') {
            let (option, choice) = part.split_once('=').ok_or_else(|| {
                Failure::Input(anyhow!(
                    "'{text}' does not say what to choose: write CARD:option=choice, such as microsoft-sentinel:commitment=gb-100"
                ))
            })?;
            let (option, choice) = (option.trim(), choice.trim());
            let chosen = selection.choose(&card, option, choice);
            chosen.map_err(|error| unknown(&card, (option, choice), &error))?;
            options.insert(option.to_owned(), choice.to_owned());
        }
        let label = labels(&card, &selection, &options).join(", ");
        let mut named = Self { id: OfferId::of_card(&card.id), card, options, label: Some(label) };
        named.id = copy_id(&named, |_| false);
        Ok(named)
    }
}

/// An option or a choice that the card does not have. The value of a driver is none: it is the same for all offers.
fn unknown(card: &RateCard, (option, choice): (&str, &str), error: &UnknownChoice) -> Failure {
    let id = &card.id;
    if Vocabulary::standard().find(option).is_none() {
        return Failure::Input(anyhow!("{id}: {error}"));
    }
    Failure::Input(anyhow!(
        "{id}: {option} is a driver, and drivers have one value for all offers: write --set {option}={choice}, or set two values side by side with whatif sweep {option} {id} --from A --to B --points 2"
    ))
}

/// The id of a copy, made of its choices in the card's order.
fn copy_id(named: &NamedOffer, taken: impl Fn(&OfferId) -> bool) -> OfferId {
    let options = named.card.options.iter();
    let choices = options.filter_map(|option| named.options.get(&option.id));
    let choices: Vec<&str> = choices.map(String::as_str).collect();
    OfferId::of_copy(&named.card.id, &choices.join("-"), taken)
}

/// The labels of the choices that were made, in the card's order.
fn labels<'a>(
    card: &'a RateCard,
    selection: &Selection,
    options: &BTreeMap<String, String>,
) -> Vec<&'a str> {
    let chosen = card.options.iter().zip(&selection.options);
    let chosen = chosen.filter(|(option, _)| options.contains_key(&option.id));
    chosen.map(|(option, choice)| &*option.choices[*choice].label).collect()
}
