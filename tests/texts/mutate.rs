//! Texts like those that a person writes, but wrong somewhere.

use crate::dice::Dice;

/// Words and signs that mean something somewhere.
const PARTS: [&str; 48] = [
    "\"",
    "'",
    "\"\"\"",
    "\\",
    "\r\n",
    "\n",
    "\t",
    "\0",
    "\u{1b}[31m",
    "\u{200b}",
    "\u{feff}",
    "é",
    "語",
    "👍",
    "[[",
    "]]",
    "[",
    "]",
    "{",
    "}",
    "=",
    "==",
    ",",
    ".",
    "..",
    "~",
    "-",
    "+",
    "/",
    "*",
    "(",
    ")",
    "%",
    "0",
    "-1",
    "1e9",
    "1.5k",
    "0.0000000000001",
    "999999999999999999999",
    "10000",
    "1_000",
    "true",
    "USD",
    "secrets",
    "2026-11-22",
    "9999-12-31",
    "1969-12-31",
    "2026-11-22T09:30:00+08:00",
];

/// A text out of one of the seeds, with some changes.
pub fn text(seeds: &[String], dice: &mut Dice) -> String {
    let mut text = seeds[dice.below(seeds.len())].clone();
    for _ in 0..=dice.below(4) {
        text = changed(&text, seeds, dice);
    }
    text
}

fn changed(text: &str, seeds: &[String], dice: &mut Dice) -> String {
    let (from, to) = stretch(text, dice);
    let part = dice.pick(&PARTS);
    match dice.below(8) {
        // A part in place of some letters, or between them.
        0 | 1 => format!("{}{part}{}", &text[..from], &text[to..]),
        2 => format!("{}{part}{}", &text[..from], &text[from..]),
        // Some letters fewer, or twice.
        3 => format!("{}{}", &text[..from], &text[to..]),
        4 => format!("{}{}{}", &text[..to], &text[from..to], &text[to..]),
        // A line more, fewer or elsewhere.
        5 | 6 => lines(text, dice),
        // The rest of another text.
        _ => {
            let other = &seeds[dice.below(seeds.len())];
            let (_, rest) = stretch(other, dice);
            format!("{}{}", &text[..from], &other[rest..])
        }
    }
}

/// Some neighbouring letters.
fn stretch(text: &str, dice: &mut Dice) -> (usize, usize) {
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let from = dice.below(text.len() + 1);
    let length = if dice.once_in(6) { dice.below(200) } else { dice.below(6) };
    (boundary(from), boundary((from + length).min(text.len())))
}

fn lines(text: &str, dice: &mut Dice) -> String {
    let mut lines: Vec<&str> = text.split('\n').collect();
    let (one, other) = (dice.below(lines.len()), dice.below(lines.len()));
    match dice.below(3) {
        0 => lines.swap(one, other),
        1 => lines.insert(other, lines[one]),
        _ => drop(lines.remove(one)),
    }
    lines.join("\n")
}
