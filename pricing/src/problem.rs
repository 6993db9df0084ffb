//! Problems of a card: what is wrong, where, and what to do. A card is read to its end, so that all of
//! them are told at once.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The bytes of the text it is about.
    pub at: Range<usize>,
    /// What is wrong, naming the key and the value.
    pub message: String,
    /// What to do about it.
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

/// Problems as they are found.
#[derive(Debug, Default)]
pub(crate) struct Report {
    list: RefCell<Vec<Problem>>,
}

impl Report {
    pub fn add(&self, at: Range<usize>, message: impl Into<String>, remedy: impl Into<String>) {
        let (message, remedy) = (message.into(), remedy.into());
        self.list.borrow_mut().push(Problem { at, message, remedy });
    }

    pub fn is_empty(&self) -> bool {
        self.list.borrow().is_empty()
    }

    /// Everything found, in the order of the text, each once.
    pub fn into_problems(self, text: &str) -> Problems {
        let mut list = self.list.into_inner();
        list.sort_by(|a, b| (a.at.start, &a.message).cmp(&(b.at.start, &b.message)));
        list.dedup();
        Problems { text: text.to_owned(), list }
    }
}
