//! Runs the worked examples of a card's sources.

use std::sync::Arc;

use thiserror::Error;

use crate::ask::explain::ExplainError;
use crate::card::problem::Problem;
use crate::card::rate_card::{Example, RateCard};
use crate::card::text::split_remedy;
use crate::invoice::quote::Invoice;
use crate::number::money::plain;
use crate::number::ratio::Ratio;
use crate::rate::error::RateError;
use crate::rate::tariff::Tariff;
use crate::usage::driver::Vocabulary;
use crate::usage::timeline::{Change, Timeline, TimelineError};
use crate::usage::value::SetError;
use crate::usage::workload::Workload;

/// The reason why an example does not reproduce.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ExampleError {
    /// A figure differs.
    #[error("{what} is {is}, expected {expected}")]
    Differs {
        /// The figure that differs.
        what: String,
        /// The value that the engine gives.
        is: String,
        /// The value that the example gives.
        expected: String,
    },
    /// The workload cannot be set.
    #[error(transparent)]
    Set(#[from] SetError),
    /// The timeline cannot be priced.
    #[error(transparent)]
    Timeline(#[from] TimelineError),
    /// The card cannot price it.
    #[error(transparent)]
    Rate(#[from] RateError),
    /// The workload has no values.
    #[error(transparent)]
    Explain(#[from] ExplainError),
}

impl RateCard {
    /// Runs its worked examples; each that does not reproduce is a problem at its place.
    ///
    /// ```
    /// use whatif_pricing::{Catalog, Vocabulary};
    /// for card in Catalog::shipped().cards() {
    ///     assert_eq!(card.failing_examples(Vocabulary::standard()), []);
    /// }
    /// ```
    #[must_use]
    pub fn failing_examples(self: &Arc<Self>, vocabulary: &'static Vocabulary) -> Vec<Problem> {
        let failing = |example: &Example| {
            let error = run(self, example, vocabulary).err()?;
            let error = error.to_string();
            let (error, remedy) = split_remedy(&error, "mend the charge or the example");
            let message = format!("the example '{}' does not reproduce: {error}", example.says);
            Some(Problem { at: example.place.clone(), message, remedy: remedy.to_owned() })
        };
        self.examples().iter().filter_map(failing).collect()
    }
}

fn run(
    card: &Arc<RateCard>,
    example: &Example,
    vocabulary: &'static Vocabulary,
) -> Result<(), ExampleError> {
    let mut workload = Workload::standard(vocabulary);
    for (driver, text) in &example.set {
        let value = workload.read(*driver, text)?;
        workload.set(*driver, value)?;
    }
    let mut changes = Vec::with_capacity(example.events.len());
    for event in &example.events {
        let value = workload.read(event.driver, &event.value)?;
        changes.push(Change { at: event.at, driver: event.driver, value });
    }
    let timeline = Timeline { workload, changes };
    let tariff = Tariff::new(card, &example.selection, example.period)?;
    let segments = timeline.segments(&example.period, card.offset)?;
    let mut invoice = Invoice::default();
    tariff.quote_timeline(&segments, &mut invoice)?;
    amounts(card, example, &invoice)?;
    let records = tariff.records(&segments)?;
    for (charge, expected) in &example.seconds {
        let of_charge = records.iter().filter(|record| record.charge == *charge);
        let seconds: Vec<i64> = of_charge.map(|record| record.window.seconds()).collect();
        same(
            &format!("the records of {}", card.charges[*charge].id),
            &seconds,
            expected,
            |list| list.iter().map(ToString::to_string).collect::<Vec<_>>().join(" s, ") + " s",
        )?;
    }
    Ok(())
}

fn amounts(card: &RateCard, example: &Example, invoice: &Invoice) -> Result<(), ExampleError> {
    let shown = |amount: &Option<Ratio>| amount.map_or("unpublished".to_owned(), plain);
    for (charge, expected) in &example.lines {
        let amount = invoice.lines[*charge].amount;
        same(&card.charges[*charge].id, &amount, &Some(Ratio::whole(*expected)), shown)?;
    }
    if let Some(expected) = example.total {
        let total = invoice.complete.then_some(invoice.total);
        same("the total", &total, &Some(Ratio::whole(expected)), shown)?;
    }
    Ok(())
}

fn same<T: PartialEq>(
    what: &str,
    is: &T,
    expected: &T,
    shown: impl Fn(&T) -> String,
) -> Result<(), ExampleError> {
    if is == expected {
        return Ok(());
    }
    let (is, expected) = (shown(is), shown(expected));
    Err(ExampleError::Differs { what: what.to_owned(), is, expected })
}
