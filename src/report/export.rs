//! Exports: an invoice, a comparison or a sweep in a form that can be mailed or loaded.
//!
//! Everything is made from the board alone: no day of use and no machine is in it, so that the same
//! scenario gives the same bytes. A screen is drawn by the explorer.

mod name;
mod sweep;

use clap::ValueEnum;
use whatif_pricing::{DriverId, Samples};

use super::glyphs::Glyphs;
use super::json::{CompareJson, QuoteJson};
use super::layout::{Entry, Report};
use super::page::Page;
use super::quote::Beside;
use super::{
    compare as comparison, csv, markdown, numbers, quote as invoice, text, verdict, words,
};
use crate::answer::compare::{Base, CompareQuestion, compare, compared_offers};
use crate::answer::instrument::Idle;
use crate::answer::quote::{QuoteQuestion, all_parts, quote};
use crate::answer::sweep::SweepError;
use crate::answer::verdict::{Contest, verdict};
use crate::answer::workload::workload_read;
use crate::answer::{AnswerError, Board, BoardError, Staleness};
use crate::library::sanitize;
use crate::scenario::OfferId;
use crate::store::profile::NumberStyle;

pub use name::{default_name, form_of, named};

/// The subjects of exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// The invoice of one offer, with those of its companions
    Invoice,
    /// The marked offers side by side
    Comparison,
    /// The cost of the marked offers against one driver
    Sweep,
    /// A screen as it is drawn
    Screen,
}

/// The form in which it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Aligned columns
    Text,
    /// Tables that a web page or a wiki shows
    Markdown,
    /// Rows for a spreadsheet, with exact decimals
    Csv,
    /// For programs: as the command line answers with --json
    Json,
    /// A picture
    Svg,
    /// Text with its colours, for a terminal to show
    Ansi,
}

/// The subject and the form of an export of a board.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The subject.
    pub what: What,
    /// The form in which it is written.
    pub form: Form,
    /// The offer of an invoice. The selected one if `None`.
    pub offer: Option<&'a OfferId>,
    /// The driver of a sweep. The first that moves a total if `None`.
    pub driver: Option<DriverId>,
    /// The signs of what people read.
    pub glyphs: &'static Glyphs,
    /// The signs in its numbers.
    pub numbers: NumberStyle,
}

/// The reasons why something cannot be exported.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum ExportError {
    /// It does not have this form.
    #[error("the {} cannot be written as {}: it has the forms {}{}", what.name(), form.name(), what.forms_text(), of_tables(*form, *by_name))]
    Form {
        /// The subject.
        what: What,
        /// The form.
        form: Form,
        /// True if the name of a file says so.
        by_name: bool,
    },
    /// The name of a file does not say its form.
    #[error(
        "'{name}' has no ending that can be written: end it with {}, such as invoice.md",
        name::endings()
    )]
    Ending {
        /// The name.
        name: String,
    },
    /// A screen that is not drawn.
    #[error("nothing is drawn yet: export again once the screen is there")]
    NotDrawn,
    /// The question has no answer.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// The sweep has no answer.
    #[error(transparent)]
    Sweep(#[from] SweepError),
    /// The driver moves no total.
    #[error(transparent)]
    Idle(Idle),
    /// No driver moves a total.
    #[error("no driver moves the total of an offer: choose another with --driver")]
    NothingMoves,
    /// The baseline has no board.
    #[error(transparent)]
    Board(#[from] BoardError),
    /// The text cannot be made.
    #[error("the {} cannot be written: {why}", what.name())]
    Text {
        /// The subject.
        what: What,
        /// The reason.
        why: String,
    },
}

/// Says how to name a file that has a table and not a screen.
fn of_tables(form: Form, by_name: bool) -> String {
    if !by_name {
        return String::new();
    }
    let ending = form.ending();
    format!(". For a table, name the file invoice, comparison or sweep, as in invoice.{ending}")
}

impl What {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Invoice, Self::Comparison, Self::Sweep, Self::Screen];

    /// The default subject of a scenario: several marked offers are compared.
    #[must_use]
    pub fn of(board: &Board) -> Self {
        if board.marked().count() > 1 { Self::Comparison } else { Self::Invoice }
    }

    /// Its name, and that of its file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::Comparison => "comparison",
            Self::Sweep => "sweep",
            Self::Screen => "screen",
        }
    }

    /// The forms in which it can be written, the usual one first.
    #[must_use]
    pub const fn forms(self) -> &'static [Form] {
        match self {
            Self::Screen => &[Form::Svg, Form::Text, Form::Ansi],
            Self::Invoice | Self::Comparison | Self::Sweep => {
                &[Form::Text, Form::Markdown, Form::Csv, Form::Json]
            }
        }
    }

    /// Refuses a form in which it cannot be written.
    pub fn check(self, form: Form) -> Result<(), ExportError> {
        if self.forms().contains(&form) {
            return Ok(());
        }
        Err(ExportError::Form { what: self, form, by_name: false })
    }

    /// Its forms in words.
    fn forms_text(self) -> String {
        let names: Vec<&str> = self.forms().iter().map(|form| form.name()).collect();
        words::list(&names)
    }
}

impl Form {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Text, Self::Markdown, Self::Csv, Self::Json, Self::Svg, Self::Ansi];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Svg => "svg",
            Self::Ansi => "ansi",
        }
    }

    /// The ending of its files, without the point.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Markdown => "md",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Svg => "svg",
            Self::Ansi => "ans",
        }
    }
}

/// Writes an invoice, a comparison or a sweep of a board.
pub fn write(board: &Board, wanted: &Wanted<'_>) -> Result<String, ExportError> {
    wanted.what.check(wanted.form)?;
    match wanted.what {
        What::Invoice => write_invoice(board, wanted),
        What::Comparison => write_comparison(board, wanted),
        What::Sweep => sweep::write(board, wanted),
        What::Screen => Err(ExportError::NotDrawn),
    }
}

/// Samples of the workload's ranges. `None` if the workload changes within the period.
fn samples(board: &Board) -> Option<Samples> {
    let seed = board.scenario().seed;
    board.inputs().is_steady().then(|| Samples { seed, ..Samples::default() })
}

fn write_invoice(board: &Board, wanted: &Wanted<'_>) -> Result<String, ExportError> {
    let offer = wanted.offer.unwrap_or(&board.selected().id);
    let own = board.offer(offer).map(|offer| offer.currency);
    let display = board.asked_currency();
    let question = QuoteQuestion {
        offer,
        currency: Some(display).filter(|_| own != Some(display)),
        has_records: false,
        samples: samples(board),
        staleness: None,
    };
    let quote = quote(board, &question)?;
    if wanted.form == Form::Json {
        return json(wanted.what, &QuoteJson::new(&quote, None));
    }
    let workload = workload_read(board, std::slice::from_ref(offer), None);
    let beside = Beside::Scenario { notes: &board.scenario().notes, workload: &workload };
    written(&invoice::report(&quote, &beside), wanted)
}

fn write_comparison(board: &Board, wanted: &Wanted<'_>) -> Result<String, ExportError> {
    let offers: Vec<OfferId> =
        compared_offers(board).into_iter().map(|offer| offer.id.clone()).collect();
    let past = board.scenario().baseline.as_ref().map(|inputs| board.at(inputs)).transpose()?;
    let question = CompareQuestion {
        offers: &offers,
        baseline: past.as_ref().map_or(Base::None, Base::Inputs),
        samples: samples(board),
        staleness: None,
    };
    let answer = compare(board, &question)?;
    let verdict = verdict(board, Contest::Marked, Staleness::AGELESS);
    let verdict = verdict::sentence(board, &verdict);
    if wanted.form == Form::Json {
        let answer_json = CompareJson::new(&answer).asked_in(board.asked_currency());
        return json(wanted.what, &answer_json.with_verdict(&verdict));
    }
    let workload = workload_read(board, &offers, None);
    let beside = Beside::Scenario { notes: &board.scenario().notes, workload: &workload };
    let mut report = comparison::report(&answer, &beside, &all_parts(board, &offers));
    report.about.insert(0, Entry::new("Verdict", &verdict));
    report.about.extend(not_here(board));
    written(&report, wanted)
}

/// The marked offers of which there is no card.
fn not_here(board: &Board) -> Option<Entry> {
    let marked = board.scenario().marked.iter().filter(|id| board.offer(id).is_none());
    let ids: Vec<&str> = marked.map(OfferId::as_str).collect();
    (!ids.is_empty())
        .then(|| Entry::new("Left out", &format!("{}: no such card here", ids.join(", "))))
}

/// A report in its form.
fn written(report: &Report, wanted: &Wanted<'_>) -> Result<String, ExportError> {
    match wanted.form {
        Form::Markdown => {
            let text = markdown::write(report, wanted.glyphs);
            Ok(numbers::shown(&text, wanted.numbers).into_owned())
        }
        Form::Csv => Ok(csv::write(&report.table, &report.said())),
        Form::Text => {
            let text = Page::text(wanted.glyphs, |page| text::write(report, page));
            let text = text.map_err(|error| unwritten(wanted.what, &error))?;
            Ok(numbers::shown(&text, wanted.numbers).into_owned())
        }
        Form::Json | Form::Svg | Form::Ansi => {
            Err(ExportError::Form { what: wanted.what, form: wanted.form, by_name: false })
        }
    }
}

/// An answer for programs.
fn json(what: What, answer: &impl serde::Serialize) -> Result<String, ExportError> {
    let text = serde_json::to_string_pretty(answer).map_err(|error| unwritten(what, &error))?;
    Ok(format!("{}\n", sanitize::json(&text)))
}

fn unwritten(what: What, error: &dyn std::error::Error) -> ExportError {
    ExportError::Text { what, why: error.to_string() }
}

#[cfg(test)]
mod tests;
