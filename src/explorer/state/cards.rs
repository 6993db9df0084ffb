//! The cards change while they are on the screen: the user saved a file of their own.
//!
//! The scenario stays as it is. What a card no longer has stays in the scenario and holds again when the
//! card has it.

use std::sync::Arc;

use whatif_pricing::{Places, RateCard};

use super::{BillRow, Edit, Notice, Overlay, Palette, State, best_offers};
use crate::answer::{Board, PricedOffer};
use crate::library::{BrokenFile, Library};
use crate::report::{self, words};
use crate::scenario::OfferId;

/// The most cards that one message names.
const NAMED_MAX: usize = 2;

impl State {
    /// Takes the cards of a library in place of those on the screen, and says what changed.
    pub(super) fn change_cards(&mut self, library: &Library) {
        let mut says = self.take_cards(library);
        let problem = self.newly_broken(library.broken());
        self.figures.broken = library.broken().to_vec();
        let is_error = problem.is_some() && self.is_busy();
        match problem {
            Some(problem) if is_error => says.insert(0, format!("{problem} (! shows it)")),
            Some(_) => self.show_problems(),
            None if self.figures.broken.is_empty() => self.close_problems(),
            None => {}
        }
        if !says.is_empty() {
            self.cursor.notice = Some(Notice { text: says.join("; "), is_error });
        }
    }

    /// Says that some of the user's files cannot be used, as the screen opens.
    pub fn say_broken(&mut self, broken: &[BrokenFile]) {
        if let Some(problem) = self.newly_broken(broken) {
            self.cursor.refuse(format!("{problem} (! shows it)"));
        }
        self.figures.broken = broken.to_vec();
    }

    /// The first problem that was not there before.
    fn newly_broken(&self, broken: &[BrokenFile]) -> Option<String> {
        let first = broken.iter().find(|broken| !self.figures.broken.contains(broken))?;
        Some(first.brief())
    }

    /// Returns whether something is being typed or dragged, which nothing may cover.
    fn is_busy(&self) -> bool {
        let is_field = |overlay: &Overlay| {
            matches!(overlay, Overlay::Edit(_) | Overlay::Palette(_) | Overlay::Filter { .. })
        };
        self.cursor.drag.is_some() || self.cursor.overlays.iter().any(is_field)
    }

    pub(super) fn show_problems(&mut self) {
        if self.figures.broken.is_empty() {
            return self.cursor.say("your own cards have no problems");
        }
        self.close_problems();
        self.cursor.overlays.push(Overlay::Problems { scroll: 0 });
    }

    fn close_problems(&mut self) {
        self.cursor.overlays.retain(|overlay| !matches!(overlay, Overlay::Problems { .. }));
    }

    /// Puts the library's cards on the screen, and returns what there is to say of it.
    fn take_cards(&mut self, library: &Library) -> Vec<String> {
        let (former, cards) = (self.figures.board.cards(), library.catalog().cards());
        let same = |(one, other): (&Arc<RateCard>, &Arc<RateCard>)| Arc::ptr_eq(one, other);
        if former.len() == cards.len() && former.iter().zip(cards).all(same) {
            return Vec::new();
        }
        let board = match Board::proposing(cards, &self.document.scenario, best_offers()) {
            Ok(board) => board,
            Err(error) => return vec![format!("{error}: the cards stay as they were")],
        };
        let (under_cursor, pinned) = (self.bill_row(), self.figures.pinned_totals());
        let former = self.figures.put(board);
        let mut says = card_changes(&former, &self.figures.board, library);
        says.extend(newly_missing(&former, &self.figures.board));
        self.derive();
        says.extend(self.follow(under_cursor.as_ref()));
        self.figures.is_fresh = true;
        says.extend(self.figures.repriced_baseline(&pinned));
        says
    }

    /// The cursor and the overlays stay on what they were on. Returns what was typed for something that is
    /// gone.
    fn follow(&mut self, under_cursor: Option<&BillRow>) -> Vec<String> {
        // What was drawn is of the cards before. The next frame is drawn at once.
        self.cursor.hits.clear();
        if let Some(row) = under_cursor {
            self.go_to_line(row);
        }
        self.keep_row();
        let mut lost = Vec::new();
        for overlay in std::mem::take(&mut self.cursor.overlays) {
            match self.followed(overlay) {
                Ok(overlay) => self.cursor.overlays.push(overlay),
                Err(typed) => lost.extend(typed),
            }
        }
        lost
    }

    /// An overlay over the cards as they are. If what it is about is gone, what was typed in it.
    fn followed(&self, overlay: Overlay) -> Result<Overlay, Option<String>> {
        match overlay {
            Overlay::Explain { ref offer, ref card, ref charge, .. } => {
                if self.has(offer, card, Some(charge)) { Ok(overlay) } else { Err(None) }
            }
            Overlay::Edit(edit) => {
                let place = edit.target.place();
                if place.is_none_or(|(offer, card, charge)| self.has(offer, card, charge)) {
                    return Ok(Overlay::Edit(edit));
                }
                let Edit { field, .. } = edit;
                Err(Some(format!("no longer exists: the line for '{}'", field.text())))
            }
            Overlay::Palette(palette) => Ok(Overlay::Palette(self.found_again(palette))),
            Overlay::Filter { .. }
            | Overlay::Help { .. }
            | Overlay::Problems { .. }
            | Overlay::Report { .. }
            | Overlay::Import { .. }
            | Overlay::Ask(_) => Ok(overlay),
        }
    }

    /// Returns whether an offer has a card with a charge of this id.
    fn has(&self, offer: &OfferId, card: &str, charge: Option<&str>) -> bool {
        let board = &self.figures.board;
        let known = board.offer(offer).and_then(|_| board.card(card));
        known.is_some_and(|card| charge.is_none_or(|charge| card.charge(charge).is_ok()))
    }

    /// The palette over the cards as they are, with the cursor on what it was on.
    fn found_again(&self, mut palette: Palette) -> Palette {
        let item = palette.found.get(palette.cursor).map(|(item, _)| item.clone());
        palette.search(self);
        let again = palette.found.iter().position(|(found, _)| Some(found) == item.as_ref());
        palette.cursor = again.unwrap_or_default();
        palette
    }
}

/// The cards that were added, changed or removed, in words.
fn card_changes(former: &Board, board: &Board, library: &Library) -> Vec<String> {
    let gone = former.cards().iter().filter(|card| board.card(&card.id).is_none());
    let gone = gone.map(|card| format!("removed {}", card.id));
    let said = board.offers().iter().filter(|now| !board.is_proposal(&now.id));
    let differing = said.filter_map(|now| {
        let Some(before) = former.offer(&now.id) else {
            return Some(format!("added {}: {}", now.id, total(now)));
        };
        let change = totals(before, now);
        if Arc::ptr_eq(&before.card, &now.card) {
            // The price of a companion changed, or the companion is gone.
            let differs = before.total() != now.total();
            return differs.then(|| format!("{}: {change}", now.id));
        }
        let is_own = library.own_file(&now.card.id).is_some();
        let what = if is_own { "reloaded" } else { "back to the shipped" };
        Some(format!("{what} {}: {change}", now.id))
    });
    let mut changes: Vec<String> = differing.chain(gone).collect();
    if changes.len() > NAMED_MAX {
        let more = changes.len() - NAMED_MAX;
        changes.truncate(NAMED_MAX);
        changes.push(format!("and {} more", words::count(more, "card")));
    }
    changes
}

/// The choices of the scenario that a card had and no longer has.
fn newly_missing(former: &Board, board: &Board) -> Vec<String> {
    let missing = board.offers().iter().flat_map(|now| {
        let before = former.offer(&now.id).map_or(&[][..], |before| &before.missing);
        now.missing.iter().filter(|part| !before.contains(part))
    });
    missing.map(report::opening::missing).collect()
}

fn total(offer: &PricedOffer) -> String {
    match &offer.figures {
        Ok(figures) => format!("total {}", words::total_in(figures.total, Places::AMOUNT)),
        Err(fault) => format!("cannot be priced: {fault}"),
    }
}

fn totals(before: &PricedOffer, now: &PricedOffer) -> String {
    let Some((was, is)) = before.total().zip(now.total()) else { return total(now) };
    let currencies = (before.currency, now.currency);
    let [was, is] = if currencies.0 == currencies.1 {
        [was, is].map(|total| words::total_in(total, Places::AMOUNT))
    } else {
        [words::total(currencies.0, was), words::total(currencies.1, is)]
    };
    if was == is { format!("total still {is}") } else { format!("total {was} → {is}") }
}
