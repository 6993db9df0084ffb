//! Figures, dates and lengths of time in words. No other code writes a total, a share, a period or a
//! confidence.

mod adjusted;
mod budget;
mod dates;
mod doubt;

use chrono::{DateTime, FixedOffset, NaiveDate, Timelike};
use whatif_pricing::best::{BestOffer, Chosen, Why};
use whatif_pricing::card::Source;
use whatif_pricing::charge::Confidence;
use whatif_pricing::{
    Currency, Driver, ExchangeRate, Percent, Period, Places, RateCard, Ratio, Total, Window,
    instant, written,
};
use whatif_pricing::{Spread, counted, share_text};

use crate::answer::Fault;
use crate::answer::compare::Group;
use crate::answer::ranged::RangedDriver;
use crate::answer::rank::Obstacle;
use crate::answer::saving::Saving;

pub use adjusted::adjusted;
pub use budget::{budget, held, held_amount};
pub use dates::{price_age, price_facts};
pub use doubt::{Audience, carried_by, doubt, left_out, price_doubt};

/// Of a total at which the workload exceeds a limit that the offer does not raise.
pub const OVER_LIMIT: &str = "over a vendor's limit";
/// In place of an amount whose price is not published.
pub const UNPUBLISHED: &str = "unpublished";

/// Percent are shown to a tenth.
const PERCENT: Places = Places { least: 1, most: 1 };

/// An amount in cents and, if it has them, up to four places.
#[must_use]
pub fn amount(amount: Option<Ratio>) -> String {
    amount.map_or_else(|| UNPUBLISHED.to_owned(), |amount| written(amount, Places::AMOUNT))
}

/// A total with its currency. One that lacks a price is a lower bound.
#[must_use]
pub fn total(currency: Currency, total: Total) -> String {
    bounded(&format!("{currency} {}", written(total.amount, Places::AMOUNT)), total.complete)
}

/// A total without its currency, with so many decimal places.
#[must_use]
pub fn total_in(total: Total, places: Places) -> String {
    bounded(&written(total.amount, places), total.complete)
}

/// A figure that lacks a price: it is this or more.
#[must_use]
pub fn at_least(figure: &str) -> String {
    format!("≥ {figure}")
}

fn bounded(figure: &str, is_complete: bool) -> String {
    if is_complete { figure.to_owned() } else { at_least(figure) }
}

/// The currencies that a card's prices can be in, that by default first: `USD, CNY`.
#[must_use]
pub fn currencies(card: &RateCard) -> String {
    let all = card.currencies();
    all.iter().map(Currency::code).collect::<Vec<_>>().join(", ")
}

/// A driver's value with its unit where its label does not say it: `5 min`, `1,048.57 GB`, `350`.
#[must_use]
pub fn value(driver: &Driver, value: Ratio) -> String {
    const TIMES: [(i64, &str); 3] = [(86_400, "d"), (3_600, "h"), (60, "min")];
    let number = |value: Ratio| written(value, Places { least: 0, most: 3 });
    match driver.unit.as_str() {
        "second" => {
            let in_unit = |(seconds, unit): &(i64, &str)| {
                let count = value.over(Ratio::from(*seconds)).ok()?;
                let tenths = count.times(Ratio::from(10)).ok()?;
                let is_exact = Ratio::whole(tenths.to_decimal().trunc()) == tenths;
                let is_short = count >= Ratio::ONE && is_exact;
                is_short.then(|| format!("{} {unit}", number(count)))
            };
            let longer = TIMES.iter().find_map(in_unit);
            longer.unwrap_or_else(|| format!("{} s", number(value)))
        }
        "GB" => format!("{} GB", number(value)),
        _ => in_millions(value).unwrap_or_else(|| number(value)),
    }
}

/// A provider without the word that most share: `Tencent` of `Tencent Cloud`.
#[must_use]
pub fn short_provider(provider: &str) -> &str {
    provider.strip_suffix(" Cloud").unwrap_or(provider)
}

/// A question with its answer as a sentence of its own, `Is a replica charged? Yes`, or a name with its value, `Tier:
/// Advanced`.
#[must_use]
pub fn answered(asks: &str, answer: &str) -> String {
    if !asks.ends_with('?') {
        return format!("{asks}: {answer}");
    }
    let mut letters = answer.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    format!("{asks} {}{}", first.collect::<String>(), letters.as_str())
}

/// The beginning of a label, up to what explains it: `Advanced` of `Advanced: up to 8 KB`.
#[must_use]
pub fn short_label(label: &str) -> &str {
    label.split([':', '(']).next().unwrap_or(label).trim()
}

/// A large figure in millions, if that is exact: `181.44M`.
fn in_millions(value: Ratio) -> Option<String> {
    let millions = value.over(Ratio::from(1_000_000)).ok()?;
    let hundredths = millions.times(Ratio::from(100)).ok()?;
    let is_exact = Ratio::whole(hundredths.to_decimal().trunc()) == hundredths;
    let is_large = millions >= Ratio::ONE && is_exact;
    is_large.then(|| format!("{}M", written(millions, Places { least: 0, most: 2 })))
}

/// A choice that was made by price: `Chosen: Standard. With Premium it costs 12.00 more.`
#[must_use]
pub fn chosen(best: &BestOffer, chosen: &Chosen) -> String {
    let option = &best.parts[chosen.part].card.options[chosen.option];
    let label = |place: usize| short_label(&option.choices[place].label);
    let why = match &chosen.why {
        Why::Lower { next, by } => {
            format!("{} costs {} more", label(*next), written(*by, Places::AMOUNT))
        }
        Why::Higher { next, by } => {
            format!("{} costs {} less", label(*next), written(*by, Places::AMOUNT))
        }
        Why::Same { other } => format!("{} costs the same", label(*other)),
        Why::Only { other, .. } => format!("{} cannot do the job", label(*other)),
    };
    format!("Chosen: {}. {why}.", label(chosen.choice))
}

/// The saving of a longer interval, in two sentences: `API calls are 99 % of it. Refresh every 1 h instead of 5 min
/// saves 498.93.`
#[must_use]
pub fn saving(driver: &Driver, saving: &Saving) -> String {
    let largest = saving.largest.as_ref().map_or_else(String::new, |largest| {
        format!("{}: {} of the total. ", largest.label, share(largest.share))
    });
    let [longer, now] = [saving.longer.into(), saving.now].map(|it| value(driver, it));
    let saves = written(saving.saves, Places::AMOUNT);
    format!("{largest}{} {longer} instead of {now} saves {saves}.", driver.label)
}

/// An amount with its sign, or that there is no difference.
#[must_use]
pub fn difference(amount: Ratio) -> String {
    if amount.is_zero() { "the same".to_owned() } else { signed(amount, Places::AMOUNT) }
}

/// Percent with their sign.
#[must_use]
pub fn percent(percent: Ratio) -> String {
    format!("{} %", signed(percent, PERCENT))
}

/// A figure with its sign.
#[must_use]
pub fn signed(value: Ratio, places: Places) -> String {
    let sign = if value.is_negative() || value.is_zero() { "" } else { "+" };
    format!("{sign}{}", written(value, places))
}

/// Says that no exchange rate is known, and how to give one.
#[must_use]
pub fn no_rate(from: Currency, to: Currency) -> String {
    format!(
        "no rate leads from {from} to {to}: give one with --rate \"{from}/{to}=AMOUNT DATE SOURCE\", or keep it in the settings file"
    )
}

/// Exchange rates with their days and sources.
#[must_use]
pub fn rates(rates: &[ExchangeRate]) -> String {
    rates.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// The confidence in prices. `None` if all are the user's own.
#[must_use]
pub const fn confidence(confidence: Option<Confidence>) -> &'static str {
    match confidence {
        Some(confidence) => confidence.name(),
        None => "your own",
    }
}

/// In place of a total that cannot be calculated.
pub const UNPRICED: &str = "cannot be priced";

/// Says why an offer cannot be priced.
#[must_use]
pub fn unpriced(fault: &Fault) -> String {
    format!("{UNPRICED}: {fault}")
}

/// Says why an offer cannot be ranked, in a few words.
#[must_use]
pub fn obstacle(obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::Unpriced(_) => UNPRICED.to_owned(),
        Obstacle::NoRate => "no exchange rate".to_owned(),
        Obstacle::Ended => "service ended".to_owned(),
        Obstacle::CannotDo(drivers) => format!("cannot do {}", drivers.join(", ").to_lowercase()),
        Obstacle::OverQuota => "over a limit".to_owned(),
        Obstacle::PeakBelowMean => "peak below the mean".to_owned(),
        Obstacle::Incomplete => "price unknown".to_owned(),
    }
}

/// The same as the heading of a list, with the key that helps.
#[must_use]
pub fn obstacle_with_cure(obstacle: &Obstacle, has_key_service: bool) -> String {
    match obstacle {
        Obstacle::Unpriced(fault) => unpriced(fault),
        Obstacle::NoRate => "no exchange rate: <type-rate> sets one".to_owned(),
        Obstacle::CannotDo(drivers) => {
            let lacking = format!("no {}", drivers.join(", ").to_lowercase());
            let is_cured = lacking == "no keys" && has_key_service;
            if is_cured {
                format!("{lacking}: <add-key-services> adds a key service")
            } else {
                lacking
            }
        }
        Obstacle::OverQuota => "beyond the vendor's limit".to_owned(),
        Obstacle::PeakBelowMean => "peak below the mean: <reset> links it".to_owned(),
        Obstacle::Incomplete => "a price is unpublished".to_owned(),
        Obstacle::Ended => self::obstacle(obstacle),
    }
}

/// A part of a whole in percent: `99.9 %`.
#[must_use]
pub fn share(share: Ratio) -> String {
    let percent = share.times(Ratio::from(100));
    percent.map_or_else(|_| String::new(), |it| format!("{} %", written(it, ONE_PLACE)))
}

/// One decimal place.
const ONE_PLACE: Places = Places { least: 0, most: 1 };

/// The heading of a group of services.
#[must_use]
pub const fn group(group: Group) -> &'static str {
    match group {
        Group::Secrets => "Secrets",
        Group::SecretsAndKeys => "Secrets + keys",
        Group::Keys => "Keys",
        Group::Security => "Security operations",
    }
}

/// Several things: `svg, text and ansi`.
#[must_use]
pub fn list<T: AsRef<str>>(all: &[T]) -> String {
    joined(all, "and")
}

/// One of several things: `.svg, .txt or .ans`.
#[must_use]
pub fn list_or<T: AsRef<str>>(all: &[T]) -> String {
    joined(all, "or")
}

fn joined<T: AsRef<str>>(all: &[T], word: &str) -> String {
    let all: Vec<&str> = all.iter().map(AsRef::as_ref).collect();
    match &all[..] {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [others @ .., last] => format!("{} {word} {last}", others.join(", ")),
    }
}

/// The origin of an imported driver: `imported: 214 objects in cluster.yaml`.
#[must_use]
pub fn imported(from: &str) -> String {
    format!("imported: {from}")
}

/// The origin of a driver that was edited after its import.
#[must_use]
pub fn imported_and_edited(from: &str, value: &str) -> String {
    format!("edited, imported as {value}: {from}")
}

/// A driver's range: `secrets=50..400`.
#[must_use]
pub fn range(ranged: &RangedDriver) -> String {
    format!("{}={}", ranged.driver, ranged.range)
}

/// The ranges of several drivers.
#[must_use]
pub fn ranges(drivers: &[RangedDriver]) -> String {
    drivers.iter().map(range).collect::<Vec<_>>().join(", ")
}

/// Percentiles in a currency.
#[must_use]
pub fn spread(currency: Currency, spread: &Spread) -> String {
    let [p5, p50, p95] = [spread.p5, spread.p50, spread.p95]
        .map(|amount| total(currency, Total { amount, complete: spread.complete }));
    format!("P5 {p5} · P50 {p50} · P95 {p95}")
}

/// The share of samples in which an offer is the cheapest, in words.
#[must_use]
pub fn cheapest_share(share: Ratio) -> String {
    format!("cheapest in {}", share_text(share))
}

/// A part of an amount: `10 % of 40.00`.
#[must_use]
pub fn part(percent: Percent, base: Ratio) -> String {
    let size = written(Ratio::whole(percent.magnitude()), Places::QUANTITY);
    format!("{size} % of {}", written(base, Places::AMOUNT))
}

/// A quantity with thousands separated.
#[must_use]
pub fn quantity(quantity: Ratio) -> String {
    written(quantity, Places::QUANTITY)
}

/// So many things that were counted here: `1 file`, `30 billing records`.
#[must_use]
pub fn count(count: usize, unit: &str) -> String {
    counted(Ratio::from(i64::try_from(count).unwrap_or(i64::MAX)), unit)
}

/// A clock's distance from UTC: `UTC+8`.
#[must_use]
pub fn clock(offset: FixedOffset) -> String {
    let seconds = offset.local_minus_utc();
    let sign = if seconds < 0 { '-' } else { '+' };
    match (seconds.abs() / 3_600, seconds.abs() / 60 % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

/// A date and a time, with seconds only where there are some.
#[must_use]
pub fn time(at: DateTime<FixedOffset>) -> String {
    let format = if at.second() == 0 { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S" };
    at.format(format).to_string()
}

/// A date and a time with its seconds, for columns.
#[must_use]
pub fn second(at: DateTime<FixedOffset>) -> String {
    at.format("%Y-%m-%d %H:%M:%S").to_string()
}

/// The period that is priced, on the card's clock.
#[must_use]
pub fn period(period: &Period, window: Window, offset: FixedOffset) -> String {
    format!("{} ({})", dates(period, window, offset), clock(offset))
}

/// The same of several cards, whose clocks differ.
#[must_use]
pub fn period_on_own_clocks(period: &Period, window: Window, offset: FixedOffset) -> String {
    format!("{} (on each card's own clock)", dates(period, window, offset))
}

fn dates(period: &Period, window: Window, offset: FixedOffset) -> String {
    let (from, to) = (instant(window.from, offset), instant(window.to, offset));
    let last = instant(window.to - 1, offset).date_naive();
    let days = |days: u32| counted(Ratio::from(days), "day");
    match *period {
        Period::StandardMonth { start } => format!("30-day standard month, {start} to {last}"),
        Period::Days { start, days: 1 } => format!("1 day, {start}"),
        Period::Days { start, days: many } => format!("{}, {start} to {last}", days(many)),
        Period::Month { first } => {
            format!("calendar month {}, {first} to {last}", first.format("%Y-%m"))
        }
        Period::Dates { from, .. } => {
            let name = period.text();
            let name = if name.contains("..") { String::new() } else { format!("{name}, ") };
            format!("{name}{from} to {last}")
        }
        Period::Span { .. } => format!("{} to {}", time(from), time(to)),
    }
}

/// The age of a date on the day of use.
#[must_use]
pub fn age(date: NaiveDate, today: NaiveDate) -> String {
    match (today - date).num_days() {
        0 => "of the same day".to_owned(),
        days if days < 0 => "after the day of use".to_owned(),
        days => format!("{} old", counted(Ratio::from(days), "day")),
    }
}

/// A source in one sentence: title, date, age, the day it was read.
#[must_use]
pub fn source(source: &Source, today: NaiveDate) -> String {
    let dated = match source.dated {
        Some(date) => format!("dated {date} ({})", age(date, today)),
        None => "without a date".to_owned(),
    };
    format!("{}, {dated}, read {}", source.title, source.read)
}

/// A source, whenever it is read.
#[must_use]
pub fn cited(source: &Source) -> String {
    let dated = source.dated.map_or_else(String::new, |date| format!("dated {date}, "));
    format!("{}, {dated}read {}", source.title, source.read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_are_named_by_their_distance_from_utc() {
        let named = |minutes: i32| clock(FixedOffset::east_opt(minutes * 60).unwrap());
        assert_eq!(named(0), "UTC");
        assert_eq!(named(480), "UTC+8");
        assert_eq!(named(-210), "UTC-3:30");
    }

    #[test]
    fn ages_count_days_up_to_the_day_of_use() {
        let date = |text: &str| text.parse().unwrap();
        assert_eq!(age(date("2026-11-21"), date("2026-11-22")), "1 day old");
        assert_eq!(age(date("2025-03-26"), date("2026-11-22")), "606 days old");
        assert_eq!(age(date("2026-11-22"), date("2025-03-26")), "after the day of use");
    }
}
