//! The stages of an account that does not pay, dated.

use chrono::{DateTime, FixedOffset};

use crate::card::lifecycle::Stage;
use crate::card::rate_card::{RateCard, Selection};
use crate::number::unit::Length;

/// A stage with its date.
#[derive(Clone, Debug)]
pub struct DatedStage<'a> {
    /// The stage.
    pub stage: &'a Stage,
    /// The time at which it begins, on the card's clock.
    pub at: DateTime<FixedOffset>,
    /// True if fees accrue in it under the readings taken.
    pub accrues: bool,
}

/// The stages of an account that is overdue from an instant on. `waits` replaces how long after the one
/// before it a stage begins, by the stage's place.
///
/// ```
/// use whatif_pricing::{Catalog, Selection, arrears::arrears};
/// let card = Catalog::shipped().card("tencent-ssm-payg").unwrap();
/// let overdue = "2026-03-05T00:00:00+08:00".parse().unwrap();
/// let stages = arrears(&card, &Selection::standard(&card), overdue, &[]).unwrap();
/// // suspended after 24 h, released 168 h after that
/// assert_eq!(stages.last().unwrap().at.to_rfc3339(), "2026-03-13T00:00:00+08:00");
/// ```
///
/// `None` where a date lies outside the calendar.
#[must_use]
pub fn arrears<'a>(
    card: &'a RateCard,
    selection: &Selection,
    overdue_at: DateTime<FixedOffset>,
    waits: &[(usize, Length)],
) -> Option<Vec<DatedStage<'a>>> {
    let mut at = overdue_at.with_timezone(&card.offset);
    let mut stages = Vec::with_capacity(card.lifecycle.len());
    for (place, stage) in card.lifecycle.iter().enumerate() {
        let wait = waits.iter().find(|(waiting, _)| *waiting == place);
        let after = wait.map_or(stage.after, |(_, length)| *length);
        at = at.checked_add_signed(chrono::TimeDelta::seconds(after.seconds()))?;
        if !(1970..=9999).contains(&chrono::Datelike::year(&at)) {
            return None;
        }
        stages.push(DatedStage { stage, at, accrues: accrues(card, selection, place) });
    }
    Some(stages)
}

/// Returns whether fees accrue in a stage under the readings taken.
fn accrues(card: &RateCard, selection: &Selection, place: usize) -> bool {
    let readings = card.assumptions.iter().zip(&selection.readings);
    let changed = readings
        .flat_map(|(assumption, reading)| &assumption.readings[*reading].accrues)
        .find(|(changed, _)| *changed == place);
    changed.map_or(card.lifecycle[place].accrues, |(_, accrues)| *accrues)
}
