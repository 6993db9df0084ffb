//! A request with one driver at another value, and what keeps a total from being known.

use rust_decimal::Decimal;
use whatif_pricing::{Currency, DriverId, Invoice, Offer, Selection, Tariff, Value, Warning};

use super::{Quoted, Request};
use crate::cli::output::Failure;
use crate::cli::terms::no_rate;

impl Request {
    /// The card as it is chosen, with its companions, to be totalled in a currency.
    pub fn offer(&self, currency: Currency) -> Result<Offer, Failure> {
        let companions = self.companions.iter().map(|it| it.tariff.clone()).collect();
        let offer = Offer::new(self.tariff.clone(), companions, currency, &self.exchange.rates);
        offer.map_err(Failure::input)
    }

    /// The same request with a driver at a number; its companions' too.
    pub fn with_value(&self, driver: DriverId, value: Decimal) -> Result<Self, Failure> {
        let mut timeline = self.timeline.clone();
        timeline.workload.set(driver, Value::Number(value)).map_err(Failure::input)?;
        let segments = timeline.segments(self.tariff.period(), self.card.offset);
        let segments = segments.map_err(Failure::input)?;
        let companions = self.companions.iter().map(|it| it.with_value(driver, value));
        let companions = companions.collect::<Result<Vec<_>, _>>()?;
        Ok(Self { timeline, segments, companions, ..self.clone() })
    }

    /// The same request with other choices on the card; none where they are beyond what can be calculated
    /// exactly.
    pub fn with_selection(&self, selection: Selection) -> Option<Self> {
        let tariff = Tariff::new(&self.card, &selection, *self.tariff.terms()).ok()?;
        Some(Self { selection, tariff, ..self.clone() })
    }

    /// Why a total is incomplete: the prices and the rates that are missing.
    pub fn missing(&self, quoted: &Quoted) -> Vec<String> {
        let mut missing = self.unpublished(&quoted.invoice);
        for (companion, invoice) in self.companions.iter().zip(&quoted.companions) {
            let name = companion.card.name();
            let texts = companion.unpublished(invoice);
            missing.extend(texts.into_iter().map(|text| format!("{name}: {text}")));
            let (from, to) = (companion.card.currency, self.card.currency);
            if self.exchange.rates.between(from, to).is_none() {
                missing.push(format!("{name}: {}", no_rate(from, to)));
            }
        }
        missing
    }

    fn unpublished(&self, invoice: &Invoice) -> Vec<String> {
        let is_missing = |warning: &&Warning| match warning {
            Warning::Unpublished { .. } => true,
            Warning::Quota { quota, .. } => self.card.quotas[*quota].incomplete,
            _ => false,
        };
        let missing: Vec<Warning> = invoice.warnings.iter().filter(is_missing).copied().collect();
        self.texts(&missing).collect()
    }
}
