//! `whatif export`: a scenario as a file that can be mailed or loaded, or a screen of it as it is drawn.

use std::path::PathBuf;

use anyhow::anyhow;
use clap::Args;
use whatif_pricing::{DriverId, instant};

use super::output::{Failure, Verdict};
use super::scenario::needs_selected;
use super::screen::{ColorChoice, ScreenArgs};
use crate::answer::Board;
use crate::answer::opening::Opening;
use crate::explorer::action::Screen;
use crate::explorer::picture;
use crate::explorer::state::{Message, Preferences, Row, State};
use crate::explorer::theme::{Depth, Theme};
use crate::library::Library;
use crate::report::export::{Form, Wanted, What, form_of, write};
use crate::report::page::Page;
use crate::scenario::{OfferId, Scenario};
use crate::store::profile::Profile;
use crate::store::{self, SaveError};

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

    /// invoice, comparison, sweep or screen. Several marked offers are a comparison, one is an invoice
    #[arg(value_name = "WHAT", value_enum, hide_possible_values = true)]
    what: Option<What>,

    /// Write text, markdown, csv, json or, of a screen, svg, text or ansi: text with its colours
    #[arg(long = "as", value_name = "FORM", value_enum, hide_possible_values = true)]
    form: Option<Form>,

    /// The offer of an invoice, or the selected one of a screen or sweep. [default: the scenario's]
    #[arg(long, value_name = "ID")]
    card: Option<String>,

    /// The driver of a sweep. [default: the first that moves a total]
    #[arg(long, value_name = "NAME")]
    driver: Option<String>,

    /// The screen to draw
    #[arg(long, value_name = "NAME", value_enum)]
    screen: Option<Screen>,

    /// Columns and rows of the screen [default: 120x40]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    size: Option<(u16, u16)>,

    /// The file to write, or - for standard output [default: -]
    #[arg(long, value_name = "OUT")]
    to: Option<PathBuf>,

    /// Replace the file if it exists
    #[arg(long, requires = "to")]
    force: bool,
}

/// Writes what is asked for of a scenario over the library's cards.
pub fn run(
    args: &ExportArgs,
    opening: Opening,
    library: &Library,
    look: &ScreenArgs,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    let (what, form) = args.asked(&opening.board)?;
    if args.card.is_none() {
        needs_selected(&opening, what)?;
    }
    let board = args.selected(opening.board, library)?;
    let driver = args.driver(&board)?;
    let text = if what == What::Screen {
        args.drawn(board.scenario().clone(), form, driver, library, look)?
    } else {
        let wanted =
            Wanted { what, form, offer: None, driver, glyphs: page.glyphs, numbers: page.numbers };
        write(&board, &wanted).map_err(Failure::input)?
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
    /// The board with the offer selected that is named.
    fn selected(&self, mut board: Board, library: &Library) -> Result<Board, Failure> {
        let Some(text) = &self.card else { return Ok(board) };
        let id: OfferId = text.parse().map_err(Failure::input)?;
        if board.offer(&id).is_none() {
            // A broken card is named with its problems.
            library.card(text)?;
        }
        let scenario = Scenario { selected: id, ..board.scenario().clone() };
        board.price(&scenario).map_err(Failure::input)?;
        Ok(board)
    }

    /// Returns what is to be written, and in which form.
    fn asked(&self, board: &Board) -> Result<(What, Form), Failure> {
        let file = self.to.as_ref().filter(|path| path.as_os_str() != "-");
        let ending = file.map(|path| form_of(&path.to_string_lossy()));
        let form = match (self.form, ending) {
            (Some(form), _) => Some(form),
            (None, ending) => ending.transpose().map_err(Failure::input)?,
        };
        let what = match self.what {
            Some(what) => what,
            None if self.screen.is_some() || matches!(form, Some(Form::Svg | Form::Ansi)) => {
                What::Screen
            }
            None if self.driver.is_some() => What::Sweep,
            None if self.card.is_some() => What::Invoice,
            None => What::of(board),
        };
        let form = form.unwrap_or(what.forms()[0]);
        what.check(form).map_err(Failure::input)?;
        Ok((what, form))
    }

    fn driver(&self, board: &Board) -> Result<Option<DriverId>, Failure> {
        let vocabulary = board.inputs().workload.vocabulary();
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
        let cards = library.catalog().cards();
        let selected = cards.iter().find(|card| card.id == scenario.selected.card());
        let offset = selected.or(cards.first()).map(|card| card.offset);
        let first = offset
            .map(|offset| instant(scenario.inputs.period.window(offset).from, offset).date_naive());
        let today = look.today.or(first).unwrap_or_else(|| look.day_of_use());
        let preferences =
            Preferences { scheme: look.scheme(), mouse: !look.no_mouse, reduced_motion: true };
        let state = State::of(cards, scenario, today, preferences, Profile::default());
        let mut state = state.map_err(Failure::input)?;
        if let Some(driver) = driver {
            state.cursor.row = Row::Driver(driver);
        }
        let shown = self.screen.unwrap_or(Screen::Explore);
        state.update(Message::Act(shown.action()));
        state.draw_due();
        let (width, height) = self.size.unwrap_or((120, 40));
        let theme = Theme::new(look.scheme(), depth(look), look.glyphs());
        let buffer = picture::screen(&mut state, &theme, width, height);
        picture::picture(&buffer, &theme, form).map_err(Failure::input)
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
    if let SaveError::Differs(path) = &error {
        let path = path.display();
        return Failure::Input(anyhow!(
            "{path} exists: name another file, or replace it with --force"
        ));
    }
    Failure::input(error)
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
