//! The terminal app and the command line of `whatif`.

pub mod terminal;
pub mod theme;
