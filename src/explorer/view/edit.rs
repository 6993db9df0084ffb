//! A value being typed, with what it may be under it, or why it was refused.

use ratatui::layout::Rect;
use ratatui::widgets::Widget;
use rust_decimal::Decimal;
use whatif_pricing::{Places, Ratio};

use super::canvas::Canvas;
use super::{lines, raised};
use crate::explorer::state::{
    CHANGE_FORMS, Edit, GOAL_FORMS, PERCENT_FORMS, PERIOD_FORMS, Preview, RANGE_FORMS, State,
    Target,
};
use crate::explorer::widget::FieldView;
use crate::report::words;
use crate::scenario::OfferId;

const WIDTH: u16 = 64;

pub(super) fn draw(state: &State, edit: &Edit, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let text = edit.error.as_ref().map_or_else(
        || hint(state, &edit.target),
        |error| canvas.bindings.worded(&error.to_string()),
    );
    let width = WIDTH.min(area.width).saturating_sub(5);
    let mut rows =
        edit.means.as_deref().map_or_else(Vec::new, |means| lines::wrapped(means, width));
    let means = rows.len();
    rows.extend(lines::wrapped(&text, width));
    let would = edit.preview.as_ref().filter(|_| edit.error.is_none());
    let height = u16::try_from(rows.len() + 3).unwrap_or(u16::MAX) + u16::from(would.is_some());
    let inner = raised(&title(state, &edit.target), WIDTH, height, area, canvas);
    // On a screen of a few rows the field matters more than its border.
    let inner = if inner.height == 0 { area } else { inner };
    let top = Canvas::row(inner, 0);
    let field = Rect { x: top.x + 1.min(top.width), width: top.width.saturating_sub(2), ..top };
    // What a letter would replace looks chosen, as in any other field.
    let style = if edit.is_former { theme.text.patch(theme.selected) } else { theme.text };
    FieldView::new(&edit.field, theme).style(style).focused(true).render(field, canvas.buffer);
    let first = 1 + u16::from(would.is_some());
    if let Some(preview) = would {
        draw_preview(state, preview, Canvas::row(inner, 1), canvas);
    }
    let (style, sign) = match edit.error {
        Some(_) => (theme.error, theme.glyphs.warning),
        None => (theme.quiet, " "),
    };
    for (row, (place, text)) in (first..).zip(rows.iter().enumerate()) {
        let sign = if place == means { sign } else { " " };
        let style = if place < means { theme.text } else { style };
        canvas.put(Canvas::row(inner, row), 0, &format!("{sign} {text}"), style);
    }
}

/// Draws the total that the text would give, and how that differs from now.
fn draw_preview(state: &State, preview: &Preview, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let currency = state.scenario().inputs.display;
    let total = lines::bounded(preview.total, Places::AMOUNT, theme.glyphs);
    let arrow = theme.glyphs.arrow;
    // The amounts first: in a narrow field the name gives way.
    let mut used = 2 + canvas.put(area, 2, &format!("{arrow} {currency} {total}"), theme.total);
    let change = |more: Ratio| {
        if more.is_zero() { ("as now".to_owned(), theme.quiet) } else { lines::change(more, theme) }
    };
    let change = preview.more.map(change);
    if let Some((text, style)) = change {
        used += 2 + canvas.put(area, used + 2, &text, style);
    }
    let plan = preview.plan.as_ref().map_or_else(String::new, |plan| format!(" {plan}"));
    canvas.put(area, used + 2, &format!("{}{plan}", preview.name), theme.quiet);
}

fn title(state: &State, target: &Target) -> String {
    match target {
        Target::Driver(driver) => {
            let entry = &state.scenario().inputs.workload.vocabulary()[*driver];
            format!("{} ({})", entry.label, entry.unit)
        }
        Target::Price { offer, card, charge } => price_title(state, offer, card, charge),
        Target::Adjustment { card, charge, .. } => {
            let Some(card) = state.figures.board.card(card) else { return String::new() };
            let place = charge.as_deref().and_then(|charge| card.charge(charge).ok());
            let on = place.map_or_else(|| card.name(), |place| card.charges[place].label.clone());
            format!("Discount in % on {on}")
        }
        Target::NewOffer { .. } => "Name of the copy".to_owned(),
        Target::OfferLabel(_) => "New name".to_owned(),
        Target::Goal => {
            let entry = &state.scenario().inputs.workload.vocabulary()[state.cursor.swept];
            let (card, currency) = (&state.selected().card, state.figures.board.inputs().display);
            format!("{} at most, in {currency}, by {}", card.name(), entry.label)
        }
        Target::Tax => "Tax in % on every total".to_owned(),
        Target::Budget => format!("Budget in {}", state.scenario().inputs.display),
        Target::AsOf => "Prices as of".to_owned(),
        Target::Rate { from } => format!("1 {from} in {}", state.scenario().inputs.display),
        Target::Period => "Period".to_owned(),
        Target::LeverRange => "How far each driver is moved".to_owned(),
        Target::Changes => "Changes within the period".to_owned(),
        Target::SaveAs => "Save as".to_owned(),
        Target::SaveTour => "Save the tour as".to_owned(),
        Target::Import => "Import real usage from files".to_owned(),
        Target::Export => "Export to".to_owned(),
        Target::Notes => "What the scenario is about".to_owned(),
    }
}

fn price_title(state: &State, offer: &OfferId, card: &str, charge: &str) -> String {
    let part = state.figures.board.offer(offer).and_then(|offer| offer.part(card));
    let place = part.and_then(|part| Some((part, part.card.charge(charge).ok()?)));
    let Some((part, place)) = place else { return String::new() };
    let (unit, label) = (part.tariff.unit(place), &part.card.charges[place].label);
    format!("Own price in {} per {unit}: {label}", part.currency())
}

fn hint(state: &State, target: &Target) -> String {
    match target {
        Target::Driver(driver) => {
            let entry = &state.scenario().inputs.workload.vocabulary()[*driver];
            // An example that would not be a cycle.
            let other = if entry.name == "secrets" { "keys" } else { "secrets" };
            let default = entry.default.parse::<Decimal>().map_or_else(
                |_| entry.default.clone(),
                |default| words::value(entry, default.into()),
            );
            let least = words::value(entry, entry.smallest.into());
            let forms = if entry.stops.is_empty() { "100, 1.5k, 2M" } else { "30s, 5 min, 1h" };
            format!(
                "{least} and up: {forms}, a range: 50..400 or 50..100..400, or a formula: ={other}*3. Default {default}"
            )
        }
        Target::Adjustment { .. } => PERCENT_FORMS.to_owned(),
        Target::Goal => GOAL_FORMS.to_owned(),
        Target::Changes => CHANGE_FORMS.to_owned(),
        Target::Export => "invoice, comparison, sweep or screen, and the ending says how: .md, .csv, .json, .txt; .svg draws the screen".to_owned(),
        Target::SaveAs | Target::SaveTour => "a path; .toml is added where it has no ending".to_owned(),
        Target::Import => "paths with blanks between them: Terraform, CloudFormation, a folder of manifests, metrics or bills; nothing is changed before you saw what".to_owned(),
        Target::Tax => "a percentage such as 19; empty for none".to_owned(),
        Target::Budget => {
            "an amount such as 500: totals above it are marked; empty for none".to_owned()
        }
        Target::AsOf => {
            "a day such as 2024-04-30: its price lists; empty for those of the period".to_owned()
        }
        Target::Rate { from } => {
            let others = state.lacking_rates().into_iter().filter(|other| other != from);
            let others: Vec<String> = others.map(|other| other.to_string()).collect();
            let others = if others.is_empty() {
                String::new()
            } else {
                format!("; {} has none either", words::list(&others))
            };
            format!("an amount, 1 EUR = 1.08 USD, EUR/USD 1.08 or 1.08 USD per EUR, then the day and the source if you like: 0.14 2026-11-20 our bank; no rate is built in; empty takes it out{others}")
        }
        Target::Price { .. } => "a decimal from 0, as your contract or the vendor's calculator says; empty for the card's own".to_owned(),
        Target::LeverRange => format!("{RANGE_FORMS}; empty for -50,+100"),
        Target::NewOffer { .. } | Target::OfferLabel(_) => {
            "shown in place of the plan, such as 12 % discount".to_owned()
        }
        Target::Notes => "in your words: the first line is the caption on the stage; ¶ ends a line; empty for none".to_owned(),
        Target::Period => format!("{PERIOD_FORMS}; empty for the 30-day month"),
    }
}
