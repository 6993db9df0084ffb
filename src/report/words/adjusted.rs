//! The discount or mark-up in a total, in a few characters.

use whatif_pricing::Percent;

use crate::answer::Adjusted;

/// The mark beside an offer's name: `-12 %`, or `-12 % in part` if it is on some charges alone.
#[must_use]
pub fn adjusted(by: Adjusted) -> String {
    match by {
        Adjusted::Whole(by) => signed(by),
        Adjusted::Part(by) => format!("{} in part", signed(by)),
        Adjusted::Parts => "discounts in part".to_owned(),
    }
}

/// A percentage with its sign.
fn signed(by: Percent) -> String {
    let text = by.to_string();
    if text.starts_with('-') { text } else { format!("+{text}") }
}
