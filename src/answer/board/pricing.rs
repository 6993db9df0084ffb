//! The pricing of one offer: its choices on its cards, its parts and their total.

use std::cell::RefCell;
use std::sync::Arc;

use chrono::FixedOffset;

use whatif_pricing::{
    Change, Invoice, OutOfRange, RateCard, RateError, Segment, Selection, Tariff, Terms, Timeline,
    TimelineError, Total, Usage, Value, Warning, Workload,
};

use super::offer::{Fault, OfferFigures, Part, PricedOffer};
use crate::scenario::{Inputs, Missing, Offer, OfferId, PartKind, Scenario};

impl Part {
    /// A card under these choices, not priced yet. Takes over the buffers of a former part.
    pub(super) fn new(
        card: &Arc<RateCard>,
        selection: Selection,
        former: Option<Self>,
        terms: Terms,
    ) -> Result<Self, Fault> {
        if let Some(former) = former.as_ref().filter(|former| former.selection == selection) {
            return Ok(former.clone());
        }
        let tariff = Tariff::new(card, &selection, terms).map_err(of_card(card))?;
        let invoice = former.map(|former| former.invoice).unwrap_or_default();
        let segments = Arc::new([]);
        Ok(Self { card: Arc::clone(card), selection, tariff, invoice, segments, main: None })
    }

    /// Makes its drivers follow the use of the main card, as that card says.
    fn follow(&mut self, main: &Arc<RateCard>) {
        self.tariff = self.tariff.clone().following(main);
        self.main = Some(Arc::clone(main));
    }

    pub(super) fn price(&mut self, pricing: &Pricing<'_>) -> Result<(), Fault> {
        let inputs = &pricing.scenario.inputs;
        if *self.tariff.terms() != inputs.terms() {
            let tariff = Tariff::new(&self.card, &self.selection, inputs.terms());
            self.tariff = tariff.map_err(of_card(&self.card))?;
            if let Some(main) = self.main.take() {
                self.follow(&main);
            }
        }
        self.segments = pricing
            .segments(&self.card)
            .map_err(|error| Fault::Timeline { card: self.card.id.clone(), error })?;
        quote(&self.tariff, pricing.usage, &self.segments, &mut self.invoice)
            .map_err(of_card(&self.card))
    }
}
/// Names the card that an error is about.
fn of_card(card: &RateCard) -> impl Fn(RateError) -> Fault {
    |error| Fault::Rate { card: card.id.clone(), error }
}

/// Everything that prices one offer.
pub(super) struct Pricing<'a> {
    cards: &'a [Arc<RateCard>],
    scenario: &'a Scenario,
    /// The entries of offers that the scenario does not have.
    proposed: &'a [(OfferId, Offer)],
    usage: &'a Usage,
    /// True if all offers are as they were when they were priced last.
    same_choices: bool,
    /// The steady stretches on each clock: cards of one clock share them.
    clocks: RefCell<Vec<(FixedOffset, Arc<[Segment]>)>>,
}

impl<'a> Pricing<'a> {
    pub(super) fn new(
        cards: &'a [Arc<RateCard>],
        scenario: &'a Scenario,
        usage: &'a Usage,
        same_choices: bool,
    ) -> Self {
        let clocks = RefCell::default();
        Self { cards, scenario, proposed: &[], usage, same_choices, clocks }
    }

    /// The same with offers that the scenario does not have.
    pub(super) fn with(self, proposed: &'a [(OfferId, Offer)]) -> Self {
        Self { proposed, ..self }
    }

    /// The steady stretches of a period in which the workload changes. Empty if it does not.
    fn segments(&self, card: &RateCard) -> Result<Arc<[Segment]>, TimelineError> {
        let inputs = &self.scenario.inputs;
        if inputs.changes.is_empty() {
            return Ok(Arc::new([]));
        }
        let mut clocks = self.clocks.borrow_mut();
        if let Some((_, segments)) = clocks.iter().find(|(offset, _)| *offset == card.offset) {
            return Ok(Arc::clone(segments));
        }
        let (workload, changes) = (inputs.workload.clone(), inputs.changes.clone());
        let segments = Timeline { workload, changes }.segments(&inputs.period, card.offset)?;
        let segments = Arc::from(segments);
        clocks.push((card.offset, Arc::clone(&segments)));
        Ok(segments)
    }

    pub(super) fn offer(&self, card: &Arc<RateCard>, id: OfferId) -> PricedOffer {
        let mut offer = PricedOffer {
            id,
            label: None,
            card: Arc::clone(card),
            currency: card.default_currency(),
            is_marked: false,
            is_best: false,
            series: None,
            spend: None,
            missing: Vec::new(),
            figures: Err(Fault::OutOfRange(OutOfRange)),
            is_chosen: false,
        };
        offer.figures = self.chosen(&mut offer, None);
        offer
    }

    /// Prices an offer that was on the board before.
    pub(super) fn again(&self, mut offer: PricedOffer) -> PricedOffer {
        let former = std::mem::replace(&mut offer.figures, Err(Fault::OutOfRange(OutOfRange)));
        offer.figures = match former {
            Ok(former) if self.same_choices => {
                self.figures(former.own, former.companions, former.reads)
            }
            former => self.chosen(&mut offer, former.ok()),
        };
        offer
    }

    /// Prices an offer after its choices are made on its cards.
    fn chosen(
        &self,
        offer: &mut PricedOffer,
        former: Option<OfferFigures>,
    ) -> Result<OfferFigures, Fault> {
        let default = Offer::default();
        let said = self.scenario.inputs.offers.get(&offer.id);
        let proposed = || self.proposed.iter().find(|(id, _)| *id == offer.id).map(|(_, it)| it);
        let said = said.or_else(proposed).unwrap_or(&default);
        let card = Arc::clone(&offer.card);
        let (selection, missing) = said.choices.on(&card);
        offer.missing = missing;
        offer.currency = selection.currency(&card);
        offer.is_chosen = offer.id.is_copy()
            || !said.companions.is_empty()
            || (!said.choices.is_empty() && selection != Selection::standard(&card));
        let companions = self.companions(&card, said, &mut offer.missing);
        let terms = self.scenario.inputs.terms();
        let (own, mut others) = match former {
            Some(former) => (Some(former.own), former.companions),
            None => (None, Vec::new()),
        };
        let own = Part::new(&card, selection, own, terms)?;
        let companion = |(other, selection): (&Arc<RateCard>, Selection)| {
            let known = others.iter().position(|part| part.card.id == other.id);
            let known = known.map(|place| others.swap_remove(place));
            let mut part = Part::new(other, selection, known, terms)?;
            part.follow(&card);
            Ok(part)
        };
        let others = companions.into_iter().map(companion).collect::<Result<_, Fault>>()?;
        self.figures(own, others, Vec::new())
    }

    /// The companions' cards with the choices on each. What is not there goes to `missing`.
    fn companions(
        &self,
        card: &RateCard,
        offer: &Offer,
        missing: &mut Vec<Missing>,
    ) -> Vec<(&Arc<RateCard>, Selection)> {
        let mut found = Vec::new();
        for (companion, how) in &offer.companions {
            let declared = card.companions.iter().position(|known| known.card == *companion);
            let other = self.cards.iter().find(|card| card.id == *companion);
            // Other services of the provider stand after the companions that the card names.
            let place = declared.unwrap_or(card.companions.len());
            let Some(other) = other.filter(|other| card.may_have_beside(other)) else {
                let (card, id) = (card.id.clone(), companion.clone());
                missing.push(Missing { card, kind: PartKind::Companion, id, value: None });
                continue;
            };
            let choices = self.scenario.inputs.offers.of_companion(companion, how);
            let (selection, lacking) = choices.on(other);
            missing.extend(lacking);
            found.push((place, (other, selection)));
        }
        found.sort_by_key(|(place, _)| *place);
        found.into_iter().map(|(_, companion)| companion).collect()
    }

    fn figures(
        &self,
        mut own: Part,
        mut companions: Vec<Part>,
        reads: Vec<bool>,
    ) -> Result<OfferFigures, Fault> {
        let inputs = &self.scenario.inputs;
        own.price(self)?;
        companions.iter_mut().try_for_each(|part| part.price(self))?;
        let invoices = companions.iter().map(Part::invoice_of);
        let total = Total::of(own.invoice_of(), invoices, &inputs.rates)?;
        let shown = total.in_currency(own.currency(), inputs.display, &inputs.rates)?;
        let left_out = own.left_out(&companions, inputs, self.usage);
        own.invoice.warnings.extend(left_out);
        let confidence = own.card.confidence_of(&own.selection, &own.invoice);
        let reads = reads_of(&own, &companions, &inputs.workload, reads);
        Ok(OfferFigures { own, companions, total, shown, confidence, reads })
    }
}

/// By driver: whether a total depends on it.
fn reads_of(own: &Part, others: &[Part], workload: &Workload, mut reads: Vec<bool>) -> Vec<bool> {
    reads.clear();
    reads.resize(workload.vocabulary().len(), false);
    for part in std::iter::once(own).chain(others) {
        for (read, reads) in reads.iter_mut().zip(part.card.reads(workload)) {
            *read |= reads;
        }
    }
    reads
}

impl Part {
    /// The parts of the workload that the service cannot do, even with its companions: of changes the most asked.
    fn left_out(&self, others: &[Self], inputs: &Inputs, usage: &Usage) -> Vec<Warning> {
        let others: Vec<&Tariff> = others.iter().map(|other| &other.tariff).collect();
        if self.segments.is_empty() {
            return self.tariff.leaves_out(&others, &inputs.workload, usage).collect();
        }
        let mut chosen = inputs.workload.clone();
        let mut all: Vec<Warning> = Vec::new();
        let mut changes: Vec<&Change> = inputs.changes.iter().collect();
        changes.sort_by_key(|change| change.at.timestamp());
        let mut changes = changes.into_iter().peekable();
        for segment in &*self.segments {
            let begun = |change: &&Change| change.at.timestamp() <= segment.window.from;
            while let Some(change) = changes.next_if(begun) {
                // A number makes no cycle of formulas. Only the fact that it was set counts here.
                if !chosen.is_chosen(change.driver) {
                    let _ = chosen.set(change.driver, Value::Number(0.into()));
                }
            }
            all.extend(self.tariff.leaves_out(&others, &chosen, &segment.usage));
        }
        Warning::highest(all)
    }
}

/// Prices a workload: a steady one at once, or one that changes, stretch by stretch.
pub(super) fn quote(
    tariff: &Tariff,
    usage: &Usage,
    segments: &[Segment],
    invoice: &mut Invoice,
) -> Result<(), RateError> {
    if segments.is_empty() {
        return tariff.quote(usage, invoice);
    }
    tariff.quote_timeline(segments, invoice)
}

#[cfg(test)]
mod tests {
    use whatif_pricing::{Catalog, Period};

    use super::*;
    use crate::answer::Board;

    #[test]
    fn cards_of_one_clock_share_the_stretches_of_a_period() {
        let cards = Catalog::shipped().cards();
        let mut scenario = Scenario::opening(cards, Period::month("2026-06").unwrap());
        let driver = scenario.inputs.workload.vocabulary().find("secrets").unwrap();
        for day in 2..30 {
            let at = format!("2026-06-{day:02}T00:00:00+00:00").parse().unwrap();
            let value = Value::Number(day.into());
            scenario.inputs.changes.push(Change { at, driver, value });
        }
        let board = Board::new(cards, &scenario).unwrap();
        let parts: Vec<&Part> =
            board.offers().iter().filter_map(|offer| Some(&offer.figures()?.own)).collect();
        let mut shared = 0;
        for (one, other) in parts.iter().zip(&parts[1..]) {
            let is_shared = Arc::ptr_eq(&one.segments, &other.segments);
            assert_eq!(is_shared, one.card.offset == other.card.offset);
            shared += usize::from(is_shared);
        }
        assert!(shared > 10, "{shared} neighbours share a clock");
    }
}
