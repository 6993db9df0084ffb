//! The lines that a charge reads: those it is a percentage of, and those that share an amount with it.

use crate::card::charge::{Meter, OtherLines};
use crate::card::rate_card::{RateCard, Selection};
use crate::number::ratio::OutOfRange;
use crate::rate::lists::{Stretch, charges};
use crate::rate::rated::{CycleOfLines, Rated, Shared};
use crate::rate::resolve::Span;
use crate::time::cycle::Clock;
use crate::time::period::Window;

/// A card with its choices made, over the price lists of a period.
#[derive(Clone, Copy)]
pub(super) struct Chosen<'a> {
    pub card: &'a RateCard,
    pub selection: &'a Selection,
    pub clock: Clock,
    pub stretches: &'a [Stretch],
}

impl Chosen<'_> {
    /// The lines that a charge reads. `None` if it reads none.
    pub fn shared(self, charge: usize) -> Result<Option<Shared>, OutOfRange> {
        if let Meter::Lines(_, of) = &self.card.charges[charge].axes.meter {
            return Ok(Some(Shared::Lines(self.cycles(of, &of.charges)?)));
        }
        let pools = &self.card.pools;
        let pool = pools.iter().find(|pool| pool.of.charges.contains(&charge));
        let Some(pool) = pool else { return Ok(None) };
        let until = pool.of.charges.partition_point(|other| *other <= charge);
        let included = pool.amount.pick(&self.selection.options).clone();
        Ok(Some(Shared::Pool(included, self.cycles(&pool.of, &pool.of.charges[..until])?)))
    }

    fn cycles(self, of: &OtherLines, charges: &[usize]) -> Result<Vec<CycleOfLines>, OutOfRange> {
        let cycle = |window: Window| {
            let clock = self.clock.over(window);
            let lines = charges.iter().map(|charge| self.line(*charge, clock));
            Ok(CycleOfLines { clock, lines: lines.collect::<Result<_, OutOfRange>>()? })
        };
        let turns = self.clock.turns(of.every);
        turns.map(|turn| cycle(turn.clipped(self.clock.window))).collect()
    }

    /// A charge in the time of a clock, under each price list.
    fn line(self, charge: usize, clock: Clock) -> Result<Vec<(Window, Rated)>, OutOfRange> {
        let mut lists = Vec::new();
        for Stretch { window, former } in self.stretches {
            let Some(part) = window.within(clock.window) else { continue };
            let origin = self.clock.window.from;
            let span = Span { clock, origin, part, former: *former };
            let axes = &charges(self.card, *former)[charge].axes;
            lists.push((part, Rated::resolve(self.card, axes, charge, self.selection, span)?));
        }
        Ok(lists)
    }
}
