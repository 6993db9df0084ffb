//! The check that there is a terminal to draw on.

use std::error::Error;
use std::fmt;
use std::io::{IsTerminal, stdin, stdout};

/// The reasons why the app cannot draw. The text says what works instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// Standard output goes to a file or a pipe.
    Output,
    /// Standard input comes from a file or a pipe.
    Input,
    /// The terminal can neither move its cursor nor clear a line.
    Dumb,
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Output => {
                "standard output is not a terminal; `whatif quote` and the other commands write to files and pipes"
            }
            Self::Input => {
                "standard input is not a terminal; start `whatif` without a pipe, or use `whatif quote`, which asks nothing"
            }
            Self::Dumb => {
                "TERM is `dumb`, a terminal without cursor movement; set TERM to the terminal's type, or use `whatif quote`"
            }
        })
    }
}

impl Error for Unusable {}

/// Checks that the app can take this terminal over.
pub fn usable() -> Result<(), Unusable> {
    judge(stdin().is_terminal(), stdout().is_terminal(), std::env::var("TERM").ok().as_deref())
}

fn judge(input: bool, output: bool, term: Option<&str>) -> Result<(), Unusable> {
    match (output, input, term) {
        (false, _, _) => Err(Unusable::Output),
        (_, false, _) => Err(Unusable::Input),
        (_, _, Some("dumb")) => Err(Unusable::Dumb),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_at_both_ends_will_do_whatever_its_type() {
        assert_eq!(judge(true, true, Some("xterm-256color")), Ok(()));
        assert_eq!(judge(true, true, None), Ok(()));
    }

    #[test]
    fn each_missing_end_is_named() {
        assert_eq!(judge(true, false, None), Err(Unusable::Output));
        assert_eq!(judge(false, true, None), Err(Unusable::Input));
        assert_eq!(judge(true, true, Some("dumb")), Err(Unusable::Dumb));
    }

    #[test]
    fn every_refusal_says_what_works_instead() {
        for refusal in [Unusable::Output, Unusable::Input, Unusable::Dumb] {
            assert!(refusal.to_string().contains("`whatif quote`"));
        }
    }
}
