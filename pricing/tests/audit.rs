//! The figures of the catalogue audit of 2026-11-30: what each correction does to a bill, worked out by hand
//! from the figures that the sources print.

use whatif_pricing::{
    Catalog, Invoice, Period, Ratio, Selection, Tariff, Vocabulary, Workload, plain,
};

/// A card, and what differs from its defaults and from an empty workload of 30 days.
struct Bill<'a> {
    card: &'a str,
    options: &'a [(&'a str, &'a str)],
    readings: &'a [(&'a str, &'a str)],
    set: &'a [(&'a str, &'a str)],
    period: Period,
}

/// 30 days of a card.
fn bill<'a>(card: &'a str, set: &'a [(&'a str, &'a str)]) -> Bill<'a> {
    let period = Period::standard_month("2026-06-01".parse().unwrap());
    Bill { card, options: &[], readings: &[], set, period }
}

impl<'a> Bill<'a> {
    const fn option(mut self, options: &'a [(&'a str, &'a str)]) -> Self {
        self.options = options;
        self
    }

    const fn assume(mut self, readings: &'a [(&'a str, &'a str)]) -> Self {
        self.readings = readings;
        self
    }

    fn month(mut self, month: &str) -> Self {
        self.period = Period::month(month).unwrap();
        self
    }

    /// The invoice of a workload in which everything is zero that can be, but for what is set.
    fn invoice(&self) -> Invoice {
        let card = Catalog::shipped().card(self.card).unwrap();
        let mut selection = Selection::standard(&card);
        for (option, choice) in self.options {
            selection.choose(&card, option, choice).unwrap();
        }
        for (assumption, reading) in self.readings {
            selection.assume(&card, assumption, reading).unwrap();
        }
        let mut workload = Workload::standard(Vocabulary::standard());
        for (_, driver) in Vocabulary::standard().iter() {
            workload.set_text(&driver.name, &driver.smallest.to_string()).unwrap();
        }
        for (driver, value) in self.set {
            workload.set_text(driver, value).unwrap();
        }
        let tariff = Tariff::new(&card, &selection, self.period).unwrap();
        let usage = workload.usage(tariff.period_terms()).unwrap();
        let mut invoice = Invoice::default();
        tariff.quote(&usage, &mut invoice).unwrap();
        invoice
    }

    /// The total, of which every line has a price.
    fn total(&self) -> String {
        let invoice = self.invoice();
        assert!(invoice.lines.iter().all(|line| line.amount.is_some()), "{}", self.card);
        plain(invoice.total)
    }
}

#[test]
fn every_example_of_every_shipped_card_reproduces() {
    for card in Catalog::shipped().cards() {
        assert_eq!(card.failing_examples(Vocabulary::standard()), [], "{}", card.id);
    }
}

/// The sentence of a card that has no example from outside.
const NO_EXAMPLE: &str = "No source prints a worked example.";

#[test]
fn every_card_has_an_example_from_outside_or_says_that_there_is_none() {
    for card in Catalog::shipped().cards() {
        let has_example = card.examples().iter().any(|example| example.published);
        let says_none = card.notes.iter().any(|note| note == NO_EXAMPLE);
        assert!(has_example != says_none, "{}", card.id);
    }
}

#[test]
fn guardduty_has_a_fourth_tier_of_logs_and_third_tiers_of_events_and_vcpus() {
    // 500 × 1 + 2,000 × 0.5 + 7,500 × 0.25 + 90,000 × 0.15
    assert_eq!(bill("aws-guardduty", &[("log_gb", "100000")]).total(), "16875");
    // 500 × 0.8 + 4,500 × 0.4 + 5,000 × 0.2
    assert_eq!(bill("aws-guardduty", &[("data_reads", "10000000000")]).total(), "3200");
    // 500 × 1.5 + 4,500 × 0.75 + 1,000 × 0.25
    assert_eq!(bill("aws-guardduty", &[("vcpus", "6000")]).total(), "4375");
}

#[test]
fn guardduty_is_priced_by_region() {
    let usage = [("audit_events", "1000000"), ("log_gb", "5")];
    let total = |region| bill("aws-guardduty", &usage).option(&[("region", region)]).total();
    let regions = ["us-east-1", "ap-northeast-1", "eu-west-1", "eu-central-1", "sa-east-1"];
    // 4 + 5, 4.72 + 5.90, 4.40 + 5.50, 4.60 + 5.75, 7 + 8.75
    let expected = ["9", "10.62", "9.9", "10.35", "15.75"];
    assert_eq!(regions.map(total), expected);
    let vcpu =
        |region| bill("aws-guardduty", &[("vcpus", "1")]).option(&[("region", region)]).total();
    assert_eq!(["us-east-1", "eu-central-1", "eu-central-2"].map(vcpu), ["1.5", "1.92", "4"]);
}

/// The commitments of Sentinel: GB a day, and what a day costs in the eastern United States.
const COMMITMENTS: [(&str, &str); 11] = [
    ("100", "296"),
    ("200", "548"),
    ("300", "800"),
    ("400", "1037.33"),
    ("500", "1265"),
    ("1000", "2480"),
    ("2000", "4800"),
    ("5000", "11550"),
    ("10000", "22240"),
    ("25000", "53450"),
    ("50000", "102600"),
];

#[test]
fn sentinel_charges_a_day_of_each_commitment_and_its_own_price_beyond() {
    for (gb, day) in COMMITMENTS {
        let choice = format!("gb-{gb}");
        let amount = |times: u32| {
            let logs = (gb.parse::<u32>().unwrap() * times * 30).to_string();
            let options = [("commitment", choice.as_str())];
            bill("microsoft-sentinel", &[("log_gb", &logs)]).option(&options).invoice().total
        };
        let month = Ratio::parse(day).unwrap().times(Ratio::from(30_u32)).unwrap();
        assert_eq!(amount(1), month, "{gb}");
        // Twice the committed GB cost twice the commitment: the excess has the commitment's own price.
        assert_eq!(amount(2), month.times(Ratio::from(2_u32)).unwrap(), "{gb}");
    }
}

#[test]
fn sentinel_costs_2480_a_day_for_1000_gb_and_4_30_a_gb_without_a_commitment() {
    let day = bill("microsoft-sentinel", &[("log_gb", "30000")]);
    assert_eq!(day.option(&[("commitment", "gb-1000")]).total(), "74400");
    assert_eq!(bill("microsoft-sentinel", &[("log_gb", "1")]).total(), "4.3");
    // 40 actions at 0.000025
    let runs = [("playbook_runs", "10"), ("nodes_per_run", "4")];
    assert_eq!(bill("microsoft-sentinel", &runs).total(), "0.001");
}

#[test]
fn bitwarden_teams_includes_fifty_machine_accounts_by_the_year_and_twenty_by_the_month() {
    let total = |term, readings| {
        let options = [("term", term), ("password-manager", "owned")];
        let usage = [("machines", "50")];
        bill("bitwarden-secrets-manager", &usage).option(&options).assume(readings).total()
    };
    assert_eq!(total("year", &[]), "0");
    // 30 more at 1 a month, or at 12 a year by the former source code
    assert_eq!(total("month", &[]), "30");
    assert_eq!(total("year", &[("yearly-machines", "twenty")]), "360");
}

#[test]
fn pulumi_charges_calls_and_secrets_beyond_the_credits_of_pro() {
    // 40 and (1,000,000 − 10,000) ÷ 10,000 × 0.10
    assert_eq!(bill("pulumi-esc", &[("calls", "1000000")]).total(), "49.9");
    let pro =
        |secrets| bill("pulumi-esc", &[("secrets", secrets)]).option(&[("plan", "pro")]).total();
    // 400 credits pay for 533 secrets and a third of one: 534 are two thirds of 0.75 more.
    assert_eq!(["533", "534"].map(pro), ["400", "400.5"]);
}

#[test]
fn ibm_secrets_manager_is_priced_in_usd_with_its_former_lists() {
    let total = |month| bill("ibm-secrets-manager", &IBM_SECRETS).month(month).total();
    // 324 + 100 × 0.217; 321 + 100 × 0.215; 299 + 100 × 0.20
    assert_eq!(["2026-06", "2025-06", "2023-06"].map(total), ["345.7", "342.5", "319"]);
    let card = Catalog::shipped().card("ibm-secrets-manager").unwrap();
    assert_eq!(card.default_currency().code(), "USD");
}

const IBM_SECRETS: [(&str, &str); 2] = [("kms_instances", "1"), ("secrets", "100")];

#[test]
fn ibm_key_protect_had_five_free_versions_until_2025() {
    let versions = [("keys", "12")];
    let total = |month| bill("ibm-key-protect", &versions).month(month).total();
    // (12 − 5) × 1.00; 12 × 1.07635; 12 × 1.08711
    assert_eq!(["2024-09", "2025-09", "2026-09"].map(total), ["7", "12.9162", "13.04532"]);
    let cross_region = [("plan", "cross-region")];
    let lines = bill("ibm-key-protect", &versions).option(&cross_region).month("2026-09").invoice();
    assert_eq!(plain(lines.lines[0].amount.unwrap()), "26.09064");
}

#[test]
fn key_vault_has_one_price_of_operations_with_hsm_rsa_2048_keys() {
    let usage = [
        ("calls", "400000"),
        ("keys", "4"),
        ("key_ops", "20000"),
        ("certificate_renewals", "2"),
        ("key_rotations", "1"),
    ];
    let total =
        |key_type| bill("azure-key-vault", &usage).option(&[("key-type", key_type)]).total();
    // 40 × 0.03 + 4 × 1 + 2 × 0.03 + 2 × 3 + 1; the bill of the sample, 12.50, has 0.15 for 0.03.
    assert_eq!(total("hsm-rsa-2048"), "12.26");
    let card = Catalog::shipped().card("azure-key-vault").unwrap();
    assert!(card.assumptions.iter().all(|assumption| assumption.id != "hsm-rsa-2048-ops"));
}

#[test]
fn hcp_vault_counts_people_and_has_two_price_lists_of_clients() {
    let clients = [("kms_instances", "1"), ("machines", "4"), ("users", "6")];
    let line = |readings, charge: usize| {
        let invoice = bill("hcp-vault-dedicated", &clients).assume(readings).invoice();
        plain(invoice.lines[charge].amount.unwrap())
    };
    // 10 × 72.92; 9 × 112.168 + 86.826; 4 × 72.92
    assert_eq!(line(&[], 1), "729.2");
    assert_eq!(line(&[("price-list", "flex")], 1), "1096.338");
    assert_eq!(line(&[("counted-clients", "machines")], 1), "291.68");
    // 720 hours of medium clusters
    let hours = |edition| {
        let options = [("edition", edition), ("size", "medium")];
        bill("hcp-vault-dedicated", &[("kms_instances", "1")]).option(&options).total()
    };
    assert_eq!(["essentials", "standard"].map(hours), ["2277.36", "2658.24"]);
}

#[test]
fn aws_kms_has_govcloud_and_data_key_pairs() {
    let total = |region, key_type| {
        let options = [("region", region), ("key-type", key_type), ("free-tier", "used")];
        bill("aws-kms", &[("key_ops", "10000")]).option(&options).total()
    };
    let types = ["symmetric", "rsa-2048", "asymmetric"];
    assert_eq!(types.map(|key_type| total("commercial", key_type)), ["0.03", "0.03", "0.15"]);
    assert_eq!(types.map(|key_type| total("govcloud", key_type)), ["0.04", "0.04", "0.15"]);
    let pairs = |driver| bill("aws-kms", &[(driver, "10000")]).total();
    assert_eq!(["ecc_key_pairs", "rsa_key_pairs"].map(pairs), ["0.1", "12"]);
}

#[test]
fn gcp_kms_has_the_free_limits_of_autokey_and_random_bytes() {
    let autokey = [("protection", "hsm-autokey")];
    let total = |keys, key_ops| {
        bill("gcp-kms", &[("keys", keys), ("key_ops", key_ops)]).option(&autokey).total()
    };
    assert_eq!(total("100", "10000"), "0");
    // One version at 1.00 and 10,000 operations at 0.03 beyond the free ones
    assert_eq!(total("101", "20000"), "1.03");
    assert_eq!(bill("gcp-kms", &[("random_requests", "20000")]).total(), "0.3");
}

#[test]
fn security_hub_charges_evaluations_of_automation_rules() {
    let total =
        |evaluations| bill("aws-security-hub", &[("automation_evaluations", evaluations)]).total();
    // 1 free, 99 at 0.10, 900 at 0.05, 1 at 0.015, in millions
    let expected = ["0", "9.9", "54.9", "54.915"];
    assert_eq!(["1000000", "100000000", "1000000000", "1001000000"].map(total), expected);
}

#[test]
fn infisical_cost_18_an_identity_before_september_2026() {
    let pro = |month| bill("infisical", &[("users", "5"), ("machines", "4")]).month(month).total();
    assert_eq!(["2026-07", "2026-10"].map(pro), ["162", "207"]);
}

#[test]
fn phase_counted_service_accounts_in_graduated_seats_before_2026() {
    let accounts = [("users", "1000"), ("machines", "1000")];
    let total =
        |plan, month| bill("phase", &accounts).option(&[("plan", plan)]).month(month).total();
    // 50 × 2 + 50 × 1.50 + 150 × 1.30 + 750 × 1.10 + 1,000 × 0.80; now 1,000 people at 10
    assert_eq!(["2025-06", "2026-06"].map(|month| total("pro", month)), ["1995", "10000"]);
    // 2.5 times that; now 1,000 people at 25
    assert_eq!(["2025-06", "2026-06"].map(|month| total("enterprise", month)), ["4987.5", "25000"]);
}

#[test]
fn oci_has_three_partitions_at_least_in_a_dedicated_kms() {
    let day = |partitions| {
        let dedicated = [("vault", "dedicated")];
        bill("oci-vault", &[("kms_instances", partitions)]).option(&dedicated).total()
    };
    // 720 hours at 1.75 for each of three, and of four
    assert_eq!(["1", "3", "4"].map(day), ["3780", "3780", "5040"]);
}

#[test]
fn lockbox_has_the_price_of_gets_of_2024_and_none_since() {
    let gets = |month| {
        bill("yandex-lockbox", &[("calls", "10000")]).month(month).invoice().lines[1].amount
    };
    assert_eq!(gets("2024-06").map(plain), Some("0.0277".to_owned()));
    assert_eq!(gets("2026-06"), None);
}

#[test]
fn hsms_cost_what_their_sources_print() {
    let hours = |card, instances| bill(card, &[("kms_instances", instances)]).total();
    // 720 hours: 3.20 of a Managed HSM pool, 1.60 of a CloudHSM in Virginia
    assert_eq!(hours("azure-managed-hsm", "1"), "2304");
    assert_eq!(hours("aws-cloudhsm", "1"), "1152");
    assert_eq!(hours("gcp-single-tenant-hsm", "1"), "3500");
    let region = |region| {
        bill("aws-cloudhsm", &[("kms_instances", "1")]).option(&[("region", region)]).total()
    };
    // 720 × 1.81, × 2.72, × 2.08
    let regions = ["ap-northeast-1", "sa-east-1", "us-gov-east-1"];
    assert_eq!(regions.map(region), ["1303.2", "1958.4", "1497.6"]);
    let card = Catalog::shipped().card("aws-cloudhsm").unwrap();
    assert_eq!(card.options[0].choices.len(), 29);
}

#[test]
fn payment_cryptography_and_hyper_protect_cost_what_their_pages_print() {
    let payment = [("keys", "10"), ("key_ops", "100000")];
    assert_eq!(bill("aws-payment-cryptography", &payment).total(), "30");
    let standard = [("kms_instances", "4"), ("key_stores", "22")];
    assert_eq!(bill("ibm-hyper-protect-crypto", &standard).total(), "9929.4");
    let uko = [("kms_instances", "2"), ("key_stores", "22"), ("external_key_stores", "15")];
    assert_eq!(bill("ibm-hyper-protect-crypto", &uko).total(), "11442.2");
}

#[test]
fn the_other_watchers_of_aws_are_priced_by_their_price_files() {
    // 1,000 × 2 + 4,000 × 1 + 5,000 × 0.50 + 1 × 0.25; 1,000 × 2.70
    assert_eq!(bill("aws-detective", &[("log_gb", "10001")]).total(), "8500.25");
    let frankfurt = [("region", "eu-central-1")];
    assert_eq!(bill("aws-detective", &[("log_gb", "1000")]).option(&frankfurt).total(), "2700");
    // A bucket for 30 days, and the second GB
    let macie = [("buckets", "1"), ("object_scan_gb", "2")];
    assert_eq!(bill("aws-macie", &macie).total(), "1.09864");
    assert_eq!(bill("aws-macie", &macie).option(&frankfurt).total(), "1.34864");
    // 1,000 items, and 100,001 evaluations: 3 + 100 + 0.0008
    let config = [("config_items", "1000"), ("config_evaluations", "100001")];
    assert_eq!(bill("aws-config", &config).total(), "103.0008");
    let govcloud = [("region", "govcloud")];
    assert_eq!(bill("aws-config", &config).option(&govcloud).total(), "123.60096");
    // 720 hours of an instance and of a function
    assert_eq!(bill("aws-inspector", &[("hosts", "1"), ("functions", "1")]).total(), "1.55304");
}
