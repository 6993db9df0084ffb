//! The cards change while they are on the screen: the user saved a file of their own.
//!
//! What was chosen follows each card by its id, in the scenario and in those that can be gone back to.

use std::sync::Arc;

use whatif_pricing::{Adjusted, Adjustment, Invoice, Line, Places, RateCard, written};

use super::bill::{BillRow, Past};
use super::{Edit, Item, Notice, Overlay, Palette, Row, State, Target};
use crate::board::{Board, Priced};
use crate::library::{BrokenFile, Library};
use crate::scenario::{Scenario, place_of};

/// The most cards that one message names.
const NAMED_MAX: usize = 2;

/// The cards as they were and as they are.
struct Restock {
    former: Vec<Arc<RateCard>>,
    cards: Vec<Arc<RateCard>>,
}

impl State {
    /// Takes the cards of a library in place of those on the screen, and says what changed.
    pub(super) fn change_cards(&mut self, library: &Library) {
        let mut told = self.stock(library);
        let problem = self.newly_broken(library.broken());
        self.broken = library.broken().to_vec();
        let is_error = problem.is_some() && self.is_busy();
        match problem {
            Some(problem) if is_error => told.insert(0, format!("{problem} (! shows it)")),
            Some(_) => self.show_problems(),
            None if self.broken.is_empty() => self.close_problems(),
            None => {}
        }
        if !told.is_empty() {
            self.notice = Some(Notice { text: told.join("; "), is_error });
        }
    }

    /// Says that some of the user's files cannot be used, as the screen opens.
    pub fn tell_broken(&mut self, broken: &[BrokenFile]) {
        if let Some(problem) = self.newly_broken(broken) {
            self.refuse(format!("{problem} (! shows it)"));
        }
        self.broken = broken.to_vec();
    }

    /// The first problem that was not told before.
    fn newly_broken(&self, broken: &[BrokenFile]) -> Option<String> {
        let first = broken.iter().find(|broken| !self.broken.contains(broken))?;
        Some(first.brief())
    }

    /// Something is being typed or dragged, which nothing may cover.
    fn is_busy(&self) -> bool {
        let field = |overlay: &Overlay| {
            matches!(overlay, Overlay::Edit(_) | Overlay::Palette(_) | Overlay::Filter { .. })
        };
        self.drag.is_some() || self.overlays.iter().any(field)
    }

    pub(super) fn show_problems(&mut self) {
        if self.broken.is_empty() {
            return self.tell("your own cards have no problems");
        }
        self.close_problems();
        self.overlays.push(Overlay::Problems { scroll: 0 });
    }

    fn close_problems(&mut self) {
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Problems { .. }));
    }

    /// Puts the library's cards on the screen; answers what is to be said of it.
    fn stock(&mut self, library: &Library) -> Vec<String> {
        let former: Vec<_> = self.board.cards.iter().map(|it| Arc::clone(&it.card)).collect();
        let wanted = library.catalog().cards();
        let same = |(a, b): (&Arc<RateCard>, &Arc<RateCard>)| Arc::ptr_eq(a, b);
        if former.len() == wanted.len() && former.iter().zip(wanted).all(same) {
            return Vec::new();
        }
        let mut restock = Restock { former, cards: wanted.to_vec() };
        let (board, mut told) = match self.priced(&mut restock) {
            Ok(priced) => priced,
            Err(refused) => return refused,
        };
        told.extend(self.put_cards(&restock, board, Some(library)));
        told
    }

    /// Leaves these cards alone on the screen: a scenario is opened without the others. Answers whether it
    /// is so; what is there now could be priced with all of them.
    pub(super) fn keep_cards(&mut self, cards: &[Arc<RateCard>]) -> bool {
        let mut restock = Restock { former: self.cards(), cards: cards.to_vec() };
        let priced = self.priced(&mut restock).ok();
        let Some((board, _)) = priced.filter(|_| restock.cards.len() == cards.len()) else {
            return false;
        };
        self.put_cards(&restock, board, None);
        true
    }

    /// The cards of a board take the place of those on the screen; answers what is to be said of it.
    fn put_cards(
        &mut self,
        restock: &Restock,
        board: Board,
        library: Option<&Library>,
    ) -> Vec<String> {
        let mut told = Vec::new();
        let under_cursor = self.bill_row();
        let pinned = self.pinned_totals();
        let former = std::mem::replace(&mut self.board, board);
        if let Some(library) = library {
            told.extend(restock.words(&former, &self.board, library));
        }
        self.before = restock.before(&former, &self.board);
        told.extend(self.follow(restock, under_cursor));
        self.forget_samples();
        self.derive();
        self.is_fresh = true;
        told.extend(self.repriced_baseline(&pinned));
        told
    }

    /// The board of the cards as they are. One that cannot be priced for the scenario stays as it was, or
    /// is left out, which is told.
    fn priced(&self, restock: &mut Restock) -> Result<(Board, Vec<String>), Vec<String>> {
        let mut told = Vec::new();
        loop {
            let scenario = restock.scenario(&self.scenario);
            let error = match Board::of(&restock.cards, &scenario) {
                Ok(board) => return Ok((board, told)),
                Err(error) => error,
            };
            let Some(card) = error.card() else {
                return Err(vec![format!("{error}: the cards are left as they were")]);
            };
            told.push(format!("{error}: the card is left as it was"));
            let Some(place) = place_of(&restock.cards, card) else { return Err(told) };
            let former = place_of(&restock.former, card).map(|place| &restock.former[place]);
            match former.filter(|former| !Arc::ptr_eq(former, &restock.cards[place])) {
                Some(former) => restock.cards[place] = Arc::clone(former),
                None => drop(restock.cards.remove(place)),
            }
        }
    }

    /// Everything that names a card, or a part of one, by its place follows; answers what could not.
    fn follow(&mut self, restock: &Restock, under_cursor: BillRow) -> Option<String> {
        let former = Arc::clone(&restock.former[self.scenario.selected]);
        let mut dropped = Vec::new();
        self.scenario = self.scenario.over(&restock.former, &restock.cards, &mut dropped);
        self.document.follow(&restock.former, &restock.cards);
        for step in self.undo.iter_mut().chain(&mut self.redo) {
            step.scenario = restock.scenario(&step.scenario);
            if let Some(document) = &mut step.document {
                document.follow(&restock.former, &restock.cards);
            }
        }
        if let Some(playing) = &mut self.tour {
            playing.each_scenario(
                |scenario| *scenario = restock.scenario(scenario),
                |document| document.follow(&restock.former, &restock.cards),
            );
        }
        // What is recorded names cards by id; what it is compared with next is of these cards.
        self.record_over();
        // What was drawn is of the cards before; the next frame is drawn at once.
        self.hits.clear();
        let card = Arc::clone(&self.selected().card);
        if let BillRow::Line { card, charge } = under_cursor
            && let Some((card, charge)) = restock.charge(card, charge)
        {
            let row = BillRow::Line { card, charge };
            self.line = self.bill().iter().position(|it| *it == row).unwrap_or_default();
        }
        let row = row_on(&former, &card, self.row);
        self.row = row.unwrap_or_else(|| self.rows()[0]);
        self.keep_row();
        if former.id != card.id {
            self.keep_card();
        }
        for overlay in std::mem::take(&mut self.overlays) {
            match self.followed(overlay, restock) {
                Ok(overlay) => self.overlays.push(overlay),
                Err(lost) => dropped.extend(lost),
            }
        }
        (!dropped.is_empty()).then(|| format!("no longer there: {}", dropped.join(", ")))
    }

    /// What lies over the panes, on the cards as they are; otherwise what was typed in it.
    fn followed(&self, overlay: Overlay, restock: &Restock) -> Result<Overlay, Option<String>> {
        match overlay {
            Overlay::Explain { card, charge, scroll } => {
                let (card, charge) = restock.charge(card, charge).ok_or(None)?;
                Ok(Overlay::Explain { card, charge, scroll })
            }
            Overlay::Edit(edit) => match restock.target(edit.target) {
                Some(target) => Ok(Overlay::Edit(Edit { target, ..edit })),
                None => Err(Some(format!("the line for '{}'", edit.field.text()))),
            },
            Overlay::Palette(palette) => Ok(Overlay::Palette(self.found_again(palette, restock))),
            Overlay::Filter { field, before } => {
                let before = restock.place(before).unwrap_or(self.scenario.selected);
                Ok(Overlay::Filter { field, before })
            }
            Overlay::Help { .. }
            | Overlay::Problems { .. }
            | Overlay::Report { .. }
            | Overlay::Ask(_) => Ok(overlay),
        }
    }

    /// The palette over the cards as they are, with the cursor on what it was on.
    fn found_again(&self, mut palette: Palette, restock: &Restock) -> Palette {
        let item = palette.found.get(palette.cursor).and_then(|(item, _)| match item {
            Item::Card(card) => restock.place(*card).map(Item::Card),
            other => Some(*other),
        });
        palette.search(self);
        let again = palette.found.iter().position(|(found, _)| Some(*found) == item);
        palette.cursor = again.unwrap_or_default();
        palette
    }
}

impl Restock {
    /// A scenario over the cards as they are.
    fn scenario(&self, scenario: &Scenario) -> Scenario {
        scenario.over(&self.former, &self.cards, &mut Vec::new())
    }

    /// The place of a card as it is now.
    fn place(&self, former: usize) -> Option<usize> {
        place_of(&self.cards, &self.former[former].id)
    }

    /// The places of a card and of a charge of it as they are now.
    fn charge(&self, card: usize, charge: usize) -> Option<(usize, usize)> {
        let id = &self.former[card].charges.get(charge)?.id;
        let place = self.place(card)?;
        let charge = self.cards[place].charges.iter().position(|charge| charge.id == *id)?;
        Some((place, charge))
    }

    /// What is typed for, on the cards as they are.
    fn target(&self, target: Target) -> Option<Target> {
        match target {
            Target::Price { card, charge } => {
                let (card, charge) = self.charge(card, charge)?;
                Some(Target::Price { card, charge })
            }
            Target::Adjustment { card, charge: Some(charge) } => {
                let (card, charge) = self.charge(card, charge)?;
                Some(Target::Adjustment { card, charge: Some(charge) })
            }
            Target::Adjustment { card, charge: None } => {
                Some(Target::Adjustment { card: self.place(card)?, charge: None })
            }
            Target::Driver(_)
            | Target::Goal
            | Target::Tax
            | Target::Budget
            | Target::AsOf
            | Target::Rate { .. }
            | Target::Period
            | Target::Changes
            | Target::SaveAs
            | Target::Export
            | Target::SaveTour
            | Target::Swing
            | Target::Notes => Some(target),
        }
    }

    /// What became of the cards, in words.
    fn words(&self, former: &Board, board: &Board, library: &Library) -> Vec<String> {
        let gone = |card: &&Arc<RateCard>| place_of(&self.cards, &card.id).is_none();
        let gone = self.former.iter().filter(gone).map(|card| format!("removed {}", card.id));
        let changed = board.cards.iter().filter_map(|now| {
            let id = &now.card.id;
            let Some(place) = place_of(&self.former, id) else {
                return Some(format!("added {id}: total {}", total(now)));
            };
            let before = &former.cards[place];
            let what =
                if library.own_file(id).is_some() { "reloaded" } else { "back to the shipped" };
            let same = Arc::ptr_eq(&before.card, &now.card);
            if !same {
                return Some(format!("{what} {id}: {}", totals(before, now)));
            }
            // What stands beside it is another, or has gone.
            (before.total != now.total).then(|| format!("{id}: {}", totals(before, now)))
        });
        let mut told: Vec<String> = changed.chain(gone).collect();
        if told.len() > NAMED_MAX {
            let more = told.len() - NAMED_MAX;
            told.truncate(NAMED_MAX);
            told.push(format!("and {more} cards more"));
        }
        told
    }

    /// What the cards came to before, in the places of the cards and charges as they are. What was not
    /// there before has not changed.
    fn before(&self, former: &Board, board: &Board) -> Vec<Past> {
        let past = |now: &Priced| {
            let place = place_of(&self.former, &now.card.id);
            let before = place.map(|place| &former.cards[place]);
            match before.filter(|before| before.card.currency == now.card.currency) {
                Some(before) => past(before, now),
                None => Past { invoice: now.invoice.clone(), total: now.total },
            }
        };
        board.cards.iter().map(past).collect()
    }
}

/// What a card came to before, with a line for each charge and adjustment that there is now.
fn past(before: &Priced, now: &Priced) -> Past {
    let former_charge = |charge: usize| {
        let id = &now.card.charges[charge].id;
        before.card.charges.iter().position(|charge| charge.id == *id)
    };
    let line = |line: &Line| {
        let former = former_charge(line.charge);
        Line { amount: former.and_then(|place| before.invoice.lines.get(place)?.amount), ..*line }
    };
    let adjusted = |adjusted: &Adjusted| {
        let of = match adjusted.of {
            Adjustment::Charge(charge) => former_charge(charge).map(Adjustment::Charge),
            other => Some(other),
        };
        let former = before.invoice.adjustments.iter().find(|former| Some(former.of) == of);
        Adjusted { amount: former.map_or(adjusted.amount, |former| former.amount), ..*adjusted }
    };
    let lines = now.invoice.lines.iter().map(line).collect();
    let adjustments = now.invoice.adjustments.iter().map(adjusted).collect();
    let invoice = Invoice { lines, adjustments, ..before.invoice.clone() };
    Past { invoice, total: before.total }
}

fn total(priced: &Priced) -> String {
    let bound = if priced.total.complete { "" } else { "≥ " };
    format!("{bound}{}", written(priced.total.amount, Places::AMOUNT))
}

fn totals(before: &Priced, now: &Priced) -> String {
    if before.card.currency != now.card.currency {
        let (was, is) = (before.card.currency, now.card.currency);
        return format!("total {was} {} → {is} {}", total(before), total(now));
    }
    match (total(before), total(now)) {
        (before, now) if before == now => format!("total still {now}"),
        (before, now) => format!("total {before} → {now}"),
    }
}

/// The same row of the usage pane.
fn row_on(former: &RateCard, card: &RateCard, row: Row) -> Option<Row> {
    let same_card = former.id == card.id;
    match row {
        Row::Driver(_) => Some(row),
        Row::Option(place) => {
            let id = &former.options.get(place).filter(|_| same_card)?.id;
            card.options.iter().position(|option| option.id == *id).map(Row::Option)
        }
        Row::Reading(place) => {
            let id = &former.assumptions.get(place).filter(|_| same_card)?.id;
            card.assumptions.iter().position(|asked| asked.id == *id).map(Row::Reading)
        }
        Row::Companion(place) => {
            let id = &former.companions.get(place).filter(|_| same_card)?.card;
            card.companions.iter().position(|other| other.card == *id).map(Row::Companion)
        }
    }
}
