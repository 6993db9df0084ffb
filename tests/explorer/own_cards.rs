//! The user's cards change while they are on the screen.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use crate::support::Explorer;
use crossterm::event::{MouseButton, MouseEventKind};
use whatif::explorer::action::Pane;
use whatif::explorer::state::{Message, Overlay, Row};
use whatif::explorer::theme::{Depth, Scheme};
use whatif::library::Library;
use whatif::scenario::OfferId;

/// A folder of cards and an explorer that hears of its changes, as from the watcher.
struct Desk {
    folder: PathBuf,
    library: Library,
    explorer: Explorer,
}

impl Desk {
    fn new(test: &str) -> Self {
        Self::with(test, &[])
    }

    /// With files that are there when the screen opens.
    fn with(test: &str, files: &[(&str, &str)]) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("desk_{test}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in files {
            fs::write(folder.join(name), text).unwrap();
        }
        let today = "2026-11-22".parse().unwrap();
        let library = Library::open(Some(&folder), today).unwrap();
        let explorer = Explorer::on(library.catalog(), (120, 40), Scheme::Dark, Depth::True, false);
        Self { folder, library, explorer }
    }

    /// Saves a file, and the screen hears of it.
    fn save(&mut self, name: &str, text: &str) {
        fs::write(self.folder.join(name), text).unwrap();
        self.hear();
    }

    fn delete(&mut self, name: &str) {
        fs::remove_file(self.folder.join(name)).unwrap();
        self.hear();
    }

    fn hear(&mut self) {
        self.library = self.library.reread();
        self.explorer.send(Message::CardsChanged(Arc::new(self.library.clone())));
    }

    fn notice(&self) -> &str {
        self.explorer.state.cursor.notice.as_ref().map_or("", |notice| &notice.text)
    }

    fn selected(&self) -> &str {
        &self.explorer.state.selected().card.id
    }

    /// Selects a card by its name, through the palette.
    fn go_to(&mut self, id: &str) {
        self.explorer.keys(&format!(":{id}<enter>"));
        assert_eq!(self.selected(), id);
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn shipped(id: &str) -> String {
    let path = format!("{}/pricing/cards/{id}.toml", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(path).unwrap()
}

fn tencent(price: &str) -> String {
    shipped("tencent-ssm-payg").replace("amount = \"0.4\"", &format!("amount = \"{price}\""))
}

/// A card of its own, with an option, a reading and two charges.
fn mine() -> String {
    include_str!("../../src/cli/card/new.toml").replace("\"my-card\"", "\"mine\"")
}

#[test]
fn a_saved_price_moves_the_invoice_and_says_by_how_much() {
    let mut desk = Desk::new("price");
    desk.save("x.toml", &tencent("0.42"));
    assert_eq!(desk.explorer.total(), "42.3");
    assert_eq!(desk.notice(), "reloaded tencent-ssm-payg: total 40.30 → 42.30");
    assert!(desk.explorer.text().contains("▲ +2.00 since the last change"));
    desk.save("x.toml", &format!("{}\n# no other price", tencent("0.42")));
    assert_eq!(desk.notice(), "reloaded tencent-ssm-payg: total still 42.30");
    desk.delete("x.toml");
    assert_eq!(desk.notice(), "back to the shipped tencent-ssm-payg: total 42.30 → 40.30");
    assert_eq!(desk.explorer.total(), "40.3");
    desk.hear();
    assert_eq!(desk.notice(), "", "nothing changed");
}

#[test]
fn the_baseline_follows_a_card_that_changes() {
    let mut desk = Desk::new("baseline");
    desk.explorer.keys("b<s-right>2");
    desk.save("x.toml", &tencent("0.42"));
    // Ten more at 0.42 and 6,000 more calls: the moment is priced with the card as it is.
    let state = &desk.explorer.state;
    let difference = state.total_to_baseline(&state.selected().id).unwrap();
    assert_eq!(whatif_pricing::plain(difference.amount), "4.23");
    assert!(desk.explorer.text().contains("+4.23"), "{}", desk.explorer.text());
    desk.save("mine.toml", &mine());
    desk.delete("x.toml");
    desk.explorer.keys("uu");
    assert!(desk.explorer.state.figures.baseline.is_none());
    desk.explorer.keys("UU1<tab>");
    let state = &desk.explorer.state;
    let difference = state.total_to_baseline(&state.selected().id).unwrap();
    assert_eq!(whatif_pricing::plain(difference.amount), "4.03");
}

#[test]
fn a_new_card_joins_the_list_and_a_deleted_one_leaves_it() {
    let mut desk = Desk::new("joins");
    desk.save("mine.toml", &mine());
    assert_eq!(desk.notice(), "added mine: total 40.20");
    assert!(desk.explorer.text().contains("Example Vendor"));
    assert_eq!(desk.selected(), "tencent-ssm-payg");
    desk.go_to("mine");
    desk.explorer.keys("<right>");
    desk.delete("mine.toml");
    assert_eq!(desk.notice(), "removed mine");
    assert_eq!(desk.selected(), "tencent-ssm-payg");
    // Whatever is pressed now meets cards that are there.
    desk.explorer.keys("<tab><down><enter><esc><tab><up><down><tab><right>uuuUUU");
    assert!(!desk.explorer.text().contains("Example Vendor"));
}

#[test]
fn what_was_chosen_follows_the_card_by_its_names_through_undo_too() {
    let mut desk = Desk::with("follows", &[("mine.toml", &mine())]);
    desk.go_to("mine");
    // The other region, the other reading, an own price for calls, and more secrets.
    let state = &mut desk.explorer.state;
    let own = || "mine".to_owned();
    let option = Row::Option { card: own(), option: "region".to_owned() };
    (state.cursor.focus, state.cursor.row) = (Pane::Usage, option);
    desk.explorer.keys("<right>");
    let assumption = desk.explorer.state.selected().card.assumptions[0].id.clone();
    desk.explorer.state.cursor.row = Row::Reading { card: own(), assumption };
    desk.explorer.keys("<right><tab><down>e<c-u>0.1<enter>");
    assert_eq!(desk.explorer.total(), "48.4");
    // In the new version another option and a charge come first, and the order of choices is another.
    let other = mine()
        .replace(
            "[option.region]",
            "[option.term]\nlabel = \"Term\"\nmonth = \"Month\"\nyear = \"Year\"\n\n[option.region]",
        )
        .replacen(
            "[[charge]]",
            "[[charge]]\nid = \"base\"\nlabel = \"Base\"\npays-for = \"base\"\nunit = \"vault\"\nrules = [\"R1\"]\nconfidence = \"official\"\nmeter.held = { quantity = \"1\" }\nprice.flat = { amount = \"5\", per = \"month\" }\n\n[[charge]]",
            1,
        );
    desk.save("mine.toml", &other);
    assert_eq!(desk.notice(), "reloaded mine: total 48.40 → 53.40");
    assert_eq!(desk.explorer.total(), "53.4");
    assert_eq!(desk.explorer.state.cursor.line, 2, "the cursor stays on the calls");
    let selection = |desk: &Desk| {
        let figures = desk.explorer.state.selected().figures().unwrap();
        figures.own.selection.clone()
    };
    assert_eq!(selection(&desk).options, [0, 1]);
    desk.explorer.keys("u");
    assert!(selection(&desk).prices.iter().all(Option::is_none));
    desk.explorer.keys("uu");
    assert_eq!(selection(&desk).options, [0, 0]);
    assert_eq!(selection(&desk).readings, [0]);
    desk.explorer.keys("UUU");
    assert_eq!(desk.explorer.total(), "53.4");
    // What the card no longer has is said, stays in the scenario, and holds again when the card has it.
    let scenario = desk.explorer.state.document.scenario.clone();
    desk.save("mine.toml", &mine().replace("far = ", "abroad = "));
    let lost = "option region = far no longer exists on mine";
    assert!(desk.notice().contains(lost), "{}", desk.notice());
    desk.explorer.keys("uuuUUU");
    desk.save("mine.toml", &mine());
    assert_eq!(desk.explorer.state.document.scenario, scenario);
    assert_eq!(desk.explorer.total(), "48.4");
}

#[test]
fn a_default_that_the_author_changes_counts_where_nobody_chose() {
    let mut desk = Desk::with("default", &[("mine.toml", &mine())]);
    desk.go_to("mine");
    let other = mine()
        .replace("in proportion\", default = true", "in proportion\"")
        .replace("in full\",", "in full\", default = true,");
    desk.save("mine.toml", &other);
    let figures = desk.explorer.state.selected().figures().unwrap();
    assert_eq!(figures.own.selection.readings, [1]);
}

#[test]
fn a_broken_save_is_shown_with_line_and_caret_and_keeps_the_last_good_card() {
    let mut desk = Desk::new("broken");
    desk.save("x.toml", &tencent("0.42"));
    desk.save("x.toml", &tencent("0.43").replace("plan = ", "plam = "));
    assert_eq!(desk.explorer.total(), "42.3");
    let screen = desk.explorer.text();
    for part in ["Your card has problems", "unknown key 'plam'", "^^^^", "did you mean 'plan'?"] {
        assert!(screen.contains(part), "{part}:\n{screen}");
    }
    desk.explorer.keys("<esc>");
    assert!(!desk.explorer.text().contains("plam"));
    desk.explorer.keys("!");
    assert!(desk.explorer.text().contains("plam"));
    // Mended, it closes by itself.
    desk.save("x.toml", &tencent("0.43"));
    assert_eq!(desk.explorer.total(), "43.3");
    assert!(desk.explorer.state.cursor.overlays.is_empty());
    desk.explorer.keys("!");
    assert_eq!(desk.notice(), "your own cards have no problems");
}

#[test]
fn a_broken_card_that_was_never_good_is_told_when_the_screen_opens() {
    let mut desk = Desk::with("opening", &[("x.toml", "plam = 1")]);
    desk.explorer.state.say_broken(desk.library.broken());
    desk.explorer.draw();
    assert!(desk.notice().starts_with("x.toml, line 1: "), "{}", desk.notice());
    assert!(desk.explorer.state.cursor.overlays.is_empty());
    desk.explorer.keys("!");
    assert!(matches!(desk.explorer.state.cursor.overlays[..], [Overlay::Problems { .. }]));
}

#[test]
fn that_changes_cannot_be_noticed_is_told() {
    let mut desk = Desk::new("unwatched");
    desk.explorer.send(Message::CardsUnwatched("changes are not noticed".to_owned()));
    assert!(desk.explorer.text().contains("changes are not noticed"));
}

#[test]
fn nothing_that_is_being_typed_is_taken_away() {
    for (open, typed) in
        [("<enter>15", "15"), ("/ten", "ten"), (":sec", "sec"), ("t<c-u>45 d", "45 d")]
    {
        let mut desk = Desk::new("typing");
        desk.explorer.keys(open);
        desk.save("x.toml", &tencent("0.42"));
        desk.save("x.toml", "plam = 1");
        assert!(desk.notice().starts_with("x.toml, line 1: "), "{open}: {}", desk.notice());
        assert!(desk.explorer.text().contains("x.toml, line 1"));
        let [top] = &desk.explorer.state.cursor.overlays[..] else {
            panic!("{open}: one field is open")
        };
        let field = match top {
            Overlay::Edit(edit) => &edit.field,
            Overlay::Filter { field, .. } => field,
            Overlay::Palette(palette) => &palette.field,
            other => panic!("{other:?}"),
        };
        assert_eq!(field.text(), typed);
        desk.explorer.keys("<enter>");
    }
}

#[test]
fn a_price_being_typed_stays_with_its_line_and_is_told_when_the_line_goes() {
    let mut desk = Desk::with("typed_price", &[("mine.toml", &mine())]);
    desk.go_to("mine");
    desk.explorer.keys("<tab><tab><down>e<c-u>0.1");
    assert_eq!(desk.explorer.state.cursor.focus, Pane::Invoice);
    desk.save("mine.toml", &mine().replace("\"0.40\"", "\"0.50\""));
    desk.explorer.keys("<enter>");
    assert_eq!(desk.explorer.total(), "50.4");
    desk.explorer.keys("e<c-u>0.7");
    desk.delete("mine.toml");
    assert!(desk.notice().contains("no longer exists: the line for '0.7'"), "{}", desk.notice());
    assert!(desk.explorer.state.cursor.overlays.is_empty());
}

#[test]
fn an_explanation_follows_its_line_or_closes() {
    let mut desk = Desk::with("why", &[("mine.toml", &mine())]);
    desk.go_to("mine");
    desk.explorer.keys("<tab><tab><down><enter>");
    assert!(desk.explorer.text().contains("Why: API calls"));
    desk.save("mine.toml", &mine().replace("\"0.05\"", "\"0.06\""));
    assert!(desk.explorer.text().contains("Why: API calls"));
    desk.delete("mine.toml");
    assert!(desk.explorer.state.cursor.overlays.is_empty());
}

#[test]
fn a_click_on_the_screen_before_meets_no_card_that_has_gone() {
    let mut desk = Desk::with("click", &[("mine.toml", &mine())]);
    let (column, row) = desk.explorer.find("Example Vendor");
    // The message, without the frame that follows it.
    fs::remove_file(desk.folder.join("mine.toml")).unwrap();
    desk.library = desk.library.reread();
    desk.explorer.state.update(Message::CardsChanged(Arc::new(desk.library.clone())));
    desk.explorer.mouse(MouseEventKind::Down(MouseButton::Left), column, row);
    assert_eq!(desk.selected(), "tencent-ssm-payg");
}

#[test]
fn a_drag_goes_on_while_a_card_changes_and_stays_one_change() {
    let mut desk = Desk::new("drag");
    let (column, row) = desk.explorer.find("├");
    desk.explorer.mouse(MouseEventKind::Down(MouseButton::Left), column + 3, row);
    desk.explorer.mouse(MouseEventKind::Drag(MouseButton::Left), column + 5, row);
    desk.save("x.toml", &tencent("0.42"));
    desk.save("x.toml", "plam = 1");
    assert!(
        desk.explorer.state.cursor.overlays.is_empty(),
        "nothing covers the slider that is held"
    );
    desk.explorer.mouse(MouseEventKind::Drag(MouseButton::Left), column + 8, row);
    desk.explorer.mouse(MouseEventKind::Up(MouseButton::Left), column + 8, row);
    desk.explorer.keys("u");
    assert_eq!(desk.explorer.value("secrets"), "100");
    assert_eq!(desk.explorer.total(), "42.3");
}

#[test]
fn a_card_that_cannot_be_priced_says_why_and_stops_nothing() {
    let mut desk = Desk::with("unpriceable", &[("mine.toml", &mine())]);
    desk.explorer.keys("<enter>50<enter><enter>60<enter>");
    desk.go_to("mine");
    let other =
        mine().replace("quantity = \"secrets\" }   #", "quantity = \"1 / (secrets - 50)\" } #");
    assert_ne!(other, mine());
    desk.save("mine.toml", &other);
    assert!(desk.explorer.state.selected().figures.is_ok(), "at 60 it can be");
    desk.explorer.keys("u");
    assert_eq!(desk.explorer.value("secrets"), "50");
    let fault = desk.explorer.state.selected().figures.as_ref().unwrap_err().to_string();
    assert!(fault.contains("divides by zero"), "{fault}");
    assert!(desk.explorer.state.bill().is_empty() && desk.explorer.state.bill_row().is_none());
    // No key ends the program, on any screen.
    for screen in ["1", "2", "3", "5", "p", "p"] {
        desk.explorer.keys(screen);
        desk.explorer.keys("<tab><down><up><enter><esc>ed<esc>D<esc>=<esc>g<esc>r<right><left>");
        desk.explorer.keys("<tab><enter><esc>");
        desk.explorer.settle();
    }
    desk.save("mine.toml", &mine());
    assert!(desk.explorer.state.selected().figures.is_ok());
}

#[test]
fn the_problems_at_two_sizes_and_at_any() {
    let mut desk = Desk::new("sizes");
    let broken = mine()
        .replace("plan = ", "plam = ")
        .replace("near = \"0.40\"", "near = 0.40")
        .replace("while", "whale");
    desk.save("mine.toml", &broken);
    let text = |desk: &Desk| {
        let folder = desk.folder.display().to_string();
        desk.explorer.text().replace(&folder, "…")
    };
    for (width, height) in [(120, 40), (80, 24)] {
        desk.explorer.resize(width, height);
        let screen = text(&desk);
        assert!(screen.contains("error: unknown key 'plam'"), "{screen}");
        assert!(screen.contains("^^^^"), "{screen}");
    }
    for width in (0..=130).step_by(13) {
        for height in (0..=30).step_by(3) {
            desk.explorer.resize(width, height);
            desk.explorer.keys("<down><pgdn>");
        }
    }
}

#[test]
fn a_file_that_goes_away_for_a_moment_takes_nothing_with_it() {
    let mut desk = Desk::new("moment");
    let own = tencent("0.4").replacen("\"tencent-ssm-payg\"", "\"mine\"", 1);
    desk.save("mine.toml", &own);
    desk.go_to("mine");
    desk.explorer.keys("<tab><tab><tab> <tab><tab>e5<enter>");
    let price = |desk: &Desk| {
        let state = &desk.explorer.state;
        let offer = state.figures.board.offer(&OfferId::of_card("mine"));
        offer.map(|offer| offer.figures().unwrap().own.selection.prices[0])
    };
    let set = price(&desk);
    assert!(set.flatten().is_some(), "{}", desk.explorer.text());
    desk.explorer.keys("e7<enter>");
    let (scenario, place) =
        (desk.explorer.state.document.scenario.clone(), desk.selected().to_owned());
    desk.delete("mine.toml");
    assert_ne!(desk.selected(), place);
    assert!(
        desk.explorer.state.text().contains("price.storage = \"7 USD\""),
        "kept in the file too"
    );
    assert!(desk.explorer.state.text().contains("selected = \"mine\""));
    desk.save("mine.toml", &own);
    assert_eq!(desk.explorer.state.document.scenario, scenario);
    assert_eq!(desk.selected(), place);
    // What can be undone had it away as well.
    desk.delete("mine.toml");
    desk.explorer.keys("B500<enter>");
    desk.save("mine.toml", &own);
    desk.explorer.keys("u");
    assert_eq!(desk.explorer.state.document.scenario, scenario);
    desk.explorer.keys("u");
    assert_eq!(price(&desk), set);
    desk.explorer.keys("u");
    assert_eq!(price(&desk), Some(None));
}

#[test]
fn that_a_changed_card_moves_the_baseline_is_told() {
    let mut desk = Desk::new("moved");
    desk.explorer.keys("b");
    desk.save("x.toml", &tencent("0.42"));
    assert_eq!(
        desk.notice(),
        "reloaded tencent-ssm-payg: total 40.30 → 42.30; baseline of tencent-ssm-payg: 40.30 → 42.30"
    );
}

#[test]
fn a_card_that_a_scenario_named_before_it_was_there_comes_with_what_was_chosen_on_it() {
    let mut desk = Desk::new("adopted");
    let plan = "format = 1\nselected = \"tencent-ssm-payg\"\nmarked = [\"mine\", \"tencent-ssm-payg\"]\n\
        currency = \"USD\"\nperiod = \"month\"\nstart = 2026-11-22\n[card.mine]\nprice.storage = \"0.7\"\n";
    let origin = whatif::explorer::state::Origin::File("plan.toml".into());
    desk.explorer.send(Message::Opened { origin, text: plan.to_owned() });
    assert!(desk.explorer.text().contains("there is no card mine here"));
    desk.explorer.keys("<esc>");
    let path = format!("{}/pricing/cards/tencent-ssm-payg.toml", env!("CARGO_MANIFEST_DIR"));
    let card = fs::read_to_string(path).unwrap();
    desk.save("mine.toml", &card.replacen("\"tencent-ssm-payg\"", "\"mine\"", 1));
    let state = &desk.explorer.state;
    let offer = state.figures.board.offer(&OfferId::of_card("mine")).unwrap();
    assert!(offer.is_marked);
    // 100 × 0.7 + 0.3 for the calls.
    assert_eq!(whatif_pricing::plain(offer.total().unwrap().amount), "70.3");
    assert!(!state.is_dirty());
    assert!(state.text().contains("[card.mine]"), "{}", state.text());
}

#[test]
fn a_companion_that_changes_tells_what_it_does_to_the_card_it_stands_beside() {
    let mut desk = Desk::new("beside");
    let own = tencent("0.4")
        .replacen("\"tencent-ssm-payg\"", "\"mine\"", 1)
        .replace("card = \"tencent-kms-payg\"", "card = \"keys\"");
    desk.save("mine.toml", &own);
    let keys = shipped("tencent-kms-payg").replacen("\"tencent-kms-payg\"", "\"keys\"", 1);
    desk.save("keys.toml", &keys);
    desk.go_to("mine");
    let text = "format = 1\nselected = \"mine\"\nmarked = []\ncurrency = \"USD\"\nperiod = \"month\"\nstart = 2026-11-22\n[card.mine]\nwith = [\"keys\"]\n";
    let origin = whatif::explorer::state::Origin::File("plan.toml".into());
    desk.explorer.send(Message::Opened { origin, text: text.to_owned() });
    assert!(desk.explorer.text().contains("45.70"), "{}", desk.explorer.text());
    desk.delete("keys.toml");
    assert!(desk.notice().contains("mine: total 45.70 → 40.30"), "{}", desk.notice());
    desk.save("keys.toml", &keys);
    assert!(desk.notice().contains("mine: total 40.30 → 45.70"), "{}", desk.notice());
}

#[test]
fn a_scenario_is_opened_with_a_card_that_cannot_be_priced_for_it() {
    let card =
        mine().replace("quantity = \"secrets\" }   #", "quantity = \"1 / (secrets - 50)\" } #");
    let mut desk = Desk::with("way", &[("mine.toml", &card)]);
    desk.explorer.keys("<right>");
    let before = desk.explorer.state.document.scenario.clone();
    let plan = "format = 1\nselected = \"aws-kms\"\nmarked = [\"mine\"]\ncurrency = \"USD\"\n\
                period = \"month\"\nstart = 2026-11-22\n[workload]\nsecrets = \"50\"\n";
    let origin = whatif::explorer::state::Origin::File("plan.toml".into());
    desk.explorer.send(Message::Opened { origin, text: plan.to_owned() });
    assert_eq!(desk.selected(), "aws-kms");
    let mine_of = |desk: &Desk| {
        let offer = desk.explorer.state.figures.board.offer(&OfferId::of_card("mine"));
        offer.unwrap().figures.as_ref().map(|_| ()).map_err(ToString::to_string)
    };
    assert!(mine_of(&desk).unwrap_err().contains("divides by zero"));
    desk.explorer.keys("2");
    let side = desk.explorer.state.figures.side_by_side.as_ref();
    assert!(side.is_none(), "the one marked offer has no column");
    desk.save("mine.toml", &mine());
    assert_eq!(mine_of(&desk), Ok(()));
    desk.explorer.keys("u");
    assert_eq!(desk.explorer.state.document.scenario, before);
}
