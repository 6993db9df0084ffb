//! The record worth keeping of the prices that made an invoice, so that the same invoice, made
//! again later, can be held against it: each price in a short text, and a fingerprint of the price
//! lists.
//!
//! Neither names a unit or a label: words may be mended without a price being another.

use std::fmt::{self, Write};
use std::hash::Hasher;

use fnv::FnvHasher;
use rust_decimal::Decimal;

use crate::card::charge::{
    Axes, AxesPatch, Charge, Meter, PartMonth, Price, Prorate, QuantizeChoice, Rate, Trial,
};
use crate::card::choice::Choice;
use crate::card::tiers::{ResolvedTier, Tier};
use crate::number::money::plain;
use crate::number::ratio::Ratio;
use crate::rate::lists;
use crate::rate::rated::{Rated, ResolvedRate};
use crate::rate::tariff::Tariff;
use crate::usage::formula::Formula;

impl Tariff {
    /// The price of a charge, as it is chosen and in force, in a short text that is the same for the same
    /// price: `0.4`, `0.05 / 10000`, `4.5 / day`, `≤250: 5, 2.5` in tiers. Where the list changes within
    /// the period, one price after the other.
    ///
    /// ```
    /// use whatif_pricing::{Catalog, Period, Selection, Tariff};
    /// let card = Catalog::shipped().card("tencent-ssm-payg").unwrap();
    /// let period = Period::standard_month("2026-06-01".parse().unwrap());
    /// let tariff = Tariff::new(&card, &Selection::standard(&card), period).unwrap();
    /// assert_eq!(tariff.price_text(card.charge("api").unwrap()), "0.05 / 10000");
    /// ```
    #[must_use]
    pub fn price_text(&self, charge: usize) -> String {
        let mut texts: Vec<String> =
            self.parts.iter().map(|part| price(&part.rated[charge])).collect();
        texts.dedup();
        texts.join(", then ")
    }

    /// A number that is the same on every machine for price lists that say the same: of those in force in
    /// the period, with all choices and readings, whatever is chosen.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        let mut said = Said::default();
        for part in &self.parts {
            for charge in lists::charges(&self.card, part.former) {
                say_charge(&charge, &mut said);
            }
        }
        for (place, assumption) in self.card.assumptions.iter().enumerate() {
            for reading in &assumption.readings {
                let _ = write!(said, "reading {place} {};", reading.named.id);
                reading.charges.iter().for_each(|(at, patch)| say_patch(*at, patch, &mut said));
            }
        }
        for pool in &self.card.pools {
            let amount = choice(&pool.amount, &formula_text);
            let _ = write!(said, "pool {amount} {:?} {:?};", pool.of.charges, pool.of.every);
        }
        for quota in &self.card.quotas {
            let limit =
                choice(&quota.limit, &|limit| limit.map_or_else(|| NO_LIMIT.to_owned(), number));
            let _ =
                write!(said, "quota {} {limit} {};", quota.quantity.text(), quota.ends_prices());
        }
        said.0.finish()
    }
}

/// The words for a choice without a limit: cards once wrote such a number in its place.
const NO_LIMIT: &str = "1000000000000";

/// Words, of which only the fingerprint is kept.
#[derive(Default)]
struct Said(FnvHasher);

impl Write for Said {
    fn write_str(&mut self, words: &str) -> fmt::Result {
        self.0.write(words.as_bytes());
        Ok(())
    }
}

/// The price in force of a charge.
fn price(rated: &Rated) -> String {
    let amount = match &rated.rate {
        ResolvedRate::Unpublished => return "unpublished".to_owned(),
        ResolvedRate::Flat(amount) => format!("{} flat", plain(*amount)),
        ResolvedRate::PerUnit(amount) => plain(*amount),
        ResolvedRate::Graduated(tiers) => tiers_text(tiers),
        ResolvedRate::Volume(tiers) => format!("all at {}", tiers_text(tiers)),
    };
    let of = if rated.of == Ratio::ONE { String::new() } else { format!(" / {}", plain(rated.of)) };
    let per = rated.per.map_or_else(String::new, |per| format!(" / {per}"));
    format!("{amount}{of}{per}")
}

fn tiers_text(tiers: &[ResolvedTier]) -> String {
    let tier = |tier: &ResolvedTier| {
        let up_to = tier.up_to.map_or_else(String::new, |up_to| format!("≤{}: ", number(up_to)));
        format!("{up_to}{}", tier.amount.map_or_else(|| "unpublished".to_owned(), number))
    };
    tiers.iter().map(tier).collect::<Vec<_>>().join(", ")
}

fn number(number: Decimal) -> String {
    number.normalize().to_string()
}

/// A charge on every axis, with the values for all choices.
fn say_charge(charge: &Charge, said: &mut Said) {
    let Axes { while_above_zero, meter, scope, quantize, allow, price, .. } = &charge.axes;
    let Axes { prorate, month, clamp, round, settle, .. } = &charge.axes;
    let _ = write!(said, "{}: {} {};", charge.id, meter_text(meter), price_axis(price));
    if let Some(formula) = while_above_zero {
        let _ = write!(said, "while {};", formula.text());
    }
    if let Some(scope) = scope {
        let _ = write!(said, "scope {} {};", scope.groups.text(), scope.whole);
    }
    if let Some(allow) = allow {
        let quantity = choice(&allow.quantity, &formula_text);
        let _ = write!(said, "allow {quantity} {} {};", allow.account, allow.after_quantize);
    }
    let (quantize, prorate) = (quantize_text(quantize), prorate_text(prorate));
    let _ = write!(said, "{quantize} {prorate} {month:?} {clamp:?} {round:?} {settle:?};");
    if let Some(trial) = &charge.axes.trial {
        let _ = write!(said, "{};", trial_text(trial));
    }
    if charge.axes.part_month != PartMonth::Whole {
        let _ = write!(said, "{:?};", charge.axes.part_month);
    }
}

/// Writes what a reading changes.
fn say_patch(charge: usize, patch: &AxesPatch, said: &mut Said) {
    let _ = write!(said, "charge {charge} {};", patch.names().join(" "));
    if let Some(meter) = &patch.meter {
        let _ = write!(said, "{};", meter_text(meter));
    }
    if let Some(price) = &patch.price {
        let _ = write!(said, "{};", price_axis(price));
    }
    if let Some(trial) = &patch.trial {
        let _ = write!(said, "{};", trial_text(trial));
    }
    if let Some(part_month) = patch.part_month {
        let _ = write!(said, "{part_month:?};");
    }
    let AxesPatch { quantize, prorate, month, clamp, round, settle, .. } = patch;
    let some =
        |text: Option<String>| text.map_or("None".to_owned(), |text| format!("Some({text})"));
    let quantize = some(quantize.as_ref().map(quantize_text));
    let prorate = some(prorate.as_ref().map(prorate_text));
    let _ = write!(said, "{quantize} {prorate} {month:?} {clamp:?} {round:?} {settle:?};");
}

/// The same text for the same rule, whether or not it could depend on an option.
fn quantize_text(quantize: &QuantizeChoice) -> String {
    if let (Choice::Same(_), Choice::Same(_)) = (&quantize.minimum, &quantize.step) {
        return format!("{:?}", quantize.pick(&[]));
    }
    let bound = |bound: &Option<Decimal>| bound.map_or_else(|| "none".to_owned(), number);
    let QuantizeChoice { minimum, step } = quantize;
    format!("at least {} by {}", choice(minimum, &bound), choice(step, &bound))
}

fn trial_text(trial: &Trial) -> String {
    let days = choice(&trial.days, &|days| format!("{days:?}"));
    let allow = trial.allow.as_ref().map(|allow| choice(allow, &formula_text));
    format!("trial {days} {}", allow.unwrap_or_default())
}

fn prorate_text(prorate: &Choice<Prorate>) -> String {
    choice(prorate, &|prorate| match prorate {
        // Terms that are all alike are written as before there were others, so that saved prints stay valid.
        Prorate::WholeMonths { months, first: None } => format!("WholeMonths({months:?})"),
        Prorate::WholeMonths { first: Some(_), .. }
        | Prorate::Exact
        | Prorate::Started(_)
        | Prorate::Completed(_)
        | Prorate::SinceCreation(_)
        | Prorate::WholeCycles(_) => format!("{prorate:?}"),
    })
}

fn meter_text(meter: &Meter) -> String {
    let quantity = choice(meter.quantity(), &formula_text);
    match meter {
        Meter::Held(_) => format!("held {quantity}"),
        Meter::Used(_, cycle) => format!("used {quantity} {cycle:?}"),
        Meter::Peak(_, cycle) => format!("peak {quantity} {cycle:?}"),
        Meter::Snapshot(_, cycle) => format!("snapshot {quantity} {cycle:?}"),
        Meter::Percentile(_, cycle, rank) => {
            format!("percentile {} {quantity} {cycle:?}", number(*rank))
        }
        Meter::Lines(_, of) => format!("lines {:?} {:?}", of.charges, of.every),
        Meter::Kept(_, retention) => {
            let free = retention.free.as_ref().map_or("0", Formula::text);
            let (months, full) = (retention.months.text(), retention.full);
            format!("kept {quantity} {months} {free} {full}")
        }
    }
}

fn price_axis(price: &Price) -> String {
    let amount = |amount: &Option<Decimal>| amount.map_or_else(|| "?".to_owned(), number);
    let tier = |tier: &Tier| {
        let up_to = |up_to: &Option<Decimal>| up_to.map_or_else(String::new, number);
        format!("{}: {}", choice(&tier.up_to, &up_to), choice(&tier.amount, &amount))
    };
    let tiers = |tiers: &[Tier]| tiers.iter().map(tier).collect::<Vec<_>>().join(", ");
    let rate = match &price.rate {
        // Why it is not published is words.
        Rate::Unpublished(_) => "unpublished".to_owned(),
        Rate::Flat(flat) => format!("flat {}", choice(flat, &amount)),
        Rate::PerUnit(unit) => choice(unit, &amount),
        Rate::Graduated(graduated) => format!("graduated {}", tiers(graduated)),
        Rate::Volume(volume) => format!("volume {}", tiers(volume)),
    };
    let per = price.per.map_or_else(String::new, |per| per.to_string());
    let always = price.applies == Choice::Same(true);
    let applies = choice(&price.applies, &|applies| applies.to_string());
    let rate = if always { rate } else { format!("{rate}, {applies}") };
    let of = choice(&price.of, &|of| number(*of));
    format!("{rate} of {of} per {per}")
}

fn formula_text(formula: &Formula) -> String {
    formula.text().to_owned()
}

/// A value for each choice that it depends on.
fn choice<T>(of: &Choice<T>, text: &impl Fn(&T) -> String) -> String {
    match of {
        Choice::Same(value) => text(value),
        Choice::By { option, values } => {
            let values: Vec<String> = values.iter().map(|value| choice(value, text)).collect();
            format!("by {option} ({})", values.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::card::catalog::SHIPPED;
    use crate::{Catalog, Period, RateCard, Selection, Vocabulary};

    fn tariff(card: &Arc<RateCard>) -> Tariff {
        let period = Period::standard_month("2026-06-01".parse().unwrap());
        Tariff::new(card, &Selection::standard(card), period).unwrap()
    }

    fn changed(id: &str, from: &str, to: &str) -> Arc<RateCard> {
        let (_, text) = SHIPPED.iter().find(|(name, _)| name.contains(id)).unwrap();
        assert!(text.contains(from), "{from} is in the card");
        let text = text.replace(from, to);
        // Only the prices are asked for: an example that no longer reproduces is of no matter.
        Arc::new(RateCard::read(&text, Vocabulary::standard()).unwrap())
    }

    #[test]
    fn every_shipped_card_has_a_fingerprint_of_its_own() {
        let mut seen: Vec<u64> =
            Catalog::shipped().cards().iter().map(|card| tariff(card).fingerprint()).collect();
        let count = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), count);
    }

    #[test]
    fn a_price_changes_the_fingerprint_and_a_word_does_not() {
        let shipped = Catalog::shipped().card("tencent-ssm-payg").unwrap();
        let same = tariff(&shipped).fingerprint();
        let word =
            changed("tencent-ssm-payg", "label = \"Credential storage\"", "label = \"Kept\"");
        assert_eq!(tariff(&word).fingerprint(), same);
        let price = changed("tencent-ssm-payg", "amount = \"0.05\"", "amount = \"0.06\"");
        assert_ne!(tariff(&price).fingerprint(), same);
        assert_eq!(tariff(&price).price_text(1), "0.06 / 10000");
    }

    #[test]
    fn the_compiled_cards_have_the_fingerprints_of_the_texts() {
        let compiled = Catalog::compiled(&Catalog::compile_shipped(), |_| String::new());
        for card in Catalog::shipped().cards() {
            let same = compiled.card(&card.id).unwrap();
            assert_eq!(tariff(card).fingerprint(), tariff(&same).fingerprint(), "{}", card.id);
        }
    }
}
