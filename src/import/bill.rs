//! Bills: usage by month, and what was billed for it.
//!
//! Months are those of the usage, on the clock of the bill. A file is folded row by row: what is kept is by month and meter.
//! Which meter stands for which driver is data, in `assets/import/meters.toml`; which column holds what is
//! in `bills.toml`.

mod cell;
mod clock;
mod cover;
mod dates;
mod fold;
mod format;
mod meters;
mod quantity;
mod row;
mod settle;
mod share;
mod spread;

use std::cell::RefCell;

use super::draft::Draft;
use super::error::ImportError;
use super::kind::Kind;
use super::source::{Input, Meter};
use super::table::Table;
use dates::Dates;
use format::Columns;

pub use fold::Bills;
pub use format::kind_of;

/// Columns with the ends of the billing period.
const PERIODS: [&str; 2] = ["BillingPeriodStartDate", "BillingPeriodEndDate"];

/// Reads a bill. Returns the number of rows.
pub fn read<'m>(
    file: &str,
    kind: Kind,
    input: Input<'m>,
    meter: &'m RefCell<Meter<'_>>,
    bills: &mut Bills,
    draft: &mut Draft,
) -> Result<u64, ImportError> {
    let head = input.head.clone();
    let mut table = Table::open(file, input, meter)?;
    let columns = Columns::find(kind, &table.header).map_err(|missing| ImportError::NoColumn {
        file: file.to_owned(),
        what: missing.what,
        names: super::error::quoted(&table.header.join(", ")),
        remedy: match missing.names {
            [] => "export it with all columns, or name its kind with --as".to_owned(),
            names => format!("export it with {}, or name its kind with --as", names.join(" or ")),
        },
    })?;
    if let Some(name) = table.twice(columns.all()) {
        let (file, name) = (file.to_owned(), super::error::quoted(name));
        return Err(ImportError::TwoColumns { file, name });
    }
    // The ends of the billing period show the order of day and month where the days of the rows do not.
    let shown = PERIODS.iter().filter_map(|name| table.column(name)).chain([columns.start]);
    let dates = Dates::of(&head, table.delimiter(), &shown.collect::<Vec<_>>());
    let mut rows = row::Rows::new(file, &columns, dates);
    while table.next()? {
        rows.take(&mut table, bills, draft)?;
    }
    table.finish()?;
    rows.finish(draft);
    Ok(table.rows())
}
