//! Sweep: what offers cost against one driver, with the others as they stand.
//!
//! The totals at chosen steps are for drawing. Crossovers, edges and dips are not read off them: they
//! are found where they are, at the last value before the answer changes.

mod axis;
mod band;
mod cheapest;
mod crossover;
mod curve;
mod edge;
mod limits;
mod straight;
mod words;

pub use axis::{Axis, AxisError};
pub use cheapest::cheapest;
pub use crossover::{Effort, Run, TooManyChanges, Verdict, crossovers, within};
pub use curve::Curve;
pub use edge::{Dip, dips, edges};
pub use limits::{affordable, carried, known};
pub use words::{crossing_words, with_unit};

pub(crate) use crossover::lowest;
