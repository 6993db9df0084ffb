//! Sums of a bill become drivers of a month, and amounts to hold against a quote.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::NaiveDate;
use whatif_pricing::{DriverId, OutOfRange, Ratio, counted};

use super::cover::Covered;
use super::fold::{Amount, Bills, Cell, CurrencyIx, Month, Usage, UsageKey};
use super::meters::MeterIx;
use super::spread::Spreads;
use crate::import::cards::driver;
use crate::import::data::{
    BilledCard, BilledClass, BilledLine, BilledMonth, BilledOther, ImportPeriod, ImportedDriver,
    Origin, month_window,
};
use crate::import::draft::{Draft, Place, Row, digits, whole};
use crate::import::error::ImportError;
use crate::import::interval;
use crate::import::tables::Service;

/// The usage of all meters that set one driver.
#[derive(Debug, Default)]
struct Sum {
    quantity: Ratio,
    /// The part of the quantity that is in hours.
    hours: Ratio,
    /// The part of it that was free and has rows.
    free: Ratio,
    unlisted: Ratio,
    has_copies: bool,
    /// The card counts it in each account.
    is_level: bool,
    cells: BTreeMap<Cell, Ratio>,
    each: Option<DriverId>,
    resources: HashSet<u64>,
    with: BTreeMap<DriverId, Ratio>,
    note: Option<String>,
    origin: Origin,
}

/// Class, service and currency of another amount.
type Name = (BilledClass, String, String);

/// The month that is being settled.
struct Window {
    first: NaiveDate,
    covered: Covered,
    /// The seconds of the month over those from the first row to the last.
    of_flows: Ratio,
    /// The seconds of the month over those that rows cover.
    of_levels: Ratio,
    spreads: Spreads,
}

impl Bills {
    /// Adds the drivers of each month, and returns what was billed in it.
    pub fn settle(self, draft: &mut Draft) -> Result<Vec<BilledMonth>, ImportError> {
        let mut billed = Vec::new();
        let names =
            Names { others: self.names, regions: self.regions, currencies: self.currencies };
        for (first, month) in self.months {
            let file = file_of(&month);
            let settled = settle(first, month, &names, draft);
            billed.push(settled.map_err(|source| digits(&file, source))?);
        }
        Ok(billed)
    }
}

/// The texts that keys of sums stand for.
struct Names {
    others: Vec<Name>,
    regions: Vec<String>,
    currencies: Vec<String>,
}

/// Choices by option.
type Options = BTreeMap<String, String>;

impl Names {
    /// A currency. Rows that do not say theirs have that of all others, if those have one.
    fn currency(&self, at: CurrencyIx) -> &str {
        let mut known = self.currencies.iter().filter(|name| !name.is_empty());
        match (&*self.currencies[at.get()], known.next(), known.next()) {
            ("", Some(only), None) => only,
            (own, ..) => own,
        }
    }

    /// The choices that a key shows.
    fn choices(&self, key: &UsageKey) -> Options {
        let UsageKey::Meter(meter, region) = key else { return Options::new() };
        let mut choices = meter.get().choose.clone();
        if let (Some(option), Some(region)) = (&meter.service().region_option, region) {
            choices.insert(option.clone(), self.regions[region.get()].clone());
        }
        choices
    }

    /// The options of each card of which the month has more than one choice.
    fn apart<'k>(
        &self,
        keys: impl Iterator<Item = &'k UsageKey>,
    ) -> BTreeSet<(&'static str, String)> {
        let mut found: BTreeMap<(&'static str, String), BTreeSet<String>> = BTreeMap::new();
        for key in keys {
            let UsageKey::Meter(meter, _) = key else { continue };
            for (option, choice) in self.choices(key) {
                found.entry((&meter.service().card, option)).or_default().insert(choice);
            }
        }
        found.into_iter().filter(|(_, all)| all.len() > 1).map(|(option, _)| option).collect()
    }
}

fn file_of(month: &Month) -> String {
    let usage = month.usage.values().filter_map(|it| it.origin.files.first());
    usage.into_iter().next().cloned().unwrap_or_default()
}

fn settle(
    first: NaiveDate,
    month: Month,
    names: &Names,
    draft: &mut Draft,
) -> Result<BilledMonth, OutOfRange> {
    let spreads = Spreads::of(month.usage.iter().map(|((key, _), usage)| (key, usage)));
    let window = Window::new(first, month.cover.in_month(first), spreads)?;
    let mut sums: BTreeMap<(&'static str, Options, DriverId), Sum> = BTreeMap::new();
    let mut cards: BTreeMap<(&'static str, &str), BilledCard> = BTreeMap::new();
    let apart = names.apart(month.usage.keys().map(|(key, _)| key));
    for ((key, currency), usage) in month.usage {
        let (service, meter) = match &key {
            UsageKey::Meter(meter, _) => (meter.service(), Some(*meter)),
            UsageKey::Unmodelled(service, _) => (service.get(), None),
        };
        let is_apart = |option: &String| apart.contains(&(&*service.card, option.clone()));
        let (variant, shared): (Options, Options) =
            names.choices(&key).into_iter().partition(|(option, _)| is_apart(option));
        let billed = line(meter, &variant, &usage);
        add_line(service, names.currency(currency), billed, &mut cards);
        match meter {
            Some(meter) if meter.get().why.is_none() => {
                let place = Place::of_card(&service.card);
                for (option, choice) in &shared {
                    draft.choose_all(&place, (option, choice), first, &usage.origin);
                }
                if meter.get().driver.is_none() && !variant.is_empty() {
                    let what = format!("{} of {}", usage.name, service.card);
                    let why = "it shows a choice beside other usage of the month and counts for no driver: --card CARD:option=choice takes it";
                    draft.leave_out_all(&what, why, &usage.origin);
                }
                if let Some(name) = &meter.get().driver {
                    let sum = sums.entry((&service.card, variant, driver(name))).or_default();
                    sum.add(meter, usage)?;
                }
            }
            Some(meter) => {
                let why = meter.get().why.as_deref().unwrap_or_default();
                draft.leave_out_all(&usage.name, why, &usage.origin);
            }
            None => {
                let what = format!("{} of {}", usage.name, service.card);
                draft.leave_out_all(&what, "no driver stands for this meter", &usage.origin);
            }
        }
    }
    let mut places: BTreeSet<(&str, Options)> = BTreeSet::new();
    if !sums.is_empty() {
        window.say(draft)?;
    }
    for ((card, variant, driver), sum) in sums {
        places.insert((card, variant.clone()));
        let place = Place { card: Some(card.to_owned()), variant };
        sum.settle(&place, driver, &window, draft)?;
    }
    for (card, variant) in places {
        let place = Place { card: Some(card.to_owned()), variant };
        for (driver, value, origin) in window.spreads.drivers(card) {
            draft.drivers.push(window.driver(&place, driver, value, origin.clone(), None));
        }
    }
    let others = month.others.into_iter().map(|(name, amount)| (&names.others[name.get()], amount));
    let mut others: Vec<(&Name, Amount)> = others.collect();
    others.sort_by_key(|(name, _)| *name);
    let others = others.into_iter().map(|(name, amount)| other(name, amount, draft)).collect();
    let Covered { from, to, seconds: covered, .. } = window.covered;
    Ok(BilledMonth { first, from, to, covered, cards: cards.into_values().collect(), others })
}

fn add_line<'n>(
    service: &'static Service,
    currency: &'n str,
    line: BilledLine,
    cards: &mut BTreeMap<(&'static str, &'n str), BilledCard>,
) {
    let currencies = Some(currency).filter(|it| !it.is_empty()).map(str::to_owned);
    let new = || BilledCard {
        card: service.card.clone(),
        currencies: currencies.into_iter().collect(),
        lines: Vec::new(),
    };
    cards.entry((&service.card, currency)).or_insert_with(new).lines.push(line);
}

fn line(meter: Option<MeterIx>, variant: &Options, usage: &Usage) -> BilledLine {
    let known = meter.map(MeterIx::get);
    BilledLine {
        charge: known.and_then(|it| it.charge.clone()),
        meter: usage.name.clone(),
        driver: known.and_then(|it| it.driver.as_deref()).map(driver),
        is_level: known.is_some_and(|it| it.level || it.hours),
        variant: variant.clone(),
        quantity: usage.quantity,
        free: usage.free,
        is_even: usage.is_even(),
        billed: usage.billed,
        list: usage.list,
        origin: usage.origin.clone(),
    }
}

fn other((class, service, currency): &Name, amount: Amount, draft: &mut Draft) -> BilledOther {
    let Amount { billed, origin } = amount;
    let why = match class {
        BilledClass::OtherUsage => "no card prices this service",
        BilledClass::Purchase => "purchases set no driver",
        BilledClass::Credit => "credits set no driver",
        BilledClass::Correction => "corrections set no driver",
        BilledClass::Tax => "taxes set no driver",
    };
    let what = if service.is_empty() { "rows without a service" } else { service };
    draft.leave_out_all(what, why, &origin);
    let (class, service, currency) = (*class, service.clone(), currency.clone());
    BilledOther { class, service, currency, billed, origin }
}

impl Sum {
    fn add(&mut self, meter: MeterIx, usage: Usage) -> Result<(), OutOfRange> {
        let about = meter.get();
        if about.hours {
            self.hours = self.hours.plus(usage.quantity)?;
        } else {
            self.quantity = self.quantity.plus(usage.quantity)?;
        }
        self.free = self.free.plus(usage.free)?;
        self.has_copies |= about.copies;
        self.is_level |= about.level;
        if let Some(unlisted) = about.unlisted.as_deref().and_then(Ratio::parse) {
            self.unlisted = unlisted.times(whole(usage.cells.len() as u64))?;
        }
        for (cell, quantity) in usage.cells {
            let known = self.cells.entry(cell).or_default();
            *known = known.plus(quantity)?;
        }
        self.each = self.each.or_else(|| about.each.as_deref().map(driver));
        self.resources.extend(usage.resources);
        for (name, value) in &about.with {
            self.with.insert(driver(name), Ratio::parse(value).unwrap_or_default());
        }
        self.note = self.note.take().or_else(|| about.note.clone());
        self.origin.join(&usage.origin);
        Ok(())
    }

    /// Adds the driver in the whole month: quantities × seconds of the month ÷ seconds covered.
    fn settle(
        self,
        place: &Place,
        driver: DriverId,
        window: &Window,
        draft: &mut Draft,
    ) -> Result<(), OutOfRange> {
        if self.quantity.is_negative() || self.hours.is_negative() {
            let what =
                format!("{} of {}", label(driver), place.card.as_deref().unwrap_or_default());
            draft.leave_out_all(
                &what,
                "more was taken back than was used in the month",
                &self.origin,
            );
            return Ok(());
        }
        let seconds = Ratio::from(window.covered.seconds);
        let hours = self.hours.times(Ratio::from(3_600))?.over(seconds)?;
        // The free quantity that has no row is taken from the month once. It has rows if it cost nothing.
        let unlisted = if self.free.is_zero() { self.unlisted } else { Ratio::ZERO };
        let quantity = self.quantity.plus(unlisted)?;
        let factor = if self.is_level { window.of_levels } else { window.of_flows };
        let total = quantity.times(factor)?.plus(hours)?;
        let put = |driver, value, note: Option<String>, draft: &mut Draft| {
            draft.drivers.push(window.driver(place, driver, value, self.origin.clone(), note));
        };
        let card = place.card.as_deref().unwrap_or_default();
        // The card counts a level in each account.
        let accounts = if self.is_level { window.spreads.accounts(card) } else { Ratio::ONE };
        let total = total.over(accounts)?;
        let note = self.note_on(card, unlisted, accounts, &window.spreads);
        if self.has_copies {
            let regions = self.copies(&hours);
            put(driver, total.over(regions)?, note, draft);
            put(crate::import::cards::driver("regions"), regions, None, draft);
        } else if let Some(each) = self.each {
            let count = whole(self.resources.len() as u64).over(accounts)?;
            // What existed for a part of the time is less than one.
            let is_counted = !count.is_zero() && total >= count;
            let (things, mean) =
                if is_counted { (count, total.over(count)?) } else { (total, Ratio::ONE) };
            let lacking =
                (!is_counted).then(|| "the bill does not say how many there are".to_owned());
            put(driver, things, note.or(lacking), draft);
            put(each, mean, None, draft);
        } else {
            put(driver, total, note, draft);
        }
        for (other, value) in &self.with {
            put(*other, *value, None, draft);
        }
        Ok(())
    }
}

/// The label of a driver.
fn label(driver: DriverId) -> &'static str {
    &whatif_pricing::Vocabulary::standard()[driver].label
}

impl Sum {
    /// The regions in each of which there is as much. One if there are unequal parts.
    fn copies(&self, hours: &Ratio) -> Ratio {
        let mut regions: BTreeMap<u32, Ratio> = BTreeMap::new();
        for (cell, quantity) in &self.cells {
            let known = regions.entry(cell.region).or_default();
            let Ok(sum) = known.plus(*quantity) else { return Ratio::ONE };
            *known = sum;
        }
        let used: BTreeSet<&Ratio> = regions.values().collect();
        let is_of_one_unit = hours.is_zero() || self.quantity.is_zero();
        let is_equal = used.len() == 1 && is_of_one_unit;
        if is_equal { whole(regions.len() as u64) } else { Ratio::ONE }
    }

    /// The fact about the value.
    fn note_on(
        &self,
        card: &str,
        unlisted: Ratio,
        accounts: Ratio,
        spreads: &Spreads,
    ) -> Option<String> {
        let mut by_account: BTreeMap<u32, Vec<&Ratio>> = BTreeMap::new();
        for (cell, quantity) in &self.cells {
            by_account.entry(cell.account).or_default().push(quantity);
        }
        let each: BTreeSet<Vec<&Ratio>> = by_account.into_values().collect();
        let cells: BTreeSet<&Ratio> = self.cells.values().collect();
        if spreads.is_grouped(card) && cells.len() > 1 {
            let note =
                "its accounts and regions have unequal parts, and the card takes them to be equal";
            return Some(note.to_owned());
        }
        if accounts > Ratio::ONE && each.len() > 1 {
            return Some("the mean of its accounts, which do not have as many each".to_owned());
        }
        if !unlisted.is_zero() {
            return Some("the free ones have no row and were added".to_owned());
        }
        self.note.clone()
    }
}

impl Window {
    fn new(first: NaiveDate, covered: Covered, spreads: Spreads) -> Result<Self, OutOfRange> {
        let (start, end) = month_window(first);
        let of_flows = Ratio::of(end - start, (covered.to - covered.from).max(1))?;
        let of_levels = Ratio::of(end - start, covered.seconds.max(1))?;
        Ok(Self { first, covered, of_flows, of_levels, spreads })
    }

    /// States how much of the month the rows cover.
    fn say(&self, draft: &mut Draft) -> Result<(), OutOfRange> {
        let days = |seconds| {
            let days = Ratio::of(seconds, interval::DAY)?;
            Ok(whatif_pricing::written(days, whatif_pricing::Places::QUANTITY))
        };
        let (month, Covered { from, to, seconds, gap }) =
            (self.first.format("%Y-%m"), self.covered);
        if gap > 0 {
            let levels = if seconds < to - from {
                "levels are means of the time with rows, and the rest counts as without usage"
            } else {
                "rows do not say when they end, so that all days count as covered"
            };
            let (gap, whole) = (days(gap)?, days(to - from)?);
            draft.notes.insert(format!(
                "{month}: {gap} of the {whole} days from the first row to the last have no row: {levels}"
            ));
        }
        if !self.period().is_whole() {
            let days = counted(Ratio::of(seconds, interval::DAY)?, "day");
            draft.notes.insert(format!(
                "{month}: the bill covers {days}, from which the month is projected; peak_qps is not in a bill"
            ));
        }
        Ok(())
    }

    /// A value of the month.
    fn driver(
        &self,
        place: &Place,
        driver: DriverId,
        value: Ratio,
        origin: Origin,
        note: Option<String>,
    ) -> ImportedDriver {
        let Place { card, variant } = place.clone();
        let period = self.period();
        ImportedDriver { card, variant, driver, value, period, origin, note }
    }

    const fn period(&self) -> ImportPeriod {
        let Covered { from, to, seconds: covered, .. } = self.covered;
        ImportPeriod::Month { first: self.first, from, to, covered }
    }
}

impl Draft {
    /// Leaves out all rows of an origin.
    fn leave_out_all(&mut self, what: &str, why: &str, origin: &Origin) {
        let file = origin.files.first().map_or("", String::as_str);
        let name = origin.first.first().map_or("", String::as_str);
        self.leave_out(what, why, Row { file, unit: "rows", name });
        self.widen_left_out(what, why, origin);
    }
}
