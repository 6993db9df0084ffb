//! A driver and the values along which `sweep` and `solve` move it.

use anyhow::anyhow;
use clap::Args;
use rust_decimal::Decimal;
use whatif_pricing::sweep::{Axis, Run};
use whatif_pricing::{DriverId, Offer, Places, Total, Workload, number, written};

use super::output::Failure;
use super::request::Request;

/// What a range that another driver is set to counts as here.
pub const RANGES: &str = "a driver that is set to a range counts as its likely value";

/// The ends of the values.
#[derive(Debug, Args)]
#[command(next_help_heading = "Range")]
pub struct EndsArgs {
    /// The first value of the driver: 1, 1.5k
    #[arg(long, value_name = "VALUE", allow_negative_numbers = true)]
    from: Option<String>,

    /// The last value of the driver: 2k, 2M
    #[arg(long, value_name = "VALUE", allow_negative_numbers = true)]
    to: Option<String>,
}

impl EndsArgs {
    /// The ends that were given.
    pub fn read(&self) -> Result<[Option<Decimal>; 2], Failure> {
        let read = |flag: &str, text: &Option<String>| {
            let number = text.as_deref().map(number::quantity).transpose();
            number.map_err(|error| Failure::Input(anyhow!("{flag}: {error}")))
        };
        Ok([read("--from", &self.from)?, read("--to", &self.to)?])
    }
}

/// That a value was set for the driver that moves through all of them.
pub fn refuse_set(driver: &str, is_set: bool) -> Result<(), Failure> {
    if !is_set {
        return Ok(());
    }
    Err(Failure::Input(anyhow!(
        "--set {driver}: {driver} takes all values here, so one value has no effect: leave it out, or give the ends with --from and --to"
    )))
}

/// The axis of a driver for requests, which share workload and period.
pub fn axis(
    request: &Request,
    driver: DriverId,
    [from, to]: [Decimal; 2],
) -> Result<Axis, Failure> {
    let (workload, terms) = (&request.timeline.workload, request.tariff.period_terms());
    Axis::new(workload, driver, terms, from, to).map_err(Failure::input)
}

/// By offer: does its total depend on the driver of the axis? Refused where none does.
pub fn reads(offers: &[Offer], axis: &Axis) -> Result<Vec<bool>, Failure> {
    let workload = axis.workload();
    let read: Vec<Vec<bool>> = offers.iter().map(|offer| offer.reads(workload)).collect();
    let reads: Vec<bool> = read.iter().map(|read| read[axis.driver().index()]).collect();
    if reads.contains(&true) {
        return Ok(reads);
    }
    let name = &workload.vocabulary()[axis.driver()].name;
    let (who, they) = match offers {
        [only] => (format!("{} does not read it", only.card().id), "it reads"),
        _ => ("none of the cards reads it".to_owned(), "they read"),
    };
    Err(Failure::Input(anyhow!(
        "{name} changes nothing here: {who} with this workload; {they} {}",
        names(workload, &read)
    )))
}

/// The drivers that any of the cards reads.
fn names(workload: &Workload, read: &[Vec<bool>]) -> String {
    let drivers = workload.vocabulary().iter();
    let read = drivers.filter(|(id, _)| read.iter().any(|read| read[id.index()]));
    read.map(|(_, driver)| &*driver.name).collect::<Vec<_>>().join(", ")
}

/// Why a request has no total that is known as a whole at a step; nothing where it has.
pub fn why_unknown(request: &Request, axis: &Axis, step: u64) -> Vec<String> {
    let moved = request.with_value(axis.driver(), axis.value(step));
    match moved.and_then(|moved| Ok((moved.quoted()?, moved))) {
        Ok((quoted, moved)) => moved.missing(&quoted),
        Err(Failure::Input(error)) => vec![format!("{error:#}")],
        Err(_) => vec!["it cannot be priced".to_owned()],
    }
}

/// Why a card cannot be compared with others; none where it can.
pub fn why_unranked(offer: &Offer, workload: &Workload) -> Option<String> {
    if offer.has_ended() {
        return Some("the service has ended".to_owned());
    }
    let usage = workload.usage(offer.tariff().period_terms()).ok()?;
    let lacks = offer.lacks(workload, &usage).then(|| offer.cannot_do(workload))?;
    let lacks = lacks.iter().map(|driver| &*workload.vocabulary()[*driver].name);
    Some(format!("it cannot do {}", lacks.collect::<Vec<_>>().join(", ")))
}

/// Runs with another answer in place of each; neighbours that then are alike are one.
pub fn joined<T: Copy, U: PartialEq>(runs: &[Run<T>], what: impl Fn(T) -> U) -> Vec<Run<U>> {
    let mut all: Vec<Run<U>> = Vec::with_capacity(runs.len());
    for run in runs {
        let what = what(run.what);
        match all.last_mut() {
            Some(last) if last.what == what => last.to = run.to,
            _ => all.push(Run { from: run.from, to: run.to, what }),
        }
    }
    all
}

/// The decimal places of totals in one table: as everywhere, unless two that differ would read the same.
pub fn places(totals: impl IntoIterator<Item = Option<Total>>) -> Places {
    let mut amounts: Vec<_> = totals.into_iter().flatten().map(|total| total.amount).collect();
    amounts.sort_unstable();
    amounts.dedup();
    let texts = amounts.iter().map(|amount| written(*amount, Places::AMOUNT));
    let texts: Vec<String> = texts.collect();
    let alike = texts.windows(2).any(|pair| pair[0] == pair[1]);
    if alike { Places::PRICE } else { Places::AMOUNT }
}

/// A total; one that lacks a price is a lower bound.
pub fn total(total: Option<Total>, places: Places, unknown: &str) -> String {
    let Some(total) = total else { return unknown.to_owned() };
    let bound = if total.complete { "" } else { "≥ " };
    format!("{bound}{}", written(total.amount, places))
}
