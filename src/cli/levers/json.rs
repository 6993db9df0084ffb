//! The levers for programs: exact decimals as plain strings.

use serde::Serialize;
use whatif_pricing::levers::{ChoiceLever, DriverLever, End, Limit, More, Of, Outcome, PlanLever};
use whatif_pricing::{RateCard, Ratio, plain};

use super::Answer;
use crate::cli::json::Stretch;

/// `whatif levers --json`. A difference is null where a total is not the whole.
#[derive(Serialize)]
pub struct LeversJson<'a> {
    card: &'a str,
    currency: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    preset: Option<&'static str>,
    period: Stretch,
    total: String,
    complete: bool,
    by: By,
    drivers: Vec<DriverJson<'a>>,
    options: Vec<ChoicesJson<'a>>,
    readings: Vec<ChoicesJson<'a>>,
    plans: Vec<PlanJson<'a>>,
    warnings: Vec<&'a str>,
}

/// In percent; down is below zero.
#[derive(Serialize)]
struct By {
    down: String,
    up: String,
}

/// A driver; the larger swing first, those without a known one last.
#[derive(Serialize)]
struct DriverJson<'a> {
    driver: &'a str,
    label: &'a str,
    unit: &'a str,
    value: String,
    formula: bool,
    swing: Option<String>,
    down: EndJson,
    up: EndJson,
    one_step_more: Option<MoreJson>,
}

#[derive(Serialize)]
struct EndJson {
    value: String,
    /// `smallest` or `largest` where a bound of the driver ended the move.
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
    /// Where one step more changes nothing: the first value at which the total is another.
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
struct PlanJson<'a> {
    card: &'a str,
    #[serde(flatten)]
    outcome: OutcomeJson,
    leaves_out: Vec<String>,
    ended: bool,
}

impl<'a> LeversJson<'a> {
    pub fn new(answer: &'a Answer) -> Self {
        let Answer { request, levers, .. } = answer;
        let choices = |levers: &'a [ChoiceLever]| {
            levers.iter().map(|lever| ChoicesJson::new(&request.card, lever)).collect()
        };
        let plans = levers.plans.iter().zip(&answer.plans);
        Self {
            card: &request.card.id,
            currency: levers.currency.to_string(),
            preset: request.preset.map(|preset| &*preset.id),
            period: Stretch::new(request),
            total: plain(levers.present.amount),
            complete: levers.present.complete,
            by: By {
                down: format!("-{}", levers.swing.down().magnitude()),
                up: levers.swing.up().magnitude().to_string(),
            },
            drivers: levers.drivers.iter().map(|lever| DriverJson::new(answer, lever)).collect(),
            options: choices(&levers.options),
            readings: choices(&levers.readings),
            plans: plans.map(|(plan, card)| PlanJson::new(answer, plan, card)).collect(),
            warnings: answer.not_in.iter().map(String::as_str).collect(),
        }
    }
}

impl<'a> DriverJson<'a> {
    fn new(answer: &'a Answer, lever: &DriverLever) -> Self {
        let driver = &answer.request.timeline.workload.vocabulary()[lever.driver];
        Self {
            driver: &driver.name,
            label: &driver.label,
            unit: &driver.unit,
            value: plain(lever.value),
            formula: lever.is_formula,
            swing: lever.swing().map(plain),
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
        Self {
            value: plain(Ratio::whole(end.value)),
            bound,
            outcome: OutcomeJson::new(&end.outcome),
        }
    }
}

impl MoreJson {
    fn new(more: &More) -> Self {
        Self {
            step: plain(Ratio::whole(more.step)),
            value: plain(Ratio::whole(more.value)),
            outcome: OutcomeJson::new(&more.outcome),
            next_change: more.next.map(|next| NextJson {
                value: plain(Ratio::whole(next.value)),
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
            error: total.err().map(ToString::to_string),
        }
    }
}

impl<'a> ChoicesJson<'a> {
    fn new(card: &'a RateCard, lever: &ChoiceLever) -> Self {
        let id = match lever.of {
            Of::Option(place) => &card.options[place].id,
            Of::Assumption(place) => &card.assumptions[place].id,
        };
        let named = lever.of.named(card);
        let choices = named.iter().zip(&lever.alternatives).map(|(named, alternative)| {
            let outcome = OutcomeJson::new(&alternative.outcome);
            ChoiceJson { id: &named.id, label: &named.label, outcome }
        });
        Self { id, chosen: &named[lever.chosen].id, choices: choices.collect() }
    }
}

impl<'a> PlanJson<'a> {
    fn new(answer: &Answer, plan: &'a PlanLever, card: &RateCard) -> Self {
        let vocabulary = answer.request.timeline.workload.vocabulary();
        Self {
            card: &plan.card,
            outcome: OutcomeJson::new(&plan.outcome),
            leaves_out: plan.leaves_out.iter().map(|it| it.text(card, vocabulary)).collect(),
            ended: plan.has_ended,
        }
    }
}
