//! The quantity of a row in the unit of its driver, and its amount at list prices.

use rust_decimal::Decimal;
use whatif_pricing::{OutOfRange, Ratio};

use super::cell::{BadCell, cell_text, decimal};
use super::format::Columns;
use super::meters::MeterIx;
use crate::import::draft::digits;
use crate::import::error::ImportError;
use crate::import::number;
use crate::import::table::Table;

/// The numbers of a row from which its quantity is found.
struct Numbers {
    consumed: Option<Decimal>,
    priced: Option<Decimal>,
    price: Option<Decimal>,
    list: Option<Ratio>,
    /// So many to a priced unit.
    block: Ratio,
}

/// The quantity of a row. It is below zero if usage is taken back.
pub fn of(
    file: &str,
    columns: &Columns,
    table: &Table<'_, '_>,
    meter: Option<MeterIx>,
    list: Option<Ratio>,
) -> Result<Result<Ratio, BadCell>, ImportError> {
    let read = || {
        let consumed = decimal(table, columns.quantity)?;
        let priced = decimal(table, columns.priced_quantity)?;
        let (price, block) = (decimal(table, columns.price)?, block(columns, table, meter));
        Ok(Numbers { consumed, priced, price, list, block })
    };
    match read() {
        Ok(numbers) => {
            let quantity = numbers.quantity(columns.format.in_blocks);
            quantity.map(Ok).map_err(|source| digits(file, source))
        }
        Err(cell) => Ok(Err(cell)),
    }
}

impl Numbers {
    fn quantity(&self, is_in_blocks: bool) -> Result<Ratio, OutOfRange> {
        if let Some(units) = self.divided_twice()? {
            return units.times(self.block);
        }
        match (self.consumed, self.priced) {
            (Some(consumed), _) if is_in_blocks => Ratio::whole(consumed).times(self.block),
            (Some(consumed), Some(priced)) if self.is_of_another_unit(consumed, priced)? => {
                Ratio::whole(priced).times(self.block)
            }
            (Some(consumed), _) => Ok(Ratio::whole(consumed)),
            (None, Some(priced)) => Ratio::whole(priced).times(self.block),
            (None, None) => match (self.price, self.list) {
                (Some(price), Some(list)) if !price.is_zero() && !list.is_negative() => {
                    list.over(Ratio::whole(price))?.times(self.block)
                }
                // Money that is given back says no usage.
                (Some(_) | None, _) => Ok(Ratio::ZERO),
            },
        }
    }

    /// Returns whether what was consumed is counted in another unit than what was priced, such as seconds beside
    /// months: the priced quantity comes to the list cost at the list price, and is another.
    fn is_of_another_unit(&self, consumed: Decimal, priced: Decimal) -> Result<bool, OutOfRange> {
        let (Some(price), Some(list)) = (self.price, self.list) else { return Ok(false) };
        if price.is_zero() || list.is_zero() {
            return Ok(false);
        }
        let (price, priced) = (Ratio::whole(price), Ratio::whole(priced));
        let consumed = Ratio::whole(consumed);
        let agrees = |quantity: Ratio| is_rounded(price.times(quantity)?, list);
        Ok(consumed != priced.times(self.block)? && agrees(priced)? && !agrees(consumed)?)
    }

    /// The priced units of a row whose quantity was divided by the block twice: price × priced quantity × block is
    /// then the list cost, and price × priced quantity is not.
    fn divided_twice(&self) -> Result<Option<Ratio>, OutOfRange> {
        let (Some(price), Some(priced), Some(list)) = (self.price, self.priced, self.list) else {
            return Ok(None);
        };
        if price.is_zero() || list.is_zero() || self.block == Ratio::ONE {
            return Ok(None);
        }
        let units = list.over(Ratio::whole(price))?;
        let once = Ratio::whole(priced);
        let twice = once.times(self.block)?;
        if distance(units, twice)? >= distance(units, once)? {
            return Ok(None);
        }
        // A cost that was rounded says less than a quantity that agrees with it.
        let agrees = self.consumed.map(Ratio::whole) == Some(twice);
        let is_rounded = agrees && is_rounded(twice.times(Ratio::whole(price))?, list)?;
        Ok(Some(if is_rounded { twice } else { units }))
    }
}

/// Returns whether an amount is the other one, rounded to its places.
fn is_rounded(exact: Ratio, rounded: Ratio) -> Result<bool, OutOfRange> {
    let places = rounded.as_decimal().map_or(0, |it| it.scale());
    let half = Ratio::whole(Decimal::new(5, (places + 1).min(28)));
    Ok(distance(exact, rounded)? <= half)
}

fn distance(one: Ratio, other: Ratio) -> Result<Ratio, OutOfRange> {
    if one < other { other.minus(one) } else { one.minus(other) }
}

/// The amount of a row at list prices: as the bill says, or its list price × its quantity. `None` if it says neither.
pub fn list(
    file: &str,
    columns: &Columns,
    table: &Table<'_, '_>,
    billed: Decimal,
) -> Result<Result<Option<Ratio>, BadCell>, ImportError> {
    let read = || {
        let list = decimal(table, columns.list)?;
        Ok((list, decimal(table, columns.list_price)?, decimal(table, columns.quantity)?))
    };
    let (list, price, quantity) = match read() {
        Ok(all) => all,
        Err(cell) => return Ok(Err(cell)),
    };
    if list.is_some() {
        return Ok(Ok(list.map(Ratio::whole)));
    }
    let currencies = [columns.currency, columns.price_currency].map(|it| cell_text(table, it));
    let is_converted = !currencies[1].is_empty() && currencies[0] != currencies[1];
    // An export writes zero where it knows no list price.
    let price = price.filter(|price| !is_converted && (!price.is_zero() || billed.is_zero()));
    let Some((price, quantity)) = price.zip(quantity) else { return Ok(Ok(None)) };
    let list = Ratio::whole(price).times(Ratio::whole(quantity));
    list.map(|list| Ok(Some(list))).map_err(|source| digits(file, source))
}

/// So many to a priced unit: as the bill says, its unit says, or the meter is known for.
fn block(columns: &Columns, table: &Table<'_, '_>, meter: Option<MeterIx>) -> Ratio {
    let stated = columns.block.and_then(|column| number::decimal(table.text(column)));
    if let Some(stated) = stated.filter(|it| !it.is_zero()) {
        return Ratio::whole(stated);
    }
    let unit = columns.unit.map_or("", |column| table.text(column));
    if let Some(block) = of_unit(unit) {
        return block;
    }
    let known = meter.and_then(|meter| meter.get().block.as_deref()).and_then(Ratio::parse);
    known.unwrap_or(Ratio::ONE)
}

/// The number at the beginning of a unit: `10K`, `10,000 Transactions`, `1/Month`, `1 GB`.
fn of_unit(unit: &str) -> Option<Ratio> {
    if !unit.starts_with(|it: char| it.is_ascii_digit() || it == '.') {
        return None;
    }
    let digits: String =
        unit.chars().take_while(|it| it.is_ascii_digit() || *it == ',' || *it == '.').collect();
    let number = Ratio::parse(&digits.replace(',', ""))?;
    let rest = unit[digits.len()..].trim_start();
    let factor = match rest.chars().next() {
        Some('K') if !rest.starts_with("KB") => 1_000,
        Some('M') if rest.len() == 1 || rest.starts_with("M ") => 1_000_000,
        _ => 1,
    };
    number.times(Ratio::from(factor)).ok().filter(|it| !it.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_say_how_many_they_are() {
        for (unit, expected) in [
            ("10K", Some(10_000)),
            ("10,000 Transactions", Some(10_000)),
            ("1/Month", Some(1)),
            ("1 GB", Some(1)),
            ("1 Rotation", Some(1)),
            ("1M", Some(1_000_000)),
            ("Units", None),
            ("", None),
        ] {
            assert_eq!(of_unit(unit), expected.map(Ratio::from), "{unit}");
        }
    }

    #[test]
    fn a_cost_gives_a_quantity_only_if_that_was_divided_twice() {
        let decimal =
            |text: &str| Some(text).filter(|it| !it.is_empty()).map(|it| it.parse().unwrap());
        for (consumed, priced, price, list, block, expected) in [
            // The rows of the samples: 0.05 for 10,000.
            ("0.0003", "0.00000003", "0.05", "0.000015", 10_000, "3"),
            ("5.0", "0.0005", "0.03", "0.15", 10_000, "50000"),
            ("", "0.0005", "0.03", "0.15", 10_000, "50000"),
            // The same with a cost that was rounded.
            ("5.123", "0.0005123", "0.03", "0.15", 10_000, "51230"),
            // Once, with a cost that was rounded.
            ("350123", "35.0123", "0.03", "1.05", 10_000, "350123"),
            ("740123", "740123", "0.000005", "3.70", 1, "740123"),
            ("20000", "20000", "0.000003", "0", 1, "20000"),
            ("1", "1", "0.4", "-0.4", 1, "1"),
            ("", "35", "0.03", "1.05", 10_000, "350000"),
        ] {
            let (price, list) = (decimal(price), decimal(list).map(Ratio::whole));
            let (consumed, priced) = (decimal(consumed), decimal(priced));
            let numbers = Numbers { consumed, priced, price, list, block: Ratio::from(block) };
            let found = numbers.quantity(false).unwrap();
            assert_eq!(found, Ratio::parse(expected).unwrap(), "{consumed:?} {priced:?}");
        }
    }
}
