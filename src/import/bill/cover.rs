//! The time that the rows of a bill cover in a month, and the hours between in which there is no row.

use chrono::NaiveDate;

use crate::import::data::month_window;

/// Seconds of an hour.
const HOUR: i64 = 3_600;
/// The bits of a word.
const BITS: usize = 64;
/// The words that hold a bit for each hour of the longest month.
const WORDS: usize = (31 * 24_usize).div_ceil(BITS);

/// The time that rows cover in one month, by the hour. Its ends are exact.
#[derive(Clone, Debug, Default)]
pub struct Cover {
    hours: [u64; WORDS],
    /// The first second and the one after the last, since the month began. Empty if no row covers any.
    ends: Option<(i64, i64)>,
    /// The stretch that was added last, which most rows share.
    last: (i64, i64),
    /// True if a row says when it begins and not when it ends.
    is_open: bool,
}

/// The covered time of a month, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Covered {
    /// The first second.
    pub from: i64,
    /// The second after the last.
    pub to: i64,
    /// The seconds between them without the hours that have no row. All of them if a row does not say its end.
    pub seconds: i64,
    /// The seconds of the hours between them that have no row.
    pub gap: i64,
}

impl Cover {
    /// Adds a stretch of seconds since the month began, which ends in the month.
    pub fn add(&mut self, from: i64, to: i64) {
        if from >= to || self.last == (from, to) {
            return;
        }
        self.last = (from, to);
        let (known_from, known_to) = self.ends.unwrap_or((from, to));
        self.ends = Some((known_from.min(from), known_to.max(to)));
        for (word, mask) in masks(hour(from), hour(to - 1)) {
            self.hours[word] |= mask;
        }
    }

    /// Adds a stretch of a row that does not say its end.
    pub fn add_open(&mut self, from: i64, to: i64) {
        self.is_open = true;
        self.add(from, to);
    }

    /// The covered time of a month. All of it if no row covers any.
    pub fn in_month(&self, first: NaiveDate) -> Covered {
        let (start, end) = month_window(first);
        let Some((from, to)) = self.ends else {
            return Covered { from: start, to: end, seconds: end - start, gap: 0 };
        };
        let masks = masks(hour(from), hour(to - 1));
        let empty = masks.map(|(word, mask)| (mask & !self.hours[word]).count_ones());
        let gap = i64::from(empty.sum::<u32>()) * HOUR;
        let seconds = if self.is_open { to - from } else { to - from - gap };
        Covered { from: start + from, to: start + to, seconds, gap }
    }
}

/// The hour of a second.
fn hour(second: i64) -> usize {
    usize::try_from(second / HOUR).unwrap_or(0).min(WORDS * BITS - 1)
}

/// The bits from one hour to another, by word.
fn masks(from: usize, to: usize) -> impl Iterator<Item = (usize, u64)> {
    (from / BITS..=to / BITS).map(move |word| {
        let low = if word == from / BITS { u64::MAX << (from % BITS) } else { u64::MAX };
        let high = if word == to / BITS { u64::MAX >> (BITS - 1 - to % BITS) } else { u64::MAX };
        (word, low & high)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_without_rows_are_not_covered() {
        let first = "2026-10-01".parse().unwrap();
        let start = month_window(first).0;
        let day = 24 * HOUR;
        let of = |all: &[(i64, i64)]| all.to_vec();
        for (stretches, from, to, seconds) in [
            (of(&[(0, day), (9 * day, 10 * day)]), 0, 10 * day, 2 * day),
            (of(&[(9 * day, 10 * day), (0, day), (5 * day, 5 * day)]), 0, 10 * day, 2 * day),
            (of(&[(0, 31 * day)]), 0, 31 * day, 31 * day),
            (of(&[(1_800, HOUR), (HOUR, 5_400)]), 1_800, 5_400, 3_600),
            // The hour of a second counts as covered.
            (of(&[(30 * day, 31 * day), (0, 1)]), 0, 31 * day, 25 * HOUR),
        ] {
            let mut cover = Cover::default();
            for (from, to) in &stretches {
                cover.add(*from, *to);
            }
            let gap = to - from - seconds;
            let expected = Covered { from: start + from, to: start + to, seconds, gap };
            assert_eq!(cover.in_month(first), expected, "{stretches:?}");
            cover.add_open(from, from + 1);
            assert_eq!(cover.in_month(first), Covered { seconds: to - from, ..expected });
        }
    }
}
