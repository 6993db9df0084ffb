//! The hot paths, each so many times over.

use std::hint::black_box;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rust_decimal::Decimal;
use whatif::answer::Board;
use whatif::explorer::keys::key_message;
use whatif::explorer::state::{Preferences, State};
use whatif::explorer::theme::{Depth, Glyphs, Scheme, Theme};
use whatif::explorer::view::view;
use whatif::scenario::Scenario;
use whatif::store::profile::Profile;
use whatif_pricing::sweep::{Axis, Curve};
use whatif_pricing::{
    Catalog, ExchangeRates, Offer, Period, Quoter, RateCard, Selection, Tariff, Value, Vocabulary,
    Workload,
};

/// A hot path.
pub struct Hot {
    /// Its name in the file.
    pub name: &'static str,
    /// Runs it so many times.
    pub run: fn(u32),
}

/// All of them.
pub const PATHS: [Hot; 5] = [
    Hot { name: "invoice-of-six-lines", run: invoice },
    Hot { name: "total-of-six-lines", run: total },
    Hot { name: "swept-totals", run: swept },
    Hot { name: "all-cards-on-one-change", run: board },
    Hot { name: "key-to-frame", run: key },
];

/// Invoices, totals and steps of a round: enough to be seen beside what else a process does.
const TIMES: u32 = 1_000;

fn month() -> Period {
    Period::standard_month("2026-06-01".parse().expect("a date"))
}

fn alibaba() -> (Arc<RateCard>, Tariff) {
    let card = Catalog::shipped().card("alibaba-kms-payg").expect("a shipped card");
    let tariff = Tariff::new(&card, &Selection::standard(&card), month());
    (card, tariff.expect("the card can be priced"))
}

fn invoice(rounds: u32) {
    let mut quoter = Quoter::new(alibaba().1, Vocabulary::standard());
    let mut workload = Workload::standard(Vocabulary::standard());
    let secrets = workload.vocabulary().find("secrets").expect("a driver");
    for number in 0..rounds * TIMES {
        workload.set(secrets, Value::Number(number.into())).expect("a number of secrets");
        black_box(quoter.quote(black_box(&workload))).expect("the workload can be priced");
    }
}

fn total(rounds: u32) {
    let (_, tariff) = alibaba();
    let workload = Workload::standard(Vocabulary::standard());
    let usage = workload.usage(tariff.period_terms()).expect("the defaults have values");
    for _ in 0..rounds * TIMES {
        black_box(tariff.total(black_box(&usage))).expect("the workload can be priced");
    }
}

fn swept(rounds: u32) {
    let (card, tariff) = alibaba();
    let workload = Workload::standard(Vocabulary::standard());
    let secrets = workload.vocabulary().find("secrets").expect("a driver");
    let offer = Offer::new(tariff, Vec::new(), card.default_currency(), &ExchangeRates::default());
    let offer = offer.expect("one currency");
    for _ in 0..rounds {
        let (from, to) = (Decimal::ONE, Decimal::from(TIMES + 1));
        let axis = Axis::new(&workload, secrets, month().terms(), from, to).expect("a range");
        let mut curve = Curve::new(&offer, &axis).expect("one currency");
        for step in 0..u64::from(TIMES) {
            black_box(curve.at(black_box(step)));
        }
    }
}

fn board(rounds: u32) {
    let cards = Catalog::shipped().cards();
    let mut scenario = Scenario::opening(cards, month());
    let secrets = scenario.inputs.workload.vocabulary().find("secrets").expect("a driver");
    let mut board = Board::new(cards, &scenario).expect("the opening can be priced");
    for number in 0..rounds {
        let value = Value::Number((number + 1).into());
        scenario.inputs.workload.set(secrets, value).expect("a number of secrets");
        board.price(&scenario).expect("the change can be priced");
    }
}

/// A few cards: the start is no part of the path.
fn key(rounds: u32) {
    let preferences = Preferences { scheme: Scheme::Dark, mouse: true, reduced_motion: false };
    let today = "2026-11-22".parse().expect("a date");
    let cards = &Catalog::shipped().cards()[..6];
    let mut state =
        State::opening(cards, today, preferences, Profile::default()).expect("it can be priced");
    let theme = Theme::new(Scheme::Dark, Depth::True, Glyphs::new(false));
    let area = Rect::new(0, 0, 120, 40);
    for number in 0..rounds {
        use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
        let code = if number % 2 == 0 { KeyCode::Right } else { KeyCode::Left };
        let message = key_message(&state, &KeyEvent::new(code, KeyModifiers::NONE));
        state.update(message.expect("the key means something"));
        let mut buffer = Buffer::empty(area);
        state.cursor.hits = view(&state, &theme, area, &mut buffer);
        black_box(&buffer);
    }
}
