//! The terminal app and the command line of `whatif`.
//!
//! A question goes down the floors and its answer comes up: [`explorer`] and [`cli`] ask, [`report`] phrases,
//! [`answer`] decides, [`import`] reads usage from files, [`library`] and [`store`] hold the files, [`scenario`]
//! says what is asked, and `whatif-pricing` computes.

pub mod answer;
pub mod cli;
pub mod explorer;
pub mod import;
pub mod library;
pub mod report;
pub mod scenario;
pub mod store;
