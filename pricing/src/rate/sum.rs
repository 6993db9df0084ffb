//! The sum alone: what charges come to in any exact numbers, without lines and warnings.
//!
//! It takes the same steps as an invoice ([`Rated::steady`] for each charge, then discounts and tax), for
//! those who ask for many totals: a property test holds the two together.

use crate::card::quota::Beyond;
use crate::number::ratio::{Exact, OutOfRange};
use crate::rate::adjustment::Adjustment;
use crate::rate::known::Known;
use crate::rate::limit::Limit;
use crate::rate::rated::Rated;
use crate::rate::tariff::Tariff;
use crate::rate::touched::Touched;
use crate::rate::trace::Quiet;
use crate::usage::driver::DriverId;
use crate::usage::follow::Follow;
use crate::usage::formula::{EvaluateError, Formula};
use crate::usage::inputs::Inputs;
use crate::usage::peak::Peak;
use crate::usage::reads::Reads;
use crate::usage::workload::Workload;

impl Tariff {
    /// The charges and the quotas of totals that read a driver for which `moves` is true.
    pub(crate) fn touched(&self, moves: &[bool]) -> Touched {
        let moves = self.moves_with(moves);
        let reads = |formula: &Formula| formula.drivers().any(|driver| moves[driver.index()]);
        let touched = |charge: &usize| {
            let mut rated = self.parts.iter().map(|part| &part.rated[*charge]);
            rated.any(|rated| rated.formulas().any(reads))
        };
        let counts = |quota: &usize| {
            self.card.quotas[*quota].counts_in_totals() && self.quotas[*quota].formulas().any(reads)
        };
        Touched {
            charges: (0..self.card.charges.len()).filter(touched).collect(),
            quotas: (0..self.quotas.len()).filter(counts).collect(),
        }
    }

    /// The drivers that the charges read themselves.
    pub(crate) fn charged_by(&self) -> impl Iterator<Item = DriverId> {
        let rated = self.parts.iter().flat_map(|part| &part.rated);
        rated.flat_map(Rated::formulas).flat_map(Formula::drivers)
    }

    /// Does a charge read a driver itself, or one that the driver's use is taken for?
    #[must_use]
    pub fn charge_reads(&self, charge: usize, driver: DriverId) -> bool {
        let rated = self.parts.iter().map(|part| &part.rated[charge]);
        rated.flat_map(Rated::formulas).flat_map(Formula::drivers).any(|read| read == driver)
    }

    /// The drivers that the vendor's limits read themselves.
    pub(crate) fn limited_by(&self) -> impl Iterator<Item = DriverId> {
        self.quotas.iter().flat_map(Limit::formulas).flat_map(Formula::drivers)
    }

    /// Do the limits beyond which an offer has no rank depend on drivers that move?
    pub(crate) fn limits_move(&self, moves: &[bool]) -> bool {
        let moves = self.moves_with(moves);
        let mut formulas = self.unranking().flat_map(|(_, limit)| limit.formulas());
        formulas.any(|formula| formula.drivers().any(|driver| moves[driver.index()]))
    }

    /// By driver: does a vendor's limit depend on it, or the check of a peak that is charged? Through the
    /// workload's formulas too.
    #[must_use]
    pub fn limits_read(&self, workload: &Workload) -> Vec<bool> {
        let mut reads = vec![false; workload.vocabulary().len()];
        let is_charged = |peak: &&Peak| self.charged_by().any(|driver| driver == peak.driver);
        let means = workload.peaks().iter().filter(is_charged).flat_map(|peak| peak.mean.drivers());
        for driver in self.limited_by().chain(means) {
            workload.feeds(driver, &mut reads);
        }
        reads
    }

    /// The drivers that a quote reads themselves: of charges, of limits, and of what follows a main service.
    pub(crate) fn reads(&self) -> Reads {
        let of_follow = |follow: &Follow| follow.formula.drivers().chain([follow.driver]).collect();
        let follows = self.follows.iter().flat_map::<Vec<DriverId>, _>(of_follow);
        Reads::of(self.charged_by().chain(self.limited_by()).chain(follows))
    }

    /// The quotas beyond which an offer has no rank, by place.
    pub(crate) fn unranking(&self) -> impl Iterator<Item = (usize, &Limit)> {
        let unranks = |(_, limit): &(usize, &Limit)| matches!(limit.beyond, Beyond::Unranked);
        self.quotas.iter().enumerate().filter(unranks)
    }

    /// The charges and quotas that are not among these.
    pub(crate) fn untouched(&self, touched: &Touched) -> Touched {
        let all = &self.everything;
        Touched {
            charges: all
                .charges
                .iter()
                .copied()
                .filter(|it| !touched.charges.contains(it))
                .collect(),
            quotas: all.quotas.iter().copied().filter(|it| !touched.quotas.contains(it)).collect(),
        }
    }

    /// The sum of these charges, each with its own discounts, before what is on the whole card.
    pub(crate) fn own_sum<N: Exact>(
        &self,
        of: &Touched,
        inputs: &impl Inputs<N>,
    ) -> Result<Known<N>, EvaluateError> {
        let mut sum = Known { amount: N::ZERO, complete: true };
        for charge in &of.charges {
            let amount = self.charge_sum(*charge, inputs)?;
            sum.complete &= amount.is_some();
            let known = amount.map_or_else(|| self.known_sum(*charge, inputs), Ok)?;
            sum.amount = sum.amount.plus(known)?;
        }
        for quota in &of.quotas {
            let holds = self.quotas[*quota].holds(inputs)?;
            sum.complete &= holds || !self.card.quotas[*quota].ends_prices();
        }
        Ok(sum)
    }

    fn charge_sum<N: Exact>(
        &self,
        charge: usize,
        inputs: &impl Inputs<N>,
    ) -> Result<Option<N>, EvaluateError> {
        if let ([part], Some(words)) = (&self.parts[..], inputs.words())
            && let Some(compiled) = &part.compiled.charges()[charge]
            && let Some(line) = compiled.line(words)
        {
            return Ok(Some(self.charge_adjusted(charge, N::of_word(line.amount))?));
        }
        let mut amount = Some(N::ZERO);
        for part in &self.parts {
            let steady = part.rated[charge].steady(inputs, &mut Quiet)?;
            amount = match (amount, steady.priced.amount) {
                (Some(sum), Some(more)) => Some(sum.plus(more)?),
                _ => None,
            };
        }
        amount.map(|amount| Ok(self.charge_adjusted(charge, amount)?)).transpose()
    }

    /// The known part of what a charge comes to, with its own discounts.
    #[cold]
    fn known_sum<N: Exact>(
        &self,
        charge: usize,
        inputs: &impl Inputs<N>,
    ) -> Result<N, EvaluateError> {
        let mut sum = N::ZERO;
        for part in &self.parts {
            sum = sum.plus(part.rated[charge].known(inputs)?)?;
        }
        Ok(self.charge_adjusted(charge, sum)?)
    }

    /// An amount of a charge with the discounts on it.
    #[inline]
    fn charge_adjusted<N: Exact>(&self, charge: usize, amount: N) -> Result<N, OutOfRange> {
        let mut adjusted = amount;
        for (of, percent) in &self.adjustments {
            if *of == Adjustment::Charge(charge) {
                adjusted = adjusted.plus(percent.part_of(amount)?)?;
            }
        }
        Ok(adjusted)
    }

    /// A sum with what is on the card as a whole, one after the other.
    pub(crate) fn adjusted<N: Exact>(&self, sum: N) -> Result<N, OutOfRange> {
        let whole = self.adjustments.iter().filter(|(of, _)| !matches!(of, Adjustment::Charge(_)));
        whole.into_iter().try_fold(sum, |sum, (_, percent)| sum.plus(percent.part_of(sum)?))
    }
}

impl Rated {
    /// Every formula that it evaluates.
    pub(crate) fn formulas(&self) -> impl Iterator<Item = &Formula> {
        let groups = self.groups.iter().map(|groups| &groups.count);
        let allow = self.allow.iter().map(|allow| &allow.quantity);
        let stock = self.stock.iter().flat_map(|stock| stock.formulas());
        let quantity = std::iter::once(&self.quantity).chain(&self.while_above_zero);
        quantity.chain(groups).chain(allow).chain(stock).chain(self.shared_formulas())
    }
}
