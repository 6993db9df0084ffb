//! Why a goal is never reached, or not known to be, and what to know of a value that reaches it.

use super::Search;
use crate::cli::along;
use crate::cli::output::Failure;

impl Search<'_> {
    /// Why the cards have no totals to compare at a step.
    pub(super) fn why_unknown(&self, step: u64) -> Vec<String> {
        let requests = self.question.requests();
        let several = requests.len() > 1;
        let mut reasons = Vec::new();
        for (request, offer) in requests.iter().zip(self.offers) {
            let mut own = along::why_unknown(request, self.axis, step);
            if several {
                own.extend(along::why_unranked(offer, self.axis.workload()));
            }
            let at = self.with_unit(step);
            let id = &request.card.id;
            let named = |reason: String| if several { format!("{id}: {reason}") } else { reason };
            reasons.extend(own.into_iter().map(|why| format!("at {at}: {}", named(why))));
        }
        reasons
    }

    /// What to know of the invoices at a step: quotas, what is left out, plans that are closed.
    pub(super) fn warnings(&self, step: u64) -> Result<Vec<String>, Failure> {
        let requests = self.question.requests();
        let several = requests.len() > 1;
        let mut warnings = Vec::new();
        for request in requests {
            let moved = request.with_value(self.axis.driver(), self.axis.value(step))?;
            let quoted = moved.quoted()?;
            let id = &request.card.id;
            let texts = moved.warnings(&quoted).into_iter();
            warnings.extend(texts.map(|it| if several { format!("{id}: {it}") } else { it }));
        }
        Ok(warnings)
    }
}
