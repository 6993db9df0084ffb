//! Values that depend on what is chosen for an option of the card.

/// A value that is the same for all choices of an option, or one for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice<T> {
    /// Whatever is chosen.
    Same(T),
    /// By the choice made for an option of the card.
    By {
        /// The option's place in the card.
        option: usize,
        /// One value for each of its choices, in the option's order.
        values: Vec<T>,
    },
}

impl<T> Choice<T> {
    /// The value for the choices made, given by their places.
    pub fn pick(&self, chosen: &[usize]) -> &T {
        match self {
            Self::Same(value) => value,
            Self::By { option, values } => &values[chosen[*option]],
        }
    }

    /// The values for all choices.
    pub(crate) fn all(&self) -> &[T] {
        match self {
            Self::Same(value) => std::slice::from_ref(value),
            Self::By { values, .. } => values,
        }
    }
}
