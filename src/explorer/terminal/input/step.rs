//! The first key or sequence of some bytes.

use super::Input;

/// The first key or sequence of the bytes, and its length in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// An input.
    Input(Input, usize),
    /// The beginning of a paste.
    Paste(usize),
    /// Something that the app does not answer.
    Nothing(usize),
    /// An answer of the terminal, of which the rest may still come.
    CutOff(usize),
    /// The rest of it is still to come.
    More,
}
