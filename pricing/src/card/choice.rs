//! Values that depend on what is chosen for options of the card.

use serde::{Deserialize, Serialize};

/// A value that is the same for all choices of an option, or one for each; each may again depend on
/// another option.
///
/// ```
/// use whatif_pricing::choice::Choice;
/// // By the second option: 5, or 7 and 8 by the first.
/// let by_first = Choice::By { option: 0, values: vec![Choice::Same(7), Choice::Same(8)] };
/// let amount = Choice::By { option: 1, values: vec![Choice::Same(5), by_first] };
/// assert_eq!(*amount.pick(&[1, 0]), 5);
/// assert_eq!(*amount.pick(&[1, 1]), 8);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Choice<T> {
    /// Whatever is chosen.
    Same(T),
    /// By the choice made for an option of the card.
    By {
        /// The option's place in the card.
        option: usize,
        /// One value for each of its choices, in the option's order.
        values: Vec<Self>,
    },
}

impl<T> Choice<T> {
    /// The value for the choices made, given by their places.
    pub fn pick(&self, chosen: &[usize]) -> &T {
        match self {
            Self::Same(value) => value,
            Self::By { option, values } => values[chosen[*option]].pick(chosen),
        }
    }

    /// The value for the first choice of each option, which is the default.
    pub fn first(&self) -> &T {
        match self {
            Self::Same(value) => value,
            Self::By { values, .. } => values[0].first(),
        }
    }

    /// The places of the options that it depends on, each with the number of its choices.
    pub(crate) fn options(&self) -> Vec<(usize, usize)> {
        match self {
            Self::Same(_) => Vec::new(),
            Self::By { option, values } => {
                let own = std::iter::once((*option, values.len()));
                own.chain(values.iter().flat_map(Self::options)).collect()
            }
        }
    }

    /// The same tree with other values.
    pub(crate) fn map<U>(&self, of: &impl Fn(&T) -> U) -> Choice<U> {
        match self {
            Self::Same(value) => Choice::Same(of(value)),
            Self::By { option, values } => Choice::By {
                option: *option,
                values: values.iter().map(|value| value.map(of)).collect(),
            },
        }
    }

    /// The values for all choices.
    pub fn all(&self) -> Vec<&T> {
        match self {
            Self::Same(value) => vec![value],
            Self::By { values, .. } => values.iter().flat_map(Self::all).collect(),
        }
    }
}

/// Visits every way to choose among options, given by place and number of choices.
pub(crate) fn each_choice(mut options: Vec<(usize, usize)>, mut visit: impl FnMut(&[usize])) {
    options.sort_unstable();
    options.dedup();
    let last = options.last().map_or(0, |(option, _)| option + 1);
    let mut chosen = vec![0; last];
    let count: usize = options.iter().map(|(_, choices)| choices).product();
    for number in 0..count {
        let mut rest = number;
        for (option, choices) in &options {
            chosen[*option] = rest % choices;
            rest /= choices;
        }
        visit(&chosen);
    }
}
