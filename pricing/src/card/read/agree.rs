//! Checks which values of a charge's axes go together.

use crate::card::charge::{Axes, Clamp, Meter, Prorate, QuantizeChoice, Rate};
use crate::number::unit::TimeUnit;
use crate::time::cycle::Cycle;

/// Values that do not go together.
#[derive(PartialEq, Eq)]
pub(super) struct Disagreement {
    /// The key it is about.
    pub key: &'static str,
    pub message: &'static str,
    pub remedy: &'static str,
}

const fn of(key: &'static str, message: &'static str, remedy: &'static str) -> Disagreement {
    Disagreement { key, message, remedy }
}

/// Finds the values that do not go together in a charge's axes.
pub(super) fn disagreements(axes: &Axes) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for prorate in axes.prorate.all() {
        let of_meter = match axes.meter {
            Meter::Used(..) => of_flow(axes, prorate),
            Meter::Kept(..) => of_stock(axes, prorate),
            Meter::Lines(..) => of_lines(axes, prorate),
            Meter::Held(_) | Meter::Peak(..) | Meter::Snapshot(..) | Meter::Percentile(..) => {
                of_level(axes, prorate)
            }
        };
        for disagreement in of_meter {
            if !found.contains(&disagreement) {
                found.push(disagreement);
            }
        }
    }
    let ahead = |it: &&Prorate| matches!(it, Prorate::WholeMonths { .. } | Prorate::WholeCycles(_));
    let bought_ahead = axes.prorate.all().iter().any(ahead);
    if axes.trial.is_some() && (bought_ahead || matches!(axes.meter, Meter::Kept(..))) {
        found.push(of(
            "trial",
            "a trial is for what is charged by the time it is used",
            "take trial out of a charge that is paid ahead or kept",
        ));
    }
    if let (Some(least), Some(most)) = (axes.clamp.minimum, axes.clamp.maximum)
        && least > most
    {
        found.push(of("clamp", "the minimum is above the maximum", "swap them"));
    }
    found
}

fn of_lines(axes: &Axes, prorate: &Prorate) -> Vec<Disagreement> {
    let alone = axes.scope.is_none() && axes.trial.is_none() && axes.while_above_zero.is_none();
    if alone && axes.price.per.is_none() && *prorate == Prorate::Exact {
        return Vec::new();
    }
    vec![of(
        "meter",
        "a charge on other lines has a price per time, groups or times of its own",
        "take per, prorate, scope, trial and while out: it follows those lines",
    )]
}

fn of_stock(axes: &Axes, prorate: &Prorate) -> Vec<Disagreement> {
    let mut found = Vec::new();
    if axes.price.per != Some(TimeUnit::Month) {
        found.push(of(
            "price",
            "a stock that grows from a flow has a price for another time than a month",
            "write per = \"month\"",
        ));
    }
    if *prorate != Prorate::Exact || !is_in_proportion(axes) {
        found.push(of(
            "meter",
            "a stock that grows from a flow has a price for each unit, and nothing free or rounded",
            "take allow, scope, quantize, clamp, round, prorate and tiers out; what is free for a time is free = \"3\"",
        ));
    }
    found
}

fn of_flow(axes: &Axes, prorate: &Prorate) -> Vec<Disagreement> {
    let mut found = Vec::new();
    if axes.price.per.is_some() {
        found.push(of(
            "price",
            "a used quantity has a price per time",
            "take per out of the price: the quantity is a sum over time already",
        ));
    }
    if *prorate != Prorate::Exact {
        found.push(of(
            "prorate",
            "a used quantity is pro-rated",
            "take prorate out: the quantity is a sum over time already",
        ));
    }
    found
}

fn of_level(axes: &Axes, prorate: &Prorate) -> Vec<Disagreement> {
    let held = matches!(axes.meter, Meter::Held(_));
    let to_the_second = held && *prorate == Prorate::Exact;
    let mut found = Vec::new();
    if to_the_second && axes.price.per.is_none() {
        found.push(of(
            "price",
            "a held quantity has a price without a time",
            "add per = \"month\" (or hour, day) to the price",
        ));
    }
    if to_the_second && (axes.clamp != Clamp::default() || axes.round.is_some()) {
        found.push(of(
            "clamp",
            "clamp and round need a cycle",
            "meter with used, peak or snapshot, which have one",
        ));
    }
    let misread = match prorate {
        Prorate::Exact => false,
        Prorate::Started(_) | Prorate::Completed(_) | Prorate::SinceCreation(_) => !held,
        Prorate::WholeMonths { .. } | Prorate::WholeCycles(_) => {
            matches!(axes.meter, Meter::Snapshot(..) | Meter::Percentile(..))
        }
    };
    if misread {
        found.push(of(
            "prorate",
            "this way to pro-rate is not for this meter",
            "take prorate out, or meter with held",
        ));
    }
    if matches!(prorate, Prorate::SinceCreation(_)) && !is_in_proportion(axes) {
        found.push(of(
            "prorate",
            "units charged from their creation have a price each, and nothing free or rounded",
            "take allow, scope, quantize, clamp, round and tiers out, or write \"started-hour\"",
        ));
    }
    if is_monthly(axes, prorate) && !matches!(axes.price.per, None | Some(TimeUnit::Month)) {
        found.push(of(
            "price",
            "a quantity read each month has a price for another time",
            "write per = \"month\"",
        ));
    }
    found
}

const fn is_monthly(axes: &Axes, prorate: &Prorate) -> bool {
    let by_month = matches!(
        axes.meter,
        Meter::Peak(_, Cycle::Month)
            | Meter::Snapshot(_, Cycle::Month)
            | Meter::Percentile(_, Cycle::Month, _)
    );
    let whole = matches!(
        prorate,
        Prorate::Started(Cycle::Month) | Prorate::WholeMonths { .. } | Prorate::WholeCycles(_)
    );
    by_month || whole
}

/// Does each unit cost the same, whatever the others?
fn is_in_proportion(axes: &Axes) -> bool {
    let Axes { scope, quantize, allow, price, clamp, round, .. } = axes;
    matches!(price.rate, Rate::PerUnit(_) | Rate::Unpublished(_))
        && scope.is_none()
        && allow.is_none()
        && round.is_none()
        && *quantize == QuantizeChoice::default()
        && *clamp == Clamp::default()
}

/// Is its quantity integrated over time, without a cycle, in one choice at least?
pub(super) fn is_held_exactly(axes: &Axes) -> bool {
    matches!(axes.meter, Meter::Held(_)) && axes.prorate.all().contains(&&Prorate::Exact)
}
