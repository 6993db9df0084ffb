//! The choices on cards: options, readings of ambiguous sources, prices of the user's own.

use std::sync::Arc;

use anyhow::anyhow;
use clap::Args;
use rust_decimal::Decimal;
use whatif_pricing::{RateCard, Selection, UnknownChoice, number};

use super::pair;
use super::said::{Named, Said, shared};
use crate::cli::output::Failure;

/// The flags of what is chosen on a card.
#[derive(Debug, Args)]
#[command(next_help_heading = "Card")]
pub struct ChoiceArgs {
    /// Choose for an option of the card, such as region=region-2
    #[arg(long, value_name = "ID=CHOICE")]
    option: Vec<String>,

    /// Take another reading of an ambiguous source, such as api-rounding=package
    #[arg(long, value_name = "ID=READING")]
    assume: Vec<String>,

    /// Put your own unit price in place of the card's, such as edition=0.2
    #[arg(long, value_name = "CHARGE=AMOUNT")]
    price: Vec<String>,
}

impl ChoiceArgs {
    /// Makes the choices, each on every card that has what it is about.
    pub fn apply(
        &self,
        selections: &mut [Selection],
        cards: &[Arc<RateCard>],
    ) -> Result<(), Failure> {
        let options = said("option", &self.option, "ID=CHOICE, such as region=region-2")?;
        for (card, name, choice) in shared(cards, "option", &options, Named::Option)? {
            let chosen = selections[card].choose(&cards[card], name, choice);
            chosen.map_err(|error| unsuited(cards, card, ("option", name), error))?;
        }
        let readings = said("assume", &self.assume, READING)?;
        for (card, name, reading) in shared(cards, "assume", &readings, Named::Assumption)? {
            let taken = selections[card].assume(&cards[card], name, reading);
            taken.map_err(|error| unsuited(cards, card, ("assume", name), error))?;
        }
        for (card, charge, price) in shared(cards, "price", &self.prices()?, Named::Charge)? {
            selections[card].price(&cards[card], charge, price).map_err(Failure::input)?;
        }
        Ok(())
    }

    fn prices(&self) -> Result<Vec<Said<'_, Decimal>>, Failure> {
        let said = said("price", &self.price, "CHARGE=AMOUNT, such as edition=0.2")?;
        let prices = said.into_iter().map(|said| {
            let name = said.name.unwrap_or_default();
            let price = number::price(said.value)
                .map_err(|error| Failure::Input(anyhow!("the price of {name}: {error}")))?;
            Ok(said.with(price))
        });
        prices.collect()
    }
}

/// What a reading is written as.
const READING: &str = "ID=READING, such as api-rounding=package";

/// Takes readings for one card's assumptions.
pub fn assume(
    selection: &mut Selection,
    card: &RateCard,
    readings: &[String],
) -> Result<(), Failure> {
    for text in readings {
        let (assumption, reading) = pair("assume", text, READING)?;
        selection.assume(card, assumption, reading).map_err(Failure::input)?;
    }
    Ok(())
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

/// A choice that one of the cards does not offer; where there are others, how to spare it.
fn unsuited(
    cards: &[Arc<RateCard>],
    card: usize,
    (flag, name): (&str, &str),
    error: UnknownChoice,
) -> Failure {
    let id = &cards[card].id;
    match cards {
        [_] => Failure::input(error),
        _ => Failure::Input(anyhow!(
            "{id}: {error}; what is meant for another card alone is written --{flag} CARD:{name}=…"
        )),
    }
}
