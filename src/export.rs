//! Exports: an invoice, a comparison or a sweep in a form that can be mailed or loaded, and a screen as it
//! is drawn.
//!
//! A subject makes a [`Report`]; a form writes any report. JSON is what the command line answers to
//! programs. Everything is made from the scenario and its cards alone: no day of use and no machine is in
//! it, so that the same scenario gives the same bytes.

mod about;
mod ansi;
mod comparison;
pub mod csv;
mod invoice;
mod markdown;
mod name;
mod report;
mod screen;
mod sweep;
mod text;

use anyhow::anyhow;
use clap::ValueEnum;
use ratatui::buffer::Buffer;
use whatif_pricing::{Currency, DriverId, Samples};

use crate::board::Board;
use crate::cli::output::Failure;
use crate::cli::ranges::Sampled;
use crate::cli::request::Request;
use crate::scenario::Scenario;
use crate::state::State;
use crate::theme::{Glyphs, Theme};

pub use name::{default_name, form_of, named};
pub use report::{Cell, Column, Entry, Notes, Number, Report, Row, Show, Table, Weight};
pub use screen::{picture, screen};

/// What can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// One card's invoice, with those of its companions
    Invoice,
    /// The marked cards side by side
    Comparison,
    /// What the marked cards cost against one driver
    Sweep,
    /// A screen as it is drawn
    Screen,
}

/// How it is written.
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

/// What is to be exported of a scenario, and how.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// A table: everything but a screen.
    pub what: What,
    /// How it is written.
    pub form: Form,
    /// The card of an invoice by its place; the selected one where none is named.
    pub card: Option<usize>,
    /// The driver of a sweep; the first that moves a total where none is named.
    pub driver: Option<DriverId>,
    /// The signs of what people read.
    pub glyphs: &'static Glyphs,
}

impl What {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Invoice, Self::Comparison, Self::Sweep, Self::Screen];

    /// What a scenario is about where nothing is said: several marked cards are compared.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Self {
        if scenario.marked_places().len() > 1 { Self::Comparison } else { Self::Invoice }
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
            _ => &[Form::Text, Form::Markdown, Form::Csv, Form::Json],
        }
    }

    /// Refuses a form in which it cannot be written.
    pub fn check(self, form: Form) -> Result<(), String> {
        if self.forms().contains(&form) {
            return Ok(());
        }
        let [others @ .., last] = self.forms() else { unreachable!("everything has a form") };
        let others: Vec<&str> = others.iter().map(|form| form.name()).collect();
        let (what, form, last) = (self.name(), form.name(), last.name());
        let others = others.join(", ");
        Err(format!("the {what} cannot be written as {form}: it has the forms {others} and {last}"))
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

    /// How the names of its files end, without the point.
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

    /// The form of a report; none of those that are not made from one.
    fn writer(self) -> Option<fn(&Report, &Glyphs) -> String> {
        match self {
            Self::Text => Some(text::write),
            Self::Markdown => Some(markdown::write),
            Self::Csv => Some(|report, _| csv::write(&report.table, &report.said())),
            Self::Json | Self::Svg | Self::Ansi => None,
        }
    }
}

/// An invoice, a comparison or a sweep of a scenario that is priced.
pub fn of_scenario(scenario: &Scenario, board: &Board, wanted: &Wanted) -> anyhow::Result<String> {
    wanted.what.check(wanted.form).map_err(|why| anyhow!(why))?;
    let written = match wanted.what {
        What::Invoice => invoice::write(scenario, board, wanted),
        What::Comparison => comparison::write(scenario, board, wanted),
        What::Sweep => sweep::write(scenario, board, wanted),
        What::Screen => return Err(anyhow!("a screen is drawn from the explorer's state")),
    };
    written.map_err(|failure| match failure {
        Failure::Input(error) | Failure::Screen(error) => error,
        Failure::Output(error) => error.into(),
        Failure::Usage(text) => anyhow!(text),
        Failure::BrokenText { name, what, .. } => anyhow!("the {what} {name} has problems"),
        Failure::BrokenCard(broken) => anyhow!("the card '{}' has problems", broken.id),
    })
}

/// What the explorer shows; a screen is `drawn` already, in a theme.
pub fn of_state(
    state: &State,
    what: What,
    form: Form,
    drawn: Option<(&Buffer, &Theme)>,
) -> Result<String, String> {
    what.check(form)?;
    if what == What::Screen {
        let (buffer, theme) = drawn.ok_or("nothing is drawn yet")?;
        return Ok(picture(buffer, theme, form));
    }
    let (card, driver) = (Some(state.scenario.selected), Some(state.swept));
    let wanted = Wanted { what, form, card, driver, glyphs: Glyphs::new(false) };
    of_scenario(&state.scenario, &state.board, &wanted).map_err(|error| format!("{error:#}"))
}

/// What the ranges of a scenario come to, where its workload has some and does not change.
fn sampled(
    scenario: &Scenario,
    requests: &[Request],
    currency: Currency,
) -> Result<Option<Sampled>, Failure> {
    if !requests[0].is_steady() {
        return Ok(None);
    }
    let samples = Samples { seed: scenario.seed, ..Samples::default() };
    Sampled::of(requests, samples, currency)
}

/// An answer for programs.
fn json(answer: &impl serde::Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(answer).map_err(Failure::input)?;
    Ok(format!("{text}\n"))
}

#[cfg(test)]
mod tests;
