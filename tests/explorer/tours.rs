//! Tours: they play by time and by key, go back to the same screens, are left without loss, and are
//! recorded from what is done.

use whatif::explorer::action::Screen;
use whatif::explorer::state::{Effect, Message, TourKey};
use whatif::explorer::tour::{SHIPPED, Tour};

use crate::support::Explorer;
use whatif::scenario::{Inputs, Offers, Scenario};

/// So long is a frame.
const FRAME_MS: u32 = 40;

fn begin(explorer: &mut Explorer, place: usize) {
    let (name, text) = SHIPPED[place];
    explorer.send(Message::TourRead { name: name.to_owned(), text: text.to_owned() });
}

fn place(explorer: &Explorer) -> usize {
    explorer.state.tour.playing.as_ref().map_or(0, |tour| tour.progress().1)
}

/// Lets time pass until the tour waits; answers the frames.
fn play(explorer: &mut Explorer) -> usize {
    let mut frames = 0;
    while explorer.state.is_timed() {
        explorer.send(Message::Tick(FRAME_MS));
        frames += 1;
        assert!(frames < 5_000, "the tour does not end");
    }
    frames
}

#[test]
fn every_shipped_tour_plays_to_its_end_and_says_figures_that_are_on_the_screen() {
    for (at, (name, _)) in SHIPPED.iter().enumerate() {
        let mut explorer = Explorer::whole(120, 40);
        begin(&mut explorer, at);
        let steps = Tour::shipped(SHIPPED[at].0).unwrap().steps.len();
        let mut captions = Vec::new();
        while explorer.state.is_timed() {
            let notice = &explorer.state.cursor.notice;
            assert!(notice.is_none(), "{name}: {notice:?}");
            let caption = explorer.state.tour_caption().unwrap();
            assert!(!caption.contains(['{', '}']), "{caption}");
            if captions.last() != Some(&caption)
                && !explorer.state.tour.playing.as_ref().unwrap().drags()
            {
                captions.push(caption);
            }
            explorer.send(Message::Tick(FRAME_MS));
        }
        assert_eq!(place(&explorer), steps);
        insta::assert_snapshot!(format!("captions-{name}"), captions.join("\n"));
        insta::assert_snapshot!(format!("end-{name}"), explorer.text());
    }
}

#[test]
fn a_step_looks_the_same_by_time_by_key_and_gone_back_to() {
    for (at, (name, _)) in SHIPPED.iter().enumerate() {
        let steps = Tour::shipped(SHIPPED[at].0).unwrap().steps.len();
        let mut timed = Explorer::whole(120, 40);
        begin(&mut timed, at);
        let mut keyed = Explorer::whole(120, 40);
        begin(&mut keyed, at);
        let mut shown = Vec::new();
        for step in 1..=steps {
            while keyed.state.tour.playing.as_ref().unwrap().drags() {
                keyed.send(Message::Tour(TourKey::Next));
            }
            while timed.state.tour.playing.as_ref().unwrap().drags() {
                timed.send(Message::Tick(FRAME_MS));
            }
            assert_eq!(place(&timed), step);
            assert_eq!(
                timed.state.document.scenario, keyed.state.document.scenario,
                "{name} {step}"
            );
            shown.push((
                keyed.state.document.scenario.clone(),
                keyed.state.cursor.screen,
                keyed.total(),
            ));
            while place(&timed) == step && timed.state.is_timed() {
                timed.send(Message::Tick(FRAME_MS));
            }
            keyed.send(Message::Tour(TourKey::Next));
        }
        for step in (1..steps).rev() {
            keyed.send(Message::Tour(TourKey::Back));
            assert_eq!(place(&keyed), step);
            let now =
                (keyed.state.document.scenario.clone(), keyed.state.cursor.screen, keyed.total());
            assert_eq!(now, shown[step - 1], "{name} back at {step}");
        }
    }
}

#[test]
fn leaving_a_tour_brings_everything_back_with_its_history() {
    let mut explorer = Explorer::whole(120, 40);
    explorer.keys("<right>B500<enter><right>2<down>");
    let (scenario, screen, row) = (
        explorer.state.document.scenario.clone(),
        explorer.state.cursor.screen,
        explorer.state.cursor.row.clone(),
    );
    let text = explorer.text();
    begin(&mut explorer, 0);
    for _ in 0..200 {
        explorer.send(Message::Tick(FRAME_MS));
    }
    assert_ne!(explorer.state.document.scenario, scenario);
    explorer.keys("<esc>");
    assert_eq!(
        (&explorer.state.document.scenario, explorer.state.cursor.screen),
        (&scenario, screen)
    );
    assert_eq!(explorer.state.cursor.row, row);
    let rest = |text: &str| text.lines().take(37).map(str::to_owned).collect::<Vec<_>>();
    // But for what glowed, and the message.
    assert_eq!(rest(&explorer.text())[0], rest(&text)[0]);
    assert!(explorer.text().contains("left the tour: your scenario is back"));
    explorer.keys("uuu");
    assert_eq!(explorer.value("secrets"), "100");
    assert!(explorer.state.document.scenario.budget.is_none());
    explorer.keys("UUU");
    assert_eq!(explorer.state.document.scenario, scenario);
}

#[test]
fn what_a_tour_shows_can_be_kept_and_undone() {
    let mut explorer = Explorer::whole(120, 40);
    explorer.keys("<right>");
    let before = explorer.state.document.scenario.clone();
    begin(&mut explorer, 0);
    play(&mut explorer);
    explorer.keys(" ");
    assert!(explorer.state.tour.playing.is_some(), "one press too many does nothing");
    explorer.keys("<esc>");
    assert!(explorer.state.tour.playing.is_none());
    assert_eq!(explorer.state.document.scenario, before, "the end leaves the screen as it was");
    begin(&mut explorer, 0);
    play(&mut explorer);
    let shown = explorer.state.document.scenario.clone();
    explorer.keys("k");
    assert!(explorer.state.tour.playing.is_none());
    assert_eq!(explorer.state.document.scenario, shown);
    explorer.keys("u");
    assert_eq!(explorer.state.document.scenario, before);
    explorer.keys("u");
    assert_eq!(explorer.value("secrets"), "100");
}

#[test]
fn a_key_of_the_presenter_pauses_and_the_sliders_still_work() {
    let mut explorer = Explorer::whole(120, 40);
    begin(&mut explorer, 0);
    assert!(explorer.state.is_timed());
    explorer.keys("<right>");
    assert!(!explorer.state.is_timed());
    assert_eq!(explorer.value("secrets"), "101");
    explorer.send(Message::Tick(60_000));
    assert_eq!(place(&explorer), 1);
    explorer.keys("P");
    assert!(explorer.state.is_timed());
    explorer.keys("P");
    assert!(explorer.text().contains("paused"));
    // A remote control sends these.
    explorer.keys("<pgdn>");
    assert_eq!(place(&explorer), 2);
    explorer.keys("<pgup>");
    assert_eq!((place(&explorer), explorer.value("secrets").as_str()), (1, "100"));
}

#[test]
fn with_reduced_motion_a_drag_is_at_its_end_at_once() {
    let mut explorer = Explorer::whole(120, 40);
    explorer.state.settings.preferences.reduced_motion = true;
    begin(&mut explorer, 0);
    explorer.keys("<pgdn>");
    assert_eq!(explorer.value("secrets"), "1000");
    assert!(!explorer.state.tour.playing.as_ref().unwrap().drags());
}

#[test]
fn a_drag_moves_through_what_lies_between_and_is_one_change() {
    let mut explorer = Explorer::whole(120, 40);
    begin(&mut explorer, 0);
    explorer.keys("<pgdn>P");
    let mut seen = Vec::new();
    explorer.keys("P");
    explorer.keys("<pgup><pgdn>");
    explorer.keys("P");
    while explorer.state.tour.playing.as_ref().unwrap().drags() {
        explorer.send(Message::Tick(FRAME_MS));
        seen.push(explorer.value("secrets").parse::<u32>().unwrap());
    }
    assert!(seen.len() > 50 && seen.is_sorted(), "{seen:?}");
    assert!(seen.iter().any(|it| (200..900).contains(it)), "{seen:?}");
    assert_eq!(seen.last(), Some(&1_000));
}

#[test]
fn a_tour_that_names_what_is_not_there_says_so_and_goes_on() {
    let mut explorer = Explorer::new(120, 40);
    let text = "format = 1\ntitle = \"x\"\n[[step]]\ncaption = \"{total nobody} {{so}}\"\nselect = \"gone\"\nset.secrets = \"5\"\n\
        [[step]]\nset.secrets = \"7\"\nexplain = \"storag\"\n[[step]]\nmark = [\"lost\", \"alibaba-kms-payg\"]\n";
    explorer.send(Message::TourRead { name: "mine.toml".into(), text: text.into() });
    assert_eq!(explorer.state.tour_caption().as_deref(), Some("— {so}}"));
    let told = "step 1: the tour names nobody, which is not an offer here";
    assert!(explorer.text().contains(told), "{}", explorer.text());
    assert_eq!(explorer.value("secrets"), "5");
    explorer.keys("<pgdn>");
    assert_eq!(explorer.value("secrets"), "7");
    let told = "step 2: unknown charge 'storag': did you mean 'storage'?";
    assert!(explorer.text().contains(told), "{}", explorer.text());
    explorer.keys("<pgup><pgdn><pgdn>");
    let failed = &explorer.state.tour.playing.as_ref().unwrap().failed;
    let steps: Vec<usize> = failed.iter().map(|(step, _)| *step).collect();
    assert_eq!(steps, [1, 1, 2, 3], "{failed:?}");
    explorer.keys("<esc>");
    explorer.send(Message::TourRead { name: "mine.toml".into(), text: "format = 1".into() });
    assert!(explorer.text().contains("This tour cannot be played"), "{}", explorer.text());
    assert!(explorer.state.tour.playing.is_none());
}

#[test]
fn words_in_braces_that_are_typed_while_recording_stay_words() {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys("*<right>nAll of {it} {total}<enter>*");
    let Effect::SaveTour { text, .. } = explorer.keys("show<enter>") else { panic!("not saved") };
    explorer.keys("u");
    explorer.send(Message::TourRead { name: "show.toml".into(), text });
    explorer.keys("<pgdn>");
    assert_eq!(explorer.state.tour_caption().as_deref(), Some("All of {it} {total}"));
}

#[test]
fn a_tour_whose_scenario_is_not_as_it_was_saved_says_so() {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys("*<right>*");
    let Effect::SaveTour { text, .. } = explorer.keys("show<enter>") else { panic!("not saved") };
    let dearer =
        crate::documents::repriced("tencent-ssm-payg", "amount = \"0.4\"", "amount = \"0.5\"");
    let (size, dark, deep) =
        ((120, 40), whatif::explorer::theme::Scheme::Dark, whatif::explorer::theme::Depth::True);
    let mut changed = Explorer::on(&dearer, size, dark, deep, false);
    changed.send(Message::TourRead { name: "show.toml".into(), text });
    let told = "step 1: its scenario is not as it was saved: tencent-ssm-payg";
    assert!(changed.text().contains(told), "{}", changed.text());
}

#[test]
fn what_the_presenter_does_is_recorded_and_plays_again() {
    let mut explorer = Explorer::whole(120, 40);
    explorer.keys("<right><right>*");
    assert!(explorer.text().contains("recording a tour"), "{}", explorer.text());
    explorer.keys("<s-right><s-right>nTwenty more<enter>2");
    explorer.keys("1/google sec<enter> <esc>");
    explorer.keys("t45 d<enter>p");
    let shown = explorer.state.document.scenario.clone();
    explorer.keys("*");
    let Effect::SaveTour { path, text } = explorer.keys("show<enter>") else { panic!("not saved") };
    assert_eq!(path.to_str(), Some("show.toml"));
    let tour = Tour::read(&text).unwrap_or_else(|problems| panic!("{problems}\n{text}"));
    assert!(tour.steps.iter().any(|step| step.caption.text() == "Twenty more"), "{text}");
    assert!(text.contains("drag = { driver = \"secrets\", to = \"122\" }"), "{text}");
    assert!(tour.steps.iter().any(|step| step.screen == Some(Screen::Stage)), "{text}");
    let mut other = Explorer::whole(120, 40);
    other.send(Message::TourRead { name: "show.toml".into(), text });
    // It waits for keys, until somebody wants it to go on by itself.
    assert!(!other.state.is_timed());
    other.keys("P");
    assert!(other.state.is_timed());
    other.send(Message::Tick(60_000));
    assert_eq!(place(&other), 2);
    other.keys("<pgup>");
    while !other.state.tour.playing.as_ref().unwrap().is_over() {
        other.send(Message::Tour(TourKey::Next));
    }
    assert_eq!(other.state.cursor.screen, Screen::Stage);
    // The code of a scenario writes the choices on its offers out.
    let known = |scenario: &Scenario| Scenario {
        notes: String::new(),
        inputs: Inputs { offers: Offers::default(), ..scenario.inputs.clone() },
        ..scenario.clone()
    };
    assert_eq!(known(&other.state.document.scenario), known(&shown));
}

#[test]
fn tours_are_found_by_a_key_and_show_their_keys() {
    let mut explorer = Explorer::whole(120, 40);
    explorer.keys("P");
    insta::assert_snapshot!("tours-120x40", explorer.text());
    explorer.keys("poll<enter>");
    assert_eq!(place(&explorer), 1);
    let screen = explorer.text();
    assert!(screen.contains("▸ 1/6 · 100 secrets, 4 clients"), "{screen}");
    assert!(screen.contains("space go on"), "{screen}");
    for (width, height) in [(80, 24), (48, 16), (20, 5), (0, 0), (200, 60)] {
        explorer.resize(width, height);
    }
}
