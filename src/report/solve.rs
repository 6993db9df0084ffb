//! The answer of a goal seek in words, as a report, and as JSON.

pub mod json;

use std::fmt::Write as _;

use rust_decimal::Decimal;
use whatif_pricing::solve::FixedCosts;
use whatif_pricing::{Places, Preset, Ratio, Total, written};

use super::instrument::{
    Names, RANGES, Voice, about, places, quantity, reason, total_cell, vocabulary, with_unit,
};
use super::layout::{Body, Cell, Column, Entry, Report, Row, Section, Table, Weight};
use super::words;
use crate::answer::solve::{At, Beyond, Goal, Outcome, Solved, Sought, Stretch, Why};
use crate::answer::{Board, PricedOffer};

/// Gaps beyond this number are only counted.
const LISTED_MAX: usize = 6;

/// An answer in words.
pub struct SolveWords<'a> {
    board: &'a Board,
    solved: &'a Solved,
    voice: Voice,
    names: Names,
}

impl<'a> SolveWords<'a> {
    /// The words for a reader.
    #[must_use]
    pub fn new(board: &'a Board, solved: &'a Solved, voice: Voice) -> Self {
        let names = Names::new(board, solved.question.offers(), voice);
        Self { board, solved, voice, names }
    }

    /// A value of what is sought.
    #[must_use]
    pub fn value(&self, value: Decimal) -> String {
        let number = Ratio::whole(value);
        match &self.solved.question.sought {
            Sought::Driver { driver, .. } => {
                with_unit(value, &vocabulary(self.board)[*driver].unit)
            }
            Sought::Price(_) => written(number, Places::PRICE),
            Sought::Discount(_) => format!("{} %", written(number, Places::QUANTITY)),
        }
    }

    /// The goal: `within USD 500.00`, `cheaper than aws-kms`, or for a price `not above aws-kms`.
    fn goal(&self) -> String {
        let question = &self.solved.question;
        match (&question.goal, &question.sought) {
            (Goal::Total(amount), _) => {
                format!("within {} {}", question.currency, written(*amount, Places::AMOUNT))
            }
            (Goal::Beats(other), Sought::Driver { .. }) => {
                format!("cheaper than {}", self.names.of(other))
            }
            (Goal::Beats(other), Sought::Price(_) | Sought::Discount(_)) => {
                format!("not above {}", self.names.of(other))
            }
        }
    }

    /// The answer in a sentence, without a capital letter.
    #[must_use]
    pub fn says(&self) -> String {
        let mut says = match self.solved.outcome {
            Outcome::Unknown => self.unknown(),
            Outcome::Always => self.always(),
            Outcome::Never => self.never(),
            Outcome::Within => self.within(),
        };
        if let Some(last) = self.solved.stopped_at {
            let _ = write!(says, "; the search stopped at {}", quantity(last));
        }
        says
    }

    fn unknown(&self) -> String {
        match self.solved.question.sought {
            Sought::Driver { .. } => match self.exceeded_by_known() {
                Some((last, first)) => format!(
                    "not known {} up to {}: from {} on the known part alone is more",
                    self.goal(),
                    self.value(last),
                    quantity(first)
                ),
                None => self.unknown_beside_exceeded(),
            },
            Sought::Price(_) | Sought::Discount(_) => "not known: a total is missing".to_owned(),
        }
    }

    /// Says where it is not known, if the goal is missed elsewhere.
    fn unknown_beside_exceeded(&self) -> String {
        let stretches = &self.solved.stretches;
        if stretches.iter().all(|run| run.reached.is_none()) {
            return "not known: no total is known".to_owned();
        }
        let unknown = stretches.iter().filter(|run| run.reached.is_none());
        let at: Vec<String> = unknown.map(|run| stretch(run.from, run.to)).collect();
        format!("never {} but perhaps at {}, where it is not known", self.goal(), at.join(", "))
    }

    /// The end of the first stretch without a known total, and the value from which what is known of the total
    /// exceeds the amount. `None` if it never does.
    fn exceeded_by_known(&self) -> Option<(Decimal, Decimal)> {
        let stretches = &self.solved.stretches;
        let is_total = matches!(self.solved.question.goal, Goal::Total(_));
        let unknown = stretches.iter().position(|run| run.reached.is_none())?;
        let next = stretches.get(unknown + 1).filter(|run| run.reached == Some(false))?;
        is_total.then_some((stretches[unknown].to, next.from))
    }

    fn always(&self) -> String {
        let goal = self.goal();
        match self.solved.question.sought {
            Sought::Price(_) => format!("{goal}, at any price"),
            Sought::Discount(_) => format!("{goal} without a discount"),
            Sought::Driver { .. } => {
                let ends = self.solved.smallest.as_ref().zip(self.solved.largest.as_ref());
                let ends = ends.map(|(first, last)| {
                    format!(": from {} to {}", quantity(first.value), self.value(last.value))
                });
                format!("{goal}, always{}", ends.unwrap_or_default())
            }
        }
    }

    fn never(&self) -> String {
        let (goal, question) = (self.goal(), &self.solved.question);
        let least = self.solved.least.as_ref();
        let total = |at: &At| {
            let total = at.totals.first().copied().flatten();
            total.map_or_else(String::new, |total| words::total_in(total, Places::AMOUNT))
        };
        match (&question.sought, &question.goal, least) {
            (_, _, None) => format!("never {goal}"),
            (Sought::Driver { .. }, Goal::Total(_), Some(at)) => {
                format!(
                    "never {goal}: the lowest total is {} (at {})",
                    total(at),
                    self.value(at.value)
                )
            }
            (Sought::Driver { .. }, Goal::Beats(_), Some(_)) => match self.solved.equal {
                Some((from, to)) => {
                    format!("never {goal}: equal at {} at best", stretch(from, to))
                }
                None => format!("never {goal}: it costs more wherever both are known"),
            },
            (Sought::Price(_) | Sought::Discount(_), _, Some(at)) => {
                format!(
                    "never {goal}: at {} the total is still {}",
                    self.value(at.value),
                    total(at)
                )
            }
        }
    }

    fn within(&self) -> String {
        let goal = self.goal();
        match self.solved.question.sought {
            Sought::Driver { .. } => self.within_driver(&goal),
            Sought::Price(_) => {
                let price = self.solved.largest.as_ref().map(|at| self.value(at.value));
                let price = price.unwrap_or_default();
                format!("{goal} up to a price of {price}{}", self.met())
            }
            Sought::Discount(_) => {
                let off = self.solved.smallest.as_ref().map(|at| self.value(at.value));
                let off = off.unwrap_or_default();
                format!("{goal} from a discount of {off}{}", self.met())
            }
        }
    }

    /// Says if a price or discount meets the amount exactly.
    fn met(&self) -> String {
        let Some((amount, exact)) = self.solved.met else { return String::new() };
        let at = written(amount, Places::AMOUNT);
        if exact {
            format!(", where the total is {at} exactly")
        } else {
            format!(", as near to {at} as its decimal places allow")
        }
    }

    /// `within USD 500.00 up to 1,250 secrets`, with the gaps and what is not known beyond.
    fn within_driver(&self, goal: &str) -> String {
        let Some(last) = &self.solved.largest else { return goal.to_owned() };
        let most = self.value(last.value);
        let mut says = match (&self.solved.smallest, self.solved.beyond) {
            (None, _) => format!("{goal} up to {most}"),
            (Some(first), Beyond::End) => format!("{goal} from {} on", self.value(first.value)),
            (Some(first), Beyond::Missed | Beyond::Equal(_) | Beyond::Unknown) => {
                format!("{goal} from {} to {most}", quantity(first.value))
            }
        };
        let gaps = self.gaps(last.value);
        if !gaps.is_empty() {
            let listed = gaps.len().min(LISTED_MAX);
            let _ = write!(says, ", but not at {}", gaps[..listed].join(", "));
            if gaps.len() > listed {
                let _ = write!(says, " and in {} more places", gaps.len() - listed);
            }
        }
        match self.solved.beyond {
            Beyond::Unknown => {
                says.push_str("; not known beyond it");
                if let Some((_, first)) = self.exceeded_by_known() {
                    let first = quantity(first);
                    let _ = write!(says, ", and from {first} on the known part alone is more");
                }
            }
            Beyond::Equal(value) => {
                let _ = write!(says, "; equal at {}", quantity(value));
            }
            Beyond::End | Beyond::Missed => {}
        }
        says
    }

    /// The stretches between the values that reach the goal.
    fn gaps(&self, last: Decimal) -> Vec<String> {
        let first = self.solved.stretches.iter().position(|run| run.reached == Some(true));
        let after = self.solved.stretches.iter().skip(first.unwrap_or(0));
        let is_gap = |run: &&Stretch| run.reached != Some(true) && run.to < last;
        after.filter(is_gap).map(|run| stretch(run.from, run.to)).collect()
    }

    /// The reasons for a goal that is never reached, or not known to be.
    #[must_use]
    pub fn why(&self) -> Vec<String> {
        self.solved.why.iter().map(|why| self.why_one(why)).collect()
    }

    fn why_one(&self, why: &Why) -> String {
        match why {
            Why::Fixed(costs) => self.fixed(costs),
            Why::Offer { offer, at, reason: why } => {
                let at = at.map(|value| format!("at {}: ", self.value(value)));
                let at = at.unwrap_or_default();
                let is_several = self.solved.question.offers().len() > 1;
                let name =
                    if is_several { format!("{}: ", self.names.of(offer)) } else { String::new() };
                format!("{at}{name}{}", reason(self.board, why))
            }
        }
    }

    fn fixed(&self, costs: &FixedCosts) -> String {
        let says = if costs.each_exceeds { "alone is" } else { "is" };
        let line = |line: &whatif_pricing::solve::FixedCost| {
            format!("{} {says} {}", line.label, written(line.amount, Places::AMOUNT))
        };
        let lines = costs.lines.iter().map(line).collect::<Vec<_>>().join(", ");
        let sought = self.solved.question.sought.text(self.board);
        format!("{lines}, whatever the value of {sought}")
    }

    /// The answer and its reasons in one sentence for the screen.
    #[must_use]
    pub fn sentence(&self) -> String {
        let says = std::iter::once(self.says()).chain(self.why());
        says.collect::<Vec<_>>().join("; ")
    }

    /// The warnings at the value that was found, and the meaning of ranges.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        let offers = self.solved.question.offers();
        for offer in &offers {
            let board = self.solved.board.as_ref();
            let texts =
                board.map(|board| super::instrument::warnings(board, offer)).unwrap_or_default();
            let name = self.names.of(offer);
            let is_several = offers.len() > 1;
            warnings.extend(
                texts.into_iter().map(
                    |text| {
                        if is_several { format!("{name}: {text}") } else { text }
                    },
                ),
            );
        }
        if self.solved.has_ranges {
            warnings.push(RANGES.to_owned());
        }
        warnings
    }

    /// The whole report.
    #[must_use]
    pub fn report(&self, preset: Option<&Preset>) -> Report {
        let offer = self.board.offer(&self.solved.question.offer);
        let mut lines = about(self.board, offer.map(|it| &*it.card), preset);
        lines.push(Entry::new("Answer", &capital(&self.says())));
        lines.extend(self.why().iter().map(|why| Entry::new("", why)));
        Report {
            title: offer.map(PricedOffer::title).unwrap_or_default(),
            about: lines,
            table: self.table(),
            sections: self.warnings_section().into_iter().collect(),
        }
    }

    fn warnings_section(&self) -> Option<Section> {
        let warnings = self.warnings();
        if warnings.is_empty() {
            return None;
        }
        let solved = self.solved;
        let of = solved.largest.as_ref().or(solved.least.as_ref()).or(solved.smallest.as_ref());
        let at = of.map_or_else(String::new, |at| format!(", at {}", self.value(at.value)));
        let warnings = warnings.iter().map(|warning| Entry::text(warning)).collect();
        Some(Section { heading: format!("Warnings{at}"), body: Body::Warnings(warnings) })
    }

    /// The totals at the values that decide, offers in columns.
    fn table(&self) -> Table {
        let rows = self.solved.rows();
        let places = places(rows.iter().flat_map(|row| row.totals.iter().copied()));
        let cell = |total: &Option<Total>| total_cell(*total, places);
        let row = |at: &&At| {
            let value = std::iter::once(Cell::text(&self.value(at.value)));
            let cells = value.chain(at.totals.iter().map(cell)).collect();
            Row { kind: "value", weight: Weight::Plain, cells }
        };
        let currency = self.solved.question.currency.to_string();
        let offers = self.solved.question.offers();
        let name = |id| if offers.len() > 1 { self.names.of(id) } else { "" };
        let totals = offers.iter().map(|id| Column::number(name(id)).in_unit(&currency));
        let columns = std::iter::once(Column::number("")).chain(totals).collect();
        Table { columns, rows: rows.iter().map(row).collect(), is_series: false }
    }

    /// The reader.
    #[must_use]
    pub const fn voice(&self) -> Voice {
        self.voice
    }
}

fn stretch(from: Decimal, to: Decimal) -> String {
    if from == to {
        return quantity(from);
    }
    format!("{} to {}", quantity(from), quantity(to))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}
