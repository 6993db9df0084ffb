//! Below the prices: when the selected offer's bills come, its limits, and its overdue course.

use ratatui::layout::Rect;
use ratatui::style::Style;
use whatif_pricing::{Places, written};

use crate::answer::service::{Limit, Service};
use crate::explorer::state::State;
use crate::explorer::view::canvas::Canvas;
use crate::explorer::view::lines;
use crate::report::names;

/// A row, and its part of the picture.
pub(super) struct Row {
    text: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The offer's name, with a rule.
    Heading,
    /// Something to know.
    Says,
    /// A loss.
    Lost,
}

/// The rows, broken to a width. Empty if nothing is known.
pub(super) fn rows(state: &State, width: u16) -> Vec<Row> {
    let Some(service) = &state.figures.service else { return Vec::new() };
    let mut said = bills(service);
    said.extend(limits(service));
    said.extend(overdue(service));
    if said.is_empty() {
        return Vec::new();
    }
    let heading = Row { text: names::short(state.selected()), kind: Kind::Heading };
    let wrapped = said.into_iter().flat_map(|(text, kind)| {
        let rows = lines::wrapped(&text, width.saturating_sub(2)).into_iter();
        rows.map(move |text| Row { text, kind })
    });
    std::iter::once(heading).chain(wrapped).collect()
}

fn bills(service: &Service) -> Vec<(String, Kind)> {
    let says = service.bill.iter().map(|says| (format!("Bill: {says}"), Kind::Says));
    let dates = service.bills.iter().map(|bill| {
        let [opens, closes] = [bill.opens, bill.closes].map(|at| at.format("%Y-%m-%d").to_string());
        if opens == closes { opens } else { format!("{opens} to {closes}") }
    });
    let dates: Vec<String> = dates.collect();
    let dates = (!dates.is_empty())
        .then(|| (format!("Bills of this period: {}", dates.join(", ")), Kind::Says));
    says.chain(dates).collect()
}

fn limits(service: &Service) -> impl Iterator<Item = (String, Kind)> {
    service.limits.iter().map(|limit| {
        let most = written(limit.most, Places::QUANTITY);
        let of = limit.of.replace(" * ", " × ");
        let rate = limit.per.map_or_else(String::new, |per| format!(" a {}", per.name()));
        let Limit { each, says, .. } = limit;
        (format!("Limit: {most} {of}{rate}{each}. Beyond it: {says}"), Kind::Says)
    })
}

/// The overdue course, with a date for each stage.
fn overdue(service: &Service) -> Vec<(String, Kind)> {
    let Some(arrears) = service.overdue.as_ref().filter(|it| !it.stages.is_empty()) else {
        return Vec::new();
    };
    let from = arrears.overdue_at.format("%Y-%m-%d");
    let mut rows = vec![(format!("If the bill is unpaid from {from}:"), Kind::Says)];
    for stage in &arrears.stages {
        let at = stage.at.format("%Y-%m-%d");
        let fees = if stage.fees_accrue { "fees accrue" } else { "no fees" };
        rows.push((format!("{at} {}: {} ({fees})", stage.id, stage.says), Kind::Says));
        rows.extend(stage.lost.iter().map(|lost| (format!("lost: {lost}"), Kind::Lost)));
    }
    rows
}

pub(super) fn draw(rows: &[Row], area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    for (place, row) in (0..area.height).zip(rows) {
        let area = Canvas::row(area, place);
        let style: Style = match row.kind {
            Kind::Heading => theme.title_focused,
            Kind::Says => theme.quiet,
            Kind::Lost => theme.unsure,
        };
        let used = canvas.put(area, 1, &row.text, style);
        if row.kind == Kind::Heading {
            let rest = area.width.saturating_sub(used + 3);
            canvas.put(area, used + 2, &theme.glyphs.rule.repeat(rest.into()), theme.border);
        }
    }
}
