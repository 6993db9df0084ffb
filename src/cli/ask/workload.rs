//! The workload that is asked about, and its changes within the period.

use anyhow::anyhow;
use chrono::FixedOffset;
use clap::Args;
use whatif_pricing::{Change, DriverId, Preset, Presets, Value, Vocabulary, Workload};

use super::pair;
use super::period::{date, time};
use crate::cli::output::Failure;
use crate::scenario::start_of_day;

/// The workload: the defaults of the vocabulary or a preset, and what is set.
#[derive(Debug, Args)]
#[command(next_help_heading = "Workload")]
pub struct WorkloadArgs {
    /// Start from a preset instead of the defaults; `whatif presets` lists them
    #[arg(long, value_name = "ID")]
    preset: Option<String>,

    /// Set a driver of the workload: a number (100, 1.5k, 2M), a formula (secrets*3) or a range (50..400, 50..100..400)
    #[arg(long, value_name = "DRIVER=VALUE")]
    set: Vec<String>,
}

/// Changes of the workload within the period.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Workload")]
pub struct EventArgs {
    /// Change a driver within the period: "2026-06-16 secrets=200", or "2026-06-16T09:30:00+08:00 secrets=200"
    #[arg(long, value_name = "TIME DRIVER=VALUE")]
    event: Vec<String>,
}

impl WorkloadArgs {
    /// The workload and its changes. A change on a day is at its start on this clock.
    pub fn read(
        &self,
        events: &EventArgs,
        clock: FixedOffset,
    ) -> Result<(Workload, Vec<Change>), Failure> {
        let workload = self.workload()?;
        let changes = events.event.iter().map(|text| event(&workload, text, clock));
        let changes = changes.collect::<Result<_, _>>()?;
        Ok((workload, changes))
    }

    /// Returns whether a `--set` names the driver.
    pub fn sets(&self, driver: &str) -> bool {
        self.names().iter().any(|name| name == driver)
    }

    /// The drivers that a `--set` names, each once.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for (name, _) in self.set.iter().filter_map(|text| text.split_once('=')) {
            if !names.iter().any(|known| known == name.trim()) {
                names.push(name.trim().to_owned());
            }
        }
        names
    }

    /// The preset that it starts from.
    pub fn preset(&self) -> Result<Option<&'static Preset>, Failure> {
        let found = self.preset.as_deref().map(|id| Presets::shipped().find(id));
        found.transpose().map_err(Failure::input)
    }

    /// The starting workload with every `--set`; their order does not matter, but for a preset's settings,
    /// which they come on top of.
    fn workload(&self) -> Result<Workload, Failure> {
        let mut workload = Workload::standard(Vocabulary::standard());
        let read = |text: &String| {
            let (name, value) = pair("set", text, "DRIVER=VALUE, such as secrets=100")?;
            setting(&workload, name, value)
        };
        let of_preset = self.preset()?.map(|preset| preset.set.clone()).unwrap_or_default();
        let mut settings: Vec<(DriverId, Value)> = of_preset;
        settings.extend(self.set.iter().map(read).collect::<Result<Vec<_>, Failure>>()?);
        workload.set_all(&settings).map_err(Failure::input)?;
        Ok(workload)
    }
}

fn setting(workload: &Workload, name: &str, value: &str) -> Result<(DriverId, Value), Failure> {
    let driver = workload.vocabulary().named(name).map_err(Failure::input)?;
    let value = workload.read(driver, value).map_err(Failure::input)?;
    Ok((driver, value))
}

/// Reads `TIME DRIVER=VALUE`; the value may have blanks, and so may the time before its hours.
fn event(workload: &Workload, text: &str, clock: FixedOffset) -> Result<Change, Failure> {
    let shape = "TIME DRIVER=VALUE, such as \"2026-06-16 secrets=200\" on the card's clock or \"2026-06-16T00:00:00+08:00 secrets=200\"";
    let (head, value) = pair("event", text, shape)?;
    let (at, name) = head
        .rsplit_once(char::is_whitespace)
        .ok_or_else(|| Failure::Input(anyhow!("--event '{text}' has no time: write {shape}")))?;
    let instant = match start_of_day(at, clock) {
        Some(start) => {
            date("--event", at)?;
            start
        }
        None => time("--event", at)?,
    };
    let (driver, value) = setting(workload, name, value)
        .map_err(|failure| failure.about(format!("the event at {}", at.trim())))?;
    Ok(Change { at: instant, driver, value })
}
