//! Frames as one animated picture that every page shows.
//!
//! Of a frame only the cells that changed are drawn, and of these only the pixels that are others: the rest
//! stays from the frame before. All frames share one palette: the colours that are used most, and for the
//! others the nearest of these.

use std::borrow::Cow;

use gif::{DisposalMethod, Encoder, Frame as GifFrame, Repeat};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::film::{Film, Frame};
use crate::palette::{Palette, Rgb};
use crate::raster::{CELL, Letters, rgb};

/// Colours of all frames, and the place in the palette of pixels that stay as they were.
const STAYS: u8 = 127;

type Failure = Box<dyn std::error::Error>;

/// The changed part of the screen, in pixels, and the time for which it is shown.
#[derive(Clone, Debug)]
pub struct Still {
    left: u32,
    top: u32,
    width: u32,
    height: u32,
    pixels: Vec<Rgb>,
    stands_ms: u32,
}

/// Frames in pixels.
#[derive(Clone, Debug)]
pub struct Animation {
    width: u32,
    height: u32,
    stills: Vec<Still>,
}

impl Animation {
    /// Draws the frames of a film.
    pub fn of(film: &Film, frames: &[Frame], letters: &Letters) -> Result<Self, Failure> {
        let area = frames.first().map_or(Rect::ZERO, |frame| frame.buffer.area);
        let mut stills: Vec<Still> = Vec::new();
        let mut before: Option<&Buffer> = None;
        for frame in frames {
            let Some(changed) = changed(before, &frame.buffer) else { continue };
            let svg = film.svg(&part(&frame.buffer, changed));
            let pixmap = letters.draw(&svg, CELL)?;
            stills.push(Still {
                left: u32::from(changed.x) * CELL.0,
                top: u32::from(changed.y) * CELL.1,
                width: pixmap.width(),
                height: pixmap.height(),
                pixels: rgb(&pixmap),
                stands_ms: frame.stands_ms,
            });
            before = Some(&frame.buffer);
        }
        let (width, height) = (u32::from(area.width) * CELL.0, u32::from(area.height) * CELL.1);
        Ok(Self { width, height, stills })
    }

    /// Returns the number of frames.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.stills.len()
    }

    /// Is there nothing to show?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.stills.is_empty()
    }

    /// Returns the length of the animation in milliseconds.
    #[must_use]
    pub fn lasts_ms(&self) -> u32 {
        self.stills.iter().map(|still| still.stands_ms).sum()
    }

    /// The picture, which begins anew when it is over.
    pub fn gif(&self) -> Result<Vec<u8>, Failure> {
        let palette = Palette::of(STAYS, self.stills.iter().map(|still| &*still.pixels));
        let side = |pixels: u32| u16::try_from(pixels);
        let mut bytes = Vec::new();
        let colours = palette.bytes();
        let mut encoder =
            Encoder::new(&mut bytes, side(self.width)?, side(self.height)?, &colours)?;
        encoder.set_repeat(Repeat::Infinite)?;
        let mut shown = vec![STAYS; (self.width * self.height) as usize];
        for still in &self.stills {
            let buffer = self.others(still, &palette, &mut shown);
            encoder.write_frame(&GifFrame {
                delay: u16::try_from(still.stands_ms / 10)?,
                dispose: DisposalMethod::Keep,
                transparent: Some(STAYS),
                left: side(still.left)?,
                top: side(still.top)?,
                width: side(still.width)?,
                height: side(still.height)?,
                buffer: Cow::Owned(buffer),
                ..GifFrame::default()
            })?;
        }
        drop(encoder);
        Ok(bytes)
    }

    /// The places of a frame's colours, with those that stay marked.
    fn others(&self, still: &Still, palette: &Palette, shown: &mut [u8]) -> Vec<u8> {
        let place = |(at, colour): (u32, &Rgb)| {
            let (column, row) = (at % still.width, at / still.width);
            let at = ((still.top + row) * self.width + still.left + column) as usize;
            let new = palette.place(*colour);
            if std::mem::replace(&mut shown[at], new) == new { STAYS } else { new }
        };
        (0..).zip(&still.pixels).map(place).collect()
    }
}

/// The cells that are others than before, as one rectangle. `None` if all are the same.
fn changed(before: Option<&Buffer>, now: &Buffer) -> Option<Rect> {
    let Some(before) = before else { return Some(now.area) };
    let differs = |position: &ratatui::layout::Position| before[*position] != now[*position];
    let mut found: Option<Rect> = None;
    for position in now.area.positions().filter(differs) {
        let cell = Rect::new(position.x, position.y, 1, 1);
        found = Some(found.map_or(cell, |so_far| so_far.union(cell)));
    }
    found
}

/// A rectangle of a buffer as a buffer of its own.
fn part(buffer: &Buffer, area: Rect) -> Buffer {
    let mut part = Buffer::empty(Rect::new(0, 0, area.width, area.height));
    for position in part.area.positions() {
        part[position] = buffer[(area.x + position.x, area.y + position.y)].clone();
    }
    part
}
