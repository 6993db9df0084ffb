//! What a scenario asks of one of its cards.

use std::sync::Arc;

use whatif_pricing::{Selection, Timeline};

use super::Request;
use crate::board::Board;
use crate::cli::output::Failure;
use crate::cli::terms::Exchange;
use crate::scenario::Scenario;

impl Request {
    /// A card of a scenario with the choices made on it, and its companions with those made on theirs. The
    /// answer is in the currency of the comparison too.
    pub fn of(scenario: &Scenario, board: &Board, place: usize) -> Result<Self, Failure> {
        let companions = board.cards[place].companions.iter();
        let companions = companions.map(|companion| Self::alone(scenario, board, *companion));
        let companions = companions.collect::<Result<_, _>>()?;
        let into = Some(scenario.display);
        let exchange = Exchange { rates: scenario.rates.clone(), into };
        Ok(Self { companions, exchange, ..Self::alone(scenario, board, place)? })
    }

    fn alone(scenario: &Scenario, board: &Board, place: usize) -> Result<Self, Failure> {
        let card = Arc::clone(&board.cards[place].card);
        let selection = Selection::clone(&scenario.selections[place]);
        let (workload, changes) = (scenario.workload.clone(), scenario.changes.clone());
        let timeline = Timeline { workload, changes };
        let id = card.id.clone();
        let read = Self::new(card, selection, timeline, scenario.terms());
        let read = read.map_err(|failure| match failure {
            Failure::Input(error) => Failure::Input(error.context(id)),
            other => other,
        });
        Ok(Self { is_beyond_flags: true, ..read? })
    }
}
