//! The signs on the screen, in Unicode and in ASCII.

use std::borrow::Cow;

use ratatui::symbols::border;

use super::ascii::plain;

/// The signs of a slider, each one cell wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SliderGlyphs {
    /// The left end.
    pub left: &'static str,
    /// The right end.
    pub right: &'static str,
    /// The track up to the handle.
    pub filled: &'static str,
    /// The track past the handle.
    pub empty: &'static str,
    /// The handle.
    pub handle: &'static str,
    /// The handle of the slider that has the keys.
    pub handle_focused: &'static str,
    /// The handle of a value that a formula gives.
    pub handle_formula: &'static str,
    /// The track up to the handle where it is drawn three rows high.
    pub filled_thick: &'static str,
    /// The handle there.
    pub handle_thick: &'static str,
}

/// One sign per idea; in Unicode each is one cell wide, but for the pairs of arrow keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// Around panes.
    pub border: border::Set<'static>,
    /// The parts of a slider.
    pub slider: SliderGlyphs,
    /// A card that is marked for comparison.
    pub marked: &'static str,
    /// A card that is not.
    pub unmarked: &'static str,
    /// Beside the row under the cursor.
    pub cursor: &'static str,
    /// The cheapest complete total.
    pub star: &'static str,
    /// At least: a price is unpublished.
    pub at_least: &'static str,
    /// A price of a third party, not of the vendor.
    pub third_party: &'static str,
    /// Prices older than the profile takes for current.
    pub stale: &'static str,
    /// The service leaves out a part of what the workload asks for.
    pub lacking: &'static str,
    /// The service no longer exists.
    pub ended: &'static str,
    /// A card that the user wants first.
    pub favourite: &'static str,
    /// More than before.
    pub up: &'static str,
    /// Less than before.
    pub down: &'static str,
    /// The cells of neighbouring parts of one bar.
    pub parts: [&'static str; 2],
    /// Before the name of a driver that follows others.
    pub follows: &'static str,
    /// A value given by a formula.
    pub formula: &'static str,
    /// A value known within limits.
    pub range: &'static str,
    /// Between factors.
    pub times: &'static str,
    /// Before a divisor.
    pub divided: &'static str,
    /// Before the current choice of several.
    pub choice_left: &'static str,
    /// After it.
    pub choice_right: &'static str,
    /// Text was cut here.
    pub ellipsis: &'static str,
    /// Before a warning.
    pub warning: &'static str,
    /// Opens a menu.
    pub menu: &'static str,
    /// The scenario has changes that are not saved.
    pub unsaved: &'static str,
    /// Between parts of a line of text.
    pub separator: &'static str,
    /// Two lines cross here.
    pub crossover: &'static str,
    /// On a slider, where the price per unit changes.
    pub edge: &'static str,
    /// On a slider, where the budget is reached.
    pub budget: &'static str,
    /// From something to something.
    pub arrow: &'static str,
    /// A horizontal rule.
    pub rule: &'static str,
    /// A vertical rule.
    pub vertical: &'static str,
    /// A tick on an axis or a track.
    pub tick: &'static str,
    /// An amount that is not known.
    pub unknown: &'static str,
    /// The heights of a bar in a sparkline, lowest first.
    pub sparks: [&'static str; 8],
    /// A full cell of a horizontal bar.
    pub bar: &'static str,
    /// Such a cell where bars stand in rows one below the other.
    pub bar_apart: &'static str,
    /// The upper half of such a cell.
    pub bar_half: &'static str,
    /// After a bar that is so long at least.
    pub bar_open: [&'static str; 3],
    /// The arrow keys left and right.
    pub key_sides: &'static str,
    /// The arrow keys up and down.
    pub key_ends: &'static str,
    /// The shift key, to be followed at once by another.
    pub key_shift: &'static str,
    /// The enter key.
    pub key_enter: &'static str,
    /// The tab key.
    pub key_tab: &'static str,
}

impl Glyphs {
    /// Signs beyond ASCII; none of them is drawn two cells wide.
    pub const UNICODE: Self = Self {
        border: border::ROUNDED,
        slider: SliderGlyphs {
            left: "├",
            right: "┤",
            filled: "━",
            empty: "─",
            handle: "●",
            handle_focused: "◉",
            handle_formula: "◇",
            filled_thick: "█",
            handle_thick: "█",
        },
        marked: "●",
        unmarked: "○",
        cursor: "▸",
        star: "★",
        at_least: "≥",
        third_party: "~",
        stale: "°",
        lacking: "◐",
        ended: "†",
        favourite: "♥",
        up: "▲",
        down: "▼",
        parts: ["█", "▓"],
        follows: "└",
        formula: "ƒ",
        range: "±",
        times: "×",
        divided: "÷",
        choice_left: "‹",
        choice_right: "›",
        ellipsis: "…",
        warning: "⚠",
        menu: "▾",
        unsaved: "●",
        separator: "·",
        crossover: "◆",
        edge: "┴",
        budget: "!",
        arrow: "→",
        rule: "─",
        vertical: "│",
        tick: "╵",
        unknown: "—",
        sparks: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
        bar: "█",
        bar_apart: "▇",
        bar_half: "▀",
        bar_open: ["▊", "▌", "▎"],
        key_sides: "←→",
        key_ends: "↑↓",
        key_shift: "⇧",
        key_enter: "⏎",
        key_tab: "⇥",
    };

    /// Signs that every terminal, font and log can show.
    pub const ASCII: Self = Self {
        border: border::Set {
            top_left: "+",
            top_right: "+",
            bottom_left: "+",
            bottom_right: "+",
            vertical_left: "|",
            vertical_right: "|",
            horizontal_top: "-",
            horizontal_bottom: "-",
        },
        slider: SliderGlyphs {
            left: "|",
            right: "|",
            filled: "=",
            empty: "-",
            handle: "o",
            handle_focused: "O",
            handle_formula: "f",
            filled_thick: "#",
            handle_thick: "|",
        },
        marked: "*",
        unmarked: ".",
        cursor: ">",
        star: "<",
        at_least: ">=",
        third_party: "~",
        stale: "?",
        lacking: "/",
        ended: "x",
        favourite: "+",
        up: "^",
        down: "v",
        parts: ["#", "="],
        follows: "-",
        formula: "f",
        range: "r",
        times: "x",
        divided: "/",
        choice_left: "<",
        choice_right: ">",
        ellipsis: "..",
        warning: "!",
        menu: "v",
        unsaved: "*",
        separator: "-",
        crossover: "X",
        edge: "'",
        budget: "!",
        arrow: "->",
        rule: "-",
        vertical: "|",
        tick: "'",
        unknown: "-",
        sparks: ["_", "_", ".", ".", "-", "-", "=", "#"],
        bar: "#",
        bar_apart: "#",
        bar_half: " ",
        bar_open: ["=", "-", "."],
        key_sides: "left/right",
        key_ends: "up/down",
        key_shift: "shift+",
        key_enter: "enter",
        key_tab: "tab",
    };

    /// The set for `--ascii` or without it.
    #[must_use]
    pub const fn new(ascii: bool) -> &'static Self {
        if ascii { &Self::ASCII } else { &Self::UNICODE }
    }

    /// Any text in what this set may use: unchanged, or [`plain`].
    #[must_use]
    pub fn plain<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.is_ascii() { plain(text) } else { Cow::Borrowed(text) }
    }

    /// Returns whether this is the set without bytes above 0x7f.
    #[must_use]
    pub fn is_ascii(&self) -> bool {
        self.border.top_left.is_ascii()
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    #[test]
    fn the_ascii_set_has_no_byte_beyond_ascii() {
        let debug = format!("{:?}", Glyphs::ASCII);
        assert!(debug.is_ascii(), "{debug}");
    }

    #[test]
    fn no_unicode_sign_is_wider_than_a_cell_but_for_pairs_of_keys() {
        let debug = format!("{:?}", Glyphs::UNICODE);
        for sign in debug.split('"').skip(1).step_by(2) {
            let cells = if ["←→", "↑↓"].contains(&sign) { 2 } else { 1 };
            assert_eq!(sign.width(), cells, "{sign}");
        }
    }

    #[test]
    fn text_is_put_into_ascii_by_the_ascii_set_alone() {
        assert_eq!(Glyphs::ASCII.plain("2 × 3"), "2 x 3");
        assert_eq!(Glyphs::UNICODE.plain("2 × 3"), "2 × 3");
    }

    #[test]
    fn signs_that_stand_beside_each_other_differ() {
        for glyphs in [Glyphs::UNICODE, Glyphs::ASCII] {
            let signs = [glyphs.marked, glyphs.unmarked, glyphs.cursor, glyphs.star];
            for (place, sign) in signs.iter().enumerate() {
                assert!(!signs[..place].contains(sign), "{sign} has two meanings in a row");
            }
            assert_ne!(glyphs.up, glyphs.down);
        }
    }
}
