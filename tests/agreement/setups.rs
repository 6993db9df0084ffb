//! Setups that are priced: offers, workload and terms, said once for both sides.

use std::fmt::Write as _;

use whatif::scenario::{Choices, CompanionChoices, Offer, OfferId, Scenario};
use whatif_pricing::{Catalog, Currency, ExchangeRate, Percent, Period, RateCard};

/// A priced situation, and the questions about it.
#[derive(Clone, Copy)]
pub struct Setup {
    /// The offers as arguments. The first is selected, and all are marked.
    pub offers: &'static [&'static str],
    /// The workload.
    pub set: &'static [(&'static str, &'static str)],
    /// Companions: of which offer, and which.
    pub with: &'static [(&'static str, &'static str)],
    /// Prices: of which offer, of which charge, how much.
    pub prices: &'static [(&'static str, &'static str, &'static str)],
    /// A discount on the whole card of each offer.
    pub discount: Option<&'static str>,
    /// A tax on each total.
    pub tax: Option<&'static str>,
    /// Exchange rates, with their currencies.
    pub rates: &'static [&'static str],
    /// The currency of the comparison. That of the first card if `None`.
    pub currency: Option<&'static str>,
    /// An amount that totals are held against.
    pub budget: Option<&'static str>,
    /// The drivers that are swept.
    pub sweeps: &'static [&'static str],
    /// Goals, and what is sought.
    pub goals: &'static [(Reach, &'static str)],
}

/// A goal.
#[derive(Clone, Copy, Debug)]
pub enum Reach {
    /// An amount.
    Total(&'static str),
    /// Another of the offers, by its place.
    Beats(usize),
}

/// The day of use on both sides.
pub const TODAY: &str = "2026-11-22";
const START: &str = "2026-06-01";

const PLAIN: Setup = Setup {
    offers: &[],
    set: &[],
    with: &[],
    prices: &[],
    discount: None,
    tax: None,
    rates: &[],
    currency: None,
    budget: None,
    sweeps: &[],
    goals: &[],
};

use Reach::{Beats, Total};

/// Everything that is asked about.
pub const SETUPS: &[Setup] = &[
    // A quota beyond which nothing is published.
    Setup {
        offers: &["tencent-ssm-payg", "tencent-ssm-enterprise"],
        set: &[("calls", "0")],
        budget: Some("400"),
        sweeps: &["secrets", "versions_per_secret", "regions"],
        goals: &[
            (Total("500"), "secrets"),
            (Beats(1), "secrets"),
            (Total("20"), "price:storage"),
            (Total("30"), "discount"),
            (Total("30"), "discount:storage"),
            (Total("100"), "discount"),
            (Total("39"), "price:api"),
            (Total("500"), "hosts"),
        ],
        ..PLAIN
    },
    Setup {
        offers: &["tencent-ssm-enterprise", "tencent-ssm-payg"],
        set: &[("calls", "0")],
        budget: Some("151"),
        sweeps: &["secrets"],
        goals: &[(Beats(1), "secrets"), (Total("100"), "secrets"), (Beats(1), "discount")],
        ..PLAIN
    },
    // Several providers at the defaults, formulas among them.
    Setup {
        offers: &[
            "tencent-ssm-payg",
            "aws-secrets-manager",
            "gcp-secret-manager",
            "azure-key-vault",
            "alibaba-kms-payg",
            "infisical",
        ],
        sweeps: &["secrets", "clients", "calls"],
        goals: &[
            (Total("500"), "secrets"),
            (Total("40.3"), "refresh_seconds"),
            (Beats(1), "clients"),
            (Beats(2), "discount"),
            (Beats(2), "secrets"),
        ],
        ..PLAIN
    },
    // Tiers.
    Setup {
        offers: &["gcp-kms", "aws-kms", "azure-key-vault"],
        set: &[("keys", "5000")],
        sweeps: &["keys", "key_ops"],
        goals: &[
            (Total("20"), "price:versions"),
            (Total("200"), "keys"),
            (Beats(1), "keys"),
            (Total("20"), "discount:versions"),
        ],
        ..PLAIN
    },
    // A driver that divides.
    Setup {
        offers: &["azure-key-vault", "tencent-ssm-payg", "aws-kms"],
        set: &[("secrets", "350"), ("clients", "60"), ("regions", "2"), ("keys", "12")],
        sweeps: &["refresh_seconds"],
        goals: &[(Total("200"), "refresh_seconds"), (Total("20"), "secrets")],
        ..PLAIN
    },
    // Keys asked of offers that cannot do them.
    Setup {
        offers: &["aws-secrets-manager", "tencent-ssm-payg", "azure-key-vault"],
        set: &[("keys", "2"), ("hosts", "3")],
        sweeps: &["secrets", "keys"],
        goals: &[(Beats(1), "secrets"), (Beats(2), "discount")],
        ..PLAIN
    },
    // A limit beyond which an offer is not ranked.
    Setup {
        offers: &["aws-parameter-store", "aws-secrets-manager"],
        set: &[("clients", "100"), ("refresh_seconds", "60")],
        sweeps: &["secrets", "clients"],
        goals: &[(Beats(1), "secrets"), (Total("1"), "secrets")],
        ..PLAIN
    },
    // Other currencies, with and without a rate.
    Setup {
        offers: &["aws-kms", "huawei-kms", "scaleway-key-manager"],
        rates: &["CNY/USD=0.14", "EUR/USD=1.08"],
        sweeps: &["keys"],
        goals: &[(Beats(1), "keys"), (Beats(2), "keys"), (Total("5"), "keys")],
        ..PLAIN
    },
    Setup {
        offers: &["aws-kms", "huawei-kms"],
        sweeps: &["keys"],
        goals: &[(Beats(1), "keys")],
        ..PLAIN
    },
    Setup {
        offers: &["tencent-ssm-payg", "tencent-ssm-enterprise"],
        rates: &["USD/CNY=7"],
        currency: Some("CNY"),
        budget: Some("2000"),
        sweeps: &["secrets"],
        goals: &[(Total("500"), "secrets"), (Total("200"), "price:storage")],
        ..PLAIN
    },
    // Prices that are not published, and the user's own in their place.
    Setup {
        offers: &["huawei-secmaster-payg", "huawei-secmaster-monthly"],
        rates: &["CNY/USD=0.14"],
        sweeps: &["hosts"],
        goals: &[(Total("500"), "hosts"), (Beats(1), "hosts"), (Total("500"), "discount")],
        ..PLAIN
    },
    Setup {
        offers: &["huawei-secmaster-payg"],
        prices: &[
            ("huawei-secmaster-payg", "edition", "0.5"),
            ("huawei-secmaster-payg", "large-screen", "0"),
            ("huawei-secmaster-payg", "analysis", "0"),
            ("huawei-secmaster-payg", "orchestration", "0"),
        ],
        sweeps: &["hosts"],
        goals: &[(Total("500"), "hosts")],
        ..PLAIN
    },
    // Companions.
    Setup {
        offers: &["aws-secrets-manager", "azure-key-vault"],
        set: &[("keys", "3")],
        with: &[("aws-secrets-manager", "aws-kms")],
        sweeps: &["keys", "secrets"],
        goals: &[(Beats(1), "secrets"), (Total("100"), "keys"), (Total("50"), "discount")],
        ..PLAIN
    },
    // Ranges.
    Setup {
        offers: &["tencent-ssm-payg", "aws-secrets-manager"],
        set: &[("calls", "10k..90k")],
        sweeps: &["secrets"],
        goals: &[(Total("500"), "secrets"), (Beats(1), "secrets")],
        ..PLAIN
    },
    // A plan against itself with another choice.
    Setup {
        offers: &["alibaba-kms-payg", "alibaba-kms-payg:instance=hardware"],
        sweeps: &["secrets"],
        goals: &[(Beats(1), "keys"), (Total("1000"), "peak_qps")],
        ..PLAIN
    },
    // What is agreed beside the prices.
    Setup {
        offers: &["alibaba-kms-payg", "aws-kms"],
        discount: Some("10"),
        tax: Some("19"),
        budget: Some("600"),
        sweeps: &["keys", "peak_qps"],
        goals: &[(Total("600"), "keys"), (Beats(1), "keys")],
        ..PLAIN
    },
];

impl Setup {
    /// The arguments of the command line that say the same, without a value for one driver.
    pub fn flags(&self, but: &str) -> String {
        let mut flags = format!("--start {START}");
        for (driver, value) in self.set.iter().filter(|(driver, _)| *driver != but) {
            let _ = write!(flags, " --set {driver}={value}");
        }
        for (offer, companion) in self.with {
            let _ = write!(flags, " --with {offer}:{companion}");
        }
        for (offer, charge, price) in self.prices {
            let _ = write!(flags, " --price {offer}:{charge}={price}");
        }
        let texts = [("discount", self.discount), ("tax", self.tax), ("in", self.currency)];
        for (flag, value) in texts {
            if let Some(value) = value {
                let _ = write!(flags, " --{flag} {value}");
            }
        }
        for rate in self.rates {
            let _ = write!(flags, " --rate {rate}");
        }
        flags
    }

    /// The ids of the offers.
    pub fn ids(&self) -> Vec<OfferId> {
        self.offers.iter().map(|argument| id(argument)).collect()
    }

    /// The scenario that says the same.
    pub fn scenario(&self, catalog: &Catalog) -> Scenario {
        let mut scenario =
            Scenario::blank(catalog.cards(), Period::standard_month(START.parse().unwrap()));
        let ids = self.ids();
        scenario.selected = ids[0].clone();
        scenario.marked = ids.iter().cloned().collect();
        let card = catalog.card(ids[0].card()).unwrap();
        let inputs = &mut scenario.inputs;
        inputs.display = self.currency.map_or(card.default_currency(), currency);
        for (driver, value) in self.set {
            inputs.workload.set_text(driver, value).unwrap();
        }
        for text in self.rates {
            let rate =
                ExchangeRate::parse(text, card.default_currency(), TODAY.parse().unwrap()).unwrap();
            inputs.rates.set(rate).unwrap();
        }
        inputs.tax = self.tax.map(|tax| Percent::parse(tax).unwrap());
        for (argument, id) in self.offers.iter().zip(&ids) {
            let offer = self.offer(argument, &catalog.card(id.card()).unwrap());
            inputs.offers.put(id.clone(), offer);
        }
        let amount = self.budget.map(|budget| whatif_pricing::number::price(budget).unwrap());
        let currency = inputs.display;
        scenario.budget =
            amount.map(|amount| whatif::scenario::Budget { amount: amount.into(), currency });
        scenario
    }

    fn offer(&self, argument: &str, card: &RateCard) -> Offer {
        let mut choices = Choices::default();
        let mut label = None;
        if let Some((option, choice)) = chosen(argument) {
            choices.options.insert(option.to_owned(), choice.to_owned());
            let option = card.options.iter().find(|known| known.id == option).unwrap();
            label =
                option.choices.iter().find(|known| known.id == choice).map(|it| it.label.clone());
        }
        let off = self.discount.map(|off| Percent::parse(off).unwrap().negated().unwrap());
        choices.adjustment = off;
        let of_offer = self.prices.iter().filter(|(offer, ..)| offer == &argument);
        for (_, charge, price) in of_offer {
            choices.prices.insert((*charge).to_owned(), price.parse().unwrap());
        }
        let with = self.with.iter().filter(|(offer, _)| offer == &argument);
        let own = CompanionChoices::Own(Choices::default());
        let companions =
            with.map(|(_, companion)| ((*companion).to_owned(), own.clone())).collect();
        Offer { label, choices, companions, is_considered: false }
    }
}

fn currency(text: &str) -> Currency {
    Currency::parse(text).unwrap()
}

fn chosen(argument: &str) -> Option<(&str, &str)> {
    argument.split_once(':')?.1.split_once('=')
}

/// The id of the offer that an argument names.
fn id(argument: &str) -> OfferId {
    let card = argument.split(':').next().unwrap();
    match chosen(argument) {
        None => OfferId::of_card(card),
        Some((_, choice)) => OfferId::of_copy(card, choice, |_| false),
    }
}
