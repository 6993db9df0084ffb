//! A bill held against quotes: billed = quote + usage not modelled + price + free tier + rest, exactly.
//!
//! A calendar month is held against a calendar month, and a part of one against the same stretch of time.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use whatif_pricing::charge::Charge;
use whatif_pricing::{
    Currency, DriverId, Invoice, OutOfRange, Period, PeriodError, RateCard, RateError, Ratio,
    SetError, Tariff, UsageError, Value, Vocabulary, Workload, instant,
};

use crate::import::{
    BilledCard, BilledLine, BilledMonth, BilledOther, Import, ImportedChoice, ImportedDriver,
    driver_value,
};
use crate::scenario::Choices;

/// The option by which cards know a free tier, and its choices.
const FREE_TIER: &str = "free-tier";
const AVAILABLE: &str = "available";
const USED: &str = "used";

/// A month of a bill beside its quotes.
#[derive(Clone, Debug)]
pub struct ReconciledMonth {
    /// The first day.
    pub first: NaiveDate,
    /// True if the bill covers all of it.
    pub is_whole: bool,
    /// The services that cards price.
    pub cards: Vec<ReconciledCard>,
    /// Everything else that was billed.
    pub others: Vec<BilledOther>,
}

/// The bill of a service beside its quote.
#[derive(Clone, Debug)]
pub struct ReconciledCard {
    /// The card.
    pub card: String,
    /// The currencies of the bill.
    pub currencies: Vec<String>,
    /// The amount of its usage.
    pub billed: Ratio,
    /// The parts of the amount. The reason if there is no quote.
    pub split: Result<Split, Unreconciled>,
    /// By charge.
    pub lines: Vec<ReconciledLine>,
    /// The meters that are not modelled.
    pub unmodelled: Vec<BilledLine>,
}

/// The parts of a billed amount. Their sum is the amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    /// The quote of the drivers that the bill gives.
    pub quote: Ratio,
    /// Usage that no driver stands for.
    pub unmodelled: Ratio,
    /// The billed amount of modelled usage less its amount at the card's prices: a discount on the bill's own
    /// list prices, and their difference from the card's.
    pub price: Ratio,
    /// The value of the free tier in the quote less that in the bill.
    pub free: Ratio,
    /// The rest, which is not explained.
    pub rest: Ratio,
    /// The effective discount on the bill's list prices in percent, below zero a mark-up. `None` if the prices
    /// are those of the list.
    pub discount: Option<Ratio>,
}

/// The bill of a charge beside its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReconciledLine {
    /// The charge's id.
    pub charge: String,
    /// Its name.
    pub label: String,
    /// The amount of its meters.
    pub billed: Ratio,
    /// The amount of its line. `None` if the price is not published.
    pub quoted: Option<Ratio>,
}

/// The reasons why a service has no quote.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum Unreconciled {
    /// The card is not in the library.
    #[error("the card is not in the library")]
    NoCard,
    /// The month has usage in several currencies, and one quote.
    #[error(
        "its usage of the month is billed in {bill}, and amounts in several currencies are not added"
    )]
    Currencies {
        /// The currencies of the bill.
        bill: String,
    },
    /// The bill is in another currency.
    #[error("the bill is in {bill}, and the card is in {card}")]
    Currency {
        /// The currencies of the bill.
        bill: String,
        /// The card's.
        card: String,
    },
    /// A price is not published.
    #[error("a price is not published")]
    Unpublished,
    /// A value that a driver does not take.
    #[error(transparent)]
    Value(#[from] SetError),
    /// The workload has no values.
    #[error(transparent)]
    Usage(#[from] UsageError),
    /// The card cannot price it.
    #[error(transparent)]
    Rate(#[from] RateError),
    /// A stretch of time that cannot be priced.
    #[error(transparent)]
    Period(#[from] PeriodError),
    /// A figure is beyond what can be calculated exactly.
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
}

/// Holds each month of the bills of an import against quotes over these cards.
#[must_use]
pub fn reconcile(import: &Import, cards: &[Arc<RateCard>]) -> Vec<ReconciledMonth> {
    let month = |month: &BilledMonth| ReconciledMonth {
        first: month.first,
        is_whole: month.is_whole(),
        cards: month.cards.iter().map(|billed| card(import, month, billed, cards)).collect(),
        others: month.others.clone(),
    };
    import.billed.iter().map(month).collect()
}

fn card(
    import: &Import,
    month: &BilledMonth,
    billed: &BilledCard,
    cards: &[Arc<RateCard>],
) -> ReconciledCard {
    let mut reconciled = ReconciledCard {
        card: billed.card.clone(),
        currencies: billed.currencies.clone(),
        billed: Ratio::ZERO,
        split: Err(Unreconciled::NoCard),
        lines: Vec::new(),
        unmodelled: billed.lines.iter().filter(|it| it.charge.is_none()).cloned().collect(),
    };
    reconciled.split = split(import, month, billed, cards, &mut reconciled);
    reconciled
}

fn split(
    import: &Import,
    month: &BilledMonth,
    billed: &BilledCard,
    cards: &[Arc<RateCard>],
    reconciled: &mut ReconciledCard,
) -> Result<Split, Unreconciled> {
    let (modelled, unmodelled): (Vec<&BilledLine>, Vec<&BilledLine>) =
        billed.lines.iter().partition(|line| line.charge.is_some());
    let sum = |lines: &[&BilledLine]| {
        lines.iter().try_fold(Ratio::ZERO, |sum, line| sum.plus(line.billed))
    };
    let (of_modelled, not_modelled) = (sum(&modelled)?, sum(&unmodelled)?);
    reconciled.billed = of_modelled.plus(not_modelled)?;
    let card = cards.iter().find(|it| it.id == billed.card).ok_or(Unreconciled::NoCard)?;
    let all = month.cards.iter().filter(|it| it.card == billed.card);
    if all.clone().count() > 1 {
        let names = all.map(|it| it.currencies.first().map_or("no currency", String::as_str));
        let bill = names.collect::<Vec<_>>().join(" and ");
        return Err(Unreconciled::Currencies { bill });
    }
    let groups = Group::all(import, month, card, &modelled)?;
    let default = groups.is_empty().then(|| card.default_currency());
    for currency in groups.iter().map(|group| group.currency).chain(default) {
        if billed.currencies.iter().any(|billed| billed != currency.code()) {
            let bill = billed.currencies.join(", ");
            return Err(Unreconciled::Currency { bill, card: currency.to_string() });
        }
    }
    if groups.iter().any(|group| !group.invoice.complete) {
        return Err(Unreconciled::Unpublished);
    }
    reconciled.lines = lines(card, &groups)?;
    let (discounted, list) = price(&modelled)?;
    let (mut quote, mut of_list, mut free) = (Ratio::ZERO, Ratio::ZERO, Ratio::ZERO);
    for group in &groups {
        quote = quote.plus(group.invoice.total)?;
        of_list = of_list.plus(group.list_difference()?)?;
        free = free.plus(group.free()?)?;
    }
    let explained = quote.plus(not_modelled)?.plus(discounted)?;
    let unexplained = reconciled.billed.minus(explained)?;
    let (of_list, free, rest) = explanation(unexplained, of_list, free)?;
    let price = discounted.plus(of_list)?;
    let discount = (!discounted.is_zero() && !list.is_zero())
        .then(|| Ratio::ZERO.minus(discounted)?.times(Ratio::from(100))?.over(list))
        .transpose()?;
    Ok(Split { quote, unmodelled: not_modelled, price, free, rest, discount })
}

/// The parts of an amount that other list prices and the free tier explain, and the rest. A row may hold free
/// and charged usage together: then neither counts that leaves more unexplained than there was.
fn explanation(
    unexplained: Ratio,
    of_list: Ratio,
    free: Ratio,
) -> Result<(Ratio, Ratio, Ratio), OutOfRange> {
    let mut best = (Ratio::ZERO, Ratio::ZERO, unexplained);
    for (of_list, free) in [(Ratio::ZERO, free), (of_list, Ratio::ZERO), (of_list, free)] {
        let rest = unexplained.minus(of_list)?.minus(free)?;
        if magnitude(rest)? < magnitude(best.2)? {
            best = (of_list, free, rest);
        }
    }
    Ok(best)
}

fn magnitude(number: Ratio) -> Result<Ratio, OutOfRange> {
    if number.is_negative() { Ratio::ZERO.minus(number) } else { Ok(number) }
}

/// The billed amounts less those at list prices, and the latter, of meters whose list prices the bill says.
fn price(modelled: &[&BilledLine]) -> Result<(Ratio, Ratio), OutOfRange> {
    let (mut price, mut all) = (Ratio::ZERO, Ratio::ZERO);
    for line in modelled {
        let Some(list) = line.list else { continue };
        price = price.plus(line.billed.minus(list)?)?;
        all = all.plus(list)?;
    }
    Ok((price, all))
}

fn lines(card: &RateCard, groups: &[Group<'_>]) -> Result<Vec<ReconciledLine>, OutOfRange> {
    let mut found = Vec::new();
    for (place, charge) in card.charges.iter().enumerate() {
        let (mut billed, mut quoted, mut is_billed) = (Ratio::ZERO, Some(Ratio::ZERO), false);
        for group in groups {
            for line in group.lines_of(charge) {
                is_billed = true;
                billed = billed.plus(line.billed)?;
            }
            for line in group.invoice.lines.iter().filter(|it| it.charge == place) {
                let sum = quoted.zip(line.amount).map(|(sum, amount)| sum.plus(amount));
                quoted = sum.transpose()?;
            }
        }
        if is_billed || quoted.is_none_or(|quoted| !quoted.is_zero()) {
            let (id, label) = (charge.id.clone(), charge.label.clone());
            found.push(ReconciledLine { charge: id, label, billed, quoted });
        }
    }
    Ok(found)
}

/// Usage of a card with the same choices, and its quotes.
struct Group<'a> {
    card: &'a RateCard,
    /// The currency of the card under these choices.
    currency: Currency,
    lines: Vec<&'a BilledLine>,
    /// The quote.
    invoice: Invoice,
    /// The same without a free tier that can be used up.
    without: Invoice,
    /// The same without the usage that cost nothing.
    charged: Invoice,
}

impl<'a> Group<'a> {
    /// The groups of a card in a month. The one to which it is worth most has the free tier.
    fn all(
        import: &Import,
        month: &BilledMonth,
        card: &'a Arc<RateCard>,
        modelled: &[&'a BilledLine],
    ) -> Result<Vec<Self>, Unreconciled> {
        let mut by_choices: BTreeMap<&BTreeMap<String, String>, Vec<&BilledLine>> = BTreeMap::new();
        for line in modelled {
            by_choices.entry(&line.variant).or_default().push(line);
        }
        let mut groups = Vec::new();
        for (variant, lines) in by_choices {
            let pricing = Pricing::new(import, month, card, variant)?;
            let invoice = pricing.invoice(&lines, Free::Available, Part::Whole)?;
            let without = pricing.invoice(&lines, Free::Used, Part::Whole)?;
            let charged = pricing.invoice(&lines, Free::Used, Part::Charged)?;
            let currency = pricing.choices.currency_on(card);
            groups.push(Self { card, currency, lines, invoice, without, charged });
        }
        let worth = |group: &Self| group.without.total.minus(group.invoice.total);
        let mut best: Option<(usize, Ratio)> = None;
        for (at, group) in groups.iter().enumerate() {
            let worth = worth(group)?;
            if best.is_none_or(|(_, most)| worth > most) {
                best = Some((at, worth));
            }
        }
        for (at, group) in groups.iter_mut().enumerate() {
            if best.is_some_and(|(best, _)| best != at) {
                group.invoice = group.without.clone();
            }
        }
        Ok(groups)
    }

    fn lines_of<'l>(&'l self, charge: &'l Charge) -> impl Iterator<Item = &'l &'a BilledLine> {
        self.lines.iter().filter(|it| it.charge.as_ref() == Some(&charge.id))
    }

    /// The bill's list prices less the card's, of the charges whose charged quantity is the same in both.
    fn list_difference(&self) -> Result<Ratio, OutOfRange> {
        let mut sum = Ratio::ZERO;
        for line in &self.charged.lines {
            let charge = &self.card.charges[line.charge];
            // The quote spreads usage evenly over groups with tiers of their own. If it is not even, the
            // amounts differ at the same prices.
            let has_groups = charge.axes.scope.is_some();
            if has_groups && self.lines_of(charge).any(|line| !line.is_even) {
                continue;
            }
            let (mut list, mut quantity) = (Some(Ratio::ZERO), Ratio::ZERO);
            for own in self.lines_of(charge) {
                list = list.zip(own.list).map(|(sum, list)| sum.plus(list)).transpose()?;
                quantity = quantity.plus(own.quantity.minus(own.free)?)?;
            }
            let is_same = quantity == line.quantity && quantity == line.billed_quantity;
            if let (true, Some(list), Some(amount)) = (is_same, list, line.amount)
                && !quantity.is_zero()
            {
                sum = sum.plus(list.minus(amount)?)?;
            }
        }
        Ok(sum)
    }

    /// The value of the free tier in the quote less that of the free usage in the bill, at the card's prices.
    fn free(&self) -> Result<Ratio, OutOfRange> {
        let in_quote = self.without.total.minus(self.invoice.total)?;
        let in_bill = self.without.total.minus(self.charged.total)?;
        in_quote.minus(in_bill)
    }
}

/// Whether the quote has the free tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Free {
    Available,
    Used,
}

/// The part of the usage that is priced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Whole,
    /// Without the usage that cost nothing on the bill.
    Charged,
}

/// A card and the drivers that a month of the bill gives.
struct Pricing<'a> {
    card: &'a Arc<RateCard>,
    choices: Choices,
    period: Period,
    values: Vec<(DriverId, Ratio)>,
}

impl<'a> Pricing<'a> {
    fn new(
        import: &Import,
        month: &BilledMonth,
        card: &'a Arc<RateCard>,
        variant: &BTreeMap<String, String>,
    ) -> Result<Self, Unreconciled> {
        let own = import.drivers.iter().filter(|it| {
            let is_card = it.card.as_ref() == Some(&card.id) && it.variant == *variant;
            is_card && it.period.month() == Some(month.first)
        });
        let is_level = |driver: DriverId| {
            let own = month.cards.iter().filter(|it| it.card == card.id);
            let mut lines = own.flat_map(|it| &it.lines);
            lines.any(|line| line.is_level && line.driver == Some(driver))
        };
        // The quote of a stretch has a level for all of it, and the bill for the time that rows cover.
        let of_time = |it: &ImportedDriver| {
            let value = if is_level(it.driver) {
                let covered = Ratio::from(month.covered);
                it.value.times(covered)?.over(Ratio::from(month.to - month.from))?
            } else {
                it.value
            };
            Ok((it.driver, value))
        };
        let values = own.map(of_time).collect::<Result<_, OutOfRange>>()?;
        let mut choices = Choices::default();
        let of_month = |it: &&ImportedChoice| it.month.is_none_or(|known| known == month.first);
        for shown in import.choices.iter().filter(|it| it.card == card.id).filter(of_month) {
            choices.options.insert(shown.option.clone(), shown.choice.clone());
        }
        choices.options.extend(variant.clone());
        let period = if month.is_whole() {
            Period::Month { first: month.first }
        } else {
            let utc = chrono::FixedOffset::east_opt(0).expect("zero is an offset");
            Period::span(instant(month.from, utc), instant(month.to, utc))?
        };
        Ok(Self { card, choices, period, values })
    }

    fn invoice(
        &self,
        modelled: &[&BilledLine],
        free: Free,
        part: Part,
    ) -> Result<Invoice, Unreconciled> {
        let mut choices = self.choices.clone();
        if self.card.options.iter().any(|option| option.id == FREE_TIER) {
            let choice = match free {
                Free::Available => AVAILABLE,
                Free::Used => USED,
            };
            choices.options.insert(FREE_TIER.to_owned(), choice.to_owned());
        }
        let (selection, _) = choices.on(self.card);
        let tariff = Tariff::new(self.card, &selection, self.period)?;
        let usage = self.workload(modelled, part)?.usage(self.period.terms())?;
        let mut invoice = Invoice::default();
        tariff.quote(&usage, &mut invoice)?;
        Ok(invoice)
    }

    /// The drivers of the bill. It has nothing of the others.
    fn workload(&self, modelled: &[&BilledLine], part: Part) -> Result<Workload, Unreconciled> {
        let vocabulary = Vocabulary::standard();
        let mut workload = Workload::standard(vocabulary);
        let mut settings: Vec<(DriverId, Value)> = Vec::new();
        for (id, driver) in vocabulary.iter() {
            let known = self.values.iter().find(|(known, _)| *known == id);
            match known {
                Some((_, value)) => {
                    let value = match part {
                        Part::Whole => *value,
                        Part::Charged => charged(id, *value, modelled)?,
                    };
                    settings.push((id, driver_value(id, value)?));
                }
                None if driver.smallest.is_zero() => {
                    settings.push((id, Value::Number(0.into())));
                }
                None => {}
            }
        }
        workload.set_all(&settings)?;
        Ok(workload)
    }
}

/// A driver without the share of it that cost nothing.
fn charged(driver: DriverId, value: Ratio, modelled: &[&BilledLine]) -> Result<Ratio, OutOfRange> {
    let own = modelled.iter().filter(|line| line.driver == Some(driver));
    let (all, free) = own.clone().try_fold((Ratio::ZERO, Ratio::ZERO), |(all, free), line| {
        Ok((all.plus(line.quantity)?, free.plus(line.free)?))
    })?;
    if all.is_zero() || free.is_zero() {
        return Ok(value);
    }
    value.times(all.minus(free)?)?.over(all)
}
