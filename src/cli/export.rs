//! `whatif export`: a scenario as a file that can be mailed or loaded, or a screen of it as it is drawn.

use std::path::PathBuf;

use anyhow::anyhow;
use clap::Args;
use whatif_pricing::{DriverId, instant};

use super::output::{Failure, Verdict};
use super::page::Page;
use super::scenario::needs_selected;
use super::screen::{ColorChoice, ScreenArgs};
use crate::action::Screen;
use crate::board::Board;
use crate::export::{self, Form, Wanted, What};
use crate::library::Library;
use crate::profile::Profile;
use crate::scenario::{Opening, Scenario, place_of};
use crate::state::{Message, Preferences, Row, State};
use crate::store::{self, SaveError};
use crate::theme::{Depth, Theme};

/// The most columns and rows of a screen, and the fewest.
const CELLS: std::ops::RangeInclusive<u16> = 10..=500;

const NOTES: &str = "\
The form is that of the file's ending, .txt, .md, .csv, .json, .svg or .ans; the same scenario gives the same bytes:
  whatif export plan.toml --to comparison.md
  whatif export plan.toml invoice --card aws-secrets-manager --to invoice.csv
  whatif export plan.toml screen --screen sweep --driver secrets --theme light --to sweep.svg";

/// Arguments of `whatif export`.
#[derive(Debug, Args)]
#[command(after_help = NOTES)]
pub struct ExportArgs {
    /// The scenario's file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// invoice, comparison, sweep or screen; a comparison where several cards are marked, else an invoice
    #[arg(value_name = "WHAT", value_enum, hide_possible_values = true)]
    what: Option<What>,

    /// Write text, markdown, csv, json or, of a screen, svg, text or ansi: text with its colours
    #[arg(long = "as", value_name = "FORM", value_enum, hide_possible_values = true)]
    form: Option<Form>,

    /// The card of an invoice, or the selected one of a screen or sweep; otherwise the scenario's own
    #[arg(long, value_name = "ID")]
    card: Option<String>,

    /// The driver of a sweep; otherwise the first that moves a total
    #[arg(long, value_name = "NAME")]
    driver: Option<String>,

    /// Which screen is drawn
    #[arg(long, value_name = "NAME", value_enum)]
    screen: Option<Screen>,

    /// Columns and rows of the screen: 120x40 where it is not given
    #[arg(long, value_name = "SIZE", value_parser = size)]
    size: Option<(u16, u16)>,

    /// Write a file; without it, or with -, to standard output
    #[arg(long, value_name = "OUT")]
    to: Option<PathBuf>,

    /// Replace the file where it is there already
    #[arg(long, requires = "to")]
    force: bool,
}

/// Writes what is asked for of a scenario over the library's cards.
pub fn run(
    args: &ExportArgs,
    mut scenario: Scenario,
    library: &Library,
    look: &ScreenArgs,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    if let Some(id) = &args.card {
        let card = library.card(id)?;
        let place = place_of(library.catalog().cards(), &card.id);
        scenario.selected = place.unwrap_or(scenario.selected);
    }
    let (what, form) = args.asked(&scenario)?;
    let driver = args.driver(&scenario)?;
    let text = if what == What::Screen {
        args.drawn(scenario, form, driver, library, look)?
    } else {
        let board = Board::new(library.catalog(), &scenario).map_err(Failure::input)?;
        let wanted = Wanted { what, form, card: None, driver, glyphs: page.glyphs };
        export::of_scenario(&scenario, &board, &wanted).map_err(Failure::Input)?
    };
    match args.to.as_ref().filter(|path| path.as_os_str() != "-") {
        None => page.file(&text)?,
        Some(path) => {
            let path = store::typed(path);
            let saved = if args.force {
                store::overwrite(&path, &text)
            } else {
                store::save(&path, &text, None)
            };
            saved.map_err(refused)?;
            page.line(&format!("{} has the {}.", path.display(), what.name()))?;
        }
    }
    Ok(Verdict::Answered)
}

impl ExportArgs {
    /// Refuses to write of another card than the scenario's where that is not there and none is named.
    pub fn needs_selected(&self, opening: &Opening, library: &Library) -> Result<(), Failure> {
        if self.card.is_some() {
            return Ok(());
        }
        let (what, _) = self.asked(&opening.scenario)?;
        needs_selected(opening, what, library)
    }

    /// What is to be written, and in which form.
    fn asked(&self, scenario: &Scenario) -> Result<(What, Form), Failure> {
        let unusable = |why: String| Failure::Input(anyhow!(why));
        let file = self.to.as_ref().filter(|path| path.as_os_str() != "-");
        let ending = file.map(|path| export::form_of(&path.to_string_lossy()));
        let form = match (self.form, ending) {
            (Some(form), _) => Some(form),
            (None, ending) => ending.transpose().map_err(unusable)?,
        };
        let what = match self.what {
            Some(what) => what,
            None if self.screen.is_some() || matches!(form, Some(Form::Svg | Form::Ansi)) => {
                What::Screen
            }
            None if self.driver.is_some() => What::Sweep,
            None if self.card.is_some() => What::Invoice,
            None => What::of(scenario),
        };
        let form = form.unwrap_or(what.forms()[0]);
        what.check(form).map_err(unusable)?;
        Ok((what, form))
    }

    fn driver(&self, scenario: &Scenario) -> Result<Option<DriverId>, Failure> {
        let vocabulary = scenario.workload.vocabulary();
        let named = self.driver.as_deref().map(|name| vocabulary.named(name));
        named.transpose().map_err(Failure::input)
    }

    /// The screen as it is on the first day of the period, unless another day of use is given: prices have
    /// an age there.
    fn drawn(
        &self,
        scenario: Scenario,
        form: Form,
        driver: Option<DriverId>,
        library: &Library,
        look: &ScreenArgs,
    ) -> Result<String, Failure> {
        let catalog = library.catalog();
        let offset = catalog.cards()[scenario.selected].offset;
        let first = instant(scenario.period.window(offset).from, offset).date_naive();
        let preferences =
            Preferences { scheme: look.theme, mouse: !look.no_mouse, reduced_motion: true };
        let today = look.today.unwrap_or(first);
        let state = State::of(catalog, scenario, today, preferences, Profile::default());
        let mut state = state.map_err(Failure::input)?;
        state.row = driver.map_or(state.row, Row::Driver);
        let shown = self.screen.unwrap_or(Screen::Explore);
        state.update(Message::Act(shown.action()));
        let (width, height) = self.size.unwrap_or((120, 40));
        let theme = Theme::new(look.theme, depth(look), look.glyphs());
        let buffer = export::screen(&mut state, &theme, width, height);
        Ok(export::picture(&buffer, &theme, form))
    }
}

/// True colours unless others are asked for: a picture has them, whatever the terminal has.
fn depth(look: &ScreenArgs) -> Depth {
    match look.color {
        None | Some(ColorChoice::Auto) => Depth::True,
        Some(_) => look.depth(),
    }
}

fn refused(error: SaveError) -> Failure {
    match error {
        SaveError::Differs(path) => Failure::Input(anyhow!(
            "{} is there already: name another file, or replace it with --force",
            path.display()
        )),
        other => Failure::input(other),
    }
}

/// Reads columns and rows: `120x40`.
fn size(text: &str) -> Result<(u16, u16), String> {
    let sides = text.split_once(['x', '×', '*']).and_then(|(columns, rows)| {
        let side = |text: &str| text.trim().parse().ok().filter(|side| CELLS.contains(side));
        Some((side(columns)?, side(rows)?))
    });
    let (least, most) = CELLS.into_inner();
    sides.ok_or_else(|| {
        format!("write columns and rows, each from {least} to {most}, such as 120x40")
    })
}

#[cfg(test)]
mod tests;
