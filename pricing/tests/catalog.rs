//! What every shipped card keeps to.

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

/// The examples are read on demand, by cutting the text where they begin.
#[test]
fn examples_stand_last_and_are_all_read() {
    for (file, text) in Catalog::shipped_files() {
        let examples =
            text.find("\n[[example]]").unwrap_or_else(|| panic!("{file} has no example"));
        for line in text[examples..].lines().filter(|line| line.starts_with('[')) {
            assert!(line.starts_with("[[example]]"), "{file}: {line}");
        }
        let whole = RateCard::read(text, Vocabulary::standard()).unwrap();
        let shipped = Catalog::shipped().card(&whole.id).unwrap();
        assert_eq!(shipped.examples().len(), text.matches("\n[[example]]").count(), "{file}");
        assert_eq!(shipped.examples().len(), whole.examples().len(), "{file}");
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
