//! The best offer of each provider: whole jobs, with totals worked out by hand and against every combination.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;
use whatif_pricing::best::{
    Best, BestOffer, COMBINATIONS_MAX, Candidate, LeftOut, Prepared, ProviderBest, Question, Why,
};
use whatif_pricing::card::{Bound, Choosing};
use whatif_pricing::{
    Catalog, Currency, ExchangeRates, Offer, Period, RateCard, Ratio, Selection, Tariff, Terms,
    Unranked, Vocabulary, Workload,
};

fn month() -> Period {
    Period::standard_month("2026-06-01".parse().unwrap())
}

/// A period under the lists of late 2026.
fn today(days: i64) -> Period {
    Period::days("2026-12-01".parse().unwrap(), days).unwrap()
}

fn workload(settings: &[(&str, &str)]) -> Workload {
    let mut workload = Workload::standard(Vocabulary::standard());
    for (driver, value) in settings {
        workload.set_text(driver, value).unwrap();
    }
    workload
}

fn card(id: &str) -> Arc<RateCard> {
    Catalog::shipped().card(id).unwrap()
}

fn shipped() -> Vec<Candidate> {
    Catalog::shipped().cards().iter().map(Candidate::standard).collect()
}

fn usd() -> Currency {
    Currency::parse("USD").unwrap()
}

fn ask(candidates: &[Candidate], workload: &Workload, period: Period) -> Best {
    let rates = ExchangeRates::default();
    let question = Question {
        candidates,
        workload,
        changes: &[],
        jobs: &[],
        terms: Terms::from(period),
        currency: usd(),
        rates: &rates,
    };
    question.best().unwrap()
}

fn of<'b>(best: &'b Best, provider: &str) -> &'b ProviderBest {
    best.providers.iter().find(|it| it.provider == provider).unwrap()
}

fn cards(offer: &BestOffer) -> Vec<&str> {
    offer.parts.iter().map(|part| &*part.card.id).collect()
}

/// What is chosen for an option, and why.
fn chosen<'b>(offer: &'b BestOffer, option: &str) -> (&'b str, &'b Why) {
    let found =
        offer.chosen.iter().find(|it| offer.parts[it.part].card.options[it.option].id == option);
    let found = found.unwrap();
    let option = &offer.parts[found.part].card.options[found.option];
    (&option.choices[found.choice].id, &found.why)
}

fn number(text: &str) -> Ratio {
    Ratio::parse(text).unwrap()
}

#[test]
fn aws_keeps_polled_secrets_in_parameter_store_at_higher_throughput() {
    // 5,000 ÷ 60 s = 83⅓ calls a second, 216,000,000 in the month
    let workload = workload(&[
        ("secrets", "5000"),
        ("clients", "1"),
        ("refresh_seconds", "60"),
        ("keys", "12"),
    ]);
    let best = ask(&shipped(), &workload, month());
    assert_eq!(best.jobs, ["secrets", "keys"]);
    let aws = of(&best, "AWS");
    let offer = aws.best.as_ref().unwrap();
    assert_eq!(cards(offer), ["aws-parameter-store", "aws-kms"]);
    // 21,600 × 0.05, 12 keys, and (216,000,000 − 20,000) ÷ 10,000 × 0.03 for decryption
    assert_eq!(offer.total, number("1739.94"));
    let (throughput, why) = chosen(offer, "throughput");
    assert_eq!(throughput, "higher");
    let Why::Only { because, .. } = why else { panic!("{why:?}") };
    let is_limit = |it: &Unranked| matches!(it, Unranked::Quota { value, .. } if *value == Ratio::of(250, 3).unwrap());
    assert!(because.iter().any(is_limit), "{because:?}");
    // Advanced parameters: 5,000 × 0.05 more
    let (tier, why) = chosen(offer, "tier");
    assert_eq!((tier, why), ("standard", &Why::Lower { next: 1, by: Ratio::from(250) }));
    // The runner-up: the same with advanced parameters. Secrets Manager and KMS are 3,092.00.
    assert_eq!(aws.runner_up.as_ref().unwrap().total, number("1989.94"));
    // Secrets Manager with KMS, and Parameter Store in 2 tiers × 2 throughputs with KMS
    assert_eq!(aws.tried, 5);
}

#[test]
fn sentinel_at_2100_gb_a_month_commits_to_100_gb_a_day() {
    let best = ask(&shipped(), &workload(&[("log_gb", "2100")]), month());
    let offer = of(&best, "Microsoft").best.as_ref().unwrap();
    assert_eq!(offer.total, number("8880")); // 30 × 296
    let (commitment, why) = chosen(offer, "commitment");
    assert_eq!(commitment, "gb-100");
    let Why::Lower { next, by } = why else { panic!("{why:?}") };
    // 2,100 × 4.30 = 9,030
    assert_eq!((&*offer.parts[0].card.options[0].choices[*next].id, *by), ("none", number("150")));
    // A service that counts other things of security is no answer at nothing.
    let aws = of(&best, "AWS");
    assert_eq!(cards(aws.best.as_ref().unwrap()), ["aws-guardduty"]);
    assert!(aws.left_out.contains(&LeftOut::AboutOther { card: "aws-security-hub".to_owned() }));
}

#[test]
fn requirements_stay_as_they_are_set() {
    let azure = card("azure-key-vault");
    let mut candidate = Candidate::standard(&azure);
    let job = workload(&[("secrets", "100"), ("keys", "12"), ("key_ops", "0"), ("calls", "0")]);
    let total = |candidate: &Candidate| {
        let best = ask(std::slice::from_ref(candidate), &job, month());
        best.providers[0].best.as_ref().unwrap().total
    };
    assert_eq!(total(&candidate), Ratio::ZERO);
    candidate.selection.choose(&azure, "key-type", "hsm-rsa-2048").unwrap();
    assert_eq!(total(&candidate), Ratio::from(12));
    // An option that is a matter of price stays too, if the user keeps it.
    let sentinel = card("microsoft-sentinel");
    let mut candidate = Candidate::standard(&sentinel);
    candidate.keeps = vec![0];
    let best = ask(&[candidate], &workload(&[("log_gb", "2100")]), month());
    assert_eq!(best.providers[0].best.as_ref().unwrap().total, number("9030"));
    assert_eq!(best.providers[0].tried, 1);
}

#[test]
fn closed_plans_are_only_for_those_who_have_them() {
    let job = workload(&[("secrets", "100"), ("calls", "60000")]);
    let mut candidates = shipped();
    let best = ask(&candidates, &job, month());
    let tencent = of(&best, "Tencent Cloud");
    let offer = tencent.best.as_ref().unwrap();
    assert_eq!((cards(offer), offer.total), (vec!["tencent-ssm-enterprise"], Ratio::from(366)));
    assert_eq!(tencent.left_out, [LeftOut::Closed { card: "tencent-ssm-payg".to_owned() }]);
    for candidate in &mut candidates {
        candidate.is_asked_for = candidate.card.id == "tencent-ssm-payg";
    }
    let best = ask(&candidates, &job, month());
    let offer = of(&best, "Tencent Cloud").best.as_ref().unwrap();
    assert_eq!((cards(offer), offer.total), (vec!["tencent-ssm-payg"], number("40.3")));
    let ended = ask(&shipped(), &job, Period::month("2026-09").unwrap());
    let hashicorp = &of(&ended, "HashiCorp").left_out;
    assert!(hashicorp.contains(&LeftOut::Closed { card: "hcp-vault-secrets".to_owned() }));
}

#[test]
fn a_term_is_chosen_by_the_period_and_says_what_it_obliges_to() {
    let job = workload(&[("secrets", "100"), ("users", "10"), ("machines", "10")]);
    let infisical = card("infisical");
    let by_month = ask(&[Candidate::standard(&infisical)], &job, today(30));
    let offer = by_month.providers[0].best.as_ref().unwrap();
    // 20 identities × 23
    assert_eq!((chosen(offer, "term").0, offer.total), ("month", Ratio::from(460)));
    assert_eq!(offer.commitments, []);
    let by_year = ask(&[Candidate::standard(&infisical)], &job, today(360));
    let offer = by_year.providers[0].best.as_ref().unwrap();
    // 20 × 20 × 12 in place of 20 × 23 × 12
    assert_eq!((chosen(offer, "term").0, offer.total), ("year", Ratio::from(4_800)));
    assert_eq!(offer.commitments, [], "a year is not longer than the period");
    // Who keeps the year for a month owes all of it.
    let mut candidate = Candidate::standard(&infisical);
    candidate.selection.choose(&infisical, "term", "year").unwrap();
    candidate.keeps = vec![1];
    let kept = ask(&[candidate], &job, today(30));
    let [commitment] = kept.providers[0].best.as_ref().unwrap().commitments[..] else { panic!() };
    assert_eq!((commitment.term, commitment.in_full), (Bound::Months(12), Ratio::from(4_800)));
}

#[test]
fn twelve_keys_do_not_end_the_comparison_of_secrets_services() {
    let job = workload(&[("secrets", "100"), ("keys", "12")]);
    let best = ask(&shipped(), &job, month());
    let whole: BTreeSet<&str> =
        best.providers.iter().filter(|it| it.best.is_some()).map(|it| &*it.provider).collect();
    for provider in ["AWS", "Azure", "Google Cloud", "Alibaba Cloud", "Oracle Cloud", "Scaleway"] {
        assert!(whole.contains(provider), "{provider} is not among {whole:?}");
    }
    assert!(!whole.contains("Doppler"));
    let doppler = &of(&best, "Doppler").left_out;
    let cannot = |it: &LeftOut| {
        matches!(it, LeftOut::Unranked { because, .. }
            if because.iter().any(|it| matches!(it, Unranked::CannotDo { .. })))
    };
    assert!(doppler.iter().all(cannot), "{doppler:?}");
    // The lower total first, those in other currencies after, those without an offer last.
    let totals: Vec<Ratio> = best
        .providers
        .iter()
        .filter_map(|it| it.best.as_ref())
        .filter(|it| it.currency == usd())
        .map(|it| it.total)
        .collect();
    assert!(totals.is_sorted(), "{totals:?}");
}

#[test]
fn a_service_of_the_provider_stands_beside_where_no_companion_does_the_job() {
    let job = workload(&[("secrets", "100"), ("keys", "3"), ("log_gb", "10")]);
    let best = ask(&shipped(), &job, month());
    let aws = of(&best, "AWS").best.as_ref().unwrap();
    let found: BTreeSet<&str> = cards(aws).into_iter().collect();
    let expected = ["aws-parameter-store", "aws-kms", "aws-guardduty"];
    assert_eq!(found, expected.into_iter().collect());
    // KMS follows Parameter Store, so it is that card's companion: 60,000 reads, of which 20,000 are free.
    // 0 + 3.00 + 4 × 0.03 + 10 × 1.00
    assert_eq!((cards(aws)[0], aws.total), ("aws-parameter-store", number("13.12")));
}

#[test]
fn a_card_with_too_many_combinations_says_so() {
    let mut text = String::from(
        "id = \"many\"\nprovider = \"Many\"\nservice = \"S\"\nplan = \"P\"\nneeds = [\"secrets\"]\n\
         currency = \"USD\"\noffset = \"+00:00\"\n[[source]]\nid = \"s\"\ntitle = \"T\"\nurl = \"https://example.org\"\n\
         read = 2026-11-22\n[rules]\nR = \"says\"\n",
    );
    for option in 0..14 {
        use std::fmt::Write as _;
        write!(
            text,
            "[option.o{option}]\nlabel = \"O\"\nchoose = \"price\"\na = \"A\"\nb = \"B\"\n"
        )
        .unwrap();
    }
    text.push_str(
        "[[charge]]\nid = \"c\"\nlabel = \"C\"\npays-for = \"storage\"\nunit = \"secret\"\nrules = [\"R\"]\n\
         confidence = \"official\"\nmeter.held = { quantity = \"secrets\" }\n\
         price.per-unit = { amount = \"1\", per = \"month\" }\n",
    );
    let many = Arc::new(RateCard::read(&text, Vocabulary::standard()).unwrap());
    let best = ask(&[Candidate::standard(&many)], &workload(&[("secrets", "1")]), month());
    let combinations = 1 << 14;
    assert!(combinations > COMBINATIONS_MAX);
    let expected = LeftOut::TooMany { card: "many".to_owned(), combinations };
    assert_eq!(best.providers[0].left_out, [expected]);
    assert!(best.providers[0].best.is_none());
}

/// Values that keep the combinations and values that make them others: a driver set, one back at zero.
#[test]
fn combinations_that_are_kept_give_the_answers_of_new_ones() {
    let candidates = shipped();
    let rates = ExchangeRates::default();
    let mut prepared = Prepared::default();
    let steps: [&[(&str, &str)]; 7] = [
        &[("secrets", "350")],
        &[("secrets", "20000"), ("calls", "2.5 G")],
        &[("secrets", "20000"), ("calls", "2.5 G"), ("peak_qps", "3")],
        &[("secrets", "20000"), ("keys", "12")],
        &[("secrets", "0"), ("keys", "12")],
        &[("log_gb", "2100"), ("security_checks", "100 k")],
        &[("secrets", "350")],
    ];
    for settings in steps {
        let workload = workload(settings);
        let question = Question {
            candidates: &candidates,
            workload: &workload,
            changes: &[],
            jobs: &[],
            terms: Terms::from(month()),
            currency: usd(),
            rates: &rates,
        };
        let kept = question.best_with(&mut prepared).unwrap();
        let said = |best: &Best| format!("{:?} {:?}", best.jobs, best.providers);
        assert_eq!(said(&kept), said(&question.best().unwrap()), "{settings:?}");
        assert!(kept.providers.iter().any(|it| it.best.is_some()), "{settings:?}");
    }
}

#[test]
fn every_shipped_option_says_who_decides() {
    for (name, text) in Catalog::shipped_files() {
        let tables = text.split("\n[").filter(|table| table.starts_with("option."));
        for table in tables {
            assert!(table.contains("\nchoose = \""), "{name}: [{}", table.lines().next().unwrap());
        }
    }
}

/// Every total that a card of the provider can have with its declared companions, by plain loops.
fn lowest(provider: &str, jobs: usize, workload: &Workload) -> Option<Ratio> {
    let usage = workload.usage(month().terms()).unwrap();
    let selections = |card: &Arc<RateCard>| {
        let mut all = vec![Selection::standard(card)];
        for (place, option) in card.options.iter().enumerate() {
            if option.choose == Choosing::Price {
                all = (0..option.choices.len())
                    .flat_map(|choice| {
                        all.iter().cloned().map(move |mut it| {
                            it.options[place] = choice;
                            it
                        })
                    })
                    .collect();
            }
        }
        all
    };
    let tariff =
        |card: &Arc<RateCard>, selection: &Selection| Tariff::new(card, selection, month());
    let mut lowest = None;
    for main in Catalog::shipped().cards().iter().filter(|it| it.provider == provider) {
        let companions: Vec<Arc<RateCard>> = main
            .companions
            .iter()
            .filter_map(|it| Catalog::shipped().card(&it.card).ok())
            .filter(|_| jobs > 1)
            .collect();
        if main.closed.is_some()
            || main.only_for.is_some()
            || !main.jobs.contains(&"secrets".to_owned())
        {
            continue;
        }
        for selection in selections(main) {
            let mut offers = vec![vec![]];
            for companion in &companions {
                offers.push(vec![companion]);
            }
            for companions in offers {
                let others = companions
                    .iter()
                    .map(|it| tariff(it, &Selection::standard(it)).unwrap())
                    .collect();
                let own = tariff(main, &selection).unwrap();
                let rates = ExchangeRates::default();
                let offer = Offer::new(own, others, main.default_currency(), &rates).unwrap();
                if main.default_currency() == usd() && !offer.lacks(workload, &usage) {
                    let total = offer.ranked(workload, &usage).unwrap();
                    lowest = [lowest, total].into_iter().flatten().min();
                }
            }
        }
    }
    lowest
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_best_is_the_lowest_of_every_combination(
        secrets in 1_u32..20_000,
        calls in 0_u64..500_000_000,
        keys in 0_u32..40,
        users in 0_u32..30,
        peak in prop::option::of(1_u32..2_000),
    ) {
        let mut workload = workload(&[
            ("secrets", &secrets.to_string()),
            ("calls", &calls.to_string()),
            ("keys", &keys.to_string()),
            ("users", &users.to_string()),
        ]);
        if let Some(peak) = peak {
            workload.set_text("peak_qps", &peak.to_string()).unwrap();
        }
        let best = ask(&shipped(), &workload, month());
        for provider in &best.providers {
            let found = provider.best.as_ref().filter(|it| it.currency == usd()).map(|it| it.total);
            prop_assert_eq!(
                found, lowest(&provider.provider, best.jobs.len(), &workload), "{}", provider.provider
            );
        }
    }
}
