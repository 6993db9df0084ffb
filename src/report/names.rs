//! Names of offers, as short as tells them apart.

use super::words;
use crate::answer::PricedOffer;

/// Provider and services without the word that most providers share, and the discount in the total:
/// `Tencent SSM + KMS (-12 %)`.
#[must_use]
pub fn short(offer: &PricedOffer) -> String {
    plain(offer) + &discount(offer)
}

/// The same without the discount.
#[must_use]
pub fn plain(offer: &PricedOffer) -> String {
    let companions = offer.figures().into_iter().flat_map(|figures| &figures.companions);
    let services = companions.map(|part| format!(" + {}", part.card.service));
    service(offer) + &services.collect::<String>()
}

/// The discount or mark-up in an offer's total, as its name ends: ` (-12 %)`. Empty without one.
#[must_use]
pub fn discount(offer: &PricedOffer) -> String {
    offer.adjusted().map_or_else(String::new, |by| format!(" ({})", words::adjusted(by)))
}

fn service(offer: &PricedOffer) -> String {
    let name = offer.card.name();
    let provider = offer.card.provider.strip_suffix(" Cloud");
    match provider.and_then(|provider| Some((provider, name.strip_prefix(&*offer.card.provider)?)))
    {
        Some((provider, service)) => format!("{provider}{service}"),
        None => name,
    }
}

/// The short name of each offer, with the plan if another of them has the same.
#[must_use]
pub fn distinct(offers: &[&PricedOffer]) -> Vec<String> {
    let names: Vec<String> = offers.iter().map(|offer| plain(offer)).collect();
    let distinct = |(offer, name): (&&PricedOffer, &String)| {
        let twins = names.iter().filter(|other| *other == name).count();
        let plan = if twins > 1 { format!(" {}", offer.plan()) } else { String::new() };
        format!("{name}{plan}{}", discount(offer))
    };
    offers.iter().zip(&names).map(distinct).collect()
}

/// An offer that took the place of another of its provider: `AWS: now Parameter Store + KMS, the cheapest there (was
/// Secrets Manager)`.
#[must_use]
pub fn succeeded(was: &PricedOffer, now: &PricedOffer) -> String {
    let provider = words::short_provider(&now.card.provider);
    let names = distinct(&[was, now]);
    let [was, now] = [0, 1].map(|place: usize| {
        let name = &*names[place];
        name.strip_prefix(provider).unwrap_or(name).trim_start().to_owned()
    });
    format!("{provider}: now {now}, the cheapest there (was {was})")
}
