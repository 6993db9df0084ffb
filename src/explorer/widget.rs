//! Parts of the screen that any pane can use. They draw and measure, and know no prices.

mod digits;
mod field;
mod slider;

pub use crate::report::tornado::{Bar, Tornado};
pub use digits::{Digits, Size};
pub use field::{Field, FieldKey, FieldView};
pub use slider::{FULL, Slider, Tint, cell_of, position_at, position_of_cell, track_cells};
