//! Text measured in the cells it takes, and freed of what a terminal would obey.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Accents that may pile up on one letter; more would spill into the rows above and below.
const ACCENTS_MAX: usize = 2;

/// How many cells the text takes.
#[must_use]
pub fn cells(text: &str) -> usize {
    text.width()
}

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

/// What follows an escape sequence whose first character, ESC or a C1 control, has been read.
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

/// Characters that change how others are shown, or that are there and cannot be seen.
fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// The text in at most so many cells; if it was cut, it ends in `ellipsis`.
#[must_use]
pub fn fit(text: &str, cells_max: usize, ellipsis: &str) -> String {
    if cells(text) <= cells_max {
        return text.to_owned();
    }
    let end = take(ellipsis, cells_max);
    format!("{}{end}", take(text, cells_max - cells(end)))
}

/// The longest beginning of the text that takes at most so many cells.
fn take(text: &str, cells_max: usize) -> &str {
    let mut used = 0;
    for (place, letter) in text.char_indices() {
        used += letter.width().unwrap_or(0);
        if used > cells_max {
            return &text[..place];
        }
    }
    text
}

/// The text moved to the right end of so many cells; longer text is left as it is.
#[must_use]
pub fn pad_left(text: &str, width: usize) -> String {
    format!("{}{text}", blanks(text, width))
}

/// The text followed by blanks up to so many cells; longer text is left as it is.
#[must_use]
pub fn pad_right(text: &str, width: usize) -> String {
    format!("{text}{}", blanks(text, width))
}

fn blanks(text: &str, width: usize) -> String {
    " ".repeat(width.saturating_sub(cells(text)))
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
    fn accents_do_not_pile_up() {
        assert_eq!(sanitize(&format!("e{}x", "\u{301}".repeat(40))), "e\u{301}\u{301}x");
    }

    #[test]
    fn text_is_cut_at_a_cell_and_says_so() {
        assert_eq!(fit("Tencent SSM", 11, "…"), "Tencent SSM");
        assert_eq!(fit("Tencent SSM", 8, "…"), "Tencent…");
        assert_eq!(fit("Tencent SSM", 8, ".."), "Tencen..");
        assert_eq!(fit("阿里云", 5, "…"), "阿里…");
        assert_eq!(fit("阿里云", 4, "…"), "阿…");
        assert_eq!(fit("Tencent", 1, ".."), ".");
        assert_eq!(fit("Tencent", 0, "…"), "");
    }

    #[test]
    fn padding_counts_cells_and_never_cuts() {
        assert_eq!(pad_left("40.30", 7), "  40.30");
        assert_eq!(pad_right("阿里", 6), "阿里  ");
        assert_eq!(pad_left("489.75", 3), "489.75");
    }
}
