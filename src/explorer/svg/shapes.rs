//! Lines, blocks and dots as paths within a cell, starting at its upper left corner.
//!
//! Fonts draw these at heights of their own, which leaves gaps between rows; a path meets its
//! neighbours at the edges of the cell.

use super::{CELL_HEIGHT, CELL_WIDTH};

/// The shape that is drawn in place of a letter. Paths are relative to the cell.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Nothing but the background.
    Blank,
    /// Areas.
    Fill(String),
    /// Lines of a width.
    Stroke(&'static str, String),
}

/// Lines run through the middle of a pixel, so that they are sharp at the picture's own size.
const LIGHT: &str = "1";
const HEAVY: &str = "3";
const DOT: &str = "2.4";

/// The shape of a symbol; none for letters.
pub(super) fn shape(symbol: &str) -> Option<Shape> {
    let mut letters = symbol.chars();
    let (letter, None) = (letters.next()?, letters.next()) else { return None };
    match letter {
        '\u{2800}' => Some(Shape::Blank),
        '\u{2801}'..='\u{28ff}' => Some(Shape::Fill(braille(letter))),
        '\u{2580}'..='\u{2590}' | '\u{2594}'..='\u{259f}' => Some(Shape::Fill(block(letter)?)),
        _ => line(letter),
    }
}

/// The lines of box drawing that screens here use; the corners of panes are round.
fn line(letter: char) -> Option<Shape> {
    let path = match letter {
        '─' => "m0 8.5h9",
        '│' => "m4.5 0v18",
        '╭' => "m4.5 18v-5q0 -4.5 4.5 -4.5",
        '╮' => "m0 8.5q4.5 0 4.5 4.5v5",
        '╰' => "m4.5 0v4q0 4.5 4.5 4.5",
        '╯' => "m4.5 0v4q0 4.5 -4.5 4.5",
        '┌' => "m4.5 18v-9.5h4.5",
        '┐' => "m0 8.5h4.5v9.5",
        '└' => "m4.5 0v8.5h4.5",
        '┘' => "m0 8.5h4.5v-8.5",
        '├' => "m4.5 0v18m0 -9.5h4.5",
        '┤' => "m4.5 0v18m0 -9.5h-4.5",
        '┬' => "m0 8.5h9m-4.5 0v9.5",
        '┴' => "m0 8.5h9m-4.5 0v-8.5",
        '┼' => "m0 8.5h9m-4.5 -8.5v18",
        '╴' => "m0 8.5h4.5",
        '╵' => "m4.5 0v8.5",
        '╶' => "m4.5 8.5h4.5",
        '╷' => "m4.5 8.5v9.5",
        '╌' | '┄' | '┈' => "m1 8.5h2.5m2 0h2.5",
        '╎' | '┆' | '┊' => "m4.5 2v5m0 4v5",
        '━' => return Some(Shape::Stroke(HEAVY, "m0 8.5h9".into())),
        '┃' => return Some(Shape::Stroke(HEAVY, "m4.5 0v18".into())),
        _ => return None,
    };
    Some(Shape::Stroke(LIGHT, path.into()))
}

/// Blocks: eighths from below and from the left, and quarters of a cell.
fn block(letter: char) -> Option<String> {
    let code = u32::from(letter);
    let eighths = |eighths: u32, of: u32| decimal(eighths * of, 8);
    let (width, height) = (CELL_WIDTH, CELL_HEIGHT);
    Some(match letter {
        '▀' => rectangle("0", "0", "9", "9"),
        '▁'..='█' => {
            let part = code - 0x2580;
            rectangle("0", &eighths(8 - part, height), "9", &eighths(part, height))
        }
        '▉'..='▏' => rectangle("0", "0", &eighths(0x2590 - code, width), "18"),
        '▐' => rectangle("4.5", "0", "4.5", "18"),
        '▔' => rectangle("0", "0", "9", &eighths(1, height)),
        '▕' => rectangle(&eighths(7, width), "0", &eighths(1, width), "18"),
        _ => return quarters(letter),
    })
}

fn quarters(letter: char) -> Option<String> {
    /// Upper left, upper right, lower left, lower right, from U+2596 on.
    const INK: [[bool; 4]; 10] = [
        [false, false, true, false],
        [false, false, false, true],
        [true, false, false, false],
        [true, false, true, true],
        [true, false, false, true],
        [true, true, true, false],
        [true, true, false, true],
        [false, true, false, false],
        [false, true, true, false],
        [false, true, true, true],
    ];
    let ink = INK.get(usize::try_from(u32::from(letter).checked_sub(0x2596)?).ok()?)?;
    let corners = [("0", "0"), ("4.5", "0"), ("0", "9"), ("4.5", "9")];
    let inked = corners.iter().zip(ink).filter(|(_, ink)| **ink);
    // Each begins at the upper left corner of the cell again, from where the last one ended.
    let paths = inked.map(|((x, y), _)| format!("m{x} {y}h4.5v9h-4.5zm-{x} -{y}"));
    Some(paths.collect())
}

/// Up to eight dots in two columns, as charts use them.
fn braille(letter: char) -> String {
    let bits = u32::from(letter) - 0x2800;
    let places = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)];
    let inked = places.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1);
    let dots = inked.map(|(_, (column, row))| {
        let x = decimal(105 + column * 450, 100);
        let y = decimal(105 + row * 450, 100);
        format!("m{x} {y}h{DOT}v{DOT}h-{DOT}zm-{x} -{y}")
    });
    dots.collect()
}

fn rectangle(x: &str, y: &str, width: &str, height: &str) -> String {
    format!("m{x} {y}h{width}v{height}h-{width}z")
}

/// `numerator / denominator` in decimals, without a float whose digits might vary.
fn decimal(numerator: u32, denominator: u32) -> String {
    let thousandths = numerator * 1000 / denominator;
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_no_shape() {
        assert_eq!(shape("a"), None);
        assert_eq!(shape("★"), None);
        assert_eq!(shape(" "), None);
    }

    #[test]
    fn a_full_block_fills_its_cell() {
        assert_eq!(shape("█"), Some(Shape::Fill("m0 0h9v18h-9z".into())));
        assert_eq!(shape("▄"), Some(Shape::Fill("m0 9h9v9h-9z".into())));
        assert_eq!(shape("▁"), Some(Shape::Fill("m0 15.75h9v2.25h-9z".into())));
        assert_eq!(shape("▌"), Some(Shape::Fill("m0 0h4.5v18h-4.5z".into())));
        assert_eq!(shape("▗"), Some(Shape::Fill("m4.5 9h4.5v9h-4.5zm-4.5 -9".into())));
    }

    #[test]
    fn braille_has_a_dot_for_each_bit() {
        let dots = |symbol| match shape(symbol) {
            Some(Shape::Fill(path)) => path.matches('z').count(),
            _ => 0,
        };
        assert_eq!([dots("⠁"), dots("⣀"), dots("⣿")], [1, 2, 8]);
    }

    #[test]
    fn every_sign_of_frames_sliders_and_sparklines_has_a_shape() {
        for letter in "─│╭╮╰╯├┤┬┴┼━┃╌╎▁▂▃▄▅▆▇█▀▌▐▉▏▖▟".chars()
        {
            assert!(shape(&letter.to_string()).is_some(), "{letter}");
        }
    }
}
