//! `whatif price`: a table of workloads becomes a table of totals.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::Args;
use csv::{ByteRecord, ReaderBuilder};
use whatif_pricing::{DriverId, Places, Ratio, Vocabulary, plain, written};

use super::ask::{AskContext, AskFlags, SpanArgs};
use super::output::{Failure, Verdict, note};
use super::unused::{Notes, UnusedBudget, UnusedEvents, UnusedSamples};
use crate::answer::rows::{Rows, has_companions};
use crate::import::Limited;
use crate::report::csv::cell;
use crate::report::page::Page;
use crate::report::words;
use crate::store;

/// The text written at once, in bytes.
const BLOCK_BYTES: usize = 64 * 1024;
/// The most columns of a table.
const COLUMNS_MAX: usize = 2_000;

const NOTES: &str = "\
Columns named as drivers set them; whatif import names them. All other columns are passed through, and an empty cell
leaves its driver at what --set or the default says. A row that cannot be priced says why in the column error.
  whatif price teams.csv --card aws-secrets-manager --month 2026-10
  duckdb -csv < fold.sql | whatif price - --card aws-kms    a large bill is folded first: see assets/sql";

/// Arguments of `whatif price`.
#[derive(Debug, Args)]
#[command(after_help = NOTES)]
pub struct PriceArgs {
    /// The table as CSV, a row for each account, team or month; - reads standard input
    #[arg(value_name = "ROWS.csv")]
    file: PathBuf,

    /// The rate card's id, or CARD:option=choice; give it again for another
    #[arg(id = "price-cards", long = "card", value_name = "CARD", required = true)]
    cards: Vec<String>,

    #[command(flatten)]
    flags: AskFlags,

    #[command(flatten)]
    span: SpanArgs,

    #[command(flatten)]
    unused_events: UnusedEvents,

    #[command(flatten)]
    unused_budget: UnusedBudget,

    #[command(flatten)]
    unused_samples: UnusedSamples,

    /// Add the amount of each line
    #[arg(long, help_heading = "Answer")]
    lines: bool,
}

/// Answers the command.
pub fn run(
    args: &PriceArgs,
    context: AskContext<'_>,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    let offers: Vec<&str> = args.cards.iter().map(String::as_str).collect();
    let context = AskContext { span: Some(&args.span), ..context };
    let asked = args.flags.asked(&offers, context)?;
    let mut notes = Notes::new("price");
    notes.events(&args.unused_events);
    notes.budget(&args.unused_budget);
    notes.samples(&args.unused_samples);
    notes.texts().iter().for_each(|text| note(&format!("note: {text}")));
    asked.refuse_unpriced()?;
    if let Some(offer) = asked.offers().find(|offer| has_companions(offer)) {
        return Err(Failure::Input(anyhow!(
            "{}: rows are priced without companions: name the other card with --card too",
            offer.id
        )));
    }
    let mut table = Table::open(&args.file)?;
    let drivers = table.drivers()?;
    let ids: Vec<DriverId> = drivers.iter().map(|(_, driver)| *driver).collect();
    let mut rows = Rows::new(&asked.board, &asked.offers, &ids).map_err(Failure::input)?;
    let mut out = String::with_capacity(2 * BLOCK_BYTES);
    heads(&table, &rows, args.lines, &mut out);
    let (mut count, mut failed) = (0_usize, 0_usize);
    while table.next()? {
        count += 1;
        failed += usize::from(!row(&table, &drivers, &mut rows, args.lines, &mut out));
        if out.len() > BLOCK_BYTES {
            page.file(&out)?;
            out.clear();
        }
    }
    page.file(&out)?;
    if failed == 0 {
        return Ok(Verdict::Answered);
    }
    let all = words::count(count, "row");
    let failed = written(Ratio::from(i64::try_from(failed).unwrap_or(i64::MAX)), Places::QUANTITY);
    note(&format!("warning: {failed} of {all} have no total: the column error says why"));
    Ok(Verdict::Problems)
}

/// The rows of a table, one at a time.
struct Table {
    name: String,
    reader: csv::Reader<Limited<Box<dyn Read>>>,
    header: Vec<String>,
    record: ByteRecord,
}

impl Table {
    fn open(path: &Path) -> Result<Self, Failure> {
        let (name, source): (String, Box<dyn Read>) = if path.as_os_str() == "-" {
            ("standard input".to_owned(), Box::new(io::stdin().lock()))
        } else {
            let path = store::typed(path);
            let name = path.display().to_string();
            let file =
                File::open(&path).map_err(|error| Failure::Input(anyhow!("{name}: {error}")))?;
            (name, Box::new(file))
        };
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(BLOCK_BYTES)
            .from_reader(Limited::new(source));
        let mut record = ByteRecord::new();
        let read = reader.read_byte_record(&mut record);
        read.map_err(|error| Failure::Input(anyhow!("{name}: {error}")))?;
        if record.len() > COLUMNS_MAX {
            return Err(Failure::Input(anyhow!(
                "{name}: the header has {} columns, and at most {COLUMNS_MAX} are read: leave some out",
                record.len()
            )));
        }
        let header = record.iter().map(|head| {
            String::from_utf8_lossy(head).trim_start_matches('\u{feff}').trim().to_owned()
        });
        let header = header.collect();
        Ok(Self { name, reader, header, record })
    }

    /// The columns that set drivers.
    fn drivers(&self) -> Result<Vec<(usize, DriverId)>, Failure> {
        let vocabulary = Vocabulary::standard();
        let mut found: Vec<(usize, DriverId)> = Vec::new();
        for (at, name) in self.header.iter().enumerate() {
            let Some(driver) = vocabulary.find(name) else { continue };
            if found.iter().any(|(_, known)| *known == driver) {
                let file = &self.name;
                return Err(Failure::Input(anyhow!(
                    "{file}: two columns are named {name}: rename one of them"
                )));
            }
            found.push((at, driver));
        }
        if found.is_empty() {
            let names = vocabulary.iter().take(6).map(|(_, driver)| &*driver.name);
            let names = names.collect::<Vec<_>>().join(", ");
            let file = &self.name;
            return Err(Failure::Input(anyhow!(
                "{file}: no column is named as a driver, such as {names}: name them so in the header"
            )));
        }
        Ok(found)
    }

    fn next(&mut self) -> Result<bool, Failure> {
        self.reader.get_mut().begin_row();
        let read = self.reader.read_byte_record(&mut self.record);
        read.map_err(|error| Failure::Input(anyhow!("{}: {error}", self.name)))
    }

    /// The text of a cell. Empty if the row is too short.
    fn text(&self, column: usize) -> &str {
        let bytes = self.record.get(column).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or("�").trim()
    }
}

/// Writes the header: the columns of the table, then those of the answer.
fn heads(table: &Table, rows: &Rows, has_lines: bool, out: &mut String) {
    let is_alone = rows.offers().count() == 1;
    let of = |name: &str, offer: &str| {
        if is_alone { name.to_owned() } else { format!("{name}:{offer}") }
    };
    let mut heads: Vec<String> = table.header.clone();
    for (id, _) in rows.offers() {
        heads.extend(["total", "currency", "complete"].map(|name| of(name, id.as_str())));
    }
    if has_lines {
        for (id, card) in rows.offers() {
            let charges = card.charges.iter().map(|charge| charge.id.as_str());
            heads.extend(charges.map(|charge| of(&format!("line:{charge}"), id.as_str())));
        }
    }
    heads.push("error".to_owned());
    let heads: Vec<String> = heads.iter().map(|head| cell(head).into_owned()).collect();
    out.push_str(&heads.join(","));
    out.push_str("\r\n");
}

/// Writes one row. False if it has no total.
fn row(
    table: &Table,
    drivers: &[(usize, DriverId)],
    rows: &mut Rows,
    has_lines: bool,
    out: &mut String,
) -> bool {
    let is_number = |text: &str| text.parse::<rust_decimal::Decimal>().is_ok();
    for at in 0..table.header.len() {
        let text = table.text(at);
        out.push_str(&if is_number(text) { text.into() } else { cell(text) });
        out.push(',');
    }
    let mut settings = drivers.iter().enumerate();
    let set = settings.try_for_each(|(column, (at, _))| rows.set(column, table.text(*at)));
    let priced = set.and_then(|()| rows.price());
    let currencies = rows.currencies();
    for (total, currency) in rows.totals().zip(currencies) {
        if priced.is_ok() {
            out.push_str(&plain(total.amount));
        }
        out.push(',');
        out.push_str(currency.code());
        out.push(',');
        if priced.is_ok() {
            out.push_str(if total.complete { "true" } else { "false" });
        }
        out.push(',');
    }
    if has_lines {
        let charges = rows.offers().map(|(_, card)| card.charges.len()).sum::<usize>();
        let mut amounts = rows.lines();
        for _ in 0..charges {
            if let (Ok(()), Some(Some(amount))) = (&priced, amounts.next()) {
                out.push_str(&plain(amount));
            }
            out.push(',');
        }
    }
    if let Err(error) = &priced {
        out.push_str(&cell(&error.to_string()));
    }
    out.push_str("\r\n");
    priced.is_ok()
}
