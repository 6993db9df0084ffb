//! The colours and letters of the marked offers: on the sliders' ribbons, and beside the cards' names.

use ratatui::style::Style;
use whatif_pricing::DriverId;

use crate::answer::PricedOffer;
use crate::explorer::ribbon::Tick;
use crate::explorer::state::State;
use crate::explorer::theme::Theme;
use crate::explorer::widget::{Tint, position_of_cell};
use crate::scenario::letters;

/// The letter of a marked offer, by its number. With its colour, of which there are sixteen, it is unique up to 496
/// offers.
pub(super) fn letter(series: usize) -> char {
    letters::letter(series)
}

/// The sign of an offer: filled in its colour if it is marked, or its letter without colours.
pub(super) fn mark(offer: &PricedOffer, theme: &Theme) -> (String, Style) {
    match offer.series {
        None => (theme.glyphs.unmarked.to_owned(), theme.quiet),
        Some(series) if theme.has_colours() => {
            (theme.glyphs.marked.to_owned(), theme.series(series))
        }
        Some(series) => (letter(series).to_string(), theme.text),
    }
}

/// The letter of an offer in its colour, as it stands at the end of its line.
pub(super) fn letter_mark(offer: &PricedOffer, theme: &Theme) -> (String, Style) {
    match offer.series {
        None => (theme.glyphs.unmarked.to_owned(), theme.quiet),
        Some(series) => (letter(series).to_string(), theme.series(series)),
    }
}

/// The tint that each cell of a slider's track shows.
pub(super) fn tints(state: &State, driver: DriverId, cells: u16, theme: &Theme) -> Vec<Tint> {
    let Some(ribbon) = state.figures.ribbons.get(driver) else { return Vec::new() };
    let tint = |cell: u16| {
        let position = |cell: u16| position_of_cell(cell, cells);
        let sample = ribbon.at(position(cell), position((cell + 1).min(cells - 1)));
        let tick = sample.tick.map(|tick| match tick {
            Tick::Edge => theme.glyphs.edge,
            Tick::Crossover => theme.glyphs.crossover,
            Tick::Budget => theme.glyphs.budget,
        });
        match sample.cheapest {
            Some(series) if theme.has_colours() => {
                Tint { style: theme.series(series), letter: None, tick }
            }
            Some(series) => Tint { style: theme.text, letter: Some(letter(series)), tick },
            None => Tint { style: theme.quiet, letter: None, tick },
        }
    };
    (0..cells).map(tint).collect()
}
