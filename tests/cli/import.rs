//! `whatif import`: files in, drivers out, and a scenario that says where they are from.

use crate::run::{complaint, json, output, text, whatif};

#[test]
fn the_json_lists_drivers_with_their_rows_and_the_bill_beside_its_quote() {
    let answer = json("import tests/import/focus-two-months.csv");
    let drivers = answer["drivers"].as_array().unwrap();
    let secrets = drivers.iter().find(|it| {
        it["card"] == "aws-secrets-manager"
            && it["driver"] == "secrets"
            && it["period"]["month"] == "2026-09"
    });
    let secrets = secrets.unwrap();
    assert_eq!(secrets["value"], "40");
    assert_eq!(secrets["from"]["first"], serde_json::json!(["line 2", "line 3"]));
    let card = &answer["reconciliation"][0]["cards"][5];
    assert_eq!(
        (card["card"].as_str(), card["price"].as_str(), card["unexplained"].as_str()),
        (Some("azure-key-vault"), Some("0.24"), Some("0"))
    );
    let rotations = json("import tests/import/terraform-plan.json");
    let drivers = rotations["drivers"].as_array().unwrap();
    let rotations = drivers.iter().find(|it| it["driver"] == "rotations").unwrap();
    assert_eq!(rotations["exact"], "37/7");
}

#[test]
fn the_text_names_what_polling_costs_and_a_longer_interval_saves() {
    let text = text("import tests/import/kubernetes.yaml");
    let expected = "  - shop/g-mounted each 2 min: 388,800 calls, USD 1.94; each 5 min: USD 0.78\n";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn a_scenario_takes_the_drivers_and_keeps_everything_else() {
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("plan.toml");
    let to = plan.to_str().unwrap();
    let kubernetes =
        format!("import tests/import/kubernetes.yaml --card aws-secrets-manager --to \"{to}\"");
    assert!(text(&kubernetes).ends_with("plan.toml has the drivers.\n"));
    let first = std::fs::read_to_string(&plan).unwrap();
    std::fs::write(&plan, first.replace("[workload]", "# my own words\n[workload]")).unwrap();
    text(&format!(
        "import tests/import/terraform-plan.json --card aws-secrets-manager --to \"{to}\""
    ));
    let second = std::fs::read_to_string(&plan).unwrap();
    for expected in [
        "# my own words\n",
        "secrets = \"10\"\n",
        "calls = \"482400\"\n",
        "[imported.calls]\nfrom = \"5 objects in kubernetes.yaml\"\n",
        "[imported.secrets]\nfrom = \"6 resources in terraform-plan.json\"\n",
    ] {
        assert!(second.contains(expected), "{expected}: {second}");
    }
    let error = complaint(&format!("import tests/import/terraform-plan.json --to \"{to}\""));
    assert!(error.contains("name one with --card"), "{error}");
    assert_eq!(std::fs::read_to_string(&plan).unwrap(), second);
}

#[test]
fn a_folder_is_read_with_all_its_manifests() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    std::fs::create_dir(&inner).unwrap();
    std::fs::write(folder.path().join("README.md"), "no manifest").unwrap();
    let manifests = std::fs::read_to_string("tests/import/kubernetes.yaml").unwrap();
    let (stores, objects) = manifests
        .split_once("---\napiVersion: external-secrets.io/v1\nkind: ExternalSecret")
        .unwrap();
    std::fs::write(inner.join("stores.yaml"), stores).unwrap();
    let objects = format!("apiVersion: external-secrets.io/v1\nkind: ExternalSecret{objects}");
    std::fs::write(folder.path().join("objects.yml"), objects).unwrap();
    let answer = json(&format!("import \"{}\"", folder.path().display()));
    let calls = answer["drivers"].as_array().unwrap().iter().find(|it| it["driver"] == "calls");
    assert_eq!(calls.unwrap()["value"], "482400");
}

#[test]
fn files_that_cannot_be_imported_are_named() {
    for (line, expected) in [
        ("import nothing.json", "nothing.json: there is no such file: check the path"),
        ("import Cargo.toml", "its kind is not recognised"),
        ("import tests/import/kubernetes.yaml --as focus", "there is no column for"),
        ("import tests/import/kubernetes.yaml --as fruit", "there are: terraform, "),
    ] {
        let error = complaint(line);
        assert!(error.contains(expected), "{line}: {error}");
    }
    let output =
        whatif().args(["import", "-"]).stdin(std::process::Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn an_export_says_what_was_imported_and_what_was_edited_since() {
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("plan.toml");
    let to = plan.to_str().unwrap();
    let line =
        format!("import tests/import/terraform-plan.json --card aws-secrets-manager --to \"{to}\"");
    text(&line);
    let written = std::fs::read_to_string(&plan).unwrap();
    std::fs::write(&plan, written.replace("secrets = \"10\"", "secrets = \"12\"")).unwrap();
    let output = output(&format!("export \"{to}\" invoice"));
    let invoice = String::from_utf8(output.stdout).unwrap();
    let invoice = invoice.split_whitespace().collect::<Vec<_>>().join(" ");
    for expected in [
        "12 secrets (edited, imported as 10: 6 resources in terraform-plan.json)",
        "(imported: 2 resources in terraform-plan.json)",
    ] {
        assert!(invoice.contains(expected), "{expected}: {invoice}");
    }
}

#[test]
fn a_month_is_answered_alone_without_a_scenario() {
    let answer = json("import tests/import/focus-two-months.csv --month 2026-09");
    let months: Vec<&str> = answer["drivers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["period"]["month"].as_str().unwrap())
        .collect();
    assert!(months.iter().all(|month| *month == "2026-09"), "{months:?}");
    assert_eq!(answer["reconciliation"].as_array().unwrap().len(), 1);
    let error = complaint("import tests/import/focus-two-months.csv --month 2026-01");
    assert!(error.contains("the files have months: 2026-09, 2026-10"), "{error}");
}

#[test]
fn a_discount_of_the_bill_is_offered_and_carried_into_the_scenario() {
    let folder = tempfile::tempdir().unwrap();
    let bill = folder.path().join("bill.csv");
    let header = "line_item_line_item_type,line_item_usage_start_date,line_item_usage_end_date,line_item_product_code,line_item_usage_type,line_item_usage_amount,line_item_unblended_cost,line_item_currency_code,pricing_public_on_demand_cost,product_region_code";
    let row = "Usage,2026-09-01T00:00:00Z,2026-10-01T00:00:00Z,AmazonGuardDuty,PaidEventsAnalyzed,1000000,3.6,USD,4,us-east-1";
    std::fs::write(&bill, format!("{header}\n{row}\n")).unwrap();
    let bill = bill.display();
    let card = &json(&format!("import \"{bill}\""))["reconciliation"][0]["cards"][0];
    assert_eq!(card["discount_percent"], "10");
    let said = text(&format!("import \"{bill}\""));
    assert!(said.contains("a discount of 10 % on its list prices"), "{said}");
    let plan = folder.path().join("plan.toml");
    let to = format!("import \"{bill}\" --to \"{}\" --with-discount", plan.display());
    text(&to);
    let file = std::fs::read_to_string(&plan).unwrap();
    assert!(file.contains("adjust-card = \"-10\""), "{file}");
}

#[test]
fn a_scenario_is_written_where_its_folder_is_and_selects_what_was_taken() {
    let folder = tempfile::tempdir().unwrap();
    let bill = folder.path().join("bill.csv");
    std::fs::write(&bill, "Date,MeterCategory,MeterName,UnitOfMeasure,Quantity,CostInBillingCurrency,BillingCurrencyCode\n11/01/2026,Key Vault,Operations,10K,5,0.15,USD\n").unwrap();
    let import = format!("import \"{}\" --to", bill.display());
    let lost = folder.path().join("none/plan.toml");
    let error = complaint(&format!("{import} \"{}\"", lost.display()));
    assert!(error.contains("there is no folder"), "{error}");
    assert!(!lost.parent().unwrap().exists());
    let plan = folder.path().join("plan.toml");
    text(&format!("{import} \"{}\"", plan.display()));
    let written = std::fs::read_to_string(&plan).unwrap();
    assert!(written.contains("selected = \"azure-key-vault\""), "{written}");
}

#[test]
fn a_file_that_is_named_twice_is_read_once() {
    let twice =
        text("import tests/import/cur2-five-days.csv tests/../tests/import/cur2-five-days.csv");
    assert_eq!(twice, text("import tests/import/cur2-five-days.csv"));
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_in_a_folder_are_named_and_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let object =
        "apiVersion: secrets.doppler.com/v1alpha1\nkind: DopplerSecret\nmetadata: {name: d}\n";
    std::fs::write(at("a.yaml"), object).unwrap();
    std::os::unix::fs::symlink("/dev/zero", at("zero.yaml")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(at("socket.json")).unwrap();
    let output = whatif().arg("import").arg(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("43,200"), "{said}");
    let line = |name: &str| {
        format!("note: {} is a pipe, a socket or a device and is not read\n", at(name).display())
    };
    let noted = String::from_utf8(output.stderr).unwrap();
    assert_eq!(noted, line("socket.json") + &line("zero.yaml"));
}
