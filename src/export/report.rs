//! What is exported, before it has a form: a title, one table, and what there is to know beside it.
//!
//! Texts come from cards and from the user. They are sanitized when they are put in, so that no form has
//! to think of it.

use whatif_pricing::{Places, Ratio, Total, written};

use crate::cli::page::Side;
use crate::widget::text::sanitize;

/// Everything that is exported.
#[derive(Clone, Debug)]
pub struct Report {
    /// What it is about.
    pub title: String,
    /// What holds for all of it: the card, the period.
    pub about: Vec<Entry>,
    /// The figures.
    pub table: Table,
    /// What there is to know beside them.
    pub notes: Vec<Notes>,
}

/// Several entries under a heading.
#[derive(Clone, Debug)]
pub struct Notes {
    /// What they have in common.
    pub heading: String,
    /// One or more.
    pub entries: Vec<Entry>,
}

/// A sentence, and what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is about; empty where the sentence says it.
    pub name: String,
    /// The sentence.
    pub text: String,
}

/// Figures in rows and columns.
#[derive(Clone, Debug)]
pub struct Table {
    /// From left to right.
    pub columns: Vec<Column>,
    /// From top to bottom; each has a cell for every column.
    pub rows: Vec<Row>,
    /// The rows are points of curves, to be drawn: where a total is not the whole there is a gap. Other
    /// tables have rows of several kinds.
    pub is_series: bool,
}

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its heading.
    pub head: String,
    /// Texts stand left, figures right.
    pub side: Side,
    /// It says for each row what a reader sees from the rows around it: it is in CSV alone.
    pub is_for_programs: bool,
}

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    /// What kind of row it is, for programs.
    pub kind: &'static str,
    /// How it stands among the others.
    pub weight: Weight,
    /// One for each column.
    pub cells: Vec<Cell>,
}

/// How a row stands among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// One of several.
    Plain,
    /// A sum, below a rule.
    Sum,
    /// The name of the rows below it, in its first cell, or a gap; programs have it in a column.
    Heading,
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A figure.
    Number(Number),
    /// A figure that is not known as a whole: it is this or more.
    AtLeast(Number),
    /// A figure that is not known at all: why.
    Missing(&'static str),
    /// There is no such thing.
    None,
    /// There is nothing to say.
    Blank,
}

/// An exact figure, and how people read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The figure.
    pub value: Ratio,
    /// How it is shown.
    pub show: Show,
}

/// How a figure is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// With so many decimal places.
    Places(Places),
    /// As an amount with its sign.
    Difference,
    /// As percent with their sign.
    Percent,
}

/// Percent are shown to a tenth.
const PERCENT: Places = Places { least: 1, most: 1 };

impl Report {
    /// Everything in words: what holds for all of it, then the notes.
    #[must_use]
    pub fn said(&self) -> Vec<(&'static str, Entry)> {
        let about = self.about.iter().cloned().map(|entry| ("about", entry));
        let title = std::iter::once(("about", Entry::new("", &self.title)));
        let notes = self.notes.iter().flat_map(|notes| {
            notes.entries.iter().map(|entry| {
                let name = match &*entry.name {
                    "" => notes.heading.clone(),
                    name => format!("{}: {name}", notes.heading),
                };
                ("note", Entry { name, text: entry.text.clone() })
            })
        });
        title.chain(about).chain(notes).collect()
    }
}

impl Row {
    /// Only sets those below it apart.
    #[must_use]
    pub fn is_gap(&self) -> bool {
        self.weight == Weight::Heading && self.cells[0] == Cell::Blank
    }
}

impl Notes {
    /// None where there is nothing to say.
    #[must_use]
    pub fn new(heading: &str, entries: Vec<Entry>) -> Option<Self> {
        let heading = sanitize(heading).into_owned();
        (!entries.is_empty()).then_some(Self { heading, entries })
    }
}

impl Entry {
    /// A sentence about something.
    #[must_use]
    pub fn new(name: &str, text: &str) -> Self {
        Self { name: sanitize(name).into_owned(), text: sanitize(text).into_owned() }
    }

    /// A sentence that says itself what it is about.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::new("", text)
    }
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn text(head: &str) -> Self {
        let head = sanitize(head).into_owned();
        Self { head, side: Side::Left, is_for_programs: false }
    }

    /// A column of figures.
    #[must_use]
    pub fn number(head: &str) -> Self {
        Self { side: Side::Right, ..Self::text(head) }
    }

    /// A column that only programs need.
    #[must_use]
    pub fn for_programs(head: &str) -> Self {
        Self { is_for_programs: true, ..Self::text(head) }
    }
}

impl Cell {
    /// Words; blank where there are none.
    #[must_use]
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(sanitize(text).into_owned()) }
    }

    /// A figure with so many decimal places.
    #[must_use]
    pub const fn number(value: Ratio, places: Places) -> Self {
        Self::Number(Number { value, show: Show::Places(places) })
    }

    /// An amount; none is a price that is not published.
    #[must_use]
    pub fn amount(amount: Option<Ratio>) -> Self {
        amount.map_or(Self::Missing("unpublished"), |it| Self::number(it, Places::AMOUNT))
    }

    /// A total; one that lacks a price is a lower bound.
    #[must_use]
    pub const fn total(total: Total) -> Self {
        let number = Number { value: total.amount, show: Show::Places(Places::AMOUNT) };
        if total.complete { Self::Number(number) } else { Self::AtLeast(number) }
    }

    /// As people read it.
    #[must_use]
    pub fn shown(&self, none: &str) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.shown(),
            Self::AtLeast(number) => format!("≥ {}", number.shown()),
            Self::Missing(why) => (*why).to_owned(),
            Self::None => none.to_owned(),
            Self::Blank => String::new(),
        }
    }

    /// Is it a figure, at least in part?
    #[must_use]
    pub const fn is_figure(&self) -> bool {
        matches!(self, Self::Number(_) | Self::AtLeast(_))
    }
}

impl Number {
    fn shown(self) -> String {
        match self.show {
            Show::Places(places) => written(self.value, places),
            Show::Difference if self.value.is_zero() => "the same".to_owned(),
            Show::Difference => signed(self.value, Places::AMOUNT),
            Show::Percent => format!("{} %", signed(self.value, PERCENT)),
        }
    }
}

fn signed(value: Ratio, places: Places) -> String {
    let sign = if value.is_negative() || value.is_zero() { "" } else { "+" };
    format!("{sign}{}", written(value, places))
}
