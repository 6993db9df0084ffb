//! The drivers: what each is, its default and its range, and what it follows.

use std::io;

use serde::Serialize;
use whatif_pricing::{Driver, DriverId, DriverKind, Places, Ratio, Vocabulary, Workload, plain};

use super::layout::{Cell, Column, Report};
use super::listing::listing;
use super::page::Page;

/// The drivers of a workload, of which each has its value: the defaults.
pub struct DriversWords<'a> {
    workload: &'a Workload,
}

/// One driver of `whatif drivers --json`.
#[derive(Debug, Serialize)]
pub struct DriverJson<'a> {
    id: &'a str,
    label: &'a str,
    unit: &'a str,
    per_month: bool,
    default: String,
    smallest: String,
    slider_end: String,
    follows: Vec<&'a str>,
    job: Option<&'a str>,
    help: &'a str,
}

impl<'a> DriversWords<'a> {
    /// The words for the drivers of a workload.
    #[must_use]
    pub const fn new(workload: &'a Workload) -> Self {
        Self { workload }
    }

    fn vocabulary(&self) -> &'a Vocabulary {
        self.workload.vocabulary()
    }

    /// The value as it can be typed.
    fn default(&self, id: DriverId) -> String {
        self.workload.value(id).text()
    }

    /// The drivers in its default, with which it moves until it is set.
    fn follows(&self, id: DriverId) -> Vec<&'a str> {
        let formula = self.workload.value(id).formula();
        let drivers = formula.into_iter().flat_map(whatif_pricing::Formula::drivers);
        let mut names: Vec<&str> = Vec::new();
        for name in drivers.map(|other| &*self.vocabulary()[other].name) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The drivers for programs.
    #[must_use]
    pub fn json(&self) -> Vec<DriverJson<'a>> {
        let entry = |(id, driver): (DriverId, &'a Driver)| DriverJson {
            id: &driver.name,
            label: &driver.label,
            unit: &driver.unit,
            per_month: driver.kind == DriverKind::Flow,
            default: self.default(id),
            smallest: plain(Ratio::from(driver.smallest)),
            slider_end: plain(Ratio::from(driver.largest)),
            follows: self.follows(id),
            job: Some(&*driver.job).filter(|job| !job.is_empty()),
            help: &driver.help,
        };
        self.vocabulary().iter().map(entry).collect()
    }

    /// The drivers as a table, for Markdown and CSV.
    #[must_use]
    pub fn report(&self) -> Report {
        let texts = ["id", "label", "unit", "default"].map(Column::text);
        let figures = ["smallest", "slider end"].map(Column::number);
        let rest = ["follows", "job", "help"].map(Column::text);
        let columns = texts.into_iter().chain(figures).chain(rest).collect();
        let row = |(id, driver): (DriverId, &Driver)| {
            let figure = |value| Cell::number(Ratio::from(value), Places::QUANTITY);
            vec![
                Cell::text(&driver.name),
                Cell::text(&driver.label),
                Cell::text(&unit(driver)),
                Cell::text(&self.default(id)),
                figure(driver.smallest),
                figure(driver.largest),
                Cell::text(&self.follows(id).join(" ")),
                Cell::text(&driver.job),
                Cell::text(&driver.help),
            ]
        };
        listing("Drivers", columns, self.vocabulary().iter().map(row).collect())
    }

    /// Writes the drivers for a reader.
    pub fn write(&self, page: &mut Page<'_>) -> io::Result<()> {
        page.line(
            "Drivers (--set ID=VALUE). One that is not set has its default, or its preset's value",
        )?;
        for (id, driver) in self.vocabulary().iter() {
            page.heading(&format!("{}  {}", driver.name, driver.label))?;
            page.paragraph("  ", &driver.help)?;
            let default = self.default(id);
            let number = |value| plain(Ratio::from(value));
            let range = format!("{} to {}", number(driver.smallest), number(driver.largest));
            page.paragraph(
                "    ",
                &format!("default {default} · slider {range} · {}", unit(driver)),
            )?;
            let follows = self.follows(id);
            if !follows.is_empty() {
                page.paragraph("    follows ", &follows.join(", "))?;
            }
        }
        page.gap()?;
        let forms =
            "A value is a number (100, 1.5k, 2M), a formula (secrets*3) or a range (50..400).";
        page.paragraph("", &format!("{forms} Values beyond the slider can be set."))
    }
}

fn unit(driver: &Driver) -> String {
    match driver.kind {
        DriverKind::Level => driver.unit.clone(),
        DriverKind::Flow => format!("{} a month", driver.unit),
    }
}
