//! Problems with file, line, caret and remedy, as text.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use whatif_pricing::{Problem, Problems};

use crate::library::sanitize::sanitize;
use crate::library::{BrokenFile, Fault, Unreadable};

/// The style of a report of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Cells in a line; long lines of the file are cut around the problem.
    pub width: usize,
    /// With escape sequences for colours.
    pub coloured: bool,
}

/// Every problem of a text, each ending in an empty line.
#[must_use]
pub fn problems(file: &str, text: &str, problems: &[Problem], style: Style) -> String {
    let (file, text) = (sanitize(file), without_controls(text));
    let mut report = String::new();
    for problem in problems {
        let (message, remedy) = (sanitize(&problem.message), sanitize(&problem.remedy));
        let caret = AnnotationKind::Primary.span(within_a_line(&text, &problem.at));
        let place = Snippet::source(&*text).path(&*file).annotation(caret);
        let group = Level::ERROR
            .primary_title(&*message)
            .element(place)
            .element(Level::HELP.message(&*remedy));
        report.push_str(&rendered(&[group], style));
    }
    report
}

/// Reports that a file has no text. Ends in an empty line.
#[must_use]
pub fn unreadable(file: &str, unreadable: &Unreadable, style: Style) -> String {
    let (file, message) = (sanitize(file), sanitize(&unreadable.message));
    let group = Level::ERROR
        .primary_title(&*message)
        .element(Origin::path(&*file))
        .element(Level::HELP.message(unreadable.remedy));
    rendered(&[group], style)
}

/// The problems of a card's file.
#[must_use]
pub fn of_file(broken: &BrokenFile, style: Style) -> String {
    match &broken.fault {
        Fault::Unreadable(fault) => unreadable(&broken.name(), fault, style),
        Fault::Problems(Problems { text, list }) => problems(&broken.name(), text, list, style),
    }
}

fn rendered(report: &[Group<'_>], style: Style) -> String {
    let renderer = if style.coloured { Renderer::styled() } else { Renderer::plain() };
    format!("{}\n\n", renderer.term_width(style.width).render(report))
}
/// The text with each character that could steer a terminal replaced by others of the same length in
/// bytes, so that places in it stay where they are.
fn without_controls(text: &str) -> String {
    let replaced = |letter: char| match letter {
        '\n' | '\t' => letter.to_string(),
        harmless if sanitize(&harmless.to_string()) == harmless.to_string() => harmless.to_string(),
        steering => "?".repeat(steering.len_utf8()),
    };
    text.chars().map(replaced).collect()
}

/// The part of a place that lies in its first line, at the borders of characters.
fn within_a_line(text: &str, at: &Range<usize>) -> Range<usize> {
    let start = boundary(text, at.start);
    let line_end = text[start..].find('\n').map_or(text.len(), |length| start + length);
    let end = boundary(text, at.end).clamp(start, line_end);
    start..end
}

/// The nearest place not after this one at which a character begins, or the end.
fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steering_characters_are_replaced_byte_for_byte() {
        let text = "id = \"\u{1b}[31m\u{9b}\u{202e}é\"\r\n";
        let clean = without_controls(text);
        assert_eq!(clean, "id = \"?[31m?????é\"?\n");
        assert_eq!(clean.len(), text.len());
    }

    #[test]
    fn a_place_over_several_lines_is_told_in_its_first() {
        assert_eq!(within_a_line("ab\ncd", &(1..5)), 1..2);
        assert_eq!(within_a_line("ab", &(7..9)), 2..2);
        assert_eq!(within_a_line("é", &(1..2)), 0..2);
    }
}
