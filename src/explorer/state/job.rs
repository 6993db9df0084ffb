//! The job: what the offers are to do. The selected offer says it, and what is set on the sliders adds to it.

use whatif_pricing::RateCard;

use super::{MARKED_AT_FIRST, Refusal, State};
use crate::answer::PricedOffer;
use crate::scenario::OfferId;

impl State {
    /// The jobs that cards are compared for, those of most cards first.
    #[must_use]
    pub fn jobs(&self) -> Vec<(String, usize)> {
        let mut jobs: Vec<(String, usize)> = Vec::new();
        for job in self.figures.board.cards().iter().filter_map(|card| job_of(card)) {
            match jobs.iter_mut().find(|(known, _)| known == job) {
                Some((_, count)) => *count += 1,
                None => jobs.push((job.to_owned(), 1)),
            }
        }
        jobs.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        jobs
    }

    /// Compares the offers for a job: selects the best one that does it. Marks that follow the best offers
    /// follow here too.
    pub(super) fn choose_job(&mut self, job: &str) {
        let Some(offer) = self.offer_for(job) else {
            return self.cursor.say(format!("no offer does {job} here"));
        };
        let asked = self.figures.board.asked_jobs();
        if asked.iter().any(|it| it == job) {
            return self.cursor.say(format!("compared for {} already", asked.join(" and ")));
        }
        let follows = self.figures.board.followed(MARKED_AT_FIRST).is_some();
        let chosen = self.change(|scenario| {
            scenario.selected = offer;
            Ok(())
        });
        let chosen = chosen.and_then(|()| if follows { self.mark_for_job(job) } else { Ok(()) });
        match chosen {
            Ok(()) => {
                let jobs = self.figures.board.asked_jobs().join(" and ");
                self.cursor.say(format!("compared for {jobs} (<undo> takes it back)"));
            }
            Err(why) => self.cursor.refuse(why),
        }
    }

    /// Marks the best offers and selects the cheapest that says the job, as one change with the one before.
    fn mark_for_job(&mut self, job: &str) -> Result<(), Refusal> {
        let board = &self.figures.board;
        let mut best = board.with_best_marked(MARKED_AT_FIRST);
        let says_it = |offer: &&PricedOffer| offer.is_best && job_of(&offer.card) == Some(job);
        let sayers = board.offers().iter().filter(says_it).filter(|it| it.ranked().is_some());
        let first = sayers.min_by_key(|offer| offer.ranked()).map(|offer| offer.id.clone());
        best.selected = first.unwrap_or_else(|| board.selected().id.clone());
        self.change_on(true, |scenario| {
            *scenario = best;
            Ok(())
        })
    }

    /// The cheapest offer whose card does a job: one that can be bought, if there is one.
    fn offer_for(&self, job: &str) -> Option<OfferId> {
        let does = |offer: &&PricedOffer| job_of(&offer.card) == Some(job) && !offer.id.is_copy();
        let offers = self.figures.board.offers().iter().filter(does);
        let order = |offer: &&PricedOffer| {
            (offer.card.closed.is_some(), offer.ranked().is_none(), offer.ranked())
        };
        offers.min_by_key(order).map(|offer| offer.id.clone())
    }
}

/// The job that a card is compared for while it is selected: secrets, if it can keep them.
fn job_of(card: &RateCard) -> Option<&str> {
    let secrets = card.jobs.iter().find(|job| *job == "secrets");
    secrets.or_else(|| card.jobs.first()).map(String::as_str)
}
