//! `whatif tour`: plays a tour on the screen, lists them, or tells one in words.

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::Args;
use whatif_pricing::Unknown;

use super::output::{Failure, Verdict};
use super::page::Page;
use crate::library::Library;
use crate::profile::Profile;
use crate::state::{Message, Preferences, Start, State, TourKey};
use crate::store::{self, ReadError};
use crate::theme::Scheme;
use crate::tour::{SHIPPED, Tour};

/// Arguments of `whatif tour`.
#[derive(Debug, Args)]
pub struct TourArgs {
    /// A shipped tour, or the file of one; without it, the tours are listed
    #[arg(value_name = "TOUR")]
    tour: Option<PathBuf>,
}

impl TourArgs {
    /// The tour's name and text; none where none was named.
    fn text(&self) -> Result<Option<(String, String)>, Failure> {
        let Some(path) = &self.tour else { return Ok(None) };
        let shipped = SHIPPED.iter().find(|(name, _)| path.as_os_str() == *name);
        if let Some((name, text)) = shipped {
            return Ok(Some(((*name).to_owned(), (*text).to_owned())));
        }
        let file = store::typed(path);
        let text = store::read(&file).map_err(|error| match error {
            // A word alone was meant as a name.
            ReadError::Missing(_) if path.extension().is_none() => no_tour(path),
            error => Failure::input(error),
        })?;
        Ok(Some((file.display().to_string(), text)))
    }

    /// What is shown at the start; none where no tour was named.
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
    let told = |problems| Failure::BrokenText { name: name.to_owned(), what: "tour", problems };
    Tour::read(text).map_err(told)
}

/// Where there is no screen: the list, or the captions with their figures, step by step.
pub fn write(args: &TourArgs, library: &Library, page: &mut Page<'_>) -> Result<Verdict, Failure> {
    let Some((name, text)) = args.text()? else { return list(page) };
    let tour = read(&name, &text)?;
    let preferences = Preferences { scheme: Scheme::Dark, mouse: false, reduced_motion: true };
    let catalog = library.catalog();
    let state = State::opening(catalog, page.today, preferences, Profile::default());
    let mut state = state.map_err(Failure::input)?;
    state.update(Message::TourRead { name, text });
    if state.tour.is_none() {
        let why = state.notice.map_or_else(|| "it cannot be played".to_owned(), |it| it.text);
        return Err(Failure::Input(anyhow!(why)));
    }
    page.line(&tour.title)?;
    while let Some(playing) = state.tour.as_ref().filter(|playing| !playing.is_over()) {
        let (_, step, steps) = playing.place();
        let caption = state.tour_caption().unwrap_or_default();
        page.paragraph(&format!("  {step}/{steps}  "), &caption)?;
        state.update(Message::Tour(TourKey::Next));
    }
    let failed = state.tour.map(|playing| playing.failed).unwrap_or_default();
    super::output::warn_of_steps(&failed);
    Ok(if failed.is_empty() { Verdict::Answered } else { Verdict::Problems })
}

fn list(page: &mut Page<'_>) -> Result<Verdict, Failure> {
    page.line("Tours (`whatif tour NAME` plays one; space goes on, esc leaves)")?;
    for (place, (name, _)) in SHIPPED.iter().enumerate() {
        page.line(&format!("  {name:<12}{}", Tour::shipped(place).title))?;
    }
    Ok(Verdict::Answered)
}
