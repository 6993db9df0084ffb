//! The depth to which a text nests, before it is parsed. The parser bounds the brackets around a
//! value, and the dots of a key, each by itself; keys with many dots in tables within tables would
//! still make a tree that is too deep for the stack.

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// The most dots of a key.
pub const KEY_DOTS_MAX: usize = 15;

/// The place of the first dot too many in a key.
pub fn too_many_dots(text: &str) -> Option<usize> {
    if !has_a_line_of_many_dots(text) {
        return None;
    }
    let mut dots = 0;
    for token in Source::new(text).lex() {
        match token.kind() {
            TokenKind::Dot => dots += 1,
            // A key is made of names, dots and blanks.
            TokenKind::Atom
            | TokenKind::BasicString
            | TokenKind::LiteralString
            | TokenKind::Whitespace => {}
            _ => dots = 0,
        }
        if dots > KEY_DOTS_MAX {
            return Some(token.span().start());
        }
    }
    None
}

/// A key stands in one line. Few texts have any with so many dots, and only those are taken apart.
fn has_a_line_of_many_dots(text: &str) -> bool {
    let mut dots = 0;
    for byte in text.bytes() {
        match byte {
            b'.' => dots += 1,
            b'\n' => dots = 0,
            _ => {}
        }
        if dots > KEY_DOTS_MAX {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dots_of_one_key_count() {
        let dotted = |dots: usize| format!("{}a = 1.5", "a . ".repeat(dots));
        assert_eq!(too_many_dots(&dotted(KEY_DOTS_MAX)), None);
        assert_eq!(too_many_dots(&dotted(KEY_DOTS_MAX + 1)), Some(4 * KEY_DOTS_MAX + 2));
        assert!(too_many_dots(&format!("[{}a]", "'x'.".repeat(20))).is_some());
    }

    #[test]
    fn dots_of_texts_comments_and_other_keys_do_not() {
        assert_eq!(too_many_dots(&format!("a = \"{0}\" # {0}\n", ".".repeat(99))), None);
        assert_eq!(too_many_dots(&"a.b = { c = [1.5, 2.5], d.e = 1 }\n".repeat(99)), None);
    }
}
