//! Proposals: the best offer of each provider and the next one, as offers of a scenario.
//!
//! The pricing library finds them. Here each becomes an entry of the scenario with an id, so that a board
//! prices it like any other, and so that it can be marked, changed and saved.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use whatif_pricing::best::{Best as BestFinds, BestOffer, Candidate, LeftOut, Prepared, Question};
use whatif_pricing::{RateCard, UsageError};

use crate::scenario::{Choices, CompanionChoices, Inputs, Offer, OfferId, Offers};

/// The question for the best offer of each provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BestQuestion {
    /// The jobs to be done. If empty, those to which the workload sets a driver.
    pub jobs: Vec<String>,
    /// The cards that count although they are closed, have ended or serve a special need.
    pub considered: BTreeSet<String>,
    /// Look for the values at which a choice changes?
    pub with_changes: bool,
    /// Is the job of the selected offer to be done as well?
    pub with_selected: bool,
}

/// The finds of the pricing library, and the offers that they are.
#[derive(Clone, Debug)]
pub struct Proposals {
    /// The question.
    pub question: BestQuestion,
    /// The finds, the cheapest provider first.
    pub found: BestFinds,
    /// The best offers, in that order.
    best: Vec<(OfferId, Offer)>,
    /// The cards that can be chosen, with what the scenario says of them.
    candidates: Vec<Candidate>,
    /// The entries of the scenario that the finds start from.
    offers: Offers,
}

impl Proposals {
    /// Finds the best offer of each provider, with the combinations of a former question if they are the same.
    ///
    /// # Errors
    /// If the workload has no values.
    pub fn find(
        cards: &[Arc<RateCard>],
        inputs: &Inputs,
        question: BestQuestion,
        prepared: &mut Prepared,
    ) -> Result<Self, UsageError> {
        let candidates: Vec<Candidate> =
            cards.iter().map(|card| candidate(inputs, card, &question)).collect();
        let found = asked(&candidates, inputs, &question).best_with(prepared)?;
        let best = found.providers.iter().filter_map(|provider| provider.best.as_ref());
        let best = best.map(|best| offer(&inputs.offers, best)).collect();
        Ok(Self { question, found, best, candidates, offers: inputs.offers.clone() })
    }

    /// The question in the terms of the pricing library.
    #[must_use]
    pub fn asked<'a>(&'a self, inputs: &'a Inputs) -> Question<'a> {
        asked(&self.candidates, inputs, &self.question)
    }

    /// The best offer of each provider that has one, the cheapest first.
    #[must_use]
    pub fn best(&self) -> &[(OfferId, Offer)] {
        &self.best
    }

    /// A find as an offer.
    #[must_use]
    pub fn offer_of(&self, find: &BestOffer) -> (OfferId, Offer) {
        offer(&self.offers, find)
    }
}

impl Proposals {
    /// The offer of a card that cannot be ranked, with the companions that the job needs. `None` for a card that
    /// is left out for another reason.
    #[must_use]
    pub fn unranked(&self, left_out: &LeftOut) -> Option<(OfferId, Offer)> {
        let LeftOut::Unranked { card, companions, .. } = left_out else { return None };
        let default = OfferId::of_card(card);
        let said = self.offers.get(&default).cloned().unwrap_or_default();
        let mut offer = said.clone();
        let how = |id: &String| said.companions.get(id).cloned().unwrap_or_default();
        offer.companions = companions.iter().map(|id| (id.clone(), how(id))).collect();
        if offer == said {
            return Some((default, offer));
        }
        let label = ["with", &companions.join(" and ")].join(" ");
        let id = OfferId::of_copy(card, &label, |_| false);
        offer.label = Some(label);
        Some((id, offer))
    }
}

fn asked<'a>(
    candidates: &'a [Candidate],
    inputs: &'a Inputs,
    question: &'a BestQuestion,
) -> Question<'a> {
    Question {
        candidates,
        workload: &inputs.workload,
        changes: &inputs.changes,
        jobs: &question.jobs,
        terms: inputs.terms(),
        currency: inputs.display,
        rates: &inputs.rates,
    }
}

/// A card with what the scenario says of its default offer. Choices that the user made stay.
fn candidate(inputs: &Inputs, card: &Arc<RateCard>, asked: &BestQuestion) -> Candidate {
    let default = Offer::default();
    let said = inputs.offers.get(&OfferId::of_card(&card.id)).unwrap_or(&default);
    let (mut selection, _) = said.choices.on(card);
    for (flag, companion) in selection.companions.iter_mut().zip(&card.companions) {
        *flag = said.companions.contains_key(&companion.card);
    }
    let options = card.options.iter().enumerate();
    let keeps = options.filter(|(_, option)| said.choices.options.contains_key(&option.id));
    Candidate {
        keeps: keeps.map(|(place, _)| place).collect(),
        is_asked_for: asked.considered.contains(&card.id) || said.is_considered,
        card: Arc::clone(card),
        selection,
    }
}

/// The scenario's entry of a find, and its id: the default offer if it is that one.
fn offer(offers: &Offers, best: &BestOffer) -> (OfferId, Offer) {
    let main = &best.parts[0];
    let default = OfferId::of_card(&main.card.id);
    let said = offers.get(&default).cloned().unwrap_or_default();
    let mut offer = said.clone();
    offer.choices = chosen_on(best, 0, &said.choices);
    let companions = best.parts.iter().enumerate().skip(1).map(|(place, part)| {
        let id = part.card.id.clone();
        let how = said.companions.get(&id).cloned().unwrap_or_default();
        let known = offers.of_companion(&id, &how);
        let choices = chosen_on(best, place, known);
        let how = if choices == *known { how } else { CompanionChoices::Own(choices) };
        (id, how)
    });
    offer.companions = companions.collect::<BTreeMap<_, _>>();
    if offer == said {
        return (default, offer);
    }
    let label = label(best, &said.choices);
    offer.label = Some([&*main.card.plan, &*label].join(", "));
    (OfferId::of_copy(&main.card.id, &label, |_| false), offer)
}

/// The choices on a part: those that were made by price over those that are known.
fn chosen_on(best: &BestOffer, part: usize, known: &Choices) -> Choices {
    let mut choices = known.clone();
    let card = &best.parts[part].card;
    for chosen in best.chosen.iter().filter(|chosen| chosen.part == part) {
        let option = &card.options[chosen.option];
        let is_default = chosen.choice == 0;
        if is_default && !choices.options.contains_key(&option.id) {
            continue;
        }
        let choice = option.choices[chosen.choice].id.clone();
        choices.options.insert(option.id.clone(), choice);
    }
    choices
}

/// The difference of a find: `higher, with Key Management Service`.
fn label(best: &BestOffer, known: &Choices) -> String {
    let chosen = best.chosen.iter().filter(|it| it.part == 0 && it.choice != 0);
    let options = &best.parts[0].card.options;
    let chosen = chosen.filter(|it| !known.options.contains_key(&options[it.option].id));
    let mut differences: Vec<String> =
        chosen.map(|it| options[it.option].choices[it.choice].label.clone()).collect();
    let companions = best.parts.iter().skip(1);
    let services: Vec<&str> = companions.map(|part| &*part.card.service).collect();
    if !services.is_empty() {
        differences.push(["with", &services.join(" and ")].join(" "));
    }
    if differences.is_empty() {
        // The user's default offer has companions that are not needed here.
        differences.push("alone".to_owned());
    }
    differences.join(", ")
}
