//! How far each driver is moved.

use std::fmt;

use thiserror::Error;

use crate::percent::{Percent, PercentError};

/// So many percent down, and so many up.
///
/// ```
/// use whatif_pricing::levers::Swing;
/// assert_eq!(Swing::default().to_string(), "-50 % / +100 %");
/// assert_eq!(Swing::parse("-20,+20").unwrap().to_string(), "-20 % / +20 %");
/// assert_eq!(Swing::parse("25").unwrap(), Swing::parse("-25, +25 %").unwrap());
/// assert!(Swing::parse("-150,+100").is_err()); // less than nothing
/// assert!(Swing::parse("+100,-50").is_err()); // down comes first
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Swing {
    down: Percent,
    up: Percent,
}

/// Why a text is no swing.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SwingError {
    /// Not two percentages, one down and one up.
    #[error(
        "'{0}' is not a swing: write how far down and how far up in percent, such as -50,+100, or one number for both"
    )]
    Shape(String),
    /// One of them cannot be used.
    #[error(transparent)]
    Percent(#[from] PercentError),
}

impl Swing {
    /// Reads `-50,+100`; the signs may be left out, and one number is for both.
    pub fn parse(text: &str) -> Result<Self, SwingError> {
        let shape = || {
            let shown = text.chars().filter(|c| !c.is_control()).take(40).collect();
            SwingError::Shape(shown)
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

    /// How far down; never above zero.
    #[must_use]
    pub const fn down(self) -> Percent {
        self.down
    }

    /// How far up; never below zero.
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
impl Default for Swing {
    fn default() -> Self {
        Self::parse("-50,+100").expect("this is a swing")
    }
}

impl fmt::Display for Swing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.down.is_zero() { "-" } else { "" };
        write!(f, "{sign}{} / +{}", self.down, self.up)
    }
}
