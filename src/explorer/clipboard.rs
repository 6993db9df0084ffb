//! The terminal's clipboard: the sequence OSC 52, which works over SSH too.
//!
//! Whether a terminal takes it cannot be asked; so the text is kept in a file as well.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The sequence that puts a text on the clipboard.
pub(super) fn sequence(text: &str) -> Vec<u8> {
    format!("\x1b]52;c;{}\x07", STANDARD.encode(text)).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_wrapped_so_that_nothing_in_it_can_end_the_sequence() {
        assert_eq!(sequence("whatif:1\x07"), b"\x1b]52;c;d2hhdGlmOjEH\x07");
    }
}
