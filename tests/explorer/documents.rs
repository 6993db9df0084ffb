//! Scenarios as documents: what a file holds, saving and opening, codes, and how all of it is undone.

use std::path::PathBuf;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::Index;
use whatif::answer::Board;
use whatif::answer::opening::{self, Opening};
use whatif::explorer::state::{Effect, Files, Message, Origin, Row};
use whatif::scenario::{
    Budget, Choices, CompanionChoices, Inputs, Offer, OfferId, Offers, Scenario, code,
};
use whatif_pricing::{
    Catalog, Change, Currency, ExchangeRate, Percent, Period, RateCard, Vocabulary,
};

use crate::support::{Explorer, founding};

fn cards() -> &'static [Arc<RateCard>] {
    Catalog::shipped().cards()
}

/// The seeds that a random scenario is made with.
type Seeds = Vec<(Index, Index, u32)>;

fn period() -> impl Strategy<Value = Period> {
    let start = "2026-06-01".parse().unwrap();
    let span = |from: &str, to: &str| {
        let at = |text: &str| chrono::DateTime::parse_from_rfc3339(text).unwrap();
        Period::span(at(from), at(to)).unwrap()
    };
    prop_oneof![
        Just(Period::standard_month(start)),
        (1_i64..90).prop_map(move |days| Period::days(start, days).unwrap()),
        Just(Period::month("2026-06").unwrap()),
        Just(span("2026-06-01T08:30:00+08:00", "2026-06-20T00:00:01-05:00")),
    ]
}

/// Chooses on a card by random numbers.
fn chosen(card: &RateCard, seeds: &Seeds) -> Choices {
    let mut choices = Choices::default();
    for (what, which, number) in seeds {
        let charge = || card.charges[which.index(card.charges.len())].id.clone();
        let pick = |count: usize| *number as usize % count;
        match what.index(5) {
            0 if !card.options.is_empty() => {
                let option = &card.options[which.index(card.options.len())];
                let choice = option.choices[pick(option.choices.len())].id.clone();
                choices.options.insert(option.id.clone(), choice);
            }
            1 if !card.assumptions.is_empty() => {
                let asked = &card.assumptions[which.index(card.assumptions.len())];
                let reading = asked.readings[pick(asked.readings.len())].named.id.clone();
                choices.readings.insert(asked.id.clone(), reading);
            }
            2 => drop(choices.prices.insert(charge(), rust_decimal::Decimal::from(*number).into())),
            3 => drop(choices.adjustments.insert(charge(), percent(*number))),
            4 => choices.adjustment = Some(percent(*number)),
            _ => {}
        }
    }
    choices
}

/// An offer of a card by random numbers, its companions with choices of their own or as their offers stand.
fn offer(card: &RateCard, seeds: &Seeds) -> Offer {
    let mut offer = Offer { choices: chosen(card, seeds), ..Offer::default() };
    for (what, which, number) in seeds.iter().filter(|_| !card.companions.is_empty()) {
        let companion = &card.companions[which.index(card.companions.len())].card;
        let Ok(other) = Catalog::shipped().card(companion) else { continue };
        let how = match what.index(3) {
            0 => CompanionChoices::Own(chosen(&other, &vec![(*what, *which, *number)])),
            1 => CompanionChoices::AsItsOffer,
            _ => continue,
        };
        offer.companions.insert(companion.clone(), how);
    }
    offer
}

/// From -50 % to 50 %, but never nothing.
fn percent(number: u32) -> Percent {
    let percent = Percent::parse(&format!("{}.5", number % 50)).unwrap();
    if number.is_multiple_of(2) { percent } else { percent.negated().unwrap() }
}

/// Sets drivers by random numbers; what cannot be is left.
fn set(scenario: &mut Scenario, seeds: &Seeds) {
    let names: Vec<&str> = Vocabulary::standard().iter().map(|(_, it)| &*it.name).collect();
    for (which, how, number) in seeds {
        let name = names[which.index(names.len())];
        let other = names[how.index(names.len())];
        let text = match number % 4 {
            0 => format!("={other}*2"),
            1 => format!("{number}..{}", number + 10),
            2 => format!("{number}.25"),
            _ => number.to_string(),
        };
        let _ = scenario.inputs.workload.set_text(name, &text);
    }
}

fn changes(seeds: &Seeds) -> Vec<Change> {
    let vocabulary = Vocabulary::standard();
    let drivers: Vec<_> = vocabulary.iter().map(|(id, _)| id).collect();
    let change = |(which, _, number): &(Index, Index, u32)| {
        let day = number % 20 + 2;
        let at = format!("2026-06-{day:02}T0{}:00:00+08:00", number % 10);
        Change {
            at: chrono::DateTime::parse_from_rfc3339(&at).unwrap(),
            driver: drivers[which.index(drivers.len())],
            value: whatif_pricing::Value::Number((*number).into()),
        }
    };
    seeds.iter().map(change).collect()
}

prop_compose! {
    fn seeds(most: usize)(
        seeds in prop::collection::vec((any::<Index>(), any::<Index>(), 1_u32..5_000), 0..most)
    ) -> Seeds { seeds }
}

prop_compose! {
    fn scenario()(
        period in period(),
        marks in prop::collection::vec(prop::bool::weighted(0.1), cards().len()),
        selected in any::<Index>(),
        on_cards in prop::collection::vec((any::<Index>(), seeds(6)), 0..5),
        on_cards_before in prop::collection::vec((any::<Index>(), seeds(6)), 0..3),
        workload in seeds(8),
        changing in prop_oneof![3 => Just(Vec::new()), 1 => seeds(4)],
        notes in "[ -~äöü≥\n\t]{0,40}",
        (seed, tax, budget) in (any::<u64>(), prop::option::of(1_u32..30), prop::option::of(1_u32..9_999)),
        (as_of, rated, pinned) in (any::<bool>(), any::<bool>(), any::<bool>()),
    ) -> Scenario {
        let mut scenario = Scenario::opening(cards(), period);
        let ids = cards().iter().map(|card| OfferId::of_card(&card.id));
        scenario.marked = ids.zip(marks).filter(|(_, marked)| *marked).map(|(id, _)| id).collect();
        scenario.selected = OfferId::of_card(&cards()[selected.index(cards().len())].id);
        let choose = |inputs: &mut Inputs, on_cards: &[(Index, Seeds)]| {
            for (card, seeds) in on_cards {
                let card = &cards()[card.index(cards().len())];
                let made = offer(card, seeds);
                if seeds.len() % 3 == 1 {
                    inputs.offers.add_copy(&card.id, "The other one", made);
                } else {
                    inputs.offers.put(OfferId::of_card(&card.id), made);
                }
            }
        };
        choose(&mut scenario.inputs, &on_cards_before);
        if rated {
            let [eur, usd] = ["EUR", "USD"].map(|code| Currency::parse(code).unwrap());
            let today = "2026-11-20".parse().unwrap();
            let rate = ExchangeRate::read(eur, usd, "1.08 2026-11-20 our \"bank\"", today);
            scenario.inputs.rates.set(rate.unwrap()).unwrap();
        }
        scenario.inputs.as_of = as_of.then(|| "2026-05-31".parse().unwrap());
        scenario.baseline = pinned.then(|| Arc::new(scenario.inputs.clone()));
        choose(&mut scenario.inputs, &on_cards);
        set(&mut scenario, &workload);
        scenario.inputs.changes = changes(&changing);
        scenario.notes = notes;
        scenario.seed = seed;
        scenario.inputs.tax = tax.map(|tax| Percent::parse(&tax.to_string()).unwrap());
        let currency = scenario.inputs.display;
        scenario.budget = budget.map(|amount| Budget { amount: amount.into(), currency });
        scenario
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn save_open_save_is_the_same_to_the_byte_and_code_open_code_too(scenario in scenario()) {
        let board = Board::new(cards(), &scenario);
        prop_assume!(board.is_ok());
        let saved = |board: &Board, former| {
            let baseline = board.scenario().baseline.as_ref();
            let baseline = baseline.and_then(|inputs| board.at(inputs).ok());
            opening::file(board, baseline.as_ref(), former)
        };
        let text = saved(&board.unwrap(), None).text();
        let opened = opening::open(&text, cards());
        let Opening { file, board, differences, revised, unrecorded } =
            opened.unwrap_or_else(|error| panic!("{error}\n{text}"));
        let unpriced = board.in_play().filter(|it| it.figures.is_err()).map(|it| it.id.clone());
        prop_assert_eq!((differences, revised), Default::default());
        prop_assert_eq!(unrecorded, unpriced.collect::<Vec<_>>());
        let same = |one: &Scenario| Scenario {
            inputs: Inputs { offers: Offers::default(), ..one.inputs.clone() },
            baseline: None,
            ..one.clone()
        };
        prop_assert_eq!(same(&file.scenario), same(&scenario));
        let again = saved(&board, Some(&file));
        prop_assert_eq!(&again.text(), &text);
        prop_assert_eq!(&again.written_into(&text), &text);
        let line = code::encode(&text);
        let unfolded = code::decode(&line).unwrap();
        prop_assert_eq!(&unfolded, &text);
        prop_assert_eq!(code::encode(&unfolded), line);
    }
}

/// Saves as the program does, without a disk: answers the text that would be in the file.
fn save(explorer: &mut Explorer, keys: &str) -> Arc<str> {
    let Effect::Save { path, text, .. } = explorer.keys(keys) else { panic!("nothing is saved") };
    explorer.send(Message::Saved { path, text: Arc::clone(&text), files: Files::default() });
    text
}

fn open(explorer: &mut Explorer, name: &str, text: &str) {
    let origin = Origin::File(PathBuf::from(name));
    explorer.send(Message::Opened { origin, text: text.to_owned() });
}

fn notice(explorer: &Explorer) -> &str {
    explorer.state.cursor.notice.as_ref().map_or("", |notice| &notice.text)
}

#[test]
fn a_scenario_is_saved_and_opened_elsewhere_to_the_digit() {
    let mut one = Explorer::whole(120, 40);
    one.keys("<right><right>B500<enter>b<right>%19<enter>t2026-11<enter>");
    let text = save(&mut one, "wplan<enter>");
    assert!(one.text().contains("plan"), "{}", one.text());
    assert!(!one.state.is_dirty());
    let mut other = Explorer::whole(120, 40);
    open(&mut other, "plan.toml", &text);
    assert_eq!(notice(&other), "plan.toml: every amount is as it was saved (u goes back)");
    assert_eq!(other.total(), one.total());
    let ids = |it: &Explorer| it.state.listed().iter().map(|it| it.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&other), ids(&one), "the best offers are listed again");
    assert_eq!(save(&mut other, "w"), text);
}

#[test]
fn saving_asks_for_a_name_once_and_marks_what_is_not_saved() {
    let mut explorer = Explorer::new(120, 40);
    assert!(!explorer.text().contains("untitled"));
    explorer.keys("<right>");
    assert!(explorer.text().contains("untitled ●"), "{}", explorer.text());
    explorer.keys("w");
    assert!(explorer.text().contains("Save as"));
    let Effect::Save { path, former, overwrite, .. } = explorer.keys("a/plan<enter>") else {
        panic!("nothing is saved")
    };
    assert_eq!((path, former, overwrite), (PathBuf::from("a/plan.toml"), None, false));
    // A letter replaced what stood there; esc leaves everything as it was.
    explorer.keys("w<esc>");
    assert!(explorer.state.cursor.overlays.is_empty());
}

#[test]
fn opening_is_undone_with_its_file_and_the_work_before_it_comes_back() {
    let mut explorer = Explorer::new(120, 40);
    let text = save(&mut explorer, "<right>wone<enter>");
    let one = explorer.state.document.scenario.clone();
    explorer.keys("<right><right>");
    let unsaved = explorer.state.document.scenario.clone();
    open(&mut explorer, "two.toml", &text);
    assert_eq!((explorer.state.document.name(), explorer.state.is_dirty()), ("two".into(), false));
    assert_eq!(*explorer.state.text(), *text);
    let two = explorer.state.document.scenario.clone();
    explorer.keys("<s-right>u");
    assert_eq!(explorer.state.document.name(), "two");
    explorer.keys("u");
    assert_eq!(explorer.state.document.name(), "one");
    assert_eq!(explorer.state.document.scenario, unsaved);
    assert!(explorer.state.is_dirty());
    explorer.keys("u");
    assert_eq!(explorer.state.document.scenario, one);
    assert!(!explorer.state.is_dirty());
    explorer.keys("UU");
    assert_eq!(
        (explorer.state.document.name(), &explorer.state.document.scenario),
        ("two".into(), &two)
    );
}

#[test]
fn a_scenario_whose_card_changed_says_which_charge_and_both_prices_and_totals() {
    let mut explorer = Explorer::new(120, 40);
    let text = save(&mut explorer, "wplan<enter>");
    let mut changed = Explorer::on(
        &repriced("tencent-ssm-payg", "amount = \"0.4\"", "amount = \"0.5\""),
        (120, 40),
        whatif::explorer::theme::Scheme::Dark,
        whatif::explorer::theme::Depth::True,
        false,
    );
    open(&mut changed, "plan.toml", &text);
    let screen = changed.text();
    for told in [
        "Different from the saved figures",
        "tencent-ssm-payg: Tencent Cloud SSM · Pay-as-you-go",
        "total 40.30 USD → 50.30 USD",
        "storage: price 0.4 / month → 0.5 / month, amount 40.00 → 50.00",
    ] {
        assert!(screen.contains(told), "{told}\n{screen}");
    }
    insta::assert_snapshot!("repriced-120x40", screen);
    assert_eq!(changed.total(), "50.3");
    // Closed, it stays in the message; what was before is one step back.
    changed.keys("<esc>u");
    assert_eq!(changed.state.document.name(), "untitled");
}

/// The founding cards with another price on one.
pub fn repriced(id: &str, from: &str, to: &str) -> Catalog {
    let path = format!("{}/pricing/cards/{id}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from));
    let mut catalog = founding();
    catalog.put(RateCard::read(&text.replace(from, to), Vocabulary::standard()).unwrap());
    catalog
}

#[test]
fn a_rule_that_changed_is_told_where_no_price_is_another() {
    let mut explorer = Explorer::new(120, 40);
    let text = save(&mut explorer, "wplan<enter>");
    let catalog = repriced(
        "tencent-ssm-payg",
        "quantize = { minimum = \"10000\" }",
        "quantize = { step = \"50000\" }",
    );
    let mut changed = Explorer::on(
        &catalog,
        (120, 40),
        whatif::explorer::theme::Scheme::Dark,
        whatif::explorer::theme::Depth::True,
        false,
    );
    open(&mut changed, "plan.toml", &text);
    let screen = changed.text();
    let told = "api: price still 0.05 / 10000, amount 0.30 → 0.50";
    assert!(screen.contains(told), "{screen}");
}

#[test]
fn a_broken_scenario_is_refused_with_line_caret_and_remedy_and_nothing_changes() {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys("<right>");
    let before = explorer.state.document.scenario.clone();
    open(&mut explorer, "plan.toml", "format = 1\nselected = 3\nmarkd = []\n");
    let screen = explorer.text();
    assert!(screen.contains("This scenario cannot be opened"), "{screen}");
    assert!(screen.contains("plan.toml:2:12"), "{screen}");
    assert!(screen.contains("did you mean 'marked'?"), "{screen}");
    assert_eq!(explorer.state.document.scenario, before);
    assert!(explorer.state.is_dirty());
}

#[test]
fn a_file_that_another_program_changed_is_overwritten_only_when_told() {
    let mut explorer = Explorer::new(120, 40);
    save(&mut explorer, "wplan<enter>");
    explorer.keys("<right>w");
    explorer.send(Message::FileDiffers(PathBuf::from("plan.toml")));
    let screen = explorer.text();
    assert!(screen.contains("plan.toml changed on disk"), "{screen}");
    insta::assert_snapshot!("changed-elsewhere-80x24", {
        explorer.resize(80, 24);
        explorer.text()
    });
    assert_eq!(explorer.keys("x<enter> <enter>"), Effect::None);
    assert!(explorer.text().contains("plan.toml changed on disk"));
    assert_eq!(explorer.keys("r"), Effect::Open(PathBuf::from("plan.toml")));
    explorer.send(Message::FileDiffers(PathBuf::from("plan.toml")));
    assert!(matches!(explorer.keys("o"), Effect::Save { overwrite: true, .. }));
    explorer.send(Message::FileDiffers(PathBuf::from("plan.toml")));
    explorer.keys("a");
    assert!(explorer.text().contains("Save as"));
}

#[test]
fn leaving_a_file_that_lacks_what_is_on_the_screen_asks_once() {
    let mut explorer = Explorer::new(120, 40);
    assert_eq!(explorer.keys("<right>q"), Effect::Quit);
    save(&mut explorer, "wplan<enter>");
    assert_eq!(explorer.keys("q"), Effect::Quit);
    assert_eq!(explorer.keys("<right>q"), Effect::None);
    assert!(explorer.text().contains("You have unsaved changes"));
    assert_eq!(explorer.keys("<esc>"), Effect::None);
    assert_eq!(explorer.keys("qq"), Effect::Quit);
    let Effect::Save { path, text, .. } = explorer.keys("q<enter>s") else { panic!("not saved") };
    assert_eq!(explorer.send(Message::Saved { path, text, files: Files::default() }), Effect::Quit);
    // Where it cannot be saved the program stays.
    explorer.keys("<right>q");
    explorer.keys("s");
    assert_eq!(explorer.send(Message::Failed("the disk is full".into())), Effect::None);
    assert!(explorer.text().contains("the disk is full"));
}

#[test]
fn revert_goes_back_to_the_file_or_to_how_it_began() {
    let mut explorer = Explorer::new(120, 40);
    let began = explorer.state.document.scenario.clone();
    explorer.keys("<right><right>R");
    assert_eq!(explorer.state.document.scenario, began);
    explorer.keys("u");
    assert_ne!(explorer.state.document.scenario, began);
    save(&mut explorer, "wplan<enter>");
    assert_eq!(explorer.keys("<right>R"), Effect::Open(PathBuf::from("plan.toml")));
}

#[test]
fn a_code_is_copied_and_opens_when_it_is_pasted() {
    let mut one = Explorer::whole(120, 40);
    one.keys("<right><right>");
    let Effect::CopyCode(code) = one.keys("C") else { panic!("nothing is copied") };
    assert!(code.len() < 400 && !code.contains('\n'), "{} letters", code.len());
    let mut other = Explorer::whole(120, 40);
    other.send(Message::Paste(format!(" {code}\n")));
    assert_eq!(notice(&other), "the code: every amount is as it was saved (u goes back)");
    let Effect::CopyCode(again) = other.keys("C") else { panic!("nothing is copied") };
    assert_eq!(again, code);
    other.keys("u");
    other.keys("o");
    other.send(Message::Paste(code.clone()));
    other.send(Message::Accept);
    assert_eq!(other.state.code(), code);
    other.send(Message::Paste(code[..code.len() - 9].to_owned()));
    assert!(notice(&other).contains("the code is cut off"), "{}", notice(&other));
}

#[test]
fn the_workload_may_change_within_the_period_and_says_so_everywhere() {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys("t2026-06<enter>v2026-06-16 secrets=200<enter>");
    // 100 for 15 days and 200 for 15 of 30 days: 0.4 × 150; calls: 30,000 and 60,000 of a month.
    assert_eq!(explorer.total(), "60.45");
    assert!(explorer.text().contains("1 change"), "{}", explorer.text());
    let text = save(&mut explorer, "wplan<enter>");
    assert!(
        text.contains("[[change]]\nat = \"2026-06-16T00:00:00+08:00\"\nsecrets = \"200\"\n"),
        "{text}"
    );
    for screen in ["3", "5"] {
        explorer.keys(screen);
        let told = "this one has 1 change";
        assert!(explorer.text().contains(told), "{}", explorer.text());
    }
    explorer.keys("1g50<enter>");
    assert!(explorer.text().contains("goal seek needs a steady workload"), "{}", explorer.text());
    explorer.keys("<esc>v2027-01-01 secrets=5<enter>");
    assert!(explorer.text().contains("lies after"), "{}", explorer.text());
    explorer.keys("<esc>v<c-u><enter>");
    assert!(explorer.state.document.scenario.inputs.is_steady());
    explorer.keys("u");
    assert_eq!(explorer.total(), "60.45");
}

#[test]
fn a_price_list_that_was_revised_without_effect_is_told_too() {
    let mut explorer = Explorer::new(120, 40);
    let text = save(&mut explorer, "wplan<enter>");
    // The other region's price is not the one of this scenario.
    let catalog = repriced("tencent-ssm-enterprise", "region-2 = \"529\"", "region-2 = \"530\"");
    let (scheme, depth) =
        (whatif::explorer::theme::Scheme::Dark, whatif::explorer::theme::Depth::True);
    let mut changed = Explorer::on(&catalog, (120, 40), scheme, depth, false);
    open(&mut changed, "plan.toml", &text);
    let says = "every amount is as it was saved, though the price list of tencent-ssm-enterprise was revised";
    assert!(notice(&changed).contains(says), "{}", notice(&changed));
}

#[test]
fn every_part_of_a_scenario_can_be_undone_and_made_again() {
    let scripts = [
        "<right>",
        "<enter>50..400<enter>",
        "=keys*2<enter>",
        "nAbout this<enter>",
        "v2026-12-01 secrets=7<enter>",
        "t45 d<enter>",
        "a2025-01-01<enter>",
        "%19<enter>",
        "ccny<enter>",
        "B500<enter>",
        "b",
        "ici<enter>",
        "<tab>e0.3<enter>",
        "<tab>d10<enter>",
        "<tab>D5<enter>",
        "<tab><tab> ",
        "g50<enter>",
        "$1.1<enter>",
    ];
    for script in scripts {
        let mut explorer = Explorer::whole(120, 40);
        explorer.keys("<right><esc>");
        let before = explorer.state.document.scenario.clone();
        explorer.keys(script);
        let after = explorer.state.document.scenario.clone();
        assert_ne!(after, before, "{script}\n{}", explorer.text());
        explorer.keys("<esc>u");
        assert_eq!(explorer.state.document.scenario, before, "{script}");
        explorer.keys("U");
        assert_eq!(explorer.state.document.scenario, after, "{script}");
    }
    // Options, readings and companions of the selected offer.
    let mut explorer = Explorer::whole(120, 40);
    let rows = explorer.state.rows();
    let is_choice = |row: &Row| !matches!(row, Row::Driver(_) | Row::FoldedReadings | Row::Folded);
    let choices = rows.into_iter().filter(is_choice);
    for row in choices.collect::<Vec<_>>() {
        explorer.state.cursor.row = row.clone();
        let before = explorer.state.document.scenario.clone();
        explorer.keys("<right>");
        assert_ne!(explorer.state.document.scenario, before, "{row:?}");
        explorer.keys("u");
        assert_eq!(explorer.state.document.scenario, before, "{row:?}");
        // Choices that went round are the same scenario again.
        for _ in 0..20 {
            explorer.keys("<right>");
            if explorer.state.document.scenario == before {
                break;
            }
        }
        assert_eq!(explorer.state.document.scenario, before, "{row:?}");
    }
}

#[test]
fn unsaved_changes_that_another_document_replaces_are_handed_over_to_autosave() {
    let mut explorer = Explorer::new(120, 40);
    let text = save(&mut explorer, "wplan<enter>");
    open(&mut explorer, "other.toml", &text);
    assert!(explorer.state.document.take_replaced().is_none(), "all of it was saved");
    explorer.keys("<right>");
    let work = explorer.state.text();
    open(&mut explorer, "plan.toml", &text);
    let replaced = explorer.state.document.take_replaced().expect("it was not saved");
    assert_eq!(replaced.text(), Some(work));
    assert_eq!(replaced.path(), Some(std::path::Path::new("other.toml")));
    assert!(explorer.state.document.take_replaced().is_none());
    // Saved after all, it is done with.
    explorer.send(Message::LeftBehind("7".to_owned()));
    let Effect::Save { autosave: None, .. } = explorer.keys("w") else {
        panic!("of the other one")
    };
    explorer.keys("u");
    let Effect::Save { autosave, .. } = explorer.keys("w") else { panic!("nothing is saved") };
    assert_eq!(autosave.as_deref(), Some("7"));
}

#[test]
fn leaving_a_tour_or_a_recording_asks_as_anywhere_else() {
    let mut explorer = Explorer::new(120, 40);
    save(&mut explorer, "wplan<enter>");
    explorer.keys("<right>P<enter>");
    assert!(explorer.state.tour.playing.is_some());
    assert_eq!(explorer.keys("q"), Effect::None);
    assert!(explorer.text().contains("You have unsaved changes"));
    assert!(explorer.state.tour.playing.is_none(), "{}", explorer.text());
    assert_eq!(explorer.value("secrets"), "101");
    // A tour over what is saved is left at once.
    explorer.keys("<esc>uP<enter>");
    assert_eq!(explorer.keys("q"), Effect::Quit);
    explorer.keys("*<right>");
    assert_eq!(explorer.keys("q"), Effect::None);
    assert!(
        explorer.text().contains("The recorded tour of 2 steps is not saved"),
        "{}",
        explorer.text()
    );
    explorer.keys("<esc>");
    assert_eq!(explorer.state.recorded_steps(), Some(2));
    explorer.keys("qs");
    assert!(explorer.text().contains("tour.toml"), "{}", explorer.text());
    // A key that is pressed twice by habit loses nothing.
    assert_eq!(explorer.keys("<esc>uqqq<c-c>"), Effect::None);
    assert_eq!(explorer.state.recorded_steps(), Some(2));
    explorer.keys("<esc><right>");
    assert_eq!(explorer.keys("qd"), Effect::None);
    assert!(explorer.text().contains("You have unsaved changes"));
    explorer.keys("<esc>");
    assert_eq!(explorer.state.recorded_steps(), Some(2), "it goes on");
    assert_eq!(explorer.keys("qdq"), Effect::Quit);
}

#[test]
fn work_that_a_tour_or_a_file_takes_the_place_of_is_asked_about_where_nobody_keeps_it() {
    let mut explorer = Explorer::new(120, 40);
    let text = save(&mut explorer, "wplan<enter>");
    explorer.keys("<right>P<enter>");
    let work = explorer.state.document.scenario.clone();
    while !explorer.state.tour.playing.as_ref().unwrap().is_over() {
        explorer.keys(" ");
    }
    explorer.keys("k");
    assert!(explorer.state.document.take_replaced().is_some(), "{}", explorer.text());
    assert_ne!(explorer.state.document.scenario, work);
    assert_eq!(explorer.keys("q"), Effect::None);
    let told = "Unsaved changes are one undo step back";
    assert!(explorer.text().contains(told), "{}", explorer.text());
    assert_eq!(explorer.keys("q<c-c>"), Effect::None);
    explorer.send(Message::LeftBehind("1".to_owned()));
    explorer.keys("<esc>");
    assert_eq!(explorer.keys("q"), Effect::Quit, "it is kept");
    // A file that is opened in a tour ends it.
    explorer.keys("P<enter>");
    open(&mut explorer, "other.toml", &text);
    assert!(explorer.state.tour.playing.is_none());
    assert_eq!(explorer.state.document.name(), "other");
    assert!(explorer.state.document.take_replaced().is_some());
    assert_eq!(explorer.keys("qd"), Effect::Quit);
    // One that cannot be opened does not.
    explorer.keys("<esc>P<enter>");
    open(&mut explorer, "broken.toml", "format = 1");
    assert!(explorer.state.tour.playing.is_some());
}

#[test]
fn where_nothing_is_kept_no_key_pressed_twice_loses_work() {
    let mut explorer = Explorer::new(120, 40);
    explorer.send(Message::Autosaving(Some("the disk is full".to_owned())));
    explorer.keys("<right>");
    for script in ["q", "qq", "<c-c><c-c><c-c>", "q<enter> y"] {
        assert_eq!(explorer.keys(script), Effect::None, "{script}");
        explorer.keys("<esc>");
    }
    assert_eq!(explorer.keys("qd"), Effect::Quit);
}

#[test]
fn what_could_not_be_opened_again_is_not_saved() {
    let mut explorer = Explorer::new(120, 40);
    save(&mut explorer, "wplan<enter>");
    let mut scenario = Scenario::clone(&explorer.state.document.scenario);
    scenario.notes = "x".repeat(2_001);
    explorer.state.figures.board.price(&scenario).unwrap();
    explorer.state.document.scenario = Arc::new(scenario);
    assert_eq!(explorer.keys("w"), Effect::None);
    let told = "plan.toml was not saved, because it could not be reopened: the text is too long";
    assert!(explorer.text().contains(told), "{}", explorer.text());
    explorer.keys("W<c-u>there/<enter>");
    assert!(explorer.text().contains("there/ is a folder: add the name of a file"));
}

#[test]
fn of_recovered_work_it_is_not_said_that_its_file_was_changed() {
    let mut explorer = Explorer::new(120, 40);
    let text = explorer.state.text();
    let origin = Origin::Autosave(Some(PathBuf::from("plan.toml")));
    explorer.send(Message::Opened { origin, text });
    explorer.send(Message::FileDiffers(PathBuf::from("plan.toml")));
    let told = "plan.toml may have changed since this autosave";
    assert!(explorer.text().contains(told), "{}", explorer.text());
    assert_eq!(explorer.keys("r"), Effect::Open(PathBuf::from("plan.toml")));
}

#[test]
fn every_answer_of_a_question_is_in_sight_at_any_size() {
    for (width, height) in [(120, 40), (80, 24), (48, 16), (30, 8), (20, 5)] {
        let mut explorer = Explorer::new(120, 40);
        save(&mut explorer, "wplan<enter>");
        explorer.keys("<right>");
        explorer.resize(width, height);
        explorer.send(Message::FileDiffers(PathBuf::from("plan.toml")));
        let screen = explorer.text();
        for answer in [" o   ", " r   ", " a   ", " esc "] {
            let words = [" overwri", " open it", " save as", " cancel", " go back"];
            let line = |line: &str| {
                line.contains(answer) && words.iter().any(|words| line.contains(words))
            };
            assert!(screen.lines().any(line), "{answer} {width}x{height}\n{screen}");
        }
        assert!(screen.contains("plan.toml"), "{width}x{height}\n{screen}");
    }
}

#[test]
fn a_scenario_that_the_screen_begins_with_has_nothing_to_go_back_to() {
    let mut explorer = Explorer::new(120, 40);
    let text = explorer
        .state
        .text()
        .replace("[card.alibaba", "[workload]\nsecrets = \"7\"\n[card.alibaba");
    let origin = Origin::File(PathBuf::from("plan.toml"));
    explorer.state.begin_with(&origin, &text).unwrap();
    assert!(
        notice(&explorer).starts_with("plan.toml: ") && !notice(&explorer).contains("goes back")
    );
    explorer.keys("<esc>u");
    assert_eq!(notice(&explorer), "nothing to undo");
    assert_eq!(explorer.value("secrets"), "7");
}
