//! `whatif solve --json`.

use serde::Serialize;
use whatif_pricing::{Ratio, plain};

use super::found::{At, Found, Stretch};
use super::{Goal, Question, Sought};
use crate::cli::json::Stretch as Period;

/// The answer.
#[derive(Serialize)]
pub struct SolveJson<'a> {
    card: &'a str,
    #[serde(rename = "for")]
    sought: String,
    goal: GoalJson<'a>,
    currency: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    preset: Option<&'static str>,
    period: Period,
    /// `within`, `always`, `never` or `unknown`.
    answer: &'static str,
    says: &'a str,
    largest: Option<AtJson<'a>>,
    next: Option<AtJson<'a>>,
    smallest: Option<AtJson<'a>>,
    before: Option<AtJson<'a>>,
    least: Option<AtJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exact: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stretches: Vec<StretchJson>,
    why: &'a [String],
    warnings: &'a [String],
}

/// One of the two.
#[derive(Serialize)]
struct GoalJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    beats: Option<&'a str>,
}

#[derive(Serialize)]
struct AtJson<'a> {
    value: String,
    totals: Vec<TotalJson<'a>>,
}

#[derive(Serialize)]
struct TotalJson<'a> {
    card: &'a str,
    amount: Option<String>,
    complete: bool,
}

#[derive(Serialize)]
struct StretchJson {
    from: String,
    to: String,
    /// None where it is not known.
    reached: Option<bool>,
}

impl<'a> SolveJson<'a> {
    pub fn new(question: &'a Question, found: &'a Found) -> Self {
        let at = |at: &Option<At>| at.as_ref().map(|at| AtJson::new(question, at));
        let request = &question.request;
        Self {
            card: &request.card.id,
            sought: sought(question),
            goal: match &question.goal {
                Goal::Total(amount) => GoalJson { total: Some(plain(*amount)), beats: None },
                Goal::Beats(other) => GoalJson { total: None, beats: Some(&other.card.id) },
            },
            currency: question.currency.to_string(),
            preset: request.preset.map(|preset| &*preset.id),
            period: Period::new(request),
            answer: found.outcome.name(),
            says: &found.says,
            largest: at(&found.largest),
            next: at(&found.next),
            smallest: at(&found.smallest),
            before: at(&found.before),
            least: at(&found.least),
            exact: found.exact,
            stretches: found.stretches.iter().map(StretchJson::new).collect(),
            why: &found.why,
            warnings: &found.warnings,
        }
    }
}

/// What is sought, as it is written on the command line.
pub fn sought(question: &Question) -> String {
    let card = &question.request.card;
    let id = |charge: usize| &card.charges[charge].id;
    match question.sought {
        Sought::Driver(driver) => {
            question.request.timeline.workload.vocabulary()[driver].name.clone()
        }
        Sought::Price(charge) => format!("price:{}", id(charge)),
        Sought::Discount(Some(charge)) => format!("discount:{}", id(charge)),
        Sought::Discount(None) => "discount".to_owned(),
    }
}

impl<'a> AtJson<'a> {
    fn new(question: &'a Question, at: &At) -> Self {
        let totals = question.requests().into_iter().zip(&at.totals);
        let totals = totals.map(|(request, total)| TotalJson {
            card: &request.card.id,
            amount: total.map(|total| plain(total.amount)),
            complete: total.is_some_and(|total| total.complete),
        });
        Self { value: plain(Ratio::whole(at.value)), totals: totals.collect() }
    }
}

impl StretchJson {
    fn new(stretch: &Stretch) -> Self {
        let text = |value| plain(Ratio::whole(value));
        Self { from: text(stretch.from), to: text(stretch.to), reached: stretch.reached }
    }
}
