//! The reasons why a total may not be what the vendor bills: the doubts about the prices that it is
//! made of, each with its share of the total.
//!
//! A doubt follows its amount: a price that adds nothing to a total casts none on it, unless nothing adds
//! anything. A price of the user's own is beyond doubt here.

use std::cmp::Reverse;

use chrono::NaiveDate;

use crate::card::charge::Confidence;
use crate::card::rate_card::{FormerList, RateCard, Selection, Source};
use crate::invoice::exchange::ExchangeRates;
use crate::invoice::quote::InvoiceOf;
use crate::number::ratio::{OutOfRange, Ratio};
use crate::rate::adjustment::Adjustment;
use crate::rate::line::Line;
use crate::rate::warning::Warning;

/// A reason why a price may not be what the vendor bills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It was copied from the vendor's page by somebody, with a date.
    Transcribed,
    /// Its source carries no date, so that nobody knows its age: the day on which it was read is none.
    Undated {
        /// The day on which it was read.
        read: NaiveDate,
    },
    /// Its source is older than the limit.
    Old {
        /// The source's own date.
        dated: NaiveDate,
    },
    /// It is somebody else's figure.
    ThirdParty,
    /// It is not published, as a whole or in part: the total is a lower bound.
    Unpublished,
}

impl Doubt {
    /// The weight that it has beside others: the more, the worse.
    #[must_use]
    pub const fn weight(self) -> u8 {
        match self {
            Self::Transcribed => 0,
            Self::Undated { .. } => 1,
            Self::Old { .. } => 2,
            Self::ThirdParty => 3,
            Self::Unpublished => 4,
        }
    }

    /// The worse of two; of two of a kind the older.
    fn worse(self, other: Self) -> Self {
        if let (Self::Undated { read: one }, Self::Undated { read: other }) = (self, other) {
            return Self::Undated { read: one.min(other) };
        }
        if let (Self::Old { dated: one }, Self::Old { dated: other }) = (self, other) {
            return Self::Old { dated: one.min(other) };
        }
        if other.weight() > self.weight() { other } else { self }
    }
}

/// The age that a source may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgeLimit {
    /// The day on which its age is asked for.
    pub on: NaiveDate,
    /// The most days since its date.
    pub days_max: u32,
}

/// A doubt about a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubted {
    /// The doubt; of several sources that are undated or old, about the oldest.
    pub doubt: Doubt,
    /// The part of the total that is in doubt, from 0 to 1. `None` if a price is unpublished, and
    /// if the total is zero.
    pub share: Option<Ratio>,
}

impl RateCard {
    /// The doubts about a price under the choices made, the worst first: how it was come by, and its age.
    ///
    /// ```
    /// use whatif_pricing::{AgeLimit, Catalog, Doubt, Selection};
    /// let card = Catalog::shipped().card("tencent-ssm-payg").unwrap();
    /// let storage = card.charge("storage").unwrap();
    /// let dated = card.sources[*card.charges[storage].source.first()].dated.unwrap();
    /// let doubts = |on: &str| {
    ///     let limit = AgeLimit { on: on.parse().unwrap(), days_max: 180 };
    ///     card.doubts_about(storage, &Selection::standard(&card), limit)
    /// };
    /// assert_eq!(doubts("2040-01-01")[0], Doubt::Old { dated });
    /// ```
    #[must_use]
    pub fn doubts_about(
        &self,
        charge: usize,
        selection: &Selection,
        limit: AgeLimit,
    ) -> Vec<Doubt> {
        let charge = &self.charges[charge];
        let of_confidence = match charge.confidence.pick(&selection.options) {
            Confidence::Official => None,
            Confidence::Transcribed => Some(Doubt::Transcribed),
            Confidence::ThirdParty => Some(Doubt::ThirdParty),
            Confidence::Unpublished => Some(Doubt::Unpublished),
        };
        let source = &self.sources[*charge.source.pick(&selection.options)];
        let of_age = match source.dated {
            None => Some(Doubt::Undated { read: source.read }),
            Some(dated) => limit.is_passed_by(dated).then_some(Doubt::Old { dated }),
        };
        let mut doubts: Vec<Doubt> = of_confidence.into_iter().chain(of_age).collect();
        doubts.sort_by_key(|doubt| Reverse(doubt.weight()));
        doubts
    }
}

impl AgeLimit {
    fn is_passed_by(self, dated: NaiveDate) -> bool {
        (self.on - dated).num_days() > i64::from(self.days_max)
    }
}

impl<'a> InvoiceOf<'a> {
    /// Returns false if former lists of the card alone priced it.
    #[must_use]
    pub fn uses_present_list(&self) -> bool {
        self.card.former.is_empty() || self.lists().contains(&None)
    }

    /// The lists that priced it: a former one by its place in the card, `None` for the present one.
    fn lists(&self) -> Vec<Option<usize>> {
        let former =
            self.card.former.iter().enumerate().map(|(place, list)| (Some(place), list.from));
        let all: Vec<_> = std::iter::once((None, self.card.effective_from)).chain(former).collect();
        let mut lists = Vec::new();
        for warning in &self.invoice.warnings {
            let begins = |on| all.iter().position(|(_, from)| *from == Some(on));
            match *warning {
                Warning::FormerList { former } => lists.push(Some(former)),
                Warning::ListChange { on } => {
                    // The list before the first change comes next in the card.
                    let at = begins(on);
                    let before = at.filter(|_| lists.is_empty()).map(|at| at + 1);
                    let found = before.into_iter().chain(at).filter_map(|at| all.get(at));
                    lists.extend(found.map(|(list, _)| *list));
                }
                Warning::Unpublished { .. }
                | Warning::Quota { .. }
                | Warning::BeforeFirstList { .. }
                | Warning::EarlierPeriod { .. }
                | Warning::Ended { .. }
                | Warning::Idle { .. }
                | Warning::Negative { .. }
                | Warning::NotRead { .. }
                | Warning::PeakBelowMean { .. }
                | Warning::CannotDo { .. } => {}
            }
        }
        if lists.is_empty() { vec![None] } else { lists }
    }

    /// The sources of the prices that a charge had in the lists that priced it.
    #[must_use]
    pub fn sources(&self, charge: usize) -> Vec<&'a Source> {
        let card = self.card;
        let of_list = |list: Option<usize>| {
            let older = &card.former[..list.map_or(0, |former| former + 1)];
            let changes = |it: &&FormerList| it.charges.iter().any(|(place, _)| *place == charge);
            let own = || *card.charges[charge].source.pick(&self.selection.options);
            &card.sources[older.iter().rfind(changes).map_or_else(own, |it| it.source)]
        };
        self.lists().into_iter().map(of_list).collect()
    }

    /// The worst doubt about each line, with the lines' known amounts after the discounts on them.
    fn lines(
        &self,
        limit: AgeLimit,
    ) -> impl Iterator<Item = Result<(Option<Doubt>, Ratio), OutOfRange>> + use<'a> {
        let it = *self;
        it.invoice.lines.iter().map(move |line| Ok((it.doubt(line, limit), it.amount(line)?)))
    }

    fn doubt(&self, line: &Line, limit: AgeLimit) -> Option<Doubt> {
        if line.billed_quantity.is_zero() {
            return None;
        }
        if line.amount.is_none() {
            return Some(Doubt::Unpublished);
        }
        if self.selection.own_price(self.card, line.charge).is_some() {
            return None;
        }
        let of_its_time = !self.uses_present_list();
        let counts = |doubt: &Doubt| match doubt {
            // The prices of this line are known, whatever others of the charge are.
            Doubt::Unpublished => false,
            // A list that was in force in the period is as old as the period.
            Doubt::Undated { .. } | Doubt::Old { .. } => !of_its_time,
            Doubt::Transcribed | Doubt::ThirdParty => true,
        };
        self.card.doubts_about(line.charge, self.selection, limit).into_iter().find(counts)
    }

    fn amount(&self, line: &Line) -> Result<Ratio, OutOfRange> {
        let of_line = Adjustment::Charge(line.charge);
        let adjusted = self.invoice.adjustments.iter().filter(|adjusted| adjusted.of == of_line);
        adjusted.into_iter().try_fold(line.known(), |sum, adjusted| sum.plus(adjusted.amount))
    }
}

/// The doubts about a total: of each kind one, with its share, the worst first. The total is that of a
/// card's invoice and its companions', as [`crate::Total::of`] adds them up; a price has one doubt, its
/// worst.
///
/// ```
/// use whatif_pricing::{
///     AgeLimit, Catalog, Doubt, ExchangeRates, Invoice, InvoiceOf, Period, Ratio, Selection, Tariff,
///     Vocabulary, Workload, doubts,
/// };
/// let card = Catalog::shipped().card("tencent-ssm-payg").unwrap();
/// let period = Period::standard_month("2026-06-01".parse().unwrap());
/// let selection = Selection::standard(&card);
/// let tariff = Tariff::new(&card, &selection, period).unwrap();
/// let mut invoice = Invoice::default();
/// let usage = Workload::standard(Vocabulary::standard()).usage(period.terms()).unwrap();
/// tariff.quote(&usage, &mut invoice).unwrap();
/// let own = InvoiceOf { card: &card, selection: &selection, invoice: &invoice };
/// let limit = AgeLimit { on: "2040-01-01".parse().unwrap(), days_max: 180 };
/// let found = doubts(own, &[], &ExchangeRates::default(), limit).unwrap();
/// assert!(matches!(found[0].doubt, Doubt::Old { .. }));
/// assert_eq!(found[0].share, Some(Ratio::ONE));
/// ```
pub fn doubts(
    own: InvoiceOf<'_>,
    companions: &[InvoiceOf<'_>],
    rates: &ExchangeRates,
    limit: AgeLimit,
) -> Result<Vec<Doubted>, OutOfRange> {
    let mut found = Found::default();
    let invoices: Vec<&InvoiceOf<'_>> = std::iter::once(&own).chain(companions).collect();
    for part in &invoices {
        let (from, to) = (part.currency(), own.currency());
        let total = rates.convert(part.invoice.total, from, to)?.unwrap_or_default();
        found.total = found.total.plus(total)?;
    }
    for part in &invoices {
        let (from, to) = (part.currency(), own.currency());
        if let Some(total) = rates.convert(part.invoice.total, from, to)? {
            found.add(part, total, limit)?;
        }
    }
    found.kinds.sort_by_key(|(doubt, _)| Reverse(doubt.weight()));
    found.kinds.iter().map(|(doubt, amount)| found.doubted(*doubt, *amount)).collect()
}

/// Doubts as they are found, each with the amount that it is about, in the currency of the total.
#[derive(Default)]
struct Found {
    total: Ratio,
    kinds: Vec<(Doubt, Ratio)>,
}

impl Found {
    /// Adds those about one invoice, whose total is known in the currency of the sum.
    fn add(
        &mut self,
        part: &InvoiceOf<'_>,
        total: Ratio,
        limit: AgeLimit,
    ) -> Result<(), OutOfRange> {
        let lines = part.lines(limit).collect::<Result<Vec<_>, _>>()?;
        let sum = lines.iter().try_fold(Ratio::ZERO, |sum, (_, amount)| sum.plus(*amount))?;
        for (doubt, amount) in lines {
            let Some(doubt) = doubt else { continue };
            let casts = !amount.is_zero() || self.total.is_zero() || doubt == Doubt::Unpublished;
            if !casts {
                continue;
            }
            // What is on the card as a whole is spread over its lines.
            let share = if sum.is_zero() { Ratio::ZERO } else { amount.over(sum)? };
            let amount = total.times(share)?;
            match self.kinds.iter_mut().find(|(known, _)| known.weight() == doubt.weight()) {
                Some((known, so_far)) => {
                    (*known, *so_far) = (known.worse(doubt), so_far.plus(amount)?);
                }
                None => self.kinds.push((doubt, amount)),
            }
        }
        Ok(())
    }

    fn doubted(&self, doubt: Doubt, amount: Ratio) -> Result<Doubted, OutOfRange> {
        let known = doubt != Doubt::Unpublished && !self.total.is_zero();
        let share = known.then(|| amount.over(self.total)).transpose()?;
        Ok(Doubted { doubt, share })
    }
}
