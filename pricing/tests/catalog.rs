//! The rules that every shipped card keeps to.

use std::collections::HashSet;

use whatif_pricing::{Catalog, RateCard, Vocabulary};

/// The cards that are promised, by id.
const PROMISED: [&str; 32] = [
    "alibaba-kms-payg",
    "alibaba-kms-shared",
    "alibaba-kms-subscription",
    "aws-guardduty",
    "aws-kms",
    "aws-parameter-store",
    "aws-secrets-manager",
    "aws-security-hub",
    "azure-key-vault",
    "baidu-kms",
    "bitwarden-secrets-manager",
    "doppler",
    "gcp-kms",
    "gcp-scc-premium",
    "gcp-secret-manager",
    "hcp-vault-dedicated",
    "huawei-kms",
    "huawei-secmaster-monthly",
    "huawei-secmaster-payg",
    "ibm-key-protect",
    "ibm-secrets-manager",
    "infisical",
    "locker",
    "microsoft-sentinel",
    "oci-vault",
    "scaleway-key-manager",
    "scaleway-secret-manager",
    "tencent-kms-payg",
    "tencent-ssm-enterprise",
    "tencent-ssm-payg",
    "yandex-kms",
    "yandex-lockbox",
];

#[test]
fn every_promised_card_is_there() {
    for id in PROMISED {
        assert!(Catalog::shipped().card(id).is_ok(), "{id}");
    }
}

#[test]
fn a_file_is_named_after_its_card() {
    let mut seen = HashSet::new();
    for ((file, _), card) in Catalog::shipped_files().iter().zip(Catalog::shipped().cards()) {
        assert_eq!(*file, format!("{}.toml", card.id));
        assert!(seen.insert(&card.id), "{} stands twice", card.id);
    }
}

#[test]
fn every_card_names_the_schema_and_has_examples_by_hand() {
    for (file, text) in Catalog::shipped_files() {
        assert!(text.starts_with("#:schema ../card.schema.json\n"), "{file}");
    }
    for card in Catalog::shipped().cards() {
        assert!(card.examples().len() >= 2, "{}", card.id);
    }
}

#[test]
fn every_companion_is_a_card() {
    for card in Catalog::shipped().cards() {
        for companion in &card.companions {
            assert!(
                Catalog::shipped().card(&companion.card).is_ok(),
                "{} of {}",
                companion.card,
                card.id
            );
            assert_ne!(companion.card, card.id);
        }
    }
}

/// But for the examples, which are read on demand from the same text.
#[test]
fn a_compiled_card_is_the_card() {
    let compiled = Catalog::compiled(&Catalog::compile_shipped(), |place| {
        Catalog::shipped_files()[place].1.to_owned()
    });
    for (compiled, text) in compiled.cards().iter().zip(Catalog::shipped_files()) {
        let read = RateCard::read(text.1, Vocabulary::standard()).unwrap();
        let shown = |card: &RateCard| {
            let debug = format!("{card:?}");
            debug[..debug.rfind(", examples: ").unwrap()].to_owned()
        };
        assert_eq!(shown(compiled), shown(&read));
        assert_eq!(compiled.examples().len(), read.examples().len());
    }
}
