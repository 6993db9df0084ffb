//! A page of text: lines, wrapped paragraphs and columns, as wide as the reader's terminal.

use std::io::{self, Write};

use super::cells::{cells, fit, pad_left, pad_right, widths};
use super::glyphs::Glyphs;
pub use super::layout::Side;
use super::layout::{Choice, Entry};
use super::numbers;
use super::problems::Style;
use crate::library::sanitize::{self, sanitize};
use crate::store::profile::NumberStyle;

/// The widest line that is pleasant to read, and the width of a file.
pub const WIDTH_MAX: usize = 100;
/// Narrower terminals break lines by themselves.
pub const WIDTH_MIN: usize = 40;
/// A shorter part of a name says nothing.
const NAME_CELLS_MIN: usize = 12;

/// The page on which a command writes its answer.
pub struct Page<'a> {
    out: &'a mut dyn Write,
    /// The signs.
    pub glyphs: &'static Glyphs,
    /// Cells in a line.
    pub width: usize,
    /// True if colours may be used.
    pub coloured: bool,
    /// The signs in numbers.
    pub numbers: NumberStyle,
    /// True if addresses may be hyperlinks.
    pub links: bool,
    /// The tone of text that has none of its own.
    tone: Tone,
}

/// The importance of a text, which a colour says beside the words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// One text among others.
    #[default]
    Plain,
    /// A title, a heading or a sum.
    Strong,
    /// The cheapest.
    Best,
    /// A doubt, or a figure that is not known as a whole.
    Doubt,
}

impl Tone {
    /// The sequences before and after a text, in the terminal's own colours.
    const fn sequences(self) -> [&'static str; 2] {
        match self {
            Self::Plain => ["", ""],
            Self::Strong => ["\u{1b}[1m", "\u{1b}[22m"],
            Self::Best => ["\u{1b}[32m", "\u{1b}[39m"],
            Self::Doubt => ["\u{1b}[33m", "\u{1b}[39m"],
        }
    }
}

impl<'a> Page<'a> {
    /// A page of so many cells.
    pub fn new(
        out: &'a mut dyn Write,
        glyphs: &'static Glyphs,
        width: usize,
        coloured: bool,
    ) -> Self {
        let tone = Tone::Plain;
        let numbers = NumberStyle::default();
        let width = width.clamp(WIDTH_MIN, WIDTH_MAX);
        Self { out, glyphs, width, coloured, numbers, links: false, tone }
    }

    /// The text that is written on a page of a file.
    pub fn text(
        glyphs: &'static Glyphs,
        write: impl FnOnce(&mut Page<'_>) -> io::Result<()>,
    ) -> io::Result<String> {
        let mut text = Vec::new();
        write(&mut Page::new(&mut text, glyphs, WIDTH_MAX, false))?;
        String::from_utf8(text).map_err(io::Error::other)
    }

    /// One line; no text in it can steer a terminal.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        self.toned_line(&[(Tone::Plain, text.to_owned())])
    }

    /// One line of texts in tones of their own. No other code writes a colour.
    pub fn toned_line(&mut self, texts: &[(Tone, String)]) -> io::Result<()> {
        let plain = |text: &str| {
            numbers::shown(&self.glyphs.plain(&sanitize(text)), self.numbers).into_owned()
        };
        let mut texts: Vec<(Tone, String)> =
            texts.iter().map(|(tone, text)| (*tone, plain(text))).collect();
        while let Some((_, last)) = texts.last_mut() {
            last.truncate(last.trim_end().len());
            if !last.is_empty() {
                break;
            }
            texts.pop();
        }
        for (tone, text) in &texts {
            let tone = if *tone == Tone::Plain { self.tone } else { *tone };
            let [before, after] = if self.coloured { tone.sequences() } else { ["", ""] };
            // Blanks have no colour.
            let word = text.trim_start();
            let blanks = &text[..text.len() - word.len()];
            write!(self.out, "{blanks}{before}{word}{after}")?;
        }
        writeln!(self.out)
    }

    /// Writes lines in a tone.
    pub fn toned(
        &mut self,
        tone: Tone,
        write: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        let around = std::mem::replace(&mut self.tone, tone);
        let written = write(self);
        self.tone = around;
        written
    }

    /// The title of an answer.
    pub fn title(&mut self, text: &str) -> io::Result<()> {
        self.toned(Tone::Strong, |page| page.line(text))
    }

    /// An empty line.
    pub fn gap(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A heading after an empty line.
    pub fn heading(&mut self, text: &str) -> io::Result<()> {
        self.gap()?;
        self.title(text)
    }

    /// The style of a report of problems here.
    #[must_use]
    pub const fn style(&self) -> Style {
        Style { width: self.width, coloured: self.coloured }
    }

    /// Lines that were made for this terminal already, escape sequences included.
    pub fn made(&mut self, text: &str) -> io::Result<()> {
        write!(self.out, "{}", self.glyphs.plain(text))
    }

    /// A file of our own, which the reader saves as it is.
    pub fn file(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// One answer for programs.
    pub fn json(&mut self, answer: &impl serde::Serialize) -> io::Result<()> {
        self.out.write_all(sanitize::json(&serde_json::to_string_pretty(answer)?).as_bytes())?;
        writeln!(self.out)
    }

    /// A paragraph after `lead`; its other lines begin below the end of the lead.
    pub fn paragraph(&mut self, lead: &str, text: &str) -> io::Result<()> {
        let lead = self.glyphs.plain(lead).into_owned();
        let indent = " ".repeat(cells(&lead));
        let width = self.width.saturating_sub(indent.len()).max(20);
        let text = sanitize(text).into_owned();
        for (place, line) in wrapped(&self.glyphs.plain(&text), width).iter().enumerate() {
            let before = if place == 0 { &lead } else { &indent };
            self.line(&format!("{before}{line}"))?;
        }
        Ok(())
    }

    /// A paragraph for each entry, all beginning in one column after the entry's name.
    pub fn definitions(&mut self, entries: &[(String, String)]) -> io::Result<()> {
        let names = entries.iter().map(|(name, _)| cells(&self.glyphs.plain(name)));
        let width = names.max().unwrap_or(0);
        for (name, text) in entries {
            let name = self.glyphs.plain(name).into_owned();
            self.paragraph(&format!("  {}  ", pad_right(&name, width)), text)?;
        }
        Ok(())
    }

    /// Sentences, all beginning in one column after their names.
    pub fn entries(&mut self, indent: &str, entries: &[Entry]) -> io::Result<()> {
        self.listed(indent, "", entries)
    }

    /// Sentences, all beginning in one column after their names, or as a list if none has a name.
    pub fn list(&mut self, indent: &str, entries: &[Entry]) -> io::Result<()> {
        self.listed(indent, "- ", entries)
    }

    fn listed(&mut self, indent: &str, bullet: &str, entries: &[Entry]) -> io::Result<()> {
        let name = |entry: &Entry| self.glyphs.plain(&entry.name).into_owned();
        let names: Vec<String> = entries.iter().map(name).collect();
        let width = names.iter().map(|name| cells(name)).max().unwrap_or(0);
        for (entry, name) in entries.iter().zip(&names) {
            let lead = match width {
                0 => format!("{indent}{bullet}"),
                _ => format!("{indent}{}  ", pad_right(name, width)),
            };
            self.paragraph(&lead, &entry.text)?;
            if let Some(address) = &entry.address {
                self.address(&" ".repeat(cells(&lead)), address)?;
            }
            self.choices(&entry.choices)?;
        }
        Ok(())
    }

    /// An address on a line of its own: a hyperlink if the reader's terminal shows them.
    fn address(&mut self, indent: &str, address: &str) -> io::Result<()> {
        if !self.links || !is_linkable(address) {
            return self.line(&format!("{indent}{address}"));
        }
        writeln!(self.out, "{indent}\u{1b}]8;;{address}\u{1b}\\{address}\u{1b}]8;;\u{1b}\\")
    }

    /// The choices there are, the one taken marked, each with what there is to say about it.
    pub fn choices(&mut self, choices: &[Choice]) -> io::Result<()> {
        let width = choices.iter().map(|choice| cells(&choice.id)).max().unwrap_or(0);
        for choice in choices {
            let mark = if choice.taken { self.glyphs.marked } else { self.glyphs.unmarked };
            let lead = format!("    {mark} {}  ", pad_right(&choice.id, width));
            self.paragraph(&lead, &choice.text)?;
        }
        Ok(())
    }

    /// Rows in columns, two cells apart.
    pub fn table(&mut self, sides: &[Side], rows: &[Vec<String>]) -> io::Result<()> {
        let rows: Vec<Vec<String>> = rows.iter().map(|row| self.plain_cells(row)).collect();
        let widths = widths(&rows);
        for row in &rows {
            let columns = row.iter().zip(&widths).enumerate();
            let padded = columns.map(|(column, (text, width))| match sides.get(column) {
                Some(Side::Right) => pad_left(text, *width),
                Some(Side::Left) | None => pad_right(text, *width),
            });
            self.line(&format!("  {}", padded.collect::<Vec<_>>().join("  ")))?;
        }
        Ok(())
    }

    /// Rows of a table, with the texts of these columns cut one after the other until it fits the page.
    #[must_use]
    pub fn fitted(&self, rows: &[Vec<String>], columns: &[usize]) -> Vec<Vec<String>> {
        let mut rows: Vec<Vec<String>> = rows.iter().map(|row| self.plain_cells(row)).collect();
        let mut wanted = widths(&rows);
        let surplus = |wanted: &[usize]| {
            let row = 2 * wanted.len() + wanted.iter().sum::<usize>();
            row.saturating_sub(self.width)
        };
        for column in columns {
            let least = wanted[*column].min(NAME_CELLS_MIN);
            wanted[*column] = wanted[*column].saturating_sub(surplus(&wanted)).max(least);
        }
        for row in &mut rows {
            for (text, width) in row.iter_mut().zip(&wanted) {
                *text = fit(text, *width, self.glyphs.ellipsis);
            }
        }
        rows
    }

    /// Texts in the signs of this page, so that columns can be measured.
    #[must_use]
    pub fn plain_cells(&self, row: &[String]) -> Vec<String> {
        row.iter().map(|text| self.glyphs.plain(&sanitize(text)).into_owned()).collect()
    }
}

/// Returns whether an address leads to the web and has no sign that could end or steer a sequence: cards come from
/// anywhere.
fn is_linkable(address: &str) -> bool {
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    is_web && address.chars().all(|letter| letter.is_ascii_graphic())
}

/// Figures padded to one width with their decimal points in one column; other texts stand at the right.
#[must_use]
pub fn point_aligned(figures: &[String]) -> Vec<String> {
    let is_figure = |text: &str| text.contains(|letter: char| letter.is_ascii_digit());
    let fraction = |text: &str| text.find('.').map_or(0, |point| cells(&text[point..]));
    let figures_only = figures.iter().filter(|text| is_figure(text));
    let fraction_max = figures_only.map(|text| fraction(text)).max().unwrap_or(0);
    let filled = figures.iter().map(|text| {
        let missing = if is_figure(text) { fraction_max - fraction(text) } else { 0 };
        format!("{text}{}", " ".repeat(missing))
    });
    let filled: Vec<String> = filled.collect();
    let width = filled.iter().map(|text| cells(text)).max().unwrap_or(0);
    filled.iter().map(|text| pad_left(text, width)).collect()
}

/// The text in lines of at most so many cells, broken at blanks; a longer word has its own line.
#[must_use]
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    for word in text.split_whitespace() {
        if line.is_empty() {
            line.push_str(word);
        } else if cells(&line) + 1 + cells(word) <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_points_stand_in_one_column() {
        let figures = ["4.50", "0.026", "unpublished", "1,300"].map(str::to_owned);
        let aligned = point_aligned(&figures);
        assert_eq!(
            aligned,
            ["   4.50 ", "   0.026", "unpublished", "1,300    "].map(|text| { pad_left(text, 11) })
        );
    }

    #[test]
    fn a_paragraph_breaks_at_blanks_and_never_within_a_word() {
        assert_eq!(wrapped("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrapped("https://example.com/a/long/address it", 10).len(), 2);
        assert_eq!(wrapped("", 10), [""]);
    }

    #[test]
    fn an_address_is_a_link_only_if_it_leads_to_the_web_and_cannot_steer_the_terminal() {
        let written = |links: bool, address: &str| {
            let mut out = Vec::new();
            let mut page = Page::new(&mut out, &Glyphs::UNICODE, 80, true);
            page.links = links;
            page.address("  ", address).unwrap();
            String::from_utf8(out).unwrap()
        };
        let url = "https://a.example/b";
        assert_eq!(written(false, url), "  https://a.example/b\n");
        let link = format!("  \u{1b}]8;;{url}\u{1b}\\{url}\u{1b}]8;;\u{1b}\\\n");
        assert_eq!(written(true, url), link);
        for other in
            ["file:///etc/passwd", "javascript:1", "https://a.example/\u{7}b", "https://a b"]
        {
            assert!(!written(true, other).contains("]8;;"), "{other}");
        }
    }

    #[test]
    fn colours_stand_around_words_and_only_where_they_may() {
        let written = |coloured: bool| {
            let mut out = Vec::new();
            let mut page = Page::new(&mut out, &Glyphs::UNICODE, 80, coloured);
            let texts = [(Tone::Plain, "  a"), (Tone::Best, "  b"), (Tone::Doubt, "  ")];
            page.toned_line(&texts.map(|(tone, text)| (tone, text.to_owned()))).unwrap();
            page.title("c\u{1b}[31m").unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(written(false), "  a  b\nc\n");
        assert_eq!(written(true), "  a  \u{1b}[32mb\u{1b}[39m\n\u{1b}[1mc\u{1b}[22m\n");
    }
}
