//! Whole numbers of 128 bits, as a [`super::Ratio`] needs them.

/// The powers of ten that 128 bits hold.
const POWERS: [i128; 39] = {
    let mut powers = [1; 39];
    let mut place = 1;
    while place < powers.len() {
        powers[place] = powers[place - 1] * 10;
        place += 1;
    }
    powers
};

/// `10^places`, where it fits.
pub(super) fn power(places: u32) -> Option<i128> {
    POWERS.get(places as usize).copied()
}

/// `mantissa × 10^places` in one instruction. `None` if that takes more.
#[inline]
pub(super) fn raised(mantissa: i128, places: u32) -> Option<i128> {
    if places == 0 {
        return fits_decimal(mantissa).then_some(mantissa);
    }
    let factor = i64::try_from(*POWERS.get(places as usize)?).ok()?;
    let mantissa = i64::try_from(mantissa).ok()?;
    Some(i128::from(mantissa) * i128::from(factor))
}

/// `a × b` in one instruction. `None` if that takes more, or 28 digits cannot hold it.
#[inline]
pub(super) fn product(a: i128, b: i128) -> Option<i128> {
    let product = i128::from(i64::try_from(a).ok()?) * i128::from(i64::try_from(b).ok()?);
    fits_decimal(product).then_some(product)
}

/// Is it below 2⁹⁶, as the mantissa of a decimal is?
#[inline]
pub(super) const fn fits_decimal(mantissa: i128) -> bool {
    mantissa.unsigned_abs() >> 96 == 0
}

/// The greatest common divisor.
pub(super) fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        if let (Ok(small), Ok(smaller)) = (u64::try_from(a), u64::try_from(b)) {
            return gcd_of_small(small, smaller).into();
        }
        (a, b) = (b, a % b);
    }
    a
}

/// The same of small numbers.
pub(super) fn gcd_of_small(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// `mantissa × factor × 10^places`, the most significant 64 bits first.
#[expect(
    clippy::cast_possible_truncation,
    reason = "each limb keeps its 64 bits, the rest carries"
)]
pub(super) fn wide_product(mantissa: u128, factor: u64, places: u32) -> [u64; 5] {
    let mut limbs = [0, 0, 0, (mantissa >> 64) as u64, mantissa as u64];
    let first = places.min(19);
    for factor in [factor, 10_u64.pow(first), 10_u64.pow(places - first)] {
        let mut carry = 0;
        for limb in limbs.iter_mut().rev() {
            let product = u128::from(*limb) * u128::from(factor) + carry;
            *limb = product as u64;
            carry = product >> 64;
        }
    }
    limbs
}
