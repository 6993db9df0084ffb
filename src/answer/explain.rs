//! The steps that lead to the amount of one charge.

use std::sync::Arc;

use chrono::NaiveDate;
use whatif_pricing::card::{Rule, Source};
use whatif_pricing::charge::Confidence;
use whatif_pricing::explain::ExplainedStep;
use whatif_pricing::{
    Adjustment, Currency, Doubt as PriceDoubt, Doubted, DriverId, Line, Period, RateCard,
    RateError, Ratio, Total, Warning, Window,
};

use super::board::{Board, OfferFigures, Part};
use super::doubt::Staleness;
use super::error::AnswerError;
use super::notes::{Note, notes};
use super::part::{Chosen, QuotedAdjustment, adjustment, readings};
use super::priced::priced;
use super::quote::{Converted, converted};
use super::ranges::workload_at_start;
use super::workload::{ImportRead, import_read};
use crate::scenario::OfferId;

/// A question about a charge.
#[derive(Clone, Copy, Debug)]
pub struct ExplainQuestion<'a> {
    /// The offer.
    pub offer: &'a OfferId,
    /// The id of the card: the offer's own or a companion's. The first that has the charge if `None`.
    pub card: Option<&'a str>,
    /// The id of the charge.
    pub charge: &'a str,
    /// The currency in which the amount is shown too.
    pub currency: Option<Currency>,
    /// From which age prices are stale. They have no age if `None`.
    pub staleness: Option<Staleness>,
}

/// The steps that lead to an amount.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The offer.
    pub offer: OfferId,
    /// The card that has the charge.
    pub card: Arc<RateCard>,
    /// The currency of the card as it is chosen.
    pub currency: Currency,
    /// Provider, service and plan.
    pub title: String,
    /// The id of the charge.
    pub charge: String,
    /// Its name.
    pub label: String,
    /// The period.
    pub period: Period,
    /// The period on the card's clock.
    pub window: Window,
    /// The day whose price lists apply. Those of the period if `None`.
    pub as_of: Option<NaiveDate>,
    /// The steps in order, of the workload at the start of the period.
    pub steps: Vec<ExplainedStep>,
    /// The exact quantity.
    pub quantity: Ratio,
    /// The quantity that is charged.
    pub billed_quantity: Ratio,
    /// The amount. `None` if the price is not published.
    pub amount: Option<Ratio>,
    /// The charge over the whole period, if the workload changes within it.
    pub over_time: Option<OverTime>,
    /// The discount or mark-up on the charge.
    pub on_charge: Option<QuotedAdjustment>,
    /// Discounts, mark-ups and tax on the whole card.
    pub on_all: Vec<QuotedAdjustment>,
    /// The amount of the whole period in the currency that was asked for.
    pub converted: Option<Converted>,
    /// The drivers that the amount depends on and that were imported, by label.
    pub imported: Vec<(String, ImportRead)>,
    /// The rules that the charge follows.
    pub rules: Vec<Rule>,
    /// The readings of those rules that are taken.
    pub readings: Vec<Chosen>,
    /// The confidence in the price.
    pub confidence: PriceConfidence,
    /// The source of the price.
    pub source: Source,
    /// The doubts about the price, the worst first. Empty if it is the user's own.
    pub doubts: Vec<PriceDoubt>,
    /// The warnings that cost the offer its rank and that are about this charge.
    pub warnings: Vec<Warning>,
    /// The assumptions that it rests on.
    pub notes: Vec<Note>,
}

impl Explained {
    /// The worst doubt about the price: about all of the amount, unless that is zero or not known.
    #[must_use]
    pub fn doubted(&self) -> Option<Doubted> {
        let doubt = *self.doubts.first()?;
        let has_share = self.billed().is_some_and(|amount| !amount.is_zero());
        Some(Doubted { doubt, share: has_share.then_some(Ratio::ONE) })
    }

    /// The amount of the bill: over the whole period, if the workload changes within it.
    #[must_use]
    pub fn billed(&self) -> Option<Ratio> {
        self.over_time.map_or(self.amount, |over_time| over_time.amount)
    }
}

/// A charge over a period in which the workload changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverTime {
    /// The number of its billing records. `None` if there are too many to list.
    pub records: Option<usize>,
    /// Their sum.
    pub amount: Option<Ratio>,
}

/// The confidence in a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceConfidence {
    /// It is the user's own.
    Own,
    /// As sure as its source.
    Source(Confidence),
}

/// Answers how the amount of a charge came about.
pub fn explain(board: &Board, question: &ExplainQuestion<'_>) -> Result<Explained, AnswerError> {
    let (offer, figures) = priced(board, question.offer)?;
    let (part, place) = find(figures, question)?;
    let Part { card, selection, tariff, invoice, .. } = part;
    let workload = workload_at_start(board);
    let explained = tariff.explain(place, &workload, selection)?;
    let line = invoice.lines[place];
    let charge = &card.charges[place];
    let adjusted = invoice.adjustments.iter();
    let on_charge = adjusted.clone().find(|it| it.of == Adjustment::Charge(place));
    let on_all = adjusted.filter(|it| matches!(it.of, Adjustment::Card | Adjustment::Tax));
    let total = line.amount.map(|amount| Total { amount, complete: true });
    let shown = total.zip(question.currency);
    let shown = shown.map(|(total, into)| converted(board, total, part.currency(), into));
    let is_own = card.id == offer.card.id;
    let staleness = question.staleness.unwrap_or(Staleness::AGELESS);
    let mut bearing = readings(card, selection);
    bearing.retain(|taken| taken.rule.as_ref().is_some_and(|rule| charge.rules.contains(rule)));
    let own_price = part.own_price(place);
    let confidence = match own_price {
        Some(_) => PriceConfidence::Own,
        None => PriceConfidence::Source(*charge.confidence.pick(&selection.options)),
    };
    Ok(Explained {
        offer: offer.id.clone(),
        title: if is_own { offer.title() } else { card.title() },
        charge: charge.id.clone(),
        label: charge.label.clone(),
        period: board.inputs().period,
        window: tariff.window(),
        as_of: board.inputs().as_of,
        quantity: explained.line.quantity,
        billed_quantity: explained.line.billed_quantity,
        amount: explained.line.amount,
        over_time: over_time(part, line)?,
        on_charge: on_charge.map(|it| adjustment(card, it)),
        on_all: on_all.map(|it| adjustment(card, it)).collect(),
        converted: shown.transpose()?,
        imported: imported(board, &charge.reads(&workload)),
        rules: explained.rules.into_iter().cloned().collect(),
        readings: bearing,
        confidence,
        source: explained.source.clone(),
        doubts: match own_price {
            Some(_) => Vec::new(),
            None => card.doubts_about(place, selection, staleness.limit()),
        },
        warnings: warnings(part, |driver| tariff.charge_reads(place, driver)),
        notes: about_charge(board, &offer.id, |driver| tariff.charge_reads(place, driver)),
        steps: explained.steps,
        card: Arc::clone(card),
        currency: part.currency(),
    })
}

/// The warnings that cost the offer its rank and that are about a charge: limits, and a peak that it reads.
fn warnings(part: &Part, reads: impl Fn(DriverId) -> bool) -> Vec<Warning> {
    let is_read = |warning: &&Warning| matches!(warning, Warning::PeakBelowMean { driver, .. } if reads(*driver));
    let peaks = part.invoice.warnings.iter().filter(is_read);
    part.over_limits().chain(peaks).copied().collect()
}

/// The notes about a charge: those about drivers that it reads.
fn about_charge(board: &Board, offer: &OfferId, reads: impl Fn(DriverId) -> bool) -> Vec<Note> {
    let mut notes = notes(board, [offer]);
    notes.retain(|note| match note {
        Note::AssumedPeak { driver, .. } => reads(*driver),
        Note::BareFlow(flow) => reads(flow.driver),
        Note::ChangedFlow(flow) => reads(flow.driver),
        Note::OtherCurrency { .. } => false,
    });
    notes
}

/// The drivers of these that were imported.
fn imported(board: &Board, reads: &[bool]) -> Vec<(String, ImportRead)> {
    let vocabulary = board.inputs().workload.vocabulary();
    let read = vocabulary.iter().filter(|(id, _)| reads[id.index()]);
    read.filter_map(|(id, driver)| Some((driver.label.clone(), import_read(board, id)?))).collect()
}

/// The part of the offer that has the charge, and the charge's place in it.
fn find<'a>(
    figures: &'a OfferFigures,
    question: &ExplainQuestion<'_>,
) -> Result<(&'a Part, usize), AnswerError> {
    let asked = |part: &&Part| question.card.is_none_or(|card| part.card.id == card);
    let found = figures.parts().filter(asked).find_map(|part| {
        let place = part.card.charge(question.charge).ok()?;
        Some((part, place))
    });
    let unknown = || {
        let part = figures.parts().find(asked).unwrap_or(&figures.own);
        match part.card.charge(question.charge) {
            Ok(place) => Ok((part, place)),
            Err(unknown) => Err(AnswerError::Unknown(unknown)),
        }
    };
    found.map_or_else(unknown, Ok)
}

fn over_time(part: &Part, line: Line) -> Result<Option<OverTime>, AnswerError> {
    if part.segments.len() <= 1 {
        return Ok(None);
    }
    let records = match part.tariff.records(&part.segments) {
        Ok(records) => Some(records.iter().filter(|it| it.charge == line.charge).count()),
        Err(RateError::TooManyRecords(_)) => None,
        Err(error) => return Err(error.into()),
    };
    Ok(Some(OverTime { records, amount: line.amount }))
}
