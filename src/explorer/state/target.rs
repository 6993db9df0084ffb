//! The targets of values that are typed.

use whatif_pricing::{Currency, DriverId};

use crate::scenario::OfferId;

/// The target of a value that is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A slider.
    Driver(DriverId),
    /// A unit price.
    Price {
        /// The offer.
        offer: OfferId,
        /// The id of its card or of a companion's.
        card: String,
        /// The id of the charge.
        charge: String,
    },
    /// A discount or mark-up.
    Adjustment {
        /// The offer.
        offer: OfferId,
        /// The id of its card or of a companion's.
        card: String,
        /// The id of the charge. `None` for the whole card.
        charge: Option<String>,
    },
    /// The name of a new copy of an offer.
    NewOffer {
        /// The offer that is copied.
        of: OfferId,
    },
    /// The name of a copy.
    OfferLabel(OfferId),
    /// The limit of the selected offer's total.
    Goal,
    /// The tax on all totals.
    Tax,
    /// The amount that totals are held against.
    Budget,
    /// The day whose price lists apply.
    AsOf,
    /// The rate of a currency to that of the comparison.
    Rate {
        /// The currency.
        from: Currency,
    },
    /// The period.
    Period,
    /// The range that the levers move each driver by.
    LeverRange,
    /// Changes of the workload within the period.
    Changes,
    /// The file to save to.
    SaveAs,
    /// The file of an export.
    Export,
    /// The file to save a recorded tour to.
    SaveTour,
    /// The files to import.
    Import,
    /// The notes.
    Notes,
}

impl Target {
    /// The offer, card and charge that it is about. `None` if it is about none.
    #[must_use]
    pub fn place(&self) -> Option<(&OfferId, &str, Option<&str>)> {
        match self {
            Self::Price { offer, card, charge } => Some((offer, card, Some(charge))),
            Self::Adjustment { offer, card, charge } => Some((offer, card, charge.as_deref())),
            Self::NewOffer { of: offer } | Self::OfferLabel(offer) => {
                Some((offer, offer.card(), None))
            }
            Self::Driver(_)
            | Self::Goal
            | Self::Tax
            | Self::Budget
            | Self::AsOf
            | Self::Rate { .. }
            | Self::Period
            | Self::LeverRange
            | Self::Changes
            | Self::SaveAs
            | Self::Export
            | Self::SaveTour
            | Self::Import
            | Self::Notes => None,
        }
    }
}
