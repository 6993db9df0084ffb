//! Plain words for single figures of a step.

use rust_decimal::Decimal;

use crate::card::charge::{Clamp, Meter, RoundMoney};
use crate::card::rate_card::RateCard;
use crate::number::money::{Places, written};
use crate::number::ratio::Ratio;

/// The lines that a charge reads.
pub(super) fn lines(card: &RateCard, charge: usize) -> String {
    let Meter::Lines(_, of) = &card.charges[charge].axes.meter else { return String::new() };
    let labels = of.charges.iter().map(|charge| card.charges[*charge].label.as_str());
    format!("{} come to", labels.collect::<Vec<_>>().join(" and "))
}

/// The pool that a charge shares.
pub(super) fn pool(card: &RateCard, charge: usize) -> String {
    let pool = card.pools.iter().find(|pool| pool.of.charges.contains(&charge));
    pool.map_or_else(String::new, |pool| format!("less its part of: {}", pool.label))
}

pub(super) fn tier_price(amount: Option<Decimal>) -> String {
    amount.map_or("price unpublished".to_owned(), |amount| {
        format!("at {}", written(Ratio::whole(amount), Places::PRICE))
    })
}

pub(super) fn kept_words(months: Ratio) -> String {
    format!("kept: {} months of each month's unit", plain(months))
}

/// A part of a month that is a number of whole days.
pub(super) fn is_whole_days(month_seconds: i64, time: Ratio) -> bool {
    let seconds = time.times(Ratio::from(month_seconds));
    let days =
        seconds.and_then(|seconds| seconds.over(Ratio::from(crate::number::unit::DAY_SECONDS)));
    time != Ratio::ONE && days.is_ok_and(is_whole)
}

pub(super) fn is_whole(count: Ratio) -> bool {
    count.as_decimal().is_some_and(|count| count.fract().is_zero())
}

pub(super) fn plain(number: Ratio) -> String {
    written(number, Places::QUANTITY)
}

pub(super) fn quantized_words(minimum: Option<Decimal>, step: Option<Decimal>) -> String {
    let number = |decimal| plain(Ratio::whole(decimal));
    let minimum = minimum.map(|minimum| format!("at least {}", number(minimum)));
    let step = step.map(|step| match step {
        step if step == Decimal::ONE => "up to a whole number".to_owned(),
        step => format!("up to a multiple of {}", number(step)),
    });
    minimum.into_iter().chain(step).collect::<Vec<_>>().join(", ")
}

pub(super) fn bounded_words(clamp: Clamp, round: Option<RoundMoney>) -> String {
    let number = |decimal| written(Ratio::whole(decimal), Places::PRICE);
    let parts = [
        clamp.minimum.map(|minimum| format!("at least {}", number(minimum))),
        clamp.maximum.map(|maximum| format!("at most {}", number(maximum))),
        round.map(|round| {
            format!(
                "rounded {} to {} places by the vendor",
                if round.up { "up" } else { "half up" },
                round.places
            )
        }),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
