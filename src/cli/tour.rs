//! `whatif tour`: plays a tour on the screen, lists them, or tells one in words.

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use chrono::NaiveDate;
use clap::Args;
use whatif_pricing::Unknown;

use super::output::{Failure, Verdict};
use crate::explorer::state::{Message, Preferences, Start, State, TourKey};
use crate::explorer::theme::Scheme;
use crate::explorer::tour::{SHIPPED, Tour};
use crate::library::Library;
use crate::report::page::Page;
use crate::store::profile::Profile;
use crate::store::{self, ReadError};

/// Arguments of `whatif tour`.
#[derive(Debug, Args)]
pub struct TourArgs {
    /// A shipped tour, or the file of one; without it, the tours are listed
    #[arg(value_name = "TOUR")]
    tour: Option<PathBuf>,
}

impl TourArgs {
    /// The tour's name and text. `None` if no tour was named.
    fn text(&self) -> Result<Option<(String, String)>, Failure> {
        let Some(path) = &self.tour else { return Ok(None) };
        let shipped = SHIPPED.iter().find(|(name, _)| path.as_os_str() == *name);
        if let Some((name, text)) = shipped {
            return Ok(Some(((*name).to_owned(), (*text).to_owned())));
        }
        let file = store::typed(path);
        let text = store::read(&file).map_err(|error| {
            // A word alone was meant as a name.
            let is_name = matches!(error, ReadError::Missing(_)) && path.extension().is_none();
            if is_name { no_tour(path) } else { Failure::input(error) }
        })?;
        Ok(Some((file.display().to_string(), text)))
    }

    /// The start of the explorer. `None` if no tour was named.
    pub fn start(&self) -> Result<Option<Start>, Failure> {
        let Some((name, text)) = self.text()? else { return Ok(None) };
        read(&name, &text)?;
        Ok(Some(Start { tour: Some((name, text)), ..Start::default() }))
    }
}

fn no_tour(path: &Path) -> Failure {
    let names = SHIPPED.iter().map(|(name, _)| name);
    let unknown = Unknown::new("tour", &path.to_string_lossy(), names);
    Failure::Input(anyhow!("{unknown}"))
}

fn read(name: &str, text: &str) -> Result<Tour, Failure> {
    let refused = |problems| Failure::BrokenText { name: name.to_owned(), what: "tour", problems };
    Tour::read(text).map_err(refused)
}

/// Writes, without a screen, the list or the captions with their figures, step by step.
pub fn write(
    args: &TourArgs,
    library: &Library,
    today: NaiveDate,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    let Some((name, text)) = args.text()? else { return list(page) };
    let tour = read(&name, &text)?;
    let preferences = Preferences { scheme: Scheme::Dark, mouse: false, reduced_motion: true };
    let cards = library.catalog().cards();
    let state = State::opening(cards, today, preferences, Profile::default());
    let mut state = state.map_err(Failure::input)?;
    state.update(Message::TourRead { name, text });
    if state.tour.playing.is_none() {
        let why =
            state.cursor.notice.map_or_else(|| "it cannot be played".to_owned(), |it| it.text);
        return Err(Failure::Input(anyhow!(why)));
    }
    page.line(&tour.title)?;
    while let Some(playing) = state.tour.playing.as_ref().filter(|playing| !playing.is_over()) {
        let (_, step, steps) = playing.progress();
        let caption = state.tour_caption().unwrap_or_default();
        page.paragraph(&format!("  {step}/{steps}  "), &caption)?;
        state.update(Message::Tour(TourKey::Next));
    }
    let failed = state.tour.playing.map(|playing| playing.failed).unwrap_or_default();
    super::output::warn_of_steps(&failed);
    Ok(if failed.is_empty() { Verdict::Answered } else { Verdict::Problems })
}

fn list(page: &mut Page<'_>) -> Result<Verdict, Failure> {
    page.line("Tours (`whatif tour NAME` plays one; space goes on, esc leaves)")?;
    for (name, _) in SHIPPED {
        let title = Tour::shipped(name).map(|tour| tour.title).unwrap_or_default();
        page.line(&format!("  {name:<12}{title}"))?;
    }
    Ok(Verdict::Answered)
}
