//! Prices cloud secrets, key-management and security-operations services from rate cards, exactly.
//!
//! A [`RateCard`] is one provider's price sheet for one plan. With the user's [`Selection`] and a
//! [`Period`] it becomes a [`Tariff`], which prices a [`Workload`] into an [`Invoice`]: by a closed form
//! for a steady workload, or as the sum of billing [`Record`]s for a [`Timeline`] of changes. Both read
//! the one function that computes an amount, and give the same exact total.
//!
//! The library knows no terminal, clock, environment or file system. Amounts are exact; no float
//! touches them; what does not fit 38 digits is an error, never a rounded figure.
#![deny(missing_docs, clippy::float_arithmetic, clippy::disallowed_types)]

pub mod arrears;
pub mod card;
mod catalog;
pub mod charge;
pub mod check;
pub mod choice;
pub mod compare;
mod compiled;
mod coverage;
pub mod cycle;
mod decode;
mod driver;
mod exchange;
pub mod explain;
mod formula;
mod invoice;
pub mod levers;
pub mod lifecycle;
mod money;
pub mod number;
mod offer;
mod offset;
mod percent;
mod period;
mod preset;
mod problem;
mod range;
mod rate;
mod ratio;
pub mod solve;
mod suggest;
pub mod sweep;
mod terms;
pub mod text;
pub mod tiers;
mod timeline;
mod total;
mod uncertainty;
mod unit;
mod usage;
mod value;
mod workload;

pub use card::{RateCard, Selection, UnknownChoice};
pub use catalog::{CARD_SCHEMA, Catalog};
pub use decode::CARD_BYTES_MAX;
pub use driver::{Driver, DriverId, DriverKind, SliderScale, Vocabulary};
pub use exchange::{ExchangeError, ExchangeRate, ExchangeRates, RATES_MAX};
pub use formula::{EvaluateError, Formula, FormulaError, PeriodTerm};
pub use invoice::{Adjusted, Adjustment, Invoice, Line, Record, Warning};
pub use money::{Currency, Places, plain, written};
pub use offer::Offer;
pub use percent::{Percent, PercentError};
pub use period::{PERIOD_DAYS_MAX, Period, PeriodError, Window, instant, is_writable};
pub use preset::{Preset, Presets};
pub use problem::{Problem, Problems};
pub use range::{Range, RangeError};
pub use rate::{PriceList, RateError, Tariff};
pub use ratio::{OutOfRange, Ratio};
pub use suggest::{Unknown, nearest};
pub use terms::Terms;
pub use timeline::{CHANGES_MAX, Change, Segment, Timeline, TimelineError};
pub use total::{Spend, Total};
pub use uncertainty::{
    Outcome, Progress, SAMPLES_MAX, SampleError, Sampler, Samples, Spread, bands, share_text,
};
pub use unit::{Length, TimeUnit, counted};
pub use usage::{PeriodTerms, Usage};
pub use value::{SetError, Value};
pub use workload::{SetTextError, UsageError, Workload};
