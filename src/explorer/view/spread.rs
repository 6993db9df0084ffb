//! Results of ranges, in a row.

use whatif_pricing::{Places, Spread, written};

use crate::answer::board::PricedOffer;
use crate::explorer::state::State;
use crate::explorer::theme::Glyphs;
use crate::report::cells::cells;
use crate::scenario::OfferId;

/// The selected offer's percentiles, or how far they are; none without ranges.
pub(super) fn row(state: &State, width: u16, glyphs: &Glyphs) -> Option<String> {
    let outcome = state.outcome(&state.selected().id);
    match (outcome.and_then(|outcome| outcome.spread), progress(state)) {
        (Some(spread), _) => Some(percentiles(&spread, width, glyphs)),
        (None, progress) => progress,
    }
}

/// The amounts that 5 and 95 of 100 samples cost at most, in the currency of the comparison or, if
/// no rate leads there, in the card's own; or how far the sampling is. `None` without ranges.
pub(super) fn ends(state: &State, offer: &PricedOffer, glyphs: &Glyphs) -> Option<String> {
    let shown = offer.shown().map_or(offer.currency, |_| state.figures.board.inputs().display);
    let Some(spread) = state.spread_in(&offer.id, shown) else { return progress(state) };
    let bound = if spread.complete { String::new() } else { format!("{} ", glyphs.at_least) };
    let places = Places::AMOUNT;
    let [low, high] = [spread.p5, spread.p95].map(|amount| written(amount, places));
    Some(format!("{bound}P5 {low}  P95 {high}"))
}

/// The progress of the sampling. `None` if it is done.
pub(super) fn progress(state: &State) -> Option<String> {
    state.sampling().map(|progress| format!("sampling {} %", progress.percent()))
}

/// In the longest form that has room.
fn percentiles(spread: &Spread, width: u16, glyphs: &Glyphs) -> String {
    let bound = if spread.complete { String::new() } else { format!("{} ", glyphs.at_least) };
    let amounts = |places: u32| {
        let places = Places { least: places, most: places };
        [spread.p5, spread.p50, spread.p95].map(|amount| written(amount, places))
    };
    let named = |[p5, p50, p95]: [String; 3]| format!("{bound}P5 {p5}  P50 {p50}  P95 {p95}");
    let choices = [named(amounts(2)), named(amounts(0)), bound.clone() + &amounts(0).join("  ")];
    let fits = |text: &&String| cells(text) <= usize::from(width);
    let fitting = choices.iter().find(fits).or(choices.last());
    fitting.cloned().unwrap_or_default()
}

/// The share of samples in which a card is the cheapest, for the column beside the totals. `None`
/// without ranges.
pub(super) fn share(state: &State, offer: &OfferId) -> Option<String> {
    state.scenario().inputs.workload.has_ranges().then(|| {
        let share = state.outcome(offer).and_then(|outcome| outcome.share);
        share.map_or_else(String::new, whatif_pricing::share_text)
    })
}
