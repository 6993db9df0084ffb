//! A quoter, which evaluates the drivers that its tariff reads, held to a quote from the values of all.

use proptest::prelude::*;
use whatif_pricing::{
    Catalog, Invoice, Percent, Period, QuoteError, Quoter, Selection, Tariff, Terms, Vocabulary,
    Workload,
};

/// Workloads of which each sets a few drivers, to numbers and to formulas.
fn workloads() -> impl Strategy<Value = Vec<Workload>> {
    let texts = ["0", "3", "12.5", "70000", "1000000000000", "=secrets * 2", "=1 / 3", "9/day"];
    let drivers = Vocabulary::standard();
    let setting = (0..drivers.len(), prop::sample::select(texts.to_vec()));
    let workload = prop::collection::vec(setting, 0..20).prop_map(move |settings| {
        let names: Vec<&str> = drivers.iter().map(|(_, driver)| &*driver.name).collect();
        let mut workload = Workload::standard(drivers);
        for (place, text) in settings {
            // Cycles, units that a driver has not, and values below its smallest are refused.
            let _refused = workload.set_text(names[place], text);
        }
        workload
    });
    prop::collection::vec(workload, 3)
}

fn month() -> Period {
    Period::standard_month("2026-06-01".parse().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn a_quoter_gives_the_invoice_and_the_total_of_a_quote(
        workloads in workloads(), seed in 0..100_usize, is_year: bool,
    ) {
        let year = Period::dates("2026-01-01".parse().unwrap(), "2027-01-01".parse().unwrap());
        let period = if is_year { year.unwrap() } else { month() };
        for card in Catalog::shipped().cards() {
            let mut selection = Selection::standard(card);
            for (choice, option) in selection.options.iter_mut().zip(&card.options) {
                *choice = seed % option.choices.len();
            }
            let tax = seed.is_multiple_of(4).then(|| Percent::parse("19").unwrap());
            let terms = Terms { tax, ..Terms::from(period) };
            let tariff = Tariff::new(card, &selection, terms).unwrap();
            let mut quoter = Quoter::new(tariff.clone(), Vocabulary::standard());
            // One after the other, so that what one leaves behind would be seen in the next.
            for workload in &workloads {
                let Ok(usage) = workload.usage(tariff.period_terms()) else { continue };
                let mut invoice = Invoice::default();
                let quoted = tariff.quote(&usage, &mut invoice);
                let total = quoter.total(workload).map(|total| (total.amount, total.complete));
                match quoted {
                    Ok(()) => {
                        prop_assert_eq!(total, Ok((invoice.total, invoice.complete)));
                        prop_assert_eq!(quoter.quote(workload), Ok(&invoice), "{}", card.id);
                    }
                    Err(error) => {
                        prop_assert_eq!(total, Err(QuoteError::Rate(error.clone())));
                        prop_assert_eq!(quoter.quote(workload), Err(QuoteError::Rate(error)));
                    }
                }
            }
        }
    }
}

#[test]
fn a_driver_without_a_value_matters_only_if_it_is_read() {
    let card = Catalog::shipped().card("alibaba-kms-payg").unwrap();
    let tariff = Tariff::new(&card, &Selection::standard(&card), month()).unwrap();
    let mut quoter = Quoter::new(tariff, Vocabulary::standard());
    let mut workload = Workload::standard(Vocabulary::standard());
    workload.set_text("peak_qps", "20").unwrap();
    workload.set_text("log_gb", "=secrets / rotations").unwrap();
    assert!(quoter.quote(&workload).is_ok());
    workload.set_text("secrets", "=keys / rotations").unwrap();
    let error = quoter.quote(&workload).unwrap_err().to_string();
    assert_eq!(error, "Secrets: the formula keys / rotations divides by zero");
}
