//! The letters of the marked offers, and with them their colours.

use std::collections::BTreeMap;

use super::OfferId;

/// Capitals, small letters, digits.
const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// The numbers of marked offers, from 0, which say their letters and colours. One that has none here takes the
/// lowest that is free.
pub type Letters = BTreeMap<OfferId, usize>;

/// The letter of a number: capitals, small letters, digits, and again.
#[must_use]
pub fn letter(number: usize) -> char {
    char::from(LETTERS[number % LETTERS.len()])
}

/// A number as it is saved: its letter, and behind it how often all letters were taken before: `A`, and `A1`
/// for the 63rd.
#[must_use]
pub fn written(number: usize) -> String {
    match number / LETTERS.len() {
        0 => letter(number).to_string(),
        round => format!("{}{round}", letter(number)),
    }
}

/// Reads a number as [`written`]. `None` if it is none.
#[must_use]
pub fn read(text: &str) -> Option<usize> {
    let mut letters = text.chars();
    let first = letters.next()?;
    let place = LETTERS.iter().position(|known| char::from(*known) == first)?;
    let round = match letters.as_str() {
        "" => 0,
        round => round.parse::<u16>().ok().filter(|number| number.to_string() == round)?,
    };
    let number = place + usize::from(round) * LETTERS.len();
    (written(number) == text).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::{read, written};

    #[test]
    fn any_number_is_read_as_it_was_written() {
        for number in (0..200).chain([4_000_000]) {
            assert_eq!(read(&written(number)), Some(number));
        }
        assert_eq!([written(0), written(61), written(62)], ["A", "9", "A1"]);
        for text in ["", "?", "AB", "A0", "A01", "A-1", "A99999"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
