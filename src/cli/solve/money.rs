//! The unit price or the discount at which a goal is met, to its last decimal place.
//!
//! A total rises with a price and falls with a discount, so the place where it meets an amount is found by
//! halving; every total on the way is quoted.

use anyhow::anyhow;
use rust_decimal::Decimal;
use whatif_pricing::charge::Rate;
use whatif_pricing::number::MAGNITUDE_MAX;
use whatif_pricing::solve::{Meeting, PERCENT_PLACES, PRICE_PLACES, meeting};
use whatif_pricing::{Percent, Places, Ratio, Total, Usage, written};

use super::found::{At, Found, Outcome};
use super::{Goal, Question, Sought, json, text};
use crate::cli::along;
use crate::cli::output::Failure;
use crate::cli::request::Request;

/// The question at its workload.
struct Search<'a> {
    question: &'a Question,
    usage: Usage,
    /// The amount to be met: that of the goal, or what the other card costs.
    amount: Ratio,
    /// What the other card costs.
    other: Option<Total>,
}

/// Seeks the price or the discount.
pub fn seek(question: &Question) -> Result<Found, Failure> {
    refuse_own(question)?;
    refuse_tiers(question)?;
    let usage = question.request.timeline.workload.usage(question.request.tariff.period_terms());
    let usage = usage.map_err(Failure::input)?;
    let other = match &question.goal {
        Goal::Total(_) => None,
        Goal::Beats(other) => {
            other.offer(question.currency)?.total(&usage).map_err(Failure::input)?
        }
    };
    let unknown = unknown(question, other)?;
    let most = total_at(question, &usage, limit(question.sought))?;
    if !unknown.is_empty() || most.is_some_and(|most| !most.complete) {
        return not_known(question, unknown);
    }
    let amount = match &question.goal {
        Goal::Total(amount) => *amount,
        Goal::Beats(_) => other.map_or(Ratio::ZERO, |other| other.amount),
    };
    let search = Search { question, usage, amount, other };
    match question.sought {
        Sought::Price(_) => search.price(most),
        _ => search.discount(most),
    }
}

/// The largest value that is looked at.
fn limit(sought: Sought) -> Decimal {
    match sought {
        Sought::Price(_) => Decimal::from(MAGNITUDE_MAX),
        _ => Decimal::ONE_HUNDRED,
    }
}

/// What the flags set is not to be sought as well.
fn refuse_own(question: &Question) -> Result<(), Failure> {
    let selection = &question.request.selection;
    let (is_set, flag) = match question.sought {
        Sought::Driver(_) => (false, ""),
        Sought::Price(charge) => (selection.prices[charge].is_some(), "--price"),
        Sought::Discount(Some(charge)) => {
            (selection.adjustments[charge].is_some(), "--discount or --mark-up")
        }
        Sought::Discount(None) => (selection.adjustment.is_some(), "--discount or --mark-up"),
    };
    if !is_set {
        return Ok(());
    }
    let sought = json::sought(question);
    Err(Failure::Input(anyhow!("{flag} gives already what --for {sought} seeks: leave it out")))
}

/// Tiers whose prices are all published would give way to the one price that is sought.
fn refuse_tiers(question: &Question) -> Result<(), Failure> {
    let Sought::Price(place) = question.sought else { return Ok(()) };
    let request = &question.request;
    let charge = &request.card.charges[place];
    let (Rate::Graduated(tiers) | Rate::Volume(tiers)) = &charge.axes.price.rate else {
        return Ok(());
    };
    let options = &request.selection.options;
    if tiers.iter().any(|tier| tier.amount.pick(options).is_none()) {
        return Ok(());
    }
    Err(Failure::Input(anyhow!(
        "price:{0}: {1} is priced in tiers, and one price of your own would take the place of all of them: seek a discount on it, --for discount:{0}",
        charge.id,
        charge.label
    )))
}

/// Why the other card has no total to be met, or the two cannot be compared.
fn unknown(question: &Question, other: Option<Total>) -> Result<Vec<String>, Failure> {
    let Goal::Beats(rival) = &question.goal else { return Ok(Vec::new()) };
    let mut unknown = Vec::new();
    if !other.is_some_and(|other| other.complete) {
        unknown = rival.missing(&rival.quoted()?);
    }
    for request in question.requests() {
        let offer = request.offer(question.currency)?;
        let why = along::why_unranked(&offer, &request.timeline.workload);
        unknown.extend(why.map(|why| format!("{}: {why}", request.card.id)));
    }
    Ok(unknown)
}

fn not_known(question: &Question, unknown: Vec<String>) -> Result<Found, Failure> {
    let mut found = Found::new(Outcome::Unknown, "not known: a total is missing".to_owned());
    found.why = unknown;
    let request = &question.request;
    if found.why.is_empty() {
        // The price that is sought is not what is missing.
        let priced = moved(question, Decimal::ZERO)?;
        let priced = priced.as_ref().unwrap_or(request);
        found.why = priced.missing(&priced.quoted()?);
    }
    Ok(found)
}

/// The request with the price or the discount at a value; none where that is beyond what can be
/// calculated exactly.
fn moved(question: &Question, value: Decimal) -> Result<Option<Request>, Failure> {
    let request = &question.request;
    let mut selection = request.selection.clone();
    match question.sought {
        Sought::Driver(_) => {}
        Sought::Price(charge) => selection.prices[charge] = Some(value),
        Sought::Discount(charge) => {
            let percent = Percent::parse(&value.normalize().to_string()).map_err(Failure::input)?;
            let off = percent.negated().map_err(Failure::input)?;
            let off = Some(off).filter(|off| !off.is_zero());
            match charge {
                Some(charge) => selection.adjustments[charge] = off,
                None => selection.adjustment = off,
            }
        }
    }
    Ok(request.with_selection(selection))
}

/// What the card comes to with the price or the discount at a value; none where that has no exact total.
fn total_at(question: &Question, usage: &Usage, value: Decimal) -> Result<Option<Total>, Failure> {
    let Some(request) = moved(question, value)? else { return Ok(None) };
    Ok(request.offer(question.currency)?.total(usage).ok().flatten())
}

impl Search<'_> {
    fn total(&self, value: Decimal) -> Result<Option<Total>, Failure> {
        total_at(self.question, &self.usage, value)
    }

    /// The last value at which `holds` is true of the total. What cannot be calculated is above any amount.
    fn meeting(
        &self,
        places: u32,
        holds: impl Fn(Ratio) -> bool,
    ) -> Result<Option<Meeting>, Failure> {
        let above = Ratio::whole(Decimal::MAX);
        let total = |value| Ok(self.total(value)?.map_or(above, |total| total.amount));
        meeting(limit(self.question.sought), places, total, holds)
    }

    /// The highest price that reaches the goal.
    fn price(&self, most: Option<Total>) -> Result<Found, Failure> {
        let zero = self.total(Decimal::ZERO)?;
        self.refuse_idle(zero, most)?;
        let limit = limit(self.question.sought);
        let met = self.meeting(PRICE_PLACES, |total| total <= self.amount)?;
        let Some(met) = met else { return self.never(Decimal::ZERO) };
        if met.value == limit {
            return Ok(Found::new(Outcome::Always, format!("{}, at any price", self.goal())));
        }
        let exact = met.total == self.amount;
        let next = met.value + Decimal::new(1, PRICE_PLACES);
        let mut found = self.within([met.value, next], met.value, exact)?;
        found.says =
            format!("{} up to a price of {}", self.goal(), text::value(self.question, met.value));
        self.say_whether_exact(&mut found, exact);
        Ok(found)
    }

    /// The lowest discount that reaches the goal.
    fn discount(&self, most: Option<Total>) -> Result<Found, Failure> {
        let zero = self.total(Decimal::ZERO)?;
        if zero.is_some_and(|zero| zero.amount <= self.amount) {
            let says = format!("{} without a discount", self.goal());
            let mut found = Found::new(Outcome::Always, says);
            found.smallest = Some(self.at(Decimal::ZERO)?);
            return Ok(found);
        }
        self.refuse_idle(zero, most)?;
        let met = self.meeting(PERCENT_PLACES, |total| total > self.amount)?;
        let limit = limit(self.question.sought);
        let Some(met) = met.filter(|met| met.value < limit) else { return self.never(limit) };
        let value = (met.value + Decimal::new(1, PERCENT_PLACES)).normalize();
        let exact = self.total(value)?.is_some_and(|total| total.amount == self.amount);
        let mut found = self.within([met.value, value], value, exact)?;
        (found.before, found.smallest) = (found.largest.take(), found.next.take());
        found.says =
            format!("{} from a discount of {} on", self.goal(), text::value(self.question, value));
        self.say_whether_exact(&mut found, exact);
        Ok(found)
    }

    fn within(
        &self,
        [largest, next]: [Decimal; 2],
        answer: Decimal,
        exact: bool,
    ) -> Result<Found, Failure> {
        let mut found = Found::new(Outcome::Within, String::new());
        found.largest = Some(self.at(largest)?);
        found.next = Some(self.at(next)?);
        found.exact = Some(exact);
        if let Some(request) = moved(self.question, answer)? {
            found.warnings = request.warnings(&request.quoted()?);
        }
        Ok(found)
    }

    fn say_whether_exact(&self, found: &mut Found, exact: bool) {
        let at = written(self.amount, Places::AMOUNT);
        let says = if exact {
            format!(", where the total is {at} exactly")
        } else {
            format!(", as near to {at} as the decimal places allow")
        };
        found.says.push_str(&says);
    }

    fn never(&self, value: Decimal) -> Result<Found, Failure> {
        let at = self.at(value)?;
        let least = at.totals[0].map_or(Ratio::ZERO, |total| total.amount);
        let says = format!(
            "never {}: at {} the total is still {}",
            self.goal(),
            text::value(self.question, value),
            written(least, Places::AMOUNT)
        );
        let mut found = Found::new(Outcome::Never, says);
        found.least = Some(at);
        Ok(found)
    }

    fn at(&self, value: Decimal) -> Result<At, Failure> {
        let mut totals = vec![self.total(value)?];
        if let Goal::Beats(_) = self.question.goal {
            totals.push(self.other);
        }
        Ok(At { value, totals })
    }

    /// A price or a discount that moves nothing has no answer.
    fn refuse_idle(&self, zero: Option<Total>, most: Option<Total>) -> Result<(), Failure> {
        if zero != most {
            return Ok(());
        }
        let sought = json::sought(self.question);
        Err(Failure::Input(anyhow!(
            "{sought} does not move the total: nothing is billed for it with this workload"
        )))
    }

    /// `within USD 500.00`, or `not above aws-kms`.
    fn goal(&self) -> String {
        match &self.question.goal {
            Goal::Total(amount) => {
                let amount = written(*amount, Places::AMOUNT);
                format!("within {} {amount}", self.question.currency)
            }
            Goal::Beats(other) => format!("not above {}", other.card.id),
        }
    }
}
