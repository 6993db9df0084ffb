//! A sweep in words, as a report, and as JSON.

mod document;
pub mod json;

use whatif_pricing::sweep::{Run, Verdict, crossing_words, with_unit};
use whatif_pricing::{Places, Ratio, written};

use super::instrument::{Names, RANGES, Voice, number, reason, standing};
use super::words;
use crate::answer::Board;
use crate::answer::sweep::{
    CheapestRun, Crossing, Pair, Scale, Sweep, SweptDip, SweptOffer, Totals, UnknownRun,
};

/// Edges, changes and crossings beyond this number are only counted.
const LISTED_MAX: usize = 8;

/// The findings of a sweep in words.
pub struct SweepWords<'a> {
    board: &'a Board,
    sweep: &'a Sweep,
    voice: Voice,
    names: Names,
}

impl<'a> SweepWords<'a> {
    /// The words for a reader.
    #[must_use]
    pub fn new(board: &'a Board, sweep: &'a Sweep, voice: Voice) -> Self {
        let names = Names::new(board, sweep.offers.iter().map(|offer| &offer.id), voice);
        Self { board, sweep, voice, names }
    }

    /// The name of a swept offer.
    #[must_use]
    pub fn name(&self, offer: &SweptOffer) -> String {
        self.names.of(&offer.id).to_owned()
    }

    /// The title: `Secrets from 1 to 2,000 secrets, in equal ratios`.
    #[must_use]
    pub fn title(&self) -> String {
        let axis = &self.sweep.axis;
        let scale = match self.sweep.scale {
            Scale::Linear => "in equal steps",
            Scale::Log => "in equal ratios",
        };
        let (from, to) = (self.number(0), with_unit(axis, axis.last()));
        format!(
            "{} from {from} to {to}, {scale}",
            axis.workload().vocabulary()[axis.driver()].label
        )
    }

    fn number(&self, step: u64) -> String {
        number(&self.sweep.axis, step)
    }

    fn stretch(&self, from: u64, to: u64) -> String {
        if from == to {
            return self.number(from);
        }
        format!("{} to {}", self.number(from), self.number(to))
    }

    fn amount(&self, amount: Ratio) -> String {
        format!("{} {}", self.sweep.currency, written(amount, Places::AMOUNT))
    }

    /// The cheapest in a stretch.
    fn who(&self, run: &CheapestRun) -> String {
        match &run.offers[..] {
            [] if run.unknown.is_empty() => "none: no offer is ranked".to_owned(),
            [] => "unknown: no total is complete".to_owned(),
            [only] => self.names.of(only).to_owned(),
            several => {
                let names: Vec<&str> = several.iter().map(|offer| self.names.of(offer)).collect();
                format!("{} cost the same", words::list(&names))
            }
        }
    }

    /// The offers that may be cheaper in a stretch, because their totals are not known. Empty if all are known.
    fn reservation(&self, run: &CheapestRun) -> String {
        if run.unknown.is_empty() || run.offers.is_empty() {
            return String::new();
        }
        format!(" (not known here: {})", self.names.all(&run.unknown, ", "))
    }

    /// The cheapest, stretch by stretch. `None` if they change in too many places.
    #[must_use]
    pub fn cheapest(&self) -> Option<Vec<(String, String)>> {
        let row = |run: &CheapestRun| {
            let who = format!("{}{}", self.who(run), self.reservation(run));
            (self.stretch(run.from, run.to), who)
        };
        Some(self.sweep.cheapest.as_ref()?.iter().map(row).collect())
    }

    /// The cheapest of the marked offers along the axis, in one sentence.
    #[must_use]
    pub fn cheapest_sentence(&self) -> String {
        if self.sweep.rivals.len() < 2 {
            return "mark two or more cards to see which is cheapest where".to_owned();
        }
        let Some(runs) = &self.sweep.cheapest else {
            return "too many price changes in this span to say who is cheapest where".to_owned();
        };
        format!("cheapest marked offer: {}", self.stretches(runs))
    }

    /// The cheapest of the offers whose total is no doubtful zero, in one sentence. `None` if there is no other.
    fn without_sentence(&self) -> Option<String> {
        let without = self.sweep.without.as_ref()?;
        let runs = without.cheapest.as_ref()?;
        let names: Vec<&str> = without.offers.iter().map(|offer| self.names.of(offer)).collect();
        let (left_out, cheapest) = (words::list(&names), self.stretches(runs));
        Some(format!("without the doubtful 0.00 of {left_out}: {cheapest}"))
    }

    /// The cheapest, stretch by stretch: `Google up to 914 secrets, Azure from 915`.
    fn stretches(&self, runs: &[CheapestRun]) -> String {
        let axis = &self.sweep.axis;
        let part = |(place, run): (usize, &CheapestRun)| {
            let at = match (place, place + 1 == runs.len()) {
                (0, true) => "at every value".to_owned(),
                (0, false) if run.from == run.to => format!("at {}", with_unit(axis, run.to)),
                (0, false) => format!("up to {}", with_unit(axis, run.to)),
                _ if run.from == run.to => format!("at {}", self.number(run.from)),
                (_, true) => format!("from {}", self.number(run.from)),
                _ => format!("from {}", self.stretch(run.from, run.to)),
            };
            format!("{} {at}{}", self.who(run), self.reservation(run))
        };
        let parts: Vec<String> = runs.iter().enumerate().map(part).collect();
        parts.join(", ")
    }

    /// The cheaper of a pair along the axis, in a sentence that names both.
    #[must_use]
    pub fn pair(&self, pair: &Pair) -> String {
        let names @ [first, second] = [self.names.of(&pair.first), self.names.of(&pair.second)];
        let axis = &self.sweep.axis;
        let Some(runs) = &pair.runs else {
            return self.too_many(&format!(
                "{first} and {second} change places more often than can be followed from {} to {}",
                axis.value(0).normalize(),
                with_unit(axis, axis.last())
            ));
        };
        if let [only] = &runs[..] {
            return match only.what {
                Verdict::Cheaper => format!("{first} is cheaper than {second} throughout"),
                Verdict::Higher => format!("{second} is cheaper than {first} throughout"),
                Verdict::Equal => format!("{first} and {second} cost the same throughout"),
                Verdict::Unknown => format!("{first} and {second} cannot be compared"),
            };
        }
        if runs.len() > LISTED_MAX {
            return self.many_crossings(pair);
        }
        format!("{first} against {second}: {}", crossing_words(names, runs, axis))
    }

    /// A finding that is cut off, with the remedy if there is one.
    fn too_many(&self, text: &str) -> String {
        match self.voice {
            Voice::CommandLine => format!("{text}: choose a shorter range with --from and --to"),
            Voice::Screen => text.to_owned(),
        }
    }

    fn many_crossings(&self, pair: &Pair) -> String {
        let axis = &self.sweep.axis;
        let step = |side: Option<&Totals>| side.map_or(0, |side| side.step);
        let first = pair.crossings.first().map(Crossing::sides).unwrap_or_default();
        let last = pair.crossings.last().map(Crossing::sides).unwrap_or_default();
        format!(
            "{} and {} are equal or change places {} times, first at {}, last at {}{}",
            self.names.of(&pair.first),
            self.names.of(&pair.second),
            pair.crossings.len(),
            with_unit(axis, step(first.first())),
            with_unit(axis, step(last.last())),
            self.all_in_json()
        )
    }

    fn all_in_json(&self) -> &'static str {
        match self.voice {
            Voice::CommandLine => "; --json lists them all",
            Voice::Screen => "",
        }
    }

    /// After which values an offer's price per unit changes.
    #[must_use]
    pub fn edges(&self) -> Vec<(String, String)> {
        let entry = |offer: &SweptOffer| {
            let says = match &offer.detail.as_ref()?.edges {
                None => self.too_many("in more places than can be followed"),
                Some(edges) => {
                    // The end of what is known has its reason elsewhere.
                    let goes_on =
                        |edge: &&u64| offer.is_known(**edge) == offer.is_known(**edge + 1);
                    let edges: Vec<u64> = edges.iter().filter(goes_on).copied().collect();
                    format!("after {}", self.list(&edges)?)
                }
            };
            Some((self.name(offer), says))
        };
        self.sweep.offers.iter().filter_map(entry).collect()
    }

    /// The values of steps with the unit after the last.
    fn list(&self, steps: &[u64]) -> Option<String> {
        let listed = &steps[..steps.len().min(LISTED_MAX)];
        let (last, others) = listed.split_last()?;
        let mut texts: Vec<String> = others.iter().map(|step| self.number(*step)).collect();
        texts.push(with_unit(&self.sweep.axis, *last));
        let rest = steps.len() - listed.len();
        let more = if rest == 0 { String::new() } else { format!(" and at {rest} more places") };
        Some(format!("{}{more}", texts.join(", ")))
    }

    /// The places where more costs less, by offer.
    #[must_use]
    pub fn dips(&self) -> Vec<(String, String)> {
        let of = |offer: &SweptOffer| {
            let dips = offer.detail.iter().flat_map(|detail| &detail.dips);
            let dips = dips.map(|dip| (self.name(offer), self.dip(dip)));
            dips.collect::<Vec<_>>()
        };
        self.sweep.offers.iter().flat_map(of).collect()
    }

    fn dip(&self, SweptDip { dip, saves_next }: &SweptDip) -> String {
        let more = with_unit(&self.sweep.axis, dip.to + 1);
        let (saves, last) = (self.amount(*saves_next), self.number(dip.to));
        let (lowest, most) = (self.number(dip.lowest), self.amount(dip.saves));
        let stretch = self.stretch(dip.from, dip.to);
        match (dip.lowest == dip.to + 1, dip.from == dip.to) {
            (true, true) => format!("{more} cost {saves} less than {last}"),
            (true, false) => format!("{more} cost less than {stretch}: {saves} less than {last}"),
            (false, true) => {
                format!("{more} cost {saves} less than {last}, and {lowest} cost {most} less")
            }
            (false, false) => format!(
                "{more} cost {saves} less than {last}, and {lowest} cost less than {stretch}: {most} less than {last}"
            ),
        }
    }

    /// The budget with its currency. `None` without one.
    #[must_use]
    pub fn budget(&self) -> Option<String> {
        self.sweep.budget.map(|amount| self.amount(amount))
    }

    /// The stretches in which each total stays within the budget.
    #[must_use]
    pub fn within_budget(&self) -> Vec<(String, String)> {
        if self.sweep.budget.is_none() {
            return Vec::new();
        }
        let entry = |offer: &SweptOffer| {
            let runs = match &offer.detail {
                Some(detail) => detail.budget.as_deref(),
                None if offer.has_no_total() => None,
                // It was not asked for.
                None => return None,
            };
            let says = runs.map_or_else(|| "not known".to_owned(), |runs| self.budget_runs(runs));
            Some((self.name(offer), says))
        };
        self.sweep.offers.iter().filter_map(entry).collect()
    }

    /// The stretches within the budget: `within the budget up to 1,250 secrets, over it from 1,251`.
    fn budget_runs(&self, runs: &[Run<Option<bool>>]) -> String {
        let whole = |run: &Run<Option<bool>>| match run.what {
            Some(true) => "within the budget",
            Some(false) => "over the budget",
            None => "not known",
        };
        let short = |run: &Run<Option<bool>>| match run.what {
            Some(true) => "within it",
            Some(false) => "over it",
            None => "not known",
        };
        if let [only] = runs {
            return format!("{} everywhere", whole(only));
        }
        let says = |(place, run): (usize, &Run<Option<bool>>)| {
            // The budget is named once.
            let is_named = runs[..place].iter().any(|former| former.what.is_some());
            let kind = if is_named { short(run) } else { whole(run) };
            let first = self.number(run.from);
            match place {
                0 => format!("{kind} up to {}", with_unit(&self.sweep.axis, run.to)),
                _ if place + 1 == runs.len() => format!("{kind} from {first}"),
                _ if run.from == run.to => format!("{kind} at {first}"),
                _ => format!("{kind} from {}", self.stretch(run.from, run.to)),
            }
        };
        let listed: Vec<String> = runs.iter().enumerate().take(LISTED_MAX).map(says).collect();
        let rest = runs.len() - listed.len();
        let more = if rest == 0 { String::new() } else { format!(" and {rest} more changes") };
        format!("{}{more}", listed.join(", "))
    }

    /// From which value on a total is not known, and why: each offer's stretches.
    #[must_use]
    pub fn unknown(&self) -> Vec<(String, String)> {
        self.reasons(|offer| &offer.unknown)
    }

    /// The stretches in which offers cannot carry the workload, so that they are not ranked, and why.
    #[must_use]
    pub fn uncarried(&self) -> Vec<(String, String)> {
        self.reasons(|offer| &offer.uncarried)
    }

    fn reasons(&self, runs: impl Fn(&SweptOffer) -> &[UnknownRun]) -> Vec<(String, String)> {
        let mut all: Vec<(u64, String, String)> = Vec::new();
        for offer in self.sweep.offers.iter().filter(|offer| offer.unranked.is_empty()) {
            let name = self.names.of(&offer.id);
            for run in runs(offer).iter().take(LISTED_MAX) {
                let at = self.at(run.from, run.to);
                let why = run.why.iter().map(|why| reason(self.board, why));
                let why = why.map(|why| (run.from, at.clone(), format!("{name}: {why}")));
                all.extend(why);
            }
        }
        all.sort();
        all.dedup();
        all.into_iter().map(|(_, at, why)| (at, why)).collect()
    }

    /// `from 1,001`, `at 5`, `up to 3`, `everywhere`.
    fn at(&self, from: u64, to: u64) -> String {
        let last = self.sweep.axis.last();
        match (from, to) {
            (0, to) if to == last => "everywhere".to_owned(),
            (0, to) if to > 0 => format!("up to {}", self.number(to)),
            (from, to) if from == to => format!("at {}", self.number(from)),
            (from, to) if to == last => format!("from {}", self.number(from)),
            _ => format!("from {}", self.stretch(from, to)),
        }
    }

    /// The offers that are not ranked and why, and those that do not read the driver.
    #[must_use]
    pub fn standings(&self) -> Vec<String> {
        let axis = &self.sweep.axis;
        let driver = &axis.workload().vocabulary()[axis.driver()].name;
        let mut says = Vec::new();
        for offer in &self.sweep.offers {
            let name = self.names.of(&offer.id);
            says.extend(offer.unranked.iter().map(|why| standing(self.board, name, why)));
            if offer.unranked.is_empty() && !offer.reads_driver {
                says.push(format!("{name} does not read {driver}: its total stays the same"));
            }
        }
        says
    }

    /// Everything else that there is to know.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = self.standings();
        for offer in &self.sweep.offers {
            let closed = offer.card.closed.iter();
            warnings.extend(closed.map(|why| format!("{}: {why}", self.names.of(&offer.id))));
        }
        if self.sweep.has_ranges {
            warnings.push(RANGES.to_owned());
        }
        warnings
    }

    /// The findings in sentences, the most wanted first: who is cheapest, then dips, budget, pairs, and
    /// what is not known or not ranked.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let named = |(name, says): (String, String)| format!("{name}: {says}");
        let mut says: Vec<String> = self.sweep.idle.iter().map(ToString::to_string).collect();
        says.push(self.cheapest_sentence());
        says.extend(self.without_sentence());
        says.extend(self.dips().into_iter().map(named));
        let budget = self.budget().unwrap_or_default();
        let within = self.within_budget().into_iter();
        says.extend(within.map(|(name, says)| format!("budget {budget}: {name} {says}")));
        let is_crossing = |pair: &&Pair| pair.runs.as_ref().is_none_or(|runs| runs.len() > 1);
        says.extend(self.sweep.pairs.iter().filter(is_crossing).map(|pair| self.pair(pair)));
        let unknown = self.unknown().into_iter();
        says.extend(unknown.map(|(at, why)| format!("not known {at}: {why}")));
        let uncarried = self.uncarried().into_iter();
        says.extend(uncarried.map(|(at, why)| format!("not ranked {at}: {why}")));
        says.extend(self.standings());
        says
    }
}
