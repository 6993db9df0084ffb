//! Accounts of a vendor: levels are for each of them, flows spread over them.

use whatif_pricing::{Catalog, Invoice, Period, Ratio, Selection, Tariff, Vocabulary, Workload};

fn total(card: &str, choices: &[(&str, &str)], settings: &[(&str, &str)]) -> Ratio {
    let card = Catalog::shipped().card(card).unwrap();
    let mut selection = Selection::standard(&card);
    for (option, choice) in choices {
        selection.choose(&card, option, choice).unwrap();
    }
    let month = Period::month("2026-06").unwrap();
    let tariff = Tariff::new(&card, &selection, month).unwrap();
    let mut workload = Workload::standard(Vocabulary::standard());
    for (driver, value) in settings {
        workload.set_text(driver, value).unwrap();
    }
    let mut invoice = Invoice::default();
    tariff.quote(&workload.usage(month.terms()).unwrap(), &mut invoice).unwrap();
    invoice.total
}

fn number(text: &str) -> Ratio {
    Ratio::parse(text).unwrap()
}

#[test]
fn a_key_in_each_of_120_accounts_and_4_regions_costs_480() {
    let keys = [("keys", "1"), ("accounts", "120"), ("regions", "4"), ("key_ops", "0")];
    assert_eq!(total("aws-kms", &[], &keys), number("480"));
    assert_eq!(total("aws-kms", &[("replicas", "one-region")], &keys), number("120"));
    // The keys of each of two regions.
    let keys = [("keys", "3"), ("accounts", "5"), ("regions", "2"), ("key_ops", "0")];
    let one = total("huawei-kms", &[("replicas", "one-region")], &keys);
    assert_eq!(total("huawei-kms", &[], &keys), one.times(Ratio::from(2)).unwrap());
}

#[test]
fn ten_accounts_of_security_hub_have_ten_first_tiers() {
    let all = [("security_checks", "1500000"), ("findings", "150000")];
    let ten = [all[0], all[1], ("accounts", "10")];
    assert_eq!(total("aws-security-hub", &[], &ten), number("1401.5"));
    // One account: 100 + 320 + 1,000,000 × 0.0005, and 140,000 findings that are not free
    assert_eq!(total("aws-security-hub", &[], &all), number("924.2"));
}

#[test]
fn secrets_are_for_each_account_and_calls_are_not() {
    let set = [("secrets", "5"), ("regions", "2"), ("accounts", "3"), ("calls", "100000")];
    // 5 × 2 × 3 × 0.40 + 10 × 0.05
    assert_eq!(total("aws-secrets-manager", &[], &set), number("12.5"));
    // (5 × 2 × 3 versions − 6) × 0.06 + (100,000 − 10,000) ÷ 10,000 × 0.03
    assert_eq!(total("gcp-secret-manager", &[], &set), number("1.71"));
}

#[test]
fn every_shipped_card_costs_the_same_for_one_account_as_before() {
    for card in Catalog::shipped().cards() {
        let bare = total(&card.id, &[], &[("secrets", "10")]);
        let one = total(&card.id, &[], &[("secrets", "10"), ("accounts", "1")]);
        assert_eq!(bare, one, "{}", card.id);
    }
}

#[test]
fn who_counts_secrets_or_keys_counts_those_of_each_account() {
    let vocabulary = Vocabulary::standard();
    let [secrets, keys, accounts] =
        ["secrets", "keys", "accounts"].map(|name| vocabulary.find(name).unwrap());
    // Sold by the project or the whole organization, whatever the vendor's accounts.
    let without = ["hcp-vault-secrets", "locker", "pulumi-esc"];
    for card in Catalog::shipped().cards() {
        let counts = card.charges.iter().any(|charge| {
            let formulas = charge.axes.meter.quantity();
            matches!(formulas, whatif_pricing::choice::Choice::Same(formula)
                if formula.drivers().any(|it| it == secrets || it == keys)
                    && formula.drivers().all(|it| it != accounts))
        });
        assert_eq!(counts, without.contains(&&*card.id), "{}", card.id);
    }
}
