//! Straight stretches of a curve: where the total is a line, each further total costs a product and a sum.
//!
//! The line is the one that [`super::band`] gives for a whole stretch, so it is exact, and both of its ends are
//! priced one by one before it is used. A curve that is asked for many totals in order looks for such stretches
//! as it goes. It pays for each search with the totals that it priced one by one before, so that a curve
//! without straight stretches stays nearly as fast as it is.

use super::band::Line;
use crate::invoice::total::Total;
use crate::number::ratio::{Exact, OutOfRange, Ratio, Word};

/// Totals that are priced one by one before a stretch is looked for: together they take about as long.
const WAIT_LEAST: u32 = 16;
/// The longest wait after searches that failed.
const WAIT_MOST: u32 = 4_096;
/// The length of the first stretch that is looked for, in totals.
const REACH_LEAST: u64 = 64;

/// A stretch on which the total is a straight line.
#[derive(Clone, Copy, Debug)]
struct Straight {
    from: u64,
    /// The steps behind the first.
    length: u64,
    at: Word,
    slope: Word,
    complete: bool,
}

/// The straight stretch of a curve that was found last, and when to look for another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Straights {
    found: Option<Straight>,
    asked: Option<u64>,
    /// Totals to price one by one until the next search.
    wait: u32,
    wait_next: u32,
    /// The length of the next stretch that is looked for, in totals.
    reach: u64,
}

impl Straights {
    pub const NONE: Self = Self {
        found: None,
        asked: None,
        wait: WAIT_LEAST,
        wait_next: WAIT_LEAST,
        reach: REACH_LEAST,
    };

    /// The total at a step. `None` if the step is not in the stretch.
    #[inline]
    pub fn total(&mut self, step: u64) -> Option<Total> {
        let Straight { from, length, at, slope, complete } = self.found?;
        let steps = step.wrapping_sub(from);
        if steps > length {
            return None;
        }
        let amount = at.plus(slope.times(whole(steps).ok()?).ok()?).ok()?;
        self.asked = Some(step);
        Some(Total { amount: amount.ratio(), complete })
    }

    /// Takes note of a step that is priced by itself. Returns the last step of the stretch that is to be looked
    /// for from there, unless it is too early.
    pub fn search_from(&mut self, step: u64, last: u64) -> Option<u64> {
        let before = self.asked.replace(step);
        let gap = step.checked_sub(before?).filter(|gap| *gap > 0)?;
        self.wait = self.wait.saturating_sub(1);
        let to = step.saturating_add(gap.saturating_mul(self.reach)).min(last);
        (self.wait == 0 && to > step).then_some(to)
    }

    /// Keeps the line of a stretch, unless it misses one of the two ends that were priced by themselves.
    pub fn keep(&mut self, from: u64, to: u64, line: Line, [first, end]: [Total; 2]) -> bool {
        let length = to - from;
        let is_line =
            |line: &Line| Ok(line.at == first.amount && line.value(length)? == end.amount);
        let is_sound =
            first.complete == end.complete && is_line(&line) == Ok::<_, OutOfRange>(true);
        let words = Word::of(&line.at).ok().zip(Word::of(&line.slope).ok());
        let Some((at, slope)) = words.filter(|_| is_sound) else { return false };
        self.found = Some(Straight { from, length, at, slope, complete: first.complete });
        (self.wait, self.wait_next) = (1, WAIT_LEAST);
        self.reach = self.reach.saturating_mul(4);
        true
    }

    /// Waits longer before the next search, for a shorter stretch.
    pub fn fail(&mut self) {
        self.wait_next = self.wait_next.saturating_mul(2).min(WAIT_MOST);
        self.wait = self.wait_next;
        self.reach = (self.reach / 4).max(REACH_LEAST);
    }
}

fn whole(steps: u64) -> Result<Word, OutOfRange> {
    Word::of(&i64::try_from(steps).map(Ratio::from).map_err(|_| OutOfRange)?)
}
