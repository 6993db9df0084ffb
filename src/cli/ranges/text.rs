//! What samples come to, as text.

use std::io;

use whatif_pricing::{Currency, Places, Ratio, Spread, share_text, written};

use super::{Sampled, converted};
use crate::cli::compare::Answer;
use crate::cli::output::Failure;
use crate::cli::page::{Page, Side, point_aligned};
use crate::cli::request::Request;
use crate::cli::words;

impl Sampled {
    fn write_title(&self, page: &mut Page<'_>) -> io::Result<()> {
        page.heading(&format!("Ranges: {}", self.ranges.join(", ")))
    }

    fn write_legend(&self, page: &mut Page<'_>) -> io::Result<()> {
        page.paragraph("  ", &self.legend())
    }

    /// What the percentiles mean.
    pub fn legend(&self) -> String {
        let count = written(Ratio::from(i64::from(self.samples.count)), Places::QUANTITY);
        let drawn = format!("{count} samples, seed {}", self.samples.seed);
        format!("5, 50 and 95 of 100 samples cost no more ({drawn})")
    }

    /// A compared card's percentiles and how often it is the cheapest, in words; none where it has no
    /// total.
    pub fn says(&self, answer: &Answer, place: usize) -> Result<Option<String>, Failure> {
        let (currency, spread) = self.spread_of(answer, place)?;
        let share = self.outcomes[place].share.map(share_text);
        let share = share.map_or_else(String::new, |share| format!(" · cheapest in {share}"));
        Ok(spread.map(|spread| format!("{}{share}", percentiles(currency, &spread))))
    }

    /// The percentiles of one request in words, in each of its currencies.
    pub fn says_one(&self, request: &Request) -> Result<Vec<String>, Failure> {
        let Some(spread) = self.outcomes[0].spread else { return Ok(Vec::new()) };
        let own = percentiles(request.card.currency, &spread);
        let shown = converted(request, &spread)?;
        let shown = shown.map(|(currency, spread)| percentiles(currency, &spread));
        Ok(std::iter::once(own).chain(shown).collect())
    }

    /// The percentiles of one request, in its card's own currency and where a rate leads there in the one
    /// asked for.
    pub fn write_one(&self, request: &Request, page: &mut Page<'_>) -> Result<(), Failure> {
        self.write_title(page)?;
        let Some(spread) = self.outcomes[0].spread else { return Ok(()) };
        let own = request.card.currency;
        page.paragraph("  ", &percentiles(own, &spread))?;
        if let Some((currency, converted)) = converted(request, &spread)? {
            page.paragraph("  = ", &percentiles(currency, &converted))?;
        }
        Ok(self.write_legend(page)?)
    }

    /// The percentiles of all that are compared, and how often each is the cheapest.
    pub fn write_all(&self, answer: &Answer, page: &mut Page<'_>) -> Result<(), Failure> {
        self.write_title(page)?;
        let mut columns: [Vec<String>; 3] = Default::default();
        for place in 0..answer.requests.len() {
            let (currency, spread) = self.spread_of(answer, place)?;
            for (column, text) in columns.iter_mut().zip(amounts(currency, spread.as_ref())) {
                column.push(text);
            }
        }
        let columns = columns.map(|column| point_aligned(&column));
        let head = ["", "P5", "P50", "P95", "cheapest"].map(str::to_owned).to_vec();
        let row = |place: usize| {
            let share = self.outcomes[place].share;
            let share = share.map_or_else(|| page.glyphs.unknown.to_owned(), share_text);
            let [p5, p50, p95] = [0, 1, 2].map(|column: usize| columns[column][place].clone());
            vec![answer.requests[place].card.id.clone(), p5, p50, p95, share]
        };
        let rows: Vec<_> =
            std::iter::once(head).chain((0..answer.requests.len()).map(row)).collect();
        let sides = [Side::Left, Side::Right, Side::Right, Side::Right, Side::Right];
        page.table(&sides, &page.fitted(&rows, &[0]))?;
        Ok(self.write_legend(page)?)
    }
}

fn percentiles(currency: Currency, spread: &Spread) -> String {
    let total = |amount| words::total(currency, amount, spread.complete);
    let [p5, p50, p95] = [spread.p5, spread.p50, spread.p95].map(total);
    format!("P5 {p5} · P50 {p50} · P95 {p95}")
}

fn amounts(currency: Currency, spread: Option<&Spread>) -> [String; 3] {
    let total = |amount| words::total(currency, amount, spread.is_some_and(|it| it.complete));
    spread.map_or_else(Default::default, |it| [it.p5, it.p50, it.p95].map(total))
}
