//! The place of a value on its slider, and the value at a place.
//!
//! Values stay decimals. Only the place on the track, which ends as a column of the screen, is worked
//! out with floats.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use whatif_pricing::{Driver, SliderScale, number};

use crate::explorer::widget::FULL;

/// The place of a value on its slider, of [`FULL`]; larger values than the slider's largest stay at its
/// right end.
#[must_use]
pub fn position(driver: &Driver, value: Decimal) -> u32 {
    let value = value.clamp(driver.smallest, driver.largest.max(driver.smallest));
    let share = match driver.scale {
        SliderScale::Linear => ratio(value - driver.smallest, driver.largest - driver.smallest),
        SliderScale::Logarithmic if value < first(driver) => 0.0,
        SliderScale::Logarithmic => {
            let (low, high) = ends(driver);
            // Zero, where a slider has it, has the first hundredth for itself.
            let from = zero_share(driver);
            from + (1.0 - from) * ((float(value) / low).ln() / (high / low).ln())
        }
    };
    share_to_position(share)
}

/// The value at a place, rounded so that it reads well: to two leading digits on a logarithmic scale,
/// and to whole steps.
#[must_use]
pub fn value_at(driver: &Driver, position: u32) -> Decimal {
    let share = f64::from(position.min(FULL)) / f64::from(FULL);
    if position == 0 {
        return driver.smallest;
    }
    if position >= FULL {
        return driver.largest;
    }
    let raw = match driver.scale {
        SliderScale::Linear => {
            float(driver.smallest) + share * float(driver.largest - driver.smallest)
        }
        SliderScale::Logarithmic => {
            let (low, high) = ends(driver);
            let from = zero_share(driver);
            if share < from {
                return driver.smallest;
            }
            low * (high / low).powf((share - from) / (1.0 - from))
        }
    };
    let raw = Decimal::try_from(raw).unwrap_or(driver.largest);
    let rounded = match driver.scale {
        SliderScale::Linear => raw,
        SliderScale::Logarithmic => two_digits(raw),
    };
    stepped(driver, rounded)
}

/// The value some steps on, never past the driver's smallest value or what can be priced. A driver with
/// round values moves to the next of them by one step, and by its step by more.
#[must_use]
pub fn stepped_by(driver: &Driver, value: Decimal, steps: i64) -> Decimal {
    if driver.stops.is_empty() {
        return moved_by(driver, value, steps);
    }
    let mut round = driver.stops.iter();
    let next = match steps {
        1 => round.find(|stop| **stop > value),
        -1 => round.rev().find(|stop| **stop < value),
        _ => None,
    };
    next.map_or_else(|| moved_by(driver, value, steps.signum()), |next| within(driver, *next))
}

fn moved_by(driver: &Driver, value: Decimal, steps: i64) -> Decimal {
    let change = driver.step.checked_mul(Decimal::from(steps)).unwrap_or_default();
    let moved = value.checked_add(change).unwrap_or(value);
    // From 0.001 s one step of 1 s leads to 1 s, not to 1.001 s.
    let off_grid = !(value % driver.step).is_zero() && steps.abs() >= 1;
    let moved = if off_grid && steps > 0 { floor_to(moved, driver.step) } else { moved };
    let moved = if off_grid && steps < 0 { ceil_to(moved, driver.step) } else { moved };
    within(driver, moved)
}

/// Twice the value, or half of it in whole steps.
#[must_use]
pub fn doubled(driver: &Driver, value: Decimal, up: bool) -> Decimal {
    if up {
        let from = if value.is_zero() { driver.step } else { value + value };
        return within(driver, from);
    }
    let half = value / Decimal::TWO;
    within(driver, if half > driver.step { floor_to(half, driver.step) } else { half.trunc() })
}

fn within(driver: &Driver, value: Decimal) -> Decimal {
    value.clamp(driver.smallest, Decimal::from(number::MAGNITUDE_MAX)).normalize()
}

fn stepped(driver: &Driver, value: Decimal) -> Decimal {
    let steps =
        (value / driver.step).round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    (steps * driver.step).clamp(driver.smallest, driver.largest).normalize()
}

fn floor_to(value: Decimal, step: Decimal) -> Decimal {
    (value / step).floor() * step
}

fn ceil_to(value: Decimal, step: Decimal) -> Decimal {
    (value / step).ceil() * step
}

/// The smallest value above zero on a logarithmic scale.
fn first(driver: &Driver) -> Decimal {
    if driver.smallest.is_zero() { driver.step } else { driver.smallest }
}

fn ends(driver: &Driver) -> (f64, f64) {
    (float(first(driver)), float(driver.largest))
}

fn zero_share(driver: &Driver) -> f64 {
    if driver.smallest.is_zero() { 0.02 } else { 0.0 }
}

fn two_digits(value: Decimal) -> Decimal {
    value.round_sf_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).unwrap_or(value)
}

fn ratio(part: Decimal, whole: Decimal) -> f64 {
    if whole.is_zero() { 0.0 } else { float(part) / float(whole) }
}

fn float(decimal: Decimal) -> f64 {
    decimal.to_f64().unwrap_or_default()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the share is clamped to 0 to 1, so the product lies in 0 to FULL"
)]
fn share_to_position(share: f64) -> u32 {
    (share.clamp(0.0, 1.0) * f64::from(FULL)).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use whatif_pricing::Vocabulary;

    fn driver(name: &str) -> &'static Driver {
        let drivers = Vocabulary::standard();
        &drivers[drivers.find(name).unwrap()]
    }

    #[test]
    fn the_ends_of_every_slider_are_its_smallest_and_its_largest() {
        for (_, driver) in Vocabulary::standard().iter() {
            assert_eq!(value_at(driver, 0), driver.smallest, "{}", driver.name);
            assert_eq!(value_at(driver, FULL), driver.largest, "{}", driver.name);
            assert_eq!(position(driver, driver.smallest), 0, "{}", driver.name);
            assert_eq!(position(driver, driver.largest), FULL, "{}", driver.name);
        }
    }

    #[test]
    fn the_value_under_the_handle_is_the_value_that_put_it_there() {
        for (_, driver) in Vocabulary::standard().iter() {
            for place in (0..=FULL).step_by(97) {
                let value = value_at(driver, place);
                assert_eq!(
                    value_at(driver, position(driver, value)),
                    value,
                    "{} {place}",
                    driver.name
                );
            }
        }
    }

    #[test]
    fn places_rise_with_values() {
        for (_, driver) in Vocabulary::standard().iter() {
            let places: Vec<u32> =
                (0..=FULL).step_by(50).map(|p| position(driver, value_at(driver, p))).collect();
            assert!(places.is_sorted(), "{}", driver.name);
        }
    }

    #[test]
    fn steps_stay_in_range_and_return_to_the_grid() {
        let refresh = driver("refresh_seconds");
        assert_eq!(stepped_by(refresh, refresh.smallest, 1), Decimal::ONE);
        assert_eq!(stepped_by(driver("secrets"), Decimal::ZERO, -1), Decimal::ZERO);
        assert_eq!(stepped_by(driver("calls"), Decimal::from(60_000), 10), Decimal::from(70_000));
    }

    #[test]
    fn doubling_leaves_zero() {
        assert_eq!(doubled(driver("secrets"), Decimal::ZERO, true), Decimal::ONE);
        assert_eq!(doubled(driver("secrets"), Decimal::from(7), false), Decimal::from(3));
    }
}
