//! The items that amounts are for, in one order for all comparisons.

use std::borrow::Cow;
use std::cmp::Ordering;

/// The subject of a row of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// Charges that pay for the same thing, by the word that cards share for it.
    Charges(String),
    /// Discounts and mark-ups.
    Agreed,
    /// Taxes.
    Tax,
}

/// The order of the words: what must be paid for at all, what is kept, what is done with it, what
/// is spread; other words come after these.
const ORDER: [&str; 24] = [
    "instance",
    "seats",
    "hosts",
    "machines",
    "projects",
    "screens",
    "storage",
    "keys",
    "certificates",
    "rotations",
    "calls",
    "key-ops",
    "throughput",
    "events",
    "logs",
    "data",
    "indexing",
    "analysis",
    "findings",
    "checks",
    "automation",
    "compute",
    "sharing",
    "networks",
];

impl Item {
    /// Its name for a reader: `Storage`, `Key operations`, `Tax`.
    ///
    /// ```
    /// use whatif_pricing::compare::Item;
    /// assert_eq!(Item::Charges("key-ops".to_owned()).label(), "Key operations");
    /// assert_eq!(Item::Charges("off-site-copies".to_owned()).label(), "Off site copies");
    /// ```
    #[must_use]
    pub fn label(&self) -> Cow<'static, str> {
        match self {
            Self::Charges(word) if word == "key-ops" => "Key operations".into(),
            Self::Charges(word) => {
                let mut letters = word.chars();
                let first = letters.next().map(|letter| letter.to_ascii_uppercase());
                first
                    .into_iter()
                    .chain(letters)
                    .map(|it| if it == '-' { ' ' } else { it })
                    .collect()
            }
            Self::Agreed => "Discounts, mark-ups".into(),
            Self::Tax => "Tax".into(),
        }
    }

    /// Its name for a program: the word that cards share, `discounts` or `tax`.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Charges(word) => word,
            Self::Agreed => "discounts",
            Self::Tax => "tax",
        }
    }

    fn rank(&self) -> (usize, &str) {
        let (place, word) = match self {
            Self::Charges(word) => {
                let place = ORDER.iter().position(|known| known == word);
                (place.unwrap_or(ORDER.len()), word.as_str())
            }
            Self::Agreed => (ORDER.len() + 1, ""),
            Self::Tax => (ORDER.len() + 2, ""),
        };
        (place, word)
    }
}

impl Ord for Item {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl PartialOrd for Item {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
