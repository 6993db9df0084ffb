//! The explorer: the screen in the terminal, from keys and mouse to frames.
//!
//! A key becomes an [`action::Action`], the [`state`] takes it, and the view draws the state. The loop in
//! `run` does nothing else.

pub mod action;
mod ansi;
mod appearance;
pub mod chart;
mod clipboard;
mod hands;
mod importer;
pub mod keys;
mod news;
pub mod picture;
mod question;
pub mod ribbon;
mod run;
pub mod scale;
pub mod state;
pub mod svg;
pub mod terminal;
pub mod theme;
pub mod tour;
pub mod view;
pub mod widget;
pub mod wishes;

pub use appearance::Appearance;
pub use run::run;
