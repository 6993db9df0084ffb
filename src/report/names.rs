//! Names of offers, as short as tells them apart.

use crate::answer::PricedOffer;

/// Provider and services without the word that most providers share: `Tencent SSM + KMS`.
#[must_use]
pub fn short(offer: &PricedOffer) -> String {
    let companions = offer.figures().into_iter().flat_map(|figures| &figures.companions);
    let services = companions.map(|part| format!(" + {}", part.card.service));
    service(offer) + &services.collect::<String>()
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
    let names: Vec<String> = offers.iter().map(|offer| short(offer)).collect();
    let distinct = |(offer, name): (&&PricedOffer, &String)| {
        let twins = names.iter().filter(|other| *other == name).count();
        if twins > 1 { format!("{name} {}", offer.plan()) } else { name.clone() }
    };
    offers.iter().zip(&names).map(distinct).collect()
}
