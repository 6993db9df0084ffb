//! The screen and the command line answer the same question with the same facts.
//!
//! Each question is asked through the real keys and update of the explorer, and of the binary. Compared are
//! values, who is cheapest where, what is not known and why, who is not ranked and why, and refusals.

#[path = "agreement/ask.rs"]
mod ask;
#[path = "agreement/disagreements.rs"]
mod disagreements;
#[path = "agreement/levers.rs"]
mod levers;
#[path = "cli/run.rs"]
#[expect(dead_code, reason = "shared with the tests of the command line")]
mod run;
#[path = "agreement/setups.rs"]
mod setups;
#[path = "agreement/solve.rs"]
mod solve;
#[path = "agreement/sweep.rs"]
mod sweep;
#[path = "agreement/totals.rs"]
mod totals;

use setups::SETUPS;

#[test]
fn at_least_sixty_questions_are_asked() {
    let sweeps: usize = SETUPS.iter().map(|setup| setup.sweeps.len()).sum();
    let goals: usize = SETUPS.iter().map(|setup| setup.goals.len()).sum();
    // The levers and the totals of each, ranges included.
    let asked = sweeps + goals + 2 * SETUPS.len();
    assert!(asked >= 60, "{asked}");
}
