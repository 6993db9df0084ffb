//! Bills: drivers by month, and billed against quoted to the last digit.

use std::collections::BTreeMap;

use whatif::answer::reconcile::ReconciledMonth;
use whatif::import::{Import, ImportError};
use whatif_pricing::{Ratio, plain};

use crate::support::{
    billed as months, choices, drivers, import, import_sample, left_out, sample, splits,
};

fn of_month(import: &Import, month: &str) -> Vec<String> {
    let all = drivers(import).into_iter();
    all.filter_map(|it| it.strip_prefix(month).map(|it| it.trim_start().to_owned())).collect()
}

#[test]
fn the_sample_of_two_months_gives_the_drivers_worked_out_by_hand() {
    let import = import_sample("focus-two-months.csv");
    let expected = [
        "aws-guardduty log_gb=120",
        "aws-guardduty audit_events=2500000",
        "aws-kms keys=3",
        "aws-kms versions_per_key=2",
        "aws-kms key_ops=1000000",
        "aws-parameter-store calls=100000",
        "aws-secrets-manager secrets=40",
        "aws-secrets-manager calls=1500000",
        "aws-secrets-manager regions=2",
        "aws-security-hub regions=1",
        "aws-security-hub security_checks=120000",
        "aws-security-hub findings=15000",
        "azure-key-vault calls=400000",
        "azure-key-vault certificate_renewals=2",
        "azure-key-vault keys=4",
        "azure-key-vault versions_per_key=1",
        "azure-key-vault key_ops=20000",
        "azure-key-vault key_rotations=1",
        "gcp-kms keys=12",
        "gcp-kms versions_per_key=1",
        "gcp-kms key_ops=90000",
        "gcp-secret-manager secrets=26",
        "gcp-secret-manager versions_per_secret=1",
        "gcp-secret-manager calls=250000",
        "gcp-secret-manager rotations=2",
        "gcp-secret-manager regions=1",
        "microsoft-sentinel log_gb=200",
    ];
    assert_eq!(of_month(&import, "2026-09"), expected);
    let second = of_month(&import, "2026-10");
    for expected in [
        "aws-secrets-manager secrets=45",
        "aws-secrets-manager calls=1650000",
        "aws-kms key_ops=1100000",
        "aws-security-hub findings=16000",
        "azure-key-vault calls=440000",
        "azure-key-vault certificate_renewals=0",
        "gcp-secret-manager secrets=30",
        "gcp-secret-manager rotations=3",
        "gcp-kms key_ops=95000",
    ] {
        assert!(second.contains(&expected.to_owned()), "{expected}: {second:?}");
    }
    let expected = [
        "aws-guardduty region=us-east-1",
        "aws-kms key-type=symmetric",
        "aws-kms region=commercial",
        "aws-kms replicas=one-region",
        "aws-parameter-store throughput=higher",
        "azure-key-vault key-type=hsm-rsa-2048",
        "gcp-kms protection=software",
        "microsoft-sentinel commitment=none",
    ];
    assert_eq!(choices(&import), expected);
}

#[test]
fn a_cell_that_says_null_is_empty_in_every_column() {
    let expected = import_sample("focus-two-months.csv");
    let bills = |import: &Import| months(import).iter().map(splits).collect::<Vec<_>>();
    for word in ["NULL", "null", "None", " NULL "] {
        let (header, mut rows) = rows("focus-two-months.csv");
        let cells = rows.iter_mut().flat_map(BTreeMap::values_mut);
        cells.filter(|cell| cell.is_empty()).for_each(|cell| word.clone_into(cell));
        let found = import("focus.csv", &written(&header, &rows)).unwrap();
        assert_eq!(drivers(&found), drivers(&expected), "{word}");
        assert_eq!(choices(&found), choices(&expected), "{word}");
        assert_eq!(bills(&found), bills(&expected), "{word}");
    }
    // A code that several services share says nothing of which one a row is.
    let (header, mut rows) = rows("focus-two-months.csv");
    for row in &mut rows {
        row.insert("x_ServiceCode".into(), "shared".into());
    }
    let found = import("focus.csv", &written(&header, &rows)).unwrap();
    assert_eq!(drivers(&found), drivers(&expected));
}

#[test]
fn the_sample_of_two_months_is_reconciled_to_the_last_digit() {
    let import = import_sample("focus-two-months.csv");
    let months = months(&import);
    let expected = [
        "aws-guardduty 130 130 0 0 0 0",
        "aws-kms 8.94 8.94 0 0 0 0",
        "aws-parameter-store 0.5 0.5 0 0 0 0",
        "aws-secrets-manager 39.5 39.5 0 0 0 0",
        "aws-security-hub 116.15 116.15 0 0 0 0",
        // 20,000 advanced operations are billed at 0.15 and quoted at 0.03 for 10,000.
        "azure-key-vault 12.5 12.26 0 0.24 0 0",
        "gcp-kms 0.99 0.99 0 0 0 0",
        "gcp-secret-manager 1.92 1.92 0 0 0 0",
        "microsoft-sentinel 860 860 0 0 0 0",
    ];
    assert_eq!(splits(&months[0]), expected);
    let second = splits(&months[1]);
    // October has 31 days and is held against October.
    assert!(second.contains(&"aws-secrets-manager 44.25 44.25 0 0 0 0".to_owned()), "{second:?}");
    let others = |month: &ReconciledMonth| -> Vec<String> {
        let line =
            |it: &whatif::import::BilledOther| format!("{} {}", it.service, plain(it.billed));
        month.others.iter().map(line).collect()
    };
    assert_eq!(others(&months[0]), ["AmazonEC2 29.952", "AWSSecretsManager -0.4"]);
    assert_eq!(others(&months[1]), ["AmazonEC2 30.9504", "AWSSecretsManager -5", " 3.21"]);
}

#[test]
fn the_sample_of_five_days_is_projected_and_held_against_the_same_days() {
    let import = import_sample("cur2-five-days.csv");
    let expected = [
        "2026-11 aws-kms keys=2",
        "2026-11 aws-kms versions_per_key=1.5",
        "2026-11 aws-kms key_ops=180000",
        "2026-11 aws-secrets-manager secrets=12",
        "2026-11 aws-secrets-manager calls=360000",
        "2026-11 aws-secrets-manager regions=2",
    ];
    assert_eq!(drivers(&import), expected);
    let expected = ["aws-kms 0.53 0.53 0 0 0 0", "aws-secrets-manager 1.9 1.9 0 0 0 0"];
    assert_eq!(splits(&months(&import)[0]), expected);
}

/// The sample of five days with other names of columns.
fn legacy() -> String {
    let text = String::from_utf8(sample("cur2-five-days.csv")).unwrap();
    let (header, rows) = text.split_once('\n').unwrap();
    let camel = |name: &str| {
        let words = name.split('_').map(|word| {
            let (first, rest) = word.split_at(1.min(word.len()));
            first.to_uppercase() + rest
        });
        words.collect::<String>()
    };
    let renamed = header.split(',').map(|name| match name {
        "line_item_line_item_type" => "lineItem/LineItemType".to_owned(),
        "product_region_code" => "product/regionCode".to_owned(),
        "pricing_public_on_demand_cost" => "pricing/publicOnDemandCost".to_owned(),
        _ => match name.strip_prefix("line_item_") {
            Some(rest) => format!("lineItem/{}", camel(rest)),
            None => name.to_owned(),
        },
    });
    format!("{}\n{rows}", renamed.collect::<Vec<_>>().join(","))
}

#[test]
fn the_legacy_columns_of_aws_give_the_same() {
    let import = import("cur.csv", legacy().as_bytes()).unwrap();
    assert_eq!(drivers(&import), drivers(&import_sample("cur2-five-days.csv")));
    assert_eq!(splits(&months(&import)[0]).len(), 2);
}

/// The rows of a bill as tables from column to text.
fn rows(name: &str) -> (Vec<String>, Vec<BTreeMap<String, String>>) {
    let bytes = sample(name);
    let mut reader = csv::Reader::from_reader(&bytes[..]);
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|record| {
        let record = record.unwrap();
        header.iter().cloned().zip(record.iter().map(str::to_owned)).collect()
    });
    (header.clone(), rows.collect())
}

fn written(header: &[String], rows: &[BTreeMap<String, String>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).unwrap();
    for row in rows {
        writer.write_record(header.iter().map(|name| &row[name])).unwrap();
    }
    writer.into_inner().unwrap()
}

#[test]
fn a_bill_of_focus_1_0_is_read_by_its_descriptions() {
    let (header, rows) = rows("focus-two-months.csv");
    let without = ["SkuMeter", "x_UsageType", "x_ServiceCode", "x_PricingBlockSize"];
    let header: Vec<String> =
        header.into_iter().filter(|name| !without.contains(&name.as_str())).collect();
    let import = import("focus.csv", &written(&header, &rows)).unwrap();
    let found = of_month(&import, "2026-09");
    for expected in [
        "azure-key-vault keys=4",
        "azure-key-vault key_rotations=1",
        "azure-key-vault certificate_renewals=2",
        "microsoft-sentinel log_gb=200",
        "gcp-secret-manager secrets=26",
        "gcp-kms key_ops=90000",
        "aws-kms keys=3",
        "aws-kms versions_per_key=2",
        "aws-kms key_ops=1000000",
        "aws-secrets-manager secrets=40",
        "aws-secrets-manager calls=1500000",
        "aws-parameter-store calls=100000",
        "aws-security-hub security_checks=120000",
    ] {
        assert!(found.contains(&expected.to_owned()), "{expected}: {found:?}");
    }
}

/// The sample with a change to its rows of one service.
fn changed(service: &str, change: impl Fn(&mut BTreeMap<String, String>)) -> Import {
    let (header, mut rows) = rows("focus-two-months.csv");
    rows.iter_mut().filter(|row| row["ServiceName"] == service).for_each(change);
    import("focus.csv", &written(&header, &rows)).unwrap()
}

#[test]
fn a_discount_is_a_difference_in_price_and_is_offered() {
    let import = changed("AWS Secrets Manager", |row| {
        let billed: rust_decimal::Decimal = row["BilledCost"].parse().unwrap();
        if row["ChargeClass"].is_empty() && row["ChargeCategory"] == "Usage" {
            row.insert(
                "BilledCost".into(),
                (billed * rust_decimal::Decimal::new(9, 1)).to_string(),
            );
        }
    });
    let months = months(&import);
    let expected = "aws-secrets-manager 35.55 39.5 0 -3.95 0 0".to_owned();
    assert!(splits(&months[0]).contains(&expected), "{:?}", splits(&months[0]));
    let card = months[0].cards.iter().find(|it| it.card == "aws-secrets-manager").unwrap();
    assert_eq!(card.split.as_ref().unwrap().discount, Some(Ratio::from(10)));
}

#[test]
fn other_list_prices_than_the_cards_are_a_difference_in_price() {
    let tenth_off = rust_decimal::Decimal::new(9, 1);
    let import = changed("Key Vault", |row| {
        for column in ["ListUnitPrice", "ListCost", "BilledCost"] {
            let amount: rust_decimal::Decimal = row[column].parse().unwrap();
            row.insert(column.into(), (amount * tenth_off).to_string());
        }
    });
    let months = months(&import);
    let of_vault = |month: &ReconciledMonth| {
        splits(month).into_iter().find(|it| it.starts_with("azure-key-vault")).unwrap()
    };
    // Nine tenths of 12.50, in which the operations are 0.24 above the card's price.
    assert_eq!(of_vault(&months[0]), "azure-key-vault 11.25 12.26 0 -1.01 0 0");
    assert!(of_vault(&months[1]).ends_with(" 0 0"), "{}", of_vault(&months[1]));
}

#[test]
fn a_free_tier_that_is_used_up_elsewhere_is_called_so() {
    let import = changed("AWS Key Management Service", |row| {
        if row["BilledCost"] == "0.0" {
            for (column, value) in
                [("ListUnitPrice", "0.000003"), ("ListCost", "0.06"), ("BilledCost", "0.06")]
            {
                row.insert(column.into(), value.into());
            }
        }
    });
    let found = splits(&months(&import)[0]);
    assert!(found.contains(&"aws-kms 9 8.94 0 0 0.06 0".to_owned()), "{found:?}");
}

#[test]
fn a_meter_that_no_driver_stands_for_is_usage_that_is_not_modelled() {
    let import = changed("AWS Security Hub", |row| {
        if row["x_UsageType"].contains("Findings") {
            row.insert("SkuMeter".into(), "USE1-SomethingNew".into());
            row.insert("x_UsageType".into(), "USE1-SomethingNew".into());
        }
    });
    let found = splits(&months(&import)[0]);
    assert!(found.contains(&"aws-security-hub 116.15 116 0.15 0 0 0".to_owned()), "{found:?}");
    let reasons = left_out(&import);
    let expected = "USE1-SomethingNew of aws-security-hub: no driver stands for this meter";
    assert!(reasons.contains(&expected.to_owned()), "{reasons:?}");
}

#[test]
fn a_bill_in_another_currency_has_drivers_and_no_quote() {
    let import = changed("Secret Manager", |row| {
        row.insert("BillingCurrency".into(), "EUR".into());
    });
    assert!(of_month(&import, "2026-09").contains(&"gcp-secret-manager secrets=26".to_owned()));
    let months = months(&import);
    let card = months[0].cards.iter().find(|it| it.card == "gcp-secret-manager").unwrap();
    let error = card.split.as_ref().unwrap_err().to_string();
    assert_eq!(error, "the bill is in EUR, and the card is in USD");
}

#[test]
fn cost_details_of_azure_count_in_blocks_of_their_unit() {
    let text = "\
Date,MeterCategory,MeterName,UnitOfMeasure,Quantity,UnitPrice,CostInBillingCurrency,BillingCurrency,ChargeType,ResourceId,ResourceLocation
09/01/2026,Key Vault,Operations,10K,35,0.03,1.05,USD,Usage,/kv-one,eastus
09/30/2026,Key Vault,Operations,10K,5,0.03,0.15,USD,Usage,/kv-two,eastus2
09/30/2026,Virtual Machines,D2s,1 Hour,24,0.1,2.4,USD,Usage,/vm,eastus
";
    let import = import("azure.csv", text.as_bytes()).unwrap();
    assert_eq!(drivers(&import), ["2026-09 azure-key-vault calls=400000"]);
    assert_eq!(splits(&months(&import)[0]), ["azure-key-vault 1.2 1.2 0 0 0 0"]);
}

#[test]
fn hours_of_hsms_are_instances_of_their_own_cards() {
    let text = "\
Date,MeterCategory,MeterName,UnitOfMeasure,Quantity,UnitPrice,CostInBillingCurrency,BillingCurrency,ChargeType,ResourceId,ResourceLocation
09/01/2026,Key Vault,Standard B1 Instance,1 Hour,720,3.2,2304,USD,Usage,/hsm,eastus
09/30/2026,Key Vault,Operations,10K,5,0.03,0.15,USD,Usage,/kv,eastus
";
    let import = import("azure.csv", text.as_bytes()).unwrap();
    let expected =
        ["2026-09 azure-key-vault calls=50000", "2026-09 azure-managed-hsm kms_instances=1"];
    assert_eq!(drivers(&import), expected);
    let expected = ["azure-key-vault 0.15 0.15 0 0 0 0", "azure-managed-hsm 2304 2304 0 0 0 0"];
    assert_eq!(splits(&months(&import)[0]), expected);
}

#[test]
fn exports_of_google_count_in_pricing_units() {
    let text = "\
service.description,sku.id,sku.description,usage_start_time,usage_end_time,usage.amount,usage.amount_in_pricing_units,usage.pricing_unit,cost,currency,cost_type,location.region
Secret Manager,7756-ADEF-84F4,Secret version replica storage,2026-09-01 00:00:00 UTC,2026-10-01 00:00:00 UTC,67392000,26,month,1.20,USD,regular,global
Secret Manager,EBA7-264F-2D2C,Secret access operations,2026-09-01 00:00:00 UTC,2026-10-01 00:00:00 UTC,250000,250000,count,0.72,USD,regular,global
Compute Engine,X,Core,2026-09-01 00:00:00 UTC,2026-10-01 00:00:00 UTC,1,1,hour,7,USD,regular,global
";
    let import = import("google.csv", text.as_bytes()).unwrap();
    let expected = [
        "2026-09 gcp-secret-manager secrets=26",
        "2026-09 gcp-secret-manager versions_per_secret=1",
        "2026-09 gcp-secret-manager calls=250000",
        "2026-09 gcp-secret-manager regions=1",
    ];
    assert_eq!(drivers(&import), expected);
    assert_eq!(splits(&months(&import)[0]), ["gcp-secret-manager 1.92 1.92 0 0 0 0"]);
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let (header, mut rows) = rows("focus-two-months.csv");
    rows.reverse();
    let reversed = import("focus.csv", &written(&header, &rows)).unwrap();
    assert_eq!(drivers(&reversed), drivers(&import_sample("focus-two-months.csv")));
    let all = |import: &Import| -> Vec<Vec<String>> { months(import).iter().map(splits).collect() };
    assert_eq!(all(&reversed), all(&import_sample("focus-two-months.csv")));
}

#[test]
fn a_malformed_row_is_named_with_line_and_column_and_the_rest_is_read() {
    let (header, mut rows) = rows("focus-two-months.csv");
    rows[1].insert("BilledCost".into(), "sixteen".into());
    rows[2].insert("ChargePeriodStart".into(), "soon".into());
    rows[3].insert("ChargeCategory".into(), "=cmd|' /C calc'!A0".into());
    let import = import("focus.csv", &written(&header, &rows)).unwrap();
    let bad = import.bad_rows.first.iter();
    let bad: Vec<String> =
        bad.map(|it| format!("{} {} {}", it.line, it.column, it.expected)).collect();
    let expected = [
        "3 BilledCost a number of at most 28 digits",
        "4 ChargePeriodStart a time from 1970 to 9899, such as 2026-11-02T10:00:00Z or seconds since 1970",
        "5 ChargeCategory a class of charge",
    ];
    assert_eq!(bad, expected);
}

/// A hosted zone has a row of the whole month from its first day on, in bills of a part of it too.
#[test]
fn a_monthly_row_of_another_service_covers_no_days() {
    let (header, mut rows) = rows("cur2-five-days.csv");
    let mut row = rows[0].clone();
    for (column, text) in [
        ("line_item_product_code", "AmazonRoute53"),
        ("line_item_usage_type", "HostedZone"),
        ("line_item_usage_end_date", "2026-12-01T00:00:00.000Z"),
    ] {
        row.insert(column.to_owned(), text.to_owned());
    }
    rows.push(row);
    let import = import("cur.csv", &written(&header, &rows)).unwrap();
    assert_eq!(drivers(&import), drivers(&import_sample("cur2-five-days.csv")));
}

#[test]
fn a_bill_without_a_column_that_is_needed_is_refused() {
    let (header, rows) = rows("cur2-five-days.csv");
    let header: Vec<String> =
        header.into_iter().filter(|name| name != "line_item_unblended_cost").collect();
    let error = import("cur.csv", &written(&header, &rows)).unwrap_err();
    assert!(matches!(error, ImportError::NoColumn { what: "the billed cost", .. }), "{error}");
    // Without its end a row could be of any length.
    let (header, rows) = self::rows("focus-two-months.csv");
    let header: Vec<String> = header.into_iter().filter(|it| it != "ChargePeriodEnd").collect();
    let error = import("focus.csv", &written(&header, &rows)).unwrap_err().to_string();
    let expected = "focus.csv: there is no column for the end of the usage: ";
    assert!(error.starts_with(expected), "{error}");
    let remedy = "export it with ChargePeriodEnd, or name its kind with --as";
    assert!(error.ends_with(remedy), "{error}");
}

#[test]
fn a_year_that_is_not_priced_is_a_row_that_cannot_be_read() {
    let (header, mut rows) = rows("focus-two-months.csv");
    rows[1].insert("ChargePeriodStart".into(), "1960-01-01T00:00:00Z".into());
    rows[2].insert("ChargePeriodEnd".into(), "9950-01-01T00:00:00Z".into());
    let import = import("focus.csv", &written(&header, &rows)).unwrap();
    let bad = import.bad_rows.first.iter();
    let bad: Vec<String> =
        bad.map(|it| format!("{} {} {}", it.line, it.column, it.expected)).collect();
    let expected = [
        "3 ChargePeriodStart a time from 1970 to 9899, such as 2026-11-02T10:00:00Z or seconds since 1970",
        "4 ChargePeriodEnd a time from 1970 to 9899, such as 2026-11-02T10:00:00Z or seconds since 1970",
    ];
    assert_eq!(bad, expected);
}

#[test]
fn credits_on_rows_of_google_stand_beside_the_bill() {
    let header = "service.description,sku.id,sku.description,usage_start_time,usage_end_time,usage.amount_in_pricing_units,cost,currency,cost_type,location.region,credits";
    let row = |cost: &str, credits: &str| {
        format!(
            "Secret Manager,EBA7-264F-2D2C,ops,2026-06-01T00:00:00Z,2026-07-01T00:00:00Z,{cost}00000,{cost},USD,regular,global,\"{credits}\"\n"
        )
    };
    let credit = |amount: &str| format!("{{\"\"name\"\":\"\"x\"\",\"\"amount\"\":{amount}}}");
    let rows = [
        row("3", &format!("[{},{}]", credit("-0.1"), credit("\"\"-0.02\"\""))),
        row("3", "[]"),
        row("3", ""),
        row("3", "soon"),
    ];
    let import = import("google.csv", format!("{header}\n{}", rows.concat()).as_bytes()).unwrap();
    let months = months(&import);
    let others = months[0].others.iter();
    let others: Vec<String> =
        others.map(|it| format!("{:?} {} {}", it.class, it.service, plain(it.billed))).collect();
    assert_eq!(others, ["Credit Secret Manager -0.12"]);
    assert!(left_out(&import).contains(&"Secret Manager: credits set no driver".to_owned()));
    let bad = &import.bad_rows.first[0];
    assert_eq!((bad.line, &*bad.column), (5, "credits"));
    assert_eq!(bad.expected, "a list of credits as JSON, each with an amount");
}
