//! A report before it has a form: a title, one table, and sections beside it.
//!
//! A subject makes a [`Report`]. A form writes any report. Texts come from cards and from the user: they
//! are sanitized when they are put in, so that no form has to.

use whatif_pricing::card::Named;
use whatif_pricing::{Places, Ratio, Total, written};

use super::words;
use crate::library::sanitize::sanitize;

/// Everything that is written.
#[derive(Clone, Debug)]
pub struct Report {
    /// The subject.
    pub title: String,
    /// The facts that hold for all of it: the card, the period.
    pub about: Vec<Entry>,
    /// The figures.
    pub table: Table,
    /// The facts beside them.
    pub sections: Vec<Section>,
}

/// A heading and what stands below it.
#[derive(Clone, Debug)]
pub struct Section {
    /// The heading.
    pub heading: String,
    /// The contents.
    pub body: Body,
}

/// The contents below a heading.
#[derive(Clone, Debug)]
pub enum Body {
    /// Sentences: one or more.
    Entries(Vec<Entry>),
    /// Warnings: one or more.
    Warnings(Vec<Entry>),
    /// Figures that programs read elsewhere: text and Markdown alone have them.
    Figures(Table),
    /// Figures of the table again, as bars: text alone has them.
    Bars(Table),
    /// The meanings of the signs that text and Markdown use.
    Signs(Vec<Entry>),
}

/// A sentence, and what it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The subject. Empty if the sentence names it.
    pub name: String,
    /// The sentence.
    pub text: String,
    /// An address that the sentence is from.
    pub address: Option<String>,
    /// The answers to choose from, if it asks something.
    pub choices: Vec<Choice>,
    /// The forms that have it.
    pub forms: Forms,
}

/// One of several things that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// True if it is the one taken.
    pub taken: bool,
    /// Its id.
    pub id: String,
    /// Its meaning and its effect.
    pub text: String,
}

/// Figures in rows and columns.
#[derive(Clone, Debug)]
pub struct Table {
    /// From left to right.
    pub columns: Vec<Column>,
    /// From top to bottom. Each has a cell for every column.
    pub rows: Vec<Row>,
    /// True if all rows are of one kind: points of curves, to be drawn, of which an incomplete total leaves a
    /// gap, or entries of a list. Other tables have rows of several kinds.
    pub is_series: bool,
}

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its heading.
    pub head: String,
    /// The unit of its figures, such as a currency.
    pub unit: String,
    /// Texts stand left, figures right.
    pub side: Side,
    /// The forms that have it.
    pub forms: Forms,
}

/// The side of a column at which its cells stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Text.
    Left,
    /// Numbers.
    Right,
}

/// The forms that have a column or a sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Forms {
    /// Every form.
    #[default]
    All,
    /// Text and Markdown, which people read.
    Readers,
    /// Tables of Markdown and CSV. Text has it in another column.
    Tables,
    /// CSV: it says for each row what a reader sees from the rows around it.
    Csv,
    /// Text: it is drawn.
    Text,
}

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    /// The kind of row, for programs.
    pub kind: &'static str,
    /// Its weight among the others.
    pub weight: Weight,
    /// One for each column.
    pub cells: Vec<Cell>,
}

/// The weight of a row among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// One of several.
    Plain,
    /// A sum, below a rule.
    Sum,
    /// The name of the rows below it, in its first cell, or a gap. Programs have it in a column.
    Heading,
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// Words about the cheapest.
    Best(String),
    /// Words about a doubt.
    Doubt(String),
    /// A figure.
    Number(Number),
    /// A lower bound: the rest is not known.
    AtLeast(Number),
    /// A figure that is not known at all: why.
    Missing(&'static str),
    /// There is no such thing.
    None,
    /// There is nothing to say.
    Blank,
    /// So many cells of a bar.
    Bar(usize),
}

/// An exact figure, and how people read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The figure.
    pub value: Ratio,
    /// The way in which it is shown.
    pub show: Show,
}

/// The way in which a figure is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// With so many decimal places.
    Places(Places),
    /// As an amount with its sign.
    Difference,
    /// As percent with their sign.
    Percent,
}

impl Report {
    /// Everything in words, for CSV: what holds for all of it, then the sections.
    #[must_use]
    pub fn said(&self) -> Vec<(&'static str, Entry)> {
        let about = self.about.iter().filter(|entry| entry.forms.has_csv());
        let about = about.cloned().map(|entry| ("about", entry));
        let title = std::iter::once(("about", Entry::new("", &self.title)));
        let notes = self.sections.iter().flat_map(|section| {
            section.entries().iter().map(|entry| {
                let name = match &*entry.name {
                    "" => section.heading.clone(),
                    name => format!("{}: {name}", section.heading),
                };
                ("note", Entry { name, ..entry.clone() })
            })
        });
        title.chain(about).chain(notes).collect()
    }
}

impl Row {
    /// Returns whether it only sets the rows below it apart.
    #[must_use]
    pub fn is_gap(&self) -> bool {
        self.weight == Weight::Heading && self.cells[0] == Cell::Blank
    }
}

impl Section {
    /// Sentences under a heading. `None` if there is nothing to say.
    #[must_use]
    pub fn new(heading: &str, entries: Vec<Entry>) -> Option<Self> {
        let heading = sanitize(heading).into_owned();
        (!entries.is_empty()).then_some(Self { heading, body: Body::Entries(entries) })
    }

    /// Warnings under their heading. `None` if there are none.
    #[must_use]
    pub fn warnings(entries: Vec<Entry>) -> Option<Self> {
        let heading = "Warnings".to_owned();
        (!entries.is_empty()).then_some(Self { heading, body: Body::Warnings(entries) })
    }

    /// Figures under a heading.
    #[must_use]
    pub fn figures(heading: &str, table: Table) -> Self {
        Self { heading: sanitize(heading).into_owned(), body: Body::Figures(table) }
    }

    /// Figures of the table again, as bars.
    #[must_use]
    pub fn bars(heading: &str, table: Table) -> Self {
        Self { heading: sanitize(heading).into_owned(), body: Body::Bars(table) }
    }

    /// The meanings of signs. `None` if there are none.
    #[must_use]
    pub fn signs(entries: Vec<Entry>) -> Option<Self> {
        let heading = "Signs".to_owned();
        (!entries.is_empty()).then_some(Self { heading, body: Body::Signs(entries) })
    }

    /// Its sentences, for programs. Empty if it has figures or signs.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.body {
            Body::Entries(entries) | Body::Warnings(entries) => entries,
            Body::Figures(_) | Body::Bars(_) | Body::Signs(_) => &[],
        }
    }
}

impl Entry {
    /// A sentence about something.
    #[must_use]
    pub fn new(name: &str, text: &str) -> Self {
        let (name, text) = (sanitize(name).into_owned(), sanitize(text).into_owned());
        Self { name, text, ..Self::default() }
    }

    /// A sentence that says itself what it is about.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::new("", text)
    }

    /// The same with the address that it is from.
    #[must_use]
    pub fn from(self, address: &str) -> Self {
        Self { address: Some(sanitize(address).into_owned()), ..self }
    }

    /// The same for people alone: a table of figures does not have it.
    #[must_use]
    pub fn for_readers(self) -> Self {
        Self { forms: Forms::Readers, ..self }
    }

    /// The same with answers to choose from.
    #[must_use]
    pub fn with_choices(self, choices: Vec<Choice>) -> Self {
        Self { choices, ..self }
    }

    /// The sentence with its address.
    #[must_use]
    pub fn whole(&self) -> String {
        match &self.address {
            Some(address) => format!("{}, {address}", self.text),
            None => self.text.clone(),
        }
    }
}

impl Choice {
    /// The choices of an option or the readings of an assumption.
    pub fn of<'a>(named: impl IntoIterator<Item = &'a Named>, taken: usize) -> Vec<Self> {
        let named = named.into_iter().enumerate();
        named.map(|(place, it)| Self::new(place == taken, &it.id, &it.label)).collect()
    }

    /// One of several things that can be chosen.
    #[must_use]
    pub fn new(taken: bool, id: &str, text: &str) -> Self {
        Self { taken, id: sanitize(id).into_owned(), text: sanitize(text).into_owned() }
    }
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn text(head: &str) -> Self {
        let head = sanitize(head).into_owned();
        Self { head, unit: String::new(), side: Side::Left, forms: Forms::All }
    }

    /// A column of figures.
    #[must_use]
    pub fn number(head: &str) -> Self {
        Self { side: Side::Right, ..Self::text(head) }
    }

    /// The same with the unit of its figures.
    #[must_use]
    pub fn in_unit(self, unit: &str) -> Self {
        Self { unit: sanitize(unit).into_owned(), ..self }
    }

    /// The same in these forms only.
    #[must_use]
    pub fn only(self, forms: Forms) -> Self {
        Self { forms, ..self }
    }

    /// Its heading with its unit.
    #[must_use]
    pub fn head(&self) -> String {
        format!("{} {}", self.head, self.unit).trim().to_owned()
    }
}

impl Forms {
    /// Returns whether text has it.
    #[must_use]
    pub const fn has_text(self) -> bool {
        matches!(self, Self::All | Self::Readers | Self::Text)
    }

    /// Returns whether Markdown has it.
    #[must_use]
    pub const fn has_markdown(self) -> bool {
        matches!(self, Self::All | Self::Readers | Self::Tables)
    }

    /// Returns whether CSV has it.
    #[must_use]
    pub const fn has_csv(self) -> bool {
        matches!(self, Self::All | Self::Tables | Self::Csv)
    }
}

impl Cell {
    /// Words. Blank if there are none.
    #[must_use]
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(sanitize(text).into_owned()) }
    }

    /// The same about the cheapest, if it is.
    #[must_use]
    pub fn best_if(self, is_best: bool) -> Self {
        if let (Self::Text(text), true) = (&self, is_best) {
            return Self::Best(text.clone());
        }
        self
    }

    /// The same about a doubt, if it is.
    #[must_use]
    pub fn doubt_if(self, is_doubt: bool) -> Self {
        if let (Self::Text(text), true) = (&self, is_doubt) {
            return Self::Doubt(text.clone());
        }
        self
    }

    /// A figure with so many decimal places.
    #[must_use]
    pub const fn number(value: Ratio, places: Places) -> Self {
        Self::Number(Number { value, show: Show::Places(places) })
    }

    /// An amount. `None` is a price that is not published.
    #[must_use]
    pub fn amount(amount: Option<Ratio>) -> Self {
        amount.map_or(Self::Missing(words::UNPUBLISHED), |it| Self::number(it, Places::AMOUNT))
    }

    /// An amount as far as it is known: a lower bound if a part of the price is not published.
    #[must_use]
    pub fn known(amount: Option<Ratio>, known: Ratio) -> Self {
        match amount {
            None if !known.is_zero() => Self::total(Total { amount: known, complete: false }),
            amount => Self::amount(amount),
        }
    }

    /// A total. One that lacks a price is a lower bound.
    #[must_use]
    pub const fn total(total: Total) -> Self {
        let number = Number { value: total.amount, show: Show::Places(Places::AMOUNT) };
        if total.complete { Self::Number(number) } else { Self::AtLeast(number) }
    }

    /// As people read it.
    #[must_use]
    pub fn shown(&self, none: &str) -> String {
        match self {
            Self::Text(text) | Self::Best(text) | Self::Doubt(text) => text.clone(),
            Self::Number(number) => number.shown(),
            Self::AtLeast(number) => words::at_least(&number.shown()),
            Self::Missing(why) => (*why).to_owned(),
            Self::None => none.to_owned(),
            Self::Blank => String::new(),
            Self::Bar(cells) => "█".repeat(*cells),
        }
    }

    /// Returns whether it is a figure, at least in part.
    #[must_use]
    pub const fn is_figure(&self) -> bool {
        matches!(self, Self::Number(_) | Self::AtLeast(_))
    }
}

impl Number {
    fn shown(self) -> String {
        match self.show {
            Show::Places(places) => written(self.value, places),
            Show::Difference => words::difference(self.value),
            Show::Percent => words::percent(self.value),
        }
    }
}
