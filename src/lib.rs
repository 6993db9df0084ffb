//! The terminal app and the command line of `whatif`.

pub mod cli;
pub mod svg;
pub mod terminal;
pub mod theme;
pub mod widget;
