//! Reports: an answer becomes text, Markdown, CSV or JSON.

pub mod about;
pub mod arrears;
pub mod ascii;
pub mod cells;
pub mod compare;
pub mod csv;
pub mod explain;
pub mod export;
pub mod glyphs;
pub mod instrument;
pub mod json;
pub mod layout;
pub mod levers;
pub mod markdown;
pub mod names;
pub mod opening;
pub mod page;
pub mod problems;
pub mod quote;
pub mod ranges;
pub mod solve;
pub mod sweep;
pub mod text;
pub mod tornado;
pub mod verdict;
pub mod words;
