//! `whatif` without a screen: what each card costs for the starting workload.

use std::io;

use anyhow::Context;
use whatif_pricing::{
    Invoice, Period, Places, RateCard, Selection, Tariff, Vocabulary, Workload, written,
};

use super::page::{Page, Side, point_aligned};
use super::screen::ScreenArgs;
use super::words;
use crate::library::Library;
use crate::terminal::Unusable;

/// Drivers that say what the starting workload is.
const SHOWN: [&str; 5] = ["secrets", "reads_per_secret_per_day", "keys", "peak_qps", "hosts"];

pub fn write(
    page: &mut Page<'_>,
    screen: &ScreenArgs,
    library: &Library,
    refusal: Option<Unusable>,
) -> anyhow::Result<()> {
    let period = Period::standard_month(screen.day_of_use());
    let workload = Workload::standard(Vocabulary::standard());
    page.line("What secrets, keys and security operations would cost in a 30-day month")?;
    page.gap()?;
    write_workload(page, &workload, &period)?;
    page.gap()?;
    write_totals(page, library, &workload, &period)?;
    page.gap()?;
    write_hint(page, refusal)?;
    Ok(())
}

fn write_workload(page: &mut Page<'_>, workload: &Workload, period: &Period) -> anyhow::Result<()> {
    let usage = workload.usage(period.terms())?;
    let drivers = SHOWN.iter().filter_map(|name| workload.vocabulary().find(name));
    let values = drivers.map(|driver| {
        let label = &workload.vocabulary()[driver].label;
        format!("{label} {}", words::quantity(usage.value(driver)))
    });
    Ok(page.paragraph("  ", &values.collect::<Vec<_>>().join(" · "))?)
}

fn write_totals(
    page: &mut Page<'_>,
    library: &Library,
    workload: &Workload,
    period: &Period,
) -> anyhow::Result<()> {
    let cards = library.catalog().cards();
    let mut rows = Vec::with_capacity(cards.len());
    let mut totals = Vec::with_capacity(cards.len());
    for card in cards {
        let tariff = Tariff::new(card, &Selection::standard(card), *period)?;
        let mut invoice = Invoice::default();
        let usage = workload.usage(tariff.terms())?;
        tariff.quote(&usage, &mut invoice).with_context(|| card.id.clone())?;
        totals.push(written(invoice.total, Places::AMOUNT));
        rows.push(row(card, &invoice));
    }
    for (row, total) in rows.iter_mut().zip(point_aligned(&totals)) {
        row[3] = total;
    }
    Ok(page.table(&[Side::Left, Side::Left, Side::Right, Side::Right, Side::Left], &rows)?)
}

fn row(card: &RateCard, invoice: &Invoice) -> Vec<String> {
    let bound = if invoice.complete { "" } else { "≥ " };
    let missing = invoice.lines.iter().filter(|line| line.amount.is_none()).count();
    let note = match (missing, invoice.complete) {
        (0, true) => String::new(),
        (0, false) => "beyond the published prices".to_owned(),
        (1, _) => "1 price unpublished".to_owned(),
        (many, _) => format!("{many} prices unpublished"),
    };
    let currency = format!("{bound}{}", card.currency);
    vec![card.id.clone(), card.title(), currency, String::new(), note]
}

fn write_hint(page: &mut Page<'_>, refusal: Option<Unusable>) -> io::Result<()> {
    if let Some(refusal) = refusal {
        page.paragraph("No screen: ", &format!("{refusal}."))?;
    }
    page.line("Run `whatif` on a terminal to explore; `whatif --help` lists the commands.")
}
