//! Terms of all offers: adjustments, tax, the day of the price lists, currencies.

use std::cmp::Reverse;

use whatif_pricing::{
    Currency, ExchangeRate, ExchangeRates, Percent, PercentError, Places, number, written,
};

use super::{AdjustedOf, BillRow, Effect, Refusal, State, Target};
use crate::answer::PricedOffer;
use crate::scenario::{Budget, OfferId};

/// The forms that the field for a discount takes.
pub const PERCENT_FORMS: &str = "10 takes 10 % off, +5 adds 5 %. Empty for none";

/// The amount that shows what a rate comes to.
const EXAMPLE_AMOUNT: u32 = 1_000;

impl State {
    /// Types a discount or mark-up on the line under the cursor, or on the whole card.
    pub(super) fn type_adjustment(&mut self, whole: bool) {
        let Some(row) = self.bill_row() else { return };
        let (card, charge) = match row {
            BillRow::Line { card, charge } if !whole => (card, Some(charge)),
            BillRow::Adjusted { card, of } if !whole => match of {
                AdjustedOf::Charge(charge) => (card, Some(charge)),
                AdjustedOf::Card => (card, None),
                AdjustedOf::Tax => return self.type_tax(),
            },
            BillRow::Line { card, .. }
            | BillRow::Adjusted { card, .. }
            | BillRow::Section { card }
            | BillRow::Folded { card, .. } => (card, None),
        };
        let offer = self.selected();
        let former = offer.part(&card).and_then(|part| match &charge {
            Some(charge) => part.selection.adjustments[part.card.charge(charge).ok()?],
            None => part.selection.adjustment,
        });
        let former = former.map_or_else(String::new, |percent| {
            let sign = if percent.is_negative() { "" } else { "+" };
            format!("{sign}{}", percent.magnitude())
        });
        let offer = offer.id.clone();
        self.open_edit_of(Target::Adjustment { offer, card, charge }, &former);
    }

    /// Sets a discount or mark-up on a charge, or on the whole card if `charge` is `None`.
    pub(super) fn set_adjustment(
        &mut self,
        offer: &OfferId,
        card: &str,
        charge: Option<&str>,
        text: &str,
    ) -> Result<(), Refusal> {
        let by = adjustment(text)?;
        if charge.is_none() && card == offer.card() {
            return self.adjust_offer(offer, by);
        }
        self.change_part(offer, card, |choices| match (charge, by) {
            (None, by) => choices.adjustment = by,
            (Some(charge), Some(by)) => drop(choices.adjustments.insert(charge.to_owned(), by)),
            (Some(charge), None) => drop(choices.adjustments.remove(charge)),
        })
    }

    /// Sets a discount or mark-up on an offer: on its card, and on the companions that are included.
    fn adjust_offer(&mut self, offer: &OfferId, by: Option<Percent>) -> Result<(), Refusal> {
        let cards = self.cards_of(offer);
        self.change(|scenario| {
            for card in &cards {
                scenario.inputs.offers.change_part(offer, card, |choices| choices.adjustment = by);
            }
            Ok(())
        })
    }

    /// The cards of an offer: its own, and those of the included companions.
    pub(super) fn cards_of(&self, offer: &OfferId) -> Vec<String> {
        let priced = self.figures.board.offer(offer).and_then(PricedOffer::figures);
        let companions = priced.into_iter().flat_map(|figures| &figures.companions);
        let companions = companions.map(|part| part.card.id.clone());
        std::iter::once(offer.card().to_owned()).chain(companions).collect()
    }

    pub(super) fn type_tax(&mut self) {
        let tax = self.scenario().inputs.tax;
        let former = tax.map_or_else(String::new, |tax| tax.magnitude().to_string());
        self.open_edit_of(Target::Tax, &former);
    }

    pub(super) fn set_tax(&mut self, text: &str) -> Result<(), Refusal> {
        let tax = (!text.is_empty()).then(|| Percent::parse(text)).transpose()?;
        self.change(|scenario| {
            scenario.inputs.tax = tax.filter(|tax| !tax.is_zero());
            Ok(())
        })
    }

    /// Types a budget in the currency of the comparison, beginning with the present one.
    pub(super) fn type_budget(&mut self) {
        let former = self.figures.board.budget().map_or_else(String::new, |amount| {
            written(amount, Places { least: 0, ..Places::PRICE })
        });
        self.open_edit_of(Target::Budget, &former);
    }

    /// Sets the budget or, with an empty text, removes it.
    pub(super) fn set_budget(&mut self, text: &str) -> Result<(), Refusal> {
        let amount = (!text.is_empty()).then(|| number::price(text)).transpose()?;
        self.change(|scenario| {
            let currency = scenario.inputs.display;
            scenario.budget = amount.map(|amount| Budget { amount: amount.into(), currency });
            Ok(())
        })
    }

    pub(super) fn type_as_of(&mut self) {
        let as_of = self.scenario().inputs.as_of;
        let former = as_of.map_or_else(String::new, |day| day.to_string());
        self.open_edit_of(Target::AsOf, &former);
    }

    pub(super) fn set_as_of(&mut self, text: &str) -> Result<(), Refusal> {
        let wrong = || Refusal::NotAListDate { text: text.to_owned() };
        let read = || text.parse().ok().filter(whatif_pricing::is_writable).ok_or_else(wrong);
        let day = (!text.is_empty()).then(read).transpose()?;
        self.change(|scenario| {
            scenario.inputs.as_of = day;
            Ok(())
        })
    }

    /// The currencies of the cards, in alphabetical order.
    #[must_use]
    pub fn currencies(&self) -> Vec<Currency> {
        let cards = self.figures.board.cards().iter();
        let mut all: Vec<Currency> = cards.flat_map(|card| card.currencies()).collect();
        all.push(self.scenario().inputs.display);
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The currencies of shown offers that no rate leads from.
    #[must_use]
    pub fn without_rate(&self) -> Vec<Currency> {
        let inputs = &self.scenario().inputs;
        let leads = |from: Currency| inputs.rates.between(from, inputs.display).is_some();
        let shown = self.figures.board.shown().filter(|offer| offer.figures().is_some());
        let currencies = shown.map(|offer| offer.currency);
        let mut currencies: Vec<Currency> = currencies.filter(|from| !leads(*from)).collect();
        currencies.sort_unstable();
        currencies.dedup();
        currencies
    }

    /// The currencies that lack a rate, the most wanted first: that of the selected offer, those that keep all totals
    /// out of the currency that was asked for, and those of most listed offers.
    #[must_use]
    pub fn lacking_rates(&self) -> Vec<Currency> {
        let inputs = &self.scenario().inputs;
        let leads = |from: Currency| inputs.rates.between(from, inputs.display).is_some();
        let listed = self.listed().into_iter().filter(|offer| offer.figures().is_some());
        let listed: Vec<Currency> = listed.map(|offer| offer.currency).collect();
        let fallback = self.figures.board.inputs().display;
        let mut all: Vec<Currency> = [self.selected().currency, fallback].to_vec();
        let mut others = listed.clone();
        // Of as many offers, the currency of the first in the list comes first.
        others.sort_by_key(|one| Reverse(listed.iter().filter(|other| *other == one).count()));
        all.extend(others);
        let mut known = Vec::new();
        for currency in all {
            if !leads(currency) && !known.contains(&currency) {
                known.push(currency);
            }
        }
        known
    }

    /// Types the rate of a currency that lacks one. If none does, one that is known.
    pub(super) fn type_rate(&mut self) {
        let display = self.scenario().inputs.display;
        let rates = self.scenario().inputs.rates.all();
        let touching = rates.iter().filter(|it| it.from == display || it.to == display);
        let known = touching.map(|it| if it.from == display { it.to } else { it.from }).next();
        let other = || self.currencies().into_iter().find(|currency| *currency != display);
        let own = self.selected().currency;
        let lacking = self.lacking_rates();
        let is_first = |it: &&Currency| **it == own || **it == self.figures.board.inputs().display;
        let first = lacking.iter().find(is_first).copied();
        let first = first.or_else(|| Some(own).filter(|own| *own != display));
        let first = first.or_else(|| lacking.first().copied());
        let Some(from) = first.or(known).or_else(other) else {
            return self.cursor.say("all cards are in one currency");
        };
        let pairs = [(from, display), (display, from)];
        let former = rates.iter().find(|rate| pairs.contains(&(rate.from, rate.to)));
        let former = former.map_or_else(String::new, ExchangeRate::text);
        self.open_edit_of(Target::Rate { from }, &former);
    }

    /// Says what an amount comes to by a rate that is being typed: `1,000 USD = 925.93 EUR`.
    pub(super) fn rate_meaning(&self, from: Currency, text: &str) -> Option<String> {
        let display = self.scenario().inputs.display;
        let rate = ExchangeRate::read(from, display, text, self.settings.today).ok()?;
        let turned = rate.from == display;
        let (from, to) = if turned { (rate.to, rate.from) } else { (rate.from, rate.to) };
        let mut rates = ExchangeRates::default();
        rates.set(rate).ok()?;
        let amount = rates.convert(EXAMPLE_AMOUNT.into(), from, to).ok()??;
        let [example, amount] =
            [EXAMPLE_AMOUNT.into(), amount].map(|it| written(it, Places::AMOUNT));
        let example = example.trim_end_matches(".00");
        Some(format!("{example} {from} = {amount} {to}"))
    }

    /// Sets or, with an empty text, removes the rate of a currency. A text that names its own currencies is
    /// about those. It is saved for the next run.
    pub(super) fn set_rate(&mut self, from: Currency, text: &str) -> Result<(), Refusal> {
        let to = self.scenario().inputs.display;
        let today = self.settings.today;
        let read = || ExchangeRate::read(from, to, text, today);
        let rate = (!text.is_empty()).then(read).transpose()?;
        let says = match &rate {
            Some(rate) => rate.to_string(),
            None => format!("removed the exchange rate of {from}"),
        };
        self.change(|scenario| {
            match rate {
                Some(rate) => scenario.inputs.rates.set(rate)?,
                None => scenario.inputs.rates.remove(from, to),
            }
            Ok(())
        })?;
        self.cursor.say(says);
        Ok(())
    }

    /// The field of a discount on the selected offer's card.
    pub(super) fn whole_discount(&self) -> Target {
        let offer = self.selected().id.clone();
        Target::Adjustment { card: offer.card().to_owned(), offer, charge: None }
    }

    /// Compares in a currency.
    pub(super) fn set_display(&mut self, next: Currency) -> Effect {
        self.try_change(|scenario| {
            scenario.inputs.display = next;
            Ok(())
        });
        self.settings.profile.display = Some(next);
        let missing: Vec<String> = self.without_rate().iter().map(ToString::to_string).collect();
        self.cursor.say(if missing.is_empty() {
            format!("compared in {next}")
        } else {
            format!(
                "compared in {next}: no exchange rate for {} (<type-rate> adds one)",
                missing.join(", ")
            )
        });
        Effect::SaveProfile
    }
}

/// `10` takes off, `+5` adds. `None` for an empty text and for zero.
pub(super) fn adjustment(text: &str) -> Result<Option<Percent>, PercentError> {
    let text = text.trim();
    let (adds, digits) = match text.strip_prefix('+') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('-').unwrap_or(text).trim_start()),
    };
    if digits.is_empty() {
        return Ok(None);
    }
    let percent = Percent::parse(digits);
    let percent = if adds { percent } else { percent.and_then(Percent::negated) };
    Ok(Some(percent?).filter(|percent| !percent.is_zero()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_discount_takes_off_and_a_sign_of_plus_adds() {
        let shown = |text: &str| adjustment(text).map(|by| by.map(|by| by.to_string()));
        assert_eq!(shown("10"), Ok(Some("-10 %".to_owned())));
        assert_eq!(shown("-10 %"), Ok(Some("-10 %".to_owned())));
        assert_eq!(shown("+ 5"), Ok(Some("5 %".to_owned())));
        assert_eq!(shown(""), Ok(None));
        assert_eq!(shown("0"), Ok(None));
        assert!(shown("101").is_err());
        assert!(shown("much").is_err());
    }
}
