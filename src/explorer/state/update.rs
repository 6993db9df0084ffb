//! The one way in: a message changes the state and returns an effect.

use whatif_pricing::Period;

use super::{
    AdjustedOf, BillRow, Effect, Finds, Item, Message, Overlay, Palette, Refusal, Row, State,
    Target, notes,
};
use crate::explorer::action::{Action, Pane, Place, Screen};
use crate::explorer::widget::{Field, FieldKey};

/// Rows that a page key moves by.
const PAGE_ROWS: isize = 10;
/// The most letters to look for in the help.
const HELP_LETTERS_MAX: usize = 40;
/// Places of the sweep that its cursor moves by.
const PROBE_PLACES: isize = 2;
/// More rows than any list has.
const ROWS_MAX: isize = 100_000;
/// The most rows of the sweep's text that are scrolled past.
const CHART_ROWS_MAX: usize = 200;

impl State {
    /// Takes a message. Pure but for the state: nothing is read from or written to the world.
    pub fn update(&mut self, message: Message) -> Effect {
        let is_silent = message.is_silent();
        if !is_silent {
            self.before(&message);
        }
        let effect = self.take(message);
        self.follow_row();
        self.follow_folds();
        self.name_keys();
        if !is_silent {
            self.record();
        }
        effect
    }

    /// Ends what lasts only until the user does something else.
    fn before(&mut self, message: &Message) {
        if !matches!(message, Message::DragTo { .. } | Message::Release) {
            self.cursor.notice = None;
            self.cursor.is_welcome = false;
            self.figures.is_fresh = false;
        }
        if !is_step(message) {
            self.cursor.burst = None;
        }
        if !matches!(message, Message::Tour(_)) {
            self.pause_tour();
        }
    }

    fn take(&mut self, message: Message) -> Effect {
        match message {
            Message::Act(action) => return self.act(action),
            Message::Unbound(key) => self.say_where(key),
            Message::CopySource => return self.copy_explained(),
            Message::Edit(key) => self.edit(key),
            Message::Paste(text) => self.paste(&text),
            Message::Accept => return self.accept(),
            Message::Cancel => return self.cancel(),
            Message::Press { column, row } => {
                self.cursor.drag = None;
                return self.press(column, row);
            }
            Message::DragTo { column } => self.drag_to(column),
            Message::Release => self.cursor.drag = None,
            Message::Wheel { column, row, up } => {
                return self.wheel(column, row, up).map_or(Effect::None, |action| self.act(action));
            }
            Message::CardsChanged(library) => self.change_cards(&library),
            Message::CardsUnwatched(text)
            | Message::ProfileUnusable(text)
            | Message::Failed(text) => {
                self.document.leaves_when_saved = false;
                self.cursor.refuse(text);
            }
            Message::Background(background) => self.settings.follow(background),
            Message::Autosaving(why) => self.autosaving(why),
            Message::LeftBehind(id) => self.document.left_behind(&id),
            Message::Done(text) => self.cursor.say(text),
            Message::Opened { origin, text } => drop(self.open(&origin, &text)),
            Message::Saved { path, text, files } => {
                self.document.files = files;
                return self.saved(path, &text);
            }
            Message::FileDiffers(path) => self.ask_about_change(path),
            Message::Files(files) => self.document.files = files,
            Message::Answer(key) => return self.answer(key),
            Message::TourRead { name, text } => self.read_tour(&name, &text),
            Message::ImportProgress { number, progress, elapsed } => {
                self.import_progressed(number, progress, elapsed);
            }
            Message::ImportRead { number, import } => self.import_read(number, import),
            Message::ImportFailed { number, why } => self.import_failed(number, why),
            Message::Tour(key) => self.tour_key(key),
            Message::Tick(millis) => self.tick(millis),
        }
        Effect::None
    }

    fn autosaving(&mut self, why: Option<String>) {
        self.document.is_autosaved = why.is_none();
        match why {
            Some(why) => self.cursor.refuse(why),
            None => self.cursor.say("autosave works again"),
        }
    }

    /// Carries an action out. One of a pane may come from the palette while another pane has the keys.
    #[expect(clippy::too_many_lines, reason = "one arm for each action")]
    pub(super) fn act(&mut self, action: Action) -> Effect {
        if let Place::In(pane) = action.entry().place {
            self.go_to_pane(pane);
        }
        match action {
            Action::Quit => return self.leave(),
            Action::Save => return self.save(),
            Action::Revert => return self.revert(),
            Action::CopyCode => return self.copy_code(),
            Action::Suspend => return Effect::Suspend,
            Action::ToggleMouse => return self.toggle_mouse(),
            Action::Undo => return self.travelling(Self::undo),
            Action::Redo => return self.travelling(Self::redo),
            Action::ToggleFavourite => return self.toggle_favourite(),
            Action::NextSort => return self.next_sort(),
            Action::SaveAs => self.save_as(),
            Action::Open => self.open_palette(Finds::Files),
            Action::Import => self.type_import(),
            Action::Tours => self.open_palette(Finds::Tours),
            Action::Palette => self.open_palette(Finds::Everything),
            Action::Presets => self.open_palette(Finds::Presets),
            Action::ChooseCurrency => self.open_palette(Finds::Currencies),
            Action::ChooseJob => self.open_palette(Finds::Jobs),
            Action::Record => self.toggle_recording(),
            Action::Help => self.cursor.overlays.push(Overlay::Help { scroll: 0, find: None }),
            Action::ShowProblems => self.show_problems(),
            Action::NextTheme => return self.next_theme(),
            Action::Filter => self.open_filter(),
            Action::Up => self.move_by(-1),
            Action::Down => self.move_by(1),
            Action::PageUp => self.move_by(-PAGE_ROWS),
            Action::PageDown => self.move_by(PAGE_ROWS),
            Action::First => self.move_by(-ROWS_MAX),
            Action::Last => self.move_by(ROWS_MAX),
            Action::NextPane => self.turn_pane(true),
            Action::PreviousPane => self.turn_pane(false),
            Action::ShowExplore => self.show(Screen::Explore),
            Action::ShowCompare => self.show(Screen::Compare),
            Action::ShowSweep => self.show(Screen::Sweep),
            Action::ShowPrices => self.show(Screen::Prices),
            Action::ShowLevers => self.show(Screen::Levers),
            Action::ExplainPrice => self.explain_price(),
            Action::TypePriceHere => self.type_price_here(),
            Action::ShowInvoice => self.go_to_pane(Pane::Invoice),
            Action::ShowProviders => self.go_to_pane(Pane::Providers),
            Action::Present => self.turn_stage(),
            Action::TurnDriverAxis => self.turn_axis(false),
            Action::TurnAmountAxis => self.turn_axis(true),
            Action::SeekGoal | Action::SeekGoalHere => self.open_edit(Target::Goal, ""),
            Action::PinBaseline => self.pin_baseline(),
            Action::UnpinBaseline => self.unpin_baseline(),
            Action::AddKeyServices => self.add_key_services(),
            Action::AddOffer => self.type_new_offer(),
            Action::RenameOffer => self.type_label(),
            Action::RemoveOffer => self.remove_offer(),
            Action::TypeChanges => self.type_changes(),
            Action::TypeTax => self.type_tax(),
            Action::TypeAsOf => self.type_as_of(),
            Action::TypeRate => self.type_rate(),
            Action::TypeBudget => self.type_budget(),
            Action::TypeNotes => self.type_notes(),
            Action::TypePeriod => self.open_palette(Finds::Periods),
            Action::Export => self.open_palette(Finds::Exports),
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
            Action::ToggleMark => {
                let offer = self.selected().id.clone();
                self.toggle_mark(&offer);
            }
            Action::MarkListed => self.mark_listed(),
            Action::UnmarkAll => self.unmark_all(),
            Action::ProbeLess => self.move_probe(-PROBE_PLACES),
            Action::ProbeMore => self.move_probe(PROBE_PLACES),
            Action::ProbeMuchLess => self.move_probe(-10 * PROBE_PLACES),
            Action::ProbeMuchMore => self.move_probe(10 * PROBE_PLACES),
            Action::TakeProbe => self.take_probe(),
            Action::ZoomIn => self.zoom_chart(true),
            Action::ZoomOut => self.zoom_chart(false),
            Action::ZoomPane => self.cursor.is_zoomed = !self.cursor.is_zoomed,
            Action::CopySource => return self.copy_source(),
            Action::UnpaidEarlier => self.move_unpaid(-1),
            Action::UnpaidLater => self.move_unpaid(1),
            Action::Explain => self.explain(),
            Action::TypePrice => self.type_price(),
            Action::ResetPrice => self.reset_price(),
            Action::TypeDiscount => self.type_adjustment(false),
            Action::TypeCardDiscount => self.type_adjustment(true),
            Action::CardBefore => self.move_column(-1),
            Action::NextCard => self.move_column(1),
            Action::ExplainCell => self.explain_cell(),
            Action::TakeLever => self.take_lever(),
            Action::NarrowRange => self.change_range(false),
            Action::WidenRange => self.change_range(true),
            Action::TypeRange => self.type_range(),
        }
        Effect::None
    }

    /// Explains the line under the cursor. A discount or tax explains itself, and is typed anew.
    fn explain(&mut self) {
        match self.bill_row() {
            Some(BillRow::Line { card, charge }) => {
                let offer = self.selected().id.clone();
                self.cursor.overlays.push(Overlay::Explain { offer, card, charge, scroll: 0 });
            }
            Some(BillRow::Adjusted { .. } | BillRow::Section { .. }) => self.type_adjustment(false),
            Some(BillRow::Folded { .. }) => self.fold_lines(),
            None => {}
        }
    }

    /// Resets a line to the card's price. Removes a discount, mark-up or tax.
    fn reset_price(&mut self) {
        let offer = self.selected().id.clone();
        let outcome = match self.bill_row() {
            Some(BillRow::Line { card, charge }) => self.set_price(&offer, &card, &charge, None),
            Some(BillRow::Adjusted { card, of }) => match of {
                AdjustedOf::Charge(charge) => self.set_adjustment(&offer, &card, Some(&charge), ""),
                AdjustedOf::Card => self.set_adjustment(&offer, &card, None, ""),
                AdjustedOf::Tax => self.set_tax(""),
            },
            Some(BillRow::Section { .. } | BillRow::Folded { .. }) | None => Ok(()),
        };
        self.cursor.refuse_if(outcome);
    }

    /// Undo and redo may bring a rate back or remove it, for the next run too.
    fn travelling(&mut self, travel: impl FnOnce(&mut Self)) -> Effect {
        let before = self.saved_profile();
        travel(self);
        if self.saved_profile() == before { Effect::None } else { Effect::SaveProfile }
    }

    fn toggle_mouse(&mut self) -> Effect {
        let says = self.settings.toggle_mouse();
        self.cursor.say(says);
        Effect::CaptureMouse(self.settings.preferences.mouse)
    }

    fn next_theme(&mut self) -> Effect {
        let says = self.settings.next_theme();
        self.cursor.say(says);
        Effect::SaveProfile
    }

    /// Moves the cursor of what is on top, or of the pane that has the keys.
    fn move_by(&mut self, by: isize) {
        let end = self.cursor.scroll_end();
        match self.cursor.overlays.last_mut() {
            Some(
                Overlay::Help { scroll, .. }
                | Overlay::Explain { scroll, .. }
                | Overlay::Report { scroll, .. }
                | Overlay::Import { scroll, .. }
                | Overlay::Problems { scroll },
            ) => *scroll = (*scroll).min(end).saturating_add_signed(by).min(end),
            Some(Overlay::Palette(palette)) => {
                let last = palette.found.len().saturating_sub(1);
                palette.cursor = palette.cursor.saturating_add_signed(by).min(last);
            }
            Some(Overlay::Edit(_) | Overlay::Ask(_)) => {}
            Some(Overlay::Filter { .. }) => self.move_offer(by),
            None => self.move_in_pane(by),
        }
    }

    fn move_in_pane(&mut self, by: isize) {
        match self.cursor.focus {
            Pane::Providers => self.move_offer(by),
            Pane::Usage => self.move_row(by),
            Pane::Invoice => self.move_line(by),
            Pane::Compare => self.move_item(by),
            Pane::Prices => self.move_price(by),
            Pane::Levers => self.move_lever(by),
            Pane::Sweep => {
                let scroll = self.cursor.chart_scroll.saturating_add_signed(by);
                self.cursor.chart_scroll = scroll.min(CHART_ROWS_MAX);
            }
        }
    }

    /// Opens the field of the slider or of the line under the cursor with the first that was typed.
    fn start_typing(&mut self, text: &str) {
        let target = match self.cursor.focus {
            Pane::Invoice => self.price_target(),
            Pane::Usage => self.driver_target(),
            Pane::Prices => self.price_here(),
            Pane::Providers | Pane::Compare | Pane::Sweep | Pane::Levers => None,
        };
        if let Some(target) = target {
            self.open_edit(target, text);
        }
    }

    fn price_target(&self) -> Option<Target> {
        let Some(BillRow::Line { card, charge }) = self.bill_row() else { return None };
        Some(Target::Price { offer: self.selected().id.clone(), card, charge })
    }

    const fn driver_target(&self) -> Option<Target> {
        let Row::Driver(driver) = self.cursor.row else { return None };
        Some(Target::Driver(driver))
    }

    fn edit(&mut self, key: FieldKey) {
        if matches!(key, FieldKey::Insert(_)) {
            self.type_over();
        } else if let Some(Overlay::Edit(edit)) = self.cursor.overlays.last_mut() {
            edit.is_former = false;
        }
        self.in_field(|field| field.edit(key));
    }

    /// Pasted text goes into the open field, or begins typing.
    fn paste(&mut self, text: &str) {
        let is_open = !self.cursor.overlays.is_empty();
        if !is_open && crate::scenario::code::is_meant(text) {
            return self.open_code(text);
        }
        if !is_open {
            self.start_typing("");
        }
        self.type_over();
        let is_notes = |overlay: &Overlay| matches!(overlay, Overlay::Edit(edit) if edit.target == Target::Notes);
        let is_notes = self.cursor.overlays.last().is_some_and(is_notes);
        let lines = if is_notes { notes::in_one_line(text) } else { text.to_owned() };
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
            self.cursor.refuse(Refusal::PasteTooLong { room });
        }
    }

    /// Empties a field that still has its former value.
    fn type_over(&mut self) {
        if let Some(Overlay::Edit(edit)) = self.cursor.overlays.last_mut()
            && std::mem::take(&mut edit.is_former)
        {
            edit.field.clear();
        }
    }

    /// Changes the text of the field on top, and what depends on it.
    fn in_field(&mut self, change: impl FnOnce(&mut Field) -> bool) {
        let Some(mut top) = self.cursor.overlays.pop() else { return };
        match &mut top {
            Overlay::Edit(edit) => {
                if change(&mut edit.field) {
                    edit.error = None;
                    edit.preview = self.preview(&edit.target, edit.field.text());
                }
                edit.means = self.meaning(&edit.target, edit.field.text());
            }
            Overlay::Filter { field, .. } => {
                if change(field) {
                    field.text().clone_into(&mut self.cursor.filter);
                    self.keep_offer();
                }
            }
            Overlay::Palette(palette) => {
                if change(&mut palette.field) {
                    palette.search(self);
                }
            }
            Overlay::Help { scroll, find } => {
                *scroll = 0;
                change(find.get_or_insert_with(|| Field::new(HELP_LETTERS_MAX)));
            }
            Overlay::Explain { .. }
            | Overlay::Report { .. }
            | Overlay::Import { .. }
            | Overlay::Ask(_)
            | Overlay::Problems { .. } => {}
        }
        self.cursor.overlays.push(top);
    }

    fn accept(&mut self) -> Effect {
        match self.cursor.overlays.pop() {
            Some(Overlay::Edit(edit)) => self.accept_edit(edit),
            Some(Overlay::Palette(palette)) => self.accept_palette(palette),
            Some(Overlay::Ask(ask)) => {
                self.cursor.overlays.push(Overlay::Ask(ask));
                Effect::None
            }
            Some(Overlay::Import { pick, .. }) => {
                self.take_import(&pick);
                Effect::None
            }
            Some(
                Overlay::Filter { .. }
                | Overlay::Help { .. }
                | Overlay::Explain { .. }
                | Overlay::Report { .. }
                | Overlay::Problems { .. },
            )
            | None => Effect::None,
        }
    }

    /// Takes what the palette found, or the text itself where that can be taken. Otherwise it stays open.
    fn accept_palette(&mut self, palette: Palette) -> Effect {
        let typed = palette.field.text();
        let is_period = palette.finds == Finds::Periods
            && !typed.is_empty()
            && Period::parse(typed, self.settings.today).is_ok();
        if let Some((item, _)) = palette.found.get(palette.cursor).filter(|_| !is_period) {
            return self.go_to(item.clone());
        }
        match palette.finds {
            Finds::Files => return self.open_typed(typed),
            Finds::Tours if !typed.is_empty() => return Effect::ReadTour(typed.into()),
            Finds::Periods => return self.accept_text(Target::Period, typed),
            Finds::Tours
            | Finds::Everything
            | Finds::Presets
            | Finds::Currencies
            | Finds::Jobs
            | Finds::Import
            | Finds::Exports => self.cursor.overlays.push(Overlay::Palette(palette)),
        }
        Effect::None
    }

    /// A row of the palette was clicked.
    pub(super) fn accept_found(&mut self, item: Item) -> Effect {
        let Some(Overlay::Palette(palette)) = self.cursor.overlays.last() else {
            return Effect::None;
        };
        if !palette.found.iter().any(|(found, _)| *found == item) {
            return Effect::None;
        }
        self.cursor.overlays.pop();
        self.go_to(item)
    }

    /// Closes what is on top. With nothing there, stops an import, leaves the stage or clears the filter.
    fn cancel(&mut self) -> Effect {
        match self.cursor.overlays.pop() {
            Some(Overlay::Filter { before, .. }) => {
                self.cursor.filter.clear();
                self.select(&before);
            }
            Some(Overlay::Import { .. }) => self.leave_preview(),
            Some(Overlay::Palette(Palette { finds: Finds::Import, .. })) => self.leave_import(),
            None if self.stop_import() => return Effect::StopImport,
            None if self.cursor.screen == Screen::Stage => self.leave_stage(),
            None => self.cursor.filter.clear(),
            Some(
                Overlay::Help { .. }
                | Overlay::Explain { .. }
                | Overlay::Report { .. }
                | Overlay::Problems { .. }
                | Overlay::Ask(_)
                | Overlay::Palette(_)
                | Overlay::Edit(_),
            ) => {}
        }
        Effect::None
    }
}

/// Returns whether a message is a step on a slider, which goes on with the step before it.
const fn is_step(message: &Message) -> bool {
    matches!(
        message,
        Message::Act(
            Action::Decrease | Action::Increase | Action::DecreaseMuch | Action::IncreaseMuch
        ) | Message::Wheel { .. }
    )
}
