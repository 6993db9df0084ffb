//! The rows of an answer: the cells of the table, then totals, then an error or a note.

use anyhow::anyhow;
use whatif_pricing::{Doubt, DriverId, RateCard, Vocabulary, Warning, plain};

use super::Table;
use crate::answer::Board;
use crate::answer::notes::Note;
use crate::answer::rows::{RowBest, RowDoubts, RowError, Rows};
use crate::cli::output::Failure;
use crate::report::csv::cell;
use crate::report::{notes, verdict};
use crate::scenario::OfferId;

/// The columns of doubts, of each offer.
const DOUBTS: [&str; 2] = ["doubt", "warnings"];

/// The answers that each row asks for.
pub enum Answers {
    /// The total on each card.
    Totals,
    /// The same with the amount of each line.
    Lines,
    /// The best offer over the cards of a board.
    Best(Box<Board>),
}

/// Writes rows.
pub struct RowWriter {
    /// The text that is not written yet.
    pub out: String,
    drivers: Vec<(usize, DriverId)>,
    rows: Rows,
    answers: Answers,
    /// The last doubt about prices, as its cell.
    badge: (Option<Doubt>, String),
}

/// The reason why a row has no total.
#[derive(Debug, thiserror::Error)]
enum NoTotal {
    #[error("the row has {found} cells, and the header has {header}")]
    Cells { found: usize, header: usize },
    #[error(transparent)]
    Row(#[from] RowError),
}

impl RowWriter {
    /// Writes the header: the columns of the table, then those of the answer.
    pub fn new(
        table: &Table,
        drivers: Vec<(usize, DriverId)>,
        rows: Rows,
        answers: Answers,
    ) -> Result<Self, Failure> {
        let (out, badge) = (String::with_capacity(128 * 1024), (None, String::new()));
        let mut writer = Self { out, drivers, rows, answers, badge };
        let heads = writer.heads();
        if let Some(twice) =
            table.header.iter().find(|own| heads.iter().any(|head| head.eq_ignore_ascii_case(own)))
        {
            return Err(Failure::Input(anyhow!(
                "{}: a column is named {twice}, as one of the answer is: rename it",
                table.name
            )));
        }
        for head in table.header.iter().chain(&heads) {
            writer.out.push_str(&cell(head));
            writer.out.push(',');
        }
        writer.end_row();
        Ok(writer)
    }

    /// The columns of the answer.
    fn heads(&self) -> Vec<String> {
        let is_alone = self.rows.offers().count() == 1;
        let of = |name: &str, offer: &str| {
            if is_alone { name.to_owned() } else { format!("{name}:{offer}") }
        };
        let totals = || {
            self.rows.offers().flat_map(|(id, _)| {
                ["total", "currency", "complete"].map(|name| of(name, id.as_str()))
            })
        };
        let mut heads: Vec<String> = match &self.answers {
            Answers::Totals | Answers::Lines => totals().collect(),
            Answers::Best(_) => {
                ["provider", "offer", "total", "currency"].map(str::to_owned).to_vec()
            }
        };
        if matches!(self.answers, Answers::Lines) {
            for (id, card) in self.rows.offers() {
                let charges = card.charges.iter().map(|charge| charge.id.as_str());
                heads.extend(charges.map(|charge| of(&format!("line:{charge}"), id.as_str())));
            }
        }
        match &self.answers {
            Answers::Totals | Answers::Lines => {
                let names =
                    |(id, _): (&OfferId, &RateCard)| DOUBTS.map(|name| of(name, id.as_str()));
                heads.extend(self.rows.offers().flat_map(names));
            }
            Answers::Best(_) => heads.extend(DOUBTS.map(str::to_owned)),
        }
        heads.push("error".to_owned());
        heads
    }

    /// Ends a row after its last cell.
    fn end_row(&mut self) {
        self.out.pop();
        self.out.push_str("\r\n");
    }

    /// Writes one row. False if it has no total.
    pub fn row(&mut self, table: &Table) -> bool {
        for at in 0..table.header.len() {
            let text = table.text(at);
            if is_plain(text) || text.parse::<rust_decimal::Decimal>().is_ok() {
                self.out.push_str(text);
            } else {
                self.out.push_str(&cell(text));
            }
            self.out.push(',');
        }
        let set = self.set(table);
        let outcome = match &self.answers {
            Answers::Totals | Answers::Lines => {
                let priced = set.and_then(|()| Ok(self.rows.price()?));
                self.totals(priced.is_ok());
                if matches!(self.answers, Answers::Lines) {
                    self.lines(priced.is_ok());
                }
                self.doubts(priced.is_ok());
                priced
            }
            Answers::Best(board) => {
                let best = set.and_then(|()| Ok(self.rows.best(board)?));
                self.best(best)
            }
        };
        let said = match &outcome {
            Ok(()) => self.notes(table),
            Err(error) => error.to_string(),
        };
        self.out.push_str(&cell(&said));
        self.out.push(',');
        self.end_row();
        outcome.is_ok()
    }

    /// Sets the drivers. Cells beyond the header, or too few of them, may stand under the wrong name.
    fn set(&mut self, table: &Table) -> Result<(), NoTotal> {
        let (found, header) = (table.record.len(), table.header.len());
        if found != header {
            return Err(NoTotal::Cells { found, header });
        }
        for (column, (at, _)) in self.drivers.iter().enumerate() {
            self.rows.set(column, table.text(*at))?;
        }
        Ok(())
    }

    fn totals(&mut self, is_priced: bool) {
        for (total, currency) in self.rows.totals().zip(self.rows.currencies()) {
            if is_priced {
                self.out.push_str(&plain(total.amount));
            }
            self.out.push(',');
            self.out.push_str(currency.code());
            self.out.push(',');
            if is_priced {
                self.out.push_str(if total.complete { "true" } else { "false" });
            }
            self.out.push(',');
        }
    }

    fn lines(&mut self, is_priced: bool) {
        let charges = self.rows.offers().map(|(_, card)| card.charges.len()).sum::<usize>();
        let mut amounts = self.rows.lines();
        for _ in 0..charges {
            if let (true, Some(Some(amount))) = (is_priced, amounts.next()) {
                self.out.push_str(&plain(amount));
            }
            self.out.push(',');
        }
    }

    fn best(&mut self, best: Result<RowBest, NoTotal>) -> Result<(), NoTotal> {
        let cells = match &best {
            Ok(best) => {
                [best.provider.clone(), offer(best), plain(best.total), best.currency.to_string()]
            }
            Err(_) => [const { String::new() }; 4],
        };
        for text in &cells {
            self.out.push_str(&cell(text));
            self.out.push(',');
        }
        match best {
            Ok(best) => {
                // A ranked offer has no warnings but those of its peaks, which name no card.
                let badge = best.doubts.doubt.map(verdict::badge_of).unwrap_or_default();
                let warnings = warnings(&best.doubts, &best.offer, |_| String::new());
                self.put_cells(&[badge, warnings]);
                Ok(())
            }
            Err(error) => {
                self.put_cells(&DOUBTS.map(|_| String::new()));
                Err(error)
            }
        }
    }

    fn doubts(&mut self, is_priced: bool) {
        if !is_priced {
            let cells = self.rows.offers().count() * DOUBTS.len();
            self.out.extend(std::iter::repeat_n(',', cells));
            return;
        }
        let doubts = self.rows.doubts();
        for (found, (id, card)) in doubts.iter().zip(self.rows.offers()) {
            if let Some(doubt) = found.doubt {
                // Most rows have the doubt of the row before.
                if self.badge.0 != Some(doubt) {
                    self.badge = (Some(doubt), cell(&verdict::badge_of(doubt)).into_owned());
                }
                self.out.push_str(&self.badge.1);
            }
            self.out.push(',');
            if !(found.warnings.is_empty() && found.assumed.is_empty()) {
                let text = |it: &Warning| it.text(card, Vocabulary::standard());
                self.out.push_str(&cell(&warnings(found, id, text)));
            }
            self.out.push(',');
        }
    }

    fn put_cells(&mut self, cells: &[String]) {
        for text in cells {
            if !text.is_empty() {
                self.out.push_str(&cell(text));
            }
            self.out.push(',');
        }
    }

    /// The changes that a row went through on its way.
    fn notes(&self, table: &Table) -> String {
        let name = |at: usize| table.header[at].as_str();
        let mut notes = Vec::new();
        for at in 0..table.header.len() {
            let bytes = table.bytes(at);
            if bytes.iter().all(u8::is_ascii_graphic) {
                continue;
            }
            if std::str::from_utf8(bytes).is_err() {
                notes.push(format!("{} is not text in UTF-8", name(at)));
            } else if bytes.trim_ascii().iter().any(u8::is_ascii_control) {
                notes.push(format!("{} had line ends or control characters", name(at)));
            }
        }
        for driver in self.rows.ranged() {
            notes.push(format!("{} is a range: its likely value is priced", driver.name));
        }
        if notes.is_empty() { String::new() } else { format!("note: {}", notes.join(", ")) }
    }
}

/// Returns whether a text is a cell as it is: most are numbers and names of letters and digits.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_'))
}

/// All warnings of a row on an offer.
fn warnings(doubts: &RowDoubts, offer: &OfferId, text: impl Fn(&Warning) -> String) -> String {
    let assumed = doubts.assumed.iter().map(|(driver, value)| {
        let (driver, value, offers) = (*driver, *value, vec![offer.clone()]);
        notes::text(&Note::AssumedPeak { driver, value, offers })
    });
    let warnings = doubts.warnings.iter().map(text).chain(assumed);
    warnings.collect::<Vec<_>>().join("; ")
}

/// The offer with the cards of its companions: `aws-secrets-manager + aws-kms`.
fn offer(best: &RowBest) -> String {
    let companions = best.companions.iter().map(|card| format!(" + {card}"));
    best.offer.to_string() + &companions.collect::<String>()
}
