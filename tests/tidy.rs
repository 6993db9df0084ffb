//! The rules of the house as tests over its own source.
//!
//! Each module owns one rule: a check from sources to findings, the test that runs it over the whole tree, and
//! tests that it finds what it must in small sources. A finding has its file, its line and the way to mend it.
//! Each rule may list at most five exceptions, each with its reason.

#[path = "tidy/actions.rs"]
mod actions;
#[path = "tidy/cycles.rs"]
mod cycles;
#[path = "tidy/docs.rs"]
mod docs;
#[path = "tidy/errors.rs"]
mod errors;
#[path = "tidy/floors.rs"]
mod floors;
#[path = "tidy/imports.rs"]
mod imports;
#[path = "tidy/lengths.rs"]
mod lengths;
#[path = "tidy/places.rs"]
mod places;
#[path = "tidy/source.rs"]
mod source;
#[path = "tidy/wildcards.rs"]
mod wildcards;
#[path = "tidy/words.rs"]
mod words;
