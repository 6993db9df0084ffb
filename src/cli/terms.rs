//! What is agreed beside the card's prices: discounts, tax, the day of the price lists, companions, and
//! the currency of the answer.

use std::sync::Arc;

use anyhow::anyhow;
use chrono::NaiveDate;
use clap::Args;
use whatif_pricing::{
    Currency, ExchangeRate, ExchangeRates, Percent, PercentError, Period, RateCard, Selection,
    Terms, Total,
};

use super::output::Failure;
use super::request::{Named, Said, date, shared};

/// The flags of what is agreed beside the prices.
#[derive(Debug, Args)]
#[command(next_help_heading = "Terms")]
pub struct TermsArgs {
    /// Price with the lists in force on this day; otherwise with those of the period's own days
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

    /// Give an exchange rate, with its day and source: "EUR/USD=1.08 2026-11-20 ECB"
    #[arg(long, value_name = "FROM[/TO]=AMOUNT", help_heading = "Currency")]
    rate: Vec<String>,
}

impl TermsArgs {
    /// The period with the day of the price lists and the tax.
    pub fn terms(&self, period: Period) -> Result<Terms, Failure> {
        let as_of = self.as_of.as_deref().map(|text| date("--as-of", text)).transpose()?;
        let tax = self
            .tax
            .as_deref()
            .map(|text| percent("the tax", text, "0 to 1,000", "19 or 7.5"))
            .transpose()?;
        Ok(Terms { period, as_of, tax: tax.filter(|tax| !tax.is_zero()) })
    }

    /// Puts discounts, mark-ups and companions on the selections of cards, each on every card that has
    /// what it is about.
    pub fn apply(
        &self,
        selections: &mut [Selection],
        cards: &[Arc<RateCard>],
    ) -> Result<(), Failure> {
        let adjustments = self.adjustments()?;
        for (card, charge, by) in shared(cards, "discount", &adjustments, Named::Charge)? {
            let charge = Some(charge).filter(|charge| !charge.is_empty());
            adjust(&mut selections[card], &cards[card], charge, by)?;
        }
        for selection in &mut *selections {
            let zero = |by: &Percent| !by.is_zero();
            for by in selection.adjustments.iter_mut().chain([&mut selection.adjustment]) {
                *by = by.filter(zero);
            }
        }
        let companions: Vec<_> = self.with.iter().map(|id| Said::of(id, ())).collect();
        for (card, companion, ()) in shared(cards, "with", &companions, Named::Companion)? {
            selections[card].include(&cards[card], companion).map_err(Failure::input)?;
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

    /// The currency asked for, and the rates: those given here hold before the kept ones.
    pub fn exchange(
        &self,
        own: Currency,
        kept: &ExchangeRates,
        today: NaiveDate,
    ) -> Result<Exchange, Failure> {
        let into = self.currency.as_deref().map(currency).transpose()?;
        let same = |rate: &ExchangeRate, kept: &ExchangeRate| {
            [(rate.from, rate.to), (rate.to, rate.from)].contains(&(kept.from, kept.to))
        };
        let mut rates = ExchangeRates::default();
        for text in &self.rate {
            // Of the currency asked for itself it can only be said what it is worth in the card's.
            let other = into.filter(|into| !text.trim_start().starts_with(into.code()));
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
                return Err(Failure::Input(anyhow::anyhow!(error)));
            }
            rates.set(rate).map_err(|error| of_flag("rate", text, &error))?;
        }
        let given = rates.all().to_vec();
        for rate in kept.all().iter().filter(|kept| !given.iter().any(|rate| same(rate, kept))) {
            rates.set(rate.clone()).map_err(Failure::input)?;
        }
        Ok(Exchange { rates, into })
    }
}

/// The currency in which the total is shown too, and the rates that there are.
#[derive(Clone, Debug, Default)]
pub struct Exchange {
    /// Those of the flags, then those of the settings.
    pub rates: ExchangeRates,
    /// The currency that was asked for.
    pub into: Option<Currency>,
}

/// A total in the currency that was asked for.
#[derive(Clone, Debug)]
pub struct Converted<'a> {
    /// The currency that was asked for.
    pub currency: Currency,
    /// What it comes to; none where no rate leads there.
    pub total: Option<Total>,
    /// The rates that lead there.
    pub rates: Vec<&'a ExchangeRate>,
}

impl Exchange {
    /// A total in the currency that was asked for; none where none was.
    pub fn convert(&self, total: Total, own: Currency) -> Result<Option<Converted<'_>>, Failure> {
        let Some(currency) = self.into else { return Ok(None) };
        let converted = total.in_currency(own, currency, &self.rates);
        Ok(Some(Converted {
            currency,
            total: converted.map_err(Failure::input)?,
            rates: self.between(own, currency),
        }))
    }

    /// The rates that lead from one currency to another.
    pub fn between(&self, from: Currency, to: Currency) -> Vec<&ExchangeRate> {
        self.rates.between(from, to).unwrap_or_default()
    }
}

/// That no rate is known, and how to give one.
pub fn no_rate(from: Currency, to: Currency) -> String {
    format!(
        "no rate leads from {from} to {to}: give one with --rate \"{from}/{to}=AMOUNT DATE SOURCE\", or keep it in the settings file"
    )
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

fn adjust(
    selection: &mut Selection,
    card: &RateCard,
    charge: Option<&str>,
    by: Percent,
) -> Result<(), Failure> {
    let former = match charge {
        Some(charge) => selection.adjustments[card.charge(charge).map_err(Failure::input)?],
        None => selection.adjustment,
    };
    if let Some(former) = former {
        let (former, by, on) = (named(former), named(by), on(charge));
        return Err(Failure::Input(anyhow!("{former} and {by} {on}: give one of the two")));
    }
    if let Some(charge) = charge {
        return selection.adjust(card, charge, by).map_err(Failure::input);
    }
    selection.adjustment = Some(by);
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

/// What discounts and mark-ups look like.
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
