//! The choices on cards: options, readings of ambiguous sources, prices of the user's own.

use std::sync::Arc;

use anyhow::anyhow;
use clap::Args;
use whatif_pricing::{RateCard, Selection, UnknownChoice};

use super::pair;
use super::target::{PartKind, Said, Targets};
use crate::cli::output::Failure;
use crate::scenario::TypedPrice;

/// The flags of choices on a card.
#[derive(Debug, Args)]
#[command(next_help_heading = "Card")]
pub struct ChoiceArgs {
    /// Choose for an option of the card, such as region=region-2
    #[arg(long, value_name = "ID=CHOICE")]
    option: Vec<String>,

    /// Take another reading of an ambiguous source, such as api-rounding=package
    #[arg(long, value_name = "ID=READING")]
    assume: Vec<String>,

    /// Use your own unit price, such as edition=0.2 or edition="0.2 EUR"
    #[arg(long, value_name = "CHARGE=AMOUNT")]
    price: Vec<String>,
}

impl ChoiceArgs {
    /// Makes the choices, each on every card that it is about.
    pub fn apply(&self, targets: &mut Targets) -> Result<(), Failure> {
        let several = targets.are_several();
        let options = said("option", &self.option, "ID=CHOICE, such as region=region-2")?;
        for (place, option, choice) in targets.shared("option", &options, PartKind::Option)? {
            let target = targets.at(place);
            let chosen = Selection::standard(&target.card).choose(&target.card, option, choice);
            chosen.map_err(|error| unsuited(several, &target.card, ("option", option), error))?;
            target.choices.options.insert(option.to_owned(), choice.to_owned());
        }
        let readings = said("assume", &self.assume, READING)?;
        for (place, name, reading) in targets.shared("assume", &readings, PartKind::Assumption)? {
            let target = targets.at(place);
            let taken = Selection::standard(&target.card).assume(&target.card, name, reading);
            taken.map_err(|error| unsuited(several, &target.card, ("assume", name), error))?;
            target.choices.readings.insert(name.to_owned(), reading.to_owned());
        }
        let prices = self.prices()?;
        let prices = targets.shared("price", &prices, PartKind::Charge)?;
        for (place, charge, price) in &prices {
            let card = Arc::clone(&targets.at(*place).card);
            let of_card = prices.iter().filter(|(other, _, _)| other == place);
            let begun = of_card.filter_map(|(_, _, other)| other.currency);
            let begun = begun.into_iter().find(|other| !card.currencies().contains(other));
            if let (Some(list), None) = (begun, price.currency) {
                return Err(Failure::Input(anyhow!(
                    "the price of {charge} on {}: {price} names no currency, beside a price in {list}: write the prices of a card in one currency, such as {charge}=\"{price} {list}\"",
                    card.id
                )));
            }
        }
        for (place, charge, price) in prices {
            let target = targets.at(place);
            let own = target.choices.read_price(&target.card, charge, price);
            let own = own.map_err(|error| {
                Failure::Input(anyhow!("the price of {charge} on {}: {error}", target.card.id))
            })?;
            target.choices.set_price(&target.card, charge, own);
        }
        Ok(())
    }

    fn prices(&self) -> Result<Vec<Said<'_, TypedPrice>>, Failure> {
        let said = said("price", &self.price, "CHARGE=AMOUNT, such as edition=0.2")?;
        let prices = said.into_iter().map(|said| {
            let name = said.name.unwrap_or_default();
            let price = said.value.parse::<TypedPrice>();
            let price =
                price.map_err(|error| Failure::Input(anyhow!("the price of {name}: {error}")))?;
            Ok(said.with(price))
        });
        prices.collect()
    }
}

/// The form in which a reading is written.
const READING: &str = "ID=READING, such as api-rounding=package";

/// Reads `ID=READING` of one card.
pub fn reading<'a>(card: &RateCard, text: &'a str) -> Result<(&'a str, &'a str), Failure> {
    let (assumption, reading) = pair("assume", text, READING)?;
    Selection::standard(card).assume(card, assumption, reading).map_err(Failure::input)?;
    Ok((assumption, reading))
}

fn said<'a>(
    flag: &str,
    texts: &'a [String],
    shape: &str,
) -> Result<Vec<Said<'a, &'a str>>, Failure> {
    let read = |text: &'a String| {
        let (name, value) = pair(flag, text, shape)?;
        Ok(Said::of(name, value))
    };
    texts.iter().map(read).collect()
}

/// A choice that one of the cards does not have and, if there are other cards, how to leave it out.
fn unsuited(
    several: bool,
    card: &RateCard,
    (flag, name): (&str, &str),
    error: UnknownChoice,
) -> Failure {
    if !several {
        return Failure::input(error);
    }
    let id = &card.id;
    Failure::Input(anyhow!(
        "{id}: {error} (to choose for another card alone, write --{flag} CARD:{name}=…)"
    ))
}
