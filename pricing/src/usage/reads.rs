//! The drivers that somebody reads: who asks for no others does not have them evaluated.

use crate::usage::driver::DriverId;
use crate::usage::formula::Formula;
use crate::usage::inputs::{DriverSet, Usage};
use crate::usage::workload::{UsageError, Workload};

/// Some of the drivers of a vocabulary.
#[derive(Clone, Debug)]
pub(crate) struct Reads {
    set: DriverSet,
    drivers: Box<[DriverId]>,
}

impl Reads {
    /// These drivers, each of which may be named several times.
    pub fn of(drivers: impl Iterator<Item = DriverId>) -> Self {
        let mut drivers: Vec<DriverId> = drivers.collect();
        drivers.sort_unstable();
        drivers.dedup();
        Self { set: drivers.iter().copied().collect(), drivers: drivers.into() }
    }
}

impl Workload {
    /// Evaluates these drivers, and those that feed them, into a buffer of this vocabulary. Every other driver
    /// has no meaning in it afterwards.
    #[inline]
    pub(crate) fn usage_of(&self, reads: &Reads, usage: &mut Usage) -> Result<(), UsageError> {
        if reads.set.meets(self.calculated) {
            return self.calculated_of(reads, usage);
        }
        usage.by_time = self.by_time;
        usage.chosen = self.chosen();
        usage.numbers.copy_of(&self.numbers, &reads.drivers);
        Ok(())
    }

    /// The same if there is something to calculate.
    #[inline(never)]
    fn calculated_of(&self, reads: &Reads, usage: &mut Usage) -> Result<(), UsageError> {
        let mut needed = reads.set;
        // A formula comes after those that it reads, so one pass back finds all that are needed.
        for driver in self.order.iter().rev() {
            if needed.has(*driver) {
                for driver in self.value(*driver).formulas().flat_map(Formula::drivers) {
                    needed.set(driver, true);
                }
            }
        }
        usage.by_time = self.by_time;
        usage.chosen = self.chosen();
        usage.numbers.copy(&self.numbers);
        for driver in self.order.iter().filter(|driver| needed.has(**driver)) {
            for formula in self.value(*driver).formulas() {
                self.calculate(*driver, formula, usage)?;
            }
        }
        Ok(())
    }
}
