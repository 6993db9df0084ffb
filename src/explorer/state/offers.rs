//! Copies of offers: a card beside itself with other choices, under a name.

use whatif_pricing::RateCard;

use super::{Refusal, State, Target};
use crate::answer::PricedOffer;
use crate::report::words;
use crate::scenario::{CompanionChoices, LABEL_CHARS_MAX, Offer, OfferId};

impl State {
    /// Types the name of a copy that stands beside the selected offer.
    pub(super) fn type_new_offer(&mut self) {
        let offer = self.selected();
        let (of, label) = (offer.id.clone(), self.new_label(offer));
        self.open_edit_of(Target::NewOffer { of }, &label);
    }

    /// Adds a copy of an offer. It takes the next choice of the card's first option, is marked if the
    /// offer is, and is selected.
    pub(super) fn add_offer(&mut self, of: &OfferId, label: &str) -> Result<(), Refusal> {
        let Some(offer) = self.figures.board.offer(of) else {
            return Err(Refusal::NoOffer { id: of.to_string() });
        };
        if label.is_empty() {
            return Err(Refusal::NoLabel { example: self.new_label(offer) });
        }
        self.check_label(of.card(), label, None)?;
        let next = next_choice(offer);
        let (is_marked, title) = (offer.is_marked, offer.title());
        self.change(|scenario| {
            let former = scenario.inputs.offers.get(of).cloned().unwrap_or_default();
            let mut copy = Offer { label: None, ..former };
            copy.choices.options.extend(next.map(|(option, choice)| (option.id, choice.id)));
            let id = scenario.inputs.offers.add_copy(of.card(), label, copy);
            if is_marked {
                scenario.marked.insert(id.clone());
            }
            scenario.selected = id;
            Ok(())
        })?;
        self.cursor.line = 0;
        self.cursor
            .say(format!("{label} stands beside {title}: change its options (<undo> undoes)"));
        Ok(())
    }

    /// Includes the key service that a card names as a companion in every listed offer that cannot keep keys.
    pub(super) fn add_key_services(&mut self) {
        let offers = self.listed().into_iter();
        let added =
            offers.filter_map(|offer| Some((offer.id.clone(), self.key_service_of(offer)?)));
        let added: Vec<(OfferId, String)> = added.collect();
        if added.is_empty() {
            return self.cursor.say(self.no_key_service());
        }
        let count = added.len();
        self.try_change(|scenario| {
            for (offer, companion) in added {
                scenario.inputs.offers.change(&offer, |offer| {
                    offer.companions.insert(companion, CompanionChoices::AsItsOffer);
                });
            }
            Ok(())
        });
        if self.cursor.notice.is_none() {
            let offers = words::count(count, "offer");
            self.cursor.say(format!("added a key service to {offers} (<undo> undoes)"));
        }
    }

    /// Says why no listed offer gets a key service.
    fn no_key_service(&self) -> String {
        let offer = self.selected();
        let alike = self.lacking_key_service(offer).and_then(|id| self.with_companion(offer, &id));
        match alike {
            Some(other) => format!("{} is in the list already", other.title()),
            None => "every listed offer that can have a key service has one".to_owned(),
        }
    }

    /// The key service that can be added to an offer. `None` if it keeps keys already, if its card names none, and
    /// if the same offer with it stands beside it.
    pub(super) fn key_service_of(&self, offer: &PricedOffer) -> Option<String> {
        let id = self.lacking_key_service(offer)?;
        self.with_companion(offer, &id).is_none().then_some(id)
    }

    /// The key service that an offer's card names and that the offer lacks. `None` if it keeps keys already.
    fn lacking_key_service(&self, offer: &PricedOffer) -> Option<String> {
        let keeps_keys = |card: &RateCard| card.jobs.iter().any(|job| job == "keys");
        let board = &self.figures.board;
        let mut companions = offer.card.companions.iter();
        let keeps = |id: &str| board.card(id).is_some_and(|card| keeps_keys(card));
        let found = companions.find(|companion| keeps(&companion.card))?;
        let is_new = !keeps_keys(&offer.card) && offer.part(&found.card).is_none();
        is_new.then(|| found.card.clone())
    }

    /// The offer that stands beside another and differs from it by a companion alone.
    fn with_companion(&self, offer: &PricedOffer, companion: &str) -> Option<&PricedOffer> {
        let offers = &self.scenario().inputs.offers;
        let entry = |id: &OfferId| {
            offers.get(id).or_else(|| self.figures.board.proposed(id)).cloned().unwrap_or_default()
        };
        let mut wanted = entry(&offer.id);
        wanted.companions.insert(companion.to_owned(), CompanionChoices::AsItsOffer);
        let mut others = self.offers_of(offer.id.card()).filter(|other| other.id != offer.id);
        others.find(|other| offers.are_alike(&entry(&other.id), &wanted))
    }

    /// Types the name of the selected copy.
    pub(super) fn type_label(&mut self) {
        let offer = self.selected();
        let (id, label) = (offer.id.clone(), offer.plan().to_owned());
        match self.copy_only() {
            Ok(()) => self.open_edit_of(Target::OfferLabel(id), &label),
            Err(why) => self.cursor.refuse(why),
        }
    }

    /// Renames a copy. Its id stays.
    pub(super) fn set_label(&mut self, offer: &OfferId, label: &str) -> Result<(), Refusal> {
        if label.is_empty() {
            let now = self.figures.board.offer(offer);
            let example = now.map_or_else(String::new, |offer| offer.plan().to_owned());
            return Err(Refusal::NoLabel { example });
        }
        self.check_label(offer.card(), label, Some(offer))?;
        self.change(|scenario| {
            scenario.inputs.offers.change(offer, |offer| offer.label = Some(label.to_owned()));
            Ok(())
        })
    }

    /// Removes the selected copy. The card's own offer is selected then.
    pub(super) fn remove_offer(&mut self) {
        if let Err(why) = self.copy_only() {
            return self.cursor.refuse(why);
        }
        let offer = self.selected();
        let (id, title) = (offer.id.clone(), offer.title());
        self.try_change(|scenario| {
            scenario.inputs.offers.remove(&id);
            scenario.marked.remove(&id);
            scenario.selected = OfferId::of_card(id.card());
            Ok(())
        });
        if self.cursor.notice.is_none() {
            self.cursor.line = 0;
            self.cursor.say(format!("removed {title} (<undo> undoes)"));
        }
    }

    fn copy_only(&self) -> Result<(), Refusal> {
        let offer = self.selected();
        if offer.id.is_copy() { Ok(()) } else { Err(Refusal::NotACopy { title: offer.title() }) }
    }

    /// Refuses a name that is too long or that an offer of the card has, other than the one renamed.
    fn check_label(
        &self,
        card: &str,
        label: &str,
        renamed: Option<&OfferId>,
    ) -> Result<(), Refusal> {
        let count = label.chars().count();
        if count > LABEL_CHARS_MAX {
            return Err(Refusal::LabelTooLong { count });
        }
        let mut others = self.offers_of(card).filter(|offer| Some(&offer.id) != renamed);
        if others.any(|offer| offer.plan() == label) {
            return Err(Refusal::LabelTaken { label: label.to_owned() });
        }
        Ok(())
    }

    fn offers_of(&self, card: &str) -> impl Iterator<Item = &PricedOffer> {
        self.figures.board.offers().iter().filter(move |offer| offer.id.card() == card)
    }

    /// A name for a new copy that no offer of the card has: that of the choice it begins with.
    fn new_label(&self, offer: &PricedOffer) -> String {
        let label = match next_choice(offer) {
            Some((_, choice)) => choice.label,
            None => offer.card.plan.clone(),
        };
        let is_free =
            |label: &String| self.offers_of(offer.id.card()).all(|other| other.plan() != label);
        let mut others = (2_u32..).map(|number| format!("{label} {number}"));
        if is_free(&label) { label } else { others.find(is_free).unwrap_or(label) }
    }
}

/// The id and the words of an option or of a choice.
struct Named {
    id: String,
    label: String,
}

/// The first option of an offer's card, and the choice after the present one. `None` without options.
fn next_choice(offer: &PricedOffer) -> Option<(Named, Named)> {
    let option = offer.card.options.first()?;
    let chosen = offer.figures().and_then(|figures| figures.own.selection.options.first().copied());
    let next = &option.choices[(chosen.unwrap_or(0) + 1) % option.choices.len()];
    let named = |id: &String, label: &String| Named { id: id.clone(), label: label.clone() };
    Some((named(&option.id, &option.label), named(&next.id, &next.label)))
}
