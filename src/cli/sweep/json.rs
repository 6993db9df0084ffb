//! `whatif sweep --json`.

use serde::Serialize;
use whatif_pricing::sweep::{Dip, Pair, Run, Verdict};
use whatif_pricing::{Ratio, Total, plain};

use super::crossing::{Crossing, says, why_unknown};
use super::{Answer, Scale, text};
use crate::cli::json::Stretch;

/// The answer: totals at points, and what was found exactly, wherever it is.
#[derive(Serialize)]
pub struct SweepJson<'a> {
    driver: &'a str,
    label: &'a str,
    unit: &'a str,
    from: String,
    to: String,
    /// `linear` or `log`.
    scale: &'static str,
    currency: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    preset: Option<&'static str>,
    period: Stretch,
    cards: Vec<CardJson<'a>>,
    points: Vec<PointJson<'a>>,
    /// None where the cheapest changes in too many places.
    cheapest: Option<Vec<CheapestJson<'a>>>,
    crossovers: Vec<PairJson<'a>>,
    warnings: Vec<String>,
}

#[derive(Serialize)]
struct CardJson<'a> {
    card: &'a str,
    title: String,
    /// Does its total depend on the driver?
    reads_driver: bool,
    /// Can it be compared with the others?
    ranked: bool,
    /// The last values before the price per unit changes; none where there are too many.
    edges: Option<Vec<String>>,
    dips: Vec<DipJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    budget: Option<BudgetJson>,
}

/// `cheaper_at` costs less than any value from the one to the other.
#[derive(Serialize)]
struct DipJson {
    from: String,
    to: String,
    cheaper_at: String,
    saves: String,
    says: String,
}

#[derive(Serialize)]
struct BudgetJson {
    amount: String,
    /// None where there are too many.
    runs: Option<Vec<BudgetRun>>,
}

#[derive(Serialize)]
struct BudgetRun {
    from: String,
    to: String,
    /// `within`, `exceeded` or `unknown`.
    verdict: &'static str,
}

#[derive(Serialize)]
struct PointJson<'a> {
    value: String,
    totals: Vec<TotalJson<'a>>,
}

#[derive(Serialize)]
struct TotalJson<'a> {
    card: &'a str,
    /// As far as it is known; none where there is no exact total in the currency.
    amount: Option<String>,
    complete: bool,
}

#[derive(Serialize)]
struct CheapestJson<'a> {
    from: String,
    to: String,
    cards: Vec<&'a str>,
}

#[derive(Serialize)]
struct PairJson<'a> {
    first: &'a str,
    second: &'a str,
    says: String,
    /// None where there are too many.
    runs: Option<Vec<RunJson<'a>>>,
    changes: Vec<ChangeJson<'a>>,
}

#[derive(Serialize)]
struct RunJson<'a> {
    from: String,
    to: String,
    /// `cheaper` (see the next key), `equal` or `unknown`.
    verdict: &'static str,
    cheaper: Option<&'a str>,
    equal: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    why: Vec<String>,
}

/// A crossover, with the amounts at it and on either side.
#[derive(Serialize)]
struct ChangeJson<'a> {
    before: Option<SideJson<'a>>,
    equal: Option<EqualJson<'a>>,
    after: Option<SideJson<'a>>,
}

#[derive(Serialize)]
struct SideJson<'a> {
    value: String,
    cheaper: Option<&'a str>,
    totals: Vec<TotalJson<'a>>,
}

#[derive(Serialize)]
struct EqualJson<'a> {
    from: String,
    to: String,
    totals: Vec<TotalJson<'a>>,
}

impl<'a> SweepJson<'a> {
    pub fn new(answer: &'a Answer) -> Self {
        let entry = &answer.axis.workload().vocabulary()[answer.axis.driver()];
        let (first, sweep) = (&answer.requests[0], &answer.sweep);
        let points = sweep.steps.iter().enumerate();
        let cheapest = sweep.cheapest.as_ref();
        Self {
            driver: &entry.name,
            label: &entry.label,
            unit: &entry.unit,
            from: value(answer, 0),
            to: value(answer, answer.axis.last()),
            scale: match answer.scale {
                Scale::Linear => "linear",
                Scale::Log => "log",
            },
            currency: answer.currency.to_string(),
            preset: first.preset.map(|preset| &*preset.id),
            period: Stretch::new(first),
            cards: (0..answer.requests.len()).map(|place| CardJson::new(answer, place)).collect(),
            points: points.map(|(point, step)| PointJson::new(answer, point, *step)).collect(),
            cheapest: cheapest
                .map(|runs| runs.iter().map(|run| CheapestJson::new(answer, run)).collect()),
            crossovers: sweep.pairs.iter().map(|pair| PairJson::new(answer, pair)).collect(),
            warnings: text::warnings(answer),
        }
    }
}

fn value(answer: &Answer, step: u64) -> String {
    plain(Ratio::whole(answer.axis.value(step)))
}

fn total(answer: &Answer, place: usize, total: Option<Total>) -> TotalJson<'_> {
    TotalJson {
        card: answer.id(place),
        amount: total.map(|total| plain(total.amount)),
        complete: total.is_some_and(|total| total.complete),
    }
}

impl<'a> CardJson<'a> {
    fn new(answer: &'a Answer, place: usize) -> Self {
        let swept = answer.sweep.offers[place].as_ref();
        let edges = swept.and_then(|swept| swept.edges.as_ref());
        let dips = swept.map(|swept| &swept.dips[..]).unwrap_or_default();
        Self {
            card: answer.id(place),
            title: answer.requests[place].card.title(),
            reads_driver: answer.reads[place],
            ranked: swept.is_some_and(|swept| swept.ranked),
            edges: edges.map(|edges| edges.iter().map(|step| value(answer, *step)).collect()),
            dips: dips.iter().map(|dip| DipJson::new(answer, dip)).collect(),
            budget: answer.budget.as_ref().map(|budget| BudgetJson {
                amount: plain(budget.amount),
                runs: budget.runs[place]
                    .as_ref()
                    .map(|runs| runs.iter().map(|run| BudgetRun::new(answer, run)).collect()),
            }),
        }
    }
}

impl DipJson {
    fn new(answer: &Answer, dip: &Dip) -> Self {
        Self {
            from: value(answer, dip.from),
            to: value(answer, dip.to),
            cheaper_at: value(answer, dip.to + 1),
            saves: plain(dip.saves),
            says: text::dip(answer, dip),
        }
    }
}

impl BudgetRun {
    fn new(answer: &Answer, run: &Run<Option<bool>>) -> Self {
        let verdict = match run.what {
            Some(true) => "within",
            Some(false) => "exceeded",
            None => "unknown",
        };
        Self { from: value(answer, run.from), to: value(answer, run.to), verdict }
    }
}

impl<'a> PointJson<'a> {
    fn new(answer: &'a Answer, point: usize, step: u64) -> Self {
        let totals = answer.sweep.offers.iter().enumerate().map(|(place, swept)| {
            total(answer, place, swept.as_ref().and_then(|swept| swept.totals[point]))
        });
        Self { value: value(answer, step), totals: totals.collect() }
    }
}

impl<'a> CheapestJson<'a> {
    fn new(answer: &'a Answer, run: &Run<Vec<usize>>) -> Self {
        Self {
            from: value(answer, run.from),
            to: value(answer, run.to),
            cards: run.what.iter().map(|place| answer.id(*place)).collect(),
        }
    }
}

impl<'a> PairJson<'a> {
    fn new(answer: &'a Answer, pair: &Pair) -> Self {
        let runs = pair.runs.as_deref();
        let crossings = Crossing::all(runs.unwrap_or_default());
        Self {
            first: answer.id(pair.first),
            second: answer.id(pair.second),
            says: says(answer, pair),
            runs: runs.map(|runs| runs.iter().map(|it| RunJson::new(answer, pair, it)).collect()),
            changes: crossings.iter().map(|it| ChangeJson::new(answer, pair, it)).collect(),
        }
    }
}

impl<'a> RunJson<'a> {
    fn new(answer: &'a Answer, pair: &Pair, run: &Run<Verdict>) -> Self {
        let (verdict, cheaper) = match run.what {
            Verdict::Cheaper => ("cheaper", Some(answer.id(pair.first))),
            Verdict::Dearer => ("cheaper", Some(answer.id(pair.second))),
            Verdict::Equal => ("equal", None),
            Verdict::Unknown => ("unknown", None),
        };
        let both = [pair.first, pair.second].into_iter().filter(|_| run.what == Verdict::Unknown);
        Self {
            from: value(answer, run.from),
            to: value(answer, run.to),
            verdict,
            cheaper,
            equal: run.what == Verdict::Equal,
            why: both.flat_map(|place| why_unknown(answer, place, run.from)).collect(),
        }
    }
}

impl<'a> ChangeJson<'a> {
    fn new(answer: &'a Answer, pair: &Pair, crossing: &Crossing) -> Self {
        let both = [pair.first, pair.second];
        let totals =
            |step: u64| both.map(|place| total(answer, place, answer.total(place, step))).into();
        let side = |step: u64| {
            let amounts = both.map(|place| answer.total(place, step).map(|total| total.amount));
            let second = usize::from(amounts[1] < amounts[0]);
            SideJson {
                value: value(answer, step),
                cheaper: Some(answer.id(both[second])),
                totals: totals(step),
            }
        };
        Self {
            before: crossing.before.map(side),
            equal: crossing.equal.map(|(from, to)| EqualJson {
                from: value(answer, from),
                to: value(answer, to),
                totals: totals(from),
            }),
            after: crossing.after.map(side),
        }
    }
}
