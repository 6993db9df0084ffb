//! Amounts in large digits, for the total and for the back row of a room.

mod font;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;

/// The size of the digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    /// 3 rows, 4 columns a digit.
    Small,
    /// 5 rows, 4 columns a digit.
    Tall,
    /// 5 rows, 8 columns a digit.
    Large,
    /// 10 rows, 16 columns a digit.
    Huge,
}

impl Size {
    /// Every size, largest first.
    pub const ALL: [Self; 4] = [Self::Huge, Self::Large, Self::Tall, Self::Small];

    /// Returns the number of rows that the digits take.
    #[must_use]
    pub const fn rows(self) -> u16 {
        match self {
            Self::Small => 3,
            Self::Tall | Self::Large => 5,
            Self::Huge => 10,
        }
    }

    /// The columns and rows of one dot of the font; [`Size::Small`] has two dots in a row.
    const fn dot(self) -> (u16, u16) {
        match self {
            Self::Small | Self::Tall => (1, 1),
            Self::Large => (2, 1),
            Self::Huge => (4, 2),
        }
    }
}

/// Draws text in large digits, from the left; what does not fit is cut between characters.
///
/// The font has digits, `.` `,` `+` `-` `—` `–` `≥` `≤` `<` `~` `%` `/` `×` and the blank; anything
/// else is drawn as `?`.
#[derive(Clone, Copy, Debug)]
pub struct Digits<'a> {
    text: &'a str,
    size: Size,
    style: Style,
    ascii: bool,
}

impl<'a> Digits<'a> {
    /// Digits of some size and style.
    #[must_use]
    pub const fn new(text: &'a str, size: Size, style: Style) -> Self {
        Self { text, size, style, ascii: false }
    }

    /// Draws with `#`, `|` and `_` in place of blocks.
    #[must_use]
    pub const fn ascii(self, ascii: bool) -> Self {
        Self { ascii, ..self }
    }

    /// Returns the number of columns that the text takes.
    #[must_use]
    pub fn width(&self) -> u16 {
        let gap = self.size.dot().0;
        let widths = self.text.chars().map(|letter| self.letter_width(letter).saturating_add(gap));
        widths.fold(0, u16::saturating_add).saturating_sub(gap)
    }

    /// The largest size, up to `size_max`, in which the text fits into an area.
    #[must_use]
    pub fn largest(text: &str, area: Rect, size_max: Size, ascii: bool) -> Option<Size> {
        let mut sizes = Size::ALL.into_iter().filter(|size| *size <= size_max);
        sizes.find(|size| {
            let digits = Digits::new(text, *size, Style::new()).ascii(ascii);
            size.rows() <= area.height && digits.width() <= area.width
        })
    }

    fn letter_width(&self, letter: char) -> u16 {
        let columns = |row: &str| u16::try_from(row.chars().count()).unwrap_or(u16::MAX);
        if self.drawn_with_strokes() {
            columns(font::strokes(letter)[0])
        } else {
            columns(font::dots(letter)[0]).saturating_mul(self.size.dot().0)
        }
    }

    /// Half a block has no likeness in ASCII; the small size is drawn as on a pocket calculator.
    fn drawn_with_strokes(&self) -> bool {
        self.ascii && self.size == Size::Small
    }

    /// The sign in one cell of a letter.
    fn sign(&self, letter: char, column: u16, row: u16) -> char {
        let (across, down) = self.size.dot();
        let dot = |row: u16| dot(&font::dots(letter), column / across, row);
        if self.drawn_with_strokes() {
            stroke(&font::strokes(letter), column, row)
        } else if self.size == Size::Small {
            half_block(dot(2 * row), dot(2 * row + 1))
        } else if dot(row / down) {
            if self.ascii { '#' } else { '█' }
        } else {
            ' '
        }
    }

    fn draw(&self, letter: char, area: Rect, buffer: &mut Buffer) {
        for (row, column) in
            (0..area.height).flat_map(|row| (0..area.width).map(move |column| (row, column)))
        {
            let cell = &mut buffer[(area.x + column, area.y + row)];
            cell.set_char(self.sign(letter, column, row)).set_style(self.style);
        }
    }
}

impl Widget for Digits<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        let height = self.size.rows().min(area.height);
        let mut column = area.x;
        for letter in self.text.chars() {
            let width = self.letter_width(letter);
            if width > area.right().saturating_sub(column) {
                return;
            }
            self.draw(letter, Rect::new(column, area.y, width, height), buffer);
            column = column.saturating_add(width).saturating_add(self.size.dot().0);
        }
    }
}

fn dot(dots: &[&str; 5], column: u16, row: u16) -> bool {
    let row = dots.get(usize::from(row));
    row.is_some_and(|row| row.as_bytes().get(usize::from(column)) == Some(&b'#'))
}

fn stroke(strokes: &[&str; 3], column: u16, row: u16) -> char {
    let row = strokes.get(usize::from(row));
    row.and_then(|row| row.chars().nth(usize::from(column))).unwrap_or(' ')
}

const fn half_block(upper: bool, lower: bool) -> char {
    match (upper, lower) {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        (false, false) => ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str, size: Size, ascii: bool) -> Vec<String> {
        let digits = Digits::new(text, size, Style::new()).ascii(ascii);
        let mut buffer = Buffer::empty(Rect::new(0, 0, digits.width(), size.rows()));
        digits.render(buffer.area, &mut buffer);
        crate::explorer::svg::text(&buffer).lines().map(str::to_owned).collect()
    }

    #[test]
    fn small_digits_are_made_of_half_blocks() {
        assert_eq!(
            drawn("40.3", Size::Small, false),
            ["█ █ █▀█   ▀▀█", "▀▀█ █ █   ▀▀█", "  ▀ ▀▀▀ ▀ ▀▀▀"]
        );
    }

    #[test]
    fn tall_digits_have_one_cell_a_dot() {
        assert_eq!(
            drawn("40.3", Size::Tall, false),
            ["█ █ ███   ███", "█ █ █ █     █", "███ █ █   ███", "  █ █ █     █", "  █ ███ █ ███"]
        );
    }

    #[test]
    fn large_and_huge_digits_are_the_same_dots_wider() {
        let large = drawn("7", Size::Large, false);
        assert_eq!(large, ["██████", "    ██", "    ██", "    ██", "    ██"]);
        let huge = drawn("7", Size::Huge, false);
        assert_eq!(huge.len(), 10);
        assert_eq!(huge[1], "█".repeat(12));
    }

    #[test]
    fn small_ascii_digits_are_those_of_a_pocket_calculator() {
        assert_eq!(
            drawn("40.3", Size::Small, true),
            ["     _     _", "|_| | |    _|", "  | |_| .  _|"]
        );
    }

    #[test]
    fn every_character_of_an_amount_has_a_shape_of_its_own_in_every_size() {
        for size in Size::ALL {
            for ascii in [false, true] {
                let shapes =
                    "0123456789.,+-—≥<~?%".chars().map(|it| drawn(&it.to_string(), size, ascii));
                let shapes: Vec<_> = shapes.collect();
                for (place, shape) in shapes.iter().enumerate() {
                    assert!(!shapes[..place].contains(shape), "{size:?} {ascii} {shape:?}");
                    assert!(!ascii || shape.iter().all(|row| row.is_ascii()));
                }
            }
        }
    }

    #[test]
    fn the_largest_size_that_fits_is_found() {
        let largest = |text, width, height| {
            Digits::largest(text, Rect::new(0, 0, width, height), Size::Huge, false)
        };
        assert_eq!(largest("40.30", 120, 20), Some(Size::Huge));
        assert_eq!(largest("40.30", 46, 9), Some(Size::Large));
        assert_eq!(largest("1,234.56", 46, 9), Some(Size::Tall));
        assert_eq!(largest("1,234.56", 46, 4), Some(Size::Small));
        assert_eq!(largest("1,234.56", 12, 9), None);
        let small = Digits::largest("1", Rect::new(0, 0, 99, 99), Size::Small, false);
        assert_eq!(small, Some(Size::Small));
    }

    #[test]
    fn what_does_not_fit_is_cut_between_characters() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 2));
        Digits::new("888", Size::Tall, Style::new()).render(buffer.area, &mut buffer);
        assert_eq!(crate::explorer::svg::text(&buffer), "███ ███\n█ █ █ █\n");
        Digits::new("8", Size::Huge, Style::new()).render(Rect::new(50, 50, 9, 9), &mut buffer);
    }
}
