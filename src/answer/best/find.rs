//! A find of the pricing library, with its parts by id.

use whatif_pricing::best::{BestOffer, Chosen, Part, Why};
use whatif_pricing::card::Choosing;

use super::{Choice, ChoiceReason, Commitment, Found, Requirement, Service, against};
use crate::answer::board::{Board, PricedOffer};
use crate::answer::doubt::Staleness;
use crate::answer::proposals::Proposals;
use crate::answer::verdict::doubt;

/// A find with its choices by id.
pub(super) fn find(
    board: &Board,
    proposals: &Proposals,
    best: &BestOffer,
    staleness: Staleness,
) -> Found {
    let (id, _) = proposals.offer_of(best);
    let commitments = best.commitments.iter().map(|it| {
        let Part { card, selection } = &best.parts[it.part];
        Commitment {
            charge: card.charges[it.charge].id.clone(),
            label: card.charges[it.charge].label.clone(),
            term: it.term,
            in_full: it.in_full,
            currency: selection.currency(card),
            is_paid_ahead: it.is_paid_ahead,
        }
    });
    Found {
        doubt: board.offer(&id).and_then(|offer| doubt(board, offer, staleness)),
        adjusted: board.offer(&id).and_then(PricedOffer::adjusted),
        id,
        cards: best.parts.iter().map(|part: &Part| part.card.id.clone()).collect(),
        services: Service::all(&best.parts),
        total: best.total,
        currency: best.currency,
        chosen: best.chosen.iter().map(|chosen| choice(board, best, chosen)).collect(),
        commitments: commitments.collect(),
        requirements: best.parts.iter().flat_map(requirements).collect(),
    }
}

/// The options of a part that are no matter of price. One with a single choice decides nothing.
fn requirements(part: &Part) -> impl Iterator<Item = Requirement> + '_ {
    let options = part.card.options.iter().zip(&part.selection.options);
    let options =
        options.filter(|(option, _)| option.choose != Choosing::Price && option.choices.len() > 1);
    options.map(|(option, choice)| Requirement {
        card: part.card.id.clone(),
        option: option.id.clone(),
        asks: option.label.clone(),
        choice: option.choices[*choice].id.clone(),
        answer: option.choices[*choice].label.clone(),
        is_default: *choice == 0,
    })
}

fn choice(board: &Board, best: &BestOffer, chosen: &Chosen) -> Choice {
    let card = &best.parts[chosen.part].card;
    let option = &card.options[chosen.option];
    let label = |place: usize| option.choices[place].label.clone();
    let cards: Vec<&str> = best.parts.iter().map(|part| &*part.card.id).collect();
    let why = match &chosen.why {
        Why::Lower { next, by } => ChoiceReason::Lower { next: label(*next), by: *by },
        Why::Higher { next, by } => ChoiceReason::Higher { next: label(*next), by: *by },
        Why::Same { other } => ChoiceReason::Same { other: label(*other) },
        Why::Only { other, because } => ChoiceReason::Only {
            other: label(*other),
            because: because.iter().map(|it| against(board, &cards, *it)).collect(),
        },
    };
    Choice {
        card: card.id.clone(),
        option: option.id.clone(),
        asks: option.label.clone(),
        choice: option.choices[chosen.choice].id.clone(),
        answer: label(chosen.choice),
        why,
    }
}
