//! One sequence of bytes as a key or a gesture.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use super::Input;
use super::reply::reply;
use super::step::Step;

/// A longer sequence is none.
const SEQUENCE_BYTES_MAX: usize = 64;

/// Decodes the first sequence of some bytes. If it is late, no more bytes will come for it.
pub(super) fn step(bytes: &[u8], is_late: bool) -> Step {
    match bytes {
        [] => Step::More,
        [0x1b, rest @ ..] => escape(rest, is_late),
        _ => letter(bytes, is_late),
    }
}

/// Reads the sequence after an escape.
fn escape(rest: &[u8], is_late: bool) -> Step {
    match rest {
        [] if is_late => key(KeyCode::Esc, KeyModifiers::NONE, 1),
        [] => Step::More,
        [0x1b, ..] => key(KeyCode::Esc, KeyModifiers::NONE, 1),
        [b'[', rest @ ..] => control_sequence(rest, is_late),
        [b']', rest @ ..] if rest.first().is_some_and(u8::is_ascii_digit) => reply(rest, is_late),
        [b'O' | b']'] if !is_late => Step::More,
        [b'O', last, ..] => match named(*last) {
            Some(code) => key(code, KeyModifiers::NONE, 3),
            None => Step::Nothing(3),
        },
        _ => match letter(rest, is_late) {
            Step::Input(Input::Key(event), length) => {
                key(event.code, event.modifiers | KeyModifiers::ALT, length + 1)
            }
            Step::Input(_, length)
            | Step::Paste(length)
            | Step::CutOff(length)
            | Step::Nothing(length) => Step::Nothing(length + 1),
            Step::More => Step::More,
        },
    }
}

/// A letter, or the control character of a key.
fn letter(bytes: &[u8], is_late: bool) -> Step {
    let control = |from: u8, base: u8, byte: u8| {
        key(KeyCode::Char(char::from(byte - from + base)), KeyModifiers::CONTROL, 1)
    };
    match bytes[0] {
        b'\r' => key(KeyCode::Enter, KeyModifiers::NONE, 1),
        b'\t' => key(KeyCode::Tab, KeyModifiers::NONE, 1),
        0x7f => key(KeyCode::Backspace, KeyModifiers::NONE, 1),
        0 => key(KeyCode::Char(' '), KeyModifiers::CONTROL, 1),
        byte @ 0x01..=0x1a => control(0x01, b'a', byte),
        byte @ 0x1c..=0x1f => control(0x1c, b'4', byte),
        first => {
            let length = match first {
                ..=0x7f => 1,
                0xc2..=0xdf => 2,
                0xe0..=0xef => 3,
                0xf0..=0xf4 => 4,
                _ => return Step::Nothing(1),
            };
            if bytes.len() < length
                && !is_late
                && std::str::from_utf8(bytes).is_err_and(|it| it.error_len().is_none())
            {
                return Step::More;
            }
            let found = bytes.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok());
            match found.and_then(|text| text.chars().next()) {
                Some(letter) => typed(letter, KeyModifiers::NONE, length),
                None => Step::Nothing(1),
            }
        }
    }
}

/// A letter as a key: a capital has shift.
fn typed(letter: char, modifiers: KeyModifiers, length: usize) -> Step {
    let shift = if letter.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    key(KeyCode::Char(letter), modifiers | shift, length)
}

fn key(code: KeyCode, modifiers: KeyModifiers, length: usize) -> Step {
    Step::Input(Input::Key(KeyEvent::new(code, modifiers)), length)
}

/// Reads the sequence after an escape and a bracket: parameters, intermediate bytes and a last one.
fn control_sequence(rest: &[u8], is_late: bool) -> Step {
    const BEFORE: usize = 2;
    // The console of Linux sends two brackets for the first keys of functions.
    if let [b'[', last, ..] = rest {
        let number = last.wrapping_sub(b'A').wrapping_add(1);
        let is_key = (1..=5).contains(&number);
        return if is_key {
            key(KeyCode::F(number), KeyModifiers::NONE, 4)
        } else {
            Step::Nothing(4)
        };
    }
    let is_inside = |byte: &u8| (0x20..=0x3f).contains(byte);
    let inside = rest.iter().take_while(|byte| is_inside(byte)).count();
    let Some(last) = rest.get(inside).copied().filter(|last| *last != b'[') else {
        return match (is_late, inside) {
            (true, 0) => key(KeyCode::Char('['), KeyModifiers::ALT, BEFORE),
            (true, _) | (_, SEQUENCE_BYTES_MAX..) => Step::Nothing(BEFORE + inside),
            (false, _) => Step::More,
        };
    };
    let (parameters, length) = (&rest[..inside], BEFORE + inside + 1);
    match last {
        // A control character or another escape: the sequence was cut off.
        ..=0x1f | 0x7f.. => Step::Nothing(BEFORE + inside),
        b'M' if inside == 0 => three_bytes(&rest[1..], is_late),
        b'M' | b'm' => pressed(parameters, last == b'm', length),
        _ => special(parameters, last, length),
    }
}

/// A key with a name, by the last byte of its sequence.
fn named(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'M' => KeyCode::Enter,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        _ => return None,
    })
}

/// A key with a name, by the number in its sequence.
fn numbered(number: u32) -> Option<KeyCode> {
    let function =
        |from: u32, base: u8| u8::try_from(number - from).ok().map(|it| KeyCode::F(it + base));
    match number {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Insert),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        11..=15 => function(11, 1),
        17..=21 => function(17, 6),
        23..=26 => function(23, 11),
        28..=29 => function(28, 15),
        31..=34 => function(31, 17),
        _ => None,
    }
}

/// A key by its sequence: `1;5A`, `5~`, `97;5u`.
fn special(parameters: &[u8], last: u8, length: usize) -> Step {
    // One that begins with another sign is an answer to a question that the app does not ask.
    let is_key = parameters.first().is_none_or(u8::is_ascii_digit);
    let text = std::str::from_utf8(parameters).ok().filter(|_| is_key);
    let Some(text) = text else { return Step::Nothing(length) };
    let mut numbers = text.split(';').map(|number| number.split(':'));
    let first = numbers.next().and_then(|mut it| it.next()).and_then(|it| it.parse::<u32>().ok());
    let mut second = numbers.next().into_iter().flatten();
    let modifiers =
        second.next().and_then(|it| it.parse::<u32>().ok()).map_or(0, |it| it.saturating_sub(1));
    // A key that is let go.
    if second.next() == Some("3") {
        return Step::Nothing(length);
    }
    let modifiers = held(modifiers, [1, 2, 4]);
    match (last, first) {
        (b'~', Some(200)) => Step::Paste(length),
        (b'~', Some(number)) => match numbered(number) {
            Some(code) => key(code, modifiers, length),
            None => Step::Nothing(length),
        },
        (b'u', Some(number)) => match char::from_u32(number) {
            Some('\r') => key(KeyCode::Enter, modifiers, length),
            Some('\t') => key(KeyCode::Tab, modifiers, length),
            Some('\u{1b}') => key(KeyCode::Esc, modifiers, length),
            Some('\u{7f}') => key(KeyCode::Backspace, modifiers, length),
            Some(letter) if !letter.is_control() => typed(letter, modifiers, length),
            _ => Step::Nothing(length),
        },
        (b'Z', _) => key(KeyCode::BackTab, modifiers | KeyModifiers::SHIFT, length),
        (_, None | Some(1)) => match named(last) {
            Some(code) => key(code, modifiers, length),
            None => Step::Nothing(length),
        },
        (_, Some(_)) => Step::Nothing(length),
    }
}

/// The modifiers whose bits are set: shift, alt and control.
fn held(bits: u32, [shift, alt, control]: [u32; 3]) -> KeyModifiers {
    let mut modifiers = KeyModifiers::NONE;
    for (bit, modifier) in
        [(shift, KeyModifiers::SHIFT), (alt, KeyModifiers::ALT), (control, KeyModifiers::CONTROL)]
    {
        modifiers.set(modifier, bits & bit != 0);
    }
    modifiers
}

/// The mouse as `<0;10;7` with its last byte.
fn pressed(parameters: &[u8], is_released: bool, length: usize) -> Step {
    let text = std::str::from_utf8(parameters).ok().and_then(|text| text.strip_prefix('<'));
    let mut numbers = text.into_iter().flat_map(|text| text.split(';'));
    let mut next = || numbers.next()?.parse::<u32>().ok();
    let (Some(bits), Some(column), Some(row)) = (next(), next(), next()) else {
        return Step::Nothing(length);
    };
    gesture(bits, column, row, is_released, length)
}

/// The mouse of a terminal that knows no numbers: three bytes, each 32 more than what it says.
fn three_bytes(rest: &[u8], is_late: bool) -> Step {
    match rest {
        [bits, column, row, ..] => {
            let number = |byte: &u8| u32::from(byte.saturating_sub(32));
            gesture(number(bits), number(column), number(row), false, 6)
        }
        _ if is_late => Step::Nothing(3 + rest.len()),
        _ => Step::More,
    }
}

/// A gesture of the mouse. Motion without a button is none.
fn gesture(bits: u32, column: u32, row: u32, is_released: bool, length: usize) -> Step {
    let button = (bits & 0b11) | ((bits & 0b1100_0000) >> 4);
    let is_moved = bits & 0b10_0000 != 0;
    let pressed = match button {
        0 => Some(MouseButton::Left),
        1 => Some(MouseButton::Middle),
        2 => Some(MouseButton::Right),
        _ => None,
    };
    let kind = match (pressed, button) {
        (Some(button), _) if is_released => MouseEventKind::Up(button),
        (Some(button), _) if is_moved => MouseEventKind::Drag(button),
        (Some(button), _) => MouseEventKind::Down(button),
        (None, 3) if !is_moved => MouseEventKind::Up(MouseButton::Left),
        (None, 4) if !is_moved => MouseEventKind::ScrollUp,
        (None, 5) if !is_moved => MouseEventKind::ScrollDown,
        (None, _) => return Step::Nothing(length),
    };
    let place = |number: u32| number.checked_sub(1).and_then(|it| u16::try_from(it).ok());
    let Some((column, row)) = place(column).zip(place(row)) else { return Step::Nothing(length) };
    let modifiers = held(bits, [0b100, 0b1000, 0b1_0000]);
    Step::Input(Input::Mouse(MouseEvent { kind, column, row, modifiers }), length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(bytes: &[u8]) -> Input {
        match step(bytes, false) {
            Step::Input(input, length) if length == bytes.len() => input,
            other => panic!("{bytes:?} is {other:?}"),
        }
    }

    fn pressed(code: KeyCode, modifiers: KeyModifiers) -> Input {
        Input::Key(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn keys_are_those_that_terminals_send() {
        let (none, shift) = (KeyModifiers::NONE, KeyModifiers::SHIFT);
        let (control, alt) = (KeyModifiers::CONTROL, KeyModifiers::ALT);
        for (bytes, code, modifiers) in [
            (&b"a"[..], KeyCode::Char('a'), none),
            (b"A", KeyCode::Char('A'), shift),
            ("é".as_bytes(), KeyCode::Char('é'), none),
            ("👍".as_bytes(), KeyCode::Char('👍'), none),
            (b"\r", KeyCode::Enter, none),
            (b"\n", KeyCode::Char('j'), control),
            (b"\t", KeyCode::Tab, none),
            (b"\x7f", KeyCode::Backspace, none),
            (b"\x08", KeyCode::Char('h'), control),
            (b"\x03", KeyCode::Char('c'), control),
            (b"\x1a", KeyCode::Char('z'), control),
            (b"\0", KeyCode::Char(' '), control),
            (b"\x1bx", KeyCode::Char('x'), alt),
            (b"\x1b[A", KeyCode::Up, none),
            (b"\x1bOB", KeyCode::Down, none),
            (b"\x1b[1;2C", KeyCode::Right, shift),
            (b"\x1b[1;5D", KeyCode::Left, control),
            (b"\x1b[H", KeyCode::Home, none),
            (b"\x1b[4~", KeyCode::End, none),
            (b"\x1b[3;5~", KeyCode::Delete, control),
            (b"\x1b[5~", KeyCode::PageUp, none),
            (b"\x1b[Z", KeyCode::BackTab, shift),
            (b"\x1bOP", KeyCode::F(1), none),
            (b"\x1b[[A", KeyCode::F(1), none),
            (b"\x1b[24~", KeyCode::F(12), none),
            (b"\x1b[97;5u", KeyCode::Char('a'), control),
        ] {
            assert_eq!(only(bytes), pressed(code, modifiers), "{bytes:?}");
        }
    }

    #[test]
    fn the_mouse_has_places_and_modifiers() {
        let mouse = |kind, column, row, modifiers| {
            Input::Mouse(MouseEvent { kind, column, row, modifiers })
        };
        let (left, none) = (MouseButton::Left, KeyModifiers::NONE);
        for (bytes, input) in [
            (&b"\x1b[<0;10;7M"[..], mouse(MouseEventKind::Down(left), 9, 6, none)),
            (b"\x1b[<0;10;7m", mouse(MouseEventKind::Up(left), 9, 6, none)),
            (b"\x1b[<32;300;1M", mouse(MouseEventKind::Drag(left), 299, 0, none)),
            (b"\x1b[<64;1;1M", mouse(MouseEventKind::ScrollUp, 0, 0, none)),
            (b"\x1b[<81;1;1M", mouse(MouseEventKind::ScrollDown, 0, 0, KeyModifiers::CONTROL)),
            (b"\x1b[M !!", mouse(MouseEventKind::Down(left), 0, 0, none)),
        ] {
            assert_eq!(only(bytes), input, "{bytes:?}");
        }
        assert_eq!(step(b"\x1b[<35;5;5M", false), Step::Nothing(10), "motion without a button");
        assert_eq!(step(b"\x1b[<0;0;0M", false), Step::Nothing(9), "no such place");
    }

    #[test]
    fn any_bytes_are_taken_to_their_end() {
        // Every two bytes after the beginnings of sequences, and nothing more to come.
        for start in
            [&b""[..], b"\x1b", b"\x1b[", b"\x1b[1;", b"\x1b[<0;", b"\x1bO", b"\x1b[M", b"\x1b]11"]
        {
            for (one, other) in (0..=255).flat_map(|one| (0..=255).map(move |other| (one, other))) {
                let bytes = [start, &[one, other]].concat();
                let mut rest = &bytes[..];
                while !rest.is_empty() {
                    let length = match step(rest, true) {
                        Step::Input(_, length)
                        | Step::Paste(length)
                        | Step::CutOff(length)
                        | Step::Nothing(length) => length,
                        Step::More => panic!("{bytes:?} waits for ever"),
                    };
                    assert!((1..=rest.len()).contains(&length), "{bytes:?}: {length}");
                    rest = &rest[length..];
                }
            }
        }
    }
}
