//! `whatif presets`: the starting workloads there are.

use clap::Args;
use serde::Serialize;
use whatif_pricing::{Preset, Presets, Vocabulary};

use super::output::{Failure, Verdict};
use crate::report::page::Page;

/// Arguments of `whatif presets`.
#[derive(Debug, Args)]
pub struct PresetsArgs {
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// One preset in JSON.
#[derive(Serialize)]
struct PresetEntry<'a> {
    id: &'a str,
    name: &'a str,
    says: &'a str,
    jobs: &'a [String],
    set: Vec<Setting<'a>>,
}

#[derive(Serialize)]
struct Setting<'a> {
    driver: &'a str,
    value: String,
}

pub fn run(args: &PresetsArgs, page: &mut Page<'_>) -> Result<Verdict, Failure> {
    let presets = Presets::shipped().all();
    if args.json {
        page.json(&presets.iter().map(entry).collect::<Vec<_>>())?;
    } else {
        write(presets, page)?;
    }
    Ok(Verdict::Answered)
}

fn entry(preset: &Preset) -> PresetEntry<'_> {
    let drivers = Vocabulary::standard();
    let setting = |(driver, value): &(_, whatif_pricing::Value)| Setting {
        driver: &drivers[*driver].name,
        value: value.text(),
    };
    PresetEntry {
        id: &preset.id,
        name: &preset.name,
        says: &preset.says,
        jobs: &preset.jobs,
        set: preset.set.iter().map(setting).collect(),
    }
}

fn write(presets: &[Preset], page: &mut Page<'_>) -> Result<(), Failure> {
    page.line(
        "Starting workloads (--preset ID). Drivers that a preset does not name keep their defaults",
    )?;
    for preset in presets {
        page.heading(&format!("{}  {}", preset.id, preset.name))?;
        page.paragraph("  ", &preset.says)?;
        for setting in preset.settings(Vocabulary::standard()) {
            page.line(&format!("    {setting}"))?;
        }
    }
    page.gap()?;
    page.paragraph("", "The figures are assumptions. Set your own with --set DRIVER=VALUE.")?;
    Ok(())
}
