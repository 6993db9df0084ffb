//! The figures of an offer, or why there are none.

use super::board::{Board, OfferFigures, PricedOffer};
use super::error::AnswerError;
use crate::scenario::OfferId;

/// An offer with its figures.
pub(super) fn priced<'a>(
    board: &'a Board,
    id: &OfferId,
) -> Result<(&'a PricedOffer, &'a OfferFigures), AnswerError> {
    let offer = board.offer(id).ok_or_else(|| AnswerError::NoOffer { offer: id.clone() })?;
    match &offer.figures {
        Ok(figures) => Ok((offer, figures)),
        Err(fault) => Err(AnswerError::Unpriced { offer: id.clone(), fault: fault.clone() }),
    }
}
