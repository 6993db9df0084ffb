//! The colours and the weight of a cell, as a picture needs them.

use std::fmt::{self, Write};

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use crate::explorer::theme::xterm;

/// A colour as SVG writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rgb([u8; 3]);

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// The paint of a cell. Dim and reversed are resolved into the colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Paint {
    pub foreground: Rgb,
    pub background: Rgb,
    weight: Modifier,
}

impl Paint {
    /// The paint of a cell without a style; a terminal's own colours are black and white here.
    pub fn new(foreground: Color, background: Color) -> Self {
        Self {
            foreground: Rgb(xterm::channels(foreground).unwrap_or([255; 3])),
            background: Rgb(xterm::channels(background).unwrap_or([0; 3])),
            weight: Modifier::empty(),
        }
    }

    /// The paint of a cell on this ground.
    pub fn of(self, cell: &Cell) -> Self {
        let mut foreground = xterm::channels(cell.fg).map_or(self.foreground, Rgb);
        let mut background = xterm::channels(cell.bg).map_or(self.background, Rgb);
        if cell.modifier.contains(Modifier::REVERSED) {
            std::mem::swap(&mut foreground, &mut background);
        }
        if cell.modifier.contains(Modifier::DIM) {
            foreground = dim(foreground, background);
        }
        if cell.modifier.contains(Modifier::HIDDEN) {
            foreground = background;
        }
        Self { foreground, background, weight: cell.modifier & Self::drawn() }
    }

    /// Returns whether a blank shows too, as part of a line under or through the text.
    pub fn has_line(self) -> bool {
        self.weight.intersects(Modifier::UNDERLINED | Modifier::CROSSED_OUT)
    }

    const fn drawn() -> Modifier {
        Modifier::BOLD
            .union(Modifier::ITALIC)
            .union(Modifier::UNDERLINED)
            .union(Modifier::CROSSED_OUT)
    }

    /// Writes what differs from the ground.
    pub fn write_attributes(self, ground: Self, out: &mut String) {
        if self.foreground != ground.foreground {
            let _ = write!(out, r#" fill="{}""#, self.foreground);
        }
        let attributes = [
            (Modifier::BOLD, r#" font-weight="bold""#),
            (Modifier::ITALIC, r#" font-style="italic""#),
            (Modifier::UNDERLINED, r#" text-decoration="underline""#),
            (Modifier::CROSSED_OUT, r#" text-decoration="line-through""#),
        ];
        for (_, attribute) in attributes.iter().filter(|(bit, _)| self.weight.contains(*bit)) {
            out.push_str(attribute);
        }
    }
}

/// Three fifths of the way from the background to the foreground.
fn dim(foreground: Rgb, background: Rgb) -> Rgb {
    let mix = |place: usize| {
        let (front, back) = (u16::from(foreground.0[place]), u16::from(background.0[place]));
        u8::try_from((front * 3 + back * 2) / 5).unwrap_or(u8::MAX)
    };
    Rgb([mix(0), mix(1), mix(2)])
}
