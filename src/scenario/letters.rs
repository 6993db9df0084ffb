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

/// The number of a letter. `None` if it is none of them.
#[must_use]
pub fn number(letter: char) -> Option<usize> {
    LETTERS.iter().position(|known| char::from(*known) == letter)
}
