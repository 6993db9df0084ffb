//! Exact fractions, and what price pages do with them.

use num_bigint::BigInt;
use num_rational::BigRational;
use whatif_pricing::Ratio;

pub type Q = BigRational;

pub fn whole(number: i64) -> Q {
    Q::from_integer(number.into())
}

pub fn decimal(text: &str) -> Q {
    let (digits, places) = match text.split_once('.') {
        Some((whole, fraction)) => (format!("{whole}{fraction}"), fraction.len()),
        None => (text.to_owned(), 0),
    };
    let power = BigInt::from(10).pow(u32::try_from(places).unwrap());
    Q::new(digits.parse().unwrap(), power)
}

pub fn exact(ratio: Ratio) -> Q {
    let (mantissa, places, denominator) = ratio.parts();
    let power = BigInt::from(10).pow(places);
    Q::new(mantissa.into(), power * BigInt::from(denominator))
}

pub fn at_least_zero(number: Q) -> Q {
    if number < whole(0) { whole(0) } else { number }
}

/// A count of things that come by the thousand or the million.
pub fn per(price: &str, units: i64) -> Q {
    decimal(price) / whole(units)
}

/// Each unit at the price of the tier it falls in. The last tier has no end.
pub fn in_tiers(quantity: &Q, tiers: &[(i64, &str)], last: &str) -> Q {
    let mut sum = whole(0);
    let mut below = whole(0);
    for (end, price) in tiers {
        let end = whole(*end);
        let part = at_least_zero(quantity.clone().min(end.clone()) - &below);
        sum += part * decimal(price);
        below = end;
    }
    sum + at_least_zero(quantity - below) * decimal(last)
}
