//! A sweep for programs.

use serde::Serialize;
use whatif_pricing::sweep::{Run, Verdict};
use whatif_pricing::{Preset, plain};

use super::SweepWords;
use crate::answer::sweep::{
    CheapestRun, Crossing, Pair, Scale, Sweep, SweptDip, SweptOffer, Totals, UnknownRun,
};
use crate::answer::{Board, Staleness};
use crate::report::instrument::{PeriodJson, TotalJson, Voice, of_board, plain_value, reason};
use crate::report::json::DoubtJson;
use crate::report::json::Noted;
use crate::report::{doubts, notes};
use crate::scenario::OfferId;

/// Totals at points, and what was found exactly, wherever it is.
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
    preset: Option<&'a str>,
    period: Option<PeriodJson>,
    cards: Vec<OfferJson>,
    points: Vec<PointJson>,
    /// Null if the cheapest changes in too many places.
    cheapest: Option<Vec<CheapestJson>>,
    crossovers: Vec<PairJson>,
    warnings: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

#[derive(Serialize)]
struct OfferJson {
    card: String,
    title: String,
    /// True if its total depends on the driver.
    reads_driver: bool,
    /// True if it is compared with the others.
    ranked: bool,
    /// The last values before the price per unit changes. Null if there are too many.
    edges: Option<Vec<String>>,
    dips: Vec<DipJson>,
    /// The stretches with an incomplete total, and why.
    unknown: Vec<UnknownJson>,
    /// The stretches in which it cannot carry the workload and is not ranked, and why.
    not_ranked: Vec<UnknownJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    budget: Option<BudgetJson>,
    /// The worst doubt about the prices that its total uses at the workload as it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    doubt: Option<DoubtJson>,
}

/// `cheaper_at` costs less than any value from the one to the other.
#[derive(Serialize)]
struct DipJson {
    from: String,
    to: String,
    cheaper_at: String,
    saves: String,
    /// The value at which the cost has fallen most, and by how much.
    #[serde(skip_serializing_if = "Option::is_none")]
    lowest_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    saves_most: Option<String>,
    says: String,
}

#[derive(Serialize)]
struct UnknownJson {
    from: String,
    to: String,
    why: Vec<String>,
}

#[derive(Serialize)]
struct BudgetJson {
    amount: String,
    /// Null if there are too many.
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
struct PointJson {
    value: String,
    totals: Vec<TotalJson>,
}

#[derive(Serialize)]
struct CheapestJson {
    from: String,
    to: String,
    cards: Vec<String>,
    /// The cards whose totals are not known here: one of them may be cheaper.
    unknown: Vec<String>,
}

#[derive(Serialize)]
struct PairJson {
    first: String,
    second: String,
    says: String,
    /// Null if there are too many.
    runs: Option<Vec<RunJson>>,
    changes: Vec<ChangeJson>,
}

#[derive(Serialize)]
struct RunJson {
    from: String,
    to: String,
    /// `cheaper` (see the next key), `equal` or `unknown`.
    verdict: &'static str,
    cheaper: Option<String>,
    equal: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    why: Vec<String>,
}

/// A crossover, with the amounts at it and on either side.
#[derive(Serialize)]
struct ChangeJson {
    before: Option<SideJson>,
    equal: Option<EqualJson>,
    after: Option<SideJson>,
}

#[derive(Serialize)]
struct SideJson {
    value: String,
    cheaper: Option<String>,
    totals: Vec<TotalJson>,
}

#[derive(Serialize)]
struct EqualJson {
    from: String,
    to: String,
    totals: Vec<TotalJson>,
}

impl<'a> SweepJson<'a> {
    /// The sweep of a board.
    #[must_use]
    pub fn new(board: &'a Board, sweep: &'a Sweep, preset: Option<&'a Preset>) -> Self {
        let json = Json { board, sweep, words: SweepWords::new(board, sweep, Voice::CommandLine) };
        let entry = &sweep.axis.workload().vocabulary()[sweep.axis.driver()];
        let first = sweep.offers.first();
        let points = sweep.steps.iter().enumerate();
        let cheapest = sweep.cheapest.as_ref();
        Self {
            driver: &entry.name,
            label: &entry.label,
            unit: &entry.unit,
            from: json.value(0),
            to: json.value(sweep.axis.last()),
            scale: match sweep.scale {
                Scale::Linear => "linear",
                Scale::Log => "log",
            },
            currency: sweep.currency.to_string(),
            preset: preset.map(|preset| &*preset.id),
            period: first.map(|offer| PeriodJson::new(board, &offer.card)),
            cards: sweep.offers.iter().map(|offer| json.offer(offer)).collect(),
            points: points.map(|(point, step)| json.point(point, *step)).collect(),
            cheapest: cheapest.map(|runs| runs.iter().map(|run| json.cheapest(run)).collect()),
            crossovers: sweep.pairs.iter().map(|pair| json.pair(pair)).collect(),
            warnings: json.words.warnings(),
            notes: notes::texts(&of_board(board)),
        }
    }

    /// The same with doubts about prices that are old on a day of use.
    #[must_use]
    pub fn on(mut self, board: &Board, sweep: &Sweep, staleness: Staleness) -> Self {
        for (card, offer) in self.cards.iter_mut().zip(&sweep.offers) {
            card.doubt = doubts::json(board, &offer.id, staleness);
        }
        self
    }
}

struct Json<'a> {
    board: &'a Board,
    sweep: &'a Sweep,
    words: SweepWords<'a>,
}

impl Json<'_> {
    fn value(&self, step: u64) -> String {
        plain_value(self.sweep.axis.value(step))
    }

    fn offer(&self, offer: &SweptOffer) -> OfferJson {
        let detail = offer.detail.as_ref();
        let edges = detail.and_then(|detail| detail.edges.as_ref());
        let dips = detail.map(|detail| &detail.dips[..]).unwrap_or_default();
        let budget = |amount| BudgetJson {
            amount: plain(amount),
            runs: detail
                .and_then(|detail| detail.budget.as_ref())
                .map(|runs| runs.iter().map(|run| self.budget(run)).collect()),
        };
        let unknown = |run: &UnknownRun| UnknownJson {
            from: self.value(run.from),
            to: self.value(run.to),
            why: run.why.iter().map(|why| reason(self.board, why)).collect(),
        };
        OfferJson {
            card: offer.id.to_string(),
            title: offer.title.clone(),
            reads_driver: offer.reads_driver,
            ranked: offer.unranked.is_empty(),
            edges: edges.map(|edges| edges.iter().map(|step| self.value(*step)).collect()),
            dips: dips.iter().map(|dip| self.dip(dip)).collect(),
            unknown: offer.unknown.iter().map(unknown).collect(),
            not_ranked: offer.uncarried.iter().map(unknown).collect(),
            budget: self.sweep.budget.map(budget),
            doubt: doubts::json(self.board, &offer.id, Staleness::AGELESS),
        }
    }

    fn dip(&self, swept: &SweptDip) -> DipJson {
        let SweptDip { dip, saves_next } = swept;
        let falls_on = dip.lowest != dip.to + 1;
        DipJson {
            from: self.value(dip.from),
            to: self.value(dip.to),
            cheaper_at: self.value(dip.to + 1),
            saves: plain(*saves_next),
            lowest_at: falls_on.then(|| self.value(dip.lowest)),
            saves_most: falls_on.then(|| plain(dip.saves)),
            says: self.words.dip(swept),
        }
    }

    fn budget(&self, run: &Run<Option<bool>>) -> BudgetRun {
        let verdict = match run.what {
            Some(true) => "within",
            Some(false) => "exceeded",
            None => "unknown",
        };
        BudgetRun { from: self.value(run.from), to: self.value(run.to), verdict }
    }

    fn point(&self, point: usize, step: u64) -> PointJson {
        let totals = self.sweep.offers.iter();
        let totals = totals.map(|offer| TotalJson::new(&offer.id, offer.totals[point]));
        PointJson { value: self.value(step), totals: totals.collect() }
    }

    fn cheapest(&self, run: &CheapestRun) -> CheapestJson {
        let ids = |offers: &[OfferId]| offers.iter().map(ToString::to_string).collect();
        CheapestJson {
            from: self.value(run.from),
            to: self.value(run.to),
            cards: ids(&run.offers),
            unknown: ids(&run.unknown),
        }
    }

    fn pair(&self, pair: &Pair) -> PairJson {
        let runs = pair.runs.as_deref();
        PairJson {
            first: pair.first.to_string(),
            second: pair.second.to_string(),
            says: self.words.pair(pair),
            runs: runs.map(|runs| runs.iter().map(|run| self.run(pair, run)).collect()),
            changes: pair.crossings.iter().map(|it| self.change(pair, it)).collect(),
        }
    }

    fn run(&self, pair: &Pair, run: &Run<Verdict>) -> RunJson {
        let (verdict, cheaper) = match run.what {
            Verdict::Cheaper => ("cheaper", Some(&pair.first)),
            Verdict::Higher => ("cheaper", Some(&pair.second)),
            Verdict::Equal => ("equal", None),
            Verdict::Unknown => ("unknown", None),
        };
        let both = [&pair.first, &pair.second].into_iter();
        let why = both.filter(|_| run.what == Verdict::Unknown);
        RunJson {
            from: self.value(run.from),
            to: self.value(run.to),
            verdict,
            cheaper: cheaper.map(ToString::to_string),
            equal: run.what == Verdict::Equal,
            why: why.flat_map(|id| self.why_unknown(id, run.from)).collect(),
        }
    }

    fn why_unknown(&self, id: &OfferId, step: u64) -> Vec<String> {
        let reasons = self.sweep.offer(id).map(|offer| offer.why_unknown(step));
        let reasons = reasons.unwrap_or_default().into_iter();
        reasons.map(|why| format!("{id}: {}", reason(self.board, &why))).collect()
    }

    fn change(&self, pair: &Pair, crossing: &Crossing) -> ChangeJson {
        let totals = |side: Totals| {
            let both = [&pair.first, &pair.second].into_iter().zip(side.totals);
            both.map(|(id, total)| TotalJson::new(id, total)).collect()
        };
        let side = |side: Totals| {
            let [first, second] = side.totals.map(|total| total.map(|total| total.amount));
            let cheaper = if second < first { &pair.second } else { &pair.first };
            SideJson {
                value: self.value(side.step),
                cheaper: Some(cheaper.to_string()),
                totals: totals(side),
            }
        };
        ChangeJson {
            before: crossing.before.map(side),
            equal: crossing.equal.map(|(first, last)| EqualJson {
                from: self.value(first.step),
                to: self.value(last.step),
                totals: totals(first),
            }),
            after: crossing.after.map(side),
        }
    }
}

impl Noted for SweepJson<'_> {
    fn notes(&mut self) -> &mut Vec<String> {
        &mut self.notes
    }
}
