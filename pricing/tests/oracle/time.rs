//! The ways in which price pages count levels and flows over time.

use std::collections::{BTreeMap, BTreeSet};

use crate::case::{Case, DAY, HOUR, Stretch, at, within};
use crate::number::{Q, whole};

fn highest(stretches: &[Stretch], (from, to): (i64, i64), of: impl Fn(&Stretch) -> Q) -> Q {
    within(stretches, from, to).map(of).max().unwrap_or_else(|| whole(0))
}

/// Clock hours that have a part in the period.
fn hours(case: &Case) -> impl Iterator<Item = (i64, i64)> {
    let (start, end) = case.window();
    let floor = |second: i64| (second + case.offset).div_euclid(HOUR) * HOUR - case.offset;
    (0..)
        .map(move |hour| floor(start) + hour * HOUR)
        .take_while(move |from| *from < end)
        .map(|from| (from, from + HOUR))
}

/// Unit hours: each hour that is begun counts whole, by the highest level in it.
pub fn begun_hours(case: &Case, stretches: &[Stretch], of: impl Fn(&Stretch) -> Q) -> Q {
    hours(case).map(|hour| highest(stretches, hour, &of)).sum()
}

/// Unit months, by hours that are begun.
pub fn months_by_begun_hours(case: &Case, stretches: &[Stretch], of: impl Fn(&Stretch) -> Q) -> Q {
    // An hour's share of its month is the same in all of the month.
    let mut by_share: BTreeMap<Q, Q> = BTreeMap::new();
    for hour in hours(case) {
        *by_share.entry(case.months_in(hour.0, hour.1)).or_default() +=
            highest(stretches, hour, &of);
    }
    by_share.into_iter().map(|(share, hours)| share * hours).sum()
}

/// Unit months, to the second, of an amount for each month at any instant.
pub fn months_exactly(case: &Case, stretches: &[Stretch], of: impl Fn(&Stretch) -> Q) -> Q {
    stretches.iter().map(|stretch| of(stretch) * case.months_in(stretch.from, stretch.to)).sum()
}

/// Unit hours, to the second.
pub fn hours_exactly(stretches: &[Stretch], of: impl Fn(&Stretch) -> Q) -> Q {
    let hours = |stretch: &Stretch| whole(stretch.to - stretch.from) / whole(HOUR);
    stretches.iter().map(|stretch| of(stretch) * hours(stretch)).sum()
}

/// Unit days, each that is begun counting whole, by the highest level in it.
pub fn begun_days(case: &Case, stretches: &[Stretch], of: impl Fn(&Stretch) -> Q) -> Q {
    case.days().into_iter().map(|day| highest(stretches, day, &of)).sum()
}

/// Unit months, by days that are begun.
pub fn months_by_begun_days(case: &Case, stretches: &[Stretch], of: impl Fn(&Stretch) -> Q) -> Q {
    let day = |day: (i64, i64)| highest(stretches, day, &of) * case.months_in(day.0, day.1);
    case.days().into_iter().map(day).sum()
}

/// Unit days, counted at the end of each.
pub fn days_at_end(case: &Case, stretches: &[Stretch], of: impl Fn(&Stretch) -> Q) -> Q {
    case.days_ended().into_iter().map(|(_, end)| of(at(stretches, end - 1))).sum()
}

/// Unit days, to the second.
pub fn days_exactly(stretches: &[Stretch], of: impl Fn(&Stretch) -> Q) -> Q {
    hours_exactly(stretches, of) * whole(HOUR) / whole(DAY)
}

/// What whole months from the start of the period come to, each by its highest level.
pub fn whole_months(case: &Case, stretches: &[Stretch], of: impl Fn(&Stretch) -> Q) -> Q {
    case.terms(1).into_iter().map(|term| highest(stretches, term, &of)).sum()
}

/// What the months of the calendar come to, each whole by its highest level.
pub fn months_touched(case: &Case, stretches: &[Stretch], of: impl Fn(&Stretch) -> Q) -> Q {
    case.months().into_iter().map(|month| highest(stretches, month, &of)).sum()
}

/// Unit months: each unit by each hour that it begins, counted from its creation. Units come in whole
/// numbers, and the ones created last go first.
pub fn months_since_creation(
    case: &Case,
    stretches: &[Stretch],
    of: impl Fn(&Stretch) -> i64,
) -> Q {
    let most = stretches.iter().map(&of).max().unwrap_or(0);
    let mut months = whole(0);
    for unit in 1..=most {
        let mut begun: Option<i64> = None;
        for stretch in stretches {
            let exists = of(stretch) >= unit;
            match (begun, exists) {
                (None, true) => begun = Some(stretch.from),
                (Some(from), false) => {
                    months += hours_of_life(case, from, stretch.from);
                    begun = None;
                }
                (None, false) | (Some(_), true) => {}
            }
        }
        if let Some(from) = begun {
            months += hours_of_life(case, from, case.window().1);
        }
    }
    months
}

/// The hours that a unit begins, each as a share of the month in which it begins.
fn hours_of_life(case: &Case, from: i64, to: i64) -> Q {
    let hours = (from..to).step_by(usize::try_from(HOUR).unwrap());
    let mut by_share: BTreeMap<Q, i64> = BTreeMap::new();
    for hour in hours {
        *by_share.entry(case.months_in(hour, hour + 1)).or_default() += 1;
    }
    by_share.into_iter().map(|(second, hours)| second * whole(hours * HOUR)).sum()
}

/// The unit months of what a flow leaves behind that is kept for so many months: the area below the level,
/// which goes in straight lines from one instant to the next at which something begins or ends.
pub fn kept_months(
    case: &Case,
    stretches: &[Stretch],
    of: impl Fn(&Stretch) -> Q,
    months: &Q,
    full: bool,
) -> Q {
    let (start, end) = case.window();
    let since = |second: i64| case.months_in(start, second);
    let mut taken: Vec<(Q, Q, Q)> =
        stretches.iter().map(|it| (since(it.from), since(it.to), of(it))).collect();
    if full {
        taken.push((-months.clone(), whole(0), of(&stretches[0])));
    }
    let level = |at: &Q| {
        let overlap = |(from, to, rate): &(Q, Q, Q)| {
            let from = from.clone().max(at - months);
            let to = to.clone().min(at.clone());
            if to > from { (to - from) * rate } else { whole(0) }
        };
        taken.iter().map(overlap).sum::<Q>()
    };
    let last = since(end);
    let corners = taken
        .iter()
        .flat_map(|(from, to, _)| [from.clone(), to.clone(), from + months, to + months]);
    let mut corners: Vec<Q> = corners.chain([whole(0), last.clone()]).collect();
    corners.retain(|corner| *corner >= whole(0) && *corner <= last);
    corners.sort();
    corners.dedup();
    let strip = |pair: &[Q]| (level(&pair[0]) + level(&pair[1])) / whole(2) * (&pair[1] - &pair[0]);
    corners.windows(2).map(strip).sum()
}

/// The flow of each month that the period touches.
pub fn flow_of_months(case: &Case, stretches: &[Stretch], of: impl Fn(&Stretch) -> Q) -> Vec<Q> {
    let months = case.months().into_iter();
    months.map(|(from, to)| case.flow(stretches, from, to, &of)).collect()
}

/// The flow of each day that the period touches.
pub fn flow_of_days(case: &Case, stretches: &[Stretch], of: impl Fn(&Stretch) -> Q) -> Vec<Q> {
    let days = case.days().into_iter();
    days.map(|(from, to)| case.flow(stretches, from, to, &of)).collect()
}

/// The flow of the whole period.
pub fn flow_of_period(case: &Case, stretches: &[Stretch], of: impl Fn(&Stretch) -> Q) -> Q {
    let (from, to) = case.window();
    case.flow(stretches, from, to, of)
}

/// What the flow of each month and of each group comes to. A group has its even share of the flow of the
/// times in which it exists.
pub fn by_groups(
    case: &Case,
    stretches: &[Stretch],
    of: impl Fn(&Stretch) -> Q,
    groups: impl Fn(&Stretch) -> i64,
    price: impl Fn(&Q) -> Q,
) -> Q {
    let mut sum = whole(0);
    for (from, to) in case.months() {
        let counts: BTreeSet<i64> = within(stretches, from, to).map(&groups).collect();
        let mut of_group: BTreeMap<i64, Q> = BTreeMap::new();
        for count in counts {
            let here =
                |stretch: &Stretch| if groups(stretch) == count { of(stretch) } else { whole(0) };
            let each = case.flow(stretches, from, to, here) / whole(count);
            for group in 0..count {
                *of_group.entry(group).or_default() += &each;
            }
        }
        sum += of_group.values().map(&price).sum::<Q>();
    }
    sum
}
