//! Cards, and parts of cards, that a scenario names and that are not there: told, and kept in its file.

use whatif_pricing::{Selection, Vocabulary};

use super::*;
use crate::scenario::{Opening, code};

/// The cards, without one.
fn without(id: &str) -> Vec<Arc<RateCard>> {
    cards().into_iter().filter(|card| card.id != id).collect()
}

/// The cards, with one that was edited.
fn edited_card(id: &str, edits: &[(&str, &str)]) -> Vec<Arc<RateCard>> {
    let path = format!("{}/pricing/cards/{id}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    // Examples name what is taken out.
    let mut text = text.split("[[example]]").next().unwrap().to_owned();
    for (from, to) in edits {
        text = edited(&text, from, to);
    }
    let changed = Arc::new(RateCard::read(&text, Vocabulary::standard()).unwrap());
    cards()
        .into_iter()
        .map(|card| if card.id == id { Arc::clone(&changed) } else { card })
        .collect()
}

/// Tencent's card without anything that was chosen on it.
fn poor() -> Vec<Arc<RateCard>> {
    edited_card(
        "tencent-ssm-payg",
        &[
            (
                "[[companion]]\ncard = \"tencent-kms-payg\"\nsays = \"secrets are encrypted with keys of KMS: the default key is free, a key of your own and more than 20,000 calls are not\"\n",
                "",
            ),
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
    let place = place_of(&cards(), "tencent-ssm-payg").unwrap();
    let card = &cards()[place];
    let selection = Arc::make_mut(&mut scenario.selections[place]);
    selection.assume(card, "api-rounding", "package").unwrap();
    selection.assume(card, "day-share", "30-days").unwrap();
    selection.price(card, "storage", "0.3".parse().unwrap()).unwrap();
    selection.adjust(card, "storage", Percent::parse("7").unwrap()).unwrap();
    selection.include(card, "tencent-kms-payg").unwrap();
    scenario
}

/// Opens a text over cards, as the program does.
fn read(text: &str, cards: &[Arc<RateCard>]) -> (Opening, Board) {
    let opened = Opening::over(text, &mut cards.to_vec());
    opened.unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Opens a text over cards, changes the scenario, and saves it into the text.
fn through(text: &str, cards: &[Arc<RateCard>], change: impl Fn(&mut Scenario)) -> String {
    let (Opening { sheet, mut scenario, .. }, _) = read(text, cards);
    change(&mut scenario);
    let board = Board::of(cards, &scenario).unwrap();
    let again = Sheet::of(&scenario, &board).with_records_of(&sheet, &scenario, cards);
    let written = again.written_into(text);
    // What is copied as a code has all of it too.
    let unfolded = code::decode(&code::encode(&again.text())).unwrap();
    let elsewhere = |text: &str| read(text, &super::cards()).0.scenario;
    assert_eq!(elsewhere(&unfolded), elsewhere(&written));
    written
}

/// A scenario without what it says of parts that are not here: what was the default of a part that a card
/// had meanwhile is among that, since it may have been chosen.
fn here(mut scenario: Scenario) -> Scenario {
    scenario.absent = Absent::default();
    let baseline = scenario.baseline.take();
    scenario.baseline = baseline.map(|it| Arc::new(here(Scenario::clone(&it))));
    scenario
}

const MY_VAULT: &str = "\n[priced.my-vault]\nlist = [\"undated\"]\nfingerprint = \"00000000000000ff\"\ntotal = \"12 EUR\"\nprice.seat = \"3\"\namount.seat = \"12\"\n";

#[test]
fn cards_that_are_not_here_are_told_and_stay_in_the_file() {
    let mut text = edited(
        &text_of(&opening()),
        "[card.alibaba",
        "[card.my-vault]\nprice.seat = \"3\"\n\n[card.alibaba",
    );
    text = edited(&text, "marked = [", "marked = [\"my-vault\", ");
    text.push_str(MY_VAULT);
    let (opening, _) = read(&text, &cards());
    assert_eq!(
        opening.told,
        ["my-vault: there is no such card here: it is left out (it came to 12.00 EUR)"]
    );
    let written = through(&text, &cards(), |_| {});
    for kept in ["[card.my-vault]\nprice.seat = \"3\"", MY_VAULT, "\"my-vault\""] {
        assert!(written.contains(kept), "{kept}\n{written}");
    }
}

#[test]
fn the_card_that_is_shown_stays_in_the_file_until_another_is_chosen() {
    let mut scenario = opening();
    scenario.selected = place_of(&cards(), "gcp-kms").unwrap();
    let text = text_of(&scenario);
    let cards = without("gcp-kms");
    let (opening, _) = read(&text, &cards);
    assert_eq!(opening.absent_selected(&cards), Some("gcp-kms"));
    let selected = "selected = \"gcp-kms\"";
    assert!(through(&text, &cards, |_| {}).contains(selected));
    let other = through(&text, &cards, |it| {
        it.selected = place_of(&cards, "aws-kms").unwrap();
        it.absent.selected = None;
    });
    assert!(other.contains("selected = \"aws-kms\""), "{other}");
    assert_eq!(read(&text, &super::cards()).0.absent_selected(&super::cards()), None);
}

#[test]
fn what_a_card_no_longer_has_is_told_and_comes_back_with_it() {
    let text = text_of(&rich());
    let (opening, _) = read(&text, &poor());
    let lost: Vec<&String> = opening.told.iter().filter(|it| it.contains("no longer")).collect();
    assert_eq!(
        lost,
        [
            "tencent-ssm-payg: api-rounding=package is no longer there",
            "tencent-ssm-payg: day-share=30-days is no longer there",
            "tencent-ssm-payg: your price of storage is no longer there",
            "tencent-ssm-payg: 7 % on storage is no longer there",
            "tencent-ssm-payg: tencent-kms-payg beside it is no longer there",
        ]
    );
    // Saved there, marked or not, and opened where the card has all of it again.
    let place = place_of(&poor(), "tencent-ssm-payg").unwrap();
    let unmark = |scenario: &mut Scenario| {
        scenario.marked[place] = false;
        scenario.selected = place_of(&poor(), "aws-kms").unwrap();
    };
    for is_marked in [true, false] {
        let saved = through(&text, &poor(), |it| {
            if !is_marked {
                unmark(it);
            }
        });
        let (opening, _) = read(&saved, &cards());
        assert_eq!(opening.scenario.selections, rich().selections, "{saved}");
        assert_eq!(opening.scenario.marked[place], is_marked);
    }
}

#[test]
fn what_is_chosen_anew_takes_the_place_of_what_is_not_there() {
    let cards = edited_card(
        "tencent-ssm-payg",
        &[(
            "package = {",
            "parcel = { label = \"x\", set.api.quantize = { step = \"5000\" } }\npackage2 = {",
        )],
    );
    let text = text_of(&rich());
    let place = place_of(&cards, "tencent-ssm-payg").unwrap();
    let saved = through(&text, &cards, |it| {
        let selection = Arc::make_mut(&mut it.selections[place]);
        selection.assume(&cards[place], "api-rounding", "parcel").unwrap();
    });
    assert!(saved.contains("api-rounding = \"parcel\""), "{saved}");
    assert!(!saved.contains("\"package\""), "{saved}");
}

#[test]
fn what_goes_with_a_card_or_a_part_of_it_comes_back_with_it() {
    let mut scenario = rich();
    scenario.baseline = Some(Arc::new(scenario.moment()));
    scenario.selected = place_of(&cards(), "tencent-ssm-payg").unwrap();
    for others in [poor(), without("tencent-ssm-payg"), without("tencent-kms-payg")] {
        let away = scenario.over(&cards(), &others, &mut Vec::new());
        assert_eq!(away.over(&others, &cards(), &mut Vec::new()), scenario);
        // Through a file meanwhile, too.
        let text = Sheet::of(&away, &Board::of(&others, &away).unwrap()).text();
        let elsewhere = Sheet::read(&text).unwrap().scenario(&cards(), &mut Vec::new());
        assert_eq!(here(elsewhere), scenario, "{text}");
    }
    // What was chosen meanwhile holds.
    let mut away = scenario.over(&cards(), &poor(), &mut Vec::new());
    let place = place_of(&poor(), "tencent-ssm-payg").unwrap();
    let own = Arc::make_mut(&mut away.selections[place]);
    own.price(&poor()[place], "api", "9".parse().unwrap()).unwrap();
    let back = away.over(&poor(), &cards(), &mut Vec::new());
    let [storage, api] = ["storage", "api"].map(|id| cards()[place].charge(id).unwrap());
    assert_eq!(back.selections[place].prices[api], Some("9".parse().unwrap()));
    assert_eq!(back.selections[place].prices[storage], Some("0.3".parse().unwrap()));
    assert_eq!(back.selections[place].readings, rich().selections[place].readings);
}

#[test]
fn the_baseline_says_what_it_came_to_and_what_of_it_is_another_or_not_there() {
    let mut scenario = rich();
    scenario.baseline = Some(Arc::new(scenario.moment()));
    let place = place_of(&cards(), "tencent-ssm-payg").unwrap();
    scenario.selections[place] = Arc::new(Selection::standard(&cards()[place]));
    scenario.workload.set_text("secrets", "300").unwrap();
    let text = text_of(&scenario);
    // The cards of the baseline are those that are seen, and no others.
    let sheet = Sheet::read(&text).unwrap();
    let baseline = sheet.baseline.as_ref().unwrap();
    let ids = |priced: &[(String, Record)]| -> Vec<String> {
        priced.iter().map(|(id, _)| id.clone()).collect()
    };
    let beside = |id: &String| *id != "tencent-kms-payg";
    assert_eq!(
        ids(&baseline.priced).into_iter().filter(beside).collect::<Vec<_>>(),
        ids(&sheet.now.priced)
    );
    assert_eq!(read(&text, &cards()).0.told, Vec::<String>::new());

    let dearer = edited_card("tencent-ssm-payg", &[("amount = \"0.05\"", "amount = \"0.06\"")]);
    let told = read(&text, &dearer).0.told;
    for said in [
        "tencent-ssm-payg: Tencent Cloud SSM · Pay-as-you-go",
        "baseline: tencent-ssm-payg: Tencent Cloud SSM · Pay-as-you-go",
    ] {
        let at = told.iter().position(|line| line == said).unwrap_or_else(|| panic!("{told:#?}"));
        assert!(told[at + 1].starts_with("  total "), "{told:#?}");
        assert!(
            told[at + 2].contains("api: price 0.05 / 10000 → 0.06 / 10000, amount"),
            "{told:#?}"
        );
    }

    let (opening, _) = read(&text, &poor());
    let lost = "baseline: tencent-ssm-payg: day-share=30-days is no longer there";
    assert!(opening.told.iter().any(|line| line == lost), "{:#?}", opening.told);
    let again = through(&text, &poor(), |_| {});
    assert_eq!(here(read(&again, &cards()).0.scenario), scenario, "{again}");

    let told = read(&text, &without("tencent-kms-payg")).0.told;
    assert_eq!(
        told,
        [
            "baseline: tencent-kms-payg: there is no such card here: it is left out (it came to 5.40 USD)",
            "baseline: tencent-ssm-payg: tencent-kms-payg beside it is no longer there",
            "baseline: tencent-ssm-payg: Tencent Cloud SSM · Pay-as-you-go",
            "  total 37.80 USD → 32.40 USD",
            "  no price of it is another: a rule, a discount or a companion is",
        ]
    );
}

#[test]
fn a_baseline_that_is_pinned_anew_takes_nothing_from_the_one_before() {
    let mut scenario = opening();
    let place = place_of(&cards(), "gcp-kms").unwrap();
    let price = |scenario: &mut Scenario, price: &str| {
        let selection = Arc::make_mut(&mut scenario.selections[place]);
        selection
            .price(&cards()[place], &cards()[place].charges[0].id, price.parse().unwrap())
            .unwrap();
    };
    price(&mut scenario, "3");
    scenario.baseline = Some(Arc::new(scenario.moment()));
    price(&mut scenario, "5");
    let text = text_of(&scenario);
    let cards = without("gcp-kms");
    let price_in = |text: &str| {
        let baseline = Sheet::read(text).unwrap().baseline.unwrap();
        baseline.cards.iter().find(|(id, _)| id == "gcp-kms").unwrap().1.prices[0].1
    };
    assert_eq!(price_in(&through(&text, &cards, |_| {})), "3".parse().unwrap());
    let pinned = through(&text, &cards, |it| {
        it.workload.set_text("secrets", "7").unwrap();
        it.baseline = Some(Arc::new(it.moment()));
    });
    assert_eq!(price_in(&pinned), "5".parse().unwrap());
}

#[test]
fn a_currency_that_changed_is_told_as_such() {
    let cards = edited_card("tencent-ssm-payg", &[("currency = \"USD\"", "currency = \"CNY\"")]);
    let told = read(&text_of(&opening()), &cards).0.told;
    assert_eq!(
        told,
        [
            "tencent-ssm-payg: Tencent Cloud SSM · Pay-as-you-go",
            "  total 40.30 USD → 40.30 CNY",
            "  its currency was USD and is CNY: prices of yours are in CNY too",
        ]
    );
}
