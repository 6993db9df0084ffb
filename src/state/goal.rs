//! Goal seek on the screen: what the selected card's total may be, and by what it is to get there.
//!
//! What is typed is an amount, or the id or letter of a card that is to be beaten; `by` after it names a
//! driver, `price` for the unit price of the line under the cursor, or `discount`. What is found is set,
//! as a change that can be undone.

use std::sync::Arc;

use rust_decimal::Decimal;
use whatif_pricing::solve::{Goal, PERCENT_PLACES, PRICE_PLACES, meeting, why_never};
use whatif_pricing::sweep::{
    Axis, Curve, Effort, Run, Verdict, crossing_words, crossovers, with_unit,
};
use whatif_pricing::{
    DriverId, Offer, Percent, Places, Ratio, Selection, Tariff, Value, number, written,
};

use super::{BillRow, State};

/// What may be typed.
pub const GOAL_FORMS: &str = "an amount such as 500, or the id or letter of a card to beat; \
                              by another driver, a line's price or a discount: 500 by keys, \
                              B by discount";

/// What the total is held against.
enum Limit {
    Amount(Ratio),
    /// The place of a card.
    Card(usize),
}

/// What is changed to get there.
enum By {
    Driver(DriverId),
    /// The unit price of a charge of the selected card.
    Price(usize),
    /// A discount on the selected card.
    Discount,
}

impl State {
    /// Seeks what was typed, and sets what was found.
    pub(super) fn seek_goal(&mut self, text: &str) -> Result<(), String> {
        self.scenario.needs_steady("goal seek")?;
        let (limit, by) = match text.split_once(" by ") {
            Some((limit, by)) => (limit.trim(), self.by(by.trim())?),
            None => (text.trim(), By::Driver(self.swept)),
        };
        let limit = self.limit(limit)?;
        match by {
            By::Driver(driver) => self.seek_value(driver, &limit),
            By::Price(charge) => self.seek_price(charge, &limit),
            By::Discount => self.seek_discount(&limit),
        }
    }

    fn by(&self, text: &str) -> Result<By, String> {
        match text {
            "discount" => Ok(By::Discount),
            "price" => match self.bill_row() {
                BillRow::Line { card, charge } if card == self.scenario.selected => {
                    Ok(By::Price(charge))
                }
                _ => {
                    Err("the cursor of the invoice is on no line of the card: choose one first"
                        .into())
                }
            },
            name => {
                let driver = self.scenario.workload.vocabulary().named(name);
                driver.map(By::Driver).map_err(|error| error.to_string())
            }
        }
    }

    fn limit(&self, text: &str) -> Result<Limit, String> {
        let letter = |place: usize| {
            let series = self.scenario.series(place)?;
            char::from_u32(u32::from(b'A') + u32::try_from(series).ok()?)
        };
        let is_meant = |place: usize| {
            let mut letters = text.chars();
            let only = letters.next().filter(|_| letters.next().is_none());
            let meant = only.is_some_and(|it| Some(it.to_ascii_uppercase()) == letter(place));
            meant || self.board.cards[place].card.id == text
        };
        if let Some(place) = (0..self.board.cards.len()).find(|place| is_meant(*place)) {
            return Ok(Limit::Card(place));
        }
        let amount = number::price(text);
        amount.map(|amount| Limit::Amount(amount.into())).map_err(|error| {
            format!("the goal: {error}; or write the id or letter of a marked card")
        })
    }

    /// The amount of a limit as things stand.
    fn limit_amount(&self, limit: &Limit) -> Result<Ratio, String> {
        match limit {
            Limit::Amount(amount) => Ok(*amount),
            Limit::Card(place) => self.board.cards[*place].ranked().ok_or_else(|| {
                format!("the total of {} is not known", self.board.cards[*place].card.name())
            }),
        }
    }

    fn seek_value(&mut self, driver: DriverId, limit: &Limit) -> Result<(), String> {
        let entry = &self.scenario.workload.vocabulary()[driver];
        let largest = Decimal::from(number::MAGNITUDE_MAX);
        let terms = self.scenario.period.terms();
        let axis =
            Axis::new(&self.scenario.workload, driver, terms, entry.smallest.ceil(), largest)
                .map_err(|error| error.to_string())?;
        let offer = self.shown_offer(self.scenario.selected)?;
        let mut curve = Curve::new(&offer, &axis)
            .ok_or("no rate leads to the currency of the comparison: $ types one")?;
        let (step, says) = match limit {
            Limit::Amount(amount) => Self::within(&mut curve, *amount)?,
            Limit::Card(place) => {
                let other = self.shown_offer(*place)?;
                let mut other =
                    Curve::new(&other, &axis).ok_or("no rate leads there: $ types one")?;
                self.beats(&mut curve, &mut other)?
            }
        };
        let value = axis.value(step);
        self.change(|scenario| {
            scenario.workload.set(driver, Value::Number(value)).map_err(|error| error.to_string())
        })?;
        self.tell(says);
        Ok(())
    }

    fn shown_offer(&self, place: usize) -> Result<Offer, String> {
        let scenario = &self.scenario;
        let offer = self.board.offer(place, scenario.display, &scenario.rates);
        offer.map_err(|error| error.to_string())
    }

    /// The largest value that stays within an amount.
    fn within(curve: &mut Curve<'_>, amount: Ratio) -> Result<(u64, String), String> {
        let name = curve.offer().card().name();
        let limit = written(amount, Places::AMOUNT);
        let goal =
            Goal::seek(curve, amount, Effort::THOROUGH).map_err(|error| error.to_string())?;
        let axis = curve.axis();
        match goal {
            Goal::Within { last, runs, .. } => {
                let total = curve.at(last).map_or(amount, |total| total.amount);
                let total = written(total, Places::AMOUNT);
                let most = with_unit(axis, last);
                let beyond = runs.iter().find(|run| run.from == last + 1);
                let unknown = beyond.is_some_and(|run| run.what == Verdict::Unknown);
                let beyond = if unknown { ", and not known beyond" } else { "" };
                Ok((
                    last,
                    format!("{most} at most for {limit}: the total is {total}{beyond}; u undoes"),
                ))
            }
            Goal::Always => Err(format!("{name} stays within {limit} at every value")),
            Goal::Unknown => Err(format!("{name}: a price is not published: no total is known")),
            Goal::Never { at, least } => Err(format!(
                "never: at {} {name} comes to {} already{}",
                with_unit(axis, at),
                written(least, Places::AMOUNT),
                why_never(curve, at, amount).map_or_else(String::new, |why| format!("; {why}"))
            )),
        }
    }

    /// The nearest value at which the selected card is cheaper than another.
    fn beats<'a>(
        &self,
        own: &mut Curve<'a>,
        other: &mut Curve<'a>,
    ) -> Result<(u64, String), String> {
        let effort = &mut Effort::THOROUGH.clone();
        let runs = crossovers(own, other, effort).map_err(|error| error.to_string())?;
        let axis = own.axis();
        let now = axis.step_at(self.board.usage.value(axis.driver()).to_decimal());
        let nearest = |run: &Run<Verdict>| now.clamp(run.from, run.to);
        let cheaper = runs.iter().filter(|run| run.what == Verdict::Cheaper).map(nearest);
        let names = [own, other].map(|curve| {
            let card = curve.offer().card();
            format!("{} {}", card.name(), card.plan)
        });
        let says = crossing_words([&names[0], &names[1]], &runs, axis);
        let found = cheaper.min_by_key(|step| step.abs_diff(now));
        found.map(|step| (step, says.clone())).ok_or_else(|| format!("never: {says}"))
    }

    /// The selected card's total under other choices, in the currency of the comparison.
    fn total_with(&self, choose: impl FnOnce(&mut Selection)) -> Result<Ratio, String> {
        let priced = self.selected();
        let mut selection = Selection::clone(&self.scenario.selections[self.scenario.selected]);
        choose(&mut selection);
        let tariff = Tariff::new(&priced.card, &selection, self.scenario.terms());
        let companions = self.shown_offer(self.scenario.selected)?.companions().to_vec();
        let tariff = tariff.map_err(|error| error.to_string())?;
        let (display, rates) = (self.scenario.display, &self.scenario.rates);
        let offer = Offer::new(tariff, companions, display, rates);
        let total = offer.map_err(|error| error.to_string())?.total(&self.board.usage);
        let total = total.map_err(|error| error.to_string())?.filter(|total| total.complete);
        total
            .map(|total| total.amount)
            .ok_or_else(|| "the total is not known as a whole".to_owned())
    }

    fn seek_price(&mut self, charge: usize, limit: &Limit) -> Result<(), String> {
        let amount = self.limit_amount(limit)?;
        let label = self.selected().card.charges[charge].label.clone();
        let most = Decimal::from(number::MAGNITUDE_MAX) - Decimal::ONE;
        let with = |price: Decimal| self.total_with(|chosen| chosen.prices[charge] = Some(price));
        let found = meeting(most, PRICE_PLACES, with, |total| total <= amount)?;
        let found = found.ok_or_else(|| {
            format!(
                "never: with {label} for nothing the total is above {} still",
                written(amount, Places::AMOUNT)
            )
        })?;
        if found.value == most {
            return Err(format!("the total stays within it whatever {label} costs"));
        }
        let card = self.scenario.selected;
        self.change(|scenario| {
            Arc::make_mut(&mut scenario.selections[card]).prices[charge] = Some(found.value);
            Ok(())
        })?;
        let (price, total) =
            (written(found.value.into(), Places::PRICE), written(found.total, Places::AMOUNT));
        self.tell(format!("{label} at {price} makes the total {total}; u undoes"));
        Ok(())
    }

    fn seek_discount(&mut self, limit: &Limit) -> Result<(), String> {
        let amount = self.limit_amount(limit)?;
        let percent = |percent: Decimal| {
            let read = Percent::parse(&percent.to_string()).and_then(Percent::negated);
            read.map_err(|error| error.to_string())
        };
        let with = |taken: Decimal| {
            let adjustment = Some(percent(taken)?);
            self.total_with(|chosen| chosen.adjustment = adjustment)
        };
        let without = self.total_with(|chosen| chosen.adjustment = None)?;
        if without <= amount {
            return Err(format!(
                "no discount is needed: the total is {}",
                written(without, Places::AMOUNT)
            ));
        }
        // The total falls: the last discount that is not enough is one place short of the first that is.
        let found = meeting(Decimal::ONE_HUNDRED, PERCENT_PLACES, with, |total| total > amount)?;
        let short = found.map_or(Decimal::ZERO, |found| found.value);
        if short >= Decimal::ONE_HUNDRED {
            return Err("never: with all of the card for nothing it is more still".to_owned());
        }
        let enough = percent(short + Decimal::new(1, PERCENT_PLACES))?;
        let card = self.scenario.selected;
        self.change(|scenario| {
            Arc::make_mut(&mut scenario.selections[card]).adjustment = Some(enough);
            Ok(())
        })?;
        let total = self.selected().shown.map_or(amount, |total| total.amount);
        self.tell(format!(
            "a discount of {enough} makes the total {}; u undoes",
            written(total, Places::AMOUNT)
        ));
        Ok(())
    }
}
