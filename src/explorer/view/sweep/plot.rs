//! The plot: where totals lie on the screen, the lines, and the marks upon them.
//!
//! Floats are for places on the screen alone; what is written beside them is exact.

mod band;

use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::symbols::Marker;
use ratatui::widgets::Widget;
use ratatui::widgets::canvas::{Canvas as Dots, Line};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use whatif_pricing::sweep::with_unit;
use whatif_pricing::{Places, Ratio, written};

use crate::explorer::chart::{Chart, Drawn};
use crate::explorer::state::State;
use crate::explorer::view::canvas::Canvas;
use crate::explorer::view::ribbon::letter;
use crate::report::cells::cells;
use crate::report::words;

/// Between two letters of a line, where there are no colours.
const CELLS_PER_LETTER: u16 = 14;

pub(super) fn draw(state: &State, chart: &Chart, area: Rect, canvas: &mut Canvas<'_>) {
    let Some(amounts) = Amounts::of(state, chart) else {
        let text = "no card that is marked can be priced here";
        canvas.put(area, 1, text, canvas.theme.quiet);
        return;
    };
    let without = chart.sweep.without.as_ref().filter(|_| area.height >= HEIGHT_WITH_TWO_BANDS);
    let bands = u16::from(area.height >= HEIGHT_WITH_BAND) + u16::from(without.is_some());
    let below = 1 + bands;
    let labels = amounts.labels(state, area.height.saturating_sub(below));
    let gutter = labels.iter().map(|(_, text)| cells(text)).max().unwrap_or(0) + 1;
    let least = if below > 1 { BAND_NAME.len() + 1 } else { 0 };
    let gutter = u16::try_from(gutter.max(least)).unwrap_or(u16::MAX).min(area.width / 3);
    if area.height < 3 || area.width < gutter + 10 {
        return;
    }
    let plot = Rect {
        x: area.x + gutter + 1,
        y: area.y,
        width: area.width - gutter - 2,
        height: area.height - below,
    };
    let plot = Plot { state, chart, amounts, area: plot };
    for (row, text) in &labels {
        let place = Rect { x: area.x, y: area.y + row, width: gutter, height: 1 };
        canvas.put_right(place, text, canvas.theme.quiet);
    }
    plot.draw_frame(canvas);
    plot.draw_budget(canvas);
    plot.draw_lines(canvas);
    // Letters give way to words.
    plot.draw_letters(canvas);
    plot.draw_budget_name(canvas);
    plot.draw_readout(canvas);
    plot.draw_crossings(canvas);
    plot.draw_values(Rect { x: area.x, y: area.bottom() - below, height: 1, ..area }, canvas);
    let runs = [Some(&chart.sweep.cheapest), without.map(|without| &without.cheapest)];
    let top = area.bottom() - bands;
    for (y, (name, runs)) in
        (top..area.bottom()).zip([BAND_NAME, SECOND_BAND_NAME].iter().zip(runs))
    {
        let Some(runs) = runs else { continue };
        let gutter = Rect { width: gutter, y, height: 1, ..area };
        let row = Rect { x: plot.area.x, width: plot.area.width, ..gutter };
        canvas.put_right(gutter, name, canvas.theme.quiet);
        band::draw(&plot, runs.as_deref(), row, canvas);
    }
}

/// Areas of so many rows have a band under the axis that says who is the cheapest where.
const HEIGHT_WITH_BAND: u16 = 6;

/// Areas of so many rows have a second one, without the offers whose 0.00 is in doubt.
const HEIGHT_WITH_TWO_BANDS: u16 = 8;

/// The name of the band.
const BAND_NAME: &str = "cheapest";
const SECOND_BAND_NAME: &str = "above 0";

/// The axis of amounts.
#[derive(Clone, Copy)]
struct Amounts {
    low: f64,
    high: f64,
    is_log: bool,
    /// The part of a logarithmic axis that a total of zero has for itself.
    zero: f64,
}

/// The part for a total of zero, if there is one: a row or two.
const ZERO_SHARE: f64 = 0.15;

impl Amounts {
    /// From the smallest to the largest total; on a linear axis from zero.
    fn of(state: &State, chart: &Chart) -> Option<Self> {
        let totals = || chart.lines.iter().flat_map(|line| line.heights.iter().flatten().copied());
        let high = totals().reduce(f64::max)?.max(0.01);
        let is_log = !state.cursor.axes.linear_amounts;
        let above_zero = totals().filter(|total| *total > 0.0);
        let low = above_zero.reduce(f64::min).unwrap_or(high).min(high / 10.0).max(high / 1e6);
        let has_zero = totals().any(|total| total <= 0.0);
        let zero = if is_log && has_zero { ZERO_SHARE } else { 0.0 };
        Some(Self { low: if is_log { low } else { 0.0 }, high, is_log, zero })
    }

    /// The height at which an amount lies, from 0 to 1.
    fn share(&self, amount: f64) -> f64 {
        let share = if self.is_log && amount <= 0.0 {
            0.0
        } else if self.is_log {
            let above = (amount.max(self.low) / self.low).ln() / (self.high / self.low).ln();
            self.zero + (1.0 - self.zero) * above
        } else {
            amount / self.high
        };
        share.clamp(0.0, 1.0)
    }

    /// Amounts beside the rows: round ones, at most one in two rows, the currency at the top one.
    fn labels(&self, state: &State, rows: u16) -> Vec<(u16, String)> {
        let mut labels: Vec<(u16, Decimal)> = Vec::new();
        for amount in self.round_amounts(rows) {
            let row = row_of(self.share(amount.to_f64().unwrap_or_default()), rows);
            if labels.iter().all(|(known, _)| known.abs_diff(row) > 1) {
                labels.push((row, amount));
            }
        }
        labels.sort_unstable();
        let text = |(place, (row, amount)): (usize, &(u16, Decimal))| {
            let number = written(Ratio::whole(*amount), Places { least: 0, most: 2 });
            let currency = state.figures.board.inputs().display;
            (*row, if place == 0 { format!("{currency} {number}") } else { number })
        };
        labels.iter().enumerate().map(text).collect()
    }

    fn round_amounts(&self, rows: u16) -> Vec<Decimal> {
        let highest = Decimal::try_from(self.high).unwrap_or_default();
        if self.is_log {
            let mut power = Decimal::from(1_000_000_000_000_u64);
            let mut amounts = Vec::new();
            while power >= Decimal::new(1, 6) {
                if power <= highest {
                    amounts.push(power);
                }
                power /= Decimal::TEN;
            }
            amounts.retain(|it| it.to_f64() >= Some(self.low));
            if self.zero > 0.0 {
                // First, so that no other amount takes its row.
                amounts.insert(0, Decimal::ZERO);
            }
            return amounts;
        }
        let step = round_step(self.high / f64::from((rows / 3).max(1)));
        let count = (highest / step).floor().to_u32().unwrap_or(0).min(20);
        (0..=count).map(|at| step * Decimal::from(at)).collect()
    }
}

/// 1, 2 or 5 times a power of ten, at least so much.
fn round_step(least: f64) -> Decimal {
    let mut power = Decimal::new(1, 4);
    loop {
        for factor in [1, 2, 5] {
            let step = power * Decimal::from(factor);
            if step.to_f64() >= Some(least) || step >= Decimal::from(1_000_000_000_000_u64) {
                return step.normalize();
            }
        }
        power *= Decimal::TEN;
    }
}

pub(super) struct Plot<'a> {
    pub state: &'a State,
    pub chart: &'a Chart,
    amounts: Amounts,
    area: Rect,
}

impl Plot<'_> {
    pub fn column(&self, step: u64) -> u16 {
        self.area.x + place_of(self.chart.share(step), self.area.width)
    }

    fn row(&self, amount: Ratio) -> u16 {
        self.area.y + row_of(self.amounts.share(float(amount)), self.area.height)
    }

    pub(super) fn series(&self, line: &Drawn) -> Option<usize> {
        self.state.figures.board.offer(&line.offer)?.series
    }

    /// The axis on the left, and the slider's value.
    fn draw_frame(&self, canvas: &mut Canvas<'_>) {
        let (theme, glyphs) = (canvas.theme, canvas.theme.glyphs);
        for row in self.area.y..self.area.bottom() {
            let left = Rect { x: self.area.x - 1, y: row, width: 1, height: 1 };
            canvas.put(left, 0, glyphs.vertical, theme.border);
            let now = Rect { x: self.column(self.now()), y: row, width: 1, height: 1 };
            canvas.put(now, 0, glyphs.vertical, theme.border);
            if let Some(step) = self.probed() {
                let probe = Rect { x: self.column(step), ..now };
                canvas.put(probe, 0, glyphs.vertical, theme.accent);
            }
        }
    }

    /// The step under the cursor of the sweep. `None` if that is the present one.
    fn probed(&self) -> Option<u64> {
        self.state.cursor.probe.map(|value| self.chart.axis.step_at(value))
    }

    /// The budget, below the lines.
    fn draw_budget(&self, canvas: &mut Canvas<'_>) {
        let theme = canvas.theme;
        let Some(budget) = self.state.figures.board.budget() else { return };
        if float(budget) <= self.amounts.high {
            let place = Rect { y: self.row(budget), height: 1, ..self.area };
            let rule = theme.glyphs.rule.repeat(usize::from(self.area.width));
            canvas.put(place, 0, &rule, theme.unsure);
        }
    }

    /// Its name, over whatever line goes there.
    fn draw_budget_name(&self, canvas: &mut Canvas<'_>) {
        let Some(budget) = self.state.figures.board.budget() else { return };
        if float(budget) <= self.amounts.high {
            let place = Rect { y: self.row(budget), height: 1, ..self.area };
            canvas.put(place, 1, " budget ", canvas.theme.unsure);
        }
    }

    /// The cost of each offer at the cursor, cheapest first, beside its line in the top row.
    fn draw_readout(&self, canvas: &mut Canvas<'_>) {
        let Some(at) = self.state.probed() else { return };
        let Some(step) = self.chart.steps.get(at) else { return };
        let entry = &self.chart.axis.workload().vocabulary()[self.chart.axis.driver()];
        let value = words::value(entry, Ratio::whole(self.chart.axis.value(*step)));
        let column = self.column(*step) - self.area.x + 1;
        // On the side of the cursor that has more room, as many offers as that holds.
        let (left, right) = (column.saturating_sub(1), self.area.width.saturating_sub(column + 2));
        let mut text = format!(" {value}: ");
        let mut said = 0;
        for offer in self.chart.readout(at) {
            let more = if said == 0 { offer } else { format!(" · {offer}") };
            if cells(&text) + cells(&more) + 1 > usize::from(left.max(right)) {
                break;
            }
            text.push_str(&more);
            said += 1;
        }
        if said == 0 {
            return;
        }
        text.push(' ');
        let wanted = u16::try_from(cells(&text)).unwrap_or(u16::MAX);
        let column = if left > right { left.saturating_sub(wanted) } else { column };
        canvas.put(Canvas::row(self.area, 0), column, &text, canvas.theme.text);
    }

    /// The step of the slider's present value.
    fn now(&self) -> u64 {
        let axis = &self.chart.axis;
        axis.step_at(self.state.figures.board.usage().value(axis.driver()).to_decimal())
    }

    fn draw_lines(&self, canvas: &mut Canvas<'_>) {
        let (theme, background) = (canvas.theme, canvas.theme.base.bg.unwrap_or(Color::Reset));
        let dots = Dots::default()
            .marker(Marker::Braille)
            .background_color(background)
            .x_bounds([0.0, 1.0])
            .y_bounds([0.0, 1.0])
            .paint(|context| {
                let color = theme.quiet.fg.unwrap_or(Color::Reset);
                for (x1, y1, x2, y2) in self.band_strokes() {
                    context.draw(&Line { x1, y1, x2, y2, color });
                }
                // The selected offer is drawn last, over the others.
                let selected = |line: &&Drawn| line.offer == self.state.selected().id;
                let lines = self.chart.lines.iter();
                let lines = lines.clone().filter(|it| !selected(it)).chain(lines.filter(selected));
                for line in lines {
                    let series = self.series(line);
                    let is_ranked = self.chart.sweep.rivals.contains(&line.offer);
                    let style = series.filter(|_| is_ranked);
                    let style = style.map_or(theme.quiet, |series| theme.series(series));
                    let color = style.fg.unwrap_or(Color::Reset);
                    for (x1, y1, x2, y2) in self.strokes(line) {
                        context.draw(&Line { x1, y1, x2, y2, color });
                    }
                }
            });
        dots.render(self.area, canvas.buffer);
    }

    /// The edges of the band in which nine of ten samples of the selected offer lie.
    fn band_strokes(&self) -> Vec<(f64, f64, f64, f64)> {
        let mut strokes = Vec::new();
        for pair in self.chart.bands.windows(2) {
            let [x1, x2] = [0, 1].map(|at: usize| self.chart.share(pair[at].0));
            let y = |amount: Ratio| self.amounts.share(float(amount));
            strokes.push((x1, y(pair[0].1.p5), x2, y(pair[1].1.p5)));
            strokes.push((x1, y(pair[0].1.p95), x2, y(pair[1].1.p95)));
        }
        strokes
    }

    /// From one total to the next, where both are known; a total that is only a lower bound is no line.
    fn strokes(&self, line: &Drawn) -> Vec<(f64, f64, f64, f64)> {
        let place = |at: usize| {
            line.totals[at].filter(|total| total.complete)?;
            Some((self.chart.places[at], self.amounts.share(line.heights[at]?)))
        };
        let stroke = |at: usize| {
            let ((x1, y1), (x2, y2)) = place(at - 1).zip(place(at))?;
            Some((x1, y1, x2, y2))
        };
        (1..line.totals.len()).filter_map(stroke).collect()
    }

    /// The letter of each line at its end and, where there are no colours, along it.
    fn draw_letters(&self, canvas: &mut Canvas<'_>) {
        let theme = canvas.theme;
        for line in &self.chart.lines {
            let Some(series) = self.series(line) else { continue };
            let known = (0..line.totals.len()).rev();
            let known = known.filter(|at| line.totals[*at].is_some_and(|total| total.complete));
            let shift = CELLS_PER_LETTER / 3 * u16::try_from(series).unwrap_or(0);
            let mut next: Option<u16> = None;
            for at in known {
                let column = self.area.x + place_of(self.chart.places[at], self.area.width);
                if next.is_some_and(|next| column > next) {
                    continue;
                }
                let Some(total) = line.totals[at] else { continue };
                let place = Rect { x: column, y: self.row(total.amount), width: 1, height: 1 };
                let text = letter(series).to_string();
                if next.is_none() || !theme.has_colours() {
                    canvas.put(place, 0, &text, theme.series(series));
                }
                let gap = if next.is_none() { shift % CELLS_PER_LETTER } else { 0 };
                next = Some(column.saturating_sub(CELLS_PER_LETTER + gap));
            }
        }
    }

    /// Draws where another card becomes the cheapest: a mark, and its value beside it, never upon a
    /// mark.
    fn draw_crossings(&self, canvas: &mut Canvas<'_>) {
        let theme = canvas.theme;
        let places: Vec<(u16, u16)> = (self.chart.crossings.iter())
            .map(|crossing| (self.column(crossing.step), self.row(crossing.total)))
            .collect();
        let mut taken: Vec<Rect> =
            places.iter().map(|(x, y)| Rect { x: *x, y: *y, width: 1, height: 1 }).collect();
        for ((x, y), crossing) in places.iter().zip(&self.chart.crossings) {
            let mark = Rect { x: *x, y: *y, width: 1, height: 1 };
            canvas.put(mark, 0, theme.glyphs.crossover, theme.total);
            let width = u16::try_from(cells(&crossing.label)).unwrap_or(0);
            let free = beside((*x, *y), width).into_iter().find(|place| {
                let inside = self.area.intersection(*place) == *place;
                inside && taken.iter().all(|other| !other.intersects(*place))
            });
            if let Some(place) = free {
                canvas.put(place, 0, &crossing.label, theme.text);
                taken.push(place);
            }
        }
    }

    /// Values of the driver below the plot: its ends, with the unit, and the slider's value.
    fn draw_values(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let theme = canvas.theme;
        let axis = &self.chart.axis;
        let number = |step| written(Ratio::whole(axis.value(step)), Places { least: 0, most: 3 });
        let end = with_unit(axis, axis.last());
        let now = number(self.now());
        let row = Rect { x: self.area.x, width: self.area.width + 1, ..area };
        let start = canvas.put(row, 0, &number(0), theme.quiet);
        let ends = canvas.put_right(row, &end, theme.quiet);
        let width = u16::try_from(cells(&now)).unwrap_or(0);
        let middle = (self.column(self.now()) - row.x).saturating_sub(width / 2);
        let fits = middle > start && middle + width < ends;
        if fits {
            canvas.put(row, middle, &now, theme.text);
        }
        self.draw_powers((start, ends), fits.then_some((middle, middle + width)), row, canvas);
    }

    /// On a logarithmic axis the powers of ten between, where there is room.
    fn draw_powers(
        &self,
        (start, end): (u16, u16),
        now: Option<(u16, u16)>,
        row: Rect,
        canvas: &mut Canvas<'_>,
    ) {
        if !self.chart.is_log {
            return;
        }
        let axis = &self.chart.axis;
        let mut power = Decimal::ONE;
        let mut free = start + 1;
        while power < axis.value(axis.last()) {
            let text = written(Ratio::whole(power), Places { least: 0, most: 0 });
            let width = u16::try_from(cells(&text)).unwrap_or(0);
            let column = (self.column(axis.step_at(power)) - row.x).saturating_sub(width / 2);
            let clear = now.is_none_or(|(from, to)| column + width < from || column > to);
            if power > axis.value(0) && column >= free && column + width < end && clear {
                canvas.put(row, column, &text, canvas.theme.quiet);
                free = column + width + 1;
            }
            power *= Decimal::TEN;
        }
    }
}

/// Places for a label beside a mark, the best first.
fn beside((x, y): (u16, u16), width: u16) -> [Rect; 6] {
    let place = |x: u16, y: u16| Rect { x, y, width, height: 1 };
    let left = x.saturating_sub(width + 1);
    let (above, below) = (y.saturating_sub(1), y + 1);
    [
        place(x + 2, below),
        place(left, above),
        place(x + 2, y),
        place(left, y),
        place(x.saturating_sub(width / 2), above.saturating_sub(1)),
        place(x.saturating_sub(width / 2), below + 1),
    ]
}

fn float(amount: Ratio) -> f64 {
    amount.to_decimal().to_f64().unwrap_or_default()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the share is clamped to 0 to 1, so the product lies in the cells"
)]
fn place_of(share: f64, cells: u16) -> u16 {
    (share.clamp(0.0, 1.0) * f64::from(cells.saturating_sub(1))).round() as u16
}

fn row_of(share: f64, rows: u16) -> u16 {
    rows.saturating_sub(1) - place_of(share, rows)
}
