//! Formats of bills: which column holds what.

use crate::import::cards::tables;
use crate::import::kind::Kind;
pub use crate::import::tables::Format;

/// The columns of a bill, by what they hold.
#[derive(Debug)]
pub struct Columns {
    /// The format.
    pub format: &'static Format,
    pub service: Vec<usize>,
    pub meter: Vec<usize>,
    pub class: Option<usize>,
    pub correction_class: Option<usize>,
    pub quantity: Option<usize>,
    pub priced_quantity: Option<usize>,
    pub unit: Option<usize>,
    pub block: Option<usize>,
    pub price: Option<usize>,
    pub list_price: Option<usize>,
    pub price_currency: Option<usize>,
    pub list: Option<usize>,
    pub billed: usize,
    pub currency: Option<usize>,
    pub start: usize,
    pub end: Option<usize>,
    pub region: Option<usize>,
    pub account: Option<usize>,
    pub resource: Option<usize>,
    pub credits: Option<usize>,
    pub invoice_month: Option<usize>,
}

/// A column that a bill lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoColumn {
    /// The content of the column.
    pub what: &'static str,
    /// The names that it may have.
    pub names: &'static [String],
}

/// The kind of bill that has these columns. `None` if none has.
#[must_use]
pub fn kind_of(columns: &[String]) -> Option<Kind> {
    let format = tables().bills.format.iter().find(|format| format.fits(columns))?;
    format.kind()
}

impl Format {
    fn kind(&self) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == self.kind)
    }

    fn fits(&self, columns: &[String]) -> bool {
        self.needs.iter().all(|name| find(columns, name).is_some())
    }
}

fn find(columns: &[String], name: &str) -> Option<usize> {
    columns.iter().position(|known| known.eq_ignore_ascii_case(name))
}

impl Columns {
    /// All columns that are read.
    pub fn all(&self) -> impl Iterator<Item = usize> {
        let one =
            [Some(self.billed), Some(self.start), self.end, self.class, self.correction_class];
        let quantities = [self.quantity, self.priced_quantity, self.unit, self.block];
        let amounts = [self.price, self.list_price, self.price_currency, self.list, self.currency];
        let places = [self.region, self.account, self.resource, self.credits, self.invoice_month];
        let found = one.into_iter().chain(quantities).chain(amounts).chain(places).flatten();
        found.chain(self.service.clone()).chain(self.meter.clone())
    }

    /// Finds the columns of a bill of a kind. The error names what is missing.
    pub fn find(kind: Kind, columns: &[String]) -> Result<Self, NoColumn> {
        let of_kind = || tables().bills.format.iter().filter(|format| format.kind() == Some(kind));
        let format = of_kind().find(|format| format.fits(columns)).or_else(|| of_kind().next());
        let format = format.ok_or(NoColumn { what: "a bill", names: &[] })?;
        let first = |names: &[String]| names.iter().find_map(|name| find(columns, name));
        let all = |names: &[String]| names.iter().filter_map(|name| find(columns, name)).collect();
        let needed = |what, names: &'static [String]| first(names).ok_or(NoColumn { what, names });
        needed("the service", &format.service)?;
        needed("the meter", &format.meter)?;
        let (quantity, priced_quantity) = (first(&format.quantity), first(&format.priced_quantity));
        if quantity.is_none() && priced_quantity.is_none() {
            return Err(NoColumn { what: "the quantity", names: &format.quantity });
        }
        let end = match &format.end[..] {
            [] => None,
            names => Some(needed("the end of the usage", names)?),
        };
        Ok(Self {
            format,
            service: all(&format.service),
            meter: all(&format.meter),
            class: first(&format.class),
            correction_class: first(&format.correction_class),
            quantity,
            priced_quantity,
            unit: first(&format.unit),
            block: first(&format.block),
            price: first(&format.price),
            list_price: first(&format.list_price),
            price_currency: first(&format.price_currency),
            list: first(&format.list),
            billed: needed("the billed cost", &format.billed)?,
            currency: first(&format.currency),
            start: needed("the start of the usage", &format.start)?,
            end,
            region: first(&format.region),
            account: first(&format.account),
            resource: first(&format.resource),
            credits: first(&format.credits),
            invoice_month: first(&format.invoice_month),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_of_a_kind_and_finds_its_own_columns() {
        for format in &tables().bills.format {
            let kind = format.kind().unwrap_or_else(|| panic!("{}", format.kind));
            let names = [&format.service, &format.meter, &format.quantity, &format.billed];
            let names = names.into_iter().chain([&format.start, &format.end]).flatten();
            let columns: Vec<String> = names.chain(&format.needs).cloned().collect();
            assert_eq!(kind_of(&columns), Some(kind));
            Columns::find(kind, &columns).unwrap();
        }
    }
}
