//! Numbers as exports write them: plain, or with an exponent. Never a float.

use rust_decimal::Decimal;

/// The longest number that is read, in characters.
const LENGTH_MAX: usize = 60;

/// An exact decimal. `None` if the text is none, or has more than 28 digits.
#[must_use]
pub fn decimal(text: &str) -> Option<Decimal> {
    let text = text.trim();
    if let Some(short) = short(text.as_bytes()) {
        return Some(short);
    }
    if text.len() > LENGTH_MAX || !text.ends_with(|it: char| it.is_ascii_digit() || it == '.') {
        return None;
    }
    let digits = text.trim_start_matches(['+', '-']);
    if !digits.starts_with(|it: char| it.is_ascii_digit() || it == '.') {
        return None;
    }
    if text.contains(['e', 'E']) {
        return scientific(text);
    }
    let plain = text.strip_prefix('+').unwrap_or(text);
    let plain = plain.strip_suffix('.').unwrap_or(plain);
    let number = Decimal::from_str_exact(plain).ok();
    // Zeros at the end are no digits that matter.
    let trimmed = || plain.contains('.').then(|| plain.trim_end_matches('0').trim_end_matches('.'));
    number.or_else(|| Decimal::from_str_exact(trimmed()?).ok())
}

/// A number whose thousands a comma separates: `1,234,567.5`.
#[must_use]
pub fn grouped(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let whole = text.trim_start_matches(['+', '-']).split('.').next().unwrap_or_default();
    let (first, rest) = whole.split_once(',')?;
    let digits = |part: &str| part.bytes().all(|it| it.is_ascii_digit());
    let is_first = (1..=3).contains(&first.len()) && digits(first);
    let is_grouped = rest.split(',').all(|group| group.len() == 3 && digits(group));
    let after = text.rsplit_once('.').map_or("", |(_, after)| after);
    (is_first && is_grouped && !after.contains(',')).then(|| decimal(&text.replace(',', "")))?
}

/// Up to 18 characters of digits with a point: by far the most numbers.
fn short(text: &[u8]) -> Option<Decimal> {
    let (is_negative, digits) = match text.split_first() {
        Some((b'-', rest)) => (true, rest),
        _ => (false, text),
    };
    if digits.is_empty() || digits.len() > 18 || !digits[0].is_ascii_digit() {
        return None;
    }
    let (mut mantissa, mut scale, mut has_point) = (0_i64, 0_u32, false);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                mantissa = mantissa * 10 + i64::from(byte - b'0');
                scale += u32::from(has_point);
            }
            b'.' if !has_point => has_point = true,
            _ => return None,
        }
    }
    Some(Decimal::new(if is_negative { -mantissa } else { mantissa }, scale))
}

/// `1.2e+06`. The digits are kept as they are.
fn scientific(text: &str) -> Option<Decimal> {
    let (mantissa, exponent) = text.split_once(['e', 'E'])?;
    let mantissa = Decimal::from_str_exact(mantissa.strip_prefix('+').unwrap_or(mantissa)).ok()?;
    let exponent: i32 = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
    let scale = i32::try_from(mantissa.scale()).ok()?.checked_sub(exponent)?;
    if scale >= 0 {
        let scale = u32::try_from(scale).ok()?;
        return Decimal::try_from_i128_with_scale(mantissa.mantissa(), scale).ok();
    }
    let power = 10_i128.checked_pow(u32::try_from(-scale).ok()?)?;
    Decimal::try_from_i128_with_scale(mantissa.mantissa().checked_mul(power)?, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_exactly() {
        for (text, expected) in [
            ("600.0", "600"),
            ("0.0333333333", "0.0333333333"),
            ("-0.4", "-0.4"),
            ("1.2e+06", "1200000"),
            ("1E-9", "0.000000001"),
            ("1.50e2", "150"),
            ("0.000005000000000000000000000000000000", "0.000005"),
            ("12345678901234567890", "12345678901234567890"),
            (".5", "0.5"),
        ] {
            let expected: Decimal = expected.parse().unwrap();
            assert_eq!(decimal(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn thousands_stand_apart_in_threes() {
        for (text, expected) in
            [("1,000", "1000"), ("-1,234,567.25", "-1234567.25"), ("999,000", "999000")]
        {
            assert_eq!(grouped(text), Some(expected.parse().unwrap()), "{text}");
        }
        for text in ["1000", "1,5", "1,0000", "1000,000", ",000", "1,00,000", "1.5,000", "a,000"] {
            assert_eq!(grouped(text), None, "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in
            ["", "NaN", "inf", "1e999", "1e-99", "1.2.3", "1,5", "0x1", "--1", "e5", "1e", "-"]
        {
            assert_eq!(decimal(text), None, "{text}");
        }
        assert_eq!(decimal("0.00000000000000000000000000000000001"), None);
    }
}
