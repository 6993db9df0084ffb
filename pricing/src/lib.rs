//! Prices cloud secrets, key-management and security-operations services from rate cards, exactly.
//!
//! A [`RateCard`] is one provider's price sheet for one plan. With the user's [`Selection`] and a
//! [`Period`] it becomes a [`Tariff`], which prices a [`Workload`] into an [`Invoice`]: by a closed form
//! for a steady workload, or as the sum of billing [`Record`]s for a [`Timeline`] of changes. Both read
//! the one function that computes an amount, and give the same exact total.
//!
//! The library is built in floors, lowest first: [`number`], [`time`], `usage`, [`card`], `rate`,
//! `invoice`, [`ask`]. A module imports from its own floor and from those below, never from above; a
//! test holds that.
//!
//! The library knows no terminal, clock, environment or file system. Amounts are exact; no float
//! touches them; what does not fit 38 digits is an error, never a rounded figure.
#![deny(missing_docs, clippy::float_arithmetic, clippy::disallowed_types)]

/// Exact numbers: ratios, money, percentages, units, and how each is read and written.
pub mod number {
    pub(crate) mod decimal;
    pub(crate) mod money;
    pub(crate) mod percent;
    pub(crate) mod ratio;
    pub(crate) mod unit;

    pub use decimal::*;
}

/// Lengths of time: the period that is priced, and the cycles in which it is settled.
pub mod time {
    pub mod cycle;
    mod months;
    pub(crate) mod period;
    pub(crate) mod period_terms;
    mod typed;
}

/// The usage: drivers, formulas over them, the workload and its changes over time.
mod usage {
    pub mod bare_flow;
    mod clock;
    pub mod driver;
    pub mod follow;
    pub mod footing;
    pub mod formula;
    pub mod inputs;
    pub(crate) mod invisible;
    pub mod measure;
    mod order;
    pub mod peak;
    pub mod preset;
    pub mod range;
    pub mod reads;
    mod shown;
    mod spelled;
    pub mod suggest;
    pub mod timeline;
    pub mod value;
    pub mod workload;
}

/// Rate cards: charges, options, assumptions and price lists, and how they are read from TOML.
pub mod card {
    pub(crate) mod bound;
    pub(crate) mod catalog;
    pub mod charge;
    pub mod choice;
    mod compiled;
    pub mod lifecycle;
    mod offset;
    pub mod pool;
    pub(crate) mod problem;
    pub mod quota;
    pub(crate) mod rate_card;
    pub(crate) mod read;
    pub mod text;
    pub mod tiers;
    mod unknown_choice;

    pub use bound::Bound;
    pub use quota::{Beyond, Carrier, LimitedRate, Quota, RateUnit};
    pub use rate_card::*;
    pub use unknown_choice::UnknownChoice;
}

/// A card with its choices made, for one period: the one function that computes an amount.
mod rate {
    pub mod adjustment;
    pub mod amount;
    mod changing;
    mod compiled;
    mod derived;
    pub mod error;
    mod fingerprint;
    mod kept;
    pub mod known;
    pub mod limit;
    pub mod line;
    pub mod lists;
    mod lives;
    pub mod rated;
    pub mod reading;
    pub mod records;
    pub mod resolve;
    mod shared;
    mod shares;
    mod split;
    pub mod steady;
    mod stock;
    pub mod sum;
    pub mod tariff;
    pub mod terms;
    pub mod touched;
    pub mod trace;
    pub mod warning;
}

/// The cost of a workload: lines, adjustments, warnings and the total, in any currency.
mod invoice {
    pub mod adjusted;
    pub mod coverage;
    pub mod doubt;
    pub mod exchange;
    pub mod quote;
    pub mod quoter;
    mod timeline;
    pub mod total;
}

/// The questions that are asked of offers, each with its answer as data.
pub mod ask {
    pub mod arrears;
    pub mod best;
    pub mod check;
    pub mod compare;
    pub mod explain;
    pub mod levers;
    pub(crate) mod offer;
    pub(crate) mod rank;
    pub mod solve;
    pub mod sweep;
    pub(crate) mod uncertainty;
}

pub use ask::offer::Offer;
pub use ask::rank::Unranked;
pub use ask::uncertainty::{
    Outcome, Progress, SAMPLES_MAX, SampleError, Sampler, Samples, Spread, bands, share_text,
};
pub use ask::{arrears, best, check, compare, explain, levers, solve, sweep};
pub use card::catalog::{CARD_SCHEMA, Catalog};
pub use card::problem::{Problem, Problems};
pub use card::read::CARD_BYTES_MAX;
pub use card::{RateCard, Selection, UnknownChoice};
pub use card::{charge, choice, lifecycle, quota, text, tiers};
pub use invoice::adjusted::Adjusted;
pub use invoice::doubt::{AgeLimit, Doubt, Doubted, doubts};
pub use invoice::exchange::{ExchangeError, ExchangeRate, ExchangeRates, RATES_MAX};
pub use invoice::quote::{Invoice, InvoiceOf};
pub use invoice::quoter::{QuoteError, Quoter};
pub use invoice::total::{Spend, Total};
pub use number::money::{Currency, Money, Places, plain, written};
pub use number::percent::{Percent, PercentError};
pub use number::ratio::{OutOfRange, Ratio};
pub use number::unit::{Length, TimeUnit, counted};
pub use rate::adjustment::Adjustment;
pub use rate::error::RateError;
pub use rate::line::{Line, Record};
pub use rate::lists::PriceList;
pub use rate::tariff::Tariff;
pub use rate::terms::Terms;
pub use rate::warning::Warning;
pub use time::cycle;
pub use time::period::{PERIOD_DAYS_MAX, Period, PeriodError, Window, instant, is_writable};
pub use time::period_terms::{PeriodTerm, PeriodTerms};
pub use usage::bare_flow::{BareFlow, ChangedFlow};
pub use usage::driver::{Driver, DriverId, DriverKind, Mean, SliderScale, Vocabulary};
pub use usage::follow::Follow;
pub use usage::footing::Footing;
pub use usage::formula::{EvaluateError, Formula, FormulaError};
pub use usage::inputs::Usage;
pub use usage::invisible::is_invisible;
pub use usage::measure::{Measure, ValueUnit};
pub use usage::preset::{Preset, Presets};
pub use usage::range::{Range, RangeError};
pub use usage::suggest::{Unknown, nearest};
pub use usage::timeline::{CHANGES_MAX, Change, Segment, Timeline, TimelineError};
pub use usage::value::{InUnit, SetError, SetTextError, Value};
pub use usage::workload::{UsageError, Workload};
