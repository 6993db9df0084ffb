//! `whatif presets`: the starting workloads there are.

use std::io;

use clap::Args;
use serde::Serialize;
use whatif_pricing::{Preset, Presets, Vocabulary};

use super::form::FormArgs;
use super::output::{Failure, Verdict};
use crate::report::layout::{Cell, Column, Report};
use crate::report::listing::listing;
use crate::report::page::Page;

/// Arguments of `whatif presets`.
#[derive(Debug, Args)]
pub struct PresetsArgs {
    #[command(flatten)]
    form: FormArgs,
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
    args.form.write(
        || report(presets),
        || presets.iter().map(entry).collect::<Vec<_>>(),
        |page| write(presets, page),
        page,
    )?;
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

/// A row for each driver that a preset sets.
fn report(presets: &[Preset]) -> Report {
    let drivers = Vocabulary::standard();
    let columns = ["preset", "name", "driver", "value", "says"].map(Column::text);
    let rows = presets.iter().flat_map(|preset| {
        preset.set.iter().map(|(driver, value)| {
            let texts = [&preset.id, &preset.name, &drivers[*driver].name, &value.text()];
            let mut cells: Vec<Cell> = texts.into_iter().map(|text| Cell::text(text)).collect();
            cells.push(Cell::text(&preset.says));
            cells
        })
    });
    listing("Presets", columns.to_vec(), rows.collect())
}

fn write(presets: &[Preset], page: &mut Page<'_>) -> io::Result<()> {
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
    page.paragraph("", "The figures are assumptions. Set your own with --set DRIVER=VALUE.")
}
