//! The form of an answer: text for a reader, or JSON, CSV or Markdown.

use std::io;

use clap::Args;
use serde::Serialize;

use super::output::note;
use super::unused::Notes;
use crate::report::json::Noted;
use crate::report::layout::Report;
use crate::report::page::Page;
use crate::report::{csv, markdown, numbers};

/// The flags of the form. Text if none is given.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "Answer")]
pub struct FormArgs {
    /// Answer in JSON, with exact decimals as strings
    #[arg(long, conflicts_with_all = ["csv", "md"])]
    json: bool,

    /// Answer as CSV, for a spreadsheet, with exact decimals
    #[arg(long, conflicts_with = "md")]
    csv: bool,

    /// Answer in Markdown, for a web page or a wiki
    #[arg(long)]
    md: bool,
}

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerForm {
    /// Aligned columns.
    Text,
    /// For programs.
    Json,
    /// Rows for a spreadsheet.
    Csv,
    /// Tables that a web page or a wiki shows.
    Markdown,
}

impl FormArgs {
    /// JSON, or text.
    pub const fn json_if(json: bool) -> Self {
        Self { json, csv: false, md: false }
    }

    /// The form that was asked for.
    pub const fn form(self) -> AnswerForm {
        match self {
            Self { json: true, .. } => AnswerForm::Json,
            Self { csv: true, .. } => AnswerForm::Csv,
            Self { md: true, .. } => AnswerForm::Markdown,
            Self { .. } => AnswerForm::Text,
        }
    }

    /// Writes an answer with notes on what has no effect on it: on standard error, and in JSON too.
    pub fn write_noted<J: Serialize + Noted>(
        self,
        notes: &Notes,
        report: impl FnOnce() -> Report,
        json: impl FnOnce() -> J,
        text: impl FnOnce(&mut Page<'_>) -> io::Result<()>,
        page: &mut Page<'_>,
    ) -> io::Result<()> {
        let texts = notes.texts();
        for text in texts {
            note(&format!("note: {text}"));
        }
        let json = || {
            let mut answer = json();
            answer.notes().extend_from_slice(texts);
            answer
        };
        self.write(report, json, text, page)
    }

    /// Writes an answer: the report in a table's form, or what is made for programs or for a reader.
    pub fn write<J: Serialize>(
        self,
        report: impl FnOnce() -> Report,
        json: impl FnOnce() -> J,
        text: impl FnOnce(&mut Page<'_>) -> io::Result<()>,
        page: &mut Page<'_>,
    ) -> io::Result<()> {
        match self.form() {
            AnswerForm::Json => page.json(&json()),
            AnswerForm::Text => text(page),
            AnswerForm::Csv | AnswerForm::Markdown => self.write_table(&report(), page),
        }
    }

    fn write_table(self, report: &Report, page: &mut Page<'_>) -> io::Result<()> {
        let is_csv = self.form() == AnswerForm::Csv;
        let table = || csv::write(&report.table, &report.said());
        let markdown =
            || numbers::shown(&markdown::write(report, page.glyphs), page.numbers).into_owned();
        let text = if is_csv { table() } else { markdown() };
        page.file(&text)
    }
}
