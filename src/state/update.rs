//! The one way in: a message changes the state and answers with an effect.

use whatif_pricing::Adjustment;

use super::{BillRow, Effect, Finds, Message, Overlay, State, Target, notes};
use crate::action::{Action, Pane, Screen};
use crate::profile::Sort;
use crate::theme::Scheme;
use crate::widget::{Field, FieldKey};

/// Rows that a page key moves by.
const PAGE_ROWS: isize = 10;

/// The most rows of the sweep's words that are scrolled past.
const CHART_ROWS_MAX: usize = 200;

/// The longest filter.
const FILTER_LETTERS_MAX: usize = 40;

impl State {
    /// Takes a message. Pure but for the state: nothing is read from or written to the world.
    pub fn update(&mut self, message: Message) -> Effect {
        let is_done =
            !matches!(message, Message::Tick(_) | Message::Files(_) | Message::LeftBehind(_));
        let effect = self.take(message);
        self.follow_row();
        if is_done {
            self.record();
        }
        effect
    }

    fn take(&mut self, message: Message) -> Effect {
        let is_silent =
            matches!(message, Message::Files(_) | Message::Tick(_) | Message::LeftBehind(_));
        if !is_silent && !matches!(message, Message::DragTo { .. } | Message::Release) {
            self.notice = None;
            self.is_fresh = false;
        }
        if !is_silent && !matches!(message, Message::Tour(_)) {
            self.pause_tour();
        }
        match message {
            Message::Act(action) => return self.act(action),
            Message::Edit(key) => self.edit(key),
            Message::Paste(text) => self.paste(&text),
            Message::Accept => return self.accept(),
            Message::Cancel => self.cancel(),
            Message::Press { column, row } => {
                self.drag = None;
                return self.press(column, row);
            }
            Message::DragTo { column } => self.drag_to(column),
            Message::Release => self.drag = None,
            Message::CardsChanged(library) => self.change_cards(&library),
            Message::CardsUnwatched(text)
            | Message::ProfileUnusable(text)
            | Message::Failed(text) => {
                self.leaves_when_saved = false;
                self.refuse(text);
            }
            Message::Keeping(why) => {
                self.is_kept = why.is_none();
                match why {
                    Some(why) => self.refuse(why),
                    None => self.tell("your work is kept again"),
                }
            }
            Message::LeftBehind(id) => self.left_behind(&id),
            Message::Done(text) => self.tell(text),
            Message::Opened { origin, text } => {
                self.open(&origin, &text);
            }
            Message::Saved { path, text, files } => {
                self.files = files;
                return self.saved(path, &text);
            }
            Message::FileDiffers(path) => self.ask_about_change(path),
            Message::Files(files) => self.files = files,
            Message::Answer(key) => return self.answer(key),
            Message::TourRead { name, text } => self.read_tour(&name, &text),
            Message::Tour(key) => return self.tour_key(key),
            Message::Tick(millis) => self.tick(millis),
            Message::Wheel { column, row, up } => {
                return self.wheel(column, row, up).map_or(Effect::None, |action| self.act(action));
            }
        }
        Effect::None
    }

    pub(super) fn act(&mut self, action: Action) -> Effect {
        match action {
            Action::Quit => return self.leave(),
            Action::Save => return self.save(),
            Action::SaveAs => self.save_as(),
            Action::Open => self.open_palette(Finds::Files),
            Action::Revert => return self.revert(),
            Action::CopyCode => return self.copy_code(),
            Action::TypeChanges => self.type_changes(),
            Action::Export => self.type_export(),
            Action::Tours => self.open_palette(Finds::Tours),
            Action::Record => self.toggle_recording(),
            Action::Suspend => return Effect::Suspend,
            Action::ToggleMouse => return self.toggle_mouse(),
            Action::Up => self.move_by(-1),
            Action::Down => self.move_by(1),
            Action::PageUp => self.move_by(-PAGE_ROWS),
            Action::PageDown => self.move_by(PAGE_ROWS),
            Action::NextPane => self.turn_pane(true),
            Action::PreviousPane => self.turn_pane(false),
            Action::ShowExplore => self.show(Screen::Explore),
            Action::ShowCompare => self.show(Screen::Compare),
            Action::ShowSweep => self.show(Screen::Sweep),
            Action::SeekGoal => self.open_edit(Target::Goal, ""),
            Action::TurnDriverAxis => self.turn_axis(false),
            Action::TurnAmountAxis => self.turn_axis(true),
            Action::ShowLevers => self.show(Screen::Levers),
            Action::Present => self.turn_stage(),
            Action::Undo => return self.keeping(Self::undo),
            Action::Redo => return self.keeping(Self::redo),
            Action::Help => self.overlays.push(Overlay::Help { scroll: 0 }),
            Action::ShowProblems => self.show_problems(),
            Action::Palette => self.open_palette(Finds::Everything),
            Action::Presets => self.open_palette(Finds::Presets),
            Action::NextTheme => self.next_theme(),
            Action::Filter => self.open_filter(),
            Action::TypeTax => self.type_tax(),
            Action::TypeAsOf => self.type_as_of(),
            Action::TypeRate => self.type_rate(),
            Action::PinBaseline => self.pin_baseline(),
            Action::TypeBudget => self.type_budget(),
            Action::TypeNotes => self.type_notes(),
            Action::NextCurrency => return self.next_currency(),
            Action::ToggleFavourite => return self.toggle_favourite(),
            Action::NextSort => return self.next_sort(),
            Action::TypePeriod => {
                let text = self.period_text();
                self.open_edit_of(Target::Period, &text);
            }
            _ => self.act_in_pane(action),
        }
        Effect::None
    }

    /// Actions of one pane; from the palette they may come while another has the keys.
    fn act_in_pane(&mut self, action: Action) {
        if let crate::action::Place::In(pane) = action.entry().place {
            self.go_to_pane(pane);
        }
        match action {
            Action::Decrease => self.step(-1),
            Action::Increase => self.step(1),
            Action::DecreaseMuch => self.step(-10),
            Action::IncreaseMuch => self.step(10),
            Action::ToSmallest => self.go_to_end(false),
            Action::ToLargest => self.go_to_end(true),
            Action::Halve => self.double(false),
            Action::Double => self.double(true),
            Action::TypeValue => self.type_value(false),
            Action::TypeFormula => self.type_value(true),
            Action::Reset => self.reset(),
            Action::ToggleMark => self.toggle_mark(self.scenario.selected),
            Action::ShowInvoice => self.go_to_pane(Pane::Invoice),
            Action::ShowProviders => self.go_to_pane(Pane::Providers),
            Action::Explain => self.explain(),
            Action::CardBefore => self.move_column(-1),
            Action::NextCard => self.move_column(1),
            Action::ExplainCell => self.explain_cell(),
            Action::TypeDiscount => self.type_adjustment(false),
            Action::TypeCardDiscount => self.type_adjustment(true),
            Action::TypePrice => self.type_price(),
            Action::SeekGoalHere => self.open_edit(Target::Goal, ""),
            Action::ResetPrice => self.reset_price(),
            Action::TakeLever => self.take_lever(),
            Action::NarrowSwing => self.change_swing(false),
            Action::WidenSwing => self.change_swing(true),
            Action::TypeSwing => self.type_swing(),
            _ => unreachable!("actions of all panes are taken before"),
        }
    }

    /// Explains the line under the cursor; a discount or tax is its own explanation, and is typed anew.
    fn explain(&mut self) {
        match self.bill_row() {
            BillRow::Line { card, charge } => {
                self.overlays.push(Overlay::Explain { card, charge, scroll: 0 });
            }
            BillRow::Adjusted { .. } | BillRow::Section { .. } => self.type_adjustment(false),
        }
    }

    /// Back to the card's own price; on a discount, mark-up or tax, takes it out.
    fn reset_price(&mut self) {
        let outcome = match self.bill_row() {
            BillRow::Line { card, charge } => self.set_price(card, charge, None),
            BillRow::Section { .. } => Ok(()),
            BillRow::Adjusted { card, place } => {
                match self.board.cards[card].invoice.adjustments[place].of {
                    Adjustment::Charge(charge) => self.set_adjustment(card, Some(charge), ""),
                    Adjustment::Card => self.set_adjustment(card, None, ""),
                    Adjustment::Tax => self.set_tax(""),
                }
            }
        };
        if let Err(text) = outcome {
            self.refuse(text);
        }
    }

    /// A step through time may bring a rate back or take it away, for the next run too.
    fn keeping(&mut self, step: impl FnOnce(&mut Self)) -> Effect {
        let before = self.kept();
        step(self);
        if self.kept() == before { Effect::None } else { Effect::SaveProfile }
    }

    fn toggle_favourite(&mut self) -> Effect {
        let id = self.selected().card.id.clone();
        let favourites = &mut self.profile.favourites;
        if let Some(place) = favourites.iter().position(|known| *known == id) {
            favourites.remove(place);
            self.tell(format!("{id} is no favourite any more"));
        } else {
            favourites.push(id.clone());
            self.tell(format!("{id} is a favourite: it stands first in its group"));
        }
        Effect::SaveProfile
    }

    fn next_sort(&mut self) -> Effect {
        let now = Sort::ALL.iter().position(|sort| *sort == self.profile.sort);
        self.profile.sort = Sort::ALL[now.map_or(0, |place| (place + 1) % Sort::ALL.len())];
        self.tell(format!("cards by {}", self.profile.sort.name()));
        Effect::SaveProfile
    }

    fn toggle_mouse(&mut self) -> Effect {
        self.preferences.mouse = !self.preferences.mouse;
        let now = if self.preferences.mouse {
            "the mouse moves sliders; m gives it back to the terminal"
        } else {
            "the mouse selects text; m takes it back"
        };
        self.tell(now);
        Effect::CaptureMouse(self.preferences.mouse)
    }

    fn next_theme(&mut self) {
        let now = Scheme::ALL.iter().position(|scheme| *scheme == self.preferences.scheme);
        let next = now.map_or(0, |place| (place + 1) % Scheme::ALL.len());
        self.preferences.scheme = Scheme::ALL[next];
        self.tell(format!("theme: {}", self.preferences.scheme));
    }

    /// Moves the cursor of what is on top, or of the pane that has the keys.
    fn move_by(&mut self, by: isize) {
        match self.overlays.last_mut() {
            Some(
                Overlay::Help { scroll }
                | Overlay::Explain { scroll, .. }
                | Overlay::Report { scroll, .. }
                | Overlay::Problems { scroll },
            ) => {
                *scroll = scroll.saturating_add_signed(by);
            }
            Some(Overlay::Palette(palette)) => {
                let last = palette.found.len().saturating_sub(1);
                palette.cursor = palette.cursor.saturating_add_signed(by).min(last);
            }
            Some(Overlay::Edit(_) | Overlay::Ask(_)) => {}
            Some(Overlay::Filter { .. }) => self.move_card(by),
            None => match self.focus {
                Pane::Providers => self.move_card(by),
                Pane::Usage => self.move_row(by),
                Pane::Invoice => self.move_line(by),
                Pane::Compare => self.move_item(by),
                Pane::Levers => self.move_lever(by),
                Pane::Sweep => {
                    self.chart_scroll =
                        self.chart_scroll.saturating_add_signed(by).min(CHART_ROWS_MAX);
                }
            },
        }
    }

    fn move_card(&mut self, by: isize) {
        let listed = self.listed();
        let Some(last) = listed.len().checked_sub(1) else { return };
        let now = listed.iter().position(|card| *card == self.scenario.selected);
        let place = now.map_or(0, |now| now.saturating_add_signed(by).min(last));
        self.select(listed[place]);
    }

    fn open_filter(&mut self) {
        self.go_to_pane(Pane::Providers);
        let field = Field::with_text(&self.filter, FILTER_LETTERS_MAX);
        self.overlays.push(Overlay::Filter { field, before: self.scenario.selected });
    }

    /// Opens the field of the slider or of the line under the cursor with the first that was typed.
    fn start_typing(&mut self, text: &str) {
        let target = match (self.focus, self.row) {
            (Pane::Invoice, _) => match self.bill_row() {
                BillRow::Line { card, charge } => Target::Price { card, charge },
                _ => return,
            },
            (Pane::Usage, super::Row::Driver(driver)) => Target::Driver(driver),
            _ => return,
        };
        self.open_edit(target, text);
    }

    fn edit(&mut self, key: FieldKey) {
        if matches!(key, FieldKey::Insert(_)) {
            self.type_over();
        } else if let Some(Overlay::Edit(edit)) = self.overlays.last_mut() {
            edit.is_former = false;
        }
        self.in_field(|field| field.edit(key));
    }

    /// Pasted text goes into the open field, or begins typing.
    fn paste(&mut self, text: &str) {
        if self.overlays.is_empty() && crate::scenario::code::is_meant(text) {
            return self.open_code(text);
        }
        if self.overlays.is_empty() {
            self.start_typing("");
        }
        self.type_over();
        let lines = match self.overlays.last() {
            Some(Overlay::Edit(edit)) if edit.target == Target::Notes => notes::in_one_line(text),
            _ => text.to_owned(),
        };
        // A part of a number or of a list is another one.
        let mut no_room = None;
        self.in_field(|field| match field.room_for(&lines) {
            Ok(()) => field.paste(&lines),
            Err(room) => {
                no_room = Some(room);
                false
            }
        });
        if let Some(room) = no_room {
            self.refuse(format!(
                "what was pasted is too long, and was left out: there is room for {room} letters"
            ));
        }
    }

    /// Empties a field that still has what was there before.
    fn type_over(&mut self) {
        if let Some(Overlay::Edit(edit)) = self.overlays.last_mut()
            && std::mem::take(&mut edit.is_former)
        {
            edit.field.clear();
        }
    }

    /// Changes the text of the field on top, and what depends on it.
    fn in_field(&mut self, change: impl FnOnce(&mut Field) -> bool) {
        let Some(mut top) = self.overlays.pop() else { return };
        match &mut top {
            Overlay::Edit(edit) => {
                if change(&mut edit.field) {
                    edit.error = None;
                }
            }
            Overlay::Filter { field, .. } => {
                if change(field) {
                    field.text().clone_into(&mut self.filter);
                    self.keep_card();
                }
            }
            Overlay::Palette(palette) => {
                if change(&mut palette.field) {
                    palette.search(self);
                }
            }
            Overlay::Help { .. }
            | Overlay::Explain { .. }
            | Overlay::Report { .. }
            | Overlay::Ask(_)
            | Overlay::Problems { .. } => {}
        }
        self.overlays.push(top);
    }

    /// After the filter changed: a card that is not listed gives way to the first that is.
    pub(super) fn keep_card(&mut self) {
        let listed = self.listed();
        if let Some(first) = listed.first().filter(|_| !listed.contains(&self.scenario.selected)) {
            self.select(*first);
        }
    }

    fn accept(&mut self) -> Effect {
        match self.overlays.pop() {
            Some(Overlay::Edit(edit)) => return self.accept_edit(edit),
            Some(Overlay::Palette(palette)) => {
                let typed = palette.field.text().to_owned();
                return match palette.found.get(palette.cursor) {
                    Some((item, _)) => self.go_to(*item),
                    None if palette.finds == Finds::Files => self.open_typed(&typed),
                    None if palette.finds == Finds::Tours && !typed.is_empty() => {
                        Effect::ReadTour(typed.into())
                    }
                    None => Effect::None,
                };
            }
            Some(Overlay::Ask(ask)) => {
                self.overlays.push(Overlay::Ask(ask));
            }
            Some(
                Overlay::Filter { .. }
                | Overlay::Help { .. }
                | Overlay::Explain { .. }
                | Overlay::Report { .. }
                | Overlay::Problems { .. },
            )
            | None => {}
        }
        Effect::None
    }

    /// A row of the palette was clicked.
    pub(super) fn accept_found(&mut self, place: usize) -> Effect {
        let Some(Overlay::Palette(palette)) = self.overlays.pop() else { return Effect::None };
        palette.found.get(place).map_or(Effect::None, |(item, _)| self.go_to(*item))
    }

    /// Closes what is on top; with nothing there, leaves the stage or clears the filter.
    fn cancel(&mut self) {
        match self.overlays.pop() {
            Some(Overlay::Filter { before, .. }) => {
                self.filter.clear();
                self.select(before);
            }
            None if self.screen == Screen::Stage => self.leave_stage(),
            None => self.filter.clear(),
            Some(_) => {}
        }
    }
}
