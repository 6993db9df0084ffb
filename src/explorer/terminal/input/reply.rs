//! The terminal's answer to the question of its background colour.
//!
//! It comes between keys, in parts, or late. None of its bytes is a key.

use super::Input;
use super::step::Step;

/// The bytes before an answer: an escape and a bracket.
const BEFORE: usize = 2;
/// A longer answer is none.
const BYTES_MAX: usize = 64;

/// Decodes what follows an escape and the bracket `]`. If it is late, its rest may still come.
pub(super) fn reply(rest: &[u8], is_late: bool) -> Step {
    let end = rest.iter().take(BYTES_MAX).position(|byte| matches!(byte, 0x07 | 0x1b));
    let Some(end) = end else {
        return match (is_late, rest.len()) {
            (_, BYTES_MAX..) => Step::Nothing(BEFORE + BYTES_MAX),
            (true, length) => Step::CutOff(BEFORE + length),
            (false, _) => Step::More,
        };
    };
    match &rest[end..] {
        [0x07, ..] => whole(&rest[..end], BEFORE + end + 1),
        [0x1b, b'\\', ..] => whole(&rest[..end], BEFORE + end + 2),
        [0x1b] if !is_late => Step::More,
        [0x1b] => Step::CutOff(BEFORE + end + 1),
        // Another sequence begins: the answer ended without its end.
        _ => Step::Nothing(BEFORE + end),
    }
}

/// The bytes that are the rest of an answer that was cut off: none if they are something else.
pub(super) fn rest_of_reply(bytes: &[u8]) -> usize {
    let is_part = |byte: &u8| byte.is_ascii_hexdigit() || b"/:;rgb#?".contains(byte);
    let parts = bytes.iter().take(BYTES_MAX).take_while(|byte| is_part(byte)).count();
    match &bytes[parts..] {
        [0x07, ..] => parts + 1,
        [0x1b, b'\\', ..] => parts + 2,
        [b'\\', ..] if parts == 0 => 1,
        _ => 0,
    }
}

fn whole(text: &[u8], length: usize) -> Step {
    let color = std::str::from_utf8(text).ok().and_then(|text| text.strip_prefix("11;"));
    match color.and_then(color_of) {
        Some(color) => Step::Input(Input::Background(color), length),
        None => Step::Nothing(length),
    }
}

/// Reads `rgb:ffff/f0f0/e0e0`, with one to four digits for each part, or `#ffeedd`.
fn color_of(text: &str) -> Option<[u8; 3]> {
    if let Some(digits) = text.strip_prefix('#').filter(|it| it.len() == 6 && it.is_ascii()) {
        return parts([&digits[..2], &digits[2..4], &digits[4..]]);
    }
    let text = text.strip_prefix("rgba:").or_else(|| text.strip_prefix("rgb:"))?;
    let mut all = text.split('/');
    parts([all.next()?, all.next()?, all.next()?])
}

fn parts(texts: [&str; 3]) -> Option<[u8; 3]> {
    let mut parts = [0; 3];
    for (part, text) in parts.iter_mut().zip(texts) {
        let value = u32::from_str_radix(text, 16).ok()?;
        let largest = match text.len() {
            1 => 0xf,
            2 => 0xff,
            3 => 0xfff,
            4 => 0xffff,
            _ => return None,
        };
        *part = u8::try_from(value * 255 / largest).ok()?;
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_has_any_number_of_digits() {
        for text in ["rgb:ffff/8080/0000", "rgb:ff/80/00", "rgba:ffff/8080/0000/ffff", "#ff8000"] {
            assert_eq!(color_of(text), Some([255, 128, 0]), "{text}");
        }
        for text in ["rgb:ffff/8080", "red", "rgb:fffff/0/0", "#ff80", "rgb:x/0/0"] {
            assert_eq!(color_of(text), None, "{text}");
        }
    }

    #[test]
    fn an_answer_to_another_question_is_nothing() {
        assert_eq!(reply(b"10;rgb:0/0/0\x07a", false), Step::Nothing(15));
        assert_eq!(reply(b"11;rgb:0/0/0\x1b[A", false), Step::Nothing(14), "the key comes after");
        assert_eq!(rest_of_reply(b"fff/0000\x07a"), 9);
        assert_eq!(rest_of_reply(b"quit\x07"), 0);
    }
}
