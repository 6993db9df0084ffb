//! The accounts and regions over which the usage of a month is spread, as far as a card counts them.

use std::collections::{BTreeMap, BTreeSet};

use whatif_pricing::{DriverId, Ratio};

use super::fold::{Cell, Usage, UsageKey};
use crate::import::cards::driver;
use crate::import::data::Origin;
use crate::import::draft::whole;
use crate::import::tables::Service;

/// The accounts and regions of one card.
#[derive(Debug)]
struct Spread {
    service: &'static Service,
    cells: BTreeSet<Cell>,
    /// The accounts that use what each has a free quantity of.
    sharers: BTreeSet<u32>,
    origin: Origin,
}

/// The accounts and regions of each card that counts them, in one month.
#[derive(Debug, Default)]
pub struct Spreads {
    cards: BTreeMap<&'static str, Spread>,
    /// True if a card has usage of several accounts: then each says how many it has.
    has_several: bool,
}

impl Spreads {
    /// Finds the accounts and regions of a month.
    pub fn of<'u>(usages: impl Iterator<Item = (&'u UsageKey, &'u Usage)>) -> Self {
        let mut all = Self::default();
        for (key, usage) in usages {
            let UsageKey::Meter(meter, _) = key else { continue };
            let service = meter.service();
            if !service.accounts || meter.get().driver.is_none() {
                continue;
            }
            let (cells, sharers, origin) = (BTreeSet::new(), BTreeSet::new(), Origin::default());
            let new = || Spread { service, cells, sharers, origin };
            let spread = all.cards.entry(&service.card).or_insert_with(new);
            spread.cells.extend(usage.cells.keys());
            if meter.get().shares {
                spread.sharers.extend(usage.cells.keys().map(|it| it.account));
            }
            spread.origin.join(&usage.origin);
        }
        all.has_several = all.cards.values().any(|spread| spread.accounts() > 1);
        all
    }

    /// The accounts of each of which a card counts the levels.
    pub fn accounts(&self, card: &str) -> Ratio {
        let known = self.cards.get(card).filter(|it| !it.service.groups);
        known.map_or(Ratio::ONE, |spread| whole(spread.accounts() as u64))
    }

    /// Returns whether a card takes usage to be the same in each account and region.
    pub fn is_grouped(&self, card: &str) -> bool {
        self.cards.get(card).is_some_and(|it| it.service.groups)
    }

    /// The drivers that say over how many accounts and regions a card's usage is spread.
    pub fn drivers(&self, card: &str) -> Vec<(DriverId, Ratio, &Origin)> {
        let Some(spread) = self.cards.get(card) else { return Vec::new() };
        let (accounts, regions) = spread.sides();
        let mut found = Vec::new();
        if self.has_several {
            found.push((driver("accounts"), whole(accounts as u64), &spread.origin));
        }
        if spread.service.groups {
            found.push((driver("regions"), whole(regions as u64), &spread.origin));
        }
        found
    }
}

impl Spread {
    fn accounts(&self) -> usize {
        if !self.sharers.is_empty() {
            return self.sharers.len();
        }
        self.cells.iter().map(|it| it.account).collect::<BTreeSet<_>>().len()
    }

    /// So many accounts in so many regions. If not every account is in every region, each pair counts as a
    /// region of one account.
    fn sides(&self) -> (usize, usize) {
        let accounts = self.accounts();
        let regions = self.cells.iter().map(|it| it.region).collect::<BTreeSet<_>>().len();
        if self.service.groups && accounts * regions != self.cells.len() {
            return (1, self.cells.len());
        }
        (accounts, regions)
    }
}
