//! Bills: the time that rows cover, refunds, rounded costs, currencies and discounts.

use whatif::import::Import;
use whatif_pricing::{Ratio, plain};

use crate::support::{billed, drivers, import, left_out, splits};

const FOCUS: &str = "BilledCost,BillingCurrency,ChargeCategory,ChargePeriodStart,ChargePeriodEnd,ConsumedQuantity,ListCost,ListUnitPrice,PricingQuantity,PricingUnit,RegionId,ServiceName,SkuMeter,x_PricingBlockSize\n";

/// A row of Secrets Manager: `cost quantity list`, with the time of it.
fn secrets(cost: &str, quantity: &str, list: &str, (from, to): (&str, &str)) -> String {
    row(cost, quantity, list, "0.4", "USD", "USE1-AWSSecretsManager-Secrets", (from, to))
}

fn row(
    cost: &str,
    quantity: &str,
    list: &str,
    price: &str,
    currency: &str,
    meter: &str,
    (from, to): (&str, &str),
) -> String {
    format!(
        "{cost},{currency},Usage,{from}T00:00:00Z,{to}T00:00:00Z,{quantity},{list},{price},{quantity},Units,us-east-1,AWS Secrets Manager,{meter},\n"
    )
}

fn focus(rows: &[String]) -> Import {
    import("focus.csv", format!("{FOCUS}{}", rows.concat()).as_bytes()).unwrap()
}

const NOVEMBER: (&str, &str) = ("2026-11-01", "2026-12-01");
const CALLS: &str = "USE1-AWSSecretsManagerAPIRequest";

#[test]
fn a_row_over_the_end_of_a_month_is_spread_over_both_by_time() {
    let import = focus(&[secrets("16", "40", "16", ("2026-10-16", "2026-11-16"))]);
    let expected = [
        "2026-10 aws-secrets-manager secrets=40",
        "2026-10 aws-secrets-manager regions=1",
        "2026-11 aws-secrets-manager secrets=40",
        "2026-11 aws-secrets-manager regions=1",
    ];
    // 40 months' worth over 31 days: 16 of them are of October, whose month has as many.
    let found = drivers(&import);
    assert_eq!(found[..2], expected[..2]);
    assert_eq!(found[2], "2026-11 aws-secrets-manager secrets=38.709677419354838709677419355");
    let months = billed(&import);
    let sum = months[0].cards[0].billed.plus(months[1].cards[0].billed).unwrap();
    assert_eq!(sum, Ratio::from(16));
}

#[test]
fn days_without_rows_are_a_gap_and_not_days_without_secrets() {
    let day = |from, to| secrets("0.2666666667", "0.6666666667", "0.2666666667", (from, to));
    let import = focus(&[day("2026-11-01", "2026-11-02"), day("2026-11-10", "2026-11-11")]);
    let expected = [
        "2026-11 aws-secrets-manager secrets=20.000000001",
        "2026-11 aws-secrets-manager regions=1",
    ];
    assert_eq!(drivers(&import), expected);
    let notes = import.notes.join("\n");
    assert!(
        notes.contains("8 of the 10 days from the first row to the last have no row"),
        "{notes}"
    );
    assert!(notes.contains("the bill covers 2 days"), "{notes}");
    // Two days of twenty secrets are quoted as two days, and the rows were rounded.
    assert_eq!(
        splits(&billed(&import)[0])[0],
        "aws-secrets-manager 0.5333333334 0.53333333336 0 0 0 0.00000000004"
    );
}

#[test]
fn calls_are_projected_from_the_first_row_to_the_last() {
    let calls = |from, to| row("0.5", "100000", "0.5", "0.000005", "USD", CALLS, (from, to));
    let import = focus(&[calls("2026-11-01", "2026-11-02"), calls("2026-11-10", "2026-11-11")]);
    assert_eq!(drivers(&import), ["2026-11 aws-secrets-manager calls=600000"]);
    assert!(import.notes.iter().any(|it| it.contains("counts as without usage")));
}

#[test]
fn usage_that_is_taken_back_is_subtracted() {
    let calls = |cost, quantity| row(cost, quantity, cost, "0.000005", "USD", CALLS, NOVEMBER);
    let import = focus(&[
        calls("4.00", "800000"),
        calls("-1.00", "-200000"),
        secrets("8", "20", "8", NOVEMBER),
    ]);
    assert_eq!(import.bad_rows.count, 0);
    let expected = [
        "2026-11 aws-secrets-manager secrets=20",
        "2026-11 aws-secrets-manager calls=600000",
        "2026-11 aws-secrets-manager regions=1",
    ];
    assert_eq!(drivers(&import), expected);
    assert_eq!(splits(&billed(&import)[0]), ["aws-secrets-manager 11 11 0 0 0 0"]);
}

#[test]
fn money_that_is_given_back_for_no_usage_is_a_correction() {
    for quantity in ["0", "1", ""] {
        let import = focus(&[
            secrets("8", "20", "8", NOVEMBER),
            secrets("-0.4", quantity, "-0.4", NOVEMBER),
        ]);
        assert!(drivers(&import)[0].ends_with("secrets=20"), "{quantity}: {:?}", drivers(&import));
        let months = billed(&import);
        assert_eq!(splits(&months[0]), ["aws-secrets-manager 8 8 0 0 0 0"], "{quantity}");
        let other = &months[0].others[0];
        assert_eq!(format!("{:?} {}", other.class, plain(other.billed)), "Correction -0.4");
    }
}

#[test]
fn a_month_that_takes_back_more_than_it_uses_sets_no_driver() {
    let calls = |cost, quantity| row(cost, quantity, cost, "0.000005", "USD", CALLS, NOVEMBER);
    let import = focus(&[calls("1.00", "200000"), calls("-4.00", "-800000")]);
    assert_eq!(drivers(&import), Vec::<String>::new());
    let expected = "more was taken back than was used in the month";
    assert!(left_out(&import).iter().any(|it| it.ends_with(expected)), "{:?}", left_out(&import));
    assert!(splits(&billed(&import)[0])[0].starts_with("aws-secrets-manager -3 "));
}

#[test]
fn a_cost_that_was_rounded_changes_no_quantity() {
    for (cost, quantity) in [("3.70", "740123"), ("5.00", "1000499"), ("0", "20000")] {
        let import = focus(&[row(cost, quantity, cost, "0.000005", "USD", CALLS, NOVEMBER)]);
        assert_eq!(drivers(&import), [format!("2026-11 aws-secrets-manager calls={quantity}")]);
    }
}

#[test]
fn amounts_in_two_currencies_are_told_apart() {
    let of = |currency, cost, meter| row(cost, "20", cost, "0.4", currency, meter, NOVEMBER);
    let import = focus(&[
        of("USD", "8", "USE1-AWSSecretsManager-Secrets"),
        of("EUR", "7.2", "USE1-AWSSecretsManager-Secrets"),
        of("", "1", "USE1-AWSSecretsManager-Secrets"),
    ]);
    assert_eq!(drivers(&import)[0], "2026-11 aws-secrets-manager secrets=60");
    let months = billed(&import);
    let cards = months[0].cards.iter();
    let found: Vec<String> =
        cards.map(|it| format!("{:?} {}", it.currencies, plain(it.billed))).collect();
    assert_eq!(found, ["[] 1", "[\"EUR\"] 7.2", "[\"USD\"] 8"]);
    let why = months[0].cards[0].split.as_ref().unwrap_err().to_string();
    assert!(why.contains("no currency and EUR and USD"), "{why}");
    // Rows without a currency have the one that all others have.
    let import = focus(&[
        of("USD", "8", "USE1-AWSSecretsManager-Secrets"),
        of("", "8", "USE1-AWSSecretsManager-Secrets"),
    ]);
    assert_eq!(splits(&billed(&import)[0]), ["aws-secrets-manager 16 16 0 0 0 0"]);
}

#[test]
fn a_month_of_googles_invoices_is_a_month_of_pacific_time() {
    let header = "service.description,sku.id,sku.description,usage_start_time,usage_end_time,usage.amount_in_pricing_units,usage.pricing_unit,cost,currency,cost_type,location.region,invoice.month\n";
    let at = |hour: i64| {
        let start = "2026-09-01T07:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        (start + chrono::TimeDelta::hours(hour)).format("%Y-%m-%d %H:%M:%S UTC").to_string()
    };
    for (step, invoice) in [(24, "202609"), (1, "202609"), (24, "")] {
        let quantity = rust_decimal::Decimal::from(3 * step) / rust_decimal::Decimal::from(720);
        let row = |from: i64| {
            format!(
                "Cloud Key Management Service (KMS),46B1-C76A-0B7D,Active HSM symmetric key versions,{},{},{quantity},month,{quantity},USD,regular,us,{invoice}\n",
                at(from),
                at(from + step)
            )
        };
        let rows: String = (0..720 / step).map(|it| row(it * step)).collect();
        let import = import("google.csv", format!("{header}{rows}").as_bytes()).unwrap();
        let found = drivers(&import);
        let expected = ["2026-09 gcp-kms keys=3", "2026-09 gcp-kms versions_per_key=1"];
        if step == 24 {
            assert_eq!(found, expected, "{invoice}");
        }
        assert!(import.drivers.iter().all(|it| it.period.is_whole()), "{step} {invoice}");
        assert_eq!(billed(&import).len(), 1, "{step} {invoice}");
    }
}

#[test]
fn the_list_price_of_azure_shows_its_discount() {
    let header = "Date,MeterCategory,MeterName,UnitOfMeasure,Quantity,EffectivePrice,CostInBillingCurrency,BillingCurrencyCode,ChargeType,PayGPrice,UnitPrice,PricingCurrency\n";
    let row = |day: &str, price: &str, currency: &str| {
        format!(
            "11/{day}/2026,Key Vault,Operations,10K,100,0.024,2.4,USD,Usage,{price},0.024,{currency}\n"
        )
    };
    let read = |price: &str, currency: &str| {
        let rows = row("01", price, currency) + &row("30", price, currency);
        let import = import("azure.csv", format!("{header}{rows}").as_bytes()).unwrap();
        let month = billed(&import).remove(0);
        (splits(&month).remove(0), month.cards[0].split.as_ref().unwrap().discount)
    };
    let (split, discount) = read("0.03", "USD");
    assert_eq!(split, "azure-key-vault 4.8 6 0 -1.2 0 0");
    assert_eq!(discount, Some(Ratio::from(20)));
    // A price in another currency, and one that is not known.
    for (price, currency) in [("0.03", "EUR"), ("0", "USD"), ("", "")] {
        assert_eq!(read(price, currency), ("azure-key-vault 4.8 6 0 0 0 -1.2".to_owned(), None));
    }
}

#[test]
fn discounts_of_aws_are_credits_whatever_their_name() {
    let header = "lineItem/LineItemType,lineItem/UsageStartDate,lineItem/UsageEndDate,lineItem/ProductCode,lineItem/UsageType,lineItem/UsageAmount,lineItem/CurrencyCode,lineItem/UnblendedCost,lineItem/UsageAccountId,product/region\n";
    let row = |class: &str, quantity: &str, cost: &str| {
        format!(
            "{class},2026-11-01T00:00:00Z,2026-12-01T00:00:00Z,AWSSecretsManager,USE1-AWSSecretsManager-Secrets,{quantity},USD,{cost},1,us-east-1\n"
        )
    };
    let kinds =
        ["SppDiscount", "RiVolumeDiscount", "EdpDiscount", "BundledDiscount", "NewDiscount"];
    let rows: String = kinds.iter().map(|kind| row(kind, "0", "-0.2")).collect();
    let text = format!("{header}{}{rows}", row("Usage", "10", "4"));
    let import = import("cur.csv", text.as_bytes()).unwrap();
    assert_eq!(import.bad_rows.count, 0);
    let months = billed(&import);
    assert_eq!(splits(&months[0]), ["aws-secrets-manager 4 4 0 0 0 0"]);
    assert_eq!(plain(months[0].others[0].billed), "-1");
}

#[test]
fn rows_that_were_cut_off_or_go_on_are_malformed() {
    let whole = secrets("8", "20", "8", NOVEMBER);
    let cut = whole.rsplit_once(",AWS Secrets Manager").unwrap().0;
    let text =
        format!("{FOCUS}{whole}{cut}\n{}extra,more\n{whole}", whole.trim_end().to_owned() + ",");
    let import = import("focus.csv", text.as_bytes()).unwrap();
    let bad = import.bad_rows.first.iter();
    let bad: Vec<String> =
        bad.map(|it| format!("{} {} '{}'", it.line, it.column, it.found)).collect();
    assert_eq!(bad, ["3 ServiceName ''", "4 column 15 'extra'"]);
    assert_eq!(drivers(&import)[0], "2026-11 aws-secrets-manager secrets=40");
}

#[test]
fn a_commitment_beside_other_usage_of_its_month_is_named() {
    let text = "\
Date,MeterCategory,MeterName,UnitOfMeasure,Quantity,CostInBillingCurrency,BillingCurrencyCode,ChargeType
11/01/2026,Sentinel,100 GB Commitment Tier Capacity Reservation,1/Day,15,4440,USD,Usage
11/30/2026,Sentinel,Pay-as-you-go Analysis,1 GB,1000,4300,USD,Usage
";
    let import = import("azure.csv", text.as_bytes()).unwrap();
    let left_out = left_out(&import);
    assert!(left_out[0].starts_with("100 GB Commitment Tier"), "{left_out:?}");
    assert_eq!(import.left_out[0].origin.first, ["line 2"]);
}

/// A row of 20 secrets at 0.40 that says what was consumed and what was priced.
fn secrets_of(consumed: &str, priced: &str) -> Import {
    focus(&[format!(
        "8,USD,Usage,2026-11-01T00:00:00Z,2026-12-01T00:00:00Z,{consumed},8,0.4,{priced},Units,us-east-1,AWS Secrets Manager,USE1-AWSSecretsManager-Secrets,\n"
    )])
}

#[test]
fn a_quantity_in_another_unit_gives_way_to_the_one_that_was_priced() {
    let wanted = "2026-11 aws-secrets-manager secrets=20";
    // In the same unit; in seconds of a month of 30 days; in hours; not said; neither said: 8 ÷ 0.4.
    for (consumed, priced) in
        [("20", "20"), ("51840000", "20"), ("14400", "20"), ("", "20"), ("", "")]
    {
        let import = secrets_of(consumed, priced);
        assert_eq!(drivers(&import)[0], wanted, "{consumed} and {priced}");
        assert_eq!(splits(&billed(&import)[0])[0], "aws-secrets-manager 8 8 0 0 0 0");
    }
}

#[test]
fn dates_of_one_file_have_one_order() {
    let header = "Date,MeterCategory,MeterName,UnitOfMeasure,Quantity,CostInBillingCurrency,BillingCurrencyCode,ChargeType\n";
    let read = |days: &[&str]| {
        let row = |day: &&str| format!("{day},Key Vault,Operations,10K,10,0.03,USD,Usage\n");
        let rows: String = days.iter().map(row).collect();
        import("azure.csv", format!("{header}{rows}").as_bytes())
    };
    let months = |days: &[&str]| -> Vec<String> {
        let months = read(days).unwrap().months();
        months.iter().map(|it| it.format("%Y-%m").to_string()).collect()
    };
    assert_eq!(months(&["01/11/2026", "02/11/2026", "13/11/2026"]), ["2026-11"]);
    assert_eq!(months(&["11/01/2026", "11/02/2026", "11/13/2026"]), ["2026-11"]);
    assert_eq!(months(&["01/11/2026", "02/11/2026"]), ["2026-01", "2026-02"]);
    let note = "azure.csv: dates such as 01/02/2026 are read with the month first".to_owned();
    assert!(read(&["01/11/2026"]).unwrap().notes.contains(&note));
    let error = read(&["13/11/2026", "11/13/2026"]).unwrap_err().to_string();
    assert!(error.contains("write dates as 2026-11-13"), "{error}");
    // The end of the billing period shows the order, though no day of a row does.
    let rows = "01/09/2026,30/09/2026,01/09/2026,Key Vault,Operations,10K,10,0.03,USD,Usage\n";
    let text = format!("BillingPeriodStartDate,BillingPeriodEndDate,{header}{rows}");
    let import = import("azure.csv", text.as_bytes()).unwrap();
    assert_eq!(import.months()[0].format("%Y-%m").to_string(), "2026-09");
    assert!(!import.notes.contains(&note), "{:?}", import.notes);
}

#[test]
fn two_columns_of_one_name_are_refused() {
    let text = format!("BilledCost,{FOCUS}1,{}", secrets("8", "20", "8", NOVEMBER));
    let error = import("focus.csv", text.as_bytes()).unwrap_err().to_string();
    assert_eq!(
        error,
        "focus.csv: two columns are named 'BilledCost': rename or leave out one of them"
    );
}

#[test]
fn files_of_the_same_content_are_named() {
    let text = format!("{FOCUS}{}", secrets("8", "20", "8", NOVEMBER));
    let other = format!("{FOCUS}{}", secrets("8", "21", "8", NOVEMBER));
    let read = |texts: [&str; 2]| {
        let source = |(at, text): (usize, &str)| {
            let reader = Box::new(std::io::Cursor::new(text.to_owned().into_bytes()));
            whatif::import::Source { name: format!("{at}.csv"), size: None, reader }
        };
        let sources = texts.into_iter().enumerate().map(source).collect();
        let mut progress = |_| std::ops::ControlFlow::Continue(());
        let metrics = whatif::import::Hints::default();
        let mut request = whatif::import::Request { kind: None, metrics, progress: &mut progress };
        whatif::import::read(sources, &mut request).unwrap().notes
    };
    let note = "1.csv: it has the same content as 0.csv, and both count".to_owned();
    assert!(read([&text, &text]).contains(&note));
    assert!(!read([&text, &other]).contains(&note));
}

#[test]
fn descriptions_tell_kinds_of_requests_apart() {
    let header = "BilledCost,BillingCurrency,ChargeCategory,ChargeDescription,ChargePeriodStart,ChargePeriodEnd,ConsumedQuantity,ServiceName\n";
    let row = |says: &str, quantity: u32| {
        format!(
            "1,USD,Usage,{says} US East,2026-11-01T00:00:00Z,2026-12-01T00:00:00Z,{quantity},AWS Key Management Service\n"
        )
    };
    let rows = row("$0.15 per 10000 KMS Asymmetric Requests in", 500)
        + &row("$12 per 10000 RSA Generate Data Key Pair Requests in", 7);
    let import = import("focus.csv", format!("{header}{rows}").as_bytes()).unwrap();
    let expected = ["2026-11 aws-kms key_ops=500", "2026-11 aws-kms rsa_key_pairs=7"];
    assert_eq!(drivers(&import), expected);
    assert_eq!(crate::support::choices(&import), ["aws-kms key-type=asymmetric"]);
}
