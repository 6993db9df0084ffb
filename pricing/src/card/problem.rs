//! Problems of a card: what is wrong, where, and what to do. A card is read to its end, so that all of
//! them are reported at once.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;

use crate::usage::invisible::is_forbidden;

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The bytes of the text it is about.
    pub at: Range<usize>,
    /// The mistake, naming the key and the value.
    pub message: String,
    /// The advice on how to correct it.
    pub remedy: String,
}

/// All problems of one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems {
    /// The text they are in.
    pub text: String,
    /// In the order of the text; never empty.
    pub list: Vec<Problem>,
}

impl Problems {
    /// Line and column of a problem, both counted from 1.
    #[must_use]
    pub fn place(&self, problem: &Problem) -> (usize, usize) {
        let before = &self.text[..problem.at.start.min(self.text.len())];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.list {
            let (line, column) = self.place(problem);
            writeln!(f, "{line}:{column}: {}: {}", problem.message, problem.remedy)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// The most problems that are reported at once.
const PROBLEMS_MAX: usize = 100;
/// The longest message or remedy, in characters.
const MESSAGE_CHARS_MAX: usize = 600;

/// Problems as they are found.
#[derive(Debug, Default)]
pub(crate) struct Report {
    list: RefCell<Vec<Problem>>,
    /// The places where the text is no TOML: what is read there, or missing, is reported already.
    broken: RefCell<Vec<usize>>,
}

impl Report {
    pub fn add(&self, at: Range<usize>, message: impl Into<String>, remedy: impl Into<String>) {
        if !self.is_full() && !self.broken.borrow().contains(&at.start) {
            let (message, remedy) = (printable(message.into()), printable(remedy.into()));
            self.list.borrow_mut().push(Problem { at, message, remedy });
        }
    }

    /// A place where the text is no TOML.
    pub fn add_broken(&self, at: Range<usize>, message: String, remedy: &str) {
        let start = at.start;
        self.add(at, message, remedy);
        self.broken.borrow_mut().push(start);
    }

    /// Is a part of the text no TOML?
    pub fn is_broken(&self) -> bool {
        !self.broken.borrow().is_empty()
    }

    pub fn is_empty(&self) -> bool {
        self.list.borrow().is_empty()
    }

    /// Returns whether it has one more than are reported: the rest is worth no more time.
    pub fn is_full(&self) -> bool {
        self.list.borrow().len() > PROBLEMS_MAX
    }

    /// Everything found, in the order of the text, each once.
    pub fn into_problems(self, text: &str) -> Problems {
        let mut list = self.list.into_inner();
        list.sort_by(|a, b| (a.at.start, &a.message).cmp(&(b.at.start, &b.message)));
        list.dedup();
        if list.len() > PROBLEMS_MAX {
            list.truncate(PROBLEMS_MAX);
            let message = format!("more than {PROBLEMS_MAX} problems");
            let remedy = "mend these first".to_owned();
            list.push(Problem { at: text.len()..text.len(), message, remedy });
        }
        Problems { text: text.to_owned(), list }
    }
}

/// Names and values of the text are quoted in messages: none may steer a terminal or fill it.
fn printable(message: String) -> String {
    let steers = message.chars().any(forbidden_in_message);
    if !steers && message.len() <= MESSAGE_CHARS_MAX {
        return message;
    }
    let mut chars = message.chars();
    let mut text = String::new();
    for c in chars.by_ref().take(MESSAGE_CHARS_MAX) {
        if forbidden_in_message(c) {
            text.extend(c.escape_unicode());
        } else {
            text.push(c);
        }
    }
    if chars.next().is_some() {
        text.push('…');
    }
    text
}

fn forbidden_in_message(c: char) -> bool {
    is_forbidden(c) || c.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_can_be_printed() {
        assert_eq!(printable("a\u{1b}[2Jb".to_owned()), "a\\u{1b}[2Jb");
        assert_eq!(printable("two\nlines".to_owned()), "two\\u{a}lines");
        assert_eq!(printable("x".repeat(1_000)).chars().count(), MESSAGE_CHARS_MAX + 1);
    }

    #[test]
    fn after_the_most_problems_one_says_that_there_are_more() {
        let report = Report::default();
        for place in 0..500 {
            report.add(place..place, "wrong", "mend it");
        }
        let problems = report.into_problems(&" ".repeat(500));
        assert_eq!(problems.list.len(), PROBLEMS_MAX + 1);
        assert_eq!(problems.list.last().unwrap().message, "more than 100 problems");
    }
}
