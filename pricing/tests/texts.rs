//! Texts of any kind: whatever is written, the answer is a card, a formula or an error.

use std::fmt::Write as _;
use std::sync::Arc;

use proptest::prelude::*;
use whatif_pricing::{
    Catalog, DriverKind, EvaluateError, Formula, Period, RateCard, Selection, Tariff, Vocabulary,
    Workload,
};

// Cards.

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,200}",
        "[-+*/()., 0-9a-z_kMGƒ=]{0,80}",
        prop::collection::vec(
            prop::sample::select(vec![
                "secrets", "days", "min(", "max(", "ceil(", "floor(", ")", "(", ",", "+", "-", "*",
                "/", "1.5k", "0", "1e9", "÷", "−", " ",
            ]),
            0..40
        )
        .prop_map(|parts| parts.concat()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn no_text_of_a_driver_panics(text in any_text()) {
        let mut workload = Workload::standard(Vocabulary::standard());
        if let Err(error) = workload.set_text("calls", &text) {
            let error = error.to_string();
            prop_assert!(!error.chars().any(char::is_control), "{error:?}");
        } else {
            let _refused = workload.usage(Period::standard_month_terms());
        }
    }
}

/// A read card can be priced; problems have a place in the text and can be printed.
fn read(text: &str) {
    match RateCard::read(text, Vocabulary::standard()) {
        Ok(card) => {
            let card = Arc::new(card);
            let _refused = card.failing_examples(Vocabulary::standard());
            let period = Period::month("2026-02").unwrap();
            let _refused = Tariff::new(&card, &Selection::standard(&card), period);
        }
        Err(problems) => {
            assert!(!problems.list.is_empty());
            let printed = problems.to_string();
            let steers = |c: char| c.is_control() && c != '\n';
            assert!(!printed.contains(steers), "{printed:?}");
            assert!(printed.len() < 200_000, "a report of {} bytes", printed.len());
        }
    }
}

fn shipped(place: usize) -> &'static str {
    let files = Catalog::shipped_files();
    files[place % files.len()].1
}

fn to_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn no_truncated_card_panics(place in 0..4_usize, at in 0..9_000_usize) {
        let text = shipped(place);
        read(&text[..to_boundary(text, at)]);
    }

    #[test]
    fn no_card_with_flipped_bytes_panics(
        place in 0..4_usize, flips in prop::collection::vec((0..9_000_usize, 0..8_u32), 1..6),
    ) {
        let mut bytes = shipped(place).as_bytes().to_vec();
        for (at, bit) in flips {
            let at = at % bytes.len();
            bytes[at] ^= 1 << bit;
        }
        read(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_card_with_moved_lines_panics(
        place in 0..4_usize, moves in prop::collection::vec((0..200_usize, 0..200_usize), 1..4),
    ) {
        let mut lines: Vec<&str> = shipped(place).lines().collect();
        for (from, to) in moves {
            let (from, to) = (from % lines.len(), to % lines.len());
            let line = lines[from];
            if (from + to) % 2 == 0 { lines.insert(to, line) } else { lines[to] = line }
        }
        read(&lines.join("\n"));
    }
}

#[test]
fn texts_made_to_exhaust_are_answered() {
    let head = "id = \"x\"\n";
    let nested = |open: &str, count: usize| format!("{head}a = {}", open.repeat(count));
    let dotted = format!("{head}{}x = 1", "a.".repeat(100_000));
    let mut keys = head.to_owned();
    for key in 0..20_000 {
        writeln!(keys, "k{key} = 1").unwrap();
    }
    let mut charges = head.to_owned();
    for _ in 0..15_000 {
        charges.push_str("[[charge]]\n");
    }
    for text in [
        "[".repeat(200_000),
        nested("[", 200_000),
        nested("{ a = ", 40_000),
        nested("[[", 100),
        dotted,
        format!("{head}[{}x]", "a.".repeat(50_000)),
        keys,
        charges,
        "a\n".repeat(120_000),
        "x = 1\n".repeat(40_000),
        format!("{head}{} = 1", "k".repeat(200_000)),
        format!("id = \"{}\"", "k".repeat(200_000)),
        "x".repeat(300_000),
        "\u{1b}[2J".repeat(10_000),
        format!("{head}offset = \"{}\"", "\\u001b".repeat(20_000)),
        "\u{202e}".repeat(50_000),
    ] {
        let begin = std::time::Instant::now();
        read(&text);
        let took = begin.elapsed();
        assert!(took.as_secs() < 5, "{} took {took:?}", &text[..to_boundary(&text, 60)]);
    }
}

// Formulas.

/// A formula, its text, and its value in plain fractions. `None` if it divides by zero.
#[derive(Clone, Debug)]
struct Calculated {
    text: String,
    value: Option<num_rational::BigRational>,
}

fn fraction(numerator: i64, denominator: i64) -> num_rational::BigRational {
    num_rational::BigRational::new(numerator.into(), denominator.into())
}

fn leaf() -> BoxedStrategy<Calculated> {
    let of = |text: String, value| Calculated { text, value: Some(value) };
    prop_oneof![
        (0..2_000_i64).prop_map(move |n| of(n.to_string(), fraction(n, 1))),
        (0..9_999_i64)
            .prop_map(move |n| of(format!("{}.{:02}", n / 100, n % 100), fraction(n, 100))),
        (0..90_i64).prop_map(move |n| of(format!("{n}.5k"), fraction(n * 1_000 + 500, 1))),
        Just(of("secrets".to_owned(), fraction(100, 1))),
        Just(of("days".to_owned(), fraction(30, 1))),
        Just(of("hours".to_owned(), fraction(720, 1))),
        Just(of("months".to_owned(), fraction(1, 1))),
    ]
    .boxed()
}

fn calculated() -> impl Strategy<Value = Calculated> {
    leaf().prop_recursive(4, 24, 2, |inner| {
        (inner.clone(), inner, 0..9_u8).prop_map(|(a, b, op)| {
            let both = a.value.clone().zip(b.value.clone());
            let zero = fraction(0, 1);
            let (text, value) = match op {
                0 => (format!("({} + {})", a.text, b.text), both.map(|(a, b)| a + b)),
                1 => (format!("({} - {})", a.text, b.text), both.map(|(a, b)| a - b)),
                2 | 3 => (format!("({}*{})", a.text, b.text), both.map(|(a, b)| a * b)),
                4 => {
                    let quotient = both.filter(|(_, b)| *b != zero).map(|(a, b)| a / b);
                    (format!("({} ÷ {})", a.text, b.text), quotient)
                }
                5 => (format!("min({}, {})", a.text, b.text), both.map(|(a, b)| a.min(b))),
                6 => (format!("max({},{})", a.text, b.text), both.map(|(a, b)| a.max(b))),
                7 => (format!("ceil({})", a.text), a.value.map(|a| a.ceil())),
                _ => (format!("floor( -{} )", a.text), a.value.map(|a| (-a).floor())),
            };
            Calculated { text, value }
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn formulas_calculate_exactly_and_read_back(calculated in calculated()) {
        let drivers = Vocabulary::standard();
        let usage = Workload::standard(drivers).usage(Period::standard_month_terms()).unwrap();
        let formula = Formula::parse(&calculated.text, drivers, DriverKind::Level).unwrap();
        prop_assert_eq!(formula.text(), &calculated.text);
        let value = match (formula.evaluate(&usage), calculated.value) {
            (Ok(value), Some(expected)) => {
                let (mantissa, places, denominator) = value.parts();
                let power = num_bigint::BigInt::from(10).pow(places);
                let denominator = power * num_bigint::BigInt::from(denominator);
                let exact = num_rational::BigRational::new(mantissa.into(), denominator);
                prop_assert_eq!(exact, expected);
                Ok(value)
            }
            (Err(EvaluateError::DivisionByZero), None) => Err(EvaluateError::DivisionByZero),
            // Refused for want of digits, which is never wrong.
            (Err(EvaluateError::OutOfRange(refused)), _) => Err(refused.into()),
            (value, expected) => panic!("{} is {value:?}, not {expected:?}", calculated.text),
        };
        // In a driver's field it is the same formula, and its written form reads back as itself.
        let again = Formula::parse(formula.text(), drivers, DriverKind::Level).unwrap();
        prop_assert_eq!(again.evaluate(&usage), value);
    }
}
