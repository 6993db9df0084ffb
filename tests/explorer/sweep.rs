//! Ribbons, the sweep and goal seek, by key scripts on the founding cards.

use crate::support::Explorer;
use whatif::explorer::theme::{Depth, Scheme};
use whatif::scenario::OfferId;

/// No calls, so that Tencent's two plans are 0.40 a secret and 366 in all.
const NO_CALLS: &str = "<down><down><down><down><enter>0<enter><up><up><up><up>";

fn without_calls(width: u16, height: u16) -> Explorer {
    let mut explorer = Explorer::new(width, height);
    explorer.keys(NO_CALLS);
    explorer
}

#[test]
fn the_sweep_says_where_one_plan_becomes_cheaper_than_the_other() {
    let mut explorer = without_calls(120, 40);
    explorer.keys("3---");
    let words = explorer.state.figures.chart.as_ref().unwrap().words.join("\n");
    // 366 ÷ 0.40 = 915
    assert!(words.contains("is cheaper up to 914 secrets, equal at 915, "), "{words}");
    assert!(words.contains("not known from 1,001"), "{words}");
}

#[test]
fn the_label_of_a_crossover_stands_beside_its_mark() {
    for (width, height) in [(120, 40), (80, 24), (60, 30), (200, 60)] {
        for depth in [Depth::True, Depth::None] {
            for turned in ["", "x", "Y", "xY"] {
                let mut explorer = Explorer::with(width, height, Scheme::Dark, depth, false);
                explorer.keys(NO_CALLS);
                explorer.keys(&format!("<tab>3---{turned}"));
                let screen = explorer.text();
                let chart: Vec<&str> = screen.lines().collect();
                let (column, row) =
                    label_place(&chart, "915").unwrap_or_else(|| panic!("{screen}"));
                let near = |line: &str, from: usize, to: usize| {
                    line.chars().skip(from).take(to - from).any(|sign| sign == '◆')
                };
                let rows = row.saturating_sub(2)..=(row + 2).min(chart.len() - 1);
                let found =
                    rows.clone().any(|row| near(chart[row], column.saturating_sub(3), column + 6));
                assert!(found, "{width}x{height} {turned}\n{screen}");
            }
        }
    }
}

/// The place of a text in the plot, above the driver's values.
fn label_place(lines: &[&str], text: &str) -> Option<(usize, usize)> {
    let plot = lines.iter().take_while(|line| !line.contains("10,000 secrets"));
    plot.enumerate().find_map(|(row, line)| {
        let mut found = line.match_indices(text).map(|(at, _)| at);
        let at = found.find(|at| !line[..*at].ends_with("crossing: "))?;
        Some((line[..at].chars().count(), row))
    })
}

#[test]
fn the_sweep_at_three_sizes() {
    for (width, height) in [(120, 40), (80, 24), (48, 16)] {
        let mut explorer = without_calls(width, height);
        explorer.keys("<tab>3");
        insta::assert_snapshot!(format!("sweep-{width}x{height}"), explorer.text());
        let mut plain = Explorer::with(width, height, Scheme::Dark, Depth::None, true);
        plain.keys(NO_CALLS);
        plain.keys("<tab>3");
        insta::assert_snapshot!(format!("sweep-ascii-{width}x{height}"), plain.text());
    }
}

#[test]
fn the_sweep_follows_the_slider_under_the_cursor_and_every_change() {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys("3");
    assert!(explorer.text().contains("Cost by Secrets"));
    explorer.keys("<down>");
    assert!(!explorer.text().contains("Cost by Secrets"));
    let before = explorer.state.figures.chart.as_ref().unwrap().lines[0].totals.clone();
    explorer.keys("<up><right>");
    assert!(explorer.text().contains("Cost by Secrets"));
    assert_ne!(explorer.state.figures.chart.as_ref().unwrap().lines[0].totals, before);
    explorer.keys("5");
    assert!(explorer.state.figures.chart.is_none(), "what is not shown is not calculated");
}

#[test]
fn the_ribbon_has_letters_where_there_are_no_colours_and_ticks_where_prices_change() {
    let mut explorer = Explorer::with(120, 40, Scheme::Dark, Depth::None, false);
    explorer.keys(NO_CALLS);
    let track = |explorer: &Explorer| {
        let screen = explorer.text();
        let row = screen.lines().find(|line| line.contains("▸Secrets")).unwrap().to_owned();
        row.split('├').nth(1).unwrap().split('┤').next().unwrap().to_owned()
    };
    let before = track(&explorer);
    assert!(before.contains('◆'), "another card becomes the cheapest: {before}");
    assert!(before.contains('C'), "{before}");
    // 500 is reached at 1,250 secrets
    explorer.keys("B500<enter>");
    assert!(track(&explorer).contains('!'), "{}", track(&explorer));
}

#[test]
fn goal_seek_sets_the_largest_value_that_stays_within_the_amount() {
    let mut explorer = without_calls(120, 40);
    explorer.keys("g500<enter>");
    // 500 ÷ 0.40
    assert_eq!(explorer.value("secrets"), "1250");
    assert_eq!(explorer.total(), "500");
    let screen = explorer.text();
    assert!(
        screen.contains("within USD 500.00 up to 1,250 secrets: set to 1,250 secrets"),
        "{screen}"
    );
    assert!(screen.contains("⚠Secrets") || screen.contains("⚠"), "{screen}");
    explorer.keys("u");
    assert_eq!(explorer.value("secrets"), "100");
}

#[test]
fn goal_seek_says_never_and_why() {
    let mut explorer = Explorer::new(120, 40);
    // The list is by total: Alibaba's is the third.
    explorer.keys("<backtab><down><down><tab>g100<enter>");
    assert_eq!(explorer.state.selected().card.id, "alibaba-kms-payg");
    let screen = explorer.text();
    assert!(screen.contains("never within USD 100.00: the lowest total is 437.70"), "{screen}");
    assert!(
        screen.contains("Instance alone is 135.00") || screen.contains("alone is 135.00"),
        "{screen}"
    );
    assert_eq!(explorer.value("secrets"), "100");
}

#[test]
fn goal_seek_finds_a_price_or_a_discount() {
    let mut explorer = without_calls(120, 40);
    explorer.keys("<tab>=20 by price<enter>");
    // 100 secrets at 0.20
    assert_eq!(explorer.total(), "20");
    explorer.keys("u=30 by discount<enter>");
    // a quarter of 40 off
    assert_eq!(explorer.total(), "30");
    assert!(explorer.text().contains("from a discount of 25 %"), "{}", explorer.text());
    explorer.keys("u=100 by discount<enter>");
    assert!(
        explorer.text().contains("within USD 100.00 without a discount"),
        "{}",
        explorer.text()
    );
}

#[test]
fn goal_seek_beats_another_card() {
    let mut explorer = without_calls(120, 40);
    explorer.keys("<enter>950<enter>");
    explorer.keys("gtencent-ssm-enterprise<enter>");
    assert_eq!(explorer.value("secrets"), "914");
}

#[test]
fn no_size_is_too_small_for_the_sweep() {
    for width in (0..=200).step_by(9) {
        for height in (0..=60).step_by(7) {
            let mut explorer = Explorer::new(width, height);
            explorer.keys("<tab>3<down>xy");
        }
    }
}

#[test]
fn a_card_of_another_job_is_no_rival_on_the_ribbon_or_the_chart() {
    let mut explorer = Explorer::whole(120, 40);
    explorer.keys(":guardduty<enter><space>:tencent ssm pay<enter>3");
    let id = OfferId::of_card("aws-guardduty");
    assert!(explorer.state.figures.board.offer(&id).unwrap().is_marked);
    let chart = explorer.state.figures.chart.as_ref().unwrap();
    let ids = chart.lines.iter().map(|line| line.offer.as_str());
    let ids: Vec<&str> = ids.collect();
    assert!(ids.contains(&"tencent-ssm-payg") && !ids.contains(&"aws-guardduty"), "{ids:?}");
}

#[test]
fn the_ranges_of_other_drivers_make_a_band_around_the_selected_line() {
    let mut explorer = Explorer::new(120, 40);
    explorer.keys("<down><down><down><down><enter>10k..90k<enter><up><up><up><up>3");
    let chart = explorer.state.figures.chart.as_ref().unwrap();
    let (step, spread) = chart.bands[chart.bands.len() / 2];
    let own = chart
        .lines
        .iter()
        .find(|line| line.offer == explorer.state.document.scenario.selected)
        .unwrap();
    let at = chart.steps.iter().position(|known| *known == step).unwrap();
    let likely = own.totals[at].unwrap().amount;
    assert!(spread.p5 < likely && likely < spread.p95, "{spread:?} {likely:?}");
    assert!(explorer.text().contains("P5 and P95"), "{}", explorer.text());
    // A range of the slider itself is what is swept.
    explorer.keys("u<enter>50..400<enter>");
    assert!(explorer.state.figures.chart.as_ref().unwrap().bands.is_empty());
}
