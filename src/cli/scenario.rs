//! Scenarios on the command line: a file or a code becomes a screen, a code or another file.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::Args;
use whatif_pricing::Problems;

use super::output::{Failure, Verdict};
use crate::answer::opening::{self, OpenError, Opening};
use crate::explorer::state::{Origin, Start};
use crate::library::Library;
use crate::report::export::{Form, Wanted, What, write};
use crate::report::page::Page;
use crate::scenario::{FILE_BYTES_MAX, code};
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
    /// Its origin.
    pub origin: Origin,
    /// The text.
    pub text: String,
}

impl Given {
    /// Reads that of a file.
    pub fn file(path: &Path) -> Result<Self, Failure> {
        let path = store::typed(path);
        let text = store::read(&path).map_err(Failure::input)?;
        Ok(Self { origin: Origin::File(path), text })
    }

    /// Reads that of a code.
    fn code(line: &str) -> Result<Self, Failure> {
        let line = if line == "-" { standard_input()? } else { line.to_owned() };
        let text = code::decode(&line).map_err(Failure::input)?;
        Ok(Self { origin: Origin::Code, text })
    }

    /// Returns its name in messages.
    fn name(&self) -> String {
        match &self.origin {
            Origin::File(path) => path.display().to_string(),
            Origin::Code | Origin::Autosave(_) => "the code".to_owned(),
        }
    }

    /// The scenario over the library's cards, priced.
    fn read(&self, library: &Library) -> Result<Opening, Failure> {
        opening::open(&self.text, library.catalog().cards()).map_err(|error| match error {
            OpenError::Problems(problems) => self.refused(problems),
            error @ OpenError::Board(_) => {
                Failure::Input(anyhow::Error::new(error).context(self.name()))
            }
        })
    }

    /// The same. What is not as it was saved is written to standard error.
    pub fn opened(&self, library: &Library) -> Result<Opening, Failure> {
        let opening = self.read(library)?;
        super::output::warn_of_scenario(&self.name(), &opening);
        Ok(opening)
    }

    /// Writes the comparison of the marked offers, or the invoice of the only one, in place of the screen.
    pub fn write(&self, library: &Library, page: &mut Page<'_>) -> Result<(), Failure> {
        let opening = self.opened(library)?;
        let what = What::of(&opening.board);
        needs_selected(&opening, what)?;
        let wanted = Wanted {
            what,
            form: Form::Text,
            offer: None,
            driver: None,
            glyphs: page.glyphs,
            numbers: page.numbers,
        };
        let text = write(&opening.board, &wanted).map_err(Failure::input)?;
        page.file(&text)?;
        Ok(())
    }

    fn refused(&self, problems: Problems) -> Failure {
        Failure::BrokenText { name: self.name(), what: "scenario", problems }
    }

    /// Is it one that can be shown? Checked before the terminal is taken over.
    fn start(self, library: &Library) -> Result<Start, Failure> {
        self.read(library)?;
        Ok(Start { scenario: Some((self.origin, self.text)), ..Start::default() })
    }
}

/// Refuses to put another offer in the place of one that is not there. A comparison has only the marked ones.
pub fn needs_selected(opening: &Opening, what: What) -> Result<(), Failure> {
    match (opening.missing_selected(), what) {
        (None, _) | (Some(_), What::Comparison) => Ok(()),
        (Some(id), What::Invoice | What::Sweep | What::Screen) => Err(Failure::Input(anyhow!(
            "the scenario shows {id}, and there is no such card here: name another with `whatif export FILE --card ID`, or give the folder of its file with --cards DIR"
        ))),
    }
}

fn standard_input() -> Result<String, Failure> {
    let mut text = String::new();
    let most = 2 * FILE_BYTES_MAX as u64;
    let read = std::io::stdin().lock().take(most).read_to_string(&mut text);
    read.map_err(|error| Failure::Input(anyhow!("standard input: {error}")))?;
    Ok(text)
}

/// The start of `whatif FILE`. A word that is no file but near a command is that command, mistyped.
pub fn of_file(path: &Path, commands: &[String], library: &Library) -> Result<Start, Failure> {
    if let Some(refusal) = no_command(path, commands) {
        return Err(refusal);
    }
    Given::file(path)?.start(library)
}

/// The refusal of a word that may be meant as a command and is none. `None` if it is a file or a path.
pub fn no_command(typed: &Path, commands: &[String]) -> Option<Failure> {
    if typed.exists() || typed.extension().is_some() || typed.components().count() != 1 {
        return None;
    }
    let typed = typed.to_string_lossy();
    let near = whatif_pricing::nearest(&typed, commands.iter().map(String::as_str));
    let near = near.map_or_else(
        || "whatif --help lists the commands".to_owned(),
        |near| format!("did you mean '{near}'?"),
    );
    Some(Failure::Input(anyhow!("there is no command and no file '{typed}': {near}")))
}

/// The start of `whatif present`.
pub fn on_stage(args: &PresentArgs, library: &Library) -> Result<Start, Failure> {
    let start = match &args.file {
        Some(path) => Given::file(path)?.start(library)?,
        None => Start::default(),
    };
    Ok(Start { on_stage: true, ..start })
}

/// Carries out `whatif open CODE`. `None` if a file was written.
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
    store::save(&path, &given.text, None).map_err(|error| {
        if let store::SaveError::Differs(path) = &error {
            let path = path.display();
            return Failure::Input(anyhow!("{path} exists: name another file"));
        }
        Failure::input(error)
    })?;
    page.line(&format!("{} has the scenario.", path.display()))?;
    Ok(None)
}

/// `whatif code FILE`: the scenario as one line.
pub fn code(args: &CodeArgs, library: &Library, page: &mut Page<'_>) -> Result<Verdict, Failure> {
    let given = Given::file(&args.file)?;
    let Opening { file, board, .. } = given.opened(library)?;
    let baseline = board.scenario().baseline.as_ref().map(|inputs| board.at(inputs));
    let baseline = baseline.transpose().map_err(Failure::input)?;
    let file = opening::file(&board, baseline.as_ref(), Some(&file));
    page.line(&code::encode(&file.text()))?;
    Ok(Verdict::Answered)
}
