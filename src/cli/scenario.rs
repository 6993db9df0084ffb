//! Scenarios on the command line: a file or a code becomes a screen, a code or another file.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::Args;
use whatif_pricing::Problems;

use super::output::{Failure, Verdict};
use super::page::Page;
use crate::board::Board;
use crate::export::{self, Form, Wanted, What};
use crate::library::Library;
use crate::scenario::{OpenError, Opening, SHEET_BYTES_MAX, Sheet, code};
use crate::state::{Origin, Start};
use crate::store;

/// Arguments of `whatif open`.
#[derive(Debug, Args)]
pub struct OpenArgs {
    /// The code, a line that begins with whatif:1; - reads it from standard input
    #[arg(value_name = "CODE")]
    code: String,

    /// Write the scenario to a file, or with - to standard output, in place of showing it
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// Arguments of `whatif code`.
#[derive(Debug, Args)]
pub struct CodeArgs {
    /// The scenario's file
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Arguments of `whatif present`.
#[derive(Debug, Args)]
pub struct PresentArgs {
    /// The scenario's file; without one, the worked example
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

/// A scenario's text, and where it is from.
pub struct Given {
    /// Where from.
    pub origin: Origin,
    /// The text.
    pub text: String,
}

impl Given {
    /// That of a file.
    pub fn file(path: &Path) -> Result<Self, Failure> {
        let path = store::typed(path);
        let text = store::read(&path).map_err(Failure::input)?;
        Ok(Self { origin: Origin::File(path), text })
    }

    /// That of a code.
    fn code(line: &str) -> Result<Self, Failure> {
        let line = if line == "-" { standard_input()? } else { line.to_owned() };
        let text = code::decode(&line).map_err(Failure::input)?;
        Ok(Self { origin: Origin::Code, text })
    }

    /// What it is called in messages.
    fn name(&self) -> String {
        match &self.origin {
            Origin::File(path) => path.display().to_string(),
            _ => "the code".to_owned(),
        }
    }

    /// The scenario over the library's cards, priced, and the library without the cards that are left out.
    fn read(&self, library: &Library) -> Result<(Opening, Board, Library), Failure> {
        let mut cards = library.catalog().cards().to_vec();
        match Opening::over(&self.text, &mut cards) {
            Ok((opening, board)) => Ok((opening, board, library.with_cards(&cards))),
            Err(OpenError::Problems(problems)) => Err(self.refused(problems)),
            Err(error @ OpenError::Board(_)) => {
                Err(Failure::input(anyhow!("{}: {error}", self.name())))
            }
        }
    }

    /// The same; what is not as it was saved is told on standard error.
    pub fn opened(&self, library: &Library) -> Result<(Opening, Board, Library), Failure> {
        let (opening, board, library) = self.read(library)?;
        super::output::warn_of_scenario(&self.name(), &opening);
        Ok((opening, board, library))
    }

    /// What stands in for the screen: the comparison of the marked cards, or the invoice of the one.
    pub fn write(&self, library: &Library, page: &mut Page<'_>) -> Result<(), Failure> {
        let (opening, board, library) = self.opened(library)?;
        let what = What::of(&opening.scenario);
        needs_selected(&opening, what, &library)?;
        let wanted =
            Wanted { what, form: Form::Text, card: None, driver: None, glyphs: page.glyphs };
        let text = export::of_scenario(&opening.scenario, &board, &wanted);
        page.file(&text.map_err(Failure::Input)?)?;
        Ok(())
    }

    fn refused(&self, problems: Problems) -> Failure {
        Failure::BrokenText { name: self.name(), what: "scenario", problems }
    }

    /// Is it one that can be shown? Told before the terminal is taken over.
    fn start(self, library: &Library) -> Result<Start, Failure> {
        self.read(library)?;
        Ok(Start { scenario: Some((self.origin, self.text)), ..Start::default() })
    }
}

/// Refuses to put another card in the place of one that is not there. A comparison has only what is marked.
pub fn needs_selected(opening: &Opening, what: What, library: &Library) -> Result<(), Failure> {
    match opening.absent_selected(library.catalog().cards()) {
        Some(id) if what != What::Comparison => Err(Failure::Input(anyhow!(
            "the scenario shows {id}, and there is no such card here: name another with `whatif export FILE --card ID`, or bring its file with --cards DIR"
        ))),
        _ => Ok(()),
    }
}

fn standard_input() -> Result<String, Failure> {
    let mut text = String::new();
    let most = 2 * SHEET_BYTES_MAX as u64;
    let read = std::io::stdin().lock().take(most).read_to_string(&mut text);
    read.map_err(|error| Failure::Input(anyhow!("standard input: {error}")))?;
    Ok(text)
}

/// The start of `whatif FILE`. A word that is no file but near a command is that command, mistyped.
pub fn of_file(path: &Path, commands: &[String], library: &Library) -> Result<Start, Failure> {
    let typed = path.to_string_lossy();
    if !path.exists() && path.extension().is_none() && path.components().count() == 1 {
        let near = whatif_pricing::nearest(&typed, commands.iter().map(String::as_str));
        let near = near.map_or_else(
            || "whatif --help lists the commands".to_owned(),
            |near| format!("did you mean '{near}'?"),
        );
        return Err(Failure::Input(anyhow!("there is no command and no file '{typed}': {near}")));
    }
    Given::file(path)?.start(library)
}

/// The start of `whatif present`.
pub fn on_stage(args: &PresentArgs, library: &Library) -> Result<Start, Failure> {
    let start = match &args.file {
        Some(path) => Given::file(path)?.start(library)?,
        None => Start::default(),
    };
    Ok(Start { on_stage: true, ..start })
}

/// `whatif open CODE`: a start, or none where a file was written.
pub fn open(
    args: &OpenArgs,
    library: &Library,
    page: &mut Page<'_>,
) -> Result<Option<Start>, Failure> {
    let given = Given::code(&args.code)?;
    let Some(path) = &args.to else { return given.start(library).map(Some) };
    given.opened(library)?;
    if path.as_os_str() == "-" {
        page.file(&given.text)?;
        return Ok(None);
    }
    let path = store::typed(path);
    store::save(&path, &given.text, None).map_err(|error| match error {
        store::SaveError::Differs(path) => {
            Failure::Input(anyhow!("{} is there already: name another file", path.display()))
        }
        error => Failure::input(error),
    })?;
    page.line(&format!("{} has the scenario.", path.display()))?;
    Ok(None)
}

/// `whatif code FILE`: the scenario as one line.
pub fn code(args: &CodeArgs, library: &Library, page: &mut Page<'_>) -> Result<Verdict, Failure> {
    let given = Given::file(&args.file)?;
    let (Opening { sheet, scenario, .. }, board, library) = given.opened(library)?;
    let cards = library.catalog().cards();
    let sheet = Sheet::of(&scenario, &board).with_records_of(&sheet, &scenario, cards);
    page.line(&code::encode(&sheet.text()))?;
    Ok(Verdict::Answered)
}
