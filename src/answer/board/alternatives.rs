//! Other choices on the selected offer: the next of each option and reading, and the readings that cost the same.

use whatif_pricing::card::{Beyond, Named};
use whatif_pricing::{Currency, Invoice, Ratio, Selection, Tariff, Warning};

use super::pricing::quote;
use super::{Board, OfferFigures, Part};
use crate::scenario::OfferId;

/// Another choice of an option, or another reading, and what it would change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alternative<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its words.
    pub label: &'a str,
    /// Its total less the present one. `None` if either is incomplete.
    pub difference: Option<Ratio>,
    /// True if the workload exceeds a vendor's limit with it.
    pub is_over_limit: bool,
}

impl Board {
    /// The next choice of an option on a card of the selected offer, round and round.
    #[must_use]
    pub fn next_option(&self, card: &str, option: &str) -> Option<Alternative<'_>> {
        let figures = self.selected().figures()?;
        let part = figures.parts().find(|part| part.card.id == card)?;
        let place = part.card.options.iter().position(|known| known.id == option)?;
        let choices = &part.card.options[place].choices;
        let mut other = part.selection.clone();
        other.options[place] = (other.options[place] + 1) % choices.len();
        let Named { id, label } = &choices[other.options[place]];
        let (difference, is_over_limit) = self.outcome(part, &other);
        Some(Alternative { id, label, difference, is_over_limit })
    }

    /// The next reading of an assumption on a card of the selected offer, round and round.
    #[must_use]
    pub fn next_reading(&self, card: &str, assumption: &str) -> Option<Alternative<'_>> {
        let figures = self.selected().figures()?;
        let part = figures.parts().find(|part| part.card.id == card)?;
        let place = part.card.assumptions.iter().position(|known| known.id == assumption)?;
        let readings = &part.card.assumptions[place].readings;
        let mut other = part.selection.clone();
        other.readings[place] = (other.readings[place] + 1) % readings.len();
        let Named { id, label } = &readings[other.readings[place]].named;
        let (difference, is_over_limit) = self.outcome(part, &other);
        Some(Alternative { id, label, difference, is_over_limit })
    }

    /// The difference that other choices on a card would make to its total, in the currency of the comparison or,
    /// if no rate leads there, in the card's own; and whether a limit that they do not raise is exceeded then.
    fn outcome(&self, part: &Part, other: &Selection) -> (Option<Ratio>, bool) {
        let Some((invoice, then)) = self.quoted(part, other) else { return (None, false) };
        let unranks = |warning: &Warning| {
            let is_hard = |quota: usize| part.card.quotas[quota].beyond == Beyond::Unranked;
            matches!(warning, Warning::Quota { quota, .. } if is_hard(*quota))
        };
        let is_over_limit = invoice.warnings.iter().any(unranks);
        (self.difference(part, &invoice, then), is_over_limit)
    }

    /// The invoice of a card under other choices, and its currency.
    fn quoted(&self, part: &Part, other: &Selection) -> Option<(Invoice, Currency)> {
        let tariff = Tariff::new(&part.card, other, *part.tariff.terms()).ok()?;
        let tariff = match &part.main {
            Some(main) => tariff.following(main),
            None => tariff,
        };
        let mut invoice = Invoice::default();
        quote(&tariff, &self.usage, &part.segments, &mut invoice).ok()?;
        Some((invoice, tariff.currency()))
    }

    fn difference(&self, part: &Part, invoice: &Invoice, then: Currency) -> Option<Ratio> {
        let complete = invoice.complete && part.invoice.complete;
        let now = part.currency();
        let inputs = self.inputs();
        let shown =
            |from, amount| inputs.rates.convert(amount, from, inputs.display).ok().flatten();
        let both = shown(then, invoice.total).zip(shown(now, part.invoice.total));
        let own = (then == now).then_some((invoice.total, part.invoice.total));
        let (then, now) = both.or(own).filter(|_| complete)?;
        then.minus(now).ok()
    }

    /// The total that a companion would add to the selected offer, as the scenario has it: its drivers follow
    /// the offer's own use. In the currency of the comparison or, if no rate leads there, in the companion's own.
    /// `None` if it is not known as a whole.
    #[must_use]
    pub fn total_of_companion(&self, companion: &str) -> Option<Ratio> {
        let main = &self.selected().figures()?.own.card;
        let part = &self.offer(&OfferId::of_card(companion))?.figures()?.own;
        let tariff = part.tariff.clone().following(main);
        let mut invoice = Invoice::default();
        quote(&tariff, &self.usage, &part.segments, &mut invoice).ok()?;
        let inputs = self.inputs();
        let shown = inputs.rates.convert(invoice.total, part.currency(), inputs.display);
        invoice.complete.then(|| shown.ok().flatten().unwrap_or(invoice.total))
    }

    /// The assumptions of the selected offer's cards of which every reading costs the same, by the id of the card
    /// and the assumption.
    #[must_use]
    pub fn idle_readings(&self) -> Vec<(String, String)> {
        let parts = self.selected().figures().into_iter().flat_map(OfferFigures::parts);
        let assumptions = parts.flat_map(|part| {
            let all = part.card.assumptions.iter().enumerate();
            all.filter(|(place, _)| self.is_idle(part, *place))
                .map(|(_, it)| (part.card.id.clone(), it.id.clone()))
        });
        assumptions.collect()
    }

    fn is_idle(&self, part: &Part, assumption: usize) -> bool {
        let readings = part.card.assumptions[assumption].readings.len();
        (0..readings).all(|reading| {
            let mut other = part.selection.clone();
            other.readings[assumption] = reading;
            self.outcome(part, &other).0.is_some_and(Ratio::is_zero)
        })
    }
}
