//! The terms beside the card's prices: discounts, tax, the day of the price lists, companions, and
//! the currency of the answer.

use anyhow::anyhow;
use chrono::NaiveDate;
use clap::Args;
use whatif_pricing::{Currency, ExchangeRate, ExchangeRates, Percent, PercentError};

use super::date;
use super::target::{PartKind, Said, Targets};
use crate::cli::output::Failure;
use crate::library::Library;
use crate::scenario::Choices;

/// The flags of the terms beside the prices.
#[derive(Debug, Args)]
#[command(next_help_heading = "Terms")]
pub struct TermsArgs {
    /// Price with the lists in force on this date [default: those of the period]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    /// Take a discount off the whole card, or off one charge: 10, or storage=10
    #[arg(long, value_name = "[CHARGE=]PERCENT")]
    discount: Vec<String>,

    /// Put a mark-up on the whole card, or on one charge: 5, or api=5
    #[arg(long, value_name = "[CHARGE=]PERCENT")]
    mark_up: Vec<String>,

    /// Add a tax on what remains
    #[arg(long, value_name = "PERCENT")]
    tax: Option<String>,

    /// Add the invoice of a companion: a card whose service this one needs or can use
    #[arg(long, value_name = "CARD")]
    with: Vec<String>,

    /// Show the total in this currency too, such as EUR
    #[arg(long = "in", value_name = "CURRENCY", help_heading = "Currency")]
    currency: Option<String>,

    /// Give an exchange rate, with its day and source: "1 EUR = 1.08 USD 2026-11-20 ECB"
    #[arg(long, value_name = "RATE", help_heading = "Currency")]
    rate: Vec<String>,
}

impl TermsArgs {
    /// The day whose price lists apply.
    pub fn as_of(&self) -> Result<Option<NaiveDate>, Failure> {
        self.as_of.as_deref().map(|text| date("--as-of", text)).transpose()
    }

    /// The tax. A tax of zero is none.
    pub fn tax(&self) -> Result<Option<Percent>, Failure> {
        let tax = self.tax.as_deref();
        let tax =
            tax.map(|text| percent("the tax", text, "0 to 1,000", "19 or 7.5")).transpose()?;
        Ok(tax.filter(|tax| !tax.is_zero()))
    }

    /// The currency that was asked for.
    pub fn currency(&self) -> Result<Option<Currency>, Failure> {
        self.currency.as_deref().map(currency).transpose()
    }

    /// Adds the companions to the offers that can have them.
    pub fn include(&self, targets: &mut Targets, library: &Library) -> Result<(), Failure> {
        let companions: Vec<_> = self.with.iter().map(|id| Said::of(id, ())).collect();
        targets.include(&companions, library)
    }

    /// Puts discounts and mark-ups on the cards that they are about. One of zero is none.
    pub fn adjust(&self, targets: &mut Targets) -> Result<(), Failure> {
        for (place, charge, by) in
            targets.shared("discount", &self.adjustments()?, PartKind::Charge)?
        {
            let charge = Some(charge).filter(|charge| !charge.is_empty());
            adjust(&mut targets.at(place).choices, charge, by)?;
        }
        for target in targets.iter_mut() {
            let choices = &mut target.choices;
            choices.adjustment = choices.adjustment.filter(|by| !by.is_zero());
            choices.adjustments.retain(|_, by| !by.is_zero());
        }
        Ok(())
    }

    /// Discounts, below zero, and mark-ups.
    fn adjustments<'a>(&'a self) -> Result<Vec<Said<'a, Percent>>, Failure> {
        let discount = |text: &'a String| {
            let said = target(text);
            let what = format!("the discount {}", on(said.name));
            let by = percent(&what, said.value, "0 to 100", ADJUSTMENTS)?;
            let by = by.negated().map_err(|error| of_flag("discount", text, &error))?;
            Ok(said.with(by))
        };
        let mark_up = |text: &'a String| {
            let said = target(text);
            let what = format!("the mark-up {}", on(said.name));
            Ok(said.with(percent(&what, said.value, "0 to 1,000", ADJUSTMENTS)?))
        };
        let mut all = self.discount.iter().map(discount).collect::<Result<Vec<_>, Failure>>()?;
        all.extend(self.mark_up.iter().map(mark_up).collect::<Result<Vec<_>, Failure>>()?);
        Ok(all)
    }

    /// The exchange rates: those of the flags, then those of the settings.
    pub fn rates(
        &self,
        own: Currency,
        kept: &ExchangeRates,
        today: NaiveDate,
    ) -> Result<ExchangeRates, Failure> {
        let into = self.currency()?;
        let same = |rate: &ExchangeRate, kept: &ExchangeRate| {
            [(rate.from, rate.to), (rate.to, rate.from)].contains(&(kept.from, kept.to))
        };
        let mut rates = ExchangeRates::default();
        for text in &self.rate {
            // Of the currency asked for itself it can only be said what it is worth in the card's.
            let mut named = text.split(|letter: char| !letter.is_ascii_alphabetic());
            let named = named.find(|word| !word.is_empty()).unwrap_or_default();
            let other = into.filter(|into| !named.eq_ignore_ascii_case(into.code()));
            let rate = ExchangeRate::parse(text, other.unwrap_or(own), today);
            let rate = rate.map_err(|error| of_flag("rate", text, &error))?;
            // Of one written twice the last holds, as with every flag; turned around, one contradicts.
            let turned = |known: &&ExchangeRate| (known.from, known.to) == (rate.to, rate.from);
            let twice = rates.all().iter().find(turned);
            if let Some(known) = twice {
                let error = format!(
                    "there are two rates between {} and {}: keep one, or name the other currency, as in EUR/USD=1.08",
                    known.from, known.to
                );
                return Err(Failure::Input(anyhow!(error)));
            }
            rates.set(rate).map_err(|error| of_flag("rate", text, &error))?;
        }
        let given = rates.all().to_vec();
        for rate in kept.all().iter().filter(|kept| !given.iter().any(|rate| same(rate, kept))) {
            rates.set(rate.clone()).map_err(Failure::input)?;
        }
        Ok(rates)
    }
}

/// `storage=10` is on a charge, `10` on the whole card; `CARD:` before it on that card alone.
fn target(text: &str) -> Said<'_, &str> {
    match text.split_once('=') {
        Some((charge, percent)) => Said::of(charge.trim(), percent.trim()),
        None => match text.split_once(':') {
            Some((card, percent)) => Said::of_card(Some(card.trim()), percent.trim()),
            None => Said::of_card(None, text.trim()),
        },
    }
}

fn on(charge: Option<&str>) -> String {
    charge.map_or_else(|| "on the whole card".to_owned(), |charge| format!("on {charge}"))
}

fn adjust(choices: &mut Choices, charge: Option<&str>, by: Percent) -> Result<(), Failure> {
    let former = match charge {
        Some(charge) => choices.adjustments.get(charge).copied(),
        None => choices.adjustment,
    };
    if let Some(former) = former {
        let (former, by, on) = (named(former), named(by), on(charge));
        return Err(Failure::Input(anyhow!("{former} and {by} {on}: give one of the two")));
    }
    match charge {
        Some(charge) => drop(choices.adjustments.insert(charge.to_owned(), by)),
        None => choices.adjustment = Some(by),
    }
    Ok(())
}

fn named(by: Percent) -> String {
    let kind = if by.is_negative() { "discount" } else { "mark-up" };
    format!("a {kind} of {} %", by.magnitude())
}

fn percent(what: &str, text: &str, range: &str, such_as: &str) -> Result<Percent, Failure> {
    Percent::parse(text).map_err(|error| match error {
        PercentError::Number(_) => Failure::Input(anyhow!(
            "{what}: '{text}' is not a percentage: write a number from {range} with at most six decimal places, such as {such_as}"
        )),
        PercentError::OutOfRange(_) => Failure::Input(anyhow!("{what}: {error}")),
    })
}

/// The form in which discounts and mark-ups are written.
const ADJUSTMENTS: &str = "10, or storage=10 for one charge";

fn currency(text: &str) -> Result<Currency, Failure> {
    Currency::parse(text.trim()).ok_or_else(|| {
        Failure::Input(anyhow!(
            "--in '{text}' is not a currency: write three capital letters, such as EUR"
        ))
    })
}

fn of_flag(flag: &str, text: &str, error: &dyn std::error::Error) -> Failure {
    Failure::Input(anyhow!("--{flag} '{text}': {error}"))
}
