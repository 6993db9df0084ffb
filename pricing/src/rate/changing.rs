//! The cost of a cycle in which the groups or the allowance change.
//!
//! Each group has its own sum or its own highest, whenever it existed. The allowance is the largest that
//! there was in the cycle.

use crate::number::ratio::{OutOfRange, Ratio};
use crate::rate::amount::{Priced, spread};
use crate::rate::rated::{Rated, Timed};
use crate::rate::reading::Stretch;
use crate::rate::trace::Trace;
use crate::usage::formula::EvaluateError;
use crate::usage::inputs::Usage;

/// Groups in order, those that have the same quantity together: (how many groups, how much each).
type Steps = Vec<(Ratio, Ratio)>;

impl Rated {
    /// The cost of the flows of a cycle, each with the workload of its time.
    pub(super) fn flow_amount(
        &self,
        flows: &[(Ratio, &Usage)],
        all: Ratio,
        timed: &Timed,
        trace: &mut impl Trace,
    ) -> Result<Priced<Ratio>, EvaluateError> {
        let Some((_, last)) = flows.last() else { return Ok(Priced::ZERO) };
        if flows.len() == 1 || (self.groups.is_none() && self.allow.is_none()) {
            return self.amount(all, timed, *last, trace);
        }
        let allowed = self.most_allowed(flows.iter().map(|(_, usage)| *usage))?;
        let account = self.allow.as_ref().is_some_and(|allow| allow.account);
        let rest = if account { all.minus(allowed)?.max(Ratio::ZERO) } else { all };
        let Some(groups) = &self.groups else { return self.one_group(rest, timed, allowed, trace) };
        // The flows of the times with as many groups are spread together.
        let mut by_count: Vec<(Ratio, Ratio)> = Vec::new();
        for (flow, usage) in flows {
            let count = groups.count.calculate::<Ratio>(*usage)?.ceil()?.max(Ratio::ONE);
            match by_count.iter_mut().find(|(known, _)| *known == count) {
                Some((_, sum)) => *sum = sum.plus(*flow)?,
                None => by_count.push((count, *flow)),
            }
        }
        let steps = by_count.into_iter().map(|(count, flow)| {
            let flow = if rest == all { flow } else { flow.times(rest)?.over(all)? };
            Ok(spread(flow, count, groups.whole)?.to_vec())
        });
        let steps = steps.collect::<Result<Vec<Steps>, OutOfRange>>()?;
        self.sum_of_groups(&joined(&steps, Ratio::plus)?, timed, allowed, trace)
    }

    /// The highest level of a cycle and what it costs: without groups the stretch that is billed the most,
    /// otherwise each group by its own highest.
    pub(super) fn peak_amount(
        &self,
        within: &[Stretch<'_>],
        timed: &Timed,
        trace: &mut impl Trace,
    ) -> Result<(Ratio, Priced<Ratio>), EvaluateError> {
        let mut alone = |stretch: &Stretch<'_>| {
            let priced = self.amount(stretch.quantity, timed, stretch.usage, trace)?;
            Ok::<_, EvaluateError>((stretch.quantity, priced))
        };
        let highest = within.iter().rev().max_by_key(|stretch| stretch.quantity);
        let highest = highest.expect("a cycle in the period has a stretch of it");
        if within.len() == 1 || (self.groups.is_none() && self.allow.is_none()) {
            return alone(highest);
        }
        let Some(groups) = &self.groups else {
            let mut most = alone(highest)?;
            for stretch in within {
                let other = alone(stretch)?;
                if other.1.billed > most.1.billed {
                    most = other;
                }
            }
            return Ok(most);
        };
        let allowed = self.most_allowed(within.iter().map(|stretch| stretch.usage))?;
        let account = self.allow.as_ref().is_some_and(|allow| allow.account);
        let steps = within.iter().map(|stretch| {
            let count = groups.count.calculate::<Ratio>(stretch.usage)?.ceil()?.max(Ratio::ONE);
            let free = if account { allowed } else { Ratio::ZERO };
            let rest = stretch.quantity.minus(free)?.max(Ratio::ZERO);
            Ok(spread(rest, count, groups.whole)?.to_vec())
        });
        let steps = steps.collect::<Result<Vec<Steps>, EvaluateError>>()?;
        let highest_each = joined(&steps, |one, other| Ok(one.max(other)))?;
        Ok((highest.quantity, self.sum_of_groups(&highest_each, timed, allowed, trace)?))
    }

    /// The largest allowance of several times. Zero without an allowance.
    fn most_allowed<'u>(
        &self,
        usages: impl Iterator<Item = &'u Usage>,
    ) -> Result<Ratio, EvaluateError> {
        let Some(allow) = &self.allow else { return Ok(Ratio::ZERO) };
        let mut most = Ratio::ZERO;
        for usage in usages {
            most = most.max(allow.quantity.calculate(usage)?);
        }
        Ok(most)
    }

    fn one_group(
        &self,
        quantity: Ratio,
        timed: &Timed,
        allowed: Ratio,
        trace: &mut impl Trace,
    ) -> Result<Priced<Ratio>, EvaluateError> {
        self.group(quantity, timed, |_| Ok(allowed), trace)
    }

    fn sum_of_groups(
        &self,
        steps: &Steps,
        timed: &Timed,
        allowed: Ratio,
        trace: &mut impl Trace,
    ) -> Result<Priced<Ratio>, EvaluateError> {
        let mut all = Priced::ZERO;
        for (count, each) in steps {
            all = all.plus(self.one_group(*each, timed, allowed, trace)?.times(*count)?)?;
        }
        Ok(all)
    }
}

/// Joins several times group by group. A time with fewer groups has nothing in the later ones.
fn joined(
    times: &[Steps],
    join: impl Fn(Ratio, Ratio) -> Result<Ratio, OutOfRange>,
) -> Result<Steps, OutOfRange> {
    let ended = |steps: &Steps| {
        let mut end = Ratio::ZERO;
        let end = |(count, each): &(Ratio, Ratio)| {
            end = end.plus(*count)?;
            Ok((end, *each))
        };
        steps.iter().map(end).collect::<Result<Steps, OutOfRange>>()
    };
    let times = times.iter().map(ended).collect::<Result<Vec<Steps>, OutOfRange>>()?;
    let mut ends: Vec<Ratio> = times.iter().flatten().map(|(end, _)| *end).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut found = Steps::new();
    let mut from = Ratio::ZERO;
    for to in ends {
        let mut each = Ratio::ZERO;
        for steps in &times {
            if let Some((_, more)) = steps.iter().find(|(end, _)| *end > from) {
                each = join(each, *more)?;
            }
        }
        if to > from {
            found.push((to.minus(from)?, each));
        }
        from = to;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(list: &[(u32, u32)]) -> Steps {
        list.iter().map(|(count, each)| (Ratio::from(*count), Ratio::from(*each))).collect()
    }

    #[test]
    fn each_group_has_what_the_times_have_in_which_it_exists() {
        // Three groups of 9, 9 and 8; then one of 5.
        let times = [steps(&[(2, 9), (1, 8)]), steps(&[(1, 5)])];
        let sums = joined(&times, Ratio::plus).unwrap();
        assert_eq!(sums, steps(&[(1, 14), (1, 9), (1, 8)]));
        let highest = joined(&times, |one, other| Ok(one.max(other))).unwrap();
        assert_eq!(highest, steps(&[(1, 9), (1, 9), (1, 8)]));
    }
}
