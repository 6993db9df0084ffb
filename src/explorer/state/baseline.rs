//! Pinning the baseline, and what changed since.

use std::sync::Arc;

use whatif_pricing::Ratio;
use whatif_pricing::compare::Difference;

use super::{BillRow, State};
use crate::scenario::{Inputs, OfferId};

impl State {
    /// Pins the present inputs. The former baseline returns with undo.
    pub(super) fn pin_baseline(&mut self) {
        let pinned = self.scenario().baseline.as_ref();
        if pinned.is_some_and(|pinned| pinned.prices_as(&self.scenario().inputs)) {
            return self.cursor.say("these inputs are the baseline already (O removes it)");
        }
        let inputs = Arc::new(self.scenario().inputs.clone());
        self.set_baseline(
            Some(inputs),
            "pinned the baseline: totals and lines show what changed since (O removes it)",
        );
    }

    /// Removes the baseline.
    pub(super) fn unpin_baseline(&mut self) {
        if self.scenario().baseline.is_none() {
            return self.cursor.say("nothing is pinned: <pin-baseline> pins the baseline");
        }
        self.set_baseline(None, "removed the baseline (<undo> undoes)");
    }

    fn set_baseline(&mut self, inputs: Option<Arc<Inputs>>, says: &str) {
        let changed = self.change(|scenario| {
            scenario.baseline = inputs;
            Ok(())
        });
        match changed {
            Ok(()) => self.cursor.say(says),
            Err(why) => self.cursor.refuse(why),
        }
        // No figure changed: what the last change did glows no more.
        self.figures.is_fresh = false;
    }

    /// An offer's total less that of the baseline, in its own currency. `None` if there is no baseline, if
    /// one of the totals is incomplete, and if nothing differs.
    #[must_use]
    pub fn total_to_baseline(&self, offer: &OfferId) -> Option<Difference> {
        self.figures.total_to_baseline(offer)
    }

    /// The same in the currency of the comparison. `None` also if no rate leads there.
    #[must_use]
    pub fn shown_to_baseline(&self, offer: &OfferId) -> Option<Ratio> {
        self.figures.baseline.as_ref()?.shown(offer)
    }

    /// A row of the bill less that of the baseline, in the currency of the shown total. A discount or tax that
    /// was not there counts as nothing.
    #[must_use]
    pub fn row_to_baseline(&self, row: &BillRow) -> Option<Difference> {
        let difference = self.figures.row_to_baseline(row)?;
        Some(Difference { amount: self.in_shown(row, difference.amount), ..difference })
    }
}
