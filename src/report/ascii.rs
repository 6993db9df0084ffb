//! Any text in ASCII, for terminals, fonts and logs that show nothing else.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthChar;

/// The text in ASCII: signs as the nearest ones, letters without accents, the rest as `?`.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        push(&mut plain, letter);
    }
    Cow::Owned(plain)
}

/// Puts every cell of a drawn screen into ASCII, whatever drew it.
pub fn plain_buffer(buffer: &mut Buffer) {
    for cell in buffer.content.iter_mut().filter(|cell| !cell.symbol().is_ascii()) {
        let signs = plain(cell.symbol());
        // One cell takes one sign: the first says the most (`>` of `>=`), but for arrows.
        let sign = match signs.as_ref() {
            "->" | "=>" => '>',
            _ => signs.chars().next().unwrap_or(' '),
        };
        cell.set_char(sign);
    }
}

fn push(plain: &mut String, letter: char) {
    if letter.is_ascii() {
        plain.push(letter);
    } else if let Some(sign) = sign(letter) {
        plain.push_str(sign);
    } else if letter.width().unwrap_or(0) > 0 {
        plain.push('?');
    }
}

fn sign(letter: char) -> Option<&'static str> {
    match letter {
        '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' | '\u{2800}' => Some(" "),
        '\u{2801}'..='\u{28ff}' => Some(":"),
        _ => look_up(SIGNS, letter).or_else(|| look_up(LETTERS, letter)),
    }
}

fn look_up(table: &[(&str, &'static str)], letter: char) -> Option<&'static str> {
    table.iter().find(|(letters, _)| letters.contains(letter)).map(|(_, plain)| *plain)
}

const SIGNS: &[(&str, &str)] = &[
    ("·–—−‐‑─━╌┄┈▅▆", "-"),
    ("•●◉", "*"),
    ("○◯▃", "."),
    ("★☆█▉▊▋▌▍▎▏▐▀▄▔▕▖▗▘▙▚▛▜▝▞▟■", "#"),
    ("░", ":"),
    ("▒▓", "%"),
    ("▁▂", "_"),
    ("▇", "="),
    ("▸▶›►", ">"),
    ("◂◀‹◄", "<"),
    ("▲↑△", "^"),
    ("▼↓▾▽", "v"),
    ("→⇥⟶", "->"),
    ("←⇤", "<-"),
    ("⇒", "=>"),
    ("⇧", "shift+"),
    ("⏎↵", "enter"),
    ("≥", ">="),
    ("≤", "<="),
    ("≈", "~"),
    ("≠", "!="),
    ("±", "+-"),
    ("×✕✗", "x"),
    ("✓✔", "+"),
    ("÷", "/"),
    ("ƒ", "f"),
    ("…", ".."),
    ("⚠", "!"),
    ("◆◇", "X"),
    ("│┃║├┤┊╎", "|"),
    ("╵╷‘’′", "'"),
    ("“”″«»", "\""),
    ("╭╮╯╰┌┐└┘┬┴┼", "+"),
    ("§", "S"),
    ("¶", "|"),
    ("°", "o"),
    ("◐", "%"),
    ("†", "x"),
    ("♥", "+"),
    ("²", "2"),
    ("³", "3"),
    ("½", "1/2"),
    ("¼", "1/4"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "Y"),
    ("µμ", "u"),
    ("Δ", "d"),
    ("©", "(c)"),
];

const LETTERS: &[(&str, &str)] = &[
    ("ÀÁÂÃÅĀĂĄ", "A"),
    ("àáâãåāăą", "a"),
    ("ÇĆĈĊČ", "C"),
    ("çćĉċč", "c"),
    ("ĎĐ", "D"),
    ("ďđ", "d"),
    ("ÈÉÊËĒĖĘĚ", "E"),
    ("èéêëēėęě", "e"),
    ("ĜĞĠĢ", "G"),
    ("ĝğġģ", "g"),
    ("ÌÍÎÏĪĮİ", "I"),
    ("ìíîïīįı", "i"),
    ("ŁĹĽ", "L"),
    ("łĺľ", "l"),
    ("ÑŃŇ", "N"),
    ("ñńň", "n"),
    ("ÒÓÔÕØŌŐ", "O"),
    ("òóôõøōő", "o"),
    ("ŔŘ", "R"),
    ("ŕř", "r"),
    ("ŚŜŞŠ", "S"),
    ("śŝşš", "s"),
    ("ŢŤ", "T"),
    ("ţť", "t"),
    ("ÙÚÛŪŮŰŲ", "U"),
    ("ùúûūůűų", "u"),
    ("ÝŸ", "Y"),
    ("ýÿ", "y"),
    ("ŹŻŽ", "Z"),
    ("źżž", "z"),
    ("Ä", "Ae"),
    ("ä", "ae"),
    ("Ö", "Oe"),
    ("ö", "oe"),
    ("Ü", "Ue"),
    ("ü", "ue"),
    ("ß", "ss"),
    ("Æ", "AE"),
    ("æ", "ae"),
    ("Œ", "OE"),
    ("œ", "oe"),
];

#[cfg(test)]
mod tests {
    use ratatui::buffer::Cell;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn ascii_is_left_alone() {
        assert!(matches!(plain("API calls - 60,000"), Cow::Borrowed(_)));
    }

    #[test]
    fn signs_become_the_nearest_ones() {
        assert_eq!(plain("60,000 ÷ 10,000 × 0.05 · 1 region"), "60,000 / 10,000 x 0.05 - 1 region");
        assert_eq!(plain("≥ 0.00 – “other”…"), ">= 0.00 - \"other\"..");
    }

    #[test]
    fn letters_lose_their_accents() {
        assert_eq!(plain("Zürich, façade, Łódź"), "Zuerich, facade, Lodz");
    }

    #[test]
    fn combining_accents_vanish_and_the_unknown_becomes_a_question_mark() {
        assert_eq!(plain("e\u{301}"), "e");
        assert_eq!(plain("阿里云"), "???");
    }

    #[test]
    fn a_drawn_screen_keeps_its_columns() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        buffer.set_string(0, 0, "≥1…云→", Style::new());
        plain_buffer(&mut buffer);
        let line: String = buffer.content.iter().map(Cell::symbol).collect();
        assert_eq!(line, ">1.? >  ");
    }

    #[test]
    fn every_sign_of_the_unicode_set_is_known() {
        let debug = format!("{:?}", crate::report::glyphs::Glyphs::UNICODE);
        assert!(!plain(&debug).contains('?'), "{}", plain(&debug));
    }
}
