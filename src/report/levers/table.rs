//! Levers as one table, for Markdown and CSV: a row for each end of a driver, each choice, and each plan.

use whatif_pricing::{Places, Preset, Ratio};

use super::LeversWords;
use crate::answer::PricedOffer;
use crate::answer::levers::{ChoiceLever, DriverLever, End, Outcome, PlanLever};
use crate::report::instrument::about;
use crate::report::layout::{
    Cell, Column, Entry, Number, Report, Row, Section, Show, Table, Weight,
};
use crate::report::words;

impl LeversWords<'_> {
    /// The levers as a report.
    #[must_use]
    pub fn report(&self, preset: Option<&Preset>) -> Report {
        let levers = self.levers;
        let mut lines = about(self.board, [&*levers.card], preset);
        lines.push(Entry::new("Total", &words::total(levers.currency, levers.present)));
        lines.extend(self.over_limit().iter().map(|limit| Entry::new("Limit", limit)));
        lines.extend(self.not_in().map(|not_in| Entry::text(&not_in)));
        let notes = levers.plans.iter().flat_map(|plan| {
            let notes = self.plan_notes(plan).into_iter();
            notes.map(|text| Entry::new(plan.offer.as_str(), &text))
        });
        let idle = self.no_difference().map(|none| Entry::text(&none));
        let offer = self.board.offer(&levers.offer);
        Report {
            title: offer.map(PricedOffer::title).unwrap_or_default(),
            about: lines.into_iter().chain(idle).collect(),
            table: self.table(),
            sections: Section::warnings(notes.collect()).into_iter().collect(),
        }
    }

    fn table(&self) -> Table {
        let levers = self.levers;
        let unit = levers.currency.code();
        let columns = vec![
            Column::text("lever"),
            Column::text("value"),
            Column::text("label"),
            Column::number("total").in_unit(unit),
            Column::number("difference").in_unit(unit),
        ];
        let moving = levers.drivers.iter().filter(|lever| !lever.is_idle());
        let mut rows: Vec<Row> = moving.flat_map(|lever| self.of_driver(lever)).collect();
        rows.extend(levers.options.iter().flat_map(|lever| of_choices("option", lever)));
        rows.extend(levers.readings.iter().flat_map(|lever| of_choices("reading", lever)));
        rows.extend(levers.plans.iter().map(of_plan));
        Table { columns, rows, is_series: false }
    }

    fn of_driver(&self, lever: &DriverLever) -> [Row; 2] {
        let id = &self.vocabulary()[lever.driver].name;
        lever.ends().map(|end: &End| {
            let value = Cell::number(Ratio::whole(end.value), Places::QUANTITY);
            row("driver", [Cell::text(id), value, Cell::text(self.label(lever))], &end.outcome)
        })
    }
}

fn of_choices(kind: &'static str, lever: &ChoiceLever) -> Vec<Row> {
    let row = |choice: &crate::answer::levers::Alternative| {
        let texts = [&lever.of, &choice.choice, &choice.label];
        row(kind, texts.map(|text| Cell::text(text)), &choice.outcome)
    };
    lever.alternatives.iter().map(row).collect()
}

fn of_plan(plan: &PlanLever) -> Row {
    let texts = [Cell::text(plan.offer.as_str()), Cell::Blank, Cell::text(&plan.label)];
    row("plan", texts, &plan.outcome)
}

fn row(kind: &'static str, named: [Cell; 3], outcome: &Outcome) -> Row {
    let total = match &outcome.total {
        Ok(total) => Cell::total(*total),
        Err(error) => Cell::text(&error.to_string()),
    };
    let difference = outcome
        .difference
        .map_or(Cell::Blank, |value| Cell::Number(Number { value, show: Show::Difference }));
    let cells = named.into_iter().chain([total, difference]).collect();
    Row { kind, weight: Weight::Plain, cells }
}
