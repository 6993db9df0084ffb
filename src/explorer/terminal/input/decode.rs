//! The bytes of a terminal as keys, the mouse and pastes.
//!
//! Nothing waits for bytes for ever: the beginning of a sequence is a key by itself, or nothing, if its rest
//! does not come, and a paste whose end is lost ends by itself.

use std::time::{Duration, Instant};

use super::Input;
use super::keys::step;
use super::reply::rest_of_reply;
use super::step::Step;

/// The time within which the rest of a sequence comes, over a slow line too.
const SEQUENCE_WAIT: Duration = Duration::from_millis(40);
/// The time within which a paste goes on.
const PASTE_WAIT: Duration = Duration::from_secs(1);
/// A longer paste ends here.
const PASTE_BYTES_MAX: usize = 1_000_000;
/// The end of a paste.
const PASTE_END: &[u8] = b"\x1b[201~";
/// The beginning of an answer of the terminal, which takes as long as a paste.
const REPLY: &[u8] = b"\x1b]1";
/// Alone in one read, it is the key of a person and no part of a paste.
const CTRL_C: &[u8] = b"\x03";

/// Bytes that came and are not decoded.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    bytes: Vec<u8>,
    /// The first of them that is not decoded.
    first: usize,
    /// The time at which the last came. `None` if none came.
    last: Option<Instant>,
    pastes: Pastes,
    /// True if an answer of the terminal was cut off, so that its rest may come.
    is_reply_cut: bool,
}

/// The part of a paste that the bytes are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Pastes {
    /// None: they are keys.
    #[default]
    No,
    /// Its text, until its end.
    Yes,
    /// It ended without its end, which may still come with the rest of its text.
    CutOff,
}

impl Decoder {
    /// Takes bytes that came now.
    pub fn take(&mut self, bytes: &[u8], now: Instant) {
        self.bytes.drain(..self.first);
        self.first = 0;
        if self.pastes == Pastes::Yes && bytes == CTRL_C {
            self.pastes = Pastes::No;
            self.bytes.clear();
        }
        self.bytes.extend_from_slice(bytes);
        self.last = Some(now);
    }

    /// The next input. `None` until more bytes come, or until the deadline.
    pub fn next(&mut self, now: Instant) -> Option<Input> {
        loop {
            if self.pastes == Pastes::Yes {
                return self.pasted(now);
            }
            if self.first == self.bytes.len() {
                return None;
            }
            if self.pastes == Pastes::CutOff {
                self.pastes = Pastes::No;
                if let Some(end) = end_of_paste(&self.bytes[self.first..]) {
                    return Some(self.paste(end, end + PASTE_END.len()));
                }
            }
            if std::mem::take(&mut self.is_reply_cut) {
                self.first += rest_of_reply(&self.bytes[self.first..]);
                continue;
            }
            let is_late = self.deadline().is_some_and(|deadline| deadline <= now);
            match step(&self.bytes[self.first..], is_late) {
                Step::Input(input, length) => {
                    self.first += length;
                    return Some(input);
                }
                Step::Paste(length) => {
                    self.first += length;
                    self.pastes = Pastes::Yes;
                }
                Step::CutOff(length) => {
                    self.first += length;
                    self.is_reply_cut = true;
                }
                Step::Nothing(length) => self.first += length,
                Step::More => return None,
            }
        }
    }

    /// The time at which what waits for bytes is decoded without them.
    pub fn deadline(&self) -> Option<Instant> {
        let is_long = self.pastes == Pastes::Yes || self.bytes[self.first..].starts_with(REPLY);
        let wait = if is_long { PASTE_WAIT } else { SEQUENCE_WAIT };
        let waits = self.first < self.bytes.len() || self.pastes == Pastes::Yes;
        self.last.filter(|_| waits).map(|last| last + wait)
    }

    /// A paste, once its end has come or is given up.
    fn pasted(&mut self, now: Instant) -> Option<Input> {
        let rest = &self.bytes[self.first..];
        if let Some(end) = end_of_paste(rest) {
            self.pastes = Pastes::No;
            return Some(self.paste(end, end + PASTE_END.len()));
        }
        let is_late = self.deadline().is_some_and(|deadline| deadline <= now);
        if !is_late && rest.len() < PASTE_BYTES_MAX {
            return None;
        }
        let all = rest.len();
        self.pastes = Pastes::CutOff;
        Some(self.paste(all, all))
    }

    /// So many bytes as a paste, and with what follows so many taken.
    fn paste(&mut self, text: usize, taken: usize) -> Input {
        let rest = &self.bytes[self.first..];
        let text = String::from_utf8_lossy(&rest[..text]).into_owned();
        self.first += taken;
        Input::Paste(text)
    }
}

fn end_of_paste(bytes: &[u8]) -> Option<usize> {
    bytes.windows(PASTE_END.len()).position(|found| found == PASTE_END)
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    use super::*;

    /// Bytes with the milliseconds at which they come. Returns what comes of them until a second later.
    fn decoded(arrivals: &[(u64, &[u8])]) -> Vec<Input> {
        let (start, mut decoder) = (Instant::now(), Decoder::default());
        let mut found = Vec::new();
        let mut take = |decoder: &mut Decoder, at: Instant| {
            while let Some(input) = decoder.next(at) {
                found.push(input);
            }
        };
        for (at, bytes) in arrivals {
            let now = start + Duration::from_millis(*at);
            while let Some(deadline) = decoder.deadline().filter(|deadline| *deadline < now) {
                take(&mut decoder, deadline);
                let goes_on = decoder.deadline().is_none_or(|next| next > deadline);
                assert!(goes_on, "nothing comes of the deadline");
            }
            decoder.take(bytes, now);
            take(&mut decoder, now);
        }
        while let Some(deadline) = decoder.deadline() {
            take(&mut decoder, deadline);
        }
        found
    }

    fn letter(letter: char) -> Input {
        Input::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE))
    }

    fn key(code: KeyCode) -> Input {
        Input::Key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    #[test]
    fn bytes_that_make_no_key_hold_nothing_up() {
        assert_eq!(decoded(&[(0, b"\x1b[27;5;9~"), (1, b"a")]), [letter('a')]);
        assert_eq!(decoded(&[(0, b"\x1b[?62;c\x1b[200;300R\xffb")]), [letter('b')]);
    }

    #[test]
    fn a_sequence_may_come_in_parts_and_escape_stands_alone_after_a_while() {
        assert_eq!(decoded(&[(0, b"\x1b"), (10, b"["), (30, b"A")]), [key(KeyCode::Up)]);
        assert_eq!(decoded(&[(0, b"\x1b"), (100, b"A")]).len(), 2, "escape and a letter");
        assert_eq!(decoded(&[(0, "é".as_bytes().split_at(1).0), (5, b"\xa9")]), [letter('é')]);
    }

    #[test]
    fn an_answer_of_the_terminal_is_no_key_however_it_comes() {
        let white = Input::Background([255; 3]);
        for arrivals in [
            &[(0, &b"\x1b]11;rgb:ffff/ffff/ffff\x07q"[..])][..],
            &[(0, b"\x1b]11;rgb:ff/ff/ff\x1b\\q")],
            &[(0, b"\x1b]"), (20, b"11;rgb:ff/f"), (500, b"f/ff\x1b"), (900, b"\\"), (901, b"q")],
        ] {
            assert_eq!(decoded(arrivals), [white.clone(), letter('q')], "{arrivals:?}");
        }
        let late: &[(u64, &[u8])] =
            &[(0, b"\x1b]11;rgb:ff/f"), (5_000, b"f/ff\x1b\\"), (5_001, b"q")];
        assert_eq!(decoded(late), [letter('q')], "too late to be an answer, and no key either");
        assert_eq!(decoded(&[(0, b"\x1b]11;rgb:ff/f"), (5_000, b"q")]), [letter('q')]);
        let between = decoded(&[(0, b"a\x1b]11;?\x07b\x1b]4;1;rgb:0/0/0\x07c")]);
        assert_eq!(between, [letter('a'), letter('b'), letter('c')]);
    }

    #[test]
    fn a_paste_is_one_input_however_it_comes() {
        let paste = Input::Paste("a\x1b[Ab".to_owned());
        let whole = decoded(&[(0, b"\x1b[200~a\x1b[Ab\x1b[201~c")]);
        assert_eq!(whole, [paste.clone(), letter('c')]);
        let parts: &[(u64, &[u8])] =
            &[(0, b"\x1b[20"), (9, b"0~a\x1b"), (500, b"[Ab\x1b[20"), (900, b"1~"), (901, b"c")];
        assert_eq!(decoded(parts), whole);
    }

    #[test]
    fn a_paste_whose_end_is_lost_ends_by_itself() {
        let lost = decoded(&[(0, b"\x1b[200~12"), (1_500, b"q")]);
        assert_eq!(lost, [Input::Paste("12".to_owned()), letter('q')]);
        // What stood still on the way is its rest.
        let slow = decoded(&[(0, b"\x1b[200~12"), (1_500, b"q34\x1b[201~u")]);
        let [twelve, rest] = ["12", "q34"].map(|text| Input::Paste(text.to_owned()));
        assert_eq!(slow, [twelve, rest, letter('u')]);
        let way_out = decoded(&[(0, b"\x1b[200~12"), (500, b"\x03"), (501, b"q")]);
        let ctrl_c = Input::Key(KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL));
        assert_eq!(way_out, [ctrl_c, letter('q')]);
    }
}
