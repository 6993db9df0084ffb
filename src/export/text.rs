//! Aligned text: columns at their natural width, sentences in lines that are pleasant to read.

use super::report::{Entry, Report, Row, Table, Weight};
use crate::cli::page::{Side, point_aligned, wrapped};
use crate::theme::Glyphs;
use crate::widget::text::{cells, pad_left, pad_right};

/// The longest line of a sentence.
const WIDTH: usize = 100;

/// The report as text.
pub fn write(report: &Report, glyphs: &Glyphs) -> String {
    let mut lines = vec![report.title.clone(), String::new()];
    lines.extend(entries(&report.about, "", glyphs));
    lines.push(String::new());
    lines.extend(table(&report.table, glyphs));
    for notes in &report.notes {
        lines.extend([String::new(), notes.heading.clone()]);
        lines.extend(entries(&notes.entries, "  ", glyphs));
    }
    let mut text = String::new();
    for line in lines {
        text.push_str(glyphs.plain(line.trim_end()).as_ref());
        text.push('\n');
    }
    text
}

/// Sentences, all beginning in one column after the names.
fn entries(entries: &[Entry], indent: &str, glyphs: &Glyphs) -> Vec<String> {
    let name = |entry: &Entry| glyphs.plain(&entry.name).into_owned();
    let width = entries.iter().map(|entry| cells(&name(entry))).max().unwrap_or(0);
    let mut lines = Vec::new();
    for entry in entries {
        let lead = match width {
            0 => format!("{indent}- "),
            _ => format!("{indent}{}  ", pad_right(&name(entry), width)),
        };
        let room = WIDTH.saturating_sub(cells(&lead)).max(WIDTH / 2);
        let hanging = " ".repeat(cells(&lead));
        for (place, line) in wrapped(&glyphs.plain(&entry.text), room).iter().enumerate() {
            lines.push(format!("{}{line}", if place == 0 { &lead } else { &hanging }));
        }
    }
    lines
}

fn table(table: &Table, glyphs: &Glyphs) -> Vec<String> {
    let shown: Vec<usize> =
        (0..table.columns.len()).filter(|place| !table.columns[*place].is_for_programs).collect();
    let sides: Vec<Side> = shown.iter().map(|place| table.columns[*place].side).collect();
    let columns = shown.iter().map(|place| column(table, *place, glyphs));
    let columns: Vec<Vec<String>> = columns.collect();
    let width = |column: &Vec<String>| column.iter().map(|text| cells(text)).max().unwrap_or(0);
    let widths: Vec<usize> = columns.iter().map(width).collect();
    let line = |place: usize| -> String {
        let texts = columns.iter().map(|column| column[place].clone());
        joined(&texts.collect::<Vec<_>>(), &sides, &widths)
    };
    let rules = |of: &dyn Fn(usize) -> bool| -> String {
        let rule = |at: usize| if of(at) { glyphs.rule.repeat(widths[at]) } else { String::new() };
        joined(&(0..widths.len()).map(rule).collect::<Vec<_>>(), &sides, &widths)
    };
    let mut lines = vec![line(0), rules(&|_| true)];
    for (place, row) in table.rows.iter().enumerate() {
        match row.weight {
            Weight::Heading if row.is_gap() => lines.push(String::new()),
            Weight::Heading => lines.extend([String::new(), row.cells[0].shown("")]),
            Weight::Sum => {
                lines.push(rules(&|at| row.cells[shown[at]].is_figure()));
                lines.push(line(place + 1));
            }
            Weight::Plain => lines.push(line(place + 1)),
        }
    }
    lines
}

/// A column's heading and its cells; figures have their points below each other.
fn column(table: &Table, place: usize, glyphs: &Glyphs) -> Vec<String> {
    let column = &table.columns[place];
    let cell = |row: &Row| match row.weight {
        Weight::Heading => String::new(),
        _ => glyphs.plain(&row.cells[place].shown(glyphs.unknown)).into_owned(),
    };
    let mut texts: Vec<String> = table.rows.iter().map(cell).collect();
    if column.side == Side::Right {
        let figures = |row: &Row| row.cells[place].is_figure();
        texts = aligned(&texts, &table.rows.iter().map(figures).collect::<Vec<_>>());
    }
    texts.insert(0, glyphs.plain(&column.head).into_owned());
    texts
}

/// Figures with their points below each other; words among them are left as they are.
fn aligned(texts: &[String], is_figure: &[bool]) -> Vec<String> {
    let figures = texts.iter().zip(is_figure).filter(|(_, is_figure)| **is_figure);
    let figures: Vec<String> = figures.map(|(text, _)| text.clone()).collect();
    let mut figures = point_aligned(&figures).into_iter();
    let text = |(text, is_figure): (&String, &bool)| {
        let figure = is_figure.then(|| figures.next()).flatten();
        figure.unwrap_or_else(|| text.clone())
    };
    texts.iter().zip(is_figure).map(text).collect()
}

fn joined(texts: &[String], sides: &[Side], widths: &[usize]) -> String {
    let padded = texts.iter().zip(sides).zip(widths).map(|((text, side), width)| match side {
        Side::Left => pad_right(text, *width),
        Side::Right => pad_left(text, *width),
    });
    padded.collect::<Vec<_>>().join("  ")
}
