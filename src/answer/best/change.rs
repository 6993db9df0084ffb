//! The values of the drivers at which another offer of a provider becomes its best.

use rust_decimal::Decimal;
use whatif_pricing::best::{Part, Question, Stretch};
use whatif_pricing::sweep::{Axis, Effort};
use whatif_pricing::{DriverId, Ratio, Value};

use super::{Change, Service};
use crate::answer::board::Board;
use crate::answer::proposals::Proposals;

/// A choice is looked for from a tenth of the present value to ten times as much.
const REACH: Decimal = Decimal::TEN;

/// The nearest changes below and above the present value of each driver that somebody set.
pub(super) fn changes(
    board: &Board,
    proposals: &Proposals,
    provider: &str,
    best: &[Part],
) -> Vec<Change> {
    let inputs = board.inputs();
    let vocabulary = inputs.workload.vocabulary();
    let is_number = |id: DriverId| match inputs.workload.value(id) {
        Value::Number(_) | Value::InUnit(_) => true,
        Value::Range(_) | Value::Formula(_) => false,
    };
    let asked = vocabulary.iter().map(|(id, _)| id);
    let asked = asked.filter(|id| inputs.workload.is_chosen(*id) && is_number(*id));
    let question = proposals.asked(inputs);
    asked.flat_map(|driver| along(board, &question, (provider, best), driver)).collect()
}

fn along(
    board: &Board,
    question: &Question<'_>,
    (provider, best): (&str, &[Part]),
    driver: DriverId,
) -> Vec<Change> {
    let Some(now) = board.usage().value(driver).as_decimal() else { return Vec::new() };
    let entry = &board.inputs().workload.vocabulary()[driver];
    let from = (now / REACH).floor().max(entry.smallest);
    let to = (now * REACH).min(entry.largest);
    let terms = board.inputs().period.terms();
    let axis = Axis::new(&board.inputs().workload, driver, terms, from, to);
    let stretches =
        axis.ok().and_then(|axis| question.changes(provider, &axis, Effort::QUICK).ok());
    let stretches = stretches.unwrap_or_default();
    let Some(here) = stretches.iter().position(|it| it.from <= now && now <= it.to) else {
        return Vec::new();
    };
    // Where the present offer is among several that cost the same, it stays.
    let is_other = |stretch: &&Stretch| !stretch.best.iter().any(|parts| is_same(parts, best));
    let change = |stretch: &Stretch, at: Decimal, is_above: bool| {
        let then = stretch.best.first().map(|parts| Service::beside(parts, best));
        Change { driver, at: Ratio::whole(at), is_above, then: then.unwrap_or_default() }
    };
    let below = stretches[..here].iter().rfind(is_other);
    let above = stretches[here + 1..].iter().find(is_other);
    let below = below.map(|stretch| change(stretch, stretch.to, false));
    let above = above.map(|stretch| change(stretch, stretch.from, true));
    below.into_iter().chain(above).collect()
}

/// The same cards with the same choices.
fn is_same(one: &[Part], other: &[Part]) -> bool {
    let key = |part: &Part| (part.card.id.clone(), part.selection.options.clone());
    one.iter().map(key).eq(other.iter().map(key))
}
