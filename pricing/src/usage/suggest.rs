//! The answer to a name that does not exist: what is near, and what exists.

use thiserror::Error;

use crate::usage::invisible::is_forbidden;

/// A name that does not exist.
///
/// The message names what is near, three names at most, and all that exist only if they are few: a reader who
/// mistyped one of 60 cards does not look for it in a list of 60.
///
/// ```
/// use whatif_pricing::Unknown;
/// let unknown = Unknown::new("option", "regoin", ["region", "term"]);
/// assert_eq!(unknown.to_string(), "unknown option 'regoin': did you mean 'region'? there are: region, term");
/// let unknown = Unknown::new("card", "aws-\u{200b}kms", ["aws-kms"]);
/// assert_eq!(unknown.to_string(), "unknown card 'aws-\\u{200b}kms': did you mean 'aws-kms'?");
/// let unknown = Unknown::new("size", "big", ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
/// assert_eq!(unknown.to_string(), "unknown size 'big': there are 10, and none has a name like it");
/// ```
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("unknown {kind} '{name}': {}", self.near_and_all())]
pub struct Unknown {
    /// The kind of thing that was named.
    pub kind: &'static str,
    /// The name that was given.
    pub name: String,
    /// The nearest names that exist, at most three. Empty if none is near enough.
    pub near: Vec<String>,
    /// All names that exist.
    pub exists: Vec<String>,
}

/// More names than this are not listed.
const LISTED_MAX: usize = 9;
/// More names than this are no advice.
const NEAR_MAX: usize = 3;

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
        let near = near(name, exists.iter().map(String::as_str));
        let near = near.into_iter().take(NEAR_MAX).map(str::to_owned).collect();
        let name = shown(name);
        Self { kind, name, near, exists }
    }

    /// The advice on what to write instead: the nearest names or, if none is near, all that exist.
    #[must_use]
    pub fn remedy(&self) -> String {
        if self.near.is_empty() { self.all() } else { self.asked() }
    }

    /// Returns whether there are too many names to list.
    #[must_use]
    pub const fn is_one_of_many(&self) -> bool {
        self.exists.len() > LISTED_MAX
    }

    fn near_and_all(&self) -> String {
        let adds = !self.is_one_of_many() && self.exists.len() > self.near.len();
        if !self.near.is_empty() && adds {
            return format!("{} {}", self.asked(), self.all());
        }
        self.remedy()
    }

    /// `did you mean 'a', 'b' or 'c'?`
    fn asked(&self) -> String {
        let names: Vec<String> = self.near.iter().map(|name| format!("'{name}'")).collect();
        let names = match &names[..] {
            [before @ .., last] if !before.is_empty() => {
                format!("{} or {last}", before.join(", "))
            }
            names => names.concat(),
        };
        format!("did you mean {names}?")
    }

    fn all(&self) -> String {
        if self.exists.is_empty() {
            return format!("there is no {} here", self.kind);
        }
        if self.is_one_of_many() {
            return format!("there are {}, and none has a name like it", self.exists.len());
        }
        format!("there are: {}", self.exists.join(", "))
    }
}

/// Longer names are not compared: nothing that exists is as long.
const NAME_LENGTH_MAX: usize = 100;

/// The name that `typed` was most likely meant to be, if any is near enough.
pub fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    near(typed, names).first().copied()
}

/// The names that `typed` was most likely meant to be, all equally near. Those that it begins come first.
fn near<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    if typed.len() > NAME_LENGTH_MAX {
        return Vec::new();
    }
    let typed = typed.to_lowercase();
    let close = |name: &str| {
        let distance = strsim::damerau_levenshtein(&typed, &name.to_lowercase());
        let is_part = typed.len() >= 3 && name.contains(&*typed);
        // One letter more or less is nearer than a long name of which it is a part.
        if is_part && distance > 1 { Some(2) } else { Some(distance) }
            .filter(|distance| is_part || *distance <= (name.len() / 3).max(1))
    };
    let mut found: Vec<(usize, &str)> =
        names.into_iter().filter_map(|name| Some((close(name)?, name))).collect();
    let least = found.iter().map(|(distance, _)| *distance).min();
    found.retain(|(distance, _)| Some(*distance) == least);
    found.sort_by_key(|(_, name)| !name.starts_with(&*typed));
    let mut near: Vec<&str> = Vec::new();
    for (_, name) in found {
        if !near.contains(&name) {
            near.push(name);
        }
    }
    near
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_names_are_near_and_those_that_begin_alike_come_first() {
        let names = ["gcp-aws", "aws-kms", "aws-secrets", "aws-guardduty", "azure"];
        assert_eq!(near("aws", names), ["aws-kms", "aws-secrets", "aws-guardduty", "gcp-aws"]);
        let unknown = Unknown::new("card", "aws", names);
        assert_eq!(unknown.remedy(), "did you mean 'aws-kms', 'aws-secrets' or 'aws-guardduty'?");
        assert_eq!(near("aws-kmz", names), ["aws-kms"], "one that is nearer stands alone");
    }

    #[test]
    fn a_long_list_is_counted_and_a_short_one_is_written_out() {
        let many: Vec<String> = (0..60).map(|it| format!("card-{it:02}")).collect();
        let text = Unknown::new("card", "zzz", &many).to_string();
        assert_eq!(text, "unknown card 'zzz': there are 60, and none has a name like it");
        assert!(Unknown::new("card", "card", &many).to_string().len() < 80);
        let few = Unknown::new("option", "zzz", ["region", "term"]).to_string();
        assert_eq!(few, "unknown option 'zzz': there are: region, term");
    }
}
