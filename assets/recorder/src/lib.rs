//! Replays tours of the program, through its real update and its real view, into pictures.
//!
//! The same tours give the same bytes on every run and every machine: the day of use is fixed, time comes
//! in steps, and the letters are of a font that is brought along.

mod animation;
mod film;
mod palette;
mod pictures;
mod raster;

pub use animation::{Animation, Still};
pub use film::{Film, Frame};
pub use pictures::{Picture, all};
pub use raster::{Letters, png};
