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
        | '\u{2060}'..='\u{2065}' | '\u{206A}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}');
    control || turns || invisible
}
