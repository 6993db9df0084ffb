//! The answer of a goal seek for programs.

use serde::Serialize;
use whatif_pricing::{Preset, plain};

use super::SolveWords;
use crate::answer::solve::{At, Goal, Outcome, SolveQuestion, Solved, Stretch};
use crate::answer::{Board, Staleness};
use crate::report::instrument::{PeriodJson, TotalJson, Voice, of_board, plain_value};
use crate::report::json::DoubtJson;
use crate::report::json::Noted;
use crate::report::{doubts, notes};

/// The answer.
#[derive(Serialize)]
pub struct SolveJson<'a> {
    card: String,
    #[serde(rename = "for")]
    sought: String,
    goal: GoalJson,
    currency: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    preset: Option<&'a str>,
    period: Option<PeriodJson>,
    /// `within`, `always`, `never` or `unknown`.
    answer: &'static str,
    says: String,
    largest: Option<AtJson>,
    next: Option<AtJson>,
    smallest: Option<AtJson>,
    before: Option<AtJson>,
    least: Option<AtJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exact: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stretches: Vec<StretchJson>,
    why: Vec<String>,
    warnings: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    /// The worst doubt about the prices that the offer's total uses at the value that was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    doubt: Option<DoubtJson>,
}

/// One of the two.
#[derive(Serialize)]
struct GoalJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    beats: Option<String>,
}

#[derive(Serialize)]
struct AtJson {
    value: String,
    totals: Vec<TotalJson>,
}

#[derive(Serialize)]
struct StretchJson {
    from: String,
    to: String,
    /// Null if it is not known.
    reached: Option<bool>,
}

impl<'a> SolveJson<'a> {
    /// The answer about a board.
    #[must_use]
    pub fn new(board: &'a Board, solved: &'a Solved, preset: Option<&'a Preset>) -> Self {
        let words = SolveWords::new(board, solved, Voice::CommandLine);
        let question = &solved.question;
        let at = |at: &Option<At>| at.as_ref().map(|at| AtJson::new(question, at));
        let offer = board.offer(&question.offer);
        Self {
            card: question.offer.to_string(),
            sought: question.sought.text(board),
            goal: match &question.goal {
                Goal::Total(amount) => GoalJson { total: Some(plain(*amount)), beats: None },
                Goal::Beats(other) => GoalJson { total: None, beats: Some(other.to_string()) },
            },
            currency: question.currency.to_string(),
            preset: preset.map(|preset| &*preset.id),
            period: offer.map(|offer| PeriodJson::new(board, &offer.card)),
            answer: match solved.outcome {
                Outcome::Within => "within",
                Outcome::Always => "always",
                Outcome::Never => "never",
                Outcome::Unknown => "unknown",
            },
            says: words.says(),
            largest: at(&solved.largest),
            next: at(&solved.next),
            smallest: at(&solved.smallest),
            before: at(&solved.before),
            least: at(&solved.least),
            exact: solved.met.map(|(_, exact)| exact),
            stretches: solved.stretches.iter().map(StretchJson::new).collect(),
            why: words.why(),
            warnings: words.warnings(),
            notes: notes::texts(&of_board(board)),
            doubt: doubts::json(found(board, solved), &question.offer, Staleness::AGELESS),
        }
    }

    /// The same with the doubt about prices that are old on a day of use.
    #[must_use]
    pub fn on(mut self, board: &Board, solved: &Solved, staleness: Staleness) -> Self {
        self.doubt = doubts::json(found(board, solved), &solved.question.offer, staleness);
        self
    }
}

/// The board at the value that was found. The one that was asked if there is none.
fn found<'a>(board: &'a Board, solved: &'a Solved) -> &'a Board {
    solved.board.as_ref().unwrap_or(board)
}

impl AtJson {
    fn new(question: &SolveQuestion, at: &At) -> Self {
        let totals = question.offers().into_iter().zip(&at.totals);
        let totals = totals.map(|(id, total)| TotalJson::new(id, *total)).collect();
        Self { value: plain_value(at.value), totals }
    }
}

impl StretchJson {
    fn new(stretch: &Stretch) -> Self {
        let (from, to) = (plain_value(stretch.from), plain_value(stretch.to));
        Self { from, to, reached: stretch.reached }
    }
}

impl Noted for SolveJson<'_> {
    fn notes(&mut self) -> &mut Vec<String> {
        &mut self.notes
    }
}
