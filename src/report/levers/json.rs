//! Levers for programs: exact decimals as plain strings.

use serde::Serialize;
use whatif_pricing::{Doubted, Preset, Vocabulary, plain};

use super::LeversWords;
use crate::answer::Board;
use crate::answer::levers::{
    ChoiceLever, DriverLever, End, Levers, Limit, More, Outcome, PlanLever,
};
use crate::report::instrument::{PeriodJson, of_board, plain_value};
use crate::report::json::DoubtJson;
use crate::report::json::Noted;
use crate::report::notes;

/// The answer. A difference is null if a total is incomplete.
#[derive(Serialize)]
pub struct LeversJson<'a> {
    card: String,
    currency: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    preset: Option<&'a str>,
    period: PeriodJson,
    total: String,
    complete: bool,
    by: By,
    drivers: Vec<DriverJson<'a>>,
    options: Vec<ChoicesJson<'a>>,
    readings: Vec<ChoicesJson<'a>>,
    plans: Vec<PlanJson>,
    warnings: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    /// The worst doubt about the prices that the total uses.
    #[serde(skip_serializing_if = "Option::is_none")]
    doubt: Option<DoubtJson>,
}

/// In percent; down is below zero.
#[derive(Serialize)]
struct By {
    down: String,
    up: String,
}

/// A driver. The largest difference comes first, unknown ones last.
#[derive(Serialize)]
struct DriverJson<'a> {
    driver: &'a str,
    label: &'a str,
    unit: &'a str,
    value: String,
    formula: bool,
    #[serde(rename = "swing")]
    spread: Option<String>,
    down: EndJson,
    up: EndJson,
    one_step_more: Option<MoreJson>,
}

#[derive(Serialize)]
struct EndJson {
    value: String,
    /// `smallest` or `largest` if a bound of the driver ended the move.
    bound: Option<&'static str>,
    #[serde(flatten)]
    outcome: OutcomeJson,
}

#[derive(Serialize)]
struct MoreJson {
    step: String,
    value: String,
    #[serde(flatten)]
    outcome: OutcomeJson,
    /// The first value at which the total differs, if one step more changes nothing.
    next_change: Option<NextJson>,
}

#[derive(Serialize)]
struct NextJson {
    value: String,
    difference: String,
}

#[derive(Serialize)]
struct OutcomeJson {
    total: Option<String>,
    complete: bool,
    difference: Option<String>,
    /// True if the workload exceeds a vendor's limit then.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    over_limit: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

#[derive(Serialize)]
struct ChoicesJson<'a> {
    id: &'a str,
    chosen: &'a str,
    choices: Vec<ChoiceJson<'a>>,
}

#[derive(Serialize)]
struct ChoiceJson<'a> {
    id: &'a str,
    label: &'a str,
    #[serde(flatten)]
    outcome: OutcomeJson,
}

#[derive(Serialize)]
struct PlanJson {
    card: String,
    #[serde(flatten)]
    outcome: OutcomeJson,
    leaves_out: Vec<String>,
    ended: bool,
}

impl<'a> LeversJson<'a> {
    /// The levers of a board.
    #[must_use]
    pub fn new(board: &Board, levers: &'a Levers, preset: Option<&'a Preset>) -> Self {
        let vocabulary = board.inputs().workload.vocabulary();
        let words = LeversWords::new(board, levers);
        let drivers = levers.drivers.iter().map(|lever| DriverJson::new(vocabulary, lever));
        Self {
            card: levers.offer.to_string(),
            currency: levers.currency.to_string(),
            preset: preset.map(|preset| &*preset.id),
            period: PeriodJson::new(board, &levers.card),
            total: plain(levers.present.amount),
            complete: levers.present.complete,
            by: By {
                down: format!("-{}", levers.range.down().magnitude()),
                up: levers.range.up().magnitude().to_string(),
            },
            drivers: drivers.collect(),
            options: levers.options.iter().map(ChoicesJson::new).collect(),
            readings: levers.readings.iter().map(ChoicesJson::new).collect(),
            plans: levers.plans.iter().map(|plan| PlanJson::new(vocabulary, plan)).collect(),
            warnings: words.not_in().into_iter().chain(words.over_limit()).collect(),
            notes: notes::texts(&of_board(board)),
            doubt: None,
        }
    }

    /// The same with the doubt about the offer.
    #[must_use]
    pub fn with_doubt(self, doubted: Option<Doubted>) -> Self {
        Self { doubt: doubted.map(DoubtJson::new), ..self }
    }
}

impl<'a> DriverJson<'a> {
    fn new(vocabulary: &'a Vocabulary, lever: &DriverLever) -> Self {
        let driver = &vocabulary[lever.driver];
        Self {
            driver: &driver.name,
            label: &driver.label,
            unit: &driver.unit,
            value: plain(lever.value),
            formula: lever.is_formula,
            spread: lever.spread().map(plain),
            down: EndJson::new(&lever.down),
            up: EndJson::new(&lever.up),
            one_step_more: lever.more.as_ref().map(MoreJson::new),
        }
    }
}

impl EndJson {
    fn new(end: &End) -> Self {
        let bound = end.limit.map(|limit| match limit {
            Limit::Smallest => "smallest",
            Limit::Largest => "largest",
        });
        Self { value: plain_value(end.value), bound, outcome: OutcomeJson::new(&end.outcome) }
    }
}

impl MoreJson {
    fn new(more: &More) -> Self {
        Self {
            step: plain_value(more.step),
            value: plain_value(more.value),
            outcome: OutcomeJson::new(&more.outcome),
            next_change: more.next.map(|next| NextJson {
                value: plain_value(next.value),
                difference: plain(next.difference),
            }),
        }
    }
}

impl OutcomeJson {
    fn new(outcome: &Outcome) -> Self {
        let total = outcome.total.as_ref();
        Self {
            total: total.ok().map(|total| plain(total.amount)),
            complete: total.is_ok_and(|total| total.complete),
            difference: outcome.difference.map(plain),
            over_limit: outcome.is_over_limit,
            error: total.err().map(ToString::to_string),
        }
    }
}

impl<'a> ChoicesJson<'a> {
    fn new(lever: &'a ChoiceLever) -> Self {
        let choices = lever.alternatives.iter().map(|it| ChoiceJson {
            id: &it.choice,
            label: &it.label,
            outcome: OutcomeJson::new(&it.outcome),
        });
        Self { id: &lever.of, chosen: &lever.chosen, choices: choices.collect() }
    }
}

impl PlanJson {
    fn new(vocabulary: &Vocabulary, plan: &PlanLever) -> Self {
        let leaves_out = plan.leaves_out.iter().map(|it| it.text(&plan.card, vocabulary));
        Self {
            card: plan.offer.to_string(),
            outcome: OutcomeJson::new(&plan.outcome),
            leaves_out: leaves_out.collect(),
            ended: plan.has_ended,
        }
    }
}

impl Noted for LeversJson<'_> {
    fn notes(&mut self) -> &mut Vec<String> {
        &mut self.notes
    }
}
