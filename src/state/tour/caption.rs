//! The caption of a tour's step, with figures from the screen in it.

use whatif_pricing::{Places, Total, written};

use super::State;
use crate::tour::{Figure, Piece};

impl State {
    /// The caption of the tour's step.
    #[must_use]
    pub fn tour_caption(&self) -> Option<String> {
        let playing = self.tour.as_ref()?;
        let said = |piece: &Piece| match piece {
            Piece::Words(words) => words.clone(),
            Piece::Figure(figure) => self.figure(figure),
        };
        Some(playing.tour.steps[playing.step].caption.pieces().iter().map(said).collect())
    }

    fn figure(&self, figure: &Figure) -> String {
        let total = |place: usize| {
            let priced = &self.board.cards[place];
            let Total { amount, complete } = priced.total;
            let bound = if complete { "" } else { "≥ " };
            format!("{} {bound}{}", priced.card.currency, written(amount, Places::AMOUNT))
        };
        match figure {
            Figure::Total => total(self.scenario.selected),
            // That there is no such card was told when the step began.
            Figure::TotalOf(id) => self.board.place_of(id).map_or_else(|| "—".to_owned(), total),
            Figure::Cheapest => {
                let cheapest = self.board.cheapest.iter().position(|is_cheapest| *is_cheapest);
                let named = |place: usize| self.board.cards[place].card.title();
                cheapest.map_or_else(|| "none".to_owned(), named)
            }
            Figure::Driver(driver) => written(self.board.usage.value(*driver), Places::QUANTITY),
        }
    }
}
