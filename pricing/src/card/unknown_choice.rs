//! Names of options, assumptions and their choices, and the error if a card does not have one.

use crate::usage::suggest::Unknown;

/// An option or assumption that the card does not have, or a choice that it does not offer.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum UnknownChoice {
    /// No such option or assumption.
    #[error(transparent)]
    Name(#[from] Unknown),
    /// No such choice or reading.
    #[error("unknown {kind} of {of} '{}'{}", unknown.name, tail(unknown))]
    Choice {
        /// A choice or a reading.
        kind: &'static str,
        /// Of which option or assumption.
        of: String,
        /// The name that was given.
        unknown: Unknown,
    },
}

fn tail(unknown: &Unknown) -> String {
    let text = unknown.to_string();
    let head = format!("unknown {} '{}'", unknown.kind, unknown.name);
    text.strip_prefix(&head).unwrap_or_default().to_owned()
}

/// The place of a name among those of a kind.
pub(super) fn find<'a>(
    kind: &'static str,
    name: &str,
    names: impl Iterator<Item = &'a str> + Clone,
) -> Result<usize, Unknown> {
    let place = names.clone().position(|known| known == name);
    place.ok_or_else(|| Unknown::new(kind, name, names))
}

/// The place of a choice or reading of an option or assumption.
pub(super) fn find_of<'a>(
    kind: &'static str,
    of: &str,
    name: &str,
    names: impl Iterator<Item = &'a str> + Clone,
) -> Result<usize, UnknownChoice> {
    find(kind, name, names).map_err(|unknown| UnknownChoice::Choice {
        kind,
        of: of.to_owned(),
        unknown,
    })
}
