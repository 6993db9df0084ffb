//! Why a goal is never reached, or not known to be, and what to know of a value that reaches it.

use whatif_pricing::{Invoice, Places, RateCard, Ratio, written};

use super::Search;
use crate::cli::along;
use crate::cli::output::Failure;
use crate::cli::request::Request;

/// What a charge costs whatever the driver's value.
struct Standing {
    label: String,
    /// In the currency of the answer.
    amount: Ratio,
}

impl Search<'_> {
    /// Why the cards have no totals to compare at a step.
    pub(super) fn why_unknown(&self, step: u64) -> Vec<String> {
        let requests = self.question.requests();
        let several = requests.len() > 1;
        let mut reasons = Vec::new();
        for (request, offer) in requests.iter().zip(self.offers) {
            let mut own = along::why_unknown(request, self.axis, step);
            if several {
                own.extend(along::why_unranked(offer, self.axis.workload()));
            }
            let at = self.with_unit(step);
            let id = &request.card.id;
            let named = |reason: String| if several { format!("{id}: {reason}") } else { reason };
            reasons.extend(own.into_iter().map(|why| format!("at {at}: {}", named(why))));
        }
        reasons
    }

    /// What to know of the invoices at a step: quotas, what is left out, plans that are closed.
    pub(super) fn warnings(&self, step: u64) -> Result<Vec<String>, Failure> {
        let requests = self.question.requests();
        let several = requests.len() > 1;
        let mut warnings = Vec::new();
        for request in requests {
            let moved = request.with_value(self.axis.driver(), self.axis.value(step))?;
            let quoted = moved.quoted()?;
            let id = &request.card.id;
            let texts = moved.warnings(&quoted).into_iter();
            warnings.extend(texts.map(|it| if several { format!("{id}: {it}") } else { it }));
        }
        Ok(warnings)
    }

    /// The lines that do not depend on the driver: those that alone exceed the amount or, where none
    /// does, all of them.
    pub(super) fn standing(&self, amount: Ratio, step: u64) -> Result<Vec<String>, Failure> {
        let request = &self.question.request;
        let moved = request.with_value(self.axis.driver(), self.axis.value(step))?;
        let quoted = moved.quoted()?;
        let mut lines = self.lines(0, &moved, &quoted.invoice)?;
        for (place, other) in moved.companions.iter().enumerate() {
            lines.extend(self.lines(place + 1, other, &quoted.companions[place])?);
        }
        let name = &self.axis.workload().vocabulary()[self.axis.driver()].name;
        let money = |line: &Standing| written(line.amount, Places::AMOUNT);
        // What is taken off may bring a line below the amount.
        let is_reduced = quoted.invoice.adjustments.iter().any(|it| it.percent.is_negative());
        let alone = lines.iter().filter(|line| line.amount > amount && !is_reduced);
        let alone = alone.map(|line| format!("{} alone is {}", line.label, money(line)));
        let alone: Vec<String> = alone.collect();
        if !alone.is_empty() {
            return Ok(vec![format!("{}, whatever the value of {name}", alone.join(", "))]);
        }
        let all = lines.iter().map(|line| format!("{} is {}", line.label, money(line)));
        let all: Vec<String> = all.collect();
        if all.is_empty() {
            return Ok(Vec::new());
        }
        Ok(vec![format!("{}, whatever the value of {name}", all.join(", "))])
    }

    /// The lines of an invoice that do not move, in the currency of the answer.
    fn lines(
        &self,
        tariff: usize,
        request: &Request,
        invoice: &Invoice,
    ) -> Result<Vec<Standing>, Failure> {
        let card: &RateCard = &request.card;
        let curve = self.curve(0);
        let stands = invoice.lines.iter().filter(|line| !curve.moves(tariff, line.charge));
        let mut lines = Vec::new();
        for line in stands {
            let Some(own) = line.amount.filter(|amount| !amount.is_zero()) else { continue };
            let rates = &self.question.request.exchange.rates;
            let amount = rates.convert(own, card.currency, self.question.currency);
            let Some(amount) = amount.map_err(Failure::input)? else { continue };
            let label = card.charges[line.charge].label.clone();
            lines.push(Standing { label, amount });
        }
        Ok(lines)
    }
}
