//! Characters that steer a terminal, turn the direction of writing, or cannot be seen.

/// Characters that no text of a card may have: controls but line breaks and tabs, marks that turn the
/// direction of writing, and invisible ones.
#[inline]
pub(crate) fn is_forbidden(c: char) -> bool {
    !matches!(c, ' '..='~') && is_forbidden_sign(c)
}

fn is_forbidden_sign(c: char) -> bool {
    let control = c.is_control() && !matches!(c, '\n' | '\t' | '\r');
    let turns = matches!(c,
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let invisible = matches!(c,
        '\u{00AD}' | '\u{180E}' | '\u{200B}'..='\u{200D}' | '\u{2028}' | '\u{2029}'
        | '\u{2060}'..='\u{2065}' | '\u{206A}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{FFFE}' | '\u{FFFF}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}');
    control || turns || invisible
}

/// Returns whether a character turns the direction of writing, or is there and cannot be seen. Some of them are
/// part of a text, such as what follows an emoji, and a card may have those.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    (!c.is_control() && is_forbidden(c))
        || matches!(c,
            '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}'
            | '\u{E0100}'..='\u{E01EF}')
}
