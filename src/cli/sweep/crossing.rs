//! Where the cheaper of two cards changes, with the values on either side; and why it is not known.

use whatif_pricing::sweep::{Pair, Run, Verdict, crossing_words, with_unit};

use super::Answer;
use crate::cli::along;

/// More changes than this are not listed one by one.
const LISTED_MAX: usize = 8;

/// A place where the cheaper of two cards changes, or where they are equal; in steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// The last step before it; none where nothing is known before it.
    pub before: Option<u64>,
    /// The first and the last step at which they cost the same; none where they never do.
    pub equal: Option<(u64, u64)>,
    /// The first step after it; none where nothing is known after it.
    pub after: Option<u64>,
}

impl Crossing {
    /// Those of a pair, in order.
    pub fn all(runs: &[Run<Verdict>]) -> Vec<Self> {
        let known = |run: Option<&Run<Verdict>>| run.is_some_and(|it| it.what != Verdict::Unknown);
        let crossing = |(place, run): (usize, &Run<Verdict>)| {
            let before = place.checked_sub(1).and_then(|place| runs.get(place));
            let after = runs.get(place + 1);
            let last = after.filter(|after| known(Some(after))).map(|after| after.from);
            match run.what {
                Verdict::Equal if known(before) || known(after) => Some(Self {
                    before: before.filter(|it| known(Some(it))).map(|before| before.to),
                    equal: Some((run.from, run.to)),
                    after: last,
                }),
                Verdict::Equal | Verdict::Unknown => None,
                // From one that is cheaper to the other, without a value between at which they are equal.
                _ => match after.map(|after| after.what) {
                    Some(Verdict::Cheaper | Verdict::Dearer) => {
                        Some(Self { before: Some(run.to), equal: None, after: last })
                    }
                    _ => None,
                },
            }
        };
        runs.iter().enumerate().filter_map(crossing).collect()
    }

    /// The steps whose totals show it.
    pub fn steps(&self) -> Vec<u64> {
        let equal = self.equal.into_iter().flat_map(|(first, last)| [first, last]);
        let mut steps: Vec<u64> = self.before.into_iter().chain(equal).chain(self.after).collect();
        steps.dedup();
        steps
    }
}

/// Who of a pair is cheaper where, in a sentence that names both.
pub fn says(answer: &Answer, pair: &Pair) -> String {
    let names = [answer.id(pair.first), answer.id(pair.second)];
    let [first, second] = names;
    let axis = &answer.axis;
    let Some(runs) = &pair.runs else {
        return format!(
            "{first} and {second} change places more often than can be followed from {} to {}: choose a shorter range with --from and --to",
            axis.value(0).normalize(),
            with_unit(axis, axis.last())
        );
    };
    match runs[..] {
        [Run { what: Verdict::Cheaper, .. }] => {
            format!("{first} is cheaper than {second} throughout")
        }
        [Run { what: Verdict::Dearer, .. }] => {
            format!("{second} is cheaper than {first} throughout")
        }
        [Run { what: Verdict::Equal, .. }] => {
            format!("{first} and {second} cost the same throughout")
        }
        _ if runs.len() <= LISTED_MAX => {
            format!("{first} against {second}: {}", crossing_words(names, runs, axis))
        }
        _ => many(answer, names, runs),
    }
}

fn many(answer: &Answer, [first, second]: [&str; 2], runs: &[Run<Verdict>]) -> String {
    let axis = &answer.axis;
    let crossings = Crossing::all(runs);
    let start = crossings.first().map_or(0, |it| it.steps()[0]);
    let end = crossings.last().and_then(|it| it.steps().last().copied()).unwrap_or(axis.last());
    format!(
        "{first} and {second} are equal or change places {} times, first at {}, last at {}; --json lists them all",
        crossings.len(),
        with_unit(axis, start),
        with_unit(axis, end)
    )
}

/// Why a card has no total that can be compared at a step; nothing where it has.
pub fn why_unknown(answer: &Answer, place: usize, step: u64) -> Vec<String> {
    let (request, offer) = (&answer.requests[place], &answer.offers[place]);
    let mut reasons = along::why_unknown(request, &answer.axis, step);
    reasons.extend(along::why_unranked(offer, answer.axis.workload()));
    let id = answer.id(place);
    reasons.into_iter().map(|reason| format!("{id}: {reason}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(from: u64, to: u64, what: Verdict) -> Run<Verdict> {
        Run { from, to, what }
    }

    #[test]
    fn a_crossing_has_the_values_on_either_side() {
        use Verdict::{Cheaper, Dearer, Equal, Unknown};
        let runs = [run(0, 913, Cheaper), run(914, 914, Equal), run(915, 999, Dearer)];
        let crossings = Crossing::all(&runs);
        assert_eq!(
            crossings,
            [Crossing { before: Some(913), equal: Some((914, 914)), after: Some(915) }]
        );
        assert_eq!(crossings[0].steps(), [913, 914, 915]);
        let jump = [run(0, 4, Cheaper), run(5, 9, Dearer), run(10, 12, Unknown)];
        let crossings = Crossing::all(&jump);
        assert_eq!(crossings, [Crossing { before: Some(4), equal: None, after: Some(5) }]);
        let alone = [run(0, 4, Unknown), run(5, 5, Equal), run(6, 7, Unknown)];
        assert_eq!(Crossing::all(&alone), []);
    }
}
