//! Opening and saving: a file becomes a priced board and the differences to what it cost when it was
//! saved, and back.

use std::sync::Arc;

use whatif_pricing::charge::Charge;
use whatif_pricing::{PriceList, Problems, RateCard, plain};

use super::board::{Board, BoardError, Fault, PricedOffer};
use crate::scenario::{
    ChargeRecord, Inputs, Missing, Offer, OfferId, Offers, Record, Records, Scenario, ScenarioFile,
};

/// The reasons why a scenario cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Its text has problems.
    #[error("{0}")]
    Problems(Problems),
    /// It has no board.
    #[error(transparent)]
    Board(#[from] BoardError),
}

/// The side that a statement is about: the scenario or its baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The scenario.
    Now,
    /// The baseline.
    Baseline,
}

/// Something that is not as it was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// An offer of which there is no card here, or a copy that the file does not describe.
    NoOffer {
        /// The offer.
        offer: OfferId,
        /// The cost when it was saved, if the file gives it.
        record: Option<Record>,
    },
    /// A part that a card no longer has.
    NoPart {
        /// The offer.
        offer: OfferId,
        /// The part.
        part: Missing,
    },
    /// Other figures.
    Figures {
        /// The offer.
        offer: OfferId,
        /// Provider, service and plan.
        title: String,
        /// The record as it was saved.
        was: Record,
        /// Now.
        is: Record,
    },
    /// An offer in play that cannot be priced.
    Unpriced {
        /// The offer.
        offer: OfferId,
        /// The reason.
        fault: Fault,
    },
    /// The baseline has no board.
    NoBaseline(BoardError),
}

/// A scenario that was read and priced.
#[derive(Debug)]
pub struct Opening {
    /// The contents of the file.
    pub file: ScenarioFile,
    /// The scenario, priced over the cards that there are.
    pub board: Board,
    /// The differences from what was saved.
    pub differences: Vec<(Side, Difference)>,
    /// The offers whose price lists were revised though no figure changed.
    pub revised: Vec<OfferId>,
    /// The offers in play for which the file has no record.
    pub unrecorded: Vec<OfferId>,
}

/// Reads a text, prices it over these cards and compares the figures with those it was saved with.
pub fn open(text: &str, cards: &[Arc<RateCard>]) -> Result<Opening, OpenError> {
    let file = ScenarioFile::read(text).map_err(OpenError::Problems)?;
    let board = Board::new(cards, &file.scenario)?;
    let baseline = file.scenario.baseline.as_ref().map(|inputs| board.at(inputs));
    let (differences, revised, unrecorded) = (Vec::new(), Vec::new(), Vec::new());
    let mut opening = Opening { file, board, differences, revised, unrecorded };
    opening.find_missing_offers();
    opening.compare(Side::Now, None);
    match baseline {
        Some(Ok(board)) => opening.compare(Side::Baseline, Some(&board)),
        Some(Err(error)) => {
            opening.differences.push((Side::Baseline, Difference::NoBaseline(error)));
        }
        None => {}
    }
    let in_play = opening.board.in_play().map(|offer| &offer.id);
    let unrecorded = in_play.filter(|id| !opening.file.records.contains_key(id));
    opening.unrecorded = unrecorded.cloned().collect();
    opening.revised.sort_unstable();
    opening.revised.dedup();
    Ok(opening)
}

impl Opening {
    /// The selected offer of the file, if it is not there.
    #[must_use]
    pub fn missing_selected(&self) -> Option<&OfferId> {
        let id = &self.file.scenario.selected;
        self.board.offer(id).is_none().then_some(id)
    }

    fn find_missing_offers(&mut self) {
        let scenario = &self.file.scenario;
        let of_inputs = |inputs: &Inputs| -> Vec<OfferId> {
            inputs.offers.iter().map(|(id, _)| id.clone()).collect()
        };
        let mut now: Vec<OfferId> = scenario.marked.iter().cloned().collect();
        now.push(scenario.selected.clone());
        now.extend(of_inputs(&scenario.inputs));
        let mut past = scenario.baseline.as_deref().map(of_inputs).unwrap_or_default();
        past.extend(self.file.baseline_records.keys().cloned());
        for ids in [&mut now, &mut past] {
            ids.sort_unstable();
            ids.dedup();
            // A copy that only the baseline describes has a card all the same.
            ids.retain(|id| self.board.offer(id).is_none());
        }
        past.retain(|id| !now.contains(id) && self.board.card(id.card()).is_none());
        let missing = |side, ids: Vec<OfferId>, records: &Records| {
            let difference = |offer: OfferId| {
                let record = records.get(&offer).cloned();
                (side, Difference::NoOffer { offer, record })
            };
            ids.into_iter().map(difference).collect::<Vec<_>>()
        };
        self.differences.extend(missing(Side::Now, now, &self.file.records));
        self.differences.extend(missing(Side::Baseline, past, &self.file.baseline_records));
    }

    /// Compares the figures of a side with its records.
    fn compare(&mut self, side: Side, baseline: Option<&Board>) {
        let board = baseline.unwrap_or(&self.board);
        let records = match side {
            Side::Now => &self.file.records,
            Side::Baseline => &self.file.baseline_records,
        };
        let mut found = Vec::new();
        for offer in board.offers() {
            let id = || offer.id.clone();
            let parts = offer.missing.iter().cloned();
            found.extend(parts.map(|part| Difference::NoPart { offer: id(), part }));
            let Some(was) = records.get(&offer.id) else { continue };
            let is = match (record(offer), &offer.figures) {
                (Some(is), _) => is,
                (None, Err(fault)) => {
                    found.push(Difference::Unpriced { offer: id(), fault: fault.clone() });
                    continue;
                }
                (None, Ok(_)) => continue,
            };
            if !was.changes_to(&is).is_empty() {
                let (title, was) = (offer.title(), was.clone());
                found.push(Difference::Figures { offer: id(), title, was, is });
            } else if was.fingerprint != is.fingerprint {
                self.revised.push(id());
            }
        }
        self.differences.extend(found.into_iter().map(|difference| (side, difference)));
    }
}

/// The file of a scenario as it is saved: every option and reading of the offers in play is written out,
/// and what offers cost that are not there stays as it was in the former file.
#[must_use]
pub fn file(
    board: &Board,
    baseline: Option<&Board>,
    former: Option<&ScenarioFile>,
) -> ScenarioFile {
    let in_play: Vec<&OfferId> = board.in_play().map(|offer| &offer.id).collect();
    let scenario = board.scenario();
    let former_records = former.map(|former| &former.records);
    let records = records(board, &in_play, former_records);
    let inputs = written_out(board, &in_play);
    let former_baseline = former.filter(|former| {
        let known = former.scenario.baseline.as_deref().zip(scenario.baseline.as_deref());
        known.is_some_and(|(known, now)| differs_in_offers_only(known, now))
    });
    let (baseline_inputs, baseline_records) = match baseline {
        Some(past) => {
            let mut in_play: Vec<&OfferId> = past.in_play().map(|offer| &offer.id).collect();
            in_play.extend(
                board.in_play().map(|offer| &offer.id).filter(|id| past.offer(id).is_some()),
            );
            let former = former_baseline.map(|former| &former.baseline_records);
            let inputs = Inputs {
                display: scenario.baseline.as_ref().map_or(past.asked_currency(), |it| it.display),
                ..written_out(past, &in_play)
            };
            (Some(Arc::new(inputs)), self::records(past, &in_play, former))
        }
        None => (scenario.baseline.clone(), Records::new()),
    };
    let letters = board.letters();
    let scenario = Scenario { inputs, letters, baseline: baseline_inputs, ..scenario.clone() };
    ScenarioFile { scenario, records, baseline_records }
}

/// Returns whether two inputs are the same but for the choices on offers.
fn differs_in_offers_only(one: &Inputs, other: &Inputs) -> bool {
    Inputs { offers: Offers::default(), ..one.clone() }
        == Inputs { offers: Offers::default(), ..other.clone() }
}

/// The inputs of a board with the offers in play written out and the others left out. What is not there
/// stays as it was written.
fn written_out(board: &Board, in_play: &[&OfferId]) -> Inputs {
    let inputs = &board.scenario().inputs;
    let away = inputs.offers.iter().filter(|(id, _)| board.offer(id).is_none());
    let away = away.map(|(id, offer)| (id.clone(), offer.clone()));
    let present = board.offers().iter().filter(|offer| in_play.contains(&&offer.id));
    let present = present.map(|priced| {
        let offer = inputs.offers.get(&priced.id).cloned().unwrap_or_default();
        let choices = offer.choices.written_out(&priced.card);
        (priced.id.clone(), Offer { choices, ..offer })
    });
    Inputs { offers: away.chain(present).collect(), ..inputs.clone() }
}

fn records(board: &Board, in_play: &[&OfferId], former: Option<&Records>) -> Records {
    let present = board.offers().iter().filter(|offer| in_play.contains(&&offer.id));
    let present = present.filter_map(|offer| Some((offer.id.clone(), record(offer)?)));
    let mut records: Records = present.collect();
    for (id, former) in former.into_iter().flatten() {
        let is_away = board.offer(id).is_none_or(|offer| offer.figures.is_err());
        if is_away && !records.contains_key(id) {
            records.insert(id.clone(), former.clone());
        }
    }
    records
}

/// Records what an offer costs now. `None` if it cannot be priced.
#[must_use]
pub fn record(offer: &PricedOffer) -> Option<Record> {
    let figures = offer.figures()?;
    let (card, tariff) = (&figures.own.card, &figures.own.tariff);
    let amount = |place: usize| figures.own.invoice.lines.get(place).and_then(|line| line.amount);
    let charge = |(place, charge): (usize, &Charge)| ChargeRecord {
        id: charge.id.clone(),
        price: tariff.price_text(place),
        amount: amount(place).map(plain),
    };
    // A list without a first day of its own is known from the day that its source carries.
    let day = |list: PriceList| {
        let known = list.former.is_none().then(|| card.dated());
        let day = list.effective_from.or(known);
        day.map_or_else(|| "undated".to_owned(), |day| day.to_string())
    };
    Some(Record {
        lists: tariff.price_lists().map(day).collect(),
        fingerprint: tariff.fingerprint(),
        currency: tariff.currency(),
        total: plain(figures.total.amount),
        complete: figures.total.complete,
        charges: card.charges.iter().enumerate().map(charge).collect(),
    })
}

#[cfg(test)]
mod tests;
