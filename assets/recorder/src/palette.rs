//! The colours of a picture: few, so that it loads fast.

use std::collections::BTreeMap;

/// Red, green and blue.
pub(crate) type Rgb = [u8; 3];

/// The colours of all frames.
pub(crate) struct Palette {
    colours: Vec<Rgb>,
    places: BTreeMap<Rgb, u8>,
    most: u8,
}

impl Palette {
    /// The colours that are used most.
    /// At most `most` of them, fewer than 256.
    pub fn of<'a>(most: u8, pictures: impl Iterator<Item = &'a [Rgb]>) -> Self {
        let mut counts: BTreeMap<Rgb, u64> = BTreeMap::new();
        for colour in pictures.flatten() {
            *counts.entry(*colour).or_default() += 1;
        }
        let mut all: Vec<(Rgb, u64)> = counts.into_iter().collect();
        // The most used first; of equally many the darker one.
        all.sort_by_key(|(colour, count)| (std::cmp::Reverse(*count), *colour));
        let colours: Vec<Rgb> = all.iter().take(most.into()).map(|(colour, _)| *colour).collect();
        let place = |(colour, _): &(Rgb, u64)| (*colour, nearest(*colour, &colours));
        let places = all.iter().map(place).collect();
        Self { colours, places, most }
    }

    /// The place of the nearest colour.
    pub fn place(&self, colour: Rgb) -> u8 {
        self.places.get(&colour).copied().unwrap_or(self.most)
    }

    /// As the picture has it.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes: Vec<u8> = self.colours.iter().flatten().copied().collect();
        bytes.resize((usize::from(self.most) + 1) * 3, 0);
        bytes
    }
}

/// The place of the nearest colour.
fn nearest(colour: Rgb, colours: &[Rgb]) -> u8 {
    let distance = |other: &Rgb| -> u32 {
        let channels = colour.iter().zip(other);
        channels.map(|(one, other)| u32::from(one.abs_diff(*other)).pow(2)).sum()
    };
    let nearest = (0_u8..).zip(colours).min_by_key(|(_, other)| distance(other));
    nearest.map_or(0, |(place, _)| place)
}
