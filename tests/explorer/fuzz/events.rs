//! What a person, a terminal and a clock may send, in any order.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use super::dice::Dice;

/// Something that comes in.
#[derive(Clone, Debug)]
pub enum Event {
    Key(KeyEvent),
    Mouse(MouseEvent),
    Paste(String),
    Resize(u16, u16),
    Tick(u32),
    /// The user's files of cards change.
    Cards,
    /// Another program changes a file of a scenario, or the disk fails it.
    Files,
    /// What is done while nobody asks for anything.
    Work,
    /// The program ends and starts again with what was autosaved.
    Restart,
}

const KEYS: [KeyCode; 17] = [
    KeyCode::Up,
    KeyCode::Down,
    KeyCode::Left,
    KeyCode::Right,
    KeyCode::Home,
    KeyCode::End,
    KeyCode::PageUp,
    KeyCode::PageDown,
    KeyCode::Enter,
    KeyCode::Esc,
    KeyCode::Tab,
    KeyCode::BackTab,
    KeyCode::Backspace,
    KeyCode::Delete,
    KeyCode::Insert,
    KeyCode::F(1),
    KeyCode::Null,
];

/// Values, terms and names as they are typed, and what nobody would type.
const TEXTS: [&str; 44] = [
    "0",
    "1",
    "-5",
    "1.5k",
    "1k..9k",
    "0..1000000000000",
    "1..2~5",
    "999999999999999999999999999999",
    "1e9",
    "0.0000000000001",
    "=secrets*2",
    "=1/secrets",
    "=1/(secrets-secrets)",
    "=versions+apps*instances",
    "=((((((((1))))))))",
    "15 min",
    "1 GB",
    "10%",
    "-10%",
    "+100%",
    "-100%",
    "2026-01",
    "2028-02-29",
    "2026-03-01..2027-03-01",
    "9999-12-31",
    "1y",
    "50y",
    "0.14",
    "0.14 2026-13-45 bank",
    "0.14 1900-01-01 bank",
    "500 USD",
    "100 CNY",
    "2026-11-25 secrets=5",
    "2026-11-25 secrets=5; 2026-12-01 apps==secrets",
    "a.toml",
    "b.csv",
    "out.svg",
    "\u{1b}[31mred\u{7}",
    "\u{200b}\u{202e}hidden",
    "日本語 ก็ 👩‍👩‍👧",
    "a\r\nb\tc\nd",
    "",
    "whatif1:",
    "tencent",
];

pub fn key(dice: &mut Dice) -> KeyEvent {
    let code = match dice.below(10) {
        0..=3 => KEYS[dice.below(KEYS.len())],
        4 => KeyCode::Char(char::from(b'0' + u8::try_from(dice.below(10)).unwrap())),
        5..=8 => KeyCode::Char(char::from(b' ' + u8::try_from(dice.below(95)).unwrap())),
        _ => KeyCode::Char(*dice.pick(&[&'é', &'語', &'\u{301}', &'\u{200d}', &'👍'])),
    };
    let modifiers = match dice.below(12) {
        0 => KeyModifiers::SHIFT,
        1 => KeyModifiers::CONTROL,
        2 => KeyModifiers::ALT,
        _ => KeyModifiers::NONE,
    };
    KeyEvent::new(code, modifiers)
}

/// Keys that a person presses one after the other: a screen, a command by name, a value.
pub fn phrase(dice: &mut Dice) -> Vec<Event> {
    let keys = |text: &str| -> Vec<Event> {
        text.chars()
            .map(|letter| Event::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE)))
            .collect()
    };
    let enter = Event::Key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE));
    let escape = Event::Key(KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE));
    match dice.below(5) {
        0 => {
            let mut phrase = vec![enter.clone(), Event::Paste(text(dice)), enter];
            phrase.push(escape);
            phrase
        }
        1 => {
            let of = [
                "own", "tencent", "alibaba", "kms", "tour", "currency", "copy", "tax", "save",
                "open",
            ];
            let mut phrase =
                vec![escape, Event::Key(KeyEvent::new(KeyCode::Char(':'), KeyModifiers::NONE))];
            phrase.extend(keys(dice.pick(&of)));
            phrase.push(enter);
            phrase
        }
        2 => keys(dice.pick(&["1", "2", "3", "4", "5", "u", "U", "b", "m", "w", "R"])),
        3 => {
            let mut phrase = keys(dice.pick(&["W", "o", "X"]));
            phrase.push(Event::Key(KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL)));
            phrase.extend(keys(dice.pick(&["a.toml", "b.toml", "c"])));
            phrase.push(enter);
            phrase.extend(keys(dice.pick(&["o", "r", "", "w"])));
            phrase
        }
        _ => {
            let typed: String = text(dice).chars().take(40).collect();
            let mut phrase = keys(&typed);
            phrase.push(enter);
            phrase
        }
    }
}

pub fn text(dice: &mut Dice) -> String {
    match dice.below(30) {
        0 => "9".repeat(dice.below(3_000)),
        1 => "=1+".repeat(dice.below(400)),
        _ => dice.pick(&TEXTS).to_owned(),
    }
}

/// A mouse event anywhere on, and a little beyond, a screen of this size.
pub fn mouse(dice: &mut Dice, (column, row): (u16, u16)) -> MouseEvent {
    let left = MouseButton::Left;
    let kind = match dice.below(10) {
        0..=4 => MouseEventKind::Down(left),
        5 | 6 => MouseEventKind::Drag(left),
        7 => MouseEventKind::Up(left),
        8 => MouseEventKind::ScrollUp,
        _ => MouseEventKind::ScrollDown,
    };
    MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }
}
