//! An invoice for a timeline: the sum of its billing records.

use crate::invoice::quote::Invoice;
use crate::rate::error::RateError;
use crate::rate::tariff::Tariff;
use crate::rate::warning::Warning;
use crate::usage::timeline::Segment;

impl Tariff {
    /// Prices a timeline: the sum of its billing records. For a workload that does not change it is,
    /// exactly, what [`Self::quote`] gives.
    pub fn quote_timeline(
        &self,
        segments: &[Segment],
        invoice: &mut Invoice,
    ) -> Result<(), RateError> {
        if let [steady] = segments {
            return self.quote(&steady.usage, invoice);
        }
        let segments = &*self.derived_segments(segments)?;
        invoice.lines.clear();
        invoice.warnings.clear();
        invoice.warnings.extend_from_slice(&self.standing);
        for charge in 0..self.card.charges.len() {
            invoice.lines.push(self.line_over(charge, segments)?);
        }
        self.warn(segments, invoice)?;
        self.finish(invoice)
    }

    /// Each warning once, with the highest value that any stretch has.
    fn warn(&self, segments: &[Segment], invoice: &mut Invoice) -> Result<(), RateError> {
        let mut buffer = Invoice::default();
        for segment in segments {
            for rated in self.newest() {
                let unmetered = self.metered(rated, &segment.usage)?.1;
                buffer.warnings.extend(unmetered.map(|reason| reason.warning(rated.charge)));
            }
            self.check_quotas(&segment.usage, &mut buffer)?;
        }
        let never_metered = |warning: &Warning| !matches!(warning, Warning::Idle { charge } if !invoice.lines[*charge].quantity.is_zero());
        buffer.warnings.retain(never_metered);
        for warning in buffer.warnings {
            match invoice.warnings.iter_mut().find(|known| same_matter(known, &warning)) {
                Some(known) => keep_higher(known, warning),
                None => invoice.warnings.push(warning),
            }
        }
        Ok(())
    }
}

fn same_matter(known: &Warning, new: &Warning) -> bool {
    if let (Warning::Quota { quota: known, .. }, Warning::Quota { quota: new, .. }) = (known, new) {
        return known == new;
    }
    known == new
}

fn keep_higher(known: &mut Warning, new: Warning) {
    if let (Warning::Quota { value: highest, .. }, Warning::Quota { value, .. }) = (&*known, &new)
        && value > highest
    {
        *known = new;
    }
}
