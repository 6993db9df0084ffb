//! Real usage from files: infrastructure code, manifests, metrics and bills become values of drivers.
//!
//! It reads from readers and returns plain data: each value with its period and the rows it is from, then
//! what was left out and why. It opens no file, prices nothing and changes no scenario. Which resource,
//! meter or metric stands for which driver is data, in `assets/import/`.

mod bill;
mod cards;
mod cloudformation;
mod data;
mod draft;
mod error;
mod instant;
mod interval;
mod kind;
mod kubernetes;
mod limited;
mod metrics;
mod number;
mod picks;
mod read;
mod recognise;
mod resources;
mod scan;
mod source;
mod table;
mod tables;
mod take;
mod terraform;
mod tree;
mod yaml;

pub use cards::driver;
pub use data::{
    BadRows, BilledCard, BilledClass, BilledLine, BilledMonth, BilledOther, Import, ImportPeriod,
    ImportedChoice, ImportedDriver, ImportedFile, LeftOut, Origin, PollingObject, Progress,
};
pub use error::{BadRow, ImportError};
pub use kind::Kind;
pub use limited::Limited;
pub use metrics::{Hints, MetricUnit};
pub use read::{Request, read};
pub use source::Source;
pub use table::{delimiter, named_delimiter, trimmed};
pub use take::{Pick, TakeError, TakenDriver, driver_value};
