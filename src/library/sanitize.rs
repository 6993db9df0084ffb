//! Untrusted text made safe for a terminal. Everything from a file, a paste or an argument passes here.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;
pub use whatif_pricing::is_invisible;

/// Accents allowed on one letter. More would spill into the rows above and below.
const ACCENTS_MAX: usize = 2;

/// The text without control characters, escape sequences, changes of direction and invisible signs.
///
/// Line ends and tabs become blanks. For all text that comes from a file, a paste or an argument.
#[must_use]
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if text.chars().all(|letter| letter.width().is_some_and(|it| it > 0) && !is_invisible(letter)) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut accents = 0;
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        rest = &rest[letter.len_utf8()..];
        match letter {
            '\x1b' | '\u{90}'..='\u{9f}' => rest = after_sequence(letter, rest),
            '\t' | '\n' | '\u{2028}' | '\u{2029}' => clean.push(' '),
            _ if letter.is_control() || is_invisible(letter) => {}
            _ => {
                accents = if letter.width() == Some(0) { accents + 1 } else { 0 };
                clean.extend((accents <= ACCENTS_MAX).then_some(letter));
            }
        }
    }
    Cow::Owned(clean)
}

/// A text of JSON in which controls that steer some terminals are written as escapes, and nothing hides.
#[must_use]
pub fn json(text: &str) -> Cow<'_, str> {
    let steers = |letter: char| letter.is_control() && letter >= '\u{7f}';
    let text = without_invisible(text);
    if !text.contains(steers) {
        return text;
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            letter if steers(letter) => safe.extend(escaped(letter)),
            letter => safe.push(letter),
        }
    }
    Cow::Owned(safe)
}

/// A letter as JSON escapes it.
fn escaped(letter: char) -> impl Iterator<Item = char> {
    let digit = move |place: u32| char::from_digit(u32::from(letter) >> (4 * place) & 15, 16);
    ['\\', 'u'].into_iter().chain((0..4).rev().filter_map(digit))
}

/// The text without changes of direction and invisible signs. Control characters stay.
#[must_use]
pub fn without_invisible(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_invisible) {
        return Cow::Owned(text.chars().filter(|letter| !is_invisible(*letter)).collect());
    }
    Cow::Borrowed(text)
}

/// Returns what follows an escape sequence whose first character, ESC or a C1 control, has been read.
fn after_sequence(first: char, rest: &str) -> &str {
    match (first, rest.chars().next()) {
        ('\x1b', Some('[')) => after_control_sequence(&rest[1..]),
        ('\x1b', Some(']' | 'P' | 'X' | '^' | '_')) => after_string(&rest[1..]),
        ('\x1b', Some(' '..='~')) => after_short_sequence(rest),
        ('\u{9b}', _) => after_control_sequence(rest),
        ('\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}', _) => after_string(rest),
        _ => rest,
    }
}

/// Skips parameters and the final letter.
fn after_control_sequence(rest: &str) -> &str {
    let rest = rest.trim_start_matches(|letter| (' '..='?').contains(&letter));
    rest.strip_prefix(|letter| ('@'..='~').contains(&letter)).unwrap_or(rest)
}

/// Skips intermediate characters and the final one.
fn after_short_sequence(rest: &str) -> &str {
    let rest = rest.trim_start_matches(|letter| (' '..='/').contains(&letter));
    rest.strip_prefix(|letter| ('0'..='~').contains(&letter)).unwrap_or(rest)
}

/// Skips to the end of a string command; one that never ends is no command, and its text is kept.
fn after_string(rest: &str) -> &str {
    let ends = ["\x07", "\x1b\\", "\u{9c}"];
    let found = ends.iter().filter_map(|end| rest.find(end).map(|place| place + end.len())).min();
    found.map_or(rest, |place| &rest[place..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmless_text_is_returned_as_it_is() {
        assert!(matches!(sanitize("Zürich 阿里云 ≥ 0.00"), Cow::Borrowed(_)));
    }

    #[test]
    fn escape_sequences_go_as_a_whole() {
        assert_eq!(sanitize("a\x1b[1;31mred\x1b[0m"), "ared");
        assert_eq!(sanitize("\x1b]0;title\x07text"), "text");
        assert_eq!(sanitize("\x1b]8;;https://example.com\x1b\\link\x1b]8;;\x1b\\"), "link");
        assert_eq!(sanitize("\x1bPq#0\x1b\\after"), "after");
        assert_eq!(sanitize("\u{9b}2Jafter\u{9d}0;t\u{9c}!"), "after!");
        assert_eq!(sanitize("\x1b(Bx\x1b7y"), "xy");
    }

    #[test]
    fn an_unfinished_sequence_loses_no_text() {
        assert_eq!(sanitize("\x1b]0;never ends"), "0;never ends");
        assert_eq!(sanitize("end\x1b"), "end");
        assert_eq!(sanitize("end\x1b["), "end");
        assert_eq!(sanitize("\x1b[31é"), "é");
        assert_eq!(sanitize("\x1bé"), "é");
        assert_eq!(sanitize("\x1b(é"), "é");
    }

    #[test]
    fn control_characters_go_and_line_ends_become_blanks() {
        assert_eq!(sanitize("a\0b\x07c\rd\x7fe"), "abcde");
        assert_eq!(sanitize("two\nlines\tand"), "two lines and");
    }

    #[test]
    fn text_cannot_turn_its_direction_or_hide() {
        assert_eq!(sanitize("00.04\u{202e}\u{2066}0\u{200b}1\u{feff}\u{e0041}"), "00.0401");
    }

    #[test]
    fn json_loses_what_hides_and_nothing_else() {
        assert!(matches!(without_invisible("{\"a\": \"é\\n\"}\n"), Cow::Borrowed(_)));
        assert_eq!(without_invisible("a\u{202e}b\u{200b}\n"), "ab\n");
        assert_eq!(json("\"a\u{9b}31m\u{7f}\u{200b}\"\n"), "\"a\\u009b31m\\u007f\"\n");
        for letter in ['\u{1bca0}', '\u{1bca3}', '\u{fff0}', '\u{fff8}', '\u{fffe}', '\u{ffff}'] {
            assert_eq!(json(&format!("a{letter}b")), "ab", "{letter:?}");
        }
        for letter in "\u{34f}\u{115f}\u{1160}\u{17b4}\u{17b5}\u{180b}\u{180f}\u{fe00}\u{fe0f}\u{e0100}\u{e01ef}".chars() {
            assert_eq!(sanitize(&format!("a{letter}b")), "ab", "{letter:?}");
        }
    }

    #[test]
    fn accents_do_not_pile_up() {
        assert_eq!(sanitize(&format!("e{}x", "\u{301}".repeat(40))), "e\u{301}\u{301}x");
    }
}
