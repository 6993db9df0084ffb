//! Service: what to know of the selected offer beside its price. When its bills come, its limits, and what happens
//! to an account that does not pay.

use chrono::{DateTime, Days, FixedOffset};
use whatif_pricing::card::{Quota, RateUnit};
use whatif_pricing::lifecycle::DatedBill;
use whatif_pricing::{Ratio, Vocabulary};

use super::arrears::{Arrears, ArrearsQuestion, arrears};
use super::board::Board;
use crate::scenario::Choices;

/// The most dated bills.
const BILLS_MAX: usize = 12;

/// The facts about an offer beside its price.
#[derive(Clone, Debug)]
pub struct Service {
    /// When a bill comes, in the card's words. `None` if the card does not say.
    pub bill: Option<String>,
    /// The bills of the period, in order, at most a dozen. Empty if the card does not date them.
    pub bills: Vec<DatedBill>,
    /// The limits, each with its figure and the advice on what to do beyond it.
    pub limits: Vec<Limit>,
    /// The stages of an account that does not pay from a day on. `None` beyond the calendar.
    pub overdue: Option<Arrears>,
}

/// A limit of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The quantity that is limited, as the card's formula. Of a rate: the flows that are counted.
    pub of: String,
    /// The most there can be under the choices made.
    pub most: Ratio,
    /// The unit of time of a rate. `None` if it is no rate.
    pub per: Option<RateUnit>,
    /// The share for which it holds, in words: " in each region". Empty if it holds for all together.
    pub each: String,
    /// The advice on what to do beyond it.
    pub says: String,
}

/// Describes the selected offer's service. The account is overdue from `days` after the first bill's latest
/// instant, or after the start of the period if no bill is dated.
#[must_use]
pub fn service(board: &Board, days: u16) -> Service {
    let offer = board.selected();
    let card = &offer.card;
    let inputs = board.inputs();
    let vocabulary = inputs.workload.vocabulary();
    let figures = offer.figures();
    let bills: Vec<DatedBill> = figures
        .map(|figures| figures.own.tariff.bills().into_iter().take(BILLS_MAX).collect())
        .unwrap_or_default();
    let start = inputs.period.window(card.offset).from;
    let due =
        bills.first().map_or_else(|| whatif_pricing::instant(start, card.offset), |it| it.closes);
    let options = figures.map(|figures| &*figures.own.selection.options).unwrap_or_default();
    Service {
        bill: card.bill.as_ref().map(|bill| bill.says.clone()),
        bills,
        limits: card.quotas.iter().filter_map(|quota| limit(quota, options, vocabulary)).collect(),
        overdue: overdue(board, due, days),
    }
}

/// A limit under the choices made. `None` if they have none.
fn limit(quota: &Quota, options: &[usize], vocabulary: &Vocabulary) -> Option<Limit> {
    let most = (*quota.limit.pick(options))?;
    Some(Limit {
        of: quota.rate.as_ref().map_or(&quota.quantity, |rate| &rate.of).text().to_owned(),
        most: Ratio::whole(most),
        per: quota.rate.as_ref().map(|rate| rate.per),
        each: quota.in_each(vocabulary),
        says: quota.says.clone(),
    })
}

fn overdue(board: &Board, due: DateTime<FixedOffset>, days: u16) -> Option<Arrears> {
    let offer = board.selected();
    let at = due.checked_add_days(Days::new(days.into()))?;
    let default = Choices::default();
    let held = board.inputs().offers.get(&offer.id);
    let choices = held.map_or(&default, |offer| &offer.choices);
    let question = ArrearsQuestion { card: &offer.card, choices, overdue_at: at, waits: &[] };
    arrears(&question).ok()
}
