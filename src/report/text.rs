//! A report as text: columns with their decimal points below each other, sentences in lines as wide as the
//! page.

use std::io;

use super::cells::{cells, fit, pad_left, pad_right, widths};
use super::layout::{Body, Cell, Report, Row, Table, Weight};
use super::page::{Page, Side, Tone, point_aligned};

/// A longer heading of a column of figures is broken at its hyphens.
const HEAD_CELLS: usize = 13;
/// Cells between columns, and before the first.
const GAP: usize = 2;

/// Writes the report.
pub fn write(report: &Report, page: &mut Page<'_>) -> io::Result<()> {
    page.title(&report.title)?;
    if !report.about.is_empty() {
        page.gap()?;
        page.entries("", &report.about)?;
    }
    table(&report.table, page)?;
    for section in &report.sections {
        page.heading(&section.heading)?;
        match &section.body {
            Body::Entries(entries) => page.list("  ", entries)?,
            Body::Warnings(entries) => {
                let lead = format!("  {} ", page.glyphs.warning);
                page.toned(Tone::Doubt, |page| page.entries(&lead, entries))?;
            }
            Body::Figures(table) | Body::Bars(table) => Grid::new(table, page).write(page)?,
            Body::Signs(entries) => page.entries("  ", entries)?,
        }
    }
    Ok(())
}

/// Writes a table after an empty line. One that is too wide for the page is written in groups of columns.
pub fn table(table: &Table, page: &mut Page<'_>) -> io::Result<()> {
    let grid = Grid::new(table, page);
    for group in grid.groups(page.width) {
        page.gap()?;
        group.write(page)?;
    }
    Ok(())
}

/// A table as texts, column by column, with its heading on top.
#[derive(Clone, Debug)]
struct Grid<'a> {
    rows: Vec<&'a Row>,
    columns: Vec<GridColumn<'a>>,
}

#[derive(Clone, Debug)]
struct GridColumn<'a> {
    side: Side,
    /// The lines of the heading.
    heads: Vec<String>,
    /// By row.
    cells: Vec<(&'a Cell, String)>,
}

impl<'a> Grid<'a> {
    fn new(table: &'a Table, page: &Page<'_>) -> Self {
        let shown = (0..table.columns.len()).filter(|at| table.columns[*at].forms.has_text());
        let columns = shown.map(|at| GridColumn::new(table, at, page)).collect();
        Self { rows: table.rows.iter().collect(), columns }
    }

    fn width(&self) -> usize {
        self.columns.iter().map(|column| GAP + column.width()).sum()
    }

    /// The table, or its first column with as many of the others at a time as fit.
    fn groups(self, width: usize) -> Vec<Self> {
        let figures = self.columns.iter().skip(1).filter(|column| column.side == Side::Right);
        if self.width() <= width || figures.count() + 1 < self.columns.len() {
            return vec![self];
        }
        let Some((first, others)) = self.columns.split_first() else { return vec![self] };
        let mut groups: Vec<Self> = Vec::new();
        for column in others {
            let alone = || Self { rows: self.rows.clone(), columns: vec![first.clone()] };
            match groups.last_mut() {
                Some(last) if last.width() + GAP + column.width() <= width => {
                    last.columns.push(column.clone());
                }
                _ => {
                    let mut group = alone();
                    group.columns.push(column.clone());
                    groups.push(group);
                }
            }
        }
        groups.into_iter().map(Self::without_idle_rows).collect()
    }

    /// A group has no row in which none of its columns has anything.
    fn without_idle_rows(self) -> Self {
        let is_idle = |row: usize| {
            self.columns.iter().skip(1).all(|column| *column.cells[row].0 == Cell::None)
        };
        let kept: Vec<usize> = (0..self.rows.len()).filter(|row| !is_idle(*row)).collect();
        let of_column = |column: &GridColumn<'a>| GridColumn {
            cells: kept.iter().map(|row| column.cells[*row].clone()).collect(),
            ..column.clone()
        };
        let columns = self.columns.iter().map(of_column).collect();
        Self { rows: kept.iter().map(|row| self.rows[*row]).collect(), columns }
    }

    fn write(&self, page: &mut Page<'_>) -> io::Result<()> {
        let mut widths: Vec<usize> = self.columns.iter().map(GridColumn::width).collect();
        let surplus = self.width().saturating_sub(page.width);
        // What does not fit stands below its row, or else the longest texts are cut.
        let below = (1..self.columns.len()).find(|at| self.columns[*at].side == Side::Left);
        let below = below.filter(|_| surplus > 0 && self.columns.len() == 3);
        if let Some(at) = below {
            widths[at] = 0;
        } else {
            let texts = (0..widths.len()).filter(|at| self.columns[*at].side == Side::Left);
            let longest = texts.rev().max_by_key(|at| widths[*at]).unwrap_or_default();
            widths[longest] = widths[longest].saturating_sub(surplus).max(1);
        }
        self.write_heads(&widths, page)?;
        for (place, row) in self.rows.iter().enumerate() {
            match row.weight {
                Weight::Heading if row.is_gap() => page.gap()?,
                Weight::Heading => page.heading(&format!("  {}", row.cells[0].shown("")))?,
                Weight::Sum => {
                    self.write_rules(&widths, page, |column| column.cells[place].0.is_figure())?;
                    page.toned(Tone::Strong, |page| self.write_row(place, &widths, page))?;
                }
                Weight::Plain => self.write_row(place, &widths, page)?,
            }
            if let Some(text) = below.map(|at| self.columns[at].cells[place].1.trim().to_owned())
                && !text.is_empty()
            {
                page.paragraph("    ", &text)?;
            }
        }
        Ok(())
    }

    fn write_heads(&self, widths: &[usize], page: &mut Page<'_>) -> io::Result<()> {
        let height = self.columns.iter().map(|column| column.heads.len()).max().unwrap_or(0);
        if height == 0 {
            return Ok(());
        }
        for line in 0..height {
            let head = |column: &GridColumn<'_>| {
                let missing = height - column.heads.len();
                line.checked_sub(missing).map_or_else(String::new, |at| column.heads[at].clone())
            };
            let heads: Vec<String> = self.columns.iter().map(head).collect();
            page.toned(Tone::Strong, |page| page.line(&self.joined(&heads, widths, page)))?;
        }
        self.write_rules(widths, page, |_| true)
    }

    fn write_rules(
        &self,
        widths: &[usize],
        page: &mut Page<'_>,
        has_rule: impl Fn(&GridColumn<'_>) -> bool,
    ) -> io::Result<()> {
        let rule = |(column, width): (&GridColumn<'_>, &usize)| {
            if has_rule(column) { page.glyphs.rule.repeat(*width) } else { String::new() }
        };
        let rules: Vec<String> = self.columns.iter().zip(widths).map(rule).collect();
        page.line(&self.joined(&rules, widths, page))
    }

    fn write_row(&self, row: usize, widths: &[usize], page: &mut Page<'_>) -> io::Result<()> {
        let texts: Vec<String> =
            self.columns.iter().map(|column| column.cells[row].1.clone()).collect();
        let padded = self.padded(&texts, widths, page);
        let tones = self.columns.iter().map(|column| column.cells[row].0.tone());
        page.toned_line(&tones.zip(padded).collect::<Vec<_>>())
    }

    fn joined(&self, texts: &[String], widths: &[usize], page: &Page<'_>) -> String {
        self.padded(texts, widths, page).concat()
    }

    /// The texts as wide as their columns, each after the gap before it. Empty in a column without width.
    fn padded(&self, texts: &[String], widths: &[usize], page: &Page<'_>) -> Vec<String> {
        let padded = |((column, text), width): ((&GridColumn<'_>, &String), &usize)| {
            if *width == 0 {
                return String::new();
            }
            let text = fit(text, *width, page.glyphs.ellipsis);
            let text = match column.side {
                Side::Left => pad_right(&text, *width),
                Side::Right => pad_left(&text, *width),
            };
            format!("{}{text}", " ".repeat(GAP))
        };
        self.columns.iter().zip(texts).zip(widths).map(padded).collect()
    }
}

impl<'a> GridColumn<'a> {
    fn new(table: &'a Table, at: usize, page: &Page<'_>) -> Self {
        let column = &table.columns[at];
        let text = |row: &Row| match row.weight {
            Weight::Heading => String::new(),
            Weight::Plain | Weight::Sum => {
                page.glyphs.plain(&row.cells[at].shown(page.glyphs.unknown)).into_owned()
            }
        };
        let mut texts: Vec<String> = table.rows.iter().map(text).collect();
        if column.side == Side::Right {
            let is_figure = table.rows.iter().map(|row| row.cells[at].is_figure());
            texts = aligned(&texts, &is_figure.collect::<Vec<_>>());
        }
        let mut heads = match (column.side, &*column.head) {
            (_, "") => Vec::new(),
            (Side::Left, head) => vec![head.to_owned()],
            (Side::Right, head) => broken(head),
        };
        heads.extend(Some(column.unit.clone()).filter(|unit| !unit.is_empty()));
        let heads = heads.iter().map(|head| page.glyphs.plain(head).into_owned()).collect();
        let cells = table.rows.iter().map(|row| &row.cells[at]).zip(texts).collect();
        Self { side: column.side, heads, cells }
    }

    fn width(&self) -> usize {
        let texts = self.cells.iter().map(|(_, text)| text).chain(&self.heads);
        widths(&texts.map(|text| vec![text.clone()]).collect::<Vec<_>>())
            .first()
            .copied()
            .unwrap_or(0)
    }
}

impl Cell {
    /// The tone in which a reader sees it.
    const fn tone(&self) -> Tone {
        match self {
            Self::Best(_) => Tone::Best,
            Self::Doubt(_) | Self::AtLeast(_) | Self::Missing(_) => Tone::Doubt,
            Self::Text(_) | Self::Number(_) | Self::None | Self::Blank | Self::Bar(_) => {
                Tone::Plain
            }
        }
    }
}

/// A heading in lines, broken at the hyphens of an id.
fn broken(head: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for part in head.split_inclusive(['-', '~']) {
        let line = lines.last_mut().expect("there is a first line");
        if line.is_empty() || cells(line) + cells(part) <= HEAD_CELLS {
            line.push_str(part);
        } else {
            lines.push(part.to_owned());
        }
    }
    lines
}

/// Figures with their points below each other. Words among them are left as they are.
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
