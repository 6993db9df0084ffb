//! The order in which the formulas of a workload are calculated.

use crate::usage::driver::DriverId;
use crate::usage::formula::Formula;
use crate::usage::value::Value;

/// The drivers with something to calculate, each after those it reads, or a cycle.
pub(crate) fn sorted(values: &[Value]) -> Result<Vec<DriverId>, Vec<DriverId>> {
    let mut sorting =
        Sorting { values, done: vec![false; values.len()], path: vec![], order: vec![] };
    for driver in (0..).map(DriverId).take(values.len()) {
        sorting.visit(driver)?;
    }
    Ok(sorting.order)
}

/// A depth-first walk along the formulas.
struct Sorting<'a> {
    values: &'a [Value],
    done: Vec<bool>,
    path: Vec<DriverId>,
    order: Vec<DriverId>,
}

impl Sorting<'_> {
    fn visit(&mut self, driver: DriverId) -> Result<(), Vec<DriverId>> {
        if self.done[driver.index()] {
            return Ok(());
        }
        if let Some(start) = self.path.iter().position(|passed| *passed == driver) {
            return Err(self.path[start..].to_vec());
        }
        let value = &self.values[driver.index()];
        self.path.push(driver);
        for fed_by in value.formula().into_iter().flat_map(Formula::drivers) {
            self.visit(fed_by)?;
        }
        self.path.pop();
        if value.is_calculated() {
            self.order.push(driver);
        }
        self.done[driver.index()] = true;
        Ok(())
    }
}
