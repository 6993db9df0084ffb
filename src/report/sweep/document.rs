//! A sweep as a report: the totals at the points, then the findings.

use whatif_pricing::sweep::Verdict;
use whatif_pricing::{Places, Preset, Ratio};

use super::{LISTED_MAX, SweepWords};
use crate::answer::sweep::{Crossing, Pair, Totals};
use crate::report::instrument::{about, places, total_cell};
use crate::report::layout::{Cell, Column, Entry, Report, Row, Section, Table, Weight};

impl SweepWords<'_> {
    /// The whole report.
    #[must_use]
    pub fn report(&self, preset: Option<&Preset>) -> Report {
        let cards = self.sweep.offers.iter().map(|offer| &*offer.card);
        let about = about(self.board, cards, preset);
        let mut sections: Vec<Section> = self.cheapest_section().into_iter().collect();
        sections.extend(self.crossings());
        sections.extend(Section::new("Not known", entries(&self.unknown())));
        sections.extend(Section::new("Not ranked", entries(&self.uncarried())));
        sections.extend(Section::new("The price per unit changes", entries(&self.edges())));
        sections.extend(Section::new("Where more costs less", self.dip_entries()));
        let heading = format!("Budget {}", self.budget().unwrap_or_default());
        sections.extend(Section::new(&heading, entries(&self.within_budget())));
        let warnings = self.warnings();
        let warnings = warnings.iter().map(|warning| Entry::text(warning)).collect();
        sections.extend(Section::warnings(warnings));
        Report { title: self.title(), about, table: self.points(), sections }
    }

    fn cheapest_section(&self) -> Option<Section> {
        if self.sweep.rivals.len() < 2 {
            return None;
        }
        let entries = match self.cheapest() {
            None => {
                vec![Entry::text(&self.too_many("it changes in more places than can be followed"))]
            }
            Some(rows) => {
                let rest = self.rest(rows.len());
                let listed = &rows[..rows.len().min(LISTED_MAX)];
                entries(listed).into_iter().chain(rest).collect()
            }
        };
        Section::new("Cheapest", entries)
    }

    fn dip_entries(&self) -> Vec<Entry> {
        let mut all = Vec::new();
        for offer in &self.sweep.offers {
            let dips = offer.detail.as_ref().map(|detail| &detail.dips[..]).unwrap_or_default();
            let listed = dips.iter().take(LISTED_MAX);
            all.extend(listed.map(|dip| Entry::new(&self.name(offer), &self.dip(dip))));
            all.extend(self.rest(dips.len()));
        }
        all
    }

    fn rest(&self, count: usize) -> Option<Entry> {
        let rest = count.checked_sub(LISTED_MAX).filter(|rest| *rest > 0)?;
        Some(Entry::text(&format!("and {rest} more{}", self.all_in_json())))
    }

    /// The pairs in sentences, then for each that crosses the totals at and beside its crossovers.
    fn crossings(&self) -> Vec<Section> {
        let is_settled = |pair: &&Pair| pair.runs.as_ref().is_some_and(|runs| runs.len() == 1);
        let (settled, crossing): (Vec<&Pair>, Vec<&Pair>) =
            self.sweep.pairs.iter().partition(is_settled);
        let says = crossing.iter().map(|pair| self.pair(pair)).chain(self.settled(&settled));
        let says: Vec<Entry> = says.map(|says| Entry::text(&says)).collect();
        let mut sections: Vec<Section> = Section::new("Crossovers", says).into_iter().collect();
        sections.extend(crossing.iter().filter_map(|pair| self.sides(pair)));
        sections
    }

    /// The pairs that do not cross, by the one that is cheaper.
    fn settled(&self, pairs: &[&Pair]) -> Vec<String> {
        let mut says = Vec::new();
        for offer in &self.sweep.offers {
            let beaten = pairs.iter().filter_map(|pair| match pair.runs.as_ref()?.first()?.what {
                Verdict::Cheaper if pair.first == offer.id => Some(self.names.of(&pair.second)),
                Verdict::Higher if pair.second == offer.id => Some(self.names.of(&pair.first)),
                Verdict::Cheaper | Verdict::Higher | Verdict::Equal | Verdict::Unknown => None,
            });
            let beaten: Vec<&str> = beaten.collect();
            if !beaten.is_empty() {
                let name = self.names.of(&offer.id);
                says.push(format!("{name} is cheaper throughout than {}", beaten.join(", ")));
            }
        }
        let is_equal = |pair: &&&Pair| {
            let first = pair.runs.as_ref().and_then(|runs| runs.first());
            first.is_some_and(|run| run.what == Verdict::Equal)
        };
        says.extend(pairs.iter().filter(is_equal).map(|pair| self.pair(pair)));
        says
    }

    /// The totals of both at and beside their crossovers. `None` if there are none.
    fn sides(&self, pair: &Pair) -> Option<Section> {
        let mut sides: Vec<Totals> =
            pair.crossings.iter().take(LISTED_MAX).flat_map(Crossing::sides).collect();
        sides.dedup_by_key(|side| side.step);
        if sides.is_empty() {
            return None;
        }
        let places = places(sides.iter().flat_map(|side| side.totals));
        let cell = |total| total_cell(total, places);
        let row = |side: &Totals| {
            let value = Ratio::whole(self.sweep.axis.value(side.step));
            let value = Cell::number(value, Places::QUANTITY);
            let cells = vec![value, cell(side.totals[0]), cell(side.totals[1])];
            Row { kind: "crossing", weight: Weight::Plain, cells }
        };
        let rows = sides.iter().map(row).collect();
        let names = [&pair.first, &pair.second].map(|id| self.names.of(id).to_owned());
        let heading = format!("{} against {}", names[0], names[1]);
        let table = Table { columns: self.columns(&names), rows, is_series: true };
        Some(Section::figures(&heading, table))
    }

    /// The driver's values, then a column of totals for each of these.
    fn columns(&self, names: &[String]) -> Vec<Column> {
        let axis = &self.sweep.axis;
        let driver = Column::number(&axis.workload().vocabulary()[axis.driver()].name);
        let currency = self.sweep.currency.to_string();
        let totals = names.iter().map(|name| Column::number(name).in_unit(&currency));
        std::iter::once(driver).chain(totals).collect()
    }

    /// The totals at the points: a column for each offer, a row for each value.
    #[must_use]
    pub fn points(&self) -> Table {
        let names: Vec<String> = self.sweep.offers.iter().map(|offer| self.name(offer)).collect();
        let row = |(point, step): (usize, &u64)| {
            let value = Ratio::whole(self.sweep.axis.value(*step));
            let totals = self.sweep.offers.iter();
            let totals = totals.map(|offer| offer.totals[point].map_or(Cell::None, Cell::total));
            let value = std::iter::once(Cell::number(value, Places::QUANTITY));
            Row { kind: "point", weight: Weight::Plain, cells: value.chain(totals).collect() }
        };
        let rows = self.sweep.steps.iter().enumerate().map(row).collect();
        Table { columns: self.columns(&names), rows, is_series: true }
    }
}

fn entries(said: &[(String, String)]) -> Vec<Entry> {
    said.iter().map(|(name, text)| Entry::new(name, text)).collect()
}
