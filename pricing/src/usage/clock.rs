//! A workload on another clock: its formulas are calculated again with the months of that clock.

use crate::number::ratio::{OutOfRange, Ratio};
use crate::usage::driver::{DriverId, DriverKind};
use crate::usage::inputs::{Recalculate, Usage};
use crate::usage::value::Value;
use crate::usage::workload::Workload;

impl Recalculate for Workload {
    fn recalculate(&self, months: Ratio, usage: &mut Usage) -> Result<(), OutOfRange> {
        for &driver in &self.order {
            let value = self.value(driver);
            if matches!(value, Value::InUnit(_)) && value.formula().is_none() {
                self.restate(driver, months, usage)?;
                continue;
            }
            for formula in value.formulas() {
                self.calculate(driver, formula, usage).map_err(|_| OutOfRange)?;
            }
        }
        Ok(())
    }
}

impl Workload {
    /// A flow of so many in all, or in each day: the fewer months there are, the more in each.
    fn restate(
        &self,
        driver: DriverId,
        months: Ratio,
        usage: &mut Usage,
    ) -> Result<(), OutOfRange> {
        if self.vocabulary()[driver].kind == DriverKind::Flow {
            let number = usage.value(driver).times(months)?.over(usage.months())?;
            usage.numbers.set(driver.index(), number);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::{Catalog, Invoice, Period, Selection, Tariff, Vocabulary};

    /// The quantity of a charge between two instants, with the usage as it is on the clock of the first.
    fn quantity(card: &str, charge: &str, sets: &[(&str, &str)], ends: [&str; 2]) -> Ratio {
        let card = Catalog::shipped().card(card).unwrap();
        let [from, to] = ends.map(|end| DateTime::parse_from_rfc3339(end).unwrap());
        let period = Period::span(from, to).unwrap();
        let tariff = Tariff::new(&card, &Selection::standard(&card), period).unwrap();
        let mut workload = Workload::standard(Vocabulary::standard());
        for (driver, value) in sets {
            workload.set_text(driver, value).unwrap();
        }
        let usage = workload.usage(period.terms()).unwrap();
        let mut invoice = Invoice::default();
        tariff.quote(&usage, &mut invoice).unwrap();
        assert_eq!(tariff.total(&usage).unwrap().amount, invoice.total);
        invoice.lines[card.charge(charge).unwrap()].quantity
    }

    #[test]
    fn a_total_is_the_same_on_whichever_clock_its_ends_are_typed() {
        let calls = [("secrets", "0"), ("calls", "1M total")];
        for ends in [
            ["2026-03-01T00:00:00+09:00", "2026-03-01T09:00:00+09:00"],
            ["2026-02-28T15:00:00Z", "2026-03-01T00:00:00Z"],
            ["2026-02-28T07:00:00-08:00", "2026-02-28T16:00:00-08:00"],
        ] {
            let found = quantity("aws-secrets-manager", "calls", &calls, ends);
            assert_eq!(found, Ratio::from(1_000_000_u32), "{ends:?}");
        }
        let logs = [("log_gb", "3000 total")];
        let ends = ["2026-02-01T00:00:00+08:00", "2026-03-01T00:00:00+08:00"];
        assert_eq!(
            quantity("microsoft-sentinel", "ingestion", &logs, ends),
            Ratio::from(3_000_u32)
        );
        let daily = [("log_gb", "100/day")];
        let ends = ["2026-02-28T00:00:00-08:00", "2026-03-02T00:00:00-08:00"];
        assert_eq!(quantity("microsoft-sentinel", "ingestion", &daily, ends), Ratio::from(200_u32));
    }

    #[test]
    fn polling_comes_to_the_same_calls_on_whichever_clock_the_ends_are_typed() {
        let polled = [("secrets", "1000"), ("clients", "1"), ("refresh_seconds", "10")];
        for ends in [
            ["2026-03-01T00:00:00+09:00", "2026-03-01T09:00:00+09:00"],
            ["2026-02-28T15:00:00Z", "2026-03-01T00:00:00Z"],
        ] {
            // nine hours of a hundred calls a second
            let found = quantity("aws-secrets-manager", "calls", &polled, ends);
            assert_eq!(found, Ratio::from(3_240_000_u32), "{ends:?}");
        }
        // 100 secrets read 20 times a day for 28 days: exactly February on the card's clock
        let ends = ["2026-01-31T16:00:00Z", "2026-02-28T16:00:00Z"];
        assert_eq!(quantity("tencent-ssm-payg", "api", &[], ends), Ratio::from(56_000_u32));
    }
}
