//! What holds of each kind of text, whatever it is: it is read or refused, nothing panics, and what is
//! written of it is read back the same.

use whatif::answer::opening;
use whatif::explorer::tour::Tour;
use whatif::library::sanitize::sanitize;
use whatif::scenario::code;
use whatif::store::profile::Profile;
use whatif_pricing::{
    Catalog, Currency, DriverKind, ExchangeRate, Formula, Invoice, Period, Presets, Problems,
    RateCard, Selection, Tariff, Vocabulary, Workload,
};

/// A kind of text, what holds of it, and texts to begin with.
pub struct Target {
    pub name: &'static str,
    pub holds: fn(&str),
    pub seeds: fn() -> Vec<String>,
}

fn today() -> chrono::NaiveDate {
    "2026-11-22".parse().unwrap()
}

fn month() -> Period {
    Period::standard_month(today())
}

/// Nothing that is said of a text may steer a terminal.
fn printable(problems: &Problems) {
    for problem in &problems.list {
        assert!(problem.at.start <= problem.at.end && problem.at.end <= problems.text.len());
        for text in [&problem.message, &problem.remedy] {
            assert!(!text.chars().any(char::is_control), "{text:?} steers a terminal");
        }
        let (line, _) = problems.place(problem);
        assert!(line <= problems.text.lines().count() + 1);
    }
}

pub fn card(text: &str) {
    let card = match RateCard::read(text, Vocabulary::standard()) {
        Ok(card) => std::sync::Arc::new(card),
        Err(problems) => return printable(&problems),
    };
    assert_eq!(sanitize(&card.id), card.id.as_str());
    let Ok(tariff) = Tariff::new(&card, &Selection::standard(&card), month()) else { return };
    let workload = Workload::standard(Vocabulary::standard());
    let usage = workload.usage(month().terms()).unwrap();
    let mut invoice = Invoice::default();
    let quoted = tariff.quote(&usage, &mut invoice);
    match (quoted, tariff.total(&usage)) {
        (Ok(()), Ok(total)) => {
            assert_eq!((invoice.total, invoice.complete), (total.amount, total.complete));
        }
        (Err(_), Err(_)) => {}
        (quoted, total) => panic!("a quote {quoted:?} and a total {total:?}"),
    }
}

pub fn scenario(text: &str) {
    let cards = Catalog::shipped().cards();
    let opened = match opening::open(text, cards) {
        Ok(opened) => opened,
        Err(opening::OpenError::Problems(problems)) => return printable(&problems),
        Err(opening::OpenError::Board(_)) => return,
    };
    let file = opening::file(&opened.board, None, Some(&opened.file));
    for (written, how) in [(file.text(), "anew"), (file.written_into(text), "into the former")] {
        let again = opening::open(&written, cards);
        let again = again.unwrap_or_else(|error| panic!("written {how}: {error:?}\n{written}"));
        assert_eq!(again.file.scenario.inputs.period, opened.file.scenario.inputs.period);
        assert!(
            again.file.scenario.inputs.workload == opened.file.scenario.inputs.workload,
            "{how}"
        );
        for (one, other) in opened.board.offers().iter().zip(again.board.offers()) {
            assert_eq!((&one.id, one.total()), (&other.id, other.total()), "written {how}");
        }
    }
}

pub fn code(text: &str) {
    if let Ok(decoded) = code::decode(text) {
        assert_eq!(code::decode(&code::encode(&decoded)).as_deref(), Ok(&*decoded));
    }
    let encoded = code::encode(text);
    assert_eq!(code::decode(&encoded).as_deref(), Ok(text), "{encoded}");
    let mailed =
        format!("> {}\n> {}\n", &encoded[..encoded.len() / 2], &encoded[encoded.len() / 2..]);
    assert_eq!(code::decode(&mailed).as_deref(), Ok(text), "{mailed}");
}

pub fn formula(text: &str) {
    let drivers = Vocabulary::standard();
    for kind in [DriverKind::Level, DriverKind::Flow] {
        let Ok(formula) = Formula::parse(text, drivers, kind) else { continue };
        let usage = Workload::standard(drivers).usage(month().terms()).unwrap();
        let again = Formula::parse(formula.text(), drivers, kind).expect("its own text is read");
        assert_eq!(formula.evaluate(&usage), again.evaluate(&usage));
    }
}

/// Numbers, units, ranges and formulas, as a driver takes them.
pub fn value(text: &str) {
    for name in ["secrets", "calls", "refresh_seconds", "peak_qps", "regions"] {
        let mut workload = Workload::standard(Vocabulary::standard());
        let driver = workload.vocabulary().find(name).unwrap();
        let Ok(value) = workload.read(driver, text) else { continue };
        let written = value.text();
        assert_eq!(workload.read(driver, &written).as_ref(), Ok(&value), "{name}: {written}");
        if workload.set(driver, value).is_ok() {
            let _ = workload.usage(month().terms());
        }
    }
}

pub fn period(text: &str) {
    let Ok(period) = Period::parse(text, today()) else { return };
    let offset = chrono::FixedOffset::east_opt(8 * 3_600).unwrap();
    assert!(period.window(offset).seconds() > 0);
    let written = period.text();
    assert_eq!(Period::parse(&written, today()), Ok(period), "{written}");
}

pub fn rate(text: &str) {
    let usd = Currency::parse("USD").unwrap();
    let Ok(rate) = ExchangeRate::parse(text, usd, today()) else { return };
    let ExchangeRate { from, to, rate: amount, dated, source } = &rate;
    let written = format!("{from}/{to}={amount} {dated} {source}");
    assert_eq!(ExchangeRate::parse(&written, usd, today()).as_ref(), Ok(&rate), "{written}");
}

pub fn tour(text: &str) {
    match Tour::read(text) {
        Ok(tour) => {
            let written = tour.text();
            assert_eq!(Tour::read(&written).as_ref().ok(), Some(&tour), "{written}");
        }
        Err(problems) => printable(&problems),
    }
}

pub fn settings(text: &str) {
    let Ok(profile) = Profile::read(text) else { return };
    let written = profile.written_into(text);
    assert_eq!(Profile::read(&written).as_ref(), Ok(&profile), "{written}");
    assert_eq!(profile.written_into(&written), written, "it does not grow");
}

pub fn presets(text: &str) {
    match Presets::read(text, Vocabulary::standard()) {
        Ok(presets) => presets.all().iter().for_each(|preset| {
            let workload = preset.workload(Vocabulary::standard());
            let _ = workload.usage(month().terms());
        }),
        Err(problems) => printable(&problems),
    }
}
