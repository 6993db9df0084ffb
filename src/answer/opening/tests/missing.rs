//! Cards, and parts of cards, that a scenario names and that are not there: reported, and kept in its file.

use whatif_pricing::{Currency, Percent, Vocabulary};

use super::*;
use crate::scenario::{
    Choices, CompanionChoices, Missing, PartKind, RecordChange, TypedPrice, code,
};

const TENCENT: &str = "tencent-ssm-payg";

fn tencent() -> OfferId {
    OfferId::of_card(TENCENT)
}

/// The cards without one.
fn without(id: &str) -> Vec<Arc<RateCard>> {
    cards().into_iter().filter(|card| card.id != id).collect()
}

/// The cards with an edited one.
fn edited_card(id: &str, edits: &[(&str, &str)]) -> Vec<Arc<RateCard>> {
    let path = format!("{}/pricing/cards/{id}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    // Examples name the parts that the edits take out.
    let mut text = text.split("[[example]]").next().unwrap().to_owned();
    for (from, to) in edits {
        text = edited(&text, from, to);
    }
    let changed = Arc::new(RateCard::read(&text, Vocabulary::standard()).unwrap());
    let replaced = |card: Arc<RateCard>| if card.id == id { Arc::clone(&changed) } else { card };
    cards().into_iter().map(replaced).collect()
}

/// Tencent's card without anything that was chosen on it. It keeps keys itself, so that no other service of Tencent's
/// is wanted beside it.
fn poor() -> Vec<Arc<RateCard>> {
    edited_card(
        TENCENT,
        &[
            (
                "[[companion]]\ncard = \"tencent-kms-payg\"\nsays = \"secrets are encrypted with keys of KMS: the default key is free, a key of your own and more than 20,000 calls are not\"\n",
                "",
            ),
            ("needs = [\"secrets\"]", "needs = [\"secrets\", \"keys\"]"),
            ("id = \"api-rounding\"", "id = \"api-rounds\""),
            ("30-days = {", "thirty = {"),
            ("id = \"storage\"\nlabel", "id = \"store\"\nlabel"),
            ("set.storage.month", "set.store.month"),
        ],
    )
}

/// The opening scenario with every kind of choice on Tencent's card.
fn rich() -> Scenario {
    let mut scenario = opening();
    let text = |pair: (&str, &str)| (pair.0.to_owned(), pair.1.to_owned());
    scenario.inputs.offers.change(&tencent(), |offer| {
        offer.choices = Choices {
            readings: [("api-rounding", "package"), ("day-share", "30-days")].map(text).into(),
            prices: [("storage".to_owned(), "0.3".parse().unwrap())].into(),
            adjustments: [("storage".to_owned(), Percent::parse("7").unwrap())].into(),
            ..Choices::default()
        };
        offer.companions = [("tencent-kms-payg".to_owned(), CompanionChoices::AsItsOffer)].into();
    });
    scenario
}

/// Opens a text over cards, changes the scenario and saves it into the text.
fn through(text: &str, cards: &[Arc<RateCard>], change: impl Fn(&mut Scenario)) -> String {
    let former = open(text, cards).unwrap().file;
    let mut scenario = former.scenario.clone();
    change(&mut scenario);
    let board = Board::new(cards, &scenario).unwrap();
    let baseline = scenario.baseline.as_ref().map(|inputs| board.at(inputs).unwrap());
    let again = file(&board, baseline.as_ref(), Some(&former));
    let written = again.written_into(text);
    // A code has all of it too.
    let unfolded = code::decode(&code::encode(&again.text())).unwrap();
    let read = |text: &str| ScenarioFile::read(text).unwrap();
    assert_eq!(read(&unfolded), read(&written));
    written
}

fn missing_parts(opening: &Opening) -> Vec<(Side, &Missing)> {
    let parts = opening.differences.iter().filter_map(|(side, difference)| match difference {
        Difference::NoPart { part, .. } => Some((*side, part)),
        Difference::NoOffer { .. }
        | Difference::Figures { .. }
        | Difference::Unpriced { .. }
        | Difference::NoBaseline(_) => None,
    });
    parts.collect()
}

const MY_VAULT: &str = "\n[priced.my-vault]\nlist = [\"undated\"]\nfingerprint = \"00000000000000ff\"\ntotal = \"12 EUR\"\nprice.seat = \"3\"\namount.seat = \"12\"\n";

#[test]
fn cards_that_are_not_here_are_reported_and_stay_in_the_file() {
    let mut text = edited(
        &text_of(&opening()),
        "[card.alibaba",
        "[card.my-vault]\nprice.seat = \"3\"\n\n[card.alibaba",
    );
    text = edited(&text, "marked = [", "marked = [\"my-vault\", ");
    text.push_str(MY_VAULT);
    let opening = open(&text, &cards()).unwrap();
    let [(Side::Now, Difference::NoOffer { offer, record: Some(record) })] =
        &opening.differences[..]
    else {
        panic!("{:?}", opening.differences)
    };
    assert_eq!((offer.as_str(), &*record.total), ("my-vault", "12"));
    let written = through(&text, &cards(), |_| {});
    for kept in ["[card.my-vault]\nprice.seat = \"3\"", MY_VAULT, "\"my-vault\""] {
        assert!(written.contains(kept), "{kept}\n{written}");
    }
}

#[test]
fn the_selected_offer_stays_in_the_file_until_another_is_selected() {
    let mut scenario = opening();
    scenario.selected = OfferId::of_card("gcp-kms");
    let text = text_of(&scenario);
    let cards = without("gcp-kms");
    let opened = open(&text, &cards).unwrap();
    assert_eq!(opened.missing_selected(), Some(&scenario.selected));
    assert_eq!(opened.board.selected().id, tencent());
    assert!(through(&text, &cards, |_| {}).contains("selected = \"gcp-kms\""));
    let other = through(&text, &cards, |it| it.selected = OfferId::of_card("aws-kms"));
    assert!(other.contains("selected = \"aws-kms\""), "{other}");
    assert_eq!(open(&text, &super::cards()).unwrap().missing_selected(), None);
}

#[test]
fn what_a_card_no_longer_has_is_reported_and_comes_back_with_it() {
    let text = text_of(&rich());
    let opening = open(&text, &poor()).unwrap();
    let lost: Vec<(PartKind, &str, Option<&str>)> = missing_parts(&opening)
        .into_iter()
        .map(|(_, part)| (part.kind, &*part.id, part.value.as_deref()))
        .collect();
    assert_eq!(
        lost,
        [
            (PartKind::Reading, "api-rounding", Some("package")),
            (PartKind::Reading, "day-share", Some("30-days")),
            (PartKind::Price, "storage", Some("0.3")),
            (PartKind::Adjustment, "storage", Some("7 %")),
            (PartKind::Companion, "tencent-kms-payg", None),
        ]
    );
    for is_marked in [true, false] {
        let saved = through(&text, &poor(), |it| {
            if !is_marked {
                it.marked.remove(&tencent());
                it.selected = OfferId::of_card("aws-kms");
            }
        });
        let back = open(&saved, &cards()).unwrap();
        // Only a default that the poor card had meanwhile.
        assert!(missing_parts(&back).iter().all(|(_, part)| part.id == "api-rounds"), "{saved}");
        let total = |board: &Board| board.offer(&tencent()).unwrap().total();
        assert_eq!(total(&back.board), total(&Board::new(&cards(), &rich()).unwrap()), "{saved}");
        assert_eq!(back.board.offer(&tencent()).unwrap().is_marked, is_marked);
    }
}

#[test]
fn a_new_choice_takes_the_place_of_one_that_is_not_there() {
    let cards = edited_card(
        TENCENT,
        &[(
            "package = {",
            "parcel = { label = \"x\", set.api.quantize = { step = \"5000\" } }\npackage2 = {",
        )],
    );
    let saved = through(&text_of(&rich()), &cards, |it| {
        it.inputs.offers.change(&tencent(), |offer| {
            offer.choices.readings.insert("api-rounding".to_owned(), "parcel".to_owned());
        });
    });
    assert!(saved.contains("api-rounding = \"parcel\""), "{saved}");
    assert!(!saved.contains("\"package\""), "{saved}");
}

#[test]
fn the_same_scenario_holds_again_over_the_cards_it_was_made_with() {
    let scenario = rich();
    let total = |cards: &[Arc<RateCard>]| {
        let board = Board::new(cards, &scenario).unwrap();
        board.offer(&tencent()).and_then(PricedOffer::total)
    };
    let whole = total(&cards());
    assert_ne!(total(&poor()), whole);
    assert_eq!(total(&without(TENCENT)), None);
    assert_ne!(total(&without("tencent-kms-payg")), whole);
    assert_eq!(total(&cards()), whole);
}

#[test]
fn the_baseline_keeps_its_records_and_reports_its_differences() {
    let mut scenario = rich();
    scenario.baseline = Some(Arc::new(scenario.inputs.clone()));
    scenario.inputs.offers.remove(&tencent());
    scenario.inputs.workload.set_text("secrets", "300").unwrap();
    let text = text_of(&scenario);
    let file = ScenarioFile::read(&text).unwrap();
    let beside = |id: &&OfferId| id.as_str() != "tencent-kms-payg";
    let past: Vec<&OfferId> = file.baseline_records.keys().filter(beside).collect();
    assert_eq!(past, file.records.keys().collect::<Vec<_>>());
    assert_eq!(open(&text, &cards()).unwrap().differences, []);

    let raised = edited_card(TENCENT, &[("amount = \"0.05\"", "amount = \"0.06\"")]);
    let opening = open(&text, &raised).unwrap();
    for side in [Side::Now, Side::Baseline] {
        let of_side = opening.differences.iter().filter(|(found, _)| *found == side);
        let [Difference::Figures { was, is, .. }] =
            of_side.map(|(_, it)| it).collect::<Vec<_>>()[..]
        else {
            panic!("{:?}", opening.differences)
        };
        let changes = was.changes_to(is);
        let price = changes.iter().find_map(|change| match change {
            RecordChange::Charge { was: Some(was), is: Some(is) } => {
                Some((&*was.price, &*is.price))
            }
            RecordChange::Charge { .. }
            | RecordChange::Total { .. }
            | RecordChange::Currency { .. }
            | RecordChange::NoPrice
            | RecordChange::Lists { .. } => None,
        });
        assert_eq!(price, Some(("0.05 / 10000", "0.06 / 10000")));
    }

    let opening = open(&text, &poor()).unwrap();
    let lost = missing_parts(&opening);
    assert!(
        lost.iter().any(|(side, it)| *side == Side::Baseline && it.id == "day-share"),
        "{lost:?}"
    );
    let again = through(&text, &poor(), |_| {});
    let baseline = open(&again, &cards()).unwrap().file.scenario.baseline.unwrap();
    let kept = &baseline.offers.get(&tencent()).unwrap().choices.readings;
    assert_eq!(kept["day-share"], "30-days", "{again}");

    let opening = open(&text, &without("tencent-kms-payg")).unwrap();
    let gone = opening.differences.iter().any(|(side, it)| {
        let is_gone = matches!(it, Difference::NoOffer { offer, record: Some(record) }
            if offer.as_str() == "tencent-kms-payg" && record.total == "5.4");
        *side == Side::Baseline && is_gone
    });
    assert!(gone, "{:?}", opening.differences);
}

#[test]
fn a_price_in_another_currency_than_the_list_is_named_and_stays_in_the_file() {
    let text = text_of(&rich());
    let [said, unsaid] = ["\"0.3 USD\"", "\"0.3\""].map(|price| {
        let text = text.replace("price.storage = \"0.3\"", &format!("price.storage = {price}"));
        let yuan = edited_card(TENCENT, &[("currency = \"USD\"", "currency = \"CNY\"")]);
        let opening = open(&text, &yuan).unwrap();
        let parts: Vec<Missing> =
            missing_parts(&opening).into_iter().map(|it| it.1.clone()).collect();
        let is_own = |own: &str| {
            let part = opening.board.offer(&tencent()).unwrap().part(TENCENT).unwrap();
            part.own_price(0) == Some(own.parse().unwrap())
        };
        (parts, is_own("0.3"), through(&text, &yuan, |_| {}).contains(price))
    });
    let list = Currency::parse("CNY").unwrap();
    let [part] = &said.0[..] else { panic!("{:?}", said.0) };
    assert_eq!(part.kind, PartKind::OtherCurrency { list });
    let words =
        "own price of storage = 0.3 USD does not count: the list of tencent-ssm-payg is in CNY";
    assert_eq!(crate::report::opening::missing(part), words);
    assert_eq!((said.1, said.2), (false, true));
    // One that names no currency counts in that of the list, which the record tells apart.
    assert_eq!((unsaid.0.len(), unsaid.1, unsaid.2), (0, true, true));
}

#[test]
fn a_baseline_that_is_pinned_again_takes_nothing_from_the_former_one() {
    let mut scenario = opening();
    let gcp = OfferId::of_card("gcp-kms");
    let charge = cards().iter().find(|card| card.id == "gcp-kms").unwrap().charges[0].id.clone();
    let price = |scenario: &mut Scenario, price: &str| {
        let price: TypedPrice = price.parse().unwrap();
        scenario.inputs.offers.change_part(&gcp, "gcp-kms", |choices| {
            choices.prices.insert(charge.clone(), price);
        });
    };
    price(&mut scenario, "3");
    scenario.baseline = Some(Arc::new(scenario.inputs.clone()));
    price(&mut scenario, "5");
    let text = text_of(&scenario);
    let cards = without("gcp-kms");
    let price_in = |text: &str| {
        let baseline = ScenarioFile::read(text).unwrap().scenario.baseline.unwrap();
        baseline.offers.get(&gcp).unwrap().choices.prices[&charge]
    };
    assert_eq!(price_in(&through(&text, &cards, |_| {})), "3".parse().unwrap());
    let pinned = through(&text, &cards, |it| {
        it.inputs.workload.set_text("secrets", "7").unwrap();
        it.baseline = Some(Arc::new(it.inputs.clone()));
    });
    assert_eq!(price_in(&pinned), "5".parse().unwrap());
}

#[test]
fn a_currency_that_changed_is_reported_as_such() {
    let cards = edited_card(TENCENT, &[("currency = \"USD\"", "currency = \"CNY\"")]);
    let opening = open(&text_of(&super::opening()), &cards).unwrap();
    let [(Side::Now, Difference::Figures { was, is, .. })] = &opening.differences[..] else {
        panic!("{:?}", opening.differences)
    };
    let changes = was.changes_to(is);
    assert!(changes.iter().any(|it| matches!(it, RecordChange::Currency { .. })), "{changes:?}");
}

#[test]
fn copies_and_companions_with_choices_of_their_own_come_back_from_a_file() {
    let mut scenario = opening();
    let chosen = |choice: &str| {
        let options = [("commitment".to_owned(), choice.to_owned())].into();
        Offer { choices: Choices { options, ..Choices::default() }, ..Offer::default() }
    };
    let offers = &mut scenario.inputs.offers;
    let first = offers.add_copy("microsoft-sentinel", "100 GB a day", chosen("gb-100"));
    let second = offers.add_copy("microsoft-sentinel", "100 GB a day", chosen("gb-200"));
    assert_eq!(first.as_str(), "microsoft-sentinel~100-gb-a-day");
    assert_eq!(second.as_str(), "microsoft-sentinel~100-gb-a-day-2");
    offers.change(&OfferId::of_card("aws-secrets-manager"), |offer| {
        let options = [("free-tier".to_owned(), "used".to_owned())].into();
        let own = CompanionChoices::Own(Choices { options, ..Choices::default() });
        offer.companions.insert("aws-kms".to_owned(), own);
    });
    scenario.marked.extend([first.clone(), second.clone()]);
    let text = text_of(&scenario);
    let again = opened(&text);
    assert_eq!(again, written_out(&scenario), "{text}");
    let board = Board::new(&cards(), &again).unwrap();
    assert_eq!(board.offer(&first).unwrap().plan(), "100 GB a day");
    assert_ne!(board.offer(&first).unwrap().total(), board.offer(&second).unwrap().total());
    let companion = board.offer(&OfferId::of_card("aws-secrets-manager")).unwrap();
    assert!(companion.part("aws-kms").is_some());
    assert_eq!(companion.missing, []);
}
