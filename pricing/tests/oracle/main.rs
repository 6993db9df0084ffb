//! An independent oracle: cards priced in exact rationals, written from the vendors' rules and not from the
//! engine or the cards, and compared with it on random workloads, choices, periods and changes.
//!
//! It loops over every hour, day, month, term and group instead of using closed forms, and shares no code
//! with the engine but the reading of texts.

mod case;
mod engine;
mod founding;
mod keys;
mod number;
mod random;
mod secrets;
mod security;
mod time;
