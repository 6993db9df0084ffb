//! `whatif price`: a table of workloads becomes a table of totals.

mod columns;
mod writer;

use std::fs::File;
use std::io::{self, IsTerminal as _, Read};
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::Args;
use csv::{ByteRecord, ReaderBuilder};
use whatif_pricing::{DriverId, Places, Ratio, written};

use super::ask::{AskContext, AskFlags, Asked, SpanArgs};
use super::output::{Failure, Verdict, note};
use super::progress::Progress;
use super::unused::{Notes, UnusedArgs};
use crate::answer::Staleness;
use crate::answer::rows::{Rows, board_of_best, has_companions};
use crate::import::{self, Limited, trimmed};
use crate::report::page::Page;
use crate::report::words;
use crate::store;
use writer::{Answers, RowWriter};

/// The text written at once, in bytes.
const BLOCK_BYTES: usize = 64 * 1024;
/// The rows between two looks at the clock.
const ROWS_TOLD: usize = 64;
/// The most columns of a table.
const COLUMNS_MAX: usize = 2_000;

const NOTES: &str = "\
Columns named as drivers set them; whatif import names them. All other columns are passed through, and an empty cell
leaves its driver at what --set or the default says. A row that cannot be priced says why in the column error, and a
row in which something was changed has a note there. The columns doubt and warnings say how sure the prices are, and why
an offer has no rank.
  whatif price teams.csv --card aws-secrets-manager --month 2026-10
  whatif price teams.csv --best    each row on the best offer for it: provider, offer, total
  duckdb -csv < fold.sql | whatif price - --card aws-kms    a large bill is folded first: see assets/sql";

/// Arguments of `whatif price`.
#[derive(Debug, Args)]
#[command(after_help = NOTES)]
pub struct PriceArgs {
    /// The table as CSV, a row for each account, team or month; - reads standard input
    #[arg(value_name = "ROWS.csv")]
    file: PathBuf,

    /// The rate card's id, or CARD:option=choice; give it again for another
    #[arg(id = "price-cards", long = "card", value_name = "CARD")]
    cards: Vec<String>,

    /// Price each row on the best offer for it over all cards
    #[arg(long, conflicts_with_all = ["price-cards", "lines"])]
    best: bool,

    #[command(flatten)]
    flags: AskFlags,

    #[command(flatten)]
    span: SpanArgs,

    #[command(flatten)]
    unused: UnusedArgs,

    /// Add the amount of each line
    #[arg(long, help_heading = "Answer")]
    lines: bool,
}

/// Answers the command. Prices older than `days_max` are stale.
pub fn run(
    args: &PriceArgs,
    context: AskContext<'_>,
    days_max: u32,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    if args.cards.is_empty() && !args.best {
        return Err(Failure::Input(anyhow!(
            "no card is named: name one with --card, or price each row on the best offer for it with --best"
        )));
    }
    let named = args.cards.iter().map(String::as_str);
    let all = context.library.catalog().cards().iter().map(|card| &*card.id);
    let offers: Vec<&str> = if args.best { all.collect() } else { named.collect() };
    let context = AskContext { span: Some(&args.span), ..context };
    let asked = args.flags.asked(&offers, context)?;
    let mut notes = Notes::new("price");
    notes.unused(&args.unused);
    notes.texts().iter().for_each(|text| note(&format!("note: {text}")));
    let answers = args.answers(&asked)?;
    let mut table = Table::open(&args.file)?;
    let columns::Columns { drivers, notes } = columns::of(&table.name, &table.header)?;
    for text in &notes {
        note(text);
    }
    let ids: Vec<DriverId> = drivers.iter().map(|(_, driver)| *driver).collect();
    let on = if args.best { &[][..] } else { &asked.offers };
    let staleness = Staleness { today: context.today, days_max };
    let rows = Rows::new(&asked.board, on, &ids, staleness).map_err(Failure::input)?;
    let mut writer = RowWriter::new(&table, drivers, rows, answers)?;
    let (mut count, mut failed) = (0_usize, 0_usize);
    let mut progress = (!io::stdout().is_terminal()).then(|| Progress::of("price"));
    while table.next()? {
        count += 1;
        if let Some(progress) = progress.as_mut().filter(|_| count % ROWS_TOLD == 0) {
            progress.rows(count);
        }
        failed += usize::from(!writer.row(&table));
        if writer.out.len() > BLOCK_BYTES {
            page.file(&writer.out)?;
            writer.out.clear();
        }
    }
    page.file(&writer.out)?;
    if failed == 0 {
        return Ok(Verdict::Answered);
    }
    let all = words::count(count, "row");
    let failed = written(Ratio::from(i64::try_from(failed).unwrap_or(i64::MAX)), Places::QUANTITY);
    note(&format!("warning: {failed} of {all} have no total: the column error says why"));
    Ok(Verdict::Problems)
}

impl PriceArgs {
    /// The answers that each row asks for.
    fn answers(&self, asked: &Asked) -> Result<Answers, Failure> {
        if self.best {
            let board = board_of_best(&asked.board).map_err(Failure::input)?;
            return Ok(Answers::Best(Box::new(board)));
        }
        asked.refuse_unpriced()?;
        if let Some(offer) = asked.offers().find(|offer| has_companions(offer)) {
            return Err(Failure::Input(anyhow!(
                "{}: rows are priced without companions: name the other card with --card too",
                offer.id
            )));
        }
        Ok(if self.lines { Answers::Lines } else { Answers::Totals })
    }
}

/// The sign that separates the cells of a header, whether the first line names it, and all of the table.
fn delimiter(mut source: Box<dyn Read>) -> io::Result<(u8, bool, Box<dyn Read>)> {
    let mut head = Vec::new();
    source.by_ref().take(BLOCK_BYTES as u64).read_to_end(&mut head)?;
    let delimiter = import::delimiter(&head);
    let has_named = import::named_delimiter(&head).is_some();
    Ok((delimiter, has_named, Box::new(io::Cursor::new(head).chain(source))))
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
        let (delimiter, has_named, source) =
            delimiter(source).map_err(|error| Failure::Input(anyhow!("{name}: {error}")))?;
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(BLOCK_BYTES)
            .from_reader(Limited::new(source));
        let mut record = ByteRecord::new();
        let mut read = reader.read_byte_record(&mut record);
        if has_named && read.is_ok() {
            read = reader.read_byte_record(&mut record);
        }
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

    fn next(&mut self) -> Result<bool, Failure> {
        self.reader.get_mut().begin_row();
        let read = self.reader.read_byte_record(&mut self.record);
        read.map_err(|error| Failure::Input(anyhow!("{}: {error}", self.name)))
    }

    /// The text of a cell. Empty if the row is too short.
    fn text(&self, column: usize) -> &str {
        trimmed(std::str::from_utf8(self.bytes(column)).unwrap_or("�"))
    }

    fn bytes(&self, column: usize) -> &[u8] {
        self.record.get(column).unwrap_or_default()
    }
}
