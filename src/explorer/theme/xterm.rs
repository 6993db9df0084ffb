//! The 256 colours of xterm as red, green and blue.

use ratatui::style::Color;

/// The values that each channel takes in the cube of 6 × 6 × 6 colours.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The sixteen named colours as xterm shows them; users change these.
const NAMED: [[u8; 3]; 16] = [
    [0, 0, 0],
    [205, 0, 0],
    [0, 205, 0],
    [205, 205, 0],
    [0, 0, 238],
    [205, 0, 205],
    [0, 205, 205],
    [229, 229, 229],
    [127, 127, 127],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 0],
    [92, 92, 255],
    [255, 0, 255],
    [0, 255, 255],
    [255, 255, 255],
];

/// Red, green and blue of a colour; none for [`Color::Reset`], which is the terminal's own.
#[must_use]
pub fn channels(color: Color) -> Option<[u8; 3]> {
    let index = match color {
        Color::Reset => return None,
        Color::Rgb(red, green, blue) => return Some([red, green, blue]),
        Color::Indexed(index) => index,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    Some(indexed(index))
}

fn indexed(index: u8) -> [u8; 3] {
    match index {
        0..=15 => NAMED[usize::from(index)],
        16..=231 => {
            let place = index - 16;
            [place / 36, place / 6 % 6, place % 6].map(|step| STEPS[usize::from(step)])
        }
        232.. => [8 + (index - 232) * 10; 3],
    }
}

/// The index of the nearest colour in the cube and the greys.
///
/// The sixteen named colours are not considered: nobody knows how they look.
#[must_use]
pub fn nearest(wanted: [u8; 3]) -> u8 {
    (16..=255).min_by_key(|index| distance(wanted, indexed(*index))).unwrap_or(16)
}

/// The square of the difference, each channel weighed as the eye does ("redmean").
fn distance(one: [u8; 3], other: [u8; 3]) -> u64 {
    let mean_red = u64::midpoint(u64::from(one[0]), u64::from(other[0]));
    let square = |channel: usize| u64::from(one[channel].abs_diff(other[channel])).pow(2);
    (512 + mean_red) * square(0) + 1024 * square(1) + (767 - mean_red) * square(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cube_and_the_greys_have_their_known_places() {
        assert_eq!(indexed(16), [0, 0, 0]);
        assert_eq!(indexed(196), [255, 0, 0]);
        assert_eq!(indexed(231), [255, 255, 255]);
        assert_eq!(indexed(232), [8, 8, 8]);
        assert_eq!(indexed(255), [238, 238, 238]);
    }

    #[test]
    fn every_colour_of_the_cube_is_nearest_to_itself() {
        for index in 16..=255 {
            assert_eq!(indexed(nearest(indexed(index))), indexed(index));
        }
    }

    #[test]
    fn a_dark_background_becomes_a_dark_grey() {
        assert_eq!(nearest([0x0f, 0x14, 0x19]), 233);
    }

    #[test]
    fn only_the_terminals_own_colour_has_no_channels() {
        assert_eq!(channels(Color::Reset), None);
        assert_eq!(channels(Color::White), Some([255, 255, 255]));
        assert_eq!(channels(Color::Indexed(21)), Some([0, 0, 255]));
    }
}
