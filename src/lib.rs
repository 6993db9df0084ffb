//! The terminal app and the command line of `whatif`.
//!
//! One keystroke's way: [`terminal`] reads it, [`keys`] makes it a message, [`state`] takes the message
//! and prices the [`board`] again, [`view`] draws it. The cards come from the [`library`], which also tells
//! when the user saves one.

pub mod action;
pub mod board;
pub mod chart;
pub mod cli;
pub mod explorer;
pub mod export;
pub mod keys;
pub mod library;
pub mod profile;
pub mod ribbon;
pub mod scale;
pub mod scenario;
pub mod state;
pub mod store;
pub mod svg;
pub mod terminal;
pub mod theme;
pub mod tour;
pub mod view;
pub mod widget;
