//! The parts of an import that can be taken: each gives a driver one value.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::data::{Import, ImportedDriver};
use super::take::Pick;

impl Import {
    /// The picks to choose from, the latest month first. All that a month has is one pick if no two cards
    /// give a driver different values. Otherwise each card is one, or each of its choices.
    #[must_use]
    pub fn picks(&self) -> Vec<Pick> {
        let mut months: Vec<Option<NaiveDate>> =
            self.months().into_iter().rev().map(Some).collect();
        if months.is_empty() {
            months.push(None);
        }
        let mut picks = Vec::new();
        for month in months {
            let whole = Pick { month, ..Pick::default() };
            if self.picked(&whole).is_ok() {
                picks.push(whole);
                continue;
            }
            for card in self.cards_of(month) {
                self.picks_of_card(card, month, &mut picks);
            }
        }
        picks
    }

    /// Keeps what is of a month, and what is of none. Returns whether anything is of the month.
    pub fn keep_month(&mut self, month: NaiveDate) -> bool {
        let is_of = |known: Option<NaiveDate>| known.is_none_or(|known| known == month);
        self.drivers.retain(|it| is_of(it.period.month()));
        self.choices.retain(|it| is_of(it.month));
        self.billed.retain(|it| it.first == month);
        !self.billed.is_empty() || self.drivers.iter().any(|it| it.period.month().is_some())
    }

    /// The cards with values or choices of a month, in their order.
    fn cards_of(&self, month: Option<NaiveDate>) -> Vec<&String> {
        let mut cards: Vec<&String> =
            self.of_month(month).filter_map(|it| it.card.as_ref()).collect();
        let pick = Pick { month, ..Pick::default() };
        cards.extend(self.picked_choices(&pick).into_iter().map(|it| &it.card));
        cards.sort_unstable();
        cards.dedup();
        cards
    }

    fn of_month(&self, month: Option<NaiveDate>) -> impl Iterator<Item = &ImportedDriver> {
        let is_of = move |it: &&ImportedDriver| {
            it.period.month().is_none() || month.is_none() || it.period.month() == month
        };
        self.drivers.iter().filter(is_of)
    }

    fn picks_of_card(&self, card: &String, month: Option<NaiveDate>, picks: &mut Vec<Pick>) {
        let whole = Pick { card: Some(card.clone()), variant: BTreeMap::new(), month };
        if self.picked(&whole).is_ok() {
            picks.push(whole);
            return;
        }
        let own = self.of_month(month).filter(|it| it.card.as_ref() == Some(card));
        let mut variants: Vec<&BTreeMap<String, String>> = own.map(|it| &it.variant).collect();
        variants.sort_unstable();
        variants.dedup();
        let of =
            |variant: &BTreeMap<String, String>| Pick { variant: variant.clone(), ..whole.clone() };
        let all = variants.into_iter().filter(|it| !it.is_empty()).map(of);
        picks.extend(all.filter(|pick| self.picked(pick).is_ok()));
    }
}
