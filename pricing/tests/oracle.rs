//! An independent oracle: the four founding cards priced in exact rationals, written from the vendors'
//! rules and not from the engine, and compared with it on random workloads, choices, periods and changes.
//!
//! It loops over every day, month, term and region instead of using closed forms, and shares no code with
//! the engine but the reading of texts.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, FixedOffset, Months, NaiveDate, TimeDelta};
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;
use whatif_pricing::{
    Catalog, Change, Invoice, Period, Ratio, Selection, Tariff, Timeline, Vocabulary, Workload,
};

type Q = BigRational;
type Values = BTreeMap<&'static str, String>;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
/// All four cards bill by the clock of UTC+8.
const EAST: i64 = 8 * HOUR;

// Numbers.

fn whole(number: i64) -> Q {
    Q::from_integer(number.into())
}

fn decimal(text: &str) -> Q {
    let (digits, places) = match text.split_once('.') {
        Some((whole, fraction)) => (format!("{whole}{fraction}"), fraction.len()),
        None => (text.to_owned(), 0),
    };
    let power = BigInt::from(10).pow(u32::try_from(places).unwrap());
    Q::new(digits.parse().unwrap(), power)
}

fn exact(ratio: Ratio) -> Q {
    let (mantissa, places, denominator) = ratio.parts();
    let power = BigInt::from(10).pow(places);
    Q::new(mantissa.into(), power * BigInt::from(denominator))
}

fn at_least_zero(number: Q) -> Q {
    if number < whole(0) { whole(0) } else { number }
}

// A case.

/// The case that is priced.
#[derive(Clone, Debug)]
struct Case {
    period: Period,
    values: Values,
    changes: Vec<(DateTime<FixedOffset>, &'static str, String)>,
    choices: BTreeMap<&'static str, &'static str>,
    prices: BTreeMap<&'static str, String>,
}

/// A stretch in which nothing changes, in seconds since 1970.
struct Stretch {
    from: i64,
    to: i64,
    values: BTreeMap<&'static str, Q>,
    /// Are the calls so many a day, rather than so many a month?
    calls_by_day: bool,
}

impl Stretch {
    fn get(&self, name: &str) -> Q {
        self.values[name].clone()
    }
}

impl Case {
    fn window(&self) -> (i64, i64) {
        let local = |date: NaiveDate| date.and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp();
        let midnight = |date: NaiveDate| local(date) - EAST;
        match self.period {
            Period::StandardMonth { start } => (midnight(start), midnight(start) + 30 * DAY),
            Period::Days { start, days } => {
                (midnight(start), midnight(start) + i64::from(days) * DAY)
            }
            Period::Month { first } => (midnight(first), midnight(first + Months::new(1))),
            Period::Dates { from, to } => (midnight(from), midnight(to)),
            Period::Span { from, to } => (from.timestamp(), to.timestamp()),
        }
    }

    /// The number of months of a stretch, in which a month's price and a month's flow count: by the
    /// calendar each day is its share of its own month.
    fn months_in(&self, from: i64, to: i64) -> Q {
        if !self.counts_by_calendar() {
            return Q::new((to - from).into(), (30 * DAY).into());
        }
        let mut months = whole(0);
        let mut at = from;
        while at < to {
            let (start, end) = calendar_month(at);
            let until = end.min(to);
            months += Q::new((until - at).into(), (end - start).into());
            at = until;
        }
        months
    }

    /// The days of the month in which a flow is stated: of several months their mean.
    fn days_of_flows(&self) -> Q {
        let (from, to) = self.window();
        Q::new((to - from).into(), DAY.into()) / self.months_in(from, to)
    }

    fn numbers(&self, values: &Values) -> BTreeMap<&'static str, Q> {
        let mut numbers: BTreeMap<&'static str, Q> = BTreeMap::new();
        for (name, text) in values.iter().filter(|(name, _)| **name != "calls") {
            numbers.insert(name, decimal(text));
        }
        if let Some(calls) = values.get("calls") {
            let calls = match calls.strip_prefix("=secrets * days * ") {
                Some(reads) => &numbers["secrets"] * self.days_of_flows() * decimal(reads),
                None => decimal(calls),
            };
            numbers.insert("calls", calls);
        }
        numbers
    }

    fn stretches(&self) -> Vec<Stretch> {
        let (start, end) = self.window();
        let mut instants: Vec<i64> = self.changes.iter().map(|(at, ..)| at.timestamp()).collect();
        instants.extend([start, end]);
        instants.sort_unstable();
        instants.dedup();
        let stretch = |pair: &[i64]| {
            let made = self.changes.iter().filter(|(at, ..)| at.timestamp() <= pair[0]);
            let mut made: Vec<_> = made.collect();
            made.sort_by_key(|(at, ..)| at.timestamp());
            let mut values = self.values.clone();
            values.extend(made.into_iter().map(|(_, name, text)| (*name, text.clone())));
            let calls_by_day = values.get("calls").is_some_and(|calls| calls.contains("days"));
            Stretch { from: pair[0], to: pair[1], values: self.numbers(&values), calls_by_day }
        };
        instants.windows(2).map(stretch).collect()
    }

    fn chose(&self, id: &str, choice: &str) -> bool {
        self.choices.get(id) == Some(&choice)
    }

    /// Days of UTC+8 that have a part in the period.
    fn days(&self) -> Vec<(i64, i64)> {
        let (start, end) = self.window();
        let first = (start + EAST).div_euclid(DAY);
        let last = (end - 1 + EAST).div_euclid(DAY);
        (first..=last).map(|day| (day * DAY - EAST, (day + 1) * DAY - EAST)).collect()
    }

    /// Days that end within the period: the ones with a count at 24:00.
    fn days_ended(&self) -> Vec<(i64, i64)> {
        let end = self.window().1;
        self.days().into_iter().filter(|(_, day_end)| *day_end <= end).collect()
    }

    fn counts_by_calendar(&self) -> bool {
        matches!(self.period, Period::Month { .. } | Period::Dates { .. } | Period::Span { .. })
    }

    /// Months in which calls are added up.
    fn months(&self) -> Vec<(i64, i64)> {
        let (start, end) = self.window();
        let mut ends = Vec::new();
        if self.counts_by_calendar() {
            while ends.last().is_none_or(|last| *last < end) {
                ends.push(calendar_month(*ends.last().unwrap_or(&start)).1);
            }
        } else {
            let months = (end - start - 1).div_euclid(30 * DAY) + 1;
            ends.extend((1..=months).map(|month| start + month * 30 * DAY));
        }
        let starts = std::iter::once(start).chain(ends.clone());
        starts.zip(ends).map(|(from, to)| (from, to.min(end))).collect()
    }

    /// Prepaid terms of so many months from the start on.
    fn terms(&self, months: u32) -> Vec<(i64, i64)> {
        let (start, end) = self.window();
        let mut terms = Vec::new();
        let mut from = start;
        while from < end {
            let bought = u32::try_from(terms.len() + 1).unwrap() * months;
            let to = if self.counts_by_calendar() {
                let local = DateTime::from_timestamp(start + EAST, 0).unwrap().naive_utc();
                (local + Months::new(bought)).and_utc().timestamp() - EAST
            } else {
                start + i64::from(bought) * 30 * DAY
            };
            terms.push((from, to));
            from = to;
        }
        terms
    }

    /// The flow that falls in a stretch of time.
    fn flow(&self, stretches: &[Stretch], from: i64, to: i64, of: impl Fn(&Stretch) -> Q) -> Q {
        let inside = within(stretches, from, to);
        let part = |stretch: &Stretch| {
            of(stretch) * self.months_in(stretch.from.max(from), stretch.to.min(to))
        };
        inside.map(part).sum()
    }

    /// The calls that fall in a stretch of time while there are so many regions. Calls of a day fall evenly
    /// over the time of the period, others evenly in each month.
    fn calls(&self, stretches: &[Stretch], (from, to): (i64, i64), regions: i64) -> Q {
        let (start, end) = self.window();
        let even = self.months_in(start, end) / whole(end - start);
        let inside = within(stretches, from, to).filter(|stretch| region_count(stretch) == regions);
        let part = |stretch: &Stretch| {
            let (from, to) = (stretch.from.max(from), stretch.to.min(to));
            let by_day = stretch.calls_by_day;
            let months = if by_day { &even * whole(to - from) } else { self.months_in(from, to) };
            stretch.get("calls") * months
        };
        inside.map(part).sum()
    }
}

fn region_count(stretch: &Stretch) -> i64 {
    i64::try_from(stretch.get("regions").to_integer()).unwrap()
}

/// The month of UTC+8 in which an instant lies.
fn calendar_month(at: i64) -> (i64, i64) {
    let date = DateTime::from_timestamp(at + EAST, 0).unwrap().date_naive();
    let first = NaiveDate::from_ymd_opt(date.year(), date.month(), 1).unwrap();
    let local = |date: NaiveDate| date.and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp();
    (local(first) - EAST, local(first + Months::new(1)) - EAST)
}

fn at(stretches: &[Stretch], second: i64) -> &Stretch {
    stretches.iter().find(|stretch| (stretch.from..stretch.to).contains(&second)).unwrap()
}

fn within(stretches: &[Stretch], from: i64, to: i64) -> impl Iterator<Item = &Stretch> {
    stretches.iter().filter(move |stretch| stretch.from < to && stretch.to > from)
}

/// An amount for each charge, `None` if the price is unknown; and whether that is the whole.
#[derive(Debug, PartialEq)]
struct Answer {
    lines: Vec<(String, Option<Q>)>,
    complete: bool,
}

fn known<const N: usize>(lines: [(&str, Q); N], complete: bool) -> Answer {
    let line = |(id, amount): (&str, Q)| (id.to_owned(), Some(amount));
    Answer { lines: lines.into_iter().map(line).collect(), complete }
}

// The rules.

/// T4 to T8.
fn tencent_payg(case: &Case) -> Answer {
    let stretches = case.stretches();
    let thirtieth = case.chose("day-share", "30-days");
    let day_price = |(from, to): (i64, i64)| {
        let share = if thirtieth { Q::new(1.into(), 30.into()) } else { case.months_in(from, to) };
        decimal("0.4") * share
    };
    let days = case.days_ended().into_iter();
    let storage = days.map(|day| at(&stretches, day.1 - 1).get("secrets") * day_price(day)).sum();
    let months = case.months();
    let api = months.iter().map(|(from, to)| api_month(case, &stretches, *from, *to));
    known([("storage", storage), ("api", api.sum())], true)
}

/// The calls of a month, region by region: a region has its share of the calls of the times in which it
/// exists, and the times with as many regions are spread together.
fn api_month(case: &Case, stretches: &[Stretch], from: i64, to: i64) -> Q {
    let counts: BTreeSet<i64> = within(stretches, from, to).map(region_count).collect();
    let mut calls_of_region: BTreeMap<usize, Q> = BTreeMap::new();
    for count in counts {
        let calls = case.calls(stretches, (from, to), count);
        for (region, calls) in spread(calls, count).enumerate() {
            *calls_of_region.entry(region).or_default() += calls;
        }
    }
    calls_of_region.values().map(|calls| api_price(case, calls)).sum()
}

/// Evenly, in whole calls; the remainder one each to the first regions, a last part of a call to the next.
fn spread(calls: Q, regions: i64) -> impl Iterator<Item = Q> {
    let base = (&calls / whole(regions)).floor();
    let remainder = calls - &base * whole(regions);
    (0..regions).map(move |region| {
        let more = at_least_zero(&remainder - whole(region));
        &base + if more > whole(1) { whole(1) } else { more }
    })
}

fn api_price(case: &Case, calls: &Q) -> Q {
    if *calls == whole(0) {
        return whole(0);
    }
    let tens_of_thousands = calls / whole(10_000);
    let billed = if case.chose("api-rounding", "package") {
        tens_of_thousands.ceil()
    } else {
        tens_of_thousands.max(whole(1))
    };
    billed * decimal("0.05")
}

/// T1 and T2.
fn tencent_enterprise(case: &Case) -> Answer {
    let stretches = case.stretches();
    let months = if case.chose("term", "year") { 12 } else { 1 };
    let (edition, pack) = if case.chose("region", "region-2") { (529, 139) } else { (366, 92) };
    let terms = case.terms(months);
    let packs = terms.iter().map(|(from, to)| {
        let highest = within(&stretches, *from, *to).map(|stretch| stretch.get("peak_qps")).max();
        (at_least_zero(highest.unwrap() - whole(500)) / whole(500)).ceil()
    });
    let packs = packs.sum::<Q>() * whole(pack) * whole(months.into());
    let paid_months = whole(i64::try_from(terms.len()).unwrap() * i64::from(months));
    let complete = stretches.iter().all(|stretch| stretch.get("secrets") <= whole(1_000));
    known([("edition", paid_months * whole(edition)), ("qps-packs", packs)], complete)
}

/// A1 to A9.
fn alibaba(case: &Case) -> Answer {
    let stretches = case.stretches();
    let instance_price = if case.chose("instance", "hardware") { "9" } else { "4.5" };
    let instance = if case.chose("release-day", "charged") {
        let days = case.days();
        let instances = |(from, to): &(i64, i64)| {
            let all = within(&stretches, *from, *to);
            all.map(|stretch| stretch.get("kms_instances")).max().unwrap()
        };
        days.iter().map(instances).sum::<Q>() * decimal(instance_price)
    } else {
        counted(case, &stretches, instance_price, |stretch| stretch.get("kms_instances"))
    };
    let keys = |stretch: &Stretch| {
        let pending = case.chose("restored-keys", "as-if-never");
        let pending = if pending { stretch.get("keys_pending_deletion") } else { whole(0) };
        (stretch.get("keys") + pending) * stretch.get("versions_per_key")
    };
    let networks =
        |stretch: &Stretch| at_least_zero(stretch.get("vpcs") - stretch.get("kms_instances"));
    let of = |name: &'static str| move |stretch: &Stretch| stretch.get(name);
    known(
        [
            ("instance", instance),
            ("keys", counted(case, &stretches, "0.03", keys)),
            ("secrets", counted(case, &stretches, "0.013", of("secrets"))),
            ("qps", alibaba_qps(case, &stretches)),
            ("accounts", counted(case, &stretches, "3", of("shared_accounts"))),
            ("vpcs", counted(case, &stretches, "3", networks)),
        ],
        true,
    )
}

fn has_instance(stretch: &Stretch) -> bool {
    stretch.get("kms_instances") > whole(0)
}

/// A7: counted at 24:00 of each day.
fn counted(case: &Case, stretches: &[Stretch], price: &str, of: impl Fn(&Stretch) -> Q) -> Q {
    let days = case.days_ended().into_iter().map(|(_, end)| at(stretches, end - 1));
    days.filter(|stretch| has_instance(stretch)).map(of).sum::<Q>() * decimal(price)
}

/// A4: the day's highest rate of each instance on its own, rounded up, whenever in the day it existed.
fn alibaba_qps(case: &Case, stretches: &[Stretch]) -> Q {
    let billed = |(from, to): (i64, i64)| {
        let mut highest: BTreeMap<i64, Q> = BTreeMap::new();
        for stretch in within(stretches, from, to).filter(|stretch| has_instance(stretch)) {
            let instances = stretch.get("kms_instances");
            let each = stretch.get("peak_qps") / &instances;
            for instance in 0..i64::try_from(instances.to_integer()).unwrap() {
                let known = highest.entry(instance).or_default();
                *known = known.clone().max(each.clone());
            }
        }
        highest.values().map(Q::ceil).sum::<Q>()
    };
    case.days().into_iter().map(billed).sum::<Q>() * decimal("0.5")
}

/// H1 to H6.
fn huawei(case: &Case) -> Answer {
    let stretches = case.stretches();
    let in_use = |stretch: &Stretch| stretch.get("hosts") > whole(0);
    let held = |name: &str| {
        let used = stretches.iter().filter(|stretch| in_use(stretch));
        used.map(|stretch| stretch.get(name) * whole(stretch.to - stretch.from)).sum::<Q>()
    };
    let (start, end) = case.window();
    let flow = |of: &dyn Fn(&Stretch) -> Q| {
        let of = |stretch: &Stretch| if in_use(stretch) { of(stretch) } else { whole(0) };
        case.flow(&stretches, start, end, of)
    };
    let nodes = |stretch: &Stretch| {
        let nodes = stretch.get("nodes_per_run") - stretch.get("judgement_nodes_per_run");
        let jobs = case.chose("orchestration-unit", "jobs");
        stretch.get("playbook_runs") * if jobs { whole(1) } else { at_least_zero(nodes) }
    };
    let quantities = [
        ("edition", held("hosts") / whole(HOUR)),
        ("large-screen", held("large_screens") / whole(HOUR)),
        ("analysis", flow(&|stretch| stretch.get("log_gb"))),
        ("orchestration", flow(&nodes)),
    ];
    let amount = |(id, quantity): (&str, Q)| match case.prices.get(id) {
        _ if quantity == whole(0) => (id.to_owned(), Some(whole(0))),
        price => (id.to_owned(), price.map(|price| quantity * decimal(price))),
    };
    let lines: Vec<_> = quantities.into_iter().map(amount).collect();
    let complete = lines.iter().all(|(_, amount)| amount.is_some());
    Answer { lines, complete }
}

// The engine.

fn engine(card: &str, case: &Case) -> Answer {
    let card = Catalog::shipped().card(card).unwrap();
    let mut selection = Selection::standard(&card);
    for (id, choice) in &case.choices {
        if selection.choose(&card, id, choice).is_err() {
            selection.assume(&card, id, choice).unwrap();
        }
    }
    for (charge, price) in &case.prices {
        selection.price(&card, charge, price.parse().unwrap()).unwrap();
    }
    let tariff = Tariff::new(&card, &selection, case.period).unwrap();
    let segments = timeline(case).segments(&case.period, card.offset).unwrap();
    let mut invoice = Invoice::default();
    tariff.quote_timeline(&segments, &mut invoice).unwrap();
    let total: Q = invoice.lines.iter().filter_map(|line| line.amount).map(exact).sum();
    assert_eq!(total, exact(invoice.total), "the total is the sum of the lines");
    let line = |line: &whatif_pricing::Line| {
        (card.charges[line.charge].id.clone(), line.amount.map(exact))
    };
    Answer { lines: invoice.lines.iter().map(line).collect(), complete: invoice.complete }
}

fn timeline(case: &Case) -> Timeline {
    let mut workload = Workload::standard(Vocabulary::standard());
    for (name, text) in &case.values {
        workload.set_text(name, text).unwrap();
    }
    let change = |(at, name, text): &(_, &str, String)| {
        let driver = workload.vocabulary().find(name).unwrap();
        Change { at: *at, driver, value: workload.read(driver, text).unwrap() }
    };
    Timeline { changes: case.changes.iter().map(change).collect(), workload }
}

// Random cases.

fn date() -> impl Strategy<Value = NaiveDate> {
    (728_000..750_000).prop_map(|day| NaiveDate::from_num_days_from_ce_opt(day).unwrap())
}

fn offset() -> impl Strategy<Value = FixedOffset> {
    let offset = |seconds| FixedOffset::east_opt(seconds).unwrap();
    prop_oneof![Just(offset(0)), (-50_000..50_000).prop_map(offset)]
}

fn instant(second: i64, offset: FixedOffset) -> DateTime<FixedOffset> {
    DateTime::from_timestamp(second, 0).unwrap().with_timezone(&offset)
}

fn period(days_max: i64) -> impl Strategy<Value = Period> {
    let span = |(date, second, length, one, other): (NaiveDate, i64, i64, _, _)| {
        let from = date.and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp() + second;
        Period::span(instant(from, one), instant(from + length, other)).unwrap()
    };
    prop_oneof![
        date().prop_map(Period::standard_month),
        (date(), 1..=days_max).prop_map(|(start, days)| Period::days(start, days).unwrap()),
        (1990..2060, 1..=12).prop_map(|(y, m)| Period::month(&format!("{y}-{m:02}")).unwrap()),
        (date(), 1..=days_max).prop_map(|(from, days)| Period::dates(
            from,
            from + TimeDelta::days(days)
        )
        .unwrap()),
        (date(), 0..DAY, 1..days_max * DAY, offset(), offset()).prop_map(span),
    ]
}

/// A number with up to six places, often small, now and then zero.
fn number(max: i64) -> BoxedStrategy<String> {
    let with_places = |(whole, places, fraction): (i64, usize, u32)| match places {
        0 => whole.to_string(),
        places => format!("{whole}.{}", &format!("{fraction:06}")[..places]),
    };
    prop_oneof![
        Just("0".to_owned()),
        (0..max).prop_map(|number| number.to_string()),
        (0..max, 0..=6_usize, 0..1_000_000_u32).prop_map(with_places),
        (0..20_i64, 0..=6_usize, 0..1_000_000_u32).prop_map(with_places),
    ]
    .boxed()
}

fn count(range: std::ops::Range<i64>) -> BoxedStrategy<String> {
    range.prop_map(|count| count.to_string()).boxed()
}

fn calls() -> BoxedStrategy<String> {
    let formula = number(50).prop_map(|reads| format!("=secrets * days * {reads}"));
    prop_oneof![number(3_000_000), formula].boxed()
}

/// The drivers of a card with their values, what can be chosen, and the charges that need a price.
struct Kind {
    drivers: Vec<(&'static str, BoxedStrategy<String>)>,
    choices: Vec<(&'static str, Vec<&'static str>)>,
    priced: Vec<&'static str>,
    days_max: i64,
}

impl Kind {
    fn case(self) -> impl Strategy<Value = Case> {
        let names: Vec<_> = self.drivers.iter().map(|(name, _)| *name).collect();
        let values: Vec<_> = self.drivers.iter().map(|(_, value)| value.clone()).collect();
        let drivers = self.drivers;
        let change = (0..drivers.len()).prop_flat_map(move |place| {
            let (name, value) = drivers[place].clone();
            (Just(name), value)
        });
        // Instants as parts of the period, now and then on a coarse grid, so that some fall together.
        let part = prop_oneof![0..1_000_000_i64, (0..8_i64).prop_map(|eighth| eighth * 125_000)];
        let changes = prop::collection::vec((part, offset(), change), 0..6);
        let choice = |(id, list): (&'static str, Vec<&'static str>)| {
            prop::sample::select(list).prop_map(move |choice| (id, choice))
        };
        let choices: Vec<_> = self.choices.into_iter().map(choice).collect();
        let price = |id| prop::option::weighted(0.8, price()).prop_map(move |price| (id, price));
        let prices: Vec<_> = self.priced.into_iter().map(price).collect();
        (period(self.days_max), values, changes, choices, prices).prop_map(
            move |(period, values, changes, choices, prices)| {
                let values = names.iter().copied().zip(values).collect();
                let prices = prices.into_iter().filter_map(|(id, price)| Some((id, price?)));
                let choices = choices.into_iter().collect();
                let case =
                    Case { period, values, changes: vec![], choices, prices: prices.collect() };
                let (from, to) = case.window();
                let change = |(part, offset, (name, text))| {
                    let second = from + (to - from) * part / 1_000_000;
                    (instant(second, offset), name, text)
                };
                Case { changes: changes.into_iter().map(change).collect(), ..case }
            },
        )
    }
}

/// A price with up to twelve places.
fn price() -> impl Strategy<Value = String> {
    (0..100_u32, 1..=12_usize, 0..1_000_000_000_000_u64)
        .prop_map(|(whole, places, rest)| format!("{whole}.{}", &format!("{rest:012}")[..places]))
}

fn of_tencent_payg() -> Kind {
    Kind {
        drivers: vec![("secrets", number(2_000)), ("calls", calls()), ("regions", count(1..12))],
        choices: vec![
            ("api-rounding", vec!["minimum", "package"]),
            ("day-share", vec!["calendar-month", "30-days"]),
        ],
        priced: vec![],
        days_max: 200,
    }
}

fn of_tencent_enterprise() -> Kind {
    Kind {
        drivers: vec![("secrets", number(1_100)), ("peak_qps", number(4_000))],
        choices: vec![("region", vec!["region-1", "region-2"]), ("term", vec!["month", "year"])],
        priced: vec![],
        days_max: 2_000,
    }
}

fn of_alibaba() -> Kind {
    Kind {
        drivers: vec![
            ("kms_instances", count(0..5)),
            ("keys", number(500)),
            ("versions_per_key", count(1..6)),
            ("keys_pending_deletion", number(50)),
            ("secrets", number(2_000)),
            ("peak_qps", number(3_000)),
            ("shared_accounts", count(0..9)),
            ("vpcs", count(0..9)),
        ],
        choices: vec![
            ("instance", vec!["software", "hardware"]),
            ("release-day", vec!["snapshot", "charged"]),
            ("restored-keys", vec!["from-restore", "as-if-never"]),
        ],
        priced: vec![],
        days_max: 120,
    }
}

fn of_huawei() -> Kind {
    Kind {
        drivers: vec![
            ("hosts", prop_oneof![count(0..3), number(200)].boxed()),
            ("large_screens", number(3)),
            ("log_gb", number(5_000)),
            ("playbook_runs", number(9_000)),
            ("nodes_per_run", number(20)),
            ("judgement_nodes_per_run", number(20)),
        ],
        choices: vec![("orchestration-unit", vec!["nodes", "jobs"])],
        priced: vec!["edition", "large-screen", "analysis", "orchestration"],
        days_max: 20,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn tencent_pay_as_you_go_agrees_with_its_rules(case in of_tencent_payg().case()) {
        prop_assert_eq!(engine("tencent-ssm-payg", &case), tencent_payg(&case));
    }

    #[test]
    fn tencent_enterprise_agrees_with_its_rules(case in of_tencent_enterprise().case()) {
        prop_assert_eq!(engine("tencent-ssm-enterprise", &case), tencent_enterprise(&case));
    }

    #[test]
    fn alibaba_agrees_with_its_rules(case in of_alibaba().case()) {
        prop_assert_eq!(engine("alibaba-kms-payg", &case), alibaba(&case));
    }

    #[test]
    fn huawei_agrees_with_its_rules(case in of_huawei().case()) {
        prop_assert_eq!(engine("huawei-secmaster-payg", &case), huawei(&case));
    }
}
