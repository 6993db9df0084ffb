//! The preview of a value that is being typed: the total that it would give.

use whatif_pricing::{Percent, Period};

use super::terms::adjustment;
use super::{MARKED_AT_FIRST, Preview, State, Target};
use crate::report::names;
use crate::scenario::{Choices, Inputs};

impl State {
    /// The total of the offer that is selected if a text is taken: the best one of the selected one's provider, if
    /// that is followed. `None` if the text cannot be taken or changes no total.
    pub(super) fn preview(&self, target: &Target, text: &str) -> Option<Preview> {
        let mut inputs = self.figures.board.adopting(self.scenario()).inputs;
        self.try_on(&mut inputs, target, &self.typed(target, text.trim()))?;
        let board = self.figures.board.at(&inputs).ok()?;
        let followed = self.figures.board.followed(MARKED_AT_FIRST);
        let next = followed.map(|followed| board.following(board.scenario(), &followed));
        let next = next.and_then(|next| board.offer(&next.selected));
        let next = next.unwrap_or_else(|| board.selected());
        let (now, then) = (self.selected().shown()?, next.shown()?);
        let known = now.complete && then.complete;
        let more = known.then(|| then.amount.minus(now.amount).ok()).flatten();
        let plan = (next.id != self.selected().id).then(|| next.plan().to_owned());
        Some(Preview { name: names::short(next), plan, total: then, more })
    }

    /// Puts a text into inputs that nobody keeps. `None` if it cannot be taken.
    fn try_on(&self, inputs: &mut Inputs, target: &Target, text: &str) -> Option<()> {
        match target {
            Target::Driver(driver) => {
                let value = inputs.workload.read(*driver, text).ok()?;
                inputs.workload.set(*driver, value).ok()
            }
            Target::Price { offer, card, charge } => {
                let price = self.own_price(offer, (card, charge), text).ok()?;
                let rates = self.rate_card(offer, card);
                let set = |choices: &mut Choices| choices.set_price(&rates, charge, price);
                inputs.offers.change_part(offer, card, set);
                Some(())
            }
            Target::Adjustment { offer, card, charge: None } if card == offer.card() => {
                let by = adjustment(text).ok()?;
                for card in self.cards_of(offer) {
                    inputs.offers.change_part(offer, &card, |choices| choices.adjustment = by);
                }
                Some(())
            }
            Target::Adjustment { offer, card, charge } => {
                let by = adjustment(text).ok()?;
                let set = |choices: &mut Choices| match (charge, by) {
                    (None, by) => choices.adjustment = by,
                    (Some(charge), Some(by)) => {
                        choices.adjustments.insert(charge.clone(), by);
                    }
                    (Some(charge), None) => {
                        choices.adjustments.remove(charge);
                    }
                };
                inputs.offers.change_part(offer, card, set);
                Some(())
            }
            Target::Tax => {
                inputs.tax = Some(Percent::parse(text).ok()?);
                Some(())
            }
            Target::Period => {
                inputs.period = Period::parse(text, self.settings.today).ok()?;
                Some(())
            }
            Target::NewOffer { .. }
            | Target::OfferLabel(_)
            | Target::Goal
            | Target::Budget
            | Target::AsOf
            | Target::Rate { .. }
            | Target::LeverRange
            | Target::Changes
            | Target::SaveAs
            | Target::Export
            | Target::SaveTour
            | Target::Import
            | Target::Notes => None,
        }
    }
}
