//! Numbers as people type them: `100`, `60,000`, `1.5k`, `2M`.
//!
//! Quantities are bounded so that every product with a price is exact: below 10¹² and at most six
//! decimal places; prices have at most twelve.

use std::error::Error;
use std::fmt;

use rust_decimal::Decimal;

/// The largest quantity, and the largest price: 10¹².
pub const MAGNITUDE_MAX: u64 = 1_000_000_000_000;
/// Decimal places of a quantity.
pub const QUANTITY_PLACES_MAX: u32 = 6;
/// Decimal places of a price.
pub const PRICE_PLACES_MAX: u32 = 12;

/// The reason why a text is not a number that can be priced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// Not digits with an optional point and suffix.
    NotANumber(String),
    /// Below zero.
    Negative(String),
    /// Above 10¹².
    TooLarge(String),
    /// More decimal places than stay exact.
    TooPrecise {
        /// The text that was typed.
        text: String,
        /// The most places that are taken.
        places_max: u32,
    },
}

/// The numbers that are taken in a place, as messages say it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken {
    /// The kind of thing that is typed there: a number, a time.
    pub noun: &'static str,
    /// The way in which it is written.
    pub form: &'static str,
    /// The smallest value.
    pub smallest: Decimal,
}

impl Taken {
    /// Plain numbers from zero.
    pub(crate) const NUMBERS: Self = Self {
        noun: "number",
        form: "digits with an optional decimal point and suffix k, M or G, such as 100, 1.5k or 2M",
        smallest: Decimal::ZERO,
    };
}

impl NumberError {
    /// Writes the message for a place that takes certain numbers.
    pub(crate) fn write(&self, taken: Taken, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Taken { noun, form, smallest } = taken;
        match self {
            Self::NotANumber(text) => write!(to, "'{text}' is not a {noun}: write {form}")?,
            Self::Negative(text) => {
                return write!(to, "{text} is negative: the range is {smallest} to {LARGEST}");
            }
            Self::TooLarge(text) => {
                return write!(to, "{text} is too large: the range is {smallest} to {LARGEST}");
            }
            Self::TooPrecise { text, places_max } => {
                write!(
                    to,
                    "{text} has more than {places_max} decimal places: round it to {places_max}"
                )?;
            }
        }
        write!(to, "; the range is {smallest} to {LARGEST}")
    }
}

impl fmt::Display for NumberError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(Taken::NUMBERS, to)
    }
}

impl Error for NumberError {}

/// The largest quantity as messages write it.
const LARGEST: &str = "1,000,000,000,000";

/// Reads a quantity: `100`, `60,000`, `1_000`, `1.5k`, `2M`, `3G`.
///
/// ```
/// use whatif_pricing::number;
/// assert_eq!(number::quantity("1.5k").unwrap(), 1500.into());
/// assert!(number::quantity("NaN").is_err());
/// assert!(number::quantity("-1").is_err());
/// ```
pub fn quantity(text: &str) -> Result<Decimal, NumberError> {
    bounded(text, QUANTITY_PLACES_MAX)
}

/// Reads a price: as a quantity, with up to twelve decimal places.
pub fn price(text: &str) -> Result<Decimal, NumberError> {
    bounded(text, PRICE_PLACES_MAX)
}

fn bounded(text: &str, places_max: u32) -> Result<Decimal, NumberError> {
    let text = text.trim();
    let text = text.strip_prefix('+').unwrap_or(text);
    let shown = || text.chars().filter(|c| !c.is_control()).take(40).collect::<String>();
    let not_a_number = || NumberError::NotANumber(shown());
    if let Some(rest) = text.strip_prefix(['-', '−']) {
        let negative = scaled(rest).is_some_and(|number| !number.is_zero());
        return Err(if negative { NumberError::Negative(shown()) } else { not_a_number() });
    }
    let number = match scaled(text) {
        Some(number) => number,
        None if all_digits(text) => return Err(overlong(text, shown(), places_max)),
        None => return Err(not_a_number()),
    };
    if number > Decimal::from(MAGNITUDE_MAX) {
        return Err(NumberError::TooLarge(shown()));
    }
    if number.scale() > places_max {
        return Err(NumberError::TooPrecise { text: shown(), places_max });
    }
    Ok(number)
}

/// Digits, but more than 28 of them: which limit do they break?
fn overlong(text: &str, shown: String, places_max: u32) -> NumberError {
    let whole = text.split('.').next().unwrap_or_default().trim_start_matches('0');
    if whole.len() > 13 {
        NumberError::TooLarge(shown)
    } else {
        NumberError::TooPrecise { text: shown, places_max }
    }
}

fn all_digits(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || c == '.')
        && text.matches('.').count() <= 1
}

/// The factor that a suffix stands for.
#[must_use]
pub fn suffix_factor(suffix: char) -> Option<u32> {
    match suffix {
        'k' | 'K' => Some(1_000),
        'M' => Some(1_000_000),
        'G' => Some(1_000_000_000),
        _ => None,
    }
}

fn scaled(text: &str) -> Option<Decimal> {
    let (digits, factor) = match text.chars().last() {
        Some(last) if suffix_factor(last).is_some() => {
            (text[..text.len() - last.len_utf8()].trim_end(), suffix_factor(last)?)
        }
        _ => (text, 1),
    };
    let digits = without_separators(digits)?;
    let number = Decimal::from_str_exact(&digits).ok()?;
    Some(number.checked_mul(Decimal::from(factor))?.normalize())
}

/// Takes `_` anywhere between digits out, and `,` where it separates thousands.
fn without_separators(text: &str) -> Option<String> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) || text.len() > 64 {
        return None;
    }
    let whole = text.split('.').next().unwrap_or_default();
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let separated = whole.contains(',');
    let thousands = !separated || (first.len() <= 3 && groups.all(|group| group.len() == 3));
    let plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '_'));
    let comma_in_fraction = text[whole.len()..].contains(',');
    let ends_well = text.ends_with(|c: char| c.is_ascii_digit());
    (thousands && plain && !comma_in_fraction && ends_well)
        .then(|| text.chars().filter(|c| !matches!(c, ',' | '_')).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_and_separators_are_read() {
        for (text, number) in [
            ("100", 100),
            ("60,000", 60_000),
            ("1_000", 1_000),
            ("1.5k", 1_500),
            ("2M", 2_000_000),
            ("1000000000000", 1_000_000_000_000_i64),
        ] {
            assert_eq!(quantity(text), Ok(Decimal::from(number)), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        for text in [
            "", "NaN", "inf", "1e5", "1,00", "0x10", "1.2.3", "five", "1,000,", ".", "5.", "+",
            "-", "--1", "٣",
        ] {
            assert!(matches!(quantity(text), Err(NumberError::NotANumber(_))), "{text}");
        }
    }

    #[test]
    fn limits_are_named() {
        assert!(matches!(quantity("-1"), Err(NumberError::Negative(_))));
        assert!(matches!(quantity("1000000000001"), Err(NumberError::TooLarge(_))));
        assert!(matches!(quantity(&"9".repeat(40)), Err(NumberError::TooLarge(_))));
        assert!(matches!(
            quantity("0.0000001"),
            Err(NumberError::TooPrecise { places_max: 6, .. })
        ));
        assert!(matches!(
            quantity("0.00000000000000000000000000000000000001"),
            Err(NumberError::TooPrecise { .. })
        ));
        assert!(price("0.000000000001").is_ok());
    }
}
