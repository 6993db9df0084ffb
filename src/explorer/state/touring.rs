//! The tour that is played, and the one that is recorded.

mod caption;
mod play;
mod record;
mod step;

pub use play::Playing;
use record::Recording;

/// The tour that is played, and the one that is recorded.
#[derive(Debug, Default)]
pub struct Touring {
    /// The tour that is played.
    pub playing: Option<Playing>,
    /// The tour that is recorded.
    pub(super) recording: Option<Recording>,
}
