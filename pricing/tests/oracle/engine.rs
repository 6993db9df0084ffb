//! What a card comes to by the engine, in the oracle's numbers.

use whatif_pricing::{
    Catalog, Change, Invoice, RateError, Selection, Tariff, Timeline, Vocabulary, Workload,
};

use crate::case::Case;
use crate::number::{Q, exact};

/// An amount for each charge, `None` if the price is unknown; and whether that is the whole.
#[derive(Debug, PartialEq)]
pub struct Answer {
    pub lines: Vec<(String, Option<Q>)>,
    pub complete: bool,
}

pub fn known<const N: usize>(lines: [(&str, Q); N], complete: bool) -> Answer {
    let line = |(id, amount): (&str, Q)| (id.to_owned(), Some(amount));
    Answer { lines: lines.into_iter().map(line).collect(), complete }
}

/// `None` if an amount is beyond what can be calculated exactly, which is refused and never rounded.
pub fn answer(card: &str, case: &Case) -> Option<Answer> {
    let card = Catalog::shipped().card(card).unwrap();
    let mut selection = Selection::standard(&card);
    for (id, choice) in &case.choices {
        if selection.choose(&card, id, choice).is_err() {
            selection.assume(&card, id, choice).unwrap();
        }
    }
    for (charge, price) in &case.prices {
        selection.price(&card, charge, price.parse().unwrap()).unwrap();
    }
    let tariff = Tariff::new(&card, &selection, case.period).unwrap();
    let segments = timeline(case).segments(&case.period, card.offset).unwrap();
    let mut invoice = Invoice::default();
    match tariff.quote_timeline(&segments, &mut invoice) {
        Ok(()) => {}
        Err(RateError::Total(_)) => return None,
        Err(error) => panic!("{error}"),
    }
    let total: Q = invoice.lines.iter().filter_map(|line| line.amount).map(exact).sum();
    assert_eq!(total, exact(invoice.total), "the total is the sum of the lines");
    let line = |line: &whatif_pricing::Line| {
        (card.charges[line.charge].id.clone(), line.amount.map(exact))
    };
    Some(Answer { lines: invoice.lines.iter().map(line).collect(), complete: invoice.complete })
}

pub fn timeline(case: &Case) -> Timeline {
    let mut workload = Workload::standard(Vocabulary::standard());
    for (_, driver) in Vocabulary::standard().iter() {
        workload.set_text(&driver.name, &driver.smallest.to_string()).unwrap();
    }
    for (name, text) in &case.values {
        workload.set_text(name, text).unwrap();
    }
    let change = |(at, name, text): &(_, &str, String)| {
        let driver = workload.vocabulary().find(name).unwrap();
        Change { at: *at, driver, value: workload.read(driver, text).unwrap() }
    };
    Timeline { changes: case.changes.iter().map(change).collect(), workload }
}

/// Holds the engine's lines against those of the rules; a charge that the rules leave out costs nothing. `None`
/// if the engine refuses, because an amount is beyond what can be calculated exactly.
pub fn differences(
    card: &str,
    case: &Case,
    rules: &[(&'static str, Q)],
) -> Option<Vec<(String, Option<Q>, Q)>> {
    let lines = answer(card, case)?.lines.into_iter();
    let expected = |id: &str| {
        let known = rules.iter().find(|(known, _)| *known == id);
        known.map_or_else(Q::default, |(_, amount)| amount.clone())
    };
    assert!(rules.iter().all(|(id, _)| engine_has(card, id)), "{card} has the charges");
    let pairs = lines.map(|(id, amount)| (expected(&id), id, amount));
    let wrong = pairs.filter(|(expected, _, amount)| amount.as_ref() != Some(expected));
    Some(wrong.map(|(expected, id, amount)| (id, amount, expected)).collect())
}

fn engine_has(card: &str, charge: &str) -> bool {
    Catalog::shipped().card(card).unwrap().charge(charge).is_ok()
}

/// A property for each card: the engine and the rules say the same of every line.
#[macro_export]
macro_rules! agree {
    ($($name:ident: $card:literal, $kind:expr, $rules:path;)*) => {
        proptest::proptest! {
            #![proptest_config(proptest::prelude::ProptestConfig {
                cases: 100,
                // The engine may refuse a case in ten, and no more.
                max_global_rejects: 10,
                ..proptest::prelude::ProptestConfig::default()
            })]
            $(
                #[test]
                fn $name(case in $kind.case()) {
                    let wrong = $crate::engine::differences($card, &case, &$rules(&case));
                    proptest::prop_assume!(wrong.is_some());
                    proptest::prop_assert_eq!(wrong, Some(vec![]));
                }
            )*
        }
    };
}
