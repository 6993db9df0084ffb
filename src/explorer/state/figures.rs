//! The figures: the priced offers, and the answers that the shown screen needs.

mod baseline;
mod sampling;
mod side_by_side;

use std::collections::BTreeMap;

use whatif_pricing::{Doubted, Ratio};

use super::bill::{BillRow, Past};
use super::levers::LeversAnswer;
use crate::answer::prices::Price;
use crate::answer::service::Service;
use crate::answer::verdict::{Contest, doubt};
use crate::answer::{
    Board, BoardError, Contribution, PricedOffer, Ranking, Saving, Staleness, Verdict, composition,
    rank, saving, verdict,
};
use crate::explorer::chart::Chart;
use crate::explorer::ribbon::Ribbons;
use crate::library::BrokenFile;
use crate::scenario::{OfferId, Scenario};
pub use baseline::Baseline;
pub(super) use sampling::{Sampling, Unsampled};
pub use side_by_side::SideBySide;

/// The priced offers, and the answers that the shown screen needs.
#[derive(Debug)]
pub struct Figures {
    /// Every offer, priced.
    pub board: Board,
    /// The pinned inputs that all figures are compared with, priced. `None` if nothing is pinned.
    pub baseline: Option<Baseline>,
    /// The marked offers side by side. `None` if neither that screen nor the stage is shown, and if none of
    /// them can be priced.
    pub side_by_side: Option<SideBySide>,
    /// The prices behind the shown offers. Empty if they are not shown.
    pub prices: Vec<Price>,
    /// The facts about the selected offer beside its price. `None` if the prices are not shown.
    pub service: Option<Service>,
    /// Cost against the slider under the cursor. `None` if the sweep is not shown.
    pub chart: Option<Chart>,
    /// The offers in the order of their totals.
    pub ranking: Ranking,
    /// The parts of the selected offer's total.
    pub composition: Vec<Contribution>,
    /// The assumptions of the selected offer of which every reading costs the same, by card and assumption.
    idle: Vec<(String, String)>,
    /// The worst doubt about the prices of each offer that has one.
    badges: BTreeMap<OfferId, Doubted>,
    /// The effect of a longer polling interval on the selected offer. `None` if it does not poll.
    pub saving: Option<Saving>,
    /// The offer to hold the selected one against: the cheapest other one.
    pub next: Option<Next>,
    /// The cheapest offer, and how sure that is.
    pub verdict: Verdict,
    /// Along each slider, who is the cheapest.
    pub ribbons: Ribbons,
    /// The levers of the selected offer. `None` if the levers are not shown.
    pub levers: Option<LeversAnswer>,
    /// True if the chart and what a change would save are those of the scenario before. They come after the frame
    /// that shows the change, so that the amounts do not wait for them.
    pub is_due: bool,
    /// True if the last input changed the scenario. Changed figures glow then, and keep only its mark later.
    pub is_fresh: bool,
    /// The files of the user's cards that cannot be used.
    pub broken: Vec<BrokenFile>,
    /// The figures before the last change. An offer without figures has none.
    before: BTreeMap<OfferId, Past>,
    /// The samples drawn from the workload's ranges.
    pub(super) samples: Option<Sampling>,
}

/// The offer to hold the selected one against.
#[derive(Clone, Debug)]
pub struct Next {
    /// The offer.
    pub offer: OfferId,
    /// The parts of its total.
    pub parts: Vec<Contribution>,
    /// Its total less that of the selected offer. `None` if one of them is not known.
    pub more: Option<Ratio>,
}

impl Figures {
    /// The figures of a board. Nothing was before it.
    pub(super) fn new(board: Board, staleness: Staleness) -> Self {
        let mut figures = Self {
            verdict: verdict(&board, Contest::ShortList, staleness),
            ranking: rank(&board),
            composition: Vec::new(),
            idle: Vec::new(),
            badges: BTreeMap::new(),
            saving: None,
            next: None,
            board,
            baseline: None,
            side_by_side: None,
            prices: Vec::new(),
            service: None,
            chart: None,
            ribbons: Ribbons::default(),
            levers: None,
            is_due: false,
            is_fresh: false,
            broken: Vec::new(),
            before: BTreeMap::new(),
            samples: None,
        };
        figures.forget_before();
        figures
    }

    /// Answers who is cheapest, how sure each total is, and what would change the selected one.
    pub(super) fn judge(&mut self, contest: Contest, staleness: Staleness) {
        let board = &self.board;
        self.verdict = verdict(board, contest, staleness);
        self.composition = composition(board, board.selected());
        let listed = board.short_list().into_iter().chain(board.marked());
        let listed = listed.chain([board.selected()]);
        let badge = |offer: &PricedOffer| Some((offer.id.clone(), doubt(board, offer, staleness)?));
        self.badges = listed.filter_map(badge).collect();
        let selected = &board.selected().id;
        let others = self.verdict.compared.iter().filter(|id| *id != selected);
        let others = others.filter_map(|id| board.offer(id)).filter(|it| it.ranked().is_some());
        let next = others.min_by_key(|offer| offer.ranked());
        self.next = next.map(|offer| {
            let totals = offer.shown().zip(board.selected().shown());
            Next {
                offer: offer.id.clone(),
                parts: composition(board, offer),
                more: totals.and_then(|(its, own)| its.amount.minus(own.amount).ok()),
            }
        });
    }

    /// Answers what other readings and a longer interval would change.
    pub(super) fn look_ahead(&mut self) {
        self.idle = self.board.idle_readings();
        self.saving = saving(&self.board, &self.composition);
    }

    /// Returns whether every reading of an assumption on a card of the selected offer costs the same.
    pub(super) fn is_idle(&self, card: &str, assumption: &str) -> bool {
        self.idle.iter().any(|(known, id)| known == card && id == assumption)
    }

    /// Number of assumptions of the selected offer of which every reading costs the same.
    #[must_use]
    pub fn idle_count(&self) -> usize {
        self.idle.len()
    }

    /// The worst doubt about the prices of a listed offer. `None` if there is none.
    #[must_use]
    pub fn badge(&self, offer: &OfferId) -> Option<Doubted> {
        self.badges.get(offer).copied()
    }

    /// The figures of every offer as they are now, to be compared with later ones.
    pub(super) fn present(&self) -> BTreeMap<OfferId, Past> {
        let offers = self.board.offers().iter();
        offers.filter_map(|offer| Some((offer.id.clone(), Past::of(offer)?))).collect()
    }

    /// Prices a scenario. The former figures stay for comparison, unless `merged` says that the change goes
    /// on with the one before it, or no figure changed.
    pub(super) fn price(&mut self, scenario: &Scenario, merged: bool) -> Result<(), BoardError> {
        let before = (!merged).then(|| self.present());
        self.board.price(scenario)?;
        if let Some(before) = before.filter(|before| self.differs_from(before)) {
            self.before = before;
        }
        Ok(())
    }

    /// Prices another scenario, or the same with another selected offer. What was before stays.
    pub(super) fn reprice(&mut self, scenario: &Scenario) -> Result<(), BoardError> {
        self.board.price(scenario)
    }

    /// An offer takes the place of another, so that it is compared with what that one cost before.
    pub(super) fn succeed(&mut self, former: &OfferId, offer: &OfferId) {
        if let Some(past) = self.before.get(former).cloned() {
            self.before.insert(offer.clone(), past);
        }
    }

    /// Puts another board in place. The former figures stay for comparison.
    pub(super) fn put(&mut self, board: Board) -> Board {
        self.before = self.present();
        self.baseline = None;
        self.samples = None;
        std::mem::replace(&mut self.board, board)
    }

    /// Nothing counts as changed.
    pub(super) fn forget_before(&mut self) {
        self.before = self.present();
    }

    fn differs_from(&self, before: &BTreeMap<OfferId, Past>) -> bool {
        let mut priced = 0;
        for offer in self.board.offers() {
            let Some(figures) = offer.figures() else { continue };
            priced += 1;
            if before.get(&offer.id).is_none_or(|past| !past.is_same(figures)) {
                return true;
            }
        }
        priced != before.len()
    }

    /// The amount that the last change added to an offer's total. `None` if it added nothing or a
    /// total is incomplete.
    pub(super) fn total_change(&self, offer: &OfferId) -> Option<Ratio> {
        let now = self.board.offer(offer)?;
        let (total, before) = (now.total()?, self.before.get(offer)?);
        let known = total.complete && before.total.complete;
        let comparable = known && before.currency == now.currency;
        comparable.then(|| difference(total.amount, before.total.amount)).flatten()
    }

    /// Returns whether the last change made an offer's total complete.
    pub(super) fn was_completed(&self, offer: &OfferId) -> bool {
        let now = self.board.offer(offer).and_then(PricedOffer::total);
        let before = self.before.get(offer).map(|past| past.total);
        now.zip(before).is_some_and(|(now, before)| now.complete && !before.complete)
    }

    /// The amount that the last change added to a row of the selected offer's bill.
    pub(super) fn row_change(&self, row: &BillRow) -> Option<Ratio> {
        let offer = self.board.selected();
        let before = self.before.get(&offer.id)?;
        let part = offer.part(row.card())?;
        let now = row.amount_in(&part.card, &part.invoice)?;
        let (card, currency, invoice) = before.part(row.card())?;
        let before = row.amount_in(card, invoice).filter(|_| currency == part.currency());
        difference(now, before?)
    }
}

/// One amount less another. `None` if they are equal.
pub(super) fn difference(now: Ratio, before: Ratio) -> Option<Ratio> {
    now.minus(before).ok().filter(|difference| !difference.is_zero())
}
