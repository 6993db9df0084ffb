//! Words that are days, or mistyped days that would be taken for the source of a rate otherwise.

use chrono::NaiveDate;

/// The beginnings of the names of months, each as long as it must be at least.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// Their names.
const NAMES: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
/// Endings of the number of a day.
const ORDINALS: [&str; 4] = ["st", "nd", "rd", "th"];

/// Returns whether a word is a day, or a mistyped one.
pub(super) fn is_meant_as_date(word: &str) -> bool {
    let signs = ['-', '/', '.'];
    let parts = || word.split(signs).filter(|part| !part.is_empty());
    let digits = |part: &str| part.bytes().all(|letter| letter.is_ascii_digit());
    let is_number = word.len() == 8 && digits(word);
    let is_whole = is_number || parts().count() == 3 && parts().all(digits);
    word.parse::<NaiveDate>().is_ok() || is_whole || begins_with_year_and_month(word)
}

/// `2026-11`, `2026_11_20`, `2026-11-20T00:00:00Z`, `2026-11-20bank`, `2026/11`.
fn begins_with_year_and_month(word: &str) -> bool {
    let rest = word.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let next = rest.strip_prefix(['-', '_', '/', '.']);
    word.len() - rest.len() == 4
        && next.is_some_and(|it| it.starts_with(|letter: char| letter.is_ascii_digit()))
}

/// Returns whether words begin with the name of a month and the number of a day, in either order.
pub(super) fn begin_as_date(words: &[String]) -> bool {
    let text = words.join(" ").to_lowercase();
    let mut parts: Vec<String> = Vec::new();
    let mut last = None;
    for letter in text.chars() {
        let kind = (letter.is_ascii_digit(), letter.is_alphabetic());
        if kind.0 || kind.1 {
            match parts.last_mut() {
                Some(part) if last == Some(kind) => part.push(letter),
                _ => parts.push(letter.to_string()),
            }
        }
        last = Some(kind);
    }
    parts.retain(|part| !ORDINALS.contains(&&**part));
    let is_number = |at: usize| {
        parts
            .get(at)
            .is_some_and(|it| it.len() <= 4 && it.starts_with(|it: char| it.is_ascii_digit()))
    };
    let is_month = |at: usize| {
        parts
            .get(at)
            .is_some_and(|it| MONTHS.contains(&&**it) || NAMES.contains(&&**it) || it == "sept")
    };
    (is_month(0) && is_number(1)) || (is_number(0) && is_month(1))
}
