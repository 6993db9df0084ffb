//! The caption of a tour's step, with figures of the screen in it.

use whatif_pricing::{Places, written};

use crate::answer::PricedOffer;
use crate::explorer::state::State;
use crate::explorer::tour::{Figure, Piece};
use crate::report::words;

impl State {
    /// The caption of the tour's step.
    #[must_use]
    pub fn tour_caption(&self) -> Option<String> {
        let pieces = self.tour.playing.as_ref()?.step().caption.pieces();
        let text = |piece: &Piece| match piece {
            Piece::Words(words) => words.clone(),
            Piece::Figure(figure) => self.figure(figure),
        };
        Some(pieces.iter().map(text).collect())
    }

    fn figure(&self, figure: &Figure) -> String {
        let board = &self.figures.board;
        match figure {
            Figure::Total => total(board.selected()),
            // The step said so when it began if there is no such offer.
            Figure::TotalOf(id) => board.offer(id).map_or_else(|| "—".to_owned(), total),
            Figure::Cheapest => {
                let cheapest = self.figures.verdict.cheapest().first();
                let cheapest = cheapest.and_then(|id| board.offer(id));
                cheapest.map_or_else(|| "none".to_owned(), PricedOffer::title)
            }
            Figure::Driver(driver) => written(board.usage().value(*driver), Places::QUANTITY),
        }
    }
}

fn total(offer: &PricedOffer) -> String {
    offer.total().map_or_else(|| "—".to_owned(), |total| words::total(offer.currency, total))
}
