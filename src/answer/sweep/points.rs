//! The points of an axis at which totals are listed. They are for reading and drawing: nothing is found by
//! them.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use whatif_pricing::sweep::Axis;

use super::Scale;

/// Points this much apart, as a ratio, are rounded so that they read well.
const ROUNDED_RATIO: f64 = 1.2;

/// As many steps of the axis as asked for, both ends among them. Fewer if it has fewer.
pub(super) fn steps(axis: &Axis, scale: Scale, count: u32) -> Vec<u64> {
    let mut steps = match scale {
        Scale::Linear => equal_steps(axis.last(), count),
        Scale::Log => equal_ratios(axis, count),
    };
    steps.push(0);
    steps.push(axis.last());
    steps.sort_unstable();
    steps.dedup();
    steps
}

fn equal_steps(last: u64, count: u32) -> Vec<u64> {
    let gaps = u128::from(count - 1);
    let step = |place: u32| u128::from(last) * u128::from(place) / gaps;
    (0..count).filter_map(|place| u64::try_from(step(place)).ok()).collect()
}

/// From the first value above zero; zero has a point of its own.
fn equal_ratios(axis: &Axis, count: u32) -> Vec<u64> {
    let first = u64::from(axis.value(0).is_zero());
    let low = axis.value(first).to_f64().unwrap_or(1.0);
    let high = axis.value(axis.last()).to_f64().unwrap_or(low);
    // Zero is one of the points.
    let gaps = f64::from(count.saturating_sub(1 + u32::from(first == 1)).max(1));
    let ratio = (high / low).powf(1.0 / gaps);
    let value = |place: u32| {
        let value = Decimal::try_from(low * ratio.powf(f64::from(place))).unwrap_or_default();
        if ratio < ROUNDED_RATIO { value } else { two_digits(value) }
    };
    (0..count).map(|place| axis.step_at(value(place)).max(first)).collect()
}

fn two_digits(value: Decimal) -> Decimal {
    value.round_sf_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use whatif_pricing::{Period, Vocabulary, Workload};

    fn values(from: u32, to: u32, scale: Scale, count: u32) -> Vec<Decimal> {
        let workload = Workload::standard(Vocabulary::standard());
        let secrets = workload.vocabulary().find("secrets").unwrap();
        let terms = Period::standard_month_terms();
        let axis = Axis::new(&workload, secrets, terms, from.into(), to.into()).unwrap();
        steps(&axis, scale, count).into_iter().map(|step| axis.value(step)).collect()
    }

    fn decimals<const N: usize>(values: [u32; N]) -> Vec<Decimal> {
        values.map(Decimal::from).to_vec()
    }

    #[test]
    fn linear_points_are_equally_far_apart_and_have_both_ends() {
        assert_eq!(values(0, 100, Scale::Linear, 5), decimals([0, 25, 50, 75, 100]));
        assert_eq!(values(1, 4, Scale::Linear, 25), decimals([1, 2, 3, 4]));
    }

    #[test]
    fn logarithmic_points_read_well_and_have_both_ends() {
        assert_eq!(values(1, 10_000, Scale::Log, 5), decimals([1, 10, 100, 1_000, 10_000]));
        let zero = values(0, 1_234, Scale::Log, 4);
        assert_eq!(zero, decimals([0, 1, 35, 1_200, 1_234]));
        assert_eq!(values(1_000, 1_003, Scale::Log, 25), decimals([1_000, 1_001, 1_002, 1_003]));
    }
}
