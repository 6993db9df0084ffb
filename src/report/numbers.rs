//! The user's style of numbers, on the screen and in texts. Figures are made in one style and change their signs
//! where they are shown, so that no amount, no file and no answer for programs depends on it.

use std::borrow::Cow;

use crate::store::profile::NumberStyle;

/// The signs between groups of three digits and before the fraction.
const fn signs(style: NumberStyle) -> [char; 2] {
    match style {
        NumberStyle::CommaPoint => [',', '.'],
        NumberStyle::PointComma => ['.', ','],
        NumberStyle::SpacePoint => [' ', '.'],
        NumberStyle::SpaceComma => [' ', ','],
        NumberStyle::ApostrophePoint => ['\'', '.'],
    }
}

/// A text with its numbers in a style. Each takes as many cells as before. Dates, addresses and names stay.
#[must_use]
pub fn shown(text: &str, style: NumberStyle) -> Cow<'_, str> {
    let usual = signs(NumberStyle::CommaPoint);
    if style == NumberStyle::CommaPoint || !text.contains(usual) {
        return Cow::Borrowed(text);
    }
    let [group, point] = signs(style);
    changed(text, usual, |sign| Some(if sign == usual[0] { group } else { point }))
}

/// A text that was typed in a style, with its numbers as they are read: without groups, and with a point.
#[must_use]
pub fn typed(text: &str, style: NumberStyle) -> Cow<'_, str> {
    let own @ [_, point] = signs(style);
    if style == NumberStyle::CommaPoint || !text.contains(own) {
        return Cow::Borrowed(text);
    }
    changed(text, own, |sign| (sign == point).then_some('.'))
}

/// A text with other signs in its numbers. `None` takes a sign out.
fn changed(
    text: &str,
    signs: [char; 2],
    change: impl Fn(char) -> Option<char>,
) -> Cow<'static, str> {
    let mut all = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        all.push_str(&rest[..start]);
        let run = run(&rest[start..], signs);
        rest = &rest[start + run.len()..];
        if is_number(run, signs) && is_apart(&all, rest) {
            let sign = |it: char| if signs.contains(&it) { change(it) } else { Some(it) };
            let other = run.chars().filter_map(sign);
            all.extend(other);
        } else {
            all.push_str(run);
        }
    }
    all.push_str(rest);
    Cow::Owned(all)
}

/// The digits and signs that a text begins with, up to the last digit among them.
fn run(text: &str, signs: [char; 2]) -> &str {
    let is_of_it = |letter: char| letter.is_ascii_digit() || signs.contains(&letter);
    let end = text.find(|letter: char| !is_of_it(letter)).unwrap_or(text.len());
    let end = text.find(RANGE).map_or(end, |range| range.min(end));
    text[..end].trim_end_matches(|letter: char| !letter.is_ascii_digit())
}

/// Returns whether groups have three digits and there is one fraction at most: `1,234.50`.
fn is_number(run: &str, [group, point]: [char; 2]) -> bool {
    let (whole, fraction) = run.split_once(point).unwrap_or((run, ""));
    let mut groups = whole.split(group);
    let first = groups.next().unwrap_or_default();
    let mut others = groups.peekable();
    let is_grouped = others.peek().is_some();
    let has_first = (1..=3).contains(&first.len()) && !first.starts_with('0');
    !fraction.contains([group, point])
        && others.all(|group| group.len() == 3)
        && (!is_grouped || has_first)
}

/// Between the ends of a range.
const RANGE: &str = "..";

/// Returns whether a number is no part of a word, a date, a time or an address.
fn is_apart(before: &str, after: &str) -> bool {
    let joins = |letter: char| letter.is_alphanumeric() || "._/:#@=,'".contains(letter);
    let mut after = after.chars();
    // `1.5k` and `181.44M` are numbers too.
    let next = after.next().filter(|letter| !matches!(letter, 'k' | 'M')).or_else(|| after.next());
    let is_joined = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | ':' | '@');
    let is_begun = before.ends_with(joins) && !before.ends_with(RANGE);
    !is_begun && !next.is_some_and(is_joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "USD 1,234.50 of 1.5k, 60,000 ÷ 10,000; -4.84 (12 %)";

    #[test]
    fn numbers_have_the_signs_of_their_style_and_their_width() {
        for (style, expected) in [
            (NumberStyle::CommaPoint, TEXT),
            (NumberStyle::PointComma, "USD 1.234,50 of 1,5k, 60.000 ÷ 10.000; -4,84 (12 %)"),
            (NumberStyle::SpaceComma, "USD 1 234,50 of 1,5k, 60 000 ÷ 10 000; -4,84 (12 %)"),
            (NumberStyle::SpacePoint, "USD 1 234.50 of 1.5k, 60 000 ÷ 10 000; -4.84 (12 %)"),
            (NumberStyle::ApostrophePoint, "USD 1'234.50 of 1.5k, 60'000 ÷ 10'000; -4.84 (12 %)"),
        ] {
            let shown = shown(TEXT, style);
            assert_eq!(shown, expected);
            assert_eq!(shown.chars().count(), TEXT.chars().count());
        }
    }

    #[test]
    fn a_number_alone_has_the_signs_too() {
        for (text, expected) in [("0.00", "0,00"), ("0.00   ", "0,00   "), ("-0.50", "-0,50")] {
            assert_eq!(shown(text, NumberStyle::SpaceComma), expected);
        }
    }

    #[test]
    fn what_is_no_number_stays() {
        for text in [
            "2026-11-22 09:30",
            "https://a.example/1078/38595.1",
            "version 0.2.0, v1.5",
            "1,23 and 1,2345",
            "a.1.5 file1.5 x=1,000",
        ] {
            assert_eq!(shown(text, NumberStyle::PointComma), text);
        }
    }

    #[test]
    fn what_is_shown_can_be_typed_back() {
        for style in NumberStyle::ALL {
            for (number, plain) in [("1,234.5", "1234.5"), ("0.125", "0.125"), ("60,000", "60000")]
            {
                let typed = typed(&shown(number, style), style).into_owned();
                let is_usual = style == NumberStyle::CommaPoint;
                assert_eq!(typed, if is_usual { number } else { plain }, "{style:?}");
            }
        }
        let read = |text| typed(text, NumberStyle::PointComma).into_owned();
        assert_eq!(read("1,5"), "1.5");
        assert_eq!(read("1.5"), "1.5", "a point before fewer than three digits is a point");
        assert_eq!(read("1.500"), "1500");
        assert_eq!(read("0.125"), "0.125");
        assert_eq!(read("1.000..2.000"), "1000..2000");
    }
}
