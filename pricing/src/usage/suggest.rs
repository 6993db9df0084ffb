//! The answer to a name that does not exist: what is near, and what exists.

use thiserror::Error;

use crate::usage::invisible::is_forbidden;

/// A name that does not exist.
///
/// ```
/// use whatif_pricing::Unknown;
/// let unknown = Unknown::new("option", "regoin", ["region", "term"]);
/// assert_eq!(unknown.to_string(), "unknown option 'regoin': did you mean 'region'? there are: region, term");
/// let unknown = Unknown::new("card", "aws-\u{200b}kms", ["aws-kms"]);
/// assert_eq!(unknown.to_string(), "unknown card 'aws-\\u{200b}kms': did you mean 'aws-kms'? there are: aws-kms");
/// ```
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("unknown {kind} '{name}': {}", self.near_and_all())]
pub struct Unknown {
    /// The kind of thing that was named.
    pub kind: &'static str,
    /// The name that was given.
    pub name: String,
    /// The nearest name that exists.
    pub near: Option<String>,
    /// All names that exist.
    pub exists: Vec<String>,
}

/// A name as it can be shown. A letter that cannot be seen is written out: without it, the name may look
/// like one that exists.
fn shown(name: &str) -> String {
    let mut shown = String::new();
    for letter in name.chars().filter(|letter| !letter.is_control()).take(80) {
        if is_forbidden(letter) {
            shown.extend(letter.escape_unicode());
        } else {
            shown.push(letter);
        }
    }
    shown
}

impl Unknown {
    /// Finds the nearest of the names that exist.
    pub fn new<S: AsRef<str>>(
        kind: &'static str,
        name: &str,
        exists: impl IntoIterator<Item = S>,
    ) -> Self {
        let exists: Vec<String> = exists.into_iter().map(|name| name.as_ref().to_owned()).collect();
        let near = nearest(name, exists.iter().map(String::as_str)).map(str::to_owned);
        let name = shown(name);
        Self { kind, name, near, exists }
    }

    /// The advice on what to write instead: the nearest name or, if none is near, all that exist.
    #[must_use]
    pub fn remedy(&self) -> String {
        self.near.as_ref().map_or_else(|| self.all(), |near| format!("did you mean '{near}'?"))
    }

    fn near_and_all(&self) -> String {
        match self.near {
            Some(_) => format!("{} {}", self.remedy(), self.all()),
            None => self.all(),
        }
    }

    fn all(&self) -> String {
        if self.exists.is_empty() {
            return format!("there is no {} here", self.kind);
        }
        format!("there are: {}", self.exists.join(", "))
    }
}

/// Longer names are not compared: nothing that exists is as long.
const NAME_LENGTH_MAX: usize = 100;

/// The name that `typed` was most likely meant to be, if any is near enough.
pub fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if typed.len() > NAME_LENGTH_MAX {
        return None;
    }
    let typed = typed.to_lowercase();
    let distance = |name: &str| strsim::damerau_levenshtein(&typed, &name.to_lowercase());
    let part = |name: &str| typed.len() >= 3 && name.contains(&*typed);
    names
        .into_iter()
        .map(|name| (if part(name) { 1 } else { distance(name) }, name))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, name)| *distance <= (name.len() / 3).max(1))
        .map(|(_, name)| name)
}
