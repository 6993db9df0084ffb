//! The dated stages of an account that does not pay.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use whatif_pricing::arrears::arrears as dated;
use whatif_pricing::{Length, RateCard, Unknown};

use super::error::AnswerError;
use super::part::{Chosen, readings};
use crate::scenario::Choices;

/// A question about a card.
#[derive(Clone, Debug)]
pub struct ArrearsQuestion<'a> {
    /// The card.
    pub card: &'a Arc<RateCard>,
    /// The readings that are taken of it.
    pub choices: &'a Choices,
    /// The time at which the account became overdue.
    pub overdue_at: DateTime<FixedOffset>,
    /// The user's own lengths of stages. The last one for a stage holds.
    pub waits: &'a [(String, Length)],
}

/// The stages of an account that does not pay.
#[derive(Clone, Debug)]
pub struct Arrears {
    /// The card.
    pub card: Arc<RateCard>,
    /// The time at which the account became overdue, on the card's clock.
    pub overdue_at: DateTime<FixedOffset>,
    /// The stages, in order. Empty if the card's sources name none.
    pub stages: Vec<Stage>,
    /// The readings that decide whether fees accrue.
    pub ambiguities: Vec<AccrualAmbiguity>,
}

/// One stage of an overdue account.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Its id.
    pub id: String,
    /// The time at which it begins.
    pub at: DateTime<FixedOffset>,
    /// True if fees accrue in it.
    pub fees_accrue: bool,
    /// The stage in words.
    pub says: String,
    /// The loss that it brings.
    pub lost: Option<String>,
    /// The rule of the source.
    pub rule: String,
    /// The time between the stage before and its beginning.
    pub wait: Wait,
    /// True if the card's length depends on the account.
    pub length_varies: bool,
}

/// The time between the stage before and the beginning of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// As long as the user says.
    Own(Length),
    /// As long as the card says.
    Card(Length),
}

/// An assumption that decides whether fees accrue.
#[derive(Clone, Debug)]
pub struct AccrualAmbiguity {
    /// The reading that is taken.
    pub taken: Chosen,
    /// All readings: id and name.
    pub readings: Vec<(String, String)>,
}

/// Answers what happens to an account that does not pay.
pub fn arrears(question: &ArrearsQuestion<'_>) -> Result<Arrears, AnswerError> {
    let card = question.card;
    let (selection, _) = question.choices.on(card);
    let mut waits = Vec::with_capacity(question.waits.len());
    for (stage, length) in question.waits.iter().rev() {
        let place = card.lifecycle.iter().position(|known| known.id == *stage);
        let place = place.ok_or_else(|| {
            Unknown::new("stage", stage, card.lifecycle.iter().map(|known| &known.id))
        })?;
        waits.push((place, *length));
    }
    let at = question.overdue_at;
    let dated = dated(card, &selection, at, &waits).ok_or(AnswerError::BeyondCalendar { at })?;
    let stage = |(place, dated): (usize, &whatif_pricing::arrears::DatedStage<'_>)| {
        let own = waits.iter().find(|(waiting, _)| *waiting == place);
        Stage {
            id: dated.stage.id.clone(),
            at: dated.at,
            fees_accrue: dated.accrues,
            says: dated.stage.says.clone(),
            lost: dated.stage.lost.clone(),
            rule: dated.stage.rule.clone(),
            wait: own.map_or(Wait::Card(dated.stage.after), |(_, length)| Wait::Own(*length)),
            length_varies: dated.stage.varies,
        }
    };
    let stages = dated.iter().enumerate().map(stage).collect();
    let taken = readings(card, &selection);
    let deciding = card
        .assumptions
        .iter()
        .zip(taken)
        .filter(|(asked, _)| asked.readings.iter().any(|reading| !reading.accrues.is_empty()));
    let ambiguities = deciding.map(|(asked, taken)| AccrualAmbiguity {
        taken,
        readings: (asked.readings.iter())
            .map(|reading| (reading.named.id.clone(), reading.named.label.clone()))
            .collect(),
    });
    Ok(Arrears {
        card: Arc::clone(card),
        overdue_at: at.with_timezone(&card.offset),
        stages,
        ambiguities: ambiguities.collect(),
    })
}
