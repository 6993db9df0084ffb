//! The display flags, which every command takes.

use std::io::{self, IsTerminal, Write};

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use whatif_pricing::PeriodError;

use super::links;
use crate::explorer::theme::{Depth, Scheme, ThemeChoice};
use crate::report::glyphs::Glyphs;
use crate::report::page::{Page, WIDTH_MAX};
use crate::store::clock;
use crate::store::profile::file;

/// The display of the screen and, where it applies, of text.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Display")]
pub struct ScreenArgs {
    /// Leave the mouse to the terminal, which then selects text as usual
    #[arg(long, global = true)]
    pub no_mouse: bool,

    /// Let nothing move by itself: the steps of a tour are instant
    #[arg(long, global = true)]
    pub reduced_motion: bool,

    /// Use ASCII signs only
    #[arg(long, global = true)]
    pub ascii: bool,

    /// The colours of the screen: auto, dark, light or high-contrast [default: that of the settings, or auto]
    #[arg(long, global = true, value_name = "NAME")]
    pub theme: Option<ThemeChoice>,

    /// The colours to use: auto, always, never, 16, 256 or true
    #[arg(long, global = true, value_name = "WHEN", value_enum, hide_possible_values = true)]
    pub color: Option<ColorChoice>,

    /// The day of use in place of today, so that ages and default periods can be reproduced
    #[arg(long, global = true, value_name = "DATE", hide = true, value_parser = priced_day)]
    pub today: Option<NaiveDate>,
}

/// Reads a day that is priced.
fn priced_day(text: &str) -> Result<NaiveDate, anyhow::Error> {
    let day: NaiveDate = text.parse()?;
    if whatif_pricing::is_writable(&day) { Ok(day) } else { Err(PeriodError::Year(day).into()) }
}

impl ScreenArgs {
    /// The warning of a clock that cannot be right, unless a day was given.
    #[must_use]
    pub fn warning_of_clock(&self) -> Option<String> {
        if self.today.is_some() { None } else { clock::warning() }
    }

    /// The day of use: today by the local clock, unless another was given.
    #[must_use]
    pub fn day_of_use(&self) -> NaiveDate {
        self.today.unwrap_or_else(clock::today)
    }

    /// The scheme that was named. Dark if none was, until the terminal says what its background is.
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        match self.theme {
            Some(ThemeChoice::Named(scheme)) => scheme,
            Some(ThemeChoice::Auto) | None => Scheme::Dark,
        }
    }

    /// The signs.
    #[must_use]
    pub const fn glyphs(&self) -> &'static Glyphs {
        Glyphs::new(self.ascii)
    }

    /// The colours that the screen may use.
    #[must_use]
    pub fn depth(&self) -> Depth {
        let detected = || Depth::detect(|name| std::env::var(name).ok());
        match self.color.unwrap_or_default() {
            ColorChoice::Auto => detected(),
            ColorChoice::Always => detected().max(Depth::Ansi16),
            ColorChoice::Never => Depth::None,
            ColorChoice::Ansi16 => Depth::Ansi16,
            ColorChoice::Ansi256 => Depth::Ansi256,
            ColorChoice::True => Depth::True,
        }
    }

    /// A page on standard output, as wide as the reader's terminal.
    pub fn page<'a>(&self, out: &'a mut dyn Write) -> Page<'a> {
        let is_terminal = io::stdout().is_terminal();
        let columns = is_terminal.then(crossterm::terminal::size).and_then(Result::ok);
        let width = columns.map_or(WIDTH_MAX, |(columns, _)| usize::from(columns));
        let mut page = Page::new(out, self.glyphs(), width, self.colours_text(is_terminal));
        page.numbers = file::load().0.numbers;
        page.links =
            is_terminal && page.coloured && links::are_understood(|it| std::env::var(it).ok());
        page
    }

    /// Returns whether text on standard output may be coloured: on a pipe only if that was asked for.
    #[must_use]
    pub fn colours_text(&self, is_terminal: bool) -> bool {
        match self.color.unwrap_or_default() {
            ColorChoice::Auto => is_terminal && self.depth() > Depth::None,
            ColorChoice::Never => false,
            ColorChoice::Always
            | ColorChoice::Ansi16
            | ColorChoice::Ansi256
            | ColorChoice::True => true,
        }
    }
}

/// The colours to use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// As many as the terminal and the environment say (`NO_COLOR`, `FORCE_COLOR`)
    #[default]
    Auto,
    /// At least sixteen, also on a pipe
    Always,
    /// None
    Never,
    /// The sixteen named colours
    #[value(name = "16")]
    Ansi16,
    /// 256 colours
    #[value(name = "256")]
    Ansi256,
    /// True colours
    True,
}
