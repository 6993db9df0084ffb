//! Crossovers in words.

use super::axis::Axis;
use super::crossover::{Run, Verdict};
use crate::number::money::{Places, written};
use crate::number::ratio::Ratio;
use crate::number::unit::counted;

/// Says who is cheaper where, in a sentence such as "A is cheaper up to 914 secrets, equal at 915,
/// B from 916".
#[must_use]
pub fn crossing_words(names: [&str; 2], runs: &[Run<Verdict>], axis: &Axis) -> String {
    let has = |what: Verdict| runs.iter().any(|run| run.what == what);
    let first = |what: Verdict| match what {
        // The other is named where it is cheaper itself, further on.
        Verdict::Cheaper if has(Verdict::Higher) => format!("{} is cheaper", names[0]),
        Verdict::Cheaper => format!("{} is cheaper than {}", names[0], names[1]),
        Verdict::Higher if has(Verdict::Cheaper) => format!("{} is cheaper", names[1]),
        Verdict::Higher => format!("{} is cheaper than {}", names[1], names[0]),
        Verdict::Equal => format!("{} and {} cost the same", names[0], names[1]),
        Verdict::Unknown => "not known which is cheaper".to_owned(),
    };
    let then = |what: Verdict| match what {
        Verdict::Cheaper => names[0].to_owned(),
        Verdict::Higher => names[1].to_owned(),
        Verdict::Equal => "equal".to_owned(),
        Verdict::Unknown => "not known".to_owned(),
    };
    let mut words = Vec::with_capacity(runs.len());
    for (place, run) in runs.iter().enumerate() {
        let says = if place == 0 { first(run.what) } else { then(run.what) };
        let is_last = place + 1 == runs.len();
        let number = |step: u64| written(Ratio::whole(axis.value(step)), Places::QUANTITY);
        words.push(match (place, is_last) {
            (0, true) => {
                format!("{says} from {} to {}", number(run.from), with_unit(axis, run.to))
            }
            (0, false) if run.from == run.to => format!("{says} at {}", with_unit(axis, run.to)),
            (0, false) => format!("{says} up to {}", with_unit(axis, run.to)),
            _ if run.from == run.to => format!("{says} at {}", number(run.from)),
            (_, true) => format!("{says} from {}", number(run.from)),
            _ => format!("{says} from {} to {}", number(run.from), number(run.to)),
        });
    }
    words.join(", ")
}

/// The driver's value at a step with its unit, such as `915 secrets`.
#[must_use]
pub fn with_unit(axis: &Axis, step: u64) -> String {
    let unit = &axis.workload().vocabulary()[axis.driver()].unit;
    counted(Ratio::whole(axis.value(step)), unit)
}
