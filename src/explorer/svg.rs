//! A drawn screen as a picture and as text.
//!
//! The picture looks the same in every renderer, whatever font it finds: runs of text are pinned
//! to their columns, and lines, blocks and dots are drawn as shapes instead of letters, so that
//! they join without gaps.

mod paint;
mod shapes;

use std::collections::BTreeMap;
use std::fmt::Write;

use ratatui::buffer::Buffer;
use ratatui::style::Color;
use unicode_width::UnicodeWidthStr;

use crate::library::sanitize::is_invisible;
use paint::{Paint, Rgb};
use shapes::{Shape, shape};

/// The size of a cell in the picture's units, and of the letters in it.
const CELL_WIDTH: u32 = 9;
const CELL_HEIGHT: u32 = 18;
const BASELINE: u32 = 13;
/// Letters of this size are as wide as a cell in most monospaced fonts (0.602 of their size).
const FONT_SIZE: &str = "14.95";
const FONTS: &str = "'DejaVu Sans Mono',Menlo,Consolas,'Liberation Mono',monospace";

/// The screen as a picture; [`Color::Reset`] becomes `background` or `foreground`.
///
/// The same buffer always gives the same text.
#[must_use]
pub fn svg(buffer: &Buffer, background: Color, foreground: Color) -> String {
    let ground = Paint::new(foreground, background);
    let mut picture = Picture::new(ground);
    for (y, row) in (0..).zip(buffer.area.rows()) {
        let cells = row.positions().map(|position| &buffer[position]);
        let mut cells: Vec<_> = cells.map(|cell| (cell.symbol(), ground.of(cell))).collect();
        cover(&mut cells);
        picture.row(y, &cells);
    }
    picture.finish(u32::from(buffer.area.width), u32::from(buffer.area.height))
}

/// The screen as lines of text, without the blanks at their ends.
#[must_use]
pub fn text(buffer: &Buffer) -> String {
    let mut text = String::new();
    for row in buffer.area.rows() {
        let symbols = row.positions().map(|position| buffer[position].symbol());
        let line = visible(symbols).flat_map(|(_, symbol)| symbol.chars());
        let line: String = line.filter(|letter| !is_invisible(*letter)).collect();
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// The symbols with their columns, but for the cells that a wide symbol to their left covers.
pub(crate) fn visible<'a>(
    symbols: impl Iterator<Item = &'a str>,
) -> impl Iterator<Item = (usize, &'a str)> {
    let mut free = 0;
    symbols.enumerate().filter(move |(column, symbol)| {
        let shown = *column >= free;
        if shown {
            free = column + symbol.width().max(1);
        }
        shown
    })
}

/// Paints the cells that a wide symbol covers like the symbol; ratatui leaves them unpainted.
fn cover(cells: &mut [(&str, Paint)]) {
    for column in 1..cells.len() {
        if cells[column - 1].0.width() > 1 {
            cells[column].1 = cells[column - 1].1;
        }
    }
}

/// The layers of a picture, from the back to the front.
struct Picture {
    ground: Paint,
    backgrounds: String,
    /// By colour, so that all lines of a colour are one element.
    fills: BTreeMap<Rgb, String>,
    strokes: BTreeMap<(Rgb, &'static str), String>,
    texts: String,
}

/// Neighbouring letters of one style.
struct Run {
    column: usize,
    text: String,
    paint: Paint,
}

impl Picture {
    fn new(ground: Paint) -> Self {
        let (fills, strokes) = (BTreeMap::new(), BTreeMap::new());
        Self { ground, backgrounds: String::new(), fills, strokes, texts: String::new() }
    }

    fn row(&mut self, y: u32, cells: &[(&str, Paint)]) {
        self.row_backgrounds(y, cells);
        let mut run: Option<Run> = None;
        for (column, symbol) in visible(cells.iter().map(|(symbol, _)| *symbol)) {
            let paint = cells[column].1;
            if let Some(run) = run.as_mut().filter(|run| run.takes(symbol, paint)) {
                run.text.push_str(symbol);
                continue;
            }
            self.text(y, run.take());
            match shape(symbol) {
                Some(shape) => self.shape(y, column, shape, paint),
                None if symbol == " " && !paint.has_line() => {}
                None => run = Some(Run { column, text: symbol.to_owned(), paint }),
            }
        }
        self.text(y, run);
    }

    fn row_backgrounds(&mut self, y: u32, cells: &[(&str, Paint)]) {
        let mut column = 0;
        for same in cells.chunk_by(|one, other| one.1.background == other.1.background) {
            let color = same[0].1.background;
            if color != self.ground.background {
                let (x, width) = (across(column), across(same.len()));
                let y = y * CELL_HEIGHT;
                let _ = writeln!(
                    self.backgrounds,
                    r#"<rect x="{x}" y="{y}" width="{width}" height="{CELL_HEIGHT}" fill="{color}"/>"#
                );
            }
            column += same.len();
        }
    }

    fn shape(&mut self, y: u32, column: usize, shape: Shape, paint: Paint) {
        let (x, y) = (across(column), y * CELL_HEIGHT);
        match shape {
            Shape::Blank => {}
            Shape::Fill(path) => {
                let all = self.fills.entry(paint.foreground).or_default();
                let _ = write!(all, "M{x} {y}{path}");
            }
            Shape::Stroke(width, path) => {
                let all = self.strokes.entry((paint.foreground, width)).or_default();
                let _ = write!(all, "M{x} {y}{path}");
            }
        }
    }

    fn text(&mut self, y: u32, run: Option<Run>) {
        let Some(Run { column, mut text, paint }) = run else { return };
        if !paint.has_line() {
            text.truncate(text.trim_end().len());
        }
        let (x, y) = (across(column), y * CELL_HEIGHT + BASELINE);
        let _ = write!(self.texts, r#"<text x="{x}" y="{y}""#);
        if text.is_ascii() && text.len() > 1 {
            let _ = write!(self.texts, r#" textLength="{}""#, across(text.len()));
        }
        paint.write_attributes(self.ground, &mut self.texts);
        let _ = writeln!(self.texts, ">{}</text>", escape(&text));
    }

    fn finish(self, columns: u32, rows: u32) -> String {
        let (width, height) = (columns * CELL_WIDTH, rows * CELL_HEIGHT);
        let Paint { background, foreground, .. } = self.ground;
        let mut svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">
<rect width="{width}" height="{height}" fill="{background}"/>
{}"#,
            self.backgrounds
        );
        for (color, path) in self.fills {
            let _ =
                writeln!(svg, r#"<path fill="{color}" shape-rendering="crispEdges" d="{path}"/>"#);
        }
        for ((color, width), path) in self.strokes {
            let _ = writeln!(
                svg,
                r#"<path fill="none" stroke="{color}" stroke-width="{width}" d="{path}"/>"#
            );
        }
        let _ = write!(
            svg,
            r#"<g font-family="{FONTS}" font-size="{FONT_SIZE}" fill="{foreground}" xml:space="preserve">
{}</g>
</svg>
"#,
            self.texts
        );
        svg
    }
}

impl Run {
    /// Returns whether a symbol continues this run.
    ///
    /// Letters beyond ASCII may come from another font with other widths: each has its own place.
    /// So has what follows two blanks, for renderers differ in what they make of these.
    fn takes(&self, symbol: &str, paint: Paint) -> bool {
        let blank = symbol == " " && !self.text.ends_with(' ');
        let same = self.paint == paint && (symbol != " " || paint.has_line());
        let gap = blank && !self.paint.has_line() && !paint.has_line();
        self.text.is_ascii() && symbol.is_ascii() && (same || gap)
    }
}

fn across(columns: usize) -> u32 {
    u32::try_from(columns).unwrap_or(u32::MAX).saturating_mul(CELL_WIDTH)
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // XML knows no way at all to write these.
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            // Nobody could see in the picture that they are there.
            _ if is_invisible(letter) => {}
            _ => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests;
