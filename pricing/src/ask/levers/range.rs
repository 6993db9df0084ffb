//! The distance by which each driver is moved.

use std::fmt;

use thiserror::Error;

use crate::number::percent::{Percent, PercentError};

/// So many percent down, and so many up.
///
/// ```
/// use whatif_pricing::levers::LeverRange;
/// assert_eq!(LeverRange::default().to_string(), "-50 % / +100 %");
/// assert_eq!(LeverRange::parse("-20,+20").unwrap().to_string(), "-20 % / +20 %");
/// assert_eq!(LeverRange::parse("25").unwrap(), LeverRange::parse("-25, +25 %").unwrap());
/// assert!(LeverRange::parse("-150,+100").is_err()); // less than nothing
/// assert!(LeverRange::parse("+100,-50").is_err()); // down comes first
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeverRange {
    down: Percent,
    up: Percent,
}

/// The reason why a text is no range.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum LeverRangeError {
    /// Not two percentages, one down and one up.
    #[error(
        "'{0}' is not a range: write how far down and how far up in percent, such as -50,+100, or one number for both"
    )]
    Shape(String),
    /// One of them cannot be used.
    #[error(transparent)]
    Percent(#[from] PercentError),
}

impl LeverRange {
    /// Reads `-50,+100`; the signs may be left out, and one number is for both.
    pub fn parse(text: &str) -> Result<Self, LeverRangeError> {
        let shape = || {
            let shown = text.chars().filter(|c| !c.is_control()).take(40).collect();
            LeverRangeError::Shape(shown)
        };
        let (down, up) = text.split_once(',').unwrap_or((text, text));
        let down = down.trim().trim_start_matches(['-', '−']);
        let up = up.trim().trim_start_matches('+');
        let is_number = |text: &str| text.starts_with(|letter: char| letter.is_ascii_digit());
        if !is_number(down) || !is_number(up) {
            return Err(shape());
        }
        Ok(Self { down: Percent::parse(down)?.negated()?, up: Percent::parse(up)? })
    }

    /// The percentage down; never above zero.
    #[must_use]
    pub const fn down(self) -> Percent {
        self.down
    }

    /// The percentage up; never below zero.
    #[must_use]
    pub const fn up(self) -> Percent {
        self.up
    }

    /// The text that reads back as this.
    #[must_use]
    pub fn text(self) -> String {
        format!("-{},+{}", self.down.magnitude(), self.up.magnitude())
    }
}

/// Half as much, and twice as much.
impl Default for LeverRange {
    fn default() -> Self {
        Self::parse("-50,+100").expect("this is a range")
    }
}

impl fmt::Display for LeverRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.down.is_zero() { "-" } else { "" };
        write!(f, "{sign}{} / +{}", self.down, self.up)
    }
}
