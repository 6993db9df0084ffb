//! What holds for all cards: adjustments, tax, the day of the price lists, currencies.

use std::sync::Arc;

use whatif_pricing::{Currency, ExchangeRate, Percent, Places, number, written};

use super::{BillRow, Effect, State, Target};
use crate::scenario::Budget;

/// What the field for a discount takes.
pub const PERCENT_FORMS: &str = "10 takes 10 % off, +5 adds 5 %; empty for none";

impl State {
    /// Types a discount or mark-up on the line under the cursor, or on the whole card.
    pub(super) fn type_adjustment(&mut self, whole: bool) {
        let (card, charge) = match self.bill_row() {
            BillRow::Line { card, charge } if !whole => (card, Some(charge)),
            BillRow::Adjusted { card, place } if !whole => {
                match self.board.cards[card].invoice.adjustments[place].of {
                    whatif_pricing::Adjustment::Charge(charge) => (card, Some(charge)),
                    whatif_pricing::Adjustment::Card => (card, None),
                    whatif_pricing::Adjustment::Tax => return self.type_tax(),
                }
            }
            BillRow::Line { card, .. }
            | BillRow::Adjusted { card, .. }
            | BillRow::Section { card } => (card, None),
        };
        let selection = &self.scenario.selections[card];
        let former = charge.map_or(selection.adjustment, |charge| selection.adjustments[charge]);
        let former = former.map_or_else(String::new, |percent| {
            let sign = if percent.is_negative() { "" } else { "+" };
            format!("{sign}{}", percent.magnitude())
        });
        self.open_edit_of(Target::Adjustment { card, charge }, &former);
    }

    pub(super) fn set_adjustment(
        &mut self,
        card: usize,
        charge: Option<usize>,
        text: &str,
    ) -> Result<(), String> {
        let by = adjustment(text)?;
        self.change(|scenario| {
            let selection = Arc::make_mut(&mut scenario.selections[card]);
            match charge {
                Some(charge) => selection.adjustments[charge] = by,
                None => selection.adjustment = by,
            }
            Ok(())
        })
    }

    pub(super) fn type_tax(&mut self) {
        let former = self.scenario.tax.map_or_else(String::new, |tax| tax.magnitude().to_string());
        self.open_edit_of(Target::Tax, &former);
    }

    pub(super) fn set_tax(&mut self, text: &str) -> Result<(), String> {
        let tax = (!text.is_empty()).then(|| Percent::parse(text)).transpose();
        let tax = tax.map_err(|error| error.to_string())?.filter(|tax| !tax.is_zero());
        self.change(|scenario| {
            scenario.tax = tax;
            Ok(())
        })
    }

    /// Types a budget in the currency of the comparison, beginning with the one that there is.
    pub(super) fn type_budget(&mut self) {
        let former = self.board.budget.map_or_else(String::new, |amount| {
            written(amount, Places { least: 0, ..Places::PRICE })
        });
        self.open_edit_of(Target::Budget, &former);
    }

    /// Sets the budget or, with an empty text, takes it out.
    pub(super) fn set_budget(&mut self, text: &str) -> Result<(), String> {
        let amount = (!text.is_empty()).then(|| number::price(text)).transpose();
        let amount = amount.map_err(|error| error.to_string())?;
        self.change(|scenario| {
            let currency = scenario.display;
            scenario.budget = amount.map(|amount| Budget { amount: amount.into(), currency });
            Ok(())
        })
    }

    pub(super) fn type_as_of(&mut self) {
        let former = self.scenario.as_of.map_or_else(String::new, |day| day.to_string());
        self.open_edit_of(Target::AsOf, &former);
    }

    pub(super) fn set_as_of(&mut self, text: &str) -> Result<(), String> {
        let told = || format!("'{text}' is not a day of the years 1970 to 9899: write 2024-04-30");
        let read = || text.parse().ok().filter(whatif_pricing::is_writable).ok_or_else(told);
        let day = (!text.is_empty()).then(read).transpose()?;
        self.change(|scenario| {
            scenario.as_of = day;
            Ok(())
        })
    }

    /// The currencies of the cards, in alphabetical order.
    #[must_use]
    pub fn currencies(&self) -> Vec<Currency> {
        let mut all: Vec<Currency> = self.board.cards.iter().map(|it| it.card.currency).collect();
        all.push(self.scenario.display);
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The currencies of marked cards, and of the selected one, that no rate leads from.
    #[must_use]
    pub fn without_rate(&self) -> Vec<Currency> {
        let shown = |place: usize| self.scenario.marked[place] || place == self.scenario.selected;
        let cards = self.board.cards.iter().enumerate();
        let missing = cards.filter(|(place, priced)| shown(*place) && priced.shown.is_none());
        let mut missing: Vec<Currency> = missing.map(|(_, priced)| priced.card.currency).collect();
        missing.sort_unstable();
        missing.dedup();
        missing
    }

    /// Opens the field for a rate: of a currency that lacks one, the selected card's first.
    pub(super) fn type_rate(&mut self) {
        let display = self.scenario.display;
        let own = Some(self.selected().card.currency).filter(|own| *own != display);
        let missing = self.without_rate();
        let lacking = own.filter(|own| missing.contains(own)).or(missing.first().copied());
        let other = || self.currencies().into_iter().find(|currency| *currency != display);
        let Some(from) = lacking.or(own).or_else(other) else {
            return self.tell("all cards are in one currency");
        };
        let rates = self.scenario.rates.all().iter();
        let former = rates.clone().find(|rate| (rate.from, rate.to) == (from, display));
        let former = former.map_or_else(String::new, |rate| rate.rate.normalize().to_string());
        self.open_edit_of(Target::Rate { from }, &former);
    }

    /// Sets or, with an empty text, takes out the rate of a currency; it is kept for the next run.
    pub(super) fn set_rate(&mut self, from: Currency, text: &str) -> Result<(), String> {
        let to = self.scenario.display;
        let rate = (!text.is_empty()).then(|| ExchangeRate::read(from, to, text, self.today));
        let rate = rate.transpose().map_err(|error| error.to_string())?;
        let told = rate.as_ref().map(ToString::to_string);
        self.change(|scenario| {
            let Some(rate) = rate else {
                scenario.rates.remove(from, to);
                return Ok(());
            };
            scenario.rates.set(rate).map_err(|error| error.to_string())
        })?;
        self.tell(told.unwrap_or_else(|| format!("no rate for {from} any more")));
        Ok(())
    }

    /// Compares in the next of the cards' currencies.
    pub(super) fn next_currency(&mut self) -> Effect {
        let all = self.currencies();
        let now = all.iter().position(|currency| *currency == self.scenario.display);
        let next = all[now.map_or(0, |place| (place + 1) % all.len())];
        self.try_change(|scenario| {
            scenario.display = next;
            Ok(())
        });
        self.profile.display = Some(next);
        let missing: Vec<String> = self.without_rate().iter().map(ToString::to_string).collect();
        if missing.is_empty() {
            self.tell(format!("compared in {next}"));
        } else {
            let missing = missing.join(", ");
            self.tell(format!("compared in {next}; no rate for {missing}: $ sets one"));
        }
        Effect::SaveProfile
    }
}

/// `10` takes off, `+5` adds, nothing is nothing.
fn adjustment(text: &str) -> Result<Option<Percent>, String> {
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
    let percent = percent.map_err(|error| error.to_string())?;
    Ok(Some(percent).filter(|percent| !percent.is_zero()))
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
