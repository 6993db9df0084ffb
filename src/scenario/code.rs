//! A scenario as one line of letters for a chat: `whatif:1…`.
//!
//! ```text
//! whatif:1 LLLCCCCH DDDDD…     all but the first eight letters in base64, of URLs
//!        │ │  │   │ └ the scenario's text, made short
//!        │ │  │   └ a check of what stands before it
//!        │ │  └ a checksum of what stands after it
//!        │ └ how many letters follow
//!        └ the version of all this
//! ```
//!
//! The length has a check of its own, so that the error says whether a code was cut off or changed.
//! The text is made short against a dictionary of words that scenarios have; a new dictionary is a
//! new version.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as LETTERS;
use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, TDEFLStatus, compress_to_output, create_comp_flags_from_zip_params,
};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};
use thiserror::Error;

use super::FILE_BYTES_MAX;

/// The beginning of every code.
pub const PREFIX: &str = "whatif:";
/// The version that is written.
const VERSION: char = '1';
/// Bytes before the text: length, checksum, and a check of both.
const HEAD_BYTES: usize = 8;
/// The letters that these are.
const HEAD_LETTERS: usize = 11;
/// Words that scenarios have; part of the version.
const DICTIONARY: &[u8] = include_bytes!("code/dictionary.txt");
/// Raw deflate: it has a checksum already.
const RAW: i32 = -15;
/// The slowest and shortest.
const LEVEL: i32 = 10;

/// The reasons why a text is no code that can be opened.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum CodeError {
    /// It does not begin as one.
    #[error("this is no code of a scenario: one begins with whatif:1")]
    NoCode,
    /// It is of another version.
    #[error(
        "the code has version '{0}', and this whatif reads {VERSION}: open it with a newer one"
    )]
    Version(char),
    /// Its end is missing.
    #[error("the code is cut off: it has {has} letters{}: copy the whole line", of.map_or_else(String::new, |of| format!(" of {of}")))]
    CutOff {
        /// Number of letters that there are.
        has: usize,
        /// Number of letters that there were.
        of: Option<usize>,
    },
    /// Some letter is another.
    #[error(
        "the code is damaged: a letter in it is another than it was; copy it again from where it came from"
    )]
    Damaged,
}

/// Does a text begin as a code does?
#[must_use]
pub fn is_meant(text: &str) -> bool {
    text.trim_start_matches(is_around).starts_with(PREFIX)
}

/// The code of a scenario's text.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut short = Vec::with_capacity(text.len());
    short.extend(length_bytes(text.len()));
    short.extend(deflated(text.as_bytes()));
    let body = LETTERS.encode(&short);
    let mut head = Vec::with_capacity(HEAD_BYTES);
    head.extend(length_bytes(body.len()));
    head.extend(crc32fast::hash(&short).to_be_bytes());
    head.push(check(&head));
    format!("{PREFIX}{VERSION}{}{body}", LETTERS.encode(head))
}

/// The text of a code. Blanks and line breaks that a chat put into it do not matter, nor what stands around
/// it.
pub fn decode(code: &str) -> Result<String, CodeError> {
    let code = code.trim_start_matches(is_around).strip_prefix(PREFIX).ok_or(CodeError::NoCode)?;
    let code: String = code.chars().filter(|letter| !is_blank(*letter)).collect();
    let letters = PREFIX.len() + code.chars().count();
    let cut_off = |of| CodeError::CutOff { has: letters, of };
    let mut rest = code.chars();
    match rest.next() {
        None => return Err(cut_off(None)),
        Some(VERSION) => {}
        Some(other) => return Err(CodeError::Version(other)),
    }
    let code = rest.as_str();
    if code.bytes().take(HEAD_LETTERS).filter(u8::is_ascii).count() < HEAD_LETTERS {
        return Err(if code.is_ascii() { cut_off(None) } else { CodeError::Damaged });
    }
    let (head, body) = code.split_at(HEAD_LETTERS);
    let head = LETTERS.decode(head).map_err(|_| CodeError::Damaged)?;
    let [l0, l1, l2, c0, c1, c2, c3, checked] = head[..] else { return Err(CodeError::Damaged) };
    if checked != check(&head[..HEAD_BYTES - 1]) {
        return Err(CodeError::Damaged);
    }
    let length = length_of([l0, l1, l2]);
    let whole = PREFIX.len() + 1 + HEAD_LETTERS + length;
    let body = match body.char_indices().nth(length) {
        // What stands after the code is not of it.
        Some((end, _)) => &body[..end],
        None if body.chars().count() == length => body,
        None => return Err(cut_off(Some(whole))),
    };
    let short = LETTERS.decode(body).map_err(|_| CodeError::Damaged)?;
    if crc32fast::hash(&short) != u32::from_be_bytes([c0, c1, c2, c3]) {
        return Err(CodeError::Damaged);
    }
    inflated(&short).ok_or(CodeError::Damaged)
}

/// Lengths are of three bytes: a sheet has fewer.
fn length_bytes(length: usize) -> [u8; 3] {
    let [_, high, middle, low] = u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes();
    [high, middle, low]
}

fn length_of([high, middle, low]: [u8; 3]) -> usize {
    usize::from(high) << 16 | usize::from(middle) << 8 | usize::from(low)
}

/// One byte of a checksum.
fn check(bytes: &[u8]) -> u8 {
    crc32fast::hash(bytes).to_be_bytes()[3]
}

/// Returns whether a letter is one that chats and mails put around a text.
fn is_around(letter: char) -> bool {
    letter.is_whitespace() || is_blank(letter) || "`'\"<>()[]*_".contains(letter)
}

/// Blanks, and marks that no reader sees.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter, '>' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// Bytes made short, as if the dictionary had come before them.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut compressor = CompressorOxide::new(create_comp_flags_from_zip_params(LEVEL, RAW, 0));
    let mut short = Vec::new();
    let mut compress = |input: &[u8], flush, keep: bool| {
        let (status, _) = compress_to_output(&mut compressor, input, flush, |out| {
            if keep {
                short.extend_from_slice(out);
            }
            true
        });
        debug_assert!(matches!(status, TDEFLStatus::Okay | TDEFLStatus::Done));
    };
    compress(DICTIONARY, TDEFLFlush::Sync, false);
    compress(bytes, TDEFLFlush::Finish, true);
    short
}

/// The text that was made short. `None` if the bytes are no such thing.
fn inflated(short: &[u8]) -> Option<String> {
    let (length, short) = short.split_first_chunk::<3>()?;
    let length = length_of(*length);
    if length > FILE_BYTES_MAX {
        return None;
    }
    let mut out = Vec::with_capacity(DICTIONARY.len() + length);
    out.extend_from_slice(DICTIONARY);
    out.resize(DICTIONARY.len() + length, 0);
    let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let mut state = DecompressorOxide::new();
    let (status, _, made) = decompress(&mut state, short, &mut out, DICTIONARY.len(), flags);
    if status != TINFLStatus::Done || made != length {
        return None;
    }
    String::from_utf8(out.split_off(DICTIONARY.len())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "format = 1\nselected = \"tencent-ssm-payg\"\nmarked = []\nnotes = \"äöü ≥\"\n";

    #[test]
    fn a_code_is_one_line_of_letters_and_gives_the_text_back() {
        let code = encode(TEXT);
        let rest = code.strip_prefix("whatif:1").unwrap();
        assert!(rest.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_".contains(&it)), "{code}");
        assert_eq!(decode(&code).unwrap(), TEXT);
        assert_eq!(decode(&encode("")).unwrap(), "");
    }

    #[test]
    fn what_chats_do_to_a_line_does_not_matter() {
        let code = encode(TEXT);
        let (one, two) = code.split_at(40);
        for text in [
            format!("  `{code}` and what do you think?"),
            format!("> {one}\r\n  {two}\n"),
            format!("<{one}\u{200b}{two}>"),
        ] {
            assert_eq!(decode(&text).as_deref(), Ok(TEXT), "{text}");
        }
    }

    #[test]
    fn every_code_that_is_cut_off_is_told_as_such() {
        let code = encode(TEXT);
        for end in PREFIX.len()..code.len() {
            let error = decode(&code[..end]).unwrap_err();
            assert!(matches!(error, CodeError::CutOff { has, .. } if has == end), "{end}: {error}");
        }
        assert_eq!(decode(&code[..3]), Err(CodeError::NoCode));
    }

    #[test]
    fn every_letter_that_is_another_is_told_as_damage() {
        let code = encode(TEXT);
        for place in PREFIX.len() + 1..code.len() {
            for other in ["A", "b", "7", "-", "!", "é"] {
                if &code[place..=place] == other {
                    continue;
                }
                let damaged = format!("{}{other}{}", &code[..place], &code[place + 1..]);
                assert_eq!(decode(&damaged), Err(CodeError::Damaged), "{place} {other}");
            }
        }
    }

    #[test]
    fn another_version_and_no_code_are_told() {
        assert_eq!(decode("whatif:2abc"), Err(CodeError::Version('2')));
        assert_eq!(decode("https://example.com"), Err(CodeError::NoCode));
        assert!(decode("whatif:").unwrap_err().to_string().contains("cut off"));
    }

    #[test]
    fn a_code_that_unfolds_into_too_much_is_refused() {
        let mut short = length_bytes(FILE_BYTES_MAX + 1).to_vec();
        short.extend(deflated(&vec![b'a'; FILE_BYTES_MAX + 1]));
        assert_eq!(inflated(&short), None);
        // One that lies about its length too.
        let mut short = length_bytes(10).to_vec();
        short.extend(deflated(&vec![b'a'; FILE_BYTES_MAX]));
        assert_eq!(inflated(&short), None);
    }
}
