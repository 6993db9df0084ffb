//! Bills whose usage has different choices: regions, kinds of keys, commitments, free usage, list prices.

use whatif::answer::reconcile::{ReconciledMonth, reconcile};
use whatif::import::{Import, Pick, TakeError};
use whatif::library;
use whatif::scenario::OfferId;
use whatif_pricing::{Period, plain};

use crate::support::{choices, drivers, import, scenario, total};

const AWS: &str = "line_item_line_item_type,line_item_usage_start_date,line_item_usage_end_date,line_item_product_code,line_item_usage_type,line_item_usage_amount,line_item_unblended_cost,line_item_currency_code,pricing_public_on_demand_cost,product_region_code";
const AZURE: &str = "Date,MeterCategory,MeterName,UnitOfMeasure,Quantity,UnitPrice,CostInBillingCurrency,BillingCurrency,ChargeType,ResourceId,ResourceLocation";
const GOOGLE: &str = "service.description,sku.description,usage_start_time,usage_end_time,usage.amount,usage.amount_in_pricing_units,usage.pricing_unit,cost,currency,cost_type,location.region";

/// A row of a whole month: service, usage type, quantity, cost, list, region.
fn aws(month: u32, service: &str, usage: &str, amounts: [&str; 3], region: &str) -> String {
    let [quantity, cost, list] = amounts;
    let (start, end) = (format!("2026-{month:02}-01"), format!("2026-{:02}-01", month + 1));
    format!(
        "Usage,{start}T00:00:00Z,{end}T00:00:00Z,{service},{usage},{quantity},{cost},USD,{list},{region}"
    )
}

fn read(header: &str, rows: &[String]) -> Import {
    let text = format!("{header}\n{}\n", rows.join("\n"));
    import("bill.csv", text.as_bytes()).unwrap_or_else(|error| panic!("{error}"))
}

/// `month card billed: quote not-modelled price free rest`.
fn splits(import: &Import) -> Vec<String> {
    let months: Vec<ReconciledMonth> = reconcile(import, library::shipped().cards());
    let of_month = |month: &ReconciledMonth| {
        let first = month.first.format("%m").to_string();
        let line = move |card: &whatif::answer::reconcile::ReconciledCard| {
            let split = card.split.as_ref().unwrap_or_else(|error| panic!("{error}"));
            let parts = [split.quote, split.unmodelled, split.price, split.free, split.rest];
            format!("{first} {} {}: {}", card.card, plain(card.billed), parts.map(plain).join(" "))
        };
        month.cards.iter().map(line).collect::<Vec<_>>()
    };
    months.iter().flat_map(of_month).collect()
}

#[test]
fn regions_of_months_are_kept_apart() {
    let usage = |month, amount, region| {
        aws(month, "AmazonGuardDuty", "PaidEventsAnalyzed", ["1000000", amount, amount], region)
    };
    let rows = [usage(9, "4", "us-east-1"), usage(10, "4.72", "ap-northeast-1")];
    let import = read(AWS, &rows);
    assert_eq!(
        choices(&import),
        ["aws-guardduty region=us-east-1", "aws-guardduty region=ap-northeast-1"]
    );
    let expected = ["09 aws-guardduty 4: 4 0 0 0 0", "10 aws-guardduty 4.72: 4.72 0 0 0 0"];
    assert_eq!(splits(&import), expected);
    let rows = [usage(9, "4", "us-east-1"), usage(9, "4.72", "ap-northeast-1")];
    let import = read(AWS, &rows);
    let expected = [
        "2026-09 aws-guardduty:region=ap-northeast-1 audit_events=1000000",
        "2026-09 aws-guardduty:region=us-east-1 audit_events=1000000",
    ];
    assert_eq!(drivers(&import), expected);
    assert_eq!(splits(&import), ["09 aws-guardduty 8.72: 8.72 0 0 0 0"]);
    assert_eq!(import.picks().len(), 2, "each region can be taken");
}

#[test]
fn symmetric_and_asymmetric_requests_are_priced_apart_with_one_free_tier() {
    let usage = |meter: &str, amounts| aws(9, "awskms", meter, amounts, "us-east-1");
    let rows = [
        usage("us-east-1-KMS-Keys", ["3", "3", "3"]),
        // 20,000 of 1,020,000 are free.
        usage("us-east-1-KMS-Requests", ["1000000", "3", "3"]),
        usage("us-east-1-KMS-Requests", ["20000", "0", "0"]),
        usage("us-east-1-KMS-Requests-Asymmetric", ["10000", "0.15", "0.15"]),
    ];
    assert_eq!(splits(&read(AWS, &rows)), ["09 aws-kms 6.15: 6.15 0 0 0 0"]);
}

#[test]
fn a_usage_type_of_govcloud_says_the_region_if_no_column_does() {
    let rows = [aws(9, "awskms", "us-gov-west-1-KMS-Requests", ["1020000", "4", "4"], "")];
    let import = read(AWS, &rows);
    assert!(choices(&import).contains(&"aws-kms region=govcloud".to_owned()));
    assert_eq!(splits(&import)[0].split(": ").next(), Some("09 aws-kms 4"));
    assert!(splits(&import)[0].ends_with(": 4 0 0 0 0"), "{:?}", splits(&import));
}

#[test]
fn versions_in_hsms_and_elsewhere_are_priced_apart() {
    let usage = |sku: &str, quantity: &str, cost: &str| {
        format!(
            "Cloud Key Management Service (KMS),{sku},2026-09-01 00:00:00 UTC,2026-10-01 00:00:00 UTC,{quantity},{quantity},month,{cost},USD,regular,global"
        )
    };
    let rows = [
        usage("Active HSM symmetric key versions", "2", "2"),
        usage("Active external symmetric key versions", "3", "9"),
    ];
    assert_eq!(splits(&read(GOOGLE, &rows)), ["09 gcp-kms 11: 11 0 0 0 0"]);
}

#[test]
fn workspaces_with_different_commitments_are_priced_apart() {
    let mut rows = Vec::new();
    for day in 1..=30 {
        rows.push(format!(
            "09/{day:02}/2026,Sentinel,100 GB Commitment Tier Capacity Reservation,1/Day,1,296,296,USD,Usage,/one,eastus"
        ));
        rows.push(format!(
            "09/{day:02}/2026,Sentinel,Pay-as-you-go Analysis,1 GB,10,4.3,43,USD,Usage,/two,eastus"
        ));
    }
    assert_eq!(splits(&read(AZURE, &rows)), ["09 microsoft-sentinel 10170: 10170 0 0 0 0"]);
}

#[test]
fn usage_at_no_price_is_free_and_not_paid_for() {
    let usage = |meter: &str, amounts| aws(9, "AmazonGuardDuty", meter, amounts, "us-east-1");
    let rows = [
        usage("USE1-PaidEventsAnalyzed", ["1000000", "4", "4"]),
        usage("USE1-FreeEventsAnalyzed", ["500000", "0", "0"]),
    ];
    assert_eq!(splits(&read(AWS, &rows)), ["09 aws-guardduty 4: 6 0 0 -2 0"]);
}

fn sentinel(meter: &str, unit: &str, amounts: [&str; 3]) -> Vec<String> {
    let [quantity, price, cost] = amounts;
    let row = |day: u32| {
        format!(
            "06/{day:02}/2026,Sentinel,{meter},{unit},{quantity},{price},{cost},USD,Usage,/x,eastus"
        )
    };
    (1..=30).map(row).collect()
}

#[test]
fn a_commitment_alone_is_a_choice_that_can_be_taken() {
    for (gb, day, month) in [
        ("100", "296", "8880"),
        ("10000", "22240", "667200"),
        ("25000", "53450", "1603500"),
        ("50000", "102600", "3078000"),
    ] {
        let meter = format!("{gb} GB Commitment Tier Capacity Reservation");
        let import = read(AZURE, &sentinel(&meter, "1/Day", ["1", day, day]));
        assert_eq!(choices(&import), [format!("microsoft-sentinel commitment=gb-{gb}")]);
        assert_eq!(splits(&import), [format!("06 microsoft-sentinel {month}: {month} 0 0 0 0")]);
        assert_eq!(import.picks().len(), 1);
        let (taken, changes) = import.taken(&import.picks()[0], &scenario()).unwrap();
        assert!(changes.is_empty(), "{changes:?}");
        assert_eq!(taken.inputs.period, Period::month("2026-06").unwrap());
        let offer = taken.inputs.offers.get(&OfferId::of_card("microsoft-sentinel")).unwrap();
        assert_eq!(offer.choices.options["commitment"], format!("gb-{gb}"));
        let other = Pick { card: Some("aws-kms".to_owned()), ..Pick::default() };
        assert!(matches!(import.taken(&other, &scenario()), Err(TakeError::Nothing { .. })));
    }
}

#[test]
fn basic_logs_are_priced_beside_the_others() {
    let mut rows = sentinel("Pay-as-you-go Analysis", "1 GB", ["10", "4.30", "43"]);
    rows.extend(sentinel("Basic Logs Analysis", "1 GB", ["5", "0.50", "2.5"]));
    let import = read(AZURE, &rows);
    let expected =
        ["2026-06 microsoft-sentinel log_gb=300", "2026-06 microsoft-sentinel basic_log_gb=150"];
    assert_eq!(drivers(&import), expected);
    assert_eq!(splits(&import), ["06 microsoft-sentinel 1365: 1365 0 0 0 0"]);
}

#[test]
fn operations_with_keys_of_autokey_have_their_free_ones() {
    let row = |sku: &str, quantity: &str, cost: &str| {
        format!(
            "Cloud Key Management Service (KMS),{sku},2026-06-01T00:00:00Z,2026-07-01T00:00:00Z,{quantity},{quantity},count,{cost},USD,regular,"
        )
    };
    let header = GOOGLE.replace("sku.description", "sku.id");
    let header = header.replace("location.region", "sku.description");
    let rows = [
        row("E09C-32B3-9AC7", "10", "0.6"),
        row("3BDA-77FB-678B", "100000", "0.3"),
        row("77F8-D8AF-3CCE", "100", "0"),
        row("77F8-D8AF-3CCE", "50", "50"),
        row("88D6-F2EE-C781", "10000", "0"),
        row("88D6-F2EE-C781", "10000", "0.03"),
    ];
    let import = read(&header, &rows);
    assert_eq!(splits(&import), ["06 gcp-kms 50.93: 50.93 0 0 0 0"]);
    let mut autokey = Pick { card: Some("gcp-kms".to_owned()), ..Pick::default() };
    autokey.variant.insert("protection".to_owned(), "hsm-autokey".to_owned());
    let (taken, _) = import.taken(&autokey, &scenario()).unwrap();
    assert_eq!(total(&taken, "gcp-kms"), "50.03");
}
