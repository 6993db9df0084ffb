//! Checks that the axes of every charge go together, whatever readings are taken, under every price list.

use super::agree::{Disagreement, disagreements};
use super::assumption::Placed;
use super::former;
use crate::card::charge::Charge;
use crate::card::rate_card::Reading;
use crate::card::text::Table;

/// The most combinations of readings that may change one charge.
const READINGS_COMBINED_MAX: usize = 1_000;

/// Whatever readings are taken, under every price list, the axes of each charge go together.
pub(super) fn check_readings(
    table: &Table<'_>,
    charges: &[Charge],
    former: &[former::Placed],
    assumptions: &[Placed],
) {
    check_list(table, charges, "", assumptions);
    for (list, at) in former {
        let mut charges = charges.to_vec();
        for (place, patch) in &list.charges {
            let Some(charge) = charges.get_mut(*place) else { continue };
            let was_fine = disagreements(&charge.axes).is_empty();
            patch.apply(&mut charge.axes);
            for Disagreement { message, remedy, .. } in disagreements(&charge.axes) {
                if was_fine {
                    let message = format!("the charge '{}' in this list: {message}", charge.id);
                    table.complain_at(at.clone(), message, remedy);
                }
            }
        }
        check_list(table, &charges, " in a former list", assumptions);
    }
}

/// One price list under every combination of readings.
fn check_list(table: &Table<'_>, charges: &[Charge], list: &str, assumptions: &[Placed]) {
    for (place, charge) in charges.iter().enumerate() {
        if !disagreements(&charge.axes).is_empty() {
            continue; // reported already
        }
        let concerns = |reading: &Reading| reading.charges.iter().any(|(to, _)| *to == place);
        let asked = assumptions.iter().filter(|(asked, _)| asked.readings.iter().any(concerns));
        let asked: Vec<&Placed> = asked.collect();
        let sizes = asked.iter().map(|(asked, _)| asked.readings.len());
        let count = sizes.fold(1, usize::saturating_mul);
        if count > READINGS_COMBINED_MAX {
            let message = format!("{count} combinations of readings change '{}'", charge.id);
            table.complain(message, format!("have at most {READINGS_COMBINED_MAX}"));
            continue;
        }
        for number in 1..count {
            check_combination(table, place, charge, (&asked, list), number);
        }
    }
}

/// One combination: its number counts through the readings of every assumption.
fn check_combination(
    table: &Table<'_>,
    place: usize,
    charge: &Charge,
    (asked, list): (&[&Placed], &str),
    number: usize,
) {
    let mut axes = charge.axes.clone();
    let mut taken = Vec::with_capacity(asked.len());
    let mut rest = number;
    for (assumption, _) in asked {
        let reading = &assumption.readings[rest % assumption.readings.len()];
        rest /= assumption.readings.len();
        let patches = reading.charges.iter().filter(|(to, _)| *to == place);
        patches.for_each(|(_, patch)| patch.apply(&mut axes));
        taken.push(format!("{} = {}", assumption.id, reading.named.id));
    }
    let at = asked.last().map_or(0..0, |(_, at)| at.clone());
    for Disagreement { message, remedy, .. } in disagreements(&axes) {
        let taken = taken.join(", ");
        let message = format!("the charge '{}' under {taken}{list}: {message}", charge.id);
        table.complain_at(at.clone(), message, remedy);
    }
}
