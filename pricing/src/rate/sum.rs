//! The sum alone: what charges come to in any exact numbers, without lines and warnings.
//!
//! It takes the same steps as an invoice ([`Rated::steady`] for each charge, then discounts and tax), for
//! those who ask for many totals: a property test holds the two together.

use super::trace::Quiet;
use super::{Rated, Tariff, within};
use crate::formula::{EvaluateError, Formula};
use crate::invoice::Adjustment;
use crate::ratio::{Exact, OutOfRange};
use crate::usage::Inputs;

/// What charges come to, as far as it is known, and whether that is the whole.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sum<N> {
    pub amount: N,
    pub complete: bool,
}

/// What of a tariff depends on some drivers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Touched {
    /// Places of charges.
    pub charges: Vec<usize>,
    /// Places of quotas beyond which the prices are not known.
    pub quotas: Vec<usize>,
}

impl Tariff {
    /// The charges and the quotas of prices that read a driver for which `moves` is true.
    pub(crate) fn touched(&self, moves: &[bool]) -> Touched {
        let reads = |formula: &Formula| formula.drivers().any(|driver| moves[driver.index()]);
        let touched = |charge: &usize| {
            let mut rated = self.parts.iter().map(|part| &part.rated[*charge]);
            rated.any(|rated| rated.formulas().any(reads))
        };
        let ends_prices =
            |quota: &usize| self.card.quotas[*quota].incomplete && reads(&self.quotas[*quota].0);
        Touched {
            charges: (0..self.card.charges.len()).filter(touched).collect(),
            quotas: (0..self.quotas.len()).filter(ends_prices).collect(),
        }
    }

    /// The charges and quotas that are not among these.
    pub(crate) fn untouched(&self, touched: &Touched) -> Touched {
        let all = self.touched_by_all();
        Touched {
            charges: all.charges.into_iter().filter(|it| !touched.charges.contains(it)).collect(),
            quotas: all.quotas.into_iter().filter(|it| !touched.quotas.contains(it)).collect(),
        }
    }

    /// All of them.
    pub(crate) fn touched_by_all(&self) -> Touched {
        let ends_prices = |quota: &usize| self.card.quotas[*quota].incomplete;
        Touched {
            charges: (0..self.card.charges.len()).collect(),
            quotas: (0..self.quotas.len()).filter(ends_prices).collect(),
        }
    }

    /// What these charges come to, each with its own discounts, before what is on the card as a whole.
    pub(crate) fn sum<N: Exact>(
        &self,
        of: &Touched,
        inputs: &impl Inputs<N>,
    ) -> Result<Sum<N>, EvaluateError> {
        let mut sum = Sum { amount: N::ZERO, complete: true };
        for charge in &of.charges {
            match self.charge_sum(*charge, inputs)? {
                Some(amount) => sum.amount = sum.amount.plus(amount)?,
                None => sum.complete = false,
            }
        }
        for quota in &of.quotas {
            let (quantity, limit) = &self.quotas[*quota];
            sum.complete &= within(quantity, limit, inputs)?;
        }
        Ok(sum)
    }

    fn charge_sum<N: Exact>(
        &self,
        charge: usize,
        inputs: &impl Inputs<N>,
    ) -> Result<Option<N>, EvaluateError> {
        let mut amount = Some(N::ZERO);
        for part in &self.parts {
            let steady = part.rated[charge].steady(inputs, &mut Quiet)?;
            amount = match (amount, steady.priced.amount) {
                (Some(sum), Some(more)) => Some(sum.plus(more)?),
                _ => None,
            };
        }
        let Some(amount) = amount else { return Ok(None) };
        let mut adjusted = amount;
        for (of, percent) in &self.adjustments {
            if *of == Adjustment::Charge(charge) {
                adjusted = adjusted.plus(percent.part_of(amount)?)?;
            }
        }
        Ok(Some(adjusted))
    }

    /// A sum with what is on the card as a whole, one after the other.
    pub(crate) fn adjusted<N: Exact>(&self, sum: N) -> Result<N, OutOfRange> {
        let whole = self.adjustments.iter().filter(|(of, _)| !matches!(of, Adjustment::Charge(_)));
        whole.into_iter().try_fold(sum, |sum, (_, percent)| sum.plus(percent.part_of(sum)?))
    }
}

impl Rated {
    /// Every formula that it evaluates.
    fn formulas(&self) -> impl Iterator<Item = &Formula> {
        let groups = self.groups.iter().map(|groups| &groups.count);
        let allow = self.allow.iter().map(|allow| &allow.quantity);
        std::iter::once(&self.quantity).chain(&self.while_above_zero).chain(groups).chain(allow)
    }
}
