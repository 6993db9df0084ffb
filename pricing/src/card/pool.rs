//! A pool: an amount of money or credits that several charges share.

use serde::{Deserialize, Serialize};

use crate::card::charge::OtherLines;
use crate::card::choice::Choice;
use crate::usage::formula::Formula;

/// An amount that is included in each cycle for several charges together. They use it up in the card's order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pool {
    /// Its name.
    pub id: String,
    /// Its words on the screen.
    pub label: String,
    /// The amount that is included, in the card's currency.
    pub amount: Choice<Formula>,
    /// The charges that share it, in the card's order, and the cycle for which it is given.
    pub of: OtherLines,
    /// The rule that states it.
    pub rule: String,
}
