//! Meters: the drivers and charges that they stand for.

use crate::import::cards::tables;
use crate::import::tables::{Meter, Service};

/// The place of a service in the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceIx(usize);

/// The place of a meter in the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MeterIx(usize, usize);

impl ServiceIx {
    /// The service.
    #[must_use]
    pub fn get(self) -> &'static Service {
        &tables().meters.service[self.0]
    }
}

impl MeterIx {
    /// The meter.
    #[must_use]
    pub fn get(self) -> &'static Meter {
        &tables().meters.service[self.0].meter[self.1]
    }

    /// Its service.
    #[must_use]
    pub fn service(self) -> &'static Service {
        &tables().meters.service[self.0]
    }
}

/// Finds the service of a name.
#[must_use]
pub fn service(name: &str) -> Option<ServiceIx> {
    let is_meant = |it: &Service| it.services.iter().any(|known| known.eq_ignore_ascii_case(name));
    tables().meters.service.iter().position(is_meant).map(ServiceIx)
}

/// Finds the meter of a service by its texts, the most exact first. Cards that share a name share its meters.
#[must_use]
pub fn meter(service: ServiceIx, texts: &[&str]) -> Option<MeterIx> {
    let names = &service.get().services;
    let shares = |it: &Service| it.services.iter().any(|name| names.contains(name));
    let all = tables().meters.service.iter().enumerate();
    let others = all.filter(|(at, it)| *at != service.0 && shares(it));
    let others = others.map(|(at, _)| ServiceIx(at));
    std::iter::once(service).chain(others).find_map(|service| own_meter(service, texts))
}

/// Finds a meter among those of one card.
fn own_meter(service: ServiceIx, texts: &[&str]) -> Option<MeterIx> {
    let meters = &service.get().meter;
    for text in texts.iter().filter(|text| !text.is_empty()) {
        let name = without_region(text);
        let fits = |it: &Meter| it.names.iter().any(|known| fits(known, name));
        if let Some(at) = meters.iter().position(fits) {
            return Some(MeterIx(service.0, at));
        }
    }
    // `Key Vault - Standard - Operations - US East`: a description of parts, one of which is the meter.
    let parts = texts.iter().filter(|text| text.contains(" - ")).flat_map(|it| it.split(" - "));
    for part in parts {
        let is_name = |it: &Meter| it.names.iter().any(|known| known.eq_ignore_ascii_case(part));
        if let Some(at) = meters.iter().position(is_name) {
            return Some(MeterIx(service.0, at));
        }
    }
    let says = |it: &Meter| {
        it.says.iter().any(|part| texts.iter().any(|text| text.contains(part.as_str())))
    };
    meters.iter().position(says).map(|at| MeterIx(service.0, at))
}

/// A `*` at the beginning or the end takes everything.
fn fits(pattern: &str, text: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(end), _) => text.ends_with(end),
        (_, Some(beginning)) => text.starts_with(beginning),
        (None, None) => pattern.eq_ignore_ascii_case(text),
    }
}

/// The region that a row states, or the code or name of one in its usage type.
#[must_use]
pub fn region<'t>(stated: &'t str, usage: &'t str) -> &'t str {
    if stated.is_empty() {
        return usage[..usage.len() - without_region(usage).len()].trim_end_matches('-');
    }
    stated
}

/// The choice that a region is, of a card that prices regions apart. If the bill does not state the region, its
/// code or name in the usage type counts: `UGW1`, `us-gov-west-1`.
#[must_use]
pub fn region_choice<'t>(meter: MeterIx, stated: &'t str, usage: &'t str) -> Option<&'t str> {
    let service = meter.service();
    service.region_option.as_ref()?;
    let region = region(stated, usage);
    if region.is_empty() {
        return None;
    }
    if service.regions.is_empty() {
        return Some(region);
    }
    // The longest pattern is the most exact.
    let known = service.regions.iter().filter(|(pattern, _)| fits(pattern, region));
    known.max_by_key(|(pattern, _)| pattern.len()).map(|(_, choice)| choice.as_str())
}

/// A usage type without the code or the name of its region: `USE1-…`, `us-east-1-…`.
fn without_region(text: &str) -> &str {
    let of_code =
        tables().meters.prefixes.iter().filter_map(|code| text.strip_prefix(code.as_str()));
    let of_code = of_code.filter_map(|rest| rest.strip_prefix('-'));
    if let Some(rest) = of_code.min_by_key(|rest| rest.len()) {
        return rest;
    }
    let is_region_letter = |it: char| it.is_ascii_lowercase() || it == '-';
    let rest = text.trim_start_matches(is_region_letter);
    let region = &text[..text.len() - rest.len()];
    let number = rest.trim_start_matches(|it: char| it.is_ascii_digit());
    match number.strip_prefix('-') {
        Some(name) if region.ends_with('-') && number.len() < rest.len() => name,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use whatif_pricing::Catalog;

    use super::*;
    use crate::import::cards::driver;

    #[test]
    fn usage_types_lose_the_longest_prefix_of_a_region() {
        for (text, expected) in [
            ("USE1-AWSSecretsManager-Secrets", "AWSSecretsManager-Secrets"),
            ("EU-AWSSecretsManager-APIRequests", "AWSSecretsManager-APIRequests"),
            ("EUW2-PaidComplianceCheck", "PaidComplianceCheck"),
            ("us-east-1-KMS-Keys", "KMS-Keys"),
            ("us-gov-west-1-KMS-Requests", "KMS-Requests"),
            ("KMS-Requests", "KMS-Requests"),
            ("Operations", "Operations"),
        ] {
            assert_eq!(without_region(text), expected, "{text}");
        }
    }

    #[test]
    fn a_meter_is_not_taken_for_one_whose_name_it_begins_with() {
        let kms = service("awskms").unwrap();
        let found = |text| meter(kms, &[text]).map(|it| it.get().choose.clone());
        assert_eq!(found("us-east-1-KMS-Requests").unwrap()["key-type"], "symmetric");
        assert_eq!(found("us-east-1-KMS-Requests-Asymmetric").unwrap()["key-type"], "asymmetric");
        assert_eq!(found("us-east-1-KMS-Something"), None);
        let guard = service("AmazonGuardDuty").unwrap();
        let driver = |text| meter(guard, &[text]).unwrap().get().driver.clone().unwrap();
        assert_eq!(driver("USE1-PaidEventsAnalyzed"), "audit_events");
        assert_eq!(driver("USE1-PaidEventsAnalyzed-Bytes"), "log_gb");
    }

    #[test]
    fn every_meter_names_a_driver_a_charge_and_choices_that_exist() {
        let catalog = Catalog::shipped();
        for service in &tables().meters.service {
            let card = catalog.card(&service.card).unwrap_or_else(|_| panic!("{}", service.card));
            let option = |name: &String| {
                let found = card.options.iter().find(|it| it.id == *name);
                found.unwrap_or_else(|| panic!("{}: {name}", service.card))
            };
            service.region_option.iter().for_each(|name| assert!(!option(name).choices.is_empty()));
            for meter in &service.meter {
                assert!(meter.why.is_some() != meter.charge.is_some(), "{:?}", meter.names);
                let drivers = meter.driver.iter().chain(&meter.each).chain(meter.with.keys());
                drivers.for_each(|name| assert!(driver(name).index() < usize::MAX));
                let charge = meter.charge.iter();
                charge.for_each(|id| assert!(card.charge(id).is_ok(), "{}: {id}", service.card));
                for (name, choice) in &meter.choose {
                    assert!(option(name).choices.iter().any(|it| it.id == *choice), "{choice}");
                }
            }
        }
    }
}
