//! Figures worked out by hand, and that a column adds up.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::card::rate_card::RateCard;
use crate::invoice::quote::Invoice;
use crate::{
    Catalog, ExchangeRate, Percent, Period, Selection, Tariff, Terms, Vocabulary, Workload,
};

/// A card priced for a workload, its companions with it.
struct Quoted {
    own: Part,
    companions: Vec<Part>,
}

type Part = (Arc<RateCard>, Selection, Invoice);

impl Quoted {
    fn compared(&self) -> Compared<'_> {
        Compared { own: of(&self.own), companions: self.companions.iter().map(of).collect() }
    }
}

fn of((card, selection, invoice): &Part) -> InvoiceOf<'_> {
    InvoiceOf { card, selection, invoice }
}

fn currency(code: &str) -> Currency {
    Currency::parse(code).unwrap()
}

fn ratio(text: &str) -> Ratio {
    Ratio::parse(text).unwrap()
}

fn standard() -> Terms {
    Period::standard_month("2026-06-01".parse().unwrap()).into()
}

fn workload(settings: &[(&str, &str)]) -> Workload {
    let mut workload = Workload::standard(Vocabulary::standard());
    for (name, value) in settings {
        let driver = workload.vocabulary().named(name).unwrap();
        let value = workload.read(driver, value).unwrap();
        workload.set(driver, value).unwrap();
    }
    workload
}

fn invoice(
    card: &Arc<RateCard>,
    selection: &Selection,
    terms: Terms,
    workload: &Workload,
) -> Invoice {
    let usage = workload.usage(terms.period.terms()).unwrap();
    let mut invoice = Invoice::default();
    Tariff::new(card, selection, terms).unwrap().quote(&usage, &mut invoice).unwrap();
    invoice
}

fn quoted(
    id: &str,
    terms: Terms,
    workload: &Workload,
    choose: impl FnOnce(&mut Selection),
) -> Quoted {
    let catalog = Catalog::shipped();
    let card = catalog.card(id).unwrap();
    let mut selection = Selection::standard(&card);
    choose(&mut selection);
    let mut own = invoice(&card, &selection, terms, workload);
    let included = card.companions.iter().zip(&selection.companions).filter(|(_, on)| **on);
    let companions = included.map(|(companion, _)| {
        let card = catalog.card(&companion.card).unwrap();
        let selection = Selection::standard(&card);
        let invoice = invoice(&card, &selection, terms, workload);
        (card, selection, invoice)
    });
    let companions: Vec<_> = companions.collect();
    let tariff =
        |card: &Arc<RateCard>, selection: &Selection| Tariff::new(card, selection, terms).unwrap();
    let others = companions.iter().map(|(card, selection, _)| tariff(card, selection));
    let others: Vec<Tariff> = others.collect();
    let others: Vec<&Tariff> = others.iter().collect();
    let usage = workload.usage(terms.period.terms()).unwrap();
    own.warnings.extend(tariff(&card, &selection).leaves_out(&others, workload, &usage));
    Quoted { own: (card, selection, own), companions }
}

fn comparison(quoted: &[Quoted], code: &str, rates: &ExchangeRates) -> Comparison {
    let compared: Vec<Compared<'_>> = quoted.iter().map(Quoted::compared).collect();
    Comparison::new(&compared, currency(code), rates).unwrap()
}

fn plain(id: &str, workload: &Workload) -> Quoted {
    quoted(id, standard(), workload, |_| {})
}

fn known(comparison: &Comparison, column: usize, word: &str) -> Option<Ratio> {
    comparison.cell(column, &Item::Charges(word.to_owned())).and_then(Cell::known)
}

#[test]
fn lines_align_by_what_they_pay_for_and_a_card_without_such_an_item_has_no_cell() {
    let workload = workload(&[("secrets", "100"), ("peak_qps", "20")]);
    let ids = ["tencent-ssm-payg", "tencent-ssm-enterprise", "alibaba-kms-payg"];
    let all = comparison(&ids.map(|id| plain(id, &workload)), "USD", &ExchangeRates::default());
    // 100 × 0.40; 60,000 ÷ 10,000 × 0.05; 100 × 0.013 × 30 days
    assert_eq!(known(&all, 0, "storage"), Some(ratio("40")));
    assert_eq!(known(&all, 0, "calls"), Some(ratio("0.3")));
    assert_eq!(known(&all, 2, "storage"), Some(ratio("39")));
    // The Enterprise Edition has a fee, and no price for calls.
    assert_eq!(all.cell(1, &Item::Charges("calls".to_owned())), None);
    assert_eq!(all.cell(0, &Item::Charges("instance".to_owned())), None);
    let names: Vec<&str> = all.items.iter().map(Item::name).collect();
    assert!(names.is_sorted_by_key(|name| Item::Charges((*name).to_owned())), "{names:?}");
}

#[test]
fn the_cheapest_does_the_whole_of_the_same_job() {
    let workload = workload(&[("secrets", "100"), ("keys", "3")]);
    // Only the third has both secrets and keys.
    let ids = ["tencent-ssm-payg", "aws-secrets-manager", "alibaba-kms-payg", "aws-kms"];
    let all = comparison(&ids.map(|id| plain(id, &workload)), "USD", &ExchangeRates::default());
    let ranked: Vec<bool> = all.columns.iter().map(|column| column.is_ranked).collect();
    assert_eq!(ranked, [false, false, true, false]);
    assert!(all.columns.iter().all(|column| column.to_cheapest.is_none()), "ranked alone");
    assert!(!all.columns[0].left_out.is_empty());
}

#[test]
fn a_difference_is_in_money_and_in_percent_of_the_cheapest() {
    let workload = workload(&[("calls", "0")]);
    let ids = ["tencent-ssm-payg", "tencent-ssm-enterprise"];
    let both = comparison(&ids.map(|id| plain(id, &workload)), "USD", &ExchangeRates::default());
    assert!(both.columns[0].is_cheapest && !both.columns[1].is_cheapest);
    // 366 − 40 = 326, which is 815 % of 40
    let more = both.columns[1].to_cheapest.unwrap();
    assert_eq!((more.amount, more.percent), (ratio("326"), Some(ratio("815"))));
    assert!(both.columns[0].to_cheapest.unwrap().is_zero());
    // The other way round: 326 ÷ 366 less.
    let less = both.to_column(1).unwrap()[0].unwrap();
    assert_eq!(less.amount, ratio("-326"));
    assert_eq!(less.percent, Some(Ratio::of(-32_600, 366).unwrap()));
}

#[test]
fn what_is_unpublished_stays_unknown_and_is_not_ranked() {
    let workload = workload(&[("hosts", "2")]);
    let ids = ["huawei-secmaster-payg", "huawei-secmaster-payg"];
    let all = comparison(&ids.map(|id| plain(id, &workload)), "USD", &ExchangeRates::default());
    let column = &all.columns[0];
    assert!(!column.is_ranked);
    let unknown = column.cells.iter().flatten().filter(|cell| !cell.complete);
    assert!(unknown.clone().count() > 0);
    assert!(unknown.clone().all(|cell| cell.known().is_none()));
    assert!(all.to_column(0).unwrap().iter().all(Option::is_none));
}

#[test]
fn a_card_that_no_rate_converts_stands_in_its_own_currency() {
    let workload = workload(&[]);
    let cards = ["tencent-kms-payg", "huawei-kms"].map(|id| plain(id, &workload));
    let without = comparison(&cards, "USD", &ExchangeRates::default());
    let column = &without.columns[1];
    assert_eq!((column.currency.code(), column.is_ranked), ("CNY", false));
    assert_eq!(without.to_column(0).unwrap()[1], None);
    let mut rates = ExchangeRates::default();
    let day = "2026-11-20".parse().unwrap();
    rates.set(ExchangeRate::read(currency("CNY"), currency("USD"), "0.125", day).unwrap()).unwrap();
    let with = comparison(&cards, "USD", &rates);
    assert_eq!(with.columns[1].currency.code(), "USD");
    let eighth = column.total.amount.over(Ratio::from(8)).unwrap();
    assert_eq!(with.columns[1].total.amount, eighth);
    assert!(with.columns[1].is_ranked);
}

#[test]
fn a_companion_and_the_tax_have_their_part_in_the_column() {
    let workload = workload(&[("keys", "3"), ("key_ops", "0")]);
    let tax = Terms { tax: Some(Percent::parse("10").unwrap()), ..standard() };
    let both = quoted("tencent-ssm-payg", tax, &workload, |selection| {
        selection.companions.fill(true);
    });
    let one = comparison(&[both], "USD", &ExchangeRates::default());
    // Three keys at 0.06 a day; 10 % of 40.3 and of 5.4
    assert_eq!(known(&one, 0, "keys"), Some(ratio("5.4")));
    let cell = one.cell(0, &Item::Tax).unwrap();
    assert_eq!((cell.amount, cell.lines.len()), (Some(ratio("4.57")), 0));
    let keys = one.cell(0, &Item::Charges("keys".to_owned())).unwrap();
    assert_eq!(keys.lines[0].invoice, 1);
    assert_eq!(one.columns[0].total.amount, ratio("50.27"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_cells_of_a_column_add_up_to_its_total_exactly(
        values in proptest::collection::vec(0_u32..5_000, 6),
        (tax, discount) in (0_u32..40, 0_u32..100),
        days in 1_i64..40,
        rate in proptest::option::of("0\\.[0-9]{3}1"),
        with in any::<bool>(),
    ) {
        let texts: Vec<String> = values.iter().map(ToString::to_string).collect();
        let names = ["secrets", "calls", "keys", "key_ops", "peak_qps", "hosts"];
        let settings: Vec<(&str, &str)> =
            names.into_iter().zip(texts.iter().map(String::as_str)).collect();
        let workload = workload(&settings);
        let period = Period::days("2026-06-01".parse().unwrap(), days).unwrap();
        let percent = |value: u32| Percent::parse(&value.to_string()).unwrap();
        let terms = Terms { period, as_of: None, tax: Some(percent(tax)).filter(|it| !it.is_zero()) };
        let mut rates = ExchangeRates::default();
        if let Some(rate) = rate {
            let day = "2026-11-20".parse().unwrap();
            rates.set(ExchangeRate::read(currency("CNY"), currency("USD"), &rate, day).unwrap()).unwrap();
        }
        let all: Vec<Quoted> = Catalog::shipped().cards().iter().map(|card| {
            quoted(&card.id, terms, &workload, |selection| {
                selection.companions.fill(with);
                selection.adjustment = Some(percent(discount).negated().unwrap());
            })
        }).collect();
        let all = comparison(&all, "USD", &rates);
        for column in &all.columns {
            let amounts = column.cells.iter().flatten().filter_map(|cell| cell.amount);
            let sum = amounts.fold(Ratio::ZERO, |sum, amount| sum.plus(amount).unwrap());
            prop_assert_eq!(sum, column.total.amount);
            let whole = column.cells.iter().flatten().all(|cell| cell.complete);
            prop_assert!(whole || !column.total.complete);
        }
    }
}
