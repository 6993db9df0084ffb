//! The unit price or the discount at which a goal is met, to its last decimal place.
//!
//! A total rises with a price and falls with a discount, so the place where it meets an amount is found by
//! halving. Every total on the way is priced.

use rust_decimal::Decimal;
use whatif_pricing::solve::{Meeting, PERCENT_PLACES, PRICE_PLACES, meeting};
use whatif_pricing::{Money, Offer as PricingOffer, Ratio, Tariff, Total};

use super::{At, Goal, Outcome, Search, SolveError, Solved, Sought, Why};
use crate::answer::board::OfferFigures;
use crate::answer::instrument::{Contender, Reason, why_incomplete, why_uncarried};
use crate::scenario::{Choices, Offer};

/// The question with the amount to be met.
struct Meet<'s, 'b> {
    search: &'s Search<'b>,
    figures: &'s OfferFigures,
    choices: Choices,
    amount: Ratio,
    /// The total of the offer to beat.
    rival: Option<Total>,
}

/// Seeks the price or the discount.
pub(super) fn seek(search: &Search<'_>) -> Result<Solved, SolveError> {
    let own = search.own();
    let figures = own
        .figures
        .as_ref()
        .map_err(|fault| SolveError::Unpriced { offer: own.id.clone(), fault: fault.clone() })?;
    let said = search.board.inputs().offers.get(&own.id);
    let choices = said.map_or_else(|| Offer::default().choices, |offer| offer.choices.clone());
    let rival = rival_total(search)?;
    let amount = match search.question.goal {
        Goal::Total(amount) => amount,
        Goal::Beats(_) => rival.map_or(Ratio::ZERO, |total| total.amount),
    };
    let meet = Meet { search, figures, choices, amount, rival };
    let why = meet.why_unknown();
    let most = meet.total(search.question.sought.most());
    if !why.is_empty() {
        return Ok(meet.unknown(why));
    }
    if most.is_some_and(|most| !most.complete) {
        return Ok(meet.exceeded_by_known().unwrap_or_else(|| meet.unknown(why)));
    }
    let mut solved = match search.question.sought {
        Sought::Price(_) | Sought::Driver { .. } => meet.price(most),
        Sought::Discount(_) => meet.discount(most),
    }?;
    solved.has_ranges = search.board.inputs().workload.has_ranges();
    Ok(solved)
}

fn rival_total(search: &Search<'_>) -> Result<Option<Total>, SolveError> {
    let Some(rival) = search.contenders.get(1) else { return Ok(None) };
    let Ok(offer) = &rival.offer else { return Ok(None) };
    Ok(offer.total(search.board.usage())?)
}

impl Meet<'_, '_> {
    /// The reasons for no total to be met, or for two offers that cannot be compared.
    fn why_unknown(&self) -> Vec<Why> {
        let Goal::Beats(_) = self.search.question.goal else { return Vec::new() };
        let mut why = Vec::new();
        let of = |contender: &Contender<'_>, reason| Why::Offer {
            offer: contender.priced.id.clone(),
            at: None,
            reason,
        };
        let board = self.search.board;
        for (place, contender) in self.search.contenders.iter().enumerate() {
            if let (1, Some(figures)) = (place, contender.priced.figures()) {
                let reasons = why_incomplete(board, figures, board.usage());
                why.extend(reasons.into_iter().map(|reason| of(contender, reason)));
            }
            if let (Some(figures), Ok(offer)) = (contender.priced.figures(), &contender.offer) {
                let at = (&board.inputs().workload, board.usage());
                let uncarried = why_uncarried(figures, offer, at).into_iter();
                why.extend(uncarried.map(|reason| of(contender, reason)));
            }
            let unranked = contender.unranked_at(board).into_iter().map(Reason::Unranked);
            why.extend(unranked.map(|reason| of(contender, reason)));
        }
        why
    }

    fn unknown(&self, why: Vec<Why>) -> Solved {
        let mut solved = self.solved(Outcome::Unknown);
        solved.why = why;
        if solved.why.is_empty() {
            // The price that is sought is not what is missing.
            let board = self.search.board_at(Decimal::ZERO).ok();
            let board = board.as_ref().unwrap_or(self.search.board);
            let offer = &self.search.question.offer;
            let figures = board.offer(offer).and_then(|priced| priced.figures());
            let reasons = figures.map(|figures| why_incomplete(board, figures, board.usage()));
            let why = |reason| Why::Offer { offer: offer.clone(), at: None, reason };
            solved.why = reasons.unwrap_or_default().into_iter().map(why).collect();
        }
        solved
    }

    /// Never, if what is known of the total exceeds the amount even at the lowest price or the largest discount.
    fn exceeded_by_known(&self) -> Option<Solved> {
        let sought = &self.search.question.sought;
        let best = match sought {
            Sought::Price(_) | Sought::Driver { .. } => Decimal::ZERO,
            Sought::Discount(_) => sought.most(),
        };
        let known = self.total(best)?.amount;
        (known > self.amount).then(|| self.never(best))
    }

    /// The offer's total with the price or the discount at a value. `None` if that is beyond what can be
    /// calculated exactly.
    fn total(&self, value: Decimal) -> Option<Total> {
        let (own, mut choices) = (&self.figures.own, self.choices.clone());
        let value = Money { amount: value, currency: own.currency() };
        self.search.question.sought.choose(&mut choices, value);
        let (selection, _) = choices.on(&own.card);
        let tariff = Tariff::new(&own.card, &selection, *own.tariff.terms()).ok()?;
        let companions = self.figures.companions.iter().map(|part| part.tariff.clone()).collect();
        let (currency, rates) = (self.search.question.currency, &self.search.board.inputs().rates);
        let offer = PricingOffer::new(tariff, companions, currency, rates).ok()?;
        offer.total(self.search.board.usage()).ok().flatten()
    }

    /// The last value at which `holds` is true of the total. What cannot be calculated is above any amount.
    fn meeting(&self, places: u32, holds: impl Fn(Ratio) -> bool) -> Option<Meeting> {
        let above = Ratio::whole(Decimal::MAX);
        let total = |value| {
            let total = self.total(value).map_or(above, |total| total.amount);
            Ok::<_, std::convert::Infallible>(total)
        };
        match meeting(self.search.question.sought.most(), places, total, holds) {
            Ok(met) => met,
        }
    }

    /// The highest price that reaches the goal.
    fn price(&self, most: Option<Total>) -> Result<Solved, SolveError> {
        self.refuse_unbilled(most)?;
        let met = self.meeting(PRICE_PLACES, |total| total <= self.amount);
        let Some(met) = met else { return Ok(self.never(Decimal::ZERO)) };
        if met.value == self.search.question.sought.most() {
            return Ok(self.solved(Outcome::Always));
        }
        let mut solved = self.solved(Outcome::Within);
        solved.largest = Some(self.at(met.value));
        solved.next = Some(self.at(met.value + Decimal::new(1, PRICE_PLACES)));
        solved.met = Some((self.amount, met.total == self.amount));
        solved.board = Some(self.search.board_at(met.value)?);
        Ok(solved)
    }

    /// The lowest discount that reaches the goal.
    fn discount(&self, most: Option<Total>) -> Result<Solved, SolveError> {
        let zero = self.total(Decimal::ZERO);
        if zero.is_some_and(|zero| zero.amount <= self.amount) {
            let mut solved = self.solved(Outcome::Always);
            solved.smallest = Some(self.at(Decimal::ZERO));
            return Ok(solved);
        }
        self.refuse_unbilled(most)?;
        let most = self.search.question.sought.most();
        let met = self.meeting(PERCENT_PLACES, |total| total > self.amount);
        let Some(met) = met.filter(|met| met.value < most) else { return Ok(self.never(most)) };
        let value = (met.value + Decimal::new(1, PERCENT_PLACES)).normalize();
        let exact = self.total(value).is_some_and(|total| total.amount == self.amount);
        let mut solved = self.solved(Outcome::Within);
        solved.before = Some(self.at(met.value));
        solved.smallest = Some(self.at(value));
        solved.met = Some((self.amount, exact));
        solved.board = Some(self.search.board_at(value)?);
        Ok(solved)
    }

    fn solved(&self, outcome: Outcome) -> Solved {
        Solved::new(self.search.question, outcome)
    }

    fn never(&self, value: Decimal) -> Solved {
        let mut solved = self.solved(Outcome::Never);
        solved.least = Some(self.at(value));
        solved
    }

    fn at(&self, value: Decimal) -> At {
        let mut totals = vec![self.total(value)];
        if let Goal::Beats(_) = self.search.question.goal {
            totals.push(self.rival);
        }
        At { value, totals }
    }

    /// A price or a discount that changes nothing has no answer.
    fn refuse_unbilled(&self, most: Option<Total>) -> Result<(), SolveError> {
        if self.total(Decimal::ZERO) != most {
            return Ok(());
        }
        let sought = self.search.question.sought.text(self.search.board);
        Err(SolveError::Unbilled { sought })
    }
}
