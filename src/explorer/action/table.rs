//! The table itself. The first row that fits the pane and the key holds.

mod everywhere;
mod panes;

use super::{Action, Entry, GROUPS, Key, Pane, Place};
use everywhere::EVERYWHERE;
use panes::PANES;

const fn entry(
    action: Action,
    keys: &'static [Key],
    place: Place,
    name: &'static str,
    help: &'static str,
) -> Entry {
    let group = match place {
        Place::In(Pane::Usage) => GROUPS[0],
        Place::In(Pane::Providers) => GROUPS[1],
        Place::In(Pane::Invoice) => GROUPS[2],
        Place::In(Pane::Compare) => GROUPS[3],
        Place::In(Pane::Sweep) => GROUPS[4],
        Place::In(Pane::Prices) => GROUPS[5],
        Place::In(Pane::Levers) => GROUPS[6],
        Place::Anywhere => GROUPS[7],
    };
    Entry { action, keys, place, name, help, group }
}

/// The number of rows.
const COUNT: usize = PANES.len() + EVERYWHERE.len();

/// The rows of the panes, then those that hold everywhere.
const ALL: [Entry; COUNT] = {
    let mut all = [EVERYWHERE[0]; COUNT];
    let mut row = 0;
    while row < COUNT {
        all[row] = if row < PANES.len() { PANES[row] } else { EVERYWHERE[row - PANES.len()] };
        row += 1;
    }
    all
};

/// The table. The first row that fits the pane and the key holds.
pub const TABLE: &[Entry] = &ALL;
