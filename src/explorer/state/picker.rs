//! The picker: which offers are listed, in which order, and how old their prices are.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Effect, Overlay, State};
use crate::answer::compare::Group;
use crate::answer::{PricedOffer, price_dates};
use crate::explorer::action::Pane;
use crate::explorer::widget::Field;
use crate::report::{names, words};
use crate::scenario::OfferId;
use crate::store::profile::{Profile, Sort};

/// The longest filter.
const FILTER_LETTERS_MAX: usize = 40;

impl State {
    /// The offers that the filter lets through: by total, or grouped by what they do. A filter searches all
    /// offers, the short list of the best ones too.
    #[must_use]
    pub fn listed(&self) -> Vec<&PricedOffer> {
        let wanted = self.cursor.filter.to_lowercase();
        let matches = |offer: &&PricedOffer| {
            let names = format!("{} {} {}", names::plain(offer), offer.title(), offer.id);
            let names = names.to_lowercase();
            wanted.split_whitespace().all(|word| names.contains(word))
        };
        let sort = self.settings.profile.sort;
        let mut listed: Vec<&PricedOffer> =
            self.figures.board.offers().iter().filter(matches).collect();
        if sort == Sort::Best && wanted.is_empty() && self.figures.board.proposals().is_some() {
            listed = self.figures.board.short_list();
        }
        match sort {
            Sort::Best | Sort::Total => {
                let order = self.figures.ranking.order();
                listed.sort_by_cached_key(|offer| {
                    let is_other = !self.is_favourite(&offer.id);
                    (self.heading(offer), is_other, order.get(&offer.id).copied())
                });
            }
            // The board's order stands last: a copy comes after its card's own offer.
            Sort::Provider | Sort::Age => listed.sort_by_cached_key(|offer| self.rank(offer)),
        }
        listed
    }

    /// The heading of an offer in the list by total, and its place among the headings: none if it is ranked,
    /// otherwise why it is not, and the key that helps.
    #[must_use]
    pub fn heading(&self, offer: &PricedOffer) -> (usize, String) {
        let ranking = &self.figures.ranking;
        match ranking.obstacle(&offer.id) {
            Some(obstacle) => {
                let has_cure = self.key_service_of(offer).is_some();
                (1, words::obstacle_with_cure(obstacle, has_cure))
            }
            None if ranking.is_of_the_job(&offer.id) => (0, String::new()),
            None => (2, "other jobs".to_owned()),
        }
    }

    /// The ranks of the listed offers that are ranked, from 1.
    #[must_use]
    pub fn listed_ranks(&self) -> BTreeMap<&OfferId, usize> {
        let is_listed = |id: &OfferId| match self.settings.profile.sort {
            Sort::Best => {
                let offer = self.figures.board.offer(id);
                offer.is_some_and(|it| it.is_best || it.is_marked || it.id == self.selected().id)
            }
            Sort::Total | Sort::Provider | Sort::Age => true,
        };
        let ranked = self.figures.ranking.ranked.iter().filter(|it| is_listed(&it.offer));
        ranked.zip(1..).map(|(ranked, rank)| (&ranked.offer, rank)).collect()
    }

    /// The choices of the selected offer that were made by price, in sentences.
    pub fn chosen(&self) -> impl Iterator<Item = String> {
        let board = &self.figures.board;
        let found = board.proposals().into_iter().flat_map(|proposals| {
            let offers = proposals.found.providers.iter().filter_map(|it| it.best.as_ref());
            offers.filter(|best| proposals.offer_of(best).0 == self.selected().id)
        });
        found.flat_map(|best| best.chosen.iter().map(|chosen| words::chosen(best, chosen)))
    }

    /// The order of an offer: by group, favourites first, then as the profile says, then by name.
    fn rank(&self, offer: &PricedOffer) -> impl Ord + use<> {
        let sort = self.settings.profile.sort;
        let age = (sort == Sort::Age).then(|| Reverse(offer.card.dated()));
        let name = offer.card.name().to_lowercase();
        (Group::of(&offer.card), !self.is_favourite(&offer.id), age, name)
    }

    /// Returns whether the user wants the offer first in its group.
    #[must_use]
    pub fn is_favourite(&self, offer: &OfferId) -> bool {
        self.settings.is_favourite(offer)
    }

    /// The authors of an offer's prices and their age.
    #[must_use]
    pub fn price_facts(&self, offer: &PricedOffer) -> String {
        let known = offer.figures().and_then(|figures| figures.confidence);
        let confidence = known.unwrap_or_else(|| offer.card.confidence());
        words::price_facts(confidence, price_dates(offer), self.settings.today)
    }

    /// Returns whether an offer's prices are older than the profile takes for current.
    #[must_use]
    pub fn is_stale(&self, offer: &PricedOffer) -> bool {
        let days_max = i64::from(self.settings.profile.stale_after_days);
        let oldest = price_dates(offer).oldest();
        oldest.is_some_and(|oldest| (self.settings.today - oldest).num_days() > days_max)
    }

    /// The profile to save for the next run, with the rates and the currency as they are now.
    #[must_use]
    pub fn saved_profile(&self) -> Profile {
        // A scenario that came from elsewhere has rates and a currency of its own.
        if self.document.file.is_opened {
            return self.settings.profile.clone();
        }
        self.settings.profile_with(self.scenario())
    }

    pub(super) fn toggle_favourite(&mut self) -> Effect {
        let offer = self.selected().id.clone();
        let says = self.settings.toggle_favourite(&offer);
        self.cursor.say(says);
        Effect::SaveProfile
    }

    pub(super) fn next_sort(&mut self) -> Effect {
        let says = self.settings.next_sort();
        self.cursor.say(says);
        Effect::SaveProfile
    }

    /// Selects an offer further up or down the list.
    pub(super) fn move_offer(&mut self, by: isize) {
        let listed = self.listed();
        let Some(last) = listed.len().checked_sub(1) else { return };
        let now = listed.iter().position(|offer| offer.id == self.selected().id);
        let place = now.map_or(0, |now| now.saturating_add_signed(by).min(last));
        let offer = listed[place].id.clone();
        self.select(&offer);
    }

    pub(super) fn open_filter(&mut self) {
        self.go_to_pane(Pane::Providers);
        let field = Field::with_text(&self.cursor.filter, FILTER_LETTERS_MAX);
        let before = self.selected().id.clone();
        self.cursor.overlays.push(Overlay::Filter { field, before });
    }

    /// After the filter changed: an offer that is not listed gives way to the first that is.
    pub(super) fn keep_offer(&mut self) {
        let listed = self.listed();
        let is_listed = listed.iter().any(|offer| offer.id == self.selected().id);
        if let Some(first) = listed.first().filter(|_| !is_listed).map(|offer| offer.id.clone()) {
            self.select(&first);
        }
    }
}
