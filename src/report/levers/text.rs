//! Levers for a reader: a tornado, one step more, choices, readings, plans.

use std::io;

use whatif_pricing::{Doubted, Places, Preset, Ratio, counted};

use super::LeversWords;
use crate::answer::levers::{Alternative, ChoiceLever, DriverLever, End, Levers, Limit};
use crate::answer::{Board, PricedOffer};
use crate::report::cells::{pad_left, pad_right, widths};
use crate::report::instrument::about;
use crate::report::layout::Choice;
use crate::report::page::{Page, Side, point_aligned};
use crate::report::tornado::Tornado;
use crate::report::{verdict, words};

/// Cells of a bar on a narrow page.
const BAR_CELLS_MIN: usize = 7;
/// Cells of a bar on a wide page.
const BAR_CELLS_MAX: usize = 41;

/// Writes the levers of a board.
pub fn write(
    board: &Board,
    levers: &Levers,
    preset: Option<&Preset>,
    doubt: Option<Doubted>,
    page: &mut Page<'_>,
) -> io::Result<()> {
    let text = Text { board, levers, words: LeversWords::new(board, levers) };
    text.head(preset, page)?;
    if let Some(doubt) = doubt {
        page.paragraph("", &verdict::doubt(doubt))?;
    }
    text.tornado(page)?;
    text.more(page)?;
    let options = "Options: what each choice costs (--option ID=CHOICE)";
    text.choices(options, &levers.options, page)?;
    let readings = "Ambiguous in the source: what each reading costs (--assume ID=READING)";
    text.choices(readings, &levers.readings, page)?;
    text.plans(page)
}

struct Text<'a> {
    board: &'a Board,
    levers: &'a Levers,
    words: LeversWords<'a>,
}

impl Text<'_> {
    fn head(&self, preset: Option<&Preset>, page: &mut Page<'_>) -> io::Result<()> {
        let offer = self.board.offer(&self.levers.offer);
        page.line(&offer.map(PricedOffer::title).unwrap_or_default())?;
        page.gap()?;
        page.entries("", &about(self.board, [&*self.levers.card], preset))?;
        page.gap()?;
        let total = words::total(self.levers.currency, self.levers.present);
        page.line(&format!("Total {total}"))?;
        for limit in self.words.over_limit() {
            page.paragraph(&format!("{} ", page.glyphs.warning), &limit)?;
        }
        match self.words.not_in() {
            Some(not_in) => page.paragraph("", &not_in),
            None => Ok(()),
        }
    }

    fn label(&self, lever: &DriverLever) -> String {
        let formula = if lever.is_formula { " ƒ" } else { "" };
        format!("{}{formula}", self.words.label(lever))
    }

    fn value(&self, lever: &DriverLever, end: &End) -> String {
        self.words.value(lever, Ratio::whole(end.value))
    }

    fn tornado(&self, page: &mut Page<'_>) -> io::Result<()> {
        let levers = self.levers;
        page.heading(&format!(
            "Drivers: the total with each of them at {}, the others unchanged",
            levers.range
        ))?;
        let is_moving = |lever: &&DriverLever| lever.spread().is_none_or(|it| !it.is_zero());
        let moving: Vec<&DriverLever> = levers.drivers.iter().filter(is_moving).collect();
        let ends: Vec<[&End; 2]> = moving.iter().map(|lever| lever.ends()).collect();
        let changes = |side: usize| {
            let changes = ends.iter().map(|ends| self.words.change(&ends[side].outcome));
            point_aligned(&changes.collect::<Vec<_>>())
        };
        let (low, high) = (changes(0), changes(1));
        let row = |(place, (lever, ends)): (usize, (&&DriverLever, &[&End; 2]))| {
            vec![
                self.label(lever),
                self.words.value(lever, lever.value),
                self.value(lever, ends[0]),
                low[place].clone(),
                high[place].clone(),
                self.value(lever, ends[1]),
            ]
        };
        let rows: Vec<Vec<String>> = moving.iter().zip(&ends).enumerate().map(row).collect();
        let heads = if levers.present.complete { ["lower at", "higher at"] } else { ["at"; 2] };
        bars(&rows, heads, &ends, page)?;
        self.notes(&moving, page)?;
        match self.words.no_difference() {
            Some(none) => page.paragraph("  ", &none),
            None => Ok(()),
        }
    }

    /// The notes that a row has no room for: bounds, incomplete totals, and values without a total.
    fn notes(&self, levers: &[&DriverLever], page: &mut Page<'_>) -> io::Result<()> {
        for lever in levers {
            for end in [&lever.down, &lever.up] {
                for note in [self.bound(lever, end), self.unknown(lever, end)].iter().flatten() {
                    page.paragraph("  ", note)?;
                }
            }
        }
        if !self.levers.present.complete {
            let why = "The total is incomplete, so differences are unknown. These are the known parts of the totals. Set the missing prices with --price CHARGE=AMOUNT.";
            page.paragraph("  ", why)?;
        }
        if levers.iter().any(|lever| lever.is_formula) {
            page.paragraph("  ", "ƒ a formula sets it: here the number takes its place")?;
        }
        Ok(())
    }

    fn bound(&self, lever: &DriverLever, end: &End) -> Option<String> {
        let (label, at) = (self.words.label(lever), self.value(lever, end));
        Some(match end.limit? {
            Limit::Smallest => format!("{label}: {at} is the least there can be"),
            Limit::Largest => format!("{label}: {at} is the most that is priced"),
        })
    }

    fn unknown(&self, lever: &DriverLever, end: &End) -> Option<String> {
        let (label, at) = (self.words.label(lever), self.value(lever, end));
        match &end.outcome.total {
            Ok(_) if end.outcome.is_over_limit => {
                Some(format!("{label} at {at}: {}", self.words.total(&end.outcome)))
            }
            Ok(total) if end.outcome.difference.is_none() && self.levers.present.complete => {
                let total = words::total(self.levers.currency, *total);
                Some(format!("? {label} at {at}: total {total}"))
            }
            Ok(_) => None,
            Err(error) => Some(format!("? {label} at {at}: {error}")),
        }
    }

    fn more(&self, page: &mut Page<'_>) -> io::Result<()> {
        if !self.levers.present.complete {
            return Ok(()); // nothing of it is known
        }
        let vocabulary = self.board.inputs().workload.vocabulary();
        let more = self.levers.drivers.iter().filter(|lever| !lever.is_idle());
        let more = more.filter_map(|lever| Some((lever, lever.more.as_ref()?)));
        let (rows, changes): (Vec<_>, Vec<_>) = more
            .map(|(lever, more)| {
                let unit = &vocabulary[lever.driver].unit;
                let step = format!("+{}", counted(Ratio::whole(more.step), unit));
                let to = format!("to {}", self.words.value(lever, Ratio::whole(more.value)));
                let change = match more.outcome.difference {
                    Some(zero) if zero.is_zero() => "nothing".to_owned(),
                    Some(_) | None => self.words.change(&more.outcome),
                };
                let next = more.next.map_or_else(String::new, |next| {
                    let at = self.words.value(lever, Ratio::whole(next.value));
                    format!("but {} at {at}", words::signed(next.difference, Places::AMOUNT))
                });
                (vec![self.words.label(lever).to_owned(), step, to, next], change)
            })
            .unzip();
        if rows.is_empty() {
            return Ok(());
        }
        page.heading(&format!("One step more costs, in {}", self.levers.currency))?;
        let rows = rows.into_iter().zip(point_aligned(&changes)).map(|(mut row, change)| {
            row.insert(3, change);
            row
        });
        let sides = [Side::Left, Side::Right, Side::Right, Side::Right, Side::Left];
        page.table(&sides, &rows.collect::<Vec<_>>())
    }

    /// The options or readings, each with what its choices cost.
    fn choices(
        &self,
        heading: &str,
        levers: &[ChoiceLever],
        page: &mut Page<'_>,
    ) -> io::Result<()> {
        if levers.is_empty() {
            return Ok(());
        }
        page.heading(heading)?;
        for lever in levers {
            let asks = match &lever.rule {
                None => lever.asks.clone(),
                Some(rule) => format!("{} ({rule})", lever.asks),
            };
            page.paragraph(&format!("  {}: ", lever.of), &asks)?;
            let choice = |it: &Alternative| {
                let taken = it.choice == lever.chosen;
                let remark = if taken { String::new() } else { self.remark(it) };
                Choice::new(taken, &it.choice, &format!("{}{remark}", it.label))
            };
            page.choices(&lever.alternatives.iter().map(choice).collect::<Vec<_>>())?;
        }
        Ok(())
    }

    /// The difference that a choice makes, and its total.
    fn remark(&self, alternative: &Alternative) -> String {
        let outcome = &alternative.outcome;
        let total = self.words.total(outcome);
        match (&outcome.total, outcome.difference) {
            (Err(_), _) => format!(" ({total})"),
            (Ok(_), Some(same)) if same.is_zero() && !outcome.is_over_limit => {
                " (the same here)".to_owned()
            }
            (Ok(_), Some(difference)) => {
                format!(" ({}, in total {total})", words::signed(difference, Places::AMOUNT))
            }
            (Ok(_), None) => format!(" (in total {total})"),
        }
    }

    /// Other plans, in the catalogue's order: they are not ranked.
    fn plans(&self, page: &mut Page<'_>) -> io::Result<()> {
        let plans = &self.levers.plans;
        if plans.is_empty() {
            return Ok(());
        }
        let provider = &self.levers.card.provider;
        page.heading(&format!("Other plans of {provider} for the same workload"))?;
        let totals: Vec<String> =
            plans.iter().map(|plan| self.words.total(&plan.outcome)).collect();
        let change = |difference| words::signed(difference, Places::AMOUNT);
        let changes: Vec<String> = plans
            .iter()
            .map(|plan| plan.outcome.difference.map_or_else(String::new, change))
            .collect();
        let figures = point_aligned(&totals).into_iter().zip(point_aligned(&changes));
        let rows = plans.iter().zip(figures).map(|(plan, (total, change))| {
            vec![plan.offer.to_string(), plan.label.clone(), total, change]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let sides = [Side::Left, Side::Left, Side::Right, Side::Right];
        page.table(&sides, &page.fitted(&rows, &[1, 0]))?;
        for plan in plans {
            for text in self.words.plan_notes(plan) {
                let lead = format!("  {} ", page.glyphs.warning);
                page.paragraph(&lead, &format!("{}: {text}", plan.offer))?;
            }
        }
        Ok(())
    }
}

/// Each row with its bar between what the lower and what the higher end changes.
fn bars(
    rows: &[Vec<String>],
    heads: [&str; 2],
    ends: &[[&End; 2]],
    page: &mut Page<'_>,
) -> io::Result<()> {
    if rows.is_empty() {
        return page.line("  none of them changes it");
    }
    let mut all = vec![["", "now", heads[0], "", "", heads[1]].map(str::to_owned).to_vec()];
    all.extend(rows.iter().map(|row| page.plain_cells(row)));
    let widths = widths(&all);
    let texts: usize = 2 + 2 * widths.len() + widths.iter().sum::<usize>();
    let cells = page.width.saturating_sub(texts).clamp(BAR_CELLS_MIN, BAR_CELLS_MAX);
    let of = |side: usize| ends.iter().filter_map(move |ends| ends[side].outcome.difference);
    let lowest = of(0).min().unwrap_or_default();
    let highest = of(1).max().unwrap_or_default();
    let tornado = Tornado::new(lowest, highest, cells);
    let line = |row: &[String], bar: &str| {
        format!(
            "  {}  {}  {}  {}  {bar}  {}  {}",
            pad_right(&row[0], widths[0]),
            pad_left(&row[1], widths[1]),
            pad_left(&row[2], widths[2]),
            pad_left(&row[3], widths[3]),
            pad_left(&row[4], widths[4]),
            pad_left(&row[5], widths[5]),
        )
    };
    page.line(&line(&all[0], &" ".repeat(cells)))?;
    for (row, ends) in all[1..].iter().zip(ends) {
        let known = |end: &End| end.outcome.difference.unwrap_or_default();
        let bar = tornado.bar(known(ends[0]), known(ends[1]));
        page.line(&line(row, &format!("{}│{}", bar.left, bar.right)))?;
    }
    Ok(())
}
