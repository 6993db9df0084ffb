//! Overlays lie over the panes: the last one opened is on top and has the keys.

use whatif_pricing::{Ratio, Total};

use super::{Ask, Palette, Refusal, Target};
use crate::explorer::widget::Field;
use crate::import::Pick;
use crate::scenario::OfferId;

/// One thing over the panes.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// The signs on the screen, and all keys.
    Help {
        /// Rows scrolled past.
        scroll: usize,
        /// The letters to look for. `None` until the search key.
        find: Option<Field>,
    },
    /// The calculation of a line's amount.
    Explain {
        /// The offer.
        offer: OfferId,
        /// The id of its card or of a companion's.
        card: String,
        /// The id of the charge.
        charge: String,
        /// Rows scrolled past.
        scroll: usize,
    },
    /// The problems in files of the user's cards.
    Problems {
        /// Rows scrolled past.
        scroll: usize,
    },
    /// Something to read.
    Report {
        /// The title.
        title: &'static str,
        /// Its lines, of any length.
        lines: Vec<String>,
        /// Rows scrolled past.
        scroll: usize,
    },
    /// The changes that an import would make.
    Import {
        /// The part of it.
        pick: Pick,
        /// The changes, and what was left out.
        lines: Vec<String>,
        /// Rows scrolled past.
        scroll: usize,
    },
    /// A question that is to be answered first.
    Ask(Ask),
    /// Finding a command, driver or offer.
    Palette(Palette),
    /// Typing a value.
    Edit(Edit),
    /// Typing the filter of the picker.
    Filter {
        /// The letters so far.
        field: Field,
        /// The offer that was selected before, to return to on esc.
        before: OfferId,
    },
}

/// A value being typed.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The target.
    pub target: Target,
    /// The text so far.
    pub field: Field,
    /// True if the text is the former value, which the first letter replaces.
    pub is_former: bool,
    /// The reason why the text was refused. Shown under the field.
    pub error: Option<Box<Refusal>>,
    /// The total that the text would give. `None` until something is typed, and if it changes no total.
    pub preview: Option<Preview>,
    /// The meaning of the text, such as `1,000 USD = 925.93 EUR`. Shown under the field. `None` if that is
    /// the text itself.
    pub means: Option<String>,
}

/// The total that a typed value would give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The name of the offer that would be selected.
    pub name: String,
    /// Its plan, if it is another offer than the selected one.
    pub plan: Option<String>,
    /// Its total, in the currency of the comparison.
    pub total: Total,
    /// The difference to the present total of the selected offer. `None` if one of them is incomplete.
    pub more: Option<Ratio>,
}
